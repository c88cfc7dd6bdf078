"""Offices in any order of words: who holds a role in what, where no pattern knows the sentence.

A pattern of `roles` knows one sentence in all its words. Here a sentence is a row of things: those
who may hold a role, words of roles (nouns and verbs), and what a role may be in. The row is parted
into frames, one for each role that is told, so that as little as possible is missing, left over or
far apart; a frame without its own holder, role or context takes that of the one before it.

What makes words a link, and what forbids one, is told per language by `offices.toml`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from wsisgraph.loading.claims.finding import EACH, triples
from wsisgraph.loading.claims.frames import Frame
from wsisgraph.loading.claims.masking import Masked
from wsisgraph.loading.claims.office_companions import inserted
from wsisgraph.loading.claims.office_completed import Above, completed
from wsisgraph.loading.claims.office_denials import is_denied, is_gone, said_of
from wsisgraph.loading.claims.office_fitting import fitting
from wsisgraph.loading.claims.office_frames import Held, best_frames
from wsisgraph.loading.claims.office_lent import (
    last_group,
    of_subject,
    with_role_behind,
    with_those_before,
)
from wsisgraph.loading.claims.office_links import (
    PAUSES,
    STRONG,
    only_near,
)
from wsisgraph.loading.claims.office_lists import in_order, others
from wsisgraph.loading.claims.office_things import items
from wsisgraph.loading.claims.office_times import (
    by_another,
    from_then_on,
    of_opening,
    passed,
    time_of,
)
from wsisgraph.loading.claims.office_words import (
    COUNTRY,
    GROUP,
    Item,
    Offices,
    joins,
    offices_of,
    things,
)
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.spans import Span
from wsisgraph.loading.texts.model import Claim
from wsisgraph.terms import iris

_MOST = 40
"""Things of one sentence that are parted; a longer row is a list and no sentence."""
_SURE, _LESS_SURE = 0.8, 0.7
_FAMILIES = (
    {"sole-facilitator", "lead-facilitator", "co-facilitator", "facilitator", "coordinator"},
    {"chair", "co-chair", "rotating-chair"},
    {"organiser", "co-organiser", "convener"},
    {"member", "permanent-member"},
    {"partner", "potential-partner"},
)
_HOST, _ORGANISER = "host", "organiser"
_ONE_ALONE = ("1",)
"""Families of which what a pattern told is the whole: nobody else chairs, but at another time."""
_JOINTLY = {"facilitator": "co-facilitator", "organiser": "co-organiser", "chair": "co-chair"}
_TOGETHER = {"organiser": "co-organiser", "chair": "co-chair"}


def offices(seen: Seen, frame: Frame, known: Sequence[Claim]) -> Iterator[Claim]:
    """Yield the roles of a passage that no pattern found.

    Args:
        seen: the passage.
        frame: what stands above it.
        known: the roles that patterns found in it.
    """
    words = offices_of(seen.lexicon.language)
    listed = _listed(seen, frame, words)
    ordered = frame.lead is not None and words.first_leads.search(frame.lead.masked.text)
    if listed is None and not (
        ordered or words.may_tell(seen.masked, spoken_of=frame.item and bool(frame.subject))
    ):
        return
    said = {_mark(claim) for claim in known}
    undated = {_whole_mark(claim) for claim in known if not _is_dated(claim)}
    told = {mark[:2] for mark in said}
    full = {mark[1:] for mark in said if mark[1] in _ONE_ALONE}
    before: Held | None = None
    earlier: list[Item] = []
    subject: Item | None = None
    for sentence in seen.masked.sentences(whole=True):
        of_group = last_group(earlier, words) is not None
        named = items(sentence, words, of_group=of_group)
        if subject is not None and _is_dropped(sentence, named, words):
            named = [subject, *named]
        else:
            subject = _subject(named)
        spoken_of = of_group or words.its.search(sentence.text) is not None
        again = earlier if spoken_of else ()
        apart = inserted(sentence, words)
        row = fitting([i for i in named if i.start not in apart], words, before, again)
        known_before, earlier = earlier, _contexts(named, words) or earlier
        for held in in_order(sentence, row, frame, words):
            for claim in _claims(seen, sentence, held, Span()):
                said.add(_mark(claim))
                yield claim
        if len(row) > _MOST or not (_tells(row) or listed):
            continue
        verbs = [item for item in named if item not in row]
        above = Above(frame, before, listed, tuple(known_before))
        for held, time in _of_row(seen, sentence, row, verbs, words, above):
            before = held
            for claim in from_then_on(seen, _claims(seen, sentence, held, time)):
                mark = _mark(claim)
                co_host = _is_co_host(claim) and held.form != "noun"
                if co_host and (mark[0], _HOST, mark[2]) in said:
                    # “Hosted by ITU and co-organized with UNESCO”: ITU is the host.
                    continue
                if mark[1:] in full and not _is_dated(claim):
                    continue
                if mark not in said and not (held.lent and mark[:2] in told):
                    said.add(mark)
                    yield claim
                elif held.passed and _is_dated(claim) and _whole_mark(claim) in undated:
                    yield claim


def _subject(named: Sequence[Item]) -> Item | None:
    """Return of whom a sentence speaks first, as he stands in one that does not name him again."""
    first = next((item for item in named if item.kind == "holder"), None)
    return None if first is None else replace(first, start=0, end=0)


def _is_dropped(sentence: Masked, named: Sequence[Item], words: Offices) -> bool:
    """Tell whether a sentence leaves out of whom it speaks: “Ejerció su presidencia hasta 2022”."""
    if words.dropped.match(sentence.text) is None:
        return False
    places = (place for place, sign in enumerate(sentence.text) if sign in PAUSES + STRONG)
    pause = next(places, len(sentence.text))
    return not any(item.kind == "holder" and item.start < pause for item in named)


def once(known: Sequence[Claim], found: Iterable[Claim]) -> list[Claim]:
    """Return the roles of patterns and those found here; of one told twice, the one with dates."""
    more = list(found)
    dated = {_whole_mark(claim) for claim in more if _is_dated(claim)}
    kept = [one for one in known if _is_dated(one) or _whole_mark(one) not in dated]
    return [*kept, *more]


def _contexts(named: Sequence[Item], words: Offices) -> list[Item]:
    """Return what roles may be in; of a group and its meeting, the group."""
    held = [item for item in named if item.kind == "context"]
    groups = {item.iri for item in held if item.name == GROUP}
    return [item for item in held if item.iri in groups or words.group_of(item.iri) not in groups]


def _whole_mark(claim: Claim) -> tuple[str, str, str]:
    return claim.parts["body"], claim.parts["role"], claim.parts["context"]


def _is_co_host(claim: Claim) -> bool:
    return claim.parts["role"].endswith("/co-organiser")


def _is_dated(claim: Claim) -> bool:
    return "start" in claim.parts or "end" in claim.parts


def _listed(seen: Seen, frame: Frame, words: Offices) -> Held | None:
    """Return the role that the sentence before a list tells for its items: “C2: ITU”."""
    roles = tuple(dict.fromkeys(mention.value for mention in frame.roles))
    if frame.lead is not None and not roles:
        # “The agencies below take the lead on the lines shown:”
        told = words.verbs.in_text(frame.lead.masked.text)
        roles = tuple({role: "" for (role, _), verb in told if verb.search(frame.lead.masked.text)})
    if not frame.item or frame.subject or len(roles) != 1 or seen.passage.kind == "heading":
        return None
    named = things(frame.lead.masked.named, words) if frame.lead is not None else []
    contexts = tuple(item for item in named if item.name == GROUP and words.fits(roles, (item,)))
    return Held((), roles, contexts, 0, 0)


def _tells(row: Sequence[Item]) -> bool:
    return any(item.kind == "role" for item in row)


def _mark(claim: Claim) -> tuple[str, str, str]:
    """Return what makes two roles one: a body is not facilitator and lead facilitator of a line."""
    key = claim.parts["role"].rpartition("/")[2]
    family = next((str(n) for n, names in enumerate(_FAMILIES) if key in names), key)
    context = claim.parts["context"]
    if "/id/edition/" in context or "/id/event/" in context:
        context = context.split("/id/")[1].split("/")[1]
    return claim.parts["body"], family, context


def _of_row(
    seen: Seen,
    sentence: Masked,
    row: Sequence[Item],
    verbs: Sequence[Item],
    words: Offices,
    above: Above,
) -> Iterator[tuple[Held, Span]]:
    parted = best_frames(sentence, row, words, verbs, listed=above.listed is not None)
    frames = with_role_behind(sentence, parted, words)
    pieces = [(held.start, held.end) for held in frames]
    unreal = False
    last = Span()
    for number, held in enumerate(frames):
        previous = frames[number - 1] if number else above.listed
        if previous is None or not previous.holders:
            held = of_subject(sentence, held, above.frame)
        elif held.beside:
            held = with_those_before(sentence, held, previous, words)
        if not held.roles and previous is not None and _has_role(row, previous.end, held.start):
            # “A is vice-chair, and its secretariat is in ITU”: ITU is no vice-chair.
            continue
        following = frames[number + 1] if number + 1 < len(frames) else None
        spoken = [
            item
            for item in row
            if item.kind == "context"
            and item.end <= held.start
            and not only_near(sentence, item, words, held.start)
        ]
        said = sentence.text[held.first : held.last]
        if words.its.search(said) or words.again_line.search(said):
            # “Japan was its host country”, “ITU is the facilitator of that line”.
            spoken = [*above.earlier, *spoken]
        whole = completed(sentence, held, previous, following, words, above, spoken)
        frames[number] = whole or held
        if whole is None:
            continue
        text = said_of(sentence, whole)
        if words.unreal.search(text) or (unreal and _goes_on(sentence, frames, number, whole)):
            # “To be organized by ITU and hosted by Egypt”.
            unreal = True
            continue
        unreal = False
        time = time_of(seen, sentence, whole, pieces[:number] + pieces[number + 1 :], words)
        if number and last != Span() and time == Span():
            time = of_opening(sentence, frames[0], frames[number - 1], whole, last, words)
        last = time
        if by_another(sentence, whole, words):
            # “When UNDP stepped down in 2008, ITU became …”: then it began.
            time = Span(time.start or time.end, "")
        elif words.ceased.search(text):
            if not (time.start or time.end):
                continue
            time = Span("", time.end or time.start)
        elif is_gone(text, time, words) or is_denied(sentence, whole, words):
            continue
        both = passed(sentence, whole, words, time)
        yield from both if both else ((whole, time),)
        if (rest := others(sentence, row, whole)) is not None:
            yield rest, Span()


def _has_role(row: Sequence[Item], start: int, end: int) -> bool:
    return any(item.kind == "role" and start <= item.start < end for item in row)


def _goes_on(sentence: Masked, frames: Sequence[Held], number: int, held: Held) -> bool:
    """Tell whether a frame of a verb goes on from the one before it with “and” alone."""
    if not number or held.form == "noun":
        return False
    between = sentence.text[frames[number - 1].end : held.start]
    return between.strip() == "" or joins(between)


def _claims(seen: Seen, sentence: Masked, held: Held, time: Span) -> Iterator[Claim]:
    dates = {name: date for name, date in (("start", time.start), ("end", time.end)) if date}
    start, end = sentence.place(held.start, held.end)
    each = bool(seen.lexicon.first("respectively", sentence.text))
    several = len(held.holders) > 1
    parted = each and several and len(held.holders) in (len(held.roles), len(held.contexts))
    if parted:
        several = False
    words = offices_of(seen.lexicon.language)
    shared = (_JOINTLY if held.jointly else _TOGETHER) if several else {}
    name = f"{seen.lexicon.language}-office-{EACH if parted else held.form or 'listed'}"
    sure = _SURE if held.sure else _LESS_SURE
    for holder, role, context in triples(held.holders, held.roles, held.contexts, each=each):
        if holder.iri != context.iri:
            if holder.name == COUNTRY and role == _ORGANISER and not several:
                # “2023年由日本主办”: a country hosts.
                role = _HOST
            parts = {
                "body": holder.iri,
                "role": iris.vocab("roles", shared.get(role, role)),
                "context": context.iri if role == _HOST else words.group_of(context.iri),
                **dates,
            }
            yield Claim("role", parts, start, end, name, sure)
