"""Lists as JSON, JSON-LD and CSV (design §6)."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from wsisgraph.api.pages import Concept, Dispute, Passage, Sayer
from wsisgraph.api.reading import Reading

Json = dict[str, Any]


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


def followed(response: Response, next_path: str) -> Response:
    """Return a page of a list that names the next one in its header (RFC 8288)."""
    if next_path:
        response.headers["Link"] = f'<{next_path}>; rel="next"'
    return response


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


def voices_json(said_by: Iterable[Sayer], disputes: Iterable[Dispute]) -> Json:
    """Return who says something in a graph of their own and who disputes it, {} for nobody."""
    said = [
        {"kind": one.kind, "name": one.name, "asked": one.asked or None, "own": one.own}
        for one in said_by
    ]
    disputed = [
        {
            "statement": one.iri,
            "by": thing(one.by) if one.by else None,
            "text": one.text.value if one.text else None,
        }
        for one in disputes
    ]
    return {
        **({"said_by": said} if said else {}),
        **({"disputes": disputed} if disputed else {}),
    }


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
