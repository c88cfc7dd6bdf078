"""Statements that patterns give whole: gifts, sponsors, what serves a goal."""

import re
from collections.abc import Iterable, Iterator

from wsisgraph.loading.claims.finding import claims_of, find, value_of
from wsisgraph.loading.claims.frames import Frame
from wsisgraph.loading.claims.masking import SIGNS, Masked, class_of
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.spans import span
from wsisgraph.loading.texts.model import Claim, Mention

PARTS = {
    "submits": ("document",),
    "considers": ("document", "meeting"),
    "adopts": ("target",),
    "amends": ("target",),
    "replaces": ("target",),
    "contributes": ("donor", "fund"),
    "under-line": ("activity", "line"),
    "serves": ("activity", "target"),
}
"""The parts that a claim of a kind must have."""

_DATED = ("contributes",)
_CITED = ("instrument", "document")
_GIVERS = ("body", "country")
_AMOUNT = re.compile(rf" ?\({SIGNS['figure']}")
_BEGIN = 16
_UNDER_HEADING = 0.7
_IN_LIST = 0.8
_CITES = 0.97


def relations(seen: Seen, frame: Frame) -> Iterator[Claim]:
    """Yield the statements of a passage that patterns give whole."""
    found: dict[tuple[str, ...], Claim] = {}
    for claim in (*_by_pattern(seen, frame), *_listed(seen, frame), *_under_heading(seen, frame)):
        key = (claim.kind, *(claim.parts.get(name, "") for name in PARTS[claim.kind]))
        found.setdefault(key, claim)
    yield from found.values()


def citations(seen: Seen) -> Iterator[Claim]:
    """Yield what a passage cites: every instrument and document that it names, once."""
    cited: set[str] = set()
    for mention in seen.masked.named:
        if mention is not None and class_of(mention) in _CITED and mention.iri not in cited:
            cited.add(mention.iri)
            if mention.iri:
                parts = {"target": mention.iri}
                name = f"{seen.lexicon.language}-citation"
                yield Claim("cites", parts, mention.start, mention.end, name, _CITES)


def _by_pattern(seen: Seen, frame: Frame) -> Iterator[Claim]:
    for sentence in seen.masked.sentences():
        for found in find(sentence, seen.lexicon.patterns, tuple(PARTS)):
            kind = found.pattern.kind
            dates: dict[str, str] = {}
            if kind in _DATED:
                time = span(sentence, seen.lexicon, found.start, found.end)
                dates = {"start": time.start, "end": time.end}
            for claim in claims_of(found, frame, PARTS[kind]):
                if kind == "contributes" and "fund" not in claim.parts["fund"]:
                    continue
                said = {**claim.parts, **{name: date for name, date in dates.items() if date}}
                if kind == "contributes" and (amount := _amount(sentence, said["donor"])):
                    said["amount"] = amount
                yield Claim(kind, said, claim.start, claim.end, claim.pattern, claim.confidence)


def _amount(sentence: Masked, donor: str) -> str:
    """Return the amount that stands in parentheses after a donor; empty without one."""
    for place, mention in enumerate(sentence.named):
        if mention is not None and value_of(mention) == donor:
            after = _AMOUNT.match(sentence.text, place + 1)
            figure = sentence.named[after.end() - 1] if after is not None else None
            return figure.said if figure is not None else ""
    return ""


def _listed(seen: Seen, frame: Frame) -> Iterator[Claim]:
    """Yield the donors of a list that a sentence opens."""
    if frame.lead is None or frame.lead.lexicon is not seen.lexicon:
        return
    lexicon, lead = seen.lexicon, frame.lead.masked
    kind = lexicon.first("leads", lead.text)
    giver = next(iter(_of(seen.masked.named[:_BEGIN], _GIVERS)), None)
    funds = [body for body in _of(lead.named, ("body",)) if "fund" in body.iri]
    if giver is None or not kind:
        return
    if kind != "contributes" or not funds:
        return
    parts = {"donor": giver.iri, "fund": funds[0].iri}
    time = span(lead, lexicon, 0, len(lead.text))
    parts |= {name: date for name, date in (("start", time.start), ("end", time.end)) if date}
    name = f"{lexicon.language}-{kind}-listed"
    yield Claim(kind, parts, giver.start, giver.end, name, _IN_LIST)


def _of(named: Iterable[Mention | None], classes: tuple[str, ...]) -> list[Mention]:
    return [m for m in named if m is not None and m.iri and class_of(m) in classes]


def _under_heading(seen: Seen, frame: Frame) -> Iterator[Claim]:
    """Yield the activities that a passage under the heading of one action line names."""
    if len({line.iri for line in frame.lines}) != 1 or seen.passage.kind == "heading":
        return
    for mention in seen.masked.named:
        if mention is not None and class_of(mention) == "programme" and mention.iri:
            parts = {"activity": mention.iri, "line": frame.lines[0].iri}
            name = f"{seen.lexicon.language}-under-heading"
            yield Claim("under-line", parts, mention.start, mention.end, name, _UNDER_HEADING)
