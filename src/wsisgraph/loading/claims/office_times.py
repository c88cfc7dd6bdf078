"""When somebody had a role: the time of a frame, and who passed it on to whom."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from wsisgraph.loading.claims.masking import SIGNS, Masked, class_of
from wsisgraph.loading.claims.office_frames import Held
from wsisgraph.loading.claims.office_links import EVENTS, PAUSES, STRONG
from wsisgraph.loading.claims.office_words import Offices, joins, offices_of
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.spans import Span, bounds, span
from wsisgraph.loading.texts.model import Claim

_DAY = 10
# Who founded something did so once, and holds it ever since.
_BEGINNER = "initiator"
_DATED = ("date", "period")
_TIME = f"[{SIGNS['date']}{SIGNS['period']}]"
_RIGHT_AHEAD = re.compile(rf"{_TIME}(?: [^\W\d_]+\.?)?,? ?$")
_RIGHT_BEHIND = re.compile(rf" ?(?:[^\W\d_]+ )?{_TIME}")
_TO = re.compile(r" (?:a|al|à|au) (?=(?:la |el |le |l')?$)")
# A verb of its own: what goes on with “as” or “its” alone has none.
_LINKED = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|est|sont|était|a|ont|fut|es|son|fue|fueron|ha|han|"
    r"является|являются|был[аио]?|стал[аио]?|остается|остаются|كان(?:ت)?|هو|هي|تتولى|يتولى)\b"
)
_TIMES = frozenset((SIGNS["date"], SIGNS["period"]))


def by_another(sentence: Masked, held: Held, words: Offices) -> bool:
    """Tell whether somebody ceased in the words of a frame who is none of its holders."""
    match = words.ceased.search(sentence.text, held.first, held.last)
    if match is None:
        return False
    contexts = {one.iri for one in held.contexts}
    pauses = [place for place, sign in enumerate(sentence.text) if sign in ",،、;؛"]
    first = max((place for place in pauses if place < match.start()), default=0)
    last = min((place for place in pauses if place >= match.end()), default=len(sentence.text))
    before, after = (
        [
            m
            for m in sentence.mentions(*piece)
            if class_of(m) in ("body", "person") and m.iri not in contexts
        ]
        for piece in ((first, match.start()), (match.end(), last))
    )
    actor = before[-1:] or after[:1]
    return bool(actor) and actor[0].iri not in {one.iri for one in held.holders}


def _is_created(piece: Masked, words: Offices) -> bool:
    """Tell whether the only time in some words is that from which there is a thing."""
    times = sum(sign in _TIMES for sign in piece.text)
    return times == 1 and words.created.search(piece.text) is not None


def from_then_on(seen: Seen, claims: Iterable[Claim]) -> Iterator[Claim]:
    """Yield roles; the date before “since then” is the first day, that of “until then” the last."""
    words = offices_of(seen.lexicon.language)
    then = [match.start() for match in words.since_then.finditer(seen.masked.text)]
    until = [match.start() for match in words.until_then.finditer(seen.masked.text)]
    for claim in claims:
        times = {}
        if not _is_dated(claim):
            said = (("start", then), ("end", until))
            times = {n: day for n, at in said if at and (day := _then(seen.masked, claim, at))}
        yield replace(claim, parts={**claim.parts, **times}) if times else claim


def _is_dated(claim: Claim) -> bool:
    return "start" in claim.parts or "end" in claim.parts


def _then(masked: Masked, claim: Claim, then: Sequence[int]) -> str:
    """Return the last date before a claim in whose clause “since then” is said; else nothing."""
    first = next((n for n, start in enumerate(masked.starts) if start >= claim.start), None)
    last = next((n for n, end in enumerate(masked.ends) if end >= claim.end), None)
    if first is None or last is None:
        return ""
    left = max((masked.text.rfind(sign, 0, first) for sign in STRONG + "."), default=-1)
    right = min(
        (place for sign in STRONG + PAUSES + ".。" if (place := masked.text.find(sign, last)) > 0),
        default=len(masked.text),
    )
    said = [place for place in then if left < place <= right]
    if not said:
        return ""
    dates = [m for m in masked.named[: said[-1]] if m is not None and class_of(m) in _DATED]
    if not dates:
        # “C6, until then facilitated by UNDP, went to ITU in 2008”.
        dates = [m for m in masked.named[right:] if m is not None and class_of(m) in _DATED][:1]
    return bounds(dates[-1])[1] if dates else ""


def passed(
    sentence: Masked, held: Held, words: Offices, time: Span
) -> list[tuple[Held, Span]] | None:
    """Return who had a role and who has it since, where a frame tells that it was passed on."""
    text = sentence.text[held.first : held.last]
    day = time.start or time.end
    if (match := words.moves.search(text)) is not None:
        first, last = held.first + match.start(), held.first + match.end()
        moved = [one for one in held.holders if first <= one.start < last]
        if len(moved) > 1:
            giver, *takers = moved
            for one in held.holders:
                # “From UNESCO to ITU and UNDP”.
                if one.start >= last and joins(sentence.text[takers[-1].end : one.start]):
                    takers.append(one)
            return [
                (replace(held, holders=(giver,), passed=True), Span("", day)),
                (replace(held, holders=tuple(takers), passed=True), Span(day, "")),
            ]
    for pattern, backwards in ((words.gives, False), (words.succeeds, True)):
        if (match := pattern.search(text)) is None:
            continue
        place = held.first + match.start()
        ahead = [item for item in held.holders if item.end <= place]
        behind = [item for item in held.holders if item.start >= place]
        if words.inverted and not ahead and len(behind) > 1:
            # “سلم البرنامج الرئاسة إلى الاتحاد”: the verb comes first.
            ahead, behind = behind[:1], behind[1:]
        if not ahead or not behind:
            # “… took over from it”: only one of the two is named.
            return [(held, Span(day, ""))] if backwards else None
        if match.group().startswith(words.passive) and words.passive:
            backwards = not backwards
        if backwards and words.taker.fullmatch(
            sentence.text, held.first + match.end(), behind[0].start
        ):
            # “… hasta 2008, cuando tomó el relevo la UIT”.
            backwards = False
        had, has = (behind, ahead) if backwards else (ahead, behind)
        if backwards and time.start and time.end and time.start != time.end:
            # “A took over from B, from 2025 to 2026”: both years are of the one who has it.
            return [(replace(held, holders=tuple(has), passed=True), time)]
        # “… from 2018 to 2019, then passed to FAO”: both years are of the one who had it.
        both = time.start and time.end and time.start != time.end
        return [
            (replace(held, holders=tuple(had), passed=True), time if both else Span("", day)),
            (replace(held, holders=tuple(has), passed=True), Span() if both else Span(day, "")),
        ]
    return None


def _is_sitting(time: Span) -> bool:
    """Tell whether a time is some days or weeks: no term of office is as short as that."""
    if not len(time.start) == len(time.end) == _DAY or time.start == time.end:
        return False
    first, last = (int(day[:4]) * 12 + int(day[5:7]) for day in (time.start, time.end))
    return 0 <= last - first <= 1


def _begun(sentence: Masked, held: Held) -> Span:
    """Return when what is founded began: the only date among the words that tell it.

    “In 2010 A founded B” and “founded by A in 2010”; but not “in 2019 B, founded by A, …”.
    """
    start, end = held.start, held.end
    ahead = sentence.text[held.first : start] if held.form == "verb" else ""
    if (before := _RIGHT_AHEAD.search(ahead)) is not None:
        start = held.first + before.start()
    if (behind := _RIGHT_BEHIND.match(sentence.text, end)) is not None:
        end = behind.end()
    dates = [mention for mention in sentence.mentions(start, end) if class_of(mention) in _DATED]
    return Span(bounds(dates[0])[0], "") if len(dates) == 1 else Span()


def meetings_apart(piece: Masked, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where meetings stand in some words outside of what is said there: days are theirs."""
    for place, mention in enumerate(piece.named):
        if mention is not None and class_of(mention) == "meeting" and not start <= place < end:
            yield place, place + 1


