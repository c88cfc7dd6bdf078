"""When meetings were held; of several with as many dates, each has its own."""

import datetime
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from wsisgraph.loading.claims.finding import find
from wsisgraph.loading.claims.lexicon import joint
from wsisgraph.loading.claims.masking import SIGNS, Masked, class_of, normal
from wsisgraph.loading.claims.proceeding_words import words_of
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.spans import bounds
from wsisgraph.loading.references.meeting_rules import meeting_iri
from wsisgraph.loading.references.resolutions import key_of
from wsisgraph.loading.references.words import table
from wsisgraph.loading.texts.model import Claim, Mention

_PAIRED, _BESIDE = 0.85, 0.8
_DAY, _FEW, _AROUND, _AFTER = 10, 4, 30, 16
_HELD = frozenset((SIGNS["meeting"], SIGNS["event"]))
_DATED = frozenset((SIGNS["date"], SIGNS["period"]))
_NAMED = ("body", "programme", "event")
_HERE = "\ue0ff"
_OF_DAY = rf"(?P<day>[{''.join(sorted(_DATED))}])"
_SITTING = rf"[{''.join(sorted(_HELD))}{SIGNS['body']}]"
_NO_SIGN = "[^()\ue000-\ue00f.;]"
_PLACE = rf"{_NO_SIGN}{{0,40}}(?:\(?{SIGNS['country']}\)?[,، ]*)?{_NO_SIGN}{{0,24}}"
_AFTER_DAY = "(?: года| г\\.)?[^()\ue000-\ue00f.;,،]{0,24}"
_IN_BRACKETS = re.compile(rf"{_SITTING}(?: года| г\.)? ?\({_PLACE}{_OF_DAY}{_PLACE}\)")
# “Council 2022, Geneva, 21-31 March 2022”, before the title of a report.
_ABOVE = re.compile(
    rf"^[^\w]*[{''.join(sorted(_HELD))}](?:, | ?[–-] )(?:[^\W\d_]+[ -]?){{1,3}}(?:, | ?[–-] )"
    rf"{_OF_DAY}(?=$|[ .])"
)
# “The Conference in Dubai, which met from …”: a place may be part of the name.
_IN_TOWN = r"(?: (?:de|d'|à|in|of|at|в|во)(?: |(?<='))[^\W\d_][\w'-]*(?: [^\W\d_][\w'-]*)?)?"
_IN_COMMAS = re.compile(
    rf"{_SITTING}{_IN_TOWN}[,،] ?{_PLACE}{_OF_DAY}{_AFTER_DAY}(?:[,،]|(?P<last>\.? ?$))"
)
# “In Buenos Aires, from 9 to 20 October 2017, the Conference adopted …”.
_AHEAD = re.compile(
    rf"^{_PLACE}(?P<day>{SIGNS['period']})(?: года| г\.)?"
    r"(?:,? (?:in|at|à|en|в|во|في) [^\W\d_][\w'-]*(?: [^\W\d_][\w'-]*)?)?"
    r"[,،]? ?(?:(?:the|la|le|el|l'|[\u0621-\u064a]+) ?)?"
    rf"[{SIGNS['meeting']}{SIGNS['body']}](?!'|s)",
    re.IGNORECASE,
)
# “27th session of CSTD: Geneva, 15-19 April 2024” has a place, and no verb.
_ENTRY = re.compile(
    rf"[^\w]*[{''.join(sorted(_HELD))}][:,] ?(?:[^\W\d_]+[ -]?){{0,3}}{SIGNS['country']}?[,، ]*"
    rf"[{''.join(sorted(_DATED))}](?: года| г\.)?[^\w]*"
)
_AND_ON = re.compile(
    r"(?: года| г\.)?[,،]? ?(?:and|et|y|e|и|و|和|及|以及)? ?"
    r"(?:on|les?|los|el|(?:los )?días?|в|في|يومي?|于)?(?: the)? ?",
    re.IGNORECASE,
)
_CLOSES = "closes"
_PAUSE = re.compile("[,;،؛\t]")
_LETTERS = re.compile(r"[^\W\d_\ue000-\ue00f]")
_YEAR = 4
# The year in the key of a meeting: itu-council-2020, and that of an edition of a yearly event.
_OF_YEAR = re.compile(r"(?<![^-])(?:19|20)\d\d(?![^-])")
_FEWEST = 2
# How far into a document it may tell when the meeting was that it reports.
_HEAD = 12


