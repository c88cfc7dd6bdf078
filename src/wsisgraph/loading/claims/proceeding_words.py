"""The words of proceedings of each language, as `proceedings.toml` lists them."""

import re
from dataclasses import dataclass
from functools import cache

from wsisgraph.loading.claims.masking import SIGNS, Masked
from wsisgraph.loading.claims.office_words import offices_of
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.word_lists import lists_of, patterns

_FAR, _BEHIND = 80, 50
_PAPER = SIGNS["document"]
_NEXT = re.compile(rf"[,،;{_PAPER}]")
GOES_ON = re.compile(r" (?:and|et|y|e|и) ")
"""Right behind a verb: what follows is no paper of its, as in “was approved and 30 was revised”."""
# “… and deferred Document 6”, not “was deferred and the Council considered 6”.
_NEXT_PAPER = re.compile(rf"(?:(?!{GOES_ON.pattern})[^,،;.。]){{0,30}}{_PAPER}")
_BREAK = re.compile(rf"[,،;]|{GOES_ON.pattern}| و")
MANNERS = ("approved", "noted", "considered")
"""What meetings do with papers, the word that says most first."""


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

    def defers(self, seen: Seen, clause: Masked, place: int) -> bool:
        """Tell whether a clause puts off the paper at a place: “… and, for want of time, defers 6”.

        “It considered 5 and deferred 6” says so of the second alone, “5 was deferred and 6 was
        noted” and “5 was deferred, and the Council noted 6” of the first.

        Args:
            seen: the passage of the clause.
            clause: the words.
            place: of the paper in them.
        """
        first = max(place - _FAR, clause.text.rfind(_PAPER, 0, place) + 1, 0)
        said = clause.text[first:place]
        if (early := _last(self.deferred, said)) is not None:
            has_its_own = clause.text.startswith(_PAPER, first - 1) if first else False
            of_another = has_its_own and _BREAK.search(said[: early.start()]) is None
            goes_on = GOES_ON.search(said, early.end()) is not None
            if not (of_another and goes_on) and not _acts_since(seen, said, early.end()):
                return True
        behind = _NEXT.split(clause.text[place + 1 : place + 1 + _BEHIND], maxsplit=1)[0]
        late = self.deferred.search(behind)
        if late is None:
            return False
        rest = clause.text[place + 1 + late.end() :]
        # “It considered 5 and deferred, for want of time, 6”.
        next_verb = GOES_ON.fullmatch(behind[: late.start()]) and _PAPER in rest[:_FAR]
        return not next_verb and not _NEXT_PAPER.match(rest)


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(reversed(list(pattern.finditer(text))), None)


def _acts_since(seen: Seen, text: str, start: int) -> bool:
    """Tell whether, in a clause that begins behind a place, something is done with papers.

    Not in “defers considering 6”, nor in “defers, for want of time, the consideration of 6”.
    """
    return any(
        _BREAK.search(text, start, match.start() + 1)
        for _, pattern in seen.lexicon.words["acts"].in_text(text)
        for match in pattern.finditer(text)
    )


@cache
def words_of(language: str) -> Words:
    """Return the words of proceedings of a language."""
    return Words(
        **patterns("proceedings.toml", language, lists_of(Words)),
        last=offices_of(language).verb_last,
    )
