"""Which of two activities is meant: “A and B are under C5, and the first of these serves 5.b”."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from wsisgraph.loading.claims.masking import SIGNS, Masked
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.serving_groups import Words, groups_of, words_of
from wsisgraph.loading.claims.vetoes import without_inserted
from wsisgraph.loading.texts.model import Claim

_PARTS = {"serves": "target", "under-line": "line"}
_ACTIVITY, _TWO, _FEW = SIGNS["programme"], 2, 14
_PAUSE = re.compile("[,;،؛]")


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


def _speaks(text: str, start: int, end: int, until: int, words: Words) -> bool:
    """Tell whether such words tie something to what stands at `until`.

    In “A and B, the latter of which helps schools, serve SDG 4” they only say more of B, and “the
    former President” is none of the two.
    """
    opens = re.split(_PAUSE, text[:start])[-1]
    head, *further = re.split(_PAUSE, without_inserted(text[end:until]))
    links = (words.serves, words.under)
    is_inserted = words.relative.search(opens) or words.relative.search(head)
    if is_inserted and any(link.search(", ".join(further)) for link in links):
        return False
    is_short = len(head) <= _FEW and not further
    return is_short or any(link.search(head) for link in links)


def _told(sentence: Masked, until: int, words: Words) -> str:
    said = [
        (match.start(), match.end(), number)
        for number, pattern in ((0, words.former), (-1, words.latter))
        for match in pattern.finditer(sentence.text, 0, until)
    ]
    start, end, number = max(said, default=(-1, -1, 0))
    if start < 0 or _ACTIVITY in sentence.text[start:until]:
        return ""
    if not _speaks(sentence.text, start, end, until, words):
        return ""
    groups = [group for group in groups_of(sentence.piece(0, start)) if group.kind == "programme"]
    two = [group.members for group in groups if len(group.members) == _TWO]
    return two[-1][number].iri if two else ""
