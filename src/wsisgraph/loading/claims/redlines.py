"""What tracked changes make of a passage: the old text, the proposed one, what kind of change."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wsisgraph.loading.texts.model import Passage

_NEW = ("inserted", "moved-to")
_OLD = ("deleted", "moved-from")
# What is left of an item that was added or removed has no word, but perhaps its semicolon.
_WORD = re.compile(r"\w")
_STOPS = tuple(".,;:،؛")


@dataclass(frozen=True, slots=True)
class Redline:
    """A passage before and after its marked changes.

    Attributes:
        old, new: its text before and after; empty where it was not there.
        deleted, inserted: the pieces, in order.
        changes: keys of the list `change-kinds`, sorted.
    """

    old: str
    new: str
    deleted: tuple[str, ...]
    inserted: tuple[str, ...]
    changes: tuple[str, ...]


def redline(passage: Passage) -> Redline:
    """Return what the marked changes of a passage make of it."""
    old = _joined(passage, _NEW)
    new = _joined(passage, _OLD)
    kinds: set[str] = set()
    moved = {change.kind for change in passage.changes} & {"moved-from", "moved-to"}
    old, new = (text if _WORD.search(text) else "" for text in (old, new))
    if not old.strip():
        kinds.add("moved" if moved else "added")
    elif not new.strip():
        kinds.add("moved" if moved else "removed")
    else:
        if old != new:
            kinds.add("changed")
        if moved or (passage.was and passage.was != passage.number):
            kinds.add("moved")
    return Redline(
        old.strip(),
        new.strip(),
        tuple(_pieces(passage, _OLD)),
        tuple(_pieces(passage, _NEW)),
        tuple(sorted(kinds)) or ("unchanged",),
    )


def places_of_moved(passages: Iterable[Passage]) -> dict[str, str]:
    """Return where paragraphs that were moved as a whole stand now, by where they stood before.

    The two are one by their words, since a file marks them apart.
    """
    told = [(passage.locator, redline(passage)) for passage in passages if passage.changes]
    moved = [(locator, change) for locator, change in told if change.changes == ("moved",)]
    now: dict[str, list[str]] = {}
    for locator, change in moved:
        if not change.old:
            now.setdefault(_bare(change.new), []).append(locator)
    return {
        locator: now[_bare(change.old)].pop(0)
        for locator, change in moved
        if not change.new and now.get(_bare(change.old))
    }


def _bare(text: str) -> str:
    return text.casefold().rstrip(" .,;:。，；：،؛")


def _joined(passage: Passage, without: tuple[str, ...]) -> str:
    """Return the text without the pieces of some kinds, with single spaces where they stood."""
    kept: list[str] = []
    last = 0
    for change in sorted(passage.changes, key=lambda change: change.start):
        if change.kind in without and change.start >= last:
            before = passage.text[last : change.start]
            # “by 2021 <2022>;”: the space before what is left out goes with it.
            ends = passage.text[change.end : change.end + 1] in _STOPS
            kept.append(before.rstrip() if ends else before)
            last = change.end
    kept.append(passage.text[last:])
    return " ".join("".join(kept).split()) if passage.changes else passage.text


def _pieces(passage: Passage, kinds: tuple[str, ...]) -> Iterator[str]:
    for change in passage.changes:
        if change.kind in kinds and (piece := passage.text[change.start : change.end].strip()):
            yield piece
