"""What comes in: all bodies together take so much memory and no more."""

import hashlib
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from wsisgraph.api import problems
from wsisgraph.api.front.visit import Visit
from wsisgraph.api.problems import HttpProblem

MOST = 192 << 20
"""Bytes of bodies that are being read or worked on."""

_SMALL = 1 << 20
"""Bytes that every request may bring even when others have brought as much as there is room for."""

DIGITS = 12
"""Hexadecimal digits of a digest."""


class Intake:
    """Counts the bytes of bodies until their requests are answered."""

    def __init__(self, app: ASGIApp, most: int = MOST) -> None:
        self._app = app
        self._most = most
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request.

        Raises:
            HttpProblem: 503, from the reading of a body there is no room for now.
        """
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        visit: Visit = scope["state"]["visit"]
        hashed: Any = hashlib.sha256(scope["query_string"])
        brought = 0

        async def counted() -> Message:
            nonlocal brought
            message = await receive()
            if body := message.get("body", b""):
                brought += len(body)
                self._held += len(body)
                if brought > _SMALL and self._held > self._most:
                    raise HttpProblem(
                        problems.BUSY, "Others are sending as much as there is room for"
                    )
                hashed.update(body)
                visit.digest = hashed.hexdigest()[:DIGITS]
            return message

        if scope["query_string"]:
            visit.digest = hashed.hexdigest()[:DIGITS]
        try:
            await self._app(scope, counted, send)
        finally:
            self._held -= brought
