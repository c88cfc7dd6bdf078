"""Tables in plain text are rows with cells; lists, contents and sentences are none."""

import pytest

from wsisgraph.loading.texts.model import Passage
from wsisgraph.loading.texts.plain import read_plain
from wsisgraph.loading.texts.read import text_of

_HEAD = "Gifts to the fund\n\n1. The gifts received are listed below.\n\n"
_FOOT = "\n\n2. The Council thanks all who gave something to the fund.\n"


def _passages(table: str) -> list[Passage]:
    return list(text_of(read_plain(f"{_HEAD}{table}{_FOOT}".encode()), "en").passages)


def _rows(table: str) -> list[tuple[str, ...]]:
    passages = _passages(table)
    assert not any(passage.kind == "heading" for passage in passages)
    assert [p.locator for p in passages if p.number] == ["1", "2"]
    return [passage.row for passage in passages if passage.kind == "table-row"]


@pytest.mark.parametrize(
    "table",
    [
        "Country\tYear\tGift\nKenya\t2031\t5 000\nGhana\t\t7 000",
        "Country | Year | Gift\n--- | --- | ---\nKenya | 2031 | 5 000\nGhana | | 7 000",
        "| Country | Year | Gift |\n|---|---|---|\n| Kenya | 2031 | 5 000 |\n| Ghana | | 7 000 |",
        "+-------+\n| Country | Year | Gift |\n+=======+\n| Kenya | 2031 | 5 000 |\n"
        "+-------+\n| Ghana | | 7 000 |\n+-------+",
        "Country   Year   Gift\n---------------------\nKenya     2031   5 000\n"
        "Ghana            7 000",
        "Table 1: Gifts\nCountry\tYear\tGift\nKenya\t2031\t5 000\nGhana\t\t7 000",
        "Country\tYear\tGift\n\nKenya\t2031\t5 000\n\nGhana\t\t7 000",
    ],
)
def test_lines_parted_alike_are_a_table(table: str) -> None:
    rows = [("Country", "Year", "Gift"), ("Kenya", "2031", "5 000"), ("Ghana", "", "7 000")]
    assert _rows(table) == rows


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("国家    年份    金额\n肯尼亚  2031    5 000\n日本    2032    7 000", "肯尼亚 2031 5000"),
        ("国家\t金额\n肯尼亚\t5 000\n日本\t7 000", "肯尼亚 5000"),
        ("表1：捐助\n国家|金额\n肯尼亚|5 000\n日本|7 000", "肯尼亚 5000"),
        ("البلد\tالمبلغ\nكينيا\t5 000\nاليابان\t7 000", "كينيا 5000"),
        ("Страна   Сумма\nКения    5 000\nЯпония   7 000", "Кения 5000"),
        ("Pays | Don\nKenya | 5 000\nJapon | 7 000", "Kenya 5000"),
        ("País | Aporte\nKenya | 5 000\nJapón | 7 000", "Kenya 5000"),
    ],
)
def test_a_table_is_one_in_every_language(table: str, row: str) -> None:
    assert " ".join(cell.replace(" ", "") for cell in _rows(table)[1]) == row


@pytest.mark.parametrize(
    "lines",
    [
        "a)\tthe first gift\nb)\tthe second gift",
        "•\tthe first gift\n•\tthe second gift",
        "One sentence.  Another one.\nA line.  More of it.\nYet more.  And an end.",
        "The gifts\t4\nThe givers\t7\nThe end\t12",
        "Kenya\t5 000",
        "either | or",
        "1.3\tA sentence.\tAnother one, which is long.\n\n1.4\tA third.\tA fourth, which ends.",
        "a)\tthe first\tgift\n\nb)\tthe second\tgift",
        "Kenya\t5 000\n\nGhana\t7 000",
    ],
)
def test_lists_contents_and_sentences_are_no_tables(lines: str) -> None:
    assert not [passage for passage in _passages(lines) if passage.row]


def test_every_row_keeps_the_line_that_it_was_read_from() -> None:
    rows = [p for p in _passages("Country | Gift\n--- | ---\nKenya | 1") if p.kind == "table-row"]
    assert [(row.lines, row.row) for row in rows] == [
        ((5,), ("Country", "Gift")),
        ((7,), ("Kenya", "1")),
    ]
