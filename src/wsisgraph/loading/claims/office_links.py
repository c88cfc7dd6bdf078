"""What links a role to its holder in a sentence: the words between and around them."""

import re
from collections.abc import Sequence
from itertools import pairwise

from wsisgraph.loading.claims.masking import ANY_SIGN, SIGNS, Masked
from wsisgraph.loading.claims.office_words import Item, Offices, joins

SHORT, AROUND = 12, 30
"""How far words are from a thing, in signs, that are right beside it, and around it."""
STRONG = ";؛"
PAUSES = ",،、"
EVENTS = ("event", "series")
"""Classes of contexts that are held at a place and time."""
_ASIDES = (*PAUSES, "(", "–", "—", "-")
_FAR, _LONG, _TOGETHER = 90, 24, 10
# “, ” and the like, of which nothing is left out.
_BARE = 2
_SECRETARIAT = "secretariat"
_HOLDS = "holds"
_HOLDING = re.compile(f"[{SIGNS['body']}{SIGNS['person']}]")
# Chinese: “瑞士为东道国”, “由副秘书长任主席”.
_IS_ITS = re.compile(
    f"[{SIGNS['body']}{SIGNS['person']}{SIGNS['country']}]"
    "[均则也亦仍将现都一直继续]{0,4}(?:为|任|担任|出任|是|作为|当选为?|获选为?)(?:其|该论坛|论坛)?$"
)
_OF_MANY = ("partner", "member", "contributor")
# “And” in Arabic, where it belongs to the code of a line: جيم2 وجيم5.
_WAW = "و"
# What a thing is called beside its code: “C8 (cultural diversity) and C9 (media)”.
_CALLED = re.compile(rf" ?\([^(){SIGNS['body']}{SIGNS['person']}{SIGNS['role']}]{{2,40}}\)")
# Lines in brackets behind what they are about: “on culture (C8) and on ethics (C10)”.
_DESCRIBED = re.compile(
    r"\)(?: ?[,،、]| ?(?:and|et|y|e|и)\b| و|[和及与و]|以及){1,2}"
    rf"[^(){ANY_SIGN[1:-1]};:؛]{{1,60}}\("
)
# “Of C3 and of C10”.
_OF = re.compile(
    r"(?<=[,d]) (?:of|for|on|in) (?=(?:the )?$)|(?<=[,t]) (?:de|pour|sur) (?=(?:la |l')?$)|"
    r"(?<=[,y]) (?:de|para|en) (?=(?:la )?$)|(?<=[,и]) (?:по|в) (?=$)"
)
_PUT_IN = re.compile(
    rf"(?:(?<=\band)|(?<=\bet)|(?<=\by)|(?<=\bи)), [^()[\],،;:.{ANY_SIGN[1:-1]}]{{3,40}},(?= )"
)
# Russian: “принятый в Катовице Польшей”.
PLACE = re.compile(r" (?:в|во|на) [А-ЯЁ][^\W\d_]+(?:[- ][А-ЯЁ][^\W\d_]+)?(?= )")
_ASIDE = re.compile(rf" ?\([^()]{{0,12}}[{SIGNS['date']}{SIGNS['period']}][^()]{{0,6}}\)")


_THAT = re.compile(r"\b(?:that|que|что)\b|\bqu'|\bب?[أا]ن\b")
# “No longer holds, since 2019, the chair of …”: a time between two pauses parts nothing.
_INSERTED = re.compile(
    rf"[{PAUSES}] ?(?:[^\W\d_]+ ){{0,2}}[{SIGNS['date']}{SIGNS['period']}] ?[{PAUSES}]"
)


# Two bodies with nothing but a comma between them, and a clause about the last.
_TWO_AND_WHO = re.compile(
    rf"[{SIGNS['body']}{SIGNS['person']}][,،] ?(?:the |le |la |el |l')?"
    rf"[{SIGNS['body']}{SIGNS['person']}][,،] ?(?:que|quien|which|who|qui|котор\w+)\b",
    re.IGNORECASE,
)


_AND_ANOTHER = re.compile(r"\s*[,،、]\s*(?:(?:and|et|y|e|и)\b|و)")


def of_last(text: str) -> bool:
    """Tell whether a text begins with two bodies and a clause with “who” about the last."""
    return _TWO_AND_WHO.match(text) is not None


def zone(sentence: Masked, one: Item, other: Item) -> str:
    """Return the words between two things."""
    return sentence.text[one.end : other.start]


