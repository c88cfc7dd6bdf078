"""Elements of Word's tables: rows and cells in wrappers, paragraphs of a cell, its columns."""

from collections.abc import Iterator
from xml.etree import ElementTree

from wsisgraph.loading.texts.model import Change
from wsisgraph.loading.texts.word_numbers import W
from wsisgraph.loading.texts.word_runs import change_of

_WRAPPER_NAMES = "sdtContent customXml smartTag ins del moveFrom moveTo"
WRAPPERS = frozenset(f"{W}{name}" for name in _WRAPPER_NAMES.split())
# A table of Word has no more.
MOST_COLUMNS = 63


def children(element: ElementTree.Element, tag: str) -> Iterator[ElementTree.Element]:
    """Give the rows of a table or cells of a row, those in wrappers too."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag == f"{W}sdt":
            content = child.find(f"{W}sdtContent")
            if content is not None:
                yield from children(content, tag)
        elif child.tag in WRAPPERS:
            yield from children(child, tag)


def paragraphs(element: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """Give the paragraphs of a cell or note, those of tables within too, but not those in boxes."""
    for child in element:
        if child.tag == f"{W}p":
            yield child
        else:
            yield from paragraphs(child)


def columns(cell: ElementTree.Element) -> int:
    """Return how many columns a cell goes over."""
    said = attribute(cell.find(f"{W}tcPr"), "gridSpan")
    return min(int(said), MOST_COLUMNS) if said.isdigit() and len(said) < 10 and int(said) else 1


def change_of_cell(cell: ElementTree.Element) -> Change | None:
    """Return the change that put in or took out a cell, as where columns are added; else None."""
    return change_of(cell.find(f"{W}tcPr/{W}cellIns"), "inserted") or change_of(
        cell.find(f"{W}tcPr/{W}cellDel"), "deleted"
    )


def attribute(element: ElementTree.Element | None, name: str) -> str:
    """Return the value of a property, such as that of `w:numId`; empty where it is not given."""
    found = element.find(f"{W}{name}") if element is not None else None
    return found.get(f"{W}val", "") if found is not None else ""
