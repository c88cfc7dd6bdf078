"""Patterns run over sentences: what matched, and which mentions are its parts."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeVar

from wsisgraph.loading.claims.frames import Frame
from wsisgraph.loading.claims.lexicon import Pattern, Patterns
from wsisgraph.loading.claims.masking import Masked, class_of
from wsisgraph.loading.texts.model import Claim, Mention

_A = TypeVar("_A")
_B = TypeVar("_B")
_C = TypeVar("_C")
_MOST = 400
"""Combinations of one match that are followed; a sentence that gives more is no sentence."""
EACH = "each"
"""With what the name of a pattern ends if it gave to each of several holders its own role."""
_BESIDE = ("figure", "address")
_TIMES = ("when", "start", "end", "due")
"""Parts that are dates; among the members of other lists dates and figures only stand beside."""


@dataclass(frozen=True, slots=True)
class Found:
    """A match of a pattern.

    Attributes:
        pattern: that matched.
        sentence: in which.
        parts: mentions by the name of the part.
        start, end: in the masked text of the sentence.
    """

    pattern: Pattern
    sentence: Masked
    parts: Mapping[str, tuple[Mention, ...]]
    start: int
    end: int


def find(
    sentence: Masked, patterns: Patterns, kinds: tuple[str, ...], *, wide: bool | None = None
) -> Iterator[Found]:
    """Yield the matches of the patterns of some kinds in a sentence, pattern by pattern."""
    fitting = patterns.fitting(kinds, sentence.signs, wide=wide)
    if not fitting:
        return
    if sentence.possible is None:
        sentence.possible = patterns.possible(sentence.text)
    for number in sorted(fitting.keys() & sentence.possible):
        pattern = fitting[number]
        for match in pattern.match.finditer(sentence.text):
            parts: dict[str, tuple[Mention, ...]] = {}
            for name, said in match.groupdict().items():
                if said is not None:
                    part = name.rstrip("0123456789")
                    parts[part] = (*parts.get(part, ()), *_named(sentence, match, name))
            yield Found(pattern, sentence, parts, *match.span())


def claims_of(found: Found, frame: Frame, names: Sequence[str]) -> Iterator[Claim]:
    """Yield the claims of a match: one for every combination of its parts.

    Args:
        found: the match.
        frame: what the passage takes over.
        names: of the parts that a claim must have; one without any of them is none.
    """
    parts = {**inherited(found, frame), **found.parts}
    fixed = dict(found.pattern.fixed)
    if any(not parts.get(name) and name not in fixed for name in names):
        return
    start, end = found.sentence.place(found.start, found.end)
    for number, chosen in enumerate(product(*parts.values())):
        if number >= _MOST:
            return
        said = {
            name: value
            for name, mention in zip(parts, chosen, strict=True)
            if (value := value_of(mention))
        }
        yield Claim(
            found.pattern.kind,
            {**said, **fixed},
            start,
            end,
            found.pattern.name,
            found.pattern.confidence,
        )


def triples(
    holders: Sequence[_A], roles: Sequence[_B], contexts: Sequence[_C], *, each: bool
) -> Iterator[tuple[_A, _B, _C]]:
    """Yield who holds which role in what: all of them all, or `each` the one in the same place.

    “A and B are Chair and Vice-Chair, respectively”, “A and B lead C3 and C7, respectively”.
    """
    if each and len(holders) == len(roles) > 1:
        for holder, role in zip(holders, roles, strict=True):
            yield from product((holder,), (role,), contexts)
    elif each and len(holders) == len(contexts) > 1:
        for holder, context in zip(holders, contexts, strict=True):
            yield from product((holder,), roles, (context,))
    else:
        yield from product(holders, roles, contexts)


def paired(found: Found) -> Iterator[Claim]:
    """Yield one claim for each pair of a match whose two parts are equally long lists."""
    parts = found.parts
    if len({len(mentions) for mentions in parts.values()}) != 1:
        return
    start, end = found.sentence.place(found.start, found.end)
    pattern = found.pattern
    for chosen in zip(*parts.values(), strict=True):
        said = {name: value_of(mention) for name, mention in zip(parts, chosen, strict=True)}
        yield Claim(pattern.kind, said, start, end, pattern.name, pattern.confidence)


def inherited(found: Found, frame: Frame) -> dict[str, tuple[Mention, ...]]:
    """Return the parts that a match takes from the frame."""
    above = {"holder": frame.subject, "context": frame.lines, "role": frame.roles}
    return {name: above.get(name, ()) for name in found.pattern.inherits if name not in found.parts}


def value_of(mention: Mention) -> str:
    """Return what stands for a mention in a claim: its IRI, else its normal form."""
    return mention.iri or mention.value


def _named(sentence: Masked, match: re.Match[str], name: str) -> list[Mention]:
    seen: dict[str, Mention] = {}
    beside = _BESIDE if name.rstrip("0123456789") in _TIMES else (*_BESIDE, "date", "period")
    for mention in sentence.mentions(*match.span(name)):
        if class_of(mention) not in beside:
            seen.setdefault(value_of(mention), mention)
    return list(seen.values())
