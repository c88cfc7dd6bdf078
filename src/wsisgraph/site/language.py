"""Languages of the pages: their names, direction and catalogues.

The words of the interface stand in the templates and in `words`, marked for gettext; a language
becomes available by adding `locale/<lang>/LC_MESSAGES/site.mo`. Until then the interface is
English while labels of the graph come in the language asked for, and `lang` attributes tell the
two apart.
"""

from functools import cache
from gettext import NullTranslations
from pathlib import Path

from babel.support import Translations

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


def direction(lang: str) -> str:
    """Return the writing direction of a page in `lang`, "rtl" or "ltr"."""
    return "rtl" if lang == "ar" else "ltr"


@cache
def translations(lang: str) -> NullTranslations:
    """Return the interface's words in `lang`; the English ones when there is no catalogue yet."""
    return Translations.load(Path(__file__).parent / "locale", [lang], domain="site")


def spoken(lang: str) -> str:
    """Return the language the interface really has for a page asked for in `lang`."""
    return lang if isinstance(translations(lang), Translations) else SOURCE
