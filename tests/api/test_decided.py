"""Pages tell who decided on a statement in review, when, and why."""

import html
import re
from pathlib import Path
from urllib.parse import urlsplit

import pyoxigraph as ox
from starlette.testclient import TestClient
from tests import world
from tests.api.small_store import SmallStore

from wsisgraph import content
from wsisgraph.api import create_app
from wsisgraph.questions import Catalogue
from wsisgraph.review import records
from wsisgraph.review.model import Decision, Target, Verdict
from wsisgraph.settings import Settings
from wsisgraph.site import Pages
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import RDF, WSIS

BY, NOTE = "Ada <Lovelace>", "As the annex says."


def linkage(store: ox.Store) -> tuple[str, str]:
    """A statement of the tiny world, and the passage that it was read from."""
    rows = store.query(
        f"SELECT ?s ?p {{ ?s <{RDF.type}> <{WSIS.Linkage}> ; <{WSIS.statedIn}> ?p }} ORDER BY ?s",
        use_default_graph_as_union=True,
    )
    assert isinstance(rows, ox.QuerySolutions)
    row = next(rows)
    return row["s"].value, row["p"].value


def decision(iri: str, verdict: Verdict, day: str) -> Decision:
    time = f"{day}T10:00:00Z"
    target = Target(iri)
    stood = iris.graph("proposed/example")
    return Decision(records.new_iri(time, target, 1), target, stood, verdict, BY, time, NOTE)


def pages(*made: tuple[Verdict, str], lang: str = "en") -> tuple[str, str]:
    """The page of the statement and that of its passage, as text."""
    store = world.store()
    iri, passage = linkage(store)
    for verdict, day in made:
        store.extend(records.as_quads(decision(iri, verdict, day)))
    catalogue = Catalogue.load(content.folder("queries"))
    app = create_app(SmallStore(store), catalogue, Settings(data=Path("unused")), Pages())
    client = TestClient(app)
    found = []
    for each in (iri, passage):
        answer = client.get(f"{urlsplit(each).path.removeprefix('/wsis-sdg')}.html?lang={lang}")
        assert answer.status_code == 200, answer.text
        found.append(answer.text)
    return found[0], found[1]


def test_the_page_of_a_statement_tells_who_decided_on_it_when_and_why() -> None:
    of_statement, of_passage = pages((Verdict.ACCEPT, "2026-11-22"))
    said = f"Decided in review: accept, by {html.escape(BY)} on 22 November 2026."
    for page in (of_statement, of_passage):
        assert page.count("Decided in review") == 1
        assert said in re.sub("<[^>]*>", "", page)
        assert f"<q>{NOTE}</q>" in page
        assert "/id/decision/20261122-" in page


def test_the_last_decision_stands_first() -> None:
    of_statement, _ = pages((Verdict.ACCEPT, "2026-11-20"), (Verdict.WITHDRAW, "2026-11-22"))
    first, second = of_statement.split("Decided in review")[1:]
    assert "22 November" in first
    assert "20 November" in second


def test_it_is_told_in_the_language_of_the_page() -> None:
    assert "Решено при проверке" in pages((Verdict.REJECT, "2026-11-22"), lang="ru")[0]


def test_nothing_is_told_where_nobody_decided() -> None:
    assert "Decided in review" not in "".join(pages())
