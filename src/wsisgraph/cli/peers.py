"""`wsisgraph peers`: whose data are shown beside ours."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from wsisgraph.cli.messages import say
from wsisgraph.cli.peers_checking import check
from wsisgraph.errors import PeerRefused
from wsisgraph.federation.asking import asking
from wsisgraph.federation.peers import FILE_FORMATS, VOCABULARIES, Peer, Peers, level_of
from wsisgraph.settings import Settings

app = typer.Typer(
    no_args_is_help=True,
    help=(
        "List the peers: other agencies' endpoints and files, whose data are shown beside ours.\n\n"
        "Nobody else is ever asked, and nobody at all while none is listed. A running service "
        "follows at once."
    ),
)

Name = Annotated[str, typer.Argument(help="What the peer is called: unesco.")]

_LARGEST_FILE = 32 << 20


app.command("check")(check)


@app.command("add")
def add(
    name: Name,
    place: Annotated[
        str, typer.Argument(metavar="URL-or-FILE", help="SPARQL endpoint, or a file.")
    ],
    query: Annotated[
        Path | None, typer.Option(help="CONSTRUCT query (.rq) that says its data in our words.")
    ] = None,
    vocabulary: Annotated[
        Literal["wsis", "sdg", "schema"] | None,
        typer.Option(help="What it speaks, without a query: ours (wsis), SDG links, schema.org."),
    ] = None,
    timeout: Annotated[
        float, typer.Option(help="Seconds it has for an answer.", min=0.1, max=600)
    ] = 10.0,
    rows: Annotated[
        int, typer.Option(help="Rows that one SERVICE may bring from it.", min=1, max=200_000)
    ] = 20_000,
    agency: Annotated[
        str, typer.Option(help="Agency whose data they are, where they do not say: unesco.")
    ] = "",
    kind: Annotated[
        Literal["sparql", "file"] | None,
        typer.Option(help="What the address is, where its end does not tell."),
    ] = None,
    known_as: Annotated[
        str, typer.Option(help="IRI that SERVICE may name it by, besides its address.")
    ] = "",
    do_replace: Annotated[
        bool, typer.Option("--replace", help="Take the place of the peer of that name.")
    ] = False,
) -> None:
    """List a peer: an endpoint, or a file (Turtle, JSON-LD, CSV, XLSX) at an address or on disk.

    Examples:

        wsisgraph peers add unesco https://data.example.org/sparql --vocabulary schema

        wsisgraph peers add escap activities.xlsx --agency escap

        wsisgraph peers add desa https://data.example.org/sparql --query desa.rq --timeout 20
    """
    from wsisgraph.federation.addresses import origin, reach_of

    if query is not None and vocabulary is not None:
        raise typer.BadParameter("give --query or --vocabulary, not both")
    text = _mapping(query) if query is not None else ""
    level, format = level_of(place)
    level = kind or level
    peer = Peer(
        name=name,
        url=place,
        level=level,
        format=format if level == "file" else "",
        vocabulary="query" if text else vocabulary or VOCABULARIES[0],
        query=text,
        timeout=timeout,
        rows=rows,
        agency=agency,
        known_as=known_as,
        added=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    content = None
    if "://" in place:
        origin(place)
        peer = replace(peer, reach=reach_of(place))
    else:
        content = _content(Path(place), format)
        peer = replace(peer, url="", level="file", format=format)
    _peers().add(peer, content, replace=do_replace)
    say(f"Listed {name} ({peer.level}). Look at it with: wsisgraph peers check {name}")


@app.command("list")
def show() -> None:
    """List the peers: name, level, what they speak, seconds, agency, address, last good answer.

    Example:

        wsisgraph peers list
    """
    from wsisgraph.federation.kept import Kept

    peers = _peers()
    print("name\tlevel\tspeaks\ttimeout\tagency\taddress\tlast answer\tfailing since")
    for peer in peers.all().values():
        kept = Kept.read(peers.folder(peer.name))
        cells = (peer.name, peer.level, peer.vocabulary, f"{peer.timeout:g}", peer.agency)
        print(*cells, peer.says, kept.asked, kept.since, sep="\t")


@app.command("remove")
def remove(
    name: Name,
    purge: Annotated[
        bool, typer.Option("--purge", help="Drop what was kept of it, and what was harvested.")
    ] = False,
) -> None:
    """Take a peer off the list: from now on nothing is asked of it.

    Example:

        wsisgraph peers remove unesco --purge
    """
    settings = Settings.from_environment()
    peers = Peers(settings.data)
    was_harvested = (peers.folder(name) / "harvested.json").exists()
    peers.remove(name, purge=purge)
    if purge and was_harvested:
        from wsisgraph.cli.harvest import drop

        drop(settings, name)
        say(
            "The journal, which forgets nothing, still has what was harvested of it;"
            " wsisgraph redact takes it out of that too."
        )
    say(f"{name} is no peer any more.")


def _peers() -> Peers:
    return Peers(Settings.from_environment().data)


def _mapping(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise typer.BadParameter(f"{path} cannot be read: {error}") from error
    try:
        asking(text)
    except PeerRefused as error:
        raise PeerRefused(error.message, where=str(path), mend=error.mend) from error
    return text


def _content(path: Path, format: str) -> bytes:
    if not format:
        raise PeerRefused(
            f"“{path}” is neither an address nor a file that can be a peer",
            mend=f"give https://…, or a file that ends in {', '.join(FILE_FORMATS)}",
        )
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise PeerRefused(f"{path} is larger than {_LARGEST_FILE >> 20} MiB")
        return path.read_bytes()
    except OSError as error:
        raise PeerRefused(f"{path} cannot be read ({error.strerror})") from error
