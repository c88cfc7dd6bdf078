"""Values as SPARQL terms. The only way by which a value enters a query."""

import re
from datetime import date

XSD_DATE = "<http://www.w3.org/2001/XMLSchema#date>"

# IRIREF of SPARQL 1.1 (production 139), absolute and over http(s), as all names of the graph are.
_IRI = re.compile(r"https?://[^\s<>\"{}|^`\\\x00-\x20\x7f-\x9f]+")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def iri(text: str) -> str:
    """Return `<text>`.

    Raises:
        ValueError: it is no absolute http(s) IRI, or has a character that no IRI may have.
    """
    if not _IRI.fullmatch(text):
        raise ValueError(f"“{text}” is not an http(s) IRI")
    return f"<{text}>"


def string(text: str) -> str:
    """Return a plain string literal; whatever could end it is escaped.

    Raises:
        ValueError: it has a control character or half a surrogate pair, which no literal may have.
    """
    if any(ord(ch) < 0x20 and ch not in _ESCAPES for ch in text) or any(
        0xD800 <= ord(ch) <= 0xDFFF for ch in text
    ):
        raise ValueError("the text holds a control character")
    return '"' + "".join(_ESCAPES.get(ch, ch) for ch in text) + '"'


def iso_date(text: str) -> str:
    """Return an xsd:date literal.

    Raises:
        ValueError: it is no day of the calendar written YYYY-MM-DD.
    """
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(f"“{text}” is not a date written YYYY-MM-DD")
    date.fromisoformat(text)
    return f'"{text}"^^{XSD_DATE}'


def integer(text: str) -> str:
    """Return an integer literal.

    Raises:
        ValueError: it is no whole number of at most 18 digits.
    """
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
        raise ValueError(f"“{text}” is not a whole number")
    return str(int(text))
