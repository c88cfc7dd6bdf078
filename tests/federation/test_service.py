"""SERVICE for listed peers: what it gives, what it asks, and what is refused."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store
from tests.conformance.endpoint import Endpoint
from tests.conformance.serving import ours
from tests.federation.places import Place, place

from wsisgraph.federation.peers import Peer, Peers

LOCAL = """
@prefix : <http://example.org/> .
:a :p 1 ; :q "x" . :b :p 2 ; :q "y" . :c :p 3 . :d :p 4 ; :r [ :s :a ] .
:a :knows :b , :c . :b :knows :c .
:here :serves <http://one.example/sparql> .
"""
ONE = """
@prefix : <http://example.org/> .
:a :name "A" , "Ah"@en . :b :name "B" ; :age 7 . :x :name "X" ; :age 9 .
:c :near [ :name "no name" ] .
:b :near :a . :a :text "back\\\\u0041slash \\"quoted\\"\\n } # <>" .
"""
TWO = """
@prefix : <http://example.org/> .
:a :likes :b . :b :likes :c . :c :likes "9"^^<http://www.w3.org/2001/XMLSchema#byte> .
:x :likes :a .
"""
P = """PREFIX : <http://example.org/> PREFIX one: <http://one.example/>
PREFIX two: <http://two.example/> """
ONE_IRI, TWO_IRI = "http://one.example/sparql", "http://two.example/sparql"


@dataclass
class World:
    endpoint: Endpoint
    peers: Peers
    one: Place
    two: Place
    canary: Place
    oracle: Store


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    data = tmp_path_factory.mktemp("service") / "data"
    with ExitStack() as stack:
        endpoint = stack.enter_context(ours(data))
        one, two = stack.enter_context(place(ONE)), stack.enter_context(place(TWO))
        canary = stack.enter_context(place())
        oracle = Store()
        oracle.load(LOCAL.encode(), format=RdfFormat.TURTLE)
        for iri, text in ((ONE_IRI, ONE), (TWO_IRI, TWO)):
            oracle.load(text.encode(), format=RdfFormat.TURTLE, to_graph=NamedNode(iri))
        peers = Peers(data)
        peers.add(Peer("one", one.url, "sparql", known_as=ONE_IRI, reach="loopback", timeout=3))
        peers.add(Peer("two", two.url, "sparql", known_as=TWO_IRI, reach="loopback", timeout=3))
        sent = endpoint.send(
            "PUT",
            endpoint.graph_url(None),
            body=LOCAL.encode(),
            headers={"Content-Type": "text/turtle"},
        )
        assert sent.is_success
        yield World(endpoint, peers, one, two, canary, oracle)


@pytest.fixture(autouse=True)
def well(world: World) -> Iterator[None]:
    world.one.manner = world.two.manner = ""
    world.one.asked.clear()
    world.two.asked.clear()
    yield
    assert world.canary.asked == []


