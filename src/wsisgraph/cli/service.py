"""What `wsisgraph serve` runs: the front process with its writer and readers.

Nothing here imports an RDF engine: the front never runs one on foreign bytes (design §4).
"""

import asyncio
import os
import signal
import socket
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from wsisgraph.cli.messages import say
from wsisgraph.errors import BadSetting, StoreUnavailable
from wsisgraph.settings import Settings
from wsisgraph.store.embedded import EmbeddedStore, Options
from wsisgraph.store.folder import DataFolder

if TYPE_CHECKING:
    from wsisgraph.cli.front import Front
    from wsisgraph.store.remote import RemoteStore

# The writer runs the rules after each change; it is told where they are by name.
RULES = "wsisgraph.graph.rules:derived"

# Those who compute what a write changes judge it by the shapes.
JUDGE = "wsisgraph.graph.judge:Judge"

_SHORTEST_SECRET = 16


def run(host: str | None, port: int | None, theme: Path | None, *, empty: bool) -> None:
    """Serve until a signal ends it; see `wsisgraph.cli.serving.serve`."""
    settings = Settings.from_environment()
    # The processes that work on foreign bytes need not know it.
    for secret in ("WSISGRAPH_ADMIN_TOKEN", "WSISGRAPH_STORE_PASSWORD"):
        os.environ.pop(secret, None)
    if settings.admin_token and len(settings.admin_token) < _SHORTEST_SECRET:
        say("WSISGRAPH_ADMIN_TOKEN is short enough to be guessed; take 32 random characters.")
    settings = replace(
        settings,
        host=settings.host if host is None else host,
        port=settings.port if port is None else port,
        theme=theme or settings.theme,
    )
    if not empty and not settings.store and DataFolder(settings.data).revision() is None:
        raise StoreUnavailable(
            "There is no graph to serve yet",
            where=str(settings.data),
            mend="run wsisgraph build first, or serve --empty",
        )
    # The server repeats the signal that ended it; it must end the store's processes in order, too.
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, _leave)
    with _listening(settings) as listener:
        asyncio.run(_serve(settings, listener, empty=empty))


def _leave(*_: object) -> None:
    raise SystemExit(0)


async def _serve(settings: Settings, listener: socket.socket, *, empty: bool) -> None:
    # A store that may hold nothing lacks the vocabularies that the shapes ask for.
    is_judged = settings.check_writes and settings.default_graph != "strict" and not empty
    options = Options.from_settings(settings, derive=RULES, judge=JUDGE if is_judged else None)
    async with AsyncExitStack() as stack:
        # Its processes start while this one imports what answers requests: each takes a second.
        opening = asyncio.create_task(_opened(stack, _store(settings, options)))
        try:
            front = await asyncio.to_thread(_front, settings)
        except BaseException:
            opening.cancel()
            await asyncio.gather(opening, return_exceptions=True)
            raise
        await front.serve(await opening, listener)


def _front(settings: Settings) -> "Front":
    from wsisgraph.cli.front import Front

    return Front(settings)


async def _opened(
    stack: AsyncExitStack, store: "EmbeddedStore | RemoteStore"
) -> "EmbeddedStore | RemoteStore":
    await stack.enter_async_context(store)
    return store


def _store(settings: Settings, options: Options) -> "EmbeddedStore | RemoteStore":
    """Return the store of the settings: our own, or a SPARQL server."""
    if not settings.store:
        return EmbeddedStore(settings.data, options)
    # It speaks HTTP to others, which no other command and no other store needs.
    from wsisgraph.store.remote import RemoteStore

    return RemoteStore(settings, options)


def _listening(settings: Settings) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
        listener = socket.create_server(
            (settings.host, settings.port),
            family=family,
            backlog=2048,
            # “::” stands for every address of the machine, those of IPv4 too.
            dualstack_ipv6=settings.host == "::" and socket.has_dualstack_ipv6(),
        )
    except OSError as error:
        raise BadSetting(
            f"Cannot listen on {settings.host} port {settings.port} ({error.strerror})",
            mend="choose another with --port or WSISGRAPH_PORT, or stop what uses it",
        ) from error
    # The event loop does so only for sockets that were made with their protocol's number. Without
    # it an answer's body waits until the client acknowledges its head: 40 ms each time.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener
