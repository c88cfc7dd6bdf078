"""Words that say how exactly a number is meant: more than, at least, nearly, “or more”."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from wsisgraph.loading.references.endings import Endings
from wsisgraph.loading.references.words import LANGUAGES, group, table

_NEAR = 9
# What would be a limit alone is the end of a range behind a number: с 45,2 до 46,6.
_RANGED = re.compile(r"\d\s?%?\s?(?:до|al?|to|الي|至|到)\s?\Z")
# The time between: “superó en marzo de 2024 las 14 500 entradas”.
_TIME = re.compile(
    r" (?:en|in|в|في) (?:[^\W\d_]{3,12} (?:de |of )?)?(?:19|20)\d\d,?(?: (?:el|los|las|les))? \Z"
)
_TIMED = 40
_FAR = 60
_ARABIC = re.compile("[\u0621-\u064a]")
_BETWEEN = re.compile(r"(?<= )(?:el|al|un|le|los|las|les|на) \Z|(?:占|为|达到?|有)\Z")


@cache
def comparators_before() -> Endings:
    """Return the comparators that stand before a number, by their words."""
    return Endings(
        {
            piece: key
            for language in LANGUAGES
            for key, pieces in table(f"words/{language}")["comparators"].items()
            for piece in _with_articles(pieces, language)
        }
    )


def _with_articles(words: Sequence[str], language: str) -> Iterator[str]:
    """Yield words, and those that end as words which take the article in: cerca de, cerca del."""
    yield from words
    for last, contracted in table(f"words/{language}").get("contracted", {}).items():
        for word in words:
            if word.endswith(f" {last}"):
                yield from (f"{word.removesuffix(last)}{one}" for one in contracted)


@cache
def comparators_after() -> re.Pattern[str]:
    """Return a pattern for those that stand behind one."""
    found: dict[str, list[str]] = {}
    for language in LANGUAGES:
        for key, pieces in table(f"words/{language}")["comparators_after"].items():
            found.setdefault(key.replace("-", "_"), []).extend(pieces)
    parts = "|".join(f"(?P<{key}>{group(pieces)})" for key, pieces in found.items())
    return re.compile(rf"\s?(?:{parts})")


def told_before(text: str, start: int) -> str:
    """Return the comparator before a number, with an article or “is” between: al menos el 35 %.

    The end of a range has none: “до” is no limit in “с 45,2 до 46,6”.
    """
    if _RANGED.search(text, max(0, start - _NEAR), start):
        return ""
    told = comparators_before().before(text, start)
    if not told and (time := _TIME.search(text, max(0, start - _TIMED), start)) is not None:
        return comparators_before().before(text, time.start())
    if not told and (between := _BETWEEN.search(text, max(0, start - _NEAR), start)) is not None:
        told = comparators_before().before(text, between.start())
    return told or _told_far(text, start)


@cache
def _comparators_far() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (key, re.compile(rf"(?<!\w)[وف]?{group(pieces)}\s?\Z"))
        for language in LANGUAGES
        for key, pieces in table(f"words/{language}").get("comparators_far", {}).items()
    )


def _told_far(text: str, start: int) -> str:
    """Return what a verb tells that has its subject between: تجاوز عدد المشاركين 900."""
    if not _ARABIC.match(text[start - 2 : start - 1]):
        return ""
    first = max(0, start - _FAR)
    return next(
        (key for key, far in _comparators_far() if far.search(text, first, start) is not None), ""
    )


def told_around(text: str, start: int, end: int) -> str:
    """Return what words on both sides of a number tell: passed the 900 mark, 100 بلد ونيف."""
    return next(
        (
            key
            for key, before, after in _comparators_around()
            if after.match(text, end) is not None
            and before.search(text, max(0, start - _FAR), start) is not None
        ),
        "",
    )


@cache
def _comparators_around() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (key, re.compile(rf"{before}\Z"), re.compile(after))
        for language in LANGUAGES
        for key, pairs in table(f"words/{language}").get("comparators_around", {}).items()
        for before, after in pairs
    )


def key_of_comparator(match: re.Match[str]) -> str:
    """Return the key of a comparator that stands behind a number."""
    return str(match.lastgroup).replace("_", "-")
