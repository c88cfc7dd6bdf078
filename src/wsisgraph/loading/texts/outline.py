"""Blocks into passages: which is a heading, which a list item, and what each is called.

Two passes: the first builds a tree (headings, items under them, paragraphs under those), the
second names its nodes, since whether a paragraph is `2-1` or `2-p1` depends on whether the section
has printed numbers of its own.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from wsisgraph.loading.texts import sections
from wsisgraph.loading.texts.blocks import Block, tidy
from wsisgraph.loading.texts.line_kinds import (
    ends,
    is_address,
    is_caption,
    is_closed,
    is_contents,
    is_footer,
    is_header,
    is_rule,
)
from wsisgraph.loading.texts.model import Passage
from wsisgraph.loading.texts.naming import named
from wsisgraph.loading.texts.nodes import Node, is_blank, number_of, said
from wsisgraph.loading.texts.numbers import Number
from wsisgraph.loading.texts.tree import Tree

_LONGEST_HEADING = 130
# From how many letters on a paragraph is told from a line of a masthead.
_PROSE = 160
# The numbers of sections of the United Nations.
_ROMAN = re.compile(r"(?:[IVX]{1,5}|أولا|[一二三四五])\s?[.、–-]\s?")
# Where a sentence ends within a line, and another begins.
_HAN = re.compile("[\u3400-\u9fff]")
_SENTENCE = re.compile(r"[。！？؟]\s*\w|[a-zа-яёß-ÿ\u0621-\u064a]{3}[)»”\"]?[.!?]\s+\w")
_LONGEST_UNNUMBERED = 90
_MOST_TITLE_LINES = 6
_MOST_ON_FRONT = 14
# Notes and feet of pages between a line and the next one of the text.
_MOST_BETWEEN = 20
_QUESTIONS = ("?", "？", "؟")
_COMMAS = (",", "，", "،")
_OPEN = (":", "：", ",", "，", "،")
_ARABIC = re.compile("[\u0621-\u064a]")


def passages_of(
    blocks: Sequence[Block], *, says_headings: bool = False
) -> tuple[list[Passage], list[tuple[int, str, str]]]:
    """Return the passages of a document, and what is odd about its numbers.

    Args:
        blocks: of the file, in order.
        says_headings: whether the file itself marks its headings, so that none is guessed.
    """
    outline = _Outline(blocks, says_headings)
    outline.build()
    return named(outline.nodes, outline.root), outline.remarks


class _Outline(Tree):
    """Goes through the blocks of one document."""

    def __init__(self, blocks: Sequence[Block], says_headings: bool) -> None:
        super().__init__()
        self.blocks = [block for block in blocks if block.row or not is_blank(block)]
        self.says_headings = says_headings
        self.numbers: list[Number | None] = []
        self.texts: list[str] = []
        self.starts: list[int] = []
        self.title: Node | None = None
        self.title_from = 0

    def build(self) -> None:
        """Build the tree."""
        for block in self.blocks:
            number, start = number_of(block)
            self.numbers.append(number)
            self.starts.append(start)
            self.texts.append(said(block, start))
        self._read_arabic_numbers()
        self.title_from = self._title_from()
        last_content = self._last_content()
        at = 0
        while at < len(self.blocks):
            at = self._take(at, at > last_content)

    def _last_content(self) -> int:
        """Return the place after which only rules and page footers stand."""
        at = len(self.blocks) - 1
        while at > 0 and (
            self.blocks[at].kind == "residue"
            or is_rule(self.texts[at])
            or is_address(tidy(self.blocks[at].text))
            or is_footer(self.texts[at])
        ):
            at -= 1
        has_rule = any(is_rule(text) for text in self.texts[at + 1 :])
        return at if has_rule else len(self.blocks)

    def _take(self, at: int, is_after: bool) -> int:
        """Take the block at a place; return the place of the next one."""
        block, text = self.blocks[at], self.texts[at]
        if block.kind == "residue" or is_after or _is_residue(block, text):
            self.add(Node(block, "residue", self.root))
            return at + 1
        if block.kind == "table-row":
            self.row(block)
        elif block.kind == "note":
            self.add(Node(block, "note", self.last or self.section(), printed=block.mark))
        elif block.kind == "title":
            return self._title(at)
        elif not self.has_section and self.last is None and self._is_header(at):
            self.add(Node(block, "header", self.root))
        elif self._goes_on_as_address(text):
            assert self.last is not None
            self.last.more.append(block)
        elif self._begins_title(at):
            return self._title(at)
        elif self._is_heading(at):
            return self._heading(at)
        elif self.numbers[at] is not None:
            self._item(at)
        else:
            self._paragraph(at)
        return at + 1

    def _is_header(self, at: int) -> bool:
        return at < self.title_from or is_header(tidy(self.blocks[at].text))

    def _title_from(self) -> int:
        """Return the place where the title begins if only mastheads stand before it; else 0."""
        front: list[int] = []
        for at in range(min(_MOST_ON_FRONT, len(self.blocks))):
            said = tidy(self.blocks[at].text)
            if not (is_header(said) or self._is_title_line(at)) or self.blocks[at].heading:
                break
            front.append(at)
        heads = [at for at in front if is_header(tidy(self.blocks[at].text))]
        heads += [at for at in front if sections.is_masthead(tidy(self.blocks[at].text))]
        last = max(heads, default=-1)
        texts = {at: tidy(self.blocks[at].text) for at in front if at < last and at not in heads}
        before = [at for at, text in texts.items() if not sections.is_whose(text)]
        return last + 1 if last in front[:-1] and not before else 0

    def _read_arabic_numbers(self) -> None:
        """Turn numbers such as 2.1 around where they mean 1.2, as Arabic is printed."""
        many = [number.values for number in self.numbers if number and len(number.values) > 1]
        if not many or not _is_arabic("".join(self.texts[:200])):
            return
        numbers = [n.values for n in self.numbers if n and n.style == "decimal" and n.is_sure]
        turned = [values[::-1] for values in numbers]
        if _in_order(turned) > _in_order(numbers):
            self.numbers = [
                replace(number, values=number.values[::-1]) if number else None
                for number in self.numbers
            ]

    def _begins_title(self, at: int) -> bool:
        if self.title is not None or self.has_section or at > 12 or self.blocks[at].heading:
            return False
        # One paragraph may say what is enclosed; a text that has begun has no title any more.
        prose = (text for text in self.texts[:at] if len(text) > _PROSE and ends(text))
        return self._is_title_line(at) and len(list(prose)) < 2

    def _is_title_line(self, at: int) -> bool:
        text = self.texts[at]
        return (
            self.blocks[at].kind in ("", "title")
            and not self.blocks[at].is_boxed
            and self.numbers[at] is None
            and len(text) <= 250
            and not ends(text)
            and not (len(text) > _LONGEST_HEADING and _SENTENCE.search(text))
            and not (sections.known_section(text) and not sections.part(text))
            and not is_rule(text)
            and not is_address(text)
            and not is_header(text)
        )

    def _title(self, at: int) -> int:
        """Take the lines of the title from a place on."""
        block = self.blocks[at]
        if self.title is not None:
            self.title.more.append(block)
            return at + 1
        self.title = self.add(Node(block, "title", self.root))
        if block.kind == "title":
            return at + 1
        at += 1
        first = at
        while (
            at < len(self.blocks)
            and at - first < _MOST_TITLE_LINES - 1
            and self._is_title_line(at)
            and not self.blocks[at].heading
            and not self._leads(at)
        ):
            self.title.more.append(self.blocks[at])
            at += 1
        return at

    def _leads_to_title(self, at: int) -> bool:
        """Tell whether the title stands below: a first paragraph says what is enclosed."""
        following = self._following(at)
        return following is not None and following < 8 and self._begins_title(following)

    def _leads(self, at: int) -> bool:
        """Tell whether a short line after the title is the heading of the first section."""
        return sections.known_section(_ROMAN.sub("", self.texts[at])) != ""

    def _is_heading(self, at: int) -> bool:
        block, text, number = self.blocks[at], self.texts[at], self.numbers[at]
        if block.heading:
            return True
        if block.kind or not text or block.depth > 1:
            return False
        if len(text) > _LONGEST_HEADING or (number is not None and number.style == "bullet"):
            return False
        if sections.part(text):
            return True
        # A clause of a resolution that ends with a comma begins no section if it cites something.
        is_clause = text.endswith(_COMMAS) and any(map(str.isdigit, text))
        if number is None and not (is_closed(text) or is_clause) and sections.known_section(text):
            return True
        if self._opens_decision(at):
            return True
        if self._is_caption(at):
            return False
        if self._asks(at):
            return True
        if (
            (self.says_headings and not block.is_bold)
            or ends(text)
            or not any(map(str.isalpha, text))
        ):
            return False
        weight = len(text) if text.isascii() else len(text) + len(_HAN.findall(text))
        following = self._following(at)
        if following is None:
            return False
        after, text_after = self.numbers[following], self.texts[following]
        if number is None:
            if weight > _LONGEST_UNNUMBERED or text[0].islower():
                return False
            # At the foot of a resolution stand the meeting that adopted it and the day.
            foot = (text, tidy(self.blocks[-1].text))
            if following == len(self.blocks) - 1 and any(map(is_header, foot)):
                return False
            return (after is not None and _is_first(after)) or ends(text_after) is not None
        if not number.is_sure and number.style == "decimal" and not self.follows(number):
            return False
        if after is None:
            return True
        return not _are_neighbours(number, after)

    def _is_caption(self, at: int) -> bool:
        """Tell whether a line says what the table below it is, such as “Table 2: Gifts”."""
        following = self._following(at)
        return (
            following is not None
            and self.blocks[following].kind == "table-row"
            and is_caption(tidy(self.blocks[at].text))
        )

    def _asks(self, at: int) -> bool:
        """Tell whether a line is a question such as “3⇥What was done?” with 3.1 right below it."""
        number, following = self.numbers[at], self._following(at)
        if number is None or following is None or self.texts[at][-1:] not in _QUESTIONS:
            return False
        after = self.numbers[following]
        return after is not None and after.values == (*number.values, 1)

    def _opens_decision(self, at: int) -> bool:
        """Tell whether a line such as “5⇥The Council:” has the verbs of a decision below it."""
        text, number = self.texts[at], self.numbers[at]
        if number is None or not text.endswith(_OPEN) or len(text) > _LONGEST_UNNUMBERED:
            return False
        # “2 to keep the database,” and “d) the Declaration,” are the last of a list, below which
        # the next verb stands.
        if text[0].islower():
            return False
        if number.style.removeprefix("capital-").startswith(("letter", "roman")):
            return False
        if number.style == "decimal" and not (number.is_sure or self.follows(number)):
            return False
        following = self._following(at)
        if following is None or len(number.values) != 1 or self.is_clause(number):
            return False
        after, text_after = self.numbers[following], self.texts[following]
        if after is None:
            return not is_closed(text_after) and sections.known_verb(text_after) != ""
        # What begins to count anew in the same way is below it, too.
        return after.style == number.style and after.values == (1,) and number.values[0] > 1

    def _following(self, at: int) -> int | None:
        for place in range(at + 1, min(at + _MOST_BETWEEN, len(self.blocks))):
            if self.blocks[place].kind not in ("residue", "note"):
                return place
        return None

    def _heading(self, at: int) -> int:
        block, text, number = self.blocks[at], self.texts[at], self.numbers[at]
        above = self.stack[-1]
        if block.is_title and above.block.is_title and above is self.last:
            # Number and name of a resolution are one heading.
            above.more.append(block)
            return at + 1
        node = Node(block, "heading", start=self.starts[at])
        if block.is_title:
            node.key = sections.resolution(text)
        following = at + 1
        key = sections.part(text) if number is None else ""
        if key:
            node.key, node.rank = key, 0
            self.stack = [self.root]
            self._seen_styles.clear()
            # The annex's own title stands below its number.
            while (
                following < len(self.blocks)
                and len(node.more) < 3
                and self._is_title_line(following)
                and not self.blocks[following].heading
                and not sections.part(self.texts[following])
                and len(self.texts[following]) <= _LONGEST_HEADING
            ):
                node.more.append(self.blocks[following])
                following += 1
        elif block.heading:
            node.rank = block.heading
            self.number(node, number)
            # Headings whose level the file does not say stand below those whose level it says.
            self.pop(
                lambda each: 0 < each.rank < block.heading or sections.part(each.block.text) != ""
            )
        else:
            self.place_heading(node, number, text, is_among_items=self._opens_decision(at))
        self.has_section = True
        node.parent = self.stack[-1]
        if node.style.startswith("decimal"):
            node.parent.has_numbers = True
        self.add(node)
        self.stack.append(node)
        self.last = node
        return following

    def _item(self, at: int) -> None:
        block, number = self.blocks[at], self.numbers[at]
        assert number is not None
        if number.style == "bullet":
            self.bullet(block, number.printed, self.starts[at])
        elif self.is_joined_item(block):
            return
        elif number.is_sure or self.follows(number):
            self.item(block, number, self.starts[at])
            self.has_section = True
        else:
            # A figure that is part of the sentence.
            self.numbers[at], self.starts[at] = None, 0
            self.texts[at] = said(block, 0)
            self._paragraph(at)

    def _paragraph(self, at: int) -> None:
        block = self.blocks[at]
        if self.is_joined_item(block):
            return
        node = Node(block, "paragraph")
        if block.is_boxed:
            # What stands in a box neither ends a list nor begins one.
            node.parent = self.stack[-1]
            self.add(node)
            return
        following = self._following(at)
        if (
            self.title is not None
            and not self.has_section
            and following is not None
            and sections.known_verb(self.texts[following])
        ):
            node.key = "enacting"
            node.parent = self.root
            self.add(node)
            self.last = node
            return
        if self.title is None and not self.has_section and self._leads_to_title(at):
            node.role, node.parent = "before", self.root
            self.add(node)
            return
        # A paragraph ends lists, save those that printed numbers carry on.
        self.pop(
            lambda each: (
                each.role in ("heading", "root")
                or (each.role == "item" and each.style == "decimal")
            )
        )
        node.parent = self.stack[-1]
        self.add(node)
        self.stack.append(node)
        self.last = node

    def _goes_on_as_address(self, text: str) -> bool:
        return (
            self.last is not None
            and self.last.role in ("paragraph", "item", "bullet")
            and is_address(text)
        )


def _is_arabic(text: str) -> bool:
    """Tell whether half of the letters of a text are Arabic."""
    arabic = len(_ARABIC.findall(text))
    return arabic > 0 and arabic * 2 >= sum(map(str.isalpha, text))


def _is_residue(block: Block, text: str) -> bool:
    if block.kind:
        return False
    if is_contents(text):
        return True
    if len(text) > 100:
        return False
    # What looks like a bullet may have been taken off, as of “- 3 -”.
    if is_rule(text) or is_footer(text):
        return True
    whole = tidy(block.text)
    return whole != text and is_footer(whole)


def _in_order(numbers: Sequence[tuple[int, ...]]) -> int:
    """Count the numbers of several parts whose first is the section that they stand in."""
    count = section = 0
    for values in numbers:
        if len(values) > 1:
            count += values[0] == section
        elif values[0] == section + 1:
            section += 1
    return count


def _is_first(number: Number) -> bool:
    return (
        number.style == "bullet" or number.values[-1] == 1 or any(v == 1 for _, v in number.others)
    )


def _are_neighbours(one: Number, other: Number) -> bool:
    """Tell whether two numbers are of one list, the other after the one."""
    styles = {(one.style, one.values[-1]), *one.others} if one.values else set()
    following = {(other.style, other.values[-1]), *other.others} if other.values else set()
    if len(one.values) != len(other.values) or one.values[:-1] != other.values[:-1]:
        return False
    return any((style, value + 1) in following for style, value in styles)
