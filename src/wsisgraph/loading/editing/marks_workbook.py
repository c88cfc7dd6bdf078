"""Comments at the cells of a workbook (ECMA-376 part 1, 18.7; their boxes are VML, part 4)."""

import re
from collections import defaultdict
from collections.abc import Sequence
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from wsisgraph.loading.editing.parts import AUTHOR, OFFICE, Comment, Parts, inserted, walk
from wsisgraph.loading.editing.workbook import Book, Sheet, local, sheets
from wsisgraph.loading.texts.package import Package

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
# What comes after `legacyDrawing` in a worksheet (CT_Worksheet).
_AFTER = frozenset(
    {
        *("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls"),
        *("webPublishItems", "tableParts", "extLst"),
    }
)

Notes = dict[str, list[tuple[str, str]]]
"""Author and text of the comments at a cell, by its address."""


def marked(data: bytes, file: str, comments: Sequence[Comment]) -> Parts | None:
    """Return the parts of a workbook with comments; None where there is no place for any.

    Raises:
        Unreadable, ValueError: it cannot be read.
    """
    book = Book(data)
    by_name = {sheet.name: sheet for sheet in sheets(book)}
    visible = next(iter(by_name), None)
    if visible is None:
        return None
    wanted: dict[str, Notes] = defaultdict(lambda: defaultdict(list))
    for each in comments:
        name = each.sheet if each.sheet in by_name else visible
        match = _CELL.fullmatch(each.field)
        address = each.field if match is not None else f"B{max(each.line or 2, 2)}"
        wanted[name][address].append((AUTHOR, each.text))
    parts = Parts(data)
    for name, notes in wanted.items():
        _mark(parts, book, by_name[name], notes)
    return parts


def _mark(parts: Parts, book: Package, sheet: Sheet, notes: Notes) -> None:
    relations = book.relations(sheet.part)
    present = [target for kind, target, _ in relations.values() if kind == "comments"]
    drawn = [target for kind, target, _ in relations.values() if kind == "vmlDrawing"]
    all_notes: Notes = defaultdict(list)
    if present and present[0] in parts.files:
        for address, told in _notes(parts.files[present[0]]).items():
            all_notes[address] += told
        part = present[0]
    else:
        part = parts.free("xl/comments{}.xml")
        parts.relate(sheet.part, part, "comments")
        parts.declare(part, _COMMENTS)
    for address, told in notes.items():
        all_notes[address] += told
    parts.files[part] = _comments(all_notes)
    xml = parts.files[sheet.part]
    place, has_drawing = _place(xml)
    if has_drawing and drawn and drawn[0] in parts.files:
        parts.files[drawn[0]] = _boxes(all_notes)
        return
    drawing = parts.free("xl/drawings/vmlDrawing{}.vml")
    parts.files[drawing] = _boxes(all_notes)
    parts.declare(drawing, _DRAWING)
    key = parts.relate(sheet.part, drawing, "vmlDrawing")
    namespace = ElementTree.fromstring(xml).tag[1:].partition("}")[0] or _MAIN
    more = f'<legacyDrawing xmlns="{namespace}" xmlns:r="{OFFICE}" r:id="{key}"/>'
    parts.files[sheet.part] = inserted(xml, {place: more.encode()})


def _place(xml: bytes) -> tuple[int, bool]:
    """Return where the reference to the boxes belongs, and whether there is one."""
    depth = 0
    found: list[int] = []
    last = 0
    drawn = False

    def start(name: str, place: int) -> None:
        nonlocal depth, drawn
        if depth == 1 and name in _AFTER:
            found.append(place)
        drawn = drawn or (depth == 1 and name == "legacyDrawing")
        depth += 1

    def end(_: str, place: int) -> None:
        nonlocal depth, last
        depth -= 1
        last = place

    walk(xml, start, end)
    return (found[0] if found else last), drawn


def _notes(xml: bytes) -> Notes:
    """Return the comments that somebody made."""
    root = ElementTree.fromstring(xml)
    authors = [each.text or "" for each in root.iter() if local(each.tag) == "author"]
    found: Notes = defaultdict(list)
    for each in root.iter():
        if local(each.tag) != "comment":
            continue
        number = int(each.get("authorId", "0"))
        author = authors[number] if 0 <= number < len(authors) else ""
        text = "".join(one.text or "" for one in each.iter() if local(one.tag) == "t")
        # Ours of an earlier time are said anew, or mended.
        if author != AUTHOR:
            found[each.get("ref", "A1")].append((author, text))
    return found


def _comments(notes: Notes) -> bytes:
    authors = list(dict.fromkeys(author for told in notes.values() for author, _ in told))
    lines = ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n']
    lines.append(f'<comments xmlns="{_MAIN}"><authors>')
    lines += [f"<author>{escape(author)}</author>" for author in authors]
    lines.append("</authors><commentList>")
    for address, told in sorted(notes.items(), key=lambda each: _order(each[0])):
        author = authors.index(told[-1][0])
        text = escape("\n\n".join(text for _, text in told))
        lines.append(
            f'<comment ref={quoteattr(address)} authorId="{author}"><text><r><t'
            f' xml:space="preserve">{text}</t></r></text></comment>'
        )
    lines.append("</commentList></comments>")
    return "".join(lines).encode()


def _boxes(notes: Notes) -> bytes:
    lines = [
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:'
        'office" xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
        '<o:idmap v:ext="edit" data="1"/></o:shapelayout><v:shapetype id="_x0000_t202"'
        ' coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke'
        ' joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
    ]
    for number, address in enumerate(sorted(notes, key=_order)):
        row, column = _order(address)
        lines.append(
            f'<v:shape id="_x0000_s{1025 + number}" type="#_x0000_t202" style="position:absolute;'
            f"margin-left:60pt;margin-top:2pt;width:240pt;height:110pt;z-index:{number + 1};"
            'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
            '<v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox'
            ' style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
            '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>'
            f"False</x:AutoFill><x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column>"
            "</x:ClientData></v:shape>"
        )
    lines.append("</xml>")
    return "".join(lines).encode()


def _order(address: str) -> tuple[int, int]:
    match = _CELL.fullmatch(address)
    if match is None:
        return 1, 1
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column