def of_opening(
    sentence: Masked, first: Held, previous: Held, held: Held, time: Span, words: Offices
) -> Span:
    """Return the time before all that a sentence tells, for one that goes on without a verb.

    “For 2025–2026 UNGIS elected A as its Chair and B as its Vice-Chair.”

    Args:
        sentence: with signs.
        first: its first frame.
        previous, held: a frame, and the one that goes on from it.
        time: that of the frame before.
        words: of offices.
    """
    places = [place for place, sign in enumerate(sentence.text[: held.last]) if sign in _TIMES]
    if not places or places[-1] >= first.start or first.form != "noun" or held.form != "noun":
        return Span()
    # “… eligió a A como Presidenta y a B como Vicepresidenta”.
    between = _TO.sub(" ", sentence.text[previous.end : held.start])
    if not joins(between) and not (words.verb_last and between == ","):
        return Span()
    if not held.holders or held.holders[-1].end > held.end:
        return Span()
    ahead = [one for one in held.holders if one.start == held.start]
    last = max(one.end for one in held.holders)
    bare = ahead and last < held.end and _LINKED.search(sentence.text[last : held.end]) is None
    return time if bare or words.verb_last else Span()


def time_of(
    seen: Seen, sentence: Masked, held: Held, others: list[tuple[int, int]], words: Offices
) -> Span:
    """Return the time that the words of a frame tell.

    Args:
        seen: the passage.
        sentence: of it.
        held: the frame.
        others: the pieces of the other frames; a date nearer to one of them belongs to it.
        words: of offices.
    """
    if _TIMES.isdisjoint(sentence.signs):
        return Span()
    if _BEGINNER in held.roles:
        return _begun(sentence, held)
    piece = sentence.piece(held.first, held.last)
    moved = len(sentence.text[held.first : held.last]) - len(
        sentence.text[held.first : held.last].lstrip(" ")
    )
    shift = held.first + moved
    if _is_created(piece, words):
        # “Since its creation in 2006, ITU has been a member”.
        return Span()
    beside = [(a - shift, b - shift) for a, b in others if held.first <= a < held.last]
    beside.extend(meetings_apart(piece, held.start - shift, held.end - shift))
    time = span(piece, seen.lexicon, held.start - shift, held.end - shift, beside)
    of_event = all(one.name in EVENTS for one in held.contexts)
    if _is_sitting(time) or (of_event and len(time.start) == len(time.end) == _DAY):
        # “…, chaired by Japan, met on 3 and 4 May 2024”: those days are of the meeting.
        return Span()
    began = words.begins.search(piece.text) or seen.lexicon.first("appointing", piece.text)
    if time.start == time.end and began:
        return Span(time.start, "")
    return time
