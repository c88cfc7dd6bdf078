"""The service over the tiny world, on two stores: one in this process, and the real one."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from fastapi import FastAPI
from pyoxigraph import RdfFormat, serialize
from tests import world
from tests.api.small_store import SmallStore

from wsisgraph import content
from wsisgraph.api import create_app
from wsisgraph.api.pages import Pages
from wsisgraph.questions import Catalogue
from wsisgraph.settings import Settings
from wsisgraph.site import Pages as SitePages
from wsisgraph.store.changes import Replacement
from wsisgraph.store.embedded import EmbeddedStore, Options

T = TypeVar("T")

CATALOGUE = Catalogue.load(content.folder("queries"))


class Loop:
    """An event loop in a thread of its own, since a store belongs to the loop it began in."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


class Client:
    """Asks an app without a network."""

    def __init__(self, loop: Loop, app: FastAPI) -> None:
        self._loop = loop
        self._app = app

    def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        return self._loop.run(self._ask(method, path, more))

    def get(self, path: str, accept: str = "", **more: Any) -> httpx.Response:
        headers = {**more.pop("headers", {}), **({"Accept": accept} if accept else {})}
        return self.request("GET", path, headers=headers, **more)

    async def _ask(self, method: str, path: str, more: dict[str, Any]) -> httpx.Response:
        transport = httpx.ASGITransport(self._app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return await client.request(method, path, **more)


@pytest.fixture(scope="session")
def loop() -> Iterator[Loop]:
    found = Loop()
    yield found
    found.close()


@pytest.fixture(scope="session")
def small_store() -> SmallStore:
    return SmallStore(world.store())


@pytest.fixture(scope="session")
def embedded_store(loop: Loop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    folder = tmp_path_factory.mktemp("world")
    quads = world.quads()
    file = folder / "world.nq"
    file.write_bytes(serialize(quads, format=RdfFormat.N_QUADS) or b"")
    graphs = sorted({quad.graph_name.value for quad in quads})
    store = EmbeddedStore(folder / "data", Options(workers=2))
    loop.run(store.start())
    try:
        loop.run(store.commit(Replacement(graphs, file), agent="test", message="the tiny world"))
        yield store
    finally:
        loop.run(store.stop())


def client_of(loop: Loop, store: Any, pages: Pages | None = None) -> Client:
    return Client(loop, create_app(store, CATALOGUE, Settings(data=Path("unused")), pages))


@pytest.fixture(scope="session", params=["small", "embedded"])
def client(request: pytest.FixtureRequest, loop: Loop) -> Client:
    """A client of the whole service, pages included."""
    return client_of(loop, request.getfixturevalue(f"{request.param}_store"), SitePages())


@pytest.fixture
def failing(loop: Loop) -> tuple[SmallStore, Client]:
    """A store whose failures a test can choose, and a client of it."""
    store = SmallStore(world.store())
    return store, client_of(loop, store, SitePages())
