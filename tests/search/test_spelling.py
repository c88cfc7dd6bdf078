"""Which word was meant."""

import pytest

from wsisgraph.search.spelling import distance, nearest

KNOWN = [("broadband", 9), ("broadcast", 3), ("school", 5), ("schools", 1), ("инфраструктура", 2)]


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("broadbnad", "broadband"),
        ("brodband", "broadband"),
        ("schol", "school"),
        ("инфаструктура", "инфраструктура"),
        ("satellite", ""),
        ("cat", ""),
        ("c7x", ""),
    ],
)
def test_the_nearest_word_is_meant_and_none_where_none_is_near(wrong: str, meant: str) -> None:
    assert nearest(wrong, KNOWN) == meant


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("a", "a", 0), ("ab", "ba", 1), ("abc", "ac", 1), ("abc", "xyz", 3), ("", "ab", 2)],
)
def test_slips_are_counted(one: str, other: str, slips: int) -> None:
    assert distance(one, other, 2) == slips
    assert distance(other, one, 2) == slips
