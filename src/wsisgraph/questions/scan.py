"""Just enough of the SPARQL grammar to find the VALUES rows of a query, and its form.

The tokens are those of SPARQL 1.1, §19.8: comments, IRIs and strings are skipped as wholes, so a
brace or the word VALUES inside one is never mistaken for the real thing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
      (?P<blank>\s+|\#[^\n]*)
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<string>'''(?:(?:''?)?(?:[^'\\]|\\.))*''' | \"\"\"(?:(?:""?)?(?:[^"\\]|\\.))*\"\"\"
                | '(?:[^'\\\n]|\\.)*' | "(?:[^"\\\n]|\\.)*")
    | (?P<variable>[?$]\w+)
    | (?P<word>[^\W\d_][\w.:-]*|:[\w.:-]*)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


@dataclass(frozen=True, slots=True)
class Values:
    """One `VALUES ?variable { … }`: where its row is in the text, and how deep it stands.

    `depth` 0 is a VALUES after the last brace: it looks the same, and has no effect once the query
    groups by something else.
    """

    variable: str
    start: int
    end: int
    depth: int
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its kind (blank, iri, string, variable, word, other), its text and its place."""

    kind: str
    text: str
    start: int
    end: int


def values(text: str) -> Iterator[Values]:
    """Yield every one-variable VALUES of the query, in order."""
    solid = [token for token in tokens(text) if token.kind != "blank"]
    depth = 0
    for at, token in enumerate(solid):
        if token.text == "{":
            depth += 1
        elif token.text == "}":
            depth -= 1
        elif token.kind == "word" and token.text.upper() == "VALUES":
            following = solid[at + 1 : at + 3]
            if [part.kind for part in following] == ["variable", "other"]:
                yield _row(text, solid[at + 1 :], depth)


def form(text: str) -> str:
    """Return the query's form: select, ask, construct or describe; "" when it has none."""
    for token in tokens(text):
        if token.kind == "word" and token.text.upper() in _FORMS:
            return token.text.lower()
    return ""


def variables(text: str) -> frozenset[str]:
    """Return the names of every variable of the query."""
    return frozenset(token.text[1:] for token in tokens(text) if token.kind == "variable")


def prefixes(text: str) -> dict[str, str]:
    """Return the prefixes that the query declares, each with its colon."""
    solid = [token for token in tokens(text) if token.kind != "blank"]
    return {
        solid[at + 1].text: solid[at + 2].text[1:-1]
        for at, token in enumerate(solid[:-2])
        if token.kind == "word" and token.text.upper() == "PREFIX"
    }


def names(text: str) -> frozenset[str]:
    """Return every IRI of the query: written out, or with a prefix that it declares itself."""
    solid = [token for token in tokens(text) if token.kind != "blank"]
    declares = prefixes(text)
    found: set[str] = set()
    declared = 0
    for at, token in enumerate(solid):
        if token.kind == "word" and token.text.upper() == "PREFIX" and len(solid) > at + 2:
            declared = at + 2
        elif token.kind == "iri" and at > declared:
            found.add(token.text[1:-1])
        elif token.kind == "word" and ":" in token.text and at > declared:
            prefix, colon, local = token.text.partition(":")
            if prefix + colon in declares:
                found.add(declares[prefix + colon] + local.rstrip("."))
    return frozenset(found)


def _row(text: str, tokens: list[Token], depth: int) -> Values:
    variable, opening = tokens[0], tokens[1]
    inside: list[Token] = []
    for token in tokens[2:]:
        if token.text == "}":
            break
        inside.append(token)
    end = inside[-1].end if inside else opening.end
    return Values(variable.text[1:], opening.end, end, depth, tuple(_terms(text, inside)))


def _terms(text: str, inside: list[Token]) -> Iterator[str]:
    # A literal is one term with the language or datatype that touches it.
    start = end = -1
    for token in inside:
        if token.start != end and end >= 0:
            yield text[start:end]
            start = -1
        if start < 0:
            start = token.start
        end = token.end
    if end >= 0:
        yield text[start:end]


def tokens(text: str) -> Iterator[Token]:
    """Yield every token of a query; blanks and comments are tokens of kind `blank`."""
    for match in _TOKEN.finditer(text):
        yield Token(match.lastgroup or "other", match.group(), match.start(), match.end())
