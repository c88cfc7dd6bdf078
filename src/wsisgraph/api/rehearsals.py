"""`?dry-run`: what a write would change and whether it keeps the shapes; nothing is written."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from wsisgraph.api import problems
from wsisgraph.api.negotiation import chosen_language
from wsisgraph.api.openapi import REHEARSAL
from wsisgraph.api.protocol import Pairs, one
from wsisgraph.api.refusals import FORMS, asked_form, report
from wsisgraph.api.service import Service
from wsisgraph.store.protocol import Rehearsed, Written
from wsisgraph.store.writes import broken_shapes

NAME = REHEARSAL
MEANING = "say what the write would change and what of it breaks the shapes, and write nothing"

_NOT_COUNTED = (
    "What the rules derive is not among these numbers and statements: it is computed, and counted,"
    " when the write is carried out"
)

_YES, _NO = ("", "true", "1", "yes"), ("false", "0", "no")


def is_asked(service: Service, pairs: Pairs) -> bool:
    """Tell whether a write is only to be rehearsed.

    Raises:
        HttpProblem: 400, the parameter says neither yes nor no; 501, this store cannot rehearse.
    """
    given = one(pairs, NAME)
    if given is None or given.strip().lower() in _NO:
        return False
    if given.strip().lower() not in _YES:
        raise problems.bad_parameter(
            NAME, f"“{given}” is neither yes nor no", mend=f"write ?{NAME} alone"
        )
    if not getattr(service.store, "rehearses", False):
        raise problems.HttpProblem(
            problems.NOT_IMPLEMENTED,
            "The store behind this service cannot rehearse a write",
            where=f"parameter {NAME}",
            mend="ask /validate whether the data keep the shapes",
        )
    return True


def told(request: Request, written: Written, rehearsed: Rehearsed) -> Response:
    """Return what the write would do: 200, or 422 where the shapes would refuse it."""
    lang = chosen_language(request)
    broken = rehearsed.broken
    status = 422 if broken else 200
    if (form := asked_form(request)) in FORMS:
        return report(broken, form, status)
    body: dict[str, Any] = {
        "dry_run": True,
        "revision": written.revision.id,
        "added": written.added,
        "removed": written.removed,
        "created": list(written.created),
        "dropped": list(written.dropped),
        "difference": {
            "added": _lines(rehearsed.added),
            "removed": _lines(rehearsed.removed),
            "cut": rehearsed.cut,
        },
        "not_counted": _NOT_COUNTED if rehearsed.derives else None,
        "report": _report(broken, lang),
    }
    if broken:
        body = {**problems.document(broken_shapes(broken), lang), **body}
    media_type = problems.MEDIA_TYPE if broken else "application/json"
    return JSONResponse(body, status, _HEADERS, media_type)


def _lines(quads: str) -> list[str]:
    # Texts may hold what `splitlines` takes for the end of a line.
    return [line for line in quads.split("\n") if line]


_HEADERS = {"Cache-Control": "no-store", "Vary": "Accept, Accept-Language"}


def _report(broken: Sequence[Mapping[str, Any]], lang: str) -> dict[str, Any]:
    findings = [problems.finding(found, lang) for found in broken]
    return {"conforms": not findings, "findings": findings, "lang": lang}