QUERIES = [
    "SELECT * { ?s :p ?n . SERVICE one:sparql { ?s :name ?name } }",
    "SELECT * { SERVICE one:sparql { ?s :name ?name } ?s :p ?n }",
    "SELECT * { SERVICE one:sparql { ?s :name ?name } }",
    "SELECT * { ?s :p ?n OPTIONAL { SERVICE one:sparql { ?s :name ?name ; :age ?age } } }",
    "SELECT * { ?s :p ?n . SERVICE one:sparql { ?s :name ?name OPTIONAL { ?s :age ?age } } }",
    "SELECT * { ?s :p ?n . SERVICE one:sparql { OPTIONAL { ?s :age ?age } } }",
    "SELECT * { ?s :p ?n MINUS { SERVICE one:sparql { ?s :name ?name } } }",
    "SELECT * { ?s :p ?n { SERVICE one:sparql { ?s :age ?age } } UNION { SERVICE two:sparql"
    " { ?s :likes ?o } } }",
    "SELECT * { ?s :p ?n . SERVICE one:sparql { ?s :name ?name } SERVICE two:sparql"
    " { ?s :likes ?o } }",
    "SELECT * { SERVICE two:sparql { ?s :likes ?o } SERVICE one:sparql { ?o :name ?name } }",
    "SELECT * { ?s :p ?n FILTER EXISTS { SERVICE one:sparql { ?s :name ?name } } }",
    "SELECT * { ?s :p ?n FILTER NOT EXISTS { SERVICE one:sparql { ?s :name ?name } } }",
    "SELECT * { ?s :p ?n . SERVICE one:sparql { ?s :name ?name FILTER(STRLEN(?name) > 1) } }",
    "SELECT * { ?s :p ?n . SERVICE one:sparql { ?s :name ?name FILTER(?n > 1) } }",
    "SELECT ?name (COUNT(*) AS ?c) { ?s :p ?n . SERVICE one:sparql { ?s :name ?name } }"
    " GROUP BY ?name HAVING(COUNT(*) > 0) ORDER BY ?name",
    "SELECT * { { SELECT ?s { ?s :p ?n . SERVICE one:sparql { ?s :name ?name } } } ?s :q ?q }",
    "SELECT * { ?s :p ?n . SERVICE one:sparql { SELECT ?s (COUNT(?name) AS ?c)"
    " { ?s :name ?name } GROUP BY ?s } }",
    "SELECT * { ?s :p ?n . SERVICE one:sparql { ?s :name ?name } FILTER(?n < 2) }",
    "SELECT * { ?s :p ?n . SERVICE one:sparql { { ?s :age ?v } UNION { ?s :name ?v } } }",
    "SELECT * { ?s :p ?n . SERVICE one:sparql { ?s :near ?b } }",
    "SELECT * { SERVICE one:sparql { ?s :near ?b . ?b :name ?name FILTER(ISBLANK(?b)) }"
    " FILTER(ISBLANK(?b)) }",
    "SELECT * { ?d :r ?blank . ?blank :s ?s . SERVICE one:sparql { ?s :name ?name } }",
    "SELECT * { ?s :p ?n . SERVICE one:sparql { :b :age 7 } }",
    "SELECT * { ?s :p ?n . SERVICE one:sparql { :b :age 8 } }",
    "SELECT * { VALUES ?s { :a :b UNDEF } SERVICE one:sparql { ?s :name ?name } }",
    "SELECT * { ?s :p ?n BIND(:b AS ?t) SERVICE one:sparql { ?t :age ?age } }",
    "SELECT * { ?s :knows+ ?t . SERVICE one:sparql { ?t :name ?name } }",
    "SELECT * { :a :p ?n . SERVICE one:sparql { :a :text ?text } }",
    "SELECT * { SERVICE two:sparql { :c :likes ?v } }",
    "ASK { ?s :p ?n . SERVICE one:sparql { ?s :age ?age } }",
    "SELECT * { SERVICE <http://one.example/sparql> { ?s :age ?age } } VALUES ?s { :x }",
    "SELECT * { ?s :p ?n . # SERVICE <http://127.0.0.1/> { }\n SERVICE SILENT one:sparql"
    " { ?s :age ?age } BIND(?age + ?n AS ?sum) }",
    "SELECT * { VALUES ?e { <http://one.example/sparql> <http://two.example/sparql> }"
    " SERVICE ?e { ?s ?p ?o } }",
    "SELECT * { ?h :serves ?e . SERVICE ?e { ?s :age ?o } }",
    "SELECT * { BIND(<http://one.example/sparql> AS ?e) SERVICE ?e { ?s :age ?o } }",
    "SELECT * { ?s :p ?n OPTIONAL { ?s :q ?q . SERVICE one:sparql { ?s :name ?name }"
    " FILTER(?n = 1) } }",
    "SELECT * { ?s :p ?n . { ?s :q ?q } UNION { ?s :knows ?k . SERVICE one:sparql"
    " { ?k :name ?name } } }",
    "CONSTRUCT { ?s :called ?name } { ?s :p ?n . SERVICE one:sparql { ?s :name ?name } }",
]


@pytest.mark.parametrize("query", QUERIES)
def test_it_gives_what_the_same_data_give_in_a_graph(query: str, world: World) -> None:
    answer = world.endpoint.ask(P + query, "application/sparql-results+json, text/turtle")
    assert answer.status_code == 200, answer.text
    local = P + query.replace("SERVICE SILENT", "GRAPH").replace("SERVICE", "GRAPH")
    expected = world.oracle.query(local)
    if query.startswith("ASK"):
        assert answer.json()["boolean"] == bool(expected)
    elif query.startswith("CONSTRUCT"):
        got = Store()
        got.load(answer.content, format=RdfFormat.TURTLE)
        assert {str(q.triple) for q in got} == {str(triple) for triple in expected}
    else:
        names = [name.value for name in expected.variables]
        wanted = Counter(
            frozenset((n, _plain(row[n])) for n in names if row[n] is not None) for row in expected
        )
        found = Counter(
            frozenset((n, _told(term)) for n, term in row.items())
            for row in answer.json()["results"]["bindings"]
        )
        assert found == wanted


def _plain(node: Any) -> tuple[str, ...]:
    if type(node).__name__ == "BlankNode":
        return ("bnode",)
    return (node.value, str(getattr(node, "language", None) or ""))


def _told(term: dict[str, str]) -> tuple[str, ...]:
    return ("bnode",) if term["type"] == "bnode" else (term["value"], term.get("xml:lang", ""))


