"""The index of the service: true for its revision, and old ones only while a new one is made."""

import asyncio
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from tests import world
from tests.api.conftest import CATALOGUE, Loop, client_of
from tests.api.small_store import SmallStore

from wsisgraph.api import beside, indexes
from wsisgraph.api.indexes import Indexes
from wsisgraph.api.reading import Reading
from wsisgraph.errors import StoreUnavailable
from wsisgraph.search.asking import Asked, ask
from wsisgraph.settings import Settings
from wsisgraph.site import Pages as SitePages
from wsisgraph.store.protocol import Revision

BASE = "https://w3id.org/wsis-sdg/"
GIGA = ox.NamedNode(f"{BASE}id/activity/giga")
ALIAS = ox.NamedNode("http://www.w3.org/2004/02/skos/core#altLabel")
COUNCIL = ox.NamedNode(f"{BASE}graph/itu-council")


@pytest.fixture
def store() -> SmallStore:
    return SmallStore(world.store())


def reading(store: SmallStore, settings: Settings) -> Reading:
    return Reading(store, CATALOGUE, settings, "en")


def changed(store: SmallStore) -> None:
    alias = ox.Literal("Gigabit", language="en")
    store.data.add(ox.Quad(GIGA, ALIAS, alias, COUNCIL))
    store.revision = Revision(8, "8-0123456789ab")


def test_after_a_change_the_old_index_answers_until_the_new_one_is_there(
    loop: Loop, store: SmallStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(loop, store, SitePages())
    assert client.get("/api/search?q=gigabit", "application/json").json()["total"] == 0
    changed(store)
    made = asyncio.Event()
    run = beside.run

    async def slow(*given: Any, **named: Any) -> None:
        await made.wait()
        await run(*given, **named)

    monkeypatch.setattr(beside, "run", slow)
    monkeypatch.setattr(indexes, "_PATIENCE_WITH_OLD", 0.01)
    answer = client.get("/api/search?q=giga", "application/json")
    assert answer.json()["index_revision"] == "7-0123456789ab"
    assert answer.json()["revision"] == "8-0123456789ab"
    assert "etag" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"
    page = client.get("/search?q=giga&lang=en", "text/html").text
    assert "The data have just changed" in page
    monkeypatch.setattr(indexes, "_PATIENCE_WITH_OLD", 20)

    async def go_on() -> None:
        made.set()

    loop.run(go_on())
    answer = client.get("/api/search?q=gigabit", "application/json")
    assert answer.json()["index_revision"] == "8-0123456789ab"
    assert answer.json()["total"] == 1
    assert "etag" in answer.headers


def test_an_index_that_cannot_be_made_is_unavailable_and_not_tried_at_once_again(
    loop: Loop, store: SmallStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[Path] = []

    async def fails(module: str, source: Path, into: Path, **_: Any) -> None:
        tried.append(into)
        raise StoreUnavailable("The index could not be made (no room)")

    monkeypatch.setattr(beside, "run", fails)
    settings = Settings(data=tmp_path)
    found = Indexes(tmp_path)
    for _ in range(3):
        with pytest.raises(StoreUnavailable, match="no room"):
            loop.run(found.of(store, reading(store, settings)))
    assert len(tried) == 1
    assert list((tmp_path / "search").iterdir()) == []


def test_an_index_is_kept_for_the_next_start_and_old_ones_go(
    loop: Loop, store: SmallStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(data=tmp_path)
    loop.run(Indexes(tmp_path).of(store, reading(store, settings)))

    async def never(*_: Any, **__: Any) -> None:
        raise AssertionError("it is there")

    with monkeypatch.context() as patch:
        patch.setattr(beside, "run", never)
        kept = loop.run(Indexes(tmp_path).of(store, reading(store, settings)))
    assert kept.revision == "7-0123456789ab"
    found = Indexes(tmp_path)
    for sequence in range(8, 12):
        store.revision = Revision(sequence, f"{sequence}-0123456789ab")
        loop.run(found.of(store, reading(store, settings)))
    assert len(list((tmp_path / "search").glob("*.sqlite"))) == 2


@pytest.mark.parametrize("shown", [False, True])
def test_what_documents_say_is_searched_only_where_it_may_be_shown(
    loop: Loop, store: SmallStore, tmp_path: Path, shown: bool
) -> None:
    passage = ox.NamedNode(f"{BASE}id/document/itu-council-000/p/2-1")
    said = ox.NamedNode("https://schema.org/text")
    store.data.add(ox.Quad(passage, said, ox.Literal("Verbatimly", language="en"), COUNCIL))
    settings = Settings(data=tmp_path, document_texts=shown)
    found = Indexes(tmp_path, with_texts=shown)
    index = loop.run(found.of(store, reading(store, settings)))
    assert ask(index.path, Asked("verbatimly")).total == int(shown)


def test_no_engine_is_loaded_where_a_search_is_answered() -> None:
    import subprocess
    import sys

    program = (
        "import sys, wsisgraph.search.asking, wsisgraph.search.snippet, wsisgraph.search.make;"
        "print([name for name in ('pyoxigraph', 'rdflib', 'pyshacl') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert ran.stdout.strip() == "[]", ran.stderr
