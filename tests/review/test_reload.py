"""Decisions hold when the file they were about is loaded again, changed or not, and are told."""

from pathlib import Path

import pytest
from tests.review.command import review, run

HEADER = "action_line,object,confidence,author\n"
LINE = "linkage/linkages/itu/c2-9"
HEALTH = "linkage/linkages/itu/c7-ehea-3"
ADA = ("--by", "Ada Lovelace")


def load(folder: Path, *rows: str) -> str:
    file = folder / "links.csv"
    file.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    done = run("load", "linkages", str(file), "--set", "status=proposed")
    assert done.code == 0, done.told
    return done.told


def status(name: str) -> str:
    told = review("show", name).out
    return told.partition("(")[2].partition(",")[0]


@pytest.fixture
def loaded(data: Path, tmp_path: Path) -> Path:
    assert data.is_dir()
    load(tmp_path, "C2,9,0.9,ITU", "C7-ehea,3,0.8,ITU")
    assert status(LINE) == "proposed"
    return tmp_path


def test_what_was_decided_holds_when_the_file_comes_again(loaded: Path) -> None:
    assert review("accept", LINE, *ADA).code == 0
    assert review("correct", HEALTH, "--set", "confidence=0.5", *ADA).code == 0
    told = load(loaded, "C2,9,0.9,ITU", "C7-ehea,3,0.8,ITU")
    assert (status(LINE), status(HEALTH)) == ("accepted", "accepted")
    assert "wsis:confidence = 0.5" in review("show", HEALTH).out
    assert "decisions of reviewers" not in told


def test_another_row_is_no_other_statement_and_another_value_is(loaded: Path) -> None:
    assert review("accept", LINE, HEALTH, *ADA).code == 0
    told = load(loaded, "C7-ehea,3,0.8,ITU", "C2,9,0.7,ITU")
    assert (status(LINE), status(HEALTH)) == ("proposed", "accepted")
    assert "c2-9: its source states it otherwise than when decided (accept by Ada" in told


def test_a_decision_on_what_is_gone_is_told_and_holds_when_it_comes_back(loaded: Path) -> None:
    assert review("reject", LINE, *ADA).code == 0
    assert "its source does not state it any more (reject by Ada" in load(
        loaded, "C7-ehea,3,0.8,ITU"
    )
    assert "no statement has this name" in review("show", LINE).told
    load(loaded, "C2,9,0.9,ITU", "C7-ehea,3,0.8,ITU")
    assert status(LINE) == "rejected"
