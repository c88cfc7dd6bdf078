"""What a clause must not say to state anything: that it is not so, or only wished or planned.

Statements that are read from what stands together in a clause, without a verb that must be known,
are kept apart by these words from what only looks like them. They are told per language by
`vetoes.toml`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from wsisgraph.loading.claims.masking import SIGNS, Masked
from wsisgraph.loading.claims.office_words import joins
from wsisgraph.loading.claims.word_lists import lists_of, patterns

_PAUSE = re.compile("[,;:،؛]")
_AROUND, _BEHIND, _NEAR, _FEW, _FAR = 45, 110, 16, 6, 600
_HAN = re.compile("[\u4e00-\u9fff]")
_AND = re.compile(r"\W*(?:(?:and|et|y|e|и)\b|[并且]|و)")
_ONWARDS = re.compile(
    r"[ ,](?:and (?:\w+ )?(?:which|whom|whose)|et (?:\w+ )?(?:l\w*quel\w*|auxquel\w+|auquel|dont)|"
    r"[ye] (?:\w+ )?(?:(?:el|la|los|las) (?:cual(?:es)?|que)|cuy\w+)|и,? (?:\w+ )?котор\w+|"
    r"(?:and did not|et n(?:e|')|y no|и не|ولم)\b(?=[^,،;.]{0,30}\b(?:next|following|suivant|"
    r"siguiente|следующ|[يت]ليه|التالي)))\b.*"
)
_HOLDERS = "[" + "".join(SIGNS[name] for name in ("body", "country", "person")) + "]"
# What is put in between commas and is of somebody else: “EQUALS, to which A does not belong, …”.
_OWN = "".join(SIGNS[name] for name in ("programme", "goal", "line", "document", "instrument"))
_INSERTED = re.compile(rf"[,،][^,،;:{_OWN}]{{12,90}}(?=[,،])")


def without_inserted(text: str) -> str:
    """Return a text without what is put in between commas and is of somebody else."""
    return _INSERTED.sub("", text)


@dataclass(frozen=True, slots=True)
class Vetoes:
    """What `vetoes.toml` tells of a language; its head says what the lists are."""

    denied: re.Pattern[str]
    planned: re.Pattern[str]
    unreal: re.Pattern[str]
    parts: re.Pattern[str]
    mistaken: re.Pattern[str]

    def bar(self, text: str, until: int | None = None) -> bool:
        """Tell whether a clause says what is not so, or only wished, asked or planned.

        Args:
            text: of the clause.
            until: where what it states has been told: what is planned behind it is something else.
        """
        return self.undone(text, until) or self.unreal.search(without_inserted(text)) is not None

    def undone(self, text: str, until: int | None = None) -> bool:
        """Tell whether a clause says what is not so, or not yet."""
        told = without_inserted(text[:until])
        return self.denies(text) or self.planned.search(told) is not None

    def denies(self, text: str) -> bool:
        """Tell whether a clause says what is not so."""
        return self.denied.search(without_inserted(text)) is not None

    def clauses(self, sentence: Masked) -> Iterator[Masked]:
        """Yield the clauses of a sentence that state something of their own."""
        start = 0
        for match in self.parts.finditer(sentence.text):
            if match.start() > start:
                yield sentence.piece(start, match.start())
                start = match.start()
        yield sentence.piece(start, len(sentence.text)) if start else sentence

    def bars(self, sentence: Masked, *places: int) -> bool:
        """Tell whether the phrase of some places of a sentence says that nothing is so.

        It goes on to the next pause: “without the gift of A to the fund, B would not be there”
        does not say that A gave nothing.
        """
        first, last = min(places), max(places)
        if last - first > _FAR:
            # What stands so far apart is no phrase.
            return True
        before = re.split(_PAUSE, sentence.text[max(0, first - _AROUND) : first])[-1]
        behind = sentence.text[last + 1 : last + 1 + _BEHIND]
        # “Japan, a partner of long standing, sat it out”.
        after = re.split(_PAUSE, without_inserted(behind)[:_AROUND])[0]
        # “EQUALS works for Goal 5, and for which no line has been named”: that is something else.
        after = _ONWARDS.sub("", after)
        said = before + sentence.text[first : last + 1]
        # “A gave to the fund and encouraged others” is of two things, unlike “A urged B to give”.
        few = _FEW if _HAN.search(before) else _NEAR
        near = before[-few:] + sentence.text[first : last + 1]
        wished = without_inserted(near + ("" if _AND.match(after) else after[:_NEAR]))
        return (
            self.undone(said + after)
            or self.unreal.search(wished) is not None
            or self.is_mistake(sentence, places[0])
        )

    def is_mistake(self, sentence: Masked, place: int) -> bool:
        """Tell whether what is said of somebody was a mistake: “Spain was listed in error”."""
        for match in self.mistaken.finditer(sentence.text):
            if match.start() > place:
                between = sentence.text[place + 1 : match.start()]
                others = re.split(_HOLDERS, between)[:-1]
            else:
                between = sentence.text[match.end() : place]
                others = re.split(_HOLDERS, between)[1:]
            if len(between) <= _BEHIND and all(joins(one) for one in others):
                return True
        return False


@cache
def vetoes_of(language: str) -> Vetoes:
    """Return the vetoes of a language."""
    return Vetoes(**patterns("vetoes.toml", language, lists_of(Vetoes)))
