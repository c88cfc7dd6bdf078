"""Errors as RFC 9457 problems: what was found, where, how to mend it, what would be valid."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wsisgraph import errors
from wsisgraph.questions import BadParameter, UnknownQuestion
from wsisgraph.settings import DEFAULT_BASE

MEDIA_TYPE = "application/problem+json"
_TYPES = DEFAULT_BASE + "problems/"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its HTTP status, the end of its type IRI, and its title."""

    status: int
    slug: str
    title: str
    hint: str = ""
    """What to do where the error itself does not say."""

    @property
    def type(self) -> str:
        """The type IRI, which tells problems of one status apart."""
        return _TYPES + self.slug


BAD_PARAMETER = Kind(400, "bad-parameter", "A parameter cannot be taken")
UNKNOWN_CODE = Kind(
    400,
    "unknown-code",
    "There is no such code",
    "write an action line as C2, a goal as 9, a target as 9.c",
)
NOT_ALLOWED = Kind(403, "not-allowed", "This token may not do that", "use another token")
NOT_FOUND = Kind(404, "not-found", "Nothing is here")
METHOD = Kind(405, "method-not-allowed", "This method is not allowed here")
NOT_ACCEPTABLE = Kind(
    406, "not-acceptable", "None of the accepted forms is there", "accept another form"
)
TOO_LONG = Kind(413, "query-too-long", "The query is too long", "send a shorter query")
MEDIA = Kind(415, "unsupported-media-type", "The body is in a form that is not read here")
UNAUTHORIZED = Kind(
    401,
    "unauthorized",
    "A token is needed",
    "send the header Authorization: Bearer, followed by a token",
)
BODY_TOO_LARGE = Kind(413, "body-too-large", "The body is too large", "send less at once")
BAD_BODY = Kind(400, "bad-body", "The body cannot be read")
BAD_TABLE = Kind(422, "bad-table", "Rows of the table cannot be taken")
BAD_REQUEST = Kind(400, "bad-request", "The request is not as HTTP has it")
UNDER_WAY = Kind(
    409, "request-under-way", "This request is being carried out", "send it again in a moment"
)
KEY_REUSED = Kind(
    422, "key-reused", "The Idempotency-Key belongs to another request", "send a new key"
)
REQUEST_TIMEOUT = Kind(408, "request-timeout", "The request came too slowly")
ADDRESS_TOO_LONG = Kind(
    414, "address-too-long", "The address is too long", "send the query as the body of a POST"
)
TOO_MANY = Kind(429, "too-many-requests", "One client asks too much", "ask again later")
HEAD_TOO_LARGE = Kind(431, "head-too-large", "The head is too large", "send fewer headers")
NOT_IMPLEMENTED = Kind(501, "not-implemented", "This part of HTTP is not spoken here")
BUSY = Kind(503, "busy", "There is too much to do", "ask again in a moment")
VERSION = Kind(505, "http-version", "This version of HTTP is not spoken here")
INTERNAL = Kind(500, "internal", "Something went wrong on our side")
UNAVAILABLE = Kind(503, "store-unavailable", "The store cannot be reached", "ask again in a moment")

# The first class that fits, so the narrower stand first.
_KINDS: tuple[tuple[type[errors.WsisgraphError], Kind], ...] = (
    (BadParameter, BAD_PARAMETER),
    (UnknownQuestion, Kind(404, "unknown-question", "There is no such question")),
    (errors.UnknownCode, UNKNOWN_CODE),
    (
        errors.QuerySyntaxError,
        Kind(400, "query-syntax", "The query is not SPARQL", "mend the query at that place"),
    ),
    (
        errors.QueryTooDeep,
        Kind(400, "query-too-deep", "The query nests too deep", "ask with fewer brackets"),
    ),
    (errors.QueryTooLong, TOO_LONG),
    (
        errors.Forbidden,
        Kind(403, "forbidden", "The query asks for what is never done here", "ask without it"),
    ),
    (errors.NotAcceptable, NOT_ACCEPTABLE),
    (
        errors.DataSyntaxError,
        Kind(400, "data-syntax", "The data are not well-formed", "mend the data at that place"),
    ),
    (errors.DataTooLarge, BODY_TOO_LARGE),
    (
        errors.ShapesRefused,
        Kind(400, "shapes-refused", "The shapes cannot be used", "mend the shapes"),
    ),
    (
        errors.QueryRefused,
        Kind(422, "query-refused", "The query cannot be answered", "ask another way"),
    ),
    (
        errors.QueryTimeout,
        Kind(503, "query-timeout", "The query ran out of time", "ask for less at once"),
    ),
    (
        errors.QueryTooLarge,
        Kind(503, "query-too-large", "The query asked for too much memory", "ask for less at once"),
    ),
    (
        errors.QueueFull,
        Kind(503, "queue-full", "Too many queries at once", "ask again in a moment"),
    ),
    (errors.PeerFailed, Kind(502, "peer-failed", "A peer did not answer", "ask again later")),
    (errors.PeerRefused, Kind(400, "peer-refused", "A peer is not listed", "name a listed peer")),
    (errors.GraphNotFound, Kind(404, "graph-not-found", "There is no such graph")),
    (
        errors.RevisionMismatch,
        Kind(412, "precondition-failed", "The data have changed", "read them again, then write"),
    ),
    (
        errors.WriteNotAllowed,
        Kind(403, "write-not-allowed", "This token may not write there", "write your own graphs"),
    ),
    (
        errors.DefaultGraphDerived,
        Kind(403, "default-graph-derived", "The default graph is derived", "write named graphs"),
    ),
    (
        errors.ShapesBroken,
        Kind(422, "shapes-broken", "The data break the shapes", "mend what the findings tell"),
    ),
    (
        errors.QuotaSpent,
        Kind(429, "quota-spent", "This token has written as much as it may", "write less"),
    ),
    (errors.ChangeRefused, Kind(400, "change-refused", "The change cannot be taken")),
    (errors.StoreError, UNAVAILABLE),
)

