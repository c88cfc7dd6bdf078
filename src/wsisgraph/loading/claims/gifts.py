"""Gifts to a fund: who gave, when, and how much.

A donor may have a time or an amount of its own: “Japan (2011–2014) and Intel (USD 20 000)”. A time
that none of them has is that of all.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from wsisgraph.loading.claims.finding import Found, find, value_of
from wsisgraph.loading.claims.frames import Frame
from wsisgraph.loading.claims.giving import (
    OWNERS,
    Gift,
    given,
    givers_of,
    goes_on_giving,
    is_fund,
    is_giver,
    words_of,
)
from wsisgraph.loading.claims.masking import Masked, class_of
from wsisgraph.loading.claims.office_words import joins, offices_of
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.spans import Span, bounds, span
from wsisgraph.loading.claims.vetoes import vetoes_of
from wsisgraph.loading.texts.model import Claim, Mention

_GIVERS = ("body", "country")
_TIMES = ("date", "period")
_BEGIN = 16
_IN_LIST, _EACH = 0.8, 0.9
_ASIDE = re.compile(r" ?\([^()]{0,40}\)")
_FIRST = 8
_PARTING = ";؛"
# Amount and time, and nothing else.
_ONLY = re.compile(
    r" ?\([^()]{0,60}\)[.;。؛ ]*|(?:[^a-zа-яё\u0621-\u064a\u4e00-\u9fff]{1,20}[а-яё]{1,9}){0,4}"
    r"[^a-zа-яё\u0621-\u064a\u4e00-\u9fff]*",
    re.IGNORECASE,
)


def gifts(seen: Seen, frame: Frame) -> Iterator[Claim]:
    """Yield the gifts that a passage states."""
    told: set[tuple[str, str]] = set()
    here = seen.fund is not None or any(m is not None and is_fund(m) for m in seen.masked.named)
    said = (*_received(seen), *_by_pattern(seen), *_given(seen)) if here else ()
    for claim in (*said, *_listed(seen, frame)):
        key = claim.parts["donor"], claim.parts["fund"]
        if key not in told:
            told.add(key)
            yield claim


def _received(seen: Seen) -> Iterator[Claim]:
    """Yield gifts that a fund received, each with its amount or time before or behind its donor.

    “The fund received CHF 10 000 from Japan for 2019 and CHF 5 000 from Intel for 2020.”
    """
    name = f"{seen.lexicon.language}-fund-received-each"
    for sentence in seen.masked.sentences(whole=True):
        for _, pattern in seen.lexicon.words["receives"]:
            if (match := pattern.search(sentence.text)) is None:
                continue
            fund = next(iter(sentence.mentions(*match.span())), None)
            if fund is None or not is_fund(fund):
                continue
            donors = [
                (place, mention)
                for place, mention in enumerate(sentence.named)
                if place >= match.end() and mention is not None and class_of(mention) in _GIVERS
            ]
            for (place, donor), after in zip_longest(donors, donors[1:]):
                until = after[0] if after else len(sentence.text)
                beside = sentence.mentions(place + 1, until)
                times = [m for m in beside if class_of(m) in _TIMES]
                if not times or not _gives(donor) or "," in sentence.text[place + 1 : place + 3]:
                    continue
                parts = {"donor": value_of(donor), "fund": value_of(fund)}
                first, last = bounds(times[0])
                parts |= {"start": first, "end": last} if last else {"start": first}
                if amounts := _amounts(sentence, match.end(), place, until):
                    parts["amount"] = amounts[0].said
                yield Claim("contributes", parts, donor.start, donor.end, name, _EACH)


def _amounts(sentence: Masked, first: int, place: int, until: int) -> list[Mention]:
    """Return the amounts behind a donor, or before it where amounts come first."""
    before = [m for m in sentence.mentions(first, place) if class_of(m) == "figure"]
    behind = [m for m in sentence.mentions(place, until) if class_of(m) == "figure"]
    ahead = next((m for m in sentence.mentions(first, len(sentence.text))), None)
    return before[-1:] if ahead is not None and class_of(ahead) == "figure" else behind


def _by_pattern(seen: Seen) -> Iterator[Claim]:
    for sentence in seen.masked.sentences(whole=True):
        vetoes = vetoes_of(seen.lexicon.language)
        places = {id(mention): place for place, mention in enumerate(sentence.named) if mention}
        for found in find(sentence, seen.lexicon.patterns, ("contributes",)):
            fund = next((m for m in found.parts.get("fund", ()) if is_fund(m)), None)
            if fund is None:
                continue
            donors = [
                donor
                for donor in found.parts.get("donor", ())
                if _gives(donor) and not vetoes.bars(sentence, places[id(donor)], places[id(fund)])
            ]
            if donors:
                yield from _of(seen, found, fund, donors)


def _of(seen: Seen, found: Found, fund: Mention, donors: list[Mention]) -> Iterator[Claim]:
    pattern = found.pattern
    start, end = found.sentence.place(found.start, found.end)
    sentence = _around(found.sentence, donors)
    places = {id(mention): place for place, mention in enumerate(sentence.named) if mention}
    where = [places[id(mention)] for mention in donors]
    for parts in _parts(seen, sentence, fund, where):
        yield Claim("contributes", parts, start, end, pattern.name, pattern.confidence)


def _around(sentence: Masked, donors: Sequence[Mention]) -> Masked:
    """Return what stands between the semicolons around donors: what is told there is of them."""
    named = {id(mention) for mention in donors}
    places = [place for place, mention in enumerate(sentence.named) if id(mention) in named]
    # “Japan (EUR 40 000; 2021)”: what stands in brackets is of one donor.
    text = _ASIDE.sub(lambda aside: " " * len(aside.group()), sentence.text)
    ends = [text.find(sign, places[-1]) for sign in _PARTING]
    return sentence.piece(
        max(text.rfind(sign, 0, places[0]) for sign in _PARTING) + 1,
        min((end for end in ends if end >= 0), default=len(text)),
    )


def _given(seen: Seen) -> Iterator[Claim]:
    """Yield gifts of sentences that no pattern knows."""
    name = f"{seen.lexicon.language}-gift"
    for gift in (*given(seen), *_further(seen)):
        start, end = gift.sentence.place(gift.givers[0], gift.givers[-1] + 1)
        for parts in _parts(seen, gift.sentence, gift.fund, gift.givers):
            yield Claim("contributes", parts, start, end, name, _IN_LIST)


def _further(seen: Seen) -> Iterator[Gift]:
    """Yield givers, each behind a semicolon, of a list: “donors: A (5); B (7)”."""
    vetoes = vetoes_of(seen.lexicon.language)
    for whole in seen.masked.sentences(whole=True):
        first, *others = [
            p for p in seen.masked.sentences() if whole.starts[0] <= p.starts[0] <= whole.ends[-1]
        ] or [whole]
        fund = next((m for m in first.named if m is not None and is_fund(m)), None)
        if fund is None or not others:
            continue
        yield from _added(seen, fund, others)
        if not _opens_with(seen, first):
            continue
        barred = vetoes.bar(whole.text)
        for part in others:
            places = [
                p for p, m in enumerate(part.named) if m is not None and class_of(m) in _GIVERS
            ]
            if not barred and (
                len(places) == 1
                and places[0] < _FIRST
                and _ONLY.fullmatch(part.text[places[0] + 1 :])
            ):
                yield Gift(part, fund, tuple(places))
            elif tells := goes_on_giving(seen, part):
                yield Gift(part, fund, tells)


def _added(seen: Seen, fund: Mention, parts: Sequence[Masked]) -> Iterator[Gift]:
    """Yield givers who are added to those before a semicolon: “…; to these came 5 from A”."""
    words, vetoes = words_of(seen.lexicon.language), vetoes_of(seen.lexicon.language)
    for part in parts:
        added = words.added.search(part.text)
        if added is None or any(m is not None and is_fund(m) for m in part.named):
            continue
        givers = tuple(p for p in givers_of(part, words) if not vetoes.bars(part, p, added.start()))
        if givers:
            yield Gift(part, fund, givers)


def _opens_with(seen: Seen, part: Masked) -> bool:
    """Tell whether the first part of a list of donors says what they are, before a colon."""
    words = words_of(seen.lexicon.language)
    head, colon, _ = part.text.partition(":")
    return bool(colon) and any(said.search(head) for said in (words.strong, words.gives))


def _parts(
    seen: Seen, sentence: Masked, fund: Mention, donors: Sequence[int]
) -> Iterator[dict[str, str]]:
    """Yield the parts of the gift of each donor: its own time and amount, else what is of all."""
    asides = {place: _aside(seen, sentence, place) for place in donors}
    dated = [place for place, piece in asides.items() if _time(sentence, piece)]
    last = donors[-1]
    if dated == [last] and len(donors) > 1 and "(" not in sentence.text[slice(*asides[last])]:
        # “from Oman and Japan in 2019”: the year is that of both.
        dated = []
    ahead = {} if dated else _times_ahead(sentence, donors) or _times_behind(seen, sentence, donors)
    own = [asides[place] for place in dated]
    common = span(sentence.without(sorted(own)), seen.lexicon, 0, len(sentence.text))
    if common.start == common.end and offices_of(seen.lexicon.language).ceased.search(
        sentence.text
    ):
        # “Its gifts came to an end in 2021”.
        common = Span("", common.end)
    began = is_giver(sentence) and seen.lexicon.first("appointing", sentence.text)
    if common.start == common.end and began:
        # “A became a donor in 2024”: in that year it began.
        common = Span(common.start, "")
    for place in donors:
        donor = sentence.named[place]
        if donor is None:
            continue
        parts = {"donor": value_of(donor), "fund": value_of(fund)}
        times = {"start": common.start, "end": common.end}
        if place in dated:
            times = dict(zip(("start", "end"), _time(sentence, asides[place]), strict=True))
        elif place in ahead:
            times = dict(zip(("start", "end"), ahead[place], strict=True))
        parts |= {name: date for name, date in times.items() if date}
        amounts = [m for m in sentence.mentions(*asides[place]) if class_of(m) == "figure"]
        if amounts:
            parts["amount"] = amounts[0].said
        yield parts


def _times_ahead(sentence: Masked, donors: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return the time right before each donor, where each has one: “in 2019 A, in 2020 B”."""
    times: dict[int, tuple[str, str]] = {}
    for before, place in zip((-1, *donors), donors, strict=False):
        dates = [m for m in sentence.mentions(before + 1, place) if class_of(m) in _TIMES]
        if not dates and before in times and joins(sentence.text[before + 1 : place]):
            # “since 2019 A and B, and in 2011 C”.
            times[place] = times[before]
            continue
        if len(dates) != 1:
            return {}
        times[place] = bounds(dates[0])
    return times if len(set(times.values())) > 1 else {}


