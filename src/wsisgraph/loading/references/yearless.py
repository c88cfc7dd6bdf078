"""Days whose year another date of the sentence says: 3–5 May 2024 and 7–9 June; 同年9月9日至13日.

A day alone is none that could be placed in time, so nothing is found where no date has a year.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from wsisgraph.loading.references.dates import AMONG, FREE, HAN_WEEKDAY, date_span
from wsisgraph.loading.references.day_runs import DAY, are_one_time, day_of, listed_days
from wsisgraph.loading.references.fold import Folded
from wsisgraph.loading.references.meeting_rules import year_of_number
from wsisgraph.loading.references.months import month_places, months
from wsisgraph.loading.references.spans import Span, hold, is_free
from wsisgraph.loading.references.words import any_of, bounded, group

_HAN = re.compile(
    r"(?<![\d年])(?P<same>[同当]年\s*)?(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日?"
    rf"(?:{HAN_WEEKDAY}\s*(?:-|至|~|到)\s*(?:(?P<last_month>\d{{1,2}})\s*月\s*)?"
    r"(?P<last_day>\d{1,2})\s*日?)?"
    r"(?<=日)"
)
# The last day of what began in the same month: 7月11日开幕，21日闭幕.
_HAN_LAST = re.compile(
    r"(?<![\d月年])(?P<day>\d{1,2})日(?=(?:[上下]午|晚)?(?:闭幕|结束|落幕|收官|闭会|为?止|告终))|"
    r"(?<=开到)(?P<until>\d{1,2})日"
)
# Or a day that is said to be of that month: le 21 du même mois, 21 منه.
_SAME_MONTH = re.compile(
    rf"{FREE}(?P<day>{DAY})\s*(?:of the same month|of that month|du meme mois|"
    r"del mismo mes|de ese (?:mismo )?mes|(?:числа )?(?:того|этого) же месяца|"
    r"من(?:ه| (?:ال)?شهر (?:نفسه|ذاته)| (?:نفس|ذات) الشهر))(?![^\W\d_])"
)
_SAME_YEAR = re.compile(
    r",?\s*(?:(?:of|in) (?:the same|that) year|(?:de )?la meme annee|de cette annee|"
    r"(?:de ese|del mismo|de ese mismo) ano|(?:того|этого) же года|того года|"
    r"من (?:العام|السنه) نفس(?:ه|ها)|من نفس (?:العام|السنه)|من ذلك العام|من تلك السنه)"
)
_EVERY_YEAR = re.compile(
    r",?\s*(?:each|every|of (?:each|every)) year|,? annually|,? chaque annee|,? de chaque annee|"
    r",? (?:de )?cada ano|,? ежегодно|,? каждого года|,? من كل (?:عام|سنه)|,? كل (?:عام|سنه)"
)
_EVERY_HAN = re.compile(r"(?:每年|历年)(?:的)?\s*\Z")
_ENDS = re.compile(r"[.!?。!?](?:\s|\Z)|。|\t|\n|[;；].*[;；]")
# Between a day and the date whose year it shares, which stands behind it.
_JOINED = re.compile(
    r"\s*,?\s*(?:(?:and|et|y|и|و|или|or|ou|o|、|和|及|以及|与)\s*)?"
    r"(?:(?:from|on|du|les?|del|el|los(?: dias)?|con|"
    r"يومي|في يومي|с|со|в|من|في|في الفتره(?: من)?|во?)\s*)?"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# How far from a date its year may be heard, and how far from a year alone.
_FAR, _NEAR = 170, 60
# In a sentence that begins with it, behind one with the only year of the passage.
_ANY_SENTENCE = 400
_RECENT = 2
_AS_OF = re.compile(bounded(any_of("as_of")) + r"(?:\s|\Z)\s*\Z")
_COPULA = re.compile(
    r"(?:(?<![^\W\d_])(?:is|are|was|be|est|sera|etait|es|sera|era|fue|это|هو|هي)|[-–]|是|为)\s*"
    r"(?:le |el |на )?\Z"
)
_AS_OF_FAR, _UNTIL_FAR = 24, 16
# “Until 2008” and “since 2008” say of no other time that it was in that year.
_OPEN = re.compile(bounded(any_of("until_year")) + r"\s*\Z")


def yearless_dates(
    text: Folded,
    used: bytearray,
    dated: Sequence[Span],
    others: Sequence[Span] = (),
    written: str = "",
) -> Iterator[Span]:
    """Yield the days and periods without a year whose year is told beside them.

    Args:
        text: of the passage.
        used: which letters other references hold; those that these hold are added.
        dated: the dates of the passage.
        others: what else it names; the WSIS Forum 2023 has a year.
        written: the year of the document; empty if unknown.
    """
    of_year = [(span.start, span.end, year) for span in others if (year := _year_of(span))]
    dated = [span for span in dated if not _is_open(span, text.text)]
    if not (dated or of_year):
        return
    lowered = text.text
    if all(used[start] for start in text.numbers):
        return
    matches = [
        match
        for match in _matches(text)
        if is_free(used, match.start(), match.end()) and not _are_two(match)
    ]
    matches.sort(key=lambda match: (match.start(), -match.end()))
    kept: list[re.Match[str]] = []
    for match in matches:
        if (not kept or match.start() >= kept[-1].end()) and not _is_of_every_year(match):
            kept.append(match)
    known = sorted(
        [
            *((span.start, span.end, span.value) for span in dated if span.value[:4].isdigit()),
            *of_year,
        ]
    )
    # From the last on, since those that are joined to a date behind them have its year.
    for match in [*reversed(kept), *kept]:
        start = match.start()
        if not is_free(used, start, match.end()):
            continue
        value = _behind(match, known, lowered) or _before(match, known, lowered, written)
        if value:
            same = _SAME_YEAR.match(lowered, match.end())
            end = same.end() if same is not None else match.end()
            hold(used, start, end)
            known.append((start, end, value))
            known.sort()
            for first, last, each in _each(match, value):
                last = end if last == match.end() else last
                yield date_span(first, last, each, "date of a year told beside it")
    yield from _last_days(text, used, known)


def _each(match: re.Match[str], value: str) -> list[tuple[int, int, str]]:
    """Return the days of a match with their places: of 3 and 9 May, two."""
    if "/" not in value or match.re is _HAN or match.groupdict().get("last_month"):
        return [(match.start(), match.end(), value)]
    return listed_days(match, value[:4], _month(match["month"]))


def _last_days(
    text: Folded, used: bytearray, known: Sequence[tuple[int, int, str]]
) -> Iterator[Span]:
    """Yield days that end what began on the last day named before them, in the same month."""
    lowered = text.text
    last = _HAN_LAST.finditer(lowered) if "日" in lowered else ()
    for match in (*last, *text.at_numbers(_SAME_MONTH)):
        start = match.start()
        _, told, first = next((each for each in reversed(known) if each[1] <= start), (0, 0, ""))
        first = first.rpartition("/")[2]
        if not _DAY.fullmatch(first) or not is_free(used, start, match.end()):
            continue
        if start - told > _NEAR or _ENDS.search(lowered, told, start):
            continue
        until = match.groupdict().get("until")
        day = day_of(first[:4], int(first[5:7]), match["day"] or until or "")
        if day > first:
            hold(used, start, match.end())
            yield date_span(start, match.end(), day, "last day of a month told before")


def _year_of(span: Span) -> str:
    """Return the year in which something took place: WSIS Forum 2023, PP-18; else nothing."""
    if span.kind not in ("meeting", "event"):
        return ""
    year = span.details.get("year", "") or span.iri[-4:]
    if _YEAR.fullmatch(year):
        return year
    return year_of_number(span.details.get("body", ""), span.details.get("number", ""))


def _behind(match: re.Match[str], known: Sequence[tuple[int, int, str]], text: str) -> str:
    """Return the value of a day that is joined to a date behind it."""
    following = next((each for each in known if each[0] >= match.end()), None)
    if following is None or _JOINED.fullmatch(text, match.end(), following[0]) is None:
        return ""
    first = following[2].partition("/")[0]
    value = _value(match, first[:4])
    return value if len(first) > 4 and value and value.rpartition("/")[2] <= first else ""


def _before(
    match: re.Match[str], known: Sequence[tuple[int, int, str]], text: str, written: str
) -> str:
    """Return the value of a day that follows a date of its year in the sentence."""
    start = match.start()
    last = next((each for each in reversed(known) if each[1] <= start), None)
    if last is None:
        return ""
    year = last[2].rpartition("/")[2] or last[2].rstrip("/")
    value = _value(match, year[:4])
    is_said = match.groupdict().get("same") or _SAME_YEAR.match(text, match.end()) is not None
    if is_said:
        return value
    # A passage that knows one year alone speaks of it in its next sentence, too.
    is_only = all(each[2][:4] == year[:4] == each[2].rpartition("/")[2][:4] for each in known)
    if is_only and written:
        # A year long past is one in which something began.
        is_only = abs(int(written) - int(year[:4])) <= _RECENT
    far = _ANY_SENTENCE if is_only else _FAR if len(year) > 4 else _NEAR
    if start - last[1] > far:
        return ""
    if _ENDS.search(text, last[1], start) is not None and (
        not is_only or _is_told(text, start) or _NEXT.search(text, last[1], start) is not None
    ):
        return ""
    # What is told later happened later, or its year would have been told; but so many had
    # registered by 15 April for what is held in May.
    as_of = is_only and _AS_OF.search(text, max(0, start - _AS_OF_FAR), start) is not None
    return value if value > year or as_of else ""


_NEXT = re.compile(r"\b(?:next|prochain|proxim|следующ)|下[一次届个年]|明年|مقبل|قادم|تالي")


def _is_told(text: str, start: int) -> bool:
    """Tell whether a day is what a sentence is about: “the day is 3 July”."""
    return _COPULA.search(text, max(0, start - _AS_OF_FAR), start) is not None


def _is_open(span: Span, text: str) -> bool:
    """Tell whether a year is one since which, or until which, something was."""
    if span.value.endswith("/"):
        return True
    before = max(0, span.start - _UNTIL_FAR)
    return len(span.value) == len("2008") and _OPEN.search(text, before, span.start) is not None


def _value(match: re.Match[str], year: str) -> str:
    groups = match.groupdict()
    first_month, last_month = _month(match["month"]), _month(groups.get("last_month") or "")
    first = day_of(year, first_month, match["day"])
    if not match["last_day"] or not first:
        return first
    last = day_of(year, last_month or first_month, match["last_day"])
    # Lines that run from right to left may have the last day first.
    if last and last < first and not last_month:
        first, last = last, first
    return f"{first}/{last}" if last and first < last else ""


def _month(printed: str) -> int:
    name = printed.split("/")[0].rstrip(".")
    return int(name) if name.isdigit() else months().get(name, 0)


def _are_two(match: re.Match[str]) -> bool:
    """Tell whether a match over two months names two days: 3 May and 5 June."""
    if not match.groupdict().get("last_month") or match.re is _HAN:
        return False
    return not are_one_time(match)


def _is_of_every_year(match: re.Match[str]) -> bool:
    text, start = match.string, match.start()
    return (
        _EVERY_YEAR.match(text, match.end()) is not None
        or _EVERY_HAN.search(text, max(0, start - 6), start) is not None
    )


def _matches(text: Folded) -> Iterator[re.Match[str]]:
    *by_day, by_months, by_month = _worded()
    for pattern in by_day:
        yield from text.at_numbers(pattern)
    reached = 0
    for start in month_places(text.text):
        if (match := by_months.match(text.text, start)) is not None:
            yield match
        if start >= reached and (match := by_month.match(text.text, start)) is not None:
            reached = match.end()
            yield match
    if "月" in text.text:
        yield from _HAN.finditer(text.text)


@cache
def _worded() -> tuple[re.Pattern[str], ...]:
    month = group(map(re.escape, months()))
    named = rf"(?:{month})(?:/(?:{month}))?(?![^\W\d_])"
    of = r"\s*(?:(?:de|of|del|من)\s+)?"
    return (
        # 30 May – 1 June; 7–9 June; 7 June
        re.compile(
            rf"{FREE}(?P<day>{DAY}){of}(?P<month>{named})"
            rf"{AMONG}(?P<last_day>{DAY}){of}(?P<last_month>{named})"
        ),
        re.compile(rf"{FREE}(?P<day>{DAY}){AMONG}(?P<last_day>{DAY}){of}(?P<month>{named})"),
        re.compile(rf"{FREE}(?P<day>{DAY}){of}(?P<month>{named})(?P<last_day>(?!))?"),
        # May 30 – June 1
        re.compile(
            rf"(?<![^\W\d_])(?P<month>{named})\s*(?P<day>{DAY})"
            rf"{AMONG}(?P<last_month>{named})\s*(?P<last_day>{DAY})(?![\d.]*\d)"
        ),
        # June 7–9
        re.compile(
            rf"(?<![^\W\d_])(?P<month>{named})\s*(?P<day>{DAY})"
            rf"(?:{AMONG}(?P<last_day>{DAY}))?(?![\d.]*\d)"
        ),
    )
