"""What was decided of the bundled facts holds when they are built again."""

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, serialize
from tests.review.command import review, run
from tests.service import copy_of

from wsisgraph.review.model import Decision, Place, Target, Verdict
from wsisgraph.review.records import as_quads
from wsisgraph.settings import Settings
from wsisgraph.store.changes import Difference
from wsisgraph.store.client import commit
from wsisgraph.terms import iris

ROLE = "role/fao-c7-eagr-moderator-tunis-agenda-annex"
STATEMENT = "statement/002-chart-edge-cstd-forum"
ADA = ("--by", "Ada Lovelace")


def test_decisions_on_bundled_facts_survive_a_build_and_one_in_vain_is_told(
    built_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = copy_of(built_data, tmp_path)
    monkeypatch.setenv("WSISGRAPH_DATA", str(data))
    assert review("correct", ROLE, "--set", "org:role=coordinator", *ADA).code == 0
    assert review("reject", STATEMENT, *ADA).code == 0
    lost = Decision(
        iris.individual("decision", "lost"),
        Target(iris.individual("role", "lost")),
        Place("action-line-roles", "unconfirmed").graph,
        Verdict.ACCEPT,
        "Bo",
        "2026-01-02T03:04:05Z",
    )
    quads = serialize(as_quads(lost), format=RdfFormat.N_QUADS) or b""
    commit(Settings(data=data), Difference(quads), agent="tests", message="")
    before = [review("show", name).out for name in (ROLE, STATEMENT)]

    built = run("build", "--force")

    assert built.code == 0, built.told
    told = " ".join(built.told.split())
    assert "id/role/lost: its source does not state it any more (accept by Bo, 2026-01-02)" in told
    assert [review("show", name).out for name in (ROLE, STATEMENT)] == before
    assert "(accepted, source action-line-roles)" in before[0]
    assert "org:role = vocab/roles/coordinator" in before[0]
    assert "(rejected, source itu-council)" in before[1]