_ALL = (
    *(BAD_PARAMETER, BAD_BODY, UNKNOWN_CODE, UNAUTHORIZED, NOT_FOUND, METHOD, NOT_ACCEPTABLE),
    *(TOO_LONG, BODY_TOO_LARGE, MEDIA, INTERNAL, BAD_REQUEST, REQUEST_TIMEOUT, TOO_MANY, BUSY),
    *(ADDRESS_TOO_LONG, HEAD_TOO_LARGE, NOT_IMPLEMENTED, VERSION, NOT_ALLOWED),
    *(UNDER_WAY, KEY_REUSED, BAD_TABLE),
)
KINDS = {kind.slug: kind for kind in (*_ALL, UNAVAILABLE, *(kind for _, kind in _KINDS))}
"""Every kind of problem by the end of its type IRI."""

_LONGEST = 500

RETRY_AFTER = frozenset({"queue-full", "store-unavailable", "busy"})


class HttpProblem(errors.WsisgraphError):
    """A problem of the HTTP layer itself."""

    def __init__(
        self,
        kind: Kind,
        message: str,
        *,
        where: str | None = None,
        mend: str | None = None,
        valid_values: Sequence[str] = (),
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message, where=where, mend=mend)
        self.kind = kind
        self.valid_values = tuple(valid_values)
        self.headers = headers or {}


def bad_parameter(
    name: str, message: str, *, mend: str | None = None, valid_values: Sequence[str] = ()
) -> HttpProblem:
    """Return the 400 for one parameter."""
    if mend is None and valid_values:
        mend = f"give one of {', '.join(valid_values)}"
    return HttpProblem(
        BAD_PARAMETER, message, where=f"parameter {name}", mend=mend, valid_values=valid_values
    )


def not_found(message: str, *, mend: str | None = None) -> HttpProblem:
    """Return a 404."""
    return HttpProblem(NOT_FOUND, message, mend=mend)


def not_acceptable(
    offered: Sequence[str], message: str = "Accept names none of the forms this has"
) -> HttpProblem:
    """Return the 406 that lists what is there."""
    return HttpProblem(
        NOT_ACCEPTABLE,
        message,
        where="header Accept",
        mend=f"accept one of {', '.join(offered)}",
        valid_values=offered,
    )


def kind_of(error: errors.WsisgraphError) -> Kind:
    """Return the kind of problem an error is; anything of ours that is not the asker's is 500."""
    if isinstance(error, HttpProblem):
        return error.kind
    for family, kind in _KINDS:
        if isinstance(error, family):
            return kind
    return INTERNAL


def document(error: errors.WsisgraphError, lang: str = "en") -> dict[str, object]:
    """Return the members of application/problem+json; words of shapes are in a language."""
    kind = kind_of(error)
    members: dict[str, object] = {
        "type": kind.type,
        "title": kind.title,
        "status": kind.status,
        "detail": f"{_short(error.message)}.",
    }
    if error.where:
        members["where"] = _short(error.where)
    if mend := error.mend or kind.hint:
        members["hint"] = f"{mend[:1].upper()}{mend[1:]}{'' if mend.endswith('?') else '.'}"
    if valid := getattr(error, "valid_values", ()):
        members["valid_values"] = list(valid)
    if isinstance(error, errors.QuerySyntaxError | errors.DataSyntaxError):
        members |= {"line": error.line, "column": error.column}
    if isinstance(error, errors.ShapesBroken):
        members["findings"] = [finding(found, lang) for found in error.findings]
    if expected := getattr(error, "expected", ()):
        members["expected"] = list(expected)
    return members


def finding(found: Mapping[str, Any], lang: str) -> dict[str, str]:
    """Return what breaks the shapes as members of JSON, in a language or in English."""
    told = {name: str(found[name]) for name in _FINDING if name in found}
    told["message"] = said(found, lang)
    return {name: _short(text) for name, text in told.items()}


def said(found: Mapping[str, Any], lang: str) -> str:
    """Return what the shape says to do; in its messages <GRAPH> stands for what it is about."""
    messages: Mapping[str, str] = found.get("words") or {}
    message = messages.get(lang) or str(found["message"])
    return message.replace("<GRAPH>", f"<{found['focus']}>")


_FINDING = ("focus", "path", "value", "message", "shape", "component")


def _short(text: str) -> str:
    """Return a text that quotes what was sent without sending all of it back."""
    if len(text) <= _LONGEST:
        return text
    return f"{text[: _LONGEST // 2]} […] {text[-_LONGEST // 4 :]}"
