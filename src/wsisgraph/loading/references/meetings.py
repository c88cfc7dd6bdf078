"""Meetings and conferences: WTDC-17, Council 2016, the 39th meeting of a group, 第七十届会议.

Which bodies' meetings go by the year and which by a number is said in `meetings.toml`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from wsisgraph.loading.references import meeting_patterns as spelled
from wsisgraph.loading.references.fold import Folded, fold
from wsisgraph.loading.references.meeting_owners import Owners
from wsisgraph.loading.references.names import Name
from wsisgraph.loading.references.numerals import (
    HAN,
    han_number,
    ordinal,
    ordinals,
)
from wsisgraph.loading.references.resolutions import key_of
from wsisgraph.loading.references.spans import Span, hold, is_free
from wsisgraph.loading.references.words import group, table
from wsisgraph.terms import iris

# The longest list of numbers of meetings before a name.
_LONGEST_LIST = 160
# How far from its number the name of a body may stand.
_NEAR = 1_000
_EXPANDED = 40
# By how much a meeting named without the word for it comes behind the one before.
_NEXT_NUMBERS = 4
# How far behind “43e séance” what kind it is may stand.
_NEXT_WORD = 12
# How far behind “at its session” the one whose it is may stand.
_SOON = 60
_NUMBERED = "numbered meeting"
_EXECUTIVE = frozenset(
    ("of", "executif", "ejecutivo", "ejecutiva", "تنفيذي", "التنفيذي", "تنفيذيه", "التنفيذيه")
)
_RULES = table("meetings")
_BARE = frozenset({"pp", "пк"})


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
        self._own: list[str] = []
        self._owners = Owners()

    def begin(self, symbol: str = "") -> None:
        """Forget the last text; the symbol of the next may tell whose meetings it is about."""
        self._counted, self._named, self._own = {}, {}, []
        self._owners.begin()
        for body, rule in _RULES.items():
            if "symbol" in rule and re.search(rule["symbol"], fold(symbol)):
                self._counted[body] = 1
                self._own.append(body)

    def remember(self, spans: Sequence[Span]) -> None:
        """Take note of whose numbered meetings a passage names."""
        self._owners.remember(spans)
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

    def state(self) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
        """Return what the passages before tell of the next one."""
        return self.most_counted(), self._owners.state()

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
        inserted = list(_inserted(text))
        found = [
            *self._codes(text),
            *inserted,
            *self._counted_codes(text, names),
            *self._dated(text, names),
        ]
        if alphabetic:
            found += _unlike(found, _of_it(text.text, names))
        found += self._of_series(text, names, found)
        around = list(_around(text, names))
        found += around
        if han or alphabetic:
            patterns = (
                *((spelled.CHINESE_NUMBERED,) if han else ()),
                *(
                    (spelled.DUAL, spelled.NUMBER_BEHIND)
                    if "اجتماع" in text.text or "دور" in text.text
                    else ()
                ),
                *((spelled.ALPHABETIC_NUMBERED,) if alphabetic else ()),
                *((spelled.IN_WORDS,) if alphabetic and ordinal else ()),
                *((spelled.NUMBERED_NO,) if alphabetic else ()),
                *(pattern for word, pattern in spelled.MET if word in text.text),
            )
            found += self._numbered(text, names, section, patterns, [*around, *inserted])
        return found

    def _of_series(
        self, text: Folded, names: Sequence[Name], found: Sequence[Span]
    ) -> Iterator[Span]:
        """Yield the editions of the series named last: the 2023 Forum, l'édition de 2025."""
        for word, pattern in spelled.FORUM_OF_YEAR:
            if word not in text.text:
                continue
            for match in pattern.finditer(text.text):
                start, end = match.span()
                if any(one.start < end and start < one.end for one in names) or any(
                    one.start < end and start < one.end for one in found
                ):
                    continue
                if body := self._owners.series(text, start, end, names):
                    yield from _of_years(body, match["year"], start, end)
        body = self._owners.congress(names)
        for pattern in spelled.CONGRESS_OF_NUMBER if body else ():
            for match in pattern.finditer(text.text):
                start, end = match.span()
                numbers = _printed_numbers(match)
                if _fits(body, numbers) and not any(
                    one.start < end and start < one.end for one in names
                ):
                    yield from _of_numbers(body, numbers, start, end)

    def _counted_codes(self, text: Folded, names: Sequence[Name]) -> Iterator[Span]:
        """Yield meetings whose number stands behind an acronym: CSTD-23, CWG-WSIS-34."""
        for name in names:
            body = name.label.iri.rpartition("/")[2]
            if not _RULES.get(body, {}).get("code_with_number"):
                continue
            match = spelled.CODE_NUMBER.match(text.text, name.end)
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
            details = {"body": body, "year": (re.findall(spelled.YEAR, iri) or [year])[-1]}
            value = f"{_main_code(body)}-{digits}"
            yield Span(*match.span(), kind, value, iri, details, True, 1.0, "code of a conference")

    def _dated(self, text: Folded, names: Sequence[Name]) -> Iterator[Span]:
        """Yield meetings told by the year: Council 2016, 2010年全权代表大会, Busan 2014."""
        lowered = text.text
        years = [match.start() for match in spelled.A_YEAR.finditer(lowered)]
        if not years:
            return
        for name in names:
            if name.label.kind not in ("body", "programme", "event"):
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
            right = spelled.RIGHT.match(lowered, last)
            if right is not None and (
                right["session"]
                or _is_bare(right, lowered, last, body)
                or (alone and not spelled.IN.search(right["between"]))
            ):
                yield from _of_years(body, right["years"], name.start, right.end())
                continue
            place = spelled.RIGHT_PLACE.match(lowered, last) if alone else None
            if place is not None and spelled.TWO_YEARS.search(place[0]) is None:
                printed = place["years"] or place["year"]
                yield from _of_years(body, printed, name.start, place.end())
                continue
            last_one = spelled.RIGHT_BRACKETS.match(lowered, name.end)
            if last_one is not None and (
                last_one["session"]
                or spelled.SESSION_OF.search(lowered, max(0, name.start - _SOON), name.start)
            ):
                yield from _of_years(body, last_one["years"], name.start, last_one.end())
                continue
            days = spelled.RIGHT_DAYS.match(lowered, last) if alone else None
            if days is not None:
                yield from _of_years(body, days["year"] or days["han"], name.start, days.end())
                continue
            # Of one that is counted too, such as the Forum on governance, the number is asked for.
            held = _held_behind(lowered, last, name) if alone and "number" not in rule else ""
            if held and name.label.kind == "body":
                yield from _of_years(body, held, name.start, name.end)
                continue
            left = spelled.LEFT_SESSION.search(lowered, max(0, name.start - 60), name.start)
            if left is None:
                left = spelled.LEFT.search(lowered, max(0, name.start - 40), name.start)
                if left is not None and not alone and not re.search(spelled.SESSION, left[0]):
                    after = re.match(
                        r"(?:\([^()]{2,24}\))?\s*(?:例行|年度)?(?:会议|届会|例会)",
                        lowered[name.end :],
                    )
                    left = left if after is not None else None
                # The 2030 General Assembly resolution is one of that year, at any session.
                if left is not None and not alone and spelled.ADOPTED.match(lowered, name.end):
                    left = None
            if left is not None:
                # Of “2024年在新德里举行的…” the year and the place are named by themselves.
                first = name.start if left.groupdict().get("there") else left.start()
                yield from _of_years(body, left["years"], first, name.end)

    def _numbered(
        self,
        text: Folded,
        names: Sequence[Name],
        section: Sequence[str],
        patterns: Iterable[re.Pattern[str]],
        found: Iterable[Span],
    ) -> Iterator[Span]:
        lowered = text.text
        done = bytearray(len(lowered))
        places = [name.start for name in names]
        for span in found:
            hold(done, span.start, span.end)
        for pattern in patterns:
            for match in pattern.finditer(lowered):
                if not is_free(done, match.start(), match.end()):
                    continue
                groups = match.groupdict()
                both = groups.get("both")
                numbers = _both(both) if both else _printed_numbers(match)
                if not numbers or ("what" in groups and not groups["what"]):
                    continue
                if spelled.PLENARY.search(lowered, match.start(), match.end() + _NEXT_WORD):
                    continue
                if _is_of_unknown(text, match.end(), names) and not self._owners.knows(
                    text.text, match.end()
                ):
                    continue
                near = names[
                    bisect_left(places, match.start() - _NEAR) : bisect_right(
                        places, match.end() + _NEAR
                    )
                ]
                body, start, end, sure = self._whose(text, match, near, section, numbers)
                if not body:
                    continue
                hold(done, match.start(), match.end())
                found_here = [(number, start, end) for number in numbers]
                found_here += _elided(lowered, match.end(), numbers[-1])
                for number, start, end in found_here:
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
        numbers: Sequence[int],
    ) -> tuple[str, int, int, float]:
        """Return whose meeting a number is, the place of both, and how sure that is."""
        by_session = spelled.COUNTED_AS_SESSION.search(match[0]) is not None
        meeting = [name for name in names if _has_numbers(key_of(name.label.iri))]
        for name in meeting:
            if name.start >= match.end() and spelled.OF.fullmatch(
                text.text, match.end(), name.start
            ):
                return key_of(name.label.iri), match.start(), name.end, 0.98
        before = [name for name in meeting if name.end <= match.start()]
        if before:
            last = before[-1]
            between = text.text[last.end : match.start()]
            if re.fullmatch(r"[\s()'\"的,]{0,3}|[ ]?\([^()]{2,30}\)[ ]?", between):
                return key_of(last.label.iri), last.start, match.end(), 0.97
        told = _by_symbol(text.text)
        meant = self._owners.of(text, match, names, [body for body in told if _fits(body, numbers)])
        if meant and _fits(meant, numbers):
            return meant, match.start(), match.end(), 0.8
        if spelled.UNKNOWN_BEFORE.search(text.text, max(0, match.start() - 1), match.start()):
            return "", 0, 0, 0.0
        # An agency is too often named beside the sessions of others.
        meeting = [
            name
            for name in meeting
            if not _rule(name).get("direct", False) and _fits(key_of(name.label.iri), numbers)
        ]
        counted = [name for name in meeting if _by_session(name) == by_session]
        if not counted and spelled.OWNED.search(text.text, *_ahead(match)):
            # “En su 42ª reunión, la Conferencia General”: its session, by whatever word.
            counted = [name for name in meeting if _is_of_sentence(text.text, match, name)]
        meeting = counted
        before = [name for name in meeting if name.end <= match.start()]
        if before:
            last = before[-1]
            between = text.text[last.end : match.start()]
            if spelled.APART.search(between):
                # Of the body named before, but told of by itself: “…第5次会议于…召开，第6次会议”.
                return key_of(last.label.iri), match.start(), match.end(), 0.9
            if spelled.ACRONYM.fullmatch(text.cased, last.end, match.start()):
                return "", 0, 0, 0.0
            if len(between) < 30 and not spelled.CLAUSE_END.search(between):
                return key_of(last.label.iri), last.start, match.end(), 0.95
            return key_of(last.label.iri), match.start(), match.end(), 0.8
        after = [name for name in meeting if name.start >= match.end()]
        if len({name.label.iri for name in after}) == 1:
            return key_of(after[0].label.iri), match.start(), match.end(), 0.75
        for body in (*told, *section, *self._own, *self.most_counted()):
            by_kind = _RULES.get(body, {}).get("session", False) == by_session
            if _has_numbers(body) and by_kind and _fits(body, numbers):
                return body, match.start(), match.end(), 0.7
        return "", 0, 0, 0.0


