"""Dates as people write them, kept in the precision in which they stand."""

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from babel import Locale

LANGUAGES = ("en", "ar", "es", "fr", "ru", "zh")

_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[t ]\d{1,2}:\d{2}.*)?")
_BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR = re.compile(r"(\d{4})")
_NUMERIC = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?: \d{1,2}:\d{2}.*)?")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})(?:[/.](\d{1,2}))?")
_MONTH_YEAR = re.compile(r"(\d{1,2})[/.\-](\d{4})")
_CHINESE = re.compile(r"(\d{4})\s*年(?:\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日)?)?")
_WORDS = re.compile(r"[^\W\d_]+|\d+")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_BETWEEN = re.compile(r"\s+(?:to|until|till|a|à|al|au|до|по|至|إلى)\s+|\s*[–—~至]\s*|\s+-\s+")
_YEARS = re.compile(r"(\d{4})\s*[-/–—~至]\s*(\d{4})")
# “2014/15” is a school or fiscal year: there is no month 15.
_YEAR_AND_NEXT = re.compile(r"(\d{4})\s*[-/–]\s*(\d{2})")
_SHORT_YEAR = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2}|[^\W\d_]{3,9}\.?[ /.\-]?'?\d{2}")
# “2019 г.”, and 2019 as a number with a nought.
_BESIDE_YEAR = re.compile(r"(?<=\d{4})(?:\s*(?:г\.?|год|года|гг\.?)|\.0+)$")
_PART_OF_YEAR = re.compile(r"\D{2,20}(\d{4})|[a-z]{1,2}\d[ /\-]*(\d{4})|(\d{4})[ /\-]*[a-z]{1,2}\d")
# The day before 1 March 1900, as Excel counts: day 60 is one that never was.
_EXCEL_ZERO = date(1899, 12, 30)
_FIRST, _LAST = 1900, 2100
_SMALL_WORDS = "st nd rd th er ere re o a ª º the of de del le la el in on en г год года em"
_LONGEST = 100


class BadDateError(ValueError):
    """A text that is no date; the message says why, and `mend` how to write it."""

    def __init__(self, found: str, mend: str = "write it as 2019-02-28, 2019-02 or 2019") -> None:
        super().__init__(found)
        self.found, self.mend = found, mend


@dataclass(frozen=True, slots=True)
class Written:
    """A date as `2019`, `2019-02` or `2019-02-28`."""

    text: str

    @property
    def datatype(self) -> str:
        """The local name of its type in XML Schema."""
        return {4: "gYear", 7: "gYearMonth", 10: "date"}[len(self.text)]


@lru_cache(maxsize=50_000)
def parse_date(printed: str, order: str = "") -> Written:
    """Return a date in the precision that is printed.

    Args:
        printed: for instance `2019`, `28/02/2019`, `March 2019`, `2019年2月28日`, `43524` (Excel).
        order: `dmy` or `mdy`, for dates such as 03/04/2019 that may be read both ways.

    Raises:
        BadDateError: it is no date, names a day that never was, or may be read in two ways.
    """
    if len(printed) > _LONGEST:
        raise BadDateError(f"“{printed[:60]}…” is no date")
    text = _normal(printed)
    if (years := _next_year(text)) is not None:
        first, second = years
        raise BadDateError(
            f"“{printed}” names two years",
            f"write {first} for the start, {second} for the end, each in its column",
        )
    if (match := _ISO.fullmatch(text) or _YEAR_FIRST.fullmatch(text)) is not None:
        return _written(printed, match[1], match[2], match[3])
    if (match := _CHINESE.fullmatch(text)) is not None:
        return _written(printed, match[1], match[2], match[3])
    if (match := _BASIC.fullmatch(text)) is not None:
        return _written(printed, match[1], match[2], match[3])
    if _YEAR.fullmatch(text):
        return _written(printed, text, None, None)
    if (match := _NUMERIC.fullmatch(text)) is not None:
        return _numeric(printed, int(match[1]), int(match[2]), match[3], order)
    if (match := _MONTH_YEAR.fullmatch(text)) is not None:
        return _written(printed, match[2], match[1], None)
    if _SERIAL.fullmatch(text):
        day = _EXCEL_ZERO + timedelta(days=int(float(text)))
        return _written(printed, str(day.year), str(day.month), str(day.day))
    return _in_words(printed, text)


def parse_period(printed: str, order: str = "") -> tuple[Written | None, Written | None]:
    """Return start and end of a period such as `2012-2014` or `March 2012 to May 2014`.

    One date alone is the start. Nothing is returned for a text that is no period (`18 months`).

    Raises:
        BadDateError: a date of it is none, or the end comes before the start.
    """
    if len(printed) > _LONGEST:
        return None, None
    text = _normal(printed)
    if (years := _next_year(text)) is not None:
        start, end = Written(years[0]), Written(years[1])
    elif (match := _YEARS.fullmatch(text)) is not None:
        start, end = parse_date(match[1]), parse_date(match[2])
    else:
        parts = [part for part in _BETWEEN.split(text) if part]
        if not any(re.search(r"\d{4}", part) for part in parts) or len(parts) > 2:
            return None, None
        start = parse_date(parts[0], order)
        if len(parts) == 1:
            return start, None
        try:
            end = parse_date(parts[1], order)
        except BadDateError:
            # “2012 – ongoing” has a start only.
            if re.search(r"\d", parts[1]):
                raise
            return start, None
    shorter = min(len(start.text), len(end.text))
    if start.text[:shorter] > end.text[:shorter]:
        raise BadDateError(f"“{printed[:40]}” ends before it starts", "exchange the two dates")
    return start, end


