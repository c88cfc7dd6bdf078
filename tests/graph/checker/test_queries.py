"""Queries of shapes: one run for all focus nodes finds what a run for each would find."""

from collections.abc import Iterable

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from wsisgraph.errors import Forbidden, ShapesRefused
from wsisgraph.graph.checker import Checker
from wsisgraph.graph.checker.tokens import needs, tokens_of
from wsisgraph.graph.validation import reference

X = "http://example.org/"
PREFIXES = f"""
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX x: <{X}>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
DECLARED = f"""
x:prefixes sh:declare [ sh:prefix "x" ; sh:namespace "{X}"^^xsd:anyURI ] .
"""
DATA = """
x:a a x:T ; x:of x:b , x:c ; x:size 3 ; x:label "one {" .
x:b a x:T ; x:of x:d ; x:size 5 .
x:c a x:T ; x:size 1 ; x:label "two"@en .
_:d a x:T ; x:of x:a ; x:size 7 .
"""


def quads(text: str) -> Iterable[Quad]:
    return list(parse(PREFIXES + text, format=RdfFormat.TURTLE))


def constraint(query: str, more: str = "") -> str:
    return f'''{DECLARED}
        x:S a sh:NodeShape ; sh:targetClass x:T ;
            sh:sparql [ sh:prefixes x:prefixes ; sh:select """{query}""" {more} ] .'''


QUERIES = {
    "triples": "SELECT $this ?value { $this x:of ?value }",
    "without $this": "SELECT ?value { $this x:of ?value }",
    "everything": "SELECT * { $this x:of ?value }",
    "distinct": "SELECT DISTINCT $this { $this x:of ?o }",
    "filter": "SELECT $this { $this x:size ?n . FILTER(?n > 2) }",
    "filter alone": "SELECT $this { FILTER($this = x:b) }",
    "filter in a group": "SELECT $this { { FILTER($this = x:b) } FILTER(bound($this)) }",
    "optional": "SELECT $this { OPTIONAL { $this x:of ?o } FILTER(!bound(?o)) }",
    "optional filter": "SELECT $this ?value { $this x:size ?n OPTIONAL { $this x:of ?value ."
    " FILTER(?n < 4) } }",
    "union": "SELECT $this ?value { { $this x:of ?value } UNION { ?value x:of $this } }",
    "union of filters": "SELECT $this { { FILTER($this = x:a) } UNION { FILTER($this = x:c) } }",
    "exists": "SELECT $this { $this x:size ?n FILTER EXISTS { ?other x:of $this } }",
    "not exists": "SELECT $this { FILTER NOT EXISTS { $this x:of ?o . ?o x:size ?n } }",
    "bind": "SELECT $this ?value { BIND($this AS ?that) ?that x:of ?value }",
    "path": "SELECT $this ?value { $this x:of+ ?value }",
    "comment": "SELECT $this # { not a group\n { $this x:of ?o . # } nor its end\n }",
    "text": "SELECT $this { $this x:label ?l . FILTER(CONTAINS(?l, '{')) }",
    "subquery": "SELECT $this ?value { { SELECT $this ?value { $this x:of ?value } } }",
    "small first": "select $this where { $this x:of ?o filter(?o = x:a) }",
    "same twice": "SELECT $this { $this x:of ?o }",
    "list": "SELECT $this { $this x:of x:b , x:c }",
    "object": "SELECT $this ?value { ?value x:of $this }",
    "prefixed": "PREFIX y: <http://example.org/> SELECT $this { $this y:of ?o ; y:size ?n }",
}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_one_run_for_all_finds_what_the_reference_finds_one_by_one(query: str) -> None:
    data, shapes = quads(DATA), quads(constraint(query))
    found = Checker(shapes).check(data)
    assert found == reference(data, shapes)
    assert found or query == QUERIES["optional filter"]


def test_the_reference_is_wrong_about_a_filter_of_an_outer_value() -> None:
    """In SPARQL the filter of OPTIONAL sees the values outside (SPARQL 1.1, section 18.2.2.6)."""
    data, shapes = quads(DATA), quads(constraint(QUERIES["optional filter"]))
    assert len(Checker(shapes).check(data)) >= 4


@pytest.mark.parametrize(
    ("query", "focus"),
    [
        ("SELECT $this ?value { $this x:of ?value } ORDER BY DESC(?value) LIMIT 1", "abd"),
        ("SELECT $this { $this x:of ?o } GROUP BY $this HAVING(COUNT(?o) > 1)", "a"),
        ("SELECT $this { { SELECT $this (MAX(?n) AS ?m) { $this x:size ?n } GROUP BY $this }"
         " FILTER(?m > 4) }", "bd"),
    ],
)  # fmt: skip
def test_what_looks_at_all_solutions_is_run_for_each_focus_node(query: str, focus: str) -> None:
    found = Checker(quads(constraint(query))).check(quads(DATA))
    blank = [each for each in found if not each.focus.startswith(X)]
    assert [each.focus for each in found if each not in blank] == [
        X + name for name in focus if name != "d"
    ]
    assert len(blank) == focus.count("d")


@pytest.mark.parametrize("store", [False, True])
def test_a_thing_alone_is_asked_about_like_all(store: bool) -> None:
    checker = Checker(quads(constraint(QUERIES["union"])))
    data: Store | list[Quad] = list(quads(DATA))
    if store:
        whole = Store()
        whole.extend(data)
        data = whole
    everything = checker.check(data)
    for name in "abc":
        about = [each for each in everything if each.focus == X + name]
        assert about
        assert checker.check(data, focus=[X + name]) == about
    assert checker.check(data, focus=[X + "nobody"]) == []


def test_only_the_graphs_that_are_named_are_asked() -> None:
    store = Store()
    for quad in quads(DATA):
        store.add(Quad(*quad.triple, NamedNode(X + "one")))
    store.add(Quad(*next(iter(quads("x:c x:of x:z ."))).triple, NamedNode(X + "two")))
    checker = Checker(quads(constraint(QUERIES["distinct"])))
    one, both = (checker.check(store, graphs=names) for names in ([X + "one"], None))
    assert {each.focus for each in both} - {each.focus for each in one} == {X + "c"}
    assert checker.check(store, graphs=[X + "two"]) == []


def test_messages_name_what_was_found() -> None:
    shapes = constraint(
        "SELECT $this ?value ?n { $this x:of ?value ; x:size ?n FILTER(?n = 5) }",
        '; sh:message "{$this} of {?value}: {?n}, {?none}"@en , "auf Deutsch"@de',
    )
    (found,) = Checker(quads(shapes)).check(quads(DATA))
    assert found.message == f"{X}b of {X}d: 5, {{?none}}"


def test_a_query_may_name_path_and_message() -> None:
    shapes = constraint(
        "SELECT $this ?path ?value ?message { $this ?path ?value FILTER(?value = 5)"
        " BIND('Not five.' AS ?message) }"
    )
    (found,) = Checker(quads(shapes)).check(quads(DATA))
    assert (found.path, found.value, found.message) == (X + "size", "5", "Not five.")


def test_a_path_stands_in_the_query_of_a_property_shape() -> None:
    shapes = f"""{DECLARED}
        x:S a sh:PropertyShape ; sh:targetNode x:a ;
            sh:path ( x:of [ sh:alternativePath ( x:size [ sh:inversePath x:label ] ) ] ) ;
            sh:sparql [ sh:prefixes x:prefixes ;
                sh:select "SELECT $this ?value {{ $this $PATH ?value }}" ] ."""
    found = Checker(quads(shapes)).check(quads(DATA))
    assert [(each.value, each.path) for each in found] == [
        (value, f"(<{X}of>/(<{X}size>|^(<{X}label>)))") for value in ("1", "5")
    ]


COMPONENT = f"""{DECLARED}
x:Shorter a sh:ConstraintComponent ; sh:parameter [ sh:path x:than ] ;
    sh:validator [ sh:message "at most {{$than}}" ; sh:prefixes x:prefixes ;
        sh:ask "ASK {{ FILTER(STRLEN(STR($value)) <= $than) }}" ] .
