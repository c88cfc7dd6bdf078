"""/changes for people: every revision, who made it, when, and how much it changed."""

from dataclasses import dataclass

from wsisgraph.api.pages.frame import Concept, Page


@dataclass(frozen=True, slots=True)
class Changed:
    """One revision.

    Attributes:
        number: of the revision, from 1.
        revision: its id.
        time: when it was made, ISO 8601, UTC.
        by: who made it: a command, or the name of a token.
        agency: for which agency it was written; None for none.
        message: why, or what was asked.
        added, removed: statements that came and went.
        graphs: the graphs that an agency changed, as the ends of their IRIs.
        href: address of the revision.
        patch: address of what it changed, as RDF Patch.
    """

    number: int
    revision: str
    time: str
    by: str
    agency: Concept | None
    message: str
    added: int
    removed: int
    graphs: tuple[str, ...]
    href: str
    patch: str


@dataclass(frozen=True, slots=True)
class Changes:
    """A page of the revisions, the newest first."""

    page: Page
    items: tuple[Changed, ...]
    total: int
    offset: int
    limit: int
    next: str
    """Path of the next page, "" at the end."""
