"""IRIs and closed namespaces."""

import re

import pytest

from wsisgraph import content
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import WSIS


def test_a_misspelt_term_fails_at_once() -> None:
    with pytest.raises(AttributeError, match="Linkge"):
        _ = WSIS.Linkge


def test_every_name_of_the_closed_namespace_is_a_term_of_the_ontology() -> None:
    turtle = (content.folder("ontology") / "wsis.ttl").read_text(encoding="utf-8")
    defined = set(re.findall(r"^wsis:([A-Za-z]+)$", turtle, re.MULTILINE))
    assert set(WSIS) <= defined


@pytest.mark.parametrize(
    ("name", "accepted"),
    [
        ("itu-council", True),
        ("inferred", True),
        ("unconfirmed/regions", False),
        ("proposed/x", False),
        ("rejected/x", False),
        ("peer/unesco", False),
        ("shapes", False),
        ("questions", False),
        ("meta", False),
        ("decisions", False),
        ("metadata", True),
    ],
)
def test_only_accepted_graphs_are_counted_unasked(name: str, accepted: bool) -> None:
    assert iris.is_accepted(iris.graph(name)) is accepted


def test_a_key_that_would_break_an_iri_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be part of an IRI"):
        iris.individual("agency", "itu> <x")


def test_an_instance_has_its_own_individuals_but_shares_the_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WSISGRAPH_BASE_IRI", "https://data.unesco.example/wsis/")
    assert iris.individual("agency", "itu").startswith("https://data.unesco.example/wsis/id/")
    assert iris.vocab("roles", "chair") == "https://w3id.org/wsis-sdg/vocab/roles/chair"
