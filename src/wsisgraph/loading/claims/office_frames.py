"""Rows of things parted into frames, each of one role, as cheaply as can be."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from wsisgraph.loading.claims.lexicon import joint
from wsisgraph.loading.claims.masking import ANY_SIGN, SIGNS, Masked
from wsisgraph.loading.claims.office_links import (
    AROUND,
    EVENTS,
    PAUSES,
    SHORT,
    STRONG,
    beside,
    distance,
    linked,
    looks_back,
    of_last,
    one_list,
    only_near,
    told_before,
    zone,
)
from wsisgraph.loading.claims.office_words import (
    COUNTRY,
    GROUP,
    Item,
    Offices,
    is_edition,
    joins,
)

_LONGEST = 14
_THING = re.compile(ANY_SIGN)
_SKIPPED = {"holder": 1.3, "context": 0.9, "role": 2.2}
_NO_HOLDER, _NO_CONTEXT, _NO_ROLE, _ONLY_HOLDER, _MORE = 1.5, 1.0, 0.9, 1.2, 0.4
_OF_THAT, _GIVEN = 0.5, 0.3
_APART, _COMMA, _NEAR, _TORN = 1.0, 0.3, -0.3, 1.4
_SECRETARIAT = "secretariat"
_ON = re.compile(r" ?(?:on|sur|sobre|по|в)\b")
_DESCRIPTION = 70
_OBJECT, _TWO, _ARTICLE = 28, 2, 8
# What a line in brackets is about, behind a colon or dash: “UNESCO: access to knowledge (C3)”.
_ABOUT = re.compile(rf"(?<=[:–—-]) ?[^(){ANY_SIGN[1:-1]}:;؛,،]{{2,60}}\($")
_HOLDERS = (SIGNS["body"], SIGNS["person"])
_ENTRY_MOST = 8
_ENTRY = re.compile(rf"^[^\w]{{0,4}}[{SIGNS['body']}{SIGNS['person']}] ?: ?$")
_OF_WHAT = re.compile("^(?:co|lead|sole)-")


@dataclass(frozen=True, slots=True)
class Held:
    """A frame: holders, roles, contexts; what it lacks it takes from another.

    Attributes:
        start, end: from its first to its last thing.
        first, last: the words around them that belong to no other frame.
        form: of the word of the role.
        jointly: whether the words say that it is shared.
        sure: whether the holder is named beside the role.
        lent: whether the contexts are those of another frame.
        aside: whether the role stands in brackets behind its holder, and is of nobody else.
        passed: whether it is told that one passed it on to another.
        beside: whether the holders are only those beside whom somebody else has the role.
    """

    holders: tuple[Item, ...]
    roles: tuple[str, ...]
    contexts: tuple[Item, ...]
    start: int
    end: int
    first: int = 0
    last: int = 0
    form: str = ""
    jointly: bool = False
    sure: bool = True
    lent: bool = False
    beside: bool = False
    passed: bool = False
    aside: bool = False


def best_frames(
    sentence: Masked,
    row: Sequence[Item],
    words: Offices,
    verbs: Sequence[Item] = (),
    *,
    listed: bool = False,
) -> list[Held]:
    """Return the frames of the cheapest way to part a row, each with the words around it.

    Args:
        sentence: with signs.
        row: its things.
        words: of offices.
        verbs: those that tell of something else here, as in “a meeting was convened by ITU”.
        listed: whether the sentence before tells the role of those whom this one only names.
    """

    skipped = {**_SKIPPED, "holder": _SKIPPED["role"]} if listed else _SKIPPED

    @cache
    def best(start: int) -> tuple[float, tuple[tuple[int, int], ...]]:
        if start == len(row):
            return 0.0, ()
        cost, rest = best(start + 1)
        choice = cost + skipped[row[start].kind], rest
        for end in range(start + 1, min(len(row), start + _LONGEST) + 1):
            if end > start + 1 and _parted(zone(sentence, row[end - 2], row[end - 1])):
                break
            own = _cost(sentence, row[start:end], words, verbs, listed=listed)
            if own is None:
                continue
            cost, rest = best(end)
            if end < len(row):
                between = zone(sentence, row[end - 1], row[end])
                cost += _border(between, words)
                if row[end - 1].kind == row[end].kind == "context" and joins(between):
                    cost += _TORN
            if own + cost < choice[0]:
                choice = own + cost, ((start, end), *rest)
        return choice

    _, parts = best(0)
    frames = [_held(row[start:end], sentence, words) for start, end in parts]
    return _with_words(sentence, row, parts, frames, words)


def _with_words(
    sentence: Masked,
    row: Sequence[Item],
    parts: Sequence[tuple[int, int]],
    frames: Sequence[Held],
    words: Offices,
) -> list[Held]:
    """Give to each frame the words around it: those before up to the last pause before it."""
    borders = [0]
    for (_, end), (start, _) in pairwise(parts):
        between = sentence.text[row[end - 1].end : row[start].start]
        places = [place + 1 for place, sign in enumerate(between) if sign in PAUSES + STRONG + ":"]
        places += [match.start() for match in words.parts.finditer(between)]
        if (more := words.more.search(between)) is not None:
            # “C2 and, since 2008, C6”: the time is of what follows.
            places = [more.start()]
        elif (own := words.own_time.match(between)) is not None:
            places.append(own.end())
        borders.append(row[end - 1].end + (places[-1] if places else 0))
    borders.append(len(sentence.text))
    return [
        replace(held, first=borders[number], last=borders[number + 1])
        for number, held in enumerate(frames)
    ]


def _parted(between: str) -> bool:
    """Tell whether a semicolon stands between two things: no frame goes beyond it."""
    return any(sign in STRONG for sign in between)


def _border(between: str, words: Offices) -> float:
    """Return what it costs to end a frame here: nothing after a semicolon."""
    if _parted(between) or words.parts.search(between):
        return 0.0
    if any(sign in PAUSES for sign in between):
        return _COMMA
    return _COMMA + 0.1 if joins(between) else _APART


def _held(part: Sequence[Item], sentence: Masked, words: Offices) -> Held:
    roles = [item for item in part if item.kind == "role"]
    nouns = [item for item in roles if item.form == "noun"] or roles
    text = sentence.text[part[0].start : part[-1].end]
    names = tuple(dict.fromkeys(item.name for item in nouns))
    leads = tuple(
        dict.fromkeys(
            role.name
            for role in roles
            if names and role.name in (f"lead-{names[0]}", f"sole-{names[0]}")
        )
    )
    return Held(
        tuple(item for item in part if item.kind == "holder"),
        # “Takes the lead in facilitating C9”.
        leads or names,
        tuple(item for item in part if item.kind == "context"),
        part[0].start,
        part[-1].end,
        form=nouns[0].form if nouns else "",
        jointly=words.jointly.search(text) is not None,
        beside=_only_beside(sentence, part, words),
        aside=any(sentence.text[: item.start].rstrip().endswith("(") for item in nouns),
    )


def _only_beside(sentence: Masked, part: Sequence[Item], words: Offices) -> bool:
    """Tell whether a part names only others: “lead facilitator, together with UNESCO, of C3”."""
    places = [number for number, item in enumerate(part) if item.kind == "holder"]
    told = any(item.kind == "role" for item in part)
    if not places or (words.verb_last and not told):
        return False
    first = places[0]
    before = part[first - 1].end if first else max(0, part[0].start - AROUND)
    return words.along.search(sentence.text[before : part[first].start]) is not None


def _cost(
    sentence: Masked,
    part: Sequence[Item],
    words: Offices,
    verbs: Sequence[Item],
    *,
    listed: bool,
) -> float | None:
    """Return how much is missing or far apart in a frame; None if it can be none."""
    roles = _telling([item for item in part if item.kind == "role"])
    holders = [item for item in part if item.kind == "holder"]
    contexts = [item for item in part if item.kind == "context"]
    text = sentence.text[part[0].start : part[-1].end]
    if len({context.name for context in contexts}) > 1:
        return None
    if not one_list(sentence, contexts, words):
        return None
    begins = part[0].kind == "context" and part[0].start <= _ENTRY_MOST
    if begins and _ENTRY.match(sentence.text[: part[0].start]):
        # “WMO: e-environment, together with UNEP as co-facilitator”: the line is WMO's.
        return None
    cost = sum(0.6 for _ in words.parts.finditer(text)) + 0.05 * sum(text.count(s) for s in PAUSES)
    if not roles:
        no_role = _GIVEN if listed else _NO_ROLE
        return _without_role(sentence, part, holders, contexts, words, cost, no_role)
    if not _one_role(sentence, roles, words) or (
        contexts and not words.fits((role.name for role in roles), contexts)
    ):
        return None
    if any(_begins(sentence, one, roles[0], words) for one in contexts):
        return None
    if roles[0].form != "noun" and any(
        only_near(sentence, one, words, roles[0].start) for one in contexts
    ):
        return None
    if contexts and all(role.form != "noun" for role in roles):
        done = [item.end for item in part if item.end <= contexts[0].start and item not in contexts]
        object_of = sentence.text[max(done) : contexts[0].start] if done else ""
        described = _is_described(object_of, words) or _opens(roles[0], object_of)
        most = _DESCRIPTION if described else _OBJECT
        if len(words.work.sub("", words.when.sub("", object_of))) > most:
            # “leads a project which is relevant to C8” is no role in C8.
            return None
    if (
        words.inverted
        and contexts
        and all(looks_back(sentence, role, contexts, words) for role in roles)
    ):
        return None
    if _is_another_before(sentence, holders, part):
        return None
    if not _holders_agree(sentence, holders, part, words, text):
        return None
    if any(one.name == COUNTRY for one in holders) and not _hosts(roles, contexts):
        return None
    if roles[0].form == "noun" and len({one.name == COUNTRY for one in holders}) > 1:
        # “Organized with UNDP and UNCTAD, and Switzerland was its host”.
        return None
    if holders and holders[-1].start >= roles[0].end and _in_brackets(sentence, roles[0]):
        # “UNCTAD (lead), ITC and UPU”: the others are told of nothing here.
        return None
    if holders and _is_company(sentence, holders[0], roles[0], words):
        return None
    if not holders:
        cost += _MORE if _heads(sentence, roles[0]) else _NO_HOLDER
    elif (apart := linked(sentence, holders, roles, contexts, words, verbs)) is None:
        return None
    else:
        cost += apart
    if not contexts:
        before = sentence.text[max(0, part[0].start - AROUND) : part[0].start] + text
        if words.of_first.search(before) or words.of_last.search(before):
            return cost
        # “… en assure aussi le secrétariat” says that it is in something named before.
        near = sentence.text[max(0, roles[0].start - AROUND) : roles[0].start]
        return cost + (_OF_THAT if words.its.search(near) else _NO_CONTEXT)
    nearest = min(distance(role, context) for role in roles for context in contexts)
    return cost + (_NEAR if nearest <= SHORT else nearest / 200)


def _heads(sentence: Masked, role: Item) -> bool:
    """Tell whether a role heads what it is in, of whoever is spoken of: “Partner: C8 and C9”."""
    before, behind = sentence.text[: role.start], sentence.text[role.end :]
    return not before.strip() and behind.lstrip().startswith(":")


def _in_brackets(sentence: Masked, role: Item) -> bool:
    before, behind = sentence.text[: role.start].rstrip(), sentence.text[role.end :].lstrip()
    return before.endswith("(") and behind.startswith(")")


def _opens(role: Item, object_of: str) -> bool:
    """Tell whether a sentence begins with what was done: “Convened by A and hosted by B, the …”."""
    return role.form == "passive" and role.start <= _TWO and any(s in object_of for s in PAUSES)


def _is_described(object_of: str, words: Offices) -> bool:
    """Tell whether words before a line in brackets say what it is about: “on health (C7)”."""
    about = words.work.match(object_of.lstrip()) or _ON.match(object_of)
    return object_of.rstrip().endswith("(") and about is not None


def _is_company(sentence: Masked, holder: Item, role: Item, words: Offices) -> bool:
    """Tell whether a body behind a verb is beside the one before it: “A is in it, as is B”."""
    if holder.start < role.start:
        return False
    before = sentence.text[max(0, holder.start - AROUND) : holder.start]
    if role.form == "noun" and not words.so_too.search(before):
        return False
    if not any(sign in sentence.text[: role.start] for sign in _HOLDERS):
        return False
    near = sentence.text[max(0, holder.start - AROUND) : holder.start]
    last = max((match.end() for match in words.company.finditer(near)), default=None)
    return last is not None and len(near) - last <= _ARTICLE


def _is_another_before(sentence: Masked, holders: Sequence[Item], part: Sequence[Item]) -> bool:
    """Tell whether a clause with “who” is of the last of two: “for A, B, who chairs it, …”."""
    if len(holders) != _TWO or list(part[:_TWO]) != list(holders):
        return False
    return of_last(sentence.text[holders[0].start :])


def _begins(sentence: Masked, context: Item, role: Item, words: Offices) -> bool:
    """Tell whether another role begins behind a context: “of C8 and as co-facilitator of C3”."""
    between = zone(sentence, context, role) if context.end <= role.start else ""
    joint_ = joint().match(between)
    rest = between[joint_.end() :] if joint_ is not None else ""
    said = joint_ is not None and bool(joint_.group().strip())
    if said and _THING.search(sentence.text, role.end) is None:
        # “WHO: e-health, as lead facilitator”.
        return False
    return said and words.capacity.fullmatch(f"{rest.strip()} ") is not None


def _hosts(roles: Sequence[Item], contexts: Sequence[Item]) -> bool:
    """Tell whether roles are ones that countries have: hosts of events, chairs of groups."""
    names = {role.name for role in roles}
    if names <= {"chair", "co-chair", "vice-chair"}:
        return all(
            one.name in (GROUP, "programme", "meeting") or is_edition(one) for one in contexts
        )
    held = (*EVENTS, "meeting", GROUP) if names == {"host"} else EVENTS
    return names <= {"host", "organiser", "co-organiser", "convener"} and all(
        one.name in held for one in contexts
    )


def _without_role(
    sentence: Masked,
    part: Sequence[Item],
    holders: Sequence[Item],
    contexts: Sequence[Item],
    words: Offices,
    cost: float,
    no_role: float,
) -> float | None:
    if not holders:
        before = sentence.text[max(0, contexts[0].start - AROUND) : contexts[0].start]
        behind = words.more_behind.match(sentence.text, contexts[-1].end)
        last = before.rpartition(",")[2]
        goes_on = joint().fullmatch(last) is not None or before.rstrip().endswith(tuple(STRONG))
        also = behind is not None and goes_on
        more = (words.more.search(before), words.also_of.search(before))
        return cost + _MORE if also or any(more) else None
    if not one_list(sentence, holders, words):
        return None
    if not contexts:
        before = sentence.text[max(0, holders[0].start - 40) : holders[0].start]
        ways = (words.passes, words.more, words.of_first, words.of_last)
        told = (way.search(before) for way in ways)
        return cost + _ONLY_HOLDER if any(told) else None
    first = part[0].kind
    turn = next(number for number, item in enumerate(part) if item.kind != first)
    if any(item.kind == first for item in part[turn:]):
        return None
    between = _ABOUT.sub("", zone(sentence, part[turn - 1], part[turn]))
    if words.given.search(sentence.text[max(0, part[0].start - AROUND) : part[0].start]):
        return None
    if not words.pair.fullmatch(between):
        return None
    # “WMO: e-environment, together with UNEP as co-facilitator”.
    return cost + (_COMMA if between.strip() == ":" else no_role)


def _telling(roles: list[Item]) -> list[Item]:
    """Return words of roles without those that only link another: “its vice-chairs include A”."""
    first = roles[0].form if roles else ""
    return [role for role in roles if role.form != "holds"] if first == "noun" else roles


def _one_role(sentence: Masked, roles: Sequence[Item], words: Offices) -> bool:
    """Tell whether words of roles tell of one: “leads C7 as lead facilitator”, “chair and host”."""
    if len({role.name for role in roles}) == 1:
        return True
    if len(roles) != 2:
        return False
    one, other = roles
    between = zone(sentence, one, other)
    if joins(between) and between.strip(PAUSES + " "):
        # “Vice-chairs, and its secretariat is in ITU” are two.
        apart = any(sign in PAUSES for sign in between)
        return not apart or _SECRETARIAT not in (one.name, other.name)
    kinds = {_OF_WHAT.sub("", role.name) for role in roles}
    forms = one.form, other.form
    # “Takes the lead in facilitating C9”, “the leading role is entrusted to ITU”.
    # What stands between verb and noun shows that each is of its own.
    led = forms[0] != "noun" and forms[1] == "noun" and SIGNS["line"] not in between
    return len(kinds) == 1 and (led or forms == ("noun", "passive"))


def _holders_agree(
    sentence: Masked, holders: Sequence[Item], part: Sequence[Item], words: Offices, text: str
) -> bool:
    role = next(item for item in part if item.kind == "role")
    ahead = [one for one in holders if one.end <= role.start]
    behind = [one for one in holders if one.start >= role.end]
    if ahead and behind and told_before(sentence, role, words):
        return False
    if one_list(sentence, holders, words):
        return True
    if ahead and behind and beside(sentence, part, role, behind[0], words):
        # “ITU is the lead facilitator, together with UNESCO, of C3”.
        return one_list(sentence, ahead, words) and one_list(sentence, behind, words)
    if ahead and behind and role.form == "holds" and _are_beside(sentence, ahead, words):
        return one_list(sentence, ahead, words) and one_list(sentence, behind, words)
    if len(holders) != _TWO and not one_list(sentence, holders[1:], words):
        return False
    # One passes the role on to the other, or to some others.
    around = sentence.text[max(0, part[0].start - AROUND) : part[0].start] + text
    return any(verb.search(around) for verb in (words.moves, words.gives, words.succeeds))


def _are_beside(sentence: Masked, holders: Sequence[Item], words: Offices) -> bool:
    """Tell whether holders are those beside others: “in UNGIS, alongside ITU, sit …”."""
    before = sentence.text[max(0, holders[0].start - AROUND) : holders[0].start]
    return words.along.search(before) is not None
