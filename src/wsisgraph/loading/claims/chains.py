"""Holders of one role after one another, each with its own time.

“The chair was held by A in 2019, by B in 2020 and by C in 2021”: what is told of one of them is
true of each, in its time.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from wsisgraph.loading.claims.masking import SIGNS, Masked, class_of
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.spans import Span, span
from wsisgraph.loading.texts.model import Claim, Mention

_HOLDERS = ("body", "person")
_TIME = f"[{SIGNS['date']}{SIGNS['period']}]"
_PLAIN = r"[^\ue000-\ue00f,،、;；.]"
# The time right behind a holder, “A from 2019 to 2020”, or right before, “2019年由A担任”.
_BEHIND = re.compile(rf"{_PLAIN}{{0,16}}{_TIME}(?:{_PLAIN}{{0,10}}{_TIME})?(?: ?\)| год\w*)?")
_AHEAD = re.compile(rf"{_TIME}(?:[至到–-]{_TIME})?(?:年|期间|则|改|均)*(?:由|是|为)$")
_WORDS = r"by|par|por|to|à|au|aux|a|al|к|на|от|then|puis|luego|затем|ثم"
_LINK = re.compile(
    rf"[ ,،、;]*(?:(?:and|et|y|и|و|和|及)(?![^\W\d_]{{3}}))?[ ,]*(?:(?:{_WORDS})(?: |$|(?=l')))*"
    r"(?:the |la |le |el |l'|ال)? *",
    re.IGNORECASE,
)
_LINK_AHEAD = re.compile(rf"{_PLAIN}{{0,8}}[,、;和及]+")
_FEWEST, _NEAR, _SURE = 2, 40, 0.8


@dataclass(frozen=True, slots=True)
class _Link:
    """A holder in a chain, with its own time."""

    holder: Mention
    time: Span


def chained(seen: Seen, claims: Sequence[Claim]) -> Iterator[Claim]:
    """Yield roles with those of the others of a chain; each has the time told beside its name."""
    if not claims or not _has_times(seen.masked):
        yield from claims
        return
    chains: list[dict[str, _Link]] = []
    for sentence in seen.masked.sentences():
        for chain in _chains(seen, sentence):
            named = {link.holder.iri: link for link in chain}
            if len(named) == len(chain):
                chains.append(named)
    told: set[tuple[str, str, str]] = set()
    for claim in claims:
        chain_of = next((c for c in chains if _is_in(claim, c)), None)
        if chain_of is None:
            yield claim
            continue
        several = len({link.time for link in chain_of.values()}) > 1
        for iri, link in chain_of.items():
            key = iri, claim.parts["role"], claim.parts["context"]
            if key not in told and iri != claim.parts["context"]:
                told.add(key)
                yield _at(claim, link, several=several)


def _has_times(masked: Masked) -> bool:
    text = masked.text
    return len(re.findall(_TIME, text)) >= _FEWEST


def _is_in(claim: Claim, chain: dict[str, _Link]) -> bool:
    """Tell whether a role is one of a chain: its holder's, told where the chain stands."""
    if claim.parts["body"] not in chain:
        return False
    first = min(link.holder.start for link in chain.values())
    last = max(link.holder.end for link in chain.values())
    return claim.start <= last and claim.end >= first - _NEAR


def _at(claim: Claim, link: _Link, *, several: bool) -> Claim:
    parts = {name: said for name, said in claim.parts.items() if name not in ("start", "end")}
    parts["body"] = link.holder.iri
    if several:
        # Each in its own time, so none together.
        parts["role"] = parts["role"].replace("/co-chair", "/chair")
    parts |= {
        name: said for name, said in (("start", link.time.start), ("end", link.time.end)) if said
    }
    start, end = min(claim.start, link.holder.start), max(claim.end, link.holder.end)
    return replace(claim, parts=parts, start=start, end=end, confidence=_SURE)


def _chains(seen: Seen, sentence: Masked) -> Iterator[list[_Link]]:
    """Yield the chains of a sentence: two or more holders, each with a time."""
    chain: list[_Link] = []
    last = 0
    for place, mention in enumerate(sentence.named):
        if mention is None or class_of(mention) not in _HOLDERS or not mention.iri:
            continue
        found = _own_time(seen, sentence, place)
        if found is None:
            if len(chain) >= _FEWEST:
                yield chain
            chain = []
            continue
        start, end, time = found
        link = _LINK_AHEAD if start < place else _LINK
        if chain and link.fullmatch(sentence.text[last:start]) is None:
            if len(chain) >= _FEWEST:
                yield chain
            chain = []
        chain.append(_Link(mention, time))
        last = end
    if len(chain) >= _FEWEST:
        yield chain


def _own_time(seen: Seen, sentence: Masked, place: int) -> tuple[int, int, Span] | None:
    """Return where a holder with its own time begins and ends, and that time."""
    ahead = _AHEAD.search(sentence.text[:place])
    if ahead is not None:
        piece = sentence.piece(ahead.start(), place + 1)
        return ahead.start(), place + 1, span(piece, seen.lexicon, 0, len(piece.text))
    behind = _BEHIND.match(sentence.text, place + 1)
    if behind is None:
        return None
    piece = sentence.piece(place, behind.end())
    return place, behind.end(), span(piece, seen.lexicon, 0, 1)
