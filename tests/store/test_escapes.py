r"""Codepoint escapes may stand wherever their character could (SPARQL 1.1, §19.2)."""

import pyoxigraph as ox
import pytest

from wsisgraph.store import escapes


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        (r"SELECT ?\u0061 {}", "SELECT ?a {}"),
        (r"SELECT * { :\u0070 ?p ex:\u00e9\U00000031 }", "SELECT * { :p ?p ex:é1 }"),
        (r"\u0053ELECT * {}", "SELECT * {}"),
        (
            r"SELECT * { <\u0078> ?p '\u0078' } # \u0078",
            r"SELECT * { <\u0078> ?p '\u0078' } # \u0078",
        ),
        ('SELECT ("""a"\\u0062""" AS ?\\u0078) {}', 'SELECT ("""a"\\u0062""" AS ?x) {}'),
        ("SELECT * {}", "SELECT * {}"),
    ],
)
def test_escapes_of_names_are_read_and_others_kept(sent: str, read: str) -> None:
    assert escapes.read(sent) == read


@pytest.mark.parametrize(
    "escape", [r"\u0020", r"\u0022", r"\u0023", r"\u007B", r"\uD83E", r"\U0011FFFF"]
)
def test_what_would_end_a_name_is_left_to_the_parser_to_refuse(escape: str) -> None:
    text = f"SELECT ?a{escape}b {{}}"
    assert escapes.read(text) == text
    with pytest.raises(SyntaxError):
        ox.Store().query(text)


def test_a_query_with_escapes_is_answered() -> None:
    text = escapes.read(r"PREFIX : <http://e/> \u0053ELECT ?xx\u0078 { BIND(:\u0070 AS ?xxx) }")
    [[found]] = ox.Store().query(text)
    assert found == ox.NamedNode("http://e/p")
