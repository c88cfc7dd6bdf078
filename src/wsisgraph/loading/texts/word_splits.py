"""A paragraph that was split by a tracked change: one in the old text, two in the proposed one."""

from collections.abc import Sequence
from dataclasses import replace

from wsisgraph.loading.texts.blocks import Block, joined
from wsisgraph.loading.texts.model import Change
from wsisgraph.loading.texts.word_runs import Piece

_NEW = ("inserted", "moved-to")
_OLD = ("deleted", "moved-from")


def says_old(pieces: Sequence[Piece]) -> bool:
    """Tell whether pieces have words of the old text."""
    return any(text.strip() and (not c or c.kind not in _NEW) for text, c in pieces)


def parted(pieces: Sequence[Piece], mark: Change) -> tuple[list[Piece], list[Piece]]:
    """Return what stood before the mark in the old text, and what stands behind it in the new one.

    Args:
        pieces: of the paragraph behind the mark.
        mark: the change that put in the mark.
    """
    gone, come = replace(mark, kind="moved-from"), replace(mark, kind="moved-to")
    before: list[Piece] = []
    behind: list[Piece] = []
    for text, change in pieces:
        if change is None or change.kind in _OLD:
            before.append((text, change or gone))
        if change is None or change.kind in _NEW:
            behind.append((text, change or come))
    return before, behind


def carry_back(block: Block, pieces: Sequence[Piece]) -> None:
    """Put pieces that a mark parted from a paragraph to its end, in the old text."""
    text, changes = joined(pieces)
    start = len(block.text) + 1
    moved = tuple(replace(c, start=c.start + start, end=c.end + start) for c in changes)
    block.text, block.changes = f"{block.text} {text}", block.changes + moved
