"""The words of proceedings of each language, as `proceedings.toml` lists them."""

import re
from dataclasses import dataclass
from functools import cache

from wsisgraph.loading.claims.masking import SIGNS, Masked
from wsisgraph.loading.claims.office_words import offices_of
from wsisgraph.loading.claims.word_lists import patterns

_FAR, _BEHIND = 80, 50
_PAPER = SIGNS["document"]
_NEXT = re.compile(rf"[,،;{_PAPER}]")
# “… and deferred Document 6”.
_NEXT_PAPER = re.compile(rf"[^,،;.。]{{0,30}}{_PAPER}")
GOES_ON = re.compile(r" (?:and|et|y|e|и) ")
"""Right behind a verb: what follows is no paper of its, as in “was approved and 30 was revised”."""
MANNERS = ("approved", "noted", "considered")
"""What meetings do with papers, the word that says most first."""
_WORDS = (
    *MANNERS,
    "adopts",
    "adoption",
    "alters",
    "apart",
    "behind",
    "gives",
    "paper",
    "theirs",
    "about",
    "to",
    "speaks",
    "within",
    "cited",
    "passive",
    "sat",
    "along",
    "of_them",
    "there",
    "deferred",
    "since",
)


@dataclass(frozen=True, slots=True)
class Words:
    """What `proceedings.toml` tells of a language; its head says what the lists are."""

    noted: re.Pattern[str]
    approved: re.Pattern[str]
    considered: re.Pattern[str]
    adopts: re.Pattern[str]
    adoption: re.Pattern[str]
    alters: re.Pattern[str]
    apart: re.Pattern[str]
    behind: re.Pattern[str]
    gives: re.Pattern[str]
    paper: re.Pattern[str]
    theirs: re.Pattern[str]
    about: re.Pattern[str]
    within: re.Pattern[str]
    cited: re.Pattern[str]
    to: re.Pattern[str]
    speaks: re.Pattern[str]
    passive: re.Pattern[str]
    along: re.Pattern[str]
    sat: re.Pattern[str]
    of_them: re.Pattern[str]
    there: re.Pattern[str]
    deferred: re.Pattern[str]
    since: re.Pattern[str]
    last: bool

    def defers(self, clause: Masked, place: int) -> bool:
        """Tell whether a clause puts off the paper at a place: “… and, for want of time, defers 6”.

        “It considered 5 and deferred 6” says so of the second alone.
        """
        first = max(place - _FAR, clause.text.rfind(_PAPER, 0, place) + 1, 0)
        if self.deferred.search(clause.text[first:place]):
            return True
        behind = _NEXT.split(clause.text[place + 1 : place + 1 + _BEHIND], maxsplit=1)[0]
        late = self.deferred.search(behind)
        rest = clause.text[place + 1 + late.end() :] if late is not None else ""
        return late is not None and not _NEXT_PAPER.match(rest)


@cache
def words_of(language: str) -> Words:
    """Return the words of proceedings of a language."""
    return Words(
        **patterns("proceedings.toml", language, _WORDS), last=offices_of(language).verb_last
    )
