"""Corrections: queries written anew where the engine departs from SPARQL 1.1.

Each is an equivalence of the standard's own algebra, found by tokens and brackets alone, and is
left out wherever it cannot be told from here that it holds; then the engine's answer stands, and
`docs/conformance.md` names the gap. What is corrected:

- GROUP_CONCAT gives a simple literal (§18.5.1.7); the engine keeps a language tag that all members
  share. `GROUP_CONCAT(…)` becomes `STR(GROUP_CONCAT(…))`, which no other value can tell.
- `GRAPH ?g { P }` is the union, over the named graphs, of P evaluated in each, joined with ?g
  (§18.6, Graph). The engine makes ?g one more variable of the triple patterns in P, which is not
  the same where P groups, cuts or subtracts, or has a part without a triple pattern. There, the
  union is written out.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wsisgraph.store import zero_length
from wsisgraph.store.guard import TOKEN, decoded

MAX_LENGTH = 1 << 15
"""Characters of the longest query that is looked at."""

MAX_GROWTH = 1 << 18
"""Characters that a query may have at most when it is written out."""

_SUSPECT = re.compile(r"group_concat|graph\s*[?$]|\\u", re.IGNORECASE)

_BEGINS_OTHERWISE = frozenset({"optional", "graph", "service", "union"})
_PASSED_OVER = frozenset({"filter", "bind"})


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """The keyword that this token may be; "" for what is none."""
        return decoded(self.text).casefold() if self.kind == "word" else ""


@dataclass(frozen=True, slots=True)
class _Found:
    """A pattern `GRAPH ?g {…}` to be written out: where it starts, where its braces do, its end."""

    start: int
    opening: int
    end: int
    variable: str


class _TooLong(Exception):
    """A query would become too long."""


def is_suspect(text: str) -> bool:
    """Tell, by a quick look, whether there may be something to correct."""
    if len(text) > MAX_LENGTH:
        return False
    return _SUSPECT.search(text) is not None or zero_length.SUSPECT.search(text) is not None


def corrected(text: str, named_graphs: Sequence[str] | None, holds: Callable[[str], bool]) -> str:
    """Return a query that the engine answers as the standard says `text` is to be answered.

    Args:
        text: a query that the engine's parser took.
        named_graphs: the named graphs of its dataset; None when one of them has no IRI.
        holds: answers an ASK query over that dataset.
    """
    text = _with_simple_concatenations(text)
    if named_graphs is not None:
        text = _with_graphs_written_out(text, named_graphs)
    return zero_length.corrected(text, holds)


def _with_simple_concatenations(text: str) -> str:
    tokens = _tokens(text)
    pieces: list[tuple[int, str]] = []
    for number, token in enumerate(tokens[:-1]):
        if token.word == "group_concat" and tokens[number + 1].text == "(":
            closing = _closing(tokens, number + 1)
            if closing is not None:
                pieces += [(token.start, "STR("), (tokens[closing].end, ")")]
    return _inserted(text, pieces)


def _with_graphs_written_out(text: str, graphs: Sequence[str]) -> str:
    tokens = _tokens(text)
    if any(token.word == "from" for token in tokens):
        # Its dataset is the engine's to make.
        return text
    if not graphs:
        return _without_graphs(text, tokens)
    found: list[_Found] = []
    for number, (token, variable, opening) in enumerate(
        zip(tokens, tokens[1:], tokens[2:], strict=False)
    ):
        if token.word != "graph" or variable.kind != "variable" or opening.text != "{":
            continue
        closing = _closing(tokens, number + 2)
        if closing is None:
            return text
        inner = tokens[number + 3 : closing]
        if not _is_as_the_engine_has_it(inner, variable.text[1:]):
            end = tokens[closing].end
            found.append(_Found(token.start, opening.start, end, variable.text))
    try:
        return _written_out(text, found, (0, len(text)), graphs)
    except _TooLong:
        return text


def _written_out(
    text: str, found: Sequence[_Found], part: tuple[int, int], graphs: Sequence[str]
) -> str:
    """Return a part of a text with the GRAPH patterns found in it written out.

    Raises:
        _TooLong: it would be longer than a query may become.
    """
    place, end = part
    pieces: list[str] = []
    length = 0
    for pattern in found:
        if pattern.start < place or pattern.end > end:
            continue
        inner = _written_out(text, found, (pattern.opening, pattern.end), graphs)
        length += len(graphs) * len(inner)
        if length > MAX_GROWTH:
            raise _TooLong
        pieces += [text[place : pattern.start], _union(inner, pattern.variable, graphs)]
        place = pattern.end
    return "".join([*pieces, text[place:end]])


def _without_graphs(text: str, tokens: Sequence[_Token]) -> str:
    """Return a query over a dataset without named graphs: no GRAPH pattern has a solution."""
    pieces: list[tuple[int, str]] = []
    for number, token in enumerate(tokens[:-2]):
        variable, opening = tokens[number + 1], tokens[number + 2]
        if token.word == "graph" and variable.kind == "variable" and opening.text == "{":
            closing = _closing(tokens, number + 2)
            if closing is not None:
                pieces += [(opening.end, " FILTER(false) {"), (tokens[closing].start, "}")]
    return _inserted(text, pieces)


def _union(pattern: str, variable: str, graphs: Sequence[str]) -> str:
    # A blank node's label has one pattern as its place (§5.1.1): each copy gets labels of its own.
    ends = [
        token.start + len(token.text.rstrip("."))
        for token in _tokens(pattern)
        if token.kind == "blank"
    ]
    branches = []
    for number, graph in enumerate(graphs):
        own = _inserted(pattern, [(end, f"wsisgraph{number}") for end in ends])
        branches.append(f"{{ GRAPH <{graph}> {own} VALUES {variable} {{ <{graph}> }} }}")
    return f"{{ {' UNION '.join(branches)} }}"


def _is_as_the_engine_has_it(inner: Sequence[_Token], variable: str) -> bool:
    """Tell whether P may keep its GRAPH: every part of it has a triple pattern that binds ?g.

    Then ?g as one more variable of each triple pattern comes to the same, since all joins are over
    it. MINUS looks at which variables are shared, and a sub-select may group or cut: never then.
    """
    if not inner:
        return True
    told = _names_in_values(inner)
    used = [n for n, token in enumerate(inner) if token.kind == "variable"]
    if any(inner[n].text[1:] == variable and n not in told for n in used):
        # By the standard ?g has no value inside; that the engine gives it one, as others do, is
        # what those want who write a filter on it there.
        return True
    if any(token.word in ("select", "minus") for token in inner):
        return False
    return _binds(inner, variable)


def _names_in_values(inner: Sequence[_Token]) -> set[int]:
    """Return the places of the variables that VALUES gives values to."""
    places: set[int] = set()
    for number, token in enumerate(inner):
        if token.word == "values":
            places.update(range(number, _next(inner, number, "{") or number))
    return places


def _binds(group: Sequence[_Token], variable: str) -> bool:
    """Tell whether a group, given without its braces, begins with what binds the graph's name."""
    number = 0
    bound = False
    while number < len(group):
        token = group[number]
        if token.word == "values":
            opening = _next(group, number, "{")
            closing = None if opening is None else _closing(group, opening)
            if opening is None or closing is None:
                return False
            names = group[number + 1 : opening]
            if any(name.kind == "variable" and name.text[1:] == variable for name in names):
                return False
            number = closing + 1
        elif token.word in _PASSED_OVER:
            after = _after_expression(group, number + 1)
            if after is None:
                return False
            number = after
        elif token.text == "{":
            closing = _closing(group, number)
            if closing is None or not _binds(group[number + 1 : closing], variable):
                return False
            bound = True
            number = closing + 1
        elif token.word in _BEGINS_OTHERWISE:
            if not bound:
                return False
            number += 1
        else:
            bound = True
            number += 1
    return bound