def test_a_peer_is_asked_for_what_can_join(world: World) -> None:
    query = P + "SELECT * { ?s :q ?q . SERVICE one:sparql { ?s :name ?name } }"
    assert world.endpoint.ask(query, "text/csv").status_code == 200
    [(_, _, asked)] = world.one.asked
    assert "VALUES (?s)" in asked
    assert "<http://example.org/a>" in asked
    assert "<http://example.org/x>" not in asked


def test_many_values_go_in_batches(world: World) -> None:
    rows = " ".join(f"(:n{number})" for number in range(600))
    query = P + f"SELECT * {{ VALUES (?s) {{ {rows} (:a) }} SERVICE one:sparql {{ ?s :name ?n }} }}"
    answer = world.endpoint.ask(query, "application/sparql-results+json")
    assert len(answer.json()["results"]["bindings"]) == 2
    assert len(world.one.asked) == 3


HOSTILE = [
    "SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENT <{0}> {{ ?s ?p ?o }} }}",
    "PREFIX x: <{0}> SELECT * {{ SERVICE x: {{ ?s ?p ?o }} }}",
    "BASE <{0}> SELECT * {{ SERVICE <> {{ ?s ?p ?o }} }}",
    "SELECT * {{ VALUES ?x {{ <{0}> }} SERVICE ?x {{ ?s ?p ?o }} }}",
    "SELECT * {{ VALUES ?x {{ <{0}> }} SERVICE SILENT ?x {{ ?s ?p ?o }} }}",
    "SELECT * {{ BIND(IRI(CONCAT('{0}', '')) AS ?x) SERVICE ?x {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE ?x {{ ?s ?p ?o }} BIND(<{0}> AS ?x) }}",
    "SELECT * {{ \\u0053ERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ service<{0}>{{ ?s ?p ?o }} }}",
    "PREFIX x: <{0}> SELECT * {{ ?s ?p trueSERVICE x: {{ ?s ?p ?o }} }}",
    "PREFIX : <{0}> SELECT * {{ SERVICE:{{ ?s ?p ?o }} }}",
    "SELECT * {{ ?s ?p ?o FILTER EXISTS {{ SERVICE <{0}> {{ ?s ?p ?o }} }} }}",
    "SELECT (EXISTS {{ SERVICE <{0}> {{ ?s ?p ?o }} }} AS ?e) {{ ?s ?p ?o }}",
    "SELECT * {{ ?s ?p ?o }} HAVING(EXISTS {{ SERVICE <{0}> {{ ?s ?p ?o }} }})",
    "SELECT * {{ GRAPH ?g {{ SERVICE <{0}> {{ ?s ?p ?o }} }} }}",
    "SELECT * {{ SERVICE <http://one.example/sparql> {{ SERVICE <{0}> {{ ?s ?p ?o }} }} }}",
    "SELECT * {{ SERVICE <http://one.example/sparql> {{ ?s ?p ?o }}"
    " SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE <http://one.example/sparql> {{ ?s ?p ?o FILTER EXISTS"
    " {{ \\u0053ervice <{0}> {{ ?s ?p ?o }} }} }} }}",
    "SELECT * {{ {{ SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }} }} }}",
    "CONSTRUCT {{ ?s ?p ?o }} {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "DESCRIBE ?s {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "ASK {{ MINUS {{ SERVICE <{0}> {{ ?s ?p ?o }} }} }}",
    "# <http://one.example/sparql>\nSELECT * {{ SERVICE # <http://one.example/sparql>\n <{0}>"
    " {{ ?s ?p ?o }} }}",
]


@pytest.mark.parametrize("query", HOSTILE)
def test_who_is_not_listed_is_never_connected_to(query: str, world: World) -> None:
    answer = world.endpoint.ask(query.format(world.canary.url), "application/json, text/turtle")
    assert answer.status_code in (400, 403), answer.text
    assert world.canary.asked == []
    # A refusal comes before anything is asked of anybody.
    assert world.one.asked == []


@pytest.mark.parametrize("silent", ["", "SILENT "])
@pytest.mark.parametrize("form", ["SELECT *", "ASK", "CONSTRUCT { ?s ?p ?o }"])
def test_who_is_not_listed_is_refused_by_https_as_by_http(
    form: str, silent: str, world: World
) -> None:
    at = world.canary.url.replace("http:", "https:")
    query = f"{form} {{ SERVICE {silent}<{at}> {{ ?s ?p ?o }} }}"
    answer = world.endpoint.ask(query, "application/json, text/turtle")
    assert answer.status_code == 403, answer.text
    assert world.canary.asked == []


@pytest.mark.parametrize("silent", ["", "SILENT "])
def test_a_peer_whose_address_is_https_is_asked(silent: str, world: World) -> None:
    iri = "https://one.example/sparql"
    world.peers.add(Peer("secure", world.one.url, "sparql", known_as=iri, reach="loopback"))
    try:
        query = f"{P} SELECT ?n {{ SERVICE {silent}<{iri}> {{ :b :name ?n }} }}"
        answer = world.endpoint.ask(query, "application/sparql-results+json")
    finally:
        world.peers.remove("secure", purge=True)
    assert answer.status_code == 200, answer.text
    assert [row["n"]["value"] for row in answer.json()["results"]["bindings"]] == ["B"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * {{ SERVICE SILENT SILENT <{0}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ SERVICE <{0}> ?s ?p ?o }}",
        "SELECT * {{ SERVICE <{0}> {{ ?s ?p }} }}",
    ],
)
def test_what_is_no_sparql_is_told_as_that(query: str, world: World) -> None:
    answer = world.endpoint.ask(query.format(world.one.url), "application/json")
    assert answer.status_code == 400, answer.text
    assert answer.json()["type"].endswith("/query-syntax")


