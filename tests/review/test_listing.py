"""What waits is listed in words, with the passage that says so."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from tests.review.command import review

pytestmark = pytest.mark.usefixtures("unchanged")


def listed(*arguments: str) -> list[dict[str, Any]]:
    done = review(*arguments, "--format", "json")
    assert done.code == 0, done.told
    found: list[dict[str, Any]] = json.loads(done.out)
    return found


def test_what_nobody_judged_is_listed_and_evidence_is_not() -> None:
    found = listed()
    assert [(item["id"], item["status"], item["source"]) for item in found][:1] == [
        ("role/itu-c2", "unconfirmed", "other")
    ]
    assert sorted(str(item["id"]).partition("/")[0] for item in found) == [
        *("activity-link", "role", "role", "triple", "triple")
    ]


def test_a_statement_is_told_in_words_with_its_passage_document_and_line() -> None:
    (role,) = listed("--status", "proposed", "--class", "RoleStatement")
    assert role["statement"] == (
        "Role statement: member: International Telecommunication Union; role: Moderator; "
        "Role in: C2 Information and communication infrastructure; Stated as of: 2017"
    )
    (passage,) = role["passages"]
    assert (passage["document"], passage["locator"], passage["line"]) == ("tiny", "1", 17)
    assert passage["title"] == "A tiny paper"
    assert role["decision"] is None


def test_names_come_in_the_language_asked_for() -> None:
    (role,) = listed("--status", "proposed", "--class", "RoleStatement", "--lang", "zh")
    assert "国际电联" in str(role["statement"])
    assert role["passages"][0]["title"] == "小文件"


def test_a_single_triple_is_told_as_one() -> None:
    found = listed("--status", "unconfirmed", "--source", "tiny")
    assert {str(item["statement"]) for item in found} == {
        "Afghanistan – In region – Africa",
        "Afghanistan – In region – Asia-Pacific",
    }


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        (("--source", "other"), {"role/itu-c2"}),
        (("--class", "ActivityLink"), {"activity-link/bridge/c2"}),
        (("--class", "wsis:ActivityLink"), {"activity-link/bridge/c2"}),
        (("--document", "tiny"), {"role/itu-c2"}),
        (("--document", "heard"), {"activity-link/bridge/c2"}),
        (("--status", "rejected"), set()),
    ],
)
def test_a_filter_lets_through_what_fits(arguments: tuple[str, ...], ids: set[str]) -> None:
    assert {item["id"] for item in listed(*arguments)} == ids


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--source", "nobody"), "use one of other, tiny"),
        (("--class", "Rumour"), "use one of ActivityLink"),
        (("--class", "<a b>"), "use one of ActivityLink"),
        (("--document", "none"), "There is no document “none”"),
        (("--document", "<a b>"), "There is no document “<a b>”"),
    ],
)
def test_a_filter_that_nothing_can_fit_is_refused(arguments: tuple[str, ...], told: str) -> None:
    done = review(*arguments)
    assert done.code == 2
    assert told in done.told


def test_the_table_names_status_statement_and_place() -> None:
    done = review("--source", "tiny", "--status", "proposed")
    assert "tiny 1 (line 17)" in done.out
    assert "Moderator" in done.out
    assert "2 statements: 2 proposed of tiny." in done.told


def test_no_cell_of_a_list_can_be_taken_for_a_formula() -> None:
    done = review("--format", "csv", "--class", "RoleStatement")
    rows = list(csv.DictReader(io.StringIO(done.raw.decode("utf-8-sig"))))
    cells = [cell for row in rows for cell in row.values()]
    assert "'=1+1 On moderators." in cells
    assert "'+ as printed" in cells
    assert not [cell for cell in cells if cell[:1] in "=+-@" and cell]


def test_a_list_is_a_workbook_too(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    file = tmp_path / "list.xlsx"
    file.write_bytes(review("--format", "xlsx").raw)
    rows = list(load_workbook(file)["review"].iter_rows(values_only=True))
    assert rows[0][:3] == ("decision", "note", "id")
    assert len(rows) == 6


def test_without_a_graph_there_is_nothing_to_review(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WSISGRAPH_DATA", str(tmp_path / "none"))
    done = review()
    assert done.code == 4
    assert "wsisgraph build" in done.told
