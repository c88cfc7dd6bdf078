"""Lists as JSON, JSON-LD and CSV (design §6)."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request

from wsisgraph.api.pages import Concept, Passage
from wsisgraph.api.reading import Reading
from wsisgraph.terms import iris

Json = dict[str, Any]

_VOCAB = {
    name: {
        "@id": f"wsis:{name}",
        "@type": "@vocab",
        "@context": {"@vocab": f"{iris.VOCAB}{scheme}/"},
    }
    for name, scheme in (
        ("basis", "basis"),
        ("status", "status"),
        ("direction", "directions"),
        ("strength", "strength"),
    )
}

CONTEXT: Json = {
    "@version": 1.1,
    "wsis": iris.DEF,
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "items": "@graph",
    "iri": "@id",
    "label": "skos:prefLabel",
    "code": "skos:notation",
    # An item of the list of activities is the activity itself.
    "activity": "@nest",
    "agencies": "prov:wasAssociatedWith",
    "action_lines": "dct:subject",
    "matches": {"@reverse": "wsis:activity"},
    "concept": "wsis:linksTo",
    "confidence": "wsis:confidence",
    "passages": "wsis:statedIn",
    "document": "dct:isPartOf",
    "locator": "wsis:locator",
    "abstract": "dct:abstract",
    "linkage": "@nest",
    "object": "wsis:linksTo",
    "primary_source": "prov:hadPrimarySource",
    "statement": "@nest",
    "agency": "org:member",
    "role": "org:role",
    "context": "wsis:roleIn",
    "start": "wsis:start",
    "end": "wsis:end",
    "stated_as_of": "wsis:statedAsOf",
    **_VOCAB,
    # What belongs to the answer and not to the graph.
    **dict.fromkeys(
        ("lang", "total", "limit", "offset", "next", "question", "parameters", "query", "revision")
    ),
    **dict.fromkeys(("missing", "left_out", "certainty", "not_printed", "scope", "proposed")),
    **dict.fromkeys(("row", "column", "state", "count", "by_matrix", "activities", "measure")),
    **dict.fromkeys(("rows", "columns", "cells")),
}
"""The JSON-LD context that every list carries."""


def envelope(
    items: Sequence[Json],
    *,
    reading: Reading,
    total: int,
    limit: int,
    offset: int,
    next_path: str,
    question: str,
    parameters: Mapping[str, str],
    query: str,
    left_out: int = 0,
    undated: int = 0,
    more: Mapping[str, Any] | None = None,
) -> Json:
    """Return a list in its envelope.

    `missing` counts what a reader might look for in vain: labels in the language asked for, and
    activities that no period can be told of.
    """
    return {
        "@context": CONTEXT,
        **(more or {}),
        "items": list(items),
        "total": total,
        "limit": limit,
        "offset": offset,
        "next": next_path or None,
        "question": question,
        "parameters": dict(parameters),
        "query": query,
        "revision": reading.revision.id,
        "lang": reading.lang,
        "missing": {"labels": len(reading.missing_labels), "dates": undated},
        "left_out": left_out,
    }


def next_path(request: Request, offset: int, limit: int, total: int) -> str:
    """Return the path of the page after this one, "" at the end."""
    if offset + limit >= total:
        return ""
    kept = [pair for pair in request.query_params.multi_items() if pair[0] != "offset"]
    return f"{request.url.path}?{urlencode([*kept, ('offset', str(offset + limit))])}"


def thing(concept: Concept) -> Json:
    """Return `{iri, code, label, lang}`."""
    return {
        "iri": concept.iri,
        "code": concept.code or None,
        "label": concept.label.value,
        "lang": concept.label.lang or None,
    }


def passages(found: Iterable[Passage]) -> list[Json]:
    """Return passages with document and locator; those of a proposal say so."""
    return [
        {
            "iri": passage.iri,
            "document": thing(passage.document),
            "locator": passage.locator,
            "abstract": passage.abstract.value if passage.abstract else None,
            **({"proposed": True} if passage.proposed else {}),
        }
        for passage in found
    ]


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return CSV (RFC 4180) that a spreadsheet opens without running anything.

    A text that begins with = + - @, a tab or a line end is taken for a formula there, so it gets
    an apostrophe in front (OWASP, CSV injection).
    """
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return sheet.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r", "\n")):
        return "'" + value
    return "" if value is None else value


def joined(concepts: Iterable[Concept]) -> str:
    """Return codes or labels of several things in one cell."""
    return "; ".join(concept.code or concept.label.value for concept in concepts)
