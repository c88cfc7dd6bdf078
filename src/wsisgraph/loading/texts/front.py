"""What the beginning of a document says of it: symbol, date, kind."""

import re
from collections.abc import Iterable, Sequence

from wsisgraph.loading.dates import BadDateError, parse_date
from wsisgraph.loading.keys import slug
from wsisgraph.loading.texts.model import Passage

# Documents of the UN, of ITU's Council and conferences, of regional proposals: parts with strokes.
_PART = r"[A-Z0-9][A-Za-z0-9&.()]*"
_SYMBOL = re.compile(
    rf"(?<![\w/.-])(?P<symbol>(?:{_PART}-)*{_PART}(?:/{_PART}(?:-{_PART})*)+)(?![\w/])"
)
_NAMED = re.compile(
    r"(?:\b(?:Document|Documento|Document)|Документ|الوثيقة|文件|文号)\s?:?\s?(?P<symbol>[A-Z][\w&./()-]*\d[\w&./()-]*)",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"(?:!!MSW)?-[ACEFRSX]$|\((?:Rev\.\d+)?\)$")
_DATE = re.compile(
    r"\d{4}\s?年\s?\d{1,2}\s?月(?:\s?\d{1,2}\s?日)?"
    r"|\d{1,2}(?:er|º)?\.?\s+(?:de\s+)?[^\W\d_]{3,12}\.?\s+(?:de\s+)?\d{4}"
    r"|[^\W\d_]{3,12}\s+\d{1,2},\s+\d{4}|\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4}"
)
_ALONE = re.compile(rf"(?:{_DATE.pattern})(?:\s*г(?:ода|\.)?)?\.?")
_RANGE = re.compile(r"\d{1,2}[^\d]{0,14}[-–—至到]\s?\d{1,2}(?!\d)|\d\s(?:to|au|al|по|إلى)\s\d")
_MONTH = re.compile(r"[^\W\d_]{3,12}\.?\s+(?:de\s+)?\d{4}")
_ITU_YEAR = re.compile(r"(?:C|PP-|PP|WTDC-?|WTSA-?|RA|WRC-?|S|CL-|CWG\D*)(?P<year>\d{2})(?:[-/]|$)")
_UN_YEAR = re.compile(r"/(?P<year>(?:19|20)\d{2})(?:/|$)")
_MOST_AT_FRONT = 14
_LONGEST_NOTE = 260


def front_of(passages: Sequence[Passage], headers: Iterable[str] = ()) -> tuple[str, str]:
    """Return the symbol and the date of issue that a document prints, each "" if it does not.

    Args:
        passages: of the document; only what stands before its first section is looked at.
        headers: texts of page headers.
    """
    beginning = [text for text in _beginning(passages)]
    symbol = _symbol([*beginning, *headers])
    # The dates of the meeting stand there too, with its place.
    alone = [text for text in beginning if _ALONE.fullmatch(text)]
    single = [text for text in beginning if not _RANGE.search(text)]
    dates = (date for text in [*alone, *single] if (date := _date(text)))
    return symbol, next(dates, "")


def _beginning(passages: Sequence[Passage]) -> Iterable[str]:
    for passage in passages[:_MOST_AT_FRONT]:
        if passage.section or passage.kind in ("heading", "residue"):
            return
        if passage.kind in ("title", "note", "table-row") or len(passage.text) <= _LONGEST_NOTE:
            yield passage.text


def _symbol(texts: Iterable[str]) -> str:
    for text in texts:
        # A title cites what it is about: only short lines are the document's own symbol.
        for match in (_NAMED.search(text), _SYMBOL.search(text)):
            if match is None or len(text) > _LONGEST_NOTE:
                continue
            symbol = _LANGUAGE.sub("", match["symbol"].rstrip(".,;)-"))
            if re.search(r"\d", symbol) and not re.fullmatch(r"\d+(?:/\d+)+", symbol):
                return symbol
    return ""


def _date(text: str) -> str:
    for pattern in (_DATE, _MONTH):
        for match in pattern.finditer(text):
            try:
                return parse_date(re.sub(r"(?<=\d)(?:er|º)", "", match[0]), "dmy").text
            except BadDateError:
                continue
    return ""


def year_of(symbol: str) -> str:
    """Return the year that a symbol tells, as C24/34 does; "" if it tells none."""
    if (match := _UN_YEAR.search(symbol)) is not None:
        return match["year"]
    if (match := _ITU_YEAR.match(symbol)) is not None:
        return f"20{match['year']}"
    return ""


def document_key(symbol: str) -> str:
    """Return the key of a document, as the graph names those that others cite."""
    key = slug(symbol)
    # Symbols of the Council and of circular letters say nothing of whose they are.
    return f"itu-{key}" if re.match(r"(?:C|CL-)\d{2}[/-]", symbol) else key
