"""The patterns of a question, held to what rdflib's parser says of them."""

from collections import Counter

import pytest
from rdflib.paths import Path
from rdflib.plugins.sparql.algebra import translateQuery, traverse
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.term import Identifier, URIRef, Variable

from wsisgraph import content
from wsisgraph.questions import Catalogue
from wsisgraph.questions.patterns import Pattern, patterns

CATALOGUE = Catalogue.load(content.folder("queries"))
TOLD = {
    name: found
    for folder in ("activities", "api", "bodies", "documents", "duties", "evidence", "report")
    for name in CATALOGUE.names(folder)
    if (found := patterns(CATALOGUE[name].text)) is not None
}


def place(term: Identifier) -> str:
    if isinstance(term, Variable):
        return f"?{term}"
    return str(term) if isinstance(term, URIRef) else ""


def parsed(text: str) -> Counter[tuple[str, str, str]]:
    """Return the patterns with one predicate or a variable for it."""
    found: Counter[tuple[str, str, str]] = Counter()

    def visit(node: object) -> None:
        if getattr(node, "name", "") == "BGP":
            for subject, predicate, object_ in node.triples:  # type: ignore[attr-defined]
                if not isinstance(predicate, Path):
                    told = "" if isinstance(predicate, Variable) else str(predicate)
                    found[place(subject), told, place(object_)] += 1

    traverse(translateQuery(parseQuery(text)).algebra, visitPre=visit)
    return found


def simple(pattern: Pattern) -> bool:
    names = pattern.predicates
    return pattern.plain and (names is None or len(names) == 1)


@pytest.mark.parametrize("name", sorted(TOLD))
def test_the_patterns_of_our_questions_are_those_that_a_parser_finds(name: str) -> None:
    own = Counter(
        (pattern.subject, "".join(pattern.predicates or ()), pattern.object)
        for pattern in TOLD[name]
        if simple(pattern)
    )
    theirs = parsed(CATALOGUE[name].text)
    # It takes no groups of filters apart: there these are more.
    assert theirs <= own
    assert own == theirs or "EXISTS" in CATALOGUE[name].text


def test_most_questions_are_told_of() -> None:
    assert {"api/cell", "report/linkages", "api/activities-asserted"} <= TOLD.keys()


def told(body: str) -> list[tuple[str, object, str, bool]]:
    text = f"PREFIX x: <x:>\nSELECT ?s WHERE {{ {body} }}"
    return [
        (found.subject, found.predicates and sorted(found.predicates), found.object, found.plain)
        for found in patterns(text) or ()
    ]


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("?s x:p ?o.", [("?s", ["x:p"], "?o", True)]),
        ("?s x:p x:o ; x:q 'a'@en, ?t .", [
            ("?s", ["x:p"], "x:o", True), ("?s", ["x:q"], "", True), ("?s", ["x:q"], "?t", True)
        ]),
        ("?s x:p|(x:q|x:r) ?o", [("?s", ["x:p", "x:q", "x:r"], "?o", True)]),
        ("?s x:p/x:q ?o", [("?s", ["x:p", "x:q"], "?o", False)]),
        ("?s ^x:p ?o", [("?s", ["x:p"], "?o", False)]),
        ("?s x:p* ?o . ?o x:q+ ?t", [("?s", ["x:p"], "?o", False), ("?o", ["x:q"], "?t", False)]),
        ("?s !x:p ?o", [("?s", None, "?o", False)]),
        ("?s ?p ?o", [("?s", None, "?o", True)]),
        ("?s x:p '5'^^x:int ; .", [("?s", ["x:p"], "", True)]),
        ("VALUES ?s { x:a } FILTER(?s = x:b || EXISTS { ?s x:p ?o }) ?s x:q ?t", [
            ("?s", ["x:p"], "?o", True), ("?s", ["x:q"], "?t", True)
        ]),
    ],
)  # fmt: skip
def test_every_form_of_a_pattern_is_read(body: str, wanted: list[object]) -> None:
    assert told(body) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?s WHERE { ?s <x:p> [ <x:q> ?o ] }",
        "SELECT ?s WHERE { ?s <x:p> (1 2) }",
        "SELECT ?s WHERE { ?s <x:p> 5 }",
        "SELECT ?s WHERE { { SELECT ?s WHERE { ?s <x:p> ?o } } }",
        "SELECT ?s WHERE { ?s <x:p> ?o } HAVING (EXISTS { ?s <x:q> ?t })",
        "SELECT (EXISTS { ?s <x:q> ?t } AS ?e) WHERE { ?s <x:p> ?o }",
        "SELECT ?s WHERE { SERVICE <x:there> { ?s <x:p> ?o } }",
        "SELECT ?s WHERE { << ?s <x:p> ?o >> <x:q> ?t }",
        "SELECT ?s WHERE { ?s <x:p> ?o {| <x:q> ?t |} }",
        "SELECT ?s WHERE { ?s y:p ?o }",
        "SELECT ?s WHERE { ?s <x:p> ?o",
        "CONSTRUCT { ?s <x:p> ?o } WHERE { ?s <x:p> ?o }",
    ],
)
def test_of_what_goes_beyond_it_nothing_is_told(text: str) -> None:
    assert patterns(text) is None


def test_only_what_stands_in_front_of_a_group_must_hold_beside_it() -> None:
    text = "SELECT ?s WHERE { ?s <x:a> ?a OPTIONAL { ?s <x:b> ?b . ?b <x:c> ?c } ?s <x:d> ?d }"
    known = {"".join(found.predicates or ()): found for found in patterns(text) or ()}
    beside = {
        name: {"".join(other.predicates or ()) for other in found.beside}
        for name, found in known.items()
    }
    assert beside == {"x:a": {"x:d"}, "x:b": {"x:a", "x:c"}, "x:c": {"x:a", "x:b"}, "x:d": {"x:a"}}
