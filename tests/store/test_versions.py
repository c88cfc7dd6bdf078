"""Version directives of N-Triples and N-Quads are passed over, and nothing else is."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wsisgraph.store.versions import WithoutVersions

_LONG = b'<http://e/a> <http://e/b> "' + b"x" * 200_000


@pytest.mark.parametrize(
    ("document", "kept"),
    [
        (b'VERSION "1.2"\n<a> <b> <c> .', b"\n<a> <b> <c> ."),
        (b'# c\r\n \tVERSION"1.1"  # old\r\n<a> <b> <c> .', b"# c\r\n\r\n<a> <b> <c> ."),
        (b'<a> <b> <c> .\nVERSION "1.2"', b"<a> <b> <c> .\n"),
        (_LONG + b'" .\nVERSION "1.2"\n', _LONG + b'" .\n\n'),
        (b"", b""),
    ],
)
def test_directives_are_emptied(document: bytes, kept: bytes) -> None:
    assert WithoutVersions(BytesIO(document)).read() == kept


@pytest.mark.parametrize(
    "document",
    [
        b"VERSION 1.2\n",
        b'VERSION "1.2" .\n',
        b'<a> <b> "VERSION \\"1.2\\"" .\n',
        b'<a> <b> <c> . VERSION "1.2"\n',
        b'version "1.2"\n',
        # Within a line that is longer than what is held at once.
        _LONG + b'VERSION "1.2"',
    ],
)
def test_what_is_no_directive_stays(document: bytes) -> None:
    assert WithoutVersions(BytesIO(document)).read() == document


@given(
    lines=st.lists(st.sampled_from([b'VERSION "1.2"', b"<a> <b> <c> .", b"", b"x" * 9000])),
    size=st.integers(1, 5000),
)
def test_it_does_not_matter_in_which_pieces_a_document_is_read(
    lines: list[bytes], size: int
) -> None:
    document = WithoutVersions(BytesIO(b"\n".join(lines)))
    pieces = list(iter(lambda: document.read(size), b""))
    assert all(len(piece) <= size for piece in pieces)
    kept = [b"" if line.startswith(b"VERSION") else line for line in lines]
    assert b"".join(pieces) == b"\n".join(kept)
