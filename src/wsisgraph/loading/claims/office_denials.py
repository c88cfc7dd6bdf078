"""Frames that state nothing: denied, or of roles that somebody has no more."""

from wsisgraph.loading.claims.masking import Masked
from wsisgraph.loading.claims.office_frames import Held
from wsisgraph.loading.claims.office_links import PAUSES, STRONG
from wsisgraph.loading.claims.office_words import Offices
from wsisgraph.loading.claims.spans import Span


def said_of(sentence: Masked, held: Held) -> str:
    """Return the words of a frame, without what a semicolon sets off behind its things."""
    stops = (sentence.text.find(sign, held.end, held.last) for sign in STRONG)
    return sentence.text[
        held.first : min((place for place in stops if place > 0), default=held.last)
    ]


def is_gone(text: str, time: Span, words: Offices) -> bool:
    """Tell whether somebody has a role no more, and it is not told when it was."""
    return words.former.search(text) is not None and not (time.start or time.end)


def is_denied(sentence: Masked, held: Held, words: Offices) -> bool:
    """Tell whether a frame is denied; “nobody but ITU” tells of ITU."""
    denied = words.negated.search(_own_clause(sentence, held, words)) is not None
    return denied and words.alone.search(sentence.text[held.first : held.last]) is None


def _own_clause(sentence: Masked, held: Held, words: Offices) -> str:
    """Return the words of a frame without the clauses around it: “…, and UNDP has no part”."""
    behind = sentence.text[held.end : held.last]
    pause = next((place for place, sign in enumerate(behind) if sign in PAUSES + STRONG), None)
    # “The ministry has no part in it: ITU is the facilitator”.
    begin = min((one.start for one in held.holders if one.start > held.start), default=held.start)
    before = (sentence.text.rfind(sign, held.first, begin) + 1 for sign in (":", *STRONG))
    # In Arabic, “has no part in C6, which ITU facilitates” has no pause.
    own = words.own_clauses(sentence.text, held.start, held.end)
    first = max([held.first, *before, *own])
    return sentence.text[first : held.last if pause is None else held.end + pause]
