"""Sponsors and partners of events, with their tier."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from wsisgraph.loading.claims.frames import Frame
from wsisgraph.loading.claims.giving import is_fund
from wsisgraph.loading.claims.masking import Masked, class_of, normal
from wsisgraph.loading.claims.office_words import joins, offices_of
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.vetoes import vetoes_of
from wsisgraph.loading.claims.word_lists import listed, patterns
from wsisgraph.loading.texts.model import Claim, Mention

_GIVERS = ("body", "country")
# How a group of countries is found, and the Group that thanked them.
_NO_GIVERS = ("group", "called by its kind")
_EVENTS, _SERIES = ("event", "meeting"), ("programme",)
_CONFIDENCE, _TOGETHER = 0.8, 0.7
_AROUND, _BEHIND = 80, 110
_OPENING, _BEGIN, _FEW = 30, 6, 20
_PARTNERS = ("/partner", "/donor", "/contributor", "/sponsor")
_WITH = re.compile(r"^[^,;.()]{0,40}\b(?:with|avec|con|со?|مع)(?: \w{1,3})? ?$")
_PARTING, _LITTLE = (";", "؛", "；"), 50
_LETTERS = re.compile(r"[^\W\d_\ue000-\ue00f]")
_NO_SPONSORS = ("-associates", "-members", "/un", "-secretariat", "-secretary-general", "-director")
_PARTNER, _UNION = "¤", "/itu"
_HAN = "zh"
_PRIZES = "/edition/wsis-prizes/"
_IN_BRACKETS = re.compile(r"\s*[(（]([^()（）]{1,30})[)）]")
_WORDS = ("owed", "gives", "are", "apart", "there", "joined", "beside", "placed")


@dataclass(frozen=True, slots=True)
class Words:
    """What `sponsors.toml` tells of a language; its head says what the lists are."""

    owed: re.Pattern[str]
    gives: re.Pattern[str]
    are: re.Pattern[str]
    apart: re.Pattern[str]
    there: re.Pattern[str]
    joined: re.Pattern[str]
    beside: re.Pattern[str]
    placed: re.Pattern[str]
    place: re.Pattern[str]


@cache
def words_of(language: str) -> Words:
    """Return the words of sponsors of a language."""
    # A city is told by its capital.
    place = re.compile(listed("sponsors.toml", language)["place"])
    return Words(**patterns("sponsors.toml", language, _WORDS), place=place)


def sponsors(seen: Seen, frame: Frame, before: Mention | None = None) -> Iterator[Claim]:
    """Yield the sponsors that a passage names: those of a sentence that says what they are.

    The event is that of the sentence, else the one before it in the passage or in the sentence
    that leads to it, else, in a list of partners or where words stand for it, the one `before` that
    sentence.
    """
    told: set[tuple[str, str]] = set()
    known = [*_told(seen, frame, before), *_together(seen, before)]
    for claim in (*known, *_joined(seen, known)):
        key = claim.parts["partner"], claim.parts["event"]
        if key not in told:
            told.add(key)
            yield claim


def _together(seen: Seen, earlier: Mention | None) -> Iterator[Claim]:
    """Yield who stands beside words of sponsoring in a clause that names one event.

    “The Forum” is the one that was named `earlier`.
    """
    words, vetoes = words_of(seen.lexicon.language), vetoes_of(seen.lexicon.language)
    for sentence in seen.masked.sentences():
        for clause in vetoes.clauses(sentence):
            event = _event(clause)
            if event is not None:
                at = next(place for place, mention in enumerate(clause.named) if mention is event)
            elif (there := words.there.search(clause.text)) is not None:
                event, at = earlier, there.start()
            if event is None or not _is_edition(event) or _gives(clause):
                continue
            earlier = event
            tier = seen.lexicon.first("tiers", _said(seen, clause, 0, len(clause.text)))
            for place in _sponsoring(clause, words, tier):
                if (giver := clause.named[place]) is None or vetoes.bars(clause, place, at):
                    continue
                if _is_place(seen, clause, place):
                    continue
                parts = {"partner": giver.iri, "event": event.iri}
                if own := _own_tier(seen, giver) or tier:
                    parts["tier"] = own
                name = f"{seen.lexicon.language}-sponsor-together"
                yield Claim("sponsors", parts, giver.start, giver.end, name, _TOGETHER)


def _is_place(seen: Seen, sentence: Masked, place: int) -> bool:
    """Tell whether a country is only where something is held: “in Geneva, Switzerland”."""
    giver, words = sentence.named[place], words_of(seen.lexicon.language)
    if giver is None or class_of(giver) != "country":
        return False
    before = seen.passage.text[max(0, giver.start - _AROUND) : giver.start]
    return (
        words.place.search(before) is not None
        and words.placed.match(sentence.text, place + 1) is not None
    )


def _own_tier(seen: Seen, giver: Mention) -> str:
    """Return the tier that stands in brackets behind a sponsor: “Malaysia (silver)”."""
    aside = _IN_BRACKETS.match(seen.passage.text, giver.end)
    return seen.lexicon.first("tiers", normal(aside[1])) if aside is not None else ""


def _joined(seen: Seen, known: Sequence[Claim]) -> Iterator[Claim]:
    """Yield who is told to have joined the sponsors of the sentence before: “S'y est joint …”."""
    if not known:
        return
    joined = words_of(seen.lexicon.language).joined
    vetoes = vetoes_of(seen.lexicon.language)
    event = ""
    for sentence in seen.masked.sentences():
        here = range(sentence.starts[0], sentence.ends[-1])
        last = next((claim for claim in reversed(known) if claim.start in here), None)
        event = last.parts["event"] if last is not None else event
        if last is not None or not event or joined.search(sentence.text) is None:
            event = event if last is not None else ""
            continue
        for group in _groups(sentence):
            if vetoes.bars(sentence, *group):
                continue
            for giver in sentence.mentions(group[0], group[-1] + 1):
                parts = {"partner": giver.iri, "event": event}
                name = f"{seen.lexicon.language}-sponsor-joined"
                yield Claim("sponsors", parts, giver.start, giver.end, name, _TOGETHER)


