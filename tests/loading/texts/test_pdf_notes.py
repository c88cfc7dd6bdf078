"""Footnotes of PDFs hang on the foot of a page, and their marks are no part of the text."""

from pathlib import Path

from tests.loading.texts.pdf_maker import drawn_pdf, rule, words

from wsisgraph.loading.texts.model import Passage
from wsisgraph.loading.texts.read import read_text

TEXT = "1.1 The group met twice in the year, and its members discussed the roadmap"
NOTE = "See the summary of the second meeting."


def read(tmp_path: Path, page: str) -> list[Passage]:
    path = tmp_path / "made.pdf"
    path.write_bytes(drawn_pdf(page))
    return list(read_text(path, language="en").passages)


def raised(x: float, y: float, figure: str) -> str:
    return words(x, y + 4, figure, 6)


def test_a_note_is_a_passage_and_its_mark_none(tmp_path: Path) -> None:
    page = words(72, 700, TEXT) + raised(410, 700, "1") + words(418, 700, "that it has.")
    page += words(72, 686, "It was asked to bring it up to date by the end of the next year.")
    page += rule(72, 110, 210, 110) + raised(72, 92, "1") + words(80, 92, NOTE, 8)
    passages = read(tmp_path, page)
    assert [(each.kind, each.text) for each in passages] == [
        (
            "paragraph",
            f"{TEXT[4:]} that it has. It was asked to bring it up to date by the end of the next"
            " year.",
        ),
        ("note", NOTE),
    ]


def test_a_raised_figure_without_a_note_stays(tmp_path: Path) -> None:
    page = words(72, 700, "1.1 The area is of 30 km") + raised(185, 700, "2") + words(72, 680, TEXT)
    assert "km2" in read(tmp_path, page)[0].text.replace(" ", "")
