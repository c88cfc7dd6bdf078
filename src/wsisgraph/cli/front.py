"""The part of `wsisgraph serve` that speaks HTTP, and takes longest to import.

Nothing here imports an RDF engine: the front never runs one on foreign bytes (design §4).
"""

import logging
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from wsisgraph import content
from wsisgraph.api import create_app
from wsisgraph.api.front.logs import Form, Sink, SinkHandler
from wsisgraph.api.front.server import make_server
from wsisgraph.api.front.watch import Watch
from wsisgraph.cli.messages import say
from wsisgraph.federation.federation import Federation
from wsisgraph.questions import Catalogue
from wsisgraph.settings import Settings
from wsisgraph.site import Pages, theme_file
from wsisgraph.site.language import NAMES
from wsisgraph.validation.validators import Validators

if TYPE_CHECKING:
    from wsisgraph.store.embedded import EmbeddedStore
    from wsisgraph.store.remote import RemoteStore

_AFTER_A_QUERY = 1.0
"""Seconds that an answer has to go out, after the longest query, when the service is stopped."""


class Front:
    """What answers requests, made while the store starts."""

    def __init__(self, settings: Settings) -> None:
        """Read theme, templates and questions.

        Raises:
            BadSetting, InputRefused: the theme, or a question, cannot be used.
        """
        themed = theme_file.read(settings.theme)
        self._settings = replace(settings, public_url=settings.public_url or themed.address)
        self._pages = Pages(themed)
        self._pages.prepare(NAMES)
        self._catalogue = Catalogue.load(content.folder("queries"))

    async def serve(self, store: "EmbeddedStore | RemoteStore", listener: socket.socket) -> None:
        """Answer requests until a signal ends it."""
        settings = self._settings
        grace = settings.query_timeout + _AFTER_A_QUERY
        with _logging(settings) as watch:
            async with (
                Validators.from_settings(settings) as validators,
                Federation(settings.data, sandbox=settings.sandbox) as federation,
            ):
                app = create_app(
                    store, self._catalogue, settings, self._pages, watch, validators, federation
                )
                server = make_server(app, watch, grace=grace)
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


def _greet(store: "EmbeddedStore | RemoteStore", listener: socket.socket) -> None:
    host, port = listener.getsockname()[:2]
    address = f"[{host}]" if ":" in host else host
    say(f"Serving revision {store.revision.id} at http://{address}:{port} (Ctrl-C stops it)")
