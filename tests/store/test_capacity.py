"""How many quads readers hold in memory, where nobody says."""

from pathlib import Path

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


def test_a_container_has_no_more_memory_than_its_limit_leaves(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    group = tmp_path / "groups" / "outer" / "inner"
    group.mkdir(parents=True)
    (tmp_path / "own").write_text("0::/outer/inner\n")
    (tmp_path / "machine").write_text("MemTotal: 9000000 kB\nMemAvailable: 8000000 kB\n")
    monkeypatch.setattr(vitals, "_GROUPS", tmp_path / "groups")
    monkeypatch.setattr(vitals, "_OWN_GROUP", tmp_path / "own")
    monkeypatch.setattr(vitals, "_MACHINE", tmp_path / "machine")
    assert vitals.free() == 8_192_000_000
    (group / "memory.max").write_text("max\n")
    outer = group.parent
    (outer / "memory.max").write_text("1000000\n")
    (outer / "memory.current").write_text("900000\n")
    (outer / "memory.stat").write_text("anon 500000\ninactive_file 250000\nactive_file 50000\n")
    assert vitals.free() == 400_000
