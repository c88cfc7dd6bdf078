"""What is kept is what would be made, and is made anew of anything else."""

import json
import multiprocessing
from collections.abc import Iterable
from pathlib import Path

import pytest

from wsisgraph.graph import rules
from wsisgraph.graph.kept import kept
from wsisgraph.graph.patterns import Patterns
from wsisgraph.graph.rules import ProjectRules, Rule, read_rules


class Maker:
    """Counts how often something is made."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> list[int]:
        self.times += 1
        return [1, 2]


def ask(folder: Path, make: Maker, *sources: bytes) -> list[int]:
    return kept(folder, "thing", sources, make, dump=json.dumps, load=json.loads)


def test_what_was_made_is_not_made_again(tmp_path: Path) -> None:
    make = Maker()
    assert ask(tmp_path / "cache", make, b"a", b"b") == ask(tmp_path / "cache", make, b"a", b"b")
    assert make.times == 1


def test_of_other_sources_it_is_made_anew_and_replaces_the_former(tmp_path: Path) -> None:
    make = Maker()
    for sources in ((b"ab", b"c"), (b"a", b"bc"), (b"abc",)):
        ask(tmp_path, make, *sources)
    assert make.times == 3
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("spoilt", [b"", b"[1, ", b"\0\0\0", b"\xff"])
def test_of_a_file_that_is_not_whole_nothing_is_believed(tmp_path: Path, spoilt: bytes) -> None:
    make = Maker()
    ask(tmp_path, make, b"a")
    (path,) = tmp_path.iterdir()
    path.write_bytes(spoilt)
    assert ask(tmp_path, make, b"a") == [1, 2]
    assert json.loads(path.read_bytes()) == [1, 2]


def test_where_nothing_can_be_written_it_is_made_each_time(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("no folder")
    make = Maker()
    assert ask(tmp_path / "cache", make, b"a") == [1, 2]
    assert ask(tmp_path / "cache", make, b"a") == [1, 2]
    assert make.times == 2


def ask_often(folder: Path) -> None:
    for number in range(200):
        found = ask(folder, Maker(), str(number % 3).encode())
        if found != [1, 2]:
            raise SystemExit(1)


def test_several_processes_keep_it_at_the_same_time(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=ask_often, args=(tmp_path,)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * 4
    assert all(path.suffix == ".json" for path in tmp_path.iterdir())


def test_patterns_of_the_rules_are_the_same_when_they_come_from_the_folder(tmp_path: Path) -> None:
    parsed = Patterns(rule.text for rule in read_rules())
    ProjectRules().learn(tmp_path)
    (path,) = tmp_path.iterdir()
    read = Patterns.from_json(path.read_text(encoding="utf-8"))
    assert parsed._all
    assert vars(read) == vars(parsed)


def test_rules_are_parsed_once_for_all_loads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ProjectRules().learn(tmp_path)
    monkeypatch.setattr(Patterns, "__init__", None)
    learnt = ProjectRules()
    learnt.learn(tmp_path)
    learnt.portions()


def test_rules_are_parsed_by_one_thread_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone: list[bool] = []

    class Watched(Patterns):
        def __init__(self, texts: Iterable[str]) -> None:
            # Whoever else wants to parse waits for this lock.
            alone.append(rules._PARSING.locked())
            super().__init__(texts)

    monkeypatch.setattr(rules, "Patterns", Watched)
    ProjectRules().portions()
    ProjectRules().learn(tmp_path)
    assert alone == [True, True]


def test_a_rule_that_was_changed_is_parsed_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ProjectRules().learn(tmp_path)
    text = "CONSTRUCT { ?a <x:q> ?b } WHERE { ?a <x:p> ?b }"
    monkeypatch.setattr(rules, "read_rules", lambda: [Rule("one", tmp_path / "one.rq", text)])
    changed = ProjectRules()
    changed.learn(tmp_path)
    assert changed._read[1].concluded == {"x:q"}


@pytest.mark.parametrize("text", ["{}", "[]", "null", '{"known": true, "patterns": [[1]]}'])
def test_patterns_are_not_made_of_another_text(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Patterns.from_json(text)
