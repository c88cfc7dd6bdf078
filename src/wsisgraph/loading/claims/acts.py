"""What meetings do with papers: consider, note, approve, adopt, amend, replace.

In “Council 2011 noted the report (C11/33), considered C11/74 and adopted Resolution 1332” each
verb has the papers up to the next verb, and all have the subject before the first.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wsisgraph.loading.claims.acting import (
    HAN,
    SUBJECTS,
    acts_first,
    may_act,
    named_last,
    opens_clause,
    right_after,
    right_before,
    right_behind,
)
from wsisgraph.loading.claims.enacting import ENACTS, own
from wsisgraph.loading.claims.frames import Frame
from wsisgraph.loading.claims.masking import SIGNS, Masked, class_of
from wsisgraph.loading.claims.office_words import joins, offices_of
from wsisgraph.loading.claims.papers_done import done
from wsisgraph.loading.claims.proceeding_words import GOES_ON, words_of
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.vetoes import vetoes_of
from wsisgraph.loading.texts.model import Claim, Mention
from wsisgraph.terms import iris

_BETWEEN = ("date", "period", "body", "country")
_WHICH = re.compile(r"[,،]? ?(?:qu'|(?:which|that|qu[ei]|котор\w+|التي|الذي)(?![^\W\d_]))")
_FAR = 90
_OBJECTS = {
    "considers": ("document",),
    "adopts": ("instrument",),
    "amends": ("instrument",),
    "replaces": ("instrument",),
}
_PAPERS = frozenset((SIGNS["document"], SIGNS["instrument"]))
_OBJECT_PART = {"considers": "document"}
_PAPER = ("document", "instrument")
_ENACTING = ("unga", "ecosoc", "itu-council", "itu-pp", "itu-wtdc", "itu-wtsa", "itu-ra")
_CONFIDENCE, _IN_LIST = 0.85, 0.8
_NEAR, _DENIED = 60, 24
_OF = "的"
_COMMA = re.compile(r"[,،]")
# What begins right behind a verb, or behind who acts where that stands there.
_INSERTED = re.compile(r"\W{0,3}?[,،]")
_VERB_FIRST = ("ar",)
_SAME = "same"


@dataclass(frozen=True, slots=True)
class _Verb:
    kind: str
    manner: str
    start: int
    end: int


def acts(seen: Seen, frame: Frame) -> Iterator[Claim]:
    """Yield what the meetings and bodies of a passage do with papers."""
    if _PAPERS.isdisjoint(seen.masked.signs):
        return
    found: dict[tuple[str, ...], Claim] = {}
    for said in _said(seen):
        for claim in _claims(seen, said):
            found.setdefault((claim.kind, *claim.parts.values()), claim)
    for claim in (*_acted(seen), *_listed(seen, frame)):
        if claim.parts["meeting"] not in (claim.parts.get("target"), claim.parts.get("document")):
            found.setdefault((claim.kind, *claim.parts.values()), claim)
    adopted = {c.parts.get("target") for c in found.values() if c.kind == "adopts"}
    for claim in _adoptions(seen):
        if claim.parts["target"] not in adopted:
            found.setdefault((claim.kind, *claim.parts.values()), claim)
    whole = (own(claim, seen, frame.lead) for claim in found.values())
    yield from (claim for claim in whole if claim is not None)


@dataclass(frozen=True, slots=True)
class _Said:
    """A verb in its sentence, as far as the next, and who does it."""

    sentence: Masked
    verb: _Verb
    until: int
    subject: Mention | None


def _said(seen: Seen) -> Iterator[_Said]:
    """Yield the verbs of a passage; who acts is remembered from one to the next."""
    subject: Mention | None = None
    before: Mention | None = None
    vetoes = vetoes_of(seen.lexicon.language)
    again = offices_of(seen.lexicon.language).again
    there, sat = (getattr(words_of(seen.lexicon.language), name) for name in ("there", "sat"))
    for sentence in seen.masked.sentences():
        # “5 was approved and 6 was noted”: nobody does it who is named.
        passive = [(one.start, one.end) for one in done(seen.lexicon.language, sentence)]
        verbs = _verbs(seen, sentence, passive)
        for number, verb in enumerate(verbs):
            until = verbs[number + 1].start if number + 1 < len(verbs) else len(sentence.text)
            until = min((first for first, _ in passive if verb.end <= first < until), default=until)
            if seen.lexicon.language in _VERB_FIRST:
                between = sentence.piece(verbs[number - 1].end if number else 0, verb.start)
                subject = (
                    right_after(sentence, verb)
                    or named_last(between)
                    or subject
                    or acts_first(seen, sentence, verb)
                )
            elif number:
                beside = right_before(seen, sentence, verb)
                subject = beside or opens_clause(sentence, verbs[number - 1].end, verb) or subject
            else:
                # “It also amended …” is told of whoever acted before, “at it” and “The meeting
                # amended …” of that meeting.
                spoken_of = (subject or before) if again.match(sentence.text) else None
                met = before is not None and class_of(before) == "meeting"
                if there.match(sentence.text) or (met and sat.match(sentence.text)):
                    spoken_of = spoken_of or before
                subject = acts_first(seen, sentence, verb) or spoken_of
            if vetoes.denies(_ahead(sentence, verb)):
                continue
            if subject is None:
                subject = right_behind(sentence, verb)
            yield _Said(sentence, verb, until, subject)
        acting = [m for m in sentence.named if m is not None and may_act(m)]
        before = next((m for m in acting if class_of(m) == "meeting"), next(iter(acting), None))


def _ahead(sentence: Masked, verb: _Verb) -> str:
    """Return a verb and the words before it; in Chinese, where pauses part predicates, from one."""
    said = sentence.text[max(0, verb.start - _DENIED) : verb.end]
    return said.rpartition(",")[2] if HAN.search(said) else said


def _listed(seen: Seen, frame: Frame) -> Iterator[Claim]:
    """Yield what is done with the paper of an item: “The Council had before it: – Report (5)”."""
    lead = frame.lead
    if lead is None or lead is seen or lead.lexicon is not seen.lexicon:
        return
    last = next(reversed(list(_said(lead))), None)
    subject = last.subject or lead.sitting if last is not None else None
    if last is None or subject is None or not subject.iri:
        return
    kind = last.verb.kind
    ends = lead.masked.text.rstrip().endswith(last.sentence.text.rstrip())
    behind = last.sentence.mentions(last.verb.end, last.until)
    if not ends or any(class_of(mention) in _PAPER for mention in behind):
        return
    named = seen.masked.mentions(0, len(seen.masked.text))
    if seen.passage.row:
        # “33rd | 28 January | 5 (Kenya) | Considered”: at its own meeting, unless put off.
        subject = next((m for m in named if class_of(m) == "meeting" and m.iri), subject)
        language = seen.lexicon.language
        words, vetoes = words_of(language), vetoes_of(language)
        if words.deferred.search(seen.masked.text) or vetoes.undone(seen.masked.text):
            return
    paper = next((m for m in named if class_of(m) in _OBJECTS[kind] and m.iri), None)
    if paper is not None:
        parts = {"meeting": subject.iri, _OBJECT_PART.get(kind, "target"): paper.iri}
        if last.verb.manner:
            parts["manner"] = last.verb.manner
        name = f"{seen.lexicon.language}-act-listed-{kind}"
        yield Claim(kind, parts, paper.start, paper.end, name, _IN_LIST)


def _adoptions(seen: Seen) -> Iterator[Claim]:
    """Yield resolutions of which only their own name says who adopted them.

    “With the adoption, on 17 December, of General Assembly resolution 80/173 …”
    """
    if SIGNS["instrument"] not in seen.masked.signs:
        return
    lexicon = seen.lexicon
    vetoes = vetoes_of(lexicon.language)
    for sentence in seen.masked.sentences():
        for _, pattern in lexicon.words["adoption"].in_text(sentence.text):
            for match in pattern.finditer(sentence.text):
                before = sentence.text[max(0, match.start() - _NEAR) : match.start()]
                place = max(match.start(name) for name in match.re.groupindex)
                mention = sentence.named[place]
                body = mention.details.get("body", "") if mention is not None else ""
                if (
                    mention is None
                    or body not in _ENACTING
                    or lexicon.first("adoption_not", before)
                    or vetoes.denies(before[-_DENIED:] + match.group())
                ):
                    continue
                sitting = next((m.iri for m in sentence.named if m and _sits(m, body)), "")
                who = sitting or iris.individual("body", body)
                parts = {"meeting": who, "target": mention.iri}
                name = f"{lexicon.language}-adoption"
                yield Claim("adopts", parts, mention.start, mention.end, name, _IN_LIST)


def _acted(seen: Seen) -> Iterator[Claim]:
    """Yield what was done with papers by those named behind: “5 was noted by the Council”."""
    vetoes = vetoes_of(seen.lexicon.language)
    for sentence in seen.masked.sentences():
        for key, pattern in seen.lexicon.words["acted"].in_text(sentence.text):
            kind, _, manner = key.partition("-")
            for match in pattern.finditer(sentence.text):
                named = sentence.mentions(match.start(), match.end() + 1)
                subject = next((m for m in named if class_of(m) in SUBJECTS), None)
                said = sentence.text[max(0, match.start() - _DENIED) : match.end()]
                if subject is None or not subject.iri or vetoes.undone(said):
                    continue
                classes = _OBJECTS[kind]
                found = _before(sentence, match.start(), classes) or _before_others(
                    sentence, match.start(), classes
                )
                for mention in found:
                    parts = {"meeting": subject.iri, _OBJECT_PART.get(kind, "target"): mention.iri}
                    if manner:
                        parts["manner"] = manner
                    start, end = sentence.place(*match.span())
                    first = min(start, mention.start)
                    name = f"{seen.lexicon.language}-acted-{kind}"
                    yield Claim(kind, parts, first, end, name, _CONFIDENCE)


def _before(sentence: Masked, end: int, classes: tuple[str, ...]) -> list[Mention]:
    """Return the papers that stand together right before a verb, no one else between."""
    found: list[Mention] = []
    last = end
    for place in range(end - 1, -1, -1):
        mention = sentence.named[place]
        if mention is None or class_of(mention) in ("date", "period"):
            continue
        between = sentence.text[place + 1 : last]
        near = joins(between) if found else len(between) <= _NEAR
        if class_of(mention) not in classes or not mention.iri or not near:
            break
        found.append(mention)
        last = place
    return found


def _before_others(sentence: Masked, end: int, classes: tuple[str, ...]) -> list[Mention]:
    """Return the papers before a verb of which a clause between tells whose they are.

    “Document 5, which Japan and Oman submitted, was considered by the Council”.
    """
    for place in range(end - 1, max(0, end - _FAR) - 1, -1):
        mention = sentence.named[place]
        if mention is None or class_of(mention) in _BETWEEN:
            continue
        is_whose = _WHICH.match(sentence.text[place + 1 : end]) is not None
        return _before(sentence, place + 1, classes) if is_whose else []
    return []


def _verbs(seen: Seen, sentence: Masked, passive: Sequence[tuple[int, int]]) -> list[_Verb]:
    verbs: list[_Verb] = []
    hits = sorted(
        (match.start(), -match.end(), key)
        for key, pattern in seen.lexicon.words["acts"].in_text(sentence.text)
        for match in pattern.finditer(sentence.text)
    )
    for start, end, key in hits:
        if any(first <= start < last for first, last in passive):
            continue
        if not verbs or start >= verbs[-1].end:
            kind, _, manner = key.partition("-")
            if kind == _SAME:
                # “A amended Resolution 75, and B did the same with Resolution 30”.
                if not verbs:
                    continue
                kind, manner = verbs[-1].kind, verbs[-1].manner
            verbs.append(_Verb(kind, manner, start, -end))
    return verbs


def _sits(mention: Mention, body: str) -> bool:
    """Tell whether something is a meeting of a body."""
    return class_of(mention) == "meeting" and mention.iri.rpartition("/")[2].startswith(f"{body}-")


def _told_of(seen: Seen, between: str, *, within: bool) -> bool:
    """Tell whether what comes next is told of the paper before it: “1332, which recalls the …”.

    “80/1 on access, and 80/2” goes on with another paper, so does “80/1, which recalls it, and”.

    Args:
        seen: the passage.
        between: the words between the two papers.
        within: whether the one before was told of another.
    """
    goes_on = seen.lexicon.first("goes_on", between)
    within = within or bool(seen.lexicon.first("relative", between))
    return not goes_on or (goes_on != "far" and within)


def _claims(seen: Seen, said: _Said) -> Iterator[Claim]:
    sentence, verb, until, subject = said.sentence, said.verb, said.until, said.subject
    start, end = sentence.place(verb.start, until)
    if GOES_ON.match(sentence.text, verb.end):
        return
    # “adopted by” in Chinese: what the verb is said of comes next, and no more than that.
    once = sentence.text.startswith(_OF, verb.end)
    last, aside, inserted = 0, False, False
    words = words_of(seen.lexicon.language)
    for place, mention in enumerate(sentence.named[verb.end : until], verb.end):
        if mention is None or class_of(mention) not in _OBJECTS[verb.kind] or not mention.iri:
            continue
        if verb.kind == "considers" and words.defers(seen, sentence, place):
            continue
        before = sentence.text[last or verb.end : place]
        if last:
            # “It adopted, pursuant to 60/252, 70/125”: the second comma ends what is inserted.
            if inserted and _COMMA.search(before):
                aside = inserted = False
            aside = verb.kind in ENACTS and _told_of(seen, before, within=aside)
        else:
            # “It revised its mandate to reflect the Agenda”: the Agenda stays as it was.
            aside = bool(seen.lexicon.first("beyond", before))
            inserted = aside and _INSERTED.match(before) is not None
        last = place + 1
        if aside:
            continue
        parts: dict[str, str] = {}
        if subject is not None and subject.iri != mention.iri:
            parts["meeting"] = subject.iri
        parts[_OBJECT_PART.get(verb.kind, "target")] = mention.iri
        if verb.manner:
            parts["manner"] = verb.manner
        if "meeting" in parts:
            name = f"{seen.lexicon.language}-act-{verb.kind}"
            yield Claim(verb.kind, parts, start, end, name, _CONFIDENCE)
        if once:
            return
