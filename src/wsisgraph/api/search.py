"""/search and /api/search: things by the words of their texts, by code and by name."""

import asyncio
import re
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol, cast
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from wsisgraph.api.activities import choices
from wsisgraph.api.coded import Kind, read_codes
from wsisgraph.api.envelope import Json, envelope, followed, next_path, table, thing
from wsisgraph.api.filters import STATUSES
from wsisgraph.api.indexes import Index
from wsisgraph.api.machine import described
from wsisgraph.api.negotiation import LANGUAGES, chosen_format, chosen_language
from wsisgraph.api.pages import Concept, Link, Page, Status, Text
from wsisgraph.api.pages.search import Facet, FacetValue, Fragment, SearchHit, SearchPage
from wsisgraph.api.problems import bad_parameter
from wsisgraph.api.reading import Reading
from wsisgraph.api.service import (
    COMMON,
    LIST_FORMS,
    PAGING,
    RDF_FORMS,
    Service,
    as_sheet,
    bytes_of,
    format_links,
    html,
    number,
    parameters,
    rdf_of,
)
from wsisgraph.errors import StoreUnavailable
from wsisgraph.search.asking import EVERY, Asked, Found, Hit, TooSlow, ask
from wsisgraph.search.snippet import Piece, marked, snippet
from wsisgraph.terms import codes, iris

PATH = "/search"
API = "/api/search"

PARAMETERS = {
    "q": "what is looked for: words, a name, or a code such as 9.c, “C7 e-gov”, A/RES/70/125",
    "type": "types of things: activity, action-line, body, document, passage …",
    "language": "languages of the texts that must hold the words, or all; if not given that of "
    "the labels, and English",
    "line": "action lines that the things belong to: C2; C7 stands for its eight parts too",
    "goal": "goals that they belong to: 9",
    "status": "accepted (if not given), unconfirmed, proposed, rejected, or several",
    **PAGING,
    **COMMON,
}
COLUMNS = (
    *("thing", "type", "code", "label", "label_lang", "document", "locator", "status"),
    *("text_lang", "text"),
)
TYPES = (
    *("action-line", "goal", "target", "indicator", "activity", "body", "document", "passage"),
    *("instrument", "version", "clause", "duty", "recommendation", "statement", "figure"),
    *("contribution", "series", "edition", "event", "meeting", "roadmap", "nomination", "person"),
    *("place", "linkage", "concept", "term"),
)
LIMIT = 20
_BEGINNING = 200
_LONGEST = 300
# What is not to be seen could only lead astray: controls, signs of direction, lone surrogates.
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]+"
)
_FILTERS = ("type", "language", "line", "goal", "status")


async def search(service: Service, request: Request) -> Response:
    """Answer /search and /api/search."""
    given = parameters(request, PARAMETERS)
    is_page = request.url.path == PATH
    offered = service.forms(*LIST_FORMS)
    if is_page:
        offered = tuple(sorted(offered, key=lambda form: form != "html"))
    form = chosen_format(request, offered)
    asked = _asked(given, chosen_language(request))
    if not asked.text and not (is_page and form == "html"):
        raise bad_parameter("q", "Nothing is looked for", mend="give words or a code: ?q=broadband")

    async def build(reading: Reading, index: Index | None) -> Response:
        found = await _found(service.indexes.turns, index.path, asked) if index else Found()
        following = next_path(request, asked.offset, asked.limit, found.total)
        if form in RDF_FORMS:
            nodes = [hit.iri for hit in found.hits]
            return followed(await rdf_of(reading, nodes, form, asked.statuses), following)
        old = index.revision if index and index.revision != reading.revision.id else ""
        hits = await hits_of(reading, found)
        if form == "html" and service.pages is not None:
            page = service.page(request, reading, format_links(request, offered) if index else ())
            data = await search_page(reading, page, given, asked, found, hits)
            data = replace(data, next=following, index_revision=old)
            return html(service.pages.search(described(data)))
        if form == "csv":
            return followed(bytes_of(table(COLUMNS, map(_line, hits)), "csv"), following)
        body = envelope(
            [_json(hit) for hit in hits],
            reading=reading,
            total=found.total,
            limit=asked.limit,
            offset=asked.offset,
            next_path=following,
            question="api/labels",
            parameters=given,
            query=reading.text("api/labels", {"thing": [hit.iri for hit in found.hits]}),
            left_out=found.left_out,
            more={
                "facets": {
                    name: [{"value": key, "count": count} for key, count in values.items()]
                    for name, values in found.facets.items()
                },
                "all_words": found.every,
                "suggestion": found.suggestion or None,
                "elsewhere": found.elsewhere,
                "unread_words": found.unread,
                "index_revision": index.revision if index else None,
            },
        )
        return service.linked(request, body)

    if not asked.text:
        return await service.answer(request, form, lambda reading: build(reading, None))
    index = await service.indexes.of(service.store, service.reading())
    if index.revision == service.store.revision.id:
        return await service.answer(request, form, lambda reading: build(reading, index))
    # What an old index says is not what this revision will say in a moment.
    response = await build(service.reading(chosen_language(request)), index)
    response.headers["Cache-Control"] = "no-store"
    return as_sheet(request, response) if form == "csv" else response