def _next_year(text: str) -> tuple[str, str] | None:
    """Return the two years of `2014/15`; None for anything else, such as the month `2014/11`."""
    match = _YEAR_AND_NEXT.fullmatch(text)
    if match is None or int(match[2]) <= 12:
        return None
    first = int(match[1])
    second = first - first % 100 + int(match[2])
    return (match[1], str(second)) if _FIRST <= first < second <= _LAST else None


def _numeric(printed: str, first: int, second: int, year: str, order: str) -> Written:
    if first > 12 or order == "dmy":
        return _written(printed, year, str(second), str(first))
    if second > 12 or order == "mdy":
        return _written(printed, year, str(first), str(second))
    if first == second:
        return _written(printed, year, str(first), str(second))
    raise BadDateError(
        f"“{printed}” may be {first} {calendar.month_name[second]}"
        f" or {second} {calendar.month_name[first]}",
        'write it as 2019-02-28, or give the mapping dates = "dmy" or "mdy"',
    )


def _in_words(printed: str, text: str) -> Written:
    """Read `28 February 2019`, `Feb. 2019`, `28 de febrero de 2019`, in the six languages."""
    words = _WORDS.findall(text)
    months = {month_names()[word] for word in words if word in month_names()}
    numbers = [word for word in words if word.isdigit()]
    years = [number for number in numbers if len(number) == 4]
    days = [re.sub(r"\D", "", number) for number in numbers if len(number) <= 2]
    strange = any(not word.isdigit() and word not in _words_beside() for word in words)
    if len(months) != 1 or len(years) != 1 or len(days) > 1 or strange:
        raise _no_date(printed, text)
    return _written(printed, years[0], str(months.pop()), days[0] if days else None)


@cache
def _words_beside() -> frozenset[str]:
    """Return the words that may stand in a date: months, days of the week, small words."""
    days = {
        word
        for language in LANGUAGES
        for context in Locale(language).days.values()
        for width in ("wide", "abbreviated")
        for name in context.get(width, {}).values()
        for word in _WORDS.findall(_normal(name))
    }
    return frozenset({*month_names(), *days, *_SMALL_WORDS.split()})


def _no_date(printed: str, text: str) -> BadDateError:
    """Return what is wrong with a text that is no date, with the mend that fits it."""
    found = f"“{printed[:60]}” is no date"
    if _SHORT_YEAR.fullmatch(text):
        return BadDateError(
            f"{found}: its year has two digits", "write the year in full, as in 2019-02-28"
        )
    if (match := _PART_OF_YEAR.fullmatch(text)) is not None:
        year = match[1] or match[2] or match[3]
        return BadDateError(found, f"write the month or the year of it: {year}-03, or {year}")
    return BadDateError(found)


def _written(printed: str, year: str, month: str | None, day: str | None) -> Written:
    if not _FIRST <= int(year) <= _LAST:
        raise BadDateError(
            f"“{printed[:60]}” is in the year {year}", f"give a year from {_FIRST} to {_LAST}"
        )
    if month is None:
        return Written(f"{int(year):04}")
    if not 1 <= int(month) <= 12:
        raise BadDateError(f"“{printed[:60]}” has the month {int(month)}")
    if day is None:
        return Written(f"{int(year):04}-{int(month):02}")
    last = calendar.monthrange(int(year), int(month))[1]
    if not 1 <= int(day) <= last:
        raise BadDateError(
            f"“{printed[:60]}” is no day: {calendar.month_name[int(month)]} {year} has {last} days"
        )
    return Written(f"{int(year):04}-{int(month):02}-{int(day):02}")


def _normal(printed: str) -> str:
    text = unicodedata.normalize("NFKC", printed).casefold().strip()
    digits = "".join(str(unicodedata.digit(ch)) if ch.isdigit() else ch for ch in text)
    return _BESIDE_YEAR.sub("", digits)


@cache
def month_names() -> dict[str, int]:
    """Return the months by their names in the six languages, in small letters, also shortened."""
    names: dict[str, int] = {}
    for language in LANGUAGES:
        for context in Locale(language).months.values():
            for width in ("wide", "abbreviated"):
                for number, name in context.get(width, {}).items():
                    for word in _WORDS.findall(_normal(name)):
                        if not word.isdigit():
                            names.setdefault(word, number)
    names.update({"sept": 9, "febr": 2})
    return names
