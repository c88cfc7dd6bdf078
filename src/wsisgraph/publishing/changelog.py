"""The revisions for people: the pages of /changes as files."""

from collections.abc import Sequence

from wsisgraph.api import changelog
from wsisgraph.api.pages import Page, Pages
from wsisgraph.api.reading import Reading
from wsisgraph.publishing.gathering import SharedReading
from wsisgraph.publishing.sheets import Plain, Sheet
from wsisgraph.store.archive import Archive
from wsisgraph.store.folder import DataFolder


class Changelog(Plain):
    """The list of revisions, on as many pages as it needs."""

    name = "changelog"

    async def sheets(self, reading: Reading) -> Sequence[Sheet]:
        """Return its pages."""
        total, _ = _headers(reading, 0)
        return [_sheet(offset) for offset in range(0, max(total, 1), changelog.AT_ONCE)]

    async def draw(self, pages: Pages, reading: Reading, page: Page, sheet: Sheet) -> str:
        """Return one of them."""
        offset = int(sheet.about[0])
        found = _headers(reading, offset)
        return pages.changes(await changelog.listed(reading, page, found, offset))


def _sheet(offset: int) -> Sheet:
    name = "changes" + (f"-{offset // changelog.AT_ONCE + 1}" if offset else "")
    return Sheet("changelog", changelog.address(offset), name, (str(offset),), dated=True)


def _headers(reading: Reading, offset: int) -> changelog.Headers:
    assert isinstance(reading, SharedReading)
    journal = DataFolder(reading.gathered.settings.data).journal
    return changelog.headers(Archive(journal), reading.revision.sequence, offset)
