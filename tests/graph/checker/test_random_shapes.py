"""Random shapes on random data: every kind of demand and path, as pyshacl finds."""

import logging
import random
from collections import Counter
from collections.abc import Iterator

import pytest
from pyoxigraph import RdfFormat, parse

from wsisgraph.graph.checker import Checker
from wsisgraph.graph.finding import Finding
from wsisgraph.graph.validation import reference

PREFIXES = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX x: <http://example.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
NODES = [f"x:n{number}" for number in range(7)] + ["_:b0", "_:b1"]
CLASSES = ["x:A", "x:B", "x:C"]
PREDICATES = ["x:p", "x:q", "x:r"]
LITERALS = [
    *('"a"', '"a"@en', '"b"@en', '"c"@zh', '"ab"', '"x y"@en-GB', "1", "2", "2.0", "-3", "1.5"),
    *("true", '"2020-01-01"^^xsd:date', '"2020"^^xsd:gYear', '"z"^^xsd:integer', "2.0e0"),
    *('"2020-01-01T00:00:00"^^xsd:dateTime', '"2020-01-01T00:00:00Z"^^xsd:dateTime', '""'),
]
BOUNDS = ["1", "1.5", "2.0e0", '"2020-01-01"^^xsd:date', '"2020-01-01T00:00:00Z"^^xsd:dateTime']
LANGUAGES = ['"en"', '"zh" "en"', '"fr"']
DATATYPES = ["string", "integer", "decimal", "double", "boolean", "date", "dateTime", "gYear"]


@pytest.fixture(autouse=True)
def _silent_reference() -> Iterator[None]:
    """Keep rdflib from logging each ill-formed literal."""
    logger = logging.getLogger("rdflib.term")
    logger.disabled = True
    yield
    logger.disabled = False


class Made:
    """Random data and shapes; the same seed makes the same."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        pick = self.chance.choice
        lines = [f"{pick(NODES)} a {pick(CLASSES)} ." for _ in range(9)]
        lines += ["x:B rdfs:subClassOf x:A ."] * self.chance.randrange(2)
        lines += [f"{pick(NODES)} {pick(PREDICATES)} {self.term()} ." for _ in range(30)]
        self.data = "\n".join(lines)
        shapes = [
            f"x:S{number} {self.target()} ; {self.body(self.chance.random() < 0.6, 2)} ."
            for number in range(4)
        ]
        self.shapes = "\n".join(shapes)

    def term(self) -> str:
        return self.chance.choice(self.chance.choice((NODES, LITERALS)))

    def target(self) -> str:
        pick = self.chance.choice
        node = pick([*NODES[:-2], *LITERALS])
        return pick(
            [
                *[f"sh:targetClass {pick(CLASSES)}"] * 2,
                f"sh:targetNode {node}",
                f"sh:targetSubjectsOf {pick(PREDICATES)}",
                f"sh:targetObjectsOf {pick(PREDICATES)}",
            ]
        )

    def path(self, depth: int = 2) -> str:
        kind = self.chance.randrange(9) if depth else 8
        inner = [self.path(depth - 1) for _ in range(2)] if depth else []
        if kind == 0:
            # Not of a sequence: the reference walks the inverse of one in the wrong order.
            return f"[ sh:inversePath {self.chance.choice(PREDICATES)} ]"
        if kind == 1:
            return f"( {inner[0]} {inner[1]} )"
        if kind == 2:
            return f"[ sh:alternativePath ( {inner[0]} {inner[1]} ) ]"
        if kind == 3:
            name = self.chance.choice(("zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath"))
            return f"[ sh:{name} {inner[0]} ]"
        return self.chance.choice(PREDICATES)

    def body(self, property_: bool, depth: int) -> str:
        demands = [self.value_demand() for _ in range(self.chance.randrange(1, 3))]
        if property_:
            demands = [f"sh:path {self.path()}", *demands, self.property_demand(depth)]
        if depth:
            demands.append(self.nested(depth - 1))
        if self.chance.random() < 0.2:
            demands.append(f"sh:severity sh:{self.chance.choice(('Warning', 'Info'))}")
        # A parameter that may be given once is not given twice.
        return " ; ".join({each.split()[0]: each for each in demands}.values())

    def value_demand(self) -> str:
        pick = self.chance.choice
        return pick(
            [
                f"sh:class {pick(CLASSES)}",
                f"sh:datatype xsd:{pick(DATATYPES)}",
                f"sh:nodeKind sh:{pick(('IRI', 'Literal', 'BlankNode', 'BlankNodeOrIRI'))}",
                f"sh:{pick(('min', 'max'))}{pick(('Inclusive', 'Exclusive'))} {pick(BOUNDS)}",
                # Not 0: the reference lets blank nodes pass a minimum of nothing.
                f"sh:{pick(('min', 'max'))}Length {self.chance.randrange(1, 4)}",
                f"sh:pattern '{pick(('^a', 'n[0-3]$', 'X', '2'))}'",
                f"sh:languageIn ( {pick(LANGUAGES)} )",
                f"sh:in ( {' '.join(pick([*NODES[:-2], *LITERALS]) for _ in range(4))} )",
                f"sh:hasValue {pick([*NODES[:-2], *LITERALS])}",
                f"sh:equals {pick(PREDICATES)}",
                f"sh:disjoint {pick(PREDICATES)}",
                "sh:closed true ; sh:ignoredProperties ( x:p )",
            ]
        )

    def property_demand(self, depth: int) -> str:
        pick = self.chance.choice
        some = self.chance.randrange(3)
        qualified = (
            f"sh:qualifiedValueShape [ {self.body(False, 0)} ] ;"
            f" sh:qualified{pick(('Min', 'Max'))}Count {some}"
        )
        return pick(
            [
                f"sh:minCount {some}",
                f"sh:maxCount {some}",
                "sh:uniqueLang true",
                qualified,
            ]
        )

    def nested(self, depth: int) -> str:
        def shape(property_: bool = False) -> str:
            return f"[ {self.body(property_ or self.chance.random() < 0.3, depth)} ]"

        pick = self.chance.choice
        return pick(
            [
                f"sh:property {shape(property_=True)}",
                f"sh:node [ {self.body(False, depth)} ]",
                f"sh:not {shape()}",
                f"sh:{pick(('and', 'or', 'xone'))} ( {shape()} {shape()} )",
            ]
        )


def keys(findings: list[Finding]) -> Counter[tuple[str, ...]]:
    """Return findings without messages, and without what paths of several steps are called."""
    named = [(f.path if f.path.startswith("http") else "", f) for f in findings]
    return Counter((f.focus, path, f.value, f.shape, f.severity, f.component) for path, f in named)


@pytest.mark.parametrize("seed", range(60))
def test_random_shapes_find_what_the_reference_finds(seed: int) -> None:
    made = Made(seed)
    data = list(parse(PREFIXES + made.data, format=RdfFormat.TURTLE))
    shapes = list(parse(PREFIXES + made.shapes, format=RdfFormat.TURTLE))
    found, wanted = keys(Checker(shapes).check(data)), keys(reference(data, shapes))
    assert (found - wanted, wanted - found) == (Counter(), Counter()), made.shapes
