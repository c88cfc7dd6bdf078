"""`graph/meta` says of each graph whose it is, on which terms, and from which files it was read."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from wsisgraph.graph.description import describe
from wsisgraph.loading import Manifest
from wsisgraph.loading.manifest import read_manifest
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, PROV, SCHEMA

MANIFEST = """\
id = "{id}"
title = "A tiny source"
publisher = "id/agency/itu"
licence = "https://creativecommons.org/licenses/by/4.0/"
source-terms = "Free to read."
citation = "Tiny, 2020"
issued = "2020-05"
language = "en"
inputs = ["facts/*.ttl"]
"""


def manifest(folder: Path, name: str) -> Manifest:
    (folder / "facts").mkdir(parents=True)
    (folder / "facts" / "Things.ttl").write_text("", encoding="utf-8")
    (folder / "source.toml").write_text(MANIFEST.format(id=name), encoding="utf-8")
    return read_manifest(folder)


@pytest.fixture
def described(tmp_path: Path) -> list[Quad]:
    """The description of one graph of a package that lives outside the project."""
    store = Store()
    subject = NamedNode(iris.individual("thing", "one"))
    title = Literal("One", language="en")
    store.add(Quad(subject, NamedNode(DCT.title), title, NamedNode(iris.graph("tiny"))))
    manifests = {
        name: manifest(tmp_path / "site-packages" / name, name) for name in ("ontology", "tiny")
    }
    return list(describe(store, manifests, []))


def values(quads: list[Quad], subject: str, predicate: str) -> list[str]:
    return [
        quad.object.value
        for quad in quads
        if quad.subject == NamedNode(subject)
        and quad.predicate.value == predicate
        and isinstance(quad.object, NamedNode | Literal)
    ]


def test_a_graph_tells_its_licence_citation_date_and_the_terms_of_its_source(
    described: list[Quad],
) -> None:
    graph = iris.graph("tiny")
    assert values(described, graph, DCT.license) == ["https://creativecommons.org/licenses/by/4.0/"]
    assert values(described, graph, DCT.bibliographicCitation) == ["Tiny, 2020"]
    assert values(described, graph, DCT.rights) == ["Free to read."]
    assert values(described, graph, DCT.issued) == ["2020-05"]


def test_a_file_has_the_same_name_wherever_its_package_is_installed(
    described: list[Quad], tmp_path: Path
) -> None:
    assert not [quad for quad in described if str(tmp_path) in str(quad)]
    [file] = values(described, iris.graph("tiny"), PROV.wasDerivedFrom)
    assert values(described, file, DCT.identifier) == ["tiny/facts/Things.ttl"]
    assert len(values(described, file, SCHEMA.sha256)[0]) == 64


def test_the_iri_of_a_file_does_not_end_like_a_form_of_a_page(described: list[Quad]) -> None:
    assert values(described, iris.graph("tiny"), PROV.wasDerivedFrom) == [
        iris.base_iri() + "id/file/tiny/facts/things-ttl"
    ]
