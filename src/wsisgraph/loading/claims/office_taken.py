"""Lines that somebody took over from another: “C2, C5 and C6, taken over in May 2008 from UNDP”.

The time is that of the last line alone, from which on the one has it and up to which the other had.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from wsisgraph.loading.claims.frames import Frame
from wsisgraph.loading.claims.masking import SIGNS, Masked, class_of
from wsisgraph.loading.claims.office_words import offices_of
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.spans import bounds
from wsisgraph.loading.texts.model import Claim, Mention
from wsisgraph.terms import iris

_TIMES = ("date", "period")
_SIGNS = frozenset((SIGNS["date"], SIGNS["period"]))
_FACILITATOR = "facilitator"
_SURE = 0.8
_ENDS = ("start", "end")


@dataclass(frozen=True, slots=True)
class _Taken:
    """What a sentence tells: which line, when, from whom, by whom, and where it says so.

    Attributes:
        asker: at whose request; that one had it, if anything is told of him.
        first, last: where the sentence begins and ends; what others tell has times of its own.
        again: whether the sentence prints the day a second time, for something else.
    """

    line: Mention
    day: str
    giver: str
    taker: str
    asker: str
    start: int
    end: int
    first: int
    last: int
    again: bool

    def has(self, claim: Claim) -> bool:
        """Tell whether the sentence tells a role."""
        return claim.start < self.last and self.first < claim.end

    def printed(self, claim: Claim) -> dict[str, str]:
        """Return the times of a role that are not that of the line."""
        times = ((name, claim.parts.get(name, "")) for name in _ENDS)
        return {name: day for name, day in times if day not in ("", self.day)}


def taken_over(seen: Seen, frame: Frame, claims: Sequence[Claim]) -> Iterator[Claim]:
    """Yield roles, with the time of a line that was taken over, and who had it before."""
    told = [] if _SIGNS.isdisjoint(seen.masked.signs) else list(_told(seen))
    if not told:
        yield from claims
        return
    for claim in claims:
        kept: Claim | None = claim
        for one in told:
            kept = _timed(kept, one) if kept is not None else None
        if kept is not None:
            yield kept
    for one in told:
        yield from _more(seen, frame, claims, one)


def _told(seen: Seen) -> Iterator[_Taken]:
    words = offices_of(seen.lexicon.language)
    for sentence in seen.masked.sentences(whole=True):
        if SIGNS["line"] not in sentence.signs:
            continue
        for match in words.taken.finditer(sentence.text):
            said = sentence.text[match.start() : match.end()]
            if words.negated.search(said):
                continue
            line = _named(sentence, match, "line")
            first, last = _time_within(match)
            times = [m for m in sentence.mentions(first, last) if class_of(m) in _TIMES]
            if line is not None and len(times) == 1:
                start, end = sentence.place(match.start(), match.end())
                giver, taker, asker = (
                    one.iri if (one := _named(sentence, match, name)) else ""
                    for name in ("giver", "taker", "asker")
                )
                day = bounds(times[0])[0]
                whole = sentence.place(0, len(sentence.text))
                named = (m for m in sentence.named if m is not None and class_of(m) in _TIMES)
                again = any(m != times[0] and day in bounds(m) for m in named)
                yield _Taken(line, day, giver, taker, asker, start, end, *whole, again)


def _time_within(match: re.Match[str]) -> tuple[int, int]:
    """Return where the time of a match stands: in the group of that name, if there is one."""
    found = (name for name in match.groupdict() if name.startswith("time") and match[name])
    return match.span(next(found, 0))


def _named(sentence: Masked, match: re.Match[str], name: str) -> Mention | None:
    """Return what the group of a match names whose name begins in this way."""
    found = (key for key in match.groupdict() if key.startswith(name) and match[key])
    key = next(found, "")
    return sentence.named[match.start(key)] if key else None


def _timed(claim: Claim, one: _Taken) -> Claim | None:
    """Return a role of facilitation with its time; none if it is that of him who had the line."""
    parts = claim.parts
    if not parts["role"].endswith(_FACILITATOR):
        return claim
    printed = one.printed(claim)
    if parts["context"] == one.line.iri and parts["body"] == one.giver:
        return None if _is_the_same(claim, one) else claim
    if not one.has(claim):
        return claim
    bare = {name: said for name, said in parts.items() if name not in _ENDS}
    if parts["context"] == one.line.iri:
        if parts["body"] == one.asker:
            return replace(claim, parts={**bare, "end": one.day, **printed})
        alone = one.taker in ("", parts["body"]) and not printed
        return replace(claim, parts={**bare, "start": one.day}) if alone else claim
    if parts["body"] == one.giver and claim.start < one.end and one.start < claim.end:
        return None
    if one.again:
        return claim
    return replace(claim, parts={**bare, **printed})


def _more(seen: Seen, frame: Frame, claims: Sequence[Claim], one: _Taken) -> Iterator[Claim]:
    """Yield who had the line before, and who took it, where nothing else tells that."""
    beside = [
        claim
        for claim in claims
        if claim.parts["role"].endswith(_FACILITATOR) and claim.parts["body"] != one.giver
    ]
    plain = iris.vocab("roles", _FACILITATOR)
    name = f"{seen.lexicon.language}-role-taken"
    known = [
        claim
        for claim in beside
        if claim.parts["context"] == one.line.iri and (one.has(claim) or not one.printed(claim))
    ]
    if not any(one.taker in ("", claim.parts["body"]) for claim in known):
        beside = [claim for claim in beside if one.has(claim)] or beside
        takers = {claim.parts["body"] for claim in beside} or {m.iri for m in frame.subject}
        taker = one.taker or (next(iter(takers)) if len(takers) == 1 else "")
        if taker:
            roles = {claim.parts["role"] for claim in beside if claim.parts["body"] == taker}
            role = next(iter(roles)) if len(roles) == 1 else plain
            parts = {"body": taker, "role": role, "context": one.line.iri, "start": one.day}
            yield Claim("role", parts, one.start, one.end, name, _SURE)
    if one.giver and (beside or one.taker or frame.roles):
        parts = {"body": one.giver, "role": plain, "context": one.line.iri, "end": one.day}
        had = next((c for c in claims if c.parts["body"] == one.giver and _is_begun(c, one)), None)
        if had is not None:
            parts["start"] = had.parts.get("start") or had.parts["end"]
        yield Claim("role", parts, one.start, one.end, name, _SURE)


def _is_the_same(claim: Claim, one: _Taken) -> bool:
    """Tell whether a role of him who had the line is the one that ended when it was passed on."""
    start, end = claim.parts.get("start", ""), claim.parts.get("end", "")
    if one.has(claim):
        return not (start and end) or one.day in (start, end)
    return start <= one.day and end in ("", one.day)


def _is_begun(claim: Claim, one: _Taken) -> bool:
    """Tell whether a role of the line has a day of its own, before it was passed on: the first."""
    parts = claim.parts
    day = parts.get("start") or parts.get("end", "")
    is_of_line = parts["context"] == one.line.iri and _is_the_same(claim, one)
    return is_of_line and "" < day < one.day
