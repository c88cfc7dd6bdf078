"""Which of two activities is meant: “A and B are under C5, and the first of these serves 5.b”."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from wsisgraph.loading.claims.masking import SIGNS, Masked
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.serving_groups import Words, groups_of, words_of
from wsisgraph.loading.texts.model import Claim

_PARTS = {"serves": "target", "under-line": "line"}
_ACTIVITY, _TWO = SIGNS["programme"], 2


def of_each(seen: Seen, claims: Iterable[Claim]) -> Iterator[Claim]:
    """Yield claims, those of activities with the one that “the former” or “the latter” is."""
    words = words_of(seen.lexicon.language)
    for claim in claims:
        part = _PARTS.get(claim.kind)
        meant = _meant(seen, claim, claim.parts[part], words) if part else ""
        yield replace(claim, parts={**claim.parts, "activity": meant}) if meant else claim


def _meant(seen: Seen, claim: Claim, end: str, words: Words) -> str:
    """Return the activity that is meant before a goal or line; empty if no word tells it."""
    for sentence in seen.masked.sentences(whole=True):
        places = [
            place
            for place, mention in enumerate(sentence.named)
            if mention is not None and mention.iri == end and mention.start < claim.end
        ]
        if places and claim.end <= sentence.ends[-1] + 1:
            return _told(sentence, places[-1], words)
    return ""


def _told(sentence: Masked, until: int, words: Words) -> str:
    said = [
        (match.start(), number)
        for number, pattern in ((0, words.former), (-1, words.latter))
        for match in pattern.finditer(sentence.text, 0, until)
    ]
    start, number = max(said, default=(-1, 0))
    if start < 0 or _ACTIVITY in sentence.text[start:until]:
        return ""
    groups = [group for group in groups_of(sentence.piece(0, start)) if group.kind == "programme"]
    two = [group.members for group in groups if len(group.members) == _TWO]
    return two[-1][number].iri if two else ""
