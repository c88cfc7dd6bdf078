"""`wsisgraph journal`, `backup`, `revert`: nothing is lost, and what was done can be undone."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wsisgraph.cli.messages import counted, say, stages
from wsisgraph.errors import JournalDamaged, StoreUnavailable
from wsisgraph.settings import Settings

if TYPE_CHECKING:
    from wsisgraph.store.protocol import Revision

app = typer.Typer(
    no_args_is_help=True,
    help=(
        "The journal: every change ever committed.\n\n"
        "It is the one thing in the data folder that cannot be made anew."
    ),
)

_MOST_LATER = 20

Digest = Annotated[
    bool,
    typer.Option(
        "--digest", help="Print the SHA-256 of the canonical N-Quads too: equal graphs have one."
    ),
]


@app.command("verify")
def verify(digest: Digest = False) -> None:
    """Check every record's hash and the chain through all of them; exit code 1 for damage.

    Prints the revision that the journal ends with.

    Examples:

        wsisgraph journal verify

        WSISGRAPH_DATA=/backup/graph wsisgraph journal verify --digest
    """
    from wsisgraph.store import journal
    from wsisgraph.store.folder import DataFolder

    settings = Settings.from_environment()
    folder = DataFolder(settings.data)
    if folder.revision() is None and not folder.journal.exists():
        raise StoreUnavailable(
            "There is no journal",
            where=str(folder.journal),
            mend="set WSISGRAPH_DATA to the folder that holds the graph",
        )
    try:
        with counted("Records") as progress:
            found = journal.verify(folder.journal, progress)
    except JournalDamaged as error:
        say(f"Damaged: {error}")
        raise typer.Exit(1) from error
    say(f"{found.records:,} records, each as it was written.")
    _print(settings, found.end.revision, digest)


@app.command("restore")
def restore(
    backup: Annotated[Path, typer.Argument(help="Folder that `wsisgraph backup` wrote.")],
    until: Annotated[
        int | None, typer.Option(help="Last record to take: the graph as it was then.")
    ] = None,
    digest: Digest = False,
) -> None:
    """Make a data folder of a backup, on this machine or another; print its revision.

    WSISGRAPH_DATA names the folder to make. One that holds a graph is not touched.

    Examples:

        WSISGRAPH_DATA=restored wsisgraph journal restore /backup/graph

        WSISGRAPH_DATA=as-it-was wsisgraph journal restore /backup/graph --until 12 --digest
    """
    from wsisgraph.store.backup import restore as restored
    from wsisgraph.store.writer import Writer

    settings = Settings.from_environment()
    with counted("Bytes") as progress:
        end = restored(backup, settings.data, progress, until=until)
    with (
        stages("Making the store from the journal"),
        Writer(settings.data, strict=settings.default_graph == "strict"),
    ):
        pass
    say(f"Restored {end.sequence:,} records into {settings.data}.")
    _print(settings, end.revision, digest)


def back_up(
    into: Annotated[Path, typer.Argument(metavar="DIR", help="Folder for the backup.")],
) -> None:
    """Copy what cannot be made anew into a folder, while the service runs; print the revision.

    Backed up into the same folder again, only what is new is copied. Tokens are copied as hashes.

    Examples:

        wsisgraph backup /backup/graph

        rsync -a $(wsisgraph backup /backup/graph >&2; echo /backup/graph) elsewhere:
    """
    from wsisgraph.store.backup import back_up as backed_up
    from wsisgraph.store.folder import DataFolder

    settings = Settings.from_environment()
    with counted("Bytes") as progress:
        made = backed_up(DataFolder(settings.data), into, progress)
    say(f"{made.sequence:,} records, each read back from the copy, stand in {into}.")
    print(made.position.revision.id)


def revert(
    revision: Annotated[str, typer.Argument(help="The revision, or its number alone: 12.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would change, as lines of + and -.")
    ] = False,
) -> None:
    """Undo what one revision changed, in a new revision; print that.

    What others changed since stays as they left it. Nothing is undone that the shapes do not allow.

    Examples:

        wsisgraph revert 12 --dry-run

        wsisgraph revert 12-0123456789ab
    """
    from pyoxigraph import RdfFormat, serialize

    from wsisgraph.graph.judge import Judge
    from wsisgraph.graph.rules import derived
    from wsisgraph.store.undoing import undo

    settings = Settings.from_environment()
    strict = settings.default_graph == "strict"
    with stages("Looking at what it changed"):
        undoing, outcome = undo(
            settings,
            revision,
            agent="wsisgraph revert",
            derive=None if strict else derived,
            judge=Judge if settings.check_writes and not strict else None,
            dry_run=dry_run,
        )
    record = undoing.record
    say(f"Revision {record.revision.id}, {record.time}, {record.agent}: {record.message}")
    if undoing.passed:
        say(f"{undoing.passed:,} of its statements were changed again since; they stay so.")
        for later, number in undoing.later[-_MOST_LATER:]:
            what = f"{later.time}, {later.agent}: {later.message}"
            say(f"  {number:,} by revision {later.revision.id}, {what}")
    for sign, quads in (("-", undoing.removed), ("+", undoing.added)):
        lines = (serialize(quads, format=RdfFormat.N_QUADS) or b"").decode().split("\n")
        for line in filter(None, lines if dry_run else ()):
            print(sign, line)
    if outcome is None:
        if not dry_run:
            say("Nothing of it is left to undo.")
        return
    say(f"{len(undoing.removed):,} statements went, {len(undoing.added):,} came back.")
    print(outcome.revision.id)


def redact(
    reason: Annotated[str, typer.Option(help="Why; kept in the journal for everybody to read.")],
    about: Annotated[
        list[str] | None, typer.Option(help="Thing: whatever names it goes. Repeat for several.")
    ] = None,
    quads: Annotated[
        Path | None, typer.Option(help="File of N-Quads: just these statements go.")
    ] = None,
) -> None:
    """Take content out of the graph and out of its whole history, for good.

    The chain of the journal still verifies, and a record tells when, why, and in which revisions;
    not what. No service may run. Backups, copies and published files still hold it: make new ones.

    Examples:

        wsisgraph redact --about https://w3id.org/wsis-sdg/id/person/x --reason "their wish"

        wsisgraph redact --quads not-ours.nq --reason "a text that we may not keep"
    """
    from pyoxigraph import NamedNode, Quad, RdfFormat, parse

    from wsisgraph.graph.rules import derived
    from wsisgraph.store.redacting import redact as redacted

    if bool(about) == bool(quads) or not reason.strip():
        raise typer.BadParameter("give --reason, and either --about or --quads")
    settings = Settings.from_environment()
    try:
        listed = set(parse(path=str(quads), format=RdfFormat.N_QUADS)) if quads else set()
        things = {NamedNode(iri) for iri in about or ()}
    except (OSError, SyntaxError, ValueError) as error:
        raise typer.BadParameter(f"{quads or 'an address'} cannot be read: {error}") from error

    def matches(quad: Quad) -> bool:
        return quad in listed or quad.subject in things or quad.object in things

    with stages("Taking it out of the history"):
        done = redacted(
            settings,
            matches,
            agent="wsisgraph redact",
            reason=reason,
            derive=None if settings.default_graph == "strict" else derived,
        )
    if done.record is None:
        say("Nothing in the graph or its history matches.")
        raise typer.Exit(1)
    say(f"{done.quads:,} statements were taken out of {done.records:,} records.")
    print(done.record.revision.id)


def _print(settings: Settings, revision: "Revision", digest: bool) -> None:
    print(revision.id)
    if digest:
        with stages("Hashing the graph"):
            found = _digest(settings)
        print(found)


def _digest(settings: Settings) -> str:
    """Return the SHA-256 of what `wsisgraph export dataset` writes."""
    from wsisgraph.graph.files import Sorted
    from wsisgraph.store.client import read_dataset

    found = hashlib.sha256()
    with Sorted(read_dataset(settings) or []) as quads:
        for line in quads.lines():
            found.update(line)
    return found.hexdigest()
