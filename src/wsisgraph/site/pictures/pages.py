"""The pages of pictures, and pictures as files."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from wsisgraph.site.manual import HasPage, PageInfo
from wsisgraph.site.pictures.drawn import HasPicture, draw
from wsisgraph.site.pictures.frame import alone
from wsisgraph.site.pictures.words import Words
from wsisgraph.site.theme import Theme


class Located(HasPicture, Protocol):
    """A picture with the address of its page."""

    @property
    def href(self) -> str: ...


class HasAddress(PageInfo, Protocol):
    """The frame of a page, with where it is published."""

    @property
    def address(self) -> str: ...


class HasOnePicture(Protocol):
    """The page of one picture."""

    @property
    def page(self) -> HasAddress: ...

    @property
    def picture(self) -> Located: ...


class Entry(Protocol):
    """A picture in the list of all."""

    @property
    def kind(self) -> str: ...


class HasPictures(HasPage, Protocol):
    """The list of all pictures."""

    @property
    def entries(self) -> Sequence[Entry]: ...


class PicturePages:
    """The part of `Pages` that draws pictures."""

    _theme: Theme

    def picture(self, data: HasOnePicture) -> str:
        """The page of one picture."""
        return self._draw("picture.html", data)

    def pictures(self, data: HasPictures) -> str:
        """The list of all pictures."""
        kinds: dict[str, list[Entry]] = {}
        for entry in data.entries:
            kinds.setdefault(entry.kind, []).append(entry)
        return self._draw("pictures.html", data, kinds=kinds)

    def svg(self, data: HasOnePicture) -> str:
        """One picture as an SVG file, in the light colours of the theme."""
        lang = data.page.lang
        _ = Words(lang).said
        credit = _(
            "%(site)s, %(address)s, CC BY 4.0; each source under its own terms.",
            site=self._theme.name,
            address=_root(data.page, self._theme) + data.picture.href,
        )
        drawing = draw(data.picture, lang, "picture")
        return alone(drawing, "picture", lang, _colours(self._theme), credit)

    def _draw(self, template: str, data: HasPage, **more: object) -> str:
        raise NotImplementedError


def _root(page: HasAddress, theme: Theme) -> str:
    """Return where the site is published, "" where nobody says."""
    if page.address.endswith(page.path):
        return page.address.removesuffix(page.path)
    return theme.address


def _colours(theme: Theme) -> Mapping[str, str]:
    return theme.light
