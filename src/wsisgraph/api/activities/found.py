"""Which activities match what is asked for, and why: stated in a source, or by the matrix alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from typing import Literal, NamedTuple, cast

from wsisgraph.api.activities.asked import Asked
from wsisgraph.api.pages import Activity, Concept, Match, Passage, Status
from wsisgraph.api.reading import Reading, Row, key, value
from wsisgraph.api.sayers import Voices, voices
from wsisgraph.terms import iris

Basis = Literal["asserted", "roadmap", "matrix"]


class _Found(NamedTuple):
    activity: str
    concept: str
    basis: Basis
    status: Status
    confidence: str
    all_goals: bool
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Ranked:
    """All that is asked for, in the order in which it is listed."""

    activities: Sequence[str]
    matches: Mapping[str, Sequence[_Found]]
    stated: int
    also_by_matrix: int
    left_out: int
    undated: int


@dataclass(frozen=True, slots=True)
class Listing:
    """The activities found, in a stable order: those that something asserts come first."""

    shown: tuple[Activity, ...]
    total: int
    stated: int
    """How many of all that match a source states; the others follow from the matrix alone."""
    also_by_matrix: int
    """How many of those the matrix gives too."""
    left_out: int
    undated: int
    query: str
    nodes: tuple[str, ...]
    """Everything a description of the list in RDF is made of."""


async def find(reading: Reading, asked: Asked, offset: int, limit: int) -> Listing:
    """Return one page of the activities that are asked for."""
    ranked = await reading.once(asked, lambda reading: _ranked(reading, asked))
    page = ranked.activities[offset : offset + limit]
    found = [match for activity in page for match in ranked.matches[activity]]
    nodes = [*page, *(node for match in found for node in match.statements)]
    return Listing(
        shown=await _shown(reading, found, page),
        total=len(ranked.activities),
        stated=ranked.stated,
        also_by_matrix=ranked.also_by_matrix,
        left_out=ranked.left_out,
        undated=ranked.undated,
        query=reading.text("api/activities-asserted", _asserted_values(asked, asked.statuses)),
        nodes=tuple(dict.fromkeys(nodes)),
    )


async def inside(reading: Reading, asked: Asked) -> tuple[set[str] | None, int]:
    """Return the activities inside the filters (None for no filter), and how many are undated."""
    places = {
        # With a goal and a line asked for, both must hold.
        "under": (asked.lines or None) if asked.concepts else None,
        "region": asked.region or None,
        "country": asked.country or None,
    }
    period = {"since": asked.since or None, "until": asked.until or None}
    if not any((*places.values(), *period.values())):
        return None, 0
    statuses = asked.statuses
    rows = await reading.rows("api/activities-where", {**places, **period}, statuses=statuses)
    within = {value(row, "activity") for row in rows}
    undated = 0
    if any(period.values()):
        everything = await reading.rows("api/activities-where", dict(places), statuses=statuses)
        dated = await reading.rows(
            "api/activities-where", {**places, "since": "0001-01-01"}, statuses=statuses
        )
        undated = len(everything) - len(dated)
    return within, undated


# All goals in one statement come after what names the goal, and before what is only potential.
_RANK = {"asserted": 0, "roadmap": 0, "matrix": 2}


def _asserted_values(
    asked: Asked, statuses: Sequence[str]
) -> dict[str, str | Sequence[str] | None]:
    return {
        # Asked for lines alone, the links to the lines are the matches.
        "concept": asked.concepts or asked.lines or None,
        "agency": asked.agency or None,
        "basis": [basis for basis in asked.bases if basis != "matrix"],
        "source": asked.source or None,
        "status": list(statuses),
    }


async def _ranked(reading: Reading, asked: Asked) -> _Ranked:
    found, (within, undated) = await reading.together(
        _matches(reading, asked, asked.statuses), inside(reading, asked)
    )
    matches: dict[str, list[_Found]] = {}
    for match in found:
        if within is None or match.activity in within:
            matches.setdefault(match.activity, []).append(match)
    rank = {
        activity: min(_RANK[match.basis] + match.all_goals for match in several)
        for activity, several in matches.items()
    }
    return _Ranked(
        sorted(matches, key=lambda activity: (rank[activity], activity)),
        matches,
        sum(one < _RANK["matrix"] for one in rank.values()),
        sum(_also_by_matrix(several) for several in matches.values()),
        await _left_out(reading, asked, within),
        undated,
    )


def _also_by_matrix(matches: Iterable[_Found]) -> bool:
    on_what = {match.basis for match in matches}
    return "matrix" in on_what and len(on_what) > 1


async def _matches(reading: Reading, asked: Asked, statuses: Sequence[str]) -> list[_Found]:
    found = await _any_matches(reading, asked, statuses)
    if len(asked.each) < 2:
        return found
    concepts: dict[str, set[str]] = {}
    for match in found:
        concepts.setdefault(match.activity, set()).add(match.concept)
    return [
        match for match in found if all(concepts[match.activity] & wanted for wanted in asked.each)
    ]


async def _any_matches(reading: Reading, asked: Asked, statuses: Sequence[str]) -> list[_Found]:
    found: list[_Found] = []
    if any(basis != "matrix" for basis in asked.bases):
        rows = await reading.rows(
            "api/activities-asserted", _asserted_values(asked, statuses), statuses=statuses
        )
        found += [
            _Found(
                value(row, "activity"),
                value(row, "concept"),
                cast(Basis, key(row, "basis")),
                cast(Status, key(row, "status")),
                value(row, "confidence"),
                value(row, "concept") == iris.SDG,
                (value(row, "link"),),
            )
            for row in rows
        ]
    # Without a goal the matrix would add every goal of every line: only when it is asked for.
    if "matrix" in asked.bases and (asked.concepts or asked.matrix_asked):
        found += await _by_matrix(reading, asked, statuses)
    return found


async def _by_matrix(reading: Reading, asked: Asked, statuses: Sequence[str]) -> list[_Found]:
    """Return what the activities under a line potentially serve, since the line is linked to it."""
    objects = [iri for iri in asked.concepts if iri != iris.SDG]
    linked = await reading.rows(
        "api/linked-lines",
        {"object": objects or None, "line": asked.lines or None},
        statuses=statuses,
    )
    of_line: dict[str, list[Row]] = {}
    for row in linked:
        of_line.setdefault(value(row, "line"), []).append(row)
    if not of_line:
        return []
    under = await reading.rows(
        "api/activities-under",
        {
            "line": sorted(of_line),
            "agency": asked.agency or None,
            "source": asked.source or None,
            "status": list(statuses),
        },
        statuses=statuses,
    )
    found: list[_Found] = []
    for activity, links in groupby(under, key=lambda row: value(row, "activity")):
        of_this = [
            (value(row, "object"), value(link, "line"), value(link, "link"), link, row)
            for link in links
            for row in of_line[value(link, "line")]
        ]
        of_this.sort(key=itemgetter(0, 1, 2))
        found += [
            _Found(
                activity,
                object_,
                "matrix",
                cast(Status, key(link, "status")),
                value(row, "confidence"),
                False,
                (statement, value(row, "linkage")),
            )
            for object_, _, statement, link, row in of_this
        ]
    return found


async def _left_out(reading: Reading, asked: Asked, within: set[str] | None) -> int:
    if "unconfirmed" in asked.statuses:
        return 0
    found = await _matches(reading, asked, ["unconfirmed"])
    return len(
        {match.statements[0] for match in found if within is None or match.activity in within}
    )


async def _shown(
    reading: Reading, found: Sequence[_Found], page: Sequence[str]
) -> tuple[Activity, ...]:
    if not page:
        return ()
    everything = ("accepted", "unconfirmed", "proposed", "rejected")
    statements = [node for match in found for node in match.statements]
    about, said_in, heard = await reading.together(
        reading.rows("api/activities-about", {"activity": page}, statuses=everything),
        reading.passages(statements, statuses=everything),
        voices(reading, statements),
    )
    agencies: dict[str, list[str]] = {activity: [] for activity in page}
    lines: dict[str, list[str]] = {activity: [] for activity in page}
    for row in about:
        if "agency" in row:
            agencies[value(row, "activity")].append(value(row, "agency"))
        else:
            lines[value(row, "activity")].append(value(row, "line"))
    concepts = await reading.concepts(
        [
            *page,
            *(iri for named in agencies.values() for iri in named),
            *(iri for named in lines.values() for iri in named),
            *(match.concept for match in found),
        ]
    )
    matches: dict[str, list[Match]] = {activity: [] for activity in page}
    for match in found:
        theirs = [concepts[iri] for iri in agencies[match.activity]]
        matches[match.activity].append(_match(match, concepts, said_in, heard, theirs))
    return tuple(
        Activity(
            activity=concepts[activity],
            agencies=tuple(concepts[iri] for iri in agencies[activity]),
            action_lines=tuple(concepts[iri] for iri in lines[activity]),
            matches=_merged(matches[activity]),
        )
        for activity in page
    )


def _match(
    match: _Found,
    concepts: Mapping[str, Concept],
    said_in: Mapping[str, tuple[Passage, ...]],
    heard: Voices,
    agencies: Sequence[Concept],
) -> Match:
    places = [passage for node in match.statements for passage in said_in[node]]
    return Match(
        concept=concepts[match.concept],
        basis=match.basis,
        status=match.status,
        confidence=match.confidence,
        passages=tuple({passage.iri: passage for passage in places}.values()),
        all_goals=match.all_goals,
        said_by=heard.sayers(match.statements, agencies),
        disputes=heard.disputed(match.statements),
    )


def _merged(matches: Iterable[Match]) -> tuple[Match, ...]:
    """Join matches that differ in their passages only: one concept by two lines is one match.

    What an agency says of what is its own comes first. What one of ours and a peer both say is two
    matches, so that it is seen who says it where.
    """
    merged: dict[tuple[object, ...], Match] = {}
    for match in matches:
        sayers = tuple((one.kind, one.name) for one in match.said_by)
        name = (match.concept.iri, match.basis, match.status, sayers)
        if name not in merged:
            merged[name] = match
            continue
        first = merged[name]
        places = {passage.iri: passage for passage in (*first.passages, *match.passages)}
        disputes = {one.iri: one for one in (*first.disputes, *match.disputes)}
        merged[name] = replace(
            first,
            passages=tuple(places.values()),
            confidence=max(first.confidence, match.confidence),
            disputes=tuple(disputes.values()),
        )
    return tuple(sorted(merged.values(), key=lambda match: not _is_own(match)))


def _is_own(match: Match) -> bool:
    return any(one.own for one in match.said_by)
