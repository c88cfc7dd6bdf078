"""The words of proceedings of each language, as `proceedings.toml` lists them."""

import re
from dataclasses import dataclass
from functools import cache

from wsisgraph.loading.claims.office_words import offices_of
from wsisgraph.loading.claims.word_lists import patterns

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
    "since",
    "deferred",
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
    since: re.Pattern[str]
    deferred: re.Pattern[str]
    last: bool


@cache
def words_of(language: str) -> Words:
    """Return the words of proceedings of a language."""
    return Words(
        **patterns("proceedings.toml", language, _WORDS), last=offices_of(language).verb_last
    )
