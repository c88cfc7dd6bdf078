"""The words around references, of all languages, as regular expressions over folded text.

Texts mix languages and their language may be guessed wrongly, so every pattern knows all six.
"""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from wsisgraph.loading.references.fold import fold

LANGUAGES = ("en", "ar", "es", "fr", "ru", "zh")


@cache
def table(name: str) -> dict[str, Any]:
    """Return a table of patterns that lies beside this module, such as `words/en` or `meetings`."""
    text = files("wsisgraph.loading.references").joinpath(f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def pieces(name: str, section: str = "", without: str = "") -> tuple[str, ...]:
    """Return the pieces of regular expressions of one name, the longest first.

    They are those of all languages, or of all but one.
    """
    found: dict[str, None] = {}
    for language in LANGUAGES:
        if language == without:
            continue
        words = table(f"words/{language}")
        found.update(dict.fromkeys((words[section] if section else words).get(name, ())))
    return tuple(sorted(found, key=len, reverse=True))


def any_of(*names: str, without: str = "") -> str:
    """Return the pieces of names as one group; a language may be left out."""
    return group(piece for name in names for piece in pieces(name, without=without))


def group(alternatives: Iterable[str]) -> str:
    """Return alternatives as one group, the longest first; one that never matches if none."""
    found = sorted(dict.fromkeys(alternatives), key=len, reverse=True)
    return "(?:" + "|".join(found) + ")" if found else "(?!)"


@cache
def values(section: str, language: str = "") -> dict[str, float]:
    """Return words with the numbers that they stand for."""
    found: dict[str, float] = {}
    for name in (language,) if language else LANGUAGES:
        for word, value in table(f"words/{name}")[section].items():
            found.setdefault(fold(word), value)
    return found


def bounded(pattern: str) -> str:
    """Return a pattern that matches whole words only; among Chinese characters there are none."""
    return rf"(?<![a-z\u00df-\u024f\u0400-\u052f]){pattern}(?![a-z\u00df-\u024f\u0400-\u052f])"
