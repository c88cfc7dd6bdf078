"""Which goals activities serve and which lines they are under, where no pattern knows the sentence.

In a sentence activities and goals stand in groups; a word between two groups ties them, whichever
comes first. A list of activities belongs to the goals or lines of the sentence that opens it, and
a row of a table ties its activity to its goals and lines. The words are in `serving.toml`.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, product

from wsisgraph.loading.claims.frames import Frame
from wsisgraph.loading.claims.lexicon import joint
from wsisgraph.loading.claims.masking import SIGNS, Masked, class_of
from wsisgraph.loading.claims.office_words import joins, offices_of
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.serving_groups import (
    KINDS,
    Group,
    Words,
    groups_of,
    is_activity,
    is_first,
    paired,
    words_of,
)
from wsisgraph.loading.claims.serving_lists import listed_behind
from wsisgraph.loading.claims.serving_places import by_place
from wsisgraph.loading.claims.vetoes import vetoes_of, without_inserted
from wsisgraph.loading.texts.model import Claim, Mention

_SURE, _IN_LIST, _ROW, _TOGETHER = 0.8, 0.75, 0.8, 0.65
_FAR, _NEAR, _BEGIN, _BEHIND, _CLAUSE = 90, 40, 16, 6, 200
_AND = re.compile(r"\b(?:and|et|y|e|и)\b|[和及与]|(?<![\u0621-\u064a])و")
_ASIDE = re.compile(r" ?\((?:[^\W\d_]+ ){0,3}")
_ITS_LINE = re.compile(rf"(?<={SIGNS['programme']}) ?\([^()]{{0,20}}{SIGNS['line']}[^()]{{0,20}}\)")
_HEAD = re.compile(rf"{SIGNS['line']} ?[:–—-]")
_TIED = frozenset((SIGNS["goal"], SIGNS["line"]))


def serving(seen: Seen, frame: Frame) -> Iterator[Claim]:
    """Yield what the activities of a passage serve and are under."""
    named = SIGNS["programme"] in seen.masked.signs
    if not named and (seen.activity is None or _TIED.isdisjoint(seen.masked.signs)):
        return
    words = words_of(seen.lexicon.language)
    spoken: tuple[Mention, ...] = (seen.activity,) if seen.activity is not None else ()
    line: Mention | None = None
    for number, sentence in enumerate(seen.masked.sentences()):
        has_activity = SIGNS["programme"] in sentence.signs
        placed = [
            tied(seen, activity, goal, "tied-by-place", _SURE)
            for activity, goal in by_place(sentence, spoken, words, seen.lexicon.language)
        ]
        yield from placed
        if has_activity and not _TIED.isdisjoint(sentence.signs):
            told = [*placed, *_of_sentence(seen, sentence, words)]
            yield from told
            yield from _together(seen, sentence, words, told)
        elif not (has_activity or placed or _TIED.isdisjoint(sentence.signs)):
            opening = sentence.text[:_NEAR]
            latter = number > 0 and (words.latter.search(opening) or words.former.search(opening))
            if len(spoken) == 1 or (spoken and latter):
                yield from _again(seen, sentence, spoken[-1], words, here=number > 0)
        if has_activity:
            if line is not None and SIGNS["line"] not in sentence.signs:
                yield from _under_same(seen, sentence, line, words)
            held = {m.iri: m for m in sentence.named if m is not None and is_activity(m)}
            spoken = tuple(held.values())
        lines = {m.iri: m for m in sentence.named if m is not None and class_of(m) == "line"}
        if lines:
            # Of several it is none that “this line” means.
            line = next(iter(lines.values())) if len(lines) == 1 else None
    if named:
        for one, end in listed_behind(seen):
            yield tied(seen, one, end, "tied-behind", _SURE)
        yield from _listed(seen, frame, words)
        yield from _below_head(seen)


def _under_same(seen: Seen, sentence: Masked, line: Mention, words: Words) -> Iterator[Claim]:
    """Yield the activities of a sentence that are under the line of the one before.

    The last before “is under the same line”, and those behind “under this line were carried out”.
    """
    vetoes, text = vetoes_of(seen.lexicon.language), sentence.text
    same, within = words.same.search(text), words.within_same.search(text)
    if (same is None and within is None) or vetoes.bar(text):
        return
    groups = [group for group in groups_of(sentence) if group.kind == "programme"]
    kept = [group for group in groups if same is not None and group.start < same.start()][-1:]
    if within is not None and not kept:
        kept = [group for group in groups if group.start >= within.end()]
        treats = any(
            said.search(text, within.end(), group.start)
            for group in kept
            for said in (words.other, words.topic)
        )
        kept = [] if treats else kept
    for activity in (one for group in kept for one in group.members):
        parts = {"activity": activity.iri, "line": line.iri}
        name = f"{seen.lexicon.language}-under-same"
        yield Claim("under-line", parts, activity.start, activity.end, name, _IN_LIST)


def tied(seen: Seen, activity: Mention, to: Mention, name: str, sure: float) -> Claim:
    """Return the claim that an activity serves a goal or is under a line."""
    kind, part = KINDS[class_of(to)]
    start, end = min(activity.start, to.start), max(activity.end, to.end)
    parts = {"activity": activity.iri, part: to.iri}
    return Claim(kind, parts, start, end, f"{seen.lexicon.language}-{name}", sure)


def row_ties(seen: Seen, cells: Sequence[Sequence[Mention]]) -> Iterator[Claim]:
    """Yield what a row ties: the activity of one cell to the goals and lines alone in others."""
    activities = [m for cell in cells for m in cell if is_activity(m)]
    if len(activities) != 1:
        return
    for cell in cells:
        if cell and all(class_of(m) in KINDS and m.iri for m in cell):
            for mention in cell:
                yield tied(seen, activities[0], mention, "tied-row", _ROW)


def _of_sentence(seen: Seen, sentence: Masked, words: Words) -> Iterator[Claim]:
    vetoes = vetoes_of(seen.lexicon.language)
    groups = groups_of(sentence, words)
    first = groups[0]
    if pairs := paired(groups, sentence, words):
        for one, other in pairs:
            if not vetoes.bars(sentence, one.start, other.end - 1):
                yield from _each(seen, sentence, other, one, "tied-pair", _SURE)
        return
    if first.kind == "line" and words.opens.search(sentence.text[: first.start]):
        for group in groups[1:]:
            if group.kind == "line":
                return
            if group.kind == "programme":
                for activity, line in product(group.members, first.members):
                    yield tied(seen, activity, line, "under-opening", _SURE)
        return
    yield from _one_each(seen, sentence, words)
    yield from _carried_on(seen, sentence, groups, words)
    for one, other in pairwise(groups):
        between = without_inserted(sentence.text[one.end : other.start])
        activities, ends = (one, other) if one.kind == "programme" else (other, one)
        if activities.kind != "programme" or ends.kind not in KINDS or len(between) > _FAR:
            continue
        link = words.serves if ends.kind == "goal" else words.under
        said = between
        if not between.strip() and offices_of(seen.lexicon.language).inverted:
            # The verb may come first: “Sirven al ODS 5 EQUALS y Giga”.
            said = sentence.text[max(0, one.start - _NEAR) : one.start]
        aside = ends is other and _ASIDE.fullmatch(between)
        if aside and sentence.text[other.end : other.end + 1] == ")":
            # “The ITU Academy (C4)”.
            yield from _each(seen, sentence, activities, ends, "tied-aside", _SURE)
            continue
        if ends is other and offices_of(seen.lexicon.language).verb_last:
            said += sentence.text[other.end : other.end + _BEHIND]
        barred = any(said_of.search(between) for said_of in (words.other, words.nth))
        barred = barred or vetoes.bars(sentence, one.start, other.end - 1)
        if link.search(said) and not barred:
            yield from _each(seen, sentence, activities, ends, "tied", _SURE)


def _together(seen: Seen, sentence: Masked, words: Words, told: Sequence[Claim]) -> Iterator[Claim]:
    """Yield what no word ties, but what stands in one clause: “Thanks to Giga, SDG 4 is nearer”.

    A goal or line that was tied to something already has no other activity.
    """
    vetoes = vetoes_of(seen.lexicon.language)
    ends = {
        claim.parts[part] for claim in told for part in ("target", "line") if part in claim.parts
    }
    for clause in vetoes.clauses(sentence):
        groups = groups_of(clause, words)
        if paired(groups, clause, words):
            continue
        for place, group in enumerate(groups):
            if group.kind not in KINDS or any(member.iri in ends for member in group.members):
                continue
            ahead = next((g for g in reversed(groups[:place]) if g.kind == "programme"), None)
            behind = next((g for g in groups[place:] if g.kind == "programme"), None)
            subject = ahead or behind
            if subject is None or vetoes.bars(clause, subject.start, group.start):
                continue
            if subject is ahead and not is_first(clause, groups, subject, group, words):
                continue
            if _belong(clause, subject, group, words):
                yield from _each(seen, sentence, subject, group, "tied-together", _TOGETHER)


def _belong(clause: Masked, subject: Group, group: Group, words: Words) -> bool:
    """Tell whether an activity and what it stands beside in a clause belong together."""
    first, last = sorted((subject, group), key=lambda one: one.start)
    between = clause.text[first.end : last.start]
    before = clause.text[max(0, group.start - _NEAR) : group.start]
    # “在关于目标4的研讨会上”: what it is a topic of may stand behind it.
    after = clause.text[group.end : group.end + _BEHIND] if words.last else ""
    if len(between) > _CLAUSE or any(
        said.search(text)
        for said in (words.other, words.topic)
        for text in (without_inserted(between), before, after)
    ):
        return False
    if _AND.search(between) and joins(between):
        # “Giga and SDG 4 were discussed”.
        return False
    if SIGNS["body"] in between:
        # What somebody else does: “besides Giga, UNESCO works on SDG 4”.
        link = words.serves if group.kind == "goal" else words.under
        return link.search(clause.text) is not None
    around = (before, clause.text[max(0, subject.start - _NEAR) : subject.start])
    return group.kind == "goal" or not any(
        SIGNS["role"] in text or words.led.search(text) for text in (*around, between)
    )


def _each(
    seen: Seen, sentence: Masked, activities: Group, ends: Group, name: str, sure: float
) -> Iterator[Claim]:
    """Yield what activities are tied to: all to all, or to one each, “respectively”."""
    each = bool(seen.lexicon.first("respectively", sentence.text))
    if each and len(activities.members) == len(ends.members):
        pairs = list(zip(activities.members, ends.members, strict=True))
    else:
        pairs = list(product(activities.members, ends.members))
    for activity, end in pairs:
        yield tied(seen, activity, end, name, sure)


def _again(
    seen: Seen, sentence: Masked, activity: Mention, words: Words, *, here: bool
) -> Iterator[Claim]:
    """Yield what is told of the one activity of the sentence before: “It helped targets 4.a …”.

    Args:
        seen: the passage.
        sentence: of it, which names no activity.
        activity: that was named last.
        words: of the language.
        here: whether that was in the same passage; from another one only “the project” tells.
    """
    offices, vetoes = offices_of(seen.lexicon.language), vetoes_of(seen.lexicon.language)
    for group in groups_of(sentence):
        before = sentence.text[: group.start]
        link = words.serves if group.kind == "goal" else words.under
        near = before[-_NEAR:]
        opening = before[:_NEAR]
        called = words.calls.search(before) is not None
        again = offices.again.search(opening) or offices.its.search(opening)
        # “It was ITU that …”: somebody else acts.
        again = again or words.latter.search(opening) or words.former.search(opening)
        aimed = here and words.aims.match(before) is not None and len(before) <= _NEAR
        spoken_of = here and (again is not None or aimed) and SIGNS["body"] not in before
        told = aimed or (link.search(near) if not called else not words.topic.search(near))
        if not (called or spoken_of) or not told or words.other.search(near):
            continue
        if vetoes.bar(sentence.text):
            continue
        kind, part = KINDS[group.kind]
        for end in group.members:
            parts = {"activity": activity.iri, part: end.iri}
            name = f"{seen.lexicon.language}-tied-again"
            yield Claim(kind, parts, end.start, end.end, name, _IN_LIST)


def _one_each(seen: Seen, sentence: Masked, words: Words) -> Iterator[Claim]:
    """Yield goals of activities whose lines stand in brackets: “A (C4) and B (C2) … 8 and 4”."""
    asides = [match.span() for match in _ITS_LINE.finditer(sentence.text)]
    if not asides or not seen.lexicon.first("respectively", sentence.text):
        return
    bare = sentence.without(asides)
    groups = groups_of(bare)
    if [group.kind for group in groups] != ["programme", "goal"]:
        return
    one, other = groups
    alike = len(one.members) == len(other.members)
    if alike and not vetoes_of(seen.lexicon.language).bars(bare, one.start, other.end - 1):
        yield from _each(seen, bare, one, other, "tied-each", _SURE)


def _carried_on(
    seen: Seen, sentence: Masked, groups: Sequence[Group], words: Words
) -> Iterator[Claim]:
    """Yield what is told next of an activity: “Giga is carried out under C2 and serves SDG 4”."""
    for subject, one, other in zip(groups, groups[1:], groups[2:], strict=False):
        if subject.kind != "programme" or {one.kind, other.kind} != set(KINDS):
            continue
        between = sentence.text[one.end : other.start]
        link = words.serves if other.kind == "goal" else words.under
        goes_on = joint().match(between)
        if goes_on and link.search(between) and not words.other.search(between):
            for activity, end in product(subject.members, other.members):
                yield tied(seen, activity, end, "tied-next", _SURE)


def _listed(seen: Seen, frame: Frame, words: Words) -> Iterator[Claim]:
    """Yield what the activity that an item begins with serves, if the sentence above says it."""
    if frame.lead is None or frame.lead.lexicon is not seen.lexicon:
        return
    lead = frame.lead.masked
    activity = next((m for m in seen.masked.named[:_BEGIN] if m and is_activity(m)), None)
    if activity is None or not (words.listed.search(lead.text) or _opens_list(frame.lead, words)):
        return
    for mention in lead.named:
        if mention is not None and class_of(mention) in KINDS and mention.iri:
            kind, part = KINDS[class_of(mention)]
            parts = {"activity": activity.iri, part: mention.iri}
            name = f"{seen.lexicon.language}-tied-listed"
            yield Claim(kind, parts, activity.start, activity.end, name, _IN_LIST)


def _opens_list(lead: Seen, words: Words) -> bool:
    """Tell whether a sentence leads to what is under its line: “Under C5 were carried out:”."""
    last = lead.masked.sentences()[-1]
    first = next((p for p, m in enumerate(last.named) if m and class_of(m) == "line"), None)
    if first is None or not last.text.rstrip().endswith(":") or SIGNS["programme"] in last.signs:
        return False
    barred = any(said.search(last.text) for said in (words.led, words.topic, words.other))
    if barred or SIGNS["role"] in last.signs or vetoes_of(lead.lexicon.language).bar(last.text):
        return False
    return words.under.search(last.text) is not None or bool(words.opens.search(last.text[:first]))


def _below_head(seen: Seen) -> Iterator[Claim]:
    """Yield what is under the line that heads an item: “C4: courses of A; renewal of B”."""
    if SIGNS["line"] not in seen.masked.text[:1]:
        return
    head = _HEAD.match(seen.masked.text)
    line = seen.masked.named[0]
    if head is None or line is None or not line.iri:
        return
    whole = seen.masked.sentences(whole=True)[0]
    for part in seen.masked.sentences()[1:]:
        if part.starts[0] > whole.ends[-1] or SIGNS["line"] in part.signs:
            return
        for group in groups_of(part):
            if group.kind != "programme" or vetoes_of(seen.lexicon.language).bar(part.text):
                continue
            for activity in group.members:
                yield tied(seen, activity, line, "under-head", _IN_LIST)
