"""Sections without a printed number: what locators call them, in whatever language they are."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from wsisgraph.loading.dates import month_names
from wsisgraph.loading.keys import plain, slug
from wsisgraph.loading.texts.numbers import number_at_start

_LONGEST = 160
_LONGEST_NAME = 80
_MOST_BEHIND, _MOST_HAN_BEHIND = 3, 6
_MOST_BESIDE = 3
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PROPOSED = re.compile(r"(?:MOD|ADD|SUP|NOC)\b")
_BETWEEN_HAN = re.compile(r"(?<=[\u4e00-\u9fff])\s(?=[\u4e00-\u9fff])")
_RESOLUTION = re.compile(
    r"(?:resolution|résolution|resolución|резолюция|القـ*رار)\s+(?P<first>\d{1,4})\b"
    r"|第\s?(?P<second>\d{1,4})\s?号决议",
    re.IGNORECASE,
)
_DIACRITICS = re.compile("[\u064b-\u0652\u0640]")
_PART_NUMBER = re.compile(
    r"[\s№:.–-]*(?P<number>\d{1,3}|[A-Z]|[ivxlIVXL]{1,5}|[一二三四五六七八九十]{1,3})\b"
)


@cache
def _lists() -> dict[str, dict[str, str]]:
    data = tomllib.loads(Path(__file__).with_name("sections.toml").read_text(encoding="utf-8"))
    return {
        name: {_plain(word): key for key, words in table.items() for word in words}
        for name, table in data.items()
    }


@cache
def _verbs_by_letter() -> dict[str, list[str]]:
    """Return the verbs by their first letter, the longest first."""
    found: dict[str, list[str]] = {}
    for word in sorted(_lists()["verbs"], key=len, reverse=True):
        found.setdefault(word[0], []).append(word)
    return found


@cache
def _addressees_by_length() -> list[tuple[str, str]]:
    return sorted(_lists()["addressees"].items(), key=lambda item: -len(item[0]))


@lru_cache(maxsize=4_000)
def known_section(heading: str) -> str:
    """Return the key of a heading that documents of this kind share; "" for any other.

    `Summary` gives `summary`, `instructs the Secretary-General` gives `instructs-sg`.
    """
    if len(heading) > _LONGEST:
        return ""
    text = _plain(heading)
    if (name := _lists()["names"].get(text)) is not None:
        return name
    return known_verb(heading)


@lru_cache(maxsize=4_000)
def known_verb(heading: str) -> str:
    """Return the key of a heading of a resolution: its verb, and whom it turns to."""
    text = _plain(heading)
    words = _verbs_by_letter().get(text[:1], ())
    best = next((word for word in words if _begins(text, word)), "")
    if not best:
        return ""
    rest = text[len(best) :].strip()
    verb = _lists()["verbs"][best]
    if not rest:
        return verb
    found: list[str] = []
    for word, key in _addressees_by_length():
        if word in rest:
            rest = rest.replace(word, " ", 1)
            if key not in found:
                found.append(key)
    if not found:
        return ""
    if "members" in found:
        found = ["members"]
    order = list(dict.fromkeys(_lists()["addressees"].values()))
    return "-".join([verb, *sorted(found, key=order.index)])


@cache
def _parts_beyond_ascii() -> tuple[str, ...]:
    return tuple(word for word in _lists()["parts"] if not word.isascii())


@lru_cache(maxsize=1_000)
def part(heading: str) -> str:
    """Return the key of a part such as `Annex 2`; "" for what is none."""
    text = heading.strip()
    first = re.match(r"[^\W\d_]+", text)
    if first is None or len(text) > _LONGEST:
        return ""
    word = first[0]
    words = _lists()["parts"]
    key = words.get(_plain(word))
    if not key and text.startswith(_parts_beyond_ascii()):
        key = next(words[each] for each in _parts_beyond_ascii() if text.startswith(each))
    if not key:
        return ""
    length = (
        len(word)
        if _plain(word) in words
        else len(next(each for each in words if text.startswith(each)))
    )
    rest = text[length:]
    if (match := _PART_NUMBER.match(rest)) is not None:
        number = number_at_start(f"({match['number']})")
        value = number.values[0] if number is not None and number.values else 0
        printed = match["number"].lower()
        return f"{key}-{value if value and not printed.isalpha() else slug(printed) or value}"
    return key if not rest.strip(" .:：") else ""


@lru_cache(maxsize=1_000)
def is_masthead(text: str) -> bool:
    """Tell whether a line says who publishes a document, or at which session, and no more."""
    if len(text) > _LONGEST_NAME:
        return False
    plainly = _plain(_BETWEEN_HAN.sub("", text))
    names = {word for word, kind in _lists()["mastheads"].items() if kind != "session"}
    if plainly in names:
        return True
    if any(map(str.isdigit, plainly)) and document_kind(text) == "working-document":
        # “Council 2023” is one; “ITU role in implementing the 2030 Agenda” is a title.
        rests = [plainly[len(name) :] for name in names if _begins(plainly, name)]
        if any(
            sum(map(str.isalpha, rest.split())) <= _MOST_BEHIND
            and sum(map(_is_han, rest)) <= _MOST_HAN_BEHIND
            for rest in rests
        ):
            return True
    sessions = (word for word, kind in _lists()["mastheads"].items() if kind == "session")
    said = len(plainly.split())
    return any(word in plainly and said - len(word.split()) <= _MOST_BESIDE for word in sessions)


@lru_cache(maxsize=1_000)
def is_whose(text: str) -> bool:
    """Tell whether a line above others of a letterhead may say whose meeting it is for, and when.

    So `Council Working Group on …` and `Fortieth meeting – Geneva, 17-18 January 2031` do.
    """
    if len(text) > _LONGEST_NAME or document_kind(text) != "working-document":
        return False
    plainly = _plain(_BETWEEN_HAN.sub("", text))
    names = (word for word, kind in _lists()["mastheads"].items() if kind != "session")
    words = set(plainly.split())
    is_dated = _YEAR.search(text) is not None and not words.isdisjoint(month_names())
    return is_dated or any(_begins(plainly, name) for name in names)


def document_kind(title: str, before: Iterable[str] = ()) -> str:
    """Return the key of `document-kinds` that a title tells.

    Args:
        title: of the document.
        before: what stands before it; MOD, ADD and SUP mark proposals to conferences.
    """
    if any(_PROPOSED.match(text) for text in before):
        return "proposal"
    text = _plain(title)
    for word, key in _lists()["kinds"].items():
        place = text.find(word)
        if place >= 0 and (_is_han(word) or f" {word} " in f" {text} "):
            return key
    return "working-document"


def resolution(heading: str) -> str:
    """Return the key of the title of a resolution, as `resolution-140`; "" for any other."""
    match = _RESOLUTION.search(heading)
    return f"resolution-{int(match['first'] or match['second'])}" if match is not None else ""


def section_key(heading: str) -> str:
    """Return what a heading gives to locators: a shared key, or its own Latin words; or ""."""
    known = known_section(heading)
    if known:
        return known
    return slug(heading, 40) if len(heading) <= _LONGEST_NAME and _is_latin(heading) else ""


def _begins(text: str, word: str) -> bool:
    if not text.startswith(word):
        return False
    # Chinese has no spaces between words.
    return (
        len(text) == len(word)
        or (not word[-1].isascii() and _is_han(word))
        or text[len(word)] == " "
    )


def _is_han(word: str) -> bool:
    return "\u4e00" <= word[-1] <= "\u9fff"


def _is_latin(text: str) -> bool:
    if text.isascii():
        return any(map(str.isalpha, text))
    letters = [letter for letter in text if letter.isalpha()]
    latin = sum(letter < "\u0250" for letter in letters)
    return bool(letters) and latin >= 0.9 * len(letters)


@lru_cache(maxsize=8_000)
def _plain(text: str) -> str:
    if not text.isascii():
        text = _DIACRITICS.sub("", text.replace("’", "'"))
    return plain(text)
