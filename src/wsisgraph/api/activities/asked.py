"""What a list of activities is asked for: the parameters, as IRIs and days."""

import calendar
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from wsisgraph.api import problems
from wsisgraph.api.coded import Kind, read_codes
from wsisgraph.api.filters import BASES, STATUSES, region_key, sources
from wsisgraph.api.known import check_known
from wsisgraph.api.peers import PARAMETER as PEERS
from wsisgraph.api.reading import Reading, value
from wsisgraph.api.service import (
    COMMON,
    PAGING,
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
    **PEERS,
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
