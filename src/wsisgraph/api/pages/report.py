"""The yearly review of an action line: what the sources say, and what they do not."""

from dataclasses import dataclass

from wsisgraph.api.pages.frame import Concept, Page, Passage, Status, Text
from wsisgraph.api.pages.things import Answer, Decision


@dataclass(frozen=True, slots=True)
class Lead:
    """A body that leads a line in the year, as sources state it."""

    body: Concept
    roles: tuple[Concept, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What an editor of the review wrote in answer to one of its questions."""

    statement: Concept
    text: Text
    date: str
    bodies: tuple[Concept, ...]
    """Who is responsible."""
    citation: str
    """What the editor cites, where it is no passage of the graph."""
    editor: str
    status: Status
    passages: tuple[Passage, ...]
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportQuestion:
    """One question of the review."""

    concept: Concept
    """Its label is a short heading, its code the key."""
    number: str
    """Its place, as in 2.3."""
    text: Text
    """The whole question."""
    asked: bool
    """The graph is asked; of the others only whoever reviews the line can tell."""
    answer: Answer | None
    """None where the sources say nothing, or were not asked."""
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class ReportSection:
    """One part of the review."""

    concept: Concept
    number: str
    questions: tuple[ReportQuestion, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """Of how many things the sources say something."""

    key: str
    have: int
    of: int


@dataclass(frozen=True, slots=True)
class Report:
    """The review of one line in one year."""

    page: Page
    line: Concept
    year: int
    issued: str
    """When the data set was issued, "" where that is not told."""
    leads: tuple[Lead, ...]
    sections: tuple[ReportSection, ...]
    shares: tuple[Share, ...]
    """Those of which there is anything at all."""
    silent: tuple[ReportQuestion, ...]
    """The questions to which neither a source nor an editor says anything."""
    documents: tuple[Concept, ...]
    """All that is cited, each once."""
    answered: int
    """How many questions the sources answer …"""
    asked: int
    """… of so many that the graph is asked."""
    proposed: int = 0
    """How many entries of editors nobody has accepted yet."""


@dataclass(frozen=True, slots=True)
class ReportedLine:
    """A line in the list of reviews."""

    line: Concept
    href: str
    leads: tuple[Lead, ...]


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """The list of reviews, line by line."""

    page: Page
    year: int
    lines: tuple[ReportedLine, ...]
