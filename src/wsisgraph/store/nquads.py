"""N-Quads that the store itself wrote: what its workers found, and what its journal holds."""

from collections.abc import Iterator
from typing import IO

from pyoxigraph import Quad, RdfFormat, Store, parse

_PIECE = 16 << 20


def read(lines: bytes | IO[bytes]) -> Iterator[Quad]:
    """Yield the quads of N-Quads that were written from parsed ones.

    Their IRIs are not looked at again: prefixed names of Turtle and SPARQL can make some that the
    parser of N-Quads would refuse (PN_CHARS_BASE has more characters than IRIs, RFC 3987), and it
    takes a third less time.

    Raises:
        SyntaxError: they are no N-Quads.
    """
    return parse(lines, format=RdfFormat.N_QUADS, lenient=True)


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Give a file in pieces of whole lines, some megabytes each."""
    rest = b""
    while piece := file.read(_PIECE):
        data = rest + piece
        cut = data.rfind(b"\n") + 1
        rest = data[cut:]
        if cut:
            yield data[:cut]
    if rest:
        yield rest


def fill(store: Store, lines: bytes) -> None:
    """Put many quads into a store at once; some megabytes, since the engine takes more than that.

    Raises:
        SyntaxError: they are no N-Quads.
    """
    if b"_:" in lines:
        # Loaded as text, blank nodes would get other names.
        store.bulk_extend(read(lines))
    else:
        store.bulk_load(lines, format=RdfFormat.N_QUADS, lenient=True)
