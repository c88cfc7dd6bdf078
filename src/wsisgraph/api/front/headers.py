"""Headers that every answer has, whoever made it."""

from starlette.datastructures import Headers, MutableHeaders

from wsisgraph.api.front.heads import METHODS
from wsisgraph.api.service import HTML_HEADERS

_DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"
"""For what is no page: RDF/XML may hold a script in the namespace of XHTML, which browsers run."""

_SHOWN = (
    "ETag, Link, Location, Retry-After, Server-Timing, WWW-Authenticate, X-Request-Id, X-Revision, "
    "X-Truncated"
)

PREFLIGHT = {
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    # The star stands for all others, but never for Authorization (Fetch, §4.9).
    "Access-Control-Allow-Headers": (
        "Accept, Accept-Language, Authorization, Content-Type, If-Match, If-None-Match, "
        "X-Request-Id, *"
    ),
    "Access-Control-Max-Age": "86400",
}
"""Headers of the answer to a preflight request (CORS): anybody may read, and write with a token."""


def is_preflight(headers: Headers) -> bool:
    """Tell whether a browser asks whether a page may send what it wants to send."""
    return "origin" in headers and "access-control-request-method" in headers


def complete(headers: MutableHeaders, *, method: str, status: int, has_token: bool) -> None:
    """Add what an answer does not say itself.

    Args:
        headers: the headers of the answer.
        method: the method of the request.
        status: the status of the answer.
        has_token: whether a token came with the request.
    """
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Access-Control-Allow-Origin"] = "*"
    headers["Access-Control-Expose-Headers"] = _SHOWN
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if headers.get("content-type", "").startswith("text/html"):
        for name, text in HTML_HEADERS.items():
            headers.setdefault(name, text)
    elif status != 304:
        # A policy of a 304 would take the place of that of the page it is about (RFC 9111, §4.3.4).
        headers.setdefault("Content-Security-Policy", _DATA_POLICY)
        headers.setdefault("Referrer-Policy", HTML_HEADERS["Referrer-Policy"])
    if has_token:
        # What one may see, another may not: nobody in between keeps it.
        headers["Cache-Control"] = "private, no-store"
    elif status >= 400 or method not in ("GET", "HEAD"):
        headers["Cache-Control"] = "no-store"
    else:
        headers.setdefault("Cache-Control", "no-cache")
