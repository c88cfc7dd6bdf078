"""What is wrong with a query that the engine refused, where, and how to mend it.

The engine names the furthest place that any of its alternatives looked at, which is often beyond
the mistake, sometimes lines beyond it. So a refused text is read once more by the grammar of the
recommendation (`sparql.lark`), one token after another: the first that cannot stand where it
stands is the mistake. A text that this grammar takes, or that uses what came after SPARQL 1.1,
keeps what the engine says.
"""

import asyncio
import difflib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Literal

from lark import Lark, Token
from lark.exceptions import UnexpectedToken

from wsisgraph.api.tokens import KEYWORDS, Sort, tokens
from wsisgraph.errors import QuerySyntaxError
from wsisgraph.terms.namespaces import PREFIXES

Operation = Literal["query", "update"]

KNOWN_PREFIXES = {
    **PREFIXES,
    "dbo": "http://dbpedia.org/ontology/",
    "dbr": "http://dbpedia.org/resource/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "geosparql": "http://www.opengis.net/ont/geosparql#",
    "oa": "http://www.w3.org/ns/oa#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "skosxl": "http://www.w3.org/2008/05/skos-xl#",
    "sosa": "http://www.w3.org/ns/sosa/",
    "time": "http://www.w3.org/2006/time#",
    "vann": "http://purl.org/vocab/vann/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
}
"""Prefixes that people use without declaring them."""

_LONGEST = 1 << 15
_MOST_EXPECTED = 16
_SHOWN = 40
_KINDS = {
    "VAR": "a variable",
    "IRIREF": "an IRI",
    "PNAME_LN": "an IRI",
    "PNAME_NS": "an IRI",
    "BLANK_NODE_LABEL": "a blank node",
    "STRING": "a text",
    "LANGTAG": "a language tag",
    "INTEGER": "a number",
    "NUMBER": "a number",
    "SIGNED": "a number",
    "FUNCTION": "a function",
    "AGGREGATE": "a function",
    "A": "a",
    "TRUE": "true",
    "FALSE": "false",
    "$END": "the end",
}
_UPDATES = frozenset(
    ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
)
_QUERIES = frozenset(["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"])
_AGGREGATES = frozenset({"COUNT", "AGGREGATE", "GROUP_CONCAT"})
_NOT_SPARQL = {
    "==": "write “=” for “is equal to”",
    "&": "write “&&” for “and”",
    "AND": "write “&&” between conditions; patterns need no word between them",
    "OR": "write “||” between conditions, UNION between patterns",
    "<>": "write “!=” for “is not equal to”",
    "%": "there is no remainder in SPARQL",
}
_NOT_HERE = frozenset({"SERVICE", "LOAD"})
_CURLY = frozenset("“”„‟«»‘’‚‛`´")


class Misspelt(QuerySyntaxError):
    """The text is not SPARQL.

    Attributes:
        expected: what could stand at the place instead.
    """

    def __init__(
        self, message: str, *, line: int, column: int, mend: str, expected: Sequence[str]
    ) -> None:
        super().__init__(message, line=line, column=column, mend=mend or None)
        self.expected = tuple(expected)


async def mended(error: QuerySyntaxError, text: str, kind: Operation) -> QuerySyntaxError:
    """Return the error with the place of the mistake and its mend, where they can be told."""
    if len(text) > _LONGEST:
        return error
    found = await asyncio.to_thread(mistake, text, kind)
    return error if found is None else found


def mistake(text: str, kind: Operation) -> Misspelt | None:
    """Return the first mistake of a text; None where this grammar finds none."""
    read: list[Token] = []
    parser = _grammar().parse_interactive("", start=kind)
    for token in tokens(text):
        if token.type == Sort.LATER:
            return None
        if (prefix := _undeclared(token, read)) is not None:
            return _of_prefix(token, prefix)
        try:
            parser.feed_token(_named(token))
        except UnexpectedToken:
            accepted: set[str] = parser.accepts()  # type: ignore[no-untyped-call]
            return _Mistake(token, read, accepted, kind).told()
        read.append(token)
    return None


@cache
def _grammar() -> Lark:
    text = files("wsisgraph.api").joinpath("sparql.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", start=["query", "update"])


@cache
def _symbols() -> dict[str, str]:
    return {str(terminal.pattern.value): terminal.name for terminal in _grammar().terminals}


def _named(token: Token) -> Token:
    """Return a token by the name that the grammar has for it."""
    name = _symbols().get(token.value, token.type) if token.type == Sort.SYMBOL else token.type
    return Token.new_borrow_pos(name, token.value, token)


def _undeclared(token: Token, read: Sequence[Token]) -> str | None:
    if token.type not in ("PNAME_NS", "PNAME_LN"):
        return None
    prefix = token.value.partition(":")[0]
    if read and read[-1].type == "PREFIX":
        return None
    declared = {name.value[:-1] for before, name in pairwise(read) if before.type == "PREFIX"}
    return None if prefix in declared else prefix


def _of_prefix(token: Token, prefix: str) -> Misspelt:
    iri = KNOWN_PREFIXES.get(prefix)
    if iri is not None:
        mend = f"put this line in front: PREFIX {prefix}: <{iri}>"
    elif prefix in ("http", "https", "urn"):
        mend = "put the IRI into angle brackets: <http://…>"
    else:
        mend = f"declare it in front: PREFIX {prefix}: <…>"
    return Misspelt(
        f"The prefix “{prefix}:” is used, and no PREFIX line declares it",
        line=token.line or 1,
        column=token.column or 1,
        mend=mend,
        expected=(),
    )


