"""A passage on its way: its block, its number, and what it stands under."""

from dataclasses import dataclass, field

from wsisgraph.loading.texts.blocks import Block, shortened, tidy, without
from wsisgraph.loading.texts.numbers import Number, number_at_start, of_word


@dataclass(slots=True, eq=False)
class Node:
    """A passage on its way.

    Attributes:
        block: what it was read from; `more` are further ones, of a title of several lines.
        role: `root`, `heading`, `title`, `header`, `before`, `item`, `bullet`, `paragraph`, `row`,
            `note` or `residue`.
        parent: what it stands under.
        style, values, later, printed, was: of its number, see `Number`; `was` before changes.
        key: what it is called instead of a number.
        rank: level of a heading, where the file says it.
        start: where in the block's text it begins, behind the number.
        has_numbers: whether paragraphs under it have printed numbers.
        counts: how many of each kind stand under it.
        section: locators of the headings that it stands under, the outermost first.
        level: how many passages it stands under.
    """

    block: Block
    role: str
    parent: "Node | None" = None
    style: str = ""
    values: tuple[int, ...] = ()
    later: int = 0
    printed: str = ""
    was: str = ""
    key: str = ""
    rank: int = 0
    start: int = 0
    more: list[Block] = field(default_factory=list)
    locator: str = ""
    has_numbers: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    section: tuple[str, ...] = ()
    level: int = 0

    def next(self, what: str) -> int:
        """Count one more of a kind under it."""
        number = self.counts[what] = self.counts.get(what, 0) + 1
        return number


def number_of(block: Block) -> tuple[Number | None, int]:
    """Return the number of a block, and where in its text the rest begins."""
    if block.kind:
        return None, 0
    if block.number:
        return of_word(block.number), 0
    if not block.changes:
        number = number_at_start(block.text)
        if number is None or (number.style != "bullet" and not block.text[number.end :].strip()):
            # A figure that stands alone numbers nothing.
            return None, 0
        return number, number.end
    new = without(block, "deleted")
    is_gone = not new.strip()
    number = number_at_start(block.text if is_gone else new)
    if number is None:
        return None, 0
    return number, number.end if is_gone else _place(block, number.end)


def _place(block: Block, end: int) -> int:
    """Return the place in a block's text that is `end` in the text without what was deleted."""
    at, left = 0, end
    gone = {p for c in block.changes if c.kind == "deleted" for p in range(c.start, c.end)}
    while left and at < len(block.text):
        left -= at not in gone
        at += 1
    return at


def number_before(block: Block, number: Number) -> str:
    """Return the number that a block had before the marked changes, if it was another."""
    if block.was:
        return block.was
    if not block.changes or block.number:
        return ""
    before = number_at_start(without(block, "inserted"))
    return before.printed if before is not None and before.printed != number.printed else ""


def said(block: Block, start: int) -> str:
    """Return what a block says behind its number, in the text as it is to be."""
    if not block.changes:
        return tidy(block.text[start:])
    return tidy(without(block, "deleted")) if not start else shortened(block, start)[0]


def is_gone(block: Block) -> bool:
    """Tell whether all of a block was deleted."""
    return bool(block.changes) and not tidy(without(block, "deleted"))


def is_blank(block: Block) -> bool:
    """Tell whether a block says nothing."""
    return not block.notes and not tidy(block.text)
