"""Which answers a change of the data can have changed.

Of a question whose patterns all name their predicates only statements with one of these can change
an answer, and only the answers about what such a statement leads to (`traced`). The few that ask
for any predicate ask it of one thing: there the thing, or its neighbours, must be in the change.
What is left is asked again, and compared: a question too many costs time, one too few would leave a
page untrue.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from wsisgraph.publishing.gathering import NAMES, Gathered
from wsisgraph.publishing.memory import Memory
from wsisgraph.publishing.requests import Request
from wsisgraph.publishing.traced import Traces
from wsisgraph.questions.reach import predicates
from wsisgraph.questions.scan import names, values
from wsisgraph.store.record import Record
from wsisgraph.terms.namespaces import RDF


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two revisions: the quads that came or went, and their terms."""

    quads: tuple[Quad, ...]
    subjects: frozenset[str]
    predicates: frozenset[str]
    objects: frozenset[str]
    graphs: frozenset[str]

    @classmethod
    def of(cls, records: Iterable[Record]) -> "Difference":
        """Return what some records of the journal changed, in whichever direction."""
        return cls.of_quads(_quads(records))

    @classmethod
    def of_quads(cls, changed: Iterable[Quad]) -> "Difference":
        """Return the difference that these make, whether they came or went."""
        quads = tuple(changed)
        return cls(
            quads,
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
        self._traces = Traces(difference.quads, gathered.store.snapshot.store)
        self._reached: dict[str, bool] = {}
        self._values: dict[tuple[str, str], frozenset[str] | None] = {}

    def reached(self, name: str) -> bool:
        """Tell whether the answers of a question can have changed, whatever it is asked of."""
        if name not in self._reached:
            text = self._gathered.catalogue[name].text
            read = names(text) | {RDF.type} if name in NAMING else predicates(text)
            changed = self._difference.predicates
            can = bool(changed) and (read is None or not read.isdisjoint(changed))
            self._reached[name] = can and self._values_of(name, "") != frozenset()
        return self._reached[name]

    def requests(self, memory: Memory) -> dict[Request, str]:
        """Return those questions of some pages whose answers can have changed, with checksums."""
        if not self._difference.predicates:
            return {}
        return {request: found for request, found in memory.requests.items() if self.can(request)}

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

    def can(self, request: Request) -> bool:
        """Tell whether the answer of a question, as it was asked, can have changed."""
        (name, fixed, _), key = request
        if name in self._gathered.beside:
            return True
        if name not in _OF_THINGS:
            if not self.reached(name):
                return False
            given = {parameter: value for parameter, value in fixed if parameter}
            if key:
                given[str(dict(fixed)[""])] = key
            return all(self._can_for(name, *one) for one in given.items())
        things = _OF_THINGS[name](self._near)
        # What it is asked of: the values by which answers are told apart, or all there are.
        of = key or tuple(value for part, value in fixed if part and isinstance(value, str))
        return not things.isdisjoint(of)

    def _can_for(self, name: str, parameter: str, given: str | Sequence[str]) -> bool:
        """Tell whether an answer for a value, or for one of several, can have changed."""
        can = self._values_of(name, parameter)
        asked = (given,) if isinstance(given, str) else given
        # Codes and words are given too, which a question puts into its own terms.
        if can is None or not all(value.startswith(("http://", "https://")) for value in asked):
            return True
        return not can.isdisjoint(asked)

    def _values_of(self, name: str, key: str) -> frozenset[str] | None:
        """Return the values of a parameter for which answers can have changed; None for any."""
        if (name, key) not in self._values:
            text = self._gathered.catalogue[name].text
            depths = {row.depth for row in values(text) if row.variable == key}
            # Values that stand further within a query do not hold for the whole of it.
            whole = not key or depths == {1}
            self._values[name, key] = self._traces.of(text, key) if whole else None
        return self._values[name, key]


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
