"""Pictures: the list of them, and each with its files, an SVG for each language among them."""

from collections.abc import Mapping, Sequence
from typing import cast

from wsisgraph.api import pictures
from wsisgraph.api.machine import described
from wsisgraph.api.negotiation import LANGUAGES
from wsisgraph.api.pages import Page, Pages, PictureKind, PicturePage
from wsisgraph.api.reading import Reading
from wsisgraph.publishing.gathering import Gathered
from wsisgraph.publishing.requests import Used
from wsisgraph.publishing.sheets import Sheet, file_name

_FORMS = ("csv", "svg", *(f"{lang}.svg" for lang in LANGUAGES[1:]))


class Pictures:
    """A page for each picture, and one that lists them."""

    name = "picture"

    def __init__(self) -> None:
        self._pages: Pages | None = None

    async def sheets(self, reading: Reading) -> Sequence[Sheet]:
        """Return the pages of the pictures that the data call for."""
        found = [Sheet(self.name, pictures.PATH, file_name(pictures.PATH))]
        for kind, iri, _ in await pictures.listed(reading):
            path = pictures.address(kind, iri)
            found.append(Sheet(self.name, path, file_name(path), (kind, iri), _FORMS))
        return found

    async def draw(self, pages: Pages, reading: Reading, page: Page, sheet: Sheet) -> str:
        """Return the page of a picture, or the list."""
        self._pages = pages
        if not sheet.about:
            return pages.pictures(described(await pictures.pictures_page(reading, page)))
        composed = await _composed(reading, sheet)
        return pages.picture(described(PicturePage(page, composed.told(reading))))

    def data(self, gathered: Gathered, sheet: Sheet, used: Used) -> Mapping[str, bytes]:
        """Return the rows of a picture, and itself in every language."""
        if not sheet.about:
            return {}
        # The page is drawn before its files, by the same.
        assert self._pages is not None, sheet
        found: dict[str, bytes] = {}
        for lang, form in zip(LANGUAGES, _FORMS[1:], strict=True):
            reading = gathered.reading(lang, used)
            [composed] = gathered.run([_composed(reading, sheet)])
            page = Page(lang=lang, path=sheet.address, revision="", static=True)
            found[form] = self._pages.svg(PicturePage(page, composed.picture)).encode()
            if form == "svg":
                found["csv"] = pictures.sheet(reading, composed).encode()
        return found


async def _composed(reading: Reading, sheet: Sheet) -> pictures.Composed:
    kind, iri = sheet.about
    composed = await pictures.compose(reading, cast(PictureKind, kind), iri)
    assert composed is not None, sheet
    return composed
