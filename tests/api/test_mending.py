"""Syntax errors: the place of the mistake, what could stand there, and the mend."""

import pytest
from pyoxigraph import Store
from tests import needs
from tests.api.conftest import Client

from wsisgraph.api.mending import Operation, mistake

CASES = [
    ("SELECT * {\n ?s foaf:name ?o }", 2, 5, "PREFIX foaf: <http://xmlns.com/foaf/0.1/>"),
    ("SELECT * { ?s mine:name ?o }", 1, 15, "PREFIX mine: <…>"),
    ("SELECT * { http://x/y ?p ?o }", 1, 12, "angle brackets"),
    ("ASK {\n ?s ?p ?o", 2, 10, "close the “{” of line 1, column 5 with “}”"),
    ("ASK { ?s ?p ?o }}", 1, 17, "take the “}” out"),
    ("ASK { ?s ?p ?o\n FILTER(?o == 1) }", 2, 12, "write “=”"),
    ("ASK { ?s ?p ?o FILTER(?o <> 1) }", 1, 26, "write “!=”"),
    ("ASK { ?s ?p ?o FILTER(?o = 1 & true) }", 1, 30, "write “&&”"),
    ("ASK { ?s ?p ?o FILTER ?o = 1 }", 1, 23, "FILTER (…)"),
    ("ASK { ?s ?p ?o FILTER(lang(?o) = 'en' }", 1, 39, "close the “(” of line 1, column 22"),
    ("SELECT ?s, ?p { ?s ?p ?o }", 1, 10, "spaces between them"),
    ("SELECT COUNT(*) { ?s ?p ?o }", 1, 8, "(COUNT(…) AS ?name)"),
    ("SELECT (COUNT(*) ?n) { ?s ?p ?o }", 1, 18, "AS ?n"),
    ("SELEC * { ?s ?p ?o }", 1, 1, "did you mean SELECT"),
    ("ASK { ?s ?p }", 1, 13, "three parts"),
    ("ASK { ?s ?p ?o ?s ?q ?o }", 1, 16, "“.”"),
    ("ASK { ?s ?p 'one }", 1, 13, "quotation mark"),
    ("ASK { ?s ?p “one” }", 1, 13, "straight quotation marks"),
    ("PREFIX ex <http://x/> ASK {}", 1, 8, "PREFIX ex: <…>"),
    ("CLEAR ALL", 1, 1, "send it to /update"),
    ("SELECT * {} LIMIT ten", 1, 19, ""),
]


@pytest.mark.parametrize(("query", "line", "column", "mend"), CASES, ids=[c[0] for c in CASES])
def test_a_mistake_is_found_where_it_is(query: str, line: int, column: int, mend: str) -> None:
    found = mistake(query, "query")
    assert found is not None
    assert (found.line, found.column) == (line, column)
    assert mend in (found.mend or "")


def test_an_update_is_told_from_a_query() -> None:
    found = mistake("SELECT * {}", "update")
    assert found is not None
    assert "/sparql" in (found.mend or "")
    assert mistake("CLEAR ALL ; INSERT DATA { <a> <b> 1 } ;", "update") is None


@pytest.mark.parametrize(
    "query",
    [
        "SELECT?s{?s?p?o}",
        "PREFIX : <x:> SELECT * { :a.b :c-d :e%20\\,f . _:b1 :p [] , () , (1 -2 +.5e3) ; a :T }",
        "SELECT (SUM(?x)-1 AS ?y) { ?a ^!(a|^<b>)*/<c>? ?x } GROUP BY (?x+1 AS ?z) HAVING(?z<2)",
        'ASK { FILTER(?a<?b && ?x NOT IN (1,2) || EXISTS { ?s ?p \'a\'@en, """b"c"""^^<d> }) }',
        'DESCRIBE * # a comment < " {',
        "SELECT * { VALUES (?a ?b) { (UNDEF 1) } VALUES ?c { true } BIND(IF(1,2,3) AS ?d) }",
        "CONSTRUCT WHERE { ?s ?p ?o } ORDER BY DESC(?s) STR(?o) OFFSET 1 LIMIT 2",
    ],
)
def test_what_is_sparql_has_no_mistake(query: str) -> None:
    assert mistake(query, "query") is None


@pytest.mark.parametrize(
    "query", ["ASK { <<( ?s ?p ?o )>> ?q ?r", "ASK { ?s ?p 'a'@ar--rtl ", "VERSION '1.2' ASK {"]
)
def test_what_came_after_sparql_11_is_left_to_the_engine(query: str) -> None:
    assert mistake(query, "query") is None


def test_nothing_is_wrong_with_what_the_engine_takes() -> None:
    taken = refused = found = 0
    for path in (needs.shared() / "w3c" / "sparql" / "sparql11").glob("*/*.r[qu]"):
        text = path.read_text(encoding="utf-8")
        store = Store()
        kind: Operation = "query" if path.suffix == ".rq" else "update"
        ask = store.query if kind == "query" else store.update
        try:
            ask(text, base_iri="http://example.org/")
        except SyntaxError:
            refused += 1
            found += mistake(text, kind) is not None
        except (RuntimeError, OSError):
            continue
        else:
            taken += 1
            assert mistake(text, kind) is None, path
    assert taken > 400
    # The others are wrong beyond grammar: a variable that is not grouped, a name bound twice.
    assert found > refused / 2


def test_a_problem_tells_it_all(client: Client) -> None:
    answer = client.get("/sparql", params={"query": "SELECT *\nWHERE { ?s a foaf:Person }"})
    body = answer.json()
    assert (answer.status_code, body["line"], body["column"]) == (400, 2, 14)
    assert body["hint"].startswith("Put this line in front: PREFIX foaf: <http://xmlns.com")
    answer = client.get("/sparql", params={"query": "SELECT * WHERE { ?s ?p ?o"})
    assert "}" in answer.json()["expected"]
    assert answer.json()["where"] == "line 1, column 26"
