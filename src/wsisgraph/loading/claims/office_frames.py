"""Rows of things parted into frames, each of one role, as cheaply as can be."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from wsisgraph.loading.claims.lexicon import joint
from wsisgraph.loading.claims.masking import SIGNS, Masked
from wsisgraph.loading.claims.office_words import COUNTRY, Item, Offices, joins

_LONGEST = 14
_SKIPPED = {"holder": 1.3, "context": 0.9, "role": 2.2}
_NO_HOLDER, _NO_CONTEXT, _NO_ROLE, _ONLY_HOLDER, _MORE = 1.5, 1.0, 0.9, 1.2, 0.4
_APART, _COMMA, _NEAR, _TORN = 1.0, 0.3, -0.3, 0.6
_SHORT, _FAR, _AROUND, _OBJECT, _TWO = 12, 90, 30, 28, 2
_STRONG = ";؛"
_TOGETHER = 10
_PAUSES = ",،、"
_SECRETARIAT = "secretariat"
_HOLDS = "holds"
_EVENTS = ("event", "series")
# “And” in Arabic, where it belongs to the code of a line: جيم2 وجيم5.
_WAW = "و"
_ASIDE = re.compile(rf" ?\([^()]{{0,12}}[{SIGNS['date']}{SIGNS['period']}][^()]{{0,6}}\)")


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


def zone(sentence: Masked, one: Item, other: Item) -> str:
    """Return the words between two things."""
    return sentence.text[one.end : other.start]


def best_frames(
    sentence: Masked, row: Sequence[Item], words: Offices, verbs: Sequence[Item] = ()
) -> list[Held]:
    """Return the frames of the cheapest way to part a row, each with the words around it.

    Args:
        sentence: with signs.
        row: its things.
        words: of offices.
        verbs: those that tell of something else here, as in “a meeting was convened by ITU”.
    """

    @cache
    def best(start: int) -> tuple[float, tuple[tuple[int, int], ...]]:
        if start == len(row):
            return 0.0, ()
        cost, rest = best(start + 1)
        choice = cost + _SKIPPED[row[start].kind], rest
        for end in range(start + 1, min(len(row), start + _LONGEST) + 1):
            if end > start + 1 and _parted(zone(sentence, row[end - 2], row[end - 1])):
                break
            own = _cost(sentence, row[start:end], words, verbs)
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
        places = [place + 1 for place, sign in enumerate(between) if sign in _PAUSES + _STRONG]
        places += [match.start() for match in words.parts.finditer(between)]
        if (more := words.more.search(between)) is not None:
            # “C2 and, since 2008, C6”: the time is of what follows.
            places = [more.start()]
        borders.append(row[end - 1].end + (places[-1] if places else 0))
    borders.append(len(sentence.text))
    return [
        replace(held, first=borders[number], last=borders[number + 1])
        for number, held in enumerate(frames)
    ]


def _parted(between: str) -> bool:
    """Tell whether a semicolon stands between two things: no frame goes beyond it."""
    return any(sign in _STRONG for sign in between)


def _border(between: str, words: Offices) -> float:
    """Return what it costs to end a frame here: nothing after a semicolon."""
    if _parted(between) or words.parts.search(between):
        return 0.0
    if any(sign in _PAUSES for sign in between):
        return _COMMA
    return _COMMA + 0.1 if joins(between) else _APART


def _held(part: Sequence[Item], sentence: Masked, words: Offices) -> Held:
    roles = [item for item in part if item.kind == "role"]
    nouns = [item for item in roles if item.form == "noun"] or roles
    text = sentence.text[part[0].start : part[-1].end]
    names = tuple(dict.fromkeys(item.name for item in nouns))
    leads = tuple(
        dict.fromkeys(i.name for i in roles if i.name == f"lead-{names[:1] and names[0]}")
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
    if not places or not any(item.kind == "role" for item in part):
        return False
    first = places[0]
    before = part[first - 1].end if first else max(0, part[0].start - _AROUND)
    return words.along.search(sentence.text[before : part[first].start]) is not None


def _cost(
    sentence: Masked, part: Sequence[Item], words: Offices, verbs: Sequence[Item]
) -> float | None:
    """Return how much is missing or far apart in a frame; None if it can be none."""
    roles = [item for item in part if item.kind == "role"]
    holders = [item for item in part if item.kind == "holder"]
    contexts = [item for item in part if item.kind == "context"]
    text = sentence.text[part[0].start : part[-1].end]
    if len({context.name for context in contexts}) > 1:
        return None
    if not _one_list(sentence, contexts, words):
        return None
    cost = sum(0.6 for _ in words.parts.finditer(text)) + 0.05 * sum(text.count(s) for s in _PAUSES)
    if not roles:
        return _without_role(sentence, part, holders, contexts, words, cost)
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
        if len(words.work.sub("", words.when.sub("", object_of))) > _OBJECT:
            # “leads a project which is relevant to C8” is no role in C8.
            return None
    if not _holders_agree(sentence, holders, part, words, text):
        return None
    if any(one.name == COUNTRY for one in holders) and not _hosts(roles, contexts):
        return None
    if not holders:
        cost += _NO_HOLDER
    elif (linked := _linked(sentence, holders, roles, contexts, words, verbs)) is None:
        return None
    else:
        cost += linked
    if not contexts:
        return cost + _NO_CONTEXT
    nearest = min(_distance(role, context) for role in roles for context in contexts)
    return cost + (_NEAR if nearest <= _SHORT else nearest / 200)


def only_near(sentence: Masked, context: Item, words: Offices, verb: int) -> bool:
    """Tell whether something else is held: a dialogue at an event, a workshop about a line.

    Args:
        sentence: with signs.
        context: the event or line.
        words: of offices.
        verb: where it is told what was done; right behind an event, it was done to the event.
    """
    before = sentence.text[max(0, context.start - _FAR) : context.start]
    behind = sentence.text[context.end : context.end + _SHORT]
    if context.name in _EVENTS:
        beside = 0 <= verb - context.end <= _SHORT
        return not beside and bool(words.at.search(before) or words.at_behind.match(behind))
    if context.name == "line":
        return bool(words.about.search(before) or words.about_behind.match(behind))
    return False


def _begins(sentence: Masked, context: Item, role: Item, words: Offices) -> bool:
    """Tell whether another role begins behind a context: “of C8 and as co-facilitator of C3”."""
    between = zone(sentence, context, role) if context.end <= role.start else ""
    joint_ = joint().match(between)
    rest = between[joint_.end() :] if joint_ is not None else ""
    said = joint_ is not None and bool(joint_.group().strip())
    return said and words.capacity.fullmatch(f"{rest.strip()} ") is not None


def _hosts(roles: Sequence[Item], contexts: Sequence[Item]) -> bool:
    """Tell whether roles are ones that countries have: they are hosts of events."""
    names = {role.name for role in roles}
    return names <= {"host", "co-organiser"} and all(one.name in _EVENTS for one in contexts)


def _without_role(
    sentence: Masked,
    part: Sequence[Item],
    holders: Sequence[Item],
    contexts: Sequence[Item],
    words: Offices,
    cost: float,
) -> float | None:
    if not holders:
        before = sentence.text[max(0, contexts[0].start - _AROUND) : contexts[0].start]
        return cost + _MORE if words.more.search(before) else None
    if not _one_list(sentence, holders, words):
        return None
    if not contexts:
        before = sentence.text[max(0, holders[0].start - 40) : holders[0].start]
        return cost + _ONLY_HOLDER if words.passes.search(before) else None
    first = part[0].kind
    turn = next(number for number, item in enumerate(part) if item.kind != first)
    if any(item.kind == first for item in part[turn:]):
        return None
    between = zone(sentence, part[turn - 1], part[turn])
    if words.given.search(sentence.text[max(0, part[0].start - _AROUND) : part[0].start]):
        return None
    return cost + _NO_ROLE if words.pair.fullmatch(between) else None


def _one_role(sentence: Masked, roles: Sequence[Item], words: Offices) -> bool:
    """Tell whether words of roles tell of one: “leads C7 as lead facilitator”, “chair and host”."""
    if len({role.name for role in roles}) == 1:
        return True
    if len(roles) != 2:
        return False
    one, other = roles
    between = zone(sentence, one, other)
    if joins(between) and between.strip(_PAUSES + " "):
        return True
    kinds = {role.name.removeprefix("co-").removeprefix("lead-") for role in roles}
    return len(kinds) == 1 and one.form != "noun" and other.form == "noun"


def _one_list(sentence: Masked, members: Sequence[Item], words: Offices) -> bool:
    """Tell whether things of one kind stand together, joined by nothing but joints."""
    return all(
        joins(between := _ASIDE.sub("", zone(sentence, one, other)))
        or _also(between, words)
        or (between.isspace() and other.said.startswith(_WAW))
        or (between.strip(_PAUSES + " ") == "" and _companions(sentence, one, members, words))
        for one, other in pairwise(members)
    )


def _companions(sentence: Masked, last: Item, members: Sequence[Item], words: Offices) -> bool:
    """Tell whether a list up to a member is of those with whom the next one acts: “With A, B”."""
    before = sentence.text[max(0, members[0].start - _AROUND) : members[0].start]
    plain = members[: members.index(last) + 1]
    return words.along.search(before) is not None and all(
        joins(zone(sentence, *two)) for two in pairwise(plain)
    )


def _also(between: str, words: Offices) -> bool:
    """Tell whether words add one more holder: “…, as well as …”, “… is, together with …, …”."""
    if words.also.search(between):
        return True
    link = words.links.match(between.lstrip())
    rest = between.lstrip()[link.end() :] if link is not None else ""
    return rest.startswith(tuple(_PAUSES)) and words.also.search(rest) is not None


def _holders_agree(
    sentence: Masked, holders: Sequence[Item], part: Sequence[Item], words: Offices, text: str
) -> bool:
    if _one_list(sentence, holders, words):
        return True
    role = next(item for item in part if item.kind == "role")
    ahead = [one for one in holders if one.end <= role.start]
    behind = [one for one in holders if one.start >= role.end]
    if ahead and behind and _beside(sentence, part, role, behind[0], words):
        # “ITU is the lead facilitator, together with UNESCO, of C3”.
        return _one_list(sentence, ahead, words) and _one_list(sentence, behind, words)
    if len(holders) != _TWO:
        return False
    # One passes the role on to the other.
    around = sentence.text[max(0, part[0].start - _AROUND) : part[0].start] + text
    return any(verb.search(around) for verb in (words.moves, words.gives, words.succeeds))


def _apposed(sentence: Masked, role: Item, holder: Item, words: Offices) -> bool:
    """Tell whether a body is the name of who holds a role, whatever stands before.

    “Thanked its Chair, UNDP”, “推进方粮农组织”.
    """
    between = zone(sentence, role, holder)
    if words.verb_last:
        return not between
    its = words.its.search(sentence.text[max(0, role.start - _SHORT) : role.end])
    return its is not None and words.direct.fullmatch(between) is not None


def _beside(
    sentence: Masked, part: Sequence[Item], role: Item, other: Item, words: Offices
) -> bool:
    """Tell whether a body behind a role has it beside its holder: “ITU co-hosted it with Egypt”."""
    last = max((item for item in part if item.end <= other.start), key=lambda item: item.end)
    apart = last is not role and not role.name.startswith("co-")
    return _along(zone(sentence, last, other), words, apart=apart)


def _along(between: str, words: Offices, *, apart: bool = False) -> bool:
    """Tell whether words before a body say that it is beside the holder of the role before them.

    “Facilitator with UNESCO”; `apart` from the role, “facilitators of C1 agreed with UNESCO” is
    something else, and only “together with” tells it.
    """
    if words.verb_last:
        # There such words stand before the role.
        return False
    said = between.lstrip(_PAUSES + " ")
    return words.along.fullmatch(said) is not None and not (apart and len(said) < _TOGETHER)


def _linked(
    sentence: Masked,
    holders: Sequence[Item],
    roles: Sequence[Item],
    contexts: Sequence[Item],
    words: Offices,
    verbs: Sequence[Item],
) -> float | None:
    """Return how far holder and role are apart where words link them; None where none do."""
    if roles[0].name == _SECRETARIAT and any(one.officer for one in holders):
        # No officer is a secretariat: “… the secretariat, which reports to the Secretary-General”.
        return None
    role = min(roles, key=lambda one: min(_distance(one, holder) for holder in holders))
    holder = min(holders, key=lambda one: _distance(one, role))
    ahead = holder.start < role.start
    between = zone(sentence, holder, role) if ahead else zone(sentence, role, holder)
    if role.form == _HOLDS:
        # “UNGIS comprises ITU and UNDP”: what they are in stands before the verb.
        told = not ahead and contexts and contexts[-1].end <= role.start
        return len(between) / 100 if told and len(between) < _SHORT else None
    opening = leading(sentence, role.start)
    own = words.own.search(opening) or words.own.search(
        opening + sentence.text[role.start : role.end]
    )
    if own is not None:
        # “During its chairmanship of UNGIS, ITU …”: its own, of whom the sentence speaks.
        near_by = ahead or any(sign in _PAUSES for sign in between) or _ASIDE.search(between)
        return len(between) / 100 if near_by and len(between) < _FAR else None
    if len(between) > _FAR or words.others.search(between):
        return None
    first = min(holders[0].start, role.start, *(one.start for one in contexts))
    last = max(holders[-1].end, role.end, *(one.end for one in contexts))
    named_by = words.agent.search(
        sentence.text[max(0, holders[0].start - _AROUND) : holders[0].start]
    )
    if not ahead and _apposed(sentence, role, holder, words):
        return len(between) / 100
    if not ahead and words.others.search(leading(sentence, min(first, role.start))):
        return None
    bare = words.when.sub("", between)
    by = named_by is not None or (words.inverted and not ahead and not bare.strip())
    cost = len(between) / 100
    if role.form != "noun":
        if role.form == "passive" and not by:
            return None
        if ahead or by:
            return cost
        return cost + 0.3 if words.inverted else None
    helped = any(
        not joins(between) and _also(between, words)
        for between in (zone(sentence, *two) for two in pairwise(holders))
    )
    if ahead and helped and words.capacity.fullmatch(zone(sentence, holder, role)):
        # “With UNDESA, assisted by ITU as co-facilitator”.
        return None
    if ahead and words.barred.search(sentence.text[max(0, role.start - _AROUND) : role.start]):
        return None
    if ahead and words.whose.match(sentence.text, role.end):
        return None
    if ahead and words.beside.search(sentence.text[holder.start : role.end]):
        return None
    barred = words.barred.search(leading(sentence, role.start)) is not None
    ends = [one.end for one in (role, *contexts) if one.end <= holder.start]
    near = between if ahead else sentence.text[max(ends) : holder.start]
    near = _ASIDE.sub("", near)
    if not ahead and _along(near, words, apart=near != between):
        return cost
    if words.direct.fullmatch(near) and (ahead or not barred):
        return cost
    if not ahead and words.behalf.search(leading(sentence, role.start)):
        return None
    if by and (words.inverted or not ahead):
        other = any(
            role.end <= verb.start < holder.start
            and not (role.name == _SECRETARIAT and verb.name == "host")
            for verb in verbs
        )
        return None if other else cost
    reach = last + _SHORT if words.verb_last else max(holder.start, role.start)
    inside = sentence.text[first:reach]
    if words.links.search(inside) or words.ceased.search(inside):
        return cost
    if words.moves.search(sentence.text[first:last]):
        return cost
    if ahead and not words.inverted:
        return None
    return cost + 0.2 if words.links.search(leading(sentence, first)) else None


def leading(sentence: Masked, start: int) -> str:
    """Return the words before a place, back to the last pause."""
    before = sentence.text[max(0, start - _FAR) : start]
    return re.split(f"[{_PAUSES}{_STRONG}]", before)[-1]


def _distance(one: Item, other: Item) -> int:
    return max(other.start - one.end, one.start - other.end, 0)