def meeting_dates(seen: Seen, mentions: Sequence[Mention]) -> Iterator[Claim]:
    """Yield when the meetings of a passage were held.

    Args:
        seen: the passage.
        mentions: all that it names, those too that share their words: “39th and 40th meetings”.
    """
    signs = seen.masked.signs
    yield from _own(seen)
    if _DATED.isdisjoint(signs) or (
        _HELD.isdisjoint(signs) and not _placed(seen.masked, _is_conference)
    ):
        return
    told: set[str] = set()
    adopting = words_of(seen.lexicon.language).adopts
    for sentence in seen.masked.sentences():
        lists = list(_lists(sentence, mentions))
        several = {meeting.iri for meetings in lists for meeting in meetings}
        for claim in (
            *_paired(seen, sentence, lists),
            *_aside(seen, sentence),
            *_ahead(seen, sentence),
            *_beside(seen, sentence),
        ):
            if claim.parts["meeting"] not in told and _can_be(seen, sentence, claim):
                told.add(claim.parts["meeting"])
                yield claim
        used: set[int] = set()
        for found in find(sentence, seen.lexicon.patterns, ("meeting",)):
            meeting, dates = found.parts["meeting"][0], found.parts["when"]
            if not used.isdisjoint(date.start for date in dates):
                # “The 43rd met on 13 February, the 44th in autumn”: days of the one before.
                continue
            if meeting.iri in told | several or not meeting.iri or _is_year(dates):
                continue
            a_day = all(class_of(date) == "date" for date in dates)
            if a_day and SIGNS["instrument"] in sentence.text and adopting.search(sentence.text):
                # “On 21 December the Assembly, at its 75th session, adopted resolution 75/202”.
                continue
            if len(dates) > 1 and (_apart(dates) or (len(dates) > _FEWEST and not _running(dates))):
                # Days that lie months apart are those of several meetings, and so are many.
                continue
            around = sentence.text[max(0, found.start - _AROUND) : found.end + _AFTER]
            if seen.lexicon.first("not_held", around) == _CLOSES:
                # “Registration for the meeting closes on …”.
                continue
            start, end = sentence.place(found.start, found.end)
            pattern = found.pattern
            parts = _parts(meeting.iri, bounds(dates[0])[0], bounds(dates[-1])[1])
            claim = Claim("meeting", parts, start, end, pattern.name, pattern.confidence)
            if _can_be(seen, sentence, claim):
                used.update(date.start for date in dates)
                told.add(meeting.iri)
                yield claim


def _can_be(seen: Seen, sentence: Masked, claim: Claim) -> bool:
    """Tell whether days can be those of a meeting: of its year, and the last not before the first.

    A day alone is no first one if it is called the last, or that of an opening at which something
    was said.
    """
    first, end = claim.parts["start"], claim.parts.get("end", "")
    year = _OF_YEAR.search(key_of(claim.parts["meeting"]))
    if (end and end < first) or (year is not None and year[0] != first[:_YEAR]):
        return False
    if _in_brackets_of_another(sentence, claim):
        return False
    if end or len(first) < _DAY:
        return True
    days = [place for place, day in _placed(sentence, _is_day) if day.value == first]
    meetings = [place for place, mention in enumerate(sentence.named) if mention is not None]
    return not any(
        seen.lexicon.first(name, _around(sentence.text, place))
        for name, places in (("last_day", days), ("at_opening", meetings))
        for place in places
        if name == "last_day" or sentence.text[place] not in _DATED
    )


def _in_brackets_of_another(sentence: Masked, claim: Claim) -> bool:
    """Tell whether days stand in brackets behind somebody else, far behind the meeting.

    “The session of June, and what is due at the meetings of the groups of the Council (3-5 May)”.
    """
    text = sentence.text
    for place, day in _placed(sentence, _is_day):
        bracket = text.rfind("(", 0, place)
        if bounds(day)[0] != claim.parts["start"] or bracket <= text.rfind(")", 0, place):
            continue
        meeting = max((n for n in range(bracket) if text[n] in _HELD), default=-1)
        between = text[meeting + 1 : bracket]
        if meeting >= 0 and len(between) > _AROUND and SIGNS["body"] in between:
            return True
    return False


