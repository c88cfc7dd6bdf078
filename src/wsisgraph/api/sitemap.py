"""/sitemap.xml and /robots.txt: every page with its languages, for search engines (sitemaps.org).

An address stands for a page in the language that its reader asks for; beside it stand those that
name one of the six. A map is cut where it is long, and /sitemap.xml is then the index.
"""

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode
from xml.sax.saxutils import escape, quoteattr

from starlette.requests import Request
from starlette.responses import Response

from wsisgraph.api.asking import described as told
from wsisgraph.api.links import cell, href
from wsisgraph.api.negotiation import LANGUAGES
from wsisgraph.api.pictures import address, listed
from wsisgraph.api.problems import not_found
from wsisgraph.api.reading import Reading, value
from wsisgraph.api.service import Service, parameters
from wsisgraph.terms import codes

PATH = "/sitemap.xml"
PART = "/sitemap-{number}.xml"
ROBOTS = "/robots.txt"

MOST = 10_000
"""Pages in one file: 50,000 addresses and 50 MB are allowed, and a page with its languages has
some 900 bytes.
"""

PAGES = (
    "/",
    "/goals",
    "/lines",
    "/matrix/targets",
    "/picture",
    "/search",
    "/api/activities",
    "/api/roles",
    "/api/questions",
    "/sparql",
    "/docs",
    "/def",
    "/shapes",
    "/dataset",
    "/languages",
)
"""The pages that are there whatever the data hold."""

# C7 is no row of the matrix, its eight parts are.
_ROWS = tuple(line for line in codes.ACTION_LINES if line != "C7")

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"

# Answers to questions without end are no pages to be found by.
_NOT_TO_WALK = (
    *("/sparql?", "/find?", "/search?", "/api/search?"),
    *("/update", "/graphs", "/metrics", "/*format="),
)


async def sitemap(service: Service, request: Request) -> Response:
    """Answer /sitemap.xml: the pages, or an index of maps."""

    async def build(reading: Reading) -> Response:
        root = service.address(request, "")
        found = parts(await paths(reading))
        if len(found) == 1:
            return _xml(site_map(root, found[0]))
        return _xml(index(root + PART.format(number=n) for n in range(1, len(found) + 1)))

    parameters(request, {})
    return await service.answer(request, "sitemap", build)


async def part(service: Service, request: Request) -> Response:
    """Answer /sitemap-1.xml: a part of a long map."""
    given = request.path_params["number"]
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 7 else 0

    async def build(reading: Reading) -> Response:
        found = parts(await paths(reading))
        if not 1 <= number <= len(found):
            raise not_found("The map of the site has no such part", mend=f"begin at {PATH}")
        return _xml(site_map(service.address(request, ""), found[number - 1]))

    parameters(request, {})
    return await service.answer(request, f"sitemap{number}", build)


async def robots(service: Service, request: Request) -> Response:
    """Answer /robots.txt (RFC 9309): the pages may be walked, the questions without end not."""
    lines = ["User-agent: *", "Allow: /", *(f"Disallow: {path}" for path in _NOT_TO_WALK)]
    lines.append(f"Sitemap: {service.address(request, PATH)}")
    text = "".join(f"{line}\n" for line in lines)
    return Response(text, media_type="text/plain", headers={"Cache-Control": "max-age=3600"})


async def paths(reading: Reading) -> list[str]:
    """Return the path of every page, each once."""
    described, linkages = await reading.together(
        reading.rows("api/described"), reading.rows("api/table-linkages")
    )
    found = dict.fromkeys(PAGES)
    found |= dict.fromkeys(cell(line, goal) for line in _ROWS for goal in codes.GOALS)
    found |= dict.fromkeys(cell(value(row, "line"), value(row, "object")) for row in linkages)
    found |= dict.fromkeys(told(question, reading.lang).href for question in reading.questions())
    found |= dict.fromkeys(address(kind, iri) for kind, iri, _ in await listed(reading))
    things = (href(value(row, "thing")) for row in described)
    found |= dict.fromkeys(page_of(path) for path in things if is_page(path))
    return list(found)


def is_page(path: str) -> bool:
    """Tell whether a thing has a page of its own.

    Terms with a “#” stand on that of another, versions of the ontology lead to it.
    """
    return path.startswith("/") and not any(mark in path for mark in ("#", "?", "/def/"))


def page_of(path: str) -> str:
    """Return the path of the document about a thing; that of a name only leads to it."""
    return f"{path}.html" if path.startswith(("/id/", "/vocab/")) else path


def parts(found: Sequence[str]) -> list[Sequence[str]]:
    """Return the paths file by file."""
    return [found[start : start + MOST] for start in range(0, max(len(found), 1), MOST)]


def site_map(root: str, found: Sequence[str]) -> bytes:
    """Return a map of these paths below an address."""
    head = f'{_HEAD}<urlset xmlns="{_MAPS}" xmlns:xhtml="{_XHTML}">\n'
    return "".join([head, *(_entry(root + path) for path in found), "</urlset>\n"]).encode()


def index(places: Iterable[str]) -> bytes:
    """Return an index of maps."""
    entries = "".join(f"<sitemap><loc>{escape(place)}</loc></sitemap>\n" for place in places)
    return f'{_HEAD}<sitemapindex xmlns="{_MAPS}">\n{entries}</sitemapindex>\n'.encode()


def _entry(address: str) -> str:
    joint = "&" if "?" in address else "?"
    others = {lang: address + joint + urlencode({"lang": lang}) for lang in LANGUAGES}
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{lang}" href={quoteattr(place)}/>'
        for lang, place in {**others, "x-default": address}.items()
    )
    return f"<url><loc>{escape(address)}</loc>{links}</url>\n"


def _xml(body: bytes) -> Response:
    return Response(body, media_type="application/xml")