def test_a_refusal_says_who_may_be_asked(world: World) -> None:
    query = f"SELECT * {{ SERVICE <{world.canary.url}> {{ ?s ?p ?o }} }}"
    answer = world.endpoint.ask(query, "application/json")
    assert answer.status_code == 403
    assert answer.json()["type"].endswith("/forbidden")
    assert world.one.url in json.dumps(answer.json())


@pytest.mark.parametrize(
    ("manner", "said"),
    [
        ("slow", "in time"),
        ("dies", "before the answer was whole"),
        ("page", "text/html"),
        ("redirect", "another place"),
        ("drips", "in time"),
        ("garbage", "read"),
        ("large", "larger"),
        ("unavailable", "503"),
    ],
)
def test_a_peer_that_fails_is_told_or_silent(manner: str, said: str, world: World) -> None:
    world.one.manner, world.one.elsewhere = manner, world.canary.url
    query = P + "SELECT * {{ ?s :q ?q . SERVICE {0} one:sparql {{ ?s :name ?name }} }}"
    answer = world.endpoint.ask(query.format(""), "application/json")
    assert answer.status_code == 502, answer.text
    assert said in json.dumps(answer.json()), answer.text
    assert "one" in answer.json()["detail"]
    if manner not in ("slow", "drips"):
        silent = world.endpoint.ask(query.format("SILENT"), "application/sparql-results+json")
        rows = silent.json()["results"]["bindings"]
        assert sorted(set(rows[0])) == ["q", "s"]
        assert len(rows) == 2


def test_more_rows_than_a_peer_may_bring_are_no_short_answer(world: World) -> None:
    peer = Peer("one", world.one.url, "sparql", known_as=ONE_IRI, reach="loopback", rows=2)
    before = world.peers.of("one")
    world.peers.add(peer, replace=True)
    try:
        query = P + "SELECT * { SERVICE one:sparql { ?s ?p ?o } }"
        answer = world.endpoint.ask(query, "application/json")
        assert answer.status_code == 502
        assert "more than 2 rows" in answer.text
    finally:
        world.peers.add(before, replace=True)


def test_a_peer_cannot_slip_anything_into_the_query(world: World) -> None:
    evil = {
        "head": {"vars": ["s", "name", "q"]},
        "results": {
            "bindings": [
                {
                    "s": {"type": "uri", "value": "http://example.org/a"},
                    "name": {"type": "uri", "value": "http://x/> } } SERVICE <http://y/"},
                    "q": {"type": "literal", "value": "other"},
                }
            ]
        },
    }
    body = json.dumps(evil).encode()
    world.one.files["/sparql"] = ("application/sparql-results+json", body)
    try:
        query = P + "SELECT * { ?s :q ?q . SERVICE one:sparql { ?s :name ?name } }"
        answer = world.endpoint.ask(query, "application/json")
        assert answer.status_code == 502
    finally:
        world.one.files.clear()


def test_updates_still_fetch_nothing(world: World) -> None:
    update = P + "INSERT { ?s :name ?name } WHERE { SERVICE one:sparql { ?s :name ?name } }"
    assert world.endpoint.change(update).status_code == 403
    assert world.endpoint.change(f"LOAD <{world.one.url}>").status_code == 403
    assert world.one.asked == []


def test_without_peers_nothing_changes(tmp_path: Path) -> None:
    with ours(tmp_path / "data") as endpoint, place(ONE) as canary:
        answer = endpoint.ask(f"SELECT * {{ SERVICE <{canary.url}> {{ ?s ?p ?o }} }}", "*/*")
        assert answer.status_code == 403
        assert "sends no queries" in answer.text
        assert canary.asked == []
