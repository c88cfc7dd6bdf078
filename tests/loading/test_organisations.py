"""Spellings of organisations brought together, and kept apart."""

import pytest

from wsisgraph.loading.organisations import Organisation, Organisations


def together(*names: str, country: str = "SA") -> list[Organisation]:
    return list(Organisations({(name, country): 1 for name in names}))


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ("Ministry of Health", "MINISTRY OF HEALTH", "capitals"),
        ("Université de Dakar", "UNIVERSITE DE DAKAR", "capitals, accents"),
        ("Ministry of Education", "Ministry of Education (MOE)", "acronym"),
        ("Ministry of Education", "MINISTRY OF EDUCATION - MOE", "acronym"),
        ("Saudi Electronic University", "Saudi Electronic Univercity", "one letter"),
        ("Ministry of Labor", "Ministry of Labour", "spelling"),
        ("Ministry of Justice", "Ministry of Justice of the Kingdom of Saudi Arabia", "country"),
        ("Rain Company", "Rain Company Ltd.", "legal form"),
        ("Water Board (WB)Water Board (WB)", "Water Board", "twice in a row"),
        ("Digital Government Agency (DGOV)", "DGOV", "acronym printed beside"),
        ("Dept. of Rain", "Department of Rain", "spelling"),
    ],
)
def test_spellings_of_one_body_are_brought_together_with_the_reason(
    first: str, second: str, why: str
) -> None:
    (body,) = together(first, second)
    (reason,) = body.reasons.values()
    assert why in reason
    assert {body.name, *body.others} == {first, second}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ministry of Health", "Ministry of Wealth"),
        ("Ministry of Education", "Ministry of Education and Training"),
        ("National Information Center", "National Information Center (Ministry of Interior)"),
        ("University of the North", "University of the South"),
        ("Ministry of Interior", "Ministry of Exterior"),
        ("Institute 12", "Institute 13"),
        ("乡村学校", "乡村学院"),
    ],
)
def test_two_bodies_stay_two(first: str, second: str) -> None:
    assert len(together(first, second)) == 2


def test_one_name_in_two_countries_is_two_bodies_and_is_told() -> None:
    bodies = Organisations({("Ministry of Health", "OM"): 3, ("Ministry of health", "RW"): 1})
    assert len(list(bodies)) == 2
    ((_, found),) = bodies.apart().items()
    assert [body.country for body in found] == ["OM", "RW"]


def test_a_key_does_not_depend_on_the_order_of_rows() -> None:
    names = ["Saudi Electronic Univercity", "Saudi Electronic University", "MOE", "Rain (MOE)"]
    assert {body.key for body in together(*names)} == {
        body.key for body in together(*reversed(names))
    }


def test_a_key_is_the_same_for_every_spelling() -> None:
    (alone,) = together("MINISTRY OF EDUCATION - MOE")
    (body,) = together("Ministry of Education", "Ministry of Education (MOE)")
    assert alone.key == body.key


def test_the_name_is_the_spelling_printed_most_often() -> None:
    bodies = Organisations({("RAIN BOARD", "KE"): 2, ("Rain Board", "KE"): 5})
    assert [body.name for body in bodies] == ["Rain Board"]


def test_a_name_that_was_not_compared_stands_for_itself() -> None:
    body = Organisations({}).find("Rain Board (RB)", "KE")
    assert (body.name, body.acronym) == ("Rain Board (RB)", "RB")
    assert body.key.startswith("ke-rain-board-")


def test_a_name_in_another_script_has_a_key() -> None:
    (body,) = together("教育部", country="CN")
    assert body.key.startswith("cn-")
    assert body.key.isascii()


def test_thousands_of_names_that_differ_in_a_word_are_compared_in_bounded_time() -> None:
    names = {(f"Ministry of {'abcdefghij'[n % 10] * 7}{n}", "KE"): 1 for n in range(20_000)}
    assert len(list(Organisations(names))) == 20_000
