"""The numbers of meetings as they are printed: in digits, in words, in Chinese, left out."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from wsisgraph.loading.references import meeting_patterns as spelled
from wsisgraph.loading.references.names import Name
from wsisgraph.loading.references.numerals import HAN, han_number, ordinal, ordinals
from wsisgraph.loading.references.words import values

# The longest list of numbers of meetings before a name.
LONGEST_LIST = 160
_EXPANDED = 40
# Letters of two ordinals in a row, each with its hundreds.
_LONGEST_ORDINAL = 120
# Arabic words have others before them, within one word.
_BEGINNING = re.compile(r"(?<![a-z\u00df-\u024f\u0400-\u052f])[^\W\d_]")
# By how much a meeting named without the word for it comes behind the one before.
_NEXT_NUMBERS = 4
_HAN = re.compile(HAN)
_DIGITS = re.compile(r"\d+")
_FROM_TO = re.compile(r"\d\D{0,3}\s*(?:-|至|to|a|au|al|по)\s*(?:its |the |la |le |su |sa )?\d")


@lru_cache(maxsize=4_000)
def numbers_of(printed: str, words: str) -> Sequence[int]:
    """Return the numbers printed in digits or Chinese, or in words where there are any."""
    if words:
        return ordinals(words)
    if _HAN.match(printed):
        parts = [han_number(part) for part in _HAN.findall(printed)]
        return [part for part in parts if part]
    found = [int(number) for number in _DIGITS.findall(printed)]
    if len(found) == 2 and _FROM_TO.search(printed):
        first, last = found
        return list(range(first, last + 1)) if 0 < last - first < _EXPANDED else []
    return [number for number in found if number]


@lru_cache(maxsize=4_000)
def two_in_a_row(printed: str) -> Sequence[int]:
    """Return two numbers that follow one another, of ordinals in a row; nothing for others."""
    words = printed.split()
    for size in range(len(words), 1, -1):
        for cut in range(1, size):
            first, second = ordinal(" ".join(words[:cut])), ordinal(" ".join(words[cut:size]))
            if first and second == first + 1:
                return [first, second]
    return []


def printed_numbers(match: re.Match[str]) -> Sequence[int]:
    """Return the numbers of a match, of the groups for digits, for Chinese ones and for words."""
    groups = match.groupdict()
    printed = groups.get("numbers") or groups.get("han") or ""
    return numbers_of(printed, groups.get("ordinal") or "")


def elided(text: str, place: int, number: int) -> Iterator[tuple[int, int, int]]:
    """Yield the next numbers where the word is left out: “… and the thirty-fifth on 3 May”.

    Each comes with its place.
    """
    match = spelled.ELIDED.match(text, place)
    while match is not None:
        found = numbers_of(match["number"] or "", match["ordinal"] or "")
        if len(found) != 1 or not 0 < found[0] - number < _NEXT_NUMBERS:
            return
        number = found[0]
        yield number, match.start("said"), match.end("said")
        match = spelled.ELIDED.match(text, match.end())


def numbered_at(text: str, name: Name) -> re.Match[str] | None:
    """Return the ordinal that stands directly before a name, in Arabic behind it."""
    if text.endswith("届", 0, name.start):
        return spelled.NUMBER_BEFORE.search(text, *ahead_of(name))
    found = spelled.ORDINAL_BEFORE.search(text, *ahead_of(name))
    return found or spelled.ORDINAL_BEHIND.match(text, name.end)


def in_words(text: str) -> Iterator[re.Match[str]]:
    """Yield the meetings whose number is an ordinal in words: the thirty-fifth session.

    The pattern for them is slow, and is tried only soon before an ordinal that may end one.
    """
    reached = 0
    for _, start, end in _ordinals_at_once().find_matches_as_indexes(text, overlapping=True):
        if end <= reached or spelled.WORD_OF_ORDINAL.match(text, end) is None:
            continue
        for first in _BEGINNING.finditer(text, max(reached, start - _LONGEST_ORDINAL), end):
            if (match := spelled.IN_WORDS.match(text, first.start())) is not None:
                reached = match.end()
                yield match
                break


@cache
def _ordinals_at_once() -> AhoCorasick:
    return AhoCorasick(list(values("ordinals")), matchkind=MatchKind.Standard)


def ahead_of(name: Name) -> tuple[int, int]:
    """Return the place before a name where its number may stand."""
    return max(0, name.start - LONGEST_LIST), name.start
