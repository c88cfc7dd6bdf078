"""What was done with papers where nobody is named: “Document 3 was approved”.

Records of meetings say so again and again. The meeting is that of the paper's symbol, and each
paper has what is said of it: “5 was approved and 6 was noted”. The words are in `papers_done.toml`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from wsisgraph.loading.claims.masking import SIGNS, Masked
from wsisgraph.loading.claims.office_words import joins
from wsisgraph.loading.claims.paper_symbols import meeting_of
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.vetoes import vetoes_of
from wsisgraph.loading.claims.word_lists import lists_of, patterns
from wsisgraph.loading.texts.model import Claim, Mention

_SURE = 0.8
_PAPER = SIGNS["document"]
_SYMBOL = "symbol"
_MANNERS = ("approved", "noted", "considered")
_PAUSE = re.compile(r"[,;:،؛]")
_WHO = frozenset(SIGNS[name] for name in ("meeting", "event", "body", "country"))


@dataclass(frozen=True, slots=True)
class Words:
    """What `papers_done.toml` tells of a language; its head says what the lists are."""

    approved: re.Pattern[str]
    noted: re.Pattern[str]
    considered: re.Pattern[str]
    behind: re.Pattern[str]
    ahead: re.Pattern[str]
    lead: re.Pattern[str]
    tail: re.Pattern[str]
    noun: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Done:
    """Papers of a sentence, what was done with them, and where its words are.

    Attributes:
        nobody: whether nobody is named before them.
    """

    papers: tuple[Mention, ...]
    manner: str
    start: int
    end: int
    nobody: bool


@cache
def words_of(language: str) -> Words:
    """Return the words of a language for what was done with papers."""
    return Words(**patterns("papers_done.toml", language, lists_of(Words)))


def done(language: str, sentence: Masked) -> Iterator[Done]:
    """Yield what a sentence says was done with papers, in its order."""
    text = sentence.text
    if _PAPER not in text:
        return
    words, vetoes = words_of(language), vetoes_of(language)
    last = 0
    for place, end in _lists(text, words):
        closed = end + text.startswith(")", end)
        behind = words.behind.match(text, closed)
        ahead = None if behind is not None else words.ahead.search(text, last, place)
        if (match := behind or ahead) is None:
            continue
        start = match.start() if behind is None else place
        until = closed if behind is None else match.end()
        said = match.group()
        manner = next((name for name in _MANNERS if getattr(words, name).search(said)), "")
        *others, lead = _PAUSE.split(text[last:start])
        if (
            manner
            and words.lead.fullmatch(lead)
            and words.tail.match(text[until:])
            and not vetoes.bars(sentence, start, until - 1)
        ):
            named = sentence.named[place:end]
            papers = tuple(m for m in named if m is not None and m.pattern == _SYMBOL and m.iri)
            yield Done(papers, manner, start, until, _WHO.isdisjoint("".join(others)))
            last = until


def _lists(text: str, words: Words) -> Iterator[tuple[int, int]]:
    """Yield where papers stand together: “Documents 3, 5 and 6”."""
    first = end = -1
    for match in re.finditer(_PAPER, text):
        between = words.noun.sub("", text[end : match.start()]) if end >= 0 else ""
        if end < 0 or not (joins(between) or joins(f"{between} ")):
            if end >= 0:
                yield first, end
            first = match.start()
        end = match.end()
    if end >= 0:
        yield first, end


def manners_in(language: str, sentence: Masked) -> dict[str, str]:
    """Return what a sentence says was done with each of its papers where nobody does it."""
    return {paper.iri: one.manner for one in done(language, sentence) for paper in one.papers}


def papers_done(seen: Seen, told: Sequence[Claim]) -> Iterator[Claim]:
    """Yield the papers with which something was done, at the meeting of their symbols.

    Args:
        seen: the passage.
        told: what is known of papers in it.
    """
    if seen.passage.row or seen.passage.kind == "heading" or _PAPER not in seen.masked.signs:
        return
    known = {claim.parts.get("document", "") for claim in told if claim.kind == "considers"}
    for sentence in seen.masked.sentences():
        for one in done(seen.lexicon.language, sentence):
            for paper in one.papers if one.nobody else ():
                meeting = meeting_of(paper.iri)[1]
                other = seen.sitting is not None and seen.sitting.iri != meeting
                if not meeting or other or paper.iri in known:
                    continue
                parts = {"meeting": meeting, "document": paper.iri, "manner": one.manner}
                name = f"{seen.lexicon.language}-paper-done"
                yield Claim("considers", parts, *sentence.place(one.start, one.end), name, _SURE)