def _after_expression(group: Sequence[_Token], number: int) -> int | None:
    """Return the place after a constraint: a bracketed expression, a call, or (NOT) EXISTS."""
    while number < len(group):
        token = group[number]
        if token.text in ("(", "{"):
            closing = _closing(group, number)
            return None if closing is None else closing + 1
        if token.kind not in ("word", "iri", "empty"):
            return None
        number += 1
    return None


def _tokens(text: str) -> list[_Token]:
    return [
        _Token(found.lastgroup or "", found.group(), found.start(), found.end())
        for found in TOKEN.finditer(text)
        if found.lastgroup not in ("comment", "semicolon")
    ]


def _closing(tokens: Sequence[_Token], opening: int) -> int | None:
    depth = 0
    for number in range(opening, len(tokens)):
        if tokens[number].kind == "open":
            depth += 1
        elif tokens[number].kind == "close":
            depth -= 1
            if not depth:
                return number
    return None


def _next(tokens: Sequence[_Token], number: int, text: str) -> int | None:
    return next((n for n in range(number, len(tokens)) if tokens[n].text == text), None)


def _inserted(text: str, pieces: Sequence[tuple[int, str]]) -> str:
    for place, piece in sorted(pieces, reverse=True):
        text = text[:place] + piece + text[place:]
    return text
