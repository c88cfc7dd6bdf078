"""Paragraphs split, joined and moved by tracked changes: old and proposed text are both whole."""

from pathlib import Path
from typing import Any

import pytest
from tests.loading.texts.word_maker import (
    deleted,
    inserted,
    levels,
    lists,
    paragraph,
    table,
    text,
    word,
)

from wsisgraph.loading.texts.blocks import tidy
from wsisgraph.loading.texts.model import Passage
from wsisgraph.loading.texts.read import read_text

_NEW = ("inserted", "moved-to")
_OLD = ("deleted", "moved-from")
WORDS = "The group met in the year, and it was good for all of us who were there."


def mark(name: str) -> str:
    """Return the properties of a paragraph whose mark was changed."""
    return f'<w:rPr><w:{name} w:id="9" w:author="A" w:date="2031-05-02T10:00:00Z"/></w:rPr>'


def read(tmp_path: Path, *body: str, **parts: Any) -> list[tuple[str, str]]:
    """Return the old and the proposed text of each passage."""
    return [
        (_without(each, _NEW), _without(each, _OLD)) for each in passages(tmp_path, *body, **parts)
    ]


def passages(tmp_path: Path, *body: str, **parts: Any) -> list[Passage]:
    path = tmp_path / "made.docx"
    path.write_bytes(word(paragraph(WORDS), *body, **parts))
    return list(read_text(path, language="en").passages)[1:]


def _without(passage: Passage, kinds: tuple[str, ...]) -> str:
    left = [
        sign
        for at, sign in enumerate(passage.text)
        if not any(c.start <= at < c.end for c in passage.changes if c.kind in kinds)
    ]
    return tidy("".join(left))


def test_a_paragraph_that_is_split_is_one_in_the_old_text(tmp_path: Path) -> None:
    first = paragraph("It asks for a report.", properties=mark("ins"))
    assert read(tmp_path, first, paragraph("It is sent to all.")) == [
        ("It asks for a report. It is sent to all.", "It asks for a report."),
        ("", "It is sent to all."),
    ]


def test_what_was_struck_out_behind_a_split_was_part_of_the_old_paragraph(tmp_path: Path) -> None:
    first = paragraph("It asks for a report", inserted("."), properties=mark("ins"))
    rest = paragraph(deleted("and "), inserted("It asks for "), "a list of donors.")
    assert read(tmp_path, first, rest) == [
        ("It asks for a report and a list of donors.", "It asks for a report."),
        ("", "It asks for a list of donors."),
    ]


def test_what_is_put_in_between_two_halves_was_in_neither(tmp_path: Path) -> None:
    body = [
        paragraph("The first half,", properties=mark("ins")),
        paragraph(inserted("A new one."), properties=mark("ins")),
        paragraph("and the second."),
        paragraph("Another."),
    ]
    assert read(tmp_path, *body) == [
        ("The first half, and the second.", "The first half,"),
        ("", "A new one."),
        ("", "and the second."),
        ("Another.", "Another."),
    ]


def test_a_paragraph_put_in_before_or_behind_another_splits_none(tmp_path: Path) -> None:
    body = [
        paragraph(inserted("New above."), properties=mark("ins")),
        paragraph("There before.", properties=mark("ins")),
        paragraph(inserted("New below.")),
        paragraph("The last."),
    ]
    assert read(tmp_path, *body) == [
        ("", "New above."),
        ("There before.", "There before."),
        ("", "New below."),
        ("The last.", "The last."),
    ]


def test_the_numbers_of_a_split_item_count_in_the_text_they_are_in(tmp_path: Path) -> None:
    items = [
        paragraph("to report;", number=(1, 0), properties=mark("ins")),
        paragraph("to publish;", number=(1, 0)),
        paragraph("to act.", number=(1, 0)),
    ]
    numbering = levels(("lowerLetter", "%1)")) + lists((1, 0))
    found = passages(tmp_path, *items, numbering=numbering)
    assert [(each.number, each.was) for each in found] == [("a)", ""), ("b)", ""), ("c)", "b)")]


def test_a_table_ends_a_paragraph_in_both_texts(tmp_path: Path) -> None:
    first = paragraph("Before the table.", properties=mark("ins"))
    found = read(tmp_path, first, table(("A", "B"), ("C", "D")), paragraph("Behind it."))
    assert found[0] == ("Before the table.", "Before the table.")
    assert found[-1] == ("Behind it.", "Behind it.")


@pytest.mark.parametrize("name", ["del", "moveFrom"])
def test_paragraphs_that_are_joined_keep_the_space_between_them(tmp_path: Path, name: str) -> None:
    first = paragraph("It asks for a report", properties=mark(name))
    for second in (" and a list.", "and a list."):
        ((old, new),) = read(tmp_path, first, paragraph(text(second)))
        assert old == "It asks for a report and a list."
        assert new.replace(" ", "") == "Itasksforareportandalist."
        assert ("report and" in new) == second.startswith(" ")


def test_a_note_whose_mark_was_struck_out_is_in_the_old_text(tmp_path: Path) -> None:
    mark_of = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    gone = f'<w:del w:id="3" w:author="A">{mark_of.format(1)}</w:del>'
    body = paragraph("Kept", gone, " and told", mark_of.format(2), ".")
    notes = {1: "The old note.", 2: "The one that stays."}
    found = passages(tmp_path, body, notes=notes)
    assert [(each.kind, each.number, each.text) for each in found[1:]] == [
        ("note", "", "The old note."),
        ("note", "1", "The one that stays."),
    ]
    assert [each.kind for each in found[1].changes] == ["deleted"]
