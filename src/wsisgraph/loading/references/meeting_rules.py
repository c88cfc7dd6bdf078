"""Which bodies' meetings go by the year and which by a number, as `meetings.toml` says."""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any

from wsisgraph.loading.references import meeting_patterns as spelled
from wsisgraph.loading.references.fold import fold
from wsisgraph.loading.references.names import Name
from wsisgraph.loading.references.resolutions import key_of
from wsisgraph.loading.references.spans import Span
from wsisgraph.loading.references.words import group, table
from wsisgraph.terms import iris

RULES = table("meetings")
NUMBERED = "numbered meeting"
_SYMBOLS = [(body, re.compile(rule["symbol"])) for body, rule in RULES.items() if "symbol" in rule]
_YEAR = re.compile(spelled.YEAR)
_FROM_TO = re.compile(r"\d\s*年?\s*(?:-|至)")
_BARE = frozenset({"pp", "пк"})


def rule_of(name: Name) -> dict[str, Any]:
    """Return the rule of the body that a name names; an empty one if it has none."""
    return _rule(name.label.iri)


@lru_cache(maxsize=50_000)
def _rule(iri: str) -> dict[str, Any]:
    rule: dict[str, Any] = RULES.get(key_of(iri), {})
    return rule


def body_of_year(iri: str) -> str:
    """Return the body whose meeting of a year has an IRI; empty if that is none."""
    return _by_stem().get(iri[:-4], "") if iri[-4:].isdigit() else ""


@cache
def _by_stem() -> dict[str, str]:
    return {meeting_iri(body, year="2001")[:-4]: body for body in RULES if "year" in RULES[body]}


def has_numbers(body: str) -> bool:
    """Tell whether the meetings of a body are counted."""
    return "number" in RULES.get(body, {})


def goes_by_session(name: Name) -> bool:
    """Tell whether what is counted are the sessions of a body."""
    return bool(rule_of(name).get("session", False))


def fits(body: str, numbers: Iterable[int]) -> bool:
    """Tell whether meetings of a body have such numbers."""
    first, last = RULES.get(body, {}).get("numbers", (0, 1_000))
    return all(first <= number <= last for number in numbers)


def by_symbol(text: str) -> list[str]:
    """Return the bodies of whose documents a passage has symbols."""
    return [body for body, symbol in _SYMBOLS if symbol.search(text)]


def are_counted(names: Iterable[Name]) -> bool:
    """Tell whether any name is that of a conference that an ordinal makes a meeting."""
    return any(rule_of(name).get("counted", False) for name in names)


@lru_cache(maxsize=4_000)
def meeting_iri(body: str, *, number: int = 0, year: str = "") -> str:
    """Return the IRI of a meeting of a body by its number or its year; empty if it has none so."""
    rule = RULES.get(body, {})
    if year and "year" in rule:
        year = rule.get("held", {}).get(year, year)
        kind, _, key = str(rule["year"]).format(year=year).partition("/")
        return iris.individual(kind, key)
    if number and "number" in rule:
        kind, _, key = str(rule["number"]).format(number=number).partition("/")
        return iris.individual(kind, key)
    return ""


def year_of_number(body: str, number: str) -> str:
    """Return the year of a numbered meeting of a body that meets regularly; empty if unknown."""
    before, step = RULES.get(body, {}).get("begun", (0, 0))
    return str(before + step * int(number)) if before and number.isdigit() else ""


def kind_of(iri: str) -> str:
    """Return the kind of mention of a meeting or event."""
    return "event" if "/id/event/" in iri or "/id/edition/" in iri else "meeting"


def of_years(body: str, printed: str, start: int, end: int) -> Iterator[Span]:
    """Yield the meetings of a body in the years printed, of a span each."""
    years = _YEAR.findall(printed)
    if len(years) == 2 and _FROM_TO.search(printed):
        first, last = map(int, years)
        years = [str(year) for year in range(first, last + 1)] if 0 < last - first < 20 else []
    for year in years:
        iri = meeting_iri(body, year=year)
        kind = kind_of(iri)
        details = {"body": body, "year": year}
        yield Span(
            start, end, kind, f"{body} {year}", iri, details, True, 0.95, "meeting of a year"
        )


def of_numbers(body: str, numbers: Iterable[int], start: int, end: int) -> Iterator[Span]:
    """Yield the meetings of a body with such numbers."""
    for number in numbers:
        iri = meeting_iri(body, number=number)
        details = {"body": body, "number": str(number)}
        yield Span(start, end, "meeting", f"{body} {number}", iri, details, True, 0.97, NUMBERED)


@cache
def by_code() -> dict[str, tuple[str, str]]:
    """Return the bodies whose meetings have codes, and the codes as printed, by folded ones."""
    return {
        fold(code): (body, code) for body, rule in RULES.items() for code in rule.get("codes", ())
    }


def main_code(body: str) -> str:
    """Return the first code of the meetings of a body."""
    return str(RULES[body]["codes"][0])


@cache
def code_pattern() -> re.Pattern[str]:
    """Return a pattern for the codes of meetings: WTDC-17, PP18."""
    # Longer codes have no hyphen as well: PP18, WTDC17.
    together = [code for code, (_, printed) in by_code().items() if printed.isupper()]
    bare = group(re.escape(code) for code in together if code in _BARE or len(code) > 2)
    codes = group(map(re.escape, by_code()))
    return re.compile(
        rf"(?<![a-z\u0400-\u052f\d_/-])(?P<code>{codes}(?=-)|{bare}(?=\d))-?(?P<year>(?:20)?\d\d)(?![\d/-])"
    )
