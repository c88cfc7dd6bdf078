"""Pictures: what each draws, the table that says the same, where it is from.

What is drawn is plain data without places: the drawer decides where things stand.
"""

from dataclasses import dataclass
from typing import Literal

from wsisgraph.api.pages.frame import Concept, Page, Status, Term, Text
from wsisgraph.api.pages.things import Answer

PictureKind = Literal[
    "roles-in", "roles-of", "lineage", "governance", "flow", "network", "regions", "figures"
]


@dataclass(frozen=True, slots=True)
class HeldRole:
    """One statement of a role, as a time line shows it."""

    statement: str
    who: Concept
    """The body that holds it, or, in the picture of a body, what it is held in."""
    role: Concept
    start: str
    end: str
    """As printed; "" is unknown, neither open nor ended."""
    year: str
    """The year of which the source speaks, or else of its issue; "" when neither is known."""
    standing: Status
    proposed: bool
    """The source is a proposal, not an adopted text."""
    documents: tuple[Concept, ...]
    disputed: bool
    """Another statement of the same body in the same thing contradicts it."""


@dataclass(frozen=True, slots=True)
class TimeLines:
    """Who held which role when."""

    roles: tuple[HeldRole, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """A version of an instrument, or another text that one of them amends or replaces."""

    concept: Concept
    date: str
    standing: str
    """adopted, proposed …, "" where none is given."""
    place: str
    by: tuple[Concept, ...]
    """Who adopted it."""
    own: bool = True
    """It is a version of the instrument itself."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What one text does to another, or who did something with it."""

    one: str
    what: Term
    other: str


@dataclass(frozen=True, slots=True)
class Lineage:
    """The versions of an instrument in the order of their dates."""

    versions: tuple[Version, ...]
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the order of the boxes alone suggests, and nobody has accepted."""

    text: Text
    members: tuple[str, ...]
    """In the order of their boxes."""


@dataclass(frozen=True, slots=True)
class Governance:
    """The bodies of a chart."""

    boxes: tuple[Concept, ...]
    """In the order of the chart; what they belong to comes before, if it is not in the chart."""
    printed: frozenset[str]
    """Those that the chart itself names."""
    belongs: tuple[tuple[str, str], ...]
    """A body, and the body that it belongs to."""
    suggested: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """How activities lead from bodies to action lines, and from there to goals."""

    bodies: tuple[Concept, ...]
    lines: tuple[tuple[Concept, int], ...]
    """Each with the number of its activities."""
    goals: tuple[Concept, ...]
    carried: tuple[tuple[str, str, int], ...]
    """A body, a line, how many activities."""
    served: tuple[tuple[str, str, int, int], ...]
    """A line, a goal, how many activities by a source, how many by the matrix alone."""


@dataclass(frozen=True, slots=True)
class Network:
    """Lines and goals, and how many linkages join them."""

    lines: tuple[Concept, ...]
    goals: tuple[Concept, ...]
    links: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """How many there are of each."""

    bars: tuple[tuple[Concept, int], ...]
    empty: int = 0
    """How many more have none and are left out."""


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of a series."""

    figure: str
    value: float
    printed: str
    begin: str
    end: str
    """First and last day of its period."""
    period: str
    """As printed."""
    comparator: str
    """The key: exactly, about, at-least …"""
    kind: Concept | None
    """Measured, estimated, a target …"""
    unit: Concept | None
    area: str
    population: str


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one measure, those with a date and a number, in the order of their time."""

    points: tuple[Point, ...]
    undated: int
    """How many figures have no date or number, and are only in the table."""


Drawn = TimeLines | Lineage | Governance | Flow | Network | Bars | Series


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture."""

    kind: PictureKind
    href: str
    """The page of its own; with .svg and .csv it is a file."""
    about: Concept | None
    drawn: Drawn
    answer: Answer
    """The same as a table: the answer of the question that the picture draws."""
    sources: tuple[Concept, ...]
    """The documents it was read from."""
    query: str = ""
    """The text of the question, on the page of its own."""


@dataclass(frozen=True, slots=True)
class PicturePage:
    """The page of one picture."""

    page: Page
    picture: Picture


@dataclass(frozen=True, slots=True)
class PictureEntry:
    """A picture in the list of all."""

    kind: PictureKind
    href: str
    about: Concept | None
    count: int = 0
    """How many statements, versions or activities it shows; 0 where that is not told."""


@dataclass(frozen=True, slots=True)
class PicturesPage:
    """The list of all pictures, by kind."""

    page: Page
    entries: tuple[PictureEntry, ...]
