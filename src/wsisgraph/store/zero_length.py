"""Paths of length zero from what is in no triple: `<x> :p* ?y` where the data do not know <x>.

By the standard such a path reaches <x> itself, once (SPARQL 1.1, §18.4: ZeroLengthPath of a term
and a variable). The engine first looks whether the graph holds <x>, and gives nothing when it does
not. Then nothing but the path of length zero can match, so the triple pattern is the same as a
VALUES with <x>, and is replaced by one.

Patterns are found by tokens: subject, path, object, in a group of their own or between full stops.
What is written otherwise (`;`, `,`, blank nodes, GRAPH with a variable, FROM) is left as it is.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wsisgraph.store.guard import TOKEN

SUSPECT = re.compile(r"[\w>)][*?](?!\w)")
"""A quick look: a path's `*` or `?` stands right behind a name or a bracket."""

_FORMS = frozenset({"select", "ask", "construct", "describe"})
_ENDS = frozenset({"", ".", "{", "}"})


@dataclass(frozen=True, slots=True)
class _Part:
    """A token: a `name` (an IRI), `variable`, `keyword`, `blank`, or a character of its own."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Pattern:
    subject: _Part
    object: _Part
    times: int
    graph: str
    end: int


def corrected(text: str, holds: Callable[[str], bool]) -> str:
    """Return a query without such patterns.

    Args:
        text: a query that the engine's parser took.
        holds: answers an ASK query over the dataset of the query.
    """
    if SUSPECT.search(text) is None:
        return text
    parts = _parts(text)
    words = [part.text.lower() for part in parts if part.kind == "keyword"]
    if "from" in words or any(part.kind == "blank" for part in parts):
        return text
    form = next((p for p in parts if p.kind == "keyword" and p.text.lower() in _FORMS), None)
    if form is None:
        return text
    prologue = text[: form.start]
    for pattern in reversed(list(_patterns(parts))):
        ends = [part for part in (pattern.subject, pattern.object) if part.kind == "name"]
        names = {part.text for part in ends}
        if len(names) != 1 or holds(_is_there(prologue, names.pop(), pattern.graph)):
            continue
        replaced = _instead(pattern)
        text = text[: pattern.subject.start] + replaced + text[pattern.end :]
    return text


def _is_there(prologue: str, name: str, graph: str) -> str:
    pattern = f"{{ {name} ?p ?o }} UNION {{ ?s ?p {name} }}"
    return f"{prologue}ASK {{ {f'GRAPH {graph} {{ {pattern} }}' if graph else pattern} }}"


def _instead(pattern: _Pattern) -> str:
    variable = next((p for p in (pattern.subject, pattern.object) if p.kind == "variable"), None)
    if variable is None:
        return " { {}" + " UNION {}" * (pattern.times - 1) + " } "
    name = pattern.object if variable is pattern.subject else pattern.subject
    return f" VALUES {variable.text} {{ {' '.join([name.text] * pattern.times)} }} "


def _patterns(parts: Sequence[_Part]) -> list[_Pattern]:
    """Find the triple patterns that a path of length zero matches and that name a term."""
    found: list[_Pattern] = []
    graphs: list[str | None] = [""]
    for number, part in enumerate(parts):
        if part.kind == "{":
            graphs.append(_graph_before(parts, number, graphs[-1]))
        elif part.kind == "}":
            if len(graphs) == 1:
                return found
            graphs.pop()
        graph = graphs[-1]
        if part.kind not in ("name", "variable") or graph is None:
            continue
        if not number or parts[number - 1].kind not in (".", "{", "}"):
            continue
        after = _after_path(parts, number + 1)
        if after + 1 >= len(parts) or parts[after].kind not in ("name", "variable"):
            continue
        follows = parts[after + 1].kind
        if follows not in _ENDS and follows != "keyword":
            continue
        times = _times(parts[number + 1 : after])
        if times:
            found.append(_Pattern(part, parts[after], times, graph, parts[after].end))
    return found


def _graph_before(parts: Sequence[_Part], brace: int, outer: str | None) -> str | None:
    """Return the graph that a group is matched in: "" for the default graph, None if unknown."""
    if brace < 2 or parts[brace - 2].kind != "keyword":
        return outer
    if parts[brace - 2].text.lower() != "graph":
        return outer
    return parts[brace - 1].text if parts[brace - 1].kind == "name" else None


def _after_path(parts: Sequence[_Part], start: int) -> int:
    """Return the place of the first token after a path."""
    depth = 0
    place = start
    awaits = True  # a name or a bracket comes next
    while place < len(parts):
        part = parts[place]
        if part.kind == "(":
            if not awaits:
                break
            depth += 1
        elif part.kind == ")":
            depth -= 1
            awaits = False
        elif part.kind in ("/", "|"):
            awaits = True
        elif part.kind in ("name", "a"):
            if not awaits:
                break
            awaits = False
        elif part.kind not in ("^", "!", "*", "?", "+"):
            break
        place += 1
    return len(parts) if depth else place


def _times(path: Sequence[_Part]) -> int:
    """Tell how often the path of length zero is a solution; 0 also for what is no path."""
    reader = _Path([part.kind for part in path])
    times = reader.alternatives()
    return times if reader.is_done else 0


class _Path:
    """Reads a path (§19.8, rules 88 to 96) for its solutions of length zero."""

    def __init__(self, kinds: Sequence[str]) -> None:
        self._kinds = kinds
        self._place = 0

    @property
    def is_done(self) -> bool:
        """Whether it was read to the end."""
        return self._place == len(self._kinds)

    def alternatives(self) -> int:
        """Read alternatives: the solutions of each."""
        times = self._sequence()
        while self._take("|"):
            times += self._sequence()
        return times

    def _sequence(self) -> int:
        times = self._element()
        while self._take("/"):
            times *= self._element()
        return times

    def _element(self) -> int:
        self._take("^")
        times = 0
        if self._take("!"):
            if self._take("("):
                self.alternatives()
                self._take(")")
            else:
                self._take("^")
                self._name()
        elif self._take("("):
            times = self.alternatives()
            self._take(")")
        else:
            self._name()
        if self._take("*") or self._take("?"):
            return 1
        return min(times, 1) if self._take("+") else times

    def _name(self) -> None:
        if not self._take("name"):
            self._take("a")

    def _take(self, kind: str) -> bool:
        if self._place < len(self._kinds) and self._kinds[self._place] == kind:
            self._place += 1
            return True
        return False


def _parts(text: str) -> list[_Part]:
    parts: list[_Part] = []
    place = 0
    for found in TOKEN.finditer(text):
        parts += _characters(text, place, found.start())
        place = found.end()
        kind, token = found.lastgroup, found.group()
        if kind == "comment":
            continue
        if kind in ("open", "close", "semicolon"):
            parts += _characters(text, found.start(), found.end())
            continue
        told = "other"
        if kind == "iri" or kind == "empty" or (kind == "word" and ":" in token):
            told = "name"
        elif kind == "word":
            told = "a" if token == "a" else "keyword"
        elif kind in ("variable", "blank"):
            told = kind
        # No name ends with a full stop: what reads so is the end of a pattern.
        bare = token.rstrip(".") if kind in ("empty", "word", "blank") else token
        parts.append(_Part(told, bare, found.start(), found.start() + len(bare)))
        parts += _characters(text, found.start() + len(bare), found.end())
    return [*parts, *_characters(text, place, len(text))]


def _characters(text: str, start: int, end: int) -> list[_Part]:
    return [_Part(text[n], text[n], n, n + 1) for n in range(start, end) if not text[n].isspace()]
