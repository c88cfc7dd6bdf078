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
        ("SDG 4 (quality education), 5, 6", "4 5 6"),
        ("9: Industry, innovation and infrastructure, 11: Cities", "9 11"),
        ("1 (No poverty), 2 (Zero hunger) and 5", "1 2 5"),
        ("Quality education, gender equality", "4 5"),
        ("Peace, Justice and Strong Institutions", "16"),
        ("行动方面C5和C6", "C5 C6"),
        ("جيم 3", "C3"),
        ("SDG 16 + 17", "16 17"),
        ("Action Line 2", "C2"),
        ("AL 7: e-health", "C7-ehea"),
        ("Category 12: Media", "C9"),
        ("SDG 9 (9.1, 9.c)", "9 9.1 9.c"),
        ("9.1/9.2", "9.1 9.2"),
        ("Goal 9, target c", "9.c"),
        ("4. Quality education", "4"),
        ("9. Infrastructure", "9"),
    ],
)
def test_the_codes_of_a_cell_are_found(cell: str, codes: str) -> None:
    assert " ".join(code.notation for code in mentioned(cell).codes) == codes


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("1-17", " ".join(map(str, range(1, 18)))),
        ("Goals 1 to 3", "1 2 3"),
        ("SDGs 1–5", "1 2 3 4 5"),
        ("C1-C3", "C1 C2 C3"),
        ("4.1-4.3", "4.1 4.2 4.3"),
        ("9.a-c", "9.a 9.b 9.c"),
        ("9.a, b", "9.a 9.b"),
        ("С3", "C3"),
        ("9.с", "9.c"),
        ("1 4 9", "1 4 9"),
        ("4.0", "4"),
        ("9,c", "9.c"),
    ],
)
def test_what_a_spreadsheet_or_another_keyboard_made_of_codes_is_taken_and_told(
    cell: str, codes: str
) -> None:
    found = mentioned(cell)
    assert " ".join(code.notation for code in found.codes) == codes
    assert not found.wrong
    assert "taken" in found.remark


@pytest.mark.parametrize("cell", ["1-5", "2–4", "SDG 1, 3 - 5"])
def test_a_range_that_may_be_a_target_is_refused_with_both_ways_to_write_it(cell: str) -> None:
    found = mentioned(cell)
    assert found.wrong
    assert "for the goals" in found.mend
    assert "for the target" in found.mend


@pytest.mark.parametrize(
    ("cell", "codes"), [("9-1", "9.1"), ("17-1", "17.1"), ("targets 1-5", "1.5"), ("3-Health", "3")]
)
def test_what_can_be_no_range_of_goals_is_none(cell: str, codes: str) -> None:
    found = mentioned(cell)
    assert (" ".join(code.notation for code in found.codes), found.remark) == (codes, "")


def test_all_is_answered_with_how_to_say_it() -> None:
    assert "1-17 for all goals" in mentioned("All SDGs").mend


def test_a_code_that_is_left_over_in_a_cell_is_told() -> None:
    found = mentioned("SDG 4: Education then 5")
    assert [code.notation for code in found.codes] == ["4"]
    assert "“5” in" in found.remark


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


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("7. ICT applications: e-learning", "C7-elea"),
        ("3. Access to information and knowledge", "C3"),
        ("13. Media", "C9"),
        ("2. Infrastructure", "C2"),
    ],
)
def test_a_number_before_the_name_of_a_line_is_no_goal(cell: str, codes: str) -> None:
    found = mentioned(cell)
    assert " ".join(code.notation for code in found.codes) == codes
    assert "whose name it has" in found.remark


def test_what_is_said_of_all_is_told_to_be_taken_in_part() -> None:
    assert mentioned("All targets of SDG 9").remark == "of “All targets of SDG 9” only 9 is taken"


@pytest.mark.parametrize("cell", ["https://example.org/c3", "http://example.org/sdg/9"])
def test_an_iri_of_another_vocabulary_is_no_code(cell: str) -> None:
    assert mentioned(cell).codes == ()


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


@pytest.mark.parametrize(
    "cell", ["9-Apr", "04-Sep", "09-Apr-24", "Sep-04", "2024-04-09", "9 апр", "4 sept."]
)
def test_what_a_spreadsheet_made_a_date_of_is_no_goal(cell: str) -> None:
    found = mentioned(cell)
    assert found.codes == ()
    assert "is a date" in found.remark


@pytest.mark.parametrize(
    ("cell", "notation"),
    [
        *(("10 projects", ""), ("12 months", ""), ("3 schools", ""), ("5 million users", "")),
        *(("4 Quality education", "4"), ("4 Educación de calidad", "4"), ("9 基础设施", "9")),
        *(("3 Health", "3"), ("9 Industrie et innovation", "9"), ("5 - women", "5")),
        *(("SDG 10 projects", "10"), ("4. Schools", "4"), ("16 Peace and justice", "16")),
    ],
)
def test_a_number_with_a_word_is_a_goal_where_the_word_is_of_its_name(
    cell: str, notation: str
) -> None:
    found = mentioned(cell)
    assert [code.notation for code in found.codes] == ([notation] if notation else [])
    assert found.codes or "do you mean" in found.remark