def _sponsoring(clause: Masked, words: Words, tier: str) -> list[int]:
    """Return the places of those beside whom a clause has words of sponsoring.

    With a tier, the only ones that it names are they, wherever they stand.
    """
    text = _with_partners(clause)
    groups = _groups(clause)
    found: list[int] = []
    for group in groups:
        ahead = text[max(0, group[0] - _AROUND) : group[0]]
        behind = text[group[-1] + 1 : group[-1] + 1 + _BEHIND]
        if not words.apart.search(ahead) and (
            words.owed.search(ahead) or words.gives.match(behind)
        ):
            found.extend(group)
    others = [
        group
        for group in groups
        if not any(
            m is not None and m.iri.endswith(_UNION) for m in clause.named[group[0] : group[-1] + 1]
        )
    ]
    if not found and tier and len(others) == 1 and (words.are.search(text) or _PARTNER in text):
        found = others[0]
    return found


def _with_partners(clause: Masked) -> str:
    """Return the text of a clause with a sign of its own for the role of a partner."""
    return "".join(
        _PARTNER if mention is not None and mention.iri.endswith("/roles/partner") else character
        for character, mention in zip(clause.text, clause.named, strict=True)
    )


def edition(seen: Seen) -> Mention | None:
    """Return the last event that a passage names, prizes after all others; None without one."""
    named = [m for m in reversed(seen.masked.named) if m is not None and _is_edition(m)]
    return next((m for m in named if not _is_prize(m)), next(iter(named), None))


def _is_prize(event: Mention) -> bool:
    """Tell whether an event is one of prizes, which no “forum” or “event” behind it means."""
    return _PRIZES in event.iri


def _is_edition(event: Mention) -> bool:
    """Tell whether something is one event, and no meeting of a body or series of events."""
    return class_of(event) == "event" and any(c.isdigit() for c in event.iri.rpartition("/id/")[2])


def _groups(clause: Masked) -> list[list[int]]:
    """Return the places of those who may be sponsors, those in one list together."""
    found: list[list[int]] = []
    for place, mention in enumerate(clause.named):
        if mention is None or class_of(mention) not in _GIVERS or not mention.iri:
            continue
        if is_fund(mention) or mention.iri.endswith(_NO_SPONSORS) or mention.pattern in _NO_GIVERS:
            continue
        if found and joins(clause.text[found[-1][-1] + 1 : place]):
            found[-1].append(place)
        else:
            found.append([place])
    return found


