"""SPARQL servers for tests, emptied before each, and stores over them."""

import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import httpx
from tests import engines

from wsisgraph.settings import Settings
from wsisgraph.store.embedded import EmbeddedStore, Options
from wsisgraph.store.remote import RemoteStore

RemoteOrOwn = EmbeddedStore | RemoteStore

OPTIONS = Options(workers=2, query_timeout=15.0)

_GRAPHS = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"


class Server:
    """A server, and somebody else's way to it."""

    def __init__(self, engine: engines.Engine) -> None:
        self.engine = engine
        auth: httpx.Auth | None = None
        if engine.user:
            kind = httpx.DigestAuth if engine.name == "virtuoso" else httpx.BasicAuth
            auth = kind(engine.user, engine.password)
        self._client = httpx.Client(auth=auth, timeout=60)

    def update(self, text: str) -> None:
        """Do an update there, past any service of ours."""
        told = {"Content-Type": "application/sparql-update"}
        self._client.post(self.engine.update, content=text, headers=told).raise_for_status()

    def asks(self, text: str) -> bool:
        """Ask it, past any service of ours."""
        asked = {"Accept": "application/sparql-results+json"}
        found = self._client.post(self.engine.query, data={"query": text}, headers=asked)
        told: dict[str, bool] = found.raise_for_status().json()
        return told["boolean"]

    def empty(self) -> None:
        """Take out all that tests put in."""
        asked = {"Accept": "application/sparql-results+json"}
        found = self._client.post(self.engine.query, data={"query": _GRAPHS}, headers=asked)
        names = [row["g"]["value"] for row in found.json()["results"]["bindings"]]
        for name in names:
            if name.startswith(("http://example.org/", "https://w3id.org/", "urn:wsisgraph:")):
                self.update(f"DROP SILENT GRAPH <{name}>")
        if self.engine.name != "virtuoso":
            self.update("DROP SILENT DEFAULT")

    def settings(self, data: Path, **changed: str) -> Settings:
        """Return the settings of a service over it."""
        return Settings.from_environment(
            {**self.engine.settings, "WSISGRAPH_DATA": str(data), **changed}
        )

    def close(self) -> None:
        """Hang up."""
        self._client.close()


@contextmanager
def started(name: str, folder: Path) -> Iterator[Server]:
    """Run a server until the block ends."""
    with engines.running(name, folder, rows=20_000) as engine:
        server = Server(engine)
        try:
            yield server
        finally:
            server.close()
            shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def opened(server: Server | None, data: Path) -> AsyncIterator[RemoteOrOwn]:
    """Open a store over an emptied server, or our own."""
    if server is None:
        async with EmbeddedStore(data, OPTIONS) as own:
            yield own
        return
    server.empty()
    async with RemoteStore(server.settings(data), OPTIONS) as remote:
        yield remote