def _by_symbol(text: str) -> list[str]:
    """Return the bodies of whose documents a passage has symbols."""
    return [
        body
        for body, rule in _RULES.items()
        if "symbol" in rule and re.search(rule["symbol"], text)
    ]


def _fits(body: str, numbers: Iterable[int]) -> bool:
    """Tell whether meetings of a body have such numbers."""
    first, last = _RULES.get(body, {}).get("numbers", (0, 1_000))
    return all(first <= number <= last for number in numbers)


def _presided(name: Name) -> Name:
    """Return the name of the body for that of its president, whose session is meant."""
    rule = _RULES.get(key_of(name.label.iri), {})
    if "presides" not in rule:
        return name
    return name._replace(label=name.label._replace(iri=iris.individual("body", rule["presides"])))


def _inserted(text: Folded) -> Iterator[Span]:
    """Yield meetings whose year or number stands within the name: Forum 2023 du SMSI."""
    for word, pattern, body in _with_year_inside():
        if word not in text.text:
            continue
        for match in pattern.finditer(text.text):
            yield from _of_years(body, match["year"], *match.span())
    for word, pattern, body in _with_number_inside():
        if word not in text.text:
            continue
        for match in pattern.finditer(text.text):
            yield from _of_numbers(body, _printed_numbers(match), *match.span())


