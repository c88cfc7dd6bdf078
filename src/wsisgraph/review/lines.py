"""Items as a reviewer reads them: in words, with the passage that says so and the values."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from wsisgraph.review.docket import Docket, Item, short
from wsisgraph.review.model import Value
from wsisgraph.review.values import NOT_CORRECTED, Property, write
from wsisgraph.review.words import FIRST, Words
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, WSIS

_LONGEST_CELL = 30_000
_NOT_IN_SHEETS = {*NOT_CORRECTED, WSIS.statedIn}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that says so.

    Attributes:
        passage: its IRI.
        document: key of its document.
        title: name of the document.
        locator: where in the document it stands, as printed there.
        line: line or row of the copy that was read; empty if it is not told.
        text: what it says, in our words.
    """

    passage: str
    document: str
    title: str
    locator: str
    line: str
    text: str

    def __str__(self) -> str:
        place = f"{self.document} {self.locator}".strip() or short(self.passage)
        return f"{place} (line {self.line})" if self.line else place


@dataclass(frozen=True, slots=True)
class Line:
    """An item, ready to be shown.

    Attributes:
        item: the item.
        statement: what is stated, in words.
        kind: name of its class; empty for a single triple.
        evidence: the passages that say so.
        values: what can be corrected, by property.
    """

    item: Item
    statement: str
    kind: str
    evidence: tuple[Evidence, ...]
    values: dict[Property, tuple[Value, ...]]

    @property
    def id(self) -> str:
        """The name by which it is decided on."""
        return short(self.item.target.iri)

    @property
    def decided(self) -> str:
        """What was decided of it last, by whom and when; empty while nobody did."""
        decision = self.item.decision
        if decision is None:
            return ""
        return f"{decision.verdict} by {decision.by} on {decision.time[:10]}"

    @property
    def state(self) -> str:
        """A token of how it stands: another one means that it was changed meanwhile."""
        lines = sorted(str(triple) for triple in self.item.triples)
        text = "\n".join([self.item.place.graph, *lines])
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def lines(docket: Docket, items: Iterable[Item], words: Words) -> Iterator[Line]:
    """Yield items as lines."""
    for item in items:
        yield Line(
            item,
            words.statement(item.target, item.kind, item.triples),
            words.name(item.kind) if item.kind else "",
            tuple(_evidence(docket, words, passage) for passage in item.passages),
            _values(item),
        )


def properties(shown: Iterable[Line]) -> list[Property]:
    """Return the properties of several lines, those that tell most first."""
    rank = {predicate: place for place, predicate in enumerate(FIRST)}
    found = {prop for line in shown for prop in line.values}
    return sorted(found, key=lambda p: (rank.get(p.iri, len(rank)), p.iri, p.language))


def cell(values: Sequence[Value]) -> str:
    """Return values as one cell shows them, one a line; very long ones are only hinted at."""
    text = "\n".join(sorted(write(value) for value in values))
    return text if len(text) <= _LONGEST_CELL else f"{text[:200]}… ({len(text):,} characters)"


def _values(item: Item) -> dict[Property, tuple[Value, ...]]:
    found: dict[Property, list[Value]] = {}
    for triple in sorted(item.triples, key=str):
        value = triple.object
        if triple.predicate.value not in _NOT_IN_SHEETS and isinstance(value, NamedNode | Literal):
            language = value.language or "" if isinstance(value, Literal) else ""
            found.setdefault(Property(triple.predicate.value, language), []).append(value)
    return {prop: tuple(values) for prop, values in found.items()}


def _evidence(docket: Docket, words: Words, passage: str) -> Evidence:
    document = docket.document(passage)
    return Evidence(
        passage,
        document.removeprefix(f"{iris.base_iri()}id/document/"),
        words.name(document) if document else "",
        docket.value(passage, WSIS.locator),
        docket.value(passage, WSIS.copyLine),
        words.text(passage, (DCT.abstract, DCT.description)),
    )
