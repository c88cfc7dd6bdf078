"""When meetings were held; of several with as many dates, each has its own."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from wsisgraph.loading.claims.finding import find
from wsisgraph.loading.claims.lexicon import joint
from wsisgraph.loading.claims.masking import Masked, class_of
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.spans import bounds
from wsisgraph.loading.texts.model import Claim, Mention

_PAIRED = 0.85
_YEAR = 4
_FEWEST = 2


def meeting_dates(seen: Seen, mentions: Sequence[Mention]) -> Iterator[Claim]:
    """Yield when the meetings of a passage were held.

    Args:
        seen: the passage.
        mentions: all that it names, those too that share their words: “39th and 40th meetings”.
    """
    told: set[str] = set()
    for sentence in seen.masked.sentences():
        lists = list(_lists(sentence, mentions))
        several = {meeting.iri for meetings in lists for meeting in meetings}
        for claim in _paired(seen, sentence, lists):
            if claim.parts["meeting"] not in told:
                told.add(claim.parts["meeting"])
                yield claim
        for found in find(sentence, seen.lexicon.patterns, ("meeting",)):
            meeting, dates = found.parts["meeting"][0], found.parts["when"]
            if meeting.iri in told | several or not meeting.iri or _is_year(dates):
                continue
            if len(dates) > 1 and _apart(dates):
                # Days that lie months apart are those of several meetings.
                continue
            told.add(meeting.iri)
            start, end = sentence.place(found.start, found.end)
            pattern = found.pattern
            parts = _parts(meeting, bounds(dates[0])[0], bounds(dates[-1])[1])
            yield Claim("meeting", parts, start, end, pattern.name, pattern.confidence)


def _paired(seen: Seen, sentence: Masked, lists: Sequence[Sequence[Mention]]) -> Iterator[Claim]:
    """Yield the dates of the only list of meetings of a sentence, if it has as many as those."""
    dates = [m for m in sentence.named if m is not None and class_of(m) in ("date", "period")]
    if len(lists) != 1 or len(lists[0]) != len(dates) or _is_year(dates):
        return
    for meeting, date in zip(lists[0], dates, strict=True):
        first, last = min(meeting.start, date.start), max(meeting.end, date.end)
        name = f"{seen.lexicon.language}-meetings-paired"
        yield Claim("meeting", _parts(meeting, *bounds(date)), first, last, name, _PAIRED)


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


def _parts(meeting: Mention, first: str, last: str) -> dict[str, str]:
    parts = {"meeting": meeting.iri, "start": first}
    if last != first:
        parts["end"] = last
    return parts


def _apart(dates: Sequence[Mention]) -> bool:
    first, last = bounds(dates[0])[0], bounds(dates[-1])[1]
    months = [int(day[:4]) * 12 + int(day[5:7] or 1) for day in (first, last)]
    return months[1] - months[0] > 1


def _is_year(dates: Sequence[Mention]) -> bool:
    return all(len(part) <= _YEAR for date in dates for part in date.value.split("/"))
