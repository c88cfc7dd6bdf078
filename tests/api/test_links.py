"""From IRIs to the paths of their pages."""

import pytest

from wsisgraph.api.links import href, iri_of


@pytest.mark.parametrize(
    ("iri", "path"),
    [
        ("https://w3id.org/wsis-sdg/id/agency/itu", "/id/agency/itu"),
        ("https://w3id.org/wsis-sdg/def#Linkage", "/def#Linkage"),
        ("http://metadata.un.org/sdg/9.c", "/sdg/9.c"),
        ("https://example.org/x", "https://example.org/x"),
        ("javascript:alert(1)", ""),
        ("urn:example:x", ""),
    ],
)
def test_an_iri_leads_to_its_page_here_or_to_its_own_address(iri: str, path: str) -> None:
    assert href(iri) == path
    if path.startswith("/") and "#" not in path:
        assert iri_of(path) == iri


@pytest.mark.parametrize("rest", ["/evil.example/x", "//evil.example", "\\evil.example"])
def test_no_iri_of_ours_leads_to_another_host(rest: str) -> None:
    found = href(f"https://w3id.org/wsis-sdg/{rest}")
    assert found.startswith("https://w3id.org/wsis-sdg/")
