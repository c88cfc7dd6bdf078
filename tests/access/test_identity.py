"""Which graphs a role may change."""

import pytest

from wsisgraph.access import Identity, Role
from wsisgraph.terms import iris

ITU = Identity("desk", Role.CONTRIBUTOR, "itu")
CURATOR = Identity("curator", Role.CURATOR)
ADMIN = Identity("admin", Role.ADMIN)


@pytest.mark.parametrize("name", ["agency/itu", "agency/itu/2025", "agency/itu/a/B_c.d~e-f"])
def test_a_contributor_writes_the_graphs_of_its_agency(name: str) -> None:
    assert ITU.may_write(f"{iris.base_iri()}graph/{name}")


@pytest.mark.parametrize(
    "name",
    [
        "agency/itunes",
        "agency/unesco",
        "agency",
        "agency/itu/",
        "agency/itu/../unesco",
        "agency/itu/%2e%2e/unesco",
        "agency/itu/a/../../unesco",
        "agency/itu#x",
        "agency/itu?x",
        "agency/itu\\unesco",
        "agency/itu\n",
        "AGENCY/itu",
        "itu-council",
        "meta",
    ],
)
def test_a_contributor_writes_nothing_else(name: str) -> None:
    assert not ITU.may_write(f"{iris.base_iri()}graph/{name}")


@pytest.mark.parametrize("graph", [None, "http://example.org/graph/agency/itu", "agency/itu", ""])
def test_a_contributor_writes_neither_the_default_graph_nor_elsewhere(graph: str | None) -> None:
    assert not ITU.may_write(graph)


def test_a_contributor_without_agency_writes_nothing() -> None:
    nobody = Identity("x", Role.CONTRIBUTOR)
    assert not nobody.may_write(f"{iris.base_iri()}graph/agency/None")


@pytest.mark.parametrize("name", ["agency/unesco", "itu-council", "proposed/x", "metadata"])
def test_a_curator_writes_what_holds_facts(name: str) -> None:
    assert CURATOR.may_write(f"{iris.base_iri()}graph/{name}")
    assert CURATOR.may_write("http://example.org/g")


@pytest.mark.parametrize(
    "name", ["meta", "inferred", "shapes", "questions", "ontology", "vocabularies", "meta/x"]
)
def test_a_curator_does_not_write_what_is_made_from_files(name: str) -> None:
    assert not CURATOR.may_write(f"{iris.base_iri()}graph/{name}")
    assert ADMIN.may_write(f"{iris.base_iri()}graph/{name}")


def test_only_an_administrator_writes_the_default_graph() -> None:
    assert ADMIN.may_write(None)
    assert not CURATOR.may_write(None)


def test_graphs_follow_the_base_of_the_instance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WSISGRAPH_BASE_IRI", "https://example.org/kg/")
    assert ITU.may_write("https://example.org/kg/graph/agency/itu")
    assert not ITU.may_write("https://w3id.org/wsis-sdg/graph/agency/itu")
    assert not CURATOR.may_write("https://example.org/kg/graph/meta")
    # What is common to all instances is made from files everywhere.
    assert not CURATOR.may_write("https://w3id.org/wsis-sdg/graph/ontology")
