"""Patterns that are tried only at some places of a text find what they would find anywhere."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wsisgraph.loading.references import dates, figures, lines, meeting_patterns
from wsisgraph.loading.references.fold import folded
from wsisgraph.loading.references.meeting_numbers import in_words
from wsisgraph.loading.references.meeting_rules import code_pattern

BEGIN_WITH_NUMBERS = {
    "date": dates._ISO,
    "date with dots": dates._DOTTED,
    "years": dates._YEARS,
    "day and month": dates._patterns()[1],
    "number": figures._NUMBER,
    "meeting": meeting_patterns.ALPHABETIC_NUMBERED,
}
PIECES = st.sampled_from(
    (
        *"0123456789.,/-:#&+_ ()'年月日次cсج",
        *("2014", "1998", "21st", " to ", " and ", " May ", " мая ", " session", " réunions"),
        *(" сессия", " million", " per cent", "WTDC-17", "PP", " С", "第"),
    )
)
ORDINALS = st.sampled_from(
    (
        *("first", "thirty-fifth", "forty", "sixième", "trigésima", "novena", "сорок", "пятой"),
        *("второй", "السابعة", "والأربعون", "الدورة", "meeting", "sessions", "reunión", "сессии"),
        *("очередной", "and", "y", "et", "и", ",", "(", "one hundred", "annual"),
    )
)


@pytest.mark.parametrize("kind", BEGIN_WITH_NUMBERS)
@given(pieces=st.lists(PIECES, max_size=12))
@example(pieces=["21", "-", "23", " May ", "2014", " to ", "2", " мая ", "1998"])
@example(pieces=["1", ",", "234", " million", " and ", "21st", " session"])
def test_a_pattern_that_begins_with_a_number_is_found_where_one_begins(
    kind: str, pieces: list[str]
) -> None:
    text, pattern = folded("".join(pieces)), BEGIN_WITH_NUMBERS[kind]
    found = [match.span() for match in text.at_numbers(pattern)]
    assert found == [match.span() for match in pattern.finditer(text.text)]


@given(pieces=st.lists(ORDINALS, max_size=10))
@example(pieces=["thirty-fifth", "and", "forty", "sixième", "sessions"])
@example(pieces=["сорок", "второй", "очередной", "сессии"])
def test_an_ordinal_in_words_is_found_before_the_word_that_it_counts(pieces: list[str]) -> None:
    text = folded(" ".join(pieces)).text
    found = [match.span() for match in in_words(text)]
    assert found == [match.span() for match in meeting_patterns.IN_WORDS.finditer(text)]


@given(pieces=st.lists(PIECES, max_size=8))
@example(pieces=["c", "7"])
@example(pieces=["WTDC-17"])
def test_what_has_a_code_has_what_is_looked_for_first(pieces: list[str]) -> None:
    text = folded("".join(pieces))
    assert lines._CODE.search(text.text) is None or lines._CODE_INSIDE.search(text.text)
    assert code_pattern().search(text.text) is None or text.has_number_behind_letter


@given(pieces=st.lists(PIECES, max_size=12))
def test_years_stand_where_they_are_found(pieces: list[str]) -> None:
    text = folded("".join(pieces))
    assert text.years == [match.start() for match in re.finditer(r"(?:19|20)\d\d", text.text)]
