"""Our shapes as writes are judged by them: compiled before anything of strangers is near."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from wsisgraph.graph.assemble import read_shapes
from wsisgraph.graph.checker import Checker, Result
from wsisgraph.graph.checker.data import TYPE, Stored, without_garbage_collection
from wsisgraph.graph.checker.layered import Patched
from wsisgraph.graph.checker.values import less
from wsisgraph.terms.namespaces import WSIS, XSD

_KEPT = NamedNode(WSIS.AgencyGraph)


@dataclass(frozen=True, slots=True)
class Broken:
    """A MUST that is broken.

    Attributes:
        focus, path, value, message, shape, component: as `graph.finding.Finding` has them.
        term: the value as N-Triples has it, "" for none.
        words: the message by language.
    """

    focus: str
    path: str
    value: str
    message: str
    shape: str
    component: str
    term: str
    words: Mapping[str, str]


class Judge:
    """Tells which MUST of our shapes some things break.

    Attributes:
        classes: the classes at whose instances shapes are aimed.
    """

    def __init__(self) -> None:
        """Compile the shapes.

        Raises:
            InputRefused, ShapesRefused: they cannot be used.
        """
        _, quads = read_shapes()
        self._checker = Checker(quads)
        self.classes = self._checker.classes
        self._rehearse()

    def violations(
        self, store: Store, graphs: Iterable[NamedNode], things: Iterable[NamedNode | BlankNode]
    ) -> Iterator[Broken]:
        """Yield what these things break, as the graphs, merged, tell of them.

        Warnings are passed over: a SHOULD hinders nobody from writing.
        """
        with without_garbage_collection():
            yield from _broken(self._checker.results_at(_data(store, graphs), things))

    def undescribed(
        self, store: Store, graphs: Iterable[NamedNode], kept: Iterable[NamedNode]
    ) -> Iterator[Broken]:
        """Yield what graphs that agencies keep break, though nothing calls them graphs."""
        with without_garbage_collection():
            yield from _broken(self._checker.results_as(_data(store, graphs), _KEPT, kept))

    def _rehearse(self) -> None:
        """Check one thing of each class, so that nothing is left to be imported in the sandbox."""
        graph = NamedNode("urn:wsisgraph:rehearsal")
        things = [NamedNode(f"urn:wsisgraph:rehearsal:{n}") for n in range(len(self.classes))]
        store = Store()
        for thing, class_ in zip(things, self.classes, strict=True):
            store.add(Quad(thing, TYPE, class_, graph))
            store.add(Quad(thing, TYPE, Literal("x", language="en"), graph))
        # Literals that are odd are compared by a library that is imported when there is one.
        for odd in ("x", "2024-02-30"):
            less(Literal(odd, datatype=NamedNode(XSD.date)), Literal("2024-01-01"))
        for _ in self.violations(store, [graph], things):
            pass


def _data(store: Store, graphs: Iterable[NamedNode]) -> Stored:
    # Where the data lie on disk, what is judged are changes on top of them (`store.overlay`).
    return (Stored if isinstance(store, Store) else Patched)(store, graphs)


def _broken(results: Iterable[Result]) -> Iterator[Broken]:
    for result in results:
        found = result.finding()
        if found.severity == "Violation":
            yield Broken(
                found.focus,
                found.path,
                found.value,
                found.message,
                found.shape,
                found.component,
                "" if result.value is None else str(result.value),
                {each.language or "": each.value for each in result.messages},
            )
