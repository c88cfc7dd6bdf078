"""What the prose points to is there: files, commands, questions, settings, the version."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
import typer
from tests.project import ROOT

import wsisgraph
from wsisgraph import cli, content
from wsisgraph.questions import Catalogue
from wsisgraph.settings import Settings

PROSE = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "shapes/README.md"])


@pytest.mark.parametrize("path", PROSE, ids=lambda path: path.name)
def test_every_link_within_the_project_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    here = [link for link in links if not re.match(r"[a-z]+:", link)]
    assert [link for link in here if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", PROSE, ids=lambda path: path.name)
def test_every_command_and_question_that_is_named_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    commands = set(typer.main.get_command(cli.app).commands)  # type: ignore[attr-defined]
    assert {name for name in re.findall(r"[`$] ?wsisgraph ([a-z]+)", text)} <= commands
    questions = set(Catalogue.load(content.folder("queries")))
    # The recipe of CONTRIBUTING adds this one.
    assert set(re.findall(r"wsisgraph ask ([a-z-]+/[a-z-]+)", text)) <= {
        *questions,
        "bodies/under-an-agency",
    }


def test_every_setting_is_described_with_its_default() -> None:
    text = (ROOT / "docs/running.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `WSISGRAPH_([A-Z_]+)` \| (.*?) ?\| ", text, re.MULTILINE))
    assert set(rows) == {field.name.upper() for field in fields(Settings)}
    plain = Settings.from_environment({})
    for name, shown in rows.items():
        value = getattr(plain, name.lower())
        if isinstance(value, bool):
            value = "on" if value else "off"
        if value in (None, ()):
            value = ""
        # These depend on where it runs.
        if name not in ("WORKERS", "FAIR_USE", "LOG", "MEMORY_QUADS"):
            assert shown.strip("`") == (f"{value:g}" if isinstance(value, float) else str(value))


@pytest.mark.parametrize(
    ("file", "pattern"),
    [
        ("CITATION.cff", r"^version: (.+)$"),
        ("CHANGELOG.md", r"^## (\S+)"),
        ("ontology/wsis.ttl", r'owl:versionInfo "(.+)"'),
    ],
)
def test_the_version_is_told_alike_everywhere(file: str, pattern: str) -> None:
    found = re.search(pattern, (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
    assert found is not None
    assert found[1] == wsisgraph.__version__
