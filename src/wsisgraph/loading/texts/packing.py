"""What a reader made of a file, as bytes: on its way out of the process that took the file apart.

JSON, since who reads it must not have to trust who wrote it.
"""

import json
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from wsisgraph.loading.texts.blocks import Block
from wsisgraph.loading.texts.faults import Unreadable
from wsisgraph.loading.texts.kinds import SAVE_ANEW, Document
from wsisgraph.loading.texts.model import Change

_FIELDS = (
    *("text", "lines", "kind", "heading", "number", "was", "depth", "list_key", "mark"),
    *("row", "table", "is_new", "is_gone", "is_bold", "is_boxed", "is_title"),
)


def packed(read: Callable[[bytes], Document], data: bytes) -> bytes:
    """Return what a reader makes of a file, or why it makes nothing of it."""
    told: dict[str, Any]
    try:
        document = read(data)
        told = {
            "blocks": [_as_list(block) for block in document.blocks],
            "title": document.title,
            "headers": list(document.headers),
            "says_headings": document.says_headings,
            "mend_without_text": document.mend_without_text,
            "remarks": list(document.remarks),
        }
    except Unreadable as error:
        told = {"found": error.found, "mend": error.mend}
    except MemoryError:
        raise
    except RecursionError:
        told = {"found": "it is nested deeper than a document is", "mend": SAVE_ANEW}
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        said = f"{Path(place.filename).name}:{place.lineno} ({type(error).__name__}: {error})"
        told = {"found": f"its reader failed at {said[:300]}", "mend": SAVE_ANEW}
    return json.dumps(told, ensure_ascii=False).encode(errors="replace")


def unpacked(data: bytes) -> Document:
    """Return what was packed.

    Raises:
        Unreadable: the reader made nothing of the file; says why.
    """
    try:
        told: dict[str, Any] = json.loads(data)
        if "found" in told:
            raise Unreadable(str(told["found"]), str(told["mend"]))
        return Document(
            blocks=[_block(each) for each in told["blocks"]],
            title=str(told["title"]),
            headers=[str(each) for each in told["headers"]],
            says_headings=bool(told["says_headings"]),
            mend_without_text=str(told["mend_without_text"]),
            remarks=[(int(line), str(found), str(mend)) for line, found, mend in told["remarks"]],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise Unreadable("the reading of it came to no good end", SAVE_ANEW) from error


def _as_list(block: Block) -> list[Any]:
    changes = [[c.start, c.end, c.kind, c.author, c.date] for c in block.changes]
    notes = [_as_list(note) for note in block.notes]
    return [[getattr(block, name) for name in _FIELDS], changes, notes]


def _block(told: list[Any]) -> Block:
    fields, changes, notes = told
    block = Block(*fields[:1])
    for name, value in zip(_FIELDS, fields, strict=True):
        setattr(block, name, tuple(value) if isinstance(value, list) else value)
    block.changes = tuple(
        Change(int(start), int(end), str(kind), str(author), str(date))
        for start, end, kind, author, date in changes
    )
    block.notes = [_block(note) for note in notes]
    return block
