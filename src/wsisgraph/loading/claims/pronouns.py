"""Words that stand for what was named before: “it”, “the Programme”, “the former”.

Where a sentence goes on about what the one before it spoke of, such a word is seen as that thing.
All that reads statements then reads “It is the lead facilitator of C8” as “UNESCO is …”. The words
are told per language by `pronouns.toml`; a language without words there has its own in the lists of
each kind of statement.
"""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from wsisgraph.loading.claims.masking import Masked, class_of, normal
from wsisgraph.loading.claims.office_words import joins
from wsisgraph.loading.texts.model import Mention

_WORDS = ("any", "subject", "object", "noun", "pair", "opening", "whose", "within", "acts")
_NAMED = ("body", "person", "country", "line", "event", "programme", "meeting", "document")
_OBJECTS = ("body", "line", "event", "programme", "meeting")
_PAIRED = (*_NAMED, "instrument", "goal")
_AGENCY = "/id/agency/"
_TWO, _APART = 2, 60


@dataclass(frozen=True, slots=True)
class Pronouns:
    """What `pronouns.toml` tells of a language; its head says what the lists are."""

    any: re.Pattern[str]
    subject: re.Pattern[str]
    object: re.Pattern[str]
    noun: re.Pattern[str]
    pair: re.Pattern[str]
    opening: re.Pattern[str]
    whose: re.Pattern[str]
    within: re.Pattern[str]
    acts: re.Pattern[str]
    kinds: tuple[tuple[str, re.Pattern[str]], ...]


@dataclass(frozen=True, slots=True)
class Before:
    """What was said before a sentence.

    Attributes:
        subject: whom the last sentence speaks of.
        named: what the last sentence names.
        all: what is named in the passage and in the one above it.
        pair: those of whom one was called the former or the latter.
    """

    subject: Mention | None = None
    named: tuple[Mention, ...] = ()
    all: tuple[Mention, ...] = ()
    pair: tuple[Mention, ...] = ()


@cache
def pronouns_of(language: str) -> Pronouns | None:
    """Return the pronouns of a language; None for one of which none are told."""
    path = resources.files(__package__) / "pronouns.toml"
    lists = tomllib.loads(path.read_text(encoding="utf-8"))
    said = lists.get(language)
    if said is None:
        return None
    kinds = tuple((noun, re.compile(keys)) for noun, keys in lists["kinds"].items())
    return Pronouns(
        **{name: re.compile(normal(said[name]), re.IGNORECASE) for name in _WORDS}, kinds=kinds
    )


def resolved(masked: Masked, words: Pronouns, above: Masked | None = None) -> Masked:
    """Return a passage with signs in place of the pronouns that its sentences explain.

    Args:
        masked: the passage.
        words: of its language.
        above: the passage before it. Who it spoke of is forgotten, since a new passage begins with
            a name; “the former” goes back to it.
    """
    if words.any.search(masked.text) is None:
        return masked
    before = _said_in(above)
    found: list[tuple[int, int, str, Mention]] = []
    for part in masked.sentences():
        first = bisect_left(masked.starts, part.starts[0])
        here = sorted(_of_part(part, before, words), key=lambda one: one[0])
        for place, end, mention in here:
            start, stop = part.place(place, end)
            again = replace(mention, start=start, end=stop, said=part.text[place:end])
            found.append((first + place, first + end, class_of(mention), again))
        spoken = next((one for place, _, one in here if _opens(part, place, words)), None)
        named = tuple(one for one in part.named if one is not None)
        pair = _last_pair(part, before, words) or before.pair
        before = Before(spoken or _subject(part, words), named, (*before.all, *named), pair)
    return masked.signed(found) if found else masked


def _said_in(above: Masked | None) -> Before:
    """Return what a passage names, and its last sentence."""
    if above is None or not above.text.strip():
        return Before()
    last = above.sentences()[-1]
    every, named = above.mentions(0, len(above.text)), last.mentions(0, len(last.text))
    return Before(None, tuple(named), tuple(every))


