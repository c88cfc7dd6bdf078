"""How pages are shared out among processes."""

import os
import signal
from collections.abc import Callable

import pytest
from tests.publishing.conftest import Place

from wsisgraph.api.pages import Page, Pages
from wsisgraph.api.reading import Reading
from wsisgraph.errors import WsisgraphError
from wsisgraph.publishing.dataset import Dataset
from wsisgraph.publishing.processes import _portions
from wsisgraph.publishing.sheets import Sheet


def sheets(kind: str, number: int) -> list[Sheet]:
    return [Sheet(kind, f"/{kind}/{at}", f"{kind}/{at}") for at in range(number)]


@pytest.mark.parametrize("processes", [1, 2, 8])
def test_every_page_is_in_one_portion_with_others_of_its_kind(processes: int) -> None:
    wanted = [*sheets("cell", 130), *sheets("thing", 1000), *sheets("roles", 1)]
    portions = _portions(wanted, processes)
    assert [sheet for portion in portions for sheet in portion] == wanted
    assert all(len({sheet.kind for sheet in portion}) == 1 for portion in portions)


def test_no_process_is_left_to_wait_while_another_makes_many_pages() -> None:
    assert 60 <= max(map(len, _portions(sheets("thing", 7200), 2))) <= 100


def test_a_portion_takes_no_more_memory_for_more_pages() -> None:
    assert max(map(len, _portions(sheets("thing", 60_000), 2))) == 600
    assert max(map(len, _portions(sheets("activities", 30_000), 2))) == 60


class Failing(Dataset):
    """The page of the data set, which each revision makes anew and so ahead of the others."""

    def __init__(self, fail: Callable[[], None]) -> None:
        self._fail = fail

    async def draw(self, pages: Pages, reading: Reading, page: Page, sheet: Sheet) -> str:
        self._fail()
        return await super().draw(pages, reading, page, sheet)


def refuse() -> None:
    raise WsisgraphError("This page is none", mend="leave it")


def end() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize(
    ("fail", "told"), [(refuse, "This page is none"), (end, "was ended from outside")]
)
def test_a_page_that_cannot_be_made_ahead_ends_the_build(
    place: Place, fail: Callable[[], None], told: str
) -> None:
    with pytest.raises(WsisgraphError, match=told):
        place.build(kinds=(Failing(fail),), languages=("en",), processes=2)
    built = place.build(kinds=(Dataset(),), languages=("en",), processes=2)
    assert built.made == built.pages == 1
    assert (place.site / "dataset.html").is_file()
