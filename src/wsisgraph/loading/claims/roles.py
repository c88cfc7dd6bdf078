"""Roles: who holds which part in what, from when to when."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from wsisgraph.loading.claims.finding import (
    EACH,
    Found,
    find,
    inherited,
    triples,
    value_of,
)
from wsisgraph.loading.claims.frames import Frame
from wsisgraph.loading.claims.lexicon import joint
from wsisgraph.loading.claims.masking import SIGNS, Masked, class_of
from wsisgraph.loading.claims.office_links import of_last
from wsisgraph.loading.claims.office_times import meetings_apart
from wsisgraph.loading.claims.office_words import offices_of
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.spans import Span, last_date, span
from wsisgraph.loading.texts.model import Claim, Mention
from wsisgraph.terms import iris

_CHAIRS = {"chair", "co-chair", "vice-chair", "rotating-chair"}
_OF_NO_AGENCY = ("facilitator", "chair", "organiser", "initiator")
_HOLDERS = ("body", "person")
_KEY = ("body", "role", "context")
_KINDS = ("role", "handover")
_LESS_SURE = 0.8
_AFTER, _JOINED, _BEGIN = 40, 6, 40
_COMMA = re.compile(rf" ?[{SIGNS['date']}{SIGNS['period']}]? ?[,،]")
_FEWEST = 2
_PAIR = re.compile(
    rf"{SIGNS['line']} ?(?:[-–—:(]|\([^()]*\) ?[-–—:]) ?"
    rf"{SIGNS['body']}(?:(?:, | and | et | y | и |، ?و?| و|、|和|及|/){SIGNS['body']})*"
)
_TOGETHER = {"chair": "co-chair", "organiser": "co-organiser"}
_SHARED = {**_TOGETHER, "facilitator": "co-facilitator"}
# “A takes part in facilitating C7” shares it with somebody, whoever that is.
_ALWAYS = "always"
_BEFORE, _RIGHT_BEFORE = 3, 4
_PAUSES = re.compile("[,،、;；]")
_AGAIN, _NEXT = "again", 16
_SECRETARIAT = "/secretariat"
# Groups in which roles are held, and that hold none themselves.
_GROUPS = ("/ungis", "/cstd", "/cwg-wsis-sdg")
# Offices that a secretariat has, and that nobody chairs.
_OFFICES = ("/itu-general-secretariat", "/itu-bdt", "/itu-tsb", "/itu-br")
_LEAD, _SECOND = "lead-facilitator", "co-facilitator"


@dataclass(frozen=True, slots=True)
class _Told:
    """What a match says: who, which roles, in what, when, how sure."""

    holders: tuple[Mention, ...]
    roles: tuple[str, ...]
    contexts: tuple[Mention, ...]
    time: Span
    confidence: float


def roles(seen: Seen, frame: Frame) -> Iterator[Claim]:
    """Yield the roles that a passage states."""
    said: dict[tuple[str, ...], Claim] = {}
    previous = ""
    for sentence in seen.masked.sentences(whole=True):
        for claim, _ in _of_sentence(seen, sentence, frame, None, "", wide=True):
            said.setdefault(tuple(claim.parts.get(name, "") for name in _KEY), claim)
        for claim in _pairs(seen, sentence):
            said.setdefault(tuple(claim.parts.get(name, "") for name in _KEY), claim)
    before: _Told | None = None
    for sentence in seen.masked.sentences():
        found = list(_of_sentence(seen, sentence, frame, before, previous, wide=False))
        for claim, told in found:
            said.setdefault(tuple(claim.parts.get(name, "") for name in _KEY), claim)
            before = told
        previous = last_date(sentence) or previous
    for claim in _item(seen, frame):
        if not any(claim.parts["context"] == other.parts["context"] for other in said.values()):
            said.setdefault(tuple(claim.parts.get(name, "") for name in _KEY), claim)
    yield from said.values()


def _of_sentence(
    seen: Seen, sentence: Masked, frame: Frame, told: _Told | None, previous: str, *, wide: bool
) -> Iterator[tuple[Claim, _Told]]:
    kept = _joined(_kept(seen, sentence, wide))
    pieces = [(found.start, found.end) for found in kept]
    for number, found in enumerate(kept):
        others = pieces[:number] + pieces[number + 1 :]
        if found.pattern.fixed.get("context") == "before" and _of_another(sentence, found, told):
            continue
        others += meetings_apart(sentence, found.start, found.end)
        time = span(sentence, seen.lexicon, found.start, found.end, others)
        fixed = found.pattern.fixed
        if fixed.get("time") == "before":
            time = Span(previous, "")
        elif fixed.get("time") == "within":
            # “Since 2005, as facilitator of …”: the date right before is of the role too.
            within = sentence.piece(max(0, found.start - _BEFORE), found.end)
            time = span(within, seen.lexicon, 0, len(within.text))
        elif time.start == time.end and seen.lexicon.first("appointing", sentence.text):
            # “was elected in 2018”: that year it began.
            time = Span(time.start, "")
        each = bool(seen.lexicon.first("respectively", sentence.text))
        told = _told(found, frame, time, told, each=each)
        start, end = sentence.place(found.start, found.end)
        several = len(told.holders) > 1
        parted = each and several and len(told.holders) in (len(told.roles), len(told.contexts))
        name = f"{found.pattern.name}-{EACH}" if parted else found.pattern.name
        for parts in _parts(told, each=each):
            yield Claim("role", parts, start, end, name, told.confidence), told


def _of_another(sentence: Masked, found: Found, told: _Told | None) -> bool:
    """Tell whether the line named last before a match is none of those told of before it."""
    known = {context.iri for context in told.contexts} if told is not None else set()
    named = [one for one in sentence.mentions(0, found.start) if class_of(one) == "line"]
    return bool(known and named) and named[-1].iri not in known


def _joined(kept: Sequence[Found]) -> list[Found]:
    """Return matches without those that go on where nothing came before.

    “… and the chair of UNGIS”, “… and by ITU in 2021” say something only after another role.
    """
    found: list[Found] = []
    for one in kept:
        fixed = one.pattern.fixed
        begins = joint().match(one.sentence.text, one.start)
        goes_on = "holder" in one.pattern.inherits and begins is not None and begins.end() > 0
        again = fixed.get("role") == _AGAIN
        if again and not (found and 0 <= one.start - found[-1].end <= _NEXT):
            continue
        spoken_of = any(
            class_of(mention) == "role" for mention in one.sentence.mentions(0, one.start)
        )
        if goes_on and spoken_of and not found:
            continue
        found.append(one)
    return found


def _kept(seen: Seen, sentence: Masked, wide: bool) -> list[Found]:
    """Return the matches of a sentence, from left to right, that say something of their own.

    A word of a role in a context belongs to the first pattern that takes it.
    """
    taken: set[tuple[int, str]] = set()
    kept: list[Found] = []
    for found in find(sentence, seen.lexicon.patterns, _KINDS, wide=wide):
        if _of_nothing(found):
            continue
        found = _without_first(sentence, found)
        if found.pattern.kind == "handover":
            kept.append(found)
            continue
        words = [
            place
            for place in range(found.start, found.end)
            if (mention := sentence.named[place]) is not None
            and mention in found.parts.get("role", ())
        ]
        contexts = [value_of(mention) for mention in found.parts.get("context", ())]
        marks = {(place, context) for place in words for context in contexts or [""]}
        known = {place for place, _ in taken}
        if marks and (marks <= taken or (not contexts and known.issuperset(words))):
            continue
        taken |= marks
        kept.append(found)
    return sorted(kept, key=lambda found: found.start)


def _without_first(sentence: Masked, found: Found) -> Found:
    """Return a match without the first of two bodies, where a clause with “who” is of the last."""
    holders = found.parts.get("holder", ())
    if len(holders) != _FEWEST or not of_last(sentence.text[found.start :]):
        return found
    return replace(found, parts={**found.parts, "holder": holders[-1:]})


def _of_nothing(found: Found) -> bool:
    """Tell whether a match is of what there is not: agencies' facilitators, chairs of bureaux."""
    contexts = found.parts.get("context", ())
    fixed = found.pattern.fixed.get("role", "")
    keys = {role.value for role in found.parts.get("role", ())} or {fixed}
    agency = contexts and all("/id/agency/" in value_of(one) for one in contexts)
    line = contexts and all(class_of(one) == "line" for one in contexts)
    office = contexts and any(value_of(one).endswith(_OFFICES) for one in contexts)
    if (line or office) and keys <= _CHAIRS:
        return True
    return bool(agency) and any(key.endswith(_OF_NO_AGENCY) for key in keys)


