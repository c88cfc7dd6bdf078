"""Abbreviations that documents make for themselves."""

import pytest
from tests.loading.claims.told import told

from wsisgraph.loading.references.finder import Finder
from wsisgraph.loading.references.labels import bundled_labels


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder(bundled_labels())


def _named(finder: Finder, *lines: str, language: str = "en") -> list[list[str]]:
    text, _ = told(*lines, language=language)
    return [
        [one.said for one in found if one.iri.endswith("/ungis")]
        for found in finder.find_all(text).values()
    ]


def test_an_abbreviation_in_brackets_is_a_name_before_and_behind(finder: Finder) -> None:
    assert _named(
        finder,
        "GIONS met.",
        "The United Nations Group on the Information Society (GIONS) met again.",
        "ITU chairs GIONS.",
    )[::2] == [["GIONS"], ["GIONS"]]


def test_an_abbreviation_is_one_in_cyrillic_too(finder: Finder) -> None:
    found = _named(
        finder,
        "Группа Организации Объединенных Наций по вопросам информационного общества (ГИОНА).",
        "В ГИОНА тихо.",
        language="ru",
    )
    assert found[1] == ["ГИОНА"]


def test_the_next_document_does_not_know_it(finder: Finder) -> None:
    _named(finder, "The United Nations Group on the Information Society (GIONS) met.", "GIONS met.")
    assert _named(finder, "GIONS met.") == [[]]


def test_what_is_introduced_for_two_things_is_a_name_of_neither(finder: Finder) -> None:
    assert (
        _named(
            finder,
            "The United Nations Group on the Information Society (GIONS) met.",
            "The Broadband Commission (GIONS) met.",
            "GIONS met.",
        )[2]
        == []
    )


@pytest.mark.parametrize("aside", ["Geneva", "2025", "lead facilitator", "UNESCO"])
def test_other_words_in_brackets_are_no_abbreviation(finder: Finder, aside: str) -> None:
    found = _named(
        finder, f"The United Nations Group on the Information Society ({aside}).", f"{aside} met."
    )
    assert found[1] == []


@pytest.mark.parametrize(
    "line",
    [
        "Задачи общего развития Группы Организации Объединенных Наций по вопросам информационного "
        "общества (ЗОР) ясны.",
        "The Plan on Learning of the United Nations Group on the Information Society (POL) is out.",
    ],
)
def test_an_abbreviation_of_what_a_body_has_is_none_of_the_body(finder: Finder, line: str) -> None:
    language = "en" if line.isascii() else "ru"
    assert _named(finder, line, "ЗОР, POL.", language=language)[1] == []
