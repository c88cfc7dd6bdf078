"""What an HTML page is given, and who draws it.

The api decides *what* a page says; a `Pages` object, handed to `create_app`, decides how it looks.
Everything here is plain data: no SPARQL, no request, no RDF term. Texts that come from the graph
carry their own language (`Text`), since a label may be missing in the language asked for; the words
of the page itself are the drawer's business, in `page.lang`.

Paths (`href`) are relative to the server root ("/id/agency/itu", "/sdg/9.c"), or absolute for
things elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from wsisgraph.api.manual import Catalogued, DatasetPage, Ontology, Shapes

TermKind = Literal["iri", "literal", "bnode"]
"""As in SPARQL results: `uri` is said `iri` here."""

CellState = Literal["linked", "none", "not-stated"]
"""linked: a source says so; none: a source assessed it and found nothing; not-stated: the source
is silent.
"""

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


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table of concepts; `row` and `column` are the codes of its heads."""

    row: str
    column: str
    count: int
    state: CellState
    href: str
    """The page of the evidence behind the cell, "/m/C2/9"."""
    by_matrix: int = 0
    """For measure "activities": how many only by the matrix; never summed with `count`."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows × columns; `cells` is complete and in row order, so that a table can be drawn by
    walking along.
    """

    measure: Literal["linkages", "activities"]
    rows: tuple[Concept, ...]
    columns: tuple[Concept, ...]
    cells: tuple[Cell, ...]
    groups: tuple[tuple[Concept, int], ...] = ()
    """Where the columns are targets: each goal, and how many of the columns are under it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value a parameter may take."""

    value: str
    label: Text
    group: Text | None = None
    """What the choices beside it have in common: a region's scheme."""


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


@dataclass(frozen=True, slots=True)
class Home:
    """The first page: the 18 × 17 table, a search box for codes (GET /find?q=), example
    questions.
    """

    page: Page
    matrix: Table
    questions: tuple[Question, ...]
    counts: tuple[tuple[str, int], ...]
    """How many there are, by key: linkages roles activities documents passages figures statements
    unconfirmed.
    """
    fields: tuple[Field, ...] = ()
    """What the counts can be narrowed to."""
    filters: tuple[tuple[str, str], ...] = ()
    """What was asked: (parameter, value as given), without the measure."""
    left_out: int = 0
    """Unconfirmed statements that match and were not counted."""


@dataclass(frozen=True, slots=True)
class TargetsPage:
    """The matrix opened to its targets: lines × the targets of one goal, or of all."""

    page: Page
    table: Table


@dataclass(frozen=True, slots=True)
class Opened:
    """One line with what it is linked to of one goal, or one goal's target with its lines."""

    concept: Concept
    count: int
    """Targets (or lines) that are linked; 0 where only the goal as a whole is."""
    whole: Evidence | None
    """The linkage to the goal as a whole."""
    evidence: tuple[Evidence, ...]
    href: str
    """The cell."""


