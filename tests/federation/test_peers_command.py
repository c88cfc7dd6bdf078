"""`wsisgraph peers` as an officer uses it: a spreadsheet in, a report, a badge, and out again."""

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from tests.federation.places import place
from tests.federation.worlds import ESCAP, SHEET, UNESCO, built
from typer.testing import CliRunner

from wsisgraph.cli import app
from wsisgraph.errors import PeerRefused
from wsisgraph.federation.peers import Peer, Peers


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("peers"))


def run(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "wsisgraph", *arguments],
        env={**os.environ, "WSISGRAPH_DATA": str(data)},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_a_spreadsheet_is_a_whole_peer(data: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in SHEET.splitlines():
        book.active.append(line.split(";"))
    book.save(tmp_path / "libraries.xlsx")
    added = run(data, "peers", "add", "habitat", str(tmp_path / "libraries.xlsx"))
    assert added.returncode == 0, added.stderr
    badge = tmp_path / "badge.svg"
    done = run(data, "peers", "check", "habitat", "--badge", str(badge))
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("habitat: with remarks (level: file)")
    assert "2 activities with 5 links" in done.stdout
    assert "C4 × SDG 9: 0 → 1" in done.stdout
    assert "with remarks" in "".join(ElementTree.parse(badge).getroot().itertext())


def test_columns_that_are_not_read_are_told(data: Path, tmp_path: Path) -> None:
    (tmp_path / "u.csv").write_text("title,agency,SDG targets,budget\nSchools,UNESCO,4.a,1.5\n")
    run(data, "peers", "add", "u", str(tmp_path / "u.csv"))
    done = run(data, "peers", "check", "u")
    assert "1 activities with 1 links" in done.stdout
    assert "Columns that were not read: “budget”" in done.stdout


def test_what_breaks_a_rule_is_told_with_exit_code_1(data: Path, tmp_path: Path) -> None:
    (tmp_path / "escap.ttl").write_text(ESCAP)
    assert run(data, "peers", "add", "escap", str(tmp_path / "escap.ttl")).returncode == 0
    done = run(data, "peers", "check", "escap", "--format", "json")
    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout)
    assert told["verdict"] == "does not conform"
    assert told["breaks"] > 0
    assert any("escap.example/apis" in finding for finding in told["findings"])
    assert ["C2", "9", 0, 2] in told["cells"]


def test_without_a_graph_no_cells_are_compared_and_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "sheet.csv").write_text(SHEET)
    added = run(tmp_path, "peers", "add", "habitat", str(tmp_path / "sheet.csv"))
    assert added.returncode == 0, added.stderr
    done = run(tmp_path, "peers", "check", "habitat")
    assert "There is no graph here yet" in done.stdout, done.stderr
    assert "would change" not in done.stdout
    told = json.loads(run(tmp_path, "peers", "check", "habitat", "--format", "json").stdout)
    assert told["cells"] is None


def test_an_endpoint_is_checked_and_a_silent_one_told(data: Path) -> None:
    with place(UNESCO) as server:
        asked = ("--vocabulary", "schema", "--agency", "unesco", "--timeout", "3")
        assert run(data, "peers", "add", "unesco", server.url, *asked).returncode == 0
        done = run(data, "peers", "check", "unesco")
        assert "level: SPARQL" in done.stdout, done.stderr
        assert "3 activities with 5 links" in done.stdout
    done = run(data, "peers", "check", "unesco")
    assert done.returncode == 1
    assert "does not answer" in done.stdout
    assert "cannot be connected to" in done.stdout


