"""`wsisgraph check` finds what is wrong with the content, names the file, and ends with 1."""

from pathlib import Path

from tests.project import Project

QUESTION = """\
#+ summary: {summary}
#+ question:
#+   en: "Is it found?"
#+   zh: "找到了吗？"
#+ returns: [thing]

{query}
"""


def test_findings_are_named_and_end_with_exit_code_1(tmp_path: Path) -> None:
    project = Project(tmp_path)
    for name, query in {
        "checks/never-clean": "SELECT ?thing WHERE { VALUES ?thing { <https://example.org/a> } }",
        "bodies/in-vain": "SELECT ?thing WHERE { ?thing <https://example.org/never> ?other }",
        "bodies/unreadable": "SELECT ?thing WHERE { ?thing ?never }",
    }.items():
        path = project.folder / "queries" / f"{name}.rq"
        path.parent.mkdir(exist_ok=True)
        path.write_text(QUESTION.format(summary=name, query=query), encoding="utf-8")
    done = project.run("check")
    assert done.returncode == 1, done.stderr
    assert "queries/checks/never-clean.rq: checks/never-clean: thing <https://example.org/a>" in (
        done.stderr
    )
    assert "queries/bodies/in-vain.rq: its example finds nothing" in done.stderr
    assert "queries/bodies/unreadable.rq: cannot be answered" in done.stderr
    assert "3 findings" in done.stderr
    assert not project.data.exists()
