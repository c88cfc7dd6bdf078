"""The patterns of a query, each with those that must hold beside it, told from its text alone.

The grammar is that of SPARQL 1.1, §19.8, as far as questions of ours use it. Of a text that goes
beyond it (queries within a query, blank nodes, lists, reified triples) nothing is told.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from wsisgraph.questions import scan
from wsisgraph.questions.scan import Token
from wsisgraph.terms.namespaces import RDF

_BEFORE_GROUP = frozenset({"OPTIONAL", "UNION", "MINUS", "EXISTS", "NOT"})


class _Beyond(Exception):
    """The text has what is not told of here."""


@dataclass(eq=False)
class Pattern:
    """A triple pattern.

    Attributes:
        subject: the name of a variable with “?” before it, or an IRI; "" for anything else.
        predicates: the predicates of which a statement must have one; None for any.
        object: as `subject`.
        plain: a statement that fits has its own subject and object in these places; of a path with
            several steps, or one that turns round, that is not so.
    """

    subject: str
    predicates: frozenset[str] | None
    object: str
    plain: bool
    _within: "_Group"

    @property
    def beside(self) -> Iterator["Pattern"]:
        """Other patterns without which this one has no part in any solution.

        Of the groups around its own these are the patterns in front: what follows an OPTIONAL is
        joined to what it left (SPARQL 1.1, section 18.2.2.6).
        """
        group: _Group | None = self._within
        end: int | None = None
        while group is not None:
            yield from (pattern for pattern in group.patterns[:end] if pattern is not self)
            end = group.begins
            group = group.around


@dataclass(eq=False)
class _Group:
    around: "_Group | None"
    begins: int = 0
    patterns: list[Pattern] = field(default_factory=list)


def patterns(text: str) -> Sequence[Pattern] | None:
    """Return all patterns of a SELECT query; None where it has what is not told of here."""
    solid = list(_solid(text))
    words = [token.text.upper() for token in solid if token.kind == "word"]
    if scan.form(text) != "select" or words.count("SELECT") != 1 or "SERVICE" in words:
        return None
    begin = next((at for at, token in enumerate(solid) if token.text == "{"), 0)
    if solid[begin - 1].text.upper() != "WHERE":
        return None
    reader = _Reader(solid, scan.prefixes(text), begin)
    try:
        reader.group(None)
    except (_Beyond, IndexError):
        return None
    # What stands behind the braces may not ask for anything.
    return None if any(token.text == "{" for token in solid[reader.at :]) else reader.found


def _solid(text: str) -> Iterator[Token]:
    for token in scan.tokens(text):
        if token.kind == "blank":
            continue
        if token.kind == "word" and token.text.endswith("."):
            # A name does not end with the point that ends a pattern.
            yield Token("word", token.text.rstrip("."), token.start, token.end)
            yield Token("other", ".", token.end - 1, token.end)
            continue
        yield token


class _Reader:
    def __init__(self, solid: Sequence[Token], prefixes: dict[str, str], at: int) -> None:
        self.at = at
        self.found: list[Pattern] = []
        self._solid = solid
        self._prefixes = prefixes

    @property
    def _text(self) -> str:
        return self._solid[self.at].text

    def _word(self) -> str:
        token = self._solid[self.at]
        return token.text.upper() if token.kind == "word" else ""

    def group(self, around: _Group | None) -> None:
        """Read a group, from its opening brace to what follows the closing one."""
        here = _Group(around, len(around.patterns) if around is not None else 0)
        self.at += 1
        while self._text != "}":
            word = self._word()
            if self._text == "{":
                self.group(here)
            elif self._text == "." or word in _BEFORE_GROUP:
                self.at += 1
            elif word == "GRAPH":
                self.at += 2
            elif word == "VALUES":
                while self._text != "}":
                    self.at += 1
                self.at += 1
            elif word in ("FILTER", "BIND"):
                self._expression(here)
            else:
                self._patterns(here)
        self.at += 1

    def _expression(self, here: _Group) -> None:
        """Read what a filter or an assignment says; groups may stand in it."""
        self.at += 1
        if self._word() in ("EXISTS", "NOT"):
            return
        if self._text != "(":
            # The name of a function.
            self.at += 1
        if self._text != "(":
            raise _Beyond
        depth = 0
        while True:
            if self._text == "{":
                self.group(here)
                continue
            depth += (self._text == "(") - (self._text == ")")
            self.at += 1
            if not depth:
                return

    def _patterns(self, here: _Group) -> None:
        """Read the patterns of one subject."""
        subject = self._term()
        while True:
            predicates, plain = self._path()
            while True:
                pattern = Pattern(subject, predicates, self._term(), plain, here)
                here.patterns.append(pattern)
                self.found.append(pattern)
                if self._text != ",":
                    break
                self.at += 1
            if self._text != ";":
                return
            while self._text == ";":
                self.at += 1
            if self._text in (".", "}"):
                return

    def _path(self) -> tuple[frozenset[str] | None, bool]:
        """Read a predicate; returns those that it may be, and whether it is just one step."""
        if self._solid[self.at].kind == "variable":
            self.at += 1
            return None, True
        names: set[str] = set()
        signs: set[str] = set()
        depth = 0
        while True:
            while self._text in ("^", "!", "("):
                depth += self._text == "("
                signs.add(self._text)
                self.at += 1
            names.add(self._name())
            while self._text in ("*", "+", "?", ")"):
                depth -= self._text == ")"
                signs.add(self._text)
                self.at += 1
            if self._text not in ("/", "|"):
                break
            signs.add(self._text)
            self.at += 1
        if depth:
            raise _Beyond
        return (None if "!" in signs else frozenset(names)), signs <= {"|", "(", ")"}

    def _name(self) -> str:
        token = self._solid[self.at]
        self.at += 1
        if token.kind == "iri":
            return token.text[1:-1]
        if token.kind == "word" and token.text == "a":
            return RDF.type
        prefix, colon, local = token.text.partition(":")
        if token.kind != "word" or prefix + colon not in self._prefixes:
            raise _Beyond
        return self._prefixes[prefix + colon] + local

    def _term(self) -> str:
        token = self._solid[self.at]
        if token.kind == "variable":
            self.at += 1
            return f"?{token.text[1:]}"
        if token.kind == "string":
            self.at += 1
            if self._text == "@":
                self.at += 2
            elif self._text == "^":
                self.at += 2
                self._name()
            return ""
        return self._name()
