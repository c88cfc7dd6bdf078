"""Which kind of picture is drawn by what."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from markupsafe import Markup

from wsisgraph.site.language import SOURCE
from wsisgraph.site.pictures.bars import regions
from wsisgraph.site.pictures.canvas import Drawing
from wsisgraph.site.pictures.flow import flow
from wsisgraph.site.pictures.frame import framed
from wsisgraph.site.pictures.governance import governance
from wsisgraph.site.pictures.lineage import lineage
from wsisgraph.site.pictures.network import network
from wsisgraph.site.pictures.series import series
from wsisgraph.site.pictures.time_lines import time_lines
from wsisgraph.site.pictures.words import Named, Words


class HasPicture(Protocol):
    """What is read here of a picture."""

    @property
    def kind(self) -> str: ...
    @property
    def about(self) -> Named | None: ...
    @property
    def sources(self) -> Sequence[Named]: ...
    @property
    def drawn(self) -> Any: ...


_DRAWERS: Mapping[str, Callable[[HasPicture, Words, str], Drawing]] = {
    "roles-in": lambda one, words, name: time_lines(one.drawn, one.about, one.sources, words, name),
    "roles-of": lambda one, words, name: time_lines(one.drawn, one.about, one.sources, words, name),
    "lineage": lambda one, words, name: lineage(one.drawn, one.about, one.sources, words, name),
    "governance": lambda one, words, name: governance(
        one.drawn, one.about, one.sources, words, name
    ),
    "flow": lambda one, words, name: flow(one.drawn, one.about, words, name),
    "network": lambda one, words, name: network(one.drawn, words, name),
    "regions": lambda one, words, name: regions(one.drawn, one.about, words, name),
    "figures": lambda one, words, name: series(one.drawn, one.about, one.sources, words, name),
}


def draw(picture: HasPicture, lang: str, name: str) -> Drawing:
    """Return a picture in a language.

    Args:
        picture: what to draw.
        lang: the language of its words; in Arabic it is mirrored.
        name: begins its identifiers, which are unique on a page.
    """
    return _DRAWERS[picture.kind](picture, Words(lang), name)


def file_name(path: str, form: str, lang: str, *, static: bool) -> str:
    """Return the address of a picture as a file; of files there is one SVG for each language."""
    spoken = f".{lang}" if static and form == "svg" and lang != SOURCE else ""
    return f"{path}{spoken}.{form}"


class Shown(NamedTuple):
    """A picture as a page shows it."""

    title: str
    svg: Markup


def shown(picture: HasPicture, lang: str, name: str) -> Shown:
    """Return a picture with its title; see `draw`."""
    drawing = draw(picture, lang, name)
    return Shown(drawing.title, framed(drawing, name))
