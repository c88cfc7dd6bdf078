"""How the operations of the SPARQL Protocol are sent: what stands in the URL and in the body.

An operation comes by GET (a query only), by a form, or as the body itself; its other parameters
then stand in the URL (SPARQL 1.1 Protocol §2.1, §2.2). Everything is UTF-8 and decoded once.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request

from wsisgraph.api import problems
from wsisgraph.api.bodies import read_body

FORM = "application/x-www-form-urlencoded"

Pairs = Sequence[tuple[str, str]]

_MOST_PARAMETERS = 1000
_SHOWN = 100
_SHORTEST = 0.1
_UTF8 = frozenset({"", "utf-8", "utf8", "us-ascii", "ascii"})
_PARAMETER = re.compile(r';\s*([\w!#$&^.+-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))')

# IRI of RFC 3987: a scheme, then what may stand in an IRIREF of SPARQL (production 139).
_IRI = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*:"
    r"(?:[^\s<>\"{}|^`\\%\x00-\x20\x7f-\x9f\ud800-\udfff]|%[0-9A-Fa-f]{2})+"
)


@dataclass(frozen=True, slots=True)
class MediaType:
    """A header Content-Type, read: `name` in small letters ("" for none), and its charset."""

    name: str
    charset: str = ""

    @property
    def is_utf8(self) -> bool:
        """Whether it names UTF-8, a part of it, or no charset at all."""
        return self.charset in _UTF8


def media_type(header: str) -> MediaType:
    """Read a header Content-Type."""
    name, _, _ = header.partition(";")
    given = {found[1].lower(): found[2] or found[3] or "" for found in _PARAMETER.finditer(header)}
    return MediaType(name.strip().lower(), given.get("charset", "").strip().lower())


def in_url(request: Request) -> Pairs:
    """Return the parameters after the question mark.

    Raises:
        HttpProblem: 400, they are not UTF-8, or too many.
    """
    return _pairs(request.scope["query_string"], "the URL")


async def sent(
    request: Request, name: str, direct: str, most: int, elsewhere: str = ""
) -> list[tuple[str, str]]:
    """Return the parameters of an operation sent by POST, the operation itself among them.

    Args:
        request: the request.
        name: the parameter that holds the operation: `query` or `update`.
        direct: the media type of a body that is the operation.
        most: bytes that the body may have.
        elsewhere: what to do with a body of another kind that is taken at another route.

    Raises:
        HttpProblem: 400 for what is not UTF-8, 413 for too much, 415 for another media type.
    """
    pairs = list(in_url(request))
    given = media_type(request.headers.get("content-type", ""))
    known = given.name in (direct, FORM)
    # Without a media type there may be no body: then everything stands in the URL.
    body = await read_body(request, most) if known or not given.name else b""
    if not known and (given.name or body):
        raise problems.HttpProblem(
            problems.MEDIA,
            f"The body is “{given.name or 'of no media type'}”",
            where="header Content-Type",
            mend=elsewhere or f"send {direct}, or {FORM} with {name}=",
            valid_values=(direct, FORM),
        )
    if not given.is_utf8:
        raise not_utf8_type(given, (direct, FORM))
    if given.name != direct:
        return [*pairs, *_pairs(body, "the body")]
    try:
        # Some editors begin a file with a byte order mark, which is no part of the text.
        return [*pairs, (name, body.decode("utf-8-sig"))]
    except UnicodeDecodeError as error:
        raise _not_utf8("the body") from error


def not_utf8_type(given: MediaType, valid: Sequence[str]) -> problems.HttpProblem:
    """Return the 415 for a charset that is not read."""
    return problems.HttpProblem(
        problems.MEDIA,
        f"The body is in “{given.charset}”",
        where="header Content-Type",
        mend="send UTF-8, and say charset=utf-8 or nothing",
        valid_values=[f"{name}; charset=utf-8" for name in valid],
    )


def one(pairs: Pairs, name: str) -> str | None:
    """Return the value of a parameter that is given at most once.

    Raises:
        HttpProblem: 400, it is given twice.
    """
    values = [value for key, value in pairs if key == name]
    if len(values) > 1:
        raise problems.bad_parameter(name, f"“{name}” is given twice", mend="give it once")
    return values[0] if values else None


def check_names(pairs: Pairs, known: Sequence[str], elsewhere: str = "") -> None:
    """Refuse parameters that are not known here.

    Args:
        pairs: what was sent.
        known: names of parameters.
        elsewhere: a parameter that is taken at another route, with that route: "update: /update".

    Raises:
        HttpProblem: 400, names the first one.
    """
    for name, _ in pairs:
        if name in known:
            continue
        other, _, route = elsewhere.partition(": ")
        mend = f"send it to {route} by POST" if name == other else f"use {', '.join(known)}"
        raise problems.bad_parameter(
            name[:_SHOWN],
            f"There is no parameter “{name[:_SHOWN]}” here",
            mend=mend,
            valid_values=known,
        )


def graphs(pairs: Pairs, name: str) -> tuple[str, ...]:
    """Return the graph IRIs of a parameter that may be repeated; empty ones are as good as none.

    Raises:
        HttpProblem: 400, one is no absolute IRI.
    """
    return tuple(check_iri(name, value) for key, value in pairs if key == name and value)


def check_iri(name: str, given: str) -> str:
    """Return an absolute IRI as it was given.

    Raises:
        HttpProblem: 400, it is none.
    """
    if _IRI.fullmatch(given) is None or not _names_a_host(given):
        raise problems.bad_parameter(
            name,
            f"“{given}” is no absolute IRI",
            mend="give an IRI with its scheme, such as https://example.org/graph/1",
        )
    return given


def _names_a_host(iri: str) -> bool:
    """Tell whether host and port, if there are any, can be ones."""
    try:
        return urlsplit(iri).port != 0
    except ValueError:
        return False


def seconds(given: str | None) -> float | None:
    """Return a number of seconds; less than a tenth, in which nothing is certain, is a tenth.

    Raises:
        HttpProblem: 400, it is none.
    """
    if not given:
        return None
    try:
        found = float(given)
    except ValueError:
        found = float("nan")
    if not 0 < found < 1e6:
        raise problems.bad_parameter(
            "timeout", f"“{given}” is no number of seconds", mend="give a number above 0"
        )
    return max(found, _SHORTEST)


def _pairs(encoded: bytes, where: str) -> list[tuple[str, str]]:
    try:
        # What should be escaped, and is not, is read as if it were.
        return parse_qsl(
            encoded.decode(),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_PARAMETERS,
        )
    except UnicodeDecodeError as error:
        raise _not_utf8(where) from error
    except ValueError:
        raise problems.HttpProblem(
            problems.BAD_PARAMETER,
            f"There are more than {_MOST_PARAMETERS} parameters",
            where=where,
            mend="send fewer",
        ) from None


def _not_utf8(where: str) -> problems.HttpProblem:
    return problems.HttpProblem(
        problems.BAD_PARAMETER,
        "There is a byte that is not UTF-8",
        where=where,
        mend="send UTF-8",
    )
