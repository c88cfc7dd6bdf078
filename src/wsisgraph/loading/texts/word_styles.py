"""Paragraph styles of Word: which are headings, titles, lists of contents, and in what list."""

from dataclasses import dataclass
from xml.etree import ElementTree

from wsisgraph.loading.texts.word_numbers import W

# Names are the same in every language of the program; ITU's own templates have names of theirs.
_TITLE_NAMES = (
    "title subtitle title1 title2 title3 title4 source restitle rectitle dectitle questitle"
    " optitle resno recno decno"
)
_TITLES = frozenset(_TITLE_NAMES.split())
_PART_NAMES = "annexno appendixno attachmentno annextitle appendixtitle"
_PARTS = frozenset(_PART_NAMES.split())
_CALLS = frozenset(("call", "headingb", "headingi"))
_CONTENTS = ("toc", "tableoffigures", "index")
_CALL_LEVEL = 7

MOST_BOLD = 160
"""Letters of a bold paragraph above which it is no heading."""


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says of its paragraphs.

    Attributes:
        name: in small letters, without spaces.
        heading: level of a heading, from 1; 0 for none.
        kind: `title`, `residue`, or empty.
        list: id of a list; empty for none.
        level: of that list, from 0.
        is_bold: whether it is printed bold.
    """

    name: str = ""
    heading: int = 0
    kind: str = ""
    list: str = ""
    level: int = 0
    is_bold: bool = False


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, tree: ElementTree.Element | None) -> None:
        self._elements: dict[str, ElementTree.Element] = {}
        self._known: dict[str, Style] = {}
        self.default = ""
        for element in tree.iter(f"{W}style") if tree is not None else ():
            if element.get(f"{W}type", "paragraph") == "paragraph":
                key = element.get(f"{W}styleId", "")
                self._elements[key] = element
                if element.get(f"{W}default") in ("1", "true"):
                    self.default = key

    def get(self, key: str) -> Style:
        """Return a style; one that says nothing if there is none of this id."""
        if key not in self._known:
            self._known[key] = self._resolved(key)
        return self._known[key]

    def _resolved(self, key: str) -> Style:
        chain: list[ElementTree.Element] = []
        seen: set[str] = set()
        while key in self._elements and key not in seen:
            seen.add(key)
            chain.append(self._elements[key])
            key = _value(self._elements[key], "basedOn")
        if not chain:
            return Style()
        name = _name(chain[0])
        outline = next((v for e in chain if (v := _value(e, "pPr/w:outlineLvl"))), "")
        number = next((v for e in chain if (v := _value(e, "pPr/w:numPr/w:numId"))), "")
        level = next((v for e in chain if (v := _value(e, "pPr/w:numPr/w:ilvl"))), "0")
        bold = next((b for e in chain if (b := e.find(f"{W}rPr/{W}b")) is not None), None)
        names = [_name(element) for element in chain]
        return Style(
            name,
            _heading(names, outline),
            _kind(name),
            "" if number == "0" else number,
            int(level) if level.isdigit() else 0,
            bold is not None and bold.get(f"{W}val", "1") not in ("0", "false", "off"),
        )


def is_bold(element: ElementTree.Element, style: Style) -> bool:
    """Tell whether all that a paragraph says is bold, which a heading may be."""
    if len("".join(element.itertext())) > 2 * MOST_BOLD:
        return False
    for run in element.iter(f"{W}r"):
        if not any((part.text or "").strip() for part in run.iter(f"{W}t")):
            continue
        bold = run.find(f"{W}rPr/{W}b")
        if bold is None:
            bold = run.find(f"{W}rPr/{W}bCs") if not style.is_bold else None
        is_bold = style.is_bold if bold is None else bold.get(f"{W}val", "1") not in ("0", "false")
        if not is_bold:
            return False
    return True


def _heading(names: list[str], outline: str) -> int:
    if _kind(names[0]):
        return 0
    if names[0] in _PARTS:
        return 1
    if names[0] in _CALLS:
        return _CALL_LEVEL
    for name in names:
        tail = name.removeprefix("heading")
        if tail != name and tail.isdigit():
            return min(int(tail), 9)
    # Level 9 means running text.
    return int(outline) + 1 if outline.isdigit() and int(outline) < 9 else 0


def _kind(name: str) -> str:
    if name in _TITLES:
        return "title"
    return "residue" if name.startswith(_CONTENTS) and name != "tochead" else ""


def _name(element: ElementTree.Element) -> str:
    name = _value(element, "name") or element.get(f"{W}styleId", "")
    return name.lower().replace(" ", "").replace("_", "")


def _value(element: ElementTree.Element, path: str) -> str:
    found = element.find("/".join(f"{W}{step.removeprefix('w:')}" for step in path.split("/")))
    return found.get(f"{W}val", "") if found is not None else ""
