"""N-Quads that the store wrote are read again, whatever their IRIs hold."""

import pytest
from pyoxigraph import RdfFormat, parse, serialize

from wsisgraph.store import nquads

# U+E01EF may stand in a local name (PN_CHARS_BASE), though in no IRI (RFC 3987, ucschar).
TURTLE = "@prefix e: <http://example.org/> . e:\U000e01ef e:p 1 ."


def test_what_a_prefixed_name_of_turtle_makes_is_read_again() -> None:
    sent = list(parse(TURTLE, format=RdfFormat.TURTLE))
    written = serialize(sent, format=RdfFormat.N_QUADS)
    assert written is not None
    assert list(nquads.read(written)) == sent
    with pytest.raises(SyntaxError):
        list(parse(written, format=RdfFormat.N_QUADS))


def test_what_is_no_nquads_is_refused() -> None:
    with pytest.raises(SyntaxError):
        list(nquads.read(b"<http://example.org/s> <http://example.org/p> .\n"))
