"""Heads of requests, read more strictly than h11 does: what is ambiguous is refused.

RFC 9112 §3.2 (target and Host), §6.1 and §6.3 (lengths), §11.2 (request smuggling).
"""

import re
from urllib.parse import urlsplit

import h11

from wsisgraph.api import problems
from wsisgraph.api.front.limits import Limits
from wsisgraph.api.problems import HttpProblem

METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT")
"""Every method that is answered somewhere."""

_HOST = re.compile(rb"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~!$&'()*+,;=%-]*)(:[0-9]{0,5})?")
_VERSIONS = (b"1.0", b"1.1")


class StrictConnection(h11.Connection):
    """A connection that says why it refuses.

    Attributes:
        refusal: the problem that ended it; None while all is well.
    """

    def __init__(self, limits: Limits) -> None:
        super().__init__(h11.SERVER, max_incomplete_event_size=limits.head)
        self.refusal: HttpProblem | None = None
        self._limits = limits

    def next_event(self) -> h11.Event | type[h11.NEED_DATA] | type[h11.PAUSED]:
        """Return the next event.

        Raises:
            h11.RemoteProtocolError: what was sent is not taken; `refusal` says why.
        """
        in_body = self.their_state is h11.SEND_BODY
        try:
            event = super().next_event()
            self._check_chunk()
            return self._checked(event) if isinstance(event, h11.Request) else event
        except HttpProblem as problem:
            self.refusal = problem
            raise h11.RemoteProtocolError(problem.message) from problem
        except h11.RemoteProtocolError as error:
            self.refusal = self._refusal(error, in_body)
            raise

    def _refusal(self, error: h11.RemoteProtocolError, in_body: bool) -> HttpProblem:
        if error.error_status_hint == 431:
            if in_body:
                return _bad("A line between the chunks of the body is too long")
            if b"\n" not in self.trailing_data[0]:
                return _target_too_long(self._limits)
            return _head_too_large(self._limits)
        if error.error_status_hint == 501:
            return HttpProblem(
                problems.NOT_IMPLEMENTED,
                "The body comes in a transfer coding that is not read here",
                where="header Transfer-Encoding",
                mend="send it chunked, or with Content-Length",
            )
        # The parser's words may quote what was sent; its first part never does.
        return _bad(f"This is no request of HTTP/1.1 ({str(error).partition(':')[0]})")

    def _check_chunk(self) -> None:
        """Refuse a chunk that no body may have, before anybody waits for its bytes."""
        size = getattr(self._reader, "_bytes_in_chunk", 0)
        if size > self._limits.chunk:
            raise HttpProblem(
                problems.BODY_TOO_LARGE,
                f"A chunk of the body is announced as {size} bytes long",
                mend=f"send bodies of at most {self._limits.chunk} bytes",
            )

    def _checked(self, request: h11.Request) -> h11.Request:
        limits = self._limits
        if request.http_version not in _VERSIONS:
            raise HttpProblem(
                problems.VERSION, "This speaks HTTP/1.1 and HTTP/1.0", mend="ask with HTTP/1.1"
            )
        if len(request.target) > limits.target:
            raise _target_too_long(limits)
        size = sum(len(name) + len(value) + 4 for name, value in request.headers)
        if len(request.headers) > limits.headers or len(request.target) + size > limits.head:
            raise _head_too_large(limits)
        names = [name for name, _ in request.headers]
        if b"transfer-encoding" in names:
            if b"content-length" in names:
                raise _bad("Both Content-Length and Transfer-Encoding are given", mend="give one")
            if request.http_version == b"1.0":
                raise _bad("HTTP/1.0 knows no Transfer-Encoding", mend="give Content-Length")
        host = next((value for name, value in request.headers if name == b"host"), b"")
        if not _HOST.fullmatch(host):
            raise _bad("Host is no name of a host", where="header Host")
        return _in_origin_form(request)


def _in_origin_form(request: h11.Request) -> h11.Request:
    method, target = request.method.decode("ascii"), request.target
    if method in ("CONNECT", "TRACE"):
        raise HttpProblem(
            problems.METHOD,
            f"{method} is answered nowhere here",
            where="the method of the request",
            mend=f"use {', '.join(METHODS)}",
            valid_values=METHODS,
            headers={"Allow": ", ".join(METHODS)},
        )
    if target.startswith(b"/") or (target == b"*" and method == "OPTIONS"):
        return request
    if not target.lower().startswith((b"http://", b"https://")):
        raise _bad("The address does not begin with “/”", where="the first line of the request")
    try:
        parts = urlsplit(target)
    except ValueError:
        raise _bad("The address cannot be read", where="the first line of the request") from None
    if not parts.netloc or not _HOST.fullmatch(parts.netloc):
        raise _bad("The address names no host", where="the first line of the request")
    others = [(name, value) for name, value in request.headers if name != b"host"]
    return h11.Request(
        method=request.method,
        target=(parts.path or b"/") + (b"?" + parts.query if parts.query else b""),
        headers=[(b"host", parts.netloc), *others],
        http_version=request.http_version,
    )


def _bad(message: str, *, where: str | None = None, mend: str | None = None) -> HttpProblem:
    return HttpProblem(problems.BAD_REQUEST, message, where=where, mend=mend)


def _target_too_long(limits: Limits) -> HttpProblem:
    return HttpProblem(
        problems.ADDRESS_TOO_LONG, f"The address is longer than {limits.target} bytes"
    )


def _head_too_large(limits: Limits) -> HttpProblem:
    return HttpProblem(
        problems.HEAD_TOO_LARGE,
        f"The head is longer than {limits.head} bytes, or has more than {limits.headers} headers",
    )
