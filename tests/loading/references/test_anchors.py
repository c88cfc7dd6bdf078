"""A pattern is tried wherever it may match, and mostly nowhere else."""

import re

import pytest

from wsisgraph.loading.references.anchors import Anchored, Late, needed


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("invites? the", {"invite"}),
        ("(?:invites|urges) all", {"invites", "urges"}),
        ("(?:invites|urges)? them", {" them"}),
        ("(?P<who>ITU)+ (?:and )*x", {"itu"}),
        (r"[DT]\d", {"d", "t"}),
        (r"\d{4}(?=年)", {"年"}),
        ("Straße", {"strasse"}),
    ],
)
def test_a_pattern_needs_its_longest_words(pattern: str, words: set[str]) -> None:
    assert needed(Late(pattern, re.IGNORECASE)) == words


@pytest.mark.parametrize("pattern", [r"\d+", "(?:a|)", "a*", "[^a]", "(?!a)", "(?:a|\\d)"])
def test_a_pattern_that_needs_no_word_is_always_tried(pattern: str) -> None:
    one = Anchored([("key", Late(pattern))])
    assert [key for key, _ in one.in_text("…")] == ["key"]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("kind", "KIND"),
        ("kind", "\N{KELVIN SIGN}ind"),
        ("list", "LI\N{LATIN SMALL LETTER LONG S}T"),
        ("line", "L\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}NE"),
        ("line", "l\N{LATIN SMALL LETTER DOTLESS I}ne"),
        ("σας", "ΣΑΣ"),
        ("straße", "STRAẞE"),
        ("комитет", "КОМИТЕТ"),
        ("ﬅ", "ﬆ"),
    ],
)
def test_letters_that_patterns_take_for_one_are_one(pattern: str, text: str) -> None:
    assert re.search(pattern, text, re.IGNORECASE)
    assert Anchored([("key", Late(pattern, re.IGNORECASE))]).in_text(text)


def test_patterns_come_in_their_order_and_only_where_they_may_match() -> None:
    pairs = [(word, Late(word)) for word in ("third", "first", "second")]
    found = Anchored(pairs).in_text("First the second, then the third.")
    assert [key for key, _ in found] == ["third", "first", "second"]
    assert not Anchored(pairs).in_text("None of them.")
