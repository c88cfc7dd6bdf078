"""Statements on a desk: taken from the graphs they stand in, put into others."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set

from pyoxigraph import NamedNode, Quad, Triple

from wsisgraph.review.model import Target, place_of
from wsisgraph.review.statements import Triples
from wsisgraph.store.snapshot import as_stored
from wsisgraph.terms.namespaces import RDF, WSIS

_TYPE, _STATUS = NamedNode(RDF.type), NamedNode(WSIS.status)


class Desk:
    """Quads by graph and subject, in the form in which a store has them."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        """Lay quads out; those of no source's graph are kept as they are."""
        self._graphs: dict[str, dict[str, set[Triple]]] = defaultdict(lambda: defaultdict(set))
        self._rest: list[Quad] = []
        # The journal keeps literals as they were sent, though the store has them otherwise.
        self._sent: dict[Triple, Triple] = {}
        for stored, sent in as_stored(quads).items():
            graph, subject = stored.graph_name, stored.subject
            if (
                isinstance(graph, NamedNode)
                and isinstance(subject, NamedNode)
                and place_of(graph.value) is not None
            ):
                self._graphs[graph.value][subject.value].add(stored.triple)
                self._sent[stored.triple] = sent.triple
            else:
                self._rest.append(sent)

    def homes(self, target: Target, source: str) -> list[str]:
        """Return the graphs of a source that state a target.

        A node is at home where its kind or status is given: what else is said of it elsewhere
        stays there. A node of which neither is given is at home wherever it is spoken of.
        """
        graphs = [
            graph
            for graph, nodes in self._graphs.items()
            if (place := place_of(graph)) is not None
            and place.source == source
            and nodes.get(target.subject)
        ]
        if target.triple is not None:
            return [g for g in graphs if target.triple in self._graphs[g][target.subject]]
        return [g for g in graphs if is_described(self._graphs[g][target.subject])] or graphs

    def said(self, target: Target, graph: str) -> Triples:
        """Return what a graph says of a target."""
        triples = self._graphs[graph][target.subject]
        return frozenset(triples & {target.triple} if target.triple is not None else triples)

    def take(self, target: Target, graphs: Sequence[str]) -> Triples:
        """Take a target out of graphs; return what they said."""
        taken: set[Triple] = set()
        for graph in graphs:
            triples = self._graphs[graph][target.subject]
            part = self.said(target, graph)
            triples -= part
            taken |= part
        return frozenset(taken)

    def put(self, target: Target, statement: Set[Triple], graph: str) -> None:
        """Put what is said of a target into a graph."""
        self._graphs[graph][target.subject] |= statement

    def quads(self) -> Iterator[Quad]:
        """Yield everything that lies here, with literals as they were sent."""
        yield from self._rest
        for graph, nodes in self._graphs.items():
            name = NamedNode(graph)
            for triples in nodes.values():
                for triple in sorted(triples, key=str):
                    sent = self._sent.get(triple, triple)
                    yield Quad(sent.subject, sent.predicate, sent.object, name)


def is_described(triples: Set[Triple]) -> bool:
    """Tell whether triples give the kind or the status of their subject."""
    return any(triple.predicate in (_TYPE, _STATUS) for triple in triples)
