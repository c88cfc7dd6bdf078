"""`wsisgraph replicate`, `wsisgraph changes`: copies that keep in step."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wsisgraph.cli.messages import counted, say, say_error
from wsisgraph.errors import ChangeRefused, StoreError, StoreUnavailable
from wsisgraph.settings import Settings

if TYPE_CHECKING:
    import httpx

    from wsisgraph.store.replicating import Caught, Source

_LONGEST_PAUSE = 300.0


def replicate(
    address: Annotated[
        str, typer.Argument(metavar="URL", help="Address of the service, or of its …/changes.")
    ],
    once: Annotated[
        bool, typer.Option("--once", help="Catch up, print the revision, end.")
    ] = False,
    every: Annotated[
        float, typer.Option(min=0.1, help="Seconds from one look at the source to the next.")
    ] = 5.0,
    digest: Annotated[
        bool,
        typer.Option(
            "--digest",
            help="Catch up, and compare the canonical N-Quads with what the source serves; exit"
            " code 1 where they differ.",
        ),
    ] = False,
) -> None:
    """Keep a read replica of another service in step, in the folder that WSISGRAPH_DATA names.

    The replica has the very revisions of its source, and takes no other writes. `wsisgraph serve`
    over the same folder serves it, before or while this runs. Stopped and started again it goes on
    where it was.

    Examples:

        WSISGRAPH_DATA=replica wsisgraph replicate https://graph.example.org

        WSISGRAPH_DATA=replica wsisgraph replicate https://graph.example.org --digest
    """
    import httpx

    from wsisgraph.store.replicating import TIMEOUT, Source, catch_up

    if not address.startswith(("http://", "https://")):
        raise typer.BadParameter("give an address that begins with http:// or https://")
    settings = Settings.from_environment()
    pause, last = every, ""
    with httpx.Client(timeout=TIMEOUT, follow_redirects=True) as client:
        source = Source(address, client)
        while True:
            try:
                caught = _first(settings, source) if not last else catch_up(settings, source)
            except (StoreUnavailable, ChangeRefused) as error:
                if once or digest or not last or isinstance(error, ChangeRefused):
                    raise
                # It was there before, and will be again.
                say_error(error)
                pause = min(2 * pause, _LONGEST_PAUSE)
                time.sleep(pause)
                continue
            pause = every
            if caught.records or not last:
                anew = ", the whole history anew, for its source redacted it" if caught.anew else ""
                say(f"{caught.records:,} revisions taken over{anew}; now at {caught.revision.id}.")
            last = caught.revision.id
            if digest:
                _compare(settings, source, client)
            if once or digest:
                print(last)
                return
            time.sleep(every)


def _first(settings: Settings, source: "Source") -> "Caught":
    """Catch up for the first time, which may take a while."""
    from wsisgraph.store.replicating import catch_up

    with counted("Revisions") as progress:
        return catch_up(settings, source, lambda taken: progress(taken, taken))


def _compare(settings: Settings, source: "Source", client: "httpx.Client") -> None:
    """Print the SHA-256 of what the source serves and of what is here; end with 1 if they differ.

    Raises:
        StoreUnavailable: the source does not give its data, or is further than we are.
    """
    import hashlib

    from pyoxigraph import RdfFormat, parse

    from wsisgraph.graph import canonical
    from wsisgraph.store.client import read_dataset

    answer = client.get(source.dataset, headers={"Accept": "application/n-quads"})
    if answer.status_code != 200:
        raise StoreUnavailable(
            f"The source does not give its data (it answered {answer.status_code})",
            where=source.dataset,
            mend="give the address of a service: files hold no data to compare with",
        )
    theirs = hashlib.sha256(
        canonical.nquads(parse(answer.content, format=RdfFormat.N_QUADS))
    ).hexdigest()
    ours = hashlib.sha256(canonical.nquads(read_dataset(settings) or [])).hexdigest()
    say(f"sha256 {theirs}  {source.dataset}")
    say(f"sha256 {ours}  {settings.data}")
    if theirs != ours:
        say("They differ. If somebody just wrote to the source, compare again.")
        raise typer.Exit(1)
    say("They are equal.")


def changes(
    out: Annotated[Path, typer.Argument(metavar="DIR", help="Folder for the files.")],
    at: Annotated[
        str, typer.Option(metavar="URL", help="Where the folder will be, ending in /changes.")
    ],
) -> None:
    """Write the stream of changes as files, for any web server; print how many revisions it has.

    Run again it writes what is new. `wsisgraph replicate URL` follows it like a service.

    Examples:

        wsisgraph changes public/changes --at https://data.example.org/changes
    """
    from wsisgraph.publishing.changes import write
    from wsisgraph.store.folder import DataFolder

    if not at.startswith(("http://", "https://")) or not at.rstrip("/").endswith("/changes"):
        raise typer.BadParameter("give an address that ends in /changes")
    journal = DataFolder(Settings.from_environment().data).journal
    if not journal.is_dir():
        raise StoreUnavailable(
            "There is no journal",
            where=str(journal),
            mend="set WSISGRAPH_DATA to the folder that holds the graph",
        )
    try:
        with counted("Revisions") as progress:
            print(write(journal, out, at.rstrip("/"), progress))
    except OSError as error:
        raise StoreError(
            f"The files cannot be written ({error.strerror})", where=str(out)
        ) from error
