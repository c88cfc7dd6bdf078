"""Facts curated as Turtle remember their line and go where their status says."""

from pathlib import Path

import pytest

from wsisgraph.loading import Context, Fact, turtle_facts
from wsisgraph.loading.turtle import subject_lines

TURTLE = """\
@prefix wsis: <https://w3id.org/wsis-sdg/def#> .
@prefix ex: <https://w3id.org/wsis-sdg/id/role/> .

ex:one
    a wsis:RoleStatement ;
    wsis:status <https://w3id.org/wsis-sdg/vocab/status/unconfirmed> .

<https://w3id.org/wsis-sdg/id/role/two> a wsis:RoleStatement .
"""


class _NoManifest:
    id = "test"


def read(path: Path, text: str) -> tuple[list[Fact], Context]:
    path.write_text(text, encoding="utf-8")
    context = Context(_NoManifest())  # type: ignore[arg-type]
    return list(turtle_facts(path, context)), context


def test_facts_know_line_and_status(tmp_path: Path) -> None:
    facts, context = read(tmp_path / "x.ttl", TURTLE)
    assert not context.problems
    places = {(fact.subject[-3:], fact.origin.line, fact.status) for fact in facts}
    assert places == {("one", 4, "unconfirmed"), ("two", 8, "accepted")}
    assert facts[0].quad("s").graph_name.value.endswith("graph/unconfirmed/s")


def test_a_syntax_error_names_file_and_line(tmp_path: Path) -> None:
    facts, context = read(tmp_path / "x.ttl", TURTLE + "\nex:three wsis:start 2024-\n")
    assert facts == []
    assert context.problems[0].where.endswith("x.ttl:10") or ":1" in context.problems[0].where


def test_a_blank_node_is_refused(tmp_path: Path) -> None:
    _, context = read(tmp_path / "x.ttl", TURTLE + "\nex:three wsis:about [ a wsis:Body ] .\n")
    assert "blank node" in context.problems[0].found


def test_an_instance_with_its_own_base_owns_the_bundled_individuals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WSISGRAPH_BASE_IRI", "https://data.unesco.example/wsis/")
    facts, _ = read(tmp_path / "x.ttl", TURTLE)
    assert {fact.subject for fact in facts} == {
        "https://data.unesco.example/wsis/id/role/one",
        "https://data.unesco.example/wsis/id/role/two",
    }


def test_subject_lines_of_prefixed_and_full_iris(tmp_path: Path) -> None:
    (tmp_path / "x.ttl").write_text(TURTLE, encoding="utf-8")
    assert sorted(subject_lines(tmp_path / "x.ttl").values()) == [4, 8]
