"""Figures: a number with what it counts, as printed with comparator and magnitude.

A number is a figure when a unit, a percent sign, a magnitude or a comparator stands beside it, or
a word that it counts; numbers of paragraphs, references and dates are none.
"""

import re
from collections.abc import Iterator
from functools import cache

from wsisgraph.loading.references.comparators import (
    comparators_after,
    comparators_before,
    key_of_comparator,
    told_around,
    told_before,
)
from wsisgraph.loading.references.endings import Endings
from wsisgraph.loading.references.figure_parts import is_part
from wsisgraph.loading.references.fold import Folded
from wsisgraph.loading.references.months import months
from wsisgraph.loading.references.numbers_in_words import (
    cardinals,
    great_numbers,
    half,
    ordinal_behind,
    small_cardinals,
)
from wsisgraph.loading.references.numerals import (
    BACKWARDS,
    HAN,
    NUMBER,
    cardinal,
    han_number,
    in_order,
    plain_number,
    value_of,
)
from wsisgraph.loading.references.spans import Span, hold, is_free
from wsisgraph.loading.references.times_of_day import is_of_time
from wsisgraph.loading.references.words import any_of, group, table, values

_MEASURES = (
    "个項项名份次种位家国人条所座台件届轮期门款类场支组户篇部批起倍美元欧元瑞郎天岁年页区语票"
)
_CLASSIFIED = re.compile(
    rf"(?P<approx>多|余|来)?\s*(?P<great>百万|千万|十亿|万|亿|千)?(?P<more>多|余)?\s*(?P<measure>[{_MEASURES}]|小时|周(?!年)|%|美元|瑞士法郎|平方公里|公里)"
)
_HAN_FIGURE = re.compile(HAN)
_NOT_BEHIND_HAN = frozenset("数几第之分其统唯每另年月任")
_JOINT = r"\s?(?:[、,和及与或至到-]|以及)\s?"
# Behind it a further one of those that are counted on: 第52和53条.
_COUNTED_ON = re.compile(rf"第\s?\d{{1,4}}(?:{_JOINT}\d{{1,4}})*{_JOINT}\Z")
_IN_BRACKETS = re.compile(r"\((?P<digits>\d[\d ,.]*)\)")
_HAN_FRACTION = re.compile(
    r"(?P<below>[二三四五六七八九十百千万]+)分之"
    r"(?:(?P<above>[零一二三四五六七八九十百]+)(?:点(?P<decimals>[零一二三四五六七八九]+))?|"
    r"(?P<digits>\d{1,12}(?:\.\d{1,12})?))|(?P<half>一半|半数)"
)
# 69-го, 57-я, 18-м; of 5-ти and 2-х the number counts.
_RUSSIAN_ORDINAL = "-(?:[гн]о|му|[оы][ийм]|[аы]я|ое|ую|[ыи]е|[ымяею]|и)(?![а-я])"
_NUMBER = re.compile(
    rf"(?<!\d[.,])(?<![\d/:#№§&+_a-z\u0400-\u052f-])(?<![a-z]-)(?P<number>{NUMBER})(?![\d/:]|[.,]\d|-\d|(?:st|nd|rd|th|er|e|eme|[ªº°])(?![a-z])|{_RUSSIAN_ORDINAL})"
)
# In Arabic its groups may stand in the order in which a line shows them.
_NUMBER_IN_ARABIC = re.compile(
    rf"(?<!\d[.,])(?<![\d/:#№§&+_a-z\u0400-\u052f-])(?<![a-z]-)(?P<number>{BACKWARDS}|{NUMBER})(?![\d/:]|[.,]\d|-\d|(?:st|nd|rd|th|er|e|eme|[ªº°])(?![a-z]))"
)
_ARABIC = re.compile("[\u0621-\u064a]")
_TELEPHONE = re.compile(r"\+ ?\d{1,3} \Z")
_WORD = re.compile(
    r"\s?(?:-\s?)?(?P<word>[一-鿿]{1,2}|(?:(?![一-鿿])[^\W\d_])(?:(?![一-鿿])[\w'-])*)"
)
_DATA = table("figures")
_PERCENT = re.compile(rf"\s?{group(_DATA['percent'])}")
_BEHIND_PERCENT = re.compile(r"以[上下内]|左右")
_POINTS = re.compile(rf"\s?{group(_DATA['points'])}")
_TO_PERCENT = re.compile(rf"\s?{group(_DATA['to'])}\s?(?:{NUMBER})\s?{group(_DATA['percent'])}")
_MEASURED = re.compile(rf" ?(?:{group(_DATA['percent'])}|million|billion|bn|мл|مليون)")
_CURRENCIES = "|".join(f"(?P<{key}>{group(words)})" for key, words in _DATA["currencies"].items())
_MONEY = re.compile(rf"(?:{_CURRENCIES})\s?\Z")
_MONEY_AFTER = re.compile(rf"\s?(?:de )?(?:{_CURRENCIES})")
_MONEY_OF = re.compile(rf"{group(_DATA['money_of'])}(?:ال)?\Z")
_MONEY_WITH = re.compile(group(_DATA["money_with"]))
_LABELS = Endings(dict.fromkeys(_DATA["labels"], "label"))
_NOT_COUNTED = frozenset(_DATA["not_counted"].split())
# A number of an item stands at the very beginning.
_FIRST_PLACES = 8
_LONGEST_MONEY = 24
_LONGEST_ROW = 40
_SMALL = 2
_IN_WORDS = "number in words"
_YEARS_FROM = 2000
# Behind two thousand, what makes it a year: deux mille dix-neuf, две тысячи первого года.
_TEENS = re.compile(r" (?:dix|vingt|dieci|veinti|двадцат|[а-я]+(?:ого|ом) год|و[\u0621-\u064a])")


