"""What a reader of a kind of file hands on: its blocks of text, in order, before any meaning."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from wsisgraph.loading.texts.model import Change

# Marks that show nothing: soft hyphens, marks of direction, zero-width spaces, byte-order marks.
_UNSEEN = dict.fromkeys(
    [0x00AD, 0x061C, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF]
)
_STRANGE = re.compile(
    "[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\\x00-\\x08\\x0e-\\x1f\\x7f\ufffe\uffff\ud800-\udfff]"
)
_CONTROLS = re.compile("[\\x00-\\x08\\x0e-\\x1f\\x7f\ufffe\uffff\ud800-\udfff]")


@dataclass(slots=True)
class Block:
    """A piece of a file that stands by itself: a line, a paragraph, a row, a note.

    Attributes:
        text: as read, with tabs, and with deleted and inserted pieces alike; tidied later.
        lines: lines, paragraphs or pages of the file that it was read from.
        kind: key of `passage-kinds` where the file itself says it; else empty.
        heading: level of a heading, from 1, where the file says so; 0 where it does not.
        number: the number that the file gives by itself (Word's numbering), as it is printed.
        was: that number before the marked changes, where it was another.
        depth: level of the list that the number belongs to, from 1; 0 where there is none.
        list_key: which of the file's lists the number belongs to; empty where there is none.
        mark: of a note, the mark by which it is referred to.
        changes: pieces that are marked as inserted or deleted.
        row: cells of a row of a table.
        table: ordinal of the table that a row belongs to.
        is_new, is_gone: whether all of it, number and all, was inserted or deleted.
        is_bold: whether all of it is bold, which a heading may be.
        is_title: whether it is a title of a text within the document, as of a resolution.
        is_boxed: whether it stands in a box beside the text.
        notes: footnotes and endnotes that hang on it.
    """

    text: str
    lines: tuple[int, ...] = ()
    kind: str = ""
    heading: int = 0
    number: str = ""
    was: str = ""
    depth: int = 0
    list_key: str = ""
    mark: str = ""
    changes: tuple[Change, ...] = ()
    row: tuple[str, ...] = ()
    table: int = 0
    is_new: bool = False
    is_gone: bool = False
    is_bold: bool = False
    is_boxed: bool = False
    is_title: bool = False
    notes: list["Block"] = field(default_factory=list)


# A block is tidied for each question that is asked of it.
@lru_cache(maxsize=4_000)
def tidy(text: str) -> str:
    """Return a text with single spaces, and without marks that show nothing."""
    if not text.isprintable() and _STRANGE.search(text) is not None:
        text = _CONTROLS.sub("", text.translate(_UNSEEN))
    return " ".join(text.split())


def joined(pieces: Iterable[tuple[str, Change | None]]) -> tuple[str, tuple[Change, ...]]:
    """Join pieces of a block, each with the change it is part of; places count in the result.

    Tabs stay, since what follows a number is told by them; every other space is single. Neighbours
    of the same change are one.
    """
    parts: list[str] = []
    changes: list[Change] = []
    length = 0
    for text, change in pieces:
        kept = _kept(text, (bool(parts) and parts[-1].endswith((" ", "\t"))) or not length)
        if not kept:
            continue
        start, length = length, length + len(kept)
        parts.append(kept)
        if change is None:
            continue
        last = changes[-1] if changes else None
        if last is not None and last.end == start and _is_same(last, change):
            changes[-1] = replace(last, end=length)
        else:
            changes.append(replace(change, start=start, end=length))
    whole = "".join(parts)
    text = whole.rstrip(" \t")
    if len(text) < len(whole):
        changes = [
            replace(change, end=min(change.end, len(text)))
            for change in changes
            if change.start < len(text)
        ]
    return text, tuple(changes)


def shortened(block: Block, start: int) -> tuple[str, tuple[Change, ...]]:
    """Return the text of a block from a place on, its spaces single, with the changes moved."""
    text, changes = block.text[start:], block.changes
    if not changes:
        return tidy(text), ()
    # Each piece between changes is tidied by itself, so that places can be followed.
    cuts: list[tuple[str, Change | None]] = []
    at = start
    for change in changes:
        if change.end <= start:
            continue
        begin = max(change.start, start)
        cuts.append((block.text[at:begin], None))
        cuts.append((block.text[begin : change.end], change))
        at = change.end
    cuts.append((block.text[at:], None))
    return joined((text.replace("\t", " "), change) for text, change in cuts)


_SIDES = {"deleted": ("deleted", "moved-from"), "inserted": ("inserted", "moved-to")}


def without(block: Block, kind: str) -> str:
    """Return the text of a block without what was `deleted` (or `inserted`), or moved so."""
    if not block.changes:
        return block.text
    parts, at = [], 0
    for change in block.changes:
        if change.kind in _SIDES[kind]:
            parts.append(block.text[at : change.start])
            at = change.end
    return "".join(parts) + block.text[at:]


def _kept(text: str, after_space: bool) -> str:
    text = _CONTROLS.sub("", text.translate(_UNSEEN))
    text = re.sub(r"[^\S\t]*\t[\s]*", "\t", text)
    text = re.sub(r"[^\S\t]+", " ", text)
    return text.lstrip(" \t") if after_space else text


def _is_same(one: Change, other: Change) -> bool:
    return (one.kind, one.author, one.date) == (other.kind, other.author, other.date)
