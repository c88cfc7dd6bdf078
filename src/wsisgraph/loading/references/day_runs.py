"""Days that stand together: which are one time, and which are days of their own."""

import calendar
import re
from datetime import date
from functools import lru_cache

_AND = re.compile(r"(?:\s*(?:года|г\.))?\s*,?\s*(?:and|et(?: le)?|y(?: el)?|и|و)\s*")
# Days of a list; only those that follow one another are one time: 3, 4 and 9 June.
_LISTED = re.compile(rf"\s*,\s*|{_AND.pattern}")
_BETWEEN = re.compile(
    r"(?:between(?: the)?|entre(?: (?:el|le|les|los)(?: dias?| jours?)?)?|между|"
    r"(?:ما )?بين(?: يومي)?)\s*\Z"
)
_BETWEEN_NEAR = 18
DAY = r"\d{1,2}(?:st|nd|rd|th|er|-?го|-?е|\.?°)?"

_DAYS = re.compile(DAY)
_DIGITS = re.compile(r"\d+")


@lru_cache(maxsize=4_000)
def day_of(year: str, month: int, printed: str) -> str:
    """Return the normal form of a day, printed as 3 or 3rd; empty if the month has none such."""
    digits = _DIGITS.match(printed)
    day = int(digits[0]) if digits else 0
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(int(year), month)[1]:
        return ""
    return f"{year}-{month:02}-{day:02}"


def follow(first: str, second: str) -> bool:
    """Tell whether two days follow one another."""
    if not first or not second:
        return False
    return (date.fromisoformat(second) - date.fromisoformat(first)).days == 1


def are_one_time(match: re.Match[str]) -> bool:
    """Tell whether days of two months are the ends of one time: not those joined by “and”."""
    return are_ends(match.string, match.start(), first_end(match), last_start(match))


def first_end(match: re.Match[str]) -> int:
    """Return where the first of two days ends; the month may stand before or behind it."""
    names = ("day", "month", "first_year")
    return max(match.end(name) for name in names if name in match.re.groupindex)


def last_start(match: re.Match[str]) -> int:
    """Return where the second of two days of two months begins."""
    return min(match.start("last_month"), match.start("last_day"))


def listed_days(match: re.Match[str], year: str, month: int) -> list[tuple[int, int, str]]:
    """Return the days of one month with their places: 4–8 May; 4 and 9 May; 4, 5 and 9 May.

    Days that follow one another are one time, and so are those that “between” stands before.

    Args:
        match: from its group `day` to its group `last_day`, if it has one.
        year, month: of the days.
    """
    text = match.string
    if not match["last_day"]:
        value = day_of(year, month, match["day"])
        return [(match.start(), match.end(), value)] if value else []
    runs: list[tuple[int, int, str, str]] = []
    between = _is_between(text, match.start())
    for printed in _DAYS.finditer(text, match.start("day"), match.end("last_day")):
        day = day_of(year, month, printed[0])
        if not day:
            return []
        if runs:
            start, middle, first, last = runs[-1]
            apart = _LISTED.fullmatch(text, middle, printed.start()) is not None
            if between or not apart or follow(last, day) or follow(day, last):
                runs[-1] = start, printed.end(), first, day
                continue
        runs.append((printed.start(), printed.end(), day, day))
    found = []
    for place, (start, end, *ends) in enumerate(runs):
        # Lines that run from right to left may have the last day first.
        first, last = sorted(ends)
        value = first if first == last else f"{first}/{last}"
        start = start if place else match.start()
        found.append((start, end if place < len(runs) - 1 else match.end(), value))
    return found


def are_ends(text: str, start: int, middle: int, last: int) -> bool:
    """Tell whether two days are the ends of one time: not if “and” joins them without “between”.

    Args:
        text: folded.
        start, middle: where the first is and ends.
        last: where the other begins.
    """
    return _AND.fullmatch(text, middle, last) is None or _is_between(text, start)


def _is_between(text: str, start: int) -> bool:
    return _BETWEEN.search(text[max(0, start - _BETWEEN_NEAR) : start]) is not None
