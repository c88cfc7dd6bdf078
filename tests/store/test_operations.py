"""Operations of an update, told apart by tokens: what the engine makes of the parts decides."""

import pytest
from pyoxigraph import Store

from wsisgraph.errors import QuerySyntaxError
from wsisgraph.store.operations import Kind, split, with_dataset

P = "PREFIX : <http://example.org/> "


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("", []),
        (P, []),
        (P + "INSERT DATA { :s :p 'a;}' . } ;", [Kind.INSERT_DATA]),
        ("BASE <x:y> DELETE DATA {} ; INSERT DATA {}", [Kind.DELETE_DATA, Kind.INSERT_DATA]),
        ("delete where { ?s ?p ?o } # ; DROP ALL", [Kind.DELETE_WHERE]),
        ("WITH <x:g> DELETE {} INSERT {} WHERE { FILTER(1 < 2) }", [Kind.MODIFY]),
        (P + "INSERT {} USING :a USING NAMED <x:b> WHERE { ?s ?p ?o ; ?q ?r }", [Kind.MODIFY]),
        ("DELETE{}WHERE{ } ; CLEAR SILENT DEFAULT", [Kind.MODIFY, Kind.MANAGE]),
        ("COPY GRAPH <x:a> TO DEFAULT;CREATE GRAPH <x:b>", [Kind.MANAGE, Kind.MANAGE]),
        ('VERSION "1.2" INSERTDATA { <x:s> <x:p> <<( <x:s> <x:p> 1 )>> }', [Kind.INSERT_DATA]),
    ],
)
def test_operations_are_told_apart(text: str, kinds: list[Kind]) -> None:
    found = split(text)
    assert found is not None
    assert [operation.kind for operation in found] == kinds
    Store().update(text)
    for operation in found:
        Store().update(operation.text.replace("CREATE GRAPH", "CREATE SILENT GRAPH"))


@pytest.mark.parametrize("text", ["nonsense", "INSERT {", "SELECT * {}", "INSERT {} {}"])
def test_what_is_not_understood_is_left_to_the_engine(text: str) -> None:
    assert split(text) is None


def test_each_operation_has_the_declarations_before_it() -> None:
    first, second = split("PREFIX a: <x:> CREATE GRAPH a:g; PREFIX a: <y:> CREATE GRAPH a:g") or ()
    store = Store()
    store.update(first.text)
    store.update(second.text)
    assert {graph.value for graph in store.named_graphs()} == {"x:g", "y:g"}


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        (P + "INSERT { ?s :q ?o } WHERE { ?s ?p ?o }", 1),
        (P + "DELETE { ?s ?p ?o } INSERT {}WHERE{ ?s ?p ?o }", 1),
        (P + "DELETE WHERE { ?s ?p '}' . GRAPH :g { ?s ?p ?x } }", 1),
        (P + "INSERT { ?s :where ?o } WHERE { ?s :using 'WHERE' } ; DELETE WHERE { ?s ?p 1 }", 2),
        (P + "INSERT DATA { :s :where :using }", 0),
        ("CLEAR ALL", 0),
        ("BASE <http://a/> BASE <b/> DELETE WHERE { <s> ?p ?o } ; CLEAR GRAPH <g>", 1),
    ],
)
def test_the_dataset_comes_before_every_where_and_nowhere_else(text: str, clauses: int) -> None:
    written = with_dataset(text, ["x:a"], ["x:b"])
    assert written.count("USING <x:a> USING NAMED <x:b>") == clauses
    store = Store()
    store.update("CREATE GRAPH <http://a/b/g>")
    store.update(written)


@pytest.mark.parametrize(
    "text", ["WITH <x:g> DELETE {} WHERE {}", "DELETE {} USING <x:g> WHERE {}"]
)
def test_a_dataset_of_its_own_is_refused(text: str) -> None:
    with pytest.raises(QuerySyntaxError, match="USING or WITH"):
        with_dataset(text, ["x:a"], [])


def test_what_cannot_be_told_apart_is_refused_where_a_dataset_is_given() -> None:
    with pytest.raises(QuerySyntaxError, match="cannot be told apart"):
        with_dataset("nonsense", ["x:a"], [])
