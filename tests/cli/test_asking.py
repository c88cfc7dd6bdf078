"""`ask`, `query`, `coverage`, `export`: results on stdout, messages on stderr, told exit codes."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(built_data: Path) -> Run:
    def command(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "wsisgraph", *arguments],
            env={**os.environ, "WSISGRAPH_DATA": str(built_data)},
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
        )

    return command


def test_an_answer_in_csv_is_what_the_engine_wrote(run: Run) -> None:
    done = run("ask", "matrix/lines-for-target", "-p", "target=SDG9c", "--format", "csv")
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    lines = {row["line"].rpartition("/")[2] for row in rows}
    assert lines == {"c2", "c5", "c6", "c7-egov", "c7-eagr", "c9"}
    assert {row["confidence"] for row in rows} == {"0.95"}


def test_an_answer_in_json_is_sparql_json(run: Run) -> None:
    done = run("ask", "matrix/targets-under-line", "-p", "line=C7 e-lea", "--format", "json")
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)["results"]["bindings"]
    assert {row["goal"]["value"] for row in rows} == {"http://metadata.un.org/sdg/4"}


def test_without_a_name_the_questions_are_listed(run: Run) -> None:
    done = run("ask")
    assert done.returncode == 0
    assert "roles/in-line-on-date" in done.stdout
    assert done.stdout.count("\n") > 10


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ask", "no/such-question"], "wsisgraph ask"),
        (["ask", "roles/in-line-on"], "roles/in-line-on-date"),
        (["ask", "matrix/lines-for-target", "-p", "target=9.z"], "9.a, 9.b, 9.c"),
        (["ask", "matrix/lines-for-target", "-p", "colour=red"], "target"),
        (["ask", "matrix/lines-for-target", "-p", "target"], "name=value"),
        (["ask", "roles/in-line-on-date", "-p", "line=C6", "-p", "on=31/02/2019"], "on"),
        (["query", "/no/such/file.rq"], "/no/such/file.rq"),
        (["coverage", "no-such-document"], "itu-council-000"),
        (["export", "--out", "/no/such/folder/x.nq"], "/no/such/folder/x.nq"),
        (["export", "--format", "turtle"], "--graph"),
        (["export", "--format", "turtle", "--graph", "no-such"], "graph/no-such"),
    ],
)
def test_a_wrong_question_is_answered_with_what_would_be_right(
    run: Run, arguments: list[str], says: str
) -> None:
    done = run(*arguments)
    assert done.returncode == 2, (done.returncode, done.stderr)
    assert says in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_a_query_comes_from_stdin_and_a_graph_is_printed_as_turtle(run: Run) -> None:
    query = "DESCRIBE <https://w3id.org/wsis-sdg/vocab/action-lines/c2>"
    done = run("query", "-", stdin=query)
    assert done.returncode == 0, done.stderr
    assert "skos:prefLabel" in done.stdout


def test_a_syntax_error_names_line_and_column(run: Run) -> None:
    done = run("query", "-", stdin="SELECT * WHERE {\n ?s ?p }")
    assert done.returncode == 2
    assert "line 2, column" in done.stderr


def test_coverage_gives_every_passage_facts_or_a_reason(run: Run) -> None:
    done = run("coverage", "--format", "csv")
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert len(rows) > 200
    assert all(row["facts"] != "0" or row["reason"] for row in rows)


def test_coverage_tells_which_passage_is_repeated(run: Run) -> None:
    done = run("coverage", "itu-council-000", "--format", "csv")
    reasons = {r["locator"]: r["reason"] for r in csv.DictReader(io.StringIO(done.stdout))}
    assert reasons["1-2"] == "repeats itu-council-000 summary-1"
    assert reasons["summary-1"] == ""


@pytest.mark.parametrize("document", ["000", "002", "003", "004"])
def test_at_most_15_percent_of_the_paragraphs_of_a_document_carry_no_fact(  # type: ignore[no-untyped-def]
    run, document: str
) -> None:
    done = run("coverage", f"itu-council-{document}", "--format", "csv")
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    paragraphs = [row for row in rows if row["kind"] == "paragraph"]
    bare = [row["locator"] for row in paragraphs if row["facts"] == "0"]
    assert paragraphs
    assert len(bare) <= 0.15 * len(paragraphs), bare


@pytest.mark.parametrize(
    "command", ["build", "serve", "ask", "query", "check", "coverage", "export"]
)
def test_every_command_has_help_with_an_example(run: Run, command: str) -> None:
    done = run(command, "--help")
    assert done.returncode == 0
    assert f"wsisgraph {command}" in done.stdout.replace("WSISGRAPH_", "")
    assert "Example" in done.stdout
