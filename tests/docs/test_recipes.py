"""Each recipe of CONTRIBUTING works as written, on a copy of the project."""

from pathlib import Path

import pytest
from tests.docs.blocks import Block, sections
from tests.project import ROOT, Project

RECIPES = {title: found for title, found in sections(ROOT / "CONTRIBUTING.md") if found}


def test_there_are_four_recipes() -> None:
    assert list(RECIPES) == ["Add a term", "Add a rule for data", "Add a question", "Add a source"]


def apply(block: Block, project: Path) -> None:
    assert block.file is not None
    path = project / block.file
    if block.verb == "append":
        assert path.is_file(), f"the recipe appends to {block.file}, which is not there"
        path.write_text(path.read_text(encoding="utf-8") + block.text, encoding="utf-8")
    else:
        assert not path.exists(), f"the recipe creates {block.file}, which exists"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")


@pytest.mark.parametrize("title", RECIPES)
def test_a_recipe_works_as_written(title: str, tmp_path: Path) -> None:
    project = Project(tmp_path)
    commands = []
    for block in RECIPES[title]:
        if block.language == "sh":
            commands += block.text.strip().splitlines()
        else:
            apply(block, tmp_path)
    if any(command.startswith("wsisgraph ask") for command in commands):
        commands.insert(0, "wsisgraph build")
    assert commands
    for command in commands:
        program, *arguments = command.split()
        assert program == "wsisgraph"
        done = project.run(*arguments)
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
