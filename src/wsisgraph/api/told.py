"""What the journal told of each topic, remembered while the revision stands."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field

from wsisgraph.store.news import News

_MOST = 200
"""Topics whose news are remembered."""


@dataclass
class Told:
    """What was read of the journal, topic by topic, until the revision that is named."""

    revision: str = ""
    topics: OrderedDict[str, list[News]] = field(default_factory=OrderedDict)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """The journal is read for one at a time: many at once would keep all others waiting."""

    def get(self, revision: str, topic: str) -> list[News] | None:
        """Return the news of a topic, None where they were not read for this revision."""
        if revision != self.revision:
            self.revision = revision
            self.topics.clear()
        return self.topics.get(topic)

    def keep(self, revision: str, topic: str, found: list[News]) -> None:
        """Remember the news of a topic."""
        if revision == self.revision:
            self.topics[topic] = found
            while len(self.topics) > _MOST:
                self.topics.popitem(last=False)
