"""Our shapes as writes are judged by them: compiled before anything of strangers is near."""

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from wsisgraph.graph.assemble import read_shapes
from wsisgraph.graph.checker import Checker
from wsisgraph.graph.checker.data import TYPE, Stored, without_garbage_collection
from wsisgraph.graph.finding import Finding


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
    ) -> Iterator[Finding]:
        """Yield what these things break, as the graphs, merged, tell of them.

        Warnings are passed over: a SHOULD hinders nobody from writing.
        """
        with without_garbage_collection():
            for result in self._checker.results_at(Stored(store, graphs), things):
                finding = result.finding()
                if finding.severity == "Violation":
                    yield finding

    def _rehearse(self) -> None:
        """Check one thing of each class, so that nothing is left to be imported in the sandbox."""
        graph = NamedNode("urn:wsisgraph:rehearsal")
        things = [NamedNode(f"urn:wsisgraph:rehearsal:{n}") for n in range(len(self.classes))]
        store = Store()
        for thing, class_ in zip(things, self.classes, strict=True):
            store.add(Quad(thing, TYPE, class_, graph))
            store.add(Quad(thing, TYPE, Literal("x", language="en"), graph))
        for _ in self.violations(store, [graph], things):
            pass
