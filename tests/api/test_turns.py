"""A page asks some queries at a time, and leaves the queue to others."""

import asyncio
from pathlib import Path
from typing import Any

from tests import world
from tests.api.small_store import SmallStore

from wsisgraph import content
from wsisgraph.api.reading import Reading
from wsisgraph.questions import Catalogue
from wsisgraph.settings import Settings


class Watched(SmallStore):
    running = 0
    most = 0

    async def query(self, *given: Any, **named: Any) -> Any:
        self.running += 1
        self.most = max(self.most, self.running)
        await asyncio.sleep(0)
        answer = await super().query(*given, **named)
        self.running -= 1
        return answer


def test_one_page_keeps_at_most_four_queries_waiting_at_once() -> None:
    store = Watched(world.store())
    catalogue = Catalogue.load(content.folder("queries"))
    reading = Reading(store, catalogue, Settings(data=Path("unused")), "en")

    async def ask() -> None:
        await reading.together(*(reading.ask("ASK {}", ["json"]) for _ in range(20)))

    asyncio.run(ask())
    assert store.most == 4
