"""Word documents (.docx) into blocks: ECMA-376 part 1, read with the standard library's parser.

Paragraph by paragraph, so that a large document takes no more memory than its largest table.
Tracked changes stay in the text, each marked; fields give what they show, and not their codes.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from xml.etree import ElementTree

from wsisgraph.loading.texts.blocks import Block, joined
from wsisgraph.loading.texts.faults import Unreadable
from wsisgraph.loading.texts.kinds import Document
from wsisgraph.loading.texts.line_kinds import is_header, is_running_text
from wsisgraph.loading.texts.model import Change
from wsisgraph.loading.texts.package import Package
from wsisgraph.loading.texts.word_about import core_title, headers, mark_title
from wsisgraph.loading.texts.word_cells import (
    MOST_COLUMNS,
    WRAPPERS,
    attribute,
    change_of_cell,
    children,
    columns,
    paragraphs,
)
from wsisgraph.loading.texts.word_numbers import Numbering, W
from wsisgraph.loading.texts.word_runs import NoteMark, Piece, Runs, change_of
from wsisgraph.loading.texts.word_splits import carry_back, parted, says_old
from wsisgraph.loading.texts.word_styles import MOST_BOLD, Style, Styles, is_bold

_BODY = f"{W}body"
_PARAGRAPH, _TABLE, _ROW, _CELL = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc"
_MEND = "save it anew in a word processor, as .docx"
_FEWEST_HEADINGS = 2
_MOST_FRONT_ROWS = 8


def read_word(data: bytes) -> Document:
    """Return the blocks of a Word document.

    Raises:
        Unreadable: it is damaged, protected, made to do harm, or no Word document.
    """
    package = Package(data)
    document = package.part(package.main)
    if document is None:
        raise Unreadable("it has no text part", _MEND)
    reader = _Reader(package)
    blocks = list(reader.blocks(document))
    mark_title(blocks)
    headings = sum(bool(block.heading) for block in blocks)
    bold = sum(block.is_bold and 0 < len(block.text) < MOST_BOLD for block in blocks)
    remarks = []
    if package.outside:
        first = package.outside[0][:100]
        remarks.append(
            (
                0,
                f"it refers to {len(package.outside)} file(s) outside, as {first}, not fetched",
                "",
            )
        )
    if reader.enclosed:
        found = f"it encloses {reader.enclosed} file(s) in another format, whose text is not read"
        remarks.append((0, found, "save it anew in Word, which makes them part of the text"))
    return Document(
        blocks,
        title=reader.title,
        headers=reader.headers,
        says_headings=max(headings, bold) >= _FEWEST_HEADINGS,
        mend_without_text="save it with its text, not as pictures of pages",
        remarks=remarks,
    )


@dataclass(slots=True)
class _Carried:
    """What stands before a deleted paragraph mark, and so belongs to the next paragraph."""

    pieces: list[Piece] = field(default_factory=list)
    notes: list[NoteMark] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


class _Reader:
    """Reads one document."""

    def __init__(self, package: Package) -> None:
        folder = package.main.rpartition("/")[0]
        prefix = f"{folder}/" if folder else ""
        parts = {
            kind: target
            for kind, target, outside in package.relations(package.main).values()
            if not outside
        }
        self.styles = Styles(package.tree(parts.get("styles", f"{prefix}styles.xml")))
        numbering = package.tree(parts.get("numbering", f"{prefix}numbering.xml"))
        # Paragraphs that were inserted count in the new text only, deleted ones in the old.
        self.new, self.old = Numbering(numbering), Numbering(numbering)
        self.runs = Runs()
        self.notes: dict[str, dict[str, ElementTree.Element]] = {}
        for kind in ("footnote", "endnote"):
            tree = package.tree(parts.get(f"{kind}s", f"{prefix}{kind}s.xml"))
            self.notes[kind] = {
                element.get(f"{W}id", ""): element
                for element in (tree.iter(f"{W}{kind}") if tree is not None else ())
                if element.get(f"{W}type", "normal") == "normal"
            }
        self.headers = list(headers(package))
        self.title = core_title(package)
        self.line = 0
        self.table = 0
        self.note = 0
        self.has_text = False
        self.is_contents = False
        self.carried = _Carried()
        # The paragraph whose old text goes on behind a mark that was put in, and that mark.
        self.split: tuple[Block, Change] | None = None
        self.enclosed = 0

    def blocks(self, document: bytes) -> Iterator[Block]:
        """Yield the blocks of the text part.

        Raises:
            Unreadable: it is no XML, or has no body.
        """
        depth, body = 0, None
        try:
            for event, element in ElementTree.iterparse(io.BytesIO(document), ("start", "end")):
                if event == "start":
                    depth += 1
                    if element.tag == _BODY:
                        body = element
                    continue
                depth -= 1
                if body is not None and depth == 2 and element is not body:
                    yield from self._block(element)
                    body.clear()
            yield from self._put_down()
        except (ElementTree.ParseError, ValueError, LookupError) as error:
            raise Unreadable(f"its text is no whole XML ({error})", _MEND) from error
        if body is None:
            raise Unreadable("it has no text", _MEND)

    def _block(self, element: ElementTree.Element) -> Iterator[Block]:
        if element.tag == _PARAGRAPH:
            yield from self._paragraph(element)
        elif element.tag == _TABLE:
            yield from self._put_down()
            self.split = None
            yield from self._table(element)
        elif element.tag == f"{W}sdt":
            gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
            was = self.is_contents
            self.is_contents = gallery is not None and gallery.get(f"{W}val") == "Table of Contents"
            for child in element.iterfind(f"{W}sdtContent/*"):
                yield from self._block(child)
            self.is_contents = was
        elif element.tag in WRAPPERS:
            for child in element:
                yield from self._block(child)
        elif element.tag == f"{W}altChunk":
            self.enclosed += 1

    # Paragraphs ------------------------------------------------------------------------------

    def _paragraph(self, element: ElementTree.Element) -> Iterator[Block]:
        self.line += 1
        pieces, boxes, notes = self.runs.read(element)
        properties = element.find(f"{W}pPr")
        style = self._style(properties)
        carried, self.carried = self.carried, _Carried()
        if pieces and pieces[0][0][:1].isspace() and carried.pieces:
            # The space that parts the two paragraphs in the old text is there already.
            carried.pieces.pop()
        pieces, notes = [*carried.pieces, *pieces], [*carried.notes, *notes]
        pieces = self._without_old(pieces)
        text, changes = joined(pieces)
        block = Block(text, (*carried.lines, self.line), changes=changes)
        self._mark_changes(block, properties)
        gone = _change_of_mark(properties, "deleted", "del", "moveFrom")
        come = _change_of_mark(properties, "inserted", "ins", "moveTo")
        if come is None:
            self.split = None
        elif says_old(pieces):
            self.split = block, come
        if gone is not None and text and not block.is_gone:
            # Without its mark a paragraph is one with the next, whose number and style count.
            number_id, level = self._list(properties, style)
            if number_id and not block.is_new:
                self.old.next(number_id, level)
            self.carried = _Carried([*pieces, (" ", gone)], notes, list(block.lines))
            for box in boxes:
                yield from self._box(box)
            return
        self._place(block, properties, style)
        if self.is_contents or self.runs.has_contents or style.kind == "residue":
            block.kind, block.heading, block.number = "residue", 0, ""
        elif text and style.kind == "title":
            # Several resolutions in one document have a title each: the later ones are headings.
            is_first = not self.has_text
            block.kind, block.heading = ("title", 0) if is_first else ("", 1)
            block.number, block.is_title = "", not is_first
        elif block.heading or block.number or is_running_text(text):
            self.has_text = True
        block.is_bold = bool(text) and is_bold(element, style)
        block.notes = [note for each in notes for note in self._note(*each)]
        if block.text or block.notes:
            yield block
        for box in boxes:
            yield from self._box(box)

    def _without_old(self, pieces: list[Piece]) -> list[Piece]:
        """Return the pieces of a paragraph; what an inserted mark parted goes back before it."""
        if self.split is None or not says_old(pieces):
            return pieces
        before, behind = parted(pieces, self.split[1])
        carry_back(self.split[0], before)
        return behind

    def _put_down(self) -> Iterator[Block]:
        """Yield what was to be one with a next paragraph where there is none."""
        carried, self.carried = self.carried, _Carried()
        text, changes = joined(carried.pieces)
        if text:
            notes = [note for each in carried.notes for note in self._note(*each)]
            yield Block(text, tuple(carried.lines), changes=changes, notes=notes)

    def _box(self, box: ElementTree.Element) -> Iterator[Block]:
        # What stands in a box has no part in the numbering and fields around it.
        outer, self.runs = self.runs, Runs()
        carried, self.carried = self.carried, _Carried()
        split, self.split = self.split, None
        try:
            inside = (self._block(child) for child in box)
            # Of a last paragraph whose mark is deleted nothing follows in the box.
            for block in chain(chain.from_iterable(inside), self._put_down()):
                block.is_boxed = True
                yield block
        finally:
            self.runs, self.carried, self.split = outer, carried, split

    def _style(self, properties: ElementTree.Element | None) -> Style:
        key = attribute(properties, "pStyle") or self.styles.default
        return self.styles.get(key)

    def _mark_changes(self, block: Block, properties: ElementTree.Element | None) -> None:
        """Tell whether all of a paragraph was inserted, or deleted."""
        whole = len(block.text)
        for kind in ("inserted", "deleted"):
            covered = sum(c.end - c.start for c in block.changes if _side(c.kind) == kind)
            if not whole or covered < whole:
                continue
            if kind == "inserted":
                block.is_new = True
            else:
                block.is_gone = True

    def _place(self, block: Block, properties: ElementTree.Element | None, style: Style) -> None:
        """Give a block its number and its level as a heading."""
        own = attribute(properties, "outlineLvl")
        heading = int(own) + 1 if own.isdigit() and int(own) < 9 else style.heading
        block.heading = heading if block.text else 0
        number_id, level = self._list(properties, style)
        if not number_id or not block.text:
            return
        before = properties.find(f"{W}pPrChange/{W}pPr") if properties is not None else None
        new = "" if block.is_gone else self.new.next(number_id, level)
        is_put_in = properties is not None and properties.find(f"{W}numPr/{W}ins") is not None
        if block.is_new or (is_put_in and before is None):
            old = ""
        else:
            old_id, old_level = (
                self._list(before, self._style(before))
                if before is not None
                else (number_id, level)
            )
            old = self.old.next(old_id, old_level) if old_id else ""
        block.number = new or (old if block.is_gone else "")
        block.was = old if not block.is_gone and old != new else ""
        block.depth, block.list_key = level + 1, self.new.key_of(number_id)

    def _list(self, properties: ElementTree.Element | None, style: Style) -> tuple[str, int]:
        numbering = properties.find(f"{W}numPr") if properties is not None else None
        number_id = attribute(numbering, "numId")
        level = attribute(numbering, "ilvl")
        if number_id == "0":
            return "", 0
        if not number_id:
            if not style.list:
                return "", 0
            number_id = style.list
            key = attribute(properties, "pStyle") or self.styles.default
            of_style = self.new.level_of_style(key)
            level = level or str(of_style[1] if of_style is not None else style.level)
        return number_id, int(level) if level.isdigit() else 0

    def _note(self, kind: str, key: str, change: Change | None) -> Iterator[Block]:
        element = self.notes[kind].get(key)
        if element is None:
            return
        is_gone = change is not None and _side(change.kind) == "deleted"
        self.note += not is_gone
        pieces: list[Piece] = []
        runs = Runs()
        for paragraph in paragraphs(element):
            if pieces:
                pieces.append((" ", None))
            pieces += runs.read(paragraph)[0]
        text, changes = joined((text, inner or change) for text, inner in pieces)
        if text:
            yield Block(text, (), "note", mark="" if is_gone else str(self.note), changes=changes)

    # Tables ----------------------------------------------------------------------------------

    def _table(self, element: ElementTree.Element) -> Iterator[Block]:
        rows = [row for row in children(element, _ROW)]
        cells = [list(children(row, _CELL)) for row in rows]
        width = max(map(len, cells), default=0)
        is_front = not self.has_text and self.table == 0 and len(rows) <= _MOST_FRONT_ROWS
        if width <= 1 or (is_front and self._is_front(cells)):
            # A frame around text, or the head of the first page.
            for its_cells in cells:
                for cell in its_cells:
                    for child in cell:
                        yield from self._block(child)
                    yield from self._put_down()
            return
        self.table += 1
        for row, its_cells in zip(rows, cells, strict=True):
            yield from self._row(row, its_cells)
        self.has_text = True

    def _is_front(self, cells: list[list[ElementTree.Element]]) -> bool:
        texts = ["".join(cell.itertext()).strip() for row in cells for cell in row]
        is_short = max(map(len, texts), default=0) < 120
        return any(map(_is_about, texts)) or (self.line < 3 and is_short)

    def _row(self, row: ElementTree.Element, cells: list[ElementTree.Element]) -> Iterator[Block]:
        change = change_of(row.find(f"{W}trPr/{W}ins"), "inserted") or change_of(
            row.find(f"{W}trPr/{W}del"), "deleted"
        )
        lines: list[int] = []
        texts: list[str] = []
        changes: list[Change] = []
        notes: list[Block] = []
        boxes: list[ElementTree.Element] = []
        for cell in cells:
            own: list[Piece] = []
            inside = change or change_of_cell(cell)
            for paragraph in paragraphs(cell):
                self.line += 1
                lines.append(self.line)
                read, its_boxes, its_notes = self.runs.read(paragraph)
                boxes += its_boxes
                notes += [note for each in its_notes for note in self._note(*each)]
                properties = paragraph.find(f"{W}pPr")
                number_id, level = self._list(properties, self._style(properties))
                if number_id and read:
                    number = self.new.next(number_id, level)
                    self.old.next(number_id, level)
                    read = [(f"{number} ", None), *read] if number else read
                own += [(" ", None), *read] if own else read
            if inside is not None:
                own = [(text, inner or inside) for text, inner in own]
            # What is in a cell has no tabs: they stand between cells.
            text, its_changes = joined((piece.replace("\t", " "), inner) for piece, inner in own)
            start = sum(map(len, texts)) + len(texts)
            changes += [replace(c, start=c.start + start, end=c.end + start) for c in its_changes]
            # A cell over several columns stands in the first of them.
            texts += [text] + [""] * min(columns(cell) - 1, MOST_COLUMNS - len(texts) - 1)
        if any(texts):
            yield Block(
                "\t".join(texts), tuple(lines), "table-row", row=tuple(texts), table=self.table,
                changes=tuple(changes), notes=notes,
            )  # fmt: skip
        for box in boxes:
            yield from self._box(box)


def _change_of_mark(
    properties: ElementTree.Element | None, kind: str, *names: str
) -> Change | None:
    """Return the change of a paragraph's mark; None if it was not changed so."""
    if properties is None:
        return None
    marks = (properties.find(f"{W}rPr/{W}{name}") for name in names)
    return change_of(next((mark for mark in marks if mark is not None), None), kind)


def _is_about(text: str) -> bool:
    """Tell whether a text is of the head of a first page: symbol, date, language, agenda."""
    return is_header(text)


def _side(kind: str) -> str:
    return {"moved-from": "deleted", "moved-to": "inserted"}.get(kind, kind)
