"""A question asked once without its texts gives in each language what it gives when asked in it."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from tests.publishing.conftest import CATALOGUE, Place
from tests.publishing.test_together import ASKED, OURS

from wsisgraph.api.reading import Node, Row
from wsisgraph.publishing.rows import rows
from wsisgraph.publishing.spoken import Texts
from wsisgraph.questions.texts import Textless, textless
from wsisgraph.questions.together import together
from wsisgraph.settings import Settings
from wsisgraph.store.local import LocalStore, open_local
from wsisgraph.terms.polyglot import Differs, spread

LANGUAGES = ("en", "fr", "ar")
BARE = {
    name: found
    for name in CATALOGUE
    if "lang" in CATALOGUE[name].params and (found := textless(CATALOGUE[name])) is not None
}
# The texts of facts stand in a group of their own, where SPARQL does not know the language.
KEYS = {
    name: key for name, key in ASKED if name in BARE and name != "documents/passages-with-facts"
}


@pytest.fixture(scope="module")
def store(built: Place) -> LocalStore:
    return open_local(Settings(data=built.data))


def plain(found: Sequence[Row], columns: Sequence[str]) -> list[list[str]]:
    return sorted([repr(row.get(name)) for name in columns] for row in found)


def whole(store: LocalStore, name: str, lang: str) -> list[Row]:
    asking = together(CATALOGUE[name], KEYS[name])
    return list(rows(store.solutions(asking.bind(OURS, {"lang": lang}))))


def bare(store: LocalStore, name: str, found: Textless) -> list[Row]:
    return list(rows(store.solutions(together(found.question, KEYS[name]).bind(OURS, {}))))


@pytest.mark.parametrize("name", sorted(KEYS), ids=lambda name: name.replace("/", "-"))
def test_each_language_has_its_texts(store: LocalStore, name: str) -> None:
    found = BARE[name]
    without = bare(store, name, found)
    columns = (KEYS[name], *CATALOGUE[name].returns)
    texts = Texts(store)
    asked = {lang: plain(whole(store, name, lang), columns) for lang in LANGUAGES}
    for lang in LANGUAGES:
        assert plain(texts.into(without, found, (lang,), ()), columns) == asked[lang]
    try:
        together_ = texts.into(without, found, LANGUAGES, ())
    except Differs:
        return
    each = spread(list(together_)) or [together_] * len(LANGUAGES)
    for lang, of_this in zip(LANGUAGES, each, strict=True):
        assert plain(of_this, columns) == asked[lang]


def test_most_questions_are_asked_once() -> None:
    asked = [name for name in CATALOGUE if "lang" in CATALOGUE[name].params]
    assert len(BARE) > 0.7 * len(asked)
    assert sum(len(found.told) for found in BARE.values()) > len(BARE)


def test_the_world_says_something_in_several_languages(store: LocalStore) -> None:
    spoken = {name for name in KEYS if whole(store, name, "en") != whole(store, name, "fr")}
    assert len(spoken) > 3


@pytest.mark.parametrize(
    "text",
    [
        # The language decides about more than a text.
        'SELECT DISTINCT ?a ?t WHERE { VALUES ?lang { "en" } OPTIONAL { ?a rdfs:label ?t . '
        'FILTER(LANG(?t) = ?lang) } FILTER(?lang != "ru") } ORDER BY ?a',
        # Solutions stand in the order of the texts.
        'SELECT DISTINCT ?a ?t WHERE { VALUES ?lang { "en" } OPTIONAL { ?a rdfs:label ?t . '
        "FILTER(LANG(?t) = ?lang) } } ORDER BY ?t ?a",
        # A text is looked at.
        'SELECT DISTINCT ?a ?t WHERE { VALUES ?lang { "en" } OPTIONAL { ?a rdfs:label ?t . '
        "FILTER(LANG(?t) = ?lang) } FILTER(BOUND(?t)) } ORDER BY ?a",
        # A text decides which solutions there are.
        'SELECT DISTINCT ?a ?t WHERE { VALUES ?lang { "en" } OPTIONAL { ?a rdfs:label ?t . '
        "FILTER(LANG(?t) = ?lang) } } ORDER BY ?a LIMIT 1",
    ],
)
def test_a_question_that_needs_its_language_is_left_alone(text: str) -> None:
    prefix = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
    given = CATALOGUE["figures/about-subject"]
    assert textless(given) is not None
    assert textless(replace(given, text=prefix + text)) is None


def test_texts_that_are_several_give_several_solutions() -> None:
    class Two:
        def texts(self, *_: object) -> list[tuple[str, str]]:
            return [("en", "b"), ("en", "a"), ("fr", "c"), ("en", "a")]

    found = BARE["figures/about-subject"]
    subject = found.told[0].subject
    row = {subject: Node("iri", "https://example.org/a")}
    texts = Texts(Two())  # type: ignore[arg-type]
    told = [given["title"].value for given in texts.into([row], found, ("en",), ())]
    assert told == ["a", "b"]
    assert len(texts.into([row], found, ("fr",), ())) == 1
    with pytest.raises(Differs):
        texts.into([row], found, ("en", "fr"), ())
