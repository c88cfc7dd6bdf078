"""The page of a thing: what the graphs say of it, and what points to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from wsisgraph.api.pages.frame import (
    Citation,
    Concept,
    Graph,
    Page,
    Passage,
    Property,
    Question,
    Status,
    Term,
    Text,
)
from wsisgraph.api.pages.lists import Activity
from wsisgraph.api.pages.matrix import Opened, Table

if TYPE_CHECKING:
    from wsisgraph.api.pages.pictures import Picture


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer decided on a statement."""

    iri: str
    href: str
    verdict: Concept
    by: str
    date: str
    """The day, as 2026-11-22."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement node (linkage, role, activity link, figure, duty …) as one readable unit."""

    statement: Concept
    kind: Term
    """Its narrowest class, with label."""
    description: Text | None
    """Our paraphrase, where the node has one."""
    parts: tuple[Property, ...]
    """What it says, without type, label, description, status, basis and `statedIn`."""
    status: Status
    basis: Literal["asserted", "roadmap", "matrix", ""]
    passages: tuple[Passage, ...]
    decisions: tuple[Decision, ...] = ()
    """What reviewers decided on it, in the order of their time."""
    said_by: Graph | None = None
    """The graph of the agency that makes it, where one does."""


@dataclass(frozen=True, slots=True)
class Partition:
    """A class or property that a graph uses, and how often."""

    anchor: str
    """The fragment of its IRI, below that of the graph."""
    term: Term
    kind: Literal["class", "property"]
    count: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact read from a passage, as the list of a document's passages tells it."""

    fact: Concept
    kind: Term
    text: Text | None


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """Solutions that differ only in the passages they were read from, as one row."""

    values: tuple[tuple[Term, ...], ...]
    """For each column its values, () where it is unbound."""
    passages: tuple[Passage, ...]
    one: tuple[Passage, ...] = ()
    """Where two statements are set against each other: the passages of the one …"""
    other: tuple[Passage, ...] = ()
    """… and those of the other."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of a question of the catalogue, shown on the page of the thing it is asked of."""

    question: Question
    """`href` asks it again, with the values it was asked with here."""
    head: tuple[str, ...]
    """The names of the columns, as the question has them; those of the passages left out."""
    rows: tuple[AnswerRow, ...]
    total: int
    """How many rows there are; more than `len(rows)` when the page shows only the first."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Everything the graphs say of one IRI, and what points to it."""

    page: Page
    iri: str
    code: str
    label: Text
    labels: tuple[Text, ...]
    """Its preferred label in every language it has one in."""
    types: tuple[Term, ...]
    description: Text | None
    """Abstract, definition or description, in the page's language where there is one."""
    status: Status
    """The best standing of any graph that describes it: unconfirmed things must be shown as such.
    """
    properties: tuple[Property, ...]
    incoming: tuple[Property, ...]
    passages: tuple[Passage, ...]
    """Where it is said (its `statedIn`), with document and locator."""
    decisions: tuple[Decision, ...] = ()
    """On the page of a statement node, what reviewers decided on it, in the order of their time."""
    statements: tuple[Statement, ...] = ()
    """Statement nodes about this thing; on the page of a passage, every fact read from it; on the
    page of a statement node, nothing. They need not be repeated in `incoming`.
    """
    totals: Mapping[str, int] = field(default_factory=dict)
    """Where `statements` are only the first, how many accepted ones there are of each class."""
    contents: tuple[Passage, ...] = ()
    """On the page of a document, its passages in their order."""
    citation: Citation | None = None
    """On the pages of documents and passages."""
    opened: tuple[Opened, ...] = ()
    """On the page of a line the goals it is linked to, on that of a goal or target the lines."""
    table: Table | None = None
    """On the page of a goal, lines × its targets."""
    asserted: tuple[Activity, ...] = ()
    """On the pages of lines, goals, targets and bodies, the activities that a source puts there."""
    stated: int = 0
    """How many there are, more than are in `asserted` where the page shows the first."""
    potential: int = 0
    """How many activities the matrix alone puts there."""
    activities_href: str = ""
    """The list of both."""
    answers: tuple[Answer, ...] = ()
    """What the questions of the catalogue answer about a thing of this class."""
    facts: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)
    """On the page of a document, what was read from each passage, by the passage's IRI."""
    before: Concept | None = None
    """On the pages of lines, goals and targets, the one before and the one after."""
    after: Concept | None = None
    above: Concept | None = None
    """The goal of a target, the document of a passage."""
    partitions: tuple[Partition, ...] = ()
    """On the page of a graph, what it is made of."""
    pictures: tuple["Picture", ...] = ()
    """What is better looked at than read."""
