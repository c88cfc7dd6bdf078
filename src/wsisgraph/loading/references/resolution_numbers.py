"""Numbers of resolutions and decisions: the forms of them, and the names and IRIs made of them."""

import re
from functools import lru_cache

from wsisgraph.loading.references.conferences import place_names
from wsisgraph.loading.references.fold import Folded
from wsisgraph.loading.references.words import group
from wsisgraph.terms import iris

SESSIONS = range(31, 100)
YEARS = range(1946, 2100)
_NOT_IN_KEY = re.compile(r"[^a-z0-9]+")
# One of the parts in which a resolution was adopted: 57/270 B, 57/270 باء.
_SPELLED = {"الف": "A", "باء": "B", "جيم": "C", "دال": "D", "هاء": "E", "واو": "F"}
_CYRILLIC = {"А": "A", "В": "B", "С": "C"}
# Behind a Cyrillic letter, which may be a word as well: “Резолюция 70/125 В ней говорится”.
_GOES_ON = r"\s*(?:[,;:)»]|[.](?!\S)|\Z)| от \d| и (?:[\dАВС]|резолюц)| \w+ Ассамблеи"
_PART = re.compile(
    rf" (?P<letter>[A-G](?=号|(?![\w'’/-]|[.]\S))|{group(_CYRILLIC)}(?={_GOES_ON}))|"
    rf" (?P<spelled>{group(_SPELLED)})(?![\w])"
)

# How a body begins the key of its resolutions where that is not its own key.
_KEYS = {
    "unga": "ga",
    "un": "ga",
    "itu-r": "itu-r",
    "itu-ra": "itu-r",
    "itu-d": "itu-wtdc",
    "itu-t": "itu-wtsa",
    "unesco-general-conference": "unesco",
}
OF_UNION = frozenset({"itu-pp", "itu-council", "itu-wtdc", "itu-wtsa", "itu-r", "itu-wrc"})


def has_form(number: str) -> bool:
    """Tell whether a number has the form of those of the General Assembly or ECOSOC."""
    first, sign, last = number.partition("/")
    both = sign and first.isdigit() and last.isdigit()
    return bool(both) and (int(first) in YEARS or int(first) in SESSIONS)


def is_year(number: str, before: str) -> bool:
    """Tell whether a number behind another one of a list is a year: Resolutions 71 and 2018."""
    return number.isdigit() and len(number) == 4 and int(number) in YEARS and len(before) < 4


def turned(number: str) -> str:
    """Return 70/125 for 125/70, as lines that run from right to left may have it."""
    first, sign, last = number.partition("/")
    if not (sign and first.isdigit() and last.isdigit()):
        return number
    by_session = int(first) not in SESSIONS and int(first) not in YEARS and int(last) in SESSIONS
    if by_session or (int(last) in YEARS and int(first) not in YEARS):
        return f"{last}/{first}"
    return number


def part_of(text: Folded, number: str, end: int) -> tuple[str, int]:
    """Return the letter of the part of a resolution that is named, with a blank, and its end.

    Args:
        text: of the passage.
        number: the digits.
        end: where they end.
    """
    if "/" not in number:
        return "", end
    # Only capitals are letters of parts; Arabic has their names.
    part = _PART.match(text.cased, end) or _PART.match(text.text, end)
    if part is None:
        return "", end
    said = part["letter"] or _SPELLED[part["spelled"]]
    return f" {_CYRILLIC.get(said, said)}", part.end()


@lru_cache(maxsize=4_000)
def named(
    kind: str, body: str, number: str, year: str, place: str, *, revised: bool
) -> tuple[str, str]:
    """Return the normal form of a reference and its IRI, that of the version if one is printed."""
    key = _KEYS.get(body, body)
    if key in ("ga", "ecosoc"):
        organ = "A" if key == "ga" else "E"
        letters = "RES" if kind == "resolution" else "DEC"
        slug = _NOT_IN_KEY.sub("-", number.lower()).strip("-")
        iri = iris.individual(kind, f"{key}-{slug}")
        return f"{organ}/{letters}/{number}", iri
    work = number.partition("-")[0] if key == "itu-r" else number
    slug = _NOT_IN_KEY.sub("-", f"{key}-{work}".lower()).strip("-")
    if key == "unsc":
        return f"S/RES/{number}", iris.individual(kind, slug)
    name = {"unesco": "UNESCO", "itu-r": "ITU-R"}.get(key) or key.removeprefix("itu-").upper()
    name = "Council" if key == "itu-council" else name
    value = f"{name} {kind.capitalize()} {number.upper()}"
    if year and key in OF_UNION:
        shown = place_names(place)[0] or place
        inside = ", ".join(part for part in (shown, year) if part)
        value += f" ({'Rev. ' if revised else ''}{inside})"
        return value, iris.individual(kind, f"{slug}/{year}")
    return value, iris.individual(kind, slug)
