"""No request makes the service call another address: a canary on loopback hears nothing."""

import json
import time
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from tests.drills.canary import Canary, listening
from tests.drills.watching import Answer, send
from tests.service import Service

FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    with listening() as found:
        yield found


def test_the_canary_hears(canary: Canary) -> None:
    send(canary.url, method="GET", media_type="")
    deadline = time.monotonic() + 2
    while not canary.heard and time.monotonic() < deadline:
        time.sleep(0.02)
    assert len(canary.heard) == 1
    canary.heard.clear()


def escaped(text: str, form: str = "\\u{:04X}") -> str:
    return "".join(form.format(ord(letter)) for letter in text)


CALL = "SERVICE <URL> { ?s ?p ?o }"
SERVICES = {
    "plain": f"SELECT * {{ {CALL} }}",
    "lower case": "select * { service <URL> { ?s ?p ?o } }",
    "mixed case": "SELECT * { sErViCe <URL> { ?s ?p ?o } }",
    "silent": "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "silent, mixed": "SELECT * { service\tsILENT\n<URL>{ ?s ?p ?o } }",
    "no spaces": "SELECT*{SERVICE<URL>{?s?p?o}}",
    "a comment between": "SELECT * { SERVICE # } \n <URL> { ?s ?p ?o } }",
    "comments between": "SELECT * { SERVICE#a\r#b\n#c\nSILENT#d\n<URL>#e\n{ ?s ?p ?o } }",
    "after a comment with quotes": "SELECT * { # '''\n SERVICE <URL> { ?s ?p ?o } # '''\n }",
    "after a string with a hash": "SELECT * { ?s ?p '#' SERVICE <URL> { ?s ?p ?o } }",
    "after a long string": 'SELECT * { ?s ?p """ "" """ SERVICE <URL> { ?s ?p ?o } }',
    "after an escaped quote": "SELECT * { ?s ?p '\\\\' SERVICE <URL> { ?s ?p ?o } # ' }",
    "after a number": "SELECT * { ?s ?p 1SERVICE <URL> { ?s ?p ?o } }",
    "after a variable": "SELECT * { ?s ?p ?o.SERVICE <URL> { ?s ?p ?o } }",
    "after smaller than": "SELECT * { FILTER(1<2)SERVICE<URL>{ ?s ?p ?o } }",
    "one letter escaped": "SELECT * { SERV\\u0049CE <URL> { ?s ?p ?o } }",
    "all letters escaped": f"SELECT * {{ {escaped('SERVICE')} <URL> {{ ?s ?p ?o }} }}",
    "long escapes": "SELECT * { " + escaped("service", "\\U{:08x}") + " <URL> { ?s ?p ?o } }",
    "all of it escaped": escaped("SELECT * { SERVICE <") + "URL" + escaped("> { ?s ?p ?o } }"),
    "an escaped space": "SELECT * { SERVICE\\u0020<URL>\\u0020{ ?s ?p ?o } }",
    "a quote escaped before": "SELECT * { ?s ?p \\u0022a\\u0022 SERVICE <URL> { ?s ?p ?o } }",
    "by BASE": "BASE <URL> SELECT * { SERVICE <> { ?s ?p ?o } }",
    "by BASE, with a path": "BASE <URL> SELECT * { SERVICE <sparql> { ?s ?p ?o } }",
    "by a prefix": "PREFIX c: <URL> SELECT * { SERVICE c: { ?s ?p ?o } }",
    "by a prefix and a name": "PREFIX c: <URL> SELECT * { SERVICE c:sparql { ?s ?p ?o } }",
    "by the empty prefix": "PREFIX : <URL> SELECT * { SERVICE : { ?s ?p ?o } }",
    "a prefix in one word": "PREFIX c: <URL> SELECT * { SERVICEc:x { ?s ?p ?o } }",
    "a prefix called so": "PREFIX service: <URL> SELECT * { SERVICE service:x { ?s ?p ?o } }",
    "by a variable": "SELECT * { VALUES ?u { <URL> } SERVICE ?u { ?s ?p ?o } }",
    "by a variable with $": "SELECT * { VALUES $u { <URL> } SERVICE $u { ?s ?p ?o } }",
    "by a computed variable": "SELECT * { BIND(IRI('URL') AS ?u) SERVICE ?u { ?s ?p ?o } }",
    "by a variable afterwards": "SELECT * { SERVICE ?u { ?s ?p ?o } } VALUES ?u { <URL> }",
    "in EXISTS": f"SELECT * {{ ?a ?b ?c FILTER EXISTS {{ {CALL} }} }}",
    "in NOT EXISTS": f"SELECT * {{ ?a ?b ?c FILTER NOT EXISTS {{ {CALL} }} }}",
    "in ORDER BY": f"SELECT * {{ ?a ?b ?c }} ORDER BY EXISTS {{ {CALL} }}",
    "in HAVING": f"SELECT ?a {{ ?a ?b ?c }} GROUP BY ?a HAVING(EXISTS {{ {CALL} }})",
    "in GROUP BY": f"SELECT ?x {{ ?a ?b ?c }} GROUP BY (EXISTS {{ {CALL} }} AS ?x)",
    "in BIND": f"SELECT * {{ BIND(EXISTS {{ {CALL} }} AS ?x) }}",
    "in the columns": f"SELECT (EXISTS {{ {CALL} }} AS ?x) {{ }}",
    "in an aggregate": f"SELECT (COUNT(EXISTS {{ {CALL} }}) AS ?x) {{ ?a ?b ?c }}",
    "in IF": f"SELECT * {{ ?a ?b ?c FILTER(IF(true, EXISTS {{ {CALL} }}, false)) }}",
    "in OPTIONAL": f"SELECT * {{ OPTIONAL {{ {CALL} }} }}",
    "in UNION": f"SELECT * {{ {{ ?a ?b ?c }} UNION {{ {CALL} }} }}",
    "in MINUS": f"SELECT * {{ ?a ?b ?c MINUS {{ {CALL} }} }}",
    "in GRAPH": f"SELECT * {{ GRAPH ?g {{ {CALL} }} }}",
    "in a sub-select": f"SELECT * {{ {{ SELECT ?s {{ {CALL} }} }} }}",
    "deep in sub-selects": "SELECT * { { " * 9 + CALL + " } }" * 9,
    "in another": f"SELECT * {{ SERVICE <http://127.0.0.1:9/> {{ {CALL} }} }}",
    "in ASK": f"ASK {{ {CALL} }}",
    "in CONSTRUCT": f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {CALL} }}",
    "in DESCRIBE": f"DESCRIBE ?s {{ {CALL} }}",
}
ADDRESSES = {
    "localhost": "http://localhost:PORT/",
    "decimal": "http://2130706433:PORT/",
    "hexadecimal": "http://0x7f000001:PORT/",
    "hexadecimal parts": "http://0x7f.0x0.0x0.0x1:PORT/",
    "octal": "http://0177.0.0.1:PORT/",
    "octal, whole": "http://017700000001:PORT/",
    "short": "http://127.1:PORT/",
    "nothing": "http://0:PORT/",
    "all": "http://0.0.0.0:PORT/",
    "another of the loop": "http://127.8.8.8:PORT/",
    "IPv6": "http://[::1]:PORT/",
    "IPv6 of IPv4": "http://[::ffff:127.0.0.1]:PORT/",
    "IPv6 of IPv4, hexadecimal": "http://[::ffff:7f00:1]:PORT/",
    "user-info": "http://example.org@127.0.0.1:PORT/",
    "user-info and password": "http://a:b@127.0.0.1:PORT/",
    "a fragment": "http://127.0.0.1:PORT#@example.org/",
    "upper case": "HTTP://LOCALHOST:PORT/",
    "escaped letters": "http://loc\\u0061lhost:PORT/",
    "percent": "http://127.0.0.%31:PORT/",
    "full-width digits": "http://１２７.０.０.１:PORT/",
    "a dot at the end": "http://localhost.:PORT/",
    "https": "https://127.0.0.1:PORT/",
    "file": "file:///etc/passwd",
}


