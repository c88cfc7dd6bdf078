"""The official wording, once loaded, stands below the short name of a goal or target."""

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad
from tests import world
from tests.api.conftest import Client, Loop, client_of
from tests.api.small_store import SmallStore

from wsisgraph.site import Pages as SitePages
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, SKOS

WORDS = {"en": "Sample of an official sentence", "fr": "Exemple de phrase officielle"}


@pytest.fixture
def client(loop: Loop) -> Client:
    store = SmallStore(world.store())
    target = NamedNode(iris.sdg("9.c"))
    said = [(DCT.title, Literal(text, language=language)) for language, text in WORDS.items()]
    # The tiny world has no French name of the target.
    said.append((SKOS.prefLabel, Literal("Accès aux TIC", language="fr")))
    for predicate, value in said:
        for graph in (NamedNode(iris.graph("un-sdg")), DefaultGraph()):
            store.data.add(Quad(target, NamedNode(predicate), value, graph))
    return client_of(loop, store, SitePages())


@pytest.mark.parametrize(("language", "text"), WORDS.items())
def test_a_page_shows_it_in_its_own_language_below_the_name(
    client: Client, language: str, text: str
) -> None:
    page = client.get(f"/sdg/9.c?lang={language}", "text/html").text
    heading, _, rest = page.partition("</h1>")
    assert text not in heading.partition("<h1>")[2]
    assert f'<p class="lede"><bdi>{text}</bdi></p>' in rest or f'<p class="lede">{text}</p>' in rest


def test_without_it_no_sentence_stands_there(loop: Loop) -> None:
    bare = client_of(loop, SmallStore(world.store()), SitePages())
    assert 'class="lede"' not in bare.get("/sdg/9.c?lang=en", "text/html").text