@dataclass(frozen=True, slots=True)
class View:
    """The matrix by goal or by line: each goal with the lines that serve it, or the reverse."""

    page: Page
    by: Literal["goal", "line"]
    heads: tuple[tuple[Concept, tuple[Opened, ...]], ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """The source graph in which a triple stands."""

    iri: str
    href: str
    label: Text
    status: Status


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
class Partition:
    """A class or property that a graph uses, and how often."""

    anchor: str
    """The fragment of its IRI, below that of the graph."""
    term: Term
    kind: Literal["class", "property"]
    count: int


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
class Match:
    """Why an activity is in the list: which concept, on what basis, said where."""

    concept: Concept
    basis: Literal["asserted", "roadmap", "matrix"]
    status: Status
    confidence: str
    passages: tuple[Passage, ...]
    all_goals: bool = False
    """One statement that covers all the goals, and so this one."""


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity with all its matches; an activity with two bases is one item."""

    activity: Concept
    agencies: tuple[Concept, ...]
    action_lines: tuple[Concept, ...]
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Activities:
    """The answer of /api/activities. `asserted` and `by_matrix` are shown apart and never added
    up.
    """

    page: Page
    asserted: tuple[Activity, ...]
    """Those with an asserted or roadmap match."""
    by_matrix: tuple[Activity, ...]
    """Potential ones: only the matrix links them."""
    filters: tuple[tuple[str, str], ...]
    """What was asked: (parameter, value as given)."""
    total: int
    offset: int
    limit: int
    next: str
    """Path of the next page, "" at the end."""
    left_out: int
    """Unconfirmed statements that match and were not counted."""
    with_left_out: str
    """Path of the same list with the unconfirmed ones."""
    fields: tuple[Field, ...] = ()
    """What the list can be narrowed to."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One linkage of a cell."""

    linkage: Concept
    object: Concept
    direction: str
    confidence: str
    strength: str
    status: Status
    passages: tuple[Passage, ...]
    primary_source: Concept | None
    line: Concept | None = None
    rationales: tuple[Text, ...] = ()
    """Why they are linked, in the words of a source, one text a language; () where none is loaded.
    """


@dataclass(frozen=True, slots=True)
class CellPage:
    """The evidence behind one cell of the matrix, and the activities that meet in it."""

    page: Page
    row: Concept
    column: Concept
    state: CellState
    evidence: tuple[Evidence, ...]
    asserted: tuple[Activity, ...]
    by_matrix: tuple[Activity, ...]
    goal: Concept | None = None
    """The goal of a target; None where the column is a goal."""
    targets: tuple[Cell, ...] = ()
    """On the page of a goal's cell, the cells of its targets."""
    also_by_matrix: int = 0
    """How many of the asserted ones the matrix gives too: the cell counts them in both."""
    citations: tuple[Citation, ...] = ()
    """The documents that the linkages were read from, and those that they copy."""
    query: str = ""
    """The SPARQL text behind the linkages."""
    filters: tuple[tuple[str, str], ...] = ()
    """What the activities were narrowed to: (parameter, value as given)."""
    left_out: int = 0
    """Unconfirmed linkages that match and are not shown."""


@dataclass(frozen=True, slots=True)
class Role:
    """Who held which role in what, when, and who says so; dates as printed, "" when not."""

    statement: Concept
    agency: Concept
    role: Concept
    context: Concept
    start: str
    end: str
    stated_as_of: str
    certainty: Literal["", "certain", "possible", "last-stated"]
    """For a question "on a date": how sure the answer is; "" when no date was asked."""
    status: Status
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Roles:
    """The answer of /api/roles."""

    page: Page
    roles: tuple[Role, ...]
    filters: tuple[tuple[str, str], ...]
    """What was asked: (parameter, value as given), of action_line agency on."""
    total: int
    offset: int
    limit: int
    next: str


@dataclass(frozen=True, slots=True)
class Results:
    """Rows of a SELECT; for ASK `boolean` is set, for CONSTRUCT and DESCRIBE `graph` is Turtle."""

    page: Page
    question: Question | None
    """The question of the catalogue that was asked; None for a free query."""
    query: str
    """The SPARQL text that was run."""
    head: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    """One tuple per solution, in the order of `head`; None where a variable is unbound."""
    boolean: bool | None = None
    graph: str = ""
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """The SPARQL form (GET /sparql, field `query`), which must work without script."""

    page: Page
    query: str
    examples: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """A page of a static site that says what only a running service can do."""

    page: Page


@dataclass(frozen=True, slots=True)
class Problem:
    """Something went wrong: the same content as the application/problem+json answer."""

    page: Page
    type: str
    title: str
    status: int
    detail: str
    where: str = ""
    hint: str = ""
    valid_values: tuple[str, ...] = ()
    query: str = ""
    """The query that failed, to be mended in the form; "" elsewhere."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an operation."""

    name: str
    meaning: str
    required: bool
    example: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the interface, as OpenAPI describes it."""

    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    example: str = ""
    """Path and query of an answer to look at, "" where a value would have to be made up."""


@dataclass(frozen=True, slots=True)
class Docs:
    """The interface explained to people, /docs."""

    page: Page
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class NamesOfClass:
    """In which languages the things of a class are named."""

    class_: Concept
    total: int
    counts: tuple[tuple[frozenset[str], str, int], ...]
    """Languages, editorial notes (one a line) and how many things have just these."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is said in which language, /languages."""

    page: Page
    names: tuple[NamesOfClass, ...]


class Pages(Protocol):
    """Draws pages. Every method gives a whole HTML document, without inline script or style (the
    CSP forbids both).
    """

    @property
    def files(self) -> Mapping[str, bytes]:
        """Style sheets, scripts and pictures by name, served under /assets/."""
        ...

    def prepare(self, languages: Iterable[str], *, static: bool = False) -> None:
        """Do what can be done before the first page of these languages is drawn."""
        ...

    def home(self, data: Home) -> str:
        """The first page."""
        ...

    def thing(self, data: Thing) -> str:
        """The page of one IRI."""
        ...

    def activities(self, data: Activities) -> str:
        """The list of activities."""
        ...

    def targets(self, data: TargetsPage) -> str:
        """The matrix opened to targets."""
        ...

    def view(self, data: View) -> str:
        """The matrix by goal or by line."""
        ...

    def cell(self, data: CellPage) -> str:
        """The evidence behind one cell."""
        ...

    def roles(self, data: Roles) -> str:
        """The list of roles."""
        ...

    def questions(self, data: Catalogued) -> str:
        """The catalogue of questions."""
        ...

    def results(self, data: Results) -> str:
        """The answer of a query or question."""
        ...

    def form(self, data: Form) -> str:
        """The SPARQL form."""
        ...

    def docs(self, data: Docs) -> str:
        """The interface, operation by operation."""
        ...

    def languages(self, data: Coverage) -> str:
        """What is said in which language, and what is unreviewed."""
        ...

    def ontology(self, data: Ontology) -> str:
        """The reference of the ontology."""
        ...

    def shapes(self, data: Shapes) -> str:
        """The reference of the shapes."""
        ...

    def dataset(self, data: DatasetPage) -> str:
        """The data set: licences, counts, files."""
        ...

    def needs_service(self, data: Notice) -> str:
        """What only a running service can do."""
        ...

    def problem(self, data: Problem) -> str:
        """What went wrong and how to mend it."""
        ...
