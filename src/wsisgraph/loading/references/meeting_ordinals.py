"""Meetings told by their ordinal alone: a symbol beside it or the meeting before tells whose it is.

“The thirty-third (18 and 19 September), then the thirty-fourth”; a row with `44ª`, its days and
`CWG-WSIS&SDG-44/4`. Anniversaries and editions have ordinals too: the number must be that of a
symbol in the passage, or one more than that of a meeting told of.
"""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache

from wsisgraph.loading.references.fold import Folded
from wsisgraph.loading.references.meeting_patterns import ENDING, MONTH
from wsisgraph.loading.references.meeting_rules import NUMBERED, RULES, meeting_iri, year_of_number
from wsisgraph.loading.references.numerals import HAN, han_number, ordinal, ordinal_pattern
from wsisgraph.loading.references.spans import Span, is_free, taken

_SURE, _LIKELY = 0.9, 0.75
_NEAR = 25
# At most that many numbers behind the last meeting of a text, with the days right behind it.
_NEXT = 2
_IN_BRACKETS = re.compile(r"\s*\(")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DAYS = re.compile(
    rf"[^.;\d]{{0,22}}(?:(?:(?:19|20)\d\d年)?\d{{1,2}}(?!\d)[^.;]{{0,20}}?(?:{MONTH}|月)|"
    rf"{MONTH}\s+\d{{1,2}}(?!\d))"
)
# “May 21st”, “le 1er mai” are days; “its 30th” may be a birthday, but “at its 30th (3-5 May)” not.
_DAY_BEFORE = re.compile(
    rf"(?:{MONTH}\s+(?:the\s+)?|"
    r"(?<![^\W\d_])(?:its|his|her|sa|son|su|его|ее|свое\w+|свои\w*)\s)\Z"
)
_AT_ITS = re.compile(r"(?<![^\W\d_])(?:at its|lors de sa|a sa|en su|на свое\w+)\s\Z")
_DAY_BEHIND = re.compile(rf"\s*(?:of |de |du )?{MONTH}")
# Nothing may be counted by it: no word but one that leads to days.
_ALONE = re.compile(
    r"\s*(?:[,;:()\t\u2013\u2014-]|\Z|[.](?:\s|\Z)|time\b|fois\b|vez\b|раз\b|次?(?:于|在|，|会议)|"
    r"(?:on|in|from|le|les|el|los|du|del|de|в|с|на|يوم|يومي|في|من)\s+(?:the\s+)?\d{1,2}(?!\d)|"
    r"\d{1,2}(?!\d)|и\s|y\s|et\s|and\s|se\s|on\s)"
)


def by_symbols(text: str) -> dict[str, Set[int]]:
    """Return the numbers of meetings that the symbols in a passage have, by body."""
    found: dict[str, Set[int]] = {}
    for body, symbol in _symbols():
        if numbers := {int(match["number"]) for match in symbol.finditer(text)}:
            found[body] = numbers
    return found


@cache
def _symbols() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (body, re.compile(rf"{rule['symbol']}(?:&?sdg)?-?(?P<number>\d{{2,3}})[/-]\d"))
        for body, rule in RULES.items()
        if "symbol" in rule and "number" in rule
    )


def alone(
    text: Folded, found: Sequence[Span], last: Mapping[str, int], *, in_words: bool
) -> Iterator[Span]:
    """Yield the meetings of a passage that only an ordinal names.

    Args:
        text: of the passage.
        found: the meetings found so far.
        last: of bodies, the number of the last meeting that the text told of.
        in_words: whether it may have ordinals in words.
    """
    told = by_symbols(text.text) if text.numbers else {}
    here = {
        (span.details["body"], int(span.details["number"]))
        for span in found
        if span.pattern == NUMBERED and span.details["number"].isdigit()
    }
    # Of what was told before, a passage without a year tells no days.
    before = last if text.years else ()
    bodies = list(dict.fromkeys((*told, *(body for body, _ in here), *before)))
    if not bodies:
        return
    used = taken(list(found), len(text.text))
    for number, start, end in _ordinals(text.text, in_words=in_words):
        if not is_free(used, start, end) or not _stands_alone(text.text, start, end):
            continue
        for body in bodies:
            sure = _sure(text.text, body, number, (start, end), told, here, last)
            if sure and (body, number) not in here:
                here.add((body, number))
                details = {"body": body, "number": str(number)}
                iri = meeting_iri(body, number=number)
                yield Span(
                    start, end, "meeting", f"{body} {number}", iri, details, True, sure, NUMBERED
                )
                break


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether an ordinal counts nothing that is named, and is no day of a month."""
    met = _AT_ITS.search(text, max(0, start - _NEAR), start) and _IN_BRACKETS.match(text, end)
    if not met and _DAY_BEFORE.search(text, max(0, start - _NEAR), start):
        return False
    return _ALONE.match(text, end) is not None and _DAY_BEHIND.match(text, end) is None


def _sure(
    text: str,
    body: str,
    number: int,
    place: tuple[int, int],
    told: Mapping[str, Set[int]],
    here: Set[tuple[str, int]],
    last: Mapping[str, int],
) -> float:
    """Return how sure an ordinal is the number of a meeting of a body; 0 if it is not."""
    if number in told.get(body, ()):
        return _SURE
    if (body, number - 1) in here or number - 1 in told.get(body, ()):
        return _LIKELY
    before = last.get(body, 0)
    if not 0 < number - before <= _NEXT or not before:
        return 0.0
    year = year_of_number(body, str(number))
    days = _DAYS.match(text, place[1])
    return _LIKELY if days is not None and year in ("", *_YEAR.findall(text)) else 0.0


def _ordinals(text: str, *, in_words: bool) -> Iterator[tuple[int, int, int]]:
    """Yield the ordinals of a text: their values and places."""
    for match in _IN_DIGITS.finditer(text):
        printed = match["number"] or match["han"]
        value = int(printed) if printed.isdigit() else han_number(printed)
        if value:
            yield value, match.start(), match.end()
    for match in _in_words().finditer(text) if in_words else ():
        if value := ordinal(match["ordinal"]):
            yield value, match.start(), match.end()


_IN_DIGITS = re.compile(
    rf"(?<![\w.,/&-])(?P<number>\d{{2,3}}){ENDING}(?![^\W_])|"
    rf"第\s*(?P<han>\d{{2,3}}|{HAN})\s*[次届]"
)


@cache
def _in_words() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W\d_])و?(?P<ordinal>{ordinal_pattern()})(?![^\W\d_])")