def _pieces(field: str, form: str) -> Iterator[tuple[str, re.Pattern[str], str]]:
    for body, rule in _RULES.items():
        for piece in rule.get("inserted", ()):
            if field in piece:
                pattern = re.compile(spelled.whole(piece.replace(field, form)))
                yield spelled.literal(piece), pattern, body


@cache
def _with_year_inside() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    return tuple(_pieces("{year}", rf"(?P<year>{spelled.YEAR})"))


@cache
def _with_number_inside() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    return tuple(_pieces("{number}", spelled.ONE_NUMBER))


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


def _around(printed: Folded, names: Sequence[Name]) -> Iterator[Span]:
    """Yield meetings whose number and word stand around the name: the 39th CWG-WSIS meeting.

    Of a conference that is counted itself no word is needed: the 27th Universal Postal Congress.
    """
    text = printed.text
    for name in names:
        rule = _rule(name)
        if "number" not in rule or spelled.LONGER_NAME.match(printed.cased, name.end):
            continue
        # 第七十届联合国大会 is a session without a word for it.
        counted = bool(rule.get("counted", False))
        alone = (rule.get("session", False) or counted) and text.endswith("届", 0, name.start)
        if not (alone or counted) and spelled.WORD_BEHIND.match(text, name.end) is None:
            continue
        found = (
            _numbered_at(text, name)
            if counted and not alone
            else spelled.NUMBER_BEFORE.search(text, *_before(name))
        )
        if found is not None:
            start, end = min(found.start(), name.start), max(found.end(), name.end)
            yield from _of_numbers(key_of(name.label.iri), _printed_numbers(found), start, end)