def in_currency(text: str, start: int, end: int) -> bool:
    """Tell whether a country is named as part of a currency: “долл. США”, “瑞士法郎”."""
    if _MONEY_WITH.match(text, end):
        return True
    return _MONEY_OF.search(text, max(0, start - _LONGEST_MONEY), start) is not None


def is_money(unit: str) -> bool:
    """Tell whether the unit of a figure is a currency, by its code in ISO 4217."""
    return unit in _DATA["currencies"]


@cache
def _magnitudes() -> re.Pattern[str]:
    words = group(map(re.escape, values("magnitudes")))
    return re.compile(rf"\s?(?P<word>{words})(?![a-z\u0400-\u052f\u0621-\u064a])")


@cache
def _fractions() -> re.Pattern[str]:
    words = group(map(re.escape, values("fractions")))
    # “A third of the delegates”, but “a third text”.
    either, of = any_of("also_ordinal"), any_of("shared")
    return re.compile(
        rf"(?<![a-z\u0400-\u052f-])(?P<word>(?!{either} (?!{of}\b)){words})(?= [a-z\u0400-\u064a])"
    )


def figures(
    text: Folded,
    used: bytearray,
    *,
    has_digit: bool = True,
    in_great_words: bool = True,
    in_words: bool = True,
    in_small_words: bool = True,
    in_fractions: bool = True,
) -> Iterator[Span]:
    """Yield the figures of a text.

    Args:
        text: of the passage.
        used: which letters other references hold already.
        has_digit: whether it has any digit.
        in_great_words: whether it has words such as million.
        in_words: whether it has words for numbers from twenty on.
        in_small_words: whether it has words for smaller ones, which count behind a comparator.
        in_fractions: whether it has words for fractions.
    """
    lowered = text.text
    digits = _NUMBER_IN_ARABIC if has_digit and _ARABIC.search(lowered) else _NUMBER
    for match in text.at_numbers(digits) if has_digit else ():
        if not is_free(used, match.start(), match.end()):
            continue
        span = _counted(text, match)
        if span is not None:
            yield span
    great = list(_in_great_words(lowered, used)) if in_great_words else []
    yield from great
    used = used[:] if great or in_words else used
    for span in great:
        hold(used, span.start, span.end)
    for match in cardinals().finditer(lowered) if in_words else ():
        if is_free(used, match.start(), match.end()) and not ordinal_behind().match(
            lowered, match.end()
        ):
            value = float(cardinal(match[0]))
            hold(used, *match.span())
            yield _figure(lowered, *match.span(), value, "", _IN_WORDS)
    for match in _fractions().finditer(lowered) if in_fractions else ():
        if is_free(used, match.start(), match.end()):
            value = values("fractions")[match["word"]]
            yield _figure(lowered, *match.span("word"), value, "", "fraction")
    for match in small_cardinals().finditer(lowered) if in_small_words else ():
        told = comparators_before().before(lowered, match.start())
        if told and is_free(used, match.start(), match.end()):
            value = values("numerals")[match[0]]
            span = _figure(lowered, *match.span(), value, "", _IN_WORDS)
            span.details = {**span.details, "comparator": told}
            yield span
    if "分之" in lowered or "半" in lowered:
        for match in _HAN_FRACTION.finditer(lowered):
            below = 2 if match["half"] else han_number(match["below"])
            above = 1.0 if match["half"] else _above(match)
            if not above or not below:
                continue
            is_percent = match["below"] == "百"
            value = above if is_percent else above / below
            yield _figure(lowered, *match.span(), value, "percent" * is_percent, "fraction")
    for match in () if lowered.isascii() else _HAN_FIGURE.finditer(lowered):
        start, end = match.span()
        if start and lowered[start - 1] in _NOT_BEHIND_HAN:
            continue
        number = han_number(match[0])
        if number is not None and is_free(used, start, end):
            yield from _in_han(lowered, match, number)


