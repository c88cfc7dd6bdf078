"""`wsisgraph export dataset`: the whole current revision, canonically."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from wsisgraph.cli.messages import say
from wsisgraph.errors import StoreUnavailable, WsisgraphError
from wsisgraph.settings import Settings
from wsisgraph.terms.namespaces import PREFIXES


class What(StrEnum):
    """What can be exported."""

    dataset = "dataset"


class Format(StrEnum):
    """Formats of an exported dataset."""

    nquads = "nquads"
    trig = "trig"


def export(
    what: Annotated[What, typer.Argument(help="What to export.")] = What.dataset,
    format_: Annotated[
        Format, typer.Option("--format", help="N-Quads are canonical: sorted, byte for byte equal.")
    ] = Format.nquads,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to write; stdout without it.")
    ] = None,
) -> None:
    """Write the current revision, all named graphs, to stdout or a file.

    Examples:

        wsisgraph export dataset --format nquads > wsisgraph.nq

        wsisgraph export dataset --format trig --out wsisgraph.trig
    """
    from pyoxigraph import Dataset, RdfFormat, serialize

    from wsisgraph.graph.canonical import nquads
    from wsisgraph.store.client import read_dataset

    settings = Settings.from_environment()
    quads = read_dataset(settings)
    if quads is None:
        raise StoreUnavailable(
            "There is nothing to export",
            where=str(settings.data),
            mend="run wsisgraph build, or set WSISGRAPH_DATA to the folder that holds the graph",
        )
    if format_ is Format.nquads:
        data = nquads(quads)
    else:
        data = serialize(Dataset(quads), format=RdfFormat.TRIG, prefixes=dict(PREFIXES)) or b""
    if out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    draft = out.with_name(out.name + ".new")
    try:
        draft.write_bytes(data)
        draft.replace(out)
    except OSError as error:
        raise WsisgraphError(
            f"The file cannot be written ({error.strerror})",
            where=str(out),
            mend="name a file in a folder that you may write to",
        ) from error
    say(f"Wrote {len(data):,} bytes to {out}.")
