"""A page is made once for all languages, and is the page that each language alone would have."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.publishing.conftest import CATALOGUE, Place

from wsisgraph.api.negotiation import LANGUAGES
from wsisgraph.publishing.addresses import Site, files_of
from wsisgraph.publishing.gathering import Gathered
from wsisgraph.publishing.kinds import KINDS
from wsisgraph.publishing.making import Maker
from wsisgraph.publishing.planning import planned
from wsisgraph.publishing.requests import Used
from wsisgraph.publishing.sheets import Sheet
from wsisgraph.settings import Settings
from wsisgraph.site import Pages
from wsisgraph.store.local import open_local

EVERY = 11


@pytest.fixture(scope="module")
def maker(built: Place) -> Maker:
    settings = Settings(data=built.data)
    gathered = Gathered(open_local(settings), CATALOGUE, settings)
    site = Site(files_of(planned(gathered, KINDS)[0]))
    return Maker(gathered, Pages(), {kind.name: kind for kind in KINDS}, site, LANGUAGES)


@pytest.fixture(scope="module")
def sheets(maker: Maker) -> list[Sheet]:
    found, _ = planned(maker.gathered, KINDS)
    return [*found[::EVERY], *(sheet for sheet in found if sheet.kind == "activities")][:400]


def made(maker: Maker, sheets: list[Sheet]) -> Iterator[dict[str, str]]:
    maker.gathered.forget()
    for sheet in sheets:
        [found] = maker.gathered.run([maker.draw_all(sheet, Used())])
        yield dict(found)


def test_a_page_is_what_it_would_be_in_each_language_alone(
    maker: Maker, sheets: list[Sheet]
) -> None:
    together = replace(maker, alone=type(maker.alone)())
    pages = list(made(together, sheets))
    for at, lang in enumerate(LANGUAGES):
        # A maker of one language makes nothing together; the switch of languages names all.
        some = slice(at, None, len(LANGUAGES))
        for sheet, page in zip(sheets[some], pages[some], strict=True):
            reading = maker.gathered.reading(lang)
            [drawn] = maker.gathered.run([maker.draw(reading, sheet)])
            assert [page[lang]] == maker.finished(drawn, sheet.name, (lang,), {}), sheet
    # What only each language alone can do takes six times as long.
    assert together.alone.total() < len(sheets) / 10, together.alone
