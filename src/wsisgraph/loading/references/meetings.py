"""Meetings and conferences: WTDC-17, Council 2016, the 39th meeting of a group, 第七十届会议.

Which bodies' meetings go by the year and which by a number is said in `meetings.toml`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cache

from wsisgraph.loading.references import meeting_patterns as spelled
from wsisgraph.loading.references.fold import Folded, fold
from wsisgraph.loading.references.meeting_genders import agreeing, is_of_another
from wsisgraph.loading.references.meeting_numbers import (
    ahead_of,
    elided,
    in_words,
    numbered_at,
    printed_numbers,
    two_in_a_row,
)
from wsisgraph.loading.references.meeting_ordinals import alone
from wsisgraph.loading.references.meeting_owners import Owners
from wsisgraph.loading.references.meeting_places import held_there
from wsisgraph.loading.references.meeting_rules import (
    NUMBERED,
    RULES,
    by_code,
    by_symbol,
    code_pattern,
    fits,
    goes_by_session,
    has_numbers,
    kind_of,
    main_code,
    meeting_iri,
    of_numbers,
    of_years,
    rule_of,
    year_of_number,
)
from wsisgraph.loading.references.meeting_years import dated, of_it
from wsisgraph.loading.references.names import Name
from wsisgraph.loading.references.resolutions import key_of
from wsisgraph.loading.references.spans import Span, hold, is_free
from wsisgraph.terms import iris

# How far from its number the name of a body may stand.
_NEAR = 1_000
# How far behind “43e séance” what kind it is may stand.
_NEXT_WORD = 12
_YEAR = re.compile(spelled.YEAR)
# Between a name and the number of a meeting that are one.
_BESIDE = re.compile(r"[\s()'\"的,]{0,3}|[ ]?\([^()]{2,30}\)[ ]?")
_EXECUTIVE = frozenset(
    ("of", "executif", "ejecutivo", "ejecutiva", "تنفيذي", "التنفيذي", "تنفيذيه", "التنفيذيه")
)

_SEVERAL = frozenset(pattern for _, pattern in spelled.MET_SEVERAL)

State = tuple[tuple[str, ...], tuple[tuple[str, str], ...], tuple[tuple[str, int], ...]]
"""Whose meetings a text told of so far, the last body of each kind, and their last meetings."""


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
        self._last: dict[str, int] = {}
        self._owners = Owners()
        # What follows from these, until they change.
        self._most_counted: tuple[str, ...] | None = None
        self._state: State | None = None

    def begin(self, symbol: str = "") -> None:
        """Forget the last text; the symbol of the next may tell whose meetings it is about."""
        self._counted, self._named, self._own, self._last = {}, {}, [], {}
        self._most_counted, self._state = None, None
        self._owners.begin()
        for body, rule in RULES.items():
            if "symbol" in rule and re.search(rule["symbol"], fold(symbol)):
                self._counted[body] = 1
                self._own.append(body)

    def remember(self, spans: Sequence[Span]) -> None:
        """Take note of whose numbered meetings a passage names."""
        if self._owners.remember(spans):
            self._state = None
        for span in spans:
            if span.pattern == NUMBERED:
                body, counts = span.details["body"], self._counted
                if span.details["number"].isdigit():
                    self._last[body] = int(span.details["number"])
            elif span.kind == "body" and "symbol" in RULES.get(body := key_of(span.iri), {}):
                counts = self._named
            else:
                continue
            counts[body] = counts.get(body, 0) + 1
            self._most_counted, self._state = None, None

    def most_counted(self) -> tuple[str, ...]:
        """Return the bodies whose numbered meetings the text names, the most frequent first.

        Behind them stand those that it names without a meeting.
        """
        if self._most_counted is None:
            met = sorted(self._counted, key=lambda key: -self._counted[key])
            named = sorted(self._named, key=lambda key: -self._named[key])
            self._most_counted = tuple(dict.fromkeys((*met, *named)))
        return self._most_counted

    def state(self) -> State:
        """Return what the passages before tell of the next one."""
        if self._state is None:
            last = tuple(sorted(self._last.items()))
            self._state = self.most_counted(), self._owners.state(), last
        return self._state

    def find(
        self,
        text: Folded,
        names: Sequence[Name],
        section: Sequence[str] = (),
        *,
        kinds: Set[str],
    ) -> list[Span]:
        """Return the meetings of a passage.

        Args:
            text: of the passage.
            names: the things that it names.
            section: keys of the bodies that the headings above it name, the nearest first.
            kinds: of reference that its words allow, see `Triggers`.
        """
        han, alphabetic, ordinal = "次" in kinds, "meeting" in kinds, "ordinal" in kinds
        # Of most things that a passage names there is no rule for meetings.
        ruled = [name for name in names if rule_of(name)]
        if any("presides" in rule_of(name) for name in ruled):
            names = [_presided(name) if "presides" in rule_of(name) else name for name in names]
            ruled = [name for name in names if rule_of(name)]
        inserted = list(_inserted(text)) if "inserted" in kinds else []
        found = list(self._codes(text)) if text.has_number_behind_letter else []
        found += inserted
        if ruled:
            found += self._counted_codes(text, ruled)
        if text.years:
            found += dated(text, names, ruled)
            if ruled:
                found += held_there(text, ruled, found)
            if alphabetic:
                found += _unlike(found, of_it(text.text, names))
        if "series" in kinds:
            found += self._of_series(text, names, found)
        around = list(_around(text, ruled)) if ruled else []
        found += around
        if han or alphabetic:
            patterns = (
                *((spelled.CHINESE_NUMBERED,) if han else ()),
                *(
                    (spelled.DUAL, spelled.NUMBER_BEHIND)
                    if "اجتماع" in text.text or "دور" in text.text
                    else ()
                ),
                *((spelled.ALPHABETIC_NUMBERED,) if alphabetic and text.numbers else ()),
                *((spelled.IN_WORDS,) if alphabetic and ordinal else ()),
                *((spelled.NUMBERED_NO,) if alphabetic and text.numbers else ()),
                *(pattern for word, pattern in spelled.MET if word in text.text),
                *(pattern for word, pattern in spelled.MET_SEVERAL if word in text.text),
            )
            done = [*around, *inserted]
            found += self._numbered(
                text, names, section, patterns, done, may_be_of_organ="organ" in kinds
            )
        found += alone(text, found, self._last, in_words=ordinal)
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
                    yield from of_years(body, match["year"], start, end)
        body = self._owners.congress(names)
        for pattern in spelled.CONGRESS_OF_NUMBER if body else ():
            for match in pattern.finditer(text.text):
                start, end = match.span()
                numbers = printed_numbers(match)
                if fits(body, numbers) and not any(
                    one.start < end and start < one.end for one in names
                ):
                    yield from of_numbers(body, numbers, start, end)

    def _counted_codes(self, text: Folded, names: Sequence[Name]) -> Iterator[Span]:
        """Yield meetings whose number stands behind an acronym: CSTD-23, CWG-WSIS-34."""
        for name in names:
            if not rule_of(name).get("code_with_number"):
                continue
            body = key_of(name.label.iri)
            match = spelled.CODE_NUMBER.match(text.text, name.end)
            if match is not None and text.cased[name.start].isupper():
                iri = meeting_iri(body, number=int(match["number"]))
                details = {"body": body, "number": match["number"]}
                value = f"{body} {match['number']}"
                yield Span(
                    name.start, match.end(), "meeting", value, iri, details, True, 0.9, NUMBERED
                )

    def _codes(self, text: Folded) -> Iterator[Span]:
        for match in code_pattern().finditer(text.text):
            code, digits = match["code"], match["year"]
            body, printed = by_code()[code]
            if text.cased[match.start("code") : match.end("code")] != printed:
                continue
            digits = digits[-2:]
            year = ("19" if int(digits) > 60 else "20") + digits
            iri = self._known.get(f"{code}-{digits}", "") or meeting_iri(body, year=year)
            kind = kind_of(iri)
            details = {"body": body, "year": (_YEAR.findall(iri) or [year])[-1]}
            value = f"{main_code(body)}-{digits}"
            yield Span(*match.span(), kind, value, iri, details, True, 1.0, "code of a conference")

    def _numbered(
        self,
        text: Folded,
        names: Sequence[Name],
        section: Sequence[str],
        patterns: Iterable[re.Pattern[str]],
        found: Iterable[Span],
        *,
        may_be_of_organ: bool,
    ) -> Iterator[Span]:
        lowered = text.text
        done = bytearray(len(lowered))
        places = [name.start for name in names]
        for span in found:
            hold(done, span.start, span.end)
        for pattern in patterns:
            for match in _matches(pattern, text):
                if not is_free(done, match.start(), match.end()):
                    continue
                groups = match.groupdict()
                both = groups.get("both")
                numbers = two_in_a_row(both) if both else printed_numbers(match)
                if not numbers or ("what" in groups and not groups["what"]):
                    continue
                if spelled.PLENARY.search(lowered, match.start(), match.end() + _NEXT_WORD):
                    continue
                if (
                    may_be_of_organ
                    and _is_of_unknown(text, match.end(), names)
                    and not self._owners.knows(text.text, match.end())
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
                if pattern in _SEVERAL:
                    start, end = match.span(match.lastgroup or 0)
                found_here = [(number, start, end) for number in numbers]
                found_here += elided(lowered, match.end(), numbers[-1])
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
                        NUMBERED,
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
        word = spelled.WORD.search(match[0]) or match
        by_session = spelled.COUNTED_AS_SESSION.search(word[0]) is not None
        meeting = [name for name in names if has_numbers(key_of(name.label.iri))]
        meeting = [*agreeing(text.text, match[0], meeting)]
        for name in meeting:
            if name.start >= match.end() and spelled.OF.fullmatch(
                text.text, match.end(), name.start
            ):
                return key_of(name.label.iri), match.start(), name.end, 0.98
        before = [name for name in meeting if name.end <= match.start()]
        if before:
            last = before[-1]
            between = text.text[last.end : match.start()]
            if _BESIDE.fullmatch(between):
                return key_of(last.label.iri), last.start, match.end(), 0.97
        # What the symbols in the text tell, and that of the text itself.
        told = [*by_symbol(text.text), *self._own]
        meant = self._owners.of(text, match, names, [body for body in told if fits(body, numbers)])
        if meant and not fits(meant, numbers):
            # Of “the Commission”: one whose sessions have such numbers, and nobody else.
            kind = RULES[meant].get("kind")
            bodies = (*told, *self.most_counted())
            alike = (body for body in bodies if RULES.get(body, {}).get("kind") == kind)
            other = next((body for body in alike if fits(body, numbers)), "")
            return other, match.start(), match.end(), 0.7
        if meant:
            meant = self._of_year(meant, str(numbers[0]), text)
            return meant, match.start(), match.end(), 0.8
        if spelled.UNKNOWN_BEFORE.search(text.text, max(0, match.start() - 1), match.start()):
            return "", 0, 0, 0.0
        # An agency is too often named beside the sessions of others.
        meeting = [
            name
            for name in meeting
            if not rule_of(name).get("direct", False) and fits(key_of(name.label.iri), numbers)
        ]
        counted = [name for name in meeting if goes_by_session(name) == by_session]
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
        for body in (*told, *section, *self.most_counted()):
            by_kind = RULES.get(body, {}).get("session", False) == by_session
            if has_numbers(body) and by_kind and fits(body, numbers):
                return body, match.start(), match.end(), 0.7
        return "", 0, 0, 0.0

    def _of_year(self, meant: str, number: str, text: Folded) -> str:
        """Return the body meant, or the one of its kind whose session of this number was then.

        “The Commission, at its thirtieth session, in 2027” is the one that met so ever since.
        """
        years = {text.text[at : at + len("2027")] for at in text.years}
        if not years or year_of_number(meant, number) in years:
            return meant
        kind = RULES[meant].get("kind")
        others = [
            body
            for body in self.most_counted()
            if RULES[body].get("kind") == kind and year_of_number(body, number) in years
        ]
        return others[0] if len(others) == 1 else meant


def _matches(pattern: re.Pattern[str], text: Folded) -> Iterator[re.Match[str]]:
    if pattern is spelled.IN_WORDS:
        return in_words(text.text)
    if pattern is spelled.ALPHABETIC_NUMBERED:
        return text.at_numbers(pattern)
    return pattern.finditer(text.text)


def _presided(name: Name) -> Name:
    """Return the name of the body for that of its president, whose session is meant."""
    presided = iris.individual("body", rule_of(name)["presides"])
    return name._replace(label=name.label._replace(iri=presided))


def _inserted(text: Folded) -> Iterator[Span]:
    """Yield meetings whose year or number stands within the name: Forum 2023 du SMSI."""
    for word, pattern, body in _with_year_inside():
        if word not in text.text:
            continue
        for match in pattern.finditer(text.text):
            yield from of_years(body, match["year"], *match.span())
    for word, pattern, body in _with_number_inside():
        if word not in text.text:
            continue
        for match in pattern.finditer(text.text):
            yield from of_numbers(body, printed_numbers(match), *match.span())


def _pieces(field: str, form: str) -> Iterator[tuple[str, re.Pattern[str], str]]:
    for body, rule in RULES.items():
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


def words_inserted() -> tuple[str, ...]:
    """Return the words of which any name with a year or a number within has one."""
    patterns = (*_with_year_inside(), *_with_number_inside())
    return tuple(dict.fromkeys(word for word, _, _ in patterns))


def _around(printed: Folded, names: Sequence[Name]) -> Iterator[Span]:
    """Yield meetings whose number and word stand around the name: the 39th CWG-WSIS meeting.

    Of a conference that is counted itself no word is needed: the 27th Universal Postal Congress.
    """
    text = printed.text
    for name in names:
        rule = rule_of(name)
        if "number" not in rule or spelled.LONGER_NAME.match(printed.cased, name.end):
            continue
        # 第七十届联合国大会 is a session without a word for it.
        counted = bool(rule.get("counted", False))
        alone = (rule.get("session", False) or counted) and text.endswith("届", 0, name.start)
        if not (alone or counted) and spelled.WORD_BEHIND.match(text, name.end) is None:
            continue
        found = (
            numbered_at(text, name)
            if counted and not alone
            else spelled.NUMBER_BEFORE.search(text, *ahead_of(name))
        )
        if found is not None:
            start, end = min(found.start(), name.start), max(found.end(), name.end)
            yield from of_numbers(key_of(name.label.iri), printed_numbers(found), start, end)


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


def _is_of_unknown(text: Folded, place: int, names: Sequence[Name]) -> bool:
    """Tell whether a meeting is that of an organ without a name here: of its Executive Board."""
    if is_of_another(text.text, place, names):
        return True
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
