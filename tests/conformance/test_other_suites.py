"""The harness reads and runs suites of other kinds: the forms of RDF, SPARQL 1.0 and 1.2."""

from pathlib import Path

import pytest
from tests.conformance.endpoint import Endpoint
from tests.conformance.manifests import Entry, Suite
from tests.conformance.running import run
from tests.conformance.serving import ours

_MANIFEST = """
@prefix mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#> .
@prefix qt: <http://www.w3.org/2001/sw/DataAccess/tests/test-query#> .
@prefix rdft: <http://www.w3.org/ns/rdftest#> .
@prefix : <#> .
<> a mf:Manifest ; mf:assumedTestBase <http://w3.example/tests/> ;
   mf:entries ( :eval :wrong :bad :trig :query :syntax :nosyntax ) .
:eval a rdft:TestTurtleEval ; mf:action <deep/a.ttl> ; mf:result <a.nt> .
:wrong a rdft:TestTurtleEval ; mf:action <deep/a.ttl> ; mf:result <wrong.nt> .
:bad a rdft:TestTurtleNegativeSyntax ; mf:action <bad.ttl> .
:trig a rdft:TestTrigEval ; mf:action <a.trig> ; mf:result <a.nq> .
:query a mf:QueryEvaluationTest ; mf:resultCardinality mf:LaxCardinality ;
   mf:action [ qt:query <q.rq> ; qt:data <deep/a.ttl> ] ; mf:result <q.ttl> .
:syntax a mf:PositiveSyntaxTest ; mf:action <q.rq> .
:nosyntax a mf:NegativeSyntaxTest ; mf:action <bad.ttl> .
"""
_FILES = {
    "deep/a.ttl": "<> <p> 01 .",
    "a.nt": "<http://w3.example/tests/deep/a.ttl> <http://w3.example/tests/deep/p>"
    ' "1"^^<http://www.w3.org/2001/XMLSchema#integer> .',
    "wrong.nt": "<http://w3.example/tests/a.ttl> <http://w3.example/tests/p> <x:y> .",
    "bad.ttl": "<> <p> .",
    "a.trig": "<g> { <> <p> _:b }",
    "a.nq": "<http://w3.example/tests/a.trig> <http://w3.example/tests/p> _:x"
    " <http://w3.example/tests/g> .",
    "q.rq": "SELECT REDUCED ?o { ?s ?p ?o }",
    "q.ttl": """@prefix rs: <http://www.w3.org/2001/sw/DataAccess/tests/result-set#> .
[] a rs:ResultSet ; rs:resultVariable "o" ;
   rs:solution [ rs:binding [ rs:variable "o" ; rs:value 1 ] ] .""",
}


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Suite:
    folder = tmp_path_factory.mktemp("suite")
    (folder / "deep").mkdir()
    (folder / "manifest.ttl").write_text(_MANIFEST, "utf-8")
    for name, text in _FILES.items():
        (folder / name).write_text(text, "utf-8")
    return Suite(folder, "http://suite.example/")


def test_a_suite_of_other_kinds_is_run(suite: Suite, tmp_path: Path) -> None:
    tests = {test.iri.rpartition("#")[2]: test for test in suite.tests()}
    assert list(tests) == ["eval", "wrong", "bad", "trig", "query", "syntax", "nosyntax"]
    assert tests["eval"].base == "http://w3.example/tests/deep/a.ttl"
    assert tests["query"].lax
    with ours(tmp_path / "data") as endpoint:
        failed = {name for name, test in tests.items() if not _passes(test, endpoint)}
    assert failed == {"wrong"}


def _passes(test: Entry, endpoint: Endpoint) -> bool:
    try:
        run(test, endpoint)
    except AssertionError:
        return False
    return True
