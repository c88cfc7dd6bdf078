"""RDF Patch: what one revision took away and brought, and the record of the journal made of it.

RDF Patch (https://afs.github.io/rdf-delta/rdf-patch.html) has a row for each quad, `D` for one that
went and `A` for one that came. The header row `H record` holds the record's own header, so that
whoever replicates has the very record: its hash, and the chain from the first to the last.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any

from wsisgraph.errors import JournalDamaged
from wsisgraph.store.archive import Raw
from wsisgraph.store.spans import Span

MEDIA_TYPE = "application/rdf-patch"

_RECORD = re.compile(rb'H record "((?:[^"\\\n]|\\.)*)" \.')
_ESCAPES = {"\\": "\\\\", '"': '\\"'}


def rows(raw: Raw, name: Callable[[int], str]) -> Iterator[bytes]:
    """Give the rows of the patch of a record, each with its line end.

    Args:
        raw: the record.
        name: gives the IRI of a revision.
    """
    told = raw.header
    sequence = told["sequence"]
    yield f"H id <{name(sequence)}> .\n".encode()
    if sequence > 1:
        yield f"H prev <{name(sequence - 1)}> .\n".encode()
    # JSON escapes what else could end a string of RDF.
    text = raw.line.decode().rstrip("\n")
    yield f'H record "{"".join(_ESCAPES.get(sign, sign) for sign in text)}" .\n'.encode()
    yield b"TX .\n"
    yield from _quads(b"D ", raw.removed)
    yield from _quads(b"A ", raw.added)
    yield b"TC .\n"


def write_record(patch: Iterable[bytes], out: IO[bytes]) -> dict[str, Any]:
    """Write the record that a patch was made of, as it stands in the journal.

    Args:
        patch: the lines of the patch.
        out: where it goes.

    Returns:
        The record's header.

    Raises:
        JournalDamaged: it is no patch of ours, or not whole. What it vouches for is not looked at.
    """
    header: dict[str, Any] | None = None
    whole = False
    for line in patch:
        if line[:2] in (b"A ", b"D ") and header is not None:
            out.write(line[2:])
        elif (found := _RECORD.match(line)) is not None and header is None:
            text = re.sub(rb"\\(.)", rb"\1", found[1])
            try:
                header = json.loads(text)
            except ValueError:
                break
            out.write(text + b"\n")
        elif line.rstrip() == b"TC .":
            whole = header is not None
        elif line[:2] not in (b"H ", b"TX"):
            whole = False
            break
    if header is None or not whole:
        raise JournalDamaged(
            "The patch is not whole",
            mend="ask again; see that the address is that of a wsisgraph service or its feed",
        )
    out.write(b"\n")
    return header


def _quads(mark: bytes, span: Span) -> Iterator[bytes]:
    rest = b""
    for piece in span.pieces():
        lines, end, rest = (rest + piece).rpartition(b"\n")
        if end:
            yield mark + lines.replace(b"\n", b"\n" + mark) + end
    if rest:
        yield mark + rest + b"\n"
