"""Lines of Arabic from the places of their letters, since a PDF has them in no order of reading.

Letters on one baseline are a line; from right to left they are in order, but for figures and
Latin words, which go from left to right. Vowel signs are left out: they stand over letters, and
nothing is spelled by them alone.
"""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2

_ARABIC = re.compile("[\u0621-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_SIGNS = re.compile("[\u064b-\u065f\u0670\u0640]")
_RUN = r"A-Za-z\u00c0-\u024f\d\u0660-\u0669%"
_LATIN = re.compile(rf"[{_RUN}](?:[{_RUN}./:&@+,'’_\-–#?=٫٬ ]*[{_RUN}])?")
_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")
_APART = re.compile(r"([ \-–]+)")
_MIRROR = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_SAME_LINE = 3.0
# Part of the height of letters: where two are as far apart, there is a space.
_SPACE = 0.4


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter: its pen position, and its box."""

    x: float
    y: float
    left: float
    right: float
    height: float
    sign: str


def is_arabic(text: str) -> bool:
    """Tell whether a page is mostly in Arabic letters."""
    return len(_ARABIC.findall(text)) * 3 > sum(map(str.isalpha, text))


def arabic_lines(page: pypdfium2.PdfTextPage) -> Iterator[str]:
    """Yield the lines of a page from top to bottom, each in the order of reading."""
    lines: dict[float, list[Letter]] = {}
    for letter in _letters(page):
        base = next((y for y in reversed(lines) if abs(y - letter.y) < _SAME_LINE), letter.y)
        lines.setdefault(base, []).append(letter)
    for base in sorted(lines, reverse=True):
        yield line_of(lines[base])


def _letters(page: pypdfium2.PdfTextPage) -> Iterator[Letter]:
    raw = pypdfium2.raw
    x, y = ctypes.c_double(), ctypes.c_double()
    for place in range(page.count_chars()):
        code = raw.FPDFText_GetUnicode(page, place)
        sign = chr(code) if 32 <= code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
        if not sign or raw.FPDFText_IsGenerated(page, place) == 1 or _SIGNS.match(sign):
            continue
        left, bottom, right, top = page.get_charbox(place)
        raw.FPDFText_GetCharOrigin(page, place, ctypes.byref(x), ctypes.byref(y))
        yield Letter(x.value, y.value, left, right, top - bottom, sign)


def line_of(letters: list[Letter]) -> str:
    """Return the letters of a line in the order of reading."""
    # From right to left; parts of a ligature have one pen position, and so have a space and the
    # letter behind it.
    shown = sorted(letters, key=lambda e: (-round(e.x, 1), e.sign != " ", -e.left))
    heights = sorted(each.height for each in shown if each.sign != " ") or [0.0]
    widest = _SPACE * heights[len(heights) // 2]
    parts: list[str] = []
    last: Letter | None = None
    for letter in shown:
        if last is not None and letter.sign != " " and last.left - letter.right > widest:
            parts.append(" ")
        parts.append(letter.sign)
        last = letter if letter.sign != " " else last
    text = " ".join("".join(parts).split())
    if not _ARABIC.search(text) and _LETTER.search(text):
        return text[::-1]
    text = _LATIN.sub(lambda match: _turned(match[0]), text)
    opened, closed = text.find("("), text.find(")")
    # Some programs store brackets as they look, others as they are meant.
    return text.translate(_MIRROR) if closed >= 0 and (opened < 0 or closed < opened) else text


def _turned(run: str) -> str:
    """Return a run of figures and Latin words in its own order."""
    if _LETTER.search(run):
        return run[::-1]
    # Figures on both sides of a space or hyphen are read from right to left, each by itself.
    return "".join(part[::-1] for part in _APART.split(run))
