"""The matrix: its tables, its views, the evidence behind a cell."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from wsisgraph.api.pages.beside import Beside, Dispute, Sayer
from wsisgraph.api.pages.frame import (
    Citation,
    Concept,
    Field,
    Page,
    Passage,
    Question,
    Status,
    Text,
)
from wsisgraph.api.pages.lists import Activity

if TYPE_CHECKING:
    from wsisgraph.api.pages.pictures import Picture

CellState = Literal["linked", "none", "not-stated"]
"""linked: a source says so; none: a source assessed it and found nothing; not-stated: the source
is silent.
"""


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
    by_peers: int = 0
    """How many of `count` are there by what peers say, and would not be without them."""


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
    beside: Beside | None = None
    """The peers that can be shown beside, and are; None where none is listed."""


@dataclass(frozen=True, slots=True)
class TargetsPage:
    """The matrix opened to its targets: lines × the targets of one goal, or of all."""

    page: Page
    table: Table


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
    said_by: tuple[Sayer, ...] = ()
    """Who says it in a graph of their own, or is a peer; () where a source of ours alone does."""
    disputes: tuple[Dispute, ...] = ()
    """What holds it to be wrong."""


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
    pictures: tuple["Picture", ...] = ()
    """The network of lines and goals."""


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
    stated: int = 0
    """How many a source states, more than are in `asserted` where the page shows the first."""
    potential: int = 0
    """How many follow from the matrix only, more than are in `by_matrix` where it does."""
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
    beside: Beside | None = None
    """The peers that can be shown beside, and are; None where none is listed."""
