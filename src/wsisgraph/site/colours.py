"""The colours of the pages: what each is for, which must stand out from which, their style sheet.

Contrast is that of WCAG 2.2: 4.5 to 1 between a text and its ground (success criterion 1.4.3),
3 to 1 for what shows where a field, a focus or a place in the menu is (1.4.11).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

NAMES = {
    "paper": "ground of the pages",
    "ground": "ground of boxes and of the foot",
    "ink": "text",
    "soft": "lesser text",
    "line": "hairlines",
    "strong-line": "frames of fields and tables",
    "link": "links, buttons, what is chosen",
    "deep": "ground of the head",
    "on-deep": "text on the head",
    "on-deep-soft": "lesser text on the head",
    "mark": "the line below the place in the menu",
    "potential": "what only the matrix says",
    "potential-ground": "ground of it",
    "warn": "what is not accepted",
    "warn-ground": "ground of it",
    "focus": "ring around what has the focus",
    "n1": "cell with few",
    "n2": "a cell with more",
    "n3": "a cell with more",
    "n4": "a cell with more",
    "n5": "cell with most",
    "n-ink": "text in the cells n1 to n4",
    "n5-ink": "text in the cell n5",
}
"""Every colour of a palette, and what it is for."""

GOALS = 17
"""Colours of the goals, beside their numbers and never instead."""

HEX = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?")

TEXT, SIGN = 4.5, 3.0

_TEXTS = {
    "paper": ("ink", "soft", "link", "potential", "warn"),
    "ground": ("ink", "soft", "link", "potential", "warn"),
    "potential-ground": ("ink", "soft", "link", "potential", "warn"),
    "warn-ground": ("ink", "soft", "link", "potential", "warn"),
    "deep": ("on-deep", "on-deep-soft"),
    "n1": ("n-ink",),
    "n2": ("n-ink",),
    "n3": ("n-ink",),
    "n4": ("n-ink",),
    "n5": ("n5-ink",),
}
"""The texts that stand on each ground; button and chosen view are `paper` on `link`, as good."""

_SIGNS = {"paper": ("strong-line", "focus"), "ground": ("strong-line", "focus"), "deep": ("mark",)}


class Pair(NamedTuple):
    """Two colours that are too much alike."""

    front: str
    ground: str
    ratio: float
    lowest: float


def too_alike(palette: Mapping[str, str]) -> Iterator[Pair]:
    """Yield the colours of a whole palette that do not stand out from their ground."""
    for needs, lowest in ((_TEXTS, TEXT), (_SIGNS, SIGN)):
        for ground, fronts in needs.items():
            for front in fronts:
                ratio = contrast(palette[front], palette[ground])
                if ratio < lowest:
                    yield Pair(front, ground, ratio, lowest)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21.

    >>> round(contrast("#fff", "#767676"), 2)
    4.54
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def stylesheet(light: Mapping[str, str], dark: Mapping[str, str], goals: Sequence[str]) -> str:
    """Return the style sheet that says the colours; it stands before those that use them."""
    by_goal = "".join(
        f".home thead th:nth-child({number}){{--goal:{colour}}}"
        for number, colour in enumerate(goals, start=2)
    )
    return (
        # What is to be printed or taken away is light, whatever the reader prefers on a screen.
        f":root,.paper{{color-scheme:light dark;{_said(light)}}}"
        f"@media (prefers-color-scheme:dark){{:root{{{_said(dark)}}}}}"
        f"{by_goal}\n"
    )


def _said(palette: Mapping[str, str]) -> str:
    return ";".join(f"--{name}:{palette[name]}" for name in NAMES)


def _luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
