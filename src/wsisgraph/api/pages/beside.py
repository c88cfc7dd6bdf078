"""Who says something: agencies in graphs of their own, peers; and who disputes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from wsisgraph.api.pages.frame import Concept, Text


@dataclass(frozen=True, slots=True)
class Sayer:
    """Somebody who makes a statement in a graph of their own, or in their own engine."""

    kind: Literal["agency", "peer"]
    name: str
    """The key of the agency, or the name of the peer."""
    href: str
    """Where it is described, "" where nowhere."""
    label: Text
    asked: str = ""
    """When a peer was asked for it (ISO 8601), "" for what stands in our graph."""
    own: bool = False
    """It is said of an activity of their own."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """A statement that holds another one to be wrong."""

    iri: str
    href: str
    by: Concept | None
    """The agency that disputes, None where a source does."""
    text: Text | None
    """Why, in its words."""


@dataclass(frozen=True, slots=True)
class PeerTold:
    """What is known of a peer whose statements are shown, or are missing."""

    name: str
    level: str
    address: str
    """Where it is asked, "" for a file that was registered from disk."""
    agency: str
    fresh: bool
    """It answered when it was asked for this page."""
    counted: bool
    """What it says is counted: now, or as it said last."""
    asked: str
    """When it said what is counted (ISO 8601), "" for never."""
    revision: str
    activities: int
    linkages: int
    reason: str = ""
    """Why it does not answer, as it was told, in English."""
    why: Mapping[str, str] = field(default_factory=dict)
    """The same where it is one of the usual reasons: its `kind`, with the values of that."""
    since: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """Which peers a page can show, and which it shows."""

    listed: tuple[str, ...]
    asked: str = ""
    """As it was asked for: all, or names with commas; "" for none."""
    peers: tuple[PeerTold, ...] = ()
