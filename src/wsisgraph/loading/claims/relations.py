"""Statements that patterns give whole: who submits what, what replaces what, what serves a goal."""

from collections.abc import Iterator

from wsisgraph.loading.claims.enacting import own
from wsisgraph.loading.claims.finding import claims_of, find, paired
from wsisgraph.loading.claims.frames import Frame
from wsisgraph.loading.claims.masking import class_of
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.serving_groups import words_of
from wsisgraph.loading.claims.vetoes import vetoes_of
from wsisgraph.loading.texts.model import Claim

PARTS = {
    "submits": ("document",),
    "considers": ("document", "meeting"),
    "adopts": ("target",),
    "amends": ("target",),
    "replaces": ("target",),
    "under-line": ("activity", "line"),
    "serves": ("activity", "target"),
}
"""The parts that a claim of a kind must have."""

_TIES = ("serves", "under-line")
_CITED = ("instrument", "document")
_PAIRED = "paired"
_UNDER_HEADING = 0.7
_CITES = 0.97


def relations(seen: Seen, frame: Frame) -> Iterator[Claim]:
    """Yield the statements of a passage that patterns give whole."""
    found: dict[tuple[str, ...], Claim] = {}
    for claim in (*_by_pattern(seen, frame), *_under_heading(seen, frame)):
        key = (claim.kind, *(claim.parts.get(name, "") for name in PARTS[claim.kind]))
        first = found.setdefault(key, claim)
        # Who submits a document is what one match says: all of them, and nobody else.
        if claim is first or (claim.pattern, claim.start) == (first.pattern, first.start):
            yield claim


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
    vetoes = vetoes_of(seen.lexicon.language)
    for sentence in seen.masked.sentences():
        for found in find(sentence, seen.lexicon.patterns, tuple(PARTS)):
            last = max(found.start, found.end - 1)
            nth = words_of(seen.lexicon.language).nth
            if found.pattern.kind in _TIES and (
                vetoes.bars(sentence, found.start, last)
                or nth.search(sentence.text, found.start, found.end)
            ):
                # “Giga does not contribute to SDG 5”, “A and Giga, the first of which …”.
                continue
            # “C24/1 and C24/2 were submitted by Japan and Brazil respectively”.
            each = _PAIRED in found.pattern.fixed or (
                found.pattern.kind in _TIES and seen.lexicon.first("respectively", sentence.text)
            )
            one_each = list(paired(found)) if each else ()
            made = one_each or claims_of(found, frame, PARTS[found.pattern.kind])
            whole = (own(claim, seen, frame.lead) for claim in made)
            yield from (claim for claim in whole if claim is not None)


def _under_heading(seen: Seen, frame: Frame) -> Iterator[Claim]:
    """Yield the activities that a passage under the heading of one action line names."""
    if len({line.iri for line in frame.lines}) != 1 or seen.passage.kind == "heading":
        return
    here = {m.iri for m in seen.masked.named if m is not None and class_of(m) == "line"}
    if here - {frame.lines[0].iri}:
        # Whose line it is, the passage says itself.
        return
    for mention in seen.masked.named:
        if mention is not None and class_of(mention) == "programme" and mention.iri:
            parts = {"activity": mention.iri, "line": frame.lines[0].iri}
            name = f"{seen.lexicon.language}-under-heading"
            yield Claim("under-line", parts, mention.start, mention.end, name, _UNDER_HEADING)