class _Mistake:
    """A token that cannot stand where it stands."""

    def __init__(
        self, token: Token, read: Sequence[Token], accepted: set[str], kind: Operation
    ) -> None:
        self._token = token
        self._read = read
        self._accepted = accepted
        self._kind = kind
        self._before = read[-1].type if read else ""

    def told(self) -> Misspelt:
        """Return the error: what was found, what could stand there, and the mend."""
        expected = self._expected()
        found = "The text ends" if self._token.type == "$END" else f"“{self._shown()}” cannot stand"
        where = "here" if self._token.type != "$END" else "too early"
        message = f"The {self._kind} is not SPARQL: {found} {where}"
        if expected:
            more = ", …" if len(expected) > _MOST_EXPECTED else ""
            message += f"; it would go on with {', '.join(expected[:_MOST_EXPECTED])}{more}"
        return Misspelt(
            message,
            line=self._token.line or 1,
            column=self._token.column or 1,
            mend=next(self._mends(), ""),
            expected=expected,
        )

    def _shown(self) -> str:
        text = self._token.value
        return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"

    def _expected(self) -> list[str]:
        if self._before == "PREFIX":
            return ["a prefix with a colon"]
        symbols = {name: text for text, name in _symbols().items()}
        names = self._accepted - _NOT_HERE
        if "INTEGER" not in names:
            # After an operand a signed number is a sum, which “+” and “-” tell better.
            names = names - {"SIGNED"}
        words = {_KINDS.get(name) or symbols.get(name, name) for name in names}
        # Signs first, then kinds of terms, then keywords.
        return sorted(words, key=lambda word: (word[0].isalpha(), word.isupper(), word))

    def _mends(self) -> Iterator[str]:
        """Yield what may mend it, the most certain first."""
        sort, value = self._token.type, self._token.value
        words = self._expected()
        if sort == Sort.OPEN_STRING:
            yield "end the text with the quotation mark it begins with, on the same line"
        if value[:1] in _CURLY:
            yield "write straight quotation marks, \" or '"
        if value in _NOT_SPARQL or value.upper() in _NOT_SPARQL:
            yield _NOT_SPARQL.get(value) or _NOT_SPARQL[value.upper()]
        if not self._body():
            if self._kind == "query" and sort in _UPDATES:
                yield "this is an update: send it to /update by POST"
            if self._kind == "update" and sort in _QUERIES:
                yield "this is a query: send it to /sparql"
        if sort == Sort.WORD and (near := self._nearest()):
            yield f"did you mean {near}?"
        if self._before == "PREFIX" and sort == Sort.WORD:
            yield f"end the prefix with a colon: PREFIX {value}: <…>"
        if words == ["an IRI"] and self._before in ("PNAME_NS", "BASE"):
            yield "put the IRI into angle brackets: <http://…>"
        if sort == "$END" and (brackets := self._open()):
            last = brackets[-1]
            yield (
                f"close the “{last.value}” of line {last.line}, column {last.column} "
                f"with “{_CLOSING[last.value]}”"
            )
        if value in _OPENING and not [b for b in self._open() if b.value == _OPENING[value]]:
            yield f"take the “{value}” out: nothing is open that it could close"
        if value in _OPENING and (brackets := self._open()) and brackets[-1].value in "([{":
            last = brackets[-1]
            if last.value != _OPENING[value] and _symbols()[_CLOSING[last.value]] in self._accepted:
                yield (
                    f"close the “{last.value}” of line {last.line}, column {last.column} "
                    f"with “{_CLOSING[last.value]}” first"
                )
        if self._in_select():
            if value == ",":
                yield "write the variables of SELECT with spaces between them"
            if sort in _AGGREGATES:
                yield f"put it into brackets with a name: ({value.upper()}(…) AS ?name)"
            if sort == "VAR" and "AS" in words:
                yield f"write AS before the name: AS {value}"
        if self._before in ("FILTER", "HAVING"):
            yield f"put the condition into brackets: {self._before} (…)"
        if value == "}" and self._before in ("VAR", "IRIREF", "PNAME_LN", "A"):
            yield "a triple has three parts: subject, predicate and object"
        if "." in words and sort in ("VAR", "IRIREF", "PNAME_LN", "BLANK_NODE_LABEL"):
            yield "end the triple before with “.”"

    def _body(self) -> list[Token]:
        """Return what was read after the prologue."""
        return [
            token
            for at, token in enumerate(self._read)
            if token.type not in ("BASE", "PREFIX")
            and not (at and self._read[at - 1].type in ("BASE", "PREFIX"))
            and not (at > 1 and self._read[at - 2].type == "PREFIX")
        ]

    def _open(self) -> list[Token]:
        found: list[Token] = []
        for token in self._read:
            if token.value in _CLOSING:
                found.append(token)
            elif token.value in _OPENING and found:
                found.pop()
        return found

    def _in_select(self) -> bool:
        for token in reversed(self._read):
            if token.value in ("{", "}"):
                return False
            if token.type == "SELECT":
                return True
        return False

    def _nearest(self) -> str:
        wanted = [name for name in self._accepted if name in KEYWORDS]
        return next(iter(difflib.get_close_matches(self._token.value.upper(), wanted, 1, 0.7)), "")


_CLOSING = {"{": "}", "(": ")", "[": "]"}
_OPENING = {close: opening for opening, close in _CLOSING.items()}
