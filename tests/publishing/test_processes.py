"""How pages are shared out among processes."""

import pytest

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
