"""Tables are read strictly, and every problem names its line."""

from pathlib import Path

import pytest

from wsisgraph.loading import Context, Manifest, rows


@pytest.fixture
def context(tmp_path: Path) -> Context:
    return Context(
        Manifest(
            id="test",
            folder=tmp_path,
            title="t",
            publisher="id/agency/itu",
            licence="https://example.org/licence",
            source_terms="none",
            citation="c",
            issued="2020",
            language="en",
            inputs=(),
            values={"role": {"leadFacilitator": "lead-facilitator"}},
        )
    )


def read(tmp_path: Path, context: Context, data: bytes) -> list[dict[str, str]]:
    path = tmp_path / "table.csv"
    path.write_bytes(data)
    return [dict(row) for row in rows(path, context, ["line", "goal"])]


def places(context: Context) -> list[str]:
    return [problem.where.rpartition("/")[2] for problem in context.problems]


def test_good_rows_come_although_another_is_broken(tmp_path: Path, context: Context) -> None:
    found = read(tmp_path, context, b"line,goal\nC1,1\nC2\nC3,3,3\nC4,4\n")
    assert found == [{"line": "C1", "goal": "1"}, {"line": "C4", "goal": "4"}]
    assert places(context) == ["table.csv:3", "table.csv:4"]


def test_a_row_knows_the_line_it_starts_on(tmp_path: Path, context: Context) -> None:
    path = tmp_path / "table.csv"
    path.write_text('line,goal\n"a\nb",1\n\nC2,2\n', encoding="utf-8")
    assert [row.origin.line for row in rows(path, context, ["line", "goal"])] == [2, 5]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"line\nC1\n", "lacks column"),
        (b"line,goal,colour\nC1,1,red\n", "unknown column"),
        (b"line,line\nC1,1\n", "repeats column"),
        (b"", "lacks column"),
    ],
)
def test_a_wrong_header_is_refused(
    tmp_path: Path, context: Context, data: bytes, says: str
) -> None:
    assert read(tmp_path, context, data) == []
    assert any(says in problem.found for problem in context.problems)


def test_bytes_of_another_encoding_are_named_by_line(tmp_path: Path, context: Context) -> None:
    found = read(tmp_path, context, "line,goal\nC1,é\nC2,2\n".encode("cp1252"))
    assert found == [{"line": "C2", "goal": "2"}]
    assert places(context) == ["table.csv:2"]


def test_a_byte_order_mark_is_no_part_of_the_header(tmp_path: Path, context: Context) -> None:
    found = read(tmp_path, context, b"\xef\xbb\xbfline,goal\nC1,1\n")
    assert found == [{"line": "C1", "goal": "1"}]


def test_an_unknown_spelling_is_reported_with_the_known_ones(
    tmp_path: Path, context: Context
) -> None:
    path = tmp_path / "table.csv"
    path.write_text("line,goal\nC1,1\n", encoding="utf-8")
    row = next(rows(path, context, ["line", "goal"]))
    assert context.value("role", "leadFacilitator", row.origin) == "lead-facilitator"
    assert context.value("role", "leader", row.origin) is None
    assert "leadFacilitator" in context.problems[0].mend
