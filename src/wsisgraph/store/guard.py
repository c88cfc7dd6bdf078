"""The guard: looks at the tokens of a query or an update before the engine is given it.

It gives good messages; the sandbox gives safety. Strings, IRIs, comments, variables, language tags
and names are told from keywords by the grammar's own terminals (SPARQL 1.1, §19.8), so a variable
`?service`, a prefix `service:` or a string "SERVICE" passes. The engine's parser wants no space
around keywords, so `trueSERVICE <…>`, `SERVICEex:x` and `LOADex:x` are calls too, and are refused.
"""

import re
from dataclasses import dataclass
from typing import Literal

from wsisgraph.errors import Forbidden, QuerySyntaxError, QueryTooDeep, QueryTooLong

Text = Literal["query", "update"]
"""What a text is to be."""

MAX_BYTES = 1 << 20
"""The longest text of a query."""

MAX_UPDATE = 4 << 20
"""The longest text of an update."""

QUICK = 1 << 15
"""Characters up to which a text is read in no time; longer ones are left to the workers."""

MAX_DEPTH = 100
"""The deepest nesting: beyond it the engine's parser takes seconds, then overflows its stack."""

_ESCAPE = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_LETTER = rf"(?:[^\W\d]|{_ESCAPE})"
_LOCAL = r"(?:[\w.·:%-]|\\[_~.!$&'()*+,;=/?\#@%-])*+"

# One token of interest after another; what matches nothing (spaces, operators) is passed over.
# Every repetition is possessive and a string without end goes to the end of the line, or of the
# text: no text, however odd, is read more than a few times.
TOKEN = re.compile(
    rf"""
      (?P<comment> \#[^\n\r]*+ )
    | (?P<string> \"\"\"(?:[^"\\]++|\\.|"(?!""))*+(?:\"\"\"|\\?\Z)
                | \'\'\'(?:[^'\\]++|\\.|'(?!''))*+(?:\'\'\'|\\?\Z)
                | "(?:[^"\\\n\r]++|\\.)*+"? | '(?:[^'\\\n\r]++|\\.)*+'? )
    | (?P<iri> <(?:[^<>"{{}}|^`\\\x00-\x20]++|{_ESCAPE})*+> )
    | (?P<variable> [?$]\w++ )
    | (?P<language> @[A-Za-z]++(?:-[A-Za-z0-9]++)*+ )
    | (?P<blank> _:\w[\w.·-]*+ )
    | (?P<word> {_LETTER}(?:[\w.·-]|{_ESCAPE})*+ (?P<local> :{_LOCAL} )?+ )
    | (?P<empty> :{_LOCAL} )
    | (?P<open> [(\[{{] )
    | (?P<close> [)\]}}] )
    | (?P<semicolon> ; )
    """,
    re.VERBOSE | re.DOTALL,
)
_JOINED = re.compile(r"[.·-]")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LOCAL_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = re.compile(_ESCAPE)
UNREPEATABLE = frozenset({"rand", "uuid", "struuid", "now"})
"""Functions whose answer may differ each time."""

_BEFORE_A_GRAPH = frozenset({"graph", "from", "named", "describe"})