def _above(match: re.Match[str]) -> float | None:
    """Return the upper part of a Chinese fraction: 六十七点五, 67.5."""
    if match["digits"]:
        return float(match["digits"])
    whole = han_number(match["above"])
    decimals = han_number(match["decimals"] or "零")
    return None if whole is None else float(f"{whole}.{decimals:0{len(match['decimals'] or '0')}}")


def _in_great_words(text: str, used: bytearray) -> Iterator[Span]:
    """Yield numbers such as “two million”."""
    for match in great_numbers().finditer(text):
        if not is_free(used, match.start(), match.end()):
            continue
        if match["word"]:
            start, value = match.start("word"), values("counted")[match["word"]]
        else:
            start = match.start("count" if match["count"] else "great")
            value = _count(match["count"]) if match["count"] else 1.0
            value += (0.5 if match["more"] else 0) + (0.5 if match["half"] else 0)
            value *= values("magnitudes")[match["great"]]
            less = values("magnitudes")[match["less"]] if match["less"] else 1
            value += _count(match["rest"]) * less if match["rest"] else 0
            # Years in words: deux mille vingt.
            if match["rest"] and _YEARS_FROM - 100 < value < _YEARS_FROM + 100:
                continue
        if value == _YEARS_FROM and _TEENS.match(text, match.end()):
            continue
        money = _MONEY_AFTER.match(text, match.end())
        unit = _code(money) if money else _counted_word(_WORD.match(text, match.end()))
        end = money.end() if money else match.end()
        span = _figure(text, start, end, value, unit, "great number in words")
        told = comparators_before().before(text, start)
        after = None if told else comparators_after().match(text, match.end())
        if key := told or (key_of_comparator(after) if after else ""):
            span.details = {**span.details, "comparator": key}
        yield span


def _count(words: str) -> float:
    known = values("counts").get(words)
    return cardinal(words) if known is None else known


def _in_han(text: str, match: re.Match[str], number: int) -> Iterator[Span]:
    """Read 八十六（86）个, 三个; the digits in brackets are the same figure."""
    brackets = _IN_BRACKETS.match(text, match.end())
    end = brackets.end() if brackets is not None else match.end()
    if brackets is not None and value_of(brackets["digits"].strip()) != number:
        return
    classified = _CLASSIFIED.match(text, end)
    if classified is None and number >= 10_000 and match[0][-1] in "万亿":
        yield _figure(text, match.start(), end, float(number), "", "Chinese numeral")
        return
    if classified is None or (brackets is None and number <= 1):
        return
    unit = classified["measure"]
    # 一个, 两年 and their like count nothing that anyone would ask for.
    if brackets is None and unit in "年月天届部国起":
        return
    if classified["great"]:
        number *= int(values("magnitudes")[classified["great"]])
    span = _figure(text, match.start(), classified.end(), float(number), unit, "Chinese numeral")
    if classified["approx"] or classified["more"]:
        span.details = {**span.details, "comparator": "more-than"}
    yield span


