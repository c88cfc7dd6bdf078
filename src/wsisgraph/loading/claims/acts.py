"""What meetings do with papers: consider, note, approve, adopt, amend, replace.

In “Council 2011 noted the report (C11/33), considered C11/74 and adopted Resolution 1332” each
verb has the papers up to the next verb, and all have the subject before the first.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from wsisgraph.loading.claims.frames import Frame
from wsisgraph.loading.claims.masking import SIGNS, Masked, class_of
from wsisgraph.loading.claims.office_words import joins
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.texts.model import Claim, Mention

_SUBJECTS = ("meeting", "event", "body")
_OBJECTS = {
    "considers": ("document",),
    "adopts": ("instrument",),
    "amends": ("instrument",),
    "replaces": ("instrument",),
}
_PAPERS = frozenset((SIGNS["document"], SIGNS["instrument"]))
_OBJECT_PART = {"considers": "document"}
_CONFIDENCE = 0.85
_BESIDE, _AFTER, _NEAR = 5, 30, 60
_OF = "的"
_VERB_FIRST = ("ar",)


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
    subject: Mention | None = None
    found: dict[tuple[str, ...], Claim] = {}
    for sentence in seen.masked.sentences():
        verbs = _verbs(seen, sentence)
        for number, verb in enumerate(verbs):
            until = verbs[number + 1].start if number + 1 < len(verbs) else len(sentence.text)
            if seen.lexicon.language in _VERB_FIRST:
                subject = _after(sentence, verb) or subject or _first(sentence, verb)
            else:
                subject = _subject(sentence, verb) or subject if number else _first(sentence, verb)
            named = sentence.mentions(verb.end, until)
            if subject is None:
                subject = next((m for m in named[:1] if class_of(m) in _SUBJECTS), None)
            for claim in _claims(seen, sentence, verb, until, subject):
                found.setdefault((claim.kind, *claim.parts.values()), claim)
    for claim in _acted(seen):
        if claim.parts["meeting"] not in (claim.parts.get("target"), claim.parts.get("document")):
            found.setdefault((claim.kind, *claim.parts.values()), claim)
    yield from found.values()


def _acted(seen: Seen) -> Iterator[Claim]:
    """Yield what was done with papers by those named behind: “5 was noted by the Council”."""
    for sentence in seen.masked.sentences():
        for key, pattern in seen.lexicon.words["acted"].in_text(sentence.text):
            kind, _, manner = key.partition("-")
            for match in pattern.finditer(sentence.text):
                subject = next(iter(sentence.mentions(match.start(), match.end() + 1)), None)
                if subject is None or class_of(subject) not in _SUBJECTS or not subject.iri:
                    continue
                for mention in _before(sentence, match.start(), _OBJECTS[kind]):
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


def _verbs(seen: Seen, sentence: Masked) -> list[_Verb]:
    verbs: list[_Verb] = []
    hits = sorted(
        (match.start(), -match.end(), key)
        for key, pattern in seen.lexicon.words["acts"].in_text(sentence.text)
        for match in pattern.finditer(sentence.text)
    )
    for start, end, key in hits:
        if not verbs or start >= verbs[-1].end:
            kind, _, manner = key.partition("-")
            verbs.append(_Verb(kind, manner, start, -end))
    return verbs


def _first(sentence: Masked, verb: _Verb) -> Mention | None:
    """Return who acts first: whoever is beside the verb, else the last meeting or first body."""
    named = [m for m in sentence.mentions(0, verb.start) if class_of(m) in _SUBJECTS]
    meetings = [m for m in named if class_of(m) == "meeting"]
    beside = _subject(sentence, verb)
    # “At the 34th meeting the group considered …”: the meeting says more.
    if beside is not None and not (meetings and beside.pattern == "group"):
        return beside
    return meetings[-1] if meetings else next(iter(named), None)


def _after(sentence: Masked, verb: _Verb) -> Mention | None:
    """Return who stands in or after a verb and before its papers, a meeting before a body."""
    named: list[Mention] = []
    for mention in sentence.mentions(verb.start, verb.end + _AFTER):
        if class_of(mention) not in _SUBJECTS:
            break
        named.append(mention)
    meetings = [m for m in named if class_of(m) == "meeting"]
    return next(iter(meetings or named), None)


def _subject(sentence: Masked, verb: _Verb) -> Mention | None:
    """Return who stands right before a verb."""
    named = sentence.mentions(max(0, verb.start - _BESIDE), verb.start)
    return next((m for m in reversed(named) if class_of(m) in _SUBJECTS), None)


def _claims(
    seen: Seen, sentence: Masked, verb: _Verb, until: int, subject: Mention | None
) -> Iterator[Claim]:
    start, end = sentence.place(verb.start, until)
    # “adopted by” in Chinese: what the verb is said of comes next, and no more than that.
    once = sentence.text.startswith(_OF, verb.end)
    for mention in sentence.mentions(verb.end, until):
        if class_of(mention) not in _OBJECTS[verb.kind] or not mention.iri:
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
