"""The tokens of SPARQL (§19.8), by the names that `sparql.lark` has for them."""

import re
from collections.abc import Iterator
from enum import StrEnum

from lark import Token


class Sort(StrEnum):
    """Tokens that are no terminals of the grammar, or stand for many."""

    SYMBOL = "SYMBOL"
    WORD = "WORD"
    OPEN_STRING = "OPEN_STRING"
    LATER = "LATER"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


KEYWORDS = _words(
    """
    BASE PREFIX SELECT DISTINCT REDUCED AS CONSTRUCT WHERE DESCRIBE ASK FROM NAMED GROUP BY
    HAVING ORDER ASC DESC LIMIT OFFSET VALUES LOAD SILENT INTO GRAPH CLEAR DROP DEFAULT ALL
    CREATE ADD MOVE COPY TO INSERT DELETE DATA WITH USING OPTIONAL UNION MINUS SERVICE FILTER
    BIND UNDEF NOT IN EXISTS BOUND COUNT GROUP_CONCAT SEPARATOR TRUE FALSE
    """
)

_AGGREGATES = _words("SUM MIN MAX AVG SAMPLE")
_FUNCTIONS = _words(
    """
    STR LANG LANGMATCHES DATATYPE IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE
    LCASE ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS
    MINUTES SECONDS TIMEZONE TZ NOW UUID STRUUID MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF
    STRLANG STRDT SAMETERM ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC REGEX SUBSTR REPLACE
    """
)
# What SPARQL 1.2 adds, and the engine beyond it.
_LATER = _words(
    """
    TRIPLE SUBJECT PREDICATE OBJECT ISTRIPLE LANGDIR HASLANG HASLANGDIR STRLANGDIR VERSION
    LATERAL ADJUST
    """
)

_LOCAL = r"(?:[\w.·:-]|%[0-9A-Fa-f]{2}|\\[_~.!$&'()*+,;=/?\#@%-])"

_TOKEN = re.compile(
    rf"""
      (?P<space> \s++ | \#[^\n\r]*+ )
    | (?P<STRING> \"\"\"(?:[^"\\]|\\.|"(?!""))*+\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*+'''
                | "(?:[^"\\\n\r]|\\.)*+" | '(?:[^'\\\n\r]|\\.)*+' )
    | (?P<OPEN_STRING> ["'][^\n\r]*+ )
    | (?P<LATER> <<\(? | \)?>> | \{{\| | \|\}} | ~ | @[A-Za-z]+(?:-[A-Za-z0-9]+)*--\w+ )
    | (?P<IRIREF> <[^<>"{{}}|^`\\\x00-\x20]*+> | <(?:[^<>"{{}}|^`\\\x00-\x20]|\\u\w{{4}})*+> )
    | (?P<VAR> [?$]\w++ )
    | (?P<LANGTAG> @[A-Za-z]++(?:-[A-Za-z0-9]++)*+ )
    | (?P<BLANK_NODE_LABEL> _:\w(?:[\w.·-]*[\w·-])?+ )
    | (?P<PNAME_LN> (?:[^\W\d_](?:[\w.·-]*[\w·-])?)?:{_LOCAL}*(?:(?<!\.)|(?<=\\\.)) )
    | (?P<number> [+-]?(?:\d++(?:\.\d*+)?+|\.\d++)[eE][+-]?\d++ | [+-]?\d*+\.\d++ | [+-]?\d++ )
    | (?P<WORD> \w++ )
    | (?P<SYMBOL> \|\| | && | == | != | <> | <= | >= | \^\^ | . )
    """,
    re.VERBOSE | re.DOTALL,
)


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a text with line and column, then the end."""
    line, begin = 1, 0
    for found in _TOKEN.finditer(text):
        sort, value = str(found.lastgroup), found.group()
        if sort != "space":
            yield Token(_named(sort, value), value, found.start(), line, found.start() - begin + 1)
        if breaks := value.count("\n"):
            line += breaks
            begin = found.start() + value.rindex("\n") + 1
    yield Token("$END", "", len(text), line, len(text) - begin + 1)


def _named(sort: str, value: str) -> str:
    if sort == "number":
        if value[0] in "+-":
            return "SIGNED"
        return "INTEGER" if value.isdigit() else "NUMBER"
    if sort == "PNAME_LN":
        return "PNAME_NS" if value.endswith(":") and value.count(":") == 1 else "PNAME_LN"
    if sort != "WORD":
        return sort
    word = value.upper()
    if value == "a":
        return "A"
    if word in KEYWORDS:
        return word
    if word in _FUNCTIONS:
        return "FUNCTION"
    if word in _AGGREGATES:
        return "AGGREGATE"
    return Sort.LATER if word in _LATER else Sort.WORD
