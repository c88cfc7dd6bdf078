"""RDF 1.1 and 1.2 in all their forms, SPARQL 1.0 and 1.2, over HTTP: our own examples."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse
from tests.conformance.endpoint import Endpoint
from tests.conformance.formats import TYPES, WHOLE, get_back, put
from tests.conformance.results import same_graph
from tests.conformance.serving import ours

BASE = "http://data.example/graph"

_EXAMPLES = tomllib.loads((Path(__file__).parent / "examples.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """The service, empty and strict."""
    with ours(tmp_path_factory.mktemp("formats") / "data") as served:
        yield served


def examples(kind: str) -> Any:
    """Return the examples of a kind as parameters."""
    return [pytest.param(name, told, id=name) for name, told in _EXAMPLES[kind].items()]


@pytest.mark.parametrize(("name", "told"), examples("taken"))
def test_data_come_back_as_they_were_put(
    name: str, told: dict[str, str], endpoint: Endpoint
) -> None:
    endpoint.clean()
    form = name.partition("-")[0]
    response = put(endpoint, told["data"].encode(), TYPES[form], BASE)
    assert response.is_success, response.text
    found = get_back(endpoint, None if form in WHOLE else BASE)
    expected = parse(told["quads"].encode(), format=RdfFormat.N_QUADS)
    assert same_graph(expected, found), found


@pytest.mark.parametrize(
    ("name", "told"),
    [
        *examples("refused"),
        pytest.param("turtle-latin-1", {"data": '<a> <b> "\udcff" .'}, id="turtle-latin-1"),
    ],
)
def test_what_is_not_well_formed_is_refused_and_changes_nothing(
    name: str, told: dict[str, str], endpoint: Endpoint
) -> None:
    endpoint.clean()
    kept = b"<http://e/a> <http://e/b> <http://e/c> ."
    assert put(endpoint, kept, TYPES["ntriples"], BASE).is_success
    data = told["data"].encode(errors="surrogateescape")
    response = put(endpoint, data, TYPES[name.partition("-")[0]], BASE)
    assert response.status_code == 400, response.text
    assert len(endpoint.everything()) == 1


@pytest.mark.parametrize(("name", "told"), examples("asked"))
def test_a_query_is_answered_as_its_version_has_it(
    name: str, told: dict[str, Any], endpoint: Endpoint
) -> None:
    endpoint.clean()
    if "data" in told:
        # In a graph for GRAPH and FROM, and in the default graph for the rest.
        assert put(endpoint, told["data"].encode(), TYPES["turtle"], BASE).is_success
        assert endpoint.change(f"ADD <{BASE}> TO DEFAULT").is_success
    ask = told["query"].startswith("ASK")
    accept = "application/sparql-results+json" if ask else "text/tab-separated-values"
    response = endpoint.ask(told["query"], accept)
    if "rows" not in told:
        assert response.status_code == 400, response.text
        return
    assert response.status_code == 200, response.text
    if ask:
        assert told["rows"] == [str(response.json()["boolean"]).lower()]
    else:
        assert response.text.splitlines()[1:] == told["rows"]
