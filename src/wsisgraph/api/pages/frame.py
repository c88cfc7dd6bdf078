"""What every page is told, and what all pages are made of: texts, links, things with a code."""

from dataclasses import dataclass
from typing import Literal

from wsisgraph.terms.polyglot import several

TermKind = Literal["iri", "literal", "bnode"]
"""As in SPARQL results: `uri` is said `iri` here."""

Status = Literal["accepted", "unconfirmed", "proposed", "rejected"]
"""Standing of the graph a statement was found in."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the graph and the language it is in ("" when it has none)."""

    value: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go: `text` is a key or a text of the graph, `media_type` is set for another form
    of the same page.
    """

    href: str
    text: str
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What every page is told."""

    lang: str
    """Language chosen for this answer, one of en ar es fr ru zh."""
    path: str
    """Path and query of this page without `lang=`, to link to its other languages."""
    revision: str
    formats: tuple[Link, ...] = ()
    """The same content as Turtle, JSON-LD, CSV …; `text` is the key: ttl, jsonld, nt, rdf, json,
    csv.
    """
    lang_chosen: bool = False
    """`lang=` stood in the address, so links on the page keep it."""
    address: str = ""
    """Where the page is published, to be cited: absolute, "" where that is not known."""
    machine: str = ""
    """What the page says, as JSON-LD with the words of schema.org and ours; "" for none."""
    static: bool = False
    """The page is a file of a site, with no service behind it: a script narrows the matrix. The
    revision of the data stands in one place for all pages, so that a page changes only with what it
    says.
    """
    root: str = ""
    """Where the files of a static site are published, "" where that is not known."""
    feed: str = ""
    """Where the feed of what the page is about is, "" for none."""
    languages: tuple[str, ...] = ()
    """Those that a static site has; () for all."""
    issued: str = ""
    """When the data set was issued (ISO 8601), "" where that is not told."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing with a code and a label in the language of the page: a line, a goal, an agency, a
    document …
    """

    iri: str
    href: str
    code: str
    """Notation ("C7-egov", "9.c", "ITU"), "" when it has none."""
    label: Text

    def __hash__(self) -> int:
        # Its IRI tells it from others; the rest need not be looked at for each place in a table.
        return hash(self.iri)


@dataclass(frozen=True, slots=True)
class Passage:
    """Where something is said: a paragraph, a row, a bullet of a document."""

    iri: str
    href: str
    document: Concept
    locator: str
    abstract: Text | None = None
    """Our paraphrase of the passage."""
    proposed: bool = False
    """The document is a proposal, not an adopted text: every answer from it must say so."""

    def __hash__(self) -> int:
        return hash(self.iri)


@dataclass(frozen=True, slots=True)
class Citation:
    """How to cite a document, or a passage of it: body, title, date, symbol, locator."""

    document: Concept
    creators: tuple[Concept, ...]
    date: str
    """As printed or inferred, "" when unknown."""
    date_inferred: bool
    symbol: str
    symbol_note: str
    """Why there is no symbol: "not printed in our copy"."""
    locator: str = ""
    version_status: Concept | None = None
    """Set for a proposal: every fact read from it must say so."""


@dataclass(frozen=True, slots=True)
class Graph:
    """The source graph in which a triple stands."""

    iri: str
    href: str
    label: Text
    status: Status

    def __hash__(self) -> int:
        return hash(self.iri)


@dataclass(frozen=True, slots=True)
class Term:
    """A value: an IRI with its label, or a literal with its language or datatype."""

    kind: TermKind
    value: str
    lang: str = ""
    datatype: str = ""
    href: str = ""
    """Path of its page (IRIs of ours and of the UN), the IRI itself for other web addresses, ""
    for literals.
    """
    label: Text | None = None
    code: str = ""
    within: Text | None = None
    """What a passage without a name is in: its document."""

    def __hash__(self) -> int:
        return hash((self.value, self.lang, self.datatype))


@dataclass(frozen=True, slots=True)
class Value:
    """One object (or, among incoming statements, one subject) and the graphs that say so."""

    term: Term
    graphs: tuple[Graph, ...]


@dataclass(frozen=True, slots=True)
class Property:
    """A predicate with all its values."""

    predicate: Term
    values: tuple[Value, ...]
    total: int
    """How many there are; more than `len(values)` when the page shows only the first."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value a parameter may take."""

    value: str
    label: Text
    group: Text | None = None
    """What the choices beside it have in common: a region's scheme."""

    def __hash__(self) -> int:
        return hash(several(self.value))


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter of a question, as a form shows it."""

    name: str
    label: str
    kind: Literal["iri", "date", "string", "integer", "code"]
    required: bool
    value: str = ""
    """What was asked, or the example of the file."""
    choices: tuple[Choice, ...] = ()
    """Closed list of values where there is one."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the catalogue."""

    name: str
    """Folder and file, "activities/by-agency-and-goal"."""
    href: str
    """The question with its example values."""
    action: str
    """Where its form goes (GET), "/api/questions/activities/by-agency-and-goal"."""
    text: Text
    """The question in words."""
    summary: str
    fields: tuple[Field, ...] = ()
