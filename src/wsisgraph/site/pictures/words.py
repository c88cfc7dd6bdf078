"""What pictures say, in one language, as plain text."""

from collections.abc import Iterable
from typing import Protocol

from wsisgraph.site import language, locales
from wsisgraph.site.markup import is_code


class Text(Protocol):
    """A text of the graph."""

    @property
    def value(self) -> str: ...


class Named(Protocol):
    """A thing with a code and a label."""

    @property
    def iri(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def label(self) -> Text: ...


class Words:
    """Texts, numbers and names in one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.mirrored = language.direction(lang) == "rtl"
        self._gettext = language.translations(lang).gettext

    def said(self, english: str, /, **given: object) -> str:
        """Return a text of ours with what fills it."""
        found = self._gettext(english)
        if not given:
            return found
        return found % {
            name: language.isolated(str(value), self.lang) for name, value in given.items()
        }

    def number(self, value: float | int | str) -> str:
        """Return a number as the language writes it."""
        return str(locales.number(value if isinstance(value, int) else str(value), self.lang))

    def date(self, printed: str) -> str:
        """Return a year, month or day as the language writes it."""
        return str(locales.date(printed, self.lang).striptags())

    def name(self, thing: Named) -> str:
        """Return code and label: “C4 Capacity building”."""
        label = thing.label.value
        if is_code(thing.code):
            if not label or label.startswith(thing.code):
                return label or thing.code
            return f"{thing.code} {label}"
        return label or thing.iri

    def brief(self, thing: Named) -> str:
        """Return the code of a thing, or its label where it has none."""
        return thing.code if is_code(thing.code) else thing.label.value or thing.iri

    def listed(self, items: Iterable[str]) -> str:
        """Return items in one line."""
        return locales.comma(self.lang).join(items)

    def sentences(self, parts: Iterable[str]) -> str:
        """Return sentences one after the other."""
        return ("" if self.lang == "zh" else " ").join(part for part in parts if part)
