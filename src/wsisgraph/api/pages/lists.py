"""Lists: activities with why they are in the list, and roles."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from wsisgraph.api.pages.beside import Beside, Dispute, Sayer
from wsisgraph.api.pages.frame import Concept, Field, Page, Passage, Status

if TYPE_CHECKING:
    from wsisgraph.api.pages.pictures import Picture


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
    said_by: tuple[Sayer, ...] = ()
    """Who says it in a graph of their own, or is a peer; () where a source of ours alone does."""
    disputes: tuple[Dispute, ...] = ()
    """What holds it to be wrong."""


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
    stated: int
    """How many of all of them a source states; `asserted` are those of this page."""
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
    pictures: tuple["Picture", ...] = ()
    """On the page of all activities, where they lead and where they are."""
    beside: Beside | None = None
    """The peers that can be shown beside, and are; None where none is listed."""


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
    disputes: tuple[Dispute, ...] = ()
    """What holds it to be wrong."""


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
