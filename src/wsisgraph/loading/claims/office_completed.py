"""What a frame takes from those beside it and from the sentence before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from wsisgraph.loading.claims.frames import Frame
from wsisgraph.loading.claims.masking import Masked
from wsisgraph.loading.claims.office_frames import Held
from wsisgraph.loading.claims.office_lent import (
    apposed,
    are_companions,
    in_brackets,
    is_of_group,
    last_group,
)
from wsisgraph.loading.claims.office_words import Item, Offices, joins

_BESIDE, _BEHIND = 8, 20
# Nouns that are said of many things, not only of those in which they are roles.
_OF_MANY = frozenset(("partner", "member", "contributor", "host", "initiator"))


@dataclass(frozen=True, slots=True)
class Above:
    """What a sentence takes over.

    Attributes:
        frame: of the passage.
        before: the last role that was told before it.
        listed: the role that is told of a list.
        earlier: what the sentences before it named last that a role may be in.
    """

    frame: Frame
    before: Held | None
    listed: Held | None
    earlier: tuple[Item, ...]


def completed(
    sentence: Masked,
    held: Held,
    previous: Held | None,
    following: Held | None,
    words: Offices,
    above: Above,
    spoken: Sequence[Item],
) -> Held | None:
    """Return a frame with what it takes from those beside it; None if something is missing.

    Args:
        sentence: with signs.
        held: the frame.
        previous, following: those beside it.
        words: of offices.
        above: what the sentence takes over.
        spoken: what was named before it that a role may be in.
    """
    told = _with_role(sentence, held, previous, following, words, spoken)
    if told is not None and not told.contexts:
        told = _with_context(sentence, told, previous, following, words, above, spoken)
    if told is not None and not told.holders:
        told = _with_holder(sentence, told, previous, following, words, above.before)
    return told


def _with_role(
    sentence: Masked,
    held: Held,
    previous: Held | None,
    following: Held | None,
    words: Offices,
    spoken: Sequence[Item],
) -> Held | None:
    if not held.roles and previous is None and following is not None:
        # “ITU (C2, C5) and UNESCO (C3, C8) are lead facilitators”.
        between = sentence.text[held.end : following.start].removeprefix(")")
        alike = any(one.start == following.start for one in following.holders)
        if following.form == "noun" and alike and joins(between) and held.contexts:
            held = replace(held, roles=following.roles, form=following.form)
    if not held.roles:
        if previous is None or not previous.roles or previous.aside:
            return None
        held = replace(held, roles=previous.roles, form=previous.form)
        if held.contexts and not words.fits(held.roles, held.contexts):
            return None
        if held.beside and are_companions(sentence, held) and previous.holders:
            # “UNESCO leads on C3 and, together with UNDP, on C9”.
            held = replace(held, holders=previous.holders, start=min(held.start, previous.end))
    if (
        held.form == "noun"
        and held.holders
        and not in_brackets(sentence, held)
        and words.in_all.search(sentence.text[held.first : held.end])
    ):
        # “C1 is led by UNDESA, C3 by UNESCO; ITU is in both cases co-facilitator”.
        lines = tuple({item.iri: item for item in (*spoken, *held.contexts)}.values())
        if len({item.name for item in lines}) == 1 and words.fits(held.roles, lines):
            held = replace(held, contexts=lines)
    if words.verb_last and held.beside and previous is not None and _are_others(sentence, held):
        # “A是其秘书处，并与B、C同任副主席”.
        known = {one.iri for one in held.holders}
        more = tuple(one for one in previous.holders if one.iri not in known)
        held = replace(held, holders=(*more, *held.holders), beside=False)
    return held


def _with_context(
    sentence: Masked,
    held: Held,
    previous: Held | None,
    following: Held | None,
    words: Offices,
    above: Above,
    spoken: Sequence[Item],
) -> Held | None:
    if meant := _one_of(sentence, held, spoken, words):
        return replace(held, contexts=meant)
    before = above.before
    lent: tuple[Item, ...] = ()
    line = words.again_line.search(sentence.text[held.first : held.last])
    if line is not None and words.fits(held.roles, spoken[-1:]):
        # “… has no part in C6: ITU answers for it”.
        lent = tuple(spoken[-1:])
    elif previous is not None and words.fits(held.roles, previous.contexts):
        lent = previous.contexts
    elif following is not None and words.fits(held.roles, following.contexts):
        lent = following.contexts
    elif before is not None and words.fits(held.roles, before.contexts):
        lent = before.contexts
    told = held.form != "noun" or not _OF_MANY.intersection(held.roles)
    its = words.its.search(sentence.text[held.first : held.end]) is not None
    if not lent and (told or its):
        # “C7 was with UNCTAD until 2019; ITC and UPU are its facilitators”.
        fitting = [one for one in spoken if words.fits(held.roles, (one,))] if its else spoken
        lent = tuple(fitting[-1:]) if words.fits(held.roles, fitting[-1:]) else ()
    group = last_group(above.earlier, words)
    if not lent and group is not None and not spoken and is_of_group(sentence, held, words):
        # “CSTD met in Geneva. UNCTAD serves as its secretariat”, “Its … Egypt is a vice-chair”.
        lent = (group,)
    if not lent:
        lines = tuple(Item(0, 0, "context", "line", mention=m) for m in above.frame.lines)
        lent = lines if words.fits(held.roles, lines) else ()
    if not lent:
        return None
    # “WHO (lead) and ITU (co-facilitator)”: both are told of the line before them.
    beside = previous is not None and lent is previous.contexts
    near = previous is not None and beside and held.start - previous.end <= _BESIDE
    return replace(held, contexts=lent, lent=not near)


def _with_holder(
    sentence: Masked,
    held: Held,
    previous: Held | None,
    following: Held | None,
    words: Offices,
    before: Held | None,
) -> Held | None:
    if previous is not None and previous.holders:
        return replace(held, holders=previous.holders, sure=False)
    if previous is None and following is not None and apposed(sentence, held, following, words):
        return replace(held, holders=following.holders, sure=False)
    opening = sentence.text[held.first : held.start]
    alone = before is not None and all(one.name == "line" for one in before.contexts)
    if before is not None and alone and before.holders and words.again.search(opening):
        # “It” after “ITU joined UNGIS” may be either of the two.
        return replace(held, holders=before.holders, sure=False)
    return None


def _are_others(sentence: Masked, held: Held) -> bool:
    """Tell whether the holders of a frame stand in one list: not “与B一道，C任主席”."""
    return all(
        joins(between := sentence.text[one.end : other.start]) and between.strip() != ","
        for one, other in pairwise(held.holders)
    )


def _one_of(
    sentence: Masked, held: Held, spoken: Sequence[Item], words: Offices
) -> tuple[Item, ...]:
    """Return the one of the things named before that is meant: “in the second case, a partner”."""
    # “كان البرنامج ييسر الخط الأخير”: where the verb comes first, its object stands behind.
    end = min(held.last, held.end + _BEHIND) if words.inverted else held.end
    said = sentence.text[held.first : end]
    for pattern, place in ((words.of_first, 0), (words.of_last, -1)):
        if len(spoken) > 1 and pattern.search(said) and words.fits(held.roles, spoken):
            return (spoken[place],)
    return ()
