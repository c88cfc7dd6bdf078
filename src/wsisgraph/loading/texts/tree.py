"""The tree of a document: which item is under which, by lists, numbers and levels."""

import re
from collections.abc import Callable

from wsisgraph.loading.texts import sections
from wsisgraph.loading.texts.blocks import Block
from wsisgraph.loading.texts.nodes import Node, number_before
from wsisgraph.loading.texts.numbers import Number

# No document has lists in lists in lists as deep as this.
_DEEPEST = 16
# So much further a number such as 2.7 may be, where those between were not understood.
_GAP = 3
_JOINED = re.compile(r"(\d{2,6})(?:[.)]|\t|\s{2,})\s*")


class Tree:
    """The passages so far, and the place in them.

    Attributes:
        root: above all.
        nodes: the passages so far, in order.
        stack: the place: the root, headings, and items in items.
        last: the last passage that another may carry on; None before the first.
        remarks: what is odd about numbers.
        has_section: whether the front of the document is over.
    """

    def __init__(self) -> None:
        self.root = Node(Block(""), "root")
        self.nodes: list[Node] = []
        self.stack: list[Node] = [self.root]
        self.last: Node | None = None
        self.remarks: list[tuple[int, str, str]] = []
        self.has_section = False
        # Items that the last table ended, whose numbers may go on below it.
        self._above_table: list[Node] = []
        self._seen_styles: set[str] = set()

    def add(self, node: Node) -> Node:
        """Put in a passage, and the notes that hang on it."""
        self.nodes.append(node)
        for note in node.block.notes:
            self.nodes.append(Node(note, "note", node, printed=note.mark))
        return node

    def pop(self, keep: Callable[[Node], bool]) -> None:
        """Leave what is not to be kept, up to the root."""
        while len(self.stack) > 1 and not keep(self.stack[-1]):
            self.stack.pop()

    def pop_above(self, node: Node) -> None:
        """Leave a node and all that is in it."""
        while self.stack[-1] is not node:
            self.stack.pop()
        self.stack.pop()

    def _pop_to_prefix(self, node: Node) -> None:
        """Go to the section whose number a number such as 2.1.3 continues."""
        for each in reversed(self.stack):
            if each.style == "decimal" and each.values == node.values[: len(each.values)]:
                if len(each.values) < len(node.values):
                    while self.stack[-1] is not each:
                        self.stack.pop()
                    return
                self.pop_above(each)
                return
        self.pop(
            lambda each: each.role == "root" or (each.role == "heading" and each.style != "decimal")
        )

    def section(self) -> Node:
        """Return the innermost heading, or the root."""
        return next(e for e in reversed(self.stack) if e.role in ("heading", "root"))

    def place_heading(
        self, node: Node, number: Number | None, text: str, *, is_among_items: bool = False
    ) -> None:
        """Find the section that a heading of unknown level is in.

        Args:
            node: of the heading.
            number: before it.
            text: behind that.
            is_among_items: whether it may carry on the numbers of paragraphs before it.
        """
        self._above_table = []
        if number is None:
            known = sections.known_section(text.rstrip(" :：")) != ""
            unnumbered = [
                e for e in self.stack if e.role == "heading" and not e.values and not e.rank
            ]
            free = [e for e in unnumbered if not sections.part(e.block.text)]
            if free:
                self.pop_above(free[0])
            elif known and not any(e.values for e in self.stack if e.role == "heading"):
                self.pop(lambda each: each.role == "root" or bool(each.key))
            else:
                self.pop(lambda each: each.role in ("heading", "root"))
            return
        self.number(node, number)
        same = [e for e in self.stack if e.role == "heading" and e.style == node.style]
        # 2 stands beside 1, not beside 1.4.
        beside = [each for each in same if len(each.values) <= len(node.values)]
        if len(node.values) > 1 and node.style == "decimal":
            self._pop_to_prefix(node)
        elif same:
            self.pop_above(beside[-1] if beside else same[0])
        elif is_among_items and (before := self._item_before(node)) is not None:
            self.pop_above(before)
        elif node.style not in self._seen_styles and node.style in ("decimal", "cjk", "chapter"):
            # Sections with numbers stand beside those without that came before them.
            self.pop(
                lambda each: (
                    each.role == "root"
                    or (
                        each.role == "heading"
                        and (
                            bool(each.values)
                            or each.key.startswith(("annex", "appendix", "attachment"))
                        )
                    )
                )
            )
        else:
            self.pop(lambda each: each.role in ("heading", "root"))
        self._seen_styles.add(node.style)

    def _item_before(self, node: Node) -> Node | None:
        """Return the item whose number the number of a passage comes after."""
        for each in reversed(self.stack):
            if (
                each.role == "item"
                and each.style == node.style
                and each.values[-1] + 1 == node.values[-1]
            ):
                return each
        return None

    def number(self, node: Node, number: Number | None) -> None:
        """Give a passage its number, read so that it carries on what came before."""
        if number is None or number.style == "bullet":
            return
        style, value = self._chosen(number)
        node.style = style
        node.values = number.values if len(number.values) > 1 else (value,)
        node.later = number.later
        node.printed = number.printed

    def _chosen(self, number: Number) -> tuple[str, int]:
        """Return the reading of a number that continues what came before, else its first one."""
        readings = [(number.style, number.values[-1]), *number.others]
        if len(readings) == 1:
            return readings[0]
        for each in reversed(self.stack):
            for style, value in readings:
                if each.style == style and each.values and value == each.values[-1] + 1:
                    return style, value
        for style, value in reversed(readings):
            if value == 1:
                return style, value
        return readings[0]

    def follows(self, number: Number) -> bool:
        """Tell whether a number that may be a mere figure continues the numbers before it."""
        before = [*self.stack, *self._above_table]
        values = number.values
        if len(values) > 1:
            return (
                any(
                    each.style == "decimal"
                    and (
                        (each.values == values[:-1] and values[-1] == 1)
                        or (
                            each.values[:-1] == values[:-1]
                            and bool(each.values)
                            and each.values[-1] < values[-1] <= each.values[-1] + _GAP
                        )
                    )
                    for each in before
                )
                or values[-1] == 1
            )
        if values == (1,):
            return True
        return any(e.style == "decimal" and e.values == (values[0] - 1,) for e in before)

    def is_clause(self, number: Number) -> bool:
        """Tell whether a number is that of a clause, below the verb of a decision."""
        section = self.section()
        if section.role == "root" or not sections.known_verb(section.block.text):
            return False
        inside = self.stack[self.stack.index(section) :]
        value = number.values[-1]
        return value == 1 or any(each.values and each.values[-1] + 1 == value for each in inside)

    def item(self, block: Block, number: Number, start: int) -> None:
        """Take an item whose number and place are told."""
        node = Node(block, "item", start=start)
        self._above_table = []
        self.number(node, number)
        self._mend_joined(node, block)
        node.was = number_before(block, number)
        same_list = [e for e in self.stack if block.list_key and e.block.list_key == block.list_key]
        if len(node.values) > 1 and node.style == "decimal":
            self._pop_to_prefix(node)
        elif block.list_key:
            lower = [e for e in same_list if e.role != "heading" and e.block.depth >= block.depth]
            if not same_list:
                # Another list that is numbered alike begins where the one before it ended.
                lower = [e for e in self.stack if e.role == "item" and e.style == node.style]
            ended = [e for e in same_list if _is_next(e, node)]
            if ended or lower:
                self.pop_above(ended[0] if ended else lower[0])
            if self.stack[-1].role == "paragraph" and node.style.startswith("decimal"):
                self.pop(lambda each: each.role in ("heading", "root"))
        else:
            same = [e for e in self.stack if e.role == "item" and e.style == node.style]
            if (
                same
                and node.values[-1] != same[-1].values[-1] + 1
                and self._continues_section(node)
            ):
                pass
            elif same and (node.values[-1] > same[-1].values[-1] or node.values[-1] == 1):
                self.pop_above(same[-1])
            elif same:
                self.pop_above(same[0])
            elif node.style == "decimal" and self._continues_section(node):
                pass
            self.pop(lambda each: each.role != "bullet")
            if self.stack[-1].role == "paragraph" and node.style.startswith("decimal"):
                self.pop(lambda each: each.role in ("heading", "root"))
        if len(self.stack) > _DEEPEST:
            self.pop(lambda each: each.role in ("heading", "root"))
        node.parent = self.stack[-1]
        node.parent.has_numbers = node.parent.has_numbers or node.style.startswith("decimal")
        self.add(node)
        self.stack.append(node)
        self.last = node
        self.has_section = True

    def _continues_section(self, node: Node) -> bool:
        """Leave headings that an item with the next number of a heading before them ends."""
        for each in reversed(self.stack):
            if (
                each.role == "heading"
                and each.style == node.style
                and each.values
                and node.values[-1] == each.values[-1] + 1
            ):
                self.pop_above(each)
                return True
        return False

    def _mend_joined(self, node: Node, block: Block) -> None:
        """Tell of a number in which a deleted and an inserted one run together."""
        inner = node.printed.strip("().、）（\t ")
        if len(inner) == 2 and inner.isalpha() and inner.isascii() and inner[0] != inner[1]:
            if not node.style.startswith("letter") or block.number:
                return
            self._joined(block, inner)

    def _joined(self, block: Block, inner: str) -> None:
        self.remarks.append(
            (
                block.lines[0] if block.lines else 0,
                f"the number “{inner}” seems to be a deleted and an inserted one run together",
                "load the Word file, in which the changes are marked",
            )
        )

    def bullet(self, block: Block, printed: str, start: int) -> None:
        """Take an item with a bullet."""
        node = Node(block, "bullet", style="bullet", start=start)
        node.printed = printed
        depth = block.depth
        lower = [e for e in self.stack if block.list_key and e.block.list_key == block.list_key]
        lower = [e for e in lower if e.block.depth >= depth and e.role != "heading"]
        if lower:
            self.pop_above(lower[0])
        self.pop(
            lambda each: each.role != "bullet" or (bool(depth) and 0 < each.block.depth < depth)
        )
        if len(self.stack) > _DEEPEST:
            self.pop(lambda each: each.role in ("heading", "root"))
        node.parent = self.stack[-1]
        self.add(node)
        self.stack.append(node)
        self.last = node

    def is_joined_item(self, block: Block) -> bool:
        """Take an item whose number is a deleted and an inserted one, if it is one."""
        joined = None if block.changes or block.number else self._joined_decimal(block.text)
        if joined is None:
            return False
        node = Node(block, "item", style="decimal", values=(joined[0],), start=joined[1])
        node.printed = str(joined[0])
        self._joined(block, joined[2])
        same = [e for e in self.stack if e.role == "item" and e.style == "decimal"]
        self.pop_above(same[-1])
        node.parent = self.stack[-1]
        self.add(node)
        self.stack.append(node)
        self.last = node
        return True

    def _joined_decimal(self, text: str) -> tuple[int, int, str] | None:
        """Return the number of `1112⇥…` after 11, in which 11 was deleted and 12 inserted."""
        match = _JOINED.match(text)
        same = [e for e in self.stack if e.role == "item" and e.style == "decimal"]
        if match is None or not same or len(same[-1].values) != 1:
            return None
        value = same[-1].values[-1] + 1
        if match[1] == str(value) or not match[1].endswith(str(value)):
            return None
        return value, match.end(), match[1]

    def row(self, block: Block) -> None:
        """Take a row of a table."""
        if items := [each for each in self.stack if each.role == "item"]:
            self._above_table = items
        self.pop(lambda each: each.role in ("heading", "root"))
        node = Node(block, "row", self.stack[-1])
        self.add(node)
        self.last = node


def _is_next(heading: Node, item: Node) -> bool:
    """Tell whether an item carries on the numbers of a heading, in its list and on its level."""
    return (
        heading.role == "heading"
        and heading.block.depth == item.block.depth
        and heading.style == item.style
        and len(heading.values) == len(item.values) == 1
        and heading.values[0] + 1 == item.values[0]
    )