def _numbered_at(text: str, name: Name) -> re.Match[str] | None:
    """Return the ordinal that stands directly before a name, in Arabic behind it."""
    if text.endswith("届", 0, name.start):
        return spelled.NUMBER_BEFORE.search(text, *_before(name))
    found = spelled.ORDINAL_BEFORE.search(text, *_before(name))
    return found or spelled.ORDINAL_BEHIND.match(text, name.end)


def _before(name: Name) -> tuple[int, int]:
    return max(0, name.start - _LONGEST_LIST), name.start


def _of_numbers(body: str, numbers: Iterable[int], start: int, end: int) -> Iterator[Span]:
    for number in numbers:
        iri = meeting_iri(body, number=number)
        details = {"body": body, "number": str(number)}
        yield Span(start, end, "meeting", f"{body} {number}", iri, details, True, 0.97, _NUMBERED)


def _printed_numbers(match: re.Match[str]) -> list[int]:
    """Return the numbers of a match, of the groups for digits, for Chinese ones and for words."""
    groups = match.groupdict()
    printed = groups.get("numbers") or groups.get("han") or ""
    return _numbers(printed, groups.get("ordinal") or "")


def _elided(text: str, place: int, number: int) -> Iterator[tuple[int, int, int]]:
    """Yield the next numbers where the word is left out: “… and the thirty-fifth on 3 May”.

    Each comes with its place.
    """
    match = spelled.ELIDED.match(text, place)
    while match is not None:
        found = _numbers(match["number"] or "", match["ordinal"] or "")
        if len(found) != 1 or not 0 < found[0] - number < _NEXT_NUMBERS:
            return
        number = found[0]
        yield number, match.start("said"), match.end("said")
        match = spelled.ELIDED.match(text, match.end())


def _rule(name: Name) -> dict[str, Any]:
    rule: dict[str, Any] = _RULES.get(key_of(name.label.iri), {})
    return rule


def are_counted(names: Iterable[Name]) -> bool:
    """Tell whether any name is that of a conference that an ordinal makes a meeting."""
    return any(_rule(name).get("counted", False) for name in names)


def _by_session(name: Name) -> bool:
    return bool(_rule(name).get("session", False))


