"""The things of a sentence around offices: who may hold a role, roles, and what they may be in."""

import re
from collections.abc import Iterator, Sequence

from wsisgraph.loading.claims.masking import Masked, class_of
from wsisgraph.loading.claims.office_words import COUNTRY, GROUP, PLAN, Item, Offices, joins, thing

_BARE = 16
_PAUSE = re.compile("[,،、;؛()]")
_HOSTS = ("host", "organiser", "co-organiser")
_CHAIRS = ("chair", "co-chair", "vice-chair")


def items(sentence: Masked, words: Offices) -> list[Item]:
    """Return the things of a sentence from left to right."""
    found = [
        Item(match.start(), match.end(), "role", role, form)
        for (role, form), pattern in words.verbs.in_text(sentence.text)
        for match in pattern.finditer(sentence.text)
        if match.group()
    ]
    row: list[Item] = []
    for item in sorted(found, key=lambda one: (one.start, -one.end)):
        if not row or item.start >= row[-1].end:
            row.append(item)
    taken = {place for item in row for place in range(item.start, item.end)}
    for place, mention in enumerate(sentence.named):
        if mention is None or place in taken:
            continue
        named = thing(place, mention, words)
        if named is not None and not (mention.pattern == GROUP and _has_group(row)):
            row.append(named)
    lines = any(item.name == "line" for item in row)
    row.extend(_countries(sentence, row, words))
    return sorted(
        (
            item
            for item in row
            if (item.kind != "role" or not words.void.match(sentence.text, item.end))
            # “According to the Tunis Agenda, UNDESA is the lead facilitator of C1.”
            and not (lines and item.name == PLAN)
        ),
        key=lambda item: item.start,
    )


def _countries(sentence: Masked, row: Sequence[Item], words: Offices) -> Iterator[Item]:
    """Yield countries beside words of what they hold: “co-hosted by Switzerland”, “Egypt hosted …”.

    Where the verb comes first, they stand right behind it; and groups are chaired by some.
    """
    hosting = [item for item in row if item.name in _HOSTS]
    of_group = _has_group(row) or words.its.search(sentence.text) is not None
    chairing = [item for item in row if item.name in _CHAIRS] if of_group else []
    if not hosting and not chairing:
        return
    acting = [*hosting, *(item for item in chairing if item.form == "noun")]
    found = [
        Item(place, place + 1, "holder", COUNTRY, mention=mention)
        for place, mention in enumerate(sentence.named)
        if mention is not None and class_of(mention) == "country" and mention.iri
    ]
    told: list[Item] = []
    holding = [_holds(sentence, one, hosting, acting, told, words) for one in found]
    for number, one in enumerate(found):
        # “Egypt and Switzerland were its vice-chairs”.
        near = range(max(0, number - 1), min(len(found), number + 2))
        beside = (n for n in near if holding[n] and n != number)
        if holding[number] or any(_are_joined(sentence, one, found[n]) for n in beside):
            yield one


def _are_joined(sentence: Masked, one: Item, other: Item) -> bool:
    first, last = sorted((one.start, other.start))
    return joins(sentence.text[first + 1 : last])


def _holds(
    sentence: Masked,
    country: Item,
    hosting: Sequence[Item],
    acting: Sequence[Item],
    told: list[Item],
    words: Offices,
) -> bool:
    """Tell whether a country stands where the holder of a word does; adds the word to those told.

    Args:
        sentence: with signs.
        country: of it.
        hosting: the words of hosting.
        acting: these and the nouns of chairing.
        told: those that have a country before them.
        words: of offices.
    """
    text, place = sentence.text, country.start
    if words.agent.search(text[max(0, place - _BARE) : place]):
        return True
    verb = next((item for item in acting if item.start > place), None)
    near = verb is not None and verb.start - place <= _BARE
    if verb is not None and near and not _PAUSE.search(text[place : verb.start]):
        told.append(verb)
        return True
    first = words.inverted and any(
        item.form == "verb" and not text[item.end : place].strip() for item in hosting
    )
    return first or any(
        item.form == "noun"
        and item.end <= place
        and item not in told
        and _is_named(text[item.end : place], words)
        for item in hosting
    )


def _is_named(between: str, words: Offices) -> bool:
    """Tell whether words between a host and a country say that it is the country's name."""
    if words.direct.fullmatch(between) is not None:
        return True
    near = len(between) <= _BARE and _PAUSE.search(between) is None
    return near and words.links.search(between) is not None


def _has_group(row: Sequence[Item]) -> bool:
    """Tell whether a group is named already: then “the group” is that one."""
    return any(item.name == GROUP for item in row)
