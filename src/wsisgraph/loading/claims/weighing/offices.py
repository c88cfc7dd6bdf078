"""Roles of others, beside whom somebody is only named: “the Chair of UNGIS and UNDP”."""

from wsisgraph.loading.claims.masking import SIGNS
from wsisgraph.loading.claims.office_words import Item
from wsisgraph.loading.claims.weighing.pairs import Pair, Scene
from wsisgraph.loading.claims.weighing.role_words import PAUSES

_NOUN = "noun"
_CLOSE = 16
"""Letters between the word of an office and what it is in: “the chair of the meeting of …”."""
_APART = frozenset((*PAUSES, *SIGNS.values(), *".:()"))
_NAMELY = 24
"""Letters between a word for many and the first of them: “all facilitators, namely FAO and WHO”."""
_EVENTS = ("event", "series")


def is_of_another(whole: Scene, pair: Pair, role: str) -> bool:
    """Tell whether whoever has a role is only spoken of, beside the holder of a pair or by him.

    Args:
        whole: the passage.
        pair: what may be holder and context.
        role: the key of it.
    """
    holder, context = pair.holder, pair.context
    if min(holder.place, context.place) < 0:
        return False
    nouns = [one for one in whole.roles if one.name == role and one.form == _NOUN]
    near = next((one for one in nouns if _is_office(whole.text, one, context.place)), None)
    if near is None:
        return False
    first, last = min(near.start, context.place), max(near.end, context.place + 1)
    ahead = holder.place < first
    between = whole.text[holder.place + 1 : first] if ahead else whole.text[last : holder.place]
    words = whole.words
    return bool(words.along_with.fullmatch(between) or words.others.search(between))


def is_one_of_many(whole: Scene, pair: Pair) -> bool:
    """Tell whether the holder of a pair is one of many who only helped with an event.

    “Organized by ITU in collaboration with all facilitators of action lines, namely FAO and WHO”.
    """
    run = whole.holder_runs.get(pair.holder.place)
    if run is None or pair.context.name not in _EVENTS:
        return False
    before = whole.seen.masked.named[max(0, run.first - _NAMELY) : run.first]
    keys = (one.iri.rpartition("/")[2] for one in before if one is not None)
    return not whole.words.apart.isdisjoint(keys)


def _is_office(text: str, role: Item, place: int) -> bool:
    """Tell whether a word and what it is in make one office: “the Chair of UNGIS”."""
    between = text[role.end : place] if role.end <= place else text[place + 1 : role.start]
    return len(between) <= _CLOSE and _APART.isdisjoint(between)
