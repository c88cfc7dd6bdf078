"""Addresses of requests: what cannot be read in one way only is refused with a sentence."""

import re
from urllib.parse import unquote_to_bytes

from starlette.types import Scope

from wsisgraph.api import problems
from wsisgraph.api.problems import HttpProblem

MOST_PARAMETERS = 1000

_BROKEN = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_TOKEN_NAMES = re.compile(
    rb"(?:^|&)(access_token|token|api_?key|auth|authorization|bearer_token)=", re.IGNORECASE
)
_TOKEN = re.compile(rb"wsis_[0-9a-f]{12}_")


def check(scope: Scope) -> None:
    """Check path and parameters of a request.

    Raises:
        HttpProblem: 400, with what is wrong.
    """
    query: bytes = scope["query_string"]
    path: bytes = scope.get("raw_path") or b""
    _check_part(path, "path")
    if query:
        _check_part(query, "parameters")
    if query.count(b"&") >= MOST_PARAMETERS:
        raise _bad(f"There are more than {MOST_PARAMETERS} parameters", mend="give fewer")
    if _TOKEN_NAMES.search(query) or holds_token(query) or holds_token(path):
        # Addresses are kept in histories and logs, and sent on as referrers.
        raise _bad(
            "A token does not belong into an address, where others can read it",
            mend="send the header Authorization: Bearer instead, and let this token be rotated",
        )


def holds_token(part: bytes) -> bool:
    """Tell whether a part of an address looks as if it held a token of ours."""
    return _TOKEN.search(part) is not None


def _check_part(part: bytes, name: str) -> None:
    if b"%" not in part:
        return
    if _BROKEN.search(part):
        raise _bad(
            "A “%” is not followed by two hexadecimal digits",
            where=name,
            mend="write a “%” itself as %25",
        )
    plain = unquote_to_bytes(part)
    if b"\x00" in plain:
        raise _bad("There is a character NUL", where=name, mend="take it out")
    try:
        plain.decode()
    except UnicodeDecodeError:
        raise _bad("What the “%” stand for is not UTF-8", where=name, mend="send UTF-8") from None


def _bad(message: str, *, mend: str, where: str = "parameters") -> HttpProblem:
    return HttpProblem(problems.BAD_REQUEST, message, where=f"{where} of the address", mend=mend)
