"""What lies beside the pages has the names that are foretold."""

import pytest
from tests.publishing.conftest import CATALOGUE, Place

from wsisgraph.publishing import extras
from wsisgraph.publishing.addresses import Site
from wsisgraph.publishing.gathering import Gathered
from wsisgraph.publishing.making import Maker
from wsisgraph.publishing.sheets import Sheet
from wsisgraph.settings import Settings
from wsisgraph.site import Pages
from wsisgraph.store.local import open_local


@pytest.mark.parametrize(("base", "pages"), [("", 3), ("https://w.example.org", 3), ("x", 5)])
def test_all_names_are_known_before_the_files_are(
    built: Place, base: str, pages: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extras, "_MOST", 8)
    settings = Settings(data=built.data)
    gathered = Gathered(open_local(settings), CATALOGUE, settings)
    sheets = [Sheet("thing", f"/id/{at}", f"id/{at}") for at in range(pages)]
    maker = Maker(gathered, Pages(), {}, Site({}, base), ("en", "fr"))
    names = extras.names(maker, sheets)
    assert sorted(names) == sorted(extras.extras(maker, sheets))
    assert ("sitemap-2.xml" in names) == (pages == 5)
