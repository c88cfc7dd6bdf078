"""Blocks into passages: which is a heading, which a list item, and what each is called.

Two passes: the first builds a tree (headings, items under them, paragraphs under those), the
second names its nodes, since whether a paragraph is `2-1` or `2-p1` depends on whether the section
has printed numbers of its own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from wsisgraph.loading.dates import month_names
from wsisgraph.loading.texts import sections
from wsisgraph.loading.texts.blocks import Block, shortened, tidy, without
from wsisgraph.loading.texts.model import Change, Passage
from wsisgraph.loading.texts.numbers import Number, letters, number_at_start, of_word, roman

_ENDS = re.compile(r"[.,;:!?。，、；：！？،؛؟…](?:[”\"»’)）]*)$|[”\"»]$")
_CLOSED = re.compile(r"[.;。；]\W*$")
_RULE = re.compile(r"[\s_\-=—–*.·•~…]{3,}")
_ADDRESS = re.compile(r"\s*[<(•\uf0b7]?\s*(?:https?://|www\.)\S+\s*[>)•\uf0b7]?\s*")
_FOOTER = re.compile(
    r"\s*(?:[-–—]\s*\d{1,4}\s*[-–—]|\d{1,4}\s*/\s*\d{1,4}|(?:page|página|стр\.?|страница|الصفحة|第)\s*"
    r"\d{1,4}(?:\s*(?:of|/|de|sur|из|من|页|頁)\s*\d{0,4})?|PAGE(?:REF)?\b.*|HYPERLINK\b.*"
    r"|•.{0,80}•|[A-Z][\w&/.()-]{3,40}\s+(?:page|página|стр\.?|страница|الصفحة|第)\s*\d{1,4}页?"
    r"|(?:page|página|стр\.?|страница|الصفحة|第)\s*\d{1,4}页?\s+[A-Z][\w&/.()-]{3,40})\s*",
    re.IGNORECASE,
)
_PAGE_OF = re.compile(r"\s*(\d{1,4})\s*/\s*(\d{1,4})\s*")
_MARKED = re.compile(r"(?:MOD|ADD|SUP|NOC|\(?MOD\)?)\b")
_HEADER = re.compile(
    r"(?:MOD|ADD|SUP|NOC)?\s*\(?[A-Z][A-Z0-9&.-]{0,15}(?:[/-][A-Z0-9&.()-]{1,14}){1,5}\)?"
    r"|(?:MOD|ADD|SUP|NOC)\b.{0,40}"
    r"|(?:agenda item|point de l'ordre du jour|punto del orden del d[ií]a|пункт повестки дня"
    r"|البند من جدول الأعمال|بند جدول الأعمال|议程项目|议项)\b.{0,60}"
    r"|(?:document|documento|документ|الوثيقة|文件)\s?:?\s?[A-Z0-9][^\s]{2,30}.{0,20}"
    r"|(?:original|оригинал|الأصل|原文|distr|langue originale)\s*[:：.].{0,40}"
    r"|\d{1,2}\.?\s+[^\W\d]{3,12}\.?\s+(?:de\s+)?\d{4}(?:\s*г(?:ода|\.)?)?|\d{4}年\d{1,2}月(?:\d{1,2}日)?",
    re.IGNORECASE,
)
_DATE_CHINESE = re.compile(
    r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日?)?(?:[-–—至到]+(?:\d{1,2}月)?\d{1,2}日)?)?"
)
_MONTH_CHINESE = re.compile(r"\d{4}年\d{1,2}月")
# What a title says, and the head of a page does not.
_TITLED_CHINESE = re.compile("报告|决议|草案|提案|摘要|纪要|意见|文稿|路线图")
_WORDS = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BETWEEN = (
    "de du del la le to from au a al à el y and et er st nd rd th the с по и г года من إلى و في"
)
_BETWEEN_DATES = frozenset(_BETWEEN.split())
_LONGEST_HEADING = 130
_LONGEST_UNNUMBERED = 90
_MOST_TITLE_LINES = 6
_MOST_ON_FRONT = 14
_ARABIC = re.compile("[\u0621-\u064a]")
# No document has lists in lists in lists as deep as this.
_DEEPEST = 16
_JOINED = re.compile(r"(\d{2,6})(?:[.)]|\t|\s{2,})\s*")


@dataclass(slots=True, eq=False)
class _Node:
    """A passage on its way."""

    block: Block
    role: str
    parent: "_Node | None" = None
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

    def next(self, what: str) -> int:
        number = self.counts[what] = self.counts.get(what, 0) + 1
        return number


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
    return outline.named(), outline.remarks


class _Outline:
    """The tree of one document."""

    def __init__(self, blocks: Sequence[Block], says_headings: bool) -> None:
        self.blocks = [block for block in blocks if block.row or not _is_blank(block)]
        self.says_headings = says_headings
        self.remarks: list[tuple[int, str, str]] = []
        self.nodes: list[_Node] = []
        self.root = _Node(Block(""), "root")
        self.stack: list[_Node] = [self.root]
        self.seen_styles: set[str] = set()
        self.numbers: list[Number | None] = []
        self.texts: list[str] = []
        self.starts: list[int] = []
        self.title: _Node | None = None
        self.last: _Node | None = None
        self.has_section = False
        self.title_from = 0

    # Reading numbers -------------------------------------------------------------------------

    def build(self) -> None:
        """Build the tree."""
        for block in self.blocks:
            number, start = _number(block)
            self.numbers.append(number)
            self.starts.append(start)
            self.texts.append(_said(block, start))
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
            or _RULE.fullmatch(self.texts[at])
            or _ADDRESS.fullmatch(tidy(self.blocks[at].text))
            or _FOOTER.fullmatch(self.texts[at])
        ):
            at -= 1
        has_rule = any(_RULE.fullmatch(text) for text in self.texts[at + 1 :])
        return at if has_rule else len(self.blocks)

    def _take(self, at: int, is_after: bool) -> int:
        """Take the block at a place; return the place of the next one."""
        block, text = self.blocks[at], self.texts[at]
        if block.kind == "residue" or is_after or _is_residue(block, text):
            self._add(_Node(block, "residue", self.root))
            return at + 1
        if block.kind == "table-row":
            self._row(block)
        elif block.kind == "note":
            self._add(_Node(block, "note", self.last or self._section(), printed=block.mark))
        elif block.kind == "title":
            return self._title(at)
        elif not self.has_section and self.last is None and self._is_header(at):
            self._add(_Node(block, "header", self.root))
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

    def _add(self, node: _Node) -> _Node:
        self.nodes.append(node)
        for note in node.block.notes:
            self.nodes.append(_Node(note, "note", node, printed=note.mark))
        return node

    # The beginning ---------------------------------------------------------------------------

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
        before = [at for at in front if at < last and at not in heads]
        return last + 1 if last in front[:-1] and not before else 0

    def _read_arabic_numbers(self) -> None:
        """Turn numbers such as 2.1 around where they mean 1.2, as Arabic is printed."""
        many = [number.values for number in self.numbers if number and len(number.values) > 1]
        letters = "".join(self.texts[:200])
        if not many or len(_ARABIC.findall(letters)) * 2 < sum(map(str.isalpha, letters)):
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
        return self._is_title_line(at)

    def _is_title_line(self, at: int) -> bool:
        text = self.texts[at]
        return (
            self.blocks[at].kind in ("", "title")
            and self.numbers[at] is None
            and len(text) <= 250
            and not _ends(text)
            and not (sections.known_section(text) and not sections.part(text))
            and not _RULE.fullmatch(text)
            and not _ADDRESS.fullmatch(text)
            and not is_header(text)
        )

    def _title(self, at: int) -> int:
        """Take the lines of the title from a place on."""
        block = self.blocks[at]
        if self.title is not None:
            self.title.more.append(block)
            return at + 1
        self.title = self._add(_Node(block, "title", self.root))
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
        return sections.known_section(self.texts[at]) != ""

    # Headings --------------------------------------------------------------------------------

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
        if number is None and not _is_closed(text) and sections.known_section(text):
            return True
        if (
            (self.says_headings and not block.is_bold)
            or _ends(text)
            or not any(map(str.isalpha, text))
        ):
            return False
        weight = len(text) + sum("\u3400" <= letter <= "\u9fff" for letter in text)
        following = self._following(at)
        if following is None:
            return False
        after, text_after = self.numbers[following], self.texts[following]
        if number is None:
            if weight > _LONGEST_UNNUMBERED or text[0].islower():
                return False
            return (after is not None and _is_first(after)) or _ends(text_after) is not None
        if not number.is_sure and number.style == "decimal" and not self._follows(number):
            return False
        if after is None:
            return True
        return not _are_neighbours(number, after)

    def _following(self, at: int) -> int | None:
        for place in range(at + 1, min(at + 4, len(self.blocks))):
            if self.blocks[place].kind not in ("residue", "note"):
                return place
        return None

    def _heading(self, at: int) -> int:
        block, text, number = self.blocks[at], self.texts[at], self.numbers[at]
        node = _Node(block, "heading", start=self.starts[at])
        following = at + 1
        key = sections.part(text) if number is None else ""
        if key:
            node.key, node.rank = key, 0
            self.stack = [self.root]
            self.seen_styles.clear()
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
            self._number(node, number)
            # Headings whose level the file does not say stand below those whose level it says.
            self._pop(
                lambda each: 0 < each.rank < block.heading or sections.part(each.block.text) != ""
            )
        else:
            self._place_heading(node, number, text)
        self.has_section = True
        node.parent = self.stack[-1]
        if node.style.startswith("decimal"):
            node.parent.has_numbers = True
        self._add(node)
        self.stack.append(node)
        self.last = node
        return following

    def _place_heading(self, node: _Node, number: Number | None, text: str) -> None:
        """Find the section that a heading of unknown level is in."""
        if number is None:
            known = sections.known_section(text.rstrip(" :：")) != ""
            unnumbered = [
                e for e in self.stack if e.role == "heading" and not e.values and not e.rank
            ]
            free = [e for e in unnumbered if not sections.part(e.block.text)]
            if free:
                self._pop_above(free[0])
            elif known and not any(e.values for e in self.stack if e.role == "heading"):
                self._pop(lambda each: each.role == "root" or bool(each.key))
            else:
                self._pop(lambda each: each.role in ("heading", "root"))
            return
        self._number(node, number)
        same = [e for e in self.stack if e.role == "heading" and e.style == node.style]
        if len(node.values) > 1 and node.style == "decimal":
            self._pop_to_prefix(node)
        elif same:
            self._pop_above(same[-1])
        elif node.style not in self.seen_styles and node.style in ("decimal", "cjk", "chapter"):
            # Sections with numbers stand beside those without that came before them.
            self._pop(
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
            self._pop(lambda each: each.role in ("heading", "root"))
        self.seen_styles.add(node.style)

    def _number(self, node: _Node, number: Number | None) -> None:
        if number is None or number.style == "bullet":
            return
        style, value = self._chosen(number)
        node.style = style
        node.values = number.values if len(number.values) > 1 else (value,)
        node.later = number.later
        node.printed = number.printed

    def _pop(self, keep: "object") -> None:
        while len(self.stack) > 1 and not keep(self.stack[-1]):  # type: ignore[operator]
            self.stack.pop()

    def _pop_above(self, node: _Node) -> None:
        """Leave a node and all that is in it."""
        while self.stack[-1] is not node:
            self.stack.pop()
        self.stack.pop()

    def _pop_to_prefix(self, node: _Node) -> None:
        """Go to the section whose number a number such as 2.1.3 continues."""
        for each in reversed(self.stack):
            if each.style == "decimal" and each.values == node.values[: len(each.values)]:
                if len(each.values) < len(node.values):
                    self._pop(lambda other, each=each: other is each)
                    return
                self._pop_above(each)
                return
        self._pop(
            lambda each: (
                each.role == "root"
                or (
                    each.role == "heading"
                    and (each.style != "decimal" or (len(each.values) == 1 and False))
                )
            )
        )

    # Items and paragraphs --------------------------------------------------------------------

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

    def _follows(self, number: Number) -> bool:
        """Tell whether a number that may be a mere figure continues the numbers before it."""
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
                            and each.values[-1] + 1 == values[-1]
                        )
                    )
                    for each in self.stack
                )
                or values[-1] == 1
            )
        if values == (1,):
            return True
        return any(e.style == "decimal" and e.values == (values[0] - 1,) for e in self.stack)

    def _item(self, at: int) -> None:
        block, number = self.blocks[at], self.numbers[at]
        assert number is not None
        if number.style == "bullet":
            self._bullet(at)
            return
        if self._is_joined_item(block):
            return
        if not number.is_sure and not self._follows(number):
            self.numbers[at], self.starts[at] = None, 0
            self.texts[at] = _said(block, 0)
            self._paragraph(at)
            return
        node = _Node(block, "item", start=self.starts[at])
        self._number(node, number)
        self._mend_joined(node, block)
        node.was = _was(block, number)
        same_list = [e for e in self.stack if block.list_key and e.block.list_key == block.list_key]
        if len(node.values) > 1 and node.style == "decimal":
            self._pop_to_prefix(node)
        elif block.list_key:
            lower = [e for e in same_list if e.role != "heading" and e.block.depth >= block.depth]
            if not same_list:
                # Another list that is numbered alike begins where the one before it ended.
                lower = [e for e in self.stack if e.role == "item" and e.style == node.style]
            if lower:
                self._pop_above(lower[0])
            if self.stack[-1].role == "paragraph" and node.style.startswith("decimal"):
                self._pop(lambda each: each.role in ("heading", "root"))
        else:
            same = [e for e in self.stack if e.role == "item" and e.style == node.style]
            if same and (node.values[-1] > same[-1].values[-1] or node.values[-1] == 1):
                self._pop_above(same[-1])
            elif same:
                self._pop_above(same[0])
            elif node.style == "decimal" and self._continues_section(node):
                pass
            self._pop(lambda each: each.role != "bullet")
            if self.stack[-1].role == "paragraph" and node.style.startswith("decimal"):
                self._pop(lambda each: each.role in ("heading", "root"))
        if len(self.stack) > _DEEPEST:
            self._pop(lambda each: each.role in ("heading", "root"))
        node.parent = self.stack[-1]
        node.parent.has_numbers = node.parent.has_numbers or node.style.startswith("decimal")
        self._add(node)
        self.stack.append(node)
        self.last = node
        self.has_section = True

    def _continues_section(self, node: _Node) -> bool:
        """Leave headings that an item with the next number of a heading before them ends."""
        for each in reversed(self.stack):
            if (
                each.role == "heading"
                and each.style == node.style
                and each.values
                and node.values[-1] == each.values[-1] + 1
            ):
                self._pop_above(each)
                return True
        return False

    def _mend_joined(self, node: _Node, block: Block) -> None:
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

    def _bullet(self, at: int) -> None:
        block = self.blocks[at]
        node = _Node(block, "bullet", style="bullet", start=self.starts[at])
        node.printed = self.numbers[at].printed if self.numbers[at] is not None else ""  # type: ignore[union-attr]
        depth = block.depth
        lower = [e for e in self.stack if block.list_key and e.block.list_key == block.list_key]
        lower = [e for e in lower if e.block.depth >= depth and e.role != "heading"]
        if lower:
            self._pop_above(lower[0])
        self._pop(
            lambda each: each.role != "bullet" or (bool(depth) and 0 < each.block.depth < depth)
        )
        if len(self.stack) > _DEEPEST:
            self._pop(lambda each: each.role in ("heading", "root"))
        node.parent = self.stack[-1]
        self._add(node)
        self.stack.append(node)
        self.last = node

    def _paragraph(self, at: int) -> None:
        block = self.blocks[at]
        if self._is_joined_item(block):
            return
        node = _Node(block, "paragraph")
        if block.is_boxed:
            # What stands in a box neither ends a list nor begins one.
            node.parent = self.stack[-1]
            self._add(node)
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
            self._add(node)
            self.last = node
            return
        if self.title is None and not self.has_section and self._leads_to_title(at):
            node.role, node.parent = "before", self.root
            self._add(node)
            return
        # A paragraph ends lists, save those that printed numbers carry on.
        self._pop(
            lambda each: (
                each.role in ("heading", "root")
                or (each.role == "item" and each.style == "decimal")
            )
        )
        node.parent = self.stack[-1]
        self._add(node)
        self.stack.append(node)
        self.last = node

    def _is_joined_item(self, block: Block) -> bool:
        """Take an item whose number is a deleted and an inserted one, if it is one."""
        joined = None if block.changes or block.number else self._joined_decimal(block.text)
        if joined is None:
            return False
        node = _Node(block, "item", style="decimal", values=(joined[0],), start=joined[1])
        node.printed = str(joined[0])
        self._joined(block, joined[2])
        same = [e for e in self.stack if e.role == "item" and e.style == "decimal"]
        self._pop_above(same[-1])
        node.parent = self.stack[-1]
        self._add(node)
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

    def _row(self, block: Block) -> None:
        self._pop(lambda each: each.role in ("heading", "root"))
        node = _Node(block, "row", self.stack[-1])
        self._add(node)
        self.last = node

    def _section(self) -> _Node:
        return next(e for e in reversed(self.stack) if e.role in ("heading", "root"))

    def _goes_on_as_address(self, text: str) -> bool:
        return (
            self.last is not None
            and self.last.role in ("paragraph", "item", "bullet")
            and _ADDRESS.fullmatch(text) is not None
        )

    # Names -----------------------------------------------------------------------------------

    def named(self) -> list[Passage]:
        """Return the passages, each with its locator."""
        taken: set[str] = set()
        passages: list[Passage] = []
        tables: dict[tuple[_Node, int], int] = {}
        for order, node in enumerate(self.nodes, start=1):
            wanted = locator = self._wanted(node, tables)
            number = 1
            while locator in taken:
                number += 1
                locator = f"{wanted}-{number}"
            taken.add(locator)
            node.locator = locator
            passages.append(_passage(node, order))
        return passages

    def _wanted(self, node: _Node, tables: dict[tuple[_Node, int], int]) -> str:
        parent = node.parent or self.root
        if node.role in ("title", "header"):
            return node.role
        if node.role == "before":
            return f"note-{self.root.next('before')}"
        if node.role == "residue":
            return f"residue-{self.root.next('residue')}"
        if node.role == "note":
            return _under(parent, f"note-{parent.next('note')}")
        if node.role == "row":
            place = (parent, node.block.table)
            if place not in tables:
                tables[place] = parent.next("table")
            ordinal = tables[place]
            return _under(parent, f"t{ordinal}-r{parent.next(f'row {ordinal}')}")
        if node.role == "bullet":
            return _under(parent, letters(parent.next("bullet")))
        if node.key:
            return _under(parent, node.key)
        if node.values:
            # The number of what was deleted is that of the old text.
            return _under(parent, _segment(node, parent) + "-deleted" * _is_gone(node.block))
        if node.role == "heading":
            key = sections.section_key(tidy(_said(node.block, node.start)).rstrip(" :："))
            return _under(parent, key or f"section-{parent.next('section')}")
        # Paragraphs of a section are numbered from 1, those that carry on an item from 2.
        number = parent.next("paragraph") + (parent.role != "heading" and parent is not self.root)
        is_plain = parent.role == "heading" and not parent.has_numbers
        return _under(parent, f"{number}" if is_plain else f"p{number}")


def _ends(text: str) -> bool:
    """Tell whether a text ends as sentences do, or parts of them."""
    return _ENDS.search(text[-12:]) is not None


def _is_closed(text: str) -> bool:
    return _CLOSED.search(text[-12:]) is not None


def is_header(text: str) -> bool:
    """Tell whether a text is of the head of a first page: symbol, date, language, agenda."""
    if len(text) > 80 or text[:1].islower() or (_ends(text) and not text.endswith("г.")):
        return False
    if _HEADER.fullmatch(text) is not None:
        return True
    # A date with the place, and no more.
    if not _YEAR.search(text):
        return False
    if _MONTH_CHINESE.search(text) is not None:
        rest = _DATE_CHINESE.sub("", text)
        return sum(map(str.isalpha, rest)) <= 12 and not _TITLED_CHINESE.search(rest)
    words = [word.casefold() for word in _WORDS.findall(text)]
    names = [word for word in words if word not in month_names() and word not in _BETWEEN_DATES]
    return len(names) <= 2 and any(word in month_names() for word in words)


def is_footer(text: str) -> bool:
    """Tell whether a text is a page's number, with or without the document's symbol."""
    page = _PAGE_OF.fullmatch(text)
    # 3/12 is a page, 72/10 the number of a resolution.
    return int(page[1]) <= int(page[2]) if page else _FOOTER.fullmatch(text) is not None


def _passage(node: _Node, order: int) -> Passage:
    block = node.block
    text, changes = shortened(block, node.start)
    lines = list(block.lines)
    for more in node.more:
        added, its_changes = shortened(more, 0)
        start = len(text) + 1
        text = f"{text} {added}" if text else added
        changes += tuple(
            Change(c.start + start, c.end + start, c.kind, c.author, c.date) for c in its_changes
        )
        lines += more.lines
    above: list[str] = []
    level, at = 0, node.parent
    while at is not None and at.role != "root":
        if at.role == "heading":
            above.append(at.locator)
        level += 1
        at = at.parent
    is_deep = node.role in ("heading", "item", "bullet")
    return Passage(
        locator=node.locator,
        kind=_kind(node),
        text=("\t".join(map(tidy, block.row)) if block.row and not changes else text),
        order=order,
        number=node.printed or block.number,
        level=level + 1 if is_deep else 0,
        section=tuple(reversed(above)),
        lines=tuple(dict.fromkeys(lines)),
        changes=changes,
        row=tuple(map(tidy, block.row)),
        was=node.was,
    )


def _kind(node: _Node) -> str:
    role = node.role
    if role == "item":
        above = node.parent.role if node.parent else ""
        is_nested = above == "item" and not node.style.startswith("decimal")
        is_short = len(node.values) > 2 and not _ends(tidy(node.block.text))
        return "bullet" if is_nested or is_short or above == "paragraph" else "paragraph"
    return {"row": "table-row", "header": "note", "before": "note"}.get(role, role)


def _segment(node: _Node, parent: _Node) -> str:
    values = node.values
    kind = node.style.rstrip(").'")
    if kind == "decimal":
        if (
            parent.style == "decimal"
            and len(parent.values) < len(values)
            and values[: len(parent.values)] == parent.values
        ):
            values = values[len(parent.values) :]
        segment = "-".join(map(str, values))
    elif kind in ("letter", "capital"):
        segment = letters(values[-1])
    elif kind.endswith("roman"):
        segment = roman(values[-1])
    else:
        segment = str(values[-1])
    later = {2: "-bis", 3: "-ter", 4: "-quater", 5: "-quinquies"}.get(node.later, "")
    return segment + later


def _under(parent: _Node, segment: str) -> str:
    return f"{parent.locator}-{segment}" if parent.locator else segment


def _number(block: Block) -> tuple[Number | None, int]:
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


def _was(block: Block, number: Number) -> str:
    if block.was:
        return block.was
    if not block.changes or block.number:
        return ""
    before = number_at_start(without(block, "inserted"))
    return before.printed if before is not None and before.printed != number.printed else ""


def _said(block: Block, start: int) -> str:
    if not block.changes:
        return tidy(block.text[start:])
    return tidy(without(block, "deleted")) if not start else shortened(block, start)[0]


def _is_gone(block: Block) -> bool:
    return bool(block.changes) and not tidy(without(block, "deleted"))


def _is_blank(block: Block) -> bool:
    return not tidy(block.text) and not block.notes


def _is_residue(block: Block, text: str) -> bool:
    if block.kind or len(text) > 100:
        return False
    # What looks like a bullet may have been taken off, as of “- 3 -”.
    return _RULE.fullmatch(text) is not None or is_footer(text) or is_footer(tidy(block.text))


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
