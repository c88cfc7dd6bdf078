"""Feeds as files: what changed of each line, goal and agency, and of all, in every language.

A feed is planned, made and kept as a page is. Beside what it asks of the data it is made of what
the journal tells of its topic.
"""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from wsisgraph.api import feeds
from wsisgraph.api.links import href
from wsisgraph.api.pages import Page, Pages
from wsisgraph.api.reading import Reading, value
from wsisgraph.publishing.addresses import Site, place, up
from wsisgraph.publishing.gathering import Gathered, SharedReading
from wsisgraph.publishing.requests import Key, Request, Used, digest
from wsisgraph.publishing.sheets import Sheet, file_name
from wsisgraph.store.news import News
from wsisgraph.terms import codes, iris

NEWS = "news"
"""By this name a feed notes that it asked for the news of its topic."""

_KIND = "feed"


def planned(gathered: Gathered, pages: Collection[str]) -> list[Sheet]:
    """Return the feeds of a site.

    Args:
        gathered: tells which agencies there are.
        pages: the addresses that have a page; what has none has no feed.
    """
    reading = gathered.reading("en")
    [rows] = gathered.run([reading.rows("api/members", {"class": f"{iris.DEF}Body"})])
    found = [
        *(iris.vocab("action-lines", line) for line in codes.ACTION_LINES),
        *(iris.sdg(goal) for goal in codes.GOALS),
        *(value(row, "thing") for row in rows),
    ]
    topics = ["", *(iri for iri in found if href(iri) in pages)]
    paths = {topic: feeds.path_of(topic) for topic in topics}
    return [
        Sheet(_KIND, path, file_name(path), (topic,), suffix="") for topic, path in paths.items()
    ]


class Feeds:
    """How feeds are made.

    Only the first page of each: a file has no service to ask for more.
    """

    name = _KIND

    def __init__(self, gathered: Gathered, site: Site, data: Path, wanted: Sequence[Sheet]) -> None:
        """Read nothing yet.

        Args:
            gathered: reads the revision; is told here how to compare the news of a topic.
            site: where everything lies.
            data: the folder of the data, with the journal.
            wanted: the feeds of the site.
        """
        self._gathered = gathered
        self._site = site
        self._data = data
        self._topics = tuple(sheet.about[0] for sheet in wanted)
        self._news: Mapping[str, Sequence[News]] | None = None
        gathered.beside[NEWS] = self._digest

    async def sheets(self, reading: Reading) -> Sequence[Sheet]:
        """Return nothing: which feeds there are is known when all pages are (`planned`)."""
        return ()

    async def draw(self, pages: Pages, reading: Reading, page: Page, sheet: Sheet) -> str:
        """Return a feed."""
        assert isinstance(reading, SharedReading)
        [topic] = sheet.about
        reading.note(_request(topic), self._digest((topic,)))
        places = self._places(sheet.name, page.lang, reading.addresses)
        return pages.feed(await feeds.told(reading, page, places, topic, self._of(topic)))

    def data(self, gathered: Gathered, sheet: Sheet, used: Used) -> Mapping[str, bytes]:
        """Return nothing."""
        return {}

    def prepare(self) -> None:
        """Read the news, for every process to have them."""
        self._of("")

    def _of(self, topic: str) -> Sequence[News]:
        if self._news is None:
            self._news = self._read()
        return self._news.get(topic, ())

    def _read(self) -> Mapping[str, Sequence[News]]:
        gathered = self._gathered

        async def about(topic: str) -> tuple[str, Collection[str]]:
            return topic, await feeds.near(gathered.reading("en"), topic)

        near = dict(gathered.run(about(topic) for topic in self._topics))
        return feeds.read(self._data, gathered.store.revision.sequence, near)

    def _digest(self, key: Key) -> str:
        found = self._of(key[0])
        return digest((feeds.pages_of(found), found[: feeds.AT_ONCE]))

    def _places(self, name: str, lang: str, addresses: dict[str, str]) -> feeds.Places:
        """Return where pages and feeds are: absolute if that is known, else as seen from here."""
        site = self._site
        root = f"{site.base}/" if site.base else up(name, lang)

        def page(path: str) -> str:
            if not path.startswith("/"):
                return path
            file = site.files.get(path)
            addresses[path] = "page" if file is not None else ""
            if file is not None:
                return root + place(file, lang)
            return f"{site.service}{path}" if site.service else ""

        return feeds.Places(page, lambda path, _: root + place(file_name(path), lang))


def _request(topic: str) -> Request:
    return (NEWS, (("", "topic"),), ("accepted",)), (topic,)