def _told(found: Found, frame: Frame, time: Span, before: _Told | None, *, each: bool) -> _Told:
    parts = {**inherited(found, frame), **found.parts}
    fixed = found.pattern.fixed
    confidence = found.pattern.confidence
    contexts = parts.get("context", ()) or (before.contexts if before else ())
    if not contexts and fixed.get("context") == "before":
        contexts = _last_context(found) or frame.lines
    holders = parts.get("holder", ())
    if not holders and fixed.get("with") == "previous":
        holders = before.holders if before else ()
    elif not holders:
        holders, sure = _holders(found, frame, contexts, before)
        confidence = confidence if sure else min(confidence, _LESS_SURE)
    elif fixed.get("with") == "subject":
        # “… (together with UNESCO and UNDP)”: the one who is spoken of, and these.
        named = {value_of(holder) for holder in holders}
        holders = (*(one for one in frame.subject if value_of(one) not in named), *holders)
    start = parts["start"][0].value if parts.get("start") else ""
    # “Since 2022 it is no longer …”: what began then was its end.
    end = parts["end"][0].value.partition("/")[0] if parts.get("end") else ""
    if fixed.get("time") == "none":
        time = Span()
    time = Span(start or time.start, end or time.end)
    # “A and B were elected Chair and Vice-Chair, respectively”: neither shares its role.
    alone = each and len(holders) in (len(parts.get("role", ())), len(contexts))
    keys = _roles(found, parts, 1 if alone else len(holders))
    if fixed.get("role") == _AGAIN:
        keys = before.roles if before else ()
    return _Told(holders, keys, contexts, time, confidence)


