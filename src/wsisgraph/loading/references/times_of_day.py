"""Numbers that tell a time and count nothing: hours of the day, days of months, anniversaries."""

import re

from wsisgraph.loading.references.fold import Folded
from wsisgraph.loading.references.months import is_month
from wsisgraph.loading.references.words import group, table

_DATA = table("figures")
_HOURS = re.compile(rf"\s?{group(_DATA['hours'])}(?![^\W\d_])")
_HOUR_BEFORE = re.compile(rf"(?<![^\W\d_]){group(_DATA['hour_before'])} ?\Z")
_HOUR = re.compile(r"[0-2]?\d[.,][0-5]\d")
_MINUTES = re.compile(r"\s?(?:ч\.|час(?:а|ов)?\.?) ?\Z")
_ANNIVERSARY = re.compile(rf"\s?-\s?{group(_DATA['anniversaries'])}(?![^\W\d_])")
_DAYS = 31


def is_of_time(text: Folded, start: int, end: int, printed: str) -> bool:
    """Tell whether a number is a time of the day, a day of a month or an anniversary.

    Args:
        text: of the passage.
        start, end: where the number stands.
        printed: its digits: 12.35 hours, 14 May, 40-летие.
    """
    if printed.isdigit() and int(printed) <= _DAYS and is_month(text, end):
        return True
    lowered = text.text
    return _is_time(lowered, start, end, printed) or _ANNIVERSARY.match(lowered, end) is not None


def _is_time(text: str, start: int, end: int, printed: str) -> bool:
    """Tell whether a number is a time of the day: 12.35 hours, a las 15 horas, 10 ч. 05 м."""
    if _MINUTES.search(text, max(0, start - 8), start):
        return True
    hours = _HOURS.match(text, end)
    if hours is None:
        return False
    if _HOUR.fullmatch(printed):
        return True
    behind = text[hours.end() : hours.end() + 3].strip()[:2]
    return behind.isdigit() or _HOUR_BEFORE.search(text, max(0, start - 9), start) is not None
