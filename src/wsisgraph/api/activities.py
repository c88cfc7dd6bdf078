"""/api/activities: which activities serve what, on what basis, said where."""

import calendar
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, cast
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from wsisgraph.api import problems
from wsisgraph.api.coded import Kind, read_codes
from wsisgraph.api.envelope import (
    Json,
    envelope,
    followed,
    joined,
    next_path,
    passages,
    table,
    thing,
)
from wsisgraph.api.filters import BASES, STATUSES, fields, region_key, sources
from wsisgraph.api.known import check_known
from wsisgraph.api.machine import described
from wsisgraph.api.negotiation import chosen_format
from wsisgraph.api.pages import Activities, Activity, Concept, Match, Page, Passage, Status
from wsisgraph.api.reading import Reading, key, value
from wsisgraph.api.service import (
    COMMON,
    LIST_FORMS,
    PAGING,
    RDF_FORMS,
    Service,
    bytes_of,
    format_links,
    html,
    number,
    parameters,
    rdf_of,
)
from wsisgraph.questions import BadParameter, Parameter
from wsisgraph.terms import codes, iris

PATH = "/api/activities"

PARAMETERS = {
    "agency": "agency in any role, by key or IRI: itu",
    "goal": "goal with its targets, or targets alone: 9, “SDG 9”, “9, 4”, “9.1, 9.a”",
    "target": "target: 9.c, “9.1, 9.a”; with goal= as well, both must hold",
    "action_line": "action line: C2; C7 stands for itself and its eight parts",
    "region": "region of any scheme, by IRI or path: vocab/itu-regions/africa, or an M49 code",
    "country": "country by ISO 3166 code, M49 code or IRI: KEN",
    "since": "not over before this day, month or year",
    "until": "begun by this day, month or year",
    "source": "source that states it, by key: itu-council, or several",
    "basis": "asserted, roadmap, matrix, or several",
    "status": "accepted, unconfirmed, proposed, rejected, or several",
    **PAGING,
    **COMMON,
}
FILTERS = (
    "agency",
    "goal",
    "target",
    "action_line",
    "region",
    "country",
    "since",
    "until",
    "source",
)
"""What the form of the page narrows the list by, before basis and status."""

Basis = Literal["asserted", "roadmap", "matrix"]

