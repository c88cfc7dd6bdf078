"""/feeds/…: what changed of a line, a goal, an agency or any other thing, and of all, as Atom.

The journal tells it (`wsisgraph.store.news`); an entry is a revision. The names of entries and
feeds never change (RFC 4287, section 4.2.6): they are made of the thing's IRI, the language and
the revision. Long feeds are paged (RFC 5005, section 3).
"""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from wsisgraph.api.links import href, iri_of
from wsisgraph.api.pages import Concept, Feed, FeedEntry, FeedItem, Link, Page, Text
from wsisgraph.api.problems import HttpProblem, bad_parameter, not_found
from wsisgraph.api.reading import Reading, ending, status_of, value
from wsisgraph.api.service import Service, number, parameters
from wsisgraph.questions import serialise
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.news import MARKS, Change, News, Topics, news
from wsisgraph.terms import iris

PATH = "/feeds"
ALL = "/feeds/all.atom"
MEDIA_TYPE = "application/atom+xml"
PARAMETERS = {
    "lang": "language of the words; beats Accept-Language",
    "page": "page of a long feed, 1 by default",
}

AT_ONCE = 20
"""Revisions on one page of a feed."""
# What XML 1.0 cannot say (Char, section 2.2).
_UNSAID = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def path_of(iri: str = "") -> str:
    """Return where the feed of a thing is, that of everything without one."""
    if not iri:
        return ALL
    return f"{PATH}{href(iri)}.atom"


async def feed(service: Service, request: Request) -> Response:
    """Answer /feeds/all.atom and /feeds/vocab/action-lines/c2.atom.

    Raises:
        HttpProblem: 404, there is no such thing, or no such page of its feed.
    """
    given = parameters(request, PARAMETERS)
    page = number(given, "page", 1, 1, 10**6)
    path = request.path_params["path"]
    stem, dot, suffix = path.rpartition(".")
    if not dot or suffix != "atom" or service.pages is None:
        raise _unknown(path)
    topic = "" if stem == "all" else iri_of(stem)

    async def build(reading: Reading) -> Response:
        if topic and not await _is_known(reading, topic):
            raise _unknown(stem)
        found = await _news(service, reading, topic)
        if page > pages_of(found):
            raise bad_parameter("page", f"There is no page {page} of this feed", mend="leave it")
        root = service.address(request, "")

        def place(path: str, at: int) -> str:
            asked = {"lang": reading.lang, **({"page": str(at)} if at > 1 else {})}
            return f"{root}{path}?{urlencode(asked)}"

        places = Places(lambda path: root + path if path.startswith("/") else path, place)
        frame = service.page(request, reading)
        assert service.pages is not None
        body = service.pages.feed(await told(reading, frame, places, topic, found, page))
        return Response(body, headers={"Content-Type": f"{MEDIA_TYPE}; charset=utf-8"})

    return await service.answer(request, "atom", build)


async def _news(service: Service, reading: Reading, topic: str) -> list[News]:
    """Return the news of a topic, read once for a revision."""
    revision = reading.revision
    known = service.told.get(revision.id, topic)
    if known is not None:
        return known
    topics = {topic: await near(reading, topic)}
    async with service.told.turn:
        known = service.told.get(revision.id, topic)
        if known is None:
            data, until = service.settings.data, revision.sequence
            known = (await asyncio.to_thread(read, data, until, topics))[topic]
            service.told.keep(revision.id, topic, known)
    return known


async def near(reading: Reading, topic: str) -> frozenset[str]:
    """Return what is about a topic in the revision that is read."""
    rows = await reading.rows("api/near", {"thing": topic}) if topic else ()
    return frozenset(value(row, "near") for row in rows)


def read(data: Path, until: int, topics: Topics) -> dict[str, list[News]]:
    """Return what the journal tells of each topic up to a revision, the newest first.

    Where there is no journal there are no news.
    """
    journal = DataFolder(data).journal
    if not journal.is_dir():
        return {topic: [] for topic in topics}
    return {topic: found[::-1] for topic, found in news(journal, until, topics).items()}


