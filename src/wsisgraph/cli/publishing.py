"""`wsisgraph site build`: the pages as a folder of files."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wsisgraph.cli.messages import counted, say
from wsisgraph.cli.standing import settled
from wsisgraph.errors import WsisgraphError

if TYPE_CHECKING:
    from wsisgraph.api.pages import PeerTold

_SCHEMES = ("http://", "https://")


def build(
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder to fill.")],
    revision: Annotated[
        str | None,
        typer.Option(help="Revision to build, by its id or number; else the current one."),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option(help="Languages to build, with commas: en,fr. All six without it."),
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option(
            help="Address at which the folder will be published, for canonical links and the site"
            " map; WSISGRAPH_PUBLIC_URL without it."
        ),
    ] = None,
    service: Annotated[
        str | None,
        typer.Option(
            help="Address of a running service, for what files cannot do: SPARQL, filters, the API."
        ),
    ] = None,
    theme: Annotated[
        Path | None, typer.Option(help="File that says how the pages look.", show_default=False)
    ] = None,
    peers: Annotated[
        str | None,
        typer.Option(help="Peers whose statements stand beside ours: all, or names with commas."),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 when one of the peers did not answer.")
    ] = False,
    processes: Annotated[
        int | None, typer.Option(min=1, help="How many processes work; else one for each core.")
    ] = None,
) -> None:
    """Build the whole site as files for any web server, or to be opened from a folder.

    A folder that was filled before is brought up to date: only what changed is written, and what
    the site has no more is removed. Files that the build did not make are never touched.

    Examples:

        wsisgraph site build --out public

        wsisgraph site build --out public --base-url https://wsis.example.org

        wsisgraph site build --out public --revision 12 --lang en,fr

        wsisgraph site build --out public --peers all --strict
    """
    import asyncio
    from dataclasses import replace

    from wsisgraph import content
    from wsisgraph.publishing.building import Options
    from wsisgraph.publishing.building import build as build_site
    from wsisgraph.publishing.heard import hear
    from wsisgraph.questions import Catalogue
    from wsisgraph.site import Pages, theme_file
    from wsisgraph.store.local import open_local

    settings = settled()
    settings = replace(settings, theme=theme or settings.theme)
    themed = theme_file.read(settings.theme)
    options = Options(
        languages=_languages(lang),
        base=_address("--base-url", base_url or settings.public_url or themed.address),
        service=_address("--service", service or themed.service),
        processes=processes or os.cpu_count() or 1,
    )
    store = open_local(settings, revision)
    catalogue = Catalogue.load(content.folder("queries"))
    heard = None
    if peers is not None:
        names = [name.strip() for name in peers.split(",") if name.strip()]
        heard = asyncio.run(hear(settings, store, catalogue, names))
        for peer in heard.silent:
            say(_silent(peer))
    with counted("making pages") as progress:
        built = build_site(
            store, catalogue, settings, Pages(themed), out, options, progress, heard=heard
        )
    say(
        f"Revision {store.revision.id}: {built.pages:,} pages in {built.files:,} files at {out};"
        f" {built.made:,} pages made,"
        f" {built.written:,} written, {built.removed:,} removed."
    )
    if strict and heard is not None and heard.silent:
        raise typer.Exit(1)


def _silent(peer: "PeerTold") -> str:
    what = (
        f"what it said on {peer.asked} stands on the pages"
        if peer.counted
        else "nothing of what it says is on the pages, which say so"
    )
    return f"{peer.name} does not answer ({peer.reason}), since {peer.since}: {what}."


def _languages(given: str | None) -> tuple[str, ...]:
    from wsisgraph.api.negotiation import LANGUAGES

    wanted = [part.strip() for part in given.split(",")] if given else list(LANGUAGES)
    for name in wanted:
        if name not in LANGUAGES:
            raise WsisgraphError(
                f"“{name}” is none of the six languages",
                where="--lang",
                mend=f"give some of {','.join(LANGUAGES)}",
            )
    if LANGUAGES[0] not in wanted:
        wanted.append(LANGUAGES[0])
    # In the order of the six, whatever the order they were given in.
    return tuple(name for name in LANGUAGES if name in wanted)


def _address(option: str, given: str) -> str:
    if given and not given.startswith(_SCHEMES):
        raise WsisgraphError(
            f"“{given}” is no address of the web",
            where=option,
            mend="give one that begins with https:// or http://",
        )
    return given.rstrip("/")
