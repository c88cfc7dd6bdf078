"""Texts folded for finding: small letters without accents, European digits, one kind of hyphen.

Nearly every letter folds to one letter, so that places in the folded text are places in the text.
Signs that are not to be seen and marks that stand on letters go; `Folded` then keeps the places.
"""

import re
import unicodedata
from collections.abc import Iterator

# Marks on letters, vowel signs and stretching of Arabic, signs of direction, soft hyphens.
_GOES = re.compile(
    "[\u00ad\u0640\u0670\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\u0300-\u036f\u064b-\u065f\ufe00-\ufe0f]"
)
_SAME = {
    "-": "‐‑‒–—―−﹘\u2043",
    # Tabs stay: they part the cells of a row.
    " ": "\u00a0\u202f\u3000" + "".join(map(chr, range(0x2000, 0x200B))),
    '"': "“”„‟«»《》〈〉「」『』",
    "'": "‘’‚‛ʼʹ′`´",
    "~": "～〜∼",
    ",": "，،",
    ";": "؛",
    ".": "٫·",
    "%": "٪",
    "/": "∕⁄",
    # Spellings of one Arabic letter, and letters that people exchange.
    "ا": "أإآٱ",
    "ه": "ة",
    "ي": "ىیئ",
    "و": "ؤ",
    "ك": "ک",
    "и": "й",
    "е": "ё",
    "i": "ıİ",
    # Numbers above the line: n° 5, nº 5.
    "°": "º",
}


def _table() -> dict[int, str]:
    table = {ord(sign): form for form, signs in _SAME.items() for sign in signs}
    # Capitals, accents, the wide forms of Chinese print, and the digits of other scripts.
    for first, last in ((0x41, 0x5A), (0xC0, 0x24F), (0x400, 0x52F), (0x1E00, 0x1EFF)):
        for code in range(first, last + 1):
            base = unicodedata.normalize("NFD", chr(code))[0].lower()
            if len(base) == 1 and base != chr(code):
                table.setdefault(code, {"й": "и", "ё": "е"}.get(base, base))
    for code in range(0xFF01, 0xFF5F):
        table.setdefault(code, table.get(code - 0xFEE0, chr(code - 0xFEE0)))
    for zero in (0x660, 0x6F0):
        table.update({zero + digit: str(digit) for digit in range(10)})
    return table


_FORMS = _table()
# By number, not by name: what is not found in a list costs half of what it costs in a dict.
_TABLE = [ord(_FORMS.get(code, chr(code))) for code in range(max(_FORMS) + 1)]
_SIGNS = {chr(code): form for code, form in _FORMS.items() if form in "-&/'" or form == " "}
_ODD_SIGNS = re.compile("[" + "".join(map(re.escape, _SIGNS)) + "]")
_NUMBERS = re.compile(r"\d+")
_YEARS = re.compile(r"(?:19|20)\d\d")


class Folded:
    """A text in two forms of the same length.

    Attributes:
        text: folded.
        cased: the text with its capitals, without what went, and its signs folded.
        places: of each letter of both in the text that was folded; None where they are the same.
    """

    __slots__ = ("_numbers", "_years", "cased", "places", "text")

    def __init__(self, text: str, cased: str, places: list[int] | None = None) -> None:
        self.text, self.cased, self.places = text, cased, places
        self._numbers: list[int] | None = None
        self._years: list[int] | None = None

    def __repr__(self) -> str:
        return f"Folded({self.text!r})"

    @property
    def numbers(self) -> list[int]:
        """Where rows of digits begin."""
        if self._numbers is None:
            self._numbers = [match.start() for match in _NUMBERS.finditer(self.text)]
        return self._numbers

    @property
    def years(self) -> list[int]:
        """Where what may be a year begins."""
        if self._years is None:
            found = _YEARS.finditer(self.text) if self.numbers else ()
            self._years = [match.start() for match in found]
        return self._years

    @property
    def has_number_behind_letter(self) -> bool:
        """Whether a row of digits stands behind a letter or a hyphen."""
        text = self.text
        before = "".join([text[start - 1] for start in self.numbers if start])
        return "-" in before or any(map(str.isalpha, before))

    def at_numbers(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Yield the matches, one behind the other, of a pattern that begins with a row of digits.

        It is tried only where one begins, which is faster than to look for it everywhere.
        """
        text, match_at, reached = self.text, pattern.match, 0
        for start in self.numbers:
            if start >= reached and (match := match_at(text, start)) is not None:
                reached = match.end()
                yield match

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return where a piece of the folded text stands in the text that was folded."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def fold(text: str) -> str:
    """Return a text folded."""
    return folded(text).text


def folded(text: str) -> Folded:
    """Return a text folded, with the places of its letters."""
    if text.isascii():
        return Folded(text.lower(), text)
    if _GOES.search(text) is None:
        return Folded(text.translate(_TABLE), _with_plain_signs(text))
    places: list[int] = []
    last = 0
    for gone in _GOES.finditer(text):
        places.extend(range(last, gone.start()))
        last = gone.end()
    places.extend(range(last, len(text)))
    kept = _GOES.sub("", text)
    return Folded(kept.translate(_TABLE), _with_plain_signs(kept), places)


def _with_plain_signs(text: str) -> str:
    for sign in set(_ODD_SIGNS.findall(text)):
        text = text.replace(sign, _SIGNS[sign])
    return text
