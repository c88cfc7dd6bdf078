"""What every handler works with, and how its answer goes out."""

import codecs
import hashlib
import json
import re
import zlib
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from wsisgraph import __version__
from wsisgraph.access import Tokens
from wsisgraph.api import problems
from wsisgraph.api.audit import Audit
from wsisgraph.api.downloads import Downloads
from wsisgraph.api.envelope import followed
from wsisgraph.api.front.watch import Watch
from wsisgraph.api.idempotency import Keys
from wsisgraph.api.indexes import Indexes
from wsisgraph.api.issued import issued
from wsisgraph.api.negotiation import LANGUAGES, MEDIA_TYPES, chosen_language
from wsisgraph.api.pages import Link, Page, Pages
from wsisgraph.api.reading import Reading
from wsisgraph.api.tables import Tables
from wsisgraph.api.told import Told
from wsisgraph.federation.federation import Federation
from wsisgraph.questions import Catalogue
from wsisgraph.settings import Settings
from wsisgraph.store.archive import Archive
from wsisgraph.store.protocol import Store
from wsisgraph.validation.validators import Validators

CONTEXT_PATH = "/context.jsonld"

RDF_FORMS = {"ttl": "turtle", "jsonld": "jsonld", "nt": "ntriples", "rdf": "rdfxml"}
"""The forms of RDF we speak, with the store's names of them."""
LIST_FORMS = ("json", "html", "csv", *RDF_FORMS)

HTML_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}

Headers = dict[str, str]


@dataclass(frozen=True)
class Service:
    """The store and all that is wired to it."""

    store: Store
    catalogue: Catalogue
    settings: Settings
    tokens: Tokens
    keys: Keys
    audit: Audit
    tables: Tables
    pages: Pages | None = None
    validators: Validators | None = None
    federation: Federation | None = None
    watch: Watch = field(default_factory=Watch)
    downloads: Downloads = field(default_factory=Downloads)
    indexes: Indexes = field(default_factory=Indexes)
    told: Told = field(default_factory=Told)
    archive: Archive = field(default_factory=lambda: Archive(Path("journal")))
    dates: dict[str, str] = field(default_factory=dict)
    """When the data set of the current revision was issued, by the revision's id."""

    def address(self, request: Request, path: str) -> str:
        """Return an absolute address of this server, the one that the settings publish."""
        root = self.settings.public_url or str(request.base_url).rstrip("/")
        return root + path

    def linked(self, request: Request, body: Mapping[str, object]) -> Response:
        """Return an answer as JSON with the address of its JSON-LD context and of its next page."""
        address = self.address(request, CONTEXT_PATH)
        response = JSONResponse({"@context": address, **body})
        return followed(response, str(body.get("next") or ""))

    def forms(self, *keys: str) -> tuple[str, ...]:
        """Return the forms a route offers: HTML only where somebody draws pages."""
        return tuple(key for key in keys if key != "html" or self.pages is not None)

    def reading(self, lang: str = "en") -> Reading:
        """Begin to read the revision that stands now."""
        return Reading(self.store, self.catalogue, self.settings, lang)

    def tag(self, form: str, lang: str) -> str:
        """Return the ETag of an answer: revision, form, language, and version of the program."""
        return f'"{self.store.revision.id}.{form}.{lang}.{__version__}"'

    async def answer(
        self,
        request: Request,
        form: str,
        build: Callable[[Reading], Awaitable[Response]],
    ) -> Response:
        """Return what `build` makes of one revision, or 304 where the asker has it already.

        Raises:
            RevisionMoved: another revision was published meanwhile; the endpoint begins again.
        """
        lang = chosen_language(request)
        told = "csv.sheet" if form == "csv" and by_browser(request) else form
        tag = self.tag(f"html{self._listed()}" if form == "html" else told, lang)
        if matches(request.headers.get("if-none-match", ""), tag):
            return Response(status_code=304, headers=self.headers(tag))
        reading = self.reading(lang)
        if form == "html":
            reading.issued = await self.issued(reading)
        response = await build(reading)
        if response.status_code == 200:
            response.headers.update(self.headers(f'"{reading.revision.id}{tag[tag.index(".") :]}'))
        return as_sheet(request, response) if form == "csv" else response

    def _listed(self) -> str:
        """Return what tells pages of one list of peers from those of another, "" for none."""
        listed = self.federation.peers.all() if self.federation is not None else {}
        return f"-{zlib.crc32(' '.join(listed).encode()):x}" if listed else ""

    async def issued(self, reading: Reading) -> str:
        """Return when the data set of a revision was issued."""
        known = self.dates.get(reading.revision.id)
        if known is None:
            known = await issued(reading)
            self.dates.clear()
            self.dates[reading.revision.id] = known
        return known

    def headers(self, tag: str) -> Headers:
        """Return the headers of everything that was read from a revision."""
        return {"ETag": tag, "Vary": "Accept, Accept-Language", "Cache-Control": "no-cache"}

    def page(self, request: Request, reading: Reading, formats: Sequence[Link] = ()) -> Page:
        """Return the frame of an HTML page."""
        kept = [
            (name, given)
            for name, given in request.query_params.multi_items()
            if name not in ("lang", "format")
        ]
        path = request.url.path + (f"?{urlencode(kept)}" if kept else "")
        return Page(
            lang=reading.lang,
            path=path,
            revision=reading.revision.id,
            issued=reading.issued,
            formats=tuple(formats),
            lang_chosen="lang" in request.query_params,
            address=self.address(request, path),
        )


