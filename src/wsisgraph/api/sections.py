"""What the pages of lines, goals, targets and bodies show of the matrix and of activities."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from wsisgraph.api.activities import Asked, find, lines_with_parts, with_targets
from wsisgraph.api.matrix import heads, read_targets
from wsisgraph.api.pages import Activity, Concept, Opened, Table
from wsisgraph.api.reading import Reading
from wsisgraph.api.views import (
    linkages,
    of_goal,
    opened_by_goal,
    opened_by_line,
    opened_by_target,
)
from wsisgraph.errors import UnknownCode
from wsisgraph.questions.parameters import written
from wsisgraph.settings import DEFAULT_BASE
from wsisgraph.terms import codes, iris
from wsisgraph.terms.namespaces import WSIS

_MOST_ACTIVITIES = 100


@dataclass(frozen=True, slots=True)
class Sections:
    """The parts of a page that a class of things has of its own."""

    opened: tuple[Opened, ...] = ()
    table: Table | None = None
    asserted: tuple[Activity, ...] = ()
    stated: int = 0
    potential: int = 0
    activities_href: str = ""
    before: Concept | None = None
    after: Concept | None = None
    above: Concept | None = None


async def sections_of(reading: Reading, iri: str, types: Sequence[str]) -> Sections:
    """Return the sections that a thing of these classes has; empty ones for any other."""
    if WSIS.Body in types:
        asserted, stated, _ = await _activities(reading, Asked(agency=(iri,)))
        href = f"/api/activities?{urlencode({'agency': short(iri)})}"
        return Sections(asserted=asserted, stated=stated, activities_href=href)
    code = _code(iri)
    if code is None:
        return Sections()
    if code.kind == "action-line":
        return await _of_line(reading, code)
    return await _of_goal(reading, code)


def short(iri: str) -> str:
    """Return the IRI of a body as a list of activities takes it."""
    return written(f"<{iri}>").removeprefix(DEFAULT_BASE)


async def _of_line(reading: Reading, code: codes.Code) -> Sections:
    iri = codes.action_line_iri(code.notation)
    everything = [object_ for goal in codes.GOALS for object_ in of_goal(goal)]
    (rows, columns), concepts, evidence, (asserted, stated, _) = await reading.together(
        heads(reading),
        reading.concepts([iri]),
        linkages(reading, [iri], everything),
        _activities(reading, Asked(lines=lines_with_parts([code]))),
    )
    line = concepts[iri]
    before, after = _neighbours([row.iri for row in rows], iri, rows)
    return Sections(
        opened=opened_by_goal(columns, line, evidence),
        asserted=asserted,
        stated=stated,
        activities_href=f"/api/activities?action_line={code.notation}",
        before=before,
        after=after,
    )


async def _of_goal(reading: Reading, code: codes.Code) -> Sections:
    rows, columns = await heads(reading)
    goal = code.notation.partition(".")[0]
    objects = of_goal(goal) if code.kind == "goal" else [iris.sdg(code.notation)]
    evidence, (asserted, stated, potential) = await reading.together(
        linkages(reading, [row.iri for row in rows], objects),
        _activities(reading, Asked(concepts=tuple(with_targets([code])))),
    )
    name = "goal" if code.kind == "goal" else "target"
    found = Sections(
        asserted=asserted,
        stated=stated,
        potential=potential,
        activities_href=f"/api/activities?{name}={code.notation}",
    )
    if code.kind == "target":
        return await _of_target(reading, code, found, opened_by_target(rows, evidence))
    before, after = _neighbours([column.code for column in columns], goal, columns)
    return Sections(
        opened=opened_by_line(rows, goal, evidence),
        table=await read_targets(reading, [goal]),
        asserted=found.asserted,
        stated=found.stated,
        potential=found.potential,
        activities_href=found.activities_href,
        before=before,
        after=after,
    )


async def _of_target(
    reading: Reading, code: codes.Code, found: Sections, opened: tuple[Opened, ...]
) -> Sections:
    goal = code.notation.partition(".")[0]
    targets = list(codes.targets_of(goal))
    named = {iris.sdg(target): target for target in [goal, *targets]}
    concepts = await reading.concepts(named)
    before, after = _neighbours(
        targets, code.notation, [concepts[iris.sdg(target)] for target in targets]
    )
    return Sections(
        opened=opened,
        asserted=found.asserted,
        stated=found.stated,
        potential=found.potential,
        activities_href=found.activities_href,
        before=before,
        after=after,
        above=concepts[iris.sdg(goal)],
    )


async def _activities(reading: Reading, asked: Asked) -> tuple[tuple[Activity, ...], int, int]:
    """Return the first activities that a source puts there, how many there are, and how many the
    matrix alone puts there.
    """
    found = await find(reading, asked, 0, _MOST_ACTIVITIES)
    said = tuple(
        item for item in found.shown if any(match.basis != "matrix" for match in item.matches)
    )
    return said, found.stated, found.total - found.stated


def _neighbours(
    names: Sequence[str], name: str, concepts: Sequence[Concept]
) -> tuple[Concept | None, Concept | None]:
    if name not in names:
        return None, None
    at = names.index(name)
    before = concepts[at - 1] if at else None
    after = concepts[at + 1] if at + 1 < len(concepts) else None
    return before, after


@lru_cache(maxsize=4096)
def _code(iri: str) -> codes.Code | None:
    """Return the code of a line, goal or target; None for anything else."""
    prefixes = (iris.VOCAB + "action-lines/", iris.SDG + "/")
    if not iri.startswith(prefixes):
        return None
    try:
        found = codes.parse_codes(iri)
    except UnknownCode:
        return None
    if len(found) != 1 or found[0].kind not in ("action-line", "goal", "target"):
        return None
    return found[0]
