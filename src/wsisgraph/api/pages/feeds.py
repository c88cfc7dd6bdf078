"""Feeds: what changed, as Atom tells it (RFC 4287)."""

from dataclasses import dataclass
from typing import Literal

from wsisgraph.api.pages.frame import Concept, Link, Page, Status


@dataclass(frozen=True, slots=True)
class FeedItem:
    """What became of one thing."""

    mark: Literal["added", "changed", "removed"]
    thing: Concept
    kind: Concept | None
    """Its class; None where that is not known any more."""
    address: str
    """Of the thing's page, absolute where that is known; "" for what is gone."""
    status: Status


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """What one revision changed."""

    id: str
    revision: str
    time: str
    counts: tuple[tuple[str, int], ...]
    """How many things are added, changed, removed, those of none left out."""
    kinds: tuple[tuple[str, Concept, int], ...]
    """How many of each class, the most first; where `items` does not tell all."""
    items: tuple[FeedItem, ...]
    more: int
    """How many others there are that `items` does not tell."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed of one topic, or of everything."""

    page: Page
    id: str
    topic: Concept | None
    """What it is about; None for everything."""
    address: str
    """Of the page about the topic."""
    updated: str
    entries: tuple[FeedEntry, ...]
    """The newest first."""
    links: tuple[Link, ...]
    """The feed itself and its other pages (RFC 5005, section 3); `text` is the relation."""