def _own(seen: Seen) -> Iterator[Claim]:
    """Yield the days of the meeting whose report a document is: “The Group met on 7 and 8 May”."""
    sitting = seen.sitting
    if sitting is None or seen.passage.order > _HEAD:
        return
    for sentence in seen.masked.sentences():
        days = _placed(sentence, _is_day)
        if len(days) != 1 or _placed(sentence, _is_sitting) or _placed(sentence, _is_event):
            continue
        who = [m for m in sentence.mentions(0, days[0][0]) if class_of(m) == "body"]
        group = sitting.details.get("body", "")
        if len(who) != 1 or key_of(who[0].iri) != group or not _held(seen, sentence):
            continue
        if seen.lexicon.first("not_held", sentence.text):
            continue
        day = days[0][1]
        name = f"{seen.lexicon.language}-meeting-own"
        parts = _parts(sitting.iri, *bounds(day))
        yield Claim("meeting", parts, min(who[0].start, day.start), day.end, name, _BESIDE)
        return


def _paired(seen: Seen, sentence: Masked, lists: Sequence[Sequence[Mention]]) -> Iterator[Claim]:
    """Yield the dates of the only list of meetings of a sentence, if it has as many as those."""
    dates = [m for m in sentence.named if m is not None and class_of(m) in ("date", "period")]
    if len(lists) != 1 or len(lists[0]) != len(dates) or _is_year(dates):
        return
    for meeting, date in zip(lists[0], dates, strict=True):
        first, last = min(meeting.start, date.start), max(meeting.end, date.end)
        name = f"{seen.lexicon.language}-meetings-paired"
        yield Claim("meeting", _parts(meeting.iri, *bounds(date)), first, last, name, _PAIRED)


def _aside(seen: Seen, sentence: Masked) -> Iterator[Claim]:
    """Yield days in brackets or in apposition right behind a meeting.

    “At its 28th session (Geneva, 7-11 April 2025), it had before it …”, “the session, held in
    Geneva from 7 to 11 April 2025, considered …”.
    """
    for pattern in (_IN_BRACKETS, _IN_COMMAS, _ABOVE):
        for match in pattern.finditer(sentence.text):
            named = sentence.mentions(*match.span())
            meeting, day = next(iter(named), None), sentence.named[match.start("day")]
            if meeting is None or day is None or not meeting.iri or not _is_day(day):
                continue
            if seen.lexicon.first("not_held", match.group()):
                continue
            if match.groupdict().get("last") is not None and not seen.lexicon.first(
                "held", match.group()
            ):
                continue
            first, end = bounds(day)
            iri = _of_year(meeting, first, end)
            if not iri:
                continue
            name = f"{seen.lexicon.language}-meeting-aside"
            meeting = replace(meeting, iri=iri)
            yield Claim(
                "meeting", _parts(meeting.iri, first, end), meeting.start, day.end, name, _BESIDE
            )


def _ahead(seen: Seen, sentence: Masked) -> Iterator[Claim]:
    """Yield the days at the beginning of a sentence in which a conference adopts something."""
    match = _AHEAD.match(sentence.text) if SIGNS["period"] in sentence.signs else None
    if match is None or not words_of(seen.lexicon.language).adopts.search(sentence.text):
        return
    meeting, day = sentence.named[match.end() - 1], sentence.named[match.start("day")]
    if meeting is None or day is None or not meeting.iri or not _is_day(day):
        return
    first, end = bounds(day)
    said = sentence.text[: match.end("day")]
    if not first < end or _apart([day]) or seen.lexicon.first("not_held", said):
        return
    if iri := _of_year(meeting, first, end):
        name = f"{seen.lexicon.language}-meeting-ahead"
        yield Claim("meeting", _parts(iri, first, end), day.start, meeting.end, name, _BESIDE)


