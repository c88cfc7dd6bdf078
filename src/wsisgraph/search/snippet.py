"""The part of a text that shows why it was found, with the words that were looked for."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from wsisgraph.search.analysis import words

_LENGTH = 200
"""Letters that are shown."""

_BEFORE = 40


class Piece(NamedTuple):
    """A part of a text; `hit` where it is what was looked for."""

    text: str
    hit: bool = False


def marked(text: str, terms: Collection[str], lang: str) -> tuple[Piece, ...]:
    """Return a whole text in pieces."""
    return _pieces(text, _places(text, terms, lang))


def snippet(texts: Sequence[str], terms: Collection[str], lang: str) -> tuple[Piece, ...]:
    """Return the part of some texts with the most of the words; () where none has one."""
    best: tuple[int, int, str, list[tuple[int, int]]] | None = None
    for text in texts:
        places = _places(text, terms, lang)
        for start, _ in places:
            within = [place for place in places if start <= place[0] < start + _LENGTH - _BEFORE]
            if best is None or len(within) > best[0]:
                best = len(within), start, text, places
    if best is None:
        return ()
    _, start, text, places = best
    begin = _edge(text, start - _BEFORE, back=True) if len(text) > _LENGTH else 0
    end = _edge(text, begin + _LENGTH, back=False) if len(text) > _LENGTH else len(text)
    shown = [(a - begin, b - begin) for a, b in places if a >= begin and b <= end]
    pieces = _pieces(text[begin:end], shown)
    before = (Piece("… "),) if begin else ()
    after = (Piece(" …"),) if end < len(text) else ()
    return (*before, *pieces, *after)


def _places(text: str, terms: Collection[str], lang: str) -> list[tuple[int, int]]:
    """Return where the words stand, those that overlap as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(
        (word.start, word.end) for word in words(text, lang) if word.term and word.term in terms
    ):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def _pieces(text: str, places: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    found: list[Piece] = []
    last = 0
    for start, end in places:
        if start > last:
            found.append(Piece(text[last:start]))
        found.append(Piece(text[start:end], hit=True))
        last = end
    if last < len(text):
        found.append(Piece(text[last:]))
    return tuple(found)


def _edge(text: str, at: int, *, back: bool) -> int:
    """Return a place near this one where a word begins or ends."""
    if at <= 0:
        return 0
    if at >= len(text):
        return len(text)
    for near in range(20):
        place = at + near if back else at - near
        if 0 < place < len(text) and text[place if not back else place - 1].isspace():
            return place
    return at
