"""How many quads readers hold in memory, where nobody says."""

import pytest

from wsisgraph.store import capacity, vitals


@pytest.mark.parametrize(
    ("free", "quads"),
    [
        (capacity.MEMORY_OF_A_QUAD * 2_000, 1_000),
        (1 << 50, capacity.MOST_IN_MEMORY),
        (None, 2_000_000),
    ],
)
def test_half_of_the_free_memory_is_for_data_as_far_as_starting_allows(
    monkeypatch: pytest.MonkeyPatch, free: int | None, quads: int
) -> None:
    monkeypatch.setattr(vitals, "free", lambda: free)
    assert capacity.memory_quads(None) == quads
    assert capacity.memory_quads(7) == 7