def told(answer: Answer) -> str:
    assert answer.media_type == "application/problem+json", answer.body[:200]
    detail = str(json.loads(answer.body)["detail"])
    assert detail.endswith(".")
    return detail


def ask(service: Service, query: str) -> Answer:
    return send(f"{service.url}/sparql", query.encode())


@pytest.fixture(autouse=True)
def unheard(canary: Canary) -> Iterator[None]:
    """Nothing is heard before a test's end; what comes later fails the last test."""
    yield
    time.sleep(0.02)
    assert canary.heard == []


@pytest.mark.parametrize("name", SERVICES)
def test_service_is_refused_in_every_spelling(service: Service, canary: Canary, name: str) -> None:
    answer = ask(service, SERVICES[name].replace("URL", canary.url))
    assert answer.status in {400, 403}
    # What is no SPARQL may be refused as that; all that the engine would call is forbidden.
    assert "SERVICE is not done here" in told(answer) or answer.status == 400


@pytest.mark.parametrize("name", ADDRESSES)
def test_service_is_refused_for_every_address(service: Service, canary: Canary, name: str) -> None:
    address = ADDRESSES[name].replace("PORT", str(canary.port))
    answer = ask(service, f"SELECT * {{ SERVICE SILENT <{address}> {{ ?s ?p ?o }} }}")
    assert answer.status == 403
    assert "SERVICE is not done here" in told(answer)


