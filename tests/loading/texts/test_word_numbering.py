"""Word's own numbering, resolved."""

from pathlib import Path

import pytest
from tests.loading.texts.word_maker import levels, lists, paragraph, styles, word

from wsisgraph.loading.texts.model import Passage
from wsisgraph.loading.texts.read import read_text
from wsisgraph.loading.texts.word_numbers import formatted

WORDS = "the group met in the year, and it was good for all of us"


def passages(tmp_path: Path, data: bytes) -> list[Passage]:
    path = tmp_path / "made.docx"
    path.write_bytes(data)
    return list(read_text(path, language="en").passages)


def printed(tmp_path: Path, data: bytes) -> list[tuple[str, str]]:
    return [(each.locator, each.number) for each in passages(tmp_path, data)]


def test_levels_count_by_themselves_and_begin_anew_after_a_higher_one(tmp_path: Path) -> None:
    numbering = levels(("decimal", "%1"), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3"))
    at = [(1, 0), (1, 1), (1, 1), (1, 2), (1, 2), (1, 1), (1, 0), (1, 1)]
    data = word(
        *(paragraph(f"{WORDS}.", number=place) for place in at), numbering=numbering + lists((1, 0))
    )
    assert printed(tmp_path, data) == [
        ("1", "1"),
        ("1-1", "1.1"),
        ("1-2", "1.2"),
        ("1-2-1", "1.2.1"),
        ("1-2-2", "1.2.2"),
        ("1-3", "1.3"),
        ("2", "2"),
        ("2-1", "2.1"),
    ]


def test_two_lists_of_one_abstract_list_count_on_unless_one_begins_anew(tmp_path: Path) -> None:
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = levels(("decimal", "%1.")) + lists((1, 0), (2, 0), (3, 0), overrides={3: again})
    data = word(
        *(paragraph(f"{WORDS};", number=(key, 0)) for key in (1, 1, 2, 3, 3)), numbering=numbering
    )
    assert [number for _, number in printed(tmp_path, data)] == ["1.", "2.", "3.", "1.", "2."]


def test_a_style_may_say_in_which_list_its_paragraphs_are(tmp_path: Path) -> None:
    style = styles(
        ("Kop1", "heading 1", '<w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr>'),
        ("Kop2", "heading 2", '<w:basedOn w:val="Kop1"/><w:pPr><w:numPr><w:ilvl w:val="1"/>'
         '<w:numId w:val="4"/></w:numPr></w:pPr>'),
    )  # fmt: skip
    numbering = levels(("upperRoman", "%1."), ("upperLetter", "%2.")) + lists((4, 0))
    data = word(
        paragraph("Work of the group", style="Kop1"),
        paragraph("First part", style="Kop2"),
        paragraph(f"{WORDS}."),
        paragraph("Second part", style="Kop2"),
        paragraph("What comes", style="Kop1"),
        numbering=numbering,
        style=style,
    )
    assert printed(tmp_path, data) == [
        ("i", "I."),
        ("i-a", "A."),
        ("i-a-1", ""),
        ("i-b", "B."),
        ("ii", "II."),
    ]


def test_a_number_that_was_switched_off_is_not_counted(tmp_path: Path) -> None:
    numbering = levels(("decimal", "%1.")) + lists((1, 0))
    data = word(
        paragraph(f"{WORDS};", number=(1, 0)),
        paragraph(f"{WORDS};", number=(0, 0)),
        paragraph(f"{WORDS};", number=(1, 0)),
        numbering=numbering,
    )
    assert [number for _, number in printed(tmp_path, data)] == ["1.", "", "2."]


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        ("decimal", "1 2 11"),
        ("decimalZero", "01 02 11"),
        ("lowerLetter", "a b k"),
        ("upperRoman", "I II XI"),
        ("chineseCounting", "一 二 十一"),
        ("chineseCountingThousand", "一 二 十一"),
        ("ideographDigital", "一 二 一一"),
        ("ideographTraditional", "甲 乙 甲"),
        ("arabicAbjad", "أ ب ك"),
        ("arabicAlpha", "أ ب ز"),
        ("hindiNumbers", "١ ٢ ١١"),
        ("russianLower", "а б л"),
        ("decimalEnclosedCircle", "① ② ⑪"),
        ("decimalFullWidth", "１ ２ １１"),
        ("none", "  "),
        ("what nobody knows", "1 2 11"),
    ],
)
def test_formats_of_numbers_are_those_of_the_language(shape: str, said: str) -> None:
    assert " ".join(formatted(value, shape) for value in (1, 2, 11)) == said


@pytest.mark.parametrize(
    ("shapes", "expected"),
    [
        ([("chineseCountingThousand", "%1、"), ("decimal", "（%2）")], ["1", "1-1", "1-2", "2"]),
        ([("arabicAbjad", "%1 )"), ("decimal", "%2)")], ["a", "a-1", "a-2", "b"]),
        ([("russianLower", "%1)"), ("lowerRoman", "%2)")], ["a", "a-i", "a-ii", "b"]),
    ],
)
def test_locators_are_the_same_in_every_language(
    tmp_path: Path, shapes: list[tuple[str, str]], expected: list[str]
) -> None:
    data = word(
        *(paragraph(f"{WORDS};", number=(1, level)) for level in (0, 1, 1, 0)),
        numbering=levels(*shapes) + lists((1, 0)),
    )
    assert [locator for locator, _ in printed(tmp_path, data)] == expected