def _times_behind(
    seen: Seen, sentence: Masked, donors: Sequence[int]
) -> dict[int, tuple[str, str]]:
    """Return the time behind each donor, where two or more have one: “A gave 5 for 2023, B …”."""
    times: dict[int, tuple[str, str]] = {}
    for place, following in zip(donors, (*donors[1:], len(sentence.text)), strict=True):
        piece = sentence.piece(place, following)
        dates = [m for m in piece.named if m is not None and class_of(m) in _TIMES]
        if len(dates) > 1:
            return {}
        if not dates:
            # “… and C in the same year” has none of its own.
            times[place] = "", ""
            continue
        own = span(piece, seen.lexicon, 0, len(piece.text))
        times[place] = (own.start, own.end) if own.start or own.end else bounds(dates[0])
    return times if sum(any(time) for time in times.values()) > 1 else {}


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
    funds = [body for body in _named(lead.named, ("body",)) if is_fund(body)]
    if giver is None or not funds or not _opens(frame.lead):
        return
    parts = {"donor": giver.iri, "fund": funds[0].iri}
    common = span(lead, lexicon, 0, len(lead.text))
    own = _time(seen.masked, (0, len(seen.masked.text))) or (common.start, common.end)
    parts |= {name: date for name, date in zip(("start", "end"), own, strict=True) if date}
    name = f"{lexicon.language}-contributes-listed"
    yield Claim("contributes", parts, giver.start, giver.end, name, _IN_LIST)


def _opens(lead: Seen) -> bool:
    """Tell whether a sentence opens a list of donors."""
    text = lead.masked.text
    words = words_of(lead.lexicon.language)
    told = any(said.search(text) for said in (words.strong, words.gives))
    if vetoes_of(lead.lexicon.language).bar(text):
        return False
    return told or lead.lexicon.first("leads", text) == "contributes"


def _named(named: Iterable[Mention | None], classes: tuple[str, ...]) -> list[Mention]:
    return [m for m in named if m is not None and m.iri and class_of(m) in classes]


def _gives(mention: Mention) -> bool:
    """Tell whether somebody may be a donor: no fund, and no group such as “Member States”."""
    own = mention.iri.endswith(OWNERS)
    return not own and not is_fund(mention) and mention.pattern not in ("officer", "group")
