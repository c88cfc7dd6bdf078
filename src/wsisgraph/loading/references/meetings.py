"""Meetings and conferences: WTDC-17, Council 2016, the 39th meeting of a group, 第七十届会议.

Which bodies' meetings go by the year and which by a number is said in `meetings.toml`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from wsisgraph.loading.references.conferences import places_pattern
from wsisgraph.loading.references.fold import Folded, fold
from wsisgraph.loading.references.names import Name
from wsisgraph.loading.references.numerals import (
    HAN,
    han_number,
    ordinal,
    ordinal_pattern,
    ordinals,
)
from wsisgraph.loading.references.resolutions import key_of
from wsisgraph.loading.references.spans import Span, hold, is_free
from wsisgraph.loading.references.words import any_of, bounded, group, table
from wsisgraph.terms import iris

_YEAR = r"(?:19|20)\d\d"
_YEARS = rf"{_YEAR}(?:年)?(?:\s*(?:-|至|,|、|和|and|et|y|и|و|to)\s*{_YEAR}(?!\d)){{0,30}}"
_ENDING = r"(?:st|nd|rd|th|eme|e|er|re|a|o|[.]?[ªº°a](?![a-z])|-?(?:я|и|е|го|м|и|ом|еи|ая|ое|ые|х))"
_NUMBERS = (
    rf"(?<![\d.,/-])\d{{1,3}}{_ENDING}?"
    rf"(?:\s*(?:,|-|、|至|和|及|与|and|et|y|и|و|to|a|au|al|по)\s*第?\d{{1,3}}{_ENDING}?){{0,40}}"
)
_HAN_NUMBERS = (
    r"\d{1,3}(?:\s*[次届]?\s*(?:,|-|、|至|和|及|与|以及)\s*第?\s*\d{1,3}){0,60}|"
    rf"{HAN}(?:[次届]?(?:、|和|至|及|与)第?{HAN}){{0,60}}"
)
_CHINESE_NUMBERED = re.compile(
    rf"第\s*(?P<numbers>{_HAN_NUMBERS})\s*(?P<count>次|届)(?P<what>(?:例行|特别|全体|年度|普通|定期|常规)?(?:会议|大会|例会|常会|届会))?"
)
_ALPHABETIC_NUMBERED = re.compile(
    bounded(rf"(?P<numbers>{_NUMBERS})\s+{any_of('meeting', without='zh')}")
)
_IN_WORDS = re.compile(
    bounded(
        rf"(?P<ordinal>(?:{ordinal_pattern()},? {any_of('and', without='zh')} "
        rf"(?:(?:the|l[ae]s?) )?)?{ordinal_pattern()})\s+{any_of('meeting', without='zh')}"
    )
)
# An Arabic word that is counted: استقطب الاجتماع 213 مشاركاً.
_COUNTED = r"\s[\u0621-\u064a]{3,}ا(?![\u0621-\u064a])"
# Arabic has the number behind the word, as the others may: session 70, الدورة السبعون.
_NUMBER_BEHIND = re.compile(
    rf"(?:ال|لل)?(?:اجتماع|دوره|اجتماعها|اجتماعه|دورته|دورتها|دورتي)(?:ات|ين)?\s+"
    rf"(?:(?P<numbers>{_NUMBERS})(?![\d/]|{_COUNTED})|(?P<ordinal>{ordinal_pattern()}))"
)
# Two of them, one after the other: الاجتماعان الرابع والأربعون والخامس والأربعون.
_DUAL = re.compile(
    r"(?<![\u0621-\u064a])[وف]?(?:ال|لل|بال)?(?:اجتماع|دورت)(?:ان|ين)"
    r"(?P<both>(?:\s+و?ال[\u0621-\u064a]+){2,4})"
)
# las reuniones 36ª, 37ª y 38ª
_NUMBERS_BEHIND = rf"\d{{1,3}}{_ENDING}(?:\s*(?:,|y|et|и)\s*\d{{1,3}}{_ENDING}){{1,40}}(?![\d/])"
_NUMBERED_NO = re.compile(
    bounded(
        rf"{any_of('session', without='zh')}\s+(?:no\.?\s*)?"
        rf"(?P<numbers>{_NUMBERS_BEHIND}|\d{{1,3}}(?![\d/.,]|{_COUNTED}))"
    )
)
_A_YEAR = re.compile(_YEAR)
_CODE_NUMBER = re.compile(r"-(?P<number>\d{2})(?![\d/.-])")
# The longest list of numbers of meetings before a name.
_LONGEST_LIST = 160
# How far from its number the name of a body may stand.
_NEAR = 1_000
_EXPANDED = 40
# How far behind “43e séance” what kind it is may stand.
_NEXT_WORD = 12
# How far behind “at its session” the one whose it is may stand.
_SOON = 60
_NUMBERED = "numbered meeting"
_RULES = table("meetings")
_BARE = frozenset({"pp", "пк"})
_SESSION = any_of("session")
_ABBREVIATION = r"(?:\s*\((?P<short>[^()\d]{2,24})\))?"
_RIGHT = re.compile(
    rf"{_ABBREVIATION}[\s,第-]*"
    rf"(?P<between>(?:(?:{any_of('at_its')}|{any_of('year')}|г|{_SESSION})[\s,]+){{0,3}}(?:[在于]其?)?)"
    rf"(?P<years>{_YEARS})(?!\d|[/-]\d)(?:年)?\s*(?P<session>{_SESSION}|届?(?:例行)?会议|届?大会|年会)?"
)
_RIGHT_PLACE = re.compile(
    rf"{_ABBREVIATION}\s*(?:\((?:[^()\d]{{0,30}}?)(?P<years>{_YEAR})(?!\d)[^()\d]{{0,24}}\)|"
    rf"(?:\s*(?:in|a|en|в|г\.)\s*)?,?\s*(?:{places_pattern()}),?\s+(?P<year>{_YEAR})(?!\d))"
)
# Days within brackets stay what they are: (Bucharest, 26 September – 14 October 2022).
_RIGHT_DAYS = re.compile(
    rf"{_ABBREVIATION}(?=\s*\((?:[^()\d]{{0,40}}\d{{1,2}}(?!\d)[^()]{{3,50}}?(?P<year>{_YEAR})(?!\d)[^()\d]{{0,12}}|"
    rf"[^()\d]{{0,20}}(?P<han>{_YEAR})年\d{{1,2}}月[^()]{{1,30}})\))"
)
_SAID_BETWEEN = re.compile(
    rf"{_SESSION}|\A (?:de|of|en|in|pour|para|на|لعام|في عام|عام) \Z|\A г\.? \Z"
)
# “WSIS Prizes in 2012” are the prizes, and a year.
_IN = re.compile(r"(?<![a-z])(?:in|en|в|في)(?: (?:عام|سنه))?\s\Z|[在于]\Z")
_TWO_YEARS = re.compile(r"\([^()]*(?:19|20)\d\d[^()]*(?:19|20)\d\d[^()]*\)")
_LEFT = re.compile(
    rf"(?<!\d)(?P<years>{_YEARS})(?:年度?|\s*г\.|\s*года)?(?:[上本这该]一?届|(?:举行|召开|举办)的)?\s*"
    rf"(?:{_SESSION}\s*,\s*|(?:的|{_SESSION})?\s*)(?:{any_of('of')})?"
    rf"\s*(?:the |la |le |el |l'|ال|ل|لل)?\s*(?:\w+ )?\Z"
)
_LEFT_SESSION = re.compile(
    rf"(?P<session>{_SESSION})\s+(?:{any_of('year')}\s+)?(?P<years>{_YEARS})(?:\s*(?:года|г\.))?\s*"
    rf"(?:,|{any_of('of')})?\s*(?:the |la |le |el |l')?\Z"
)
# Before 第5次会议 stands a name that is not known: 专门小组第5次会议.
_UNKNOWN_BEFORE = re.compile(r"[组会委部坛局院盟]\Z")
_COUNTED_AS_SESSION = re.compile(r"届|session|sesion|сесси|دور")
_APART = re.compile(r"\d|[,;、]")
_CLAUSE_END = re.compile(r"[.;。；:：](?=\s|\Z|[^\d])")
_OF = re.compile(
    rf"[\s,]*(?:\([^()]{{2,40}}\)\s*)?(?:{any_of('of')})?\s*"
    r"(?:the |la |le |el |l'|ال|ل|لل)?(?:\w+ )?"
)


_OF_UNION = re.compile(rf"\s*(?:{any_of('of')})?\s*(?:the |la |le |el |l'|ال|ل|لل)?", re.IGNORECASE)
_ADOPTED = re.compile(rf"\s{any_of('resolution', 'decision', without='zh')}")
_OF_ORGAN = re.compile(
    rf"(?:{any_of('of', without='zh')}|\s)+(?:the |la |le |el |l')?"
    rf"(?P<name>(?P<kind>[^\W\d_]+ )?{any_of('organ', without='zh')}"
    r"(?P<behind> (?:executif|ejecutiv[oa]|(?:ال)?تنفيذي))?)(?![^\W\d_])"
)
_PLENARY = re.compile(rf"{any_of('plenary')}")
_ELIDED = re.compile(
    rf"[^.;。；]{{0,90}}?(?:,|\s)(?:and|et|y|и|а|و)\s(?:the |la |its |sa |su |el )?"
    rf"(?:(?P<number>\d{{1,3}}){_ENDING}|(?P<ordinal>{ordinal_pattern()}))(?=[\s,])"
    rf"(?!\s+{any_of('meeting', without='zh')})"
)


_ITS = re.compile(
    rf"(?<![^\W\d_])(?:its (?P<years>{_YEAR}) (?:ordinary )?{_SESSION}|"
    rf"(?:sa|su|своеи|своеи очереднои|دورته|دورتها) (?:{_SESSION} )?"
    rf"(?:{any_of('year')} )?(?P<year>{_YEAR}))(?!\d)"
)


_NUMBER_BEFORE = re.compile(
    rf"(?:第\s*(?P<han>{_HAN_NUMBERS})\s*[次届]|(?P<numbers>{_NUMBERS})\s|"
    rf"(?<![^\W\d_])(?P<ordinal>{ordinal_pattern()})\s)\Z"
)
_WORD_BEHIND = re.compile(rf"\s*(?:会议|{any_of('meeting', without='zh')}(?![a-z]))")


class Meetings:
    """Finds meetings; remembers over a text which bodies' numbered meetings it is about."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """Take what the graph knows.

        Args:
            names: IRIs of known meetings, by folded code such as `wtdc-21`.
        """
        self._known = names
        self._counted: dict[str, int] = {}
        self._named: dict[str, int] = {}

    def begin(self, symbol: str = "") -> None:
        """Forget the last text; the symbol of the next may tell whose meetings it is about."""
        self._counted, self._named = {}, {}
        for body, rule in _RULES.items():
            if "symbol" in rule and re.search(rule["symbol"], fold(symbol)):
                self._counted[body] = 1

    def remember(self, spans: Sequence[Span]) -> None:
        """Take note of whose numbered meetings a passage names."""
        for span in spans:
            if span.pattern == _NUMBERED:
                body = span.details["body"]
                self._counted[body] = self._counted.get(body, 0) + 1
            elif span.kind == "body" and "symbol" in _RULES.get(body := key_of(span.iri), {}):
                self._named[body] = self._named.get(body, 0) + 1

    def most_counted(self) -> tuple[str, ...]:
        """Return the bodies whose numbered meetings the text names, the most frequent first.

        Behind them stand those that it names without a meeting.
        """
        met = sorted(self._counted, key=lambda key: -self._counted[key])
        named = sorted(self._named, key=lambda key: -self._named[key])
        return tuple(dict.fromkeys((*met, *named)))

    def find(
        self,
        text: Folded,
        names: Sequence[Name],
        section: Sequence[str] = (),
        *,
        han: bool = True,
        alphabetic: bool = True,
        ordinal: bool = True,
    ) -> list[Span]:
        """Return the meetings of a passage.

        Args:
            text: of the passage.
            names: the things that it names.
            section: keys of the bodies that the headings above it name, the nearest first.
            han: whether it has the Chinese words for the number of a meeting.
            alphabetic: whether it has the words of other languages.
            ordinal: whether it has any ordinal in words.
        """
        names = [_presided(name) for name in names]
        found = [
            *self._codes(text),
            *_inserted(text),
            *self._counted_codes(text, names),
            *self._dated(text, names),
        ]
        if alphabetic:
            found += _unlike(found, _of_it(text.text, names))
        if han or alphabetic:
            patterns = (
                *((_CHINESE_NUMBERED,) if han else ()),
                *((_DUAL, _NUMBER_BEHIND) if "اجتماع" in text.text or "دور" in text.text else ()),
                *((_ALPHABETIC_NUMBERED,) if alphabetic else ()),
                *((_IN_WORDS,) if alphabetic and ordinal else ()),
                *((_NUMBERED_NO,) if alphabetic else ()),
            )
            found += self._numbered(text, names, section, patterns)
        return found

    def _counted_codes(self, text: Folded, names: Sequence[Name]) -> Iterator[Span]:
        """Yield meetings whose number stands behind an acronym: CSTD-23, CWG-WSIS-34."""
        for name in names:
            body = name.label.iri.rpartition("/")[2]
            if not _RULES.get(body, {}).get("code_with_number"):
                continue
            match = _CODE_NUMBER.match(text.text, name.end)
            if match is not None and text.cased[name.start].isupper():
                iri = meeting_iri(body, number=int(match["number"]))
                details = {"body": body, "number": match["number"]}
                value = f"{body} {match['number']}"
                yield Span(
                    name.start, match.end(), "meeting", value, iri, details, True, 0.9, _NUMBERED
                )

    def _codes(self, text: Folded) -> Iterator[Span]:
        for match in _code_pattern().finditer(text.text):
            code, digits = match["code"], match["year"]
            body, printed = _by_code()[code]
            if text.cased[match.start("code") : match.end("code")] != printed:
                continue
            digits = digits[-2:]
            year = ("19" if int(digits) > 60 else "20") + digits
            iri = self._known.get(f"{code}-{digits}", "") or meeting_iri(body, year=year)
            kind = _kind_of(iri)
            details = {"body": body, "year": (re.findall(_YEAR, iri) or [year])[-1]}
            value = f"{_main_code(body)}-{digits}"
            yield Span(*match.span(), kind, value, iri, details, True, 1.0, "code of a conference")

    def _dated(self, text: Folded, names: Sequence[Name]) -> Iterator[Span]:
        """Yield meetings told by the year: Council 2016, 2010年全权代表大会, Busan 2014."""
        lowered = text.text
        years = [match.start() for match in _A_YEAR.finditer(lowered)]
        if not years:
            return
        for name in names:
            if name.label.kind not in ("body", "programme"):
                continue
            nearest = bisect_right(years, name.start - 70)
            if nearest == len(years) or years[nearest] >= name.end + 80:
                continue
            body = name.label.iri.rpartition("/")[2]
            rule = _RULES.get(body)
            if rule is None or "year" not in rule:
                continue
            alone = rule.get("alone", False)
            last = _with_whose(lowered, name, names) if alone else name.end
            right = _RIGHT.match(lowered, last)
            if right is not None and (
                right["session"]
                or _is_bare(right, lowered, last, body)
                or (alone and not _IN.search(right["between"]))
            ):
                yield from _of_years(body, right["years"], name.start, right.end())
                continue
            place = _RIGHT_PLACE.match(lowered, last) if alone else None
            if place is not None and _TWO_YEARS.search(place[0]) is None:
                printed = place["years"] or place["year"]
                yield from _of_years(body, printed, name.start, place.end())
                continue
            days = _RIGHT_DAYS.match(lowered, last) if alone else None
            if days is not None:
                yield from _of_years(body, days["year"] or days["han"], name.start, days.end())
                continue
            left = _LEFT_SESSION.search(lowered, max(0, name.start - 60), name.start)
            if left is None:
                left = _LEFT.search(lowered, max(0, name.start - 40), name.start)
                if left is not None and not alone and not re.search(_SESSION, left[0]):
                    after = re.match(
                        r"(?:\([^()]{2,24}\))?\s*(?:例行|年度)?(?:会议|届会|例会)",
                        lowered[name.end :],
                    )
                    left = left if after is not None else None
                # The 2030 General Assembly resolution is one of that year, at any session.
                if left is not None and not alone and _ADOPTED.match(lowered, name.end):
                    left = None
            if left is not None:
                yield from _of_years(body, left["years"], left.start(), name.end)

    def _numbered(
        self,
        text: Folded,
        names: Sequence[Name],
        section: Sequence[str],
        patterns: Iterable[re.Pattern[str]],
    ) -> Iterator[Span]:
        lowered = text.text
        done = bytearray(len(lowered))
        places = [name.start for name in names]
        for span in _around(lowered, names):
            hold(done, span.start, span.end)
            yield span
        for pattern in patterns:
            for match in pattern.finditer(lowered):
                if not is_free(done, match.start(), match.end()):
                    continue
                groups = match.groupdict()
                both = groups.get("both")
                if both:
                    numbers = _both(both)
                else:
                    numbers = _numbers(groups.get("numbers") or "", groups.get("ordinal") or "")
                if not numbers or ("what" in groups and not groups["what"]):
                    continue
                # Plenary meetings are counted within a session or conference.
                if _PLENARY.search(lowered, match.start(), match.end() + _NEXT_WORD):
                    continue
                if _is_of_unknown(text, match.end(), names):
                    continue
                near = names[
                    bisect_left(places, match.start() - _NEAR) : bisect_right(
                        places, match.end() + _NEAR
                    )
                ]
                body, start, end, sure = self._whose(text, match, near, section)
                if not body:
                    continue
                hold(done, match.start(), match.end())
                numbers += _elided(lowered, match.end(), numbers[-1])
                for number in numbers:
                    iri = meeting_iri(body, number=number)
                    yield Span(
                        start,
                        end,
                        "meeting",
                        f"{body} {number}",
                        iri,
                        {"body": body, "number": str(number)},
                        True,
                        sure,
                        _NUMBERED,
                    )

    def _whose(
        self,
        text: Folded,
        match: re.Match[str],
        names: Sequence[Name],
        section: Sequence[str],
    ) -> tuple[str, int, int, float]:
        """Return whose meeting a number is, the place of both, and how sure that is."""
        by_session = _COUNTED_AS_SESSION.search(match[0]) is not None
        meeting = [name for name in names if _has_numbers(key_of(name.label.iri))]
        for name in meeting:
            if name.start >= match.end() and _OF.fullmatch(text.text, match.end(), name.start):
                return key_of(name.label.iri), match.start(), name.end, 0.98
        before = [name for name in meeting if name.end <= match.start()]
        if before:
            last = before[-1]
            between = text.text[last.end : match.start()]
            if re.fullmatch(r"[\s()'\"的,]{0,3}|[ ]?\([^()]{2,30}\)[ ]?", between):
                return key_of(last.label.iri), last.start, match.end(), 0.97
        if _UNKNOWN_BEFORE.search(text.text, max(0, match.start() - 1), match.start()):
            return "", 0, 0, 0.0
        before = [name for name in before if _by_session(name) == by_session]
        if before:
            last = before[-1]
            between = text.text[last.end : match.start()]
            if _APART.search(between):
                # Of the body named before, but told of by itself: “…第5次会议于…召开，第6次会议”.
                return key_of(last.label.iri), match.start(), match.end(), 0.9
            if len(between) < 30 and not _CLAUSE_END.search(between):
                return key_of(last.label.iri), last.start, match.end(), 0.95
            return key_of(last.label.iri), match.start(), match.end(), 0.8
        meeting = [name for name in meeting if _by_session(name) == by_session]
        after = [name for name in meeting if name.start >= match.end()]
        if len({name.label.iri for name in after}) == 1:
            return key_of(after[0].label.iri), match.start(), match.end(), 0.75
        told = [
            body
            for body, rule in _RULES.items()
            if "symbol" in rule and re.search(rule["symbol"], text.text)
        ]
        for body in (*told, *section, *self.most_counted()):
            if _has_numbers(body) and _RULES[body].get("session", False) == by_session:
                return body, match.start(), match.end(), 0.7
        return "", 0, 0, 0.0


def _presided(name: Name) -> Name:
    """Return the name of the body for that of its president, whose session is meant."""
    rule = _RULES.get(key_of(name.label.iri), {})
    if "presides" not in rule:
        return name
    return name._replace(label=name.label._replace(iri=iris.individual("body", rule["presides"])))


def _inserted(text: Folded) -> Iterator[Span]:
    """Yield meetings whose year stands within the name: Forum 2023 du SMSI."""
    for pattern, body in _with_year_inside():
        for match in pattern.finditer(text.text):
            yield from _of_years(body, match["year"], *match.span())


@cache
def _with_year_inside() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(bounded(piece.replace("{year}", rf"(?P<year>{_YEAR})"))), body)
        for body, rule in _RULES.items()
        for piece in rule.get("inserted", ())
    )


def meeting_iri(body: str, *, number: int = 0, year: str = "") -> str:
    """Return the IRI of a meeting of a body by its number or its year; empty if it has none so."""
    rule = _RULES.get(body, {})
    if year and "year" in rule:
        year = rule.get("held", {}).get(year, year)
        kind, _, key = str(rule["year"]).format(year=year).partition("/")
        return iris.individual(kind, key)
    if number and "number" in rule:
        kind, _, key = str(rule["number"]).format(number=number).partition("/")
        return iris.individual(kind, key)
    return ""


def _has_numbers(body: str) -> bool:
    return "number" in _RULES.get(body, {})


def _around(text: str, names: Sequence[Name]) -> Iterator[Span]:
    """Yield meetings whose number and word stand around the name: the 39th CWG-WSIS meeting."""
    for name in names:
        body = name.label.iri.rpartition("/")[2]
        if not _has_numbers(body):
            continue
        # 第七十届联合国大会 is a session without a word for it.
        is_session = _by_session(name) and text.endswith("届", 0, name.start)
        if not is_session and _WORD_BEHIND.match(text, name.end) is None:
            continue
        before = _NUMBER_BEFORE.search(text, max(0, name.start - _LONGEST_LIST), name.start)
        if before is None:
            continue
        end = name.end
        for number in _numbers(before["numbers"] or before["han"] or "", before["ordinal"] or ""):
            iri = meeting_iri(body, number=number)
            details = {"body": body, "number": str(number)}
            value = f"{body} {number}"
            yield Span(before.start(), end, "meeting", value, iri, details, True, 0.97, _NUMBERED)


def _elided(text: str, place: int, number: int) -> list[int]:
    """Return the next number where the word is left out: “… and the thirty-fifth on 3 May”."""
    match = _ELIDED.match(text, place)
    if match is None:
        return []
    found = _numbers(match["number"] or "", match["ordinal"] or "")
    return [one for one in found if 0 < one - number < 4]


def _by_session(name: Name) -> bool:
    return bool(_RULES[key_of(name.label.iri)].get("session", False))


def _unlike(found: Iterable[Span], more: Iterator[Span]) -> list[Span]:
    """Return of more spans those that overlap none of the same meeting."""
    places: dict[str, list[tuple[int, int]]] = {}
    for span in found:
        places.setdefault(span.iri, []).append((span.start, span.end))
    for some in places.values():
        some.sort()
    kept: list[Span] = []
    for span in more:
        some = places.get(span.iri, [])
        last = bisect_left(some, (span.end, 0)) - 1
        if last < 0 or some[last][1] <= span.start:
            kept.append(span)
    return kept


def _of_it(text: str, names: Sequence[Name]) -> Iterator[Span]:
    """Yield meetings of a body named before: “…; its 2019 session will …”; else soon behind."""
    matches = list(_ITS.finditer(text))
    if not matches:
        return
    meeting = [name for name in names if "year" in _RULES.get(key_of(name.label.iri), {})]
    starts, ends = [name.start for name in meeting], [name.end for name in meeting]
    for match in matches:
        start, end = match.span()
        place = bisect_right(ends, start)
        if place:
            name = meeting[place - 1]
        else:
            place = bisect_left(starts, end)
            if place == len(meeting) or starts[place] >= end + _SOON:
                continue
            name = meeting[place]
            if _CLAUSE_END.search(text, end, name.start):
                continue
        body = key_of(name.label.iri)
        yield from _of_years(body, match["years"] or match["year"], start, end)


def _with_whose(text: str, name: Name, names: Sequence[Name]) -> int:
    """Return where a name ends, with that of the Union behind it: the Conference of the Union."""
    for other in names:
        if other.start >= name.end:
            of_union = key_of(other.label.iri) == "itu"
            direct = of_union and _OF_UNION.fullmatch(text, name.end, other.start) is not None
            return other.end if direct else name.end
    return name.end


def _is_bare(right: re.Match[str], text: str, end: int, body: str) -> bool:
    """Tell whether the year stands behind the name: Council 2016, Conseil de 2025."""
    between = text[end : right.start("years")]
    if _IN.search(between) and "codes" not in _RULES[body]:
        return False
    return between == " " or _SAID_BETWEEN.search(between) is not None


def _kind_of(iri: str) -> str:
    return "event" if "/id/event/" in iri or "/id/edition/" in iri else "meeting"


def _of_years(body: str, printed: str, start: int, end: int) -> Iterator[Span]:
    years = re.findall(_YEAR, printed)
    if len(years) == 2 and re.search(r"\d\s*年?\s*(?:-|至)", printed):
        first, last = map(int, years)
        years = [str(year) for year in range(first, last + 1)] if 0 < last - first < 20 else []
    for year in years:
        iri = meeting_iri(body, year=year)
        kind = _kind_of(iri)
        details = {"body": body, "year": year}
        yield Span(
            start, end, kind, f"{body} {year}", iri, details, True, 0.95, "meeting of a year"
        )


def _is_of_unknown(text: Folded, place: int, names: Sequence[Name]) -> bool:
    """Tell whether a meeting is that of an organ without a name here: of its Executive Board."""
    organ = _OF_ORGAN.match(text.text, place)
    if organ is None or any(organ.start("name") <= name.start < organ.end() for name in names):
        return False
    # “The Commission” alone is the one of which the text speaks.
    is_kind = bool(organ["kind"]) and text.cased[organ.start("kind")].isupper()
    return is_kind or bool(organ["behind"])


def _numbers(printed: str, words: str) -> list[int]:
    if words:
        return ordinals(words)
    if re.match(HAN, printed):
        parts = [han_number(part) for part in re.findall(HAN, printed)]
        return [part for part in parts if part]
    found = [int(number) for number in re.findall(r"\d+", printed)]
    if len(found) == 2 and re.search(r"\d\D{0,3}\s*(?:-|至|to|a|au|al|по)\s*\d", printed):
        first, last = found
        return list(range(first, last + 1)) if 0 < last - first < _EXPANDED else []
    return [number for number in found if number]


def _both(printed: str) -> list[int]:
    """Return two numbers that follow one another, of ordinals in a row; nothing for others."""
    words = printed.split()
    for size in range(len(words), 1, -1):
        for cut in range(1, size):
            first, second = ordinal(" ".join(words[:cut])), ordinal(" ".join(words[cut:size]))
            if first and second == first + 1:
                return [first, second]
    return []


@cache
def _by_code() -> dict[str, tuple[str, str]]:
    return {
        fold(code): (body, code) for body, rule in _RULES.items() for code in rule.get("codes", ())
    }


def _main_code(body: str) -> str:
    return str(_RULES[body]["codes"][0])


@cache
def _code_pattern() -> re.Pattern[str]:
    # Longer codes have no hyphen as well: PP18, WTDC17.
    together = [code for code, (_, printed) in _by_code().items() if printed.isupper()]
    bare = group(re.escape(code) for code in together if code in _BARE or len(code) > 2)
    codes = group(map(re.escape, _by_code()))
    return re.compile(
        rf"(?<![\w/-])(?P<code>{codes}(?=-)|{bare}(?=\d))-?(?P<year>(?:20)?\d\d)(?![\d/-])"
    )