@dataclass(frozen=True, slots=True)
class Places:
    """Where pages and feeds are, absolute as far as that is known.

    Attributes:
        page: for the path of a page, and "" for one that has none.
        feed: for the path of a feed, and a page of it.
    """

    page: Callable[[str], str]
    feed: Callable[[str, int], str]


def pages_of(found: Sequence[News]) -> int:
    """Return how many pages a feed has."""
    return max(1, -(-len(found) // AT_ONCE))


async def told(
    reading: Reading,
    frame: Page,
    places: Places,
    topic: str,
    found: Sequence[News],
    page: int = 1,
) -> Feed:
    """Return one page of a feed.

    Args:
        reading: gives the names of things, in the language of the feed.
        frame: what every page is told.
        places: where pages and feeds are.
        topic: an IRI, "" for everything.
        found: the news, the newest first.
        page: which page, from 1.
    """
    shown = found[(page - 1) * AT_ONCE : page * AT_ONCE]
    changes = [change for one in shown for change in one.changes]
    wanted = {change.thing for change in changes} | {change.kind for change in changes}
    wanted |= {end for change in changes for end in change.ends}
    wanted |= {kind for one in shown for kind, _, _ in one.kinds}
    concepts = await reading.concepts((wanted | {topic}) - {""}, nameless=wanted)
    path = path_of(topic)
    name = f"{iris.base_iri().rstrip('/')}{path}?lang={reading.lang}"
    last = pages_of(found)
    others = {"self": page, "first": 1, "last": last}
    others |= {"previous": page - 1} if page > 1 else {}
    others |= {"next": page + 1} if page < last else {}
    about = concepts[topic] if topic else None
    return Feed(
        page=frame,
        id=name,
        topic=_said(about) if about else None,
        address=places.page(about.href if about else "/"),
        # A feed that has no entry yet was never updated; the first second of the calendar says so.
        updated=found[0].time if found else "1970-01-01T00:00:00Z",
        entries=tuple(
            FeedEntry(
                id=f"{name}#{one.revision}",
                revision=one.revision,
                time=one.time,
                counts=tuple(pair for pair in zip(MARKS, one.counts, strict=True) if pair[1]),
                items=tuple(_item(change, concepts, places) for change in one.changes),
                kinds=tuple(
                    (mark, _said(concepts[kind]), count) for kind, mark, count in one.kinds
                ),
                more=sum(one.counts) - len(one.changes),
            )
            for one in shown
        ),
        links=tuple(
            Link(places.feed(path, at), relation, MEDIA_TYPE)
            for relation, at in others.items()
            if at == page or last > 1
        ),
    )


def _item(change: Change, concepts: dict[str, Concept], places: Places) -> FeedItem:
    thing = concepts[change.thing]
    if thing.label.value == ending(thing.iri):
        thing = replace(thing, label=Text(_joined(change, concepts)))
    return FeedItem(
        mark=change.mark,
        thing=_said(thing),
        kind=_said(concepts[change.kind]) if change.kind else None,
        address="" if change.mark == "removed" else places.page(thing.href),
        status=status_of(change.graph),
    )


def _joined(change: Change, concepts: dict[str, Concept]) -> str:
    """Return what a statement without a name is called: what it joins, or the end of its IRI."""
    names = [concepts[end] for end in change.ends]
    told = [name.code or name.label.value for name in names]
    key = change.thing.removeprefix(iris.base_iri()).removeprefix("id/").partition("/")[2]
    return " – ".join(told) or key or ending(change.thing)


def _said(concept: Concept) -> Concept:
    """Return a thing whose name XML can say."""
    text = concept.label.value or ending(concept.iri)
    return replace(
        concept,
        code=_UNSAID.sub("\ufffd", concept.code),
        label=replace(concept.label, value=_UNSAID.sub("\ufffd", text)),
    )


async def _is_known(reading: Reading, iri: str) -> bool:
    try:
        serialise.iri(iri)
    except ValueError:
        return False
    return bool(await reading.rows("api/known", {"thing": iri}))


def _unknown(path: str) -> HttpProblem:
    return not_found(
        f"There is no feed of “{path[:100]}”",
        mend=f"{ALL} tells all changes; the page of a thing leads to its own",
    )
