"""What `wsisgraph serve` runs: the front process with its writer and readers.

Nothing here imports an RDF engine: the front never runs one on foreign bytes (design §4).
"""

import asyncio
import logging
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from wsisgraph import content
from wsisgraph.api import create_app
from wsisgraph.api.front.logs import Form, Sink, SinkHandler
from wsisgraph.api.front.server import make_server
from wsisgraph.api.front.watch import Watch
from wsisgraph.cli.messages import say
from wsisgraph.errors import BadSetting, StoreUnavailable
from wsisgraph.federation.federation import Federation
from wsisgraph.questions import Catalogue
from wsisgraph.settings import Settings
from wsisgraph.site import Pages, theme_file
from wsisgraph.site.language import NAMES
from wsisgraph.store.embedded import EmbeddedStore, Options
from wsisgraph.store.folder import DataFolder
from wsisgraph.validation.validators import Validators

if TYPE_CHECKING:
    from wsisgraph.store.remote import RemoteStore

# The writer runs the rules after each change; it is told where they are by name.
RULES = "wsisgraph.graph.rules:derived"

# Those who compute what a write changes judge it by the shapes.
JUDGE = "wsisgraph.graph.judge:Judge"

_AFTER_A_QUERY = 1.0
"""Seconds that an answer has to go out, after the longest query, when the service is stopped."""

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
    # A theme that cannot be used is told before anything is started.
    themed = theme_file.read(settings.theme)
    settings = replace(settings, public_url=settings.public_url or themed.address)
    pages = Pages(themed)
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
        asyncio.run(_serve(settings, listener, pages, empty=empty))


def _leave(*_: object) -> None:
    raise SystemExit(0)


async def _serve(settings: Settings, listener: socket.socket, pages: Pages, *, empty: bool) -> None:
    # A store that may hold nothing lacks the vocabularies that the shapes ask for.
    is_judged = settings.check_writes and settings.default_graph != "strict" and not empty
    options = Options.from_settings(settings, derive=RULES, judge=JUDGE if is_judged else None)
    grace = settings.query_timeout + _AFTER_A_QUERY
    with _logging(settings) as watch:
        # Beside the processes of the store, which read the data at the same time.
        prepared = asyncio.create_task(asyncio.to_thread(pages.prepare, NAMES))
        async with (
            _store(settings, options) as store,
            Validators.from_settings(settings) as validators,
            Federation(settings.data, sandbox=settings.sandbox) as federation,
        ):
            catalogue = Catalogue.load(content.folder("queries"))
            app = create_app(
                store, catalogue, settings, pages, watch, validators, federation
            )
            server = make_server(app, watch, grace=grace)
            await prepared
            _greet(store, listener)
            await server.serve(sockets=[listener])


@contextmanager
def _logging(settings: Settings) -> Iterator[Watch]:
    """Write a line a request, and what goes wrong, to stderr, without ever waiting for it."""
    on_terminal: Form = "text" if sys.stderr.isatty() else "json"
    sink = Sink(settings.log or on_terminal)
    handler = SinkHandler(sink)
    logging.getLogger().addHandler(handler)
    # What strangers send is no news; it has its line among the requests.
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    try:
        yield Watch(sink)
    finally:
        logging.getLogger().removeHandler(handler)
        sink.close()


def _store(settings: Settings, options: Options) -> "EmbeddedStore | RemoteStore":
    """Return the store of the settings: our own, or a SPARQL server."""
    if not settings.store:
        return EmbeddedStore(settings.data, options)
    # It speaks HTTP to others, which no other command and no other store needs.
    from wsisgraph.store.remote import RemoteStore

    return RemoteStore(settings, options)


def _greet(store: "EmbeddedStore | RemoteStore", listener: socket.socket) -> None:
    host, port = listener.getsockname()[:2]
    address = f"[{host}]" if ":" in host else host
    say(f"Serving revision {store.revision.id} at http://{address}:{port} (Ctrl-C stops it)")


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
