"""Several peers' statements as one: what is the same thing gets one name; runs in the sandbox.

Things are the same by `owl:sameAs`, and by identifiers that cannot belong to two by chance. No
statement of a peer makes two things of ours one: that would make our own numbers smaller.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, RDF, RDFS, SKOS

_SAME = "http://www.w3.org/2002/07/owl#sameAs"
_IDENTIFIER = f"{DCT.iri}identifier"
_KINDS = {f"{iris.DEF}Activity": "activity", f"{iris.DEF}Body": "body"}
_NAMES = (SKOS.prefLabel, RDFS.label, f"{DCT.iri}title")

# Longer than a running number, of letters and digits: “P-1” of one agency is not that of another.
_TELLING = re.compile(r"(?=.*[0-9])(?=.*[A-Za-z]).{8,}|https?://.+|10\.\d{4,}/.+", re.DOTALL)


class Merged:
    """What all say, and who says what.

    Attributes:
        triples: the statements, each once, with the names of the peers that make it.
        said: by activity, the names of the peers that speak of it; "local" for what we know.
    """

    def __init__(self, ours: Sequence[Mapping[str, Any]]) -> None:
        """Begin with what we know things by: the rows of `peers/identities`."""
        self.triples: dict[Triple, list[str]] = defaultdict(list)
        self.said: dict[str, list[str]] = defaultdict(list)
        self._parent: dict[str, str] = {}
        self._ours: set[str] = set()
        self._by_identifier: dict[tuple[str, str], str] = {}
        for row in ours:
            thing = row["thing"]["value"]
            self._ours.add(thing)
            kind = _KINDS.get(row["kind"]["value"], "")
            if "identifier" in row:
                self._identified(thing, kind, row["identifier"]["value"])
            if "same" in row:
                self._join(thing, row["same"]["value"])

    def add(self, peers: Iterable[tuple[str, bytes]]) -> None:
        """Take what peers say, by name, in N-Triples."""
        read = [
            (name, [_triple(found) for found in parse(body, format=RdfFormat.N_TRIPLES)])
            for name, body in peers
        ]
        for _, triples in read:
            self._learn(triples)
        for name, triples in read:
            for triple in triples:
                self._take(name, triple)

    def _learn(self, triples: Sequence[Triple]) -> None:
        kinds = {
            str(triple.subject): _KINDS[triple.object.value]
            for triple in triples
            if triple.predicate.value == RDF.type
            and isinstance(triple.object, NamedNode)
            and triple.object.value in _KINDS
        }
        for triple in triples:
            kind = kinds.get(str(triple.subject), "")
            if not kind or not isinstance(triple.subject, NamedNode):
                continue
            if triple.predicate.value == _SAME and isinstance(triple.object, NamedNode):
                self._join(triple.subject.value, triple.object.value)
            elif triple.predicate.value == _IDENTIFIER:
                self._identified(
                    triple.subject.value, kind, str(getattr(triple.object, "value", ""))
                )

    def _identified(self, thing: str, kind: str, identifier: str) -> None:
        identifier = identifier.strip()
        if not _TELLING.fullmatch(identifier):
            return
        known = self._by_identifier.setdefault((kind, identifier.casefold()), thing)
        self._join(known, thing)

    def _root(self, thing: str) -> str:
        while (above := self._parent.get(thing, thing)) != thing:
            thing = above
        return thing

    def _join(self, one: str, other: str) -> None:
        first, second = self._root(one), self._root(other)
        if first == second or (first in self._ours and second in self._ours):
            return
        if second in self._ours or (first not in self._ours and second < first):
            first, second = second, first
        self._parent[second] = first

    def _take(self, name: str, triple: Triple) -> None:
        subject, value = self._one(triple.subject), self._one(triple.object)
        predicate = triple.predicate.value
        if predicate == f"{iris.DEF}activity" and isinstance(value, NamedNode):
            said = self.said[value.value]
            if not said and value.value in self._ours:
                said.append("local")
            if name not in said:
                said.append(name)
        known = isinstance(subject, NamedNode) and subject.value in self._ours
        if predicate == _SAME or (known and predicate in _NAMES):
            # What we have named keeps our names.
            return
        sayers = self.triples[Triple(subject, triple.predicate, value)]
        if name not in sayers:
            sayers.append(name)

    def quads(self, graphs: Mapping[str, str]) -> Iterator[Quad]:
        """Give the statements, each in the graph of every peer that makes it."""
        nodes = {name: NamedNode(graph) for name, graph in graphs.items()}
        for triple, names in self.triples.items():
            for name in names:
                yield Quad(triple.subject, triple.predicate, triple.object, nodes[name])

    def _one(self, node: Any) -> Any:
        return NamedNode(self._root(node.value)) if isinstance(node, NamedNode) else node


def rows_of(body: bytes) -> Sequence[Mapping[str, Any]]:
    """Return the rows of SPARQL results in JSON."""
    rows: Sequence[Mapping[str, Any]] = json.loads(body)["results"]["bindings"]
    return rows


def _triple(quad: Any) -> Triple:
    return Triple(quad.subject, quad.predicate, quad.object)
