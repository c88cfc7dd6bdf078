"""`wsisgraph load`: what it prints, writes and ends with."""

import csv
import fcntl
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from wsisgraph.cli import app
from wsisgraph.cli.messages import exit_code
from wsisgraph.errors import WsisgraphError
from wsisgraph.settings import Settings

HEADER = "ID,Project title,Organisation,Country,Action line"
GOOD = ("1,Libraries,Village Trust,Kenya,C3", "2,Radio,Village Trust,Kenya,C7-eagr")
BAD = "3,Ships,Village Trust,Kenya,C12"


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    told: str


@pytest.fixture
def load(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    """Run the command over the test's own data folder."""
    monkeypatch.setenv("WSISGRAPH_DATA", str(settings.data))

    def run(*arguments: str | Path) -> Done:
        done = CliRunner().invoke(app, ["load", *map(str, arguments)])
        error = done.exception
        if isinstance(error, WsisgraphError):
            return Done(exit_code(error), done.stdout, f"{done.stderr}{error}")
        assert error is None or isinstance(error, SystemExit), done.exc_info
        return Done(done.exit_code, done.stdout, done.stderr)

    return run


@pytest.fixture
def projects(table: Callable[..., Path]) -> Callable[..., Path]:
    return lambda *lines: table(*lines, name="projects.csv", header=HEADER)


Load = Callable[..., Done]
Projects = Callable[..., Path]


def test_the_sources_are_listed(load: Load) -> None:
    done = load("--list")
    assert done.code == 0
    listed = [line.partition(":")[0] for line in done.out.splitlines()]
    assert {"stocktaking", "wsis-prizes", "linkages"} <= set(listed)
    assert "un-bodies" not in listed


def test_a_file_is_loaded_and_told(load: Load, projects: Projects) -> None:
    done = load("stocktaking", projects(*GOOD))
    assert done.code == 0
    assert done.out == ""
    assert "Understood: 2 records" in done.told
    assert "Entries: 2 added." in done.told
    assert "Activity: 2 added" in done.told
    assert "triples added" in done.told


def test_an_updated_file_says_what_differs(load: Load, projects: Projects) -> None:
    load("stocktaking", projects(*GOOD))
    done = load(
        "stocktaking", projects("4,Boats,Village Trust,Kenya,C2", "1,Books,Village Trust,Kenya,C3")
    )
    assert done.code == 0
    assert "Entries: 1 added, 1 changed, 1 retired." in done.told
    assert "+ 4 “Boats” (projects.csv:2)" in done.told
    assert "~ 1 “Books” (projects.csv:3)" in done.told
    assert "prefLabel “Libraries”@en" in done.told
    assert "“Radio”" in done.told


def test_a_refusal_names_row_field_and_mend(load: Load, projects: Projects) -> None:
    done = load("stocktaking", projects(*GOOD, BAD))
    assert done.code == 3
    assert "projects.csv:4, “Action line”: There is no action line “C12”" in done.told
    assert "Refused: nothing was loaded, for 1 problem." in done.told


def test_a_refusal_says_how_many_rows_can_be_taken_and_how(load: Load, projects: Projects) -> None:
    done = load("stocktaking", projects(*GOOD, BAD))
    assert "2 records can be taken, 1 row cannot" in done.told
    assert "--keep-good" in done.told


def test_a_fault_of_the_whole_file_is_not_answered_with_keep_good(
    load: Load, projects: Projects, tmp_path: Path
) -> None:
    path = tmp_path / "nothing.csv"
    path.write_text("A;B\n1;2\n", encoding="utf-8")
    done = load("stocktaking", path)
    assert done.code == 3
    assert "--keep-good" not in done.told


def test_what_columns_are_taken_for_is_one_remark_and_each_doubtful_one(
    load: Load, tmp_path: Path
) -> None:
    path = tmp_path / "doubtful.csv"
    path.write_text("Title,Organisation,Country\nA,Trust,Blue\nB,Trust,Red\n", encoding="utf-8")
    told = load("stocktaking", path, "--dry-run").told
    assert told.count("no mapping is given") == 1
    assert "“Title” for title, “Organisation” for organisation, “Country” for country" in told
    assert "doubtful.csv:1, “Country”: it is doubtful that the column means country" in told
    assert "doubtful that the column means title" not in told


def test_remarks_that_say_the_same_are_counted_once(load: Load, projects: Projects) -> None:
    rows = [f"{number},Title {number},Trust,Kenya,C12" for number in (1, 2, 3)]
    told = load("stocktaking", projects(*rows)).told
    assert "Not taken (1, of 3 places):" in told
    assert "projects.csv:2, “Action line” (and rows 3, 4): There is no action line" in told


def test_good_rows_are_kept_and_the_rest_is_told(load: Load, projects: Projects) -> None:
    path = projects(*GOOD, BAD)
    done = load("stocktaking", path, "--keep-good")
    assert done.code == 1
    assert "Left out: 1 row." in done.told
    assert str(path.with_name("projects.rejected.csv")) in done.told


def test_a_dry_run_ends_with_1_while_something_would_change(
    load: Load, projects: Projects, revision: Callable[[], str]
) -> None:
    before = revision()
    assert load("stocktaking", projects(*GOOD), "--dry-run").code == 1
    assert revision() == before
    load("stocktaking", projects(*GOOD))
    assert load("stocktaking", projects(*GOOD), "--dry-run").code == 0


@pytest.mark.parametrize("ending", ["json", "csv", "xlsx"])
def test_the_report_is_written_for_machines(
    ending: str, load: Load, projects: Projects, tmp_path: Path
) -> None:
    path = tmp_path / f"report.{ending}"
    assert load("stocktaking", projects(*GOOD, BAD), "--report", path).code == 3
    if ending == "json":
        told = json.loads(path.read_text(encoding="utf-8"))
        assert told["refused"] is True
        assert told["files"][0]["name"] == "projects.csv"
        (problem,) = [each for each in told["list"] if each["kind"] == "problem"]
        assert problem["file"] == "projects.csv"
        assert (problem["line"], problem["field"]) == (4, "Action line")
    elif ending == "csv":
        rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
        (row,) = [row for row in rows if row["kind"] == "problem"]
        assert (row["line"], row["field"]) == ("4", "Action line")
    else:
        assert path.read_bytes().startswith(b"PK")


def test_a_mapping_is_proposed_and_used(load: Load, projects: Projects, tmp_path: Path) -> None:
    path, mapping = projects(*GOOD), tmp_path / "columns.toml"
    done = load("stocktaking", path, "--guess")
    assert done.code == 0
    assert '[columns."Project title"]' in done.out
    mapping.write_text(done.out, encoding="utf-8")
    assert load("stocktaking", path, "--mapping", mapping).code == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["stocktakin", "x.csv"], "did you mean “stocktaking”?"),
        (["nothing-like-it", "x.csv"], "There is no source “nothing-like-it”; known are: "),
        ([], "No source is named"),
        (["stocktaking"], "write wsisgraph load stocktaking FILE"),
        (["stocktaking", "x.csv", "--as", "Not An Id"], "cannot be the id of a data set"),
        (["stocktaking", "x.csv", "--as", "meta"], "The id “meta” is taken"),
        (["stocktaking", "x.csv", "--as", "un-bodies"], "The id “un-bodies” is taken"),
        (["stocktaking", "x.csv", "--set", "nonsense"], "write --set NAME=VALUE"),
        (["stocktaking", "x.csv", "--report", "report.pdf"], ".json, .csv or .xlsx"),
        (["stocktaking", "x.csv", "--report", "/no/such/r.json"], "There is no such folder"),
        (["stocktaking", "x.csv", "--lang", "not a language"], "is no language"),
    ],
)
def test_a_wrong_command_ends_with_2_and_the_mend(
    arguments: list[str], says: str, load: Load
) -> None:
    done = load(*arguments)
    assert done.code == 2
    assert says in done.told


def test_a_folder_that_somebody_else_writes_to_ends_with_4(
    load: Load, projects: Projects, settings: Settings
) -> None:
    with (settings.data / "lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = load("stocktaking", projects(*GOOD))
    assert done.code == 4
    assert "Another process" in done.told


def test_the_help_shows_examples(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    done = load("--help")
    assert done.code == 0
    assert "wsisgraph load stocktaking export.xlsx --dry-run" in done.out
