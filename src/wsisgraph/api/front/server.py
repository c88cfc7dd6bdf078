"""The server: uvicorn's, which looks after its connections."""

import logging
import socket
import time
from typing import cast

import uvicorn
from starlette.types import ASGIApp
from uvicorn._types import ASGI3Application

from wsisgraph.api.front.connection import Connection, connections
from wsisgraph.api.front.limits import Limits, as_descriptors_allow
from wsisgraph.api.front.watch import Watch

_log = logging.getLogger(__name__)

_TICKS = 10
"""Ticks of uvicorn's between two looks: a second."""


_AT_ONCE = 128
"""Connections that are taken before anything else is done."""

_WAITING = 4096
"""Connections that may wait to be taken; the kernel may hold them to fewer."""


class Server(uvicorn.Server):
    """A server whose connections are looked at once a second."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen.

        In a flood of connections the kernel would drop those that find no place to wait, and they
        come again after a second; asyncio would take as many at once as may wait.
        """
        await super().startup(sockets)
        for listening in sockets or ():
            listening.listen(_WAITING)

    async def on_tick(self, counter: int) -> bool:
        """Look at every connection; return whether to end."""
        if counter % _TICKS == 0:
            now = time.monotonic()
            for connection in list(self.server_state.connections):
                try:
                    cast(Connection, connection).look(now)
                except Exception:
                    # One connection that cannot be looked after must not end all others.
                    _log.exception("A connection could not be looked after; it is closed")
                    connection.transport.abort()
        return await super().on_tick(counter)


def make_server(
    app: ASGIApp, watch: Watch, *, grace: float, limits: Limits | None = None
) -> Server:
    """Return a server of the app that ends in order: what is being answered has `grace` seconds.

    Args:
        app: what `create_app` gave.
        watch: is told what is refused before the app sees it.
        grace: seconds until answers that are not whole are broken off.
        limits: bounds of the wire.
    """
    bounds = as_descriptors_allow(limits or Limits())
    server = Server(
        uvicorn.Config(
            cast(ASGI3Application, app),
            http=connections(bounds, watch),
            ws="none",
            loop="asyncio",
            backlog=_AT_ONCE,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            # Who the client is, is told by the front, which believes only the proxies it is told.
            proxy_headers=False,
            timeout_keep_alive=int(bounds.idle_seconds),
            timeout_graceful_shutdown=round(grace),
        )
    )
    watch.connections = lambda: len(server.server_state.connections)
    return server
