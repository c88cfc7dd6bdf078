"""The seven W3C tests of SPARQL 1.1 Federated Query, over peers on loopback."""

from contextlib import ExitStack
from pathlib import Path

import pytest
from rdflib import RDF, Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import Namespace
from tests import needs
from tests.conformance.manifests import MF
from tests.conformance.results import Solutions, compare_solutions, read
from tests.conformance.serving import ours
from tests.federation.places import place

from wsisgraph.federation.peers import Peer, Peers

QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
NAMES = [f"service{name}" for name in ("1", "2", "3", "4a", "5", "6", "7")]
DEAD = "http://invalid.endpoint.org/sparql"


def _manifest(folder: Path) -> Graph:
    graph = Graph()
    graph.parse(folder / "manifest.ttl", format="turtle", publicID=folder.as_uri() + "/")
    return graph


def _path(node: object) -> Path:
    return Path(str(node).removeprefix("file://"))


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory):
    data = tmp_path_factory.mktemp("federation") / "data"
    with ours(data) as found:
        yield found, data


def test_there_are_seven() -> None:
    graph = _manifest(needs.shared() / "w3c" / "sparql" / "sparql11" / "service")
    [listed] = graph.objects(None, URIRef(str(MF.entries)))
    names = [str(graph.value(entry, URIRef(str(MF.name)))) for entry in Collection(graph, listed)]
    assert len(names) == len(NAMES) == 7


@pytest.mark.parametrize("name", NAMES)
def test_federated_query(name: str, endpoint) -> None:
    found, data = endpoint
    graph = _manifest(needs.shared() / "w3c" / "sparql" / "sparql11" / "service")
    [test] = [node for node in graph.subjects(RDF.type, None) if str(node).endswith(f"#{name}")]
    action = graph.value(test, URIRef(str(MF.action)))
    text = _path(graph.value(action, QT.query)).read_text()
    with ExitStack() as stack:
        peers = Peers(data)
        for old in list(peers.all()):
            peers.remove(old, purge=True)
        for number, served in enumerate(graph.objects(action, QT.serviceData)):
            server = stack.enter_context(place(_path(graph.value(served, QT.data)).read_text()))
            known = str(graph.value(served, QT.endpoint))
            peers.add(Peer(f"p{number}", server.url, "sparql", known_as=known, reach="loopback"))
        # Nobody listens there: what SILENT is for.
        dead = Peer("dead", "http://127.0.0.1:9/sparql", "sparql", known_as=DEAD, reach="loopback")
        peers.add(dead)
        found.clean()
        given = graph.value(action, QT.data)
        if given is not None:
            body = _path(given).read_bytes()
            sent = found.send(
                "PUT",
                found.graph_url(None),
                body=body,
                headers={"Content-Type": "text/turtle"},
                writes=True,
            )
            assert sent.is_success, sent.text
        answer = found.ask(text, "application/sparql-results+xml")
    assert answer.status_code == 200, answer.text
    expected = read(_path(graph.value(test, URIRef(str(MF.result)))).read_bytes(), "xml")
    got = read(answer.content, "xml")
    assert isinstance(expected, Solutions)
    assert isinstance(got, Solutions)
    compare_solutions(expected, got)
