"""How wide a text is, near enough to keep labels apart without a font at hand.

The widths are those of Noto Sans, which is wider than most fonts that a reader may have instead.
"""

import re
import unicodedata
from functools import lru_cache

_NARROW = frozenset("iljtfrI.,:;'|!()[]-/·’‘ ")
_WIDE = frozenset("mwMWшщжюфыШЩЖЮФЫ@%—")

_TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x61C))
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Return a text as a picture may hold it: in one line, without signs that XML forbids or that
    turn the words around them.
    """
    return " ".join(_NO_XML.sub("", text).translate(_TURNING).split())


@lru_cache(maxsize=4096)
def turns(text: str) -> bool:
    """Tell whether a text has letters that are read from right to left, or no letters at all."""
    kinds = {unicodedata.bidirectional(sign) for sign in text}
    return bool(kinds & {"R", "AL"}) or "L" not in kinds


@lru_cache(maxsize=20_000)
def width(text: str, size: float, bold: bool = False) -> float:
    """Return the width of a text in pixels."""
    return sum(map(_sign, text)) * size * (1.07 if bold else 1.0)


def wrapped(text: str, room: float, size: float, most: int = 2, bold: bool = False) -> list[str]:
    """Return a text in lines of at most `room` pixels; what is beyond `most` lines becomes “…”."""
    lines: list[str] = []
    rest = clean(text)
    while rest and len(lines) < most:
        cut = _cut(rest, room, size, bold)
        lines.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    if rest:
        last = lines[-1]
        while last and width(last + "…", size, bold) > room:
            last = last[:-1]
        lines[-1] = last.rstrip() + "…"
    return lines


def _cut(text: str, room: float, size: float, bold: bool) -> int:
    """Return how many signs go into a line: up to a space, or up to what fits at all."""
    used, fits, blank = 0.0, 0, 0
    each = size * (1.07 if bold else 1.0)
    for at, sign in enumerate(text):
        if sign == " ":
            blank = at
        elif at and _is_ideograph(sign):
            # Between two of these a line may break, but not before a sign that closes.
            blank = at
        used += _sign(sign) * each
        if used > room:
            break
        fits = at + 1
    if fits == len(text):
        return fits
    return blank if 0 < blank <= fits else max(1, fits)


@lru_cache(maxsize=4096)
def _is_ideograph(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) == "W" and unicodedata.category(sign) == "Lo"


@lru_cache(maxsize=4096)
def _sign(sign: str) -> float:
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Mn", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.0
    if sign in _NARROW:
        return 0.36
    if sign in _WIDE:
        return 0.93
    if sign.isupper():
        return 0.70
    return 0.60
