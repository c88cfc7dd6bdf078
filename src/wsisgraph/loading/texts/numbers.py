"""Numbers before paragraphs: `2.1.3`, `a)`, `iii)`, `（一）`, `أ )`, `б)`, bullets.

A letter may be read in more than one way (`i)` follows `h)`, or begins a list of its own); each
reading is given, and whoever knows what came before chooses.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_CJK = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_ALPHA = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
# Cyrillic letters that are typed for Latin ones in lists of Latin letters.
_ALIKE = dict(zip("асеіхрмокту", "aceixpmokty", strict=True))
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_ROMANS = re.compile(r"m*(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_LATER = {
    "bis": 2,
    "ter": 3,
    "quater": 4,
    "quinquies": 5,
    "مكررا": 2,
    "مكرراً": 2,
    "之二": 2,
    "之三": 3,
}
_BIS = r"(?:\s?(?P<{}>bis|ter|quater|quinquies|مكرراً?|之[二三]))?"
_LETTERS = r"[A-Za-z]{1,4}|[а-яіА-Я]{1,2}|[\u0621-\u064a]\u0640?[\u200c\u200d]?"

# What begins a sentence with figures: an ordinal, a year.
_FIGURES = re.compile(
    r"\d{1,3}(?:-?(?:[еяй]|го|му|th|st|nd|rd|e|er|re|[èe]re|[èe]me)\b|\.?[ºª])"
    r"|(?:19|20)\d\d(?!\d)",
    re.IGNORECASE,
)
_SOMEWHERE = re.compile(r"\d{1,4}(?:\.\d{1,3}){0,5}")
_START = re.compile(
    rf"\s*(?:"
    rf"(?P<bullet>[•●▪■◦○‣⁃∙➢►❖✓\uf0b7\uf0a7\uf0d8]\s*|[·‧]\s*(?=\S)|[-–—−*]\s+(?=\S))"
    rf"|(?P<chapter>第(?P<chapter_number>[一二三四五六七八九十百〇\d]+)(?:[章节節条條]|部分)[\s、：:]*)"
    rf"|(?P<enclosed>[（(](?P<in>[一二三四五六七八九十]{{1,3}}|\d{{1,3}}(?!\d)|{_LETTERS}){_BIS.format('bis_in')}[)）][\s、]*)"
    rf"|['‘’](?P<quoted>\d{{1,2}})['‘’]\s+"
    rf"|(?P<circled>[①-⑳])\s*"
    rf"|(?P<cjk>[一二三四五六七八九十]{{1,3}})(?:[、．.]\s*|\t\s*|\s{{2,}})"
    rf"|(?P<decimal>\d{{1,3}}(?:[.．]\d{{1,3}}){{0,5}}){_BIS.format('bis_decimal')}(?P<after>\s?[)）]\s*|[.．、]\s*(?!\d)"
    rf"|[.．]?\t\s*|\s?[-–]\s+|\s+|$)"
    rf"|(?P<letter>{_LETTERS}){_BIS.format('bis_letter')}(?P<closing>\s?[)）]\s*|\.\t\s*|\.\s+(?=\S)|[-–]\t\s*|\t\s*)"
    rf")"
)


@dataclass(slots=True)
class Number:
    """A number before a paragraph.

    Attributes:
        printed: as it stands there.
        style: `decimal`, `decimal)`, `letter)`, `capital)`, `roman)`, `cjk`, `cjk)`, `chapter`,
            `circled`, `roman'` or `bullet`: what its neighbours have too.
        values: its parts, as `(2, 1, 3)`; empty for a bullet.
        others: other ways to read it, as style and value.
        later: 2 for `bis`, 3 for `ter`; 0 without.
        end: where in the text the paragraph itself begins.
        is_sure: False for a figure that stands before a paragraph and may be part of it.
    """

    printed: str
    style: str
    values: tuple[int, ...]
    others: tuple[tuple[str, int], ...] = ()
    later: int = 0
    end: int = 0
    is_sure: bool = True


def number_at_start(text: str) -> Number | None:
    """Return the number that a text begins with, if it does."""
    head = text[:48]
    if (match := _START.match(head)) is None:
        return None
    end = match.end()
    if match["bullet"]:
        return Number(match["bullet"].strip(), "bullet", (), end=end)
    if match["chapter"]:
        value = _cjk(match["chapter_number"])
        return Number(match["chapter"].strip(" \t、：:"), "chapter", (value,), end=end)
    if match["quoted"]:
        # In Arabic what elsewhere is (i), (ii), ….
        return Number(match[0].strip(), "roman'", (int(match["quoted"]),), end=end)
    if match["circled"]:
        return Number(match["circled"], "circled", (ord(match["circled"]) - 0x245F,), end=end)
    later = _LATER.get(match["bis_in"] or match["bis_decimal"] or match["bis_letter"] or "", 0)
    if match["enclosed"]:
        inner = match["in"]
        return _lettered(match["enclosed"].strip(), inner, ")", later, end)
    if match["cjk"]:
        return Number(match["cjk"], "cjk", (_cjk(match["cjk"]),), end=end)
    if match["decimal"]:
        return _decimal(match, text, later)
    closing = match["closing"]
    if closing.startswith(".") and not closing.startswith(".\t") and match["letter"].isupper():
        # An initial: “J. Smith”.
        return None
    if closing[0] in "\t-–." and len(match["letter"]) > 1 and not _is_roman(match["letter"]):
        return None
    tail = ")" if closing.strip()[:1] in ")）" and closing.strip() else "."
    return _lettered(f"{match['letter']}{closing.strip()}", match["letter"], tail, later, end)


def of_word(printed: str) -> Number | None:
    """Return the number that a word processor puts before a paragraph."""
    if not printed.strip():
        return None
    found = number_at_start(f"{printed}\t")
    if found is None and (match := _SOMEWHERE.search(printed)) is not None:
        # “Article 3 –”, “Recommendation 2.1:”.
        values = tuple(int(part) for part in match[0].split("."))
        return Number(printed.strip(), "decimal", values, end=len(printed))
    return found


def _decimal(match: re.Match[str], text: str, later: int) -> Number | None:
    values = tuple(int(part) for part in re.split(r"[.．]", match["decimal"]))
    after, end = match["after"], match.end()
    if text[end : end + 1].isdigit() and "\t" not in after:
        # “14 000 entries”; but “1.7 35-е собрание”, “7) 2023 was …” where that comes next.
        is_apart = after[-1:].isspace() and (len(values) > 1 or ")" in after or "）" in after)
        if not is_apart and (not after or _FIGURES.match(text, end) is None):
            return None
    is_closed = any(mark in after for mark in ")）.．、\t") or not after or "-" in after
    style = "decimal)" if after.strip()[:1] in (")", "）") and after.strip() else "decimal"
    printed = match[0].strip()
    return Number(printed, style, values, later=later, end=end, is_sure=is_closed)


def _lettered(printed: str, inner: str, tail: str, later: int, end: int) -> Number | None:
    readings = _readings(inner, tail)
    if not readings:
        return None
    (style, value), *others = readings
    return Number(printed, style, (value,), tuple(others), later, end)


@lru_cache(maxsize=2_000)
def _readings(inner: str, tail: str) -> list[tuple[str, int]]:
    if inner[0].isdigit():
        return [(f"decimal{tail}", int(inner))]
    if inner[0] in _CJK or inner[0] == "十":
        return [(f"cjk{tail}", _cjk(inner))]
    small = unicodedata.normalize("NFKC", inner).rstrip("\u0640\u200c\u200d").lower()
    style = "capital" if inner.isupper() and inner.isascii() else "letter"
    found: list[tuple[str, int]] = []
    if small in ("ا", "إ", "آ"):
        small = "أ"
    if small in _ABJAD:
        found.append((f"{style}{tail}", _ABJAD.index(small) + 1))
        found.append((f"{style}{tail}", _ALPHA.index(small) + 1))
        return list(dict.fromkeys(found))
    latin = "".join(_ALIKE.get(letter, letter) for letter in small)
    if small in _RUSSIAN:
        found.append((f"{style}{tail}", _RUSSIAN.index(small) + 1))
    if len(latin) == 1 and "a" <= latin <= "z":
        found.append((f"{style}{tail}", ord(latin) - 96))
    if _is_roman(latin):
        found.append((f"{'capital-' if style == 'capital' else ''}roman{tail}", _roman(latin)))
    if len(latin) == 2 and latin.isascii() and latin[0] == latin[1]:
        found.append((f"{style}{tail}", 26 + ord(latin[0]) - 96))
    if len(latin) == 2 and latin.isascii() and latin.isalpha() and not found:
        # Two letters of which one was struck out, as in “ae)”: see `suspicious`.
        found.append((f"{style}{tail}", ord(latin[1]) - 96))
    return list(dict.fromkeys(found))


def _is_roman(text: str) -> bool:
    return bool(text) and _ROMANS.fullmatch(text.lower()) is not None


def _roman(text: str) -> int:
    values = [_ROMAN[letter] for letter in text]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)


def _cjk(text: str) -> int:
    if text.isdigit() and text not in _CJK:
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return _CJK.get(tens, 1) * 10 + _CJK.get(ones, 0)
    return int("".join(str(_CJK[letter]) for letter in text if letter in _CJK) or 0)


def letters(value: int) -> str:
    """Return the small Latin letter of an ordinal: a, b, …, z, aa, ab."""
    text = ""
    while value > 0:
        value, rest = divmod(value - 1, 26)
        text = chr(97 + rest) + text
    return text


def roman(value: int) -> str:
    """Return an ordinal in small Roman figures."""
    marks = ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")
    text = ""
    for mark in marks:
        size = _roman(mark)
        text += mark * (value // size)
        value %= size
    return text
