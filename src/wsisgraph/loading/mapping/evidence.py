"""What the values of a column look like, as evidence of what it means."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from wsisgraph.loading import countries
from wsisgraph.loading.dates import BadDateError, parse_date, parse_period
from wsisgraph.loading.keys import plain
from wsisgraph.loading.lists import DENIALS, MARKS, STRENGTHS, closed_list
from wsisgraph.loading.mentions import mentioned

_URL = re.compile(
    r"(https?://|www\.)\S+|[\w-]+(\.[\w-]+)*\.(org|com|net|int|gov|edu|info)(/\S*)?", re.I
)
_NUMERIC_DATE = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-]\d{4}.*")
_YEAR = re.compile(r"(19|20)\d\d")
_NUMBER = re.compile(r"[01]([.,]\d+)?|\d{1,3}([.,]\d+)?\s*%")
_FIGURE = re.compile(
    r"[\W\d_]*\d[\W\d_]*|(?!SDG|ODD|ODS)[A-Z]{3}\s?[\d.,\s]+|US\$\s?[\d.,\s]+|[\d.,\s]+[A-Z]{3}"
)
_QUESTION = re.compile(r"(?:Q(?:uestion)?\.?\s*)?\d{1,2}\s*/\s*\d{1,2}", re.IGNORECASE)
_BODIES = """
ministry university agency ltd inc foundation association institute authority commission
    company council department government bank centre center union ngo network society corporation
    ministere universite agence fondation association institut autorite societe ministerio
    universidad agencia fundacion asociacion instituto autoridad comision министерство университет
    агентство фонд ассоциация институт комиссия общество"""
_BODY_WORDS = frozenset(_BODIES.split())
_BODY_PARTS = (
    "部",
    "大学",
    "公司",
    "局",
    "协会",
    "研究院",
    "委员会",
    "وزارة",
    "جامعة",
    "هيئة",
    "شركة",
    "مؤسسة",
)
# Values that are tried before a column is taken to hold none of a kind.
_TRIED = 50
_DIRECTIONS = frozenset({"both", "forward", "reverse"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a sample of the values of one column shows.

    Attributes:
        filled: how many values there are.
        distinct: how many different ones.
        length: of the values on average.
        numbers: which part of them are bare numbers, which would do for too many fields.
        marks: which part of them say only yes or no, as `x` does.
        figures: which part of them are numbers of any kind, amounts and lists among them.
        shares: which part of the values would do for each field that can be tried.
        examples: a few values.
    """

    filled: int
    distinct: int
    length: float
    numbers: float
    marks: float
    figures: float
    shares: Mapping[str, float]
    examples: tuple[str, ...]

    @property
    def is_unique(self) -> bool:
        """Whether no value comes twice."""
        return self.filled > 1 and self.distinct == self.filled


def weigh(values: Sequence[str], tests: Mapping[str, Callable[[str], bool]]) -> Evidence:
    """Return what a sample of values shows."""
    filled = [value.strip() for value in values if value.strip()]
    shares = {field: _share(filled, test) for field, test in tests.items()}
    return Evidence(
        filled=len(filled),
        distinct=len({plain(value) for value in filled}),
        length=sum(map(len, filled)) / len(filled) if filled else 0.0,
        numbers=sum(value.isdigit() for value in filled) / len(filled) if filled else 0.0,
        marks=sum(map(is_mark, filled)) / len(filled) if filled else 0.0,
        figures=sum(map(_is_figure, filled)) / len(filled) if filled else 0.0,
        shares=shares,
        examples=tuple(dict.fromkeys(filled[:20]))[:3],
    )


def is_mark(value: str) -> bool:
    """Tell whether a value says only yes or no; 1 and 0 may be more."""
    text = value.casefold()
    return (text in MARKS or text in DENIALS) and not text.isdigit()


def _is_figure(value: str) -> bool:
    return _FIGURE.fullmatch(value) is not None


def _share(filled: Sequence[str], test: Callable[[str], bool]) -> float:
    """Return which part of values passes a test; if none of the first does, none is taken to."""
    passed = sum(map(test, filled[:_TRIED]))
    if not passed:
        return 0.0
    return (passed + sum(map(test, filled[_TRIED:]))) / len(filled)


def _is_country(value: str) -> bool:
    return countries.place(value).is_known


def _is_code(value: str) -> bool:
    found = mentioned(value)
    return bool(found.codes) or found.wrong


def _is_line(value: str) -> bool:
    found = mentioned(value)
    return bool(found.codes) and all(code.kind == "action-line" for code in found.codes)


def _is_object(value: str) -> bool:
    found = mentioned(value)
    return found.wrong or (
        bool(found.codes) and all(code.kind != "action-line" for code in found.codes)
    )


def _is_date(value: str) -> bool:
    if _NUMERIC_DATE.fullmatch(value):
        return True
    try:
        parse_date(value)
    except BadDateError:
        return False
    return True


def _is_period(value: str) -> bool:
    try:
        return parse_period(value)[1] is not None
    except BadDateError:
        return False


def _is_body(value: str) -> bool:
    return bool(_BODY_WORDS & set(plain(value).split())) or any(
        part in value for part in _BODY_PARTS
    )


def _in(scheme: str) -> Callable[[str], bool]:
    return lambda value: plain(value) in closed_list(scheme)


ENTRY_TESTS: Mapping[str, Callable[[str], bool]] = {
    "links": _is_code,
    "country": _is_country,
    "start": _is_date,
    "end": _is_date,
    "period": _is_period,
    "edition": lambda value: bool(_YEAR.search(value)) and len(value) < 40,
    "url": lambda value: bool(_URL.fullmatch(value)),
    "stakeholder": _in("stakeholder-types"),
    "kind": _in("activity-kinds"),
    "status": _in("activity-status"),
    "coverage": _in("reach"),
    "phase": _in("prize-phases"),
    "organisation": _is_body,
}
LINKAGE_TESTS: Mapping[str, Callable[[str], bool]] = {
    "line": _is_line,
    "object": _is_object,
    "strength": lambda value: plain(value) in closed_list("strength") or plain(value) in STRENGTHS,
    "confidence": lambda value: bool(_NUMBER.fullmatch(value)),
    "direction": lambda value: value.casefold() in _DIRECTIONS,
    "question": lambda value: bool(_QUESTION.match(value)),
}
TESTS = {"entries": ENTRY_TESTS, "linkages": LINKAGE_TESTS}


def date_order(values: Sequence[str]) -> str:
    """Return `dmy` or `mdy` if the dates of a sample show it; empty if they do not, or both."""
    orders: set[str] = set()
    for value in values:
        if (match := _NUMERIC_DATE.fullmatch(value.strip())) is not None:
            if int(match[1]) > 12:
                orders.add("dmy")
            elif int(match[2]) > 12:
                orders.add("mdy")
    return orders.pop() if len(orders) == 1 else ""
