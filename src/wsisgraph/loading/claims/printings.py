"""The resolutions whose text a document prints, and from where to where.

A document that cites a resolution does not speak for it. Only below a line that is the title of a
resolution, in a whole document, an annex or a section, are clauses those of the resolution.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from wsisgraph.loading.claims.clauses import Clause
from wsisgraph.loading.claims.lexicon import titles
from wsisgraph.loading.texts.model import Mention, Passage, Text

_LONGEST, _YEAR = 400, 4
_MOST = 12
"""Passages between a title and the first clause: the subject, a number, who resolves."""

_RESOLUTION = ("/id/resolution/", "/id/decision/")
_FRONT = ("summary", "action", "purpose", "references", "financial", "strategic")
_NEVER = ("residue", "bullet", "table-row", "footnote")
_MARKS = re.compile(r"\b(?:mod|add|sup)\b", re.IGNORECASE)
_BEFORE = 3
_SYMBOL = re.compile(r"\b[A-Z]{2,5}/[0-9A-Z/.-]+")
_WORD = re.compile(r"[^\W\d_]+")
_HAN = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Printed:
    """The version of a resolution that a document prints.

    Attributes:
        work: IRI of the resolution.
        version: IRI of the version.
        amends: IRI of the version that it changes; empty if not known.
        proposed: whether it is a proposal.
        date: of the version.
        mention: the words that name it.
        first, last: order of the passages that it reaches from and to.
        marked: whether changes are marked in it, so that what bears no mark is unchanged.
    """

    work: str
    version: str
    amends: str
    proposed: bool
    date: str
    mention: Mention
    first: int
    last: int
    marked: bool = False


def printings(
    text: Text,
    mentions: Mapping[str, list[Mention]],
    clauses: Sequence[Clause],
    key: str,
    as_of: str,
) -> list[Printed]:
    """Return the resolutions that a document prints, in order; none if it only cites some.

    A line is the title of one if it is nothing but its name (and subject), and clauses under
    headings such as “recalling” and “resolves” come next. It is a proposal where changes are
    marked or MOD, ADD or SUP stands beside the title.
    """
    headed = {c.heading for c in clauses if c.heading}
    named = {
        p.order: _named(p, mentions.get(p.locator, ()), beside=_beside(text, place))
        for place, p in enumerate(text.passages)
    }
    opened = [i for i, p in enumerate(text.passages) if named[p.order] and _opens(text, i, headed)]
    found: list[Printed] = []
    for place, following in pairwise((*opened, len(text.passages))):
        below = text.passages[place:following]
        # Of titles without clauses between them, the last is that of the text.
        if not any(passage.locator in headed for passage in below):
            continue
        within = below[: _length(below)]
        marked = any(passage.changes for passage in within)
        proposed = marked or _beside(text, place)
        reach = within[0].order, within[-1].order
        one = _printed(named[within[0].order], proposed, as_of, key, reach)
        found.append(replace(one, marked=marked))
    return found


def _beside(text: Text, place: int) -> bool:
    """Tell whether MOD, ADD or SUP stands beside a passage."""
    around = text.passages[max(0, place - _BEFORE) : place + _BEFORE]
    return any(_MARKS.match(passage.text.lstrip(" \t([")) for passage in around)


def _named(passage: Passage, mentions: Sequence[Mention], *, beside: bool) -> list[Mention]:
    """Return the mentions of the one resolution whose title a passage is; none for another.

    The title of a proposal may begin with the name of who makes it.
    """
    text = passage.text
    if passage.number or passage.row or passage.kind in _NEVER or len(text) > _LONGEST:
        return []
    if any(name in _FRONT for name in (*passage.section, passage.locator)):
        return []
    named = [m for m in mentions if any(part in m.iri for part in _RESOLUTION)]
    if not named or len({_work(mention) for mention in named}) != 1:
        return []
    before, after = text[: named[0].start], text[named[-1].end :]
    told = _introduces(before) or (beside and passage.kind == "title")
    return named if told and not titles().after.match(after) else []


def _introduces(before: str) -> bool:
    """Tell whether there is nothing before a name but “MOD”, “draft revision of” and the like."""
    words = _WORD.findall(_SYMBOL.sub(" ", before).casefold())
    known = titles().before
    return all(word in known or (not _HAN.sub("", word) and _spelt(word, known)) for word in words)


def _spelt(word: str, known: frozenset[str]) -> bool:
    """Tell whether a word without spaces is made of known ones, the longest first."""
    while word:
        size = next((size for size in range(len(word), 0, -1) if word[:size] in known), 0)
        if not size:
            return False
        word = word[size:]
    return True


def _opens(text: Text, place: int, headed: set[str]) -> bool:
    """Tell whether clauses follow what may be a title, and no other text before them."""
    for passage in text.passages[place + 1 : place + 1 + _MOST]:
        if passage.locator in headed:
            return True
        if passage.number and passage.kind != "residue":
            return False
        if passage.locator in _FRONT:
            return False
    return False


def _length(below: Sequence[Passage]) -> int:
    """Return how many passages are those of a text: as far as its first annex."""
    for number, passage in enumerate(below):
        if number and passage.kind in ("heading", "title") and titles().annex.match(passage.text):
            return number
    return len(below)


def _work(mention: Mention) -> str:
    """Return the IRI of a resolution, whichever version of it is named."""
    head, version, _ = mention.iri.rpartition("/")
    year = mention.iri.rpartition("/")[2]
    return head if version and year.isdigit() and len(year) == _YEAR else mention.iri


def _printed(
    named: Sequence[Mention], proposed: bool, as_of: str, key: str, reach: tuple[int, int]
) -> Printed:
    work = _work(named[0])
    years = sorted(m.iri.rpartition("/")[2] for m in named if m.iri != work)
    if proposed:
        # The older of two versions at the top is the one that is changed.
        before = f"{work}/{years[0]}" if years else ""
        date = as_of or (years[-1] if years else "")
        return Printed(work, f"{work}/proposal/{key}", before, True, date, named[0], *reach)
    year = years[-1] if years else as_of[:_YEAR]
    return Printed(work, f"{work}/{year}", "", False, year, named[0], *reach)