def _told(seen: Seen, frame: Frame, before_lead: Mention | None) -> Iterator[Claim]:
    """Yield the sponsors of sentences that call them so."""
    words = words_of(seen.lexicon.language)
    lead = frame.lead
    event = _event(lead.masked) if lead is not None else None
    led = lead is not None and lead.lexicon.first("leads", normal(lead.passage.text)) == "sponsors"
    if led and event is None:
        # “Its partners were:”, of an event that was named above.
        event = before_lead
    goes_on = False
    earlier = before_lead
    listed = led and _is_item(seen, lead)
    for sentence in seen.masked.sentences():
        here = _event(sentence)
        earlier = event if event is not None and not _is_prize(event) else earlier
        event = here or event
        if here is None and event is not None and _is_prize(event) and earlier is not None:
            # “For the prizes of 2016 … The Forum was sponsored by …”.
            event = earlier if words.there.search(sentence.text) else event
        if event is None and words.there.search(sentence.text):
            # “The Forum was sponsored by …”, in a paragraph of its own.
            event = before_lead
        # “Sponsors were A (gold); below them, B and C”: what follows a semicolon, and says little.
        more = goes_on and here is None and len(_LETTERS.findall(sentence.text)) <= _LITTLE
        speaks = more or listed or _speaks(seen, sentence, led=led)
        speaks = speaks or (goes_on and _begins_with_tier(seen, sentence))
        goes_on = speaks and sentence.text.endswith(_PARTING)
        if event is None or not speaks or _gives(sentence) or _is_project(seen, event):
            continue
        vetoes = vetoes_of(seen.lexicon.language)
        if more and vetoes.denies(sentence.text):
            continue
        at = [place for place, mention in enumerate(sentence.named) if mention is here is not None]
        at = at or _said_at(seen, sentence)
        givers = [
            (place, mention)
            for place, mention in enumerate(sentence.named)
            if mention is not None
            and class_of(mention) in _GIVERS
            and mention.iri
            and not mention.iri.endswith(_NO_SPONSORS)
            and mention.pattern not in _NO_GIVERS
            and not _is_place(seen, sentence, place)
            and not vetoes.bars(sentence, place, *at)
            and _told_of(seen, sentence, mention, led=led)
        ]
        givers = _without_others(sentence, _behind_colon(sentence, givers), words)
        before = ""
        # Of a list, the commas are others there.
        apart = (",",) if seen.lexicon.language == _HAN else ()
        ahead = _tiers_ahead(seen, sentence, givers)
        for number, (place, giver) in enumerate(givers):
            until = givers[number + 1][0] if number + 1 < len(givers) else len(sentence.text)
            parts = {"partner": giver.iri, "event": event.iri}
            first = givers[number - 1][0] + 1 if number else 0
            piece = (first, place) if ahead else (place, until)
            tier = seen.lexicon.first("tiers", _said(seen, sentence, *piece))
            if not tier and number == 0:
                tier = seen.lexicon.first("tiers", _said(seen, sentence, 0, place))
            elif not tier and here is None and sentence.text[first:place] not in apart:
                # “Gold: Japan, Egypt”: the tier is that of both.
                tier = before
            before = tier
            if tier:
                parts["tier"] = tier
            name = f"{seen.lexicon.language}-sponsor"
            yield Claim("sponsors", parts, giver.start, giver.end, name, _CONFIDENCE)


def _is_project(seen: Seen, event: Mention) -> bool:
    """Tell whether something is an activity that is not held again and again, as a forum is."""
    series = offices_of(seen.lexicon.language).series
    words = event.iri.rpartition("/")[2].split("-")
    return class_of(event) == "programme" and not series.intersection(words)


def _is_item(seen: Seen, lead: Seen | None) -> bool:
    """Tell whether a passage begins with a sponsor, below “The partners of Forum 2015 were:”."""
    if lead is None or seen.passage.row or not lead.masked.text.rstrip().endswith(":"):
        return False
    language, text = lead.lexicon.language, lead.masked.text
    event = _event(lead.masked)
    if event is None or not _is_edition(event) or words_of(language).beside.search(text):
        return False
    roles = (m for m in lead.masked.named if m is not None and class_of(m) == "role")
    if vetoes_of(language).bar(text) or any(not m.iri.endswith(_PARTNERS) for m in roles):
        # “ITU organized it with its partners:”.
        return False
    return bool(_groups(seen.masked.piece(0, _BEGIN)))


