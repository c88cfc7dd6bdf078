"""Pages tell the date of issue of the data set beside its revision, to be printed and cited."""

from pathlib import Path

import pyoxigraph as ox
from starlette.testclient import TestClient
from tests.api.small_store import SmallStore

from wsisgraph import content
from wsisgraph.api import create_app
from wsisgraph.questions import Catalogue
from wsisgraph.settings import Settings
from wsisgraph.site import Pages
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT


def page(*dates: str) -> str:
    store = ox.Store()
    for date in dates:
        dataset = ox.NamedNode(iris.base_iri() + "dataset")
        meta = ox.NamedNode(iris.graph("meta"))
        store.add(ox.Quad(dataset, ox.NamedNode(DCT.issued), ox.Literal(date), meta))
    catalogue = Catalogue.load(content.folder("queries"))
    app = create_app(SmallStore(store), catalogue, Settings(data=Path("unused")), Pages())
    return TestClient(app).get("/", headers={"Accept": "text/html"}).text


def test_a_page_tells_revision_and_date() -> None:
    assert "7-0123456789ab (2026-11-22)" in page("2026-11-22")


def test_what_is_no_date_is_not_told_as_one() -> None:
    assert "7-0123456789ab<" in page("</style><script>alert(1)</script>")
    assert "7-0123456789ab<" in page()