def _beside(seen: Seen, sentence: Masked) -> Iterator[Claim]:
    """Yield the days of meetings where a sentence, a row or an item has one for each of them.

    “On 5 February the meeting was convened”; without a word of holding only where nothing else is
    said: “37th meeting: 25 January 2021”. A conference named without its year has that of its days.
    """
    text = sentence.text
    days = _placed(sentence, _is_day)
    meetings = _placed(sentence, _is_sitting)
    if not days or seen.lexicon.first("not_held", _phrase(text, [*days, *meetings])):
        return
    events = _placed(sentence, _is_event)
    # Behind the days of an event stands another: “the Summit met from 16 to 18 May; the Forum …”.
    last = days[0][0] if events and events[0][0] < days[0][0] else len(text)
    conferences = [
        (place, mention)
        for place, mention in _placed(sentence, _is_conference)
        if place < last and not seen.lexicon.first("towards", _around(text, place))
    ]
    if not (meetings or conferences):
        meetings = events
    found = _each(text, sorted([*meetings, *conferences]), days) or _each(text, meetings, days)
    if not found or not (
        seen.passage.row
        or _held(seen, sentence)
        or _is_bare(sentence, len(found))
        or (len(found) == 1 and _ENTRY.fullmatch(text))
    ):
        return
    name = f"{seen.lexicon.language}-meeting-beside"
    for meeting, day, (first, end) in found:
        iri = _of_year(meeting, first, end)
        if not iri:
            continue
        start, stop = min(meeting.start, day.start), max(meeting.end, day.end)
        yield Claim("meeting", _parts(iri, first, end), start, stop, name, _BESIDE)


def _of_year(meeting: Mention, first: str, end: str) -> str:
    """Return which meeting had these days: of a conference, that of the year; empty if none."""
    if _is_conference(meeting):
        if not first < end or first[:_YEAR] != end[:_YEAR]:
            return ""
        return meeting_iri(key_of(meeting.iri), year=first[:_YEAR])
    body, _, year = key_of(meeting.iri).rpartition("-")
    another = body in _conferences() and len(year) == _YEAR and year != first[:_YEAR]
    if class_of(meeting) == "body" or another:
        return ""
    # A series of events, or one of another year, of which the days cannot be.
    return "" if _is_event(meeting) and first[:_YEAR] not in meeting.iri else meeting.iri


_Placed = Sequence[tuple[int, Mention]]


def _each(
    text: str, meetings: _Placed, days: _Placed
) -> list[tuple[Mention, Mention, tuple[str, str]]]:
    """Return each meeting with its day and first and last date; nothing if they are not as many."""
    last = ""
    together = [mention for _, mention in days]
    ends = len(days) == _FEWEST and _are_ends(text, days)
    if len({m.iri for _, m in meetings}) == 1 and ends and not _apart(together):
        # “It opened on 14 May 2018 and closed on 18 May 2018”.
        last = bounds(together[-1])[1]
        days = days[:1]
    if len(meetings) != len(days) or len({m.iri for _, m in meetings}) != len(meetings):
        return []
    pairs = list(zip(meetings, days, strict=True))
    ahead = {one[0] < other[0] for one, other in pairs}
    between = all(
        max(one[0], other[0]) < min(after[0], then[0])
        for (one, other), (after, then) in pairwise(pairs)
    )
    if len(ahead) > 1 or not between:
        return []
    found = []
    for (_, meeting), (_, day) in pairs:
        first, end = bounds(day)
        found.append((meeting, day, (first, last or end)))
    return found


def _are_ends(text: str, days: _Placed) -> bool:
    """Tell whether two days are the first and the last, not those of two meetings.

    “On 4 and 9 May”, “opened on 4 May and closed on 9 May”; but not two periods far apart.
    """
    (place, first), (other, last) = days
    alone = class_of(first) == class_of(last) == "date"
    joined = _AND_ON.fullmatch(text[place + 1 : other]) is not None
    return (alone or joined) and bounds(first)[1] < bounds(last)[0]


def _phrase(text: str, places: _Placed) -> str:
    """Return the words around some things, up to the pause before and the one behind them."""
    first, last = min(place for place, _ in places), max(place for place, _ in places)
    ahead, behind = re.split(_PAUSE, text[:first]), re.split(_PAUSE, text[last:])
    return ahead[-1] + text[first:last] + behind[0]


