"""Asking and what explains it: results, the form, the interface, languages, problems."""

from dataclasses import dataclass

from wsisgraph.api.pages.frame import Concept, Page, Question, Term


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