def _last_context(found: Found) -> tuple[Mention, ...]:
    """Return the action lines that a sentence names together and last before a match."""
    sentence = found.sentence
    places = [
        place
        for place, mention in enumerate(sentence.named[: found.start])
        if mention is not None and class_of(mention) == "line"
    ]
    first = len(places) - 1
    while first > 0 and joint().fullmatch(sentence.text[places[first - 1] + 1 : places[first]]):
        first -= 1
    return tuple(m for place in places[max(first, 0) :] if (m := sentence.named[place]) is not None)


def _roles(found: Found, parts: dict[str, tuple[Mention, ...]], holders: int) -> tuple[str, ...]:
    fixed = found.pattern.fixed
    if "role" in fixed and not parts.get("role"):
        name = fixed.get("plural", fixed["role"]) if holders > 1 else fixed["role"]
        return (iris.vocab("roles", name),)
    keys = [role.value for role in parts.get("role", ())]
    if holders > 1 or fixed.get("shared") == _ALWAYS:
        keys = [(_SHARED if "shared" in fixed else _TOGETHER).get(key, key) for key in keys]
    return tuple(iris.vocab("roles", key) for key in keys)


def _parts(told: _Told, *, each: bool) -> Iterator[dict[str, str]]:
    dates = {
        name: date for name, date in (("start", told.time.start), ("end", told.time.end)) if date
    }
    roles = told.roles
    if not each and len(told.holders) > 1 and len(roles) > 1:
        # “A and B are vice-chairs, and its secretariat is in ITU”: nobody shares a secretariat.
        roles = tuple(role for role in roles if not role.endswith(_SECRETARIAT))
    for holder, role, context in triples(told.holders, roles, told.contexts, each=each):
        if value_of(holder) != value_of(context):
            who, where = value_of(holder), value_of(context)
            yield {"body": who, "role": role, "context": where, **dates}


