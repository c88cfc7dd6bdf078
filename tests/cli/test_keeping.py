"""`wsisgraph journal`, `backup`: a graph carried to another folder is the same graph."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from tests.service import serving
from tests.store.tiny import A, add, quads

from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import RDF, WSIS, XSD


def run(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "wsisgraph", *arguments],
        env={**os.environ, "WSISGRAPH_DATA": str(data)},
        capture_output=True,
        text=True,
    )


def good(data: Path, *arguments: str) -> list[str]:
    done = run(data, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    for start in (0, 10, 20):
        add(folder, quads(range(start, start + 10)))
    return folder


def test_a_restored_backup_is_the_same_graph(data: Path, tmp_path: Path) -> None:
    backup, restored = tmp_path / "backup", tmp_path / "restored"
    (data / "tokens.json").write_text("{}")
    revision, digest = good(data, "journal", "verify", "--digest")
    assert good(data, "backup", str(backup)) == [revision]
    assert good(restored, "journal", "restore", str(backup), "--digest") == [revision, digest]
    assert (restored / "tokens.json").stat().st_mode & 0o077 == 0
    assert good(restored, "journal", "verify", "--digest") == [revision, digest]


def test_a_second_backup_copies_what_is_new(data: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    first = good(data, "backup", str(backup))
    add(data, quads(range(100, 110)))
    second = good(data, "backup", str(backup))
    assert second != first
    assert second == good(data, "journal", "verify")
    assert good(tmp_path / "a", "journal", "restore", str(backup)) == second
    assert good(tmp_path / "b", "journal", "restore", str(backup), "--until", "3") == first


def test_a_backup_that_broke_off_leaves_the_one_before(data: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    first = good(data, "backup", str(backup))
    (file,) = (backup / "journal").iterdir()
    with file.open("ab") as half:
        half.write(b'{"sequence":4,"ti')
    assert good(tmp_path / "restored", "journal", "restore", str(backup)) == first
    add(data, quads(range(100, 110)))
    # What stands there half is written over, and read back.
    assert run(data, "backup", str(backup)).returncode == 0
    assert good(tmp_path / "again", "journal", "restore", str(backup)) == good(
        data, "journal", "verify"
    )


def test_a_flipped_byte_is_told_with_its_place(data: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    good(data, "backup", str(backup))
    for folder in (data, backup):
        (file,) = (folder / "journal").iterdir()
        content = file.read_bytes()
        file.write_bytes(content.replace(b"value 15", b"value 16"))
    verified = run(data, "journal", "verify")
    assert verified.returncode == 1
    assert "byte" in verified.stderr
    assert verified.stdout == ""
    restored = run(tmp_path / "restored", "journal", "restore", str(backup))
    assert restored.returncode == 4
    assert not (tmp_path / "restored" / "journal").exists()


def test_backups_of_other_graphs_and_other_folders_are_left_alone(
    data: Path, tmp_path: Path
) -> None:
    backup = tmp_path / "backup"
    good(data, "backup", str(backup))
    other = tmp_path / "other"
    for start in (50, 60, 70, 80):
        add(other, quads(range(start, start + 10)))
    refused = run(other, "backup", str(backup))
    assert (refused.returncode, "another" in refused.stderr) == (2, True)
    assert good(tmp_path / "restored", "journal", "restore", str(backup)) == good(
        data, "journal", "verify"
    )
    full = tmp_path / "letters"
    full.mkdir()
    (full / "letter.txt").write_text("dear")
    assert "letter.txt" in run(data, "backup", str(full)).stderr
    assert [entry.name for entry in full.iterdir()] == ["letter.txt"]


def test_a_graph_is_never_restored_over_another(data: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    good(data, "backup", str(backup))
    shutil.copytree(data, tmp_path / "copy")
    refused = run(tmp_path / "copy", "journal", "restore", str(backup))
    assert (refused.returncode, "already" in refused.stderr) == (2, True)
    assert "no backup" in run(tmp_path / "new", "journal", "restore", str(tmp_path)).stderr
    until = run(tmp_path / "new", "journal", "restore", str(backup), "--until", "9")
    assert "1 to 3" in until.stderr
    assert not (tmp_path / "new" / "journal").exists()


def exported(data: Path) -> set[str]:
    return set(run(data, "export").stdout.splitlines())


def test_a_revision_is_undone_and_the_undoing_too(data: Path) -> None:
    before = exported(data)
    revision = add(data, quads(range(30, 35)), quads(range(5))).revision
    after = exported(data)
    dry = run(data, "revert", str(revision.sequence), "--dry-run")
    assert sorted(line[0] for line in dry.stdout.splitlines()) == ["+"] * 5 + ["-"] * 5
    assert exported(data) == after
    (undoing,) = good(data, "revert", revision.id)
    assert exported(data) == before
    good(data, "revert", undoing)
    assert exported(data) == after


def test_what_others_changed_since_stays_as_they_left_it(data: Path) -> None:
    revision = add(data, quads(range(30, 35)), quads(range(5))).revision
    later = add(data, quads([1, 40]), quads([31])).revision
    done = run(data, "revert", revision.id)
    assert done.returncode == 0
    assert "2 of its statements" in done.stderr
    assert f"2 by revision {later.id}" in done.stderr
    assert exported(data) == set(quads([*range(30), 40]).decode().splitlines())
    again = run(data, "revert", revision.id)
    assert (again.returncode, again.stdout) == (0, "")
    assert "Nothing" in again.stderr


def test_a_revision_that_is_not_there_is_told(data: Path) -> None:
    done = run(data, "revert", "77")
    assert (done.returncode, done.stdout) == (4, "")
    assert "no revision “77”" in done.stderr


def test_an_undoing_that_breaks_the_shapes_is_refused(tmp_path: Path) -> None:
    """What one revision brought holds up what came after it."""
    data = tmp_path / "data"
    kind = iris.vocab("passage-kinds", "note")
    passage, document = iris.individual("passage", "a/1"), iris.individual("document", "a")
    first = add(data, f"<{document}> <{RDF.type}> <{WSIS.iri}Document> <{A}> .\n".encode())
    about = {
        RDF.type: f"<{WSIS.iri}Passage>",
        "http://purl.org/dc/terms/isPartOf": f"<{document}>",
        f"{WSIS.iri}locator": '"1"',
        f"{WSIS.iri}order": f'"1"^^<{XSD.integer}>',
        f"{WSIS.iri}passageKind": f"<{kind}>",
    }
    lines = [f"<{passage}> <{name}> {value} <{A}> ." for name, value in about.items()]
    lines += [
        f'<{passage}> <http://purl.org/dc/terms/abstract> "{text}"@{tag} <{A}> .'
        for text, tag in (("A note.", "en"), ("注。", "zh"))
    ]
    lines.append(f"<{kind}> <{RDF.type}> <http://www.w3.org/2004/02/skos/core#Concept> <{A}> .")
    add(data, "\n".join([*lines, ""]).encode())
    before = exported(data)
    refused = run(data, "revert", first.revision.id)
    assert refused.returncode == 3
    assert passage in refused.stderr
    assert exported(data) == before
    assert "went" in run(data, "revert", "2").stderr
    assert "went" in run(data, "revert", "1").stderr
    assert exported(data) == set()


def test_a_running_service_undoes_it_and_its_readers_see_it(data: Path) -> None:
    revision = add(data, quads(range(30, 35))).revision
    ask = {"query": "ASK { GRAPH ?g { <http://example.org/s31> ?p ?o } }"}
    headers = {"Accept": "application/sparql-results+json"}
    with serving(data) as service:

        def is_there() -> bool:
            answer = httpx.get(f"{service.url}/sparql", params=ask, headers=headers)
            return bool(answer.json()["boolean"])

        assert is_there()
        good(data, "revert", revision.id)
        assert not is_there()
