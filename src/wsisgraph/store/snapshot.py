"""A revision in memory: the named graphs, and the merged default graph that queries read.

The default graph of a query is the merge of the accepted graphs, without doubles (design §3.13):
a triple in two accepted graphs is there once, and leaves only when the last of them lets it go.
In memory it is made here and nowhere else; for data that are read on the disk the writer makes it
(`merging`). The journal never holds it. With `merged=False` (WSISGRAPH_DEFAULT_GRAPH=strict) the
default graph is the plain one of the dataset.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    Triple,
    parse,
    serialize,
)

from wsisgraph.store import nquads
from wsisgraph.store.names import DEFAULT, GraphNode, named, node_of
from wsisgraph.store.spellings import Spellings, as_kept
from wsisgraph.terms import iris

_AT_ONCE = 5000


class Snapshot:
    """A dataset in memory that follows the journal.

    Attributes:
        store: what queries run on; to be changed only through this class.
        discarded: quads removed since it was made, those of the merged graph among them. The
            engine's memory keeps their room, so a snapshot with many is better made anew.
        merged: whether the default graph is the merge of the accepted graphs.
        on_disk: whether it is a checkpoint, which nobody may change.
        spellings: how literals were sent that the engine keeps by their value.
    """

    def __init__(
        self,
        *,
        merged: bool = True,
        accepted: Callable[[str], bool] = iris.is_accepted,
        store: Store | None = None,
        spellings: Spellings | None = None,
    ) -> None:
        """Make an empty one, or one of a store that holds the merged graph already.

        Args:
            merged: whether the default graph is the merge of the accepted graphs.
            accepted: tells of the name of a graph whether it is merged.
            store: a checkpoint on disk, which is only read; None for memory.
            spellings: those of its literals.
        """
        self.store = Store() if store is None else store
        self.on_disk = store is not None
        self.discarded = 0
        self.merged = merged
        self.spellings = Spellings() if spellings is None else spellings
        self._accepted = accepted
        # Triples written into the default graph itself: it holds them even when no graph does.
        self._plain: set[Quad] = set()
        # Triples of the default graph that came there more than once, or were written there: before
        # one of these leaves, all who may still hold it are asked. The others need no asking.
        self._doubles = Store()

    def __len__(self) -> int:
        return len(self.store)

    def with_store(self, store: Store) -> "Snapshot":
        """Return the same with another store."""
        return Snapshot(
            merged=self.merged, accepted=self._accepted, store=store, spellings=self.spellings
        )

    def load(self, graph: str | None, triples: bytes) -> None:
        """Add N-Triples to one graph, which then exists, or to the default graph itself."""
        if graph is not None:
            self.store.add_graph(named(graph))
        if b"_:" in triples:
            # The bulk loader renames blank nodes, and a renamed one cannot be removed again. It
            # would also seed the random numbers, which all forked workers would then share.
            node = node_of(graph)
            self.apply(
                Quad(q.subject, q.predicate, q.object, node)
                for q in parse(triples, format=RdfFormat.N_TRIPLES)
            )
            return
        targets: list[GraphNode] = [node_of(graph)]
        if graph is not None and self.merged and self._is_accepted(named(graph)):
            targets.append(DEFAULT)
            self._note_doubles(nquads.read(triples))
        for target in targets:
            self.store.bulk_load(triples, format=RdfFormat.N_TRIPLES, to_graph=target, lenient=True)
        if graph is None and self.merged:
            for quad in nquads.read(triples):
                self._keep_plain(quad)

    def apply(
        self,
        added: Iterable[Quad] = (),
        removed: Iterable[Quad] = (),
        *,
        empty: Sequence[str] = (),
        dropped: Sequence[str] = (),
    ) -> None:
        """Remove quads that their graphs held, then add quads, keeping the merged graph true.

        A graph that loses its last quad is gone, unless it is named as `empty`; those of `dropped`
        had none.
        """
        touched: set[GraphNode] = set()
        for some in chunks(removed, _AT_ONCE):
            self._remove(some)
            self.spellings.forget(some)
            touched.update(quad.graph_name for quad in some)
        for some in chunks(added, _AT_ONCE):
            self._add(some)
            self.spellings.note(some)
        bare = [graph for graph in touched if graph != DEFAULT and is_empty(self.store, graph)]
        for graph in [*bare, *map(named, dropped)]:
            self.store.remove_graph(graph)
        for name in empty:
            self.store.add_graph(named(name))

    def quads(self) -> Iterable[Quad]:
        """Give the dataset itself: every quad but those that are only merged."""
        if not self.merged:
            yield from self.store
            return
        for quad in self.store:
            if not isinstance(quad.graph_name, DefaultGraph):
                yield quad
        yield from self._plain

    def beyond_merged(self, graphs: Sequence[NamedNode]) -> "Beyond | None":
        """Return what these graphs hold beyond the merged graph.

        None when the merged graph holds more than these graphs do: something was written into it,
        or they are not all of the accepted ones.
        """
        if not self.merged or self._plain:
            return None
        accepted = {graph for graph in self.store.named_graphs() if self._is_accepted(graph)}
        asked = dict.fromkeys(graphs)
        if not accepted <= asked.keys():
            return None
        others = [graph for graph in asked if graph not in accepted]
        new: dict[Triple, None] = {}
        doubles = False
        for graph in others:
            for quad in self.store.quads_for_pattern(None, None, None, graph):
                merged = Quad(quad.subject, quad.predicate, quad.object, DEFAULT)
                if merged in self.store or quad.triple in new:
                    doubles = True
                else:
                    new[quad.triple] = None
        return Beyond(tuple(others), tuple(new) if doubles else None)

    def _add(self, quads: list[Quad]) -> None:
        self.store.bulk_extend(quads)
        if not self.merged:
            return
        is_accepted = _Remembered(self._is_accepted)
        coming: defaultdict[GraphNode, list[Triple]] = defaultdict(list)
        for quad in quads:
            graph = quad.graph_name
            if is_accepted[graph]:
                coming[graph].append(quad.triple)
            elif graph == DEFAULT:
                self._keep_plain(quad)
        # Graph by graph: so a triple that comes with two of them is found to be there already.
        for triples in coming.values():
            merged = _in_default(triples)
            self._note_doubles(merged)
            self.store.bulk_extend(merged)

    def _remove(self, quads: list[Quad]) -> None:
        remove = self.store.remove
        is_accepted = _Remembered(self._is_accepted)
        leaving: list[Triple] = []
        for quad in quads:
            graph = quad.graph_name
            if not self.merged or graph != DEFAULT:
                remove(quad)
                if self.merged and is_accepted[graph]:
                    leaving.append(quad.triple)
            else:
                self._plain.discard(as_kept(quad))
                leaving.append(quad.triple)
        self.discarded += len(quads) + len(leaving)
        for merged in _in_default(leaving):
            if merged not in self._doubles:
                remove(merged)
            elif not self._is_held(merged, is_accepted):
                remove(merged)
                self._doubles.remove(merged)

    def _keep_plain(self, quad: Quad) -> None:
        self._plain.add(as_kept(quad))
        self._doubles.add(quad)

    def _note_doubles(self, coming: Iterable[Quad]) -> None:
        """Take note of the quads coming into the merged graph that are there already."""
        there = [quad for quad in coming if quad in self.store]
        if there:
            self._doubles.bulk_extend(there)

    def _is_accepted(self, graph: GraphNode) -> bool:
        return isinstance(graph, NamedNode) and self._accepted(graph.value)

    def _is_held(self, quad: Quad, is_accepted: "_Remembered") -> bool:
        """Tell whether the default graph itself or an accepted graph holds its triple."""
        if self._plain and as_kept(quad) in self._plain:
            return True
        same = self.store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        return any(is_accepted[other.graph_name] for other in same)


@dataclass(frozen=True, slots=True)
class Beyond:
    """What some graphs hold beyond the merged graph.

    Attributes:
        graphs: those of them that are not merged.
        triples: their triples that are not in the merged graph, each once; None when no triple is
            in two of these graphs, or in one and in the merged graph.
    """

    graphs: tuple[NamedNode, ...]
    triples: tuple[Triple, ...] | None


class _Remembered(dict[GraphNode, bool]):
    """Answers about graphs, asked once each."""

    def __init__(self, ask: Callable[[GraphNode], bool]) -> None:
        self._ask = ask

    def __missing__(self, graph: GraphNode) -> bool:
        answer = self[graph] = self._ask(graph)
        return answer


def as_stored(quads: Iterable[Quad]) -> dict[Quad, Quad]:
    """Map each quad as the engine gives it back to the quad as it was sent.

    The engine keeps typed literals in their canonical form: 5.10 as a decimal comes back as 5.1.
    """
    return {as_kept(quad): quad for quad in quads}


def _in_default(triples: Iterable[Triple]) -> list[Quad]:
    """Put triples into the default graph.

    Written down and read again, which is faster than making each in Python.
    """
    lines = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    return list(nquads.read(lines))


def is_empty(store: Store, graph: GraphNode) -> bool:
    """Tell whether a graph holds no quad."""
    return next(iter(store.quads_for_pattern(None, None, None, graph)), None) is None


def chunks(quads: Iterable[Quad], size: int) -> Iterator[list[Quad]]:
    """Give quads, so many at a time."""
    rest = iter(quads)
    while some := list(islice(rest, size)):
        yield some
