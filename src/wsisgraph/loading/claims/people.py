"""People whom a passage names with a title: “Mr Vladimir Minkin (Russian Federation)”.

Only names beside a title are taken, since nothing else tells a person's name from other names.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from wsisgraph.loading.claims.lexicon import Lexicon
from wsisgraph.loading.keys import digest, slug
from wsisgraph.loading.texts.model import Mention
from wsisgraph.terms import iris

_LATIN = r"(?:[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ɏ'’-]*\.?|[A-Z]\.)"
_PARTS = r"de|del|da|van|von|der|bin|Al|El|al|el|ben|la"
_CYRILLIC = r"(?:(?:аль|эль|ибн|бин)-)?[А-ЯЁ][а-яё]*\.?(?:-[А-ЯЁ][а-яё]+)?"
_ARABIC = r"(?!و(?:ال|\b))[\u0621-\u064a]{2,}"
_NAMES = (
    rf"{_LATIN}(?:[ \u00a0](?:{_LATIN}|{_PARTS})){{0,4}}",
    rf"{_CYRILLIC}(?:[ \u00a0]?{_CYRILLIC}){{1,2}}",
)
# Transliterated, part by part, or two to four signs that are no words such as “主席”.
_HAN = (
    r"(?:(?<![\u4e00-\u9fff])|(?<=[由和与及是为任请对向即])|(?<=主席)|(?<=主任)|(?<=秘书长))"
    r"(?![由和与及是为任请对向即在该本]|(?:副|共同|联合|轮值)?主席|(?:副)?主任|(?:副)?秘书长)"
    r"(?:[\u4e00-\u9fff]{1,7}(?:[·•‧・][\u4e00-\u9fff]{1,8})+|[\u4e00-\u9fff]{2,4})"
)
_AFTER = r"[ \u00a0]?(?:{titles})(?:[、,]?[ \u00a0]?(?:{titles}))*"
# In Arabic “and”, “to” and “by” are written together with the title.
_BEFORE = r"(?:(?<!\w)|(?<=(?<!\w)[ولب]))(?:(?:{titles})(?!\w)[ \u00a0]?)+"


def people(text: str, mentions: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    """Yield the people of a passage; a name ends where something else is named."""
    if lexicon.title.search(text) is None:
        return
    taken = [(mention.start, mention.end) for mention in mentions]
    last = 0
    for match in _pattern(lexicon).finditer(text):
        start, end = match.span("name")
        if start < last or any(first <= start < stop for first, stop in taken):
            continue
        end = min((first for first, _ in taken if start < first < end), default=end)
        name = text[start:end].rstrip(" \u00a0,(")
        if key := _key(name):
            behind = lexicon.language == "zh"
            last = match.end() if behind else start + len(name)
            iri = iris.individual("person", key)
            yield Mention(match.start(), last, "person", iri, name, name, known=False)


def _pattern(lexicon: Lexicon) -> re.Pattern[str]:
    found = _PATTERNS.get(lexicon.language)
    if found is None:
        names = "|".join(_NAMES)
        if lexicon.language == "zh":
            said = rf"(?P<name>{names}|{_HAN}){_AFTER.format(titles=lexicon.titles)}"
        else:
            if lexicon.language == "ar":
                names += rf"|{_ARABIC}(?:[ \u00a0]{_ARABIC}){{1,2}}"
            said = rf"{_BEFORE.format(titles=lexicon.titles)}(?P<name>{names})"
        found = _PATTERNS[lexicon.language] = re.compile(said)
    return found


_PATTERNS: dict[str, re.Pattern[str]] = {}


def _key(name: str) -> str:
    """Return the key of a name: its Latin letters, else one made of it."""
    plain = unicodedata.normalize("NFKC", name).strip(" .")
    return slug(plain) or (f"named-{digest(plain)}" if plain else "")
