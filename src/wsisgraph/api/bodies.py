"""Bodies of requests: read whole, never further than they may be long."""

from starlette.requests import Request

from wsisgraph.api import problems

QUERY = 1 << 20
"""Bytes of a query, or of the form it comes in."""

UPDATE = 4 << 20
"""Bytes of an update, or of the form it comes in."""

VALIDATION = 16 << 20
"""Bytes of data and shapes to check."""

GRAPH_DATA = 64 << 20
"""Bytes of data for a graph."""


async def read_body(request: Request, most: int) -> bytes:
    """Return the body of a request.

    Args:
        request: the request; its body must not have been read yet.
        most: bytes it may have. Reading ends at the first byte more, and before the first byte
            where Content-Length says so.

    Raises:
        HttpProblem: 413, the body is too long; 415, it is compressed.
        ClientDisconnect: the client went away before the end.
    """
    coding = request.headers.get("content-encoding", "identity").strip().lower()
    if coding not in ("", "identity"):
        raise problems.HttpProblem(
            problems.MEDIA,
            f"The body is compressed ({coding})",
            where="header Content-Encoding",
            mend="send it as it is",
            headers={"Accept-Encoding": "identity"},
        )
    length = request.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length) > most:
        raise _too_large(most)
    body = bytearray()
    async for chunk in request.stream():
        if len(body) + len(chunk) > most:
            raise _too_large(most)
        body += chunk
    return bytes(body)


def _too_large(most: int) -> problems.HttpProblem:
    size = f"{most >> 20} MiB" if most >= 1 << 20 else f"{most} bytes"
    return problems.HttpProblem(problems.BODY_TOO_LARGE, f"The body is longer than {size}")
