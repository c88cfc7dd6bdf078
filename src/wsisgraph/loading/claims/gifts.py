"""Gifts to a fund: who gave, when, and how much.

A donor may have a time or an amount of its own: “Japan (2011–2014) and Intel (USD 20 000)”. A time
that none of them has is that of all.
"""

import re
from collections.abc import Iterable, Iterator

from wsisgraph.loading.claims.finding import Found, find, value_of
from wsisgraph.loading.claims.frames import Frame
from wsisgraph.loading.claims.masking import Masked, class_of
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.spans import bounds, span
from wsisgraph.loading.texts.model import Claim, Mention

_GIVERS = ("body", "country")
_TIMES = ("date", "period")
_BEGIN = 16
_IN_LIST = 0.8
_ASIDE = re.compile(r" ?\([^()]{0,40}\)")


def gifts(seen: Seen, frame: Frame) -> Iterator[Claim]:
    """Yield the gifts that a passage states."""
    told: set[tuple[str, str]] = set()
    for claim in (*_by_pattern(seen), *_listed(seen, frame)):
        key = claim.parts["donor"], claim.parts["fund"]
        if key not in told:
            told.add(key)
            yield claim


def _by_pattern(seen: Seen) -> Iterator[Claim]:
    for sentence in seen.masked.sentences():
        for found in find(sentence, seen.lexicon.patterns, ("contributes",)):
            fund = next((m for m in found.parts.get("fund", ()) if _is_fund(m)), None)
            donors = [m for m in found.parts.get("donor", ()) if not _is_fund(m)]
            if fund is not None and donors:
                yield from _of(seen, found, fund, donors)


def _of(seen: Seen, found: Found, fund: Mention, donors: list[Mention]) -> Iterator[Claim]:
    sentence, pattern = found.sentence, found.pattern
    places = {id(mention): place for place, mention in enumerate(sentence.named) if mention}
    asides = {value_of(m): _aside(seen, sentence, places[id(m)]) for m in donors}
    dated = [value for value, piece in asides.items() if _time(sentence, piece)]
    last = value_of(donors[-1])
    if dated == [last] and len(donors) > 1 and "(" not in sentence.text[slice(*asides[last])]:
        # “from Oman and Japan in 2019”: the year is that of both.
        dated = []
    own = [asides[value] for value in dated]
    common = span(sentence.without(sorted(own)), seen.lexicon, 0, len(sentence.text))
    start, end = sentence.place(found.start, found.end)
    for donor in donors:
        parts = {"donor": value_of(donor), "fund": value_of(fund)}
        piece = asides[value_of(donor)]
        times = {"start": common.start, "end": common.end}
        if value_of(donor) in dated:
            times = dict(zip(("start", "end"), _time(sentence, piece), strict=True))
        parts |= {name: date for name, date in times.items() if date}
        amounts = [m for m in sentence.mentions(*piece) if class_of(m) == "figure"]
        if amounts:
            parts["amount"] = amounts[0].said
        yield Claim("contributes", parts, start, end, pattern.name, pattern.confidence)


def _aside(seen: Seen, sentence: Masked, place: int) -> tuple[int, int]:
    """Return the piece right after a donor that is of it alone; an empty one without any."""
    for pattern in (_ASIDE, seen.lexicon.dated):
        if (match := pattern.match(sentence.text, place + 1)) is not None:
            return match.span()
    return place + 1, place + 1


def _time(sentence: Masked, piece: tuple[int, int]) -> tuple[str, str] | tuple[()]:
    times = [m for m in sentence.mentions(*piece) if class_of(m) in _TIMES]
    return (bounds(times[0])[0], bounds(times[-1])[1]) if times else ()


def _listed(seen: Seen, frame: Frame) -> Iterator[Claim]:
    """Yield the donors of a list that a sentence opens."""
    if frame.lead is None or frame.lead.lexicon is not seen.lexicon:
        return
    lexicon, lead = seen.lexicon, frame.lead.masked
    giver = next(iter(_named(seen.masked.named[:_BEGIN], _GIVERS)), None)
    funds = [body for body in _named(lead.named, ("body",)) if _is_fund(body)]
    if giver is None or not funds or lexicon.first("leads", lead.text) != "contributes":
        return
    parts = {"donor": giver.iri, "fund": funds[0].iri}
    common = span(lead, lexicon, 0, len(lead.text))
    own = _time(seen.masked, (0, len(seen.masked.text))) or (common.start, common.end)
    parts |= {name: date for name, date in zip(("start", "end"), own, strict=True) if date}
    name = f"{lexicon.language}-contributes-listed"
    yield Claim("contributes", parts, giver.start, giver.end, name, _IN_LIST)


def _named(named: Iterable[Mention | None], classes: tuple[str, ...]) -> list[Mention]:
    return [m for m in named if m is not None and m.iri and class_of(m) in classes]


def _is_fund(mention: Mention) -> bool:
    return "fund" in mention.iri.rpartition("/")[2].split("-")
