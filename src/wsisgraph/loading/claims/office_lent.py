"""What a frame of an office takes over: its holders from a list or a clause, its group from before.

“CSTD met in Geneva. UNCTAD serves as secretariat.” “… Egypt is one of the vice-chairs.”
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from wsisgraph.loading.claims.frames import Frame
from wsisgraph.loading.claims.lexicon import joint
from wsisgraph.loading.claims.masking import Masked, class_of
from wsisgraph.loading.claims.office_frames import Held
from wsisgraph.loading.claims.office_links import PAUSES
from wsisgraph.loading.claims.office_words import GROUP, Item, Offices, things

_BEGIN, _ARTICLE = 30, 6

_OFFICES = frozenset(("chair", "co-chair", "vice-chair", "rotating-chair", "secretariat"))


def last_group(earlier: Sequence[Item], words: Offices) -> Item | None:
    """Return the only thing that the sentences before one named last: a group, or its meeting."""
    named = {item.iri: item for item in earlier}
    group = next(iter(named.values()), None)
    if len(named) != 1 or group is None:
        return None
    return group if group.name == GROUP or words.group_of(group.iri) != group.iri else None


def is_of_group(sentence: Masked, held: Held, words: Offices) -> bool:
    """Tell whether a frame is of an office, and its sentence names nothing that has some."""
    if not held.holders or not _OFFICES.issuperset(held.roles):
        return False
    holders = {one.iri for one in held.holders}
    contexts = (one for one in things(sentence.named, words) if one.kind == "context")
    return all(one.iri in holders for one in contexts)


def of_subject(sentence: Masked, held: Held, above: Frame) -> Held:
    """Return a frame at the beginning of an item of a list with him of whom the list tells.

    “ITU is: – chair of UNGIS; – lead facilitator, together with UNESCO, of …”.
    """
    if not (above.item and above.subject and held.roles) or held.start > _BEGIN:
        return held
    if held.holders and not held.beside:
        return held
    named = {one.iri for one in held.holders}
    subject = tuple(
        Item(0, 0, "holder", class_of(one), mention=one)
        for one in above.subject
        if one.iri not in named and class_of(one) in ("body", "person")
    )
    return replace(held, holders=(*subject, *held.holders), sure=False, beside=False)


def with_those_before(sentence: Masked, held: Held, previous: Held, words: Offices) -> Held:
    """Return a frame that names only companions with those of whom its sentence spoke before.

    “Switzerland, the host country, is also its co-organizer alongside ITU.”
    """
    said = sentence.text[previous.end : held.end]
    behind = all(one.start > held.start for one in held.holders)
    if not (behind and previous.holders and held.form == "noun" and words.its.search(said)):
        return held
    return replace(held, holders=(*previous.holders, *held.holders), sure=False, beside=False)


def are_companions(sentence: Masked, held: Held) -> bool:
    """Tell whether the holders of a frame are one list: not “together with ITU, UNDP leads …”."""
    between = (sentence.text[one.end : other.start] for one, other in pairwise(held.holders))
    return not any(said.lstrip().startswith(tuple(PAUSES)) for said in between)


def _named_next(held: Held, following: Held) -> bool:
    """Tell whether a sentence begins with a role, and then names somebody."""
    first = held.form == "noun" and held.start <= _ARTICLE and not held.holders
    return first and any(one.start == following.start for one in following.holders)


def apposed(sentence: Masked, held: Held, following: Held, words: Offices) -> bool:
    """Tell whether who holds the next role is told of here: “Member of A and chair of B, ITU …”."""
    between = sentence.text[held.end : following.start]
    if _named_next(held, following) and not words.verb_last:
        # “Member of A since 2006, FAO is its vice-chair”.
        return between.count(",") == 1 and len(between.rpartition(",")[2]) <= _ARTICLE
    return (
        held.form == following.form == "noun"
        and held.start < _BEGIN
        and bool(following.holders and following.roles)
        and all(one.start > following.start for one in following.holders)
        and joint().match(between) is not None
        and bool(between.strip())
    )


def with_role_behind(sentence: Masked, frames: Sequence[Held], words: Offices) -> list[Held]:
    """Return frames; to those with their lines in brackets and no role, that of the last of a list.

    “A (C2, C5), B (C3) and C (C1) are the lead facilitators”.
    """
    found = list(frames)
    for number in range(len(found) - 2, -1, -1):
        held, behind = found[number], found[number + 1]
        bare = not held.roles and held.holders and held.contexts
        told = behind.roles and behind.form == "noun" and behind.holders and behind.contexts
        said = sentence.text[behind.start : behind.last]
        if not bare or not told or words.negated.search(said) or words.unreal.search(said):
            continue
        if all(in_brackets(sentence, one) for one in (held, behind)):
            found[number] = replace(held, roles=behind.roles, form=behind.form, beside=False)
            found[number + 1] = replace(behind, beside=False)
    return found


def in_brackets(sentence: Masked, held: Held) -> bool:
    """Tell whether what a role is in stands in brackets right behind its holder."""
    if not held.holders or not held.contexts:
        return False
    last = max(one.end for one in held.holders)
    return last <= held.contexts[0].start and sentence.text[last:].lstrip().startswith("(")
