"""JSON lines and arrays as tables."""

import json
from pathlib import Path

import pytest
from tests.loading.reading import read, write


def test_each_line_is_a_row_and_its_fields_are_the_columns(tmp_path: Path) -> None:
    lines = [
        {"title": "Village libraries", "organisation": {"name": "MOE", "country": "KENYA"}},
        {"title": "Rain", "sdgs": [2, "9.c", None], "open": True, "year": 2019.50, "gone": None},
    ]
    text = "\n".join(json.dumps(line) for line in lines).replace("2019.5", "2019.50")
    done = read(write(tmp_path / "t.jsonl", "\ufeff" + text + "\n\n"))
    assert done.problems == []
    assert done.table is not None
    assert done.table.columns == (
        *("title", "organisation.name", "organisation.country"),
        *("sdgs", "open", "year", "gone"),
    )
    assert done.rows == [
        (1, ["Village libraries", "MOE", "KENYA", "", "", "", ""]),
        (2, ["Rain", "", "", "2 | 9.c", "true", "2019.50", ""]),
    ]


def test_lists_in_lists_and_objects_in_lists_are_taken_where_nothing_is_lost(
    tmp_path: Path,
) -> None:
    lines: list[dict[str, object]] = [
        {"tags": ["a", ["b", ["c", None]], []], "partner": [{"name": "P1", "country": "KE"}]},
        {"partner": [{"name": "P2"}, {"name": ["P3", "P4"]}, {}], "tags": [], "none": [[], {}]},
    ]
    done = read(write(tmp_path / "t.jsonl", "\n".join(map(json.dumps, lines))))
    assert done.problems == []
    assert done.table is not None
    assert done.table.columns == ("tags", "partner.name", "partner.country")
    assert done.rows == [(1, ["a | b | c", "P1", "KE"]), (2, ["", "P2 | P3 | P4", ""])]


def test_an_array_is_read_piece_by_piece(tmp_path: Path) -> None:
    items = [{"title": f"project {number}", "text": "x" * 900} for number in range(3_000)]
    done = read(write(tmp_path / "t.json", json.dumps(items, indent=1)))
    assert done.problems == []
    assert len(done.rows) == len(items)
    assert done.rows[-1][0] == 3_000


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('{"title": "a", "title": "b"}', "the field “title” stands twice"),
        ('{"title": "a"', "the record is not JSON"),
        ("[1, 2]", "the record is no JSON object"),
        ('"text"', "the record is no JSON object"),
        ('{"title": NaN}', "NaN is no JSON value"),
        ('{"title": "\\ud83d"}', "half a character"),
        ('{"title": "a\\u0000b"}', "NUL character"),
        ('{"title": [{"a": 1, "b": 2}, {"a": 3}]}', "fields (“a”, “b”), and which of them go"),
        ('{"title": [{"a": 1}, "b"]}', "is a list of objects and of texts"),
        ('{"title": ' + "[" * 20 + "1" + "]" * 20 + "}", "nested too deep"),
        ('{"a":' * 5_000 + "1" + "}" * 5_000, "nested too deep"),
        ('{"a":' * 20 + "1" + "}" * 20, "nested too deep"),
        ("[" * 100_000, "nested too deep"),
        ('{"title": "' + "x" * 200_000 + '"}', "200,000 characters, more than 100,000"),
        ('{"title": "' + "x" * 2_000_000 + '"}', "more than 1,000,000 characters"),
        ("{" + ",".join(f'"f{n}": 1' for n in range(2_000)) + "}", "2,000 fields, more than 1,000"),
    ],
)
def test_a_bad_record_is_told_by_its_line_and_the_others_come(
    tmp_path: Path, line: str, found: str
) -> None:
    done = read(write(tmp_path / "t.jsonl", f'{{"title": "good"}}\n{line}\n{{"title": "too"}}\n'))
    assert found in done.found
    assert [remark.origin.line for remark in done.problems] == [2]
    assert [number for number, _ in done.rows] == [1, 3]


def test_numbers_stay_as_they_are_printed(tmp_path: Path) -> None:
    done = read(write(tmp_path / "t.jsonl", '{"a": 1e400, "b": 1.10, "c": ' + "9" * 5_000 + "}"))
    assert done.rows[0][1][:2] == ["1e400", "1.10"]
    assert done.rows[0][1][2] == "9" * 5_000


def test_records_inside_an_object_are_pointed_at(tmp_path: Path) -> None:
    done = read(write(tmp_path / "t.json", '{"data": [{"title": "a"}], "total": 1}'))
    assert "the records stand in the field “data”" in done.found


@pytest.mark.parametrize("text", ["[", "[{]", '[{"a": 1}', '[{"a": 1},,]', "{", "nonsense {"])
def test_a_broken_array_is_told(tmp_path: Path, text: str) -> None:
    done = read(write(tmp_path / "t.json", text))
    assert done.problems


def test_bytes_that_are_not_utf_8_are_told_by_record(tmp_path: Path) -> None:
    data = '{"title": "école"}\n{"title": "noël"}\n'.encode() + b'{"title": "\xe9cole"}\n'
    done = read(write(tmp_path / "t.jsonl", data))
    assert [number for number, _ in done.rows] == [1, 2]
    assert done.problems[0].origin.line == 3


def test_what_stands_behind_a_list_is_told(tmp_path: Path) -> None:
    done = read(write(tmp_path / "t.json", '[{"a": "1"}] \n [{"a": "2"}]'))
    assert done.rows == [(1, ["1"])]
    assert "stands behind the end of the list" in done.problems[0].found
    assert read(write(tmp_path / "u.json", '[{"a": "1"}]\n\n')).problems == []
