"""What lines of N-Quads say of each thing: read as they are written here, several times as fast.

The lines are those of the spool: IRIs and literals as the engine writes them, subject after
subject. A line that is written otherwise is given to the parser of the engine.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from wsisgraph.graph.checker.data import is_rdf11
from wsisgraph.graph.description import Statistics
from wsisgraph.intake.windows import RUN
from wsisgraph.store.spellings import as_kept, is_changed
from wsisgraph.terms.namespaces import RDF

Described = dict[NamedNode, dict[NamedNode, list[Any]]]

_LITERAL = re.compile(
    rb'"([^"\\]*)"(?:@([A-Za-z]+(?:-[A-Za-z0-9]+)*)|\^\^<([^<>\\]*)>)?', re.DOTALL
)
_ANY = NamedNode("urn:x-wsisgraph:any")
_TYPE = NamedNode(RDF.type)
_MOST_KNOWN = 20_000


class Odd(Exception):
    """Lines are not written as ours are."""


@dataclass(slots=True)
class Tally:
    """What is counted of some quads.

    Attributes:
        graphs: for each graph the number of its quads, things, classes and properties.
        has_doubles: whether a quad stands there twice.
    """

    graphs: dict[bytes, "Counts"] = field(default_factory=dict)
    has_doubles: bool = False

    def of(self, graph: bytes) -> "Counts":
        """Return the counts of a graph, to be counted on."""
        return self.graphs.setdefault(graph, Counts())

    def add(self, other: "Tally") -> None:
        """Count what another has counted."""
        self.has_doubles |= other.has_doubles
        for graph, counts in other.graphs.items():
            mine = self.of(graph)
            mine.quads += counts.quads
            mine.things += counts.things
            mine.classes.update(counts.classes)
            mine.properties.update(counts.properties)

    def statistics(self, graph: str) -> Statistics:
        """Return the counts of a graph."""
        counts = self.graphs.get(f"<{graph}>".encode(), Counts())
        classes = {class_.value: number for class_, number in counts.classes.items()}
        properties = {each.value: number for each, number in counts.properties.items()}
        return Statistics(counts.quads, counts.things, classes, properties)


@dataclass(slots=True)
class Counts:
    """What is counted of a graph."""

    quads: int = 0
    things: int = 0
    classes: Counter[NamedNode] = field(default_factory=Counter)
    properties: Counter[NamedNode] = field(default_factory=Counter)


class Describer:
    """Reads lines; the terms that come again and again it knows."""

    def __init__(self) -> None:
        self._known: dict[bytes, Any] = {}
        self._predicates: dict[bytes, NamedNode] = {}
        self._datatypes: dict[bytes, NamedNode] = {}

    def describe(self, lines: bytes, tally: Tally | None = None) -> Described:
        """Return what lines say of each thing, each value once, as the engine keeps it.

        Args:
            lines: whole lines of N-Quads.
            tally: is told what is counted on the way; each thing as if it stood nowhere else.

        Raises:
            Odd: they are not written as ours are.
            ValueError: a term that RDF 1.1 does not have.
        """
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        found: Described = {}
        end = lines[lines.rfind(b" <", 0, lines.find(b"\n")) : lines.find(b"\n")]
        number = lines.count(b"\n")
        if lines.count(end + b"\n") != number:
            return self._of_several_graphs(lines, tally)
        covered = 0
        for run in RUN.finditer(lines):
            start, text = run[1], run[0]
            covered += len(text)
            thing = self._node(start[:-1])
            self._note(
                found.setdefault(thing, {}), text[len(start) : -1].split(b"\n" + start), -len(end)
            )
        if covered != len(lines):
            raise Odd
        doubles = _each_once(found)
        if tally is not None:
            _count(found, tally.of(end[1:-2]))
            tally.has_doubles |= doubles
        return found

    def _of_several_graphs(self, lines: bytes, tally: Tally | None) -> Described:
        """Return what lines of several graphs say, merged."""
        graphs: dict[bytes, list[bytes]] = {}
        for line in lines.splitlines(keepends=True):
            graphs.setdefault(line[line.rfind(b" <") :], []).append(line)
        found: Described = {}
        for some in graphs.values():
            for thing, said in self.describe(b"".join(some), tally).items():
                mine = found.setdefault(thing, {})
                for predicate, values in said.items():
                    mine.setdefault(predicate, []).extend(values)
        _each_once(found)
        return found

    def _note(self, said: dict[NamedNode, list[Any]], pieces: Sequence[bytes], cut: int) -> None:
        known, predicates = self._known, self._predicates
        for piece in pieces:
            name, _, rest = piece.partition(b"> ")
            text = rest[:cut]
            predicate = predicates.get(name)
            if predicate is None:
                predicate = predicates[name] = self._node(name + b">")
            term = known.get(text)
            if term is None:
                term = known[text] = self._term(text)
            values = said.get(predicate)
            if values is None:
                said[predicate] = [term]
            else:
                values.append(term)

    def _node(self, text: bytes) -> NamedNode:
        term = self._known.get(text)
        if term is None:
            term = self._known[text] = self._term(text)
        if not isinstance(term, NamedNode):
            raise Odd
        return term

    def _term(self, text: bytes) -> Any:
        try:
            if text.startswith(b"<") and b"\\" not in text:
                return NamedNode(text[1:-1].decode())
            if (literal := _LITERAL.fullmatch(text)) is not None:
                return self._literal(*literal.groups())
        except ValueError:
            # What the parser was lenient with.
            pass
        try:
            (quad,) = parse(
                b"%b %b %b ." % (str(_ANY).encode(), str(_ANY).encode(), text),
                format=RdfFormat.N_QUADS,
                lenient=True,
            )
        except (SyntaxError, ValueError) as error:
            raise Odd from error
        if not is_rdf11(quad.object):
            raise ValueError(f"a term that RDF 1.1 does not have, in {text.decode()}")
        return as_kept(quad).object

    def _literal(self, value: bytes, language: bytes | None, datatype: bytes | None) -> Literal:
        text = value.decode()
        if language is not None:
            return Literal(text, language=language.decode())
        if datatype is None:
            return Literal(text)
        kind = self._datatypes.get(datatype)
        if kind is None:
            kind = self._datatypes[datatype] = NamedNode(datatype.decode())
        literal = Literal(text, datatype=kind)
        quad = Quad(_ANY, _ANY, literal)
        if is_changed(quad):
            kept = as_kept(quad).object
            assert isinstance(kept, Literal)
            return kept
        return literal


def merged(descriptions: Iterable[Described]) -> Described:
    """Return what several descriptions say, each value once."""
    whole: Described = {}
    for found in descriptions:
        for thing, said in found.items():
            mine = whole.setdefault(thing, {})
            for predicate, values in said.items():
                mine.setdefault(predicate, []).extend(values)
    _each_once(whole)
    return whole


def _each_once(found: Described) -> bool:
    """Take out values that stand there again; tell whether there were any."""
    again = False
    for said in found.values():
        for predicate, values in said.items():
            if len(values) > 1:
                once = list(dict.fromkeys(values))
                if len(once) < len(values):
                    again = True
                    said[predicate] = once
    return again


def _count(found: Described, counts: Counts) -> None:
    properties: dict[NamedNode, int] = {}
    for said in found.values():
        for predicate, values in said.items():
            properties[predicate] = properties.get(predicate, 0) + len(values)
        if (classes := said.get(_TYPE)) is not None:
            counts.classes.update(each for each in classes if each.__class__ is NamedNode)
    counts.quads += sum(properties.values())
    counts.things += len(found)
    counts.properties.update(properties)
