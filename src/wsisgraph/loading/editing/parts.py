"""The parts of an Office file, to be written again with some of them changed (ECMA-376 part 2)."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.parsers import expat

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
AUTHOR = "wsisgraph"


@dataclass(frozen=True, slots=True)
class Comment:
    """What is to be said at a cell: its sheet, row and place there, as an origin tells them."""

    sheet: str
    line: int | None
    field: str
    text: str


class Parts:
    """Parts by name; whoever makes one has looked at the file as a package before."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.files = {
                entry.filename: archive.read(entry)
                for entry in archive.infolist()
                if not entry.is_dir()
            }

    def free(self, form: str) -> str:
        """Return a name that no part has, of a form such as `xl/comments{}.xml`."""
        taken = {name.lower() for name in self.files}
        number = 1
        while form.format(number).lower() in taken:
            number += 1
        return form.format(number)

    def declare(self, part: str, kind: str) -> None:
        """Say of which content type a part is."""
        root = ElementTree.fromstring(self.files["[Content_Types].xml"])
        name = f"/{part}"
        if all(each.get("PartName") != name for each in root):
            root.append(
                ElementTree.Element(f"{{{_TYPES}}}Override", PartName=name, ContentType=kind)
            )
        self.files["[Content_Types].xml"] = _written(root, _TYPES)

    def relate(self, part: str, target: str, kind: str) -> str:
        """Let a part refer to another; return the id of the reference."""
        folder, _, name = part.rpartition("/")
        relations = f"{folder}/_rels/{name}.rels"
        data = self.files.get(relations)
        empty = ElementTree.Element(f"{{{_RELATIONS}}}Relationships")
        root = ElementTree.fromstring(data) if data else empty
        taken = {each.get("Id", "") for each in root}
        number = 1
        while f"rId{number}" in taken:
            number += 1
        root.append(
            ElementTree.Element(
                f"{{{_RELATIONS}}}Relationship",
                Id=f"rId{number}",
                Type=f"{OFFICE}/{kind}",
                Target=f"/{target}",
            )
        )
        self.files[relations] = _written(root, _RELATIONS)
        return f"rId{number}"


def inserted(data: bytes, places: dict[int, bytes]) -> bytes:
    """Return bytes with others put in at places."""
    pieces: list[bytes] = []
    last = 0
    for place, more in sorted(places.items()):
        pieces += [data[last:place], more]
        last = place
    return b"".join([*pieces, data[last:]])


def walk(data: bytes, start: Callable[[str, int], None], end: Callable[[str, int], None]) -> None:
    """Call for each element where it begins and where its end tag does, by name without prefix.

    Raises:
        ValueError: it is no XML in UTF-8, whose places could be told.
    """
    parser = expat.ParserCreate()

    def declared(_: str, encoding: str | None, __: int) -> None:
        if encoding is not None and encoding.upper() not in ("UTF-8", "US-ASCII"):
            raise ValueError(f"written in {encoding}")

    parser.XmlDeclHandler = declared
    parser.StartElementHandler = lambda name, _: start(
        name.rpartition(":")[2], parser.CurrentByteIndex
    )
    parser.EndElementHandler = lambda name: end(name.rpartition(":")[2], parser.CurrentByteIndex)
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ValueError("no XML") from error


def _written(root: ElementTree.Element, namespace: str) -> bytes:
    # Parts of the package alone have one namespace, and it is their default.
    ElementTree.register_namespace("", namespace)
    data: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return data
