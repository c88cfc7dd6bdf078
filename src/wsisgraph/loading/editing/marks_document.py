"""Comments at the cells of a document (ECMA-376 part 1, 17.13.4)."""

from collections import defaultdict
from collections.abc import Sequence
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from wsisgraph.loading.editing.document import located
from wsisgraph.loading.editing.parts import AUTHOR, Comment, Parts, inserted, walk
from wsisgraph.loading.editing.workbook import local
from wsisgraph.loading.facts import Origin
from wsisgraph.loading.texts.package import Package

_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


def marked(data: bytes, file: str, comments: Sequence[Comment]) -> Parts | None:
    """Return the parts of a document with comments; None where there is no place for any.

    Raises:
        Unreadable, ValueError: it cannot be read.
    """
    package = Package(data)
    _, numbers = located(data, file)
    parts = Parts(data)
    xml = parts.files[package.main]
    cells = _cells(xml)
    by_cell: dict[int, list[str]] = defaultdict(list)
    for each in comments:
        number = numbers.get(Origin(file, each.line, each.field, each.sheet))
        if number is None:
            # What is said of a row, or of the file, stands at its first cell.
            number = min(
                (at for origin, at in numbers.items() if origin.line == each.line), default=0
            )
        if number < len(cells):
            by_cell[number].append(each.text)
    if not by_cell:
        return None
    namespace = ElementTree.fromstring(xml).tag[1:].partition("}")[0]
    present = [
        target for kind, target, _ in package.relations(package.main).values() if kind == "comments"
    ]
    part = present[0] if present and present[0] in parts.files else ""
    first = _free(parts.files[part]) if part else 0
    said: list[str] = []
    places: dict[int, bytes] = {}
    for key, (number, texts) in enumerate(sorted(by_cell.items()), start=first):
        start, stop = cells[number]
        more = (f'<w:r xmlns:w="{namespace}"><w:commentReference w:id="{key}"/></w:r>').encode()
        if stop > start:
            # The paragraph has no end tag of its own: `<w:p/>`.
            tag = xml[start:stop].rstrip(b"/> \t\r\n")
            name = tag[1:].split()[0]
            places[start] = tag + b">" + more + b"</" + name + b"><!--"
            places[stop] = b"-->"
        else:
            places[start] = more
        said.append(_comment(key, "\n".join(texts), namespace))
    parts.files[package.main] = inserted(xml, places)
    if part:
        xml = parts.files[part]
        parts.files[part] = inserted(xml, {_end(xml): "".join(said).encode()})
        return parts
    folder = package.main.rpartition("/")[0]
    part = f"{folder}/comments.xml"
    if part in parts.files:
        part = parts.free(f"{folder}/comments{{}}.xml")
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    whole = f'{head}<w:comments xmlns:w="{namespace}">{"".join(said)}</w:comments>'
    parts.files[part] = whole.encode()
    parts.declare(part, _KIND)
    parts.relate(package.main, part, "comments")
    return parts


def _comment(key: int, text: str, namespace: str) -> str:
    paragraphs = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
        for line in text.splitlines()
    )
    return (
        f'<w:comment xmlns:w="{namespace}" w:id="{key}" w:author="{AUTHOR}" w:initials="w">'
        f"{paragraphs}</w:comment>"
    )


def _cells(xml: bytes) -> list[tuple[int, int]]:
    """Return where the last paragraph of each cell ends, in the order of `located`.

    Twice the same place is that of an end tag; else it is the whole of a tag that is both.
    """
    found: list[tuple[int, int]] = []
    depth = 0
    last: tuple[int, int] = (0, 0)

    def start(name: str, _: int) -> None:
        nonlocal depth
        depth += name == "tc"

    def end(name: str, place: int) -> None:
        nonlocal depth, last
        if name == "p" and depth:
            is_tag = xml.startswith(b"</", place)
            last = (place, place if is_tag else xml.index(b">", place) + 1)
        if name == "tc":
            depth -= 1
            if not depth:
                found.append(last)

    walk(xml, start, end)
    return found


def _free(xml: bytes) -> int:
    """Return the first number that no comment has."""
    root = ElementTree.fromstring(xml)
    numbers = [
        int(value)
        for each in root.iter()
        if local(each.tag) == "comment"
        for name, value in each.items()
        if local(name) == "id" and value.isdigit()
    ]
    return max(numbers, default=-1) + 1


def _end(xml: bytes) -> int:
    last = 0

    def end(_: str, place: int) -> None:
        nonlocal last
        last = place

    walk(xml, lambda name, place: None, end)
    return last
