"""Which statements a question can depend on, held to what rdflib's parser says of its patterns."""

import re

import pytest
from rdflib.paths import NegatedPath, Path
from rdflib.plugins.sparql.algebra import translateQuery, traverse
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.term import Variable

from wsisgraph import content
from wsisgraph.publishing.difference import NAMING
from wsisgraph.questions import Catalogue
from wsisgraph.questions.reach import predicates

CATALOGUE = Catalogue.load(content.folder("queries"))
ASKED = [
    name
    for folder in ("activities", "api", "bodies", "documents", "duties", "evidence", "figures")
    for name in CATALOGUE.names(folder)
]


def parsed(text: str) -> list[object]:
    found: list[object] = []

    def visit(node: object) -> None:
        if getattr(node, "name", "") == "BGP":
            found.extend(predicate for _, predicate, _ in node.triples)  # type: ignore[attr-defined]

    traverse(translateQuery(parseQuery(text)).algebra, visitPre=visit)
    return found


def any_predicate(predicate: object) -> bool:
    if isinstance(predicate, Path) and not isinstance(predicate, NegatedPath):
        parts = [getattr(predicate, name, None) for name in ("path", "arg")]
        return any(map(any_predicate, [*getattr(predicate, "args", ()), *filter(None, parts)]))
    return isinstance(predicate, Variable | NegatedPath)


@pytest.mark.parametrize("name", ASKED)
def test_a_question_that_asks_for_any_predicate_is_known_as_such(name: str) -> None:
    patterns = parsed(CATALOGUE[name].text)
    read = predicates(CATALOGUE[name].text)
    if any(map(any_predicate, patterns)):
        assert read is None
    elif read is not None:
        assert {str(found) for found in patterns if not isinstance(found, Path)} <= read


@pytest.mark.parametrize("name", sorted(NAMING))
def test_a_question_that_is_said_to_name_all_its_predicates_does(name: str) -> None:
    question = CATALOGUE[name]
    assert predicates(question.text) is None
    assert "UNDEF" not in question.text
    asked = {found for found in parsed(question.text) if any_predicate(found)}
    for variable in asked:
        assert isinstance(variable, Variable)
        assert variable not in question.params
        # Its values stand in front of the one pattern that it is a part of.
        assert re.search(
            rf"VALUES (\?{variable} |\(\?{variable} [^)]*\) )\{{[^{{}}]*\}}[^{{}}]*"
            rf"(GRAPH \?graph \{{ )?\?\w+ \?{variable} ",
            question.text,
        )
        assert parsed(question.text).count(variable) == 1


@pytest.mark.parametrize(
    ("pattern", "open_"),
    [
        ("?s <x:p> ?o", False),
        ("?s ?p ?o", True),
        ("?s <x:p> ?o ; ?q ?r", True),
        ("?s <x:p> ?o , ?r ; <x:q> ?t", False),
        ("?s <x:p>/<x:q>* ?o . ?o ^<x:r> ?t", False),
        ("?s (<x:p>|<x:q>)+ ?o", False),
        ("?s !<x:p> ?o", True),
        ("?s (<x:p>|!<x:q>) ?o", True),
        ("?s <x:p> ?o FILTER(?o != ?s && ?o > 3) ?s <x:q> ?r", False),
        ("?s <x:p> ?o FILTER NOT EXISTS { ?o ?p ?r }", True),
        ("?s <x:p> ?o FILTER(!BOUND(?s) || EXISTS { ?o <x:q> ?r })", False),
        ("GRAPH ?g { ?s <x:p> ?o } OPTIONAL { ?o <x:q> ?r }", False),
        ("GRAPH ?g { ?s ?p ?o }", True),
        ("VALUES (?a ?b) { (1 2) } ?s <x:p> ?a BIND(?b AS ?c)", False),
        ("{ SELECT ?s (COUNT(?o) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?s }", True),
        ("{ SELECT ?s (COUNT(?o) AS ?n) WHERE { ?s <x:p> ?o } GROUP BY ?s }", False),
    ],
)
def test_patterns(pattern: str, open_: bool) -> None:
    assert (predicates(f"SELECT * WHERE {{ {pattern} }}") is None) == open_
