"""Literals: whether they are well-formed, and which of two is less.

The plain cases are decided here, as they are nearly all; whatever is odd is asked of rdflib, so
that pyshacl, which asks the same, stays the reference.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from wsisgraph.terms.namespaces import RDFS, XSD

if TYPE_CHECKING:
    import rdflib

_STRING = XSD.string
_LITERAL, _DATATYPE = RDFS.iri + "Literal", RDFS.iri + "Datatype"
_EXACT = {XSD.integer, XSD.decimal}
_DATE = re.compile(r"[1-9]\d{3}-\d\d-\d\d", re.ASCII)
_PLAIN = {
    XSD.integer: re.compile(r"[+-]?\d+", re.ASCII),
    XSD.decimal: re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII),
    XSD.boolean: re.compile(r"true|false"),
}
# Of these the reference knows no values, and takes the datatype's word.
_UNHELD = {XSD.iri + name for name in ("gYear", "gYearMonth", "gMonthDay", "gDay", "gMonth")}
# Of these the reference looks at the value; of others it takes the datatype's word.
_HELD = {
    XSD.iri + name
    for name in ("boolean", "date", "dateTime", "decimal", "float", "integer", "time")
}


def of_datatype(value: Literal, wanted: NamedNode) -> bool:
    """Say whether a literal is a well-formed one of a datatype (SHACL section 4.1.2)."""
    datatype = value.datatype
    if datatype != wanted:
        # The reference takes every literal for one of these.
        return wanted.value in (_LITERAL, _DATATYPE)
    kind = datatype.value
    if kind == _STRING or kind in _UNHELD or value.language is not None:
        return True
    if (plain := _PLAIN.get(kind)) is not None and plain.fullmatch(value.value):
        return True
    if kind == XSD.date and _DATE.fullmatch(value.value):
        return _is_date(value.value)
    asked = _rdflib(value)
    if asked.ill_typed:
        return False
    return asked.value is not None or kind not in _HELD


def less(first: Any, second: Any) -> int | None:
    """Compare two values: below 0, 0 or above 0; None where they cannot be compared."""
    if not isinstance(first, Literal) or not isinstance(second, Literal):
        return None
    kinds = first.datatype.value, second.datatype.value
    if _EXACT.issuperset(kinds):
        texts = first.value, second.value
        if all(_PLAIN[k].fullmatch(t) for k, t in zip(kinds, texts, strict=True)):
            return _sign(Decimal(texts[0]), Decimal(texts[1]))
    one, other = _rdflib(first), _rdflib(second)
    if isinstance(one.value, str) is not isinstance(other.value, str):
        return None
    try:
        if one.eq(other):
            return 0
        # Literals of rdflib order times with and without a zone; their values do not, and rightly.
        if isinstance(one.value, datetime | time):
            return _sign(one.value, other.value)
        return 1 if one > other else -1
    except (TypeError, NotImplementedError, ArithmeticError):
        return None


def _sign(first: Any, second: Any) -> int:
    return int(first > second) - int(first < second)


def _is_date(lexical: str) -> bool:
    try:
        date.fromisoformat(lexical)
    except ValueError:
        return False
    return True


def _rdflib(value: Literal) -> "rdflib.Literal":
    # Importing it takes as long as checking some thousand things, and few ask for it.
    import rdflib

    with _silence():
        if value.language is not None:
            return rdflib.Literal(value.value, lang=value.language)
        kind = value.datatype.value
        datatype = None if kind == _STRING else rdflib.URIRef(kind)
        return rdflib.Literal(value.value, datatype=datatype, normalize=False)


@contextmanager
def _silence() -> Iterator[None]:
    """Keep rdflib from logging each literal that is ill-formed: the findings say it."""
    logger = logging.getLogger("rdflib.term")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before