def _asked(given: Mapping[str, str], lang: str) -> Asked:
    """Return what is asked for.

    Raises:
        HttpProblem, UnknownCode: 400, a value that is not known, or too long a text.
    """
    text = given.get("q", "")
    if len(text) > _LONGEST:
        raise bad_parameter("q", "The text is too long", mend=f"give at most {_LONGEST} signs")
    return Asked(
        " ".join(_HIDDEN.sub(" ", text).split()),
        lang,
        kinds=choices(given, "type", TYPES),
        languages=choices(given, "language", (*LANGUAGES, EVERY)),
        lines=_notations(given, "line", "action-line"),
        goals=_notations(given, "goal", "goal"),
        statuses=choices(given, "status", STATUSES) or ("accepted",),
        offset=number(given, "offset", 0, 0, 10**9 - 1),
        limit=number(given, "limit", LIMIT, 1, 1000),
    )


def _notations(given: Mapping[str, str], name: str, kind: Kind) -> tuple[str, ...]:
    if name not in given:
        return ()
    return tuple(code.notation for code in read_codes(name, given[name], (kind,)))


async def _found(turns: asyncio.Semaphore, path: Path, asked: Asked) -> Found:
    """Ask an index, a few at a time: it takes a thread and some milliseconds.

    Raises:
        StoreUnavailable: it takes too long, or the file cannot be read.
    """
    try:
        async with turns:
            return await asyncio.to_thread(ask, path, asked)
    except TooSlow as error:
        raise StoreUnavailable(
            "The search took too long", mend="give fewer or rarer words, or search again"
        ) from error
    except sqlite3.Error as error:
        raise StoreUnavailable(f"The index cannot be read ({error})") from error


async def hits_of(reading: Reading, found: Found) -> list[SearchHit]:
    """Return what was found as a page shows it, with labels in the reader's language."""
    concepts = await reading.concepts(
        {hit.iri for hit in found.hits} | {hit.within for hit in found.hits if hit.within},
        # A statement or a passage has no label of its own: that none is there is no gap.
        nameless={hit.iri for hit in found.hits if not hit.labels},
    )
    return [_hit(hit, found, concepts) for hit in found.hits]


def _hit(hit: Hit, found: Found, concepts: Mapping[str, Concept]) -> SearchHit:
    terms = found.terms.get(hit.lang, set())
    concept = concepts[hit.iri]
    label = concept.label.value if hit.labels or concept.label.lang else ""
    title = marked(label, terms, hit.lang) if label else ()
    texts = [text for text in (*hit.texts, *hit.others, *hit.labels) if text != label]
    cut = snippet(texts, terms, hit.lang) or _beginning(hit)
    return SearchHit(
        concept=replace(concept, label=Text(label, concept.label.lang)),
        kind=hit.kind,
        status=cast(Status, hit.status),
        title=_fragments(title),
        within=concepts[hit.within] if hit.within else None,
        locator=hit.locator,
        snippet=_fragments(cut),
        lang=hit.tag,
        named=hit.named,
    )


def _beginning(hit: Hit) -> tuple[Piece, ...]:
    """Return how a description begins that has none of the words."""
    for text in hit.texts:
        return (Piece(text if len(text) <= _BEGINNING else f"{text[:_BEGINNING].rstrip()} …"),)
    return ()