def _of_part(part: Masked, before: Before, words: Pronouns) -> Iterator[tuple[int, int, Mention]]:
    """Yield the pronouns of a sentence that are understood: first, last, what they stand for."""
    match = words.subject.match(part.text)
    if match is not None and before.subject is not None:
        yield *match.span("it"), before.subject
    for match in words.object.finditer(part.text):
        thing = _subject(part, words)
        thing = thing if thing is not None and not _acts(thing) else before.subject
        if thing is not None and class_of(thing) in _OBJECTS and not _acts(thing):
            yield *match.span("it"), thing
    for match in words.noun.finditer(part.text):
        named = (*before.all, *part.mentions(0, match.start()))
        meant = _called(match["noun"], named, before.subject, words)
        if meant is not None and _names_nothing(part, match):
            yield *match.span("it"), meant
    for match in words.pair.finditer(part.text):
        if pair := _two(part.mentions(0, match.start()), before):
            yield *match.span("it"), pair[0 if match["first"] else 1]


def _names_nothing(part: Masked, match: re.Match[str]) -> bool:
    """Tell whether no words of a pronoun are a name of something already."""
    return not part.mentions(*match.span("it"))


def _acts(mention: Mention) -> bool:
    return class_of(mention) == "person" or _AGENCY in mention.iri


def _called(
    noun: str, named: Sequence[Mention], subject: Mention | None, words: Pronouns
) -> Mention | None:
    """Return what a noun means: what was named last of its kind."""
    for known, keys in words.kinds:
        if known == noun.casefold():
            kind = (m for m in reversed(named) if keys.search(m.iri.rpartition("/id/")[2]))
            return next(kind, None)
    return subject if subject is not None and _AGENCY in subject.iri else None


def _last_pair(part: Masked, before: Before, words: Pronouns) -> tuple[Mention, ...]:
    """Return the two of whom a sentence calls one the former or the latter."""
    match = words.pair.search(part.text)
    return () if match is None else _two(part.mentions(0, match.start()), before)


def _two(ahead: Sequence[Mention], before: Before) -> tuple[Mention, ...]:
    return _pair(ahead) or before.pair or _pair(before.named) or _pair(before.all)


def _pair(named: Sequence[Mention]) -> tuple[Mention, ...]:
    """Return the two that “the former” and “the latter” mean: the only ones of their class."""
    near = list(dict.fromkeys(class_of(one) for one in reversed(named)))
    for name in (one for one in near if one in _PAIRED):
        held = {m.iri: m for m in named if class_of(m) == name and m.iri}
        if len(held) == _TWO:
            first, last = held.values()
            return first, last
    return ()


def _subject(part: Masked, words: Pronouns) -> Mention | None:
    """Return what a sentence speaks of: what it names first, if nothing but time stands before."""
    for place, mention in enumerate(part.named):
        if mention is None or class_of(mention) not in _NAMED:
            continue
        behind = part.text[place + 1 : place + 1 + _APART]
        opens = words.opening.fullmatch(part.text[:place]) is not None
        if not opens and words.within.match(part.text) and words.acts.match(behind):
            # “In the Partnership, whose members …, ITU reported that …”.
            opens = part.text[:place].rstrip().endswith((",", ", the"))
            if not opens:
                continue
        elif not opens and words.within.match(part.text):
            continue
        if not opens or words.whose.match(behind) or not mention.iri:
            return None
        after = next((n for n, m in enumerate(part.named[place + 1 :]) if m is not None), None)
        if after is not None and joins(part.text[place + 1 : place + 1 + after]):
            # “ITU and UNESCO” are “they”.
            return None
        return mention
    return None


def _opens(part: Masked, place: int, words: Pronouns) -> bool:
    return words.opening.fullmatch(part.text[:place]) is not None