_AGENCY = Parameter("agency", "iri", "Agency", classes=("wsis:Body",))
_REGION = Parameter("region", "iri", "Region", classes=("region",))


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of activities is asked for, as IRIs."""

    agency: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    """Goals and targets; () for any."""
    each: tuple[frozenset[str], ...] = ()
    """Sets of concepts of each of which an activity must match one."""
    lines: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    source: tuple[str, ...] = ()
    """Graphs, those of all standings of a source."""
    bases: tuple[str, ...] = BASES
    matrix_asked: bool = False
    statuses: tuple[str, ...] = ("accepted",)


@dataclass(frozen=True, slots=True)
class _Found:
    activity: str
    concept: str
    basis: Basis
    status: Status
    confidence: str
    all_goals: bool
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """The activities found, in a stable order: those that something asserts come first."""

    shown: tuple[Activity, ...]
    total: int
    left_out: int
    undated: int
    query: str
    nodes: tuple[str, ...]
    """Everything a description of the list in RDF is made of."""


async def read(reading: Reading, given: Mapping[str, str]) -> Asked:
    """Return what the parameters mean.

    Raises:
        BadParameter, UnknownCode, HttpProblem: a value that is not known; says which are.
    """
    bases = choices(given, "basis", BASES)
    goals = with_targets(_codes(given, "goal", "goal", "target"))
    targets = with_targets(_codes(given, "target", "target"))
    agency = _iris(_AGENCY.terms(given["agency"])) if "agency" in given else ()
    await check_known(reading, "agency", agency, "wsis:Body")
    region = await _regions(reading, given["region"]) if "region" in given else ()
    since, until = _day(given, "since", 0), _day(given, "until", 1)
    if since and until and since > until:
        raise problems.bad_parameter(
            "since",
            f"“{given['since']}” is after “{given['until']}”",
            mend="give a day of since= that is not after that of until=",
        )
    return Asked(
        agency=agency,
        concepts=tuple(dict.fromkeys((*goals, *targets))),
        each=tuple(frozenset(wanted) for wanted in (goals, targets) if wanted),
        lines=lines_with_parts(line_codes(given)),
        region=region,
        country=await _country(reading, given["country"]) if "country" in given else (),
        since=since,
        until=until,
        source=await sources(reading, given["source"]) if "source" in given else (),
        bases=bases or BASES,
        matrix_asked="matrix" in bases,
        statuses=choices(given, "status", STATUSES) or ("accepted",),
    )


async def find(reading: Reading, asked: Asked, offset: int, limit: int) -> Listing:
    """Return one page of the activities that are asked for."""
    found, (within, undated) = await reading.together(
        _matches(reading, asked, asked.statuses), inside(reading, asked)
    )
    if within is not None:
        found = [match for match in found if match.activity in within]
    order: dict[str, tuple[int, str]] = {}
    for match in found:
        rank = (_RANK[match.basis] + match.all_goals, match.activity)
        order[match.activity] = min(rank, order.get(match.activity, rank))
    activities = sorted(order, key=lambda activity: order[activity])
    page = activities[offset : offset + limit]
    shown = await _shown(reading, [match for match in found if match.activity in set(page)], page)
    nodes = [
        *page,
        *(node for match in found if match.activity in set(page) for node in match.statements),
    ]
    return Listing(
        shown=shown,
        total=len(activities),
        left_out=await _left_out(reading, asked, within),
        undated=undated,
        query=reading.text("api/activities-asserted", _asserted_values(asked, asked.statuses)),
        nodes=tuple(dict.fromkeys(nodes)),
    )


async def activities(service: Service, request: Request) -> Response:
    """Answer /api/activities."""
    given = parameters(request, PARAMETERS)
    offered = service.forms(*LIST_FORMS)
    form = chosen_format(request, offered)
    limit = number(given, "limit", 50, 1, 1000)
    offset = number(given, "offset", 0, 0, 10**9 - 1)

    async def build(reading: Reading) -> Response:
        asked = await read(reading, given)
        found = await find(reading, asked, offset, limit)
        following = next_path(request, offset, limit, found.total)
        if form in RDF_FORMS:
            return followed(await rdf_of(reading, found.nodes, form, asked.statuses), following)
        if form == "csv":
            return followed(bytes_of(sheet(found), "csv"), following)
        if form == "html" and service.pages is not None:
            page = service.page(request, reading, format_links(request, offered))
            data = await list_page(reading, page, given, found, (offset, limit, following))
            return html(service.pages.activities(data))
        body = envelope(
            [as_json(item) for item in found.shown],
            reading=reading,
            total=found.total,
            limit=limit,
            offset=offset,
            next_path=following,
            question="api/activities",
            parameters=given,
            query=found.query,
            left_out=found.left_out,
            undated=found.undated,
        )
        return service.linked(request, body)

    return await service.answer(request, form, build)


async def list_page(
    reading: Reading,
    page: Page,
    given: Mapping[str, str],
    found: Listing,
    place: tuple[int, int, str],
) -> Activities:
    """Return what the page of a list shows: its offset and limit, and where it goes on."""
    offset, limit, following = place
    kept = {name: text for name, text in given.items() if name not in ("status", "offset")}
    both = urlencode({**kept, "status": "accepted,unconfirmed"})
    return described(
        Activities(
            page=page,
            asserted=tuple(item for item in found.shown if _is_said(item)),
            by_matrix=tuple(item for item in found.shown if not _is_said(item)),
            filters=tuple(
                (name, text) for name, text in given.items() if name not in (*PAGING, *COMMON)
            ),
            total=found.total,
            offset=offset,
            limit=limit,
            next=following,
            left_out=found.left_out,
            with_left_out=f"{PATH}?{both}" if found.left_out else "",
            fields=await fields(reading, given, (*FILTERS, "basis", "status")),
        )
    )


def sheet(found: Listing) -> str:
    """Return a list as CSV."""
    return table(COLUMNS, _rows(found.shown))


COLUMNS = (
    "activity",
    "activity_label",
    "agencies",
    "action_lines",
    "concept",
    "concept_code",
    "concept_label",
    "basis",
    "status",
    "confidence",
    "scope",
    "document",
    "locator",
    "passage",
)


def as_json(item: Activity) -> Json:
    """Return one item of the list."""
    return {
        "activity": thing(item.activity),
        "agencies": [thing(agency) for agency in item.agencies],
        "action_lines": [thing(line) for line in item.action_lines],
        "matches": [
            {
                "concept": thing(match.concept),
                "basis": match.basis,
                "status": match.status,
                "confidence": float(match.confidence) if match.confidence else None,
                "scope": "all-goals" if match.all_goals else None,
                "passages": passages(match.passages),
            }
            for match in item.matches
        ],
    }


def choices(given: Mapping[str, str], name: str, valid: Sequence[str]) -> tuple[str, ...]:
    """Return the values of a closed list that a parameter names, () when it is not given.

    Raises:
        HttpProblem: 400, a value that is not in the list.
    """
    found = [part.strip() for part in given.get(name, "").split(",") if part.strip()]
    for part in found:
        if part not in valid:
            raise problems.bad_parameter(
                name, f"“{part}” is not one of the values of {name}", valid_values=valid
            )
    return tuple(dict.fromkeys(found))


def lines_with_parts(found: Iterable[codes.Code]) -> tuple[str, ...]:
    """Return the IRIs of lines; C7 brings its eight parts."""
    keys: dict[str, None] = {}
    for code in found:
        keys[code.notation] = None
        keys.update(
            dict.fromkeys(
                line for line in codes.ACTION_LINES if line.startswith(f"{code.notation}-")
            )
        )
    return tuple(codes.action_line_iri(line) for line in keys)


def line_codes(given: Mapping[str, str]) -> list[codes.Code]:
    """Return the action lines that are asked for.

    Raises:
        UnknownCode, HttpProblem: something else than action lines.
    """
    return _codes(given, "action_line", "action-line")


def with_targets(found: Iterable[codes.Code]) -> dict[str, None]:
    """Return the IRIs of goals and targets; a goal brings its targets, and all goals at once."""
    wanted: dict[str, None] = {}
    for code in found:
        wanted[iris.sdg(code.notation)] = None
        if code.kind == "goal":
            targets = codes.targets_of(code.notation)
            wanted.update(dict.fromkeys(iris.sdg(target) for target in targets))
            wanted[iris.SDG] = None
    return wanted


# All goals in one statement come after what names the goal, and before what is only potential.
_RANK = {"asserted": 0, "roadmap": 0, "matrix": 2}


def _is_said(item: Activity) -> bool:
    return any(match.basis != "matrix" for match in item.matches)


def _rows(items: Iterable[Activity]) -> Iterable[Sequence[object]]:
    for item in items:
        head = (
            item.activity.iri,
            item.activity.label.value,
            joined(item.agencies),
            joined(item.action_lines),
        )
        for match in item.matches:
            middle = (
                match.concept.iri,
                match.concept.code,
                match.concept.label.value,
                match.basis,
                match.status,
                match.confidence,
                "all-goals" if match.all_goals else "",
            )
            for passage in match.passages or (None,):
                yield (*head, *middle, *_place(passage))


def _place(passage: Passage | None) -> tuple[str, str, str]:
    if passage is None:
        return "", "", ""
    return passage.document.iri, passage.locator, passage.iri


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
        rows = await reading.rows(
            "api/activities-by-matrix",
            {
                "object": [iri for iri in asked.concepts if iri != iris.SDG] or None,
                "line": asked.lines or None,
                "agency": asked.agency or None,
                "source": asked.source or None,
                "status": list(statuses),
            },
            statuses=statuses,
        )
        found += [
            _Found(
                value(row, "activity"),
                value(row, "object"),
                "matrix",
                cast(Status, key(row, "status")),
                value(row, "confidence"),
                False,
                (value(row, "link"), value(row, "linkage")),
            )
            for row in rows
        ]
    return found


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
    about, said_in = await reading.together(
        reading.rows("api/activities-about", {"activity": page}, statuses=everything),
        reading.passages(
            (node for match in found for node in match.statements), statuses=everything
        ),
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
        matches[match.activity].append(_match(match, concepts, said_in))
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
) -> Match:
    places = [passage for node in match.statements for passage in said_in[node]]
    return Match(
        concept=concepts[match.concept],
        basis=match.basis,
        status=match.status,
        confidence=match.confidence,
        passages=tuple({passage.iri: passage for passage in places}.values()),
        all_goals=match.all_goals,
    )


def _merged(matches: Iterable[Match]) -> tuple[Match, ...]:
    """Join matches that differ in their passages only: one concept by two lines is one match."""
    merged: dict[tuple[str, str, str], Match] = {}
    for match in matches:
        name = (match.concept.iri, match.basis, match.status)
        if name not in merged:
            merged[name] = match
            continue
        first = merged[name]
        places = {passage.iri: passage for passage in (*first.passages, *match.passages)}
        merged[name] = replace(
            first,
            passages=tuple(places.values()),
            confidence=max(first.confidence, match.confidence),
        )
    return tuple(merged.values())


def _codes(given: Mapping[str, str], name: str, *kinds: Kind) -> list[codes.Code]:
    return read_codes(name, given[name], kinds) if name in given else []


def _iris(terms: str) -> tuple[str, ...]:
    return tuple(term[1:-1] for term in terms.split())


def _area(given: str, parameter: Parameter) -> Iterable[str]:
    for part in (piece.strip() for piece in given.split(",")):
        if part.isascii() and part.isdigit() and len(part) <= 3:
            yield iris.geo_area(part)
        elif "/" in part and not part.startswith(("http", "id/", "vocab/", "/")):
            yield from _iris(parameter.terms(f"vocab/{part}"))
        elif "/" in part:
            yield from _iris(parameter.terms(part))
        else:
            raise problems.bad_parameter(
                parameter.name,
                f"“{part}” names no {parameter.name}",
                mend="name its scheme as well, as in itu-regions/africa, or give an M49 code",
            )


async def _regions(reading: Reading, given: str) -> tuple[str, ...]:
    """Return the regions that are named; a refusal lists those of every scheme.

    Raises:
        HttpProblem: 400, something that is no region.
    """
    rows = await reading.rows("api/regions")
    valid = {value(row, "region"): region_key(row) for row in rows}
    try:
        found = tuple(_area(given, _REGION))
    except (problems.HttpProblem, BadParameter) as error:
        raise problems.bad_parameter(
            "region",
            error.message,
            mend="name its scheme as well, as in itu-regions/africa, or give an M49 code",
            valid_values=sorted(valid.values()),
        ) from error
    for iri in found:
        if iri not in valid:
            raise problems.bad_parameter(
                "region",
                f"<{iri}> is no region of any scheme",
                mend="give one of the valid values",
                valid_values=sorted(valid.values()),
            )
    return found


async def _country(reading: Reading, given: str) -> tuple[str, ...]:
    found: list[str] = []
    for part in (piece.strip() for piece in given.split(",")):
        if part.isascii() and part.isalpha() and len(part) in (2, 3):
            rows = await reading.rows("api/country", {"code": part.upper()})
            if not rows:
                raise problems.bad_parameter(
                    "country",
                    f"There is no country “{part}”",
                    mend="give a code of ISO 3166 or M49, as in KEN or 404",
                )
            found += [value(row, "area") for row in rows]
        else:
            areas = list(_area(part, Parameter("country", "iri", "Country", classes=("country",))))
            await check_known(reading, "country", areas, "")
            found += areas
    return tuple(found)


def _day(given: Mapping[str, str], name: str, end: Literal[0, 1]) -> str:
    """Return a day: a year or month stands for its first day (0) or its last (1)."""
    text = given.get(name, "")
    if not text:
        return ""
    try:
        return days(text)[end]
    except ValueError:
        raise problems.bad_parameter(
            name, f"“{text}” is no date", mend="write YYYY-MM-DD, YYYY-MM or YYYY"
        ) from None


def days(text: str) -> tuple[str, str]:
    """Return the first and the last day that a printed date can mean.

    Raises:
        ValueError: it is no day, month or year of the calendar.
    """
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text):
        raise ValueError(text)
    year, month, day = [int(part) for part in (text + "-0-0").split("-")[:3]]
    last_month = month or 12
    first = date(year, month or 1, day or 1)
    last = date(year, last_month, day or calendar.monthrange(year, last_month)[1])
    return first.isoformat(), last.isoformat()
