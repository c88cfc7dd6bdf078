"""Which answers a change of the data can have changed.

Of a question whose patterns all name their predicates only statements with one of these can change
an answer. The few that ask for any predicate ask it of one thing: there the thing, or its
neighbours, must be in the change. What is left is asked again, and compared: a question too many
costs time, one too few would leave a page untrue.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from wsisgraph.publishing.gathering import NAMES, Gathered
from wsisgraph.publishing.memory import Memory
from wsisgraph.publishing.requests import Request
from wsisgraph.questions.reach import predicates
from wsisgraph.store.record import Record


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


def doubtful(
    memories: Iterable[Memory], difference: Difference, gathered: Gathered
) -> tuple[Mapping[Request, None], Collection[str]]:
    """Return the questions, and the names of things, whose answers may have changed."""
    if not difference.predicates:
        return {}, ()
    near = _Near(difference, gathered)

    @cache
    def reached(name: str) -> bool:
        read = predicates(gathered.catalogue[name].text)
        return read is None or not read.isdisjoint(difference.predicates)

    def touched(request: Request) -> bool:
        (name, fixed, _), key = request
        if name in gathered.beside:
            return True
        if name not in _OF_THINGS:
            return reached(name)
        things = _OF_THINGS[name](near)
        # What it is asked of: the values by which answers are told apart, or all there are.
        of = key or tuple(value for part, value in fixed if part and isinstance(value, str))
        return not things.isdisjoint(of)

    asked: dict[Request, None] = {}
    named: set[str] = set()
    for memory in memories:
        asked.update((request, None) for request in memory.requests if touched(request))
        named.update(name for name in memory.names if name in near.subjects)
    return asked, sorted(named)


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
