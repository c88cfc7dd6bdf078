"""Languages of the pages: their names, direction and catalogues.

The words of the interface stand in English in the templates and in `words`, marked for gettext;
`locale/<lang>/LC_MESSAGES/site.po` holds them in another language. The catalogues are read from
these files when a language is first asked for (some hundredths of a second), so there is nothing
to compile: a fresh checkout and an installed wheel speak all six.

English that comes from elsewhere (the description of the API, the titles of problems) is looked
up here too; where a catalogue does not know it, it is shown marked as English.
"""

from collections.abc import Callable
from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from markupsafe import Markup

NAMES = {
    "ar": "العربية",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "ru": "Русский",
    "zh": "中文",
}
"""The six languages of the United Nations, each in its own words."""

SOURCE = "en"
"""The language the interface is written in."""

LOCALE = Path(__file__).parent / "locale"
"""The folder of the catalogues."""


DOMAINS = ("site", "documentation")
"""The interface, and English that others wrote."""


def catalogue_file(lang: str, domain: str = "site") -> Path:
    """Return the file that holds a domain in a language."""
    return LOCALE / lang / "LC_MESSAGES" / f"{domain}.po"


def direction(lang: str) -> str:
    """Return the writing direction of a page in `lang`, "rtl" or "ltr"."""
    return "rtl" if lang == "ar" else "ltr"


@cache
def translations(lang: str) -> NullTranslations:
    """Return the interface's words in `lang`; the English ones when there is no catalogue."""
    found = NullTranslations()
    for domain in reversed(DOMAINS):
        file = catalogue_file(lang, domain)
        if file.is_file():
            compiled = BytesIO()
            with file.open("rb") as source:
                write_mo(compiled, read_po(source, locale=lang))
            compiled.seek(0)
            catalogue = Translations(compiled, domain=domain)
            catalogue.add_fallback(found)
            found = catalogue
    return found


def spoken(lang: str) -> str:
    """Return the language the interface really has for a page asked for in `lang`."""
    return lang if isinstance(translations(lang), Translations) else SOURCE


_TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Embeddings, overrides and isolates (UAX 9)."""


def isolated(value: object, lang: str) -> object:
    """Return what fills a message, apart from the direction of the words around it.

    Without this "9.c" reads "c.9" in an Arabic sentence. Markup has its own `<bdi>`, and a single
    run of letters and digits cannot come apart. Signs of a text that turn others around are left
    out: one that is opened and not closed would turn the rest of the sentence.
    """
    if isinstance(value, Markup) or str(value).isalnum():
        return value
    plain = str(value).translate(_TURNING)
    return plain if direction(lang) == "ltr" else f"\u2068{plain}\u2069"


def callables(lang: str) -> tuple[Callable[..., Markup], Callable[..., Markup]]:
    """Return gettext and ngettext for templates: escaping, and isolating what fills a message."""
    catalogue = translations(lang)

    @cache
    def said(english: str) -> Markup:
        return Markup(catalogue.gettext(english))

    @cache
    def plain(english: str) -> Markup:
        # a message in which nothing is filled may hold "%%" all the same
        return said(english) % {}

    def gettext(english: str, /, **given: object) -> Markup:
        if not given:
            return plain(english)
        return said(english) % {name: isolated(value, lang) for name, value in given.items()}

    def ngettext(one: str, many: str, count: int, /, **given: object) -> Markup:
        message = Markup(catalogue.ngettext(one, many, count))
        filled = {"num": count, **given}
        return message % {name: isolated(value, lang) for name, value in filled.items()}

    return gettext, ngettext


def pieces(english: str) -> list[str]:
    """Return the parts of a composed text: "Goal: a goal such as 9" is said of many parameters.

    A sentence, which ends in a full stop, is one part.
    """
    label, colon, meaning = english.partition(": ")
    composed = colon and meaning[:2] in ("a ", "an", "th") and not english.endswith(".")
    return [label, meaning] if composed else [english]


def translated(english: str, lang: str) -> str:
    """Return an English text of ours in a language; itself where the catalogue has none."""
    gettext = translations(lang).gettext
    # gettext answers the empty text with the head of the catalogue
    if not english or (whole := gettext(english)) != english:
        return whole if english else ""
    parts = pieces(english)
    found = [gettext(part) for part in parts]
    if len(parts) == 1 or any(part == same for part, same in zip(parts, found, strict=True)):
        return english
    return gettext("%(name)s: %(value)s") % {"name": found[0], "value": found[1]}


def documented(english: str, lang: str) -> Markup:
    """Return an English text of ours as a page shows it: translated, or marked as English."""
    found = translated(english, lang)
    if found == english and spoken(lang) != SOURCE:
        return Markup('<bdi lang="{}">{}</bdi>').format(SOURCE, found)
    return Markup("<bdi>{}</bdi>").format(found)
