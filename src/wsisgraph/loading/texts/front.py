"""What the beginning of a document says of it: symbol, date, kind."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from wsisgraph.loading.dates import BadDateError, parse_date
from wsisgraph.loading.keys import slug
from wsisgraph.loading.texts.line_kinds import is_header
from wsisgraph.loading.texts.model import Passage

# Documents of the UN, of ITU's Council and conferences, of regional proposals: parts with strokes.
_PART = r"[A-Z0-9][A-Za-z0-9&.()]*"
_SYMBOL = re.compile(
    rf"(?<![\w/.-])(?P<symbol>(?:{_PART}-)*{_PART}(?:/{_PART}(?:-{_PART})*)+)(?![\w/])"
)
_NAMED = re.compile(
    r"(?:\b(?:Document|Documento|Symbole?|Símbolo|Cote|Signatura)|Документ|обозначение|الوثيقة|الرمز|文件|文号)\s?[:：]?\s?(?P<symbol>[A-Z][\w&./()-]*\d[\w&./()-]*)",
    re.IGNORECASE,
)
# Conferences number their documents, and print their own code elsewhere on the page.
_CONFERENCES = {
    **dict.fromkeys(("PP", "ПК"), "PP"),
    **dict.fromkeys(("WTDC", "CMDT", "ВКРЭ"), "WTDC"),
    **dict.fromkeys(("WTSA", "AMNT", "ВАСЭ"), "WTSA"),
    **dict.fromkeys(("WRC", "CMR", "ВКР"), "WRC"),
    **dict.fromkeys(("WCIT", "CMTI", "ВКМЭ"), "WCIT"),
}
_CODE = re.compile(rf"(?<!\w)(?P<code>{'|'.join(_CONFERENCES)})[ -]{{0,3}}(?P<year>\d\d)(?![\d/])")
_BARE = re.compile(
    r"(?:\bDocument[o]?|Документ\w{0,2}|(?:ال|لل)وثيقة|文件)\s?"
    r"(?P<number>\d{1,4})(?:\s?\(Rev\.\s?(?P<revision>\d{1,2})\))?-[ACEFRSX](?!\w)"
    r"(?:\s?\(Rev\.\s?(?P<after>\d{1,2})\))?",
    re.IGNORECASE,
)
_ADDENDUM = re.compile(
    r"(?:Addendum|Addéndum|Дополнительный документ|الإضافة|补遗)\s?(\d{1,2})", re.IGNORECASE
)
_LANGUAGE = re.compile(r"(?:!!MSW)?-[ACEFRSX]$|\((?:Rev\.\d+)?\)$")
_OTHER = re.compile(r"(?<=\d)-[AE]/.*\Z")
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
_LONGEST_LINE = 160


def front_of(passages: Sequence[Passage], headers: Iterable[str] = ()) -> tuple[str, str]:
    """Return the symbol and the date of issue that a document prints, each "" if it does not.

    Args:
        passages: of the document; only lines of its head are looked at.
        headers: texts of page headers.
    """
    head = list(_head(passages))
    symbol = _symbol([*head, *headers]) or _symbol_at_conference(head)
    # The dates of the meeting stand there too, with its place.
    alone = [text for text in head if _ALONE.fullmatch(text)]
    single = [text for text in head if not _RANGE.search(text)]
    dates = (date for text in [*alone, *single] if (date := _date(text)))
    return symbol, next(dates, "")


def _head(passages: Sequence[Passage]) -> Iterator[str]:
    """Yield the lines at the head of a document, which say what it is itself.

    What its sentences and its title cite, and all below its first section or number, does not.
    """
    shown = (passage for passage in passages if passage.kind != "residue")
    for passage in islice(shown, _MOST_AT_FRONT):
        if passage.section or passage.kind not in ("title", "note", "table-row", "paragraph"):
            return
        if passage.kind == "table-row":
            yield from (cell for cell in passage.row if len(cell) <= _LONGEST_LINE)
        elif passage.kind == "title":
            match = _NAMED.match(passage.text) or _SYMBOL.match(passage.text)
            yield from [match[0]] if match is not None else []
        elif passage.kind == "paragraph" and passage.number:
            return
        elif passage.locator.startswith("header") or is_header(passage.text):
            yield passage.text


def _symbol(texts: Iterable[str]) -> str:
    for text in texts:
        for match in (_NAMED.search(text), _SYMBOL.search(text)):
            if match is None:
                continue
            # Of two organs' symbols the first names the document: A/71/67-E/2016/51.
            symbol = _OTHER.sub("", _LANGUAGE.sub("", match["symbol"].rstrip(".,;)-")))
            if re.search(r"\d", symbol) and not re.fullmatch(r"\d+(?:/\d+)+", symbol):
                return symbol
    return ""


def _symbol_at_conference(texts: Sequence[str]) -> str:
    """Return the symbol of “Document 42-E” of the conference that the head names: PP18/42."""
    codes = {
        f"{_CONFERENCES[match['code']]}{match['year']}"
        for text in texts
        for match in _CODE.finditer(text)
    }
    found = [match for text in texts if (match := _BARE.search(text)) is not None]
    if len(codes) != 1 or not found:
        return ""
    added = [match[1] for text in texts if (match := _ADDENDUM.search(text)) is not None]
    number = found[0]["revision"] or found[0]["after"]
    revision = f"(Rev.{number})" if number else ""
    addendum = f"(Add.{added[0]})" if added else ""
    return f"{codes.pop()}/{int(found[0]['number'])}{revision}{addendum}"


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
