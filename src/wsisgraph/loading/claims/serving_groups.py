"""Groups of activities, goals and lines in a sentence: what stands together, and what in pairs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from wsisgraph.loading.claims.masking import Masked, class_of
from wsisgraph.loading.claims.office_words import joins, offices_of
from wsisgraph.loading.claims.word_lists import lists_of, patterns
from wsisgraph.loading.texts.model import Mention

KINDS = {"goal": ("serves", "target"), "line": ("under-line", "line")}
"""What goals and lines make of an activity: the kind of statement, and their part in it."""
_PAIRS = 4
_NEAR, _FEW = 40, 18
_LETTERS = re.compile(r"[^\W\d_\ue000-\ue00f]")
# What goals and lines are called beside their numbers: “SDG 4 and SDG 9”.
_CALLED = re.compile(
    r"\b(?:sdgs?|goals?|targets?|odd|ods|цур|задач\w+|cibles?|metas?) ?"
    r"|(?:可持续发展)?(?:具体)?目标|(?:ال)?(?:هدف|مقصد) ",
    re.IGNORECASE,
)
_INSERTED = re.compile(r" ?\([^()]{1,90}\)|[,،]([^,،;:]{8,90})(?=[,،])")


@dataclass(frozen=True, slots=True)
class Words:
    """What `serving.toml` tells of a language; its head says what the lists are."""

    serves: re.Pattern[str]
    under: re.Pattern[str]
    opens: re.Pattern[str]
    listed: re.Pattern[str]
    other: re.Pattern[str]
    topic: re.Pattern[str]
    led: re.Pattern[str]
    calls: re.Pattern[str]
    same: re.Pattern[str]
    within_same: re.Pattern[str]
    former: re.Pattern[str]
    latter: re.Pattern[str]
    nth: re.Pattern[str]
    inside: re.Pattern[str]
    aims: re.Pattern[str]
    relative: re.Pattern[str]
    last: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one class that stand together in a sentence."""

    start: int
    end: int
    kind: str
    members: tuple[Mention, ...]


@cache
def words_of(language: str) -> Words:
    """Return the words of activities of a language."""
    return Words(
        **patterns("serving.toml", language, lists_of(Words)), last=offices_of(language).verb_last
    )


def is_first(
    clause: Masked, groups: Sequence[Group], subject: Group, group: Group, words: Words
) -> bool:
    """Tell whether a goal is the first behind an activity, or told with a word of its own.

    “A is listed beside 4.4 and the campaign of B beside SDG 9”: whatever B is, it is not of A.
    """
    between = [
        one for one in groups if one.kind == group.kind and subject.end <= one.start < group.start
    ]
    if not between:
        return True
    link = words.serves if group.kind == "goal" else words.under
    beside = clause.text[between[-1].end : group.start]
    return len(_LETTERS.findall(beside)) <= _FEW or link.search(beside) is not None


def paired(groups: Sequence[Group], sentence: Masked, words: Words) -> list[tuple[Group, Group]]:
    """Return goals or lines, each with what follows it: “9.c is the aim of A, and 5.5 of B”."""
    kind = groups[0].kind if groups else ""
    kinds = [group.kind for group in groups]
    if kind not in KINDS or len(kinds) < _PAIRS or kinds != [kind, "programme"] * (len(kinds) // 2):
        return []
    link = words.serves if kind == "goal" else words.under
    pairs = list(zip(groups[::2], groups[1::2], strict=True))
    for (_, one), (other, _) in pairwise(pairs):
        *before, last = re.split("[,،;]", sentence.text[one.end : other.start])
        if not before or link.search(last):
            # “On 9.c, Giga works, and serves 5.5 as EQUALS does”.
            return []
    return pairs if link.search(sentence.text[: pairs[0][1].end + _NEAR]) else []


def groups_of(sentence: Masked, words: Words | None = None) -> list[Group]:
    """Return the groups of a sentence, in order; with `words`, also over what is put in between."""
    found: list[Group] = []
    for place, mention in enumerate(sentence.named):
        if mention is None:
            continue
        kind = class_of(mention)
        if not (kind in KINDS and mention.iri) and not is_activity(mention):
            continue
        between = _CALLED.sub("", sentence.text[found[-1].end : place]) if found else ""
        if words is not None and kind == "programme":
            between = _without_inserted(between, words)
        if found and found[-1].kind == kind and joins(between):
            last = found.pop()
            found.append(Group(last.start, place + 1, kind, (*last.members, mention)))
        else:
            found.append(Group(place, place + 1, kind, (mention,)))
    return found


def _without_inserted(between: str, words: Words) -> str:
    """Return what joins two activities, without what is told of the one: “A, which …, and B”."""
    match = _INSERTED.match(between)
    if match is None or not (match[1] is None or words.relative.search(match[1])):
        return between
    return between[match.end() :]


def is_activity(mention: Mention) -> bool:
    """Tell whether something is an activity."""
    return class_of(mention) == "programme" and "/id/activity/" in mention.iri
