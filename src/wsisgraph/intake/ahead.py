"""What a load needs whatever it reads, made while a process of its own reads the files.

A copy of the graph as it stands, our shapes, and what it speaks of. It is made in short steps, so
that a file that is refused is refused at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pyoxigraph import NamedNode, Store

from wsisgraph.graph.rules import derived
from wsisgraph.intake.candidate import subjects
from wsisgraph.intake.checking import Shapes
from wsisgraph.intake.ground import size_of
from wsisgraph.intake.prospect import left_apart, room_for
from wsisgraph.store.copying import copy
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.protocol import Revision
from wsisgraph.store.seen import Seen

_LARGEST_GRAPH = 64 << 20
_AT_ONCE = 1_000


@dataclass(slots=True)
class Made:
    """What was made so far.

    Attributes:
        copied: a copy of the graph, with its revision; None before that.
        shapes: ours, compiled; None before that.
        seen: what the graph speaks of; None before that, and where it is too large for that.
    """

    copied: tuple[Revision, Store] | None = None
    shapes: Shapes | None = None
    seen: Seen | None = None


class Ahead:
    """Makes ahead what a load needs.

    Attributes:
        folder: holds the copy.
        made: what was made so far.
    """

    def __init__(self, data: Path, place: Path, *, commits: bool = True) -> None:
        """Prepare to begin.

        Args:
            data: the data folder.
            place: a folder of the load's own, which is made.
            commits: whether what is loaded is to be written.
        """
        self.folder = place / "held"
        self.made = Made()
        self._data = data
        # It does not refer to this object: a store must be closed as soon as nobody needs it.
        self._steps = _work(data, place, self.folder, self.made, commits)

    def go_on(self) -> bool:
        """Do one more short step; False if there is none."""
        return next(self._steps, False)

    def copied(self) -> tuple[Revision, Store] | None:
        """Return the copy and its revision, if the graph still is what it was.

        All steps are done then.
        """
        while self.go_on():
            pass
        copied = self.made.copied
        if copied is None or copied[0] != DataFolder(self._data).revision():
            return None
        return copied


def _work(data: Path, place: Path, folder: Path, made: Made, commits: bool) -> Iterator[bool]:
    place.mkdir()
    made.copied = copy(DataFolder(data), folder)
    held = made.copied[1]
    yield True
    made.shapes = Shapes()
    yield True
    if commits:
        # What the commit runs reads its rules once a process.
        derived.learn(DataFolder(data).cache)
        yield True
    if size_of(folder) > _LARGEST_GRAPH:
        return
    seen = room_for(folder)
    for graph in held.named_graphs():
        if not isinstance(graph, NamedNode) or graph in left_apart():
            continue
        named = subjects(held, graph)
        while some := list(islice(named, _AT_ONCE)):
            for subject in some:
                seen.is_new(str(subject).encode())
            yield True
    made.seen = seen
