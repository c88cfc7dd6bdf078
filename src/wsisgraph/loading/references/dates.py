"""Dates and periods in six languages, in the precision that is printed.

The normal form is that of ISO 8601: `2018-11-16`, `2018-11`, `2018`, and for a period both ends
with a slash, `2020/2023`; `2018/` is open.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from wsisgraph.loading.references.comparators import told_before
from wsisgraph.loading.references.day_runs import (
    DAY,
    are_ends,
    are_one_time,
    day_of,
    first_end,
    follow,
    last_start,
    listed_days,
)
from wsisgraph.loading.references.endings import Endings
from wsisgraph.loading.references.fold import Folded
from wsisgraph.loading.references.months import month_places, months
from wsisgraph.loading.references.numerals import han_number
from wsisgraph.loading.references.spans import Span, hold
from wsisgraph.loading.references.words import any_of, bounded, group, pieces

_YEAR = r"(?:19|20)\d\d"
FREE = r"(?<![\d/.,#&+_a-z-])(?<!\d:)"
# A day of the week or a word in brackets stands within: 2 October (all day) to Friday, 7 November.
_WEEKDAY = any_of("weekday")
AMONG = (
    r"(?:\s*(?:\([^()\d]{2,20}\)\s*)?,?\s*(?:-|/|,?\s?and|to|through|until|till|au|jusqu'au|"
    rf"et(?: le)?|al|a|hasta el|y(?: el)?|по|до|и|الي|و|حتي)\s*(?:{_WEEKDAY},?\s+)?)"
)
_BEFORE = re.compile(rf"(?<!\d)\d{{1,2}}{AMONG}\Z")
HAN_WEEKDAY = rf"(?:\s*\(\s*{_WEEKDAY}\s*\))?"
_HAN_DAY = re.compile(
    rf"(?P<year>{_YEAR})(?<!\d{{5}})\s*年\s*(?P<month>\d{{1,2}})\s*月(?:\s*(?P<day>\d{{1,2}})\s*(?:日|(?=[-至~到和、]\s*\d)))?"
    rf"(?:{HAN_WEEKDAY}\s*(?:-|至|~|到)\s*(?:(?P<last_year>20\d\d)\s*年)?(?:(?P<last_month>\d{{1,2}})\s*月)?\s*(?P<last_day>\d{{1,2}})\s*日)?"
)
_HAN_MONTHS = re.compile(
    rf"(?P<year>{_YEAR})(?<!\d{{5}})\s*年\s*(?P<month>\d{{1,2}})\s*月?\s*(?:-|至|~|到)\s*"
    rf"(?:(?P<last_year>{_YEAR})\s*年\s*)?(?P<last_month>\d{{1,2}})\s*月(?!\s*\d{{1,2}}\s*日)"
)
_HAN_MORE = re.compile(
    rf"{HAN_WEEKDAY}\s*(?:和|、|以?及|与|,)\s*(?:(?P<month>\d{{1,2}})\s*月)?\s*(?P<day>\d{{1,2}})\s*日"
    r"(?:\s*(?:-|至)\s*(?P<last_day>\d{1,2})\s*日)?"
)
_HAN_YEARS = re.compile(
    rf"(?P<first>{_YEAR})(?<!\d{{5}})\s*年?\s*(?:-|至|~|到|/)\s*(?P<last>{_YEAR})(?!\d)\s*(?:年|(?=[一-鿿)》,]))"
)
_HAN_SINCE = re.compile(
    rf"(?P<year>{_YEAR})(?<!\d{{5}})\s*年(?:(?P<month>\d{{1,2}})月)?[^\d,。;]{{0,12}}?(?P<mark>以来|开始|(?<![发引兴提掀一唤崛缘])起(?!草|到|着|来|源|步))"
)
_HAN_YEAR = re.compile(rf"(?P<year>{_YEAR})(?<!\d{{5}})\s*年(?!\s*\d{{1,2}}\s*月)")
_HAN_SPELLED = re.compile(
    r"(?P<year>[一二][〇零○九一二三四五六七八]{3})年"
    r"(?:(?P<month>[一二三四五六七八九十]{1,3})月(?:(?P<day>[一二三四五六七八九十]{1,3})日)?"
    r"(?:(?:至|-|到)(?:(?P<last_month>[一二三四五六七八九十]{1,2})月)?(?P<last_day>[一二三四五六七八九十]{1,3})日)?)?"
)

_ISO = re.compile(rf"{FREE}(?P<year>{_YEAR})-(?P<month>0[1-9]|1[0-2])-(?P<day>[0-3]\d)(?![\d-])")
_DOTTED = re.compile(
    rf"{FREE}(?P<day>[0-3]?\d)(?P<dot>[./])(?P<month>[01]?\d)(?P=dot)(?P<year>{_YEAR})(?![\d/.])"
)
_YEARS = re.compile(
    rf"{FREE}(?P<first>{_YEAR})\s?(?:[-/]\s?(?P<last>{_YEAR})|-(?P<short>\d\d))(?![\d/-]|[.,]\d)"
)
_FROM_TO = re.compile(
    bounded(
        rf"(?:{any_of('from_to', without='zh')}\s+|(?<=\())(?P<first>{_YEAR})\s*(?:г\.|года?)?\s*"
        rf"(?:{any_of('to', without='zh')}|and|et|y|и|و)\s*(?P<last>{_YEAR})(?!\d)"
    )
)
# Behind a word for years: exercices 2018 à 2020.
_YEARS_TO = re.compile(
    bounded(
        rf"{any_of('years_from')}\s+(?P<first>{_YEAR})\s*(?:{any_of('to', without='zh')})\s*"
        rf"(?P<last>{_YEAR})(?!\d)"
    )
)
_SINCE = re.compile(
    bounded(
        rf"{any_of('since', without='zh')}\s+(?:the (?:year|end of) )?"
        rf"(?:{any_of('year', without='zh')}\s+)?(?P<year>{_YEAR})(?![\d/-])"
    )
)
_BARE_YEAR = re.compile(
    rf"(?<![a-z0-9_\u00df-\u052f/.:#&+@'-])(?<!\d,)(?P<year>{_YEAR})"
    r"(?!(?!م\b)[\w/@]|-[\d\w]|[.,]\d|\s?%|'s\b| ?\d{3}\b)"
)
_IN_YEAR = Endings(
    {
        piece: "year"
        for name in ("year", "since", "from_to", "to")
        for piece in pieces(name, without="zh")
    }
)
_NOT_A_YEAR = re.compile(
    r"\s+(?:agenda|участник|participants?|people|schools|entries|projects|submissions|members|"
    r"personnes|personas|human|delegates|projets|proyectos|проект|чел|مشارك|مشروع|"
    r"mill(?:ion|iard|on)|billion|thousand|миллион|миллиард|млн|млрд|مليون|مليار)"
)
_OF_COUNTS = frozenset({"more-than", "at-least", "nearly"})
_COUNTED = re.compile(rf"\s(?!{any_of('and', 'to', 'of')}\s)[^\W\d_]{{3,}}")
_AGENDA = Endings(
    dict.fromkeys(
        (
            "agenda",
            "connect",
            "programme",
            "horizon",
            "连通(?:目标)?",
            "дня (?:на период )?до",
            "развития на период до",
            "خطه(?: التنميه المستدامه)? لعام",
            "خطه عام",
        ),
        "agenda",
    )
)
# A deleted and an inserted text run into one another: 2020-20232024-2027.
_GLUED = re.compile(r"\d{5,}|年\d{4}年")


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    month = group(map(re.escape, months()))
    named = rf"(?P<month>{month})(?:/(?:{month}))?\.?"
    other = rf"(?:{month})(?:/(?:{month}))?\.?"
    of = r"\s*(?:(?:de|of|del|من|لعام|عام)\s+)?"
    year = rf"(?P<year>{_YEAR})(?!\d)"
    return tuple(
        re.compile(pattern)
        for pattern in (
            # 30 May – 1 June 2013; del 30 de mayo al 1 de junio de 2013
            rf"{FREE}(?P<day>{DAY}){of}(?P<month>{other})(?:{of}(?P<first_year>{_YEAR})(?:\s*(?:года|г\.))?)?{AMONG}(?P<last_day>{DAY}){of}(?P<last_month>{other}),?{of}{year}",
            # 25-26 May 2011, 16 November 2018
            rf"{FREE}(?P<day>{DAY})(?:(?:(?:\s*,\s*|\s+و){DAY}){{0,6}}{AMONG}(?P<last_day>{DAY}))?{of}{named},?{of}{year}",
            # May 30 – June 1, 2013; September 11th, 2017 to January 10th, 2018
            rf"(?<![^\W\d_])(?P<month>{other})\.?\s*(?P<day>{DAY})(?:,?\s+(?P<first_year>{_YEAR})(?!\d))?{AMONG}(?P<last_month>{other})\.?\s*(?P<last_day>{DAY}),?\s+{year}",
            # May 25-26, 2011
            rf"(?<![^\W\d_]){named}\s*(?P<day>{DAY})(?:{AMONG}(?P<last_day>{DAY}))?,?\s+{year}",
            # November 2018, March 2016 to February 2017
            rf"(?<![^\W\d_])(?:(?P<first_month>{other})(?:{of}(?P<first_year>{_YEAR})"
            rf"(?:\s*(?:года|г\.))?)?{AMONG})?{named},?{of}{year}",
        )
    )


# 2018年，迪拜2022年，布加勒斯特: one revision deleted, the other inserted.
_JOINED = re.compile(
    r"\((?:19|20)\d\d年,[^()\d]{1,12}(?:19|20)\d\d年,[^()]*\)|"
    # 2020-2023年2024-2027年, 2022年下届
    r"(?:19|20)\d\d-(?:19|20)\d\d年?(?:19|20)\d\d-(?:19|20)\d\d年?|"
    r"(?:19|20)\d\d年(?=下[届次一])"
)


def dates(
    text: Folded,
    used: bytearray,
    *,
    worded: bool = True,
    since: bool = True,
    from_to: bool = True,
) -> Iterator[Span]:
    """Yield the dates and periods of a text.

    Args:
        text: of the passage.
        used: which letters other references hold already; those that dates hold are added.
        worded: whether it has the names of months.
        since: whether it has a word such as since.
        from_to: whether it has a word such as from.
    """
    lowered, years = text.text, text.years
    if not years and "〇" not in lowered and "○" not in lowered:
        return
    may_be_joined = len(years) > 3 or ("年" in lowered and (len(years) > 1 or "年下" in lowered))
    for joined in _JOINED.finditer(lowered) if may_be_joined else ():
        hold(used, joined.start(), joined.end())
    for span in _all(text, years, worded=worded, since=since, from_to=from_to):
        start, end = span.start, span.end
        if used.find(1, start, end) < 0:
            used[start:end] = b"\1" * (end - start)
            yield span


def _all(
    text: Folded, years: Sequence[int], *, worded: bool, since: bool, from_to: bool
) -> Iterator[Span]:
    lowered = text.text
    if "年" in lowered:
        yield from _chinese(lowered, years)
    if _has_year(lowered) is None:
        return
    if "-" in lowered:
        for start in years:
            if (iso := _ISO.match(lowered, start)) is not None:
                yield from _one(iso, "date, ISO 8601")
    if "." in lowered or "/" in lowered:
        for match in text.at_numbers(_DOTTED):
            if match["dot"] == "." or int(match["day"]) > 12:
                yield from _one(match, "date in numbers")
    if worded:
        by_day, by_month = _patterns()[:2], _patterns()[2:]
        for pattern in by_day:
            for match in text.at_numbers(pattern):
                yield from _worded(match)
        for start in month_places(lowered):
            for pattern in by_month:
                if (found := pattern.match(lowered, start)) is not None:
                    yield from _worded(found)
    joined = "-" in lowered or "/" in lowered
    for match in (
        *(_FROM_TO.finditer(lowered) if from_to and len(years) > 1 else ()),
        *(_YEARS_TO.finditer(lowered) if from_to and len(years) > 1 else ()),
        *(text.at_numbers(_YEARS) if joined else ()),
    ):
        if not _GLUED.search(lowered, max(0, match.start() - 10), match.end() + 5):
            yield from _period(match)
    for match in _SINCE.finditer(lowered) if since else ():
        start = match.start()
        yield Span(
            start,
            match.end(),
            "period",
            f"{match['year']}/",
            details={"start": match["year"]},
            pattern="since",
        )
    for start in years:
        if (bare := _BARE_YEAR.match(lowered, start)) is not None:
            yield from _bare(bare, lowered)


# A year that is not followed by 年 only.
_has_year = re.compile(rf"{_YEAR}(?!\d|\s*年)").search


def _chinese(text: str, years: Sequence[int]) -> Iterator[Span]:
    """Yield the Chinese dates of a text, each from its year on."""
    for start in years:
        if (match := _HAN_MONTHS.match(text, start)) is not None:
            months = int(match["month"]), int(match["last_month"])
            if all(1 <= month <= 12 for month in months):
                first = f"{match['year']}-{months[0]:02}"
                last = f"{match['last_year'] or match['year']}-{months[1]:02}"
                yield date_span(match.start(), match.end(), f"{first}/{last}", "months")
                continue
        if (match := _HAN_SINCE.match(text, start)) is not None:
            yield _since(match, text)
            continue
        if (match := _HAN_DAY.match(text, start)) is not None:
            yield from _days(match, text)
            continue
        if _GLUED.search(text, max(0, start - 10), start + 16) is not None:
            continue
        if (match := _HAN_YEARS.match(text, start)) is not None:
            yield from _period(match)
        elif (match := _HAN_YEAR.match(text, start)) is not None:
            yield date_span(match.start(), match.end(), match["year"], "year")
    if "〇" in text or "○" in text:
        for match in _HAN_SPELLED.finditer(text):
            yield date_span(match.start(), match.end(), _spelled(match), "date in Chinese numerals")


def _since(match: re.Match[str], text: str) -> Span:
    value = match["year"] + (f"-{int(match['month']):02}" if match["month"] else "")
    start = match.start()
    start -= start > 0 and text[start - 1] in "自从"
    end = match.end() if match.end() - match.start() < 12 else match.end("year") + 1
    return Span(start, end, "period", f"{value}/", details={"start": value}, pattern="since")


def _days(match: re.Match[str], text: str) -> Iterator[Span]:
    """Yield 2013年5月30-31日和6月10日: the first day or days, and those that follow."""
    year, month = match["year"], int(match["month"])
    if not 1 <= month <= 12:
        return
    if match["day"] is None:
        end = match.end() if match["last_day"] is None else match.end("month") + 1
        yield date_span(match.start(), end, f"{year}-{month:02}", "date")
        return
    first = day_of(year, month, match["day"])
    last = ""
    if match["last_day"]:
        last = day_of(
            match["last_year"] or year, int(match["last_month"] or month), match["last_day"]
        )
    following = _HAN_MORE.match(text, match.end()) if first and not last else None
    running = (
        following is not None
        and not following["month"]
        and follow(first, day_of(year, month, following["day"]))
    )
    if first and not running:
        yield date_span(match.start(), match.end(), f"{first}/{last}" if last else first, "date")
    place = match.end()
    while (more := _HAN_MORE.match(text, place)) is not None:
        month = int(more["month"] or month)
        place = more.end()
        if not more["month"] and not last and follow(first, day_of(year, month, more["day"])):
            # 24日和25日: two days running are one meeting.
            last = day_of(year, month, more["day"])
            yield date_span(match.start(), place, f"{first}/{last}", "days running")
            continue
        first = day_of(year, month, more["day"])
        last = day_of(year, month, more["last_day"]) if more["last_day"] else ""
        if first:
            yield date_span(more.start(), place, f"{first}/{last}" if last else first, "date")


def _spelled(match: re.Match[str]) -> str:
    """Return the normal form of 二〇二三年一月十一日至十二日."""
    year = str(han_number(match["year"].replace("○", "〇")))
    if not match["month"]:
        return year
    month = han_number(match["month"]) or 0
    if not match["day"]:
        return f"{year}-{month:02}"
    first = f"{year}-{month:02}-{han_number(match['day']):02}"
    if not match["last_day"]:
        return first
    last_month = han_number(match["last_month"]) if match["last_month"] else month
    return f"{first}/{year}-{last_month:02}-{han_number(match['last_day']):02}"


def date_span(start: int, end: int, value: str, pattern: str) -> Span:
    """Return a date, or the period that a value with a stroke is, at a place."""
    if "/" not in value:
        return Span(start, end, "date", value, pattern=pattern)
    first, _, last = value.partition("/")
    details = {"start": first, "end": last}
    return Span(start, end, "period", value, details=details, pattern=pattern)


def _one(match: re.Match[str], pattern: str) -> Iterator[Span]:
    if value := day_of(match["year"], int(match["month"]), match["day"]):
        yield date_span(match.start(), match.end(), value, pattern)


def _worded(match: re.Match[str]) -> Iterator[Span]:
    groups = match.groupdict()
    year = match["year"]
    month = _month(match["month"])
    if groups.get("last_month"):
        first = day_of(groups["first_year"] or year, month, match["day"])
        last = day_of(year, _month(match["last_month"]), match["last_day"])
        if not (are_one_time(match) or follow(first, last)):
            # 14 September 2021 and 18 January 2022 are two days; so are 14 May and 18 June 2022.
            # Of 3 and 4 May and 5 June 2022, the days before have their year told beside them.
            if first and not _BEFORE.search(match.string, max(0, match.start() - 8), match.start()):
                yield date_span(match.start(), first_end(match), first, "date in words")
            if last:
                yield date_span(last_start(match), match.end(), last, "date in words")
            return
    elif groups.get("day"):
        for start, end, value in listed_days(match, year, month):
            yield date_span(start, end, value, "date in words")
        return
    else:
        first, last = f"{year}-{month:02}", ""
        if groups.get("first_month"):
            first_year = match["first_year"] or year
            first, last = f"{first_year}-{_month(match['first_month']):02}", first
            middle = match.end("first_year")
            if middle > 0 and not are_ends(
                match.string, match.start(), middle, match.start("month")
            ):
                # March 2016 and February 2017 are two times.
                yield date_span(match.start(), middle, first, "date in words")
                yield date_span(match.start("month"), match.end(), last, "date in words")
                return
            if first >= last:
                # One month under two names: تشرين الأول/أكتوبر 2018; or none that can be.
                first, last = last, ""
    if first:
        yield date_span(
            match.start(), match.end(), f"{first}/{last}" if last else first, "date in words"
        )


def _month(printed: str) -> int:
    return months()[printed.split("/")[0].rstrip(".")]


def _period(match: re.Match[str]) -> Iterator[Span]:
    first, last = match["first"], match["last"]
    if not last:
        last = first[:2] + match["short"]
    if 0 < int(last) - int(first) <= 60:
        yield date_span(match.start(), match.end(), f"{first}/{last}", "period of years")


def _bare(match: re.Match[str], text: str) -> Iterator[Span]:
    year, start = int(match["year"]), match.start()
    if _AGENDA.before(text, start) or _NOT_A_YEAR.match(text, match.end()):
        return
    # More than 2000 delegates; but since before 2000, and around 2000.
    if _COUNTED.match(text, match.end()) and told_before(text, start) in _OF_COUNTS:
        return
    if not 1990 <= year <= 2050 and not _IN_YEAR.before(text, start):
        return
    yield date_span(start, match.end(), match["year"], "year")
