"""The checker: shapes compiled once, data checked by them as often as wanted."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from pyoxigraph import BlankNode, NamedNode, Quad, Store, Triple

from wsisgraph.graph.checker.compile import Compiler
from wsisgraph.graph.checker.data import (
    Data,
    Indexed,
    Stored,
    Term,
    without_garbage_collection,
)
from wsisgraph.graph.checker.reading import ShapesGraph
from wsisgraph.graph.checker.results import Result, report
from wsisgraph.graph.checker.shape import Shape
from wsisgraph.graph.finding import Finding

# Focus nodes that are checked together: few enough for what is said of them to stay at hand in the
# caches of the processor while one rule after the other passes.
_AT_ONCE = 500
# So few are checked sooner than an index is made.
_FEW = 2000
# Quads that are indexed at the most: some 200 MiB.
_MOST_INDEXED = 500_000

Named = NamedNode | BlankNode


class Checker:
    """SHACL shapes, compiled: all of SHACL Core, and SHACL-SPARQL.

    Where it finds the same as pyshacl and where not is told by `docs/decisions/0007` and by the
    tests that compare the two.

    Attributes:
        classes: the classes at whose instances shapes are aimed.
    """

    def __init__(self, shapes: Iterable[Quad | Triple]) -> None:
        """Compile shapes, whatever graphs they are in.

        Raises:
            ShapesRefused: they are not SHACL, or ask for what is not done; names the shape.
            Forbidden: a query of the shapes looks outside of the data.
        """
        compiled = Compiler(ShapesGraph(shapes)).targeted()
        alike: dict[object, list[Shape]] = {}
        for shape in compiled:
            alike.setdefault(shape.targets.key, []).append(shape)
        self._alike = list(alike.values())
        self._by_class: dict[NamedNode, list[Shape]] = {}
        self._by_other: list[Shape] = []
        for shape in compiled:
            for class_ in shape.targets.classes:
                self._by_class.setdefault(class_, []).append(shape)
            if shape.targets.nodes or shape.targets.subjects_of or shape.targets.objects_of:
                self._by_other.append(shape)
        self.classes = frozenset(self._by_class)

    def check(
        self,
        data: Store | Iterable[Quad],
        focus: Iterable[str | Named] | None = None,
        graphs: Iterable[str] | None = None,
    ) -> list[Finding]:
        """Return what the data break, sorted.

        Args:
            data: the data, their graphs merged. (A store has numbers and dates in their canonical
                form, and so are they reported.)
            focus: the only things to check, each once, as IRIs or nodes; all else is what they
                refer to.
            graphs: IRIs of the only graphs to look at.

        Raises:
            ShapesRefused: a query of the shapes tells that it cannot check the data.
        """
        with without_garbage_collection():
            return sorted(result.finding() for result in self.results(data, focus, graphs))

    def report(
        self,
        data: Store | Iterable[Quad],
        focus: Iterable[str | Named] | None = None,
        graphs: Iterable[str] | None = None,
    ) -> Iterator[Triple]:
        """Yield what the data break as the report of SHACL section 3.6; see `check`."""
        return report(self.results(data, focus, graphs))

    def results(
        self,
        data: Store | Iterable[Quad],
        focus: Iterable[str | Named] | None = None,
        graphs: Iterable[str] | None = None,
    ) -> Iterator[Result]:
        """Yield what the data break, as terms, without order; see `check`.

        Of a store of more than half a million quads little is kept in memory, however many things
        are checked: those of `focus` are taken as they come.
        """
        named = None if graphs is None else [NamedNode(each) for each in graphs]
        if focus is None:
            yield from self._all(_indexed(data, named))
            return
        nodes: Iterator[Named] = (NamedNode(f) if isinstance(f, str) else f for f in focus)
        first = list(islice(nodes, _FEW))
        seen: Data
        if isinstance(data, Store) and len(first) < _FEW:
            seen = Stored(data, named)
        else:
            seen = _indexed(data, named)
        yield from self.results_at(seen, chain(first, nodes))

    def results_at(self, seen: Data, nodes: Iterable[Named]) -> Iterator[Result]:
        """Yield what these things break; see `results`."""
        nodes = iter(nodes)
        while part := dict.fromkeys(islice(nodes, _AT_ONCE)):
            aimed: dict[Shape, dict[Term, None]] = {}
            for node in part:
                for shape in self._aimed_at(seen, node):
                    aimed.setdefault(shape, {})[node] = None
            yield from _results(seen, ((shape, list(found)) for shape, found in aimed.items()))

    def results_as(self, seen: Data, class_: NamedNode, nodes: Iterable[Named]) -> Iterator[Result]:
        """Yield what things break as instances of a class, whatever class the data give them."""
        listed: list[Term] = list(nodes)
        yield from _results(seen, ((shape, listed) for shape in self._by_class.get(class_, ())))

    def _all(self, data: Data) -> Iterator[Result]:
        for shapes in self._alike:
            nodes = shapes[0].targets.focus_nodes(data)
            for start in range(0, len(nodes), _AT_ONCE):
                part = nodes[start : start + _AT_ONCE]
                yield from _results(data, ((shape, part) for shape in shapes))

    def _aimed_at(self, data: Data, node: Named) -> Iterator[Shape]:
        classes = data.above(data.types(node))
        for class_ in classes:
            if isinstance(class_, NamedNode):
                yield from self._by_class.get(class_, ())
        for shape in self._by_other:
            if shape.targets.reach(data, node, classes):
                yield shape


def _indexed(data: Store | Iterable[Quad], graphs: Sequence[NamedNode] | None) -> Data:
    if isinstance(data, Store) and len(data) > _MOST_INDEXED:
        return Stored(data, graphs)
    return Indexed(data, graphs)


def _results(data: Data, parts: Iterable[tuple[Shape, list[Term]]]) -> list[Result]:
    with without_garbage_collection():
        found = [each for shape, nodes in parts for each in shape.results(data, nodes)]
    data.forget()
    return found
