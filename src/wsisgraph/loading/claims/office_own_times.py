"""Times of one holder of several: “ITU, FAO and WHO (since 2017)”, “and – since 2017 – WHO”.

What stands in brackets right behind a holder, or between dashes right before one, is told of that
one alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from wsisgraph.loading.claims.masking import SIGNS
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.spans import bounds
from wsisgraph.loading.texts.model import Claim

_HERE = "\ue0ff"
_HOLDERS = "[" + "".join(SIGNS[name] for name in ("body", "country", "person")) + "]"
_TIMES = frozenset((SIGNS["date"], SIGNS["period"]))
_YEAR = r"(?: год[ау]| г\.)?"
_IN_BRACKETS = re.compile(rf"(?P<holder>{_HOLDERS}) ?\([^()]{{0,14}}\Z")
_CLOSED = re.compile(rf"{_YEAR}\)")
_IN_DASHES = re.compile(r" [–—-] [^–—-]{0,14}\Z")
_DASHED = re.compile(rf"{_YEAR} [–—-] (?:[^\W\d_]{{1,3}}[ '’]){{0,2}}(?P<holder>{_HOLDERS})")
_SINCE, _NEAR = "since", 20


def with_own_times(seen: Seen, claims: Sequence[Claim]) -> Iterator[Claim]:
    """Yield roles, without a time that is told of another holder of the same role alone."""
    owned = list(_owned(seen)) if "start" in {name for one in claims for name in one.parts} else []
    roles = {_role(claim) for claim in claims}
    for claim in claims:
        for owner, day in owned:
            bearer = claim.parts["body"]
            same = (owner, *_role(claim)[1:]) in roles
            if bearer != owner and same and claim.parts.get("start") == day:
                parts = {name: said for name, said in claim.parts.items() if name != "start"}
                claim = replace(claim, parts=parts)
        yield claim


def _role(claim: Claim) -> tuple[str, str, str]:
    return claim.parts["body"], claim.parts["role"], claim.parts["context"]


def _owned(seen: Seen) -> Iterator[tuple[str, str]]:
    """Yield holders with the day since which they, and no others, hold what is told of."""
    for sentence in seen.masked.sentences():
        text = sentence.text
        for place, mention in enumerate(sentence.named):
            if mention is None or text[place] not in _TIMES:
                continue
            before = text[max(0, place - _NEAR) : place]
            is_open = bounds(mention)[1] == ""
            if not is_open and seen.lexicon.first("date_before", before + _HERE) != _SINCE:
                continue
            owner = -1
            behind = _DASHED.match(text, place + 1)
            if (match := _IN_BRACKETS.search(before)) and _CLOSED.match(text, place + 1):
                owner = place - len(before) + match.start("holder")
            elif behind is not None and _IN_DASHES.search(before):
                owner = behind.start("holder")
            if owner >= 0 and (holder := sentence.named[owner]) is not None:
                yield holder.iri, bounds(mention)[0]
