"""The data that all servers of a run hold: the bundled build, or several copies of it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from wsisgraph.cli.building import build_all
from wsisgraph.store.writer import Writer
from wsisgraph.terms import iris

# A copy is the same graph about other things: documents, passages and linkages of its own.
_COPIED = "/id/"
_PARTS = ("document/", "linkage/", "activity/", "activity-link/", "figure/", "role/")


@dataclass(frozen=True)
class Data:
    """The same statements, for each kind of server.

    Attributes:
        folder: a data folder of ours, to be served once.
        triples: the accepted graphs merged, without doubles, as N-Triples.
        quads: how many quads the folder holds.
    """

    folder: Path
    triples: Path
    quads: int


@contextmanager
def data(copies: int = 1) -> Iterator[Data]:
    """Build the bundled sources, `copies` times over, in a folder that goes away afterwards."""
    built = build_all()
    nquads = built.nquads.decode()
    whole = "".join([nquads, *(_copy(nquads, number) for number in range(1, copies))])
    with tempfile.TemporaryDirectory(prefix="wsisgraph-bench-") as place:
        folder = Path(place)
        file = folder / "dataset.nq"
        file.write_text(whole)
        with Writer(folder / "data") as writer, file.open("rb") as quads:
            writer.replace(built.graphs, quads, agent="bench", message="the bundled sources")
        triples = folder / "dataset.nt"
        triples.write_text("".join(sorted(_accepted(file))))
        yield Data(folder / "data", triples, whole.count("\n"))


def _copy(nquads: str, number: int) -> str:
    for part in _PARTS:
        nquads = nquads.replace(f"{_COPIED}{part}", f"{_COPIED}{part}copy-{number}-")
    return nquads


def _accepted(file: Path) -> set[str]:
    return {
        f"{quad.triple} .\n"
        for quad in parse(path=str(file), format=RdfFormat.N_QUADS)
        if iris.is_accepted(quad.graph_name.value)
    }
