"""Meetings told by their year: Council 2016, 2010年全权代表大会, its 2019 session."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from wsisgraph.loading.references import meeting_patterns as spelled
from wsisgraph.loading.references.fold import Folded
from wsisgraph.loading.references.meeting_rules import RULES, body_of_year, of_years, rule_of
from wsisgraph.loading.references.names import Name
from wsisgraph.loading.references.resolutions import key_of
from wsisgraph.loading.references.spans import Span

# How far behind “at its session” the one whose it is may stand.
_SOON = 60
# How far before a name a word may stand that makes it one that is held.
_NEXT_WORD = 12
_SESSION = re.compile(spelled.SESSION)
_SESSION_BEHIND = re.compile(r"(?:\([^()]{2,24}\))?\s*(?:例行|年度)?(?:会议|届会|例会)")


def dated(text: Folded, names: Sequence[Name], ruled: Sequence[Name]) -> Iterator[Span]:
    """Yield meetings told by the year: Council 2016, 2010年全权代表大会, Busan 2014.

    Args:
        text: of a passage.
        names: the things that it names.
        ruled: those of them of which there is a rule for meetings.
    """
    lowered, years = text.text, text.years
    for name in ruled:
        rule = rule_of(name)
        if "year" not in rule or name.label.kind not in ("body", "programme", "event"):
            continue
        nearest = bisect_right(years, name.start - 70)
        if nearest == len(years) or years[nearest] >= name.end + 80:
            continue
        found = None
        if years[-1] >= name.end:
            found = _year_behind(lowered, name, names)
        if found is None and years[nearest] < name.start:
            found = _year_before(lowered, name)
        if found is not None:
            yield from of_years(key_of(name.label.iri), *found)
    for name in names:
        # Of “Council 2012 and 2013” the first is known by its name.
        body = body_of_year(name.label.iri) if name.label.kind in ("meeting", "event") else ""
        if body and (more := spelled.MORE_YEARS.match(lowered, name.end)) is not None:
            yield from of_years(body, lowered[name.start : more.end()], name.start, more.end())


def _year_behind(lowered: str, name: Name, names: Sequence[Name]) -> tuple[str, int, int] | None:
    """Return the years printed behind the name of a body, and the place of both."""
    rule, body = rule_of(name), key_of(name.label.iri)
    alone = rule.get("alone", False)
    last = _with_whose(lowered, name, names) if alone else name.end
    right = spelled.RIGHT.match(lowered, last)
    if right is not None and (
        right["session"]
        or _is_bare(right, lowered, last, body)
        or (alone and not spelled.IN.search(right["between"]))
    ):
        return right["years"], name.start, right.end()
    place = spelled.RIGHT_PLACE.match(lowered, last) if alone else None
    if place is not None and spelled.TWO_YEARS.search(place[0]) is None:
        return place["years"] or place["year"], name.start, place.end()
    last_one = spelled.RIGHT_BRACKETS.match(lowered, name.end)
    if last_one is not None and (
        last_one["session"]
        or spelled.SESSION_OF.search(lowered, max(0, name.start - _SOON), name.start)
    ):
        return last_one["years"], name.start, last_one.end()
    days = spelled.RIGHT_DAYS.match(lowered, last) if alone else None
    if days is not None:
        return days["year"] or days["han"], name.start, days.end()
    # Of one that is counted too, such as the Forum on governance, the number is asked for.
    held = _held_behind(lowered, last, name) if alone and "number" not in rule else ""
    return (held, name.start, name.end) if held and name.label.kind == "body" else None


def _year_before(lowered: str, name: Name) -> tuple[str, int, int] | None:
    """Return the years printed before the name of a body, and the place of both."""
    alone = rule_of(name).get("alone", False)
    left = spelled.LEFT_SESSION.search(lowered, max(0, name.start - 60), name.start)
    if left is None:
        left = spelled.LEFT.search(lowered, max(0, name.start - 40), name.start)
        if left is None:
            return None
        is_said = alone or _SESSION.search(left[0]) or _SESSION_BEHIND.match(lowered, name.end)
        if not is_said:
            return None
        # The 2030 General Assembly resolution is one of that year, at any session.
        if not alone and spelled.ADOPTED.match(lowered, name.end):
            return None
    # Of “2024年在新德里举行的…” the year and the place are named by themselves.
    first = name.start if left.groupdict().get("there") else left.start()
    return left["years"], first, name.end


def of_it(text: str, names: Sequence[Name]) -> Iterator[Span]:
    """Yield meetings of a body named before: “…; its 2019 session will …”; else soon behind."""
    matches = list(spelled.ITS.finditer(text))
    if not matches:
        return
    meeting = [name for name in names if "year" in RULES.get(key_of(name.label.iri), {})]
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
        yield from of_years(body, next(filter(None, match.groups())), start, end)


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
    if between != " " and "-" in right["years"]:
        # “Members of the Council for 2023-2026” hold office so long.
        return False
    if spelled.IN.search(between) and "codes" not in RULES[body]:
        return False
    return between == " " or spelled.SAID_BETWEEN.search(between) is not None
