"""The graphs that updates name as their targets, as the engine reads those names."""

import pytest

from wsisgraph.store.names import name_of
from wsisgraph.store.operations import split
from wsisgraph.store.targets import targets

P = "PREFIX : <x:> PREFIX graph: <y:> BASE <http://b.example/d/> "


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("INSERT { GRAPH :a { ?s ?p ?o } } WHERE { GRAPH :b { ?s ?p ?o } }", {"x:a"}),
        ("INSERT { graph<x:a>{?s ?p ?o} GRAPH <r> {} } WHERE {}", {"x:a", "http://b.example/d/r"}),
        ("INSERT { GRAPH:a{ ?s ?p ?o } GRAPH graph:b {} } WHERE {}", {"x:a", "y:b"}),
        ("INSERT { GRAPH ?g { ?s ?p ?o } GRAPH $h {} } WHERE {}", set()),
        ("INSERT { ?s ?p ?o . GRAPH :a {} } WHERE {}", {None, "x:a"}),
        ("INSERT { GRAPH :a {} [] :p ( 1 2 ) } WHERE {}", {None, "x:a"}),
        ("INSERT { GRAPH :a {} :graph :p :o } WHERE {}", {None, "x:a"}),
        ("INSERT { ?s :p '}{' # GRAPH :c {\n } WHERE {}", {None}),
        ("WITH :w DELETE { ?s ?p ?o } INSERT { GRAPH :a {} } WHERE {}", {"x:w", "x:a"}),
        ("DELETE {} INSERT {} WHERE {}", set()),
        ("DELETE WHERE { GRAPH :a { ?s ?p ?o } ?s ?p ?o }", {None, "x:a"}),
        ("COPY :a TO :b ; ADD DEFAULT TO :c", {"x:b", "x:c"}),
        ("MOVE SILENT :a TO GRAPH :b", {"x:a", "x:b"}),
        ("MOVE :a TO DEFAULT", {None, "x:a"}),
        ("CREATE GRAPH :a ; CLEAR SILENT GRAPH <x:b> ; DROP DEFAULT", {"x:a", "x:b", None}),
        ("DROP ALL ; CLEAR NAMED", set()),
        ("INSERT { GRAPH none:a { ?s ?p ?o } } WHERE {}", set()),
    ],
)
def test_targets_are_the_graphs_that_are_named(text: str, names: set[str | None]) -> None:
    found = split(P + text)
    assert found is not None
    assert {name_of(graph) for graph in targets(found, None)} == names