def leading(sentence: Masked, start: int) -> str:
    """Return the words before a place, back to the last pause."""
    before = _INSERTED.sub(" ", sentence.text[max(0, start - _FAR) : start])
    return re.split(f"[{PAUSES}{STRONG}]", before)[-1]


def distance(one: Item, other: Item) -> int:
    """Return how many signs stand between two things."""
    return max(other.start - one.end, one.start - other.end, 0)


def one_list(sentence: Masked, members: Sequence[Item], words: Offices) -> bool:
    """Tell whether things of one kind stand together, joined by nothing but joints."""
    if words.verb_last and any(
        one.kind == "holder" and zone(sentence, one, other) == ","
        for one, other in pairwise(members)
    ):
        # “推进方是教科文组织，国际电联…”: a list has its own comma there.
        return False
    return all(
        (other.kind == "context" and _DESCRIBED.fullmatch(zone(sentence, one, other)) is not None)
        or joins(between := _between(sentence, one, other))
        or _also(between, words)
        or (between.isspace() and other.said.startswith(_WAW))
        or (_is_link(between, words) and _companions(sentence, one, members, words))
        for one, other in pairwise(members)
    )


def _reported(opening: str) -> str:
    """Return the words behind “that”: “Japan recalled that the facilitator of C4 was ITU”."""
    return _THAT.split(opening)[-1]


def _between(sentence: Masked, one: Item, other: Item) -> str:
    """Return what joins two things, without what is said of one: “and, for the first time, B”.

    The bracket that closes behind a line is left out too.
    """
    between = zone(sentence, one, other)
    if len(between) <= _BARE:
        return between
    if one.kind == "context":
        between = _OF.sub(" ", between.removeprefix(")"))
    return _PUT_IN.sub(" ", _CALLED.sub("", _ASIDE.sub("", between)))


def _is_link(between: str, words: Offices) -> bool:
    """Tell whether nothing stands between two things, or only what links: “with A, B and C are”."""
    bare = between.strip(PAUSES + " ")
    return not bare or words.links.fullmatch(bare) is not None


def _companions(sentence: Masked, last: Item, members: Sequence[Item], words: Offices) -> bool:
    """Tell whether a list up to a member is of those with whom the next one acts: “With A, B”."""
    before = sentence.text[max(0, members[0].start - AROUND) : members[0].start]
    plain = members[: members.index(last) + 1]
    return words.along.search(before) is not None and all(
        joins(zone(sentence, *two)) for two in pairwise(plain)
    )


def _also(between: str, words: Offices) -> bool:
    """Tell whether words add one more holder: “…, as well as …”, “… is, together with …, …”."""
    if words.also.search(between):
        return True
    rest = between.lstrip()
    while (link := words.links.match(rest)) is not None and link.end():
        # “UIT sigue siendo, con …”: two words that link.
        rest = rest[link.end() :]
        if not rest.startswith(" "):
            break
        rest = rest[1:]
    return rest.startswith(tuple(PAUSES)) and words.also.search(rest) is not None


def _along(between: str, words: Offices, *, apart: bool = False) -> bool:
    """Tell whether words before a body say that it is beside the holder of the role before them.

    “Facilitator with UNESCO”; `apart` from the role, “facilitators of C1 agreed with UNESCO” is
    something else, and only “together with” tells it.
    """
    if words.verb_last:
        # There such words stand before the role.
        return False
    said = words.when.sub("", between).lstrip(PAUSES + " ")
    return words.along.fullmatch(said) is not None and not (apart and len(said) < _TOGETHER)


def _only_along(sentence: Masked, holders: Sequence[Item], verb: Item, words: Offices) -> bool:
    """Tell whether bodies behind a verb are only those with whom somebody else acts."""
    first = min(holders, key=lambda one: one.start)
    between = re.split(f"[{PAUSES}]", zone(sentence, verb, first))[-1]
    return first.start >= verb.end and _along(between, words)


def beside(sentence: Masked, part: Sequence[Item], role: Item, other: Item, words: Offices) -> bool:
    """Tell whether a body behind a role has it beside its holder: “ITU co-hosted it with Egypt”."""
    last = max((item for item in part if item.end <= other.start), key=lambda item: item.end)
    # “ITU shares the chair of UNGIS with UNDP.”
    shared = words.jointly.search(sentence.text, part[0].start, other.start) is not None
    apart = last is not role and not role.name.startswith("co-") and not shared
    return _along(zone(sentence, last, other), words, apart=apart)


