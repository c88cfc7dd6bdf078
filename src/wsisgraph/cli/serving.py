"""`wsisgraph serve`: the front process with its writer and readers.

Nothing here imports an RDF engine: the front never runs one on foreign bytes (design §4).
"""

import asyncio
import signal
import socket
from dataclasses import replace
from typing import Annotated

import typer
import uvicorn

from wsisgraph import content
from wsisgraph.api import create_app
from wsisgraph.cli.messages import say
from wsisgraph.errors import BadSetting, StoreUnavailable
from wsisgraph.questions import Catalogue
from wsisgraph.settings import Settings
from wsisgraph.site import Pages
from wsisgraph.store.embedded import EmbeddedStore, Options
from wsisgraph.store.folder import DataFolder

# The writer runs the rules after each change; it is told where they are by name.
RULES = "wsisgraph.graph.rules:derived"

_GRACE = 5


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.")] = None,
    empty: Annotated[
        bool, typer.Option("--empty", help="Serve a store that may hold no triple at all.")
    ] = False,
) -> None:
    """Serve the graph: SPARQL, API and pages, at http://127.0.0.1:8000 by default.

    Examples:

        wsisgraph serve

        WSISGRAPH_PORT=8080 WSISGRAPH_QUERY_TIMEOUT=5 wsisgraph serve
    """
    settings = Settings.from_environment()
    settings = replace(
        settings,
        host=settings.host if host is None else host,
        port=settings.port if port is None else port,
    )
    if not empty and DataFolder(settings.data).revision() is None:
        raise StoreUnavailable(
            "There is no graph to serve yet",
            where=str(settings.data),
            mend="run wsisgraph build first, or serve --empty",
        )
    # The server repeats the signal that ended it; it must end the store's processes in order, too.
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, _leave)
    with _listening(settings) as listener:
        asyncio.run(_serve(settings, listener))


def _leave(*_: object) -> None:
    raise SystemExit(0)


async def _serve(settings: Settings, listener: socket.socket) -> None:
    options = Options.from_settings(settings, derive=RULES)
    async with EmbeddedStore(settings.data, options) as store:
        app = create_app(store, Catalogue.load(content.folder("queries")), settings, Pages())
        server = uvicorn.Server(
            uvicorn.Config(
                app,
                log_level="warning",
                server_header=False,
                lifespan="off",
                timeout_graceful_shutdown=_GRACE,
            )
        )
        host, port = listener.getsockname()[:2]
        address = f"[{host}]" if ":" in host else host
        say(f"Serving revision {store.revision.id} at http://{address}:{port} (Ctrl-C stops it)")
        await server.serve(sockets=[listener])


def _listening(settings: Settings) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
        return socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    except OSError as error:
        raise BadSetting(
            f"Cannot listen on {settings.host} port {settings.port} ({error.strerror})",
            mend="choose another with --port or WSISGRAPH_PORT, or stop what uses it",
        ) from error
