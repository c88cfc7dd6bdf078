"""The docket: what awaits review, what was decided, and where each thing was read."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Store, Triple

from wsisgraph.errors import InputRefused, Problem
from wsisgraph.review.decisions import as_decided, standing
from wsisgraph.review.desk import is_described
from wsisgraph.review.model import ACCEPTED, APART, Decision, Place, Target, of_triple, place_of
from wsisgraph.review.statements import Triples
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, RDF, WSIS

WAITING = ("proposed", "unconfirmed")
"""Statuses of what nobody has judged yet."""

# Evidence, not claims: nobody accepts a passage, it comes along with what it says.
_EVIDENCE = (WSIS.Passage, WSIS.Document)

_STATUS, _TYPE = NamedNode(WSIS.status), NamedNode(RDF.type)


@dataclass(frozen=True, slots=True)
class Item:
    """A statement as it stands now.

    Attributes:
        target: what would be decided on.
        place: whose it is, and under which status it stands.
        kind: IRI of its class; empty for a single triple.
        triples: what it says.
        decision: the decision that counts, if there is one.
    """

    target: Target
    place: Place
    kind: str
    triples: Triples
    decision: Decision | None = None

    @property
    def passages(self) -> list[str]:
        """IRIs of the passages that say so."""
        return sorted(
            triple.object.value
            for triple in self.triples
            if triple.predicate.value == WSIS.statedIn and isinstance(triple.object, NamedNode)
        )


@dataclass(frozen=True, slots=True)
class Filter:
    """Which items are wanted; an empty collection means any.

    Attributes:
        statuses: under which they stand.
        sources: ids of sources.
        classes: IRIs of classes.
        documents: IRIs of the documents they were read in.
    """

    statuses: Collection[str] = WAITING
    sources: Collection[str] = ()
    classes: Collection[str] = ()
    documents: Collection[str] = ()


class Docket:
    """Statements and decisions of one revision."""

    def __init__(self, store: Store, decisions: Sequence[Decision]) -> None:
        self.store = store
        self.decisions = tuple(decisions)
        self.standing = standing(decisions)
        self._triples = {
            (d.target.iri, source): as_decided(d.target, d.corrections)
            for (_, source), d in self.standing.items()
            if d.target.triple is not None
        }
        self._names = {(source, t.triple): t for (_, source), t in self._triples.items()}
        self._waiting: dict[str, list[Item]] | None = None
        self._moved: dict[Place, frozenset[str]] = {}

    def items(self, wanted: Filter) -> Iterator[Item]:
        """Yield what a filter lets through, by source, status, class and name."""
        for place in self._places():
            if place.status not in wanted.statuses:
                continue
            if wanted.sources and place.source not in wanted.sources:
                continue
            found = [item for item in self._in(place) if self._fits(item, wanted)]
            yield from sorted(found, key=lambda item: (item.kind, str(item.target.subject)))

    def find(self, names: Iterable[str], source: str = "") -> list[Item]:
        """Return the items of these names, as `items` or the pages name them.

        Raises:
            InputRefused: something is not there, or stands in several sources; tells each.
        """
        found: list[Item] = []
        problems: list[Problem] = []
        for name in names:
            try:
                found.append(self.one(name, source))
            except LookupError as error:
                problems.append(Problem(name, *error.args))
        if problems:
            raise InputRefused("Nothing was decided", problems)
        return found

    def one(self, name: str, source: str = "") -> Item:
        """Return the item of a name.

        Raises:
            LookupError: there is none, or several; its arguments say what was found and the mend.
        """
        iri = full(name)
        if not is_iri(iri):
            raise LookupError("it is no name", "take the name from the list of wsisgraph review")
        found = [
            item
            for item in (*self._nodes(iri), *self._single(iri))
            if not source or item.place.source == source
        ]
        if not found:
            raise LookupError(
                f"no statement has this name{f' in the source {source}' if source else ''}",
                "take the name from the list of wsisgraph review",
            )
        sources = sorted({item.place.source for item in found})
        if len(sources) > 1:
            raise LookupError(
                f"several sources speak of it: {', '.join(sources)}", "say which: --source ID"
            )
        return found[0]

    def described_in(self, iri: str, place: Place) -> Triples:
        """Return what a graph says of a thing that it describes; nothing if it does not."""
        triples = self.triples(iri, place)
        return triples if is_described(triples) else frozenset()

    def triples(self, iri: str, place: Place) -> Triples:
        """Return all that a graph says of a thing."""
        quads = self.store.quads_for_pattern(NamedNode(iri), None, None, NamedNode(place.graph))
        return frozenset(quad.triple for quad in quads)

    def moved_along(self, place: Place) -> frozenset[str]:
        """Return what stood in a graph and moved along with statements of it."""
        if place not in self._moved:
            self._moved[place] = frozenset(
                node
                for decision in self.standing.values()
                if decision.place == place
                for node in decision.along
            )
        return self._moved[place]

    def sources(self) -> list[str]:
        """Return the ids of the sources that have statements."""
        return sorted({place.source for place in self._places()})

    def history(self, item: Item) -> list[Decision]:
        """Return every decision on an item, the withdrawn ones too, in the order of their times."""
        iri = item.decision.target.iri if item.decision is not None else item.target.iri
        return sorted(
            (
                decision
                for decision in self.decisions
                if decision.target.iri == iri and decision.place.source == item.place.source
            ),
            key=Decision.order,
        )

    def is_described(self, iri: str) -> bool:
        """Tell whether anything is said of a thing."""
        return (
            is_iri(iri)
            and next(self.store.quads_for_pattern(NamedNode(iri), None, None), None) is not None
        )

    def has_class(self, iri: str) -> bool:
        """Tell whether anything is of a class."""
        return (
            is_iri(iri)
            and next(self.store.quads_for_pattern(None, _TYPE, NamedNode(iri)), None) is not None
        )

    def classes(self) -> list[str]:
        """Return the names of our classes that statements have."""
        found = {
            kind.removeprefix(iris.DEF)
            for place in self._places()
            for item in self._in(place)
            for kind in kinds(item.triples)
            if kind.startswith(iris.DEF)
        }
        return sorted(found)

    def document(self, passage: str) -> str:
        """Return the IRI of the document of a passage; empty if it is not told."""
        quads = self.store.quads_for_pattern(NamedNode(passage), NamedNode(DCT.isPartOf), None)
        return next((q.object.value for q in quads if isinstance(q.object, NamedNode)), "")

    def value(self, iri: str, predicate: str) -> str:
        """Return the first literal of a property; empty without one."""
        quads = self.store.quads_for_pattern(NamedNode(iri), NamedNode(predicate), None)
        return next((quad.object.value for quad in quads if isinstance(quad.object, Literal)), "")

    def _places(self) -> list[Place]:
        graphs = (
            graph.value for graph in self.store.named_graphs() if isinstance(graph, NamedNode)
        )
        places = [place for graph in graphs if (place := place_of(graph)) is not None]
        return sorted(places, key=lambda place: (place.source, place.status))

    def _in(self, place: Place) -> Iterator[Item]:
        """Yield the items of a graph."""
        graph = NamedNode(place.graph)
        if place.status == ACCEPTED:
            # Only what says that it has a status is a statement there.
            quads = self.store.quads_for_pattern(None, _STATUS, None, graph)
            for subject in {q.subject.value for q in quads if isinstance(q.subject, NamedNode)}:
                yield self._node(subject, place, self.triples(subject, place))
            for (_, source), target in self._triples.items():
                if source == place.source and target.triple in self.triples(target.subject, place):
                    yield self._triple(target, place)
            return
        said: dict[str, set[Triple]] = defaultdict(set)
        for quad in self.store.quads_for_pattern(None, None, None, graph):
            if isinstance(quad.subject, NamedNode):
                said[quad.subject.value].add(quad.triple)
        for subject, triples in said.items():
            if not is_described(triples):
                yield from (self._triple(self._named(t, place), place) for t in triples)
            elif not kinds(triples) & set(_EVIDENCE):
                yield self._node(subject, place, frozenset(triples))

    def _nodes(self, iri: str) -> Iterator[Item]:
        for place in self._places():
            if triples := self.described_in(iri, place):
                yield self._node(iri, place, triples)

    def _single(self, iri: str) -> Iterator[Item]:
        """Yield the triple of a name: one that was decided on, or one that waits."""
        prefix = iris.base_iri() + "id/triple/"
        if not iri.startswith(prefix):
            return
        for place in self._places():
            known = self._triples.get((iri, place.source))
            if known is not None and known.triple in self.triples(known.subject, place):
                yield self._triple(known, place)
        for item in self._single_ones().get(iri, ()):
            if (iri, item.place.source) not in self._triples:
                yield item

    def _single_ones(self) -> dict[str, list[Item]]:
        """Return the single triples of the graphs apart by their names."""
        if self._waiting is None:
            self._waiting = defaultdict(list)
            for place in self._places():
                if place.status in APART:
                    for item in self._in(place):
                        if item.target.triple is not None:
                            self._waiting[item.target.iri].append(item)
        return self._waiting

    def _named(self, triple: Triple, place: Place) -> Target:
        """Return a triple under its name, which a correction did not change."""
        return self._names.get((place.source, triple)) or of_triple(triple)

    def _node(self, iri: str, place: Place, triples: Triples) -> Item:
        return Item(
            Target(iri),
            place,
            min(kinds(triples), default=""),
            triples,
            self.standing.get((iri, place.source)),
        )

    def _triple(self, target: Target, place: Place) -> Item:
        assert target.triple is not None
        decision = self.standing.get((target.iri, place.source))
        return Item(target, place, "", frozenset({target.triple}), decision)

    def _fits(self, item: Item, wanted: Filter) -> bool:
        if wanted.classes and not (kinds(item.triples) & set(wanted.classes)):
            return False
        if not wanted.documents:
            return True
        return any(self.document(passage) in wanted.documents for passage in item.passages)


def kinds(triples: Iterable[Triple]) -> set[str]:
    """Return the classes that triples give their subject."""
    return {
        triple.object.value
        for triple in triples
        if triple.predicate == _TYPE and isinstance(triple.object, NamedNode)
    }


def full(name: str) -> str:
    """Return the IRI of a short name: `id/role/x` and `role/x` mean the same."""
    text = name.strip().strip("<>")
    if "://" in text or text.startswith("urn:"):
        return text
    text = text.removeprefix("/").removeprefix("id/")
    return f"{iris.base_iri()}id/{text}"


def is_iri(text: str) -> bool:
    """Tell whether a text can be an IRI at all."""
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def short(iri: str) -> str:
    """Return the name under which an item is listed."""
    return iri.removeprefix(f"{iris.base_iri()}id/")
