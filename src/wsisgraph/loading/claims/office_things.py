"""The things of a sentence around offices: who may hold a role, roles, and what they may be in."""

import re
from collections.abc import Iterator, Sequence

from wsisgraph.loading.claims.masking import SIGNS, Masked, class_of
from wsisgraph.loading.claims.office_links import PLACE
from wsisgraph.loading.claims.office_words import COUNTRY, GROUP, PLAN, Item, Offices, joins, thing

_BARE, _LINKED = 16, 28
_HELD = ("event", "series", "meeting", GROUP)
_CONFERENCES = ("/body/itu-pp", "/body/itu-wtdc", "/body/itu-wtsa", "/body/itu-wrc")
_PAUSE = re.compile("[,،、;؛()]")
_WHOLE, _SEVERAL = "/c7", 2
_OF_WHOLE = re.compile(f"{_WHOLE}-[a-z]+$")
_HELD_IN = re.compile(
    f"[{SIGNS['event']}{SIGNS['meeting']}{SIGNS['programme']}]"
    f"|[{SIGNS['date']}{SIGNS['period']}]| (?:года|г\\.|году)(?= |$)"
)
# “Хозяйкой Форума, состоявшегося в Эр-Рияде, была Саудовская Аравия”.
_INSERTED = re.compile(r"[,،] ?[^\W\d_]{4}[^,،;.]{3,80}[,،]")
# By whom, in Russian: “принятый в Катовице Польшей”.
_BY = re.compile(r"(?:[оеё]м|[оеё]й|ью|[ая]ми)$")
_HOSTS = ("host", "organiser", "co-organiser", "convener")
_CHAIRS = ("chair", "co-chair", "vice-chair")


def items(sentence: Masked, words: Offices, *, of_group: bool = False) -> list[Item]:
    """Return the things of a sentence from left to right.

    Args:
        sentence: with signs.
        words: of offices.
        of_group: whether the sentence before it is about a group.
    """
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
    if any(item.name == "host" for item in row) and not any(item.name in _HELD for item in row):
        # A conference is hosted somewhere, and has no other role of these.
        row.extend(
            Item(place, place + 1, "context", "meeting", mention=mention)
            for place, mention in enumerate(sentence.named)
            if mention is not None and mention.iri.endswith(_CONFERENCES) and place not in taken
        )
    row = _without_whole(row)
    lines = any(item.name == "line" for item in row)
    row.extend(_countries(sentence, row, words, of_group=of_group))
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


def _without_whole(row: list[Item]) -> list[Item]:
    """Leave out C7 where its parts are named: “facilitators of C7: UNCTAD (e-business), …”."""
    parts = [item for item in row if item.name == "line" and _OF_WHOLE.search(item.iri)]
    if len(parts) < _SEVERAL:
        return row
    return [item for item in row if not item.iri.endswith(_WHOLE)]


def _countries(
    sentence: Masked, row: Sequence[Item], words: Offices, *, of_group: bool
) -> Iterator[Item]:
    """Yield countries beside words of what they hold: “co-hosted by Switzerland”, “Egypt hosted …”.

    Where the verb comes first, they stand right behind it; and groups are chaired by some.
    """
    hosting = [item for item in row if item.name in _HOSTS]
    led = _has_group(row) or any(item.name in ("programme", "meeting") for item in row)
    of_group = of_group or led or words.its.search(sentence.text) is not None
    chairing = [item for item in row if item.name in _CHAIRS] if of_group else []
    if not hosting and not chairing:
        return
    acting = [*hosting, *chairing]
    found = [
        Item(place, place + 1, "holder", COUNTRY, mention=mention)
        for place, mention in enumerate(sentence.named)
        if mention is not None and class_of(mention) == "country" and mention.iri
    ]
    told: list[Item] = []
    holding = [_holds(sentence, one, hosting, acting, told, words) for one in found]
    # “The Forum was convened by ITU and Switzerland”.
    bodies = [item for item in row if item.kind == "holder"] if hosting else []
    for number, one in enumerate(found):
        if not holding[number] and any(_are_joined(sentence, one, body) for body in bodies):
            holding[number] = True
    # “Egypt, Kenya and Switzerland were its vice-chairs”: each joined to one that holds it.
    steps = range(1, len(found))
    for number, other in (*((n, n - 1) for n in steps), *((n - 1, n) for n in reversed(steps))):
        joined = holding[other] and not holding[number]
        if joined and _are_joined(sentence, found[number], found[other]):
            holding[number] = True
    yield from (one for one, holds in zip(found, holding, strict=True) if holds)


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
    nouns = [item for item in acting if item.form == "noun" and item.end <= place]
    if any(item not in told and _is_called(text[item.end : place], words) for item in nouns):
        return True
    verb = next((item for item in acting if item.start > place), None)
    if verb is not None and _is_beside(text[place + 1 : verb.start], verb, words):
        told.append(verb)
        return True
    if any(_is_behind(text, item, place, words) for item in acting if item.form == "verb"):
        return True
    if _BY.search(country.said) and any(
        not PLACE.sub("", words.when.sub("", text[item.end : place])).strip()
        for item in acting
        if item.form == "passive" and item.end <= place
    ):
        return True
    return any(item not in told and _is_named(text[item.end : place], words) for item in nouns)


def _is_called(between: str, words: Offices) -> bool:
    """Tell whether nothing stands between a noun and the country whose it is."""
    return words.direct.fullmatch(between) is not None


def _is_beside(between: str, verb: Item, words: Offices) -> bool:
    """Tell whether a country stands right before its word: “Suiza, anfitriona”, “, which hosts”."""
    if _PAUSE.search(between) is None:
        # “L'Égypte occupe l'un des sièges de vice-président”.
        linked = len(between) <= _LINKED and words.links.search(between) is not None
        return len(between) <= _BARE or (linked and not words.verb_last)
    if len(between) > _BARE:
        return False
    behind = between.lstrip(", ")
    return (verb.form == "noun" and _is_called(between, words)) or (
        verb.form == "verb" and words.again.match(behind) is not None and not _PAUSE.search(behind)
    )


def _is_behind(text: str, verb: Item, place: int, words: Offices) -> bool:
    """Tell whether a country stands right behind its verb: “the group, que préside le Japon”."""
    if not words.inverted or verb.end > place:
        return False
    between = text[verb.end : place]
    if not _HELD_IN.sub("", between).strip():
        # “Принимала Форум ВВУИО 2025 года Швейцария”.
        return True
    which = words.which.search(text[max(0, verb.start - _BARE) : verb.start])
    return which is not None and words.direct.fullmatch(words.when.sub("", between)) is not None


def _is_named(between: str, words: Offices) -> bool:
    """Tell whether words between a noun and a country say that it is the country's name."""
    between = _INSERTED.sub(" ", between)
    near = (
        len(between) <= (_BARE if words.verb_last else _LINKED) and _PAUSE.search(between) is None
    )
    return near and words.links.search(between) is not None


def _has_group(row: Sequence[Item]) -> bool:
    """Tell whether a group is named already: then “the group” is that one."""
    return any(item.name == GROUP for item in row)