LOADS = {
    "plain": "LOAD <URL>",
    "lower case": "load silent <URL>",
    "into a graph": "LOAD <URL> INTO GRAPH <x:g>",
    "escaped": "L\\u004FAD <URL>",
    "a comment between": "LOAD # <\n <URL>",
    "by BASE": "BASE <URL> LOAD <>",
    "by a prefix": "PREFIX c: <URL> LOAD c:x",
    "after another": "INSERT DATA { <x:a> <x:b> <x:c> } ; LOAD <URL>",
    "a file": "LOAD <file:///etc/passwd>",
}


@pytest.mark.parametrize("name", LOADS)
def test_a_query_loads_nothing(service: Service, canary: Canary, name: str) -> None:
    answer = ask(service, LOADS[name].replace("URL", canary.url))
    assert answer.status in {400, 403}
    assert told(answer)


DATASETS: dict[str, Callable[[str], str]] = {
    "default-graph-uri": lambda url: f"default-graph-uri={quote(url)}",
    "named-graph-uri": lambda url: f"named-graph-uri={quote(url)}",
    "both": lambda url: f"named-graph-uri={quote(url)}&default-graph-uri={quote(url)}x",
    "two": lambda url: f"default-graph-uri={quote(url)}&default-graph-uri={quote(url)}x",
}
FROM = {
    "FROM": "SELECT * FROM <URL> { ?s ?p ?o }",
    "FROM NAMED": "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
    "FROM, twice": "SELECT * FROM <URL> FROM <URLx> { ?s ?p ?o }",
    "FROM by BASE": "BASE <URL> SELECT * FROM <data.ttl> { ?s ?p ?o }",
    "FROM by a prefix": "PREFIX c: <URL> SELECT * FROM c:data { ?s ?p ?o }",
    "GRAPH": "SELECT * { GRAPH <URL> { ?s ?p ?o } }",
    "DESCRIBE": "DESCRIBE <URL>",
}


@pytest.mark.parametrize("name", FROM)
def test_dataset_clauses_name_local_graphs_only(
    service: Service, canary: Canary, name: str
) -> None:
    answer = ask(service, FROM[name].replace("URL", canary.url))
    assert answer.status == 200


@pytest.mark.parametrize("name", DATASETS)
def test_dataset_parameters_name_local_graphs_only(
    service: Service, canary: Canary, name: str
) -> None:
    query = quote("SELECT * { ?s ?p ?o }")
    given = DATASETS[name](canary.url)
    by_get = send(
        f"{service.url}/sparql?query={query}&{given}",
        method="GET",
        media_type="",
    )
    by_form = send(f"{service.url}/sparql", f"query={query}&{given}".encode(), FORM)
    for answer in (by_get, by_form):
        assert answer.status == 200
        assert json.loads(answer.body)["results"]["bindings"] == []


@pytest.mark.parametrize("name", ["plain", "silent", "all letters escaped", "in EXISTS"])
def test_forms_and_addresses_call_nobody_either(
    service: Service, canary: Canary, name: str
) -> None:
    query = quote(SERVICES[name].replace("URL", canary.url))
    by_get = send(f"{service.url}/sparql?query={query}", method="GET", media_type="")
    by_form = send(f"{service.url}/sparql", f"query={query}".encode(), FORM)
    for answer in (by_get, by_form):
        assert answer.status == 403
        assert "SERVICE is not done here" in told(answer)


def test_words_that_only_look_like_it_are_answered(service: Service) -> None:
    answer = ask(service, 'SELECT ?service { VALUES ?service { "SERVICE <http://x>" } } # LOAD')
    assert answer.status == 200


def test_local_files_are_no_graphs(service: Service) -> None:
    answer = ask(service, "SELECT * FROM <file:///etc/hostname> { ?s ?p ?o }")
    assert answer.status == 200
    assert json.loads(answer.body)["results"]["bindings"] == []
