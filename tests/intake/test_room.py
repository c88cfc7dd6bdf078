"""What the machine could not hold is refused before it is committed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from wsisgraph.errors import InputRefused, Problem
from wsisgraph.intake import Report, checking, room
from wsisgraph.loading import Kind
from wsisgraph.settings import Settings


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


def test_what_is_sure_to_be_too_much_is_refused_before_it_is_checked(
    table: Callable[..., Path], load: Callable[..., Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []
    first = table("a,Alpha,office", "b,Beta,fund")
    assert not load(first).refused

    def check(added: int, where: str, _: Settings) -> None:
        begun.append(f"{added} of {where}")
        raise InputRefused("Nothing was loaded", [Problem(where, "too much", "load a part")])

    def shapes() -> None:
        begun.append("checking")

    monkeypatch.setattr(room, "check", check)
    monkeypatch.setattr(checking, "Shapes", shapes)
    # Four facts a row, of which eight stand already.
    done = load(table("a,Alpha,office", "b,Beta,fund", "c,Gamma,fund", name="new.csv"))
    assert done.refused
    assert begun == ["4 of new.csv"]


def test_the_message_tells_how_much_is_needed_and_how_much_there_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(room, "available", lambda: 2 << 30)
    settings = Settings(memory_quads=10**9)
    room.check(900_000, "big.csv", settings)
    with pytest.raises(InputRefused) as refused:
        room.check(5 << 20, "big.csv", settings)
    [problem] = refused.value.problems
    assert problem.where == "big.csv"
    assert "5,242,880 statements" in problem.found
    assert "5.0 GiB" in problem.found
    assert "2.0 GiB are free" in problem.found


def test_what_is_to_lie_on_the_disk_needs_no_memory_but_disk(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(room, "available", lambda: 4096)
    settings = Settings(data=tmp_path, memory_quads=1000)
    with pytest.raises(InputRefused, match=r"GiB of memory|Nothing"):
        room.check(500, "small.csv", settings)
    room.check(5000, "larger.csv", settings)
    with pytest.raises(InputRefused) as refused:
        room.check(10**12, "huge.csv", settings)
    assert "of disk" in refused.value.problems[0].found


def test_what_this_machine_has_is_known() -> None:
    found = room.available()
    assert found is not None
    assert found > 1 << 20
