"""What an editor writes into a cell of the matrix, and what is understood."""

import pytest

from wsisgraph.loading.editing.cell_codes import read_cell, shown


@pytest.mark.parametrize(
    "text",
    [
        "9.1, 9.a",
        "9.1; 9.A ",
        "9.1\n9.a",
        "9.1、9.a",
        "9.1，9.a。",
        "9.1；9.a",
        "٩.١، ٩.a",
        "٩٫١، 9.a",
        "SDG 9.1 and SDG 9.a",
        "Target 9.1 / target 9.a",
        "目标9.1，目标9.a",
        "9.1 9.a",
        "9, 9.1, 9.a, 9.a",
        "\u200f9.1\u200f, 9.a",
        "9.1\u00a09.a",
        "９．１，９．a",
    ],
)
def test_targets_are_understood_however_they_are_spelt(text: str) -> None:
    assert read_cell(text, "9") == (frozenset({"9", "9.1", "9.a"}), [])


@pytest.mark.parametrize("text", ["9", "SDG 9", "Goal 9", "目标9", " ٩ ", "ODD 9", "goal 9."])
def test_a_goal_alone_is_the_goal(text: str) -> None:
    assert read_cell(text, "9") == (frozenset({"9"}), [])


@pytest.mark.parametrize("text", ["", " ", "\n", ",", "\u00a0", "-", "–", "n/a"])
def test_an_empty_cell_says_nothing(text: str) -> None:
    assert read_cell(text, "9") == (frozenset(), [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("9.z", "There is no target 9.z"),
        ("18", "There is no goal 18"),
        ("4.1", "target 4.1 stands in the column of goal 9"),
        ("C5", "C5 is an action line"),
        ("9.1.1", "9.1.1 is an indicator"),
        ("see the annex", "“see the annex” is not a code"),
        ("?", "“?” is not a code"),
        ("2026-03-09", "“2026-03-09” is not a code"),
    ],
)
def test_what_is_wrong_is_told_beside_what_is_right(text: str, found: str) -> None:
    codes, wrong = read_cell(f"9.1; {text}", "9")
    assert codes == {"9", "9.1"}
    assert [each.found.startswith(found) for each in wrong] == [True]
    assert wrong[0].mend


def test_a_question_is_no_answer() -> None:
    assert read_cell("?", "9")[1] != []


def test_a_number_that_may_have_lost_a_zero_is_not_guessed() -> None:
    _, wrong = read_cell("8.1", "8", is_number=True)
    assert [each.found for each in wrong] == [
        "the cell holds the number 8.1, which may mean 8.1 or 8.10"
    ]
    assert read_cell("8.1", "8")[1] == []
    assert read_cell("9.1", "9", is_number=True) == (frozenset({"9", "9.1"}), [])


def test_what_is_shown_reads_as_what_it_was() -> None:
    for codes in ({"9"}, {"9", "9.1", "9.c"}, set()):
        assert read_cell(shown(frozenset(codes), "9"), "9")[0] == codes
