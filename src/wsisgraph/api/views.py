"""The matrix opened: by goal, by line, and down to the 169 targets."""

from collections.abc import Sequence
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

from wsisgraph.api import links
from wsisgraph.api.cells import read_evidence
from wsisgraph.api.machine import described
from wsisgraph.api.matrix import heads, read_targets
from wsisgraph.api.negotiation import MEDIA_TYPES, chosen_format
from wsisgraph.api.pages import Concept, Evidence, Link, Opened, Page, TargetsPage, View
from wsisgraph.api.pictures import some
from wsisgraph.api.reading import Reading
from wsisgraph.api.service import COMMON, Service, html, parameters
from wsisgraph.terms import codes, iris

_FORMS = ("csv", "json", "ttl", "jsonld")


async def by_goal(service: Service, request: Request) -> Response:
    """Answer /goals: each goal with the lines that serve it."""
    return await _view(service, request, "goal")


async def by_line(service: Service, request: Request) -> Response:
    """Answer /lines: each line with the goals and targets it is linked to."""
    return await _view(service, request, "line")


async def targets(service: Service, request: Request) -> Response:
    """Answer /matrix/targets: lines × the 169 targets."""
    parameters(request, COMMON)
    form = chosen_format(request, service.forms("html"))

    async def build(reading: Reading) -> Response:
        assert service.pages is not None
        page = service.page(request, reading, _links("/api/matrix?columns=targets"))
        return html(service.pages.targets(await targets_page(reading, page)))

    return await service.answer(request, form, build)


async def _view(service: Service, request: Request, by: Literal["goal", "line"]) -> Response:
    parameters(request, COMMON)
    form = chosen_format(request, service.forms("html"))

    async def build(reading: Reading) -> Response:
        assert service.pages is not None
        page = service.page(request, reading, _links("/api/matrix?columns=targets"))
        return html(service.pages.view(await view_page(reading, page, by)))

    return await service.answer(request, form, build)


async def targets_page(reading: Reading, page: Page) -> TargetsPage:
    """Return what the page of all targets shows."""
    return described(TargetsPage(page, await read_targets(reading)))


async def view_page(reading: Reading, page: Page, by: Literal["goal", "line"]) -> View:
    """Return what the matrix by goal or by line shows."""
    rows, columns = await heads(reading)
    everything = [iri for goal in codes.GOALS for iri in of_goal(goal)]
    evidence = await linkages(reading, [row.iri for row in rows], everything)
    if by == "goal":
        found = tuple((goal, opened_by_line(rows, goal.code, evidence)) for goal in columns)
    else:
        found = tuple((line, opened_by_goal(columns, line, evidence)) for line in rows)
    return described(View(page, by, found, await some(reading, ("network", ""))))


async def linkages(
    reading: Reading, lines: Sequence[str], objects: Sequence[str]
) -> tuple[Evidence, ...]:
    """Return the accepted linkages between these lines and these goals and targets."""
    values = {"line": list(lines), "object": list(objects), "status": ["accepted"]}
    return await read_evidence(reading, values, ("accepted",))


def of_goal(goal: str) -> list[str]:
    """Return the IRIs of a goal and its targets."""
    return [iris.sdg(goal), *(iris.sdg(target) for target in codes.targets_of(goal))]


def opened_by_line(
    lines: Sequence[Concept], goal: str, evidence: Sequence[Evidence]
) -> tuple[Opened, ...]:
    """Return the lines that are linked to a goal, each with its targets."""
    found = []
    for line in lines:
        own = [item for item in evidence if item.line == line and _goal(item) == goal]
        if own:
            found.append(_opened(line, own, links.cell(line.code, goal)))
    return tuple(found)


def opened_by_goal(
    goals: Sequence[Concept], line: Concept, evidence: Sequence[Evidence]
) -> tuple[Opened, ...]:
    """Return the goals that a line is linked to, each with its targets."""
    found = []
    for goal in goals:
        own = [item for item in evidence if item.line == line and _goal(item) == goal.code]
        if own:
            found.append(_opened(goal, own, links.cell(line.code, goal.code)))
    return tuple(found)


def opened_by_target(lines: Sequence[Concept], evidence: Sequence[Evidence]) -> tuple[Opened, ...]:
    """Return the lines that are linked to one target."""
    found = []
    for line in lines:
        own = tuple(item for item in evidence if item.line == line)
        if own:
            place = links.cell(line.code, own[0].object.code)
            found.append(Opened(line, len(own), None, own, place))
    return tuple(found)


def _opened(concept: Concept, own: Sequence[Evidence], place: str) -> Opened:
    whole = next((item for item in own if "." not in item.object.code), None)
    of_targets = tuple(item for item in own if "." in item.object.code)
    return Opened(concept, len(of_targets), whole, of_targets, place)


def _goal(item: Evidence) -> str:
    return item.object.code.partition(".")[0]


def _links(path: str) -> tuple[Link, ...]:
    return tuple(Link(f"{path}&format={key}", key, MEDIA_TYPES[key][0]) for key in _FORMS)
