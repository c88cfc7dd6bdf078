"""What a word is, in six languages: folding, cutting, stemming, by the table of `analysis.json`.

The script of static pages (`search-words.js`) does the same by the same table. So everything here
is plain: one longest ending a step, no exceptions; a word is read by its script, so that English
names within Arabic or Chinese are found as well.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

LANGUAGES = ("en", "ar", "es", "fr", "ru", "zh")

TABLE: Mapping[str, Any] = json.loads(Path(__file__).with_name("analysis.json").read_text("utf-8"))

MOST_LETTERS = 80
"""Of a word; longer ones are no words."""

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Marks stand within words; what is not to be seen stands anywhere.
_MARKS = "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06ed"
_HIDDEN = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_WORD = rf"(?:[^\W_{_HAN}]|[{_MARKS}{_HIDDEN}])+"
_PIECES = re.compile(rf"(?P<han>[{_HAN}]+)|{_WORD}(?:[.\-/‐‑]{_WORD})*")
_GONE = re.compile(f"[{_HIDDEN}]")
_PARTS = re.compile(r"[.\-/‐‑]")
_SQUEEZED = re.compile(r"[^\w./]|_")
_ARABIC, _CYRILLIC = re.compile("[\u0620-\u06ff]"), re.compile("[\u0400-\u052f]")
_DIGITS = {ord(sign): str(at % 10) for at, sign in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}


class Word(NamedTuple):
    """A word of a text: what it is found by, and where it stands."""

    term: str
    surface: str
    start: int
    end: int


def fold(text: str) -> str:
    """Return small letters without accents, in the one spelling that stands for all."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKC", _GONE.sub("", text)).lower().translate(_DIGITS)
    split = unicodedata.normalize("NFD", plain)
    kept = "".join(sign for sign in split if unicodedata.category(sign) != "Mn" and sign != "ـ")
    return unicodedata.normalize("NFC", kept.translate(_letters()))


def squeezed(text: str) -> str:
    """Return a text without case, accents, spaces and signs, by which codes and names are known."""
    return _SQUEEZED.sub("", fold(text)).strip("./")


def keys(text: str) -> list[str]:
    """Return what a whole text may name: itself, and the code after “goal” and words like it."""
    found = [squeezed(text)]
    for word in TABLE["before_codes"]:
        if found[-1].startswith(word) and len(found[-1]) > len(word):
            found.append(found[-1].removeprefix(word).strip("./"))
    return found


def words(text: str, lang: str, *, asked: bool = False) -> Iterator[Word]:
    """Give the words of a text; those of two or more Chinese characters overlap.

    Args:
        text: the text.
        lang: its language.
        asked: somebody asks: of a word with hyphens or a code the whole alone is wanted, and of
            Chinese no single characters.
    """
    for piece in _PIECES.finditer(text):
        if piece["han"]:
            yield from _characters(piece["han"], piece.start(), asked)
        else:
            yield from _cut(piece[0], piece.start(), lang, asked)


def _characters(run: str, start: int, asked: bool) -> Iterator[Word]:
    run = unicodedata.normalize("NFKC", run)
    if not asked or len(run) == 1:
        for at, sign in enumerate(run):
            yield Word(sign, sign, start + at, start + at + 1)
    for at in range(len(run) - 1):
        yield Word(run[at : at + 2], run[at : at + 2], start + at, start + at + 2)


def _cut(piece: str, start: int, lang: str, asked: bool) -> Iterator[Word]:
    parts = _PARTS.split(piece)
    if len(parts) > 1:
        whole = fold(piece).replace("‐", "-")
        # A code is one word, and so is what is written with hyphens: e-learning, elearning.
        joined = whole if any(sign.isdigit() for sign in whole) else ""
        if not joined and "/" not in whole and "." not in whole:
            joined = stem(whole.replace("-", ""), lang)
        if joined:
            yield Word(joined, whole, start, start + len(piece))
            if asked:
                return
    for part in parts:
        surface = fold(part)
        if surface and (len(parts) == 1 or len(surface) > 1):
            yield Word(stem(surface, lang), surface, start, start + len(part))
        start += len(part) + 1


@lru_cache(maxsize=100_000)
def stem(surface: str, lang: str) -> str:
    """Return what the forms of a folded word have in common; "" for a word that says nothing."""
    if len(surface) > MOST_LETTERS:
        return ""
    own = _language(surface, lang)
    if surface in _stops(own):
        return ""
    rules = TABLE["languages"][own]
    for step in rules["prefixes"]:
        for prefix, left in step:
            if surface.startswith(prefix) and len(surface) - len(prefix) >= left:
                surface = surface.removeprefix(prefix)
                break
    for step in _steps(own):
        for ending, instead, left in step:
            if surface.endswith(ending):
                if len(surface) - len(ending) >= left:
                    surface = surface.removesuffix(ending) + instead
                break
    return surface


def _language(surface: str, lang: str) -> str:
    """Return the language whose endings a word has: its script decides."""
    if surface[0].isdigit():
        return "zh"
    if _ARABIC.match(surface):
        return "ar"
    if _CYRILLIC.match(surface):
        return "ru"
    return lang if lang in ("en", "es", "fr") else "en"


@cache
def _letters() -> dict[int, str]:
    return {ord(sign): instead for sign, instead in TABLE["letters"].items()}


@cache
def _stops(lang: str) -> frozenset[str]:
    return frozenset(fold(TABLE["languages"][lang]["stop"]).split())


@cache
def _steps(lang: str) -> tuple[tuple[tuple[str, str, int], ...], ...]:
    """Return the endings of each step, the longest first."""
    return tuple(
        tuple(sorted((tuple(rule) for rule in step), key=lambda rule: -len(rule[0])))
        for step in TABLE["languages"][lang]["steps"]
    )
