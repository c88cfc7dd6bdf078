"""Patterns that are kept match as those that are compiled, and nothing that is kept can do harm."""

import importlib
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from wsisgraph.loading import compiled as module
from wsisgraph.loading.compiled import Compiled

compiler: Any = importlib.import_module("re._compiler")

PATTERNS: list[tuple[str | bytes, int]] = [
    (r"(?P<year>\d{4})-(?P<month>\d\d)(?P=month)?", 0),
    (r"(?i:rés)olution\s+(?P<number>\d+)(?:\s*\((?P<rev>[^)]*)\))?", re.IGNORECASE),
    (r"(?<![\w.])第(?P<han>[零一二三]{1,3})次|(?!x)y", re.DOTALL | re.VERBOSE),
    (rb"^<([^<>]*)> ", re.MULTILINE),
    ("[" + "".join(map(chr, range(0x400, 0x460))) + "]+?", re.IGNORECASE),
]


@pytest.fixture(autouse=True)
def few_are_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_WORTH", 1)


@pytest.fixture
def as_always(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a test puts in the way of the compiler goes afterwards, and so does its memory."""
    monkeypatch.setattr(compiler, "compile", compiler.compile)
    monkeypatch.setattr(module, "_in_use", None)
    re.purge()
    yield
    re.purge()


def compiled(folder: Path) -> tuple[Compiled, list[re.Pattern[Any]]]:
    found = Compiled(folder)
    found.use()
    re.purge()
    return found, [re.compile(pattern, flags) for pattern, flags in PATTERNS]


@pytest.mark.usefixtures("as_always")
def test_patterns_that_are_kept_are_those_that_are_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = [re.compile(pattern, flags) for pattern, flags in PATTERNS]
    first, made = compiled(tmp_path)
    assert made == plain
    first.keep()
    monkeypatch.setattr(compiler, "_code", None)
    _, again = compiled(tmp_path)
    for one, other in zip(plain, again, strict=True):
        assert one == other
        assert (one.groups, one.groupindex, one.flags) == (
            other.groups,
            other.groupindex,
            other.flags,
        )
    match = again[0].search("on 2031-0505")
    assert match is not None
    assert match.groupdict() == {"year": "2031", "month": "05"}


@pytest.mark.usefixtures("as_always")
def test_a_pattern_that_is_none_is_refused_as_always(tmp_path: Path) -> None:
    Compiled(tmp_path).use()
    with pytest.raises(re.error, match="unterminated subpattern"):
        re.compile("(a")


@pytest.mark.usefixtures("as_always")
@pytest.mark.parametrize("damage", ["cut", "changed", "the last changed", "empty"])
def test_what_is_damaged_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    first, made = compiled(tmp_path)
    first.keep()
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    path.write_bytes(
        {
            "cut": whole[:-20],
            "changed": whole[:40] + bytes([whole[40] ^ 1]) + whole[41:],
            "the last changed": whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:],
            "empty": b"",
        }[damage]
    )
    second, again = compiled(tmp_path)
    assert again == made
    second.keep()
    monkeypatch.setattr(compiler, "_code", None)
    assert compiled(tmp_path)[1] == made


@pytest.mark.usefixtures("as_always")
def test_what_another_version_of_python_kept_is_neither_taken_nor_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as other:
        other.setattr(sys, "version", "4.0")
        compiled(tmp_path)[0].keep()
    found, _ = compiled(tmp_path)
    found.keep()
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.usefixtures("as_always")
def test_where_nothing_can_be_kept_patterns_are_compiled(tmp_path: Path) -> None:
    folder = tmp_path / "no" / "cache"
    found, made = compiled(folder)
    found.keep()
    assert made[0].search("2031-05")
    assert not os.path.lexists(folder)


@pytest.mark.usefixtures("as_always")
def test_two_processes_keep_what_either_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = Compiled(tmp_path), Compiled(tmp_path)
    with monkeypatch.context() as first:
        first.setattr(compiler, "compile", compiler.compile)
        one.use()
        re.compile("one of them")
    other.use()
    re.compile("another of them")
    one.keep()
    other.keep()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"one of them" in kept
    assert b"another of them" in kept


@pytest.mark.usefixtures("as_always")
def test_a_few_small_patterns_are_not_worth_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_WORTH", 1_000_000)
    compiled(tmp_path)[0].keep()
    assert not list(tmp_path.iterdir())
