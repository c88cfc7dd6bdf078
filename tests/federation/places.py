"""Peers for tests, on loopback: a SPARQL server over a small store, and servers that misbehave."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, Store


@dataclass
class Place:
    """A running server.

    Attributes:
        url: its address, with a path.
        asked: what came: method, path and the query of each request.
        manner: how it misbehaves; "" for not at all.
        elsewhere: where it redirects to.
        files: documents by path, with their media types.
        tag: ETag of the documents.
        fails_at: which query, counted from 1, is not answered; 0 for none.
        busy: how many queries are put off.
        more: headers that documents are sent with, by path.
    """

    url: str
    store: Store = field(default_factory=Store)
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    manner: str = ""
    elsewhere: str = ""
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    tag: str = ""
    fails_at: int = 0
    busy: int = 0
    more: dict[str, dict[str, str]] = field(default_factory=dict)


@contextmanager
def place(data: str = "", manner: str = "", elsewhere: str = "") -> Iterator[Place]:
    """Serve Turtle as a SPARQL endpoint at /sparql until the block ends.

    `manner` is one of: slow, dies, page, redirect, drips, garbage, large, unavailable, cut.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any) -> None:
            return

        def do_GET(self) -> None:
            self._serve(urlsplit(self.path).query)

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            self._serve(self.rfile.read(length).decode())

        def _serve(self, form: str) -> None:
            path = urlsplit(self.path).path
            query = parse_qs(form).get("query", [""])[0]
            here.asked.append((self.command, path, query))
            if path in here.files:
                media_type, body = here.files[path]
                known = here.tag and self.headers.get("If-None-Match") == here.tag
                tagged = {"ETag": here.tag} if here.tag else {}
                tagged |= here.more.get(path, {})
                self._send(304 if known else 200, media_type, b"" if known else body, **tagged)
                return
            misbehaved = getattr(self, f"_{here.manner}", None)
            if misbehaved is not None:
                misbehaved()
                return
            if path != "/sparql":
                self._send(404, "text/plain", b"nothing")
                return
            queries = [one for _, where, one in here.asked if where == "/sparql"]
            if here.fails_at == len(queries):
                self._send(500, "text/plain", b"broken")
            elif here.busy:
                here.busy -= 1
                self._send(503, "text/plain", b"later", Retry_After="1")
            else:
                self._send(200, *answered(here.store, query))

        def _send(self, status: int, media_type: str, body: bytes, **headers: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(body)

        def _slow(self) -> None:
            over.wait(20)

        def _dies(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b'{"head": {"vars": ["s"]}, "results"')
            self.wfile.flush()
            self.connection.close()

        def _page(self) -> None:
            self._send(200, "text/html", b"<html><script>alert(1)</script></html>")

        def _redirect(self) -> None:
            self._send(302, "text/plain", b"", Location=here.elsewhere)

        def _drips(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", "1000")
            self.end_headers()
            for _ in range(200):
                if over.is_set():
                    return
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.1)

        def _garbage(self) -> None:
            self._send(200, "application/sparql-results+json", b"[" * 100_000)

        def _large(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(1 << 40))
            self.end_headers()

        def _unavailable(self) -> None:
            self._send(503, "text/plain", b"later")

        def _cut(self) -> None:
            self._send(200, "text/turtle", b"", X_SPARQL_MaxRows="10000")

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None:
            return

    over = threading.Event()
    server = Server(("127.0.0.1", 0), Handler)
    here = Place(f"http://127.0.0.1:{server.server_address[1]}/sparql")
    here.manner, here.elsewhere = manner, elsewhere
    if data:
        here.store.load(data.encode(), format=RdfFormat.TURTLE, base_iri="http://example.org/")
    thread = threading.Thread(target=server.serve_forever, args=[0.02], daemon=True)
    thread.start()
    try:
        yield here
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def answered(store: Store, query: str) -> tuple[str, bytes]:
    """Return what a SPARQL server over a store answers: media type and body."""
    found = store.query(query)
    if isinstance(found, QueryTriples):
        return "text/turtle", found.serialize(format=RdfFormat.TURTLE) or b""
    return "application/sparql-results+json", found.serialize(format=QueryResultsFormat.JSON) or b""
