"""Who submits a paper, where no pattern knows the sentence.

An author stands beside a paper in one of a few ways: before it, in a noun (“a proposal by A,
contained in P”); after it, by whom it is; after it too, with what the paper says (“in P, A
proposes”); with it in brackets (“A (P and Q)”, “by A (P), by B (Q)”); or in one row of a
table. The words are in `papers.toml`.
"""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from wsisgraph.loading.claims.masking import SIGNS, Masked, class_of
from wsisgraph.loading.claims.office_words import joins, offices_of
from wsisgraph.loading.claims.proceeding_words import words_of as words_of_proceedings
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.vetoes import vetoes_of
from wsisgraph.loading.claims.word_lists import lists_of, patterns
from wsisgraph.loading.texts.model import Claim, Mention

_AUTHORS = ("body", "country")
_SURE = 0.8
_AROUND, _LEAD, _FEW = 70, 24, 3
_FAR = 160
_GROUP = "group"
_UNION = "itu"


# Of “A (P)”: between the two, and before the next of the same kind.
_UNIT = re.compile(r" ?(?:[^\W\d_]++ ?){0,3}\((?:[^\W\d_]++ )?")
_NEXT_UNIT = re.compile(r"\)[,;،、]? ?(?:[^\W\d_]++[ ']?){0,4}")
_UNITS, _LONGEST_NEXT, _LONGEST_FROM, _FAR_VERB = 2, 24, 16, 6
_WITH_NOUN_MOST = 11
_WITH_NOUN = re.compile(r"(?<=\()[^\W\d_]{3,10} $")
# “), submitted by”, but not “), of” within a list of authors.
_SUBMITTED = re.compile(r" ?\)[^)]*(?:[^\W\d_]{5}|[\u4e00-\u9fff]{2})")


@dataclass(frozen=True, slots=True)
class Words:
    """What `papers.toml` tells of a language; its head says what the lists are."""

    noun: re.Pattern[str]
    held: re.Pattern[str]
    proposes: re.Pattern[str]
    by: re.Pattern[str]
    author: re.Pattern[str]
    copula: re.Pattern[str]
    own: re.Pattern[str]
    made: re.Pattern[str]
    head: re.Pattern[str]
    titled: re.Pattern[str]
    other: re.Pattern[str]
    listed: re.Pattern[str]
    one: re.Pattern[str]


@cache
def words_of(language: str) -> Words:
    """Return the words of papers of a language."""
    return Words(**patterns("papers.toml", language, lists_of(Words)))


def papers(seen: Seen) -> Iterator[Claim]:
    """Yield who submits the papers that a passage names, in its sentences."""
    if SIGNS["document"] not in seen.masked.signs:
        return
    words = words_of(seen.lexicon.language)
    for sentence in seen.masked.sentences():
        if SIGNS["document"] not in sentence.signs:
            continue
        groups = _groups(sentence, offices_of(seen.lexicon.language).apart)
        pairs = list(_pairs(sentence, groups, words))
        bracketed = (
            *_in_brackets(seen, sentence, groups, pairs),
            *_in_list(seen, sentence, groups),
        )
        for authors, documents in (*pairs, *bracketed):
            for author in authors:
                for document in documents:
                    yield submits(seen, author, document, "paper", _SURE)


def submits(seen: Seen, author: Mention, document: Mention, name: str, sure: float) -> Claim:
    """Return the claim that somebody submits a paper."""
    start, end = min(author.start, document.start), max(author.end, document.end)
    parts = {"body": author.iri, "document": document.iri}
    return Claim("submits", parts, start, end, f"{seen.lexicon.language}-{name}", sure)


@dataclass(frozen=True, slots=True)
class _Group:
    """Authors or papers that stand together in a sentence."""

    start: int
    end: int
    members: tuple[Mention, ...]
    papers: bool


def _groups(sentence: Masked, apart: Set[str]) -> list[_Group]:
    """Return the authors and papers of a sentence; bodies in `apart` are no authors."""
    found: list[_Group] = []
    for place, mention in enumerate(sentence.named):
        if mention is None or not mention.iri:
            continue
        kind = class_of(mention)
        key = mention.iri.rpartition("/")[2]
        if kind != "document" and (kind not in _AUTHORS or key in apart or key == _UNION):
            continue
        alike = found and found[-1].papers == (kind == "document")
        if alike and joins(sentence.text[found[-1].end : place]):
            last = found.pop()
            members = (*last.members, mention)
            found.append(_Group(last.start, place + 1, members, last.papers))
        else:
            found.append(_Group(place, place + 1, (mention,), kind == "document"))
    return found


