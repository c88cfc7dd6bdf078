"""Feeds as files: what changed of each line, goal and agency, and of all, in every language."""

from collections.abc import Collection, Sequence
from pathlib import Path

from wsisgraph.api import feeds
from wsisgraph.api.links import href
from wsisgraph.api.pages import Feed, Page
from wsisgraph.api.reading import value
from wsisgraph.publishing.addresses import Site, place, up
from wsisgraph.publishing.gathering import Gathered
from wsisgraph.publishing.making import Maker
from wsisgraph.publishing.sheets import file_name
from wsisgraph.terms import codes, iris


def topics(gathered: Gathered, pages: Collection[str]) -> list[str]:
    """Return the IRIs of what has a feed, "" for everything.

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
    return ["", *(iri for iri in found if href(iri) in pages)]


def files(wanted: Sequence[str]) -> dict[str, str]:
    """Return the file of each feed, without language, by its path in the service."""
    return {path: file_name(path) for path in map(feeds.path_of, wanted)}


def make(maker: Maker, data: Path, wanted: Sequence[str]) -> dict[str, bytes]:
    """Return the feeds by the names of their files.

    Only the first page is made: a file has no service to ask for more.

    Args:
        maker: draws, and knows where everything lies.
        data: the folder of the data, with the journal.
        wanted: the topics.
    """
    gathered = maker.gathered

    async def about(topic: str) -> tuple[str, Collection[str]]:
        return topic, await feeds.near(gathered.reading("en"), topic)

    async def told(topic: str, lang: str) -> tuple[str, Feed]:
        name = file_name(feeds.path_of(topic))
        page = Page(lang=lang, path="/", revision="", static=True, languages=maker.languages)
        places = _places(maker.site, name, lang)
        newest = read[topic][: feeds.AT_ONCE]
        found = await feeds.told(gathered.reading(lang), page, places, topic, newest)
        return place(name, lang), found

    near = dict(gathered.run(about(topic) for topic in wanted))
    read = feeds.read(data, gathered.store.revision.sequence, near)
    made = gathered.run(told(topic, lang) for lang in maker.languages for topic in wanted)
    return {name: maker.pages.feed(found).encode() for name, found in made}


def _places(site: Site, name: str, lang: str) -> feeds.Places:
    """Return where pages and feeds are: absolute if that is known, else as seen from the feed."""
    root = f"{site.base}/" if site.base else up(name, lang)

    def page(path: str) -> str:
        if not path.startswith("/"):
            return path
        file = site.files.get(path)
        if file is not None:
            return root + place(file, lang)
        return f"{site.service}{path}" if site.service else ""

    return feeds.Places(page, lambda path, _: root + place(file_name(path), lang))