Handler = Callable[[Service, Request], Awaitable[Response]]


def html(body: str, status: int = 200) -> Response:
    """Return a page under the policy that forbids inline scripts and foreign hosts."""
    return Response(
        body, status_code=status, media_type="text/html; charset=utf-8", headers=HTML_HEADERS
    )


def bytes_of(body: bytes | str, form: str) -> Response:
    """Return a body in one of our forms."""
    media_type = MEDIA_TYPES[form][0]
    if media_type.startswith("text/"):
        media_type += "; charset=utf-8"
    return Response(body, headers={"Content-Type": media_type})


async def rdf_of(
    reading: Reading, nodes: Sequence[str], form: str, statuses: Sequence[str]
) -> Response:
    """Return these nodes as RDF: every form of it holds the same triples."""
    query = reading.text("api/nodes-graph", {"node": list(nodes)})
    return bytes_of(await reading.ask(query, [RDF_FORMS[form]], statuses=statuses), form)


def by_browser(request: Request) -> bool:
    """Tell whether a person downloads this by a click: only browsers ask for HTML by name."""
    return "text/html" in request.headers.get("accept", "").lower()


def as_sheet(request: Request, response: Response) -> Response:
    """Return CSV as a download for a spreadsheet where a browser asks, else unchanged.

    Spreadsheets take a file without a byte order mark for some local encoding; programs take the
    mark for a part of the first column's name.
    """
    if not by_browser(request) or response.status_code != 200:
        return response
    name = re.sub(r"[^A-Za-z0-9]+", "-", request.url.path).strip("-").removeprefix("api-")
    headers = {key: text for key, text in response.headers.items() if key != "content-length"}
    headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return Response(codecs.BOM_UTF8 + bytes(response.body), headers=headers)


def fixed(request: Request, body: object, media_type: str) -> Response:
    """Return a JSON document that depends on no data but on the program; 304 where it is known."""
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    tag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if matches(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return Response(content, headers={**headers, "Content-Type": media_type})


def json_of(body: object) -> Response:
    """Return a JSON document."""
    return JSONResponse(body, media_type="application/json")


def matches(header: str, tag: str) -> bool:
    """Tell whether If-None-Match names this ETag (weak comparison, RFC 9110 §13.1.2)."""
    tags = [given.strip().removeprefix("W/") for given in header.split(",")]
    return tag in tags or tags == ["*"]


def parameters(request: Request, known: Mapping[str, str]) -> dict[str, str]:
    """Return what was asked, stripped; parameters without a value are as good as not given.

    Raises:
        HttpProblem: 400, a parameter that is not known, or one that is given twice.
    """
    found: dict[str, str] = {}
    for name, given in request.query_params.multi_items():
        if name not in known:
            raise problems.bad_parameter(
                name,
                f"There is no parameter “{name}” here",
                mend=f"use {', '.join(known)}" if known else "this takes no parameters",
                valid_values=tuple(known),
            )
        if name in found:
            raise problems.bad_parameter(
                name, f"“{name}” is given twice", mend="list several values with commas"
            )
        found[name] = given.strip()
    return {name: given for name, given in found.items() if given}


COMMON = {
    "format": "form of the answer; beats Accept",
    "lang": f"language of labels: {', '.join(LANGUAGES)}; beats Accept-Language",
}
PAGING = {"limit": "most items, 50 by default, 1000 at most", "offset": "items to pass over"}


def number(asked: Mapping[str, str], name: str, default: int, lowest: int, highest: int) -> int:
    """Return a whole number out of the parameters.

    Raises:
        HttpProblem: 400, it is none or out of bounds.
    """
    given = asked.get(name)
    if given is None:
        return default
    if given.isascii() and given.isdigit() and len(given) < 10 and lowest <= int(given) <= highest:
        return int(given)
    raise problems.bad_parameter(
        name,
        f"“{given}” is no {name}",
        mend=f"give a whole number from {lowest} to {highest}",
    )


def format_links(request: Request, keys: Iterable[str]) -> tuple[Link, ...]:
    """Return links to the same content in other forms, by `format=`."""
    kept = [pair for pair in request.query_params.multi_items() if pair[0] != "format"]
    return tuple(
        Link(f"{request.url.path}?{urlencode([*kept, ('format', key)])}", key, MEDIA_TYPES[key][0])
        for key in keys
        if key != "html"
    )