x:S a sh:PropertyShape ; sh:targetClass x:T ; sh:path x:label ; x:than 3 , 5 .
"""


def test_a_component_of_ones_own_demands_what_each_value_of_its_parameter_says() -> None:
    found = Checker(quads(COMPONENT)).check(quads(DATA + "x:c x:label 'longest' ."))
    assert [(each.value, each.message) for each in found] == [
        ("one {", "at most 3"),
        ("longest", "at most 3"),
        ("longest", "at most 5"),
    ]
    assert {each.component for each in found} == {X + "Shorter"}


def test_a_query_that_tells_of_a_failure_fails() -> None:
    checker = Checker(quads(constraint("SELECT $this ?failure { BIND(true AS ?failure) }")))
    with pytest.raises(ShapesRefused, match="failure"):
        checker.check(quads(DATA))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this { SERVICE <http://127.0.0.1:9/> { $this ?p ?o } }",
        "SELECT $this { $this ?p ?o . SERVICE#\\n<http://127.0.0.1:9/> { ?s ?q ?r } }",
        "SELECT $this { $this ?p ?o FILTER EXISTS { service silent ?o { ?s ?q ?r } } }",
        "SELECT $this FROM <file:///etc/hostname> { $this ?p ?o }",
        "SELECT $this { $this ?p ?o FILTER EXISTS { GRAPH ?g { ?s ?q ?r } } }",
    ],
)
def test_a_query_that_looks_outside_of_the_data_is_forbidden(query: str) -> None:
    with pytest.raises(Forbidden):
        Checker(quads(constraint(query)))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("SELECT $this { $this ?p ?o MINUS { ?s ?p x:a } }", "MINUS"),
        ("SELECT $this { VALUES ?o { 1 } $this ?p ?o }", "VALUES"),
        ("SELECT $this { BIND(1 AS $this) }", "has a value"),
        ("SELECT $this { { SELECT ?o { ?s ?p ?o } } }", "select \\$this"),
        ("SELECT $this { FILTER(bound($shapesGraph)) }", "shapesGraph"),
        ("SELECT $this { $this $PATH ?o }", "no path"),
        ("SELECT $this { $this", "cannot be read"),
        ("SELECT $this { $this unknown:of ?o }", "cannot be read"),
        ("CONSTRUCT { $this ?p ?o } { $this ?p ?o }", "cannot be read"),
        ("SELECT $this { $this ?p ?o . \\\\u0053ERVICE <http://127.0.0.1:9/> {} }", "escape"),
    ],
)
def test_a_query_that_cannot_be_run_is_refused_with_the_name_of_its_shape(
    query: str, found: str
) -> None:
    with pytest.raises(ShapesRefused, match=found) as refused:
        Checker(quads(constraint(query)))
    assert f"<{X}S>" in str(refused.value)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("SELECT $this { $this x:of ?o ; x:size 5 . ?o x:label ?l }", "of size"),
        ("SELECT $this { ?s x:of $this . $this x:size ?n }", "size"),
        ("SELECT $this { $this a ?t }", "type"),
        ("SELECT $this { $this x:of+ ?o . $this x:of/x:size ?n }", ""),
        ("SELECT $this { $this x:of* ?o . $this ?p ?o }", ""),
        ("SELECT $this { $this x:of|x:size ?o . $this ^x:of ?s }", ""),
        ("SELECT $this { OPTIONAL { $this x:of ?o } { $this x:size ?n } }", ""),
        ("SELECT $this { FILTER NOT EXISTS { $this x:of ?o } }", ""),
        ("SELECT $this { ?s x:of [ x:label $this ] }", ""),
        ("SELECT $this { BIND($this AS ?t) $this x:of ?o }", "of"),
    ],
)
def test_what_a_query_needs_is_no_more_than_it_needs(query: str, wanted: str) -> None:
    found = needs(tokens_of(query), {"x": X})
    assert [each.value.replace("#", "/").rpartition("/")[2] for each in found] == wanted.split()
