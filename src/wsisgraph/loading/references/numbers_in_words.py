"""Patterns for numbers that are written in words."""

import re
from functools import cache

from wsisgraph.loading.references.numerals import cardinal_pattern, great_words, ordinal_pattern
from wsisgraph.loading.references.words import any_of, group, values


@cache
def cardinals() -> re.Pattern[str]:
    """Return a pattern for numbers from twenty on: sixty-one, two hundred and five."""
    letters = r"a-z\u0400-\u052f"
    return re.compile(rf"(?<![{letters}-]){cardinal_pattern()}(?![{letters}-])")


@cache
def ordinal_behind() -> re.Pattern[str]:
    """Return what, behind a number in words, makes it an ordinal: two hundred and fifth."""
    return re.compile(rf"(?: and)?[ -]{ordinal_pattern()}(?![a-z\u0400-\u052f])")


@cache
def great_numbers() -> re.Pattern[str]:
    """Return a pattern for numbers such as “two million” and «dos mil quinientos», and مليوني."""
    letters = r"a-z\u00df-\u024f\u0400-\u052f\u0621-\u064a"
    known = values("numerals")
    small = [word for word, value in known.items() if 0 < value < 20 or value == 100]
    count = group(
        [*map(re.escape, {**values("counts"), **dict.fromkeys(small)}), cardinal_pattern()]
    )
    more = any_of("half")
    great = group(map(re.escape, great_words()))
    rest = group([*map(re.escape, small), cardinal_pattern()])
    return re.compile(
        rf"(?<![{letters}\d.,-])[وبلفك]?(?:(?:(?P<count>{count})(?P<more>{more})?"
        rf"(?:[ -]| (?:de|d'|of) )|"
        # A thousand has no count in Spanish and French, where smaller numbers follow.
        rf"(?=mil(?:le)? (?:et |y )?{rest}(?![{letters}-])|(?<!\d ){great}{more}))"
        rf"(?P<great>{great})(?P<half>{more})?"
        rf"(?: (?:et |y |and )?(?P<rest>{rest})(?: (?P<less>{great}))?)?|"
        rf"(?P<word>{group(map(re.escape, values('counted')))}))(?![{letters}-])"
    )


@cache
def small_cardinals() -> re.Pattern[str]:
    """Return a pattern for smaller numbers: seven, seize."""
    words = group(re.escape(word) for word, value in values("numerals").items() if 2 < value < 20)
    return re.compile(rf"(?<![a-z\u0400-\u052f-]){words}(?![a-z\u0400-\u052f-])")


@cache
def half() -> re.Pattern[str]:
    """Return what adds a half to the word before it: y medio, et demi."""
    return re.compile(rf"{any_of('half')}(?![a-z\u0400-\u052f])")