@dataclass(frozen=True, slots=True)
class Findings:
    """What the guard learnt of a text that it lets through.

    Attributes:
        repeatable: False when its answer may differ each time (RAND, UUID, STRUUID, NOW).
        default_graphs: the graphs of its FROM clauses; empty when one cannot be told from here.
        named_graphs: the graphs of its FROM NAMED clauses; likewise.
    """

    repeatable: bool
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()

    @property
    def dataset(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The dataset to set for it, where the engine does not merge its default graphs."""
        # It would give a triple of two FROM graphs twice, and count it twice.
        return (self.default_graphs, self.named_graphs) if self.default_graphs[1:] else ((), ())


def inspect(text: str, what: Text = "query", most: int | None = None) -> Findings:
    """Let a query or an update through, or say why not; `most` as for `check_length`.

    Raises:
        QueryTooLong: the text is longer than `MAX_BYTES`, or `MAX_UPDATE`.
        QueryTooDeep: brackets nest deeper than `MAX_DEPTH`.
        QuerySyntaxError: it holds what is no character.
        Forbidden: it calls SERVICE or LOAD.
    """
    check_length(text, what, most)
    depth = 0
    repeatable = True
    previous = ""
    name_before = ""
    dataset = _Dataset()
    for token in TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "comment":
            continue
        if kind == "open":
            depth += 1
            if depth > MAX_DEPTH:
                raise QueryTooDeep(
                    f"The {what} nests more than {MAX_DEPTH} brackets",
                    where=_place(text, token.start()),
                    mend="write it flatter",
                )
            if "service" in name_before and token.group() == "{":
                raise _forbidden("SERVICE", text, token.start())
        elif kind == "close":
            depth -= 1
        name_before = ""
        if not depth:
            dataset.see(kind, token.group())
        if kind == "word" and token.group("local") is None:
            word = decoded(token.group()).casefold()
            previous = _JOINED.split(word)[-1]
            if "service" in word:
                raise _forbidden("SERVICE", text, token.start())
            # The engine reads `LOADSILENT` as two keywords.
            if previous in ("load", "loadsilent"):
                raise _forbidden("LOAD", text, token.start())
            if previous in UNREPEATABLE:
                repeatable = False
            continue
        if kind == "word" and previous not in _BEFORE_A_GRAPH:
            # `SERVICEex:x {…}` reads as one name here, and as a call in the engine.
            name_before = decoded(token.group()).partition(":")[0].casefold()
            if what == "update" and not depth and not previous and name_before.startswith("load"):
                raise _forbidden("LOAD", text, token.start())
        previous = ""
    return Findings(repeatable, *dataset.graphs())


class _Dataset:
    """Gathers what FROM and FROM NAMED name, outside all brackets."""

    def __init__(self) -> None:
        self._prefixes: dict[str, str] = {}
        self._words = ["", ""]
        self._found: dict[bool, list[str]] = {False: [], True: []}
        self._known = True

    def see(self, kind: str | None, token: str) -> None:
        """Take the next token."""
        before, last = self._words
        keyword = kind == "word" and ":" not in token
        if kind == "iri" and before == "prefix":
            self._prefixes[last] = decoded(token[1:-1])
        elif not keyword and (last == "from" or (before, last) == ("from", "named")):
            iri = decoded(token[1:-1]) if kind == "iri" else self._expanded(token)
            self._known = self._known and _ABSOLUTE.match(iri) is not None
            self._found[last == "named"].append(iri)
        self._words = [last, token.casefold() if keyword else token]

    def graphs(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the default and the named graphs."""
        if not self._known:
            return (), ()
        return tuple(self._found[False]), tuple(self._found[True])

    def _expanded(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        return self._prefixes.get(prefix + ":", "") + _LOCAL_ESCAPE.sub(r"\1", local)


def check_length(text: str, what: Text = "query", most: int | None = None) -> None:
    """Refuse a text that is too long, or that is no text; `most` bytes instead of the usual.

    Raises:
        QueryTooLong, QuerySyntaxError: as for `inspect`.
    """
    try:
        size = len(text) if text.isascii() else len(text.encode())
    except UnicodeEncodeError as error:
        raise QuerySyntaxError(
            f"The {what} has half of a surrogate pair, which is no character",
            where=_place(text, error.start),
        ) from error
    most = most or (MAX_BYTES if what == "query" else MAX_UPDATE)
    if size > most:
        raise QueryTooLong(
            f"The {what} has {size:,} bytes; one may have {most:,}",
            mend="ask in several queries, or filter instead of listing values"
            if what == "query"
            else "send it in parts, or send the data with the Graph Store Protocol",
        )


def decoded(word: str) -> str:
    """Return a word with its codepoint escapes (§19.2) read."""
    if "\\" not in word:
        return word
    return _ESCAPED.sub(lambda found: _character(found.group()), word)


def _character(escape: str) -> str:
    number = int(escape[2:], 16)
    return chr(number) if number <= 0x10FFFF else "\ufffd"


def _forbidden(what: str, text: str, position: int) -> Forbidden:
    if what == "LOAD":
        return Forbidden(
            "LOAD is not done here: this service fetches nothing from other places",
            where=_place(text, position),
            mend="send the data itself with the Graph Store Protocol",
        )
    return Forbidden(
        "SERVICE is not done here: this service sends no queries to other places",
        where=_place(text, position),
        mend="ask the other endpoint yourself and join the answers, or leave the part out",
    )


def _place(text: str, position: int) -> str:
    line = text.count("\n", 0, position) + 1
    column = position - (text.rfind("\n", 0, position) + 1) + 1
    return f"line {line}, column {column}"