def _around(text: str, place: int) -> str:
    """Return the words around a place, which has the sign that stands for “here”."""
    return text[max(0, place - _AROUND) : place] + _HERE + text[place + 1 : place + 1 + _AFTER]


def _placed(sentence: Masked, fits: Callable[[Mention], bool]) -> list[tuple[int, Mention]]:
    return [
        (place, mention)
        for place, mention in enumerate(sentence.named)
        if mention is not None and fits(mention)
    ]


def _held(seen: Seen, sentence: Masked) -> bool:
    """Tell whether a sentence, or the name of a meeting in it, says that it was held.

    Of parts that semicolons set off, the first may say it for all.
    """
    first, last = sentence.starts[0], sentence.starts[-1]
    wholes = seen.masked.sentences(whole=True)
    whole = next((w.text for w in wholes if w.starts[0] <= first and last <= w.ends[-1]), "")
    said = (m.said for _, m in (*_placed(sentence, _is_sitting), *_placed(sentence, _is_event)))
    return any(seen.lexicon.first("held", normal(text)) for text in (sentence.text, whole, *said))


def _is_sitting(mention: Mention) -> bool:
    return class_of(mention) == "meeting" and bool(mention.iri)


def _is_event(mention: Mention) -> bool:
    return class_of(mention) == "event" and bool(mention.iri)


def _is_conference(mention: Mention) -> bool:
    return class_of(mention) in _NAMED and key_of(mention.iri) in _conferences()


@cache
def _conferences() -> frozenset[str]:
    """Return what is a conference each time that it meets: the Plenipotentiary Conference."""
    return frozenset(body for body, rule in table("meetings").items() if rule.get("alone"))


def _is_day(mention: Mention) -> bool:
    if class_of(mention) not in ("date", "period"):
        return False
    return all(len(part) == _DAY for part in mention.value.split("/"))


def _is_bare(sentence: Masked, several: int) -> bool:
    """Tell whether a sentence only names things, with hardly a word beside each."""
    return len(_LETTERS.findall(sentence.text)) <= _FEW * several


def _lists(sentence: Masked, mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Yield the meetings that are named together, two or more, in the order of their words."""
    places = [place for place, m in enumerate(sentence.named) if m is not None and _is_meeting(m)]
    groups: list[list[int]] = [[place] for place in places[:1]]
    for before, place in pairwise(places):
        if joint().fullmatch(sentence.text[before + 1 : place]):
            groups[-1].append(place)
        else:
            groups.append([place])
    for group in groups:
        named: dict[str, Mention] = {}
        for place in group:
            sign = sentence.named[place]
            for mention in mentions:
                if sign is not None and _is_meeting(mention) and _same_words(mention, sign):
                    named.setdefault(mention.iri, mention)
        if len(named) >= _FEWEST:
            yield list(named.values())


def _same_words(one: Mention, other: Mention) -> bool:
    return bool(one.iri) and (one.start, one.end) == (other.start, other.end)


def _is_meeting(mention: Mention) -> bool:
    return class_of(mention) in ("meeting", "event")


def _parts(meeting: str, first: str, last: str) -> dict[str, str]:
    parts = {"meeting": meeting, "start": first}
    if last != first:
        parts["end"] = last
    return parts


def _apart(dates: Sequence[Mention]) -> bool:
    first, last = bounds(dates[0])[0], bounds(dates[-1])[1]
    months = [int(day[:4]) * 12 + int(day[5:7] or 1) for day in (first, last)]
    return months[1] - months[0] > 1


def _running(dates: Sequence[Mention]) -> bool:
    """Tell whether days follow one another."""
    if not all(map(_is_day, dates)):
        return False
    ends = [tuple(map(datetime.date.fromisoformat, bounds(day))) for day in dates]
    return all((after[0] - before[1]).days == 1 for before, after in pairwise(ends))


def _is_year(dates: Sequence[Mention]) -> bool:
    return all(len(part) <= _YEAR for date in dates for part in date.value.split("/"))
