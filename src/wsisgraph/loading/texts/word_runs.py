"""What the runs of a paragraph of Word say: text, changes, notes and boxes that hang on it."""

from xml.etree import ElementTree

from wsisgraph.loading.texts.model import Change
from wsisgraph.loading.texts.word_numbers import W

Piece = tuple[str, Change | None]
NoteMark = tuple[str, str, Change | None]
"""What refers to a note: the note's kind and id, and the change that the mark is part of."""

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CHANGES = {
    f"{W}ins": "inserted",
    f"{W}del": "deleted",
    f"{W}moveFrom": "moved-from",
    f"{W}moveTo": "moved-to",
}
_TEXTS = frozenset((f"{W}t", f"{W}delText", f"{_M}t"))
_SIGNS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": " ",
    f"{W}cr": " ",
    f"{W}noBreakHyphen": "-",
    f"{W}softHyphen": "",
}
_BOXES = frozenset((f"{W}drawing", f"{W}pict", f"{W}object"))
_NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_LONG_FIELDS = frozenset(("IF", "QUOTE", "SET", "ASK", "FILLIN", "COMPARE"))
_SKIPPED_NAMES = (
    "pPr rPr delInstrText rt commentReference annotationRef sdtPr sdtEndPr footnoteRef endnoteRef"
    " proofErr bookmarkStart bookmarkEnd tblPr tcPr trPr"
)
_SKIPPED = frozenset(f"{W}{name}" for name in _SKIPPED_NAMES.split())


class Runs:
    """Reads paragraphs one after another, since a field may go over several.

    Attributes:
        has_contents: whether the last paragraph is of a table of contents, which is a field.
    """

    def __init__(self) -> None:
        # Of each field that is open, whether its code is read (and not what it shows).
        self._fields: list[list[str]] = []
        self._pieces: list[Piece] = []
        self._boxes: list[ElementTree.Element] = []
        self._notes: list[NoteMark] = []
        # What was not shown, since it stands in the code of a field, and where.
        self._unshown: list[tuple[int, Piece]] = []
        self.has_contents = False

    def read(
        self, paragraph: ElementTree.Element
    ) -> tuple[list[Piece], list[ElementTree.Element], list[NoteMark]]:
        """Return the pieces of a paragraph, the contents of boxes, and the marks of its notes."""
        self._pieces, self._boxes, self._notes = [], [], []
        self._unshown = []
        self.has_contents = any(map(_is_contents, self._fields))
        self._children(paragraph, None)
        self._mend_fields()
        return self._pieces, self._boxes, self._notes

    def _mend_fields(self) -> None:
        """Show what stands behind a field whose code does not end: the file is damaged there."""
        broken = [field for field in self._fields if field[0] == "code" and _is_whole(field[1])]
        if not broken:
            return
        self._fields = [field for field in self._fields if field not in broken]
        for before, (place, piece) in enumerate(self._unshown):
            self._pieces.insert(place + before, piece)

    def _children(self, element: ElementTree.Element, change: Change | None) -> None:
        for child in element:
            self._element(child, change)

    def _element(self, element: ElementTree.Element, change: Change | None) -> None:
        tag = element.tag
        if tag in _TEXTS:
            if element.text and self._is_shown():
                self._pieces.append((element.text, change))
            elif element.text:
                self._unshown.append((len(self._pieces), (element.text, change)))
        elif tag == f"{W}r":
            self._run(element, change)
        elif tag in _CHANGES:
            kind = _CHANGES[tag]
            if change is not None and {change.kind, kind} == {"inserted", "deleted"}:
                # Proposed by one and struck out by another: in neither text.
                return
            self._children(element, change_of(element, kind))
        elif tag in _SIGNS:
            if self._is_shown():
                self._pieces.append((_SIGNS[tag], change))
        elif tag == f"{W}fldChar":
            self._field(element.get(f"{W}fldCharType", ""))
        elif tag == f"{W}instrText":
            if self._fields:
                self._fields[-1][1] += element.text or ""
        elif tag in _NOTES:
            self._notes.append((_NOTES[tag], element.get(f"{W}id", ""), change))
        elif tag == f"{W}sym":
            self._pieces.append((_symbol(element.get(f"{W}char", "")), change))
        elif tag == f"{_MC}AlternateContent":
            # The choice says the same as the fallback, for newer programs.
            chosen = element.find(f"{_MC}Choice")
            chosen = element.find(f"{_MC}Fallback") if chosen is None else chosen
            if chosen is not None:
                self._children(chosen, change)
        elif tag in _BOXES:
            self._find_boxes(element)
        elif tag not in _SKIPPED:
            self._children(element, change)

    def _run(self, run: ElementTree.Element, change: Change | None) -> None:
        properties = run.find(f"{W}rPr")
        if properties is not None:
            vanish = properties.find(f"{W}vanish")
            if vanish is not None and vanish.get(f"{W}val", "1") not in ("0", "false"):
                return
        self._children(run, change)

    def _find_boxes(self, element: ElementTree.Element) -> None:
        """Find the outermost boxes of text; one in a box is read with it."""
        for child in element:
            if child.tag == f"{W}txbxContent":
                self._boxes.append(child)
            elif child.tag == f"{_MC}AlternateContent":
                chosen = child.find(f"{_MC}Choice")
                self._find_boxes(child if chosen is None else chosen)
            else:
                self._find_boxes(child)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(["code", ""])
        elif kind == "separate" and self._fields:
            self._fields[-1][0] = "result"
            self.has_contents = self.has_contents or _is_contents(self._fields[-1])
        elif kind == "end" and self._fields:
            self._fields.pop()
            if not self._fields:
                self._unshown = []

    def _is_shown(self) -> bool:
        return all(state == "result" for state, _ in self._fields)


def _is_whole(code: str) -> bool:
    """Tell whether the code of a field is one that ends with its paragraph; IF may hold more."""
    name = code.split(maxsplit=1)
    return code.count('"') % 2 == 0 and bool(name) and name[0].upper() not in _LONG_FIELDS


def _is_contents(field: list[str]) -> bool:
    return field[1].strip().upper().startswith(("TOC", "INDEX"))


def change_of(element: ElementTree.Element | None, kind: str) -> Change | None:
    """Return the change that an element marks, without its place; None without an element."""
    if element is None:
        return None
    author, date = element.get(f"{W}author", ""), element.get(f"{W}date", "")
    return Change(0, 0, kind, author[:200], date[:40])


def _symbol(char: str) -> str:
    """Return a sign of a font of symbols; those of private use become a bullet or nothing."""
    try:
        code = int(char, 16)
    except ValueError:
        return ""
    if 0xF000 <= code <= 0xF0FF:
        return {0xF0B7: "•", 0xF0A7: "•", 0xF02D: "-"}.get(code, " ")
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
