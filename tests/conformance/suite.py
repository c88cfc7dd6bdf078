"""The W3C suites of SPARQL 1.1, in the groups and numbers that the project speaks of.

548 tests are run. Of all that the manifests list, these are left out: entailment regimes (70, not
what a service without reasoning answers), basic federated query (7, they need peers: see
`tests/federation/test_w3c.py`), and the older wording of the graph store tests (18, each marked
`dawg:Deprecated` in favour of the 13).
"""

from pathlib import Path

from tests.conformance.manifests import Entry, Suite

URL = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"

FIGURES = {
    "protocol": 34,
    "graph store": 13,
    "service description": 3,
    "query evaluation": 225,
    "update evaluation": 94,
    "syntax": 169,
    "result formats": 10,
}
LEFT_OUT = {"entailment": 70, "federation": 7, "deprecated": 18}

_BY_KIND = {
    "ProtocolTest": "protocol",
    "GraphStoreProtocolTest": "graph store",
    "ServiceDescriptionTest": "service description",
    "QueryEvaluationTest": "query evaluation",
    "UpdateEvaluationTest": "update evaluation",
}


def all_tests(shared: Path) -> list[Entry]:
    """Return every test that the manifests of SPARQL 1.1 list."""
    return list(Suite(shared / "w3c" / "sparql" / "sparql11", URL).tests())


def tests(shared: Path) -> list[Entry]:
    """Return the 548."""
    return [test for test in all_tests(shared) if group(test) in FIGURES]


def group(test: Entry) -> str:
    """Return the group of a test: a key of FIGURES or of LEFT_OUT."""
    if test.approval == "Deprecated":
        return "deprecated"
    if test.folder == "entailment":
        return "entailment"
    if test.federated or test.folder == "service":
        return "federation"
    if test.folder in ("csv-tsv-res", "json-res"):
        return "result formats"
    return _BY_KIND.get(test.kind, "syntax")
