"""Codes of lines, goals and targets in the cells of tables."""

import csv

import pytest
from tests import needs

from wsisgraph.loading.mentions import mentioned, mentioned_in_text


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("C2", "C2"),
        ("C7. ICT applications: E-health", "C7-ehea"),
        ("C7 e-gov", "C7-egov"),
        ("C1. The role of governments and all stakeholders", "C1"),
        ("E-learning", "C7-elea"),
        ("Télésanté", "C7-ehea"),
        ("文化多样性", "C8"),
        ("Capacity building", "C4"),
        ("C2 / C5", "C2 C5"),
        ("C3 & C4", "C3 C4"),
        ("SDG 9: Industry, innovation and infrastructure; SDG 4: Quality education", "9 4"),
        ("SDG 4 (Quality education), SDG 5 (Gender equality)", "4 5"),
        ("9. Industry, Innovation and Infrastructure", "9"),
        ("4.1 By 2030, ensure that all girls and boys", "4.1"),
        ("Goals 4 and 5", "4 5"),
        ("1;4;9.c", "1 4 9.c"),
        ("目标9", "9"),
        ("ЦУР 9", "9"),
        ("٩", "9"),
        ("http://metadata.un.org/sdg/9.c", "9.c"),
    ],
)
def test_the_codes_of_a_cell_are_found(cell: str, codes: str) -> None:
    assert " ".join(code.notation for code in mentioned(cell).codes) == codes


@pytest.mark.parametrize("cell", ["Goal 18", "9.z", "C12", "Goal 99: Mars", "SDG 9 and goal 18"])
def test_a_code_that_does_not_exist_is_wrong(cell: str) -> None:
    found = mentioned(cell)
    assert found.wrong
    assert found.codes == ()
    assert "no" in found.remark
    assert found.mend


@pytest.mark.parametrize("cell", ["blue", "2030", "Yes", "education for all"])
def test_what_names_no_code_is_told_and_not_wrong(cell: str) -> None:
    found = mentioned(cell)
    assert (found.codes, found.wrong) == ((), False)
    assert "names no action line, goal or target" in found.remark


def test_a_code_with_the_name_of_another_line_is_told() -> None:
    assert "the code of C3 and a name of C4" in mentioned("C3. Capacity building").remark


def test_codes_in_a_sentence_count_only_with_their_word() -> None:
    found = mentioned_in_text("By 2030, 5 villages (C2) will be served: SDG 9 and target 4.4.")
    assert [code.notation for code in found.codes] == ["C2", "9", "4.4"]


def test_the_printed_categories_of_the_prizes_are_their_lines() -> None:
    (path,) = (needs.shared() / "sources" / "wsis-prizes-2015").glob("*.csv")
    with path.open(encoding="utf-8", newline="") as table:
        pairs = {(row["category"], row["action_line"]) for row in csv.DictReader(table)}
    assert len(pairs) == 18
    for category, line in pairs:
        assert [code.notation for code in mentioned(category).codes] == [line]
        assert mentioned(category).remark == ""
