"""/changes: every revision, as a Linked Data Event Stream, and what it changed as RDF Patch.

A browser is given a page of them for people, the newest first (`changelog`).

The stream (https://w3id.org/ldes/specification) has a member for each revision, on pages of a
hundred by their numbers. A page that is full never changes again. The first node, /changes, holds
no member, only the way to each page with the time that it begins at (https://w3id.org/tree).
"""

import asyncio
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from wsisgraph import __version__
from wsisgraph.api import changelog
from wsisgraph.api.dataset import iri as dataset_iri
from wsisgraph.api.negotiation import chosen_format, chosen_language
from wsisgraph.api.problems import not_found
from wsisgraph.api.reading import Reading
from wsisgraph.api.service import (
    COMMON,
    Service,
    bytes_of,
    format_links,
    html,
    matches,
    number,
    parameters,
)
from wsisgraph.store import patch
from wsisgraph.store.archive import Raw
from wsisgraph.store.record import revision_of
from wsisgraph.terms.namespaces import DCT, PROV, RDF, XSD

PATH = "/changes"
FORMS = ("ttl", "jsonld", "nt")
PARAMETERS = {"format": "form of the answer: ttl, html, jsonld or nt; beats Accept"}
ROOT_PARAMETERS = {
    **PARAMETERS,
    "lang": COMMON["lang"],
    "offset": "revisions to pass over, the newest first; of the page for people",
}
PAGE = 100
"""Revisions on a page."""

_LDES = "https://w3id.org/ldes#"
_TREE = "https://w3id.org/tree#"
_DCAT = "http://www.w3.org/ns/dcat#"
_IANA = "https://www.iana.org/assignments/media-types/"
_DC = "http://purl.org/dc/elements/1.1/"
_FOREVER = "public, max-age=31536000, immutable"
_A_WHILE = "public, max-age=3600"
_SUFFIX = ".rdfp"


@dataclass(frozen=True, slots=True)
class Value:
    """A literal."""

    text: str
    datatype: str = ""


Triple = tuple[str, str, str | Value]


def feed(root: str, dataset: str, starts: Sequence[str], suffix: str = "") -> list[Triple]:
    """Return what the first node of the stream says.

    Args:
        root: where the stream is, without a slash at the end.
        dataset: IRI of the data set whose revisions these are.
        starts: the time of the first revision on each page.
        suffix: ends the names of pages, where they are files.
    """
    stream = f"{root}#stream"
    told: list[Triple] = [
        (stream, RDF.type, f"{_LDES}EventStream"),
        (stream, f"{_LDES}timestampPath", DCT.issued),
        (stream, f"{_LDES}versionOfPath", DCT.isVersionOf),
        (stream, f"{_TREE}view", root),
        (stream, DCT.subject, dataset),
        (root, RDF.type, f"{_TREE}Node"),
    ]
    for place, start in enumerate(starts, 1):
        relation = f"{root}#page-{place}"
        told += [
            (root, f"{_TREE}relation", relation),
            (relation, RDF.type, f"{_TREE}GreaterThanOrEqualToRelation"),
            (relation, f"{_TREE}path", DCT.issued),
            (relation, f"{_TREE}value", Value(start, XSD.dateTime)),
            (relation, f"{_TREE}node", f"{root}/pages/{place}{suffix}"),
        ]
    return told


def page(
    root: str, dataset: str, number: int, headers: Sequence[dict[str, Any]], suffix: str = ""
) -> list[Triple]:
    """Return what a page says: its members, and what each of them is."""
    stream = f"{root}#stream"
    told: list[Triple] = [
        (stream, RDF.type, f"{_LDES}EventStream"),
        (stream, f"{_TREE}view", root),
        (f"{root}/pages/{number}{suffix}", RDF.type, f"{_TREE}Node"),
    ]
    for header in headers:
        told.append((stream, f"{_TREE}member", f"{root}/{header['sequence']}"))
        told += member(root, dataset, header)
    return told


def member(root: str, dataset: str, header: dict[str, Any]) -> list[Triple]:
    """Return what is said of a revision."""
    sequence = header["sequence"]
    this, patched = f"{root}/{sequence}", f"{root}/{sequence}{_SUFFIX}"
    told: list[Triple] = [
        (this, RDF.type, PROV.Entity),
        (this, DCT.isVersionOf, dataset),
        (this, DCT.issued, Value(header["time"], XSD.dateTime)),
        (this, DCT.identifier, Value(revision_of(sequence, header["hash"]).id)),
        (this, DCT.description, Value(header["message"])),
        (this, f"{_DC}contributor", Value(header["agent"])),
        (this, f"{_DCAT}distribution", patched),
        (patched, f"{_DCAT}mediaType", f"{_IANA}{patch.MEDIA_TYPE}"),
        (patched, f"{_DCAT}downloadURL", patched),
    ]
    if sequence > 1:
        told.append((this, PROV.wasRevisionOf, f"{root}/{sequence - 1}"))
    return told


def written(triples: Sequence[Triple], form: str) -> str:
    """Return triples in one of our forms; N-Triples are Turtle too."""
    if form != "jsonld":
        return "".join(f"<{s}> <{p}> {_term(o)} .\n" for s, p, o in triples)
    nodes: dict[str, dict[str, Any]] = {}
    for subject, predicate, found in triples:
        node = nodes.setdefault(subject, {"@id": subject})
        if predicate == RDF.type:
            node.setdefault("@type", []).append(found)
        elif isinstance(found, Value):
            value = {"@value": found.text, **({"@type": found.datatype} if found.datatype else {})}
            node.setdefault(predicate, []).append(value)
        else:
            node.setdefault(predicate, []).append({"@id": found})
    return json.dumps(list(nodes.values()), ensure_ascii=False, indent=1)


