"""Which answers a change of the data can have changed.

Of a question whose patterns all name their predicates only statements with one of these can change
an answer. The few that ask for any predicate ask it of one thing: there the thing, or its
neighbours, must be in the change. What is left is asked again, and compared: a question too many
costs time, one too few would leave a page untrue.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from wsisgraph.publishing.gathering import NAMES, Gathered
from wsisgraph.publishing.memory import Memory
from wsisgraph.publishing.requests import Request
from wsisgraph.questions.reach import predicates
from wsisgraph.questions.scan import names
from wsisgraph.store.record import Record
from wsisgraph.terms.namespaces import RDF


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two revisions: the terms of the quads that came or went."""

    subjects: frozenset[str]
    predicates: frozenset[str]
    objects: frozenset[str]
    graphs: frozenset[str]

    @classmethod
    def of(cls, records: Iterable[Record]) -> "Difference":
        """Return what some records of the journal changed, in whichever direction."""
        quads = list(_quads(records))
        return cls(
            frozenset(_iri(quad.subject) for quad in quads),
            frozenset(quad.predicate.value for quad in quads),
            frozenset(_iri(quad.object) for quad in quads),
            frozenset(_iri(quad.graph_name) for quad in quads),
        )


def _quads(records: Iterable[Record]) -> Iterator[Quad]:
    for record in records:
        yield from parse(record.added, format=RdfFormat.N_QUADS)
        yield from parse(record.removed, format=RdfFormat.N_QUADS)


def _iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""


NAMING = frozenset({"api/names", "api/search-texts", "instruments/lineage"})
"""Questions that ask for a predicate with a variable, all of whose values stand in them."""


class Doubt:
    """Tells which answers a difference can have changed."""

    def __init__(self, difference: Difference, gathered: Gathered) -> None:
        self._difference = difference
        self._gathered = gathered
        self._near = _Near(difference, gathered)
        self._reached: dict[str, bool] = {}

    def reached(self, name: str) -> bool:
        """Tell whether the answers of a question can have changed, whatever it is asked of."""
        if name not in self._reached:
            text = self._gathered.catalogue[name].text
            read = names(text) | {RDF.type} if name in NAMING else predicates(text)
            changed = self._difference.predicates
            self._reached[name] = bool(changed) and (read is None or not read.isdisjoint(changed))
        return self._reached[name]

    def requests(self, memory: Memory) -> dict[Request, str]:
        """Return those questions of some pages whose answers can have changed, with checksums."""
        if not self._difference.predicates:
            return {}
        return {request: found for request, found in memory.requests.items() if self._can(request)}

    def names(self, memory: Memory) -> dict[str, str]:
        """Return the things that some pages name whose names can have changed."""
        there = self._near.subjects & memory.names.keys()
        return {name: memory.names[name] for name in sorted(there)}

    def same_described(self, things: Collection[str]) -> bool:
        """Tell whether just these are described of the things that the change touches."""
        store = self._gathered.store.snapshot.store
        return all(
            (iri in things)
            == (next(store.quads_for_pattern(NamedNode(iri), None, None), None) is not None)
            for iri in self._difference.subjects
            if iri
        )

    def _can(self, request: Request) -> bool:
        (name, fixed, _), key = request
        if name in self._gathered.beside:
            return True
        if name not in _OF_THINGS:
            return self.reached(name)
        things = _OF_THINGS[name](self._near)
        # What it is asked of: the values by which answers are told apart, or all there are.
        of = key or tuple(value for part, value in fixed if part and isinstance(value, str))
        return not things.isdisjoint(of)


class _Near:
    """The things that a change touches, and their neighbours."""

    def __init__(self, difference: Difference, gathered: Gathered) -> None:
        store = gathered.store.snapshot.store
        self.subjects = difference.subjects
        self.objects = difference.objects
        self.graphs = difference.graphs
        around = store.quads_for_pattern
        nodes = [NamedNode(iri) for iri in sorted(difference.subjects) if iri]
        # Those that were there before and are no more are subjects or objects of the change.
        self.pointed_to = difference.objects | {
            _iri(quad.object) for node in nodes for quad in around(node, None, None)
        }
        self.pointing = difference.subjects | {
            _iri(quad.subject) for node in nodes for quad in around(None, None, node)
        }


_OF_THINGS: dict[str, Callable[[_Near], frozenset[str]]] = {
    NAMES[0]: lambda near: near.subjects,
    "api/describe": lambda near: near.subjects,
    "api/known": lambda near: near.subjects | near.graphs | near.objects,
    "api/incoming": lambda near: near.objects,
    "api/incoming-counts": lambda near: near.objects,
    "api/statements-about": lambda near: near.pointed_to,
    "api/describe-graph": lambda near: near.objects | near.pointing,
    "api/graph-contents": lambda near: near.graphs,
}
"""Of the questions that ask for any predicate: of which things the answer can have changed."""
