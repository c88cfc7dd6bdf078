import contextlib
import csv
import io
import json
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QueryResultsFormat, QuerySolutions, Store, Variable

from wsisgraph.store.rows import Cut, RowLimit

FORMATS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
TRAPS = st.text(alphabet='{},"\\ \n\r\t<>/ra[]', max_size=6)


def result(values: list[str], format: str) -> bytes:
    """What the engine writes for these values, with a second column that is often unbound."""
    rows = " ".join(f"( {Literal(value)} UNDEF )" for value in values)
    answer = Store().query(f"SELECT ?x ?y {{ VALUES (?x ?y) {{ {rows} }} }}")
    assert isinstance(answer, QuerySolutions)
    return answer.serialize(format=FORMATS[format]) or b""


def limited(whole: bytes, format: str, rows: int, piece: int) -> tuple[bytes, bool]:
    out: list[bytes] = []
    limit = RowLimit(format, rows, out.append)
    with contextlib.suppress(Cut):
        for start in range(0, len(whole), piece):
            limit.feed(whole[start : start + piece])
        limit.finish()
    return b"".join(out), limit.truncated


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=80, deadline=None)
@given(st.lists(TRAPS, max_size=5), st.integers(1, 6), st.integers(1, 40))
def test_a_cut_result_is_the_result_of_the_first_rows(
    format: str, values: list[str], rows: int, piece: int
) -> None:
    out, truncated = limited(result(values, format), format, rows, piece)
    assert out == result(values[:rows], format)
    assert truncated == (len(values) > rows)


@pytest.mark.parametrize("format", FORMATS)
def test_rows_without_any_value_are_counted_too(format: str) -> None:
    store = Store()
    query = "SELECT ?x {{ VALUES ?y {{ 1 2 3 }} }} LIMIT {}"
    three = store.query(query.format(3)).serialize(format=FORMATS[format])
    two = store.query(query.format(2)).serialize(format=FORMATS[format])
    assert limited(three, format, 2, 7) == (two, True)


@pytest.mark.parametrize(
    ("format", "read"),
    [
        ("json", lambda b: len(json.loads(b)["results"]["bindings"])),
        ("xml", lambda b: len(ET.fromstring(b)[1])),
        ("csv", lambda b: len(list(csv.reader(io.StringIO(b.decode(), newline="")))) - 1),
        ("tsv", lambda b: b.count(b"\n") - 1),
    ],
)
def test_a_cut_result_is_well_formed(format: str, read: "object") -> None:
    store = Store()
    store.update("INSERT DATA { <x:s> <x:p> 1, 2, 3, 'a\"b', '''c\nd''' }")
    answer = store.query("SELECT * { ?s ?p ?o }", substitutions={Variable("s"): NamedNode("x:s")})
    out, truncated = limited(answer.serialize(format=FORMATS[format]), format, 4, 11)
    assert truncated
    assert callable(read)
    assert read(out) == 4
