"""The names of the months in six languages."""

import re
from functools import cache, lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind
from babel import Locale

from wsisgraph.loading.references.fold import Folded, fold
from wsisgraph.loading.references.words import LANGUAGES

# Names of the months that babel does not have: those of the Levant, and shorter ones.
_MORE_MONTHS = {
    1: "كانون الثاني",
    2: "شباط",
    3: "اذار",
    4: "نيسان",
    5: "ايار",
    6: "حزيران",
    7: "تموز",
    8: "اب",
    9: "ايلول",
    10: "تشرين الاول",
    11: "تشرين الثاني",
    12: "كانون الاول",
}
# And the spellings of Egypt.
_SHORT = {
    "يوليه": 7,
    "يونيه": 6,
    "sept": 9,
    "febr": 2,
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "apr": 4,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
_MAY = re.compile(r"\smay,? [^\W\d_]")


@cache
def months() -> dict[str, int]:
    """Return the names of the months in the six languages, folded, whole and shortened."""
    names: dict[str, int] = {}
    for language in LANGUAGES:
        for context in Locale(language).months.values():
            for width in ("wide", "abbreviated"):
                for number, name in context.get(width, {}).items():
                    word = fold(name).rstrip(".")
                    if len(word) > 2 and not any(sign.isdigit() for sign in word):
                        names.setdefault(word, number)
    # Russian has months in further cases: в январе, к маю.
    for name, number in list(names.items()):
        if re.fullmatch(r"[а-я]+(?:ь|т|аи)", name):
            stem = name[:-1] if name[-1] in "ьи" else name
            names.update({stem + ending: number for ending in ("е", "ю" if stem != name else "у")})
    names.update({fold(name): number for number, name in _MORE_MONTHS.items()})
    names.update(_SHORT)
    return names


@cache
def _months_at_once() -> AhoCorasick:
    return AhoCorasick(list(months()), matchkind=MatchKind.Standard)


@lru_cache(maxsize=16)
def month_places(text: str) -> list[int]:
    """Return where names of months begin."""
    found = _months_at_once().find_matches_as_indexes(text, overlapping=True)
    return sorted({start for _, start, _ in found})


@cache
def _month_here() -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(months(), key=len, reverse=True)))
    return re.compile(rf"\s(?:(?:de|of|du|من) )?(?:{names})(?![^\W\d_])")


def is_month(text: Folded, start: int) -> bool:
    """Tell whether a day ends at a place of a text: behind it stands a month.

    “20 may attend” has a verb, which has no capital and goes on.
    """
    is_verb = _MAY.match(text.cased, start) is not None
    return not is_verb and _month_here().match(text.text, start) is not None
