"""Action lines by code or name, and goals, targets and indicators by number.

A code in a sentence must look like one: `C5` in capitals, `9.c` behind a word such as “target”. A
name that is an everyday word too, as “Media” is, counts where the text speaks of action lines.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from wsisgraph.errors import UnknownCode
from wsisgraph.loading.references.endings import Endings
from wsisgraph.loading.references.fold import Folded
from wsisgraph.loading.references.names import Name
from wsisgraph.loading.references.plan_targets import is_of_plan
from wsisgraph.loading.references.spans import Span
from wsisgraph.loading.references.words import any_of, pieces
from wsisgraph.terms import codes, iris
from wsisgraph.terms.codes import Code

# C, its Cyrillic twin, and the Arabic letter that stands for it.
_CODE = re.compile(
    r"(?<![a-z0-9_\u00df-\u052f./&@+-])(?:[cс]|(?:و|ب|ل)?جيم|(?:و|ب|ل)?ج)[\s.-]?"
    r"(?P<number>1[01]|[1-9])"
    r"(?P<range>\s?(?:-|至|to|a|a la|по)\s?[cс]?(?P<last>1[01]|[1-9]))?"
    r"(?![a-z0-9_\u00df-\u052f/@]|[.,-]\d)"
)
# What any of them has: it is looked for faster.
_CODE_INSIDE = re.compile(r"[cсجم][\s.-]?\d")
# “С 1 января” and “С 3 по 7 июня” say since when: С is a preposition where a word follows.
_FROM = re.compile(
    r"с\s\d{1,2}(?:\s?(?:,|-|и|по|до)\s?\d{1,2})*(?:-?го)?\s+(?!и\s|или\s|по\s+с)[а-я]"
)
_PART = re.compile(r"[\s,:(-]*(?:ict applications[\s:,-]*)?e-?(?P<part>[a-z]{3,14})")
_LINE_WORDS = re.compile(any_of("line"))
_LINE_BEFORE = re.compile(
    rf"(?<![a-z\u00df-\u052f]){any_of('line')}[\s:\"'(-]*(?:on|for|about|sur|sobre|по|بشان)?[\s\"':(]*\Z"
)
_LINE_AFTER = re.compile(rf"[\s\")]*{any_of('line')}(?![a-z\u00df-\u052f])")
_CODE_BEFORE = re.compile(
    rf"[cс]-?\s?(?:1[01]|[1-9])\s*(?:{any_of('line')})?[\s:.,(\"-]*(?:ict applications\W*)?\Z"
)
_BETWEEN_NAMES = re.compile(rf"[\s\"]*(?:,|、|;|{any_of('and')})[\s\"]*(?:{any_of('and')}[\s\"]*)?")
_COMMA = re.compile(r"[,\s]*")
_PART_BEHIND = re.compile(rf"\s?(?:{any_of('line')})?[\s:,(\"'-]*(?:ال)?")
_PLACE_BEFORE = Endings(dict.fromkeys(pieces("place"), "place"))
_PLACE_BEHIND = re.compile(r"\s?(?:号?会议[室厅]|号?[展摊]位|号?楼|[厅室馆])")
_LONG_NAME = 4
_LONG_HAN = 8

_AND = rf"(?:\s*(?:,|、|;)\s*(?:{any_of('and')}\s*)?|\s*{any_of('and')}\s*)"
_GOAL = r"(?:1[0-7]|[1-9])(?![\d]|[.,]\d|\.[a-z]|[ ]?(?:%|世纪))"
_TARGET = (
    r"(?:1[0-7]|[1-9])(?:\.|-(?=[ابجد]))(?:1\d|[1-9]|[a-dابجدабсд])"
    r"(?![a-z0-9а-я\u0621-\u064a]|[.-]\d|\.[a-d](?!\w))"
)
# Letters of targets in other alphabets, and the hyphens of Arabic: 9-ج-1.
_LETTERS = str.maketrans("ابجدабсд-", "abcdabcd.")
_STOP = r"\."
_INDICATOR = (
    rf"(?:1[0-7]|[1-9]){_STOP}(?:1\d|[1-9]|[a-dابجدабсд]){_STOP}[1-9]\d?"
    rf"(?![a-z0-9\u0430-\u044f]|{_STOP}\d)"
)
_PERMANENT = re.compile(r"(?<![a-z0-9.])c(?:0[1-9]|1[0-7])(?:0[a-d]|[01]\d)(?:[01]\d)(?![a-z0-9])")
_KINDS = {
    name: re.compile(any_of(words))
    for name, words in (
        ("indicator", "indicator"),
        ("target", "target"),
        ("sdg", "goals"),
        ("goal", "goal"),
    )
}
_SAID = re.compile(
    # One flat list of words, so that the engine knows the letters with which a match may begin.
    rf"(?P<word>{any_of('indicator', 'target', 'goals', 'goal')[3:-1]})"
    rf"(?:[^\S\t]|:|-|#|n°|no\.|№|{any_of('number')}){{0,6}}(?P<first>(?P<i>{_INDICATOR})|(?P<t>{_TARGET})|(?P<g>{_GOAL}))"
)
_NEXT = re.compile(rf"{_AND}(?:sdgs?\s*)?(?P<code>{_INDICATOR}|{_TARGET}|{_GOAL})")
_RANGE = re.compile(rf"\s?(?:-|to|至|a|по)\s?(?P<last>{_GOAL})")
_BEFORE = re.compile(rf"(?:{any_of('not_goal')})[\s'-]*\Z")
_INDICATORS = re.compile(any_of("indicator"))
_CUSTODIANS = re.compile(any_of("custodian"))
_BARE_INDICATOR = re.compile(rf"(?<![a-z0-9./-]){_INDICATOR}")
# Arabic joins them by hyphens.
_HYPHENED_INDICATOR = re.compile(rf"(?<![a-z0-9./-]){_INDICATOR.replace(_STOP, '-')}")
# Before a number that is one of a part of a text: table 4.4.1, 第4.4.1节.
_PART_BEFORE = Endings(dict.fromkeys(pieces("text_part"), "part"))
_FEWEST_BARE = 2
_LETTERED = re.compile(r"\d\.[a-dابجدабсд]\.\d")
_INDICATOR_BEHIND = re.compile(
    rf"\s?[等这共]*(?:[一二两三四五六七八九十\d]{{1,3}}(?:项|个))?(?:的)?\s?(?:sdg\s|可持续发展目标)?{any_of('indicator')}"
)
_ARABIC = re.compile(r"[\u0621-\u064a]")
_LATIN = re.compile(r"[a-z\u0400-\u052f]\Z")


def lines(text: Folded, names: Sequence[Name]) -> Iterator[Span]:
    """Yield the action lines of a text."""
    lowered = text.text
    ends: list[int] = []
    taken: set[Name] = set()
    starts: list[int] = []
    place = -1
    if _CODE_INSIDE.search(lowered) is not None:
        for match in _CODE.finditer(lowered):
            if text.cased[match.start()].islower() or _is_preposition(match, lowered):
                continue
            if (
                lowered[match.start()] in "جولب"
                and "جيم" not in match[0]
                and not (
                    _LINE_BEFORE.search(lowered, max(0, match.start() - 24), match.start())
                    or (ends and _BETWEEN_NAMES.fullmatch(lowered, ends[-1], match.start()))
                    or (ends and _COMMA.fullmatch(lowered, ends[-1], match.start()))
                )
            ):
                continue
            if (
                _PLACE_BEFORE.before(lowered, match.start())
                or _PLACE_BEHIND.match(lowered, match.end())
                or (place >= 0 and _BETWEEN_NAMES.fullmatch(lowered, place, match.start()))
            ):
                place = match.end()
                continue
            spans = list(_coded(match, lowered))
            if spans[-1].value == "C7" and not match["last"]:
                starts = starts or [name.start for name in names]
                part = _part_behind(lowered, match.end(), names, starts)
                if part is not None:
                    taken.add(part)
                    key = _notation(part.label.iri.rpartition("/")[2])
                    spans = [_line(match.start(), part.end, key, "code with name of a part")]
            yield from spans
            ends.append(spans[-1].end)
    for name in names:
        if name.label.kind == "line" and name not in taken and _is_meant(name, text, ends):
            ends.append(name.end)
            notation = name.label.iri.rpartition("/")[2]
            yield Span(
                name.start,
                name.end,
                "line",
                _notation(notation),
                name.label.iri,
                pattern=f"{name.label.form} {name.label.text}",
                confidence=0.9,
            )


def _is_preposition(match: re.Match[str], text: str) -> bool:
    """Tell whether a Cyrillic С before a number says “from” or “with”."""
    start = match.start()
    return (
        _FROM.match(text, start) is not None
        and _LINE_BEFORE.search(text, max(0, start - 40), start) is None
        and _LINE_AFTER.match(text, match.end()) is None
    )


def _coded(match: re.Match[str], text: str) -> Iterator[Span]:
    first = int(match["number"])
    if match["last"] and first < int(match["last"]):
        for number in range(first, int(match["last"]) + 1):
            yield _line(match.start(), match.end(), f"C{number}", "range of codes")
        return
    end = match.end("number")
    if first == 7 and (part := _PART.match(text, end)) is not None:
        try:
            code = codes.parse_code(f"C7 e-{part['part']}")
        except UnknownCode:
            pass
        else:
            yield _line(match.start(), part.end(), code.notation, "code with part")
            return
    yield _line(match.start(), end, f"C{first}", "code")


def _part_behind(text: str, end: int, names: Sequence[Name], starts: Sequence[int]) -> Name | None:
    """Return the part of C7 whose name stands behind the code: C7 Cybersanté, C7（电子卫生）."""
    for name in names[(first := bisect_left(starts, end)) : first + 1]:
        if "/action-lines/c7-" in name.label.iri and _PART_BEHIND.fullmatch(text, end, name.start):
            return name
    return None


def _line(start: int, end: int, notation: str, pattern: str) -> Span:
    return Span(start, end, "line", notation, codes.action_line_iri(notation), pattern=pattern)


def _notation(key: str) -> str:
    number, sign, part = key.partition("-")
    return number.upper() + sign + part


def _is_meant(name: Name, text: Folded, ends: Sequence[int]) -> bool:
    """Tell whether the name of a line means the line here."""
    lowered = text.text
    printed = lowered[name.start : name.end]
    is_han = printed[-1] >= "\u2e80"
    if "/c7-" in name.label.iri:
        return True
    if name.label.form == "label" and (
        len(printed) >= _LONG_HAN if is_han else printed.count(" ") >= _LONG_NAME
    ):
        return True
    window = max(0, name.start - 60)
    if _LINE_BEFORE.search(lowered, window, name.start) or _LINE_AFTER.match(lowered, name.end):
        return True
    if _CODE_BEFORE.search(lowered, window, name.start):
        return True
    return any(_BETWEEN_NAMES.fullmatch(lowered, end, name.start) for end in ends[-2:])


def goals(text: Folded, indicators: Mapping[str, str], *, of_plan: bool = False) -> Iterator[Span]:
    """Yield the goals, targets and indicators of a text.

    Args:
        text: of the passage.
        indicators: IRIs of the indicators by number, such as `9.c.1`.
        of_plan: whether it stands where targets are those of a strategic plan.
    """
    lowered = text.text
    for match in _PERMANENT.finditer(lowered) if "c0" in lowered or "c1" in lowered else ():
        code = match[0].upper()
        yield Span(*match.span(), "indicator", code, iris.sdg(code), pattern="permanent code")
    yield from _bare_indicators(lowered, indicators)
    reached = 0
    for match in _SAID.finditer(lowered):
        start = match.start()
        if start < reached:
            continue
        if start and _LATIN.match(lowered, start - 1) and _LATIN.match(lowered, start):
            continue
        said = _kind_of_word(match["word"])
        if match["g"] and said in ("target", "indicator"):
            continue
        if said == "target" and (
            (of_plan and "sdg" not in lowered) or is_of_plan(lowered, *match.span())
        ):
            continue
        if said == "goal":
            if _BEFORE.search(lowered, max(0, start - 24), start):
                continue
            if match["g"] and not _is_goal_word(text, start):
                continue
        for span in _listed(lowered, match, indicators):
            reached = max(reached, span.end)
            yield span


def has_lettered(text: str) -> bool:
    """Tell whether a folded text has a number that only an indicator has, such as 9.c.1."""
    return _LETTERED.search(text) is not None


def _bare_indicators(text: str, indicators: Mapping[str, str]) -> Iterator[Span]:
    """Yield indicators by their numbers alone.

    The word stands somewhere before them or soon behind, or that for their custodian anywhere; or
    several are listed, one of them with the letter of a target, as numbers of sections have none.
    """
    said = _INDICATORS.search(text)
    hyphened = said is not None and _ARABIC.match(said[0]) is not None
    found = [
        (match, number, indicators[number])
        for pattern in (_BARE_INDICATOR, *((_HYPHENED_INDICATOR,) if hyphened else ()))
        for match in pattern.finditer(text)
        if (number := match[0].translate(_LETTERS)) in indicators
        and not _PART_BEFORE.before(text, match.start())
    ]
    if not found:
        return
    lettered = any(number.split(".")[1].isalpha() for _, number, _ in found)
    listed = lettered and len({number for _, number, _ in found}) >= _FEWEST_BARE
    # Of nothing else with such numbers there are custodians.
    listed = listed or _CUSTODIANS.search(text) is not None
    for match, number, iri in found:
        if listed or (said is not None and said.end() <= match.start()) or _leads_to(match, text):
            start, end = match.span()
            yield Span(start, end, "indicator", number, iri, pattern="number")


def _leads_to(match: re.Match[str], text: str) -> bool:
    """Tell whether a number is in a list before the word: 4.4.1和9.c.1等指标."""
    place = match.end()
    while (following := _NEXT.match(text, place)) is not None:
        place = following.end()
    return _INDICATOR_BEHIND.match(text, place) is not None


def _kind_of_word(word: str) -> str:
    return next(name for name, pattern in _KINDS.items() if pattern.fullmatch(word))


def _is_goal_word(text: Folded, start: int) -> bool:
    """Tell whether “Goal 9” is one of the seventeen: capitals, or Chinese with its full word."""
    said = text.cased[start]
    if _LATIN.match(said.lower()):
        return said.isupper()
    return True


def _listed(text: str, match: re.Match[str], indicators: Mapping[str, str]) -> Iterator[Span]:
    start, place = match.start(), match.end()
    said = match["first"]
    while True:
        yield from number_span(start, place, said, indicators)
        if match["g"] and (last := _RANGE.match(text, place)) is not None:
            for number in range(int(said) + 1, int(last["last"]) + 1):
                yield from number_span(start, last.end(), str(number), indicators)
            place = last.end()
        following = _NEXT.match(text, place)
        if following is None or not _same_kind(said, following["code"]):
            return
        start, place, said = following.start("code"), following.end(), following["code"]


def _same_kind(one: str, other: str) -> bool:
    return one.count(".") == other.count(".")


def number_span(
    start: int, end: int, printed: str, indicators: Mapping[str, str]
) -> Iterator[Span]:
    """Yield the goal, target or indicator that has a number."""
    code = _code(printed)
    if code is None:
        return
    iri = code.iri or indicators.get(code.notation, "")
    yield Span(start, end, code.kind, code.notation, iri, known=bool(iri), pattern="number")


@cache
def code_pattern() -> re.Pattern[str]:
    """Return a pattern for the number of a goal, a target or an indicator."""
    return re.compile(rf"{_INDICATOR}|{_TARGET}|{_GOAL}")


@lru_cache(maxsize=4_000)
def _code(printed: str) -> Code | None:
    try:
        return codes.parse_code(printed.replace(" ", "").translate(_LETTERS))
    except UnknownCode:
        return None
