"""Sponsors and partners of events, with their tier."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from wsisgraph.loading.claims.frames import Frame
from wsisgraph.loading.claims.giving import is_fund
from wsisgraph.loading.claims.masking import Masked, class_of, normal
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.texts.model import Claim, Mention

_GIVERS = ("body", "country")
_EVENTS, _SERIES = ("event", "meeting"), ("programme",)
_CONFIDENCE = 0.8


def sponsors(seen: Seen, frame: Frame) -> Iterator[Claim]:
    """Yield the sponsors that a passage names: those of a sentence that says what they are.

    The event is that of the sentence, else the one before it in the passage or in the sentence
    that leads to it.
    """
    lead = frame.lead
    event = _event(lead.masked) if lead is not None else None
    led = lead is not None and lead.lexicon.first("leads", normal(lead.passage.text)) == "sponsors"
    for sentence in seen.masked.sentences():
        here = _event(sentence)
        event = here or event
        if event is None or not _speaks(seen, sentence, led=led) or _gives(sentence):
            continue
        givers = [
            (place, mention)
            for place, mention in enumerate(sentence.named)
            if mention is not None and class_of(mention) in _GIVERS and mention.iri
        ]
        before = ""
        ahead = _tiers_ahead(seen, sentence, givers)
        for number, (place, giver) in enumerate(givers):
            until = givers[number + 1][0] if number + 1 < len(givers) else len(sentence.text)
            parts = {"partner": giver.iri, "event": event.iri}
            first = givers[number - 1][0] + 1 if number else 0
            piece = (first, place) if ahead else (place, until)
            tier = seen.lexicon.first("tiers", _said(seen, sentence, *piece))
            if not tier and number == 0:
                tier = seen.lexicon.first("tiers", _said(seen, sentence, 0, place))
            elif not tier and here is None:
                # “Gold: Japan, Egypt”: the tier is that of both.
                tier = before
            before = tier
            if tier:
                parts["tier"] = tier
            name = f"{seen.lexicon.language}-sponsor"
            yield Claim("sponsors", parts, giver.start, giver.end, name, _CONFIDENCE)


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