def _apposed(sentence: Masked, role: Item, holder: Item, words: Offices) -> bool:
    """Tell whether a body is the name of who holds a role, whatever stands before.

    “Thanked its Chair, UNDP”, “推进方粮农组织”.
    """
    if role.name in _OF_MANY:
        # “Thanked its partners, ITU and WHO”: partners in whatever they were.
        return False
    between = zone(sentence, role, holder)
    if words.verb_last:
        return not between
    its = words.its.search(sentence.text[max(0, role.start - SHORT) : role.end])
    return its is not None and words.direct.fullmatch(between) is not None


def told_before(sentence: Masked, role: Item, words: Offices) -> bool:
    """Tell whether words right before a role say whose it is: “瑞士为东道国，国际电联…”."""
    return words.verb_last and _IS_ITS.search(sentence.text[: role.start]) is not None


def looks_back(sentence: Masked, role: Item, contexts: Sequence[Item], words: Offices) -> bool:
    """Tell whether a verb has the object before it, and what it may be in stands behind it."""
    verb = role.form != "noun" and words.back.search(sentence.text[role.start : role.end])
    return bool(verb) and all(one.start >= role.end for one in contexts)


def only_near(sentence: Masked, context: Item, words: Offices, verb: int) -> bool:
    """Tell whether something else is held: a dialogue at an event, a workshop about a line.

    Args:
        sentence: with signs.
        context: the event or line.
        words: of offices.
        verb: where it is told what was done; right behind an event, it was done to the event.
    """
    before = sentence.text[max(0, context.start - _FAR) : context.start]
    behind = sentence.text[context.end : context.end + SHORT]
    if context.name in EVENTS:
        beside = 0 <= verb - context.end <= SHORT
        return not beside and bool(words.at.search(before) or words.at_behind.match(behind))
    if context.name == "line":
        return bool(words.about.search(before) or words.about_behind.match(behind))
    return False


def _opens(
    sentence: Masked, role: Item, holder: Item, contexts: Sequence[Item], words: Offices
) -> bool:
    """Tell whether a clause opens with what somebody does: “Having facilitated C1 …, ITU”."""
    if leading(sentence, role.start).strip():
        return False
    last = max((one.end for one in contexts if one.end <= holder.start), default=role.end)
    between = words.when.sub("", sentence.text[last : holder.start])
    return between.startswith(tuple(PAUSES)) and words.direct.fullmatch(between) is not None


def _just_before(sentence: Masked, role: Item, holder: Item, contexts: Sequence[Item]) -> str:
    """Return the words between a holder and what stands before it in its frame."""
    ends = (one.end for one in (role, *contexts) if one.end <= holder.start)
    return sentence.text[max(ends, default=holder.start) : holder.start]


