"""Conferences told by the place where they met and the year, apart from their name.

“In Buenos Aires, from 9 to 20 October 2017, the World Telecommunication Development Conference …”:
of one that meets every four years, place and year in the same sentence say which it was.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from wsisgraph.loading.references.conferences import places_within
from wsisgraph.loading.references.fold import Folded
from wsisgraph.loading.references.meeting_rules import of_years
from wsisgraph.loading.references.names import Name
from wsisgraph.loading.references.resolutions import key_of
from wsisgraph.loading.references.spans import Span
from wsisgraph.loading.references.words import table

_SENTENCE_END = re.compile(r"[.;。；!?](?=\s|\Z|[\u3400-\u9fff])")
_BRACKETS = re.compile(r"\([^()]*\)")
# How far from its name the place and the year may stand.
_FAR = 220
# Where so many meet that it says nothing.
_OF_ALL = frozenset({"geneva"})
_DIGITS = 4


def held_there(text: Folded, names: Sequence[Name], found: Sequence[Span]) -> Iterator[Span]:
    """Yield the conferences whose place and year the sentence says that names them.

    Args:
        text: of a passage, with years.
        names: the things that it names of which there is a rule for meetings.
        found: the meetings that it names otherwise.
    """
    named = [name for name in names if key_of(name.label.iri) in _held() and _is_body(name)]
    if not named:
        return
    places = [one for one in places_within(text.text) if one[2] not in _OF_ALL]
    if not places:
        return
    # “(Rev. Kigali, 2022)” is the version of a resolution.
    versions = [
        match.span()
        for match in _BRACKETS.finditer(text.text)
        if any(match.start() < start < match.end() for start, _, _ in places)
    ]
    places = [one for one in places if not _within(one[0], versions)]
    years = [start for start in text.years if not _within(start, versions)]
    for name in named:
        if any(one.start < name.end and name.start < one.end for one in found):
            continue
        first, last = _sentence(text.text, name)
        said = {text.text[at : at + _DIGITS] for at in years if first <= at < last}
        there = {place for start, _, place in places if first <= start < last}
        held = _held()[key_of(name.label.iri)]
        which = [year for year in said if held.get(year) in there]
        if len(which) == 1:
            yield from of_years(key_of(name.label.iri), which[0], name.start, name.end)


def _is_body(name: Name) -> bool:
    return name.label.kind == "body"


def _within(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _sentence(text: str, name: Name) -> tuple[int, int]:
    """Return where the sentence around a name begins and ends, as far as it is looked at."""
    first, last = max(0, name.start - _FAR), min(len(text), name.end + _FAR)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, first, name.start)]
    end = _SENTENCE_END.search(text, name.end, last)
    return ends[-1] if ends else first, end.start() if end is not None else last


@cache
def _held() -> dict[str, dict[str, str]]:
    """Return where each conference met, by year."""
    years: dict[str, dict[str, str]] = table("conferences")["years"]
    return years
