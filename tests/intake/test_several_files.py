"""Several files in one command: all or nothing for each, and nothing lost for another's fault."""

import json
from collections.abc import Callable
from pathlib import Path

from pyoxigraph import NamedNode, Store
from tests.intake.conftest import Take

from wsisgraph.intake.report import as_json
from wsisgraph.loading import Kind
from wsisgraph.terms.namespaces import RDF, WSIS

GOOD = ("1,Village Trust,office", "2,Rain Board,office")
BAD = ("3,Ship Office,office", "4,,office")

Table = Callable[..., Path]
Held = Callable[[str], Store]


def bodies(held: Held) -> int:
    found = held("bodies").quads_for_pattern(None, NamedNode(RDF.type), NamedNode(WSIS.Body), None)
    return sum(1 for _ in found)


def test_a_file_with_a_fault_is_refused_whole_and_the_other_is_taken(
    load: Take, table: Table, held: Held
) -> None:
    report = load(table(*GOOD, name="good.csv"), table(*BAD, name="bad.csv"))
    assert (report.refused, report.refused_files, report.exit_code) == (False, ["bad.csv"], 1)
    assert [file.name for file in report.files] == ["good.csv"]
    assert bodies(held) == 2
    told = json.loads(as_json(report))
    assert told["refused_files"] == ["bad.csv"]
    problems = [each for each in told["list"] if each["kind"] == "problem"]
    assert [(each["file"], each["line"]) for each in problems] == [("bad.csv", 3)]
    assert told["remarks"]["problem"] == 1


def test_a_file_that_is_no_table_leaves_the_other_alone(
    load: Take, table: Table, held: Held, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    report = load(table(*GOOD, name="good.csv"), empty, tmp_path / "missing.csv")
    assert report.refused_files == ["empty.csv", "missing.csv"]
    assert bodies(held) == 2


def test_nothing_is_retired_for_the_fault_of_another_file(
    load: Take, table: Table, held: Held, revision: Callable[[], str]
) -> None:
    good, other = table(*GOOD, name="good.csv"), table("3,Ship Office,office", name="bad.csv")
    assert load(good, other).exit_code == 0
    before = revision()
    report = load(good, table(*BAD, name="bad.csv"))
    assert (report.refused, report.refused_files) == (True, [])
    problems = list(report.of(Kind.PROBLEM))
    assert [each.origin.file for each in problems] == ["bad.csv", "good.csv"]
    assert "entries of “bodies” would be retired (1)" in problems[1].found
    assert revision() == before
    assert bodies(held) == 3


def test_a_key_that_stands_in_two_files_refuses_the_second(
    load: Take, table: Table, held: Held
) -> None:
    report = load(table(*GOOD, name="a.csv"), table("2,Radio,office", name="b.csv"))
    assert report.refused_files == ["b.csv"]
    assert bodies(held) == 2


def test_when_every_file_has_a_fault_all_is_refused(
    load: Take, table: Table, revision: Callable[[], str]
) -> None:
    before = revision()
    report = load(table(*BAD, name="a.csv"), table("5,,office", name="b.csv"))
    assert (report.refused, report.exit_code) == (True, 3)
    assert revision() == before


def test_with_keep_good_the_good_rows_of_every_file_are_taken(
    load: Take, table: Table, held: Held
) -> None:
    report = load(table(*GOOD, name="good.csv"), table(*BAD, name="bad.csv"), keep_good=True)
    assert (report.refused, report.refused_files, report.left_out) == (False, [], 1)
    assert bodies(held) == 3


def test_a_dry_run_says_the_same_and_writes_nothing(
    load: Take, table: Table, revision: Callable[[], str]
) -> None:
    before = revision()
    report = load(table(*GOOD, name="good.csv"), table(*BAD, name="bad.csv"), dry=True)
    assert (report.refused_files, report.exit_code) == (["bad.csv"], 1)
    assert report.difference
    assert revision() == before
