"""What the pages of the manual are given: ontology, shapes, questions, the data set.

Plain data, as in `pages`; the drawer puts what is sorted by name in the order of its language.
"""

from dataclasses import dataclass
from typing import Literal

from wsisgraph.api.pages import Concept, Link, Page, Question, Term, Text

Severity = Literal["Violation", "Warning", "Info"]


@dataclass(frozen=True, slots=True)
class Example:
    """A real statement of the data: a thing, and for a property some of its values."""

    subject: Concept
    values: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class DefinedTerm:
    """A class or a property of the ontology."""

    iri: str
    anchor: str
    """Its local name: `def#Linkage` lands on it."""
    kind: Literal["class", "property"]
    label: Text
    definition: Text | None
    notes: tuple[Text, ...]
    sources: tuple[Text, ...]
    """Where the meaning comes from (`dct:source`)."""
    broader: tuple[Term, ...]
    narrower: tuple[Term, ...]
    domain: tuple[Term, ...]
    range: tuple[Term, ...]
    close: tuple[Term, ...]
    """What others call the same or nearly the same."""
    related: tuple[Term, ...]
    properties: tuple[Term, ...]
    """Of a class, the properties that things of it have."""
    uses: int
    """Things of a class, or statements with a property, in the default graph."""
    examples: tuple[Example, ...]
    shapes: tuple[Link, ...]
    questions: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Scheme:
    """A closed list of values."""

    concept: Concept
    anchor: str
    definition: Text | None
    members: tuple[Concept, ...]
    """The first of them, in the order of their codes."""
    total: int


@dataclass(frozen=True, slots=True)
class ForeignTerm:
    """A term of others that the data use."""

    term: Term
    kind: Literal["class", "property"]
    uses: int


@dataclass(frozen=True, slots=True)
class Ontology:
    """/def: what the words of the graph mean."""

    page: Page
    iri: str
    label: Text
    description: Text | None
    version: str
    classes: tuple[DefinedTerm, ...]
    properties: tuple[DefinedTerm, ...]
    schemes: tuple[Scheme, ...]
    foreign: tuple[ForeignTerm, ...]


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing that a rule demands of a value or of their number.

    `kind` is the parameter of SHACL, but `count` for minCount and maxCount together, and `scheme`
    for a pattern that names a list of values.
    """

    kind: str
    terms: tuple[Term, ...] = ()
    text: str = ""
    least: int = 0
    most: int | None = None
    alternatives: tuple[tuple["Demand", ...], ...] = ()
    """For `or` and `not`: the demands of which one set must hold, or the one that must not."""
    path: Term | None = None
    """The property that an alternative is about."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a shape."""

    iri: str
    local: str
    anchor: str
    """Its local name where it is told first; "" where it is told again."""
    name: Text
    path: Term | None
    severity: Severity
    message: Text | None
    demands: tuple[Demand, ...]
    breaks: str
    """Turtle that breaks the rule; "" where the project has no example."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The rules of one class."""

    iri: str
    anchor: str
    label: Text
    comment: Text | None
    classes: tuple[Term, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Shapes:
    """/shapes: what good data looks like."""

    page: Page
    iri: str
    shapes: tuple[Shape, ...]
    must: int
    """How many rules must be kept …"""
    should: int
    """… and how many should."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the catalogue with all there is to know of it."""

    question: Question
    anchor: str
    columns: tuple[str, ...]
    tags: tuple[str, ...]
    answers: tuple[str, ...]
    """The competency questions that it answers."""
    query: str
    terms: tuple[Term, ...]
    """The terms of ours that it uses."""
    shown_on: tuple[Term, ...]
    """The classes whose pages show its answer."""


@dataclass(frozen=True, slots=True)
class Catalogued:
    """/api/questions: the catalogue, question by question."""

    page: Page
    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class GraphEntry:
    """One graph of the data set."""

    iri: str
    href: str
    title: Text
    status: str
    quads: int
    classes: tuple[tuple[Term, int], ...]
    license: Term | None
    publisher: Concept | None
    issued: str
    citation: Text | None
    rights: tuple[Text, ...]
    contact: str = ""
    """Mail address or page of whoever answers for it, where it is an agency's."""
    changed: str = ""
    """When the agency last wrote it, ISO 8601, UTC; "" where that is not known."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file to take away; size and checksum are those of its bytes."""

    href: str
    name: str
    media_type: str
    size: int
    sha256: str
    graph: str = ""
    """The graph that it holds; "" for more than one."""


@dataclass(frozen=True, slots=True)
class DatasetPage:
    """/dataset: what there is to take away, whose it is, and how it is cited."""

    page: Page
    iri: str
    title: Text
    description: Text | None
    license: str
    publisher: Concept | None
    citation: str
    version: str
    """Of the content, as the ontology has it; the revision stands in `page`."""
    issued: str
    counts: tuple[tuple[str, int], ...]
    quads: int
    graphs: tuple[GraphEntry, ...]
    downloads: tuple[Download, ...]
    """Empty while the files of this revision are being made."""
    failed: bool = False
    """They could not be made."""
