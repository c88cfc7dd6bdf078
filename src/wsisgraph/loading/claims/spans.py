"""Dates and periods beside a statement: since when, until when, in which time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from wsisgraph.loading.claims.lexicon import Lexicon, joint
from wsisgraph.loading.claims.masking import SIGNS, Masked, class_of
from wsisgraph.loading.texts.model import Mention

_NEAR, _JOINED = 24, 8
_YEAR = re.compile(r"\d{4}")
_ACTORS = ("body", "person")
_AND = re.compile(r"\b(?:and|et|y|и|а),? ?(?:[^\W\d_]+ ){0,2}$")
_LINE = re.compile(rf"(?: года)?,? (?:[^\W\d_]+'?[ ']){{0,3}}{SIGNS['line']}")
_PAUSE = re.compile("[,;،؛、]")


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when, as printed; empty where nothing is."""

    start: str = ""
    end: str = ""


def span(
    sentence: Masked, lexicon: Lexicon, start: int, end: int, others: Sequence[tuple[int, int]] = ()
) -> Span:
    """Return the time that a sentence gives for what is said in a piece of it.

    Args:
        sentence: with signs.
        lexicon: of its language; its lists `since`, `until` and `during` tell what a date is.
        start, end: of the piece.
        others: pieces that say something else; a date nearer to one of them belongs to it.
    """
    first = last = ""
    during = False
    for place, mention in enumerate(sentence.named):
        if mention is None or class_of(mention) not in ("date", "period"):
            continue
        if not _is_of(sentence, place, (start, end), others):
            continue
        begins, ends = bounds(mention)
        sense = _sense(sentence, lexicon, place)
        if class_of(mention) == "period":
            # “since 2009” and “2023-2024” say themselves what they are.
            first, last = first or begins, last or ends
        elif sense == "since":
            first = first or begins
        elif sense == "until":
            # “In 2021 it took over, until 2022.”
            last = ends if during else last or ends
            during = False
        elif sense == "during" and not first and not last:
            first, last, during = begins, ends, True
        if first == last == begins and (after := _next_year(sentence, place)):
            # “In 2023 and 2024”.
            last = after
    return Span(first, last)


def _next_year(sentence: Masked, place: int) -> str:
    """Return the year that follows one and is joined to it; empty where none does."""
    year = sentence.named[place]
    for other in range(place + 2, min(place + _JOINED, len(sentence.named))):
        after = sentence.named[other]
        if after is None or year is None:
            continue
        years = year.value, after.value
        joined = joint().fullmatch(sentence.text[place + 1 : other]) is not None
        if joined and all(map(_YEAR.fullmatch, years)) and int(years[1]) == int(years[0]) + 1:
            return after.value
        break
    return ""


def last_date(sentence: Masked) -> str:
    """Return the last day, month or year that a sentence names; empty without one."""
    dates = [m.value for m in sentence.named if m is not None and class_of(m) == "date"]
    return dates[-1] if dates else ""


def bounds(mention: Mention) -> tuple[str, str]:
    """Return first and last of a date or period, in the precision that is printed."""
    first, slash, last = mention.value.partition("/")
    return (first, last) if slash else (first, first)


def _sense(sentence: Masked, lexicon: Lexicon, place: int) -> str:
    before = sentence.text[max(0, place - _NEAR) : place] + "\ue0ff"
    after = "\ue0ff" + sentence.text[place + 1 : place + 1 + _NEAR]
    return lexicon.first("date_after", after) or lexicon.first("date_before", before)


def _is_of(
    sentence: Masked, place: int, piece: tuple[int, int], others: Sequence[tuple[int, int]]
) -> bool:
    """Tell whether a date is of a piece: it follows it without a comma, or is nearest to it."""
    if piece[1] <= place and _goes_on(sentence, place):
        return False
    follows = [one for one in (piece, *others) if _follows(sentence, place, one)]
    if follows:
        return max(follows, key=lambda one: one[1]) == piece
    if _is_anothers(sentence, place, piece[1]):
        return False
    distance = _distance(place, *piece)
    return all(_distance(place, *other) >= distance for other in others)


def _goes_on(sentence: Masked, place: int) -> bool:
    """Tell whether a date is of the line behind it: “of C4 and, since 2012, of C9”."""
    before = sentence.text[max(0, place - _NEAR) : place]
    return bool(_AND.search(before) and _LINE.match(sentence.text, place + 1))


def _follows(sentence: Masked, place: int, piece: tuple[int, int]) -> bool:
    between = sentence.text[piece[1] : place]
    return piece[1] <= place and len(between) < _NEAR and _PAUSE.search(between) is None


def _is_anothers(sentence: Masked, place: int, end: int) -> bool:
    """Tell whether between a piece and a date somebody else comes first, after a pause.

    “It is facilitated by FAO, and ITU has taken part since 2011”.
    """
    pause = _PAUSE.search(sentence.text, end, place)
    if pause is None:
        return False
    return any(
        mention is not None and class_of(mention) in _ACTORS
        for mention in sentence.named[pause.end() : place]
    )


def _distance(place: int, start: int, end: int) -> int:
    if start <= place < end:
        return 0
    return min(abs(place - start), abs(place - end))
