"""What the engine answers otherwise than SPARQL 1.1 says, and how queries are corrected."""

import pytest
from pyoxigraph import QueryBoolean, QuerySolutions, Store

from wsisgraph.store.corrections import MAX_LENGTH, corrected, is_suspect

_PREFIX = "PREFIX : <http://e/> "
_DATA = """
    INSERT DATA { :a :p :b . GRAPH :g1 { :x :p :y . :z :p :y } GRAPH :g2 { :z :q :y } }
"""


@pytest.fixture(scope="module")
def store() -> Store:
    filled = Store()
    filled.update(_PREFIX + _DATA)
    return filled


def asked(store: Store, query: str) -> list[tuple[str, ...]]:
    """Return the rows of the corrected query, sorted, in short."""
    text = _PREFIX + query
    assert is_suspect(text)
    graphs = sorted(graph.value for graph in store.named_graphs())
    found = store.query(corrected(text, graphs, lambda ask: bool(store.query(ask))))
    if isinstance(found, QueryBoolean):
        return [(str(bool(found)).lower(),)]
    assert isinstance(found, QuerySolutions)
    return sorted(
        tuple("" if term is None else _short(str(term)) for term in solution) for solution in found
    )


def _short(term: str) -> str:
    term = term.replace("<http://e/", ":").replace(">", "")
    return term.partition("^^")[0]


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        # §18.5.1.7: GroupConcat gives a simple literal.
        ("SELECT (GROUP_CONCAT(?o) AS ?x) { VALUES ?o { 'a'@en } }", [('"a"',)]),
        (
            "SELECT (1 AS ?x) { VALUES ?o { 'a'@en } }"
            " HAVING (group_concat(DISTINCT ?o; SEPARATOR=') (') = 'a')",
            [('"1"',)],
        ),
        # §18.6, Graph(var, P): P in each graph, joined with the graph's name.
        ("SELECT ?g ?x { GRAPH ?g { VALUES ?x { 1 } } }", [(":g1", '"1"'), (":g2", '"1"')]),
        (
            "SELECT ?g ?t { GRAPH ?g { VALUES (?g ?t) { (UNDEF 1) (:g1 2) } } }",
            [(":g1", '"1"'), (":g1", '"2"'), (":g2", '"1"')],
        ),
        (
            "SELECT ?g ?c { GRAPH ?g { SELECT (COUNT(*) AS ?c) { ?s :p ?o } } }",
            [(":g1", '"2"'), (":g2", '"0"')],
        ),
        (
            "SELECT ?g { GRAPH ?g { SELECT ?s { ?s ?p ?o } LIMIT 1 } }",
            [(":g1",), (":g2",)],
        ),
        (
            "SELECT ?g ?s { GRAPH ?g { ?s :q ?o MINUS { ?a :q ?b } } }",
            [(":g2", ":z")],
        ),
        (
            "SELECT ?g ?s { GRAPH ?g { VALUES ?x { :y } OPTIONAL { ?s :q ?x } } }",
            [(":g1", ""), (":g2", ":z")],
        ),
        (
            "SELECT ?g ?x { GRAPH ?g { { VALUES ?x { 1 } } UNION { ?x :q ?o } } }",
            [(":g1", '"1"'), (":g2", '"1"'), (":g2", ":z")],
        ),
        (
            "SELECT ?g ?h { GRAPH ?g { VALUES ?k { 1 } GRAPH ?h { VALUES ?m { 2 } } } }",
            [(":g1", ":g1"), (":g1", ":g2"), (":g2", ":g1"), (":g2", ":g2")],
        ),
        ("SELECT ?g ?o { GRAPH ?g { _:b :q ?o MINUS { ?c :p [] } } }", [(":g2", ":y")]),
        # §18.4, ZeroLengthPath of a term and a variable.
        ("SELECT ?o { :nobody :p* ?o }", [(":nobody",)]),
        ("SELECT ?s { ?s :p? :nobody. }", [(":nobody",)]),
        ("SELECT ?o { :nobody :p*/:q* ?o . ?x :p :b }", [(":nobody",)]),
        ("SELECT ?o { :nobody (:p*|^:q?) ?o }", [(":nobody",), (":nobody",)]),
        ("SELECT ?o { :nobody ((:p|!(:q|^a))+)? ?o }", [(":nobody",)]),
        ("SELECT ?o { GRAPH :g2 { :x :q* ?o } }", [(":x",)]),
        ("ASK { :nobody :p* :nobody }", [("true",)]),
        ("ASK { :nobody :p* :nothing }", [("false",)]),
        ("SELECT ?o { :nobody :p*/:q ?o }", []),
        ("SELECT ?o { :a :p* ?o }", [(":a",), (":b",)]),
    ],
)
def test_a_corrected_query_is_answered_as_the_standard_says(
    store: Store, query: str, rows: list[tuple[str, ...]]
) -> None:
    assert asked(store, query) == rows


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?g { GRAPH ?g { VALUES ?x { 1 } } }",
        "SELECT ?g { GRAPH ?g { SELECT (COUNT(*) AS ?n) {} } }",
        "SELECT ?g { GRAPH ?g { GRAPH ?h { BIND(1 AS ?x) } } }",
    ],
)
def test_without_named_graphs_a_graph_pattern_has_no_solution(query: str) -> None:
    assert asked(Store(), query) == []


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { GRAPH ?g { ?s ?p ?o } }",
        "SELECT * { GRAPH ?g { FILTER(?x = 1) VALUES ?x { 1 } ?s ?p ?x OPTIONAL { ?s :q ?z } } }",
        "SELECT * { GRAPH ?g { { ?s :p ?o } UNION { ?s :q ?o } FILTER NOT EXISTS { ?o ?a ?b } } }",
        # What those expect who write it: ?g has its value inside, too.
        "SELECT * { GRAPH ?g { ?s ?p ?o MINUS { ?s :q ?z } FILTER(?g != :g1) } }",
        "SELECT * FROM NAMED :g1 { GRAPH ?g { VALUES ?x { 1 } } }",
        "SELECT (?x*2 AS ?y) (COUNT(*) AS ?n) { :a :p+ ?x } GROUP BY ?x",
        "SELECT * { ?s :p* ?o }",
        "SELECT * { :nobody :p* ?o ; :q ?z }",
        "SELECT * { _:x :q ?z . :nobody :p* ?o . _:x :p ?y }",
        'SELECT * { ?s ?p "GROUP_CONCAT(GRAPH ?g { MINUS } :nobody :p* ?o" }',
        "SELECT ?group_concat { ?s :p ?group_concat } # GRAPH ?g { MINUS {} }",
    ],
)
def test_what_the_engine_answers_rightly_or_cannot_be_told_is_left(
    store: Store, query: str
) -> None:
    text = _PREFIX + query
    graphs = [graph.value for graph in store.named_graphs()]
    assert corrected(text, graphs, lambda ask: bool(store.query(ask))) == text


def test_a_query_that_would_grow_without_end_is_left() -> None:
    query = "SELECT * { GRAPH ?a { VALUES ?b { 1 } GRAPH ?c { VALUES ?d { 1 } } } }"
    graphs = [f"http://e/g{number}" for number in range(10_000)]
    assert corrected(query, graphs, lambda ask: True) == query


def test_a_long_query_is_not_looked_at() -> None:
    assert is_suspect("ASK { <x:a> <x:b>* ?c }")
    assert not is_suspect("ASK { <x:a> <x:b>* ?c }" + " " * MAX_LENGTH)
