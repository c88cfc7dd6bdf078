"""What the checker cannot do it refuses, with the name of the shape; nothing is passed over."""

import re
from collections.abc import Iterable

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from wsisgraph.errors import ShapesRefused
from wsisgraph.graph.checker import Checker

X = "http://example.org/"
PREFIXES = f"""
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX x: <{X}>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


def quads(text: str) -> Iterable[Quad]:
    return list(parse(PREFIXES + text, format=RdfFormat.TURTLE))


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ('sh:js [ sh:jsFunctionName "f" ]', "sh:js"),
        ("sh:rule [ a sh:TripleRule ]", "sh:rule"),
        ("sh:target [ a sh:SPARQLTarget ]", "sh:target"),
        ("sh:expression [ sh:this true ]", "sh:expression"),
        ("sh:entailment <http://www.w3.org/ns/entailment/RDFS>", "sh:entailment"),
        ("sh:reifierShape x:Other", "sh:reifierShape"),
        ("sh:mincount 1", "sh:mincount"),
        ("sh:minCount 1 , 2", "more than one sh:minCount"),
        ("sh:minCount -1", "no whole number"),
        ("sh:minCount 'one'", "no whole number"),
        ("sh:minLength 1.5", "no whole number"),
        ("sh:uniqueLang 1", "neither true nor false"),
        ("sh:class 'x'", "no IRI"),
        ("sh:class [ a x:T ]", "no IRI"),
        ("sh:datatype xsd:date , xsd:gYear", "more than one sh:datatype"),
        ("sh:nodeKind sh:Iri", "there is not"),
        ("sh:pattern '['", "cannot be read"),
        ("sh:pattern 'a' ; sh:flags 'q'", "flags that are not done: q"),
        ("sh:minInclusive x:a", "no literal"),
        ("sh:in x:list", "broken"),
        ("sh:in _:l . _:l rdf:first 1 ; rdf:rest _:l", "leads back"),
        ("sh:languageIn ( 'en' ) , ( 'zh' )", "more than one sh:languageIn"),
        ("sh:or x:list", "broken"),
        ("sh:or ( 'a' )", "is a literal"),
        ("sh:node x:S", "leads back to itself"),
        ("sh:not [ sh:or ( x:S x:T ) ]", "leads back to itself"),
        ("sh:property x:NoPath . x:NoPath a sh:NodeShape", "without sh:path"),
        ("sh:property x:NoPath . x:NoPath a sh:PropertyShape", "without sh:path"),
        ("sh:qualifiedValueShape [ sh:class x:T ]", "without a count"),
        ("sh:sparql [ sh:message 'x' ]", "without sh:select"),
        ("sh:severity 'bad'", "no IRI"),
        ("sh:targetNode [ a x:T ]", "blank node"),
        ("sh:targetClass 'x'", "no IRI"),
    ],
)
def test_a_shape_that_cannot_be_compiled_is_refused(said: str, found: str) -> None:
    shape = f"x:S a sh:PropertyShape ; sh:path x:of ; sh:targetNode x:a ; {said} ."
    with pytest.raises(ShapesRefused, match=re.escape(found)) as refused:
        Checker(quads(shape))
    assert re.search(f"<{X}(S|NoPath)>|without a name|literal", str(refused.value))


@pytest.mark.parametrize(
    "said", ["sh:minCount 1", "sh:maxCount 1", "sh:uniqueLang true", "sh:lessThan x:to"]
)
def test_a_demand_on_a_property_is_refused_where_there_is_no_path(said: str) -> None:
    with pytest.raises(ShapesRefused, match=r"only a property shape|flags"):
        Checker(quads(f"x:S a sh:NodeShape ; sh:targetNode x:a ; {said} ."))


@pytest.mark.parametrize(
    "path",
    [
        "'text'",
        "[ x:of x:of ]",
        "( x:of )",
        "[ sh:alternativePath ( x:of ) ]",
        "[ sh:inversePath x:of , x:to ]",
        "_:p . _:p sh:inversePath _:p",
        "_:p . _:p rdf:first x:of ; rdf:rest _:p",
    ],
)
def test_a_path_that_is_none_is_refused(path: str) -> None:
    with pytest.raises(ShapesRefused, match=r"[Pp]ath|list|leads back"):
        Checker(quads(f"x:S a sh:PropertyShape ; sh:targetNode x:a ; sh:path {path} ."))


@pytest.mark.parametrize(
    ("component", "found"),
    [
        ("sh:parameter [ sh:path ( x:one x:two ) ]", "no IRI"),
        ("sh:parameter [ sh:path x:this ]", "no variable"),
        ("sh:parameter [ sh:path x:one ; sh:optional true ]", "that is needed"),
        ("sh:parameter [ sh:path x:one ]", "no validator"),
        ("sh:parameter [ sh:path x:one ] ; sh:validator [ sh:select 'x' ]", "no sh:ask"),
        ("sh:parameter [ sh:path x:one ] , [ sh:path x:two ]", "several values"),
    ],
)
def test_a_component_that_cannot_be_used_is_refused(component: str, found: str) -> None:
    shapes = f"""
        x:C a sh:ConstraintComponent ; {component} .
        x:S a sh:NodeShape ; sh:targetNode x:a ; x:one 1 , 2 ; x:two 3 ."""
    with pytest.raises(ShapesRefused, match=found):
        Checker(quads(shapes))


def test_terms_that_shacl_does_not_know_are_not_taken() -> None:
    shape = quads("x:S a sh:NodeShape ; sh:targetNode x:a .")
    odd = quads("x:a x:of <<( x:a x:of x:b )>> .")
    with pytest.raises(ShapesRefused, match=r"RDF 1\.1"):
        Checker([*shape, *odd])
    with pytest.raises(ValueError, match=r"RDF 1\.1"):
        Checker(shape).check(odd)


def test_a_shape_that_is_nobodys_target_is_read_all_the_same() -> None:
    with pytest.raises(ShapesRefused, match="there is not"):
        Checker(quads("x:S a sh:NodeShape ; sh:nodeKind x:Kind ."))


def test_a_demand_that_is_off_demands_nothing() -> None:
    shapes = quads("""
        x:S a sh:PropertyShape ; sh:path x:of ; sh:targetNode x:a ; sh:deactivated true ;
            sh:minCount 1 .
        x:T a sh:NodeShape ; sh:targetNode x:a ; sh:closed false .
        x:U a sh:PropertyShape ; sh:path x:of ; sh:targetNode x:a ; sh:uniqueLang false .""")
    assert Checker(shapes).check(quads("x:a x:by 'a'@en , 'b'@en .")) == []


def test_a_language_range_takes_its_narrower_tags() -> None:
    """As langMatches of SPARQL 1.1 (section 17.4.3.4); the reference compares one part only."""
    shapes = quads("""x:S a sh:PropertyShape ; sh:path x:of ; sh:targetNode x:a ;
        sh:languageIn ( "zh-Hans" "en" ) .""")
    data = quads("x:a x:of 'a'@zh-Hans-CN , 'b'@en-GB , 'c'@zh , 'd'@zh-Hant , 'e' .")
    assert [each.value for each in Checker(shapes).check(data)] == ["c", "d", "e"]


def test_graphs_are_merged_and_a_triple_counts_once() -> None:
    checker = Checker(
        quads("x:S a sh:PropertyShape ; sh:path x:of ; sh:targetNode x:a ; sh:maxCount 1 .")
    )
    store, of = Store(), NamedNode(X + "of")
    for graph in ("one", "two"):
        store.add(Quad(NamedNode(X + "a"), of, Literal("b"), NamedNode(X + graph)))
    assert checker.check(store) == []
    store.add(Quad(NamedNode(X + "a"), of, Literal("c")))
    for data in (store, list(store)):
        assert len(checker.check(data)) == 1
        assert len(checker.check(data, focus=[X + "a", X + "b"])) == 1
        assert checker.check(data, focus=[X + "b"]) == []
        assert checker.check(data, graphs=[X + "one"]) == []