def _fragments(pieces: Sequence[Piece]) -> tuple[Fragment, ...]:
    return tuple(Fragment(piece.text, piece.hit) for piece in pieces)


async def search_page(
    reading: Reading,
    page: Page,
    given: Mapping[str, str],
    asked: Asked,
    found: Found,
    hits: Sequence[SearchHit],
) -> SearchPage:
    """Return what the page of a search shows, but for its place among others."""
    kept = {name: given[name] for name in _FILTERS if name in given}

    def href(q: str = asked.text, without: Sequence[str] = (), **more: str) -> str:
        values = {name: text for name, text in kept.items() if name not in without} | more
        return f"{PATH}?{urlencode({'q': q, **{k: v for k, v in values.items() if v}})}"

    concepts = await reading.concepts(
        {
            *(codes.action_line_iri(code) for code in found.facets.get("line", ())),
            *(iris.sdg(code) for code in found.facets.get("goal", ())),
        }
    )
    before = max(asked.offset - asked.limit, 0)
    paged = {"limit": str(asked.limit)} if asked.limit != LIMIT else {}
    return SearchPage(
        page=page,
        q=asked.text,
        hits=tuple(hits),
        total=found.total,
        offset=asked.offset,
        limit=asked.limit,
        before=href(offset=str(before or ""), **paged) if asked.offset else "",
        facets=_facets(asked, found, concepts, href) if asked.text else (),
        kept=tuple(kept.items()),
        every=found.every,
        empty=found.wordless and not found.total and not found.suggestion,
        unread=found.unread,
        suggestion=Link(href(found.suggestion), found.suggestion) if found.suggestion else None,
        elsewhere=found.elsewhere if EVERY not in asked.languages else 0,
        everywhere=href(language=EVERY),
        unfiltered=href(without=_FILTERS) if kept else "",
        left_out=found.left_out,
        with_left_out=href(status=",".join(STATUSES[:3])),
    )


class _Href(Protocol):
    def __call__(self, q: str = ..., without: Sequence[str] = ..., **more: str) -> str: ...


def _facets(
    asked: Asked, found: Found, concepts: Mapping[str, Concept], href: _Href
) -> tuple[Facet, ...]:
    chosen = {
        "type": asked.kinds,
        "language": asked.languages,
        "line": asked.lines,
        "goal": asked.goals,
    }
    facets = []
    for name, values in found.facets.items():
        # What is chosen stays there to be let go of, also where nothing is found.
        counts = {**values, **{key: 0 for key in chosen[name] if key not in values}}
        facets.append(
            Facet(
                name,
                tuple(
                    FacetValue(
                        value=key,
                        concept=_concept_of(name, key, concepts),
                        count=count,
                        chosen=key in chosen[name],
                        href=href(without=(name,)) if key in chosen[name] else href(**{name: key}),
                    )
                    for key, count in counts.items()
                    if key != EVERY or key in chosen[name]
                ),
            )
        )
    return tuple(facet for facet in facets if facet.values)


def _concept_of(name: str, key: str, concepts: Mapping[str, Concept]) -> Concept | None:
    if name == "line":
        return concepts.get(codes.action_line_iri(key))
    return concepts.get(iris.sdg(key)) if name == "goal" else None


def _json(hit: SearchHit) -> Json:
    """Return one thing that was found; `marks` are places of letters in the text."""
    text, marks = "", []
    for fragment in hit.snippet:
        if fragment.hit:
            marks.append([len(text), len(text) + len(fragment.text)])
        text += fragment.text
    return {
        "thing": thing(hit.concept),
        "type": hit.kind,
        "status": hit.status,
        "document": thing(hit.within) if hit.within else None,
        "locator": hit.locator or None,
        "text": text or None,
        "text_lang": hit.lang or None,
        "marks": marks,
        "named": hit.named,
    }


def _line(hit: SearchHit) -> list[object]:
    return [
        hit.concept.iri,
        hit.kind,
        hit.concept.code,
        hit.concept.label.value,
        hit.concept.label.lang,
        hit.within.iri if hit.within else "",
        hit.locator,
        hit.status,
        hit.lang,
        "".join(fragment.text for fragment in hit.snippet),
    ]
