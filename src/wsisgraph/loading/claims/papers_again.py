"""What a meeting did with papers that a sentence before names: “中国提交了5。会议对此作了讨论”."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from wsisgraph.loading.claims.masking import SIGNS, Masked, class_of
from wsisgraph.loading.claims.paper_symbols import meeting_of
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.vetoes import vetoes_of
from wsisgraph.loading.claims.word_lists import listed
from wsisgraph.loading.texts.model import Claim, Mention

_SURE = 0.7
_TWO = 2
_SYMBOL, _CONSIDERED = "symbol", "considered"


@cache
def _then(language: str) -> re.Pattern[str] | None:
    """Return the words of a language for what was done with the papers named before, if any.

    A group that begins with `first` tells that it was done with the first alone, one with `last`
    with the last; `it` is the one named right before: “…, which was considered”.
    """
    said = listed("proceedings.toml", language).get("then")
    return re.compile(said, re.IGNORECASE) if said else None


def considered_again(seen: Seen, told: Sequence[Claim]) -> Iterator[Claim]:
    """Yield papers of the sentences before one that says that they were considered.

    The meeting is that of the paper's symbol.

    Args:
        seen: the passage.
        told: what is known of papers in it.
    """
    then = _then(seen.lexicon.language)
    if then is None or SIGNS["document"] not in seen.masked.signs:
        return
    known = {claim.parts.get("document", "") for claim in told if claim.kind == "considers"}
    vetoes = vetoes_of(seen.lexicon.language)
    papers: list[Mention] = []
    for sentence in seen.masked.sentences():
        said = then.search(sentence.text)
        here = [m for m in sentence.named if m is not None and _is_paper(m)]
        spoken_of = [m for m in (*papers, *here) if said is None or m.end <= _place(sentence, said)]
        if said is not None and not vetoes.bars(sentence, said.start(), said.end() - 1):
            for paper in _meant(said, spoken_of):
                meeting = meeting_of(paper.iri)[1]
                if meeting and paper.iri not in known:
                    known.add(paper.iri)
                    parts = {"meeting": meeting, "document": paper.iri, "manner": _CONSIDERED}
                    name = f"{seen.lexicon.language}-considered-again"
                    yield Claim("considers", parts, paper.start, paper.end, name, _SURE)
        papers += here


def _meant(said: re.Match[str], papers: Sequence[Mention]) -> Sequence[Mention]:
    """Return of which papers something is said: “the first of them was considered”."""
    which = {name[:4] for name, words in said.groupdict().items() if words}
    if not which:
        return papers
    if "it" in which:
        return papers[-1:]
    if len(papers) < _TWO:
        return ()
    return papers[:1] if "firs" in which else papers[-1:]


def _place(sentence: Masked, match: re.Match[str]) -> int:
    return sentence.starts[match.start()]


def _is_paper(mention: Mention) -> bool:
    return class_of(mention) == "document" and mention.pattern == _SYMBOL and bool(mention.iri)
