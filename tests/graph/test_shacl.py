"""What is asked of the SHACL engine beyond what it does by itself."""

from collections.abc import Iterable

import pytest
import rdflib
from pyoxigraph import Quad, RdfFormat, Triple, parse
from rdflib import RDF, SH, Graph, Literal, Namespace, URIRef

from wsisgraph.errors import Forbidden, ShapesRefused
from wsisgraph.graph.shacl import as_rdflib, as_triples, check

X = Namespace("http://example.org/")
PREFIXES = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX x: <http://example.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


def quads(text: str) -> Iterable[Quad]:
    return parse(PREFIXES + text, format=RdfFormat.TURTLE)


def report(data: str, shapes: str) -> Graph:
    return check(as_rdflib(quads(data)), as_rdflib(quads(shapes)))


def components(data: str, shapes: str) -> list[str]:
    found = report(data, shapes).objects(None, SH.sourceConstraintComponent)
    return sorted(str(component).removeprefix(str(SH)) for component in found)


def constraint(query: str) -> str:
    return f'x:S a sh:NodeShape ; sh:targetNode x:a ; sh:sparql [ sh:select """{query}""" ] .'


@pytest.mark.parametrize(
    "rule",
    [
        'sh:js [ sh:jsFunctionName "f" ]',
        "sh:rule [ a sh:TripleRule ]",
        "sh:target [ a sh:SPARQLTarget ]",
        "sh:expression [ sh:this true ]",
        "sh:entailment <http://www.w3.org/ns/entailment/RDFS>",
    ],
)
def test_what_would_be_passed_over_in_silence_is_refused(rule: str) -> None:
    with pytest.raises(ShapesRefused, match=rule.partition(" ")[0]):
        report("x:a x:of x:b .", f"x:S a sh:NodeShape ; sh:targetNode x:a ; {rule} .")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this { SERVICE <http://127.0.0.1:9/> { $this ?p ?o } }",
        "SELECT $this { $this ?p ?o . \\\\u0053ERVICE <http://127.0.0.1:9/> { ?s ?q ?r } }",
        "SELECT $this { $this ?p ?o . SERVICE#\n<http://127.0.0.1:9/> { ?s ?q ?r } }",
        "SELECT $this { $this ?p ?o FILTER EXISTS { service silent ?o { ?s ?q ?r } } }",
        "SELECT $this FROM <file:///etc/hostname> { $this ?p ?o }",
        "SELECT $this FROM NAMED <http://127.0.0.1:9/> { $this ?p ?o }",
        "SELECT $this { $this ?p ?o FILTER EXISTS { GRAPH ?g { ?s ?q ?r } } }",
    ],
)
def test_queries_of_shapes_are_about_the_data_alone(query: str) -> None:
    with pytest.raises(Forbidden):
        report("x:a x:of x:b .", constraint(query))


@pytest.mark.parametrize(
    ("shapes", "reason"),
    [
        ("x:S a sh:PropertyShape .", "sh:path"),
        ("x:S a sh:PropertyShape ; sh:path x:of ; sh:targetNode x:a ; sh:pattern '[' .", "set"),
        ("x:S sh:targetNode x:a ; sh:in _:l . _:l rdf:first 1 ; rdf:rest _:l .", "recursive"),
        (
            "x:S a sh:PropertyShape ; sh:targetNode x:a ; sh:path _:p ; sh:minCount 1 ."
            " _:p sh:inversePath _:p .",
            "depth",
        ),
        (constraint("SELECT $this { $this"), "Expected"),
        (constraint("SELECT $this { GRAPH $shapesGraph { $this ?p ?o } }"), "shapesGraph"),
    ],
)
def test_shapes_that_are_none_are_refused_with_a_reason(shapes: str, reason: str) -> None:
    with pytest.raises(ShapesRefused, match=reason):
        report("x:a x:of x:b .", shapes)


@pytest.mark.parametrize(("flag", "findings"), [("true", 1), ('"1"^^xsd:boolean', 0), ("false", 0)])
def test_true_alone_switches_a_rule_on(flag: str, findings: int) -> None:
    unique = f"x:S a sh:PropertyShape ; sh:path x:of ; sh:targetNode x:a ; sh:uniqueLang {flag} ."
    closed = f"x:S a sh:NodeShape ; sh:targetNode x:a ; sh:closed {flag} ."
    assert components("x:a x:of 'a'@en , 'b'@en .", unique) == findings * [
        "UniqueLangConstraintComponent"
    ]
    assert components("x:a x:of 'a' .", closed) == findings * ["ClosedConstraintComponent"]


def test_prefixes_are_followed_through_imports_within_the_shapes() -> None:
    shapes = f"""
        x:one owl:imports x:two .
        x:two owl:imports x:three .
        x:three sh:declare [ sh:prefix "e" ; sh:namespace "{X}"^^xsd:anyURI ] .
        x:S a sh:NodeShape ; sh:targetNode x:a ;
            sh:sparql [ sh:prefixes x:one ; sh:select "SELECT $this {{ $this e:of e:b }}" ] ."""
    assert components("x:a x:of x:b .", shapes) == ["SPARQLConstraintComponent"]


def test_each_result_has_a_path_of_its_own() -> None:
    shapes = """
        x:S a sh:PropertyShape ; sh:targetNode x:a , x:b , x:c ; sh:minCount 1 ;
            sh:path ( x:of [ sh:zeroOrMorePath [ sh:inversePath x:of ] ] ) ."""
    found = report("x:a x:other x:b .", shapes)
    paths = list(found.objects(None, SH.resultPath))
    assert len(set(paths)) == 3
    for path in paths:
        first, second = found.items(path)
        assert first == X.of
        inner = found.value(second, SH.zeroOrMorePath)
        assert found.value(inner, SH.inversePath) == X.of


def test_terms_stay_as_they_were_sent() -> None:
    data = 'x:a x:of "01"^^xsd:integer , "a" , "a"@en , "b"^^x:kind , "2011-01-01"^^xsd:dateTime .'
    shapes = "x:S a sh:NodeShape ; sh:targetObjectsOf x:of ; sh:nodeKind sh:IRI ."
    values = set(report(data, shapes).objects(None, SH.value))
    assert values == {
        Literal("01", datatype=rdflib.XSD.integer, normalize=False),
        Literal("a"),
        Literal("a", lang="en"),
        Literal("b", datatype=X.kind),
        Literal("2011-01-01", datatype=rdflib.XSD.dateTime, normalize=False),
    }
    there_and_back = set(as_triples(as_rdflib(quads(data))))
    assert there_and_back == {Triple(q.subject, q.predicate, q.object) for q in quads(data)}


@pytest.mark.parametrize("term", ["<<( x:a x:of x:b )>>", "'a'@en--ltr"])
def test_terms_that_the_engine_does_not_have_are_not_taken(term: str) -> None:
    with pytest.raises(ValueError, match=r"RDF 1\.1"):
        as_rdflib(quads(f"x:a x:of {term} ."))


def test_imports_are_not_fetched() -> None:
    shapes = f"""
        <{X}shapes> a owl:Ontology ; owl:imports <file:///etc/hostname> , <http://127.0.0.1:9/> ,
            <http://datashapes.org/dash> .
        x:S a sh:NodeShape ; sh:targetNode x:a ; sh:nodeKind sh:Literal ."""
    found = report("x:a x:of x:b .", shapes)
    assert (None, RDF.type, SH.ValidationReport) in found
    assert set(found.objects(None, SH.sourceShape)) == {URIRef(X.S)}
