"""Where and when conferences met: whose a resolution “(Rev. Kigali, 2022)” is, and its version."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

from wsisgraph.loading.references.fold import Folded, fold
from wsisgraph.loading.references.words import any_of, group, table

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_JOINED = re.compile(r"\d{5,}")
_REVISED = re.compile(rf"(?<![a-z]){any_of('revised')}")
_IN_BRACKETS = re.compile(r"[ ]?\(([^()]{3,80})\)")
_BARE_CHINESE = re.compile(r",((?:19|20)\d\d年,[\u4e00-\u9fff]{2,10})(?=[),。;]|\Z)")
_COUNCIL_SESSION = re.compile(r"(?<![a-z0-9а-я])[cс]-?((?:19|20)?\d\d)(?![\d/])")
_HAN_INSIDE = re.compile(r"[\u4e00-\u9fff,，、0-9]{7,20}")
_COMMAS = re.compile(r"[,，、]")
_NAMES_INSIDE = re.compile(r"[^\W\d_][\w'.-]*(?: [^\W\d_][\w'.-]*){0,3}(?=,)")
_NOISE = re.compile(
    r"(?:19|20)\d\d|年|г\.|года?|лет|سنه|عام|في|en|of|in|de|[\s,.;:'\"-]|"
    r"(?:pp|wtdc|wtsa|ra|wrc|cmdt|amnt|ar|council|conseil|consejo|совет|理事会)-?\d?\d?"
)


@dataclass(frozen=True, slots=True)
class Version:
    """What stands in brackets behind a resolution: its revision.

    Attributes:
        end: of the brackets, in the folded text.
        year: empty where two are printed, as where a deleted text runs into an inserted one.
        place: key of a place of `conferences.toml`, else as printed, else empty.
        revised: whether it says so.
        joined: whether texts run into one another here.
        body: key of the conference whose code is printed, as in “(WTSA-08)”.
    """

    end: int
    year: str
    place: str
    revised: bool
    joined: bool = False
    body: str = ""


def version_at(text: Folded, start: int) -> Version | None:
    """Return the revision printed in brackets at a place; None if nothing like it stands there."""
    match = _IN_BRACKETS.match(text.text, start) or _BARE_CHINESE.match(text.text, start)
    if match is None:
        return None
    inside = match[1]
    years = _YEAR.findall(inside)
    if not years and (sessions := _COUNCIL_SESSION.findall(inside)):
        # (C11, last amended C19): adopted and amended by sessions of the Council.
        last = sessions[-1]
        century = "" if len(last) > 2 else "19" if int(last) > 60 else "20"
        return Version(match.end(), century + last, "", _REVISED.search(inside) is not None)
    if not years and (coded := _coded().search(inside)) is not None:
        body, rule = _codes()[coded["code"]]
        year = ("19" if int(coded["year"]) > 60 else "20") + coded["year"]
        year = rule.get("held", {}).get(year, year)
        place = place_of(body, year)
        return Version(match.end(), year, place, _REVISED.search(inside) is not None, body=body)
    if len(years) > 1 and _REVISED.search(inside) and not _places_in(inside):
        # (2011, last amended 2019): what counts is the last.
        return Version(match.end(), years[-1], "", revised=True)
    revised = _REVISED.search(inside) is not None
    if not years and not (revised and _JOINED.search(inside)):
        return None
    found = _places_in(inside)
    if len(years) > 1 or len(set(found)) > 1 or _JOINED.search(inside):
        return Version(match.end(), "", "", revised, joined=True) if revised or found else None
    rest = _NOISE.sub("", _REVISED.sub("", inside))
    if found:
        return Version(match.end(), years[0], found[0], revised)
    if not rest:
        return Version(match.end(), years[0], "", revised)
    place = _unknown_place(text, match, years[0])
    if place:
        return Version(match.end(), years[0], place, revised)
    return Version(match.end(), years[0], "", revised) if revised else None


def _unknown_place(text: Folded, match: re.Match[str], year: str) -> str:
    """Return the one place that is printed beside the year, if it may be the name of one."""
    printed = text.cased[match.start(1) : match.end(1)]
    if _HAN_INSIDE.fullmatch(printed):
        parts = [part for part in _COMMAS.split(printed) if part and year not in part]
        return parts[0] if len(parts) == 1 and len(parts[0]) <= 8 else ""
    names = _NAMES_INSIDE.findall(printed)
    return names[-1] if names and names[-1][0].isupper() else ""


def conference(place: str, year: str) -> str:
    """Return the conference that met in a place in a year: `itu-pp`; empty if none is known.

    Where two met there in one year, the one whose revisions are cited so is meant: the assemblies
    for radiocommunication name their place seldom.
    """
    years = table("conferences")["years"]
    found = [body for body, places in years.items() if places.get(year) == place]
    return found[0] if found else ""


def place_of(body: str, year: str) -> str:
    """Return the key of the place where a conference met in a year; empty if unknown."""
    found: str = table("conferences")["years"].get(body, {}).get(year, "")
    return found


@cache
def _codes() -> dict[str, tuple[str, dict[str, Any]]]:
    """Return the conferences whose revisions are told by their place, by folded codes."""
    rules = {body: rule for body, rule in table("meetings").items() if rule.get("alone")}
    return {
        fold(code): (body, rule) for body, rule in rules.items() for code in rule.get("codes", ())
    }


@cache
def _coded() -> re.Pattern[str]:
    """Return a pattern for all that stands in the brackets of “(WTSA-08)”, “(Rev. PP-18)”."""
    codes = group(map(re.escape, _codes()))
    revised = any_of("revised")
    return re.compile(
        rf"\A\s*(?:{revised}[\s,]*)?(?P<code>{codes})-?(?P<year>\d\d)(?:,\s*{revised})?\s*\Z"
    )


def _places_in(inside: str) -> list[str]:
    found = _places_at_once().find_matches_as_indexes(inside, overlapping=True)
    return [_places()[number][0] for number in sorted({number for number, _, _ in found})]


def places_within(text: str) -> list[tuple[int, int, str]]:
    """Return where a folded text names places in which conferences met, and their keys."""
    found = _places_at_once().find_matches_as_indexes(text, overlapping=True)
    return [(start, end, _places()[number][0]) for number, start, end in found]


@cache
def _places_at_once() -> AhoCorasick:
    return AhoCorasick([name for _, name in _places()], matchkind=MatchKind.Standard)


@cache
def _places() -> list[tuple[str, str]]:
    names = table("conferences")["places"]
    pairs = [(key, fold(name)) for key, spelled in names.items() for name in spelled]
    return sorted(pairs, key=lambda pair: -len(pair[1]))


@cache
def place_names(key: str) -> tuple[str, str]:
    """Return the English and the Chinese name of a place; empty ones for a place not known."""
    names = table("conferences")["places"].get(key)
    return (names[0], names[-1]) if names else ("", "")


def places_pattern() -> str:
    """Return a pattern for any of the places."""
    return group(re.escape(name) for _, name in _places())
