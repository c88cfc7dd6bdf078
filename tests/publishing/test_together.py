"""A question asked of many things at once answers as if each had been asked of alone."""

import re
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from tests import world

from wsisgraph import content
from wsisgraph.api.answers import QUESTIONS
from wsisgraph.api.reading import Row, parse
from wsisgraph.questions import Catalogue
from wsisgraph.questions.together import together

CATALOGUE = Catalogue.load(content.folder("queries"))
STORE = world.store()
OURS = sorted(
    {
        term.value
        for quad in STORE
        for term in (quad.subject, quad.object)
        if isinstance(term, ox.NamedNode)
        and re.search(r"/id/(?!file)|/action-lines/|/measures/|/sdg/(3|9)\b", term.value)
    }
)
ASKED = sorted(
    {asked for of_class in QUESTIONS.values() for asked in of_class}
    | {
        ("api/describe", "thing"),
        ("api/labels", "thing"),
        ("api/known", "thing"),
        ("api/incoming-counts", "thing"),
        ("api/statements-about", "thing"),
        ("api/passages-of", "statement"),
        ("api/facts-of-passage", "passage"),
        ("api/contents", "document"),
        ("api/activities-about", "activity"),
        ("api/activities-asserted", "concept"),
        ("api/activities-asserted", "agency"),
        ("api/matrix-targets", "target"),
        ("documents/passages-with-facts", "document"),
    }
)


def rows(text: str) -> list[Row]:
    found = STORE.query(text)
    assert isinstance(found, ox.QuerySolutions)
    return parse(found.serialize(format=ox.QueryResultsFormat.JSON) or b"")


def plain(found: list[Row], but: str, columns: tuple[str, ...]) -> list[list[str]]:
    """Return rows to be compared; those that the question leaves in no order, in one."""
    shown = [name for name in columns if name != but]
    return sorted([repr(row.get(name)) for name in shown] for row in found)


@pytest.mark.parametrize(("name", "key"), ASKED, ids=lambda part: part.replace("/", "-"))
def test_together_as_alone(name: str, key: str) -> None:
    question = CATALOGUE[name]
    asking = together(question, key)
    answers = rows(asking.bind(OURS, {}))
    for iri in OURS:
        of_this = [row for row in answers if row[key].value == iri][: asking.limit]
        alone = rows(question.bind({key: iri}))
        assert plain(of_this, key, question.returns) == plain(alone, key, question.returns), iri


def test_the_order_leaves_nothing_to_chance() -> None:
    for name, key in ASKED:
        text = together(CATALOGUE[name], key).question.text
        order = text[text.rindex("ORDER BY") :]
        assert all(f"?{column}" in order for column in _columns(text)), name


def _columns(text: str) -> Iterator[str]:
    found = STORE.query(text)
    assert isinstance(found, ox.QuerySolutions)
    return (variable.value for variable in found.variables)


def test_what_cannot_be_told_apart_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be asked for many values of “graph”"):
        together(CATALOGUE["api/graph-contents"], "graph")
