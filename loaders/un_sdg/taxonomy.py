"""The United Nations' taxonomy in Turtle, with the line each value stands on."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from wsisgraph.loading import Context, Origin, Term
from wsisgraph.terms import iris

_SCHEMA = re.compile(r"https?://schema\.org/")
_SUBJECT = re.compile(r"(?:<(?P<iri>[^>]+)>|\w*:(?P<local>[\w.-]*\w))(?=\s)")


@dataclass(slots=True)
class Node:
    """What a file says of one thing: values by predicate, in the order of the file."""

    iri: str
    values: dict[str, list[Term]] = field(default_factory=lambda: defaultdict(list))

    @property
    def key(self) -> str:
        """The last part of the IRI."""
        return self.iri.removeprefix(iris.SDG + "/")

    def nodes(self, predicate: str) -> list[str]:
        """Return the IRIs of a property."""
        return [v.value for v in self.values.get(predicate, []) if isinstance(v, NamedNode)]

    def literals(self, predicate: str) -> list[Literal]:
        """Return the literals of a property."""
        return [value for value in self.values.get(predicate, []) if isinstance(value, Literal)]


class Turtle:
    """A Turtle file by its subjects."""

    def __init__(self, path: Path, nodes: dict[str, Node]) -> None:
        self.file = path.name
        self.nodes = nodes
        self._path = path
        self._lines: dict[str, list[tuple[int, str]]] | None = None

    def origin(self, node: Node, value: Term | None = None) -> Origin:
        """Return the place of a value of a thing, or where the thing first stands."""
        lines = self._by_subject().get(node.key, [])
        wanted = _written(value)
        for number, line in lines:
            if wanted and wanted in line:
                return Origin(self.file, number)
        return Origin(self.file, lines[0][0] if lines else None)

    def _by_subject(self) -> dict[str, list[tuple[int, str]]]:
        """Return the lines on which each subject is spoken of: it begins in the first column."""
        if self._lines is None:
            self._lines = defaultdict(list)
            key = ""
            text = self._path.read_text(encoding="utf-8")
            for number, line in enumerate(text.split("\n"), start=1):
                if (match := _SUBJECT.match(line)) is not None:
                    key = (match["iri"] or match["local"]).removeprefix(iris.SDG + "/")
                if key:
                    self._lines[key].append((number, line))
        return self._lines


def read_turtle(path: Path, context: Context) -> Turtle | None:
    """Return what a Turtle file says; None after reporting that it is none."""
    nodes: dict[str, Node] = {}
    try:
        for quad in parse(path=str(path), format=RdfFormat.TURTLE):
            value = quad.object
            if isinstance(quad.subject, NamedNode) and isinstance(value, NamedNode | Literal):
                node = nodes.setdefault(quad.subject.value, Node(quad.subject.value))
                predicate = _SCHEMA.sub("https://schema.org/", quad.predicate.value)
                if value not in node.values[predicate]:
                    node.values[predicate].append(value)
    except (SyntaxError, UnicodeDecodeError, OSError) as error:
        line = getattr(error, "lineno", None)
        found = getattr(error, "msg", None) or str(error)
        context.problem(
            Origin(path.name, line), f"it is not Turtle: {found}", "fetch the file again"
        )
        return None
    return Turtle(path, nodes)


def of_kind(turtle: Turtle, kind: str) -> Iterator[Node]:
    """Yield the things of a class, in the order of the file."""
    wanted = NamedNode(kind)
    for node in turtle.nodes.values():
        if wanted in node.values.get("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", ()):
            yield node


def _written(value: Term | None) -> str:
    """Return a piece of the line on which a value stands."""
    if isinstance(value, Literal):
        return '"' + value.value.replace("\\", "\\\\").replace('"', '\\"').splitlines()[0][:60]
    return re.split(r"[/#]", value.value)[-1] if value is not None else ""
