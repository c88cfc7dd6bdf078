"""People whom a passage names with a title: “Mr Vladimir Minkin (Russian Federation)”.

Only names beside a title are taken, since nothing else tells a person's name from other names.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from wsisgraph.loading.claims.lexicon import Lexicon
from wsisgraph.loading.keys import slug
from wsisgraph.loading.texts.model import Mention
from wsisgraph.terms import iris

_WORD = r"(?:[A-Z][\w'’-]*\.?|[А-ЯЁ][\w-]*\.?|[A-Z]\.)"
_NAME = rf"{_WORD}(?:[ \u00a0](?:{_WORD}|de|del|da|van|von|der|bin|Al|El|al|el|ben|la)){{0,4}}"


def people(text: str, mentions: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    """Yield the people of a passage whose names have Latin or Cyrillic letters."""
    taken = [(mention.start, mention.end) for mention in mentions]
    last = 0
    for match in _pattern(lexicon).finditer(text):
        name = match["name"]
        start, end = match.span("name")
        if start < last or any(start < stop and first < end for first, stop in taken):
            continue
        key = _key(name)
        if key:
            last = match.end()
            iri = iris.individual("person", key)
            yield Mention(match.start(), match.end(), "person", iri, name, name, known=False)


def _pattern(lexicon: Lexicon) -> re.Pattern[str]:
    found = _PATTERNS.get(lexicon.language)
    if found is None:
        titles = f"(?:{lexicon.titles})"
        if lexicon.language == "zh":
            said = rf"(?P<name>{_NAME})[ \u00a0]?(?:{titles}[、,]?[ \u00a0]?)+"
        else:
            said = rf"(?:{titles}(?!\w)[ \u00a0]?)+(?P<name>{_NAME})"
        found = _PATTERNS[lexicon.language] = re.compile(said)
    return found


_PATTERNS: dict[str, re.Pattern[str]] = {}


def _key(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name).strip(" .")
    return slug(plain)
