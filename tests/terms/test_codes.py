"""One normaliser reads every spelling of a code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wsisgraph.errors import UnknownCode
from wsisgraph.terms import codes
from wsisgraph.terms.codes import ACTION_LINES, GOALS, MATRIX_LINES, Code, parse_code, parse_codes


@pytest.mark.parametrize(
    ("spelling", "expected"),
    [
        ("9.C", "9.c"),
        ("SDG9c", "9.c"),
        ("SDG 9", "9"),
        ("9c", "9.c"),
        ("9.0c", "9.c"),
        ("goal 09", "9"),
        ("SDG-9.c", "9.c"),
        ("SDG target 9.c", "9.c"),
        ("９．ｃ", "9.c"),
        ("٩", "9"),
        ("هدف ٩", "9"),
        ("目标9", "9"),
        ("ODD 9", "9"),
        ("ЦУР 9", "9"),
        ("8.10", "8.10"),
        ("17.18", "17.18"),
        ("9.c.1", "9.c.1"),
        ("C090c01", "C090c01"),
        ("http://metadata.un.org/sdg/9.c", "9.c"),
        ("https://metadata.un.org/sdg/9", "9"),
        ("https://w3id.org/wsis-sdg/vocab/action-lines/c7-ehea", "C7-ehea"),
        ("c.5", "C5"),
        ("c2", "C2"),
        ("C10", "C10"),
        ("C7 e-gov", "C7-egov"),
        ("C7egov", "C7-egov"),
        ("C7: E-health", "C7-ehea"),
        ("C7 (e-agriculture)", "C7-eagr"),
        ("c-7 e health", "C7-ehea"),
        ("e-health", "C7-ehea"),
        ("行动方面C5", "C5"),
        ("C5行动方面", "C5"),
        ("WSIS action line C2", "C2"),
    ],
)
def test_every_spelling_reads_as_one_code(spelling: str, expected: str) -> None:
    assert parse_code(spelling).notation == expected


def test_a_list_is_read_in_order_without_repeats() -> None:
    assert [code.notation for code in parse_codes("9.1, 9.a; SDG 9 and 9.1")] == ["9.1", "9.a", "9"]


@pytest.mark.parametrize(
    ("spelling", "says"),
    [
        ("18", "goals are 1 to 17"),
        ("9.z", "9.a, 9.b, 9.c"),
        ("9.6", "9.5"),
        ("C12", "C1 to C11"),
        ("0", "no goal 0"),
        ("banana", "not a code"),
        ("C7-xyz", "not a code"),
        ("", "empty"),
        ("9 <script>", "not a code"),
    ],
)
def test_what_is_no_code_is_refused_with_what_would_be(spelling: str, says: str) -> None:
    with pytest.raises(UnknownCode) as caught:
        parse_code(spelling)
    assert says in str(caught.value)


def test_there_are_169_targets_and_18_matrix_lines() -> None:
    assert sum(len(list(codes.targets_of(goal))) for goal in GOALS) == 169
    assert len(MATRIX_LINES) == 18
    assert len(ACTION_LINES) == 19


def test_iris_of_goals_and_targets_are_the_united_nations_own() -> None:
    assert parse_code("9.c").iri == "http://metadata.un.org/sdg/9.c"
    assert parse_code("c7 e-hea").iri == "https://w3id.org/wsis-sdg/vocab/action-lines/c7-ehea"


@given(st.sampled_from([*ACTION_LINES, *GOALS, *codes.targets_of("9"), *codes.targets_of("17")]))
def test_a_normal_form_reads_as_itself_however_it_is_cased(notation: str) -> None:
    assert parse_code(notation).notation == notation
    assert parse_code(f"  {notation.upper()} ").notation == notation
    assert parse_code(notation.lower()).notation == notation


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    found: list[Code] | str
    try:
        found = parse_codes(text)
    except UnknownCode as error:
        found = str(error)
    assert isinstance(found, list) or found.endswith(".")
    assert found
