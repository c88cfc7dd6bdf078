"""Who was in the chair, as records of meetings print it.

“Chair: Ms Jane Doe (Kenya)”, a line of its own near the beginning of a record, tells it of the
meeting that the title names; “It was chaired by …” of the one that the sentence before names.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from wsisgraph.loading.claims.frames import Frame
from wsisgraph.loading.claims.masking import ANY_SIGN, SIGNS, Masked, class_of, normal
from wsisgraph.loading.claims.office_words import offices_of
from wsisgraph.loading.claims.seeing import Seen, of_class
from wsisgraph.loading.claims.word_lists import listed
from wsisgraph.loading.texts.model import Claim, Mention
from wsisgraph.terms import iris

# How far into a document a line may tell who is in the chair of its meeting.
_HEAD = 12
_SURE = 0.85
_CHAIR, _CHAIRS = "chair", ("/chair", "/vice-chair", "/co-chair")
_SITTINGS = ("meeting", "event")
_NAMED = (*_SITTINGS, "body", "line", "programme")
_OPENS, _BESIDE = 60, 6
_EDITION = "/id/edition/"


@dataclass(frozen=True, slots=True)
class Words:
    """What `chairs.toml` tells of a language; its head says what the entries are."""

    line: re.Pattern[str]
    it: re.Pattern[str]
    own: re.Pattern[str]
    part: re.Pattern[str]


@cache
def words_of(language: str) -> Words:
    """Return the words of chairs of a language."""
    said = listed("chairs.toml", language)
    person, role = SIGNS["person"], SIGNS["role"]
    more = f"(?:(?:[;,،、]| and| et| y| и| و|和) ?{person})*"
    line = rf"[^\w]*{role}(?:{said['of_it']})? ?[:：] ?{person}{more} ?[.。]?"
    return Words(_compiled(line), *(_compiled(said[name]) for name in ("it", "own", "part")))


@cache
def _record() -> re.Pattern[str]:
    return re.compile(listed("chairs.toml", "common")["record"], re.IGNORECASE)


def is_record(title: str) -> bool:
    """Tell whether a title says that a record of a meeting follows."""
    return _record().search(title) is not None


def chairs(seen: Seen, frame: Frame) -> Iterator[Claim]:
    """Yield who was in the chair of a meeting, in a line of its own or in a sentence."""
    if SIGNS["person"] not in seen.masked.signs or seen.passage.row:
        return
    words = words_of(seen.lexicon.language)
    if words.line.fullmatch(seen.masked.text.strip()):
        yield from _of_line(seen, frame)
        return
    before: Masked | None = None
    for sentence in seen.masked.sentences():
        if SIGNS["person"] in sentence.signs:
            if match := words.own.match(sentence.text):
                named = sentence.mentions(*match.span())
                yield _claim(seen, of_class(named, "person")[-1], _CHAIR, named[0].iri)
            elif (match := words.it.match(sentence.text)) and (it := _opens(before)):
                person = sentence.mentions(*match.span())[-1]
                yield _claim(seen, person, _CHAIR, it.iri)
        before = sentence


def without_parts(seen: Seen, claims: Iterable[Claim]) -> Iterator[Claim]:
    """Yield roles, but for chairs of events who were in the chair of only a part of one.

    “At the WSIS Forum 2018, UNESCO chaired a session.”
    """
    for claim in claims:
        of_event = claim.parts["role"].endswith(_CHAIRS) and _EDITION in claim.parts["context"]
        if not (of_event and _is_of_part(seen, claim)):
            yield claim


def _is_of_part(seen: Seen, claim: Claim) -> bool:
    """Tell whether a part of an event is named by the words of a claim, or right beside them.

    Of “The Forum was chaired by Uganda and had 40 sessions chaired by others” the first is not.
    """
    part = words_of(seen.lexicon.language).part
    return any(
        sentence.starts[match.start()] < claim.end + _BESIDE
        and claim.start - _BESIDE < sentence.ends[match.end() - 1]
        for sentence in seen.masked.sentences()
        for match in part.finditer(sentence.text)
    )


def _of_line(seen: Seen, frame: Frame) -> Iterator[Claim]:
    sitting = seen.sitting
    # Below a heading it may be the chair of a panel, or of a session of the meeting.
    if sitting is None or seen.passage.order > _HEAD or seen.passage.section:
        return
    if any(m.iri != sitting.iri for m in of_class(frame.topics, *_NAMED)):
        # Under the heading of an event, or of another body: the chair of that.
        return
    named = seen.masked.mentions(0, len(seen.masked.text))
    role = of_class(named, "role")[0]
    if role.iri.endswith(_CHAIRS):
        for person in of_class(named, "person"):
            yield _claim(seen, person, role.value, sitting.iri)


def _opens(sentence: Masked | None) -> Mention | None:
    """Return the meeting of which a sentence speaks: the first thing that it names, and the only.

    Meetings and groups that are named behind it make it unsure which one “it” is.
    """
    if sentence is None:
        return None
    named = of_class(sentence.mentions(0, len(sentence.text)), *_NAMED)
    if not named or class_of(named[0]) not in _SITTINGS or not named[0].iri:
        return None
    first = next(place for place, one in enumerate(sentence.named) if one is named[0])
    others = {one.iri for one in named if class_of(one) in _SITTINGS}
    is_edition = class_of(named[0]) == "meeting" or _EDITION in named[0].iri
    return named[0] if first <= _OPENS and len(others) == 1 and is_edition else None


def _claim(seen: Seen, person: Mention, role: str, sitting: str) -> Claim:
    language = seen.lexicon.language
    parts = {
        "body": person.iri,
        "role": iris.vocab("roles", role),
        "context": offices_of(language).group_of(sitting),
    }
    return Claim("role", parts, person.start, person.end, f"{language}-chair-of-record", _SURE)


def _compiled(said: str) -> re.Pattern[str]:
    for name, sign in SIGNS.items():
        said = said.replace(f"{{{name}}}", sign)
    return re.compile(normal(said.replace("{any}", ANY_SIGN[1:-1])), re.IGNORECASE)
