"""PDF files: lines become paragraphs again, and what stands on every page is no text."""

from pathlib import Path

import pytest
from tests.loading.texts.pdf_maker import pdf

from wsisgraph.loading.texts.faults import Unreadable
from wsisgraph.loading.texts.model import Text
from wsisgraph.loading.texts.pdf_arabic import in_columns, line_of
from wsisgraph.loading.texts.pdf_page import Drawn
from wsisgraph.loading.texts.read import read_text

PARAGRAPH = (
    "1.1 The group met twice in the year that is reported, and it was good",
    "for all of the members who were there on the days of the meetings.",
)


def read(tmp_path: Path, data: bytes) -> Text:
    path = tmp_path / "made.pdf"
    path.write_bytes(data)
    return read_text(path)


def test_lines_of_a_paragraph_are_joined_and_pages_told(tmp_path: Path) -> None:
    lines = ["Report by the Secretary-General", "Geneva, 5 May 2031", "1 Introduction", *PARAGRAPH]
    text = read(tmp_path, pdf(lines, ["1.2 It met again in the autumn of the same year."]))
    assert [(each.locator, each.lines) for each in text.passages] == [
        ("title", (1,)),
        ("header", (1,)),
        ("1", (1,)),
        ("1-1", (1,)),
        ("1-2", (2,)),
    ]
    assert text.issued == "2031-05-05"
    assert text.passages[3].text == " ".join(PARAGRAPH)[4:]


@pytest.mark.parametrize("heading", ["2 Gifts to the fund", "Gifts to the fund"])
def test_a_heading_below_a_full_last_line_is_one(tmp_path: Path, heading: str) -> None:
    full = (*PARAGRAPH[:1], "for all of the members who were there on the days of each meeting.")
    after = "The fund got more in that year than it ever did before, and from more"
    lines = ["Report by the Secretary-General", "1 Introduction", *full, heading, after, "givers."]
    passages = read(tmp_path, pdf(lines)).passages
    assert [(p.kind, p.text) for p in passages[-2:]] == [
        ("heading", "Gifts to the fund"),
        ("paragraph", f"{after} givers."),
    ]


def test_a_last_line_that_ends_its_sentence_is_no_heading(tmp_path: Path) -> None:
    first = "1.1 The group met twice in the year, in Geneva. It was good for all."
    text = read(tmp_path, pdf(["Report by the Secretary-General", first, "Many came to it."]))
    assert text.passages[-1].text == f"{first[4:]} Many came to it."


def test_what_stands_on_every_page_is_residue(tmp_path: Path) -> None:
    words = ("north", "south", "east", "west")
    pages = [
        ["C31/7-E", f"1.1 In the {word} it was good for", *PARAGRAPH, "- 3 -"] for word in words
    ]
    text = read(tmp_path, pdf(*pages))
    assert {each.kind for each in text.passages if each.text in ("C31/7-E", "- 3 -")} == {"residue"}
    assert text.symbol == "C31/7"


def test_pictures_of_pages_need_text(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="pictures") as caught:
        read(tmp_path, pdf([], []))
    assert "OCR" in caught.value.mend


@pytest.mark.parametrize("data", [pdf(PARAGRAPH)[:150], b"%PDF-1.7\nrubbish" * 9])
def test_a_damaged_file_is_told(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(Unreadable, match="truncated or damaged"):
        read(tmp_path, data)


def test_a_password_is_told(tmp_path: Path) -> None:
    locked = pdf(
        PARAGRAPH,
        trailer="/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/Length 40"
        f"/O<{'11' * 32}>/U<{'22' * 32}>>>",
    )
    with pytest.raises(Unreadable, match="password"):
        read(tmp_path, locked)


@pytest.mark.parametrize(
    ("drawn", "read_as"),
    [
        ("140 رارقلا", "القرار 140"),
        ("(2018 ،يبد) 140 رارقلا", "القرار 140 (دبي، 2018)"),
        (")2018 ،يبد( 140 رارقلا", "القرار 140 (دبي، 2018)"),
        ("A/RES/70/125 رارقلا", "القرار A/RES/70/125"),
        ("2020-2018 ةرتفلا", "الفترة 2018-2020"),
        ("000 12 وحن", "نحو 12 000"),
        ("٪٦٧ ةبسن", "نسبة ٦٧٪"),
        (".2020", "2020."),
        ("See the report (C24/34).", "See the report (C24/34)."),
        (")2018 ،يبد( )يبد(", "(دبي) (دبي، 2018)"),
        ("(2018 ،يبد) )يبد(", "(دبي) (دبي، 2018)"),
        ("ربمفون C24/34، 29 ةقيثولا", "الوثيقة C24/34، 29 نوفمبر"),
    ],
)
def test_arabic_is_read_from_where_letters_stand(drawn: str, read_as: str) -> None:
    letters = [
        Drawn(6.0 * place, 0, 6.0 * place, 6.0 * place + 5, 12, sign)
        for place, sign in enumerate(drawn)
    ]
    assert line_of(letters) == read_as


def drawn_at(left: float, words: str) -> list[Drawn]:
    """Return the letters of words whose first stands at a place of the page."""
    return [
        Drawn(left + 6.0 * place, 0, left + 6.0 * place, left + 6.0 * place + 5, 12, sign)
        for place, sign in enumerate(words)
    ]


def test_of_two_columns_the_right_one_is_read_first() -> None:
    rows = [drawn_at(0, f"left column {n}") + drawn_at(100, f"right one {n}") for n in range(20)]
    apart = [drawn_at(100, "right alone"), drawn_at(0, "left column end")]
    lines = [drawn_at(0, "a heading over both of columns"), *rows, *apart]
    read_as = ["".join(letter.text for letter in line) for line in in_columns(lines)]
    assert read_as == [
        "a heading over both of columns",
        *(f"right one {n}" for n in range(20)),
        "right alone",
        *(f"left column {n}" for n in range(20)),
        "left column end",
    ]


def test_lines_with_a_gap_here_and_there_are_no_columns() -> None:
    lines = [drawn_at(0, "a line of words that is as long as the page") for _ in range(9)]
    lines.insert(3, drawn_at(0, "Geneva") + drawn_at(200, "2031"))
    assert list(in_columns(lines)) == lines


def test_cells_of_a_table_are_no_columns() -> None:
    cells = ("Geneva", "of Busan", "in", "for the Union", "at", "of Oslo", "Rome", "by all of them")
    lines = [drawn_at(0, f"C{n} line") + drawn_at(180 - 6 * len(s), s) for n, s in enumerate(cells)]
    assert list(in_columns(lines)) == lines


def test_a_title_over_two_lines_is_one(tmp_path: Path) -> None:
    lines = [*["Report by the", "Secretary-General", "1 Introduction"], *PARAGRAPH]
    assert read(tmp_path, pdf(lines)).title == "Report by the Secretary-General"
