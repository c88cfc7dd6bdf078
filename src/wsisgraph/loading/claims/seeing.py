"""Passages made ready for patterns: things named, people, officers and words of roles as signs."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from wsisgraph.loading.claims.lexicon import Lexicon
from wsisgraph.loading.claims.masking import SIGNS, Masked, class_of, mask, normal, without_wholes
from wsisgraph.loading.claims.people import people
from wsisgraph.loading.references.anchors import Anchored
from wsisgraph.loading.texts.model import Mention, Passage
from wsisgraph.terms import iris

_DIRECTOR, _AGENCY = "director", "agency"
_MEMBERS, _UNION = "body/itu-members", "/itu"
_BUREAUX = ("itu-bdt", "itu-br", "itu-tsb")
_DIRECTORS = tuple(f"/{bureau}-director" for bureau in _BUREAUX)
_GROUPS = ("cwg", "group", "wg", "ungis")
_LIKE = ("partnership", "committee", "force")
_PARTNERSHIP = "partnership"
_GONE = ("deleted", "moved-from")
_WORD = re.compile(r"\w")
_SMALL = re.compile(r"\b(?:director|direct(?:eur|rice)|директор)")
# Two spaces, where what stood between them was struck out.
_SPARE = re.compile("(?<= ) +")


@dataclass(frozen=True, slots=True)
class Seen:
    """A passage, and how patterns see it.

    Attributes:
        sitting: the meeting whose report the document is, by its title.
        activity: the only one that the passage before it names, which “the project” may mean.
        struck: the passage as it was, where all of it is marked as deleted. It states nothing, but
            it was a clause.
    """

    passage: Passage
    masked: Masked
    lexicon: Lexicon
    activity: Mention | None = None
    sitting: Mention | None = None
    fund: Mention | None = None
    struck: Masked | None = None


def see(
    passage: Passage,
    mentions: Sequence[Mention],
    lexicon: Lexicon,
    issuer: str,
    group: Mention | None = None,
    fund: Mention | None = None,
    director: Mention | None = None,
) -> Seen:
    """Return a passage as patterns see it; what is marked as deleted they do not see.

    Args:
        passage: to look at.
        mentions: what it names.
        lexicon: of its language.
        issuer: whose “Secretary-General” is meant, `itu` or `un`.
        group: whom “the group” means where the passage names none before it.
        fund: what “the fund” means.
        director: whom “the Director” means.
    """
    named = [*mentions, *people(passage.text, mentions, lexicon)]
    # The cells of a row stand apart; elsewhere a tab is a space.
    text = passage.text if passage.row else passage.text.replace("\t", " ")
    masked = mask(text, named, lexicon.language, lexicon.absorbed, partial(_tells_role, lexicon))
    officers = lexicon.words[f"officers_{issuer}"]
    was = masked
    masked = masked.outside((c.start, c.end) for c in passage.changes if c.kind in _GONE)
    gone = masked is not was and _WORD.search(masked.text) is None
    struck = _put(was, officers, "body", _officer) if gone else None
    if masked is not was and (spare := [m.span() for m in _SPARE.finditer(masked.text)]):
        masked = masked.without(spare)
    masked = _put(masked, officers, "body", _officer)
    masked = without_wholes(masked)
    if "latter" in lexicon.words and SIGNS["body"] in masked.signs:
        masked = _put_latter(masked, lexicon.words["latter"])
    groups = _groups(mentions)
    if group is not None or groups:
        named_group = partial(_group_again, group, groups)
        masked = _put(masked, lexicon.words["groups"], "body", named_group)
    if fund is not None:
        masked = _put(masked, lexicon.words["funds"], "body", partial(_again, fund))
    if director is not None:
        again = partial(_director_again, director, printed=text)
        masked = _put(masked, lexicon.words["directors"], "body", again)
    masked = _put(masked, lexicon.words["roles"], "role", _role)
    return Seen(passage, masked, lexicon, struck=struck)


def _tells_role(lexicon: Lexicon, aside: str) -> bool:
    """Tell whether words, with or without the brackets around them, tell of a role."""
    said = normal(aside)
    return any(lexicon.first("roles", words) for words in (said, f"({said})"))


def _put(masked: Masked, words: Anchored[str], name: str, make: "_Make") -> Masked:
    """Put signs in place of words that stand for a key; of two that overlap, the longer."""
    found: list[tuple[int, int, str, Mention]] = []
    for start, end, key in _longest(masked.text, words):
        if key == _DIRECTOR:
            key = _director(masked.mentions(start, end))
        if not key or (key == _MEMBERS and _of_others(masked.mentions(start, end))):
            continue
        first, last = masked.place(start, end)
        said = masked.text[start:end]
        mention = make(first, last, said, key)
        if mention is not None:
            found.append((start, end, name, mention))
    return masked.signed(found) if found else masked


def _of_others(named: Sequence[Mention]) -> bool:
    """Tell whether members are those of a body that is named, and is not ITU."""
    return any(not mention.iri.endswith(_UNION) for mention in named)


def _put_latter(masked: Masked, words: Anchored[str]) -> Masked:
    """Put signs in place of words for the body named last: “该组织”, where it is an agency."""
    found: list[tuple[int, int, str, Mention]] = []
    for start, end, key in _longest(masked.text, words):
        named = of_class(masked.mentions(0, start), "body")
        last = named[-1] if named else None
        if last is not None and (key != _AGENCY or "/id/agency/" in last.iri):
            first, behind = masked.place(start, end)
            said = masked.text[start:end]
            found.append((start, end, "body", _again(last, first, behind, said, last.pattern)))
    return masked.signed(found) if found else masked


def _director(named: Sequence[Mention]) -> str:
    """Return who directs a bureau; empty for other bodies."""
    bureau = named[0].iri.rpartition("/")[2] if named else ""
    return f"body/{bureau}-director" if bureau in _BUREAUX else ""


def _longest(text: str, words: Anchored[str]) -> Iterator[tuple[int, int, str]]:
    hits = [
        (match.start(), match.end(), key)
        for key, pattern in words.in_text(text)
        for match in pattern.finditer(text)
        if match.group()
    ]
    last = 0
    # Of words that begin at one place, the longer; of equally long ones, the first of the list.
    for start, end, key in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
        if start >= last:
            yield start, end, key
            last = end


def _officer(start: int, end: int, said: str, key: str) -> Mention:
    kind, _, name = key.partition("/")
    iri = iris.individual(kind, name)
    return Mention(start, end, "body", iri, said, key, pattern="officer")


def _again(group: Mention, start: int, end: int, said: str, key: str) -> Mention:
    return replace(group, start=start, end=end, said=said, pattern=key)


def _director_again(
    director: Mention, start: int, end: int, said: str, key: str, *, printed: str
) -> Mention | None:
    """Return whom “the Director” means; in small letters it is another."""
    small = _SMALL.search(printed, start, end) is not None
    return None if small else _again(director, start, end, said, key)


def is_group(mention: Mention) -> bool:
    """Tell whether “the group” may mean a body, once it was named."""
    return _has_word(mention, _GROUPS)


def _groups(mentions: Sequence[Mention]) -> list[Mention]:
    """Return the groups that a passage names; bodies that are like one where it names none."""
    return [m for m in mentions if is_group(m)] or [m for m in mentions if _has_word(m, _LIKE)]


def is_director(mention: Mention) -> bool:
    """Tell whether “the Director” may mean somebody, once named: who directs a bureau."""
    return mention.iri.endswith(_DIRECTORS)


def _has_word(mention: Mention, words: Sequence[str]) -> bool:
    key = mention.iri.rpartition("/")[2]
    return mention.kind == "body" and any(word in key.split("-") for word in words)


def _group_again(
    before: Mention | None, named: Sequence[Mention], start: int, end: int, said: str, key: str
) -> Mention | None:
    """Return what “the group” means: the one that was named last, else the next.

    “The partnership” is only one that is called so, in the passage.
    """
    if key == _PARTNERSHIP:
        called = [one for one in named if one.start < start and _has_word(one, (key,))]
        return _again(called[-1], start, end, said, key) if called else None
    last = next((one for one in reversed(named) if one.start < start), before)
    return _again(last or named[0], start, end, said, key)


def _role(start: int, end: int, said: str, key: str) -> Mention:
    return Mention(start, end, "role", iris.vocab("roles", key), said, key, pattern="role")


_Make = Callable[[int, int, str, str], Mention | None]


def of_class(mentions: Sequence[Mention], *names: str) -> list[Mention]:
    """Return the mentions of some classes."""
    return [mention for mention in mentions if class_of(mention) in names]
