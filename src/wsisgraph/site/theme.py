"""The theme of the pages: names, introductions, order, colours, logo and addresses.

One file says it (`theme_file` reads it, docs/theming.md describes it); `theme.toml` beside this
module is our own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

from wsisgraph.site import colours
from wsisgraph.site.language import SOURCE


@dataclass(frozen=True, slots=True)
class Said:
    """A text of the theme, and the language it is in."""

    value: str
    lang: str


@dataclass(frozen=True, slots=True)
class FootLink:
    """A link at the foot of every page."""

    address: str
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme, complete: what its file leaves out is taken from ours.

    Attributes:
        address: where the pages are published, without a slash at the end; "" for anywhere.
        service: where a service runs, for static pages; "" for none.
        texts: texts by their key, in the languages they are given in.
        unreviewed: languages whose texts nobody has read yet.
        menu: places of the menu, in their order.
        first_page: parts of the first page, in their order.
        lines: codes of the action lines that come first in tables.
        templates: a folder of templates that win over ours; None for none.
    """

    name: str
    logo: Path
    address: str
    service: str
    links: tuple[FootLink, ...]
    texts: Mapping[str, Mapping[str, str]]
    unreviewed: frozenset[str]
    menu: tuple[str, ...]
    first_page: tuple[str, ...]
    lines: tuple[str, ...]
    goals: tuple[str, ...]
    light: Mapping[str, str]
    dark: Mapping[str, str]
    templates: Path | None

    @property
    def stylesheet(self) -> str:
        """The colours as a style sheet."""
        return colours.stylesheet(self.light, self.dark, self.goals)

    def text(self, key: str, lang: str) -> Said:
        """Return a text in a language, in English or another where it is not given in that."""
        return chosen(self.texts[key], lang)


def chosen(texts: Mapping[str, str], lang: str) -> Said:
    """Return a text in a language, else in English, else in the first that there is."""
    for wanted in (lang, SOURCE, *texts):
        if wanted in texts:
            return Said(texts[wanted], wanted)
    return Said("", "")


_T = TypeVar("_T")


def in_order(items: Iterable[_T], codes: tuple[str, ...], attribute: str = "code") -> list[_T]:
    """Return items with those first whose code the theme names, in its order."""
    code = attrgetter(attribute)
    places = {name: place for place, name in enumerate(codes)}
    return sorted(items, key=lambda item: places.get(code(item), len(places)))