def _said_at(seen: Seen, sentence: Masked) -> list[int]:
    """Return where a sentence has its word of sponsoring."""
    found = (pattern.search(sentence.text) for _, pattern in seen.lexicon.words["sponsoring"])
    return [match.start() for match in found if match is not None][:1]


def _told_of(seen: Seen, sentence: Masked, giver: Mention, *, led: bool) -> bool:
    """Tell whether the clause of a giver speaks of sponsors: not “…, while A was also asked”."""
    clauses = list(vetoes_of(seen.lexicon.language).clauses(sentence))
    if len(clauses) == 1:
        return True
    own = next((one for one in clauses if one.starts[0] <= giver.start < one.ends[-1]), sentence)
    return own is clauses[0] or (
        len(_LETTERS.findall(own.text)) <= _FEW or _speaks(seen, own, led=led)
    )


def _begins_with_tier(seen: Seen, sentence: Masked) -> bool:
    """Tell whether a part goes on with the next tier: “Platinum Partner was A; gold ones B, C”."""
    givers = (place for place, m in enumerate(sentence.named) if m and class_of(m) in _GIVERS)
    place = next(givers, 0)
    said = _said(seen, sentence, 0, place) if place <= _OPENING else ""
    return bool(seen.lexicon.first("tiers", said))


def _without_others(
    sentence: Masked, givers: Sequence[tuple[int, Mention]], words: Words
) -> list[tuple[int, Mention]]:
    """Return givers without those who only take part: “organized by A with B and C, …”."""
    kept: list[tuple[int, Mention]] = []
    last, apart = -1, False
    for place, mention in givers:
        before = sentence.text[max(0, place - _AROUND) : place]
        between = sentence.text[last + 1 : place]
        goes_on = last >= 0 and (joins(between) or _WITH.search(between) is not None)
        apart = words.apart.search(before) is not None or (apart and goes_on)
        if not apart:
            kept.append((place, mention))
        last = place
    return kept


def _behind_colon(sentence: Masked, givers: list[tuple[int, Mention]]) -> list[tuple[int, Mention]]:
    """Return those of a list, where a colon leads to it: “ITU told who they were: A, B”."""
    colon = sentence.text.find(":")
    listed = [(place, giver) for place, giver in givers if place > colon]
    return listed if colon >= 0 and listed else givers


def _gives(sentence: Masked) -> bool:
    """Tell whether a sentence is of gifts to a fund, whose donors are no sponsors of an event."""
    return any(mention is not None and is_fund(mention) for mention in sentence.named)


def _tiers_ahead(seen: Seen, sentence: Masked, givers: Sequence[tuple[int, Mention]]) -> bool:
    """Tell whether tiers stand before the sponsors: “Platinum: A and Silver: B”."""
    if not givers:
        return False
    first, last = givers[0][0], givers[-1][0]
    named = seen.lexicon.first("tiers", _said(seen, sentence, 0, first))
    behind = seen.lexicon.first("tiers", _said(seen, sentence, last + 1, len(sentence.text)))
    return bool(named) and not behind and len(givers) > 1


def _speaks(seen: Seen, sentence: Masked, *, led: bool) -> bool:
    """Tell whether a sentence is of sponsors; `led` where one of partners leads to it."""
    words = _said(seen, sentence, 0, len(sentence.text))
    return bool(seen.lexicon.first("sponsoring", words)) or (
        led and bool(seen.lexicon.first("tiers", words))
    )


def _said(seen: Seen, sentence: Masked, start: int, end: int) -> str:
    """Return the words of a piece of a sentence, those behind signs too."""
    if start >= end:
        return ""
    first, last = sentence.place(start, end)
    if end == len(sentence.text):
        # What is told in brackets at the end has no sign: “Japan (Gold Partner)”.
        after = bisect_left(seen.masked.starts, last)
        starts = seen.masked.starts
        last = starts[after] if after < len(starts) else len(seen.passage.text)
    return normal(seen.passage.text[first:last])


def _event(sentence: Masked) -> Mention | None:
    for classes in (_EVENTS, _SERIES):
        for mention in sentence.named:
            if mention is not None and class_of(mention) in classes and mention.iri:
                return mention
    return None