_Pair = tuple[Sequence[Mention], Sequence[Mention]]


def _pairs(sentence: Masked, groups: Sequence[_Group], words: Words) -> Iterator[_Pair]:
    text = sentence.text
    for one, other in pairwise(groups):
        if one.papers == other.papers:
            continue
        before = sentence.spoken(max(0, one.start - _AROUND), one.start)
        # “… the note (E/5), submitted by …”: the bracket is of the paper's symbol.
        between = text[one.end : other.start]
        if _SUBMITTED.match(between):
            between = between.lstrip(" )")
            between = between if between.startswith((",", "،")) else f" {between}"
        after = text[other.end : other.end + _AROUND]
        if other.papers:
            made = words.made.match(between) is not None
            if made or (words.noun.search(before) and words.held.match(between)):
                yield one.members, other.members
            elif between.strip().startswith("(") and len(other.members) > 1:
                yield one.members[-1:], other.members
            elif words.own.match(between) and class_of(one.members[-1]) == "country":
                yield one.members, other.members
        elif (
            words.by.match(between)
            or _is_one_of(before, between, words)
            or (words.author.search(before) and words.copula.match(between))
            or (words.proposes.match(after) and _leads(before, between))
        ):
            yield other.members, one.members


def _is_one_of(before: str, between: str, words: Words) -> bool:
    """Tell whether a paper is one of a few: “one (P) from A, the other (Q) from B”."""
    return (
        len(between) <= _LONGEST_FROM
        and words.one.search(before) is not None
        and words.listed.search(between) is not None
    )


def _in_list(seen: Seen, sentence: Masked, groups: Sequence[_Group]) -> Iterator[_Pair]:
    """Yield each author with the paper in brackets behind it: “submitted by A (P), by B (Q)”."""
    text = sentence.text
    if "(" not in text:
        return
    language = seen.lexicon.language
    words, verbs = words_of(language), words_of_proceedings(language)
    run: list[tuple[_Group, _Group]] = []
    runs = [run]
    for one, other in pairwise(groups):
        if one.papers or not other.papers or not text.startswith(")", other.end):
            continue
        if _UNIT.fullmatch(text[one.end : other.start]) is None:
            continue
        between = text[run[-1][1].end : one.start] if run else ""
        if run and (len(between) > _LONGEST_NEXT or not _NEXT_UNIT.fullmatch(between)):
            runs.append(run := [])
        run.append((one, other))
    for found in runs:
        if len(found) < _UNITS or vetoes_of(language).undone(text):
            continue
        before = sentence.spoken(max(0, found[0][0].start - _AROUND), found[0][0].start)
        # In Chinese the verb stands behind them.
        behind = text[found[-1][1].end : found[-1][1].end + _FAR_VERB]
        if words.listed.search(before) and verbs.gives.search(before + behind):
            yield from ((one.members, other.members) for one, other in found)


def _in_brackets(
    seen: Seen, sentence: Masked, groups: Sequence[_Group], told: Sequence[_Pair]
) -> Iterator[_Pair]:
    """Yield authors of papers in brackets behind what they are about.

    “A proposal by Brazil to extend the mandate of the group (5)”.
    """
    words, nouns = words_of(seen.lexicon.language), words_of_proceedings(seen.lexicon.language)
    known = {document.iri for _, documents in told for document in documents}
    text = sentence.text
    last = 0
    for number, paper in enumerate(groups):
        if not paper.papers:
            continue
        for one in groups[:number]:
            meant = one.start >= last and one.members[-1].pattern != _GROUP
            if not meant or paper.start - one.end > _FAR + _WITH_NOUN_MOST:
                continue
            between = _WITH_NOUN.sub("", text[one.end : paper.start])
            if len(between) > _FAR or not between.endswith("("):
                continue
            before = sentence.spoken(max(0, one.start - _AROUND), one.start)
            if between.count("(") > 1 or words.other.search(between):
                continue
            said = words.noun.search(before) is not None
            if known.isdisjoint(document.iri for document in paper.members):
                # Unless “a note by the secretariat (P), submitted by A”.
                said = said or nouns.paper.search(before) is not None
            if words.titled.match(between) or said:
                yield one.members, paper.members
                break
        last = paper.end


def _leads(before: str, between: str) -> bool:
    """Tell whether a paper stands first in its sentence: “In Document 5, Japan proposes …”."""
    alone = not any(SIGNS[kind] in before for kind in _AUTHORS)
    first = alone and len(before) <= _LEAD and len(before.split()) <= _FEW
    return first and len(between) <= _LEAD and "(" not in between
