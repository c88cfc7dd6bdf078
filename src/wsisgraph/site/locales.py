"""Numbers, dates, lists and order of names as each language writes them, after CLDR.

Arabic keeps the digits 0 to 9, as the documents of ITU do, so that a count and a code such as 9.c
are written alike. What does not parse as a number or a date is shown as it came: a graph may hold
anything, and a page must not break or guess.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date as Date
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import TypeVar

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal
from markupsafe import Markup

from wsisgraph.terms.namespaces import XSD

_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_NUMBER = re.compile(r"[+-]?\d{1,30}(?:\.\d{1,30})?", re.ASCII)

_COMMAS = {"ar": "، ", "zh": "、"}

_NUMBERS = frozenset(
    XSD.iri + name
    for name in ("integer", "decimal", "int", "long", "nonNegativeInteger", "positiveInteger")
)
_DATES = frozenset(XSD.iri + name for name in ("date", "gYear", "gYearMonth"))

_LONGEST = 40
"""Nothing longer is a number or a date worth setting."""


@cache
def _locale(lang: str) -> Locale:
    # International English: the day before the month, as the United Nations write it.
    return Locale.parse("en_001" if lang == "en" else lang)


@lru_cache(maxsize=4096, typed=True)
def number(value: int | str, lang: str) -> str:
    """Return a number with the signs of a language, with the digits after its point as given.

    >>> number(15000, "fr"), number("0.950", "ru"), number("about 5", "en")
    ('15\\u202f000', '0,950', 'about 5')
    """
    printed = str(value)
    if len(printed) > _LONGEST or not _NUMBER.fullmatch(printed):
        return printed
    try:
        exact = Decimal(printed)
    except InvalidOperation:
        return printed
    digits = -int(exact.as_tuple().exponent)
    pattern = "#,##0." + "0" * digits if digits > 0 else "#,##0"
    return format_decimal(exact, format=pattern, locale=_locale(lang))


@lru_cache(maxsize=4096, typed=True)
def date(printed: str, lang: str) -> Markup:
    """Return a year, a month or a day as a language writes it, no more exact than it was given.

    The machine's form stays in `<time datetime>`; what is no date comes back as it is.
    """
    found = _PARTIAL_DATE.fullmatch(printed) if len(printed) <= _LONGEST else None
    if found is None:
        return Markup("{}").format(printed)
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        when = Date(year, month or 1, day or 1)
    except ValueError:
        return Markup("{}").format(printed)
    locale = _locale(lang)
    if day:
        written = format_date(when, "long", locale=locale)
        if lang == "fr" and day == 1:
            # the first of a month, as French prints it and CLDR does not
            written = written.replace("1 ", "1er ", 1)
    elif month:
        written = format_skeleton("yMMMM", when, locale=locale)
    else:
        # a bare year needs no word beside it, in any of the six
        written = str(year)
    return Markup('<time datetime="{}">{}</time>').format(printed, written)


def literal(value: str, datatype: str, lang: str) -> Markup:
    """Return a literal of the graph: numbers and dates as `lang` writes them, others isolated.

    The value as the graph has it stays in the page, for those who copy it into a query.
    """
    if datatype in _NUMBERS and (written := number(value, lang)) != value:
        return Markup('<data value="{}">{}</data>').format(value, written)
    if datatype in _DATES:
        return date(value, lang)
    return Markup("{}").format(value)


def comma(lang: str) -> str:
    """Return what stands between the members of a list."""
    return _COMMAS.get(lang, ", ")


def pause(lang: str) -> str:
    """Return what stands between the parts of a citation; Chinese has a sign of its own for it."""
    return "，" if lang == "zh" else comma(lang)


def full_stop(lang: str) -> str:
    """Return what ends a sentence that a page puts together."""
    return "。" if lang == "zh" else "."


_T = TypeVar("_T")


def in_order(items: Iterable[_T], name: Callable[[_T], str], lang: str) -> list[_T]:
    """Return items in the order of their names in a language."""
    found = list(items)
    if len(found) > 1:
        found.sort(key=lambda item: collation_key(name(item), lang))
    return found


@lru_cache(maxsize=20_000)
def collation_key(text: str, lang: str) -> tuple[object, ...]:
    """Return a key that orders names as dictionaries of a language do.

    ICU has no wheel for Python, so this is the part of its rules that names need: letters first,
    then their accents, then capitals; punctuation and spaces weigh least; numbers by their value;
    ñ is a letter of its own in Spanish, й and ё in Russian as CLDR has them. Chinese follows
    GB 18030, whose common characters stand by their pinyin.
    """
    if lang == "zh":
        return (_chinese(text), text)
    letters, accents = _weights(text, lang)
    return (letters, accents, text.swapcase())


def first_letter(text: str) -> str:
    """Return the letter that a name stands under: the first one, as a capital without accent."""
    plain = unicodedata.normalize("NFKD", text)
    return next((sign.upper() for sign in plain if sign.isalpha()), "")


def _chinese(text: str) -> tuple[tuple[int, bytes], ...]:
    """Latin letters and digits come before Chinese characters."""
    pieces: list[tuple[int, bytes]] = []
    for piece in re.findall(r"[0-9]+|.", unicodedata.normalize("NFKC", text).casefold()):
        if piece.isascii() and piece.isdigit():
            pieces.append((0, len(piece.lstrip("0")).to_bytes(4, "big") + piece.encode()))
        elif piece.isalnum():
            pieces.append((1 if piece.isascii() else 2, piece.encode("gb18030", "replace")))
    return tuple(pieces)


_LETTERS_OF_THEIR_OWN = {"es": {"n\u0303": "n\uffff"}, "ru": {"и\u0306": "и\uffff"}}


def _weights(text: str, lang: str) -> tuple[tuple[tuple[int, int, str], ...], tuple[str, ...]]:
    letters: list[tuple[int, int, str]] = []
    accents: list[str] = []
    plain = unicodedata.normalize("NFKD", text).casefold()
    for written, weight in _LETTERS_OF_THEIR_OWN.get(lang, {}).items():
        plain = plain.replace(written, weight)
    for piece in re.findall(r"[0-9]+|.\uffff?", plain, re.DOTALL):
        if unicodedata.category(piece[0]) in ("Mn", "Lm"):
            accents.append(piece)
        elif piece.isascii() and piece.isdigit():
            letters.append((0, int(piece[:_LONGEST]), ""))
            accents.append("")
        elif piece[0].isalpha():
            letters.append((1, 0, piece))
            accents.append("")
    return tuple(letters), tuple(accents)