def pages_of(last: int) -> int:
    """Return how many pages there are for so many revisions."""
    return -(-last // PAGE)


def on_page(number: int, last: int) -> range:
    """Return the numbers of the revisions on a page."""
    return range((number - 1) * PAGE + 1, min(number * PAGE, last) + 1)


async def root(service: Service, request: Request) -> Response:
    """Answer /changes: the first node of the stream."""
    given = parameters(request, ROOT_PARAMETERS)
    form = chosen_format(request, service.forms("ttl", "html", "jsonld", "nt"))
    offset = number(given, "offset", 0, 0, 10**9 - 1)
    chosen_language(request)  # of the page alone, but wrong in every form
    if form == "html":
        return await _log(service, request, offset)
    archive = service.archive
    last = await asyncio.to_thread(archive.last)
    tag = f'"{last}.{form}.{__version__}"'
    if matches(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=_headers(tag, "no-cache"))
    firsts = [on_page(place, last)[0] for place in range(1, pages_of(last) + 1)]
    starts = [header["time"] for header in await asyncio.to_thread(archive.headers, firsts)]
    return _rdf(feed(_root(service, request), dataset_iri(), starts), form, tag, "no-cache")


async def one_page(service: Service, request: Request) -> Response:
    """Answer /changes/pages/3.

    Raises:
        HttpProblem: 404, there is no such page.
    """
    parameters(request, PARAMETERS)
    form = chosen_format(request, FORMS)
    archive = service.archive
    last = await asyncio.to_thread(archive.last)
    place = _number(request.path_params["number"], pages_of(last), "page")
    numbers = on_page(place, last)
    full = len(numbers) == PAGE
    tag = f'"{place}.{"full" if full else last}.{form}.{__version__}"'
    lasts = _FOREVER if full else "no-cache"
    if matches(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=_headers(tag, lasts))
    headers = await asyncio.to_thread(archive.headers, numbers)
    return _rdf(page(_root(service, request), dataset_iri(), place, headers), form, tag, lasts)


async def one(service: Service, request: Request) -> Response:
    """Answer /changes/12, what is said of a revision, and /changes/12.rdfp, what it changed.

    Raises:
        HttpProblem: 404, there is no such revision.
    """
    name = request.path_params["name"]
    archive = service.archive
    last = await asyncio.to_thread(archive.last)
    sequence = _number(name.removesuffix(_SUFFIX), last, "revision")
    raw = await asyncio.to_thread(archive.record, sequence)
    assert raw is not None  # its number is one of those that are there
    root = _root(service, request)
    if name.endswith(_SUFFIX):
        return _patch(request, raw, root)
    parameters(request, PARAMETERS)
    form = chosen_format(request, FORMS)
    tag = f'"{raw.header["hash"][:16]}.{form}.{__version__}"'
    if matches(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=_headers(tag, _FOREVER))
    return _rdf(member(root, dataset_iri(), raw.header), form, tag, _FOREVER)


async def _log(service: Service, request: Request, offset: int) -> Response:
    async def build(reading: Reading) -> Response:
        assert service.pages is not None  # or HTML would not have been offered
        last = reading.revision.sequence
        newest = await asyncio.to_thread(changelog.headers, service.archive, last, offset)
        page = service.page(request, reading, format_links(request, FORMS))
        return html(service.pages.changes(await changelog.listed(reading, page, newest, offset)))

    return await service.answer(request, "html", build)


def _patch(request: Request, raw: Raw, root: str) -> Response:
    told = raw.header
    # A redaction changes what is left of it.
    tag = f'"{told["payload"][:16]}-{told["hash"][:16]}"'
    headers = {"ETag": tag, "Cache-Control": _A_WHILE}
    if matches(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)

    def rows() -> Iterator[bytes]:
        yield from patch.rows(raw, lambda sequence: f"{root}/{sequence}")

    media_type = f"{patch.MEDIA_TYPE}; charset=utf-8"
    return StreamingResponse(rows(), headers={**headers, "Content-Type": media_type})


def _root(service: Service, request: Request) -> str:
    return service.address(request, PATH)


def _number(text: str, most: int, what: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 12 and 1 <= int(text) <= most:
        return int(text)
    raise not_found(
        f"There is no {what} {text[:20]} of the changes",
        mend=f"the last {what} is {most}; {PATH} lists the pages",
    )


def _headers(tag: str, lasts: str) -> dict[str, str]:
    return {"ETag": tag, "Vary": "Accept", "Cache-Control": lasts}


def _rdf(triples: Sequence[Triple], form: str, tag: str, lasts: str) -> Response:
    response = bytes_of(written(triples, form), form)
    response.headers.update(_headers(tag, lasts))
    return response


def _term(found: str | Value) -> str:
    if isinstance(found, str):
        return f"<{found}>"
    # What JSON escapes, N-Triples escapes alike, but for solidus and the pairs of surrogates.
    text = json.dumps(found.text, ensure_ascii=False)
    return f"{text}^^<{found.datatype}>" if found.datatype else text