def _holders(
    found: Found, frame: Frame, contexts: Sequence[Mention], told: _Told | None
) -> tuple[tuple[Mention, ...], bool]:
    """Return who holds a role that its words alone do not give, and whether that is sure.

    It is the one that the sentence speaks of first, else the first after the role and a comma, else
    the one of whom the passage spoke before, or the leading sentence or the heading.
    """
    apart = {value_of(context) for context in contexts}
    sentence = found.sentence
    beside = _bodies(sentence, max(0, found.start - _RIGHT_BEFORE), found.start, apart)
    if beside and not _PAUSES.search(sentence.text, beside[-1], found.start):
        first = _first_of(sentence, beside[-1], apart)
        return _together(sentence, first, apart), True
    before = _bodies(sentence, 0, found.start, apart)
    if before:
        return _together(sentence, before[0], apart), True
    after = _bodies(sentence, found.end, min(found.end + _AFTER, len(sentence.text)), apart)
    if after and _COMMA.match(sentence.text, found.end):
        return _together(sentence, after[0], apart), True
    if told is not None and told.holders:
        return told.holders, True
    return frame.subject, False


def _first_of(sentence: Masked, place: int, apart: set[str]) -> int:
    """Return where the list begins to which a body belongs: “ITU, UNESCO and UNDP”."""
    for here in reversed(_bodies(sentence, 0, place, apart)):
        if not joint().fullmatch(sentence.text[here + 1 : place]):
            break
        place = here
    return place


def _bodies(sentence: Masked, start: int, end: int, apart: set[str]) -> list[int]:
    return [
        place
        for place in range(start, end)
        if (mention := sentence.named[place]) is not None
        and class_of(mention) in _HOLDERS
        and mention.iri not in apart
        and not mention.iri.endswith(_GROUPS)
    ]


def _together(sentence: Masked, place: int, apart: set[str]) -> tuple[Mention, ...]:
    """Return a body and those that are joined to it without other words: “ITU, UNESCO and UNDP”."""
    found: list[Mention] = []
    last = place
    for here in _bodies(sentence, place, len(sentence.text), apart):
        if here - last > _JOINED:
            break
        mention = sentence.named[here]
        if mention is not None:
            found.append(mention)
        last = here
    return tuple(found)


def _pairs(seen: Seen, sentence: Masked) -> Iterator[Claim]:
    """Yield the roles of a list in a sentence: “The facilitators are: C1 – UNDESA; C3 – UNESCO”."""
    colon = sentence.text.find(":")
    roles = [m for m in sentence.mentions(0, max(colon, 0)) if class_of(m) == "role"]
    pairs = list(_PAIR.finditer(sentence.text, colon + 1))
    if len(roles) != 1 or len(pairs) < _FEWEST:
        return
    # “The lead agency is named first: C1 – UNDESA and ITU; C3 – UNESCO”.
    ordered = offices_of(seen.lexicon.language).first_leads.search(sentence.text, 0, colon)
    for pair in pairs:
        named = sentence.mentions(*pair.span())
        lines = [m for m in named if class_of(m) == "line"]
        for number, holder in enumerate(m for m in named if class_of(m) == "body"):
            key = (_SECOND if number else _LEAD) if ordered else roles[0].value
            for line in lines:
                role = iris.vocab("roles", key)
                parts = {"body": holder.iri, "role": role, "context": line.iri}
                name = f"{seen.lexicon.language}-role-of-pairs"
                yield Claim("role", parts, line.start, holder.end, name, _LESS_SURE)


def _item(seen: Seen, frame: Frame) -> Iterator[Claim]:
    """Yield the roles of an item of a list whose heading or leading sentence names the role."""
    if not (frame.item and frame.roles and frame.subject) or seen.passage.kind == "heading":
        return
    masked = seen.masked
    if any(m is not None and class_of(m) == "role" for m in masked.named):
        return
    lines: list[Mention] = []
    for place, mention in enumerate(masked.named[:_BEGIN]):
        if mention is not None and class_of(mention) == "line":
            lines.append(mention)
        elif not lines and place > 3:
            break
    for holder in frame.subject:
        for role in frame.roles:
            for line in lines:
                parts = {"body": holder.iri, "role": role.iri, "context": line.iri}
                name = f"{seen.lexicon.language}-role-of-list"
                yield Claim("role", parts, line.start, line.end, name, _LESS_SURE)
