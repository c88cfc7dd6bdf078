"""The zip file that a Word document is: looked at before anything in it is unpacked."""

import io
import re
import zipfile
import zlib
from xml.etree import ElementTree
from xml.parsers import expat

from wsisgraph.loading.texts.faults import Unreadable

MOST_ENTRIES = 2_000
LARGEST_UNZIPPED = 512 << 20
LARGEST_PART = 128 << 20
# XML of documents shrinks to a tenth or twentieth; bombs to a thousandth.
MOST_SHRUNK = 200
SHRUNK_FROM = 4 << 20

_MEND = "save it anew in a word processor, as .docx"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MACROS = ("application/vnd.ms-office.vbaProject", "macroEnabled")
_OTHERS = {"spreadsheetml": "an Excel workbook", "presentationml": "a PowerPoint presentation"}
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"


class Package:
    """The parts of a Word document, each read when it is asked for.

    Attributes:
        main: name of the part that holds the text.
        outside: addresses of files that it would fetch, beside links that people follow.
    """

    def __init__(self, data: bytes) -> None:
        """Look at the list of entries.

        Raises:
            Unreadable: it is damaged, made to do harm, protected, or no Word document.
        """
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (
            zipfile.BadZipFile,
            zlib.error,
            ValueError,
            OverflowError,
            NotImplementedError,
        ) as e:
            raise Unreadable("it is truncated or damaged: it is no whole zip file", _MEND) from e
        self._check_entries(len(data))
        self._names = set(self._zip.namelist())
        self.main = self._main()
        self.outside = self._outside()

    def part(self, name: str) -> bytes | None:
        """Return the bytes of a part; None if there is no such part.

        Raises:
            Unreadable: it is damaged, larger than it says, or declares a document type.
        """
        if name not in self._names:
            return None
        try:
            with self._zip.open(name) as stream:
                data = stream.read(LARGEST_PART + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise Unreadable(f"it is truncated or damaged, at {name}", _MEND) from error
        except RuntimeError as error:
            raise Unreadable("it is protected by a password", "save it without one") from error
        if len(data) > LARGEST_PART:
            raise Unreadable(f"{name} in it is larger than it says", _MEND)
        _refuse_document_type(name, data)
        return data

    def tree(self, name: str) -> ElementTree.Element | None:
        """Return a part as XML; None if there is no such part.

        Raises:
            Unreadable: as `part`, or it is no XML.
        """
        data = self.part(name)
        if data is None:
            return None
        try:
            return ElementTree.fromstring(data)
        except (ElementTree.ParseError, ValueError, LookupError) as error:
            raise Unreadable(f"{name} in it is no XML ({error})", _MEND) from error

    def relations(self, name: str) -> dict[str, tuple[str, str, bool]]:
        """Return what a part refers to, by id: kind, target, and whether that is outside."""
        folder, _, file = name.rpartition("/")
        prefix = f"{folder}/" if folder else ""
        tree = self.tree(f"{prefix}_rels/{file}.rels")
        found: dict[str, tuple[str, str, bool]] = {}
        for relation in tree.iter(_RELATIONS) if tree is not None else ():
            target = relation.get("Target", "")
            is_outside = relation.get("TargetMode") == "External"
            if not is_outside:
                target = target.removeprefix("/") if target.startswith("/") else prefix + target
                while "/./" in target or "/../" in target:
                    target = re.sub(r"(^|/)[^/]+/\.\./", r"\1", target.replace("/./", "/"), count=1)
                    if target.startswith("../"):
                        break
            kind = relation.get("Type", "").rpartition("/")[2]
            found[relation.get("Id", "")] = (kind, target, is_outside)
        return found

    def _check_entries(self, size: int) -> None:
        entries = self._zip.infolist()
        if len(entries) > MOST_ENTRIES:
            raise Unreadable(
                f"it has {len(entries):,} entries, and a document has fewer than {MOST_ENTRIES:,}",
                _MEND,
            )
        seen: set[str] = set()
        total = 0
        for entry in entries:
            name = entry.filename
            if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name:
                raise Unreadable(f"an entry in it is called “{name[:80]}”, outside of it", _MEND)
            if name.lower() in seen:
                raise Unreadable(f"it has two entries called “{name[:80]}”", _MEND)
            seen.add(name.lower())
            if entry.flag_bits & 1:
                raise Unreadable("it is protected by a password", "save it without a password")
            total += entry.file_size
            shrunk = entry.file_size / max(entry.compress_size, 1)
            if entry.file_size > SHRUNK_FROM and shrunk > MOST_SHRUNK:
                raise Unreadable(
                    f"{name[:80]} in it unpacks to {entry.file_size >> 20:,} MiB,"
                    f" {shrunk:,.0f} times its size, as in a zip bomb",
                    _MEND,
                )
            if entry.file_size > LARGEST_PART and name.endswith((".xml", ".rels")):
                raise Unreadable(
                    f"{name[:80]} in it has {entry.file_size >> 20:,} MiB", "save it in parts"
                )
        if total > LARGEST_UNZIPPED:
            raise Unreadable(
                f"it unpacks to {total >> 20:,} MiB from {max(size >> 20, 1):,}",
                "save it without pictures, or in parts",
            )

    def _main(self) -> str:
        types = self.tree("[Content_Types].xml")
        if types is None:
            raise Unreadable("it is a zip file, and no Word document", _MEND)
        declared = {
            element.get("PartName", "").removeprefix("/"): element.get("ContentType", "")
            for element in types.iter(f"{_TYPES}Override")
        }
        kinds = [*declared.values(), *(e.get("ContentType", "") for e in types)]
        if any(mark in kind for kind in kinds for mark in _MACROS) or any(
            name.lower().endswith("vbaproject.bin") for name in self._names
        ):
            raise Unreadable(
                "it carries macros, which documents need not",
                "open it in a word processor and save it as .docx without macros",
            )
        for kind, target, is_outside in self.relations("").values():
            if kind == "officeDocument":
                if is_outside:
                    raise Unreadable(f"its text is elsewhere, at {target[:80]}", _MEND)
                if target in self._names and "wordprocessingml" in declared.get(target, _MAIN):
                    return target
        for mark, what in _OTHERS.items():
            if any(mark in kind for kind in kinds):
                raise Unreadable(f"it is {what}, not a text", "save the text of it as .docx")
        raise Unreadable("it is a zip file, and no Word document", _MEND)

    def _outside(self) -> list[str]:
        folder = self.main.rpartition("/")[0]
        names = [self.main, f"{folder}/settings.xml"]
        return [
            target
            for name in names
            for kind, target, is_outside in self.relations(name).values()
            if is_outside and kind != "hyperlink"
        ]


def _refuse_document_type(name: str, data: bytes) -> None:
    """Refuse XML with a document type, in which entities could grow without end.

    It can only stand before the first element, so no more is looked at.
    """
    if not name.endswith((".xml", ".rels")):
        return
    parser = expat.ParserCreate()
    found: list[str] = []

    def on_doctype(*_: object) -> None:
        found.append("doctype")
        raise StopIteration

    def on_element(*_: object) -> None:
        raise StopIteration

    parser.StartDoctypeDeclHandler = on_doctype
    parser.StartElementHandler = on_element
    try:
        for start in range(0, len(data), 4096):
            parser.Parse(data[start : start + 4096], False)
    except StopIteration:
        pass
    except expat.ExpatError as error:
        raise Unreadable(f"{name} in it is no XML ({error})", _MEND) from error
    if found:
        raise Unreadable(f"{name} in it declares a document type (DTD)", _MEND)
