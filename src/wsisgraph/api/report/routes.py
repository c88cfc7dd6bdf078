"""The addresses of reviews: the list of them, and that of each line."""

from starlette.requests import Request
from starlette.responses import Response

from wsisgraph.api.known import check_known
from wsisgraph.api.negotiation import chosen_format
from wsisgraph.api.problems import not_found
from wsisgraph.api.reading import Reading
from wsisgraph.api.report.compose import (
    FIRST_YEAR,
    LAST_YEAR,
    PATH,
    compose,
    lines_page,
    usual_year,
)
from wsisgraph.api.service import COMMON, Service, html, number, parameters
from wsisgraph.errors import UnknownCode
from wsisgraph.questions import Parameter
from wsisgraph.terms import codes

YEAR = {"year": "the year that is reviewed; without it, that of the data set"}
LIST_PARAMETERS = {**YEAR, "agency": "only lines that this body leads: itu", **COMMON}
PARAMETERS = {**YEAR, **COMMON}

_AGENCY = Parameter("agency", "iri", "Agency", classes=("wsis:Body",))


async def reports(service: Service, request: Request) -> Response:
    """Answer /report, the list of reviews."""
    given = parameters(request, LIST_PARAMETERS)
    form = chosen_format(request, service.forms("html"))
    asked = number(given, "year", 0, FIRST_YEAR, LAST_YEAR)
    agency = _AGENCY.terms(given["agency"])[1:-1] if "agency" in given else ""

    async def build(reading: Reading) -> Response:
        assert service.pages is not None
        await check_known(reading, "agency", [agency] if agency else [], "wsis:Body")
        year = asked or await usual_year(reading)
        page = service.page(request, reading)
        return html(service.pages.reports(await lines_page(reading, page, year, agency)))

    return await service.answer(request, form, build)


async def report(service: Service, request: Request) -> Response:
    """Answer /report/{line}, the review of a line in a year."""
    given = parameters(request, PARAMETERS)
    line = line_of(request.path_params["line"])
    form = chosen_format(request, service.forms("html"))
    asked = number(given, "year", 0, FIRST_YEAR, LAST_YEAR)

    async def build(reading: Reading) -> Response:
        assert service.pages is not None
        year = asked or await usual_year(reading)
        page = service.page(request, reading)
        return html(service.pages.report(await compose(reading, page, line, year)))

    return await service.answer(request, form, build)


def line_of(text: str) -> str:
    """Return the IRI of the line of an address.

    Raises:
        HttpProblem: 404, there is no such line.
    """
    try:
        line = codes.parse_code(text)
    except UnknownCode:
        line = None
    if line is None or line.iri is None or line.kind != "action-line":
        raise not_found(f"There is no review of “{text}”", mend=f"the lines are listed at {PATH}")
    return line.iri
