"""`wsisgraph build`: the same bytes everywhere, and nothing at all from a broken source."""

import json
import shutil
from pathlib import Path

import pytest
from tests.project import Project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project that was built once."""
    made = Project(tmp_path_factory.mktemp("first") / "checkout")
    done = made.run("build", PYTHONHASHSEED="1", TZ="UTC")
    assert done.returncode == 0, done.stderr
    return made


def export(project: Project) -> str:
    done = project.run("export", "dataset", "--format", "nquads")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_rebuild_elsewhere_gives_the_same_bytes(
    project: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = Project(tmp_path_factory.mktemp("quite-another") / "deeper" / "place")
    done = other.run("build", PYTHONHASHSEED="4711", TZ="Pacific/Auckland", LC_ALL="C")
    assert done.returncode == 0, done.stderr
    first, second = export(project), export(other)
    assert first == second
    assert len(first.splitlines()) > 20_000


def test_an_export_is_sorted_and_names_a_graph_on_every_line(project: Project) -> None:
    lines = export(project).splitlines()
    assert lines == sorted(lines)
    assert all("https://w3id.org/wsis-sdg/graph/" in line for line in lines)


def test_a_second_build_without_a_change_does_nothing(project: Project) -> None:
    before = (project.data / "current").read_text()
    done = project.run("build")
    assert done.returncode == 0
    assert "Nothing changed" in done.stderr
    forced = project.run("build", "--force")
    assert "The facts are the same" in forced.stderr
    assert (project.data / "current").read_text() == before


def test_what_people_loaded_survives_a_build(
    project: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("loaded")
    shutil.copytree(project.data, folder / "data")
    table = folder / "projects.csv"
    table.write_text(
        "ID,Project title,Organisation,Country,Action line\n1,Books,Village Trust,Kenya,C3\n",
        encoding="utf-8",
    )
    here = {"WSISGRAPH_DATA": str(folder / "data")}
    loaded = project.run("load", "stocktaking", str(table), **here)
    assert loaded.returncode == 0, loaded.stderr
    before = project.run("export", "dataset", "--format", "nquads", **here).stdout
    assert "graph/stocktaking> .\n" in before
    assert "/id/load/stocktaking> " in before
    built = project.run("build", "--force", **here)
    assert built.returncode == 0, built.stderr
    after = project.run("export", "dataset", "--format", "nquads", **here).stdout
    # What other people's editors are told is all that may differ: of the loaded data, too.
    told, known = (
        {line for line in text.splitlines() if "/graph/service" in line} for text in (after, before)
    )
    assert sorted(set(after.splitlines()) - told) == sorted(set(before.splitlines()) - known)
    own = "/graph/service> ."
    assert {line for line in known if line.endswith(own)} < {
        line for line in told if line.endswith(own)
    }


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        pytest.param(
            "loaders/wsis_sdg_matrix/facts/linkages.csv",
            "C1,10,",
            "C1,18,",
            "no goal 18",
            id="a goal that does not exist",
        ),
        pytest.param(
            "loaders/wsis_sdg_matrix/facts/linkages.csv",
            "9.1, 9.a, 9.c",
            "9.1, 9.z, 9.c",
            "9.z",
            id="a target that does not exist",
        ),
        pytest.param(
            "loaders/action_line_roles/facts/roles.csv",
            "soleFacilitator",
            "soloFacilitator",
            "soloFacilitator",
            id="a role that is not in the list",
        ),
        pytest.param(
            "loaders/itu_council/facts/figures.ttl",
            "wsis:value ",
            "wsis:valu ",
            "",
            id="a fact that breaks a MUST",
        ),
        pytest.param(
            "loaders/itu_council/facts/figures.ttl",
            " ;\n",
            " ; ;; .. \n",
            "not Turtle",
            id="a file that is not Turtle",
        ),
    ],
)
def test_a_broken_source_is_named_and_the_last_revision_stands(
    project: Project, file: str, old: str, new: str, says: str
) -> None:
    before = (project.data / "current").read_text()
    text = (project.folder / file).read_text(encoding="utf-8")
    line = project.replace(file, old, new)
    try:
        done = project.run("build")
    finally:
        (project.folder / file).write_text(text, encoding="utf-8")
    assert done.returncode == 3, done.stderr
    assert says in done.stderr
    # The place is the row, or the head of the block the triple stands in.
    named = [
        int(part.split(":")[1])
        for part in done.stderr.split()
        if part.startswith(f"{file}:") and part.split(":")[1].isdigit()
    ]
    assert named, done.stderr
    assert any(line - 30 <= number <= line + 1 for number in named), (line, named)
    assert (project.data / "current").read_text() == before


def test_every_revision_is_in_the_journal_with_who_and_why(project: Project) -> None:
    (journal,) = sorted((project.data / "journal").iterdir())
    header = json.loads(journal.read_bytes().split(b"\n", 1)[0])
    assert header["agent"] == "wsisgraph build"
    assert header["sequence"] == 1


def test_nothing_to_serve_is_said_with_the_mend(tmp_path: Path, project: Project) -> None:
    done = project.run("serve", WSISGRAPH_DATA=str(tmp_path / "none"))
    assert done.returncode == 4
    assert "wsisgraph build" in done.stderr