def test_a_mapping_of_ones_own_says_it_in_our_words(data: Path, tmp_path: Path) -> None:
    (tmp_path / "own.rq").write_text(
        "PREFIX wsis: <https://w3id.org/wsis-sdg/def#> CONSTRUCT { ?s a wsis:Activity ."
        " ?l a wsis:ActivityLink ; wsis:activity ?s ; wsis:linksTo ?g } WHERE {"
        " ?s <http://own.example/for> ?n BIND(IRI(CONCAT('http://metadata.un.org/sdg/', ?n)) AS ?g)"
        " BIND(IRI(CONCAT(STR(?s), '/link')) AS ?l) }"
    )
    (tmp_path / "own.ttl").write_text('<http://own.example/a> <http://own.example/for> "9" .')
    added = run(
        data, "peers", "add", "own", str(tmp_path / "own.ttl"), "--query", str(tmp_path / "own.rq")
    )
    assert added.returncode == 0, added.stderr
    done = run(data, "peers", "check", "own")
    assert "1 activities with 1 links" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "where", "said"),
    [
        ("All", "http://x.example/sparql", "cannot name a peer"),
        ("all", "http://x.example/sparql", "cannot name a peer"),
        ("x", "ftp://x.example/data.ttl", "no address that can be asked"),
        ("x", "http://user:secret@x.example/sparql", "holds a user's name"),
        ("x", "nothing.docx", "neither an address nor a file"),
        ("x", "http://169.254.169.254/sparql", "no peer can have"),
    ],
)
def test_what_cannot_be_a_peer_is_refused(name: str, where: str, said: str, tmp_path: Path) -> None:
    environment = {"WSISGRAPH_DATA": str(tmp_path)}
    done = CliRunner().invoke(app, ["peers", "add", name, where], env=environment)
    assert isinstance(done.exception, PeerRefused)
    assert said in str(done.exception)
    assert Peers(tmp_path).all() == {}


def test_removed_with_purge_nothing_is_kept(data: Path, tmp_path: Path) -> None:
    (tmp_path / "gone.csv").write_text(SHEET)
    assert run(data, "peers", "add", "gone", str(tmp_path / "gone.csv")).returncode == 0
    assert (data / "peers" / "gone" / "given").exists()
    assert run(data, "peers", "add", "gone", str(tmp_path / "gone.csv")).returncode == 2
    assert run(data, "peers", "remove", "gone", "--purge").returncode == 0
    assert not (data / "peers" / "gone").exists()
    assert "gone" not in run(data, "peers", "list").stdout


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("name,goals\nA,99\n", "row 2: The column “goals” cannot be taken"),
        ("goals\n9\n", "row 1: The table has no column “title”; give it a header"),
        ("title\nA\n", "neither a column “goals” nor one “lines”"),
        ("title,goals,from\nA,9,soon\n", "“soon” is no date; write 2024, 2024-05"),
        ("title,goals,kind\nA,9,Hackathon\n", "row 2: The column “kind” cannot be taken"),
        ("id,title,goals\n1,A,9\n1,B,4\n", "row 3: The column “id” cannot be taken: “1” is an"),
        ("title,goals,start\nForum,9,2019\nForum,9,2020\n", "an activity of row 2, told otherwise"),
        (
            "title,url,goals\nA,https://a.example/1,9\nB,https://a.example/1,9\n",
            "row 3: The column “url” cannot be taken",
        ),
    ],
)
def test_a_table_that_cannot_be_read_says_where(table: str, said: str, data: Path) -> None:
    Peers(data).add(Peer("odd", "", "file", format="csv"), table.encode(), replace=True)
    done = run(data, "peers", "check", "odd")
    assert done.returncode == 1
    assert said in done.stdout, done.stdout
    assert "did not answer" not in done.stdout


def test_one_remark_on_many_things_takes_one_line(data: Path) -> None:
    table = "title,goals\n" + "".join(f"Activity {n},9\n" for n in range(40))
    Peers(data).add(Peer("many", "", "file", format="csv"), table.encode(), replace=True)
    done = run(data, "peers", "check", "many")
    [line] = [one for one in done.stdout.splitlines() if "dct:description" in one]
    assert " and 39 more: " in line
    told = json.loads(run(data, "peers", "check", "many", "--format", "json").stdout)
    assert sum("dct:description" in one for one in told["findings"]) == 40
