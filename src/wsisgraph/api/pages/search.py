"""What the page of a search shows."""

from dataclasses import dataclass

from wsisgraph.api.pages.frame import Concept, Link, Page, Status


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part of a text; `hit` where it is what was looked for."""

    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One thing that was found."""

    concept: Concept
    kind: str
    """The key of its type: `activity`, `action-line` …"""
    status: Status
    title: tuple[Fragment, ...]
    """Its label, marked where the label is in the language that was searched; () where it has
    none.
    """
    within: Concept | None
    """The document that a passage stands in, at `locator`."""
    locator: str
    snippet: tuple[Fragment, ...]
    lang: str
    """Language of the snippet."""
    named: bool
    """The whole of what was asked names it: it stands on top."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value that a search can be narrowed to."""

    value: str
    concept: Concept | None
    count: int
    chosen: bool
    href: str
    """The search with it, or where it is chosen without it."""


@dataclass(frozen=True, slots=True)
class Facet:
    """What a search can be narrowed by: `type`, `language`, `line` or `goal`."""

    name: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The answer of /search; on a static site an empty frame that a script fills."""

    page: Page
    q: str
    hits: tuple[SearchHit, ...] = ()
    total: int = 0
    offset: int = 0
    limit: int = 20
    next: str = ""
    before: str = ""
    facets: tuple[Facet, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()
    """What a search with other words keeps: (parameter, value)."""
    every: bool = True
    """All words are held; else no text held all, and these hold some."""
    empty: bool = False
    """Nothing is looked for: the text holds no word that says anything."""
    unread: int = 0
    """How many words too many there were."""
    suggestion: Link | None = None
    elsewhere: int = 0
    """How many more things texts in other languages would give, at `everywhere`."""
    everywhere: str = ""
    unfiltered: str = ""
    """The same words without filters, "" where there are none."""
    left_out: int = 0
    """How many things match by unconfirmed texts alone."""
    with_left_out: str = ""
    index_revision: str = ""
    """The revision of the index, where that is older than the data."""
