"""Tables of PDFs are told from where words and rules stand, on one page and over several."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.loading.texts.pdf_maker import drawn_pdf, rule, words

from wsisgraph.loading.texts.model import Passage
from wsisgraph.loading.texts.read import read_text

COLUMNS = (72, 200, 420)
ROWS = [
    ("Country", "Purpose", "Gift"),
    ("Kenya", "schools of two provinces", "5 000"),
    ("Ghana", "libraries", "7 000"),
    ("Samoa", "a cable to the island", "12 500"),
]
BEFORE = (
    "1.1 The fund had a good year, and more was given to it than in any year since it was opened."
)
AFTER = "1.2 The Council thanked all who had given something to the fund in the year of the report."


def rows_of(tmp_path: Path, *pages: str) -> list[tuple[str, ...]]:
    return [each.row for each in read(tmp_path, *pages) if each.kind == "table-row"]


def read(tmp_path: Path, *pages: str) -> list[Passage]:
    path = tmp_path / "made.pdf"
    path.write_bytes(drawn_pdf(*pages))
    return list(read_text(path, language="en").passages)


def set_in(rows: Sequence[Sequence[str]], top: float, step: float = 22) -> str:
    """Draw cells below one another."""
    return "".join(
        words(x, top - step * number, cell)
        for number, row in enumerate(rows)
        for x, cell in zip(COLUMNS, row, strict=True)
    )


def frame(top: float, rows: int, step: float = 22) -> str:
    """Draw the rules around cells."""
    edges = (64, 192, 412, 540)
    upper = top + 15
    across = "".join(rule(64, upper - step * n, 540, upper - step * n) for n in range(rows + 1))
    return across + "".join(rule(x, upper, x, upper - step * rows) for x in edges)


def lines(top: float, rows: int, step: float = 22) -> str:
    """Draw the rules between rows."""
    return "".join(
        rule(64, top + 15 - step * number, 540, top + 15 - step * number)
        for number in range(rows + 1)
    )


@pytest.mark.parametrize("drawn", [frame(600, 4), lines(600, 4), ""])
def test_cells_are_told_with_rules_and_without(tmp_path: Path, drawn: str) -> None:
    page = words(72, 660, BEFORE) + drawn + set_in(ROWS, 600) + words(72, 460, AFTER)
    passages = read(tmp_path, page)
    assert [each.row for each in passages if each.kind == "table-row"] == ROWS
    assert [(p.locator, p.text) for p in passages if not p.row] == [
        ("1-1", BEFORE[4:]),
        ("1-2", AFTER[4:]),
    ]


@pytest.mark.parametrize("drawn", [frame(600, 2, 34), lines(600, 2, 34), ""])
def test_a_cell_of_several_lines_is_one(tmp_path: Path, drawn: str) -> None:
    page = words(72, 660, BEFORE) + drawn
    for number, (country, first, second) in enumerate(
        [("Country", "What the gift", "is for"), ("Kenya", "schools of two", "provinces")]
    ):
        y = 600 - 34 * number
        page += words(72, y, country) + words(200, y, first) + words(200, y - 12, second)
        page += words(420, y, "Gift" if not number else "5 000")
    page += words(72, 480, AFTER) + words(
        72, 466, "It did so in writing, and the letters are kept."
    )
    assert rows_of(tmp_path, page) == [
        ("Country", "What the gift is for", "Gift"),
        ("Kenya", "schools of two provinces", "5 000"),
    ]


def test_a_cell_over_two_columns_stands_in_the_first(tmp_path: Path) -> None:
    across = "".join(rule(64, 615 - 22 * n, 540, 615 - 22 * n) for n in range(5))
    down = "".join(rule(x, 615, x, 527) for x in (64, 192, 540)) + rule(412, 593, 412, 527)
    head = words(72, 600, "Country") + words(200, 600, "What was given in the year")
    page = words(72, 660, BEFORE) + across + down + head + set_in(ROWS[1:], 578)
    assert rows_of(tmp_path, page) == [
        ("Country", "What was given in the year", ""),
        *ROWS[1:],
    ]


@pytest.mark.parametrize("is_framed", [True, False])
def test_a_table_goes_on_on_the_next_page_below_its_head(tmp_path: Path, is_framed: bool) -> None:
    foot = 100 + 22 * 3
    first = words(72, 660, BEFORE) + set_in(ROWS, foot)
    more = [ROWS[0], ("Fiji", "masts", "900"), ("Togo", "a school of nurses", "4 100")]
    second = set_in(more, 720) + words(72, 560, AFTER)
    if is_framed:
        first, second = first + frame(foot, 4), second + frame(720, 3)
    passages = read(tmp_path, first, second)
    rows = [each for each in passages if each.row]
    assert [each.row for each in rows] == [*ROWS, *more[1:]]
    assert [each.locator for each in rows] == [f"t1-r{n}" for n in range(1, 7)]
    assert [each.text for each in passages if each.kind == "residue"] == [" ".join(ROWS[0])]


def test_a_row_that_a_page_cuts_is_one(tmp_path: Path) -> None:
    first = words(72, 660, BEFORE) + frame(100 + 22 * 3, 4) + set_in(ROWS, 100 + 22 * 3)
    rest = [("", "of the south", ""), ("Togo", "a school", "4 100")]
    assert rows_of(tmp_path, first, frame(720, 2) + set_in(rest, 720)) == [
        *ROWS[:-1],
        ("Samoa", "a cable to the island of the south", "12 500"),
        rest[1],
    ]


def test_two_columns_of_text_are_no_table(tmp_path: Path) -> None:
    left = [
        "The group met in the year and was",
        "told of the work that was done by",
        "others in the region, of which it",
    ]
    right = [
        "took note with thanks; it asked for",
        "a report that says what was spent",
        "and on what, by the end of March.",
    ]
    page = "".join(words(72, 700 - 14 * n, line) for n, line in enumerate(left * 3))
    page += "".join(words(320, 700 - 14 * n, line) for n, line in enumerate(right * 3))
    assert rows_of(tmp_path, page) == []


def test_a_list_with_numbers_in_the_margin_is_no_table(tmp_path: Path) -> None:
    items = ["publish the report in March;", "hold three workshops;", "thank the donors."]
    page = words(72, 700, "1.1") + words(110, 700, "The secretariat will do this in the next year:")
    for number, item in enumerate(items):
        page += words(72, 680 - 18 * number, f"{'abc'[number]})") + words(
            110, 680 - 18 * number, item
        )
    passages = read(tmp_path, page)
    assert [(each.number, each.text) for each in passages[1:]] == [
        (f"{'abc'[number]})", item) for number, item in enumerate(items)
    ]


def test_the_head_of_the_first_page_is_no_table(tmp_path: Path) -> None:
    head = [("Agenda item: PL 1", "", "Document C31/7-E"), ("", "", "6 May 2031")]
    page = frame(700, 2) + "".join(
        words(x, 700 - 22 * n, cell)
        for n, row in enumerate(head)
        for x, cell in zip(COLUMNS, row, strict=True)
        if cell
    )
    passages = read(
        tmp_path, page + words(200, 620, "Report by the Secretary-General") + words(72, 580, BEFORE)
    )
    assert not any(each.row for each in passages)
    assert [each.text for each in passages[:3]] == [
        "Agenda item: PL 1",
        "Document C31/7-E",
        "6 May 2031",
    ]


def test_cells_that_only_spaces_part_are_told(tmp_path: Path) -> None:
    page = words(72, 700, BEFORE)
    for number, row in enumerate(ROWS):
        page += words(72, 660 - 28 * number, "   ".join(row))
    passages = read(tmp_path, page + words(72, 520, AFTER))
    assert [each.row for each in passages if each.row] == ROWS
    assert passages[-1].number == "1.2"


@pytest.mark.parametrize("dots", ["", " " + "." * 60])
def test_a_table_of_contents_is_residue(tmp_path: Path, dots: str) -> None:
    entries = [
        *[("1", "Introduction", "2"), ("2", "Work of the year", "3"), ("3", "Gifts", "5")],
        ("", "Annex 1: Partners", "7"),
    ]
    page = words(72, 700, "Contents")
    for number, (mark, heading, on) in enumerate(entries):
        y = 670 - 18 * number
        page += words(72, y, mark or " ") + words(100, y, heading + dots) + words(520, y, on)
    passages = read(tmp_path, page, words(72, 700, BEFORE))
    assert [each.kind for each in passages] == ["heading", *["residue"] * 4, "paragraph"]


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_page_that_is_shown_turned_is_read_as_it_is_shown(tmp_path: Path, turned: int) -> None:
    page = words(72, 560, BEFORE) + frame(500, 4) + set_in(ROWS, 500)
    matrix = {90: "0 1 -1 0 600 0", 180: "-1 0 0 -1 600 800", 270: "0 -1 1 0 0 800"}[turned]
    path = tmp_path / "made.pdf"
    path.write_bytes(drawn_pdf(f"{matrix} cm\n{page}", turned=turned))
    passages = read_text(path, language="en").passages
    assert [each.row for each in passages if each.row] == ROWS
    assert passages[0].text == BEFORE[4:]
