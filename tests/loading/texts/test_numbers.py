"""Numbers before paragraphs, as the six languages and Word write them."""

import pytest

from wsisgraph.loading.texts.numbers import Number, letters, number_at_start, of_word, roman


def read(text: str) -> Number:
    number = number_at_start(text)
    assert number is not None, text
    return number


@pytest.mark.parametrize(
    ("text", "style", "values", "rest"),
    [
        ("2.1.3\tThe group met", "decimal", (2, 1, 3), "The group met"),
        ("4. Conclusion", "decimal", (4,), "Conclusion"),
        ("2)\tThe group", "decimal)", (2,), "The group"),
        ("(3) The group", "decimal)", (3,), "The group"),
        ("٢.٣\tاجتمع الفريق", "decimal", (2, 3), "اجتمع الفريق"),
        ("b) to act", "letter)", (2,), "to act"),
        ("(d) to act", "letter)", (4,), "to act"),
        ("iv)\tto act", "roman)", (4,), "to act"),
        ("B)\tto act", "capital)", (2,), "to act"),
        ("一、引言", "cjk", (1,), "引言"),
        ("十二、引言", "cjk", (12,), "引言"),
        ("（二十三）引言", "cjk)", (23,), "引言"),
        ("二\t引言", "cjk", (2,), "引言"),
        ("第三章 引言", "chapter", (3,), "引言"),
        ("③ 引言", "circled", (3,), "引言"),
        ("ج) أن يعمل", "letter)", (3,), "أن يعمل"),
        ("ه‍ ) أن يعمل", "letter)", (5,), "أن يعمل"),
        ("• to act", "bullet", (), "to act"),
        ("– to act", "bullet", (), "to act"),
        ("·ICT", "bullet", (), "ICT"),
    ],
)
def test_a_number_is_told_from_the_words_behind_it(
    text: str, style: str, values: tuple[int, ...], rest: str
) -> None:
    number = read(text)
    assert (number.style, number.values, text[number.end :]) == (style, values, rest)


@pytest.mark.parametrize(
    "text",
    [
        "30 000 people took part",
        "J. Smith spoke",
        "2015年12月1日",
        "The group met",
        "A/RES/70/125",
        "3.5",
        "-5 degrees",
        "2018，迪拜",
        "Mr. Smith",
    ],
)
def test_a_figure_or_name_at_the_beginning_is_no_number(text: str) -> None:
    number = number_at_start(text)
    assert number is None or text[number.end :] == "", number


def test_a_bare_figure_before_words_may_be_part_of_them() -> None:
    assert not read("16 Member States took part").is_sure
    assert read("16\tMember States took part").is_sure


def test_a_letter_that_is_a_roman_figure_too_has_both_readings() -> None:
    number = read("i) to act")
    assert {(number.style, number.values[0]), *number.others} == {("letter)", 9), ("roman)", 1)}


def test_a_cyrillic_letter_may_stand_in_a_russian_or_a_latin_list() -> None:
    number = read("с) действовать")
    assert {value for _, value in [(number.style, number.values[0]), *number.others]} >= {3, 17}


def test_bis_and_ter_come_after_their_number() -> None:
    assert (read("7bis\tto act").later, read("7 ter)\tto act").later) == (2, 3)


def test_a_number_of_word_is_found_among_its_words() -> None:
    number = of_word("Article 3.2 –")
    assert number is not None
    assert number.values == (3, 2)
    assert of_word("") is None


def test_ordinals_as_letters_and_roman_figures() -> None:
    assert [letters(n) for n in (1, 26, 27, 52)] == ["a", "z", "aa", "az"]
    assert [roman(n) for n in (1, 4, 9, 14, 40, 1999)] == ["i", "iv", "ix", "xiv", "xl", "mcmxcix"]