def linked(
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
    role = min(roles, key=lambda one: min(distance(one, holder) for holder in holders))
    holder = min(holders, key=lambda one: distance(one, role))
    ahead = holder.start < role.start
    between = zone(sentence, holder, role) if ahead else zone(sentence, role, holder)
    if role.form == _HOLDS:
        # “UNGIS comprises ITU and UNDP”: what they are in stands before the verb.
        behind = [one for one in holders if one.start >= role.end]
        between = zone(sentence, role, behind[0]) if behind else between
        told = behind and contexts and contexts[-1].end <= role.start
        return len(between) / 100 if told and len(between) < _LONG else None
    if not ahead and told_before(sentence, role, words):
        return None
    opening = leading(sentence, role.start)
    own = words.own.search(opening) or words.own.search(
        opening + sentence.text[role.start : role.end]
    )
    if own is not None:
        # “During its chairmanship of UNGIS, ITU …”: its own, of whom the sentence speaks.
        near_by = ahead or any(sign in PAUSES for sign in between) or _ASIDE.search(between)
        return len(between) / 100 if near_by and len(between) < _FAR else None
    if len(between) > _FAR or words.others.search(between):
        return None
    first = min(holders[0].start, role.start, *(one.start for one in contexts))
    last = max(holders[-1].end, role.end, *(one.end for one in contexts))
    named_by = words.agent.search(
        sentence.text[max(0, holders[0].start - AROUND) : holders[0].start]
    )
    if not ahead and _apposed(sentence, role, holder, words):
        return len(between) / 100
    if not ahead and words.others.search(_reported(leading(sentence, min(first, role.start)))):
        return None
    bare = PLACE.sub("", words.when.sub("", between)) if words.inverted else between
    by = named_by is not None or (words.inverted and not ahead and not bare.strip())
    cost = len(between) / 100
    if role.form != "noun":
        if role.form == "verb" and not ahead and _opens(sentence, role, holder, contexts, words):
            return cost
        if not ahead and words.namely.search(_just_before(sentence, role, holder, contexts)):
            # “Four agencies deputize for it, namely ITU and UNDP”.
            return cost
        if role.form == "passive" and not by:
            return None
        if role.form == "verb" and not ahead and _only_along(sentence, holders, role, words):
            # “It convenes, with ITU, the forum”: another does.
            return None
        if ahead or by:
            return cost
        if words.relative.fullmatch(sentence.text[_done(role, contexts, holder) : holder.start]):
            # “负责C9的教科文组织”: who does so stands right behind.
            return cost + 0.3
        return cost + 0.3 if words.inverted else None
    helped = any(
        not joins(between) and _also(between, words)
        for between in (zone(sentence, *two) for two in pairwise(holders))
    )
    beside_him = zone(sentence, holder, role)
    before_him = sentence.text[max(0, holder.start - AROUND) : holder.start]
    apart = words.along.search(before_him) is None and beside_him.lstrip().startswith(_ASIDES)
    if (
        ahead
        and helped
        and (
            words.capacity.fullmatch(beside_him)
            or (role.name.startswith("co-") and apart and words.direct.fullmatch(beside_him))
        )
    ):
        # “With UNDESA, assisted by ITU as co-facilitator”, “… by ITU, co-facilitator”.
        return None
    if (
        ahead
        and words.capacity.fullmatch(between)
        and words.helps.search(sentence.text[max(0, holders[0].start - AROUND) : holders[0].start])
    ):
        # “ITU assists UNESCO as co-facilitator”.
        return None
    if ahead and words.barred.search(sentence.text[max(0, role.start - AROUND) : role.start]):
        return None
    if ahead and words.whose.match(sentence.text, role.end):
        return None
    if ahead and words.beside.search(sentence.text[holder.start : role.end]):
        return None
    barred = words.barred.search(leading(sentence, role.start)) is not None
    near = between if ahead else sentence.text[_done(role, contexts, holder) : holder.start]
    near = _ASIDE.sub("", near)
    if not ahead and _goes_on(sentence, near, role):
        # “UNESCO, as facilitator of C9, and ITU held …”.
        return None
    if not ahead and _along(near, words, apart=near != between):
        return cost
    its = words.back.search(sentence.text[role.start : role.end])
    if not ahead and words.inverted and role.name in _OF_MANY and not (its or between.strip()):
        # “شركاء الاتحاد” are partners of ITU.
        return None
    if words.direct.fullmatch(near) and (ahead or not barred):
        done = leading(sentence, holder.start)[-SHORT:] if ahead and words.inverted else ""
        # “شكر الاتحاد الجهات الميسرة”: where the verb comes first, it tells of both.
        return None if not near.strip() and words.others.search(done) else cost
    if not ahead and words.behalf.search(leading(sentence, role.start)):
        return None
    if by and (words.inverted or not ahead) and not (barred and named_by is None):
        other = any(
            role.end <= verb.start < holder.start
            and not (role.name == _SECRETARIAT and verb.name == "host")
            for verb in verbs
        )
        return None if other else cost
    reach = last + SHORT if words.verb_last else max(holder.start, role.start)
    inside = sentence.text[first:reach]
    among = (zone(sentence, *two).strip(PAUSES + " ") for two in pairwise(holders))
    if words.links.search(inside) or words.ceased.search(inside):
        return cost
    if any(words.links.fullmatch(said) for said in among):
        # “Its co-organizers, alongside A, were B and C”.
        return cost
    if words.moves.search(sentence.text[max(0, first - SHORT) : last]):
        return cost
    if ahead and not words.inverted:
        return None
    opening = leading(sentence, first)
    if not ahead and words.pronouns.search(opening) and _HOLDING.search(opening):
        # “… to UNESCO, which is the facilitator of C9, ITU made a study”, where verbs come first.
        return None
    so = words.links.search(opening) or (ahead and words.ceased.search(opening))
    return cost + 0.2 if so else None


def _goes_on(sentence: Masked, near: str, role: Item) -> bool:
    """Tell whether words before a body go on with the list that one before the role began."""
    if _AND_ANOTHER.match(near) is None:
        return False
    held = (SIGNS["body"], SIGNS["person"])
    return joins(near) and any(sign in sentence.text[: role.start] for sign in held)


def _done(role: Item, contexts: Sequence[Item], holder: Item) -> int:
    """Return where a role and what it is in end before a holder."""
    return max(one.end for one in (role, *contexts) if one.end <= holder.start)
