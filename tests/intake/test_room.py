"""What the machine could not hold is refused before it is committed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from wsisgraph.errors import InputRefused
from wsisgraph.intake import Report, room
from wsisgraph.loading import Kind


def test_a_load_that_needs_more_memory_than_is_free_is_refused_and_changes_nothing(
    table: Callable[..., Path],
    load: Callable[..., Report],
    revision: Callable[[], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = revision()
    monkeypatch.setattr(room, "available", lambda: 4096)
    done = load(table("a,Alpha,office", "b,Beta,fund"))
    assert done.exit_code == 3
    [problem] = [str(remark.as_problem()) for remark in done.of(Kind.PROBLEM)]
    assert "of memory" in problem
    assert "load a part of it" in problem
    assert revision() == before


def test_the_message_tells_how_much_is_needed_and_how_much_there_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(room, "available", lambda: 2 << 30)
    room.check(2 << 20, "big.csv")
    with pytest.raises(InputRefused) as refused:
        room.check(5 << 20, "big.csv")
    [problem] = refused.value.problems
    assert problem.where == "big.csv"
    assert "5,242,880 statements" in problem.found
    assert "5.0 GiB" in problem.found
    assert "2.0 GiB are free" in problem.found


def test_what_this_machine_has_is_known() -> None:
    found = room.available()
    assert found is not None
    assert found > 1 << 20
