"""Comments at cells: a copy of a file that came back, which says what is wrong with it.

Everything else of the file is as its editor left it, byte for byte: only the parts that hold
comments are written, and what refers to them.
"""

import io
import json
import zipfile
from collections.abc import Sequence
from xml.etree import ElementTree

from wsisgraph.loading.editing import marks_document, marks_workbook
from wsisgraph.loading.editing.parts import Comment, Parts
from wsisgraph.loading.editing.returned import is_document
from wsisgraph.loading.texts.faults import Unreadable

__all__ = ["Comment", "mark", "order"]


def order(file: str, comments: Sequence[Comment], data: bytes) -> bytes:
    """Return what `mark` is given: comments and the file, as one run of bytes."""
    told = [[each.sheet, each.line, each.field, each.text] for each in comments]
    return json.dumps([file, told]).encode() + b"\n" + data


def mark(ordered: bytes) -> bytes:
    """Return a copy of a file with comments; nothing if the file cannot hold any."""
    head, _, data = ordered.partition(b"\n")
    file, told = json.loads(head)
    comments = [Comment(*each) for each in told]
    try:
        if is_document(data):
            parts = marks_document.marked(data, file, comments)
        else:
            parts = marks_workbook.marked(data, file, comments)
    except (Unreadable, ElementTree.ParseError, KeyError, ValueError):
        return b""
    return _zipped(parts) if parts is not None else b""


def _zipped(parts: Parts) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.files.items():
            # Without a time: the same file and remarks give the same copy.
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, 8)
    return file.getvalue()