def _ahead(match: re.Match[str]) -> tuple[int, int]:
    return max(0, match.start() - _NEXT_WORD), match.start()


def _is_of_sentence(text: str, match: re.Match[str], name: Name) -> bool:
    """Tell whether no sentence ends between a meeting and a name."""
    first, last = sorted((match.span(), (name.start, name.end)))
    return spelled.CLAUSE_END.search(text, first[1], last[0]) is None


def _unlike(found: Iterable[Span], more: Iterator[Span]) -> list[Span]:
    """Return of more spans those that overlap none that was found."""
    places = sorted((span.start, span.end) for span in found)
    kept: list[Span] = []
    for span in more:
        last = bisect_left(places, (span.end, 0)) - 1
        if last < 0 or places[last][1] <= span.start:
            kept.append(span)
    return kept


def _of_it(text: str, names: Sequence[Name]) -> Iterator[Span]:
    """Yield meetings of a body named before: “…; its 2019 session will …”; else soon behind."""
    matches = list(spelled.ITS.finditer(text))
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
            if spelled.CLAUSE_END.search(text, end, name.start):
                continue
        body = key_of(name.label.iri)
        yield from _of_years(body, next(filter(None, match.groups())), start, end)


def _held_behind(text: str, end: int, name: Name) -> str:
    """Return the year of the days on which a conference was held, told behind its name."""
    match = None
    if spelled.BEGINS.search(text, max(0, name.start - _NEXT_WORD), name.start):
        match = spelled.RIGHT_HELD.match(text, end) or spelled.RIGHT_HELD_CHINESE.match(text, end)
    if match is None and spelled.ARABIC_HELD.search(text, max(0, name.start - 24), name.start):
        match = spelled.RIGHT_HELD_ARABIC.match(text, end)
    return match["year"] if match is not None else ""


def _with_whose(text: str, name: Name, names: Sequence[Name]) -> int:
    """Return where a name ends, with that of the Union behind it: the Conference of the Union."""
    place = bisect_left(names, name.end, key=lambda other: other.start)
    if place == len(names) or key_of(names[place].label.iri) != "itu":
        return name.end
    direct = spelled.OF_UNION.fullmatch(text, name.end, names[place].start) is not None
    return names[place].end if direct else name.end


def _is_bare(right: re.Match[str], text: str, end: int, body: str) -> bool:
    """Tell whether the year stands behind the name: Council 2016, Conseil de 2025."""
    between = text[end : right.start("years")]
    if spelled.IN.search(between) and "codes" not in _RULES[body]:
        return False
    return between == " " or spelled.SAID_BETWEEN.search(between) is not None


def _kind_of(iri: str) -> str:
    return "event" if "/id/event/" in iri or "/id/edition/" in iri else "meeting"


def _of_years(body: str, printed: str, start: int, end: int) -> Iterator[Span]:
    years = re.findall(spelled.YEAR, printed)
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
    organ = spelled.OF_ORGAN.match(text.text, place)
    if organ is None or any(organ.start("name") <= name.start < organ.end() for name in names):
        return False
    # “The Commission” alone is the one of which the text speaks.
    is_kind = bool(organ["kind"]) and text.cased[organ.start("kind")].isupper()
    behind = organ["behind"] or ""
    if behind and behind.split()[0] not in _EXECUTIVE:
        # Comité Plenario; what is not written as a name is the verb.
        printed = text.cased[organ.start("behind") :].lstrip()
        return is_kind or printed[:1].isupper()
    return is_kind or bool(behind)


def _numbers(printed: str, words: str) -> list[int]:
    if words:
        return ordinals(words)
    if re.match(HAN, printed):
        parts = [han_number(part) for part in re.findall(HAN, printed)]
        return [part for part in parts if part]
    found = [int(number) for number in re.findall(r"\d+", printed)]
    if len(found) == 2 and re.search(
        r"\d\D{0,3}\s*(?:-|至|to|a|au|al|по)\s*(?:its |the |la |le |su |sa )?\d", printed
    ):
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
        rf"(?<![a-z\u0400-\u052f\d_/-])(?P<code>{codes}(?=-)|{bare}(?=\d))-?(?P<year>(?:20)?\d\d)(?![\d/-])"
    )
