"""A corrected edition of a document keeps the decisions on what it still says, and tells the rest.

Files are loaded, reviewed and loaded again by commands, as a person does it.
"""

import re
from pathlib import Path

import pytest
from tests.review.command import review, run

ADA = ("--by", "Ada Lovelace")
REPORT = """Document C31/9-E
5 May 2031
Report by the Secretary-General

1\tWork
1.1\tITU has been the lead facilitator of Action Line C2 since 2006.
1.2\tThe work was good for all of the members.
2\tRoles
2.1\tITU is the sole facilitator of Action Line C5.
"""


def load(folder: Path, text: str) -> str:
    file = folder / "report.txt"
    file.write_text(text, encoding="utf-8")
    done = run("load", "itu-documents", str(file))
    assert done.code == 0, done.told
    return done.told


def roles(status: str) -> set[str]:
    """Return the names of the statements on roles that have this status."""
    told = review("--status", status, "--source", "itu-c31-9", "--format", "csv").out
    return set(re.findall(r"(?:^|,)(role/itu-c31-9/[^,]+)", told, re.MULTILINE))


@pytest.fixture
def decided(data: Path, tmp_path: Path) -> tuple[Path, str, str]:
    """Load a report, accept what it says of one role, and reject another."""
    assert data.is_dir()
    load(tmp_path, REPORT)
    of_c2, of_c5 = (
        next(name for name in roles("proposed") if line in name) for line in ("1-1", "2-1")
    )
    assert review("accept", of_c2, *ADA).code == 0
    assert review("reject", of_c5, *ADA).code == 0
    return tmp_path, of_c2, of_c5


def test_decisions_survive_a_corrected_edition(decided: tuple[Path, str, str]) -> None:
    folder, of_c2, of_c5 = decided
    corrected = REPORT.replace("good for all", "of use to all").replace(
        "2\tRoles", "1.3\tITU met with UNESCO and WHO in Geneva.\n2\tRoles"
    )
    told = load(folder, corrected)
    assert "decisions of reviewers" not in told
    assert of_c2 in roles("accepted")
    assert of_c5 in roles("rejected")


def test_a_decision_on_a_passage_that_says_something_else_is_told(
    decided: tuple[Path, str, str],
) -> None:
    folder, of_c2, of_c5 = decided
    told = load(folder, REPORT.replace("lead facilitator", "co-facilitator"))
    assert "its source does not state it any more (accept by Ada" in told
    assert of_c2 not in roles("accepted")
    assert of_c5 in roles("rejected")
