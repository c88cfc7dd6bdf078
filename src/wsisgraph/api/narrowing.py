"""What a browser needs to narrow the matrix of activities by itself, where no service answers.

Static pages load it as a script, since a page from a disk may not fetch data. `narrow.js` counts
what the queries of `/api/matrix` count; a test holds the two together.

The object has the lists `lines goals statuses bases agencies regions sources`, by whose positions
everything else is told, and

- `linkages`: [line, goals, level] for each line that linkages lead from;
- `activities`: [path, agencies, regions, dates, links] for each activity:
  - agencies and regions, each 4 times its position plus the level;
  - dates: [start, end, level] as printed, "" where not;
  - links: [level, status, basis, source, lines, focused lines, goals].

Lines and goals are sets: the bit of each position. The level is the status of the graph that says
so: what only an unconfirmed graph says is there only for who asks for unconfirmed statements.
Focused lines are those whose link is no wider than the activity's focus: only these bring the goals
that the matrix links to them.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wsisgraph.api.filters import BASES, STATUSES, agency_key, region_key, source_key
from wsisgraph.api.links import href
from wsisgraph.api.matrix import heads
from wsisgraph.api.reading import Reading, Row, key, status_of, value
from wsisgraph.terms import iris

NAME = "matrix-data.js"
"""The file among the assets."""

_HEAD = "self.wsisgraphMatrix="
_FOCUS = iris.VOCAB + "scopes/focus"
_BASES = tuple(basis for basis in BASES if basis != "matrix")


@dataclass(frozen=True, slots=True)
class _Link:
    """Links of an activity that have all in common but where they lead to."""

    level: int
    status: str
    basis: str
    source: str


@dataclass(slots=True)
class _Activity:
    """What is known of an activity, each fact with its level."""

    agencies: dict[str, int] = field(default_factory=dict)
    regions: dict[str, int] = field(default_factory=dict)
    dates: dict[tuple[str, str], int] = field(default_factory=dict)
    links: dict[_Link, list[int]] = field(default_factory=dict)
    """Lines, focused lines, goals: as sets of bits."""


async def narrowing(reading: Reading) -> bytes:
    """Return the file."""
    rows, columns = await heads(reading)
    lines = {row.iri: 1 << at for at, row in enumerate(rows)}
    goals = {column.code: 1 << at for at, column in enumerate(columns)}
    activities: dict[str, _Activity] = defaultdict(_Activity)
    linkages: dict[tuple[str, int], int] = {}
    regions = {value(row, "region"): region_key(row) for row in await reading.rows("api/regions")}
    for row in await reading.rows("api/activity-links", statuses=STATUSES):
        if key(row, "basis") in _BASES:
            graph = value(row, "graph")
            link = _Link(
                STATUSES.index(status_of(graph)),
                key(row, "status"),
                key(row, "basis"),
                source_key(graph),
            )
            into = activities[value(row, "activity")].links.setdefault(link, [0, 0, 0])
            for at, bits in enumerate(_bits(row, lines, goals)):
                into[at] |= bits
    every = {"status": list(STATUSES)}
    for level, status in enumerate(STATUSES):
        # What is accepted is read in any case.
        statuses = tuple(dict.fromkeys(("accepted", status)))
        for row in await reading.rows("api/activity-facts", statuses=statuses):
            _note(activities[value(row, "activity")], row, regions, level)
        for row in await reading.rows("api/matrix-linkages", every, statuses=statuses):
            if (line := value(row, "line")) in lines:
                linkages.setdefault((line, _goals(value(row, "goal"), goals)), level)
    return _file(
        {
            "lines": [row.code for row in rows],
            "goals": list(goals),
            "statuses": list(STATUSES),
            "bases": list(_BASES),
            "agencies": sorted({name for one in activities.values() for name in one.agencies}),
            "regions": sorted({name for one in activities.values() for name in one.regions}),
            "sources": sorted({link.source for one in activities.values() for link in one.links}),
        },
        activities,
        sorted([list(lines).index(line), to, level] for (line, to), level in linkages.items()),
    )


def _note(activity: _Activity, row: Row, regions: Mapping[str, str], level: int) -> None:
    """Take note of who carries an activity out, where, or when."""
    if "agency" in row:
        activity.agencies.setdefault(agency_key(value(row, "agency")), level)
    elif "region" in row:
        if known := regions.get(value(row, "region")):
            activity.regions.setdefault(known, level)
    elif "start" in row or "end" in row:
        activity.dates.setdefault((value(row, "start"), value(row, "end")), level)


def _bits(row: Row, lines: Mapping[str, int], goals: Mapping[str, int]) -> tuple[int, int, int]:
    """Return the line that a link leads to, again if it is no wider than the focus, and goals."""
    concept = value(row, "concept")
    line = lines.get(concept, 0)
    focused = value(row, "scope") in ("", _FOCUS)
    return line, line if focused else 0, 0 if line else _goals(concept, goals)


def _goals(concept: str, goals: Mapping[str, int]) -> int:
    """Return the goal of a goal or target, all of them for the goals as a whole, 0 for others."""
    if concept == iris.SDG:
        return sum(goals.values())
    return goals.get(concept.removeprefix(iris.SDG + "/").partition(".")[0], 0)


def _file(
    lists: Mapping[str, list[str]],
    activities: Mapping[str, _Activity],
    linkages: Sequence[Sequence[int]],
) -> bytes:
    places = {name: {key: at for at, key in enumerate(keys)} for name, keys in lists.items()}

    def levelled(name: str, found: Mapping[str, int]) -> list[int]:
        return [4 * places[name][key] + level for key, level in found.items()]

    body = {
        **lists,
        "linkages": linkages,
        "activities": [
            [
                href(iri).lstrip("/"),
                levelled("agencies", one.agencies),
                levelled("regions", one.regions),
                [[*dates, level] for dates, level in one.dates.items()],
                [
                    [
                        link.level,
                        places["statuses"][link.status],
                        places["bases"][link.basis],
                        places["sources"][link.source],
                        *bits,
                    ]
                    for link, bits in one.links.items()
                ],
            ]
            for iri, one in sorted(activities.items())
            if one.links
        ],
    }
    text = json.dumps(body, ensure_ascii=True, separators=(",", ":"))
    return f"{_HEAD}{text}\n".encode()