def _counted(folded: Folded, match: re.Match[str]) -> Span | None:
    text, printed = folded.text, match["number"]
    start, end = match.span("number")
    if match.re is _NUMBER_IN_ARABIC:
        printed = in_order(printed)
    value = value_of(printed)
    if value is None or (printed.startswith("0") and len(printed) > 1 and printed[1].isdigit()):
        return None
    # Alone in brackets it is that of a paragraph, a note, a year.
    if (
        text[start - 1 : start] == "("
        and text[end : end + 1] == ")"
        and value < 10_000
        and not match["sep"]
    ):
        return None
    if _is_number_of_item(text, start, end, value) or _TELEPHONE.search(
        text, max(0, start - 6), start
    ):
        return None
    if _LABELS.before(text, start) or text.endswith("分之", 0, start):
        return None
    row = max(0, start - _LONGEST_ROW)
    if text.find("第", row, start) >= 0 and _COUNTED_ON.search(text, row, start):
        return None
    if is_of_time(folded, start, end, printed):
        return None
    before = told_before(text, start) or told_around(text, start, end)
    magnitude = _magnitudes().match(text, end)
    unit = ""
    grouped = bool(match["sep"]) or " " in printed or value >= 10_000
    if magnitude is not None:
        great = values("magnitudes")[magnitude["word"]]
        more_half = half().match(text, magnitude.end())
        value = value * great + (great / 2 if more_half else 0)
        end = more_half.end() if more_half else magnitude.end()
    classified = _CLASSIFIED.match(text, end)
    pattern = ""
    more = comparators_after().match(text, end)
    details: dict[str, str] = {}
    if (percent := _PERCENT.match(text, end)) is not None:
        end = percent.end()
        unit, pattern = "percent", "percent"
        more = more or (_BEHIND_PERCENT.match(text, end) and comparators_after().match(text, end))
    elif _TO_PERCENT.match(text, end) is not None:
        unit, pattern = "percent", "percent of two"
    elif "." in plain_number(value) and (points := _POINTS.match(text, end)) is not None:
        unit, pattern = points[0].strip(), "points"
    elif (money := _MONEY.search(text, max(0, start - 6), start)) or _MONEY_AFTER.match(text, end):
        after = _MONEY_AFTER.match(text, end)
        unit = _code(money or after)
        start, end = (money.start() if money else start), (after.end() if after else end)
        pattern = "money"
        before = before or told_before(text, start)
    elif classified is not None:
        if (
            classified["measure"] in "年届期"
            and not grouped
            and not before
            and not classified["approx"]
        ):
            return None
        # A group of states by its name: 77国集团.
        if classified["measure"] == "国" and text.startswith("集团", classified.end()):
            return None
        if classified["great"]:
            value *= values("magnitudes")[classified["great"]]
        if classified["approx"] or classified["more"]:
            details["comparator"] = "more-than"
        unit, end, pattern = classified["measure"], classified.end(), "number with a measure word"
        if unit == "%":
            unit = "percent"
    elif magnitude is not None:
        pattern = "magnitude"
        word = _WORD.match(text, end)
        unit = _counted_word(word)
    else:
        if more is not None:
            end = more.end()
        word = _WORD.match(text, end)
        unit = _counted_word(word)
        if word is not None and word["word"][0] >= "\u2e80":
            # In Chinese a number stands without a measure word only before few nouns.
            unit = "" if not (before or more) else word["word"][:2]
        part = is_part(text, start, end)
        if not unit and not before and not more and not grouped and not part:
            return None
        if unit and not (before or more or grouped) and _is_first(text, start):
            return None
        pattern = "number with a word"
    if more is not None:
        details.setdefault("comparator", key_of_comparator(more))
    if before:
        details["comparator"] = before
    least = pattern in ("points", "percent", "percent of two")
    if value < _SMALL and not least and "comparator" not in details and magnitude is None:
        return None
    span = _figure(text, start, end, value, unit, pattern)
    span.details = {**span.details, **details}
    return span


def _is_number_of_item(text: str, start: int, end: int, value: float) -> bool:
    """Tell whether a number only begins a paragraph: “2 The group …”."""
    return (
        value < 1000
        and text[end : end + 1] in (" ", "\t")
        and _is_first(text, start)
        and "," not in text[end : end + 12]
        and comparators_after().match(text, end) is None
        and _MEASURED.match(text, end) is None
    )


def _is_first(text: str, start: int) -> bool:
    """Tell whether nothing stands before a place."""
    return start < _FIRST_PLACES and not text[:start].strip()


def _code(money: re.Match[str] | None) -> str:
    """Return the code of a currency; none if it is no money."""
    return (money.lastgroup or "") if money else ""


def _counted_word(word: re.Match[str] | None) -> str:
    if word is None:
        return ""
    said = word["word"].rstrip("'-")
    if len(said) < 2 or said in _NOT_COUNTED or said in months() or any(map(str.isdigit, said)):
        return ""
    return said


def _figure(text: str, start: int, end: int, value: float, unit: str, pattern: str) -> Span:
    details = {"number": plain_number(value)}
    if unit:
        details["unit"] = unit
    if "comparator" not in details and pattern in ("fraction", "Chinese numeral", _IN_WORDS):
        before = comparators_before().before(text, start)
        if before:
            details["comparator"] = before
    return Span(start, end, "figure", plain_number(value), details=details, pattern=pattern)
