"""/changes for people: which revisions there are, who made each, when, and how much it changed."""

from collections.abc import Sequence
from typing import Any

from wsisgraph.api.machine import described
from wsisgraph.api.pages import Page
from wsisgraph.api.pages.changes import Changed, Changes
from wsisgraph.api.reading import Reading
from wsisgraph.store.archive import Archive
from wsisgraph.store.record import revision_of
from wsisgraph.terms import iris

PATH = "/changes"
AT_ONCE = 50
"""Revisions on a page."""
_MOST_GRAPHS = 5

Headers = tuple[int, Sequence[dict[str, Any]]]
"""How many revisions there are, and the headers of those on a page, the newest first."""


def headers(archive: Archive, last: int, offset: int) -> Headers:
    """Return the headers of a page of revisions.

    Args:
        archive: the journal; it may have begun later than the data, or not be at hand.
        last: the number of the revision that is read.
        offset: how many of the newest are passed over.
    """
    total = min(last, archive.last())
    newest = max(total - offset, 0)
    return total, archive.headers(range(newest, max(newest - AT_ONCE, 0), -1))


def address(offset: int) -> str:
    """Return the path of a page."""
    return f"{PATH}?offset={offset}" if offset else PATH


async def listed(reading: Reading, page: Page, found: Headers, offset: int) -> Changes:
    """Return a page of revisions."""
    total, newest = found
    told = [header.get("about") or {} for header in newest]
    agencies = {iris.individual("agency", about["agency"]) for about in told if about}
    names = await reading.concepts(agencies)
    items = []
    for header, about in zip(newest, told, strict=True):
        number = header["sequence"]
        graphs = [graph.partition("/graph/")[2] or graph for graph in about.get("graphs", ())]
        agency = names.get(iris.individual("agency", about["agency"])) if about else None
        items.append(
            Changed(
                number=number,
                revision=revision_of(number, header["hash"]).id,
                time=header["time"],
                by=header["agent"],
                agency=agency,
                message=header["message"],
                added=header["added_quads"],
                removed=header["removed_quads"],
                graphs=tuple(graphs[:_MOST_GRAPHS]),
                href=f"{PATH}/{number}",
                patch=f"{PATH}/{number}.rdfp",
            )
        )
    more = offset + AT_ONCE < total
    following = address(offset + AT_ONCE) if more else ""
    return described(Changes(page, tuple(items), total, offset, AT_ONCE, following))
