"""The code of our templates is kept, and what is kept is never another template's or version's."""

import sys
from pathlib import Path

import pytest
from jinja2 import FileSystemLoader

from wsisgraph.site import compiled
from wsisgraph.site.compiled import Compiled
from wsisgraph.site.engine import Engine


@pytest.fixture(autouse=True)
def writing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    (folder / "home").mkdir(parents=True)
    (folder / "page.html").write_text("first {{ word }}", encoding="utf-8")
    (folder / "home" / "page.html").write_text("home {{ word }}", encoding="utf-8")
    return folder


def drawn(templates: Path, kept: Compiled, name: str = "page.html") -> str:
    made = Engine(loader=FileSystemLoader(templates), autoescape=True, bytecode_cache=kept)
    return made.get_template(name).render(word="<b>")


def files(modules: Path) -> list[Path]:
    return sorted(file for file in modules.rglob("*") if file.is_file())


def test_the_next_program_need_not_compile(
    templates: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modules = tmp_path / "modules"
    modules.mkdir()
    for name in ("page.html", "home/page.html"):
        drawn(templates, Compiled(templates, modules), name)
    assert {file.parent for file in files(modules)} == {modules / "__pycache__"}
    assert len(files(modules)) == 2
    monkeypatch.setattr(Engine, "_generate", None)
    assert drawn(templates, Compiled(templates, modules)) == "first &lt;b&gt;"
    assert drawn(templates, Compiled(templates, modules), "home/page.html") == "home &lt;b&gt;"


def test_a_changed_template_is_compiled_again(templates: Path, tmp_path: Path) -> None:
    modules = tmp_path / "modules"
    modules.mkdir()
    drawn(templates, Compiled(templates, modules))
    (templates / "page.html").write_text("second {{ word }}", encoding="utf-8")
    assert drawn(templates, Compiled(templates, modules)) == "second &lt;b&gt;"


def test_code_of_another_version_of_the_program_is_not_run(
    templates: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modules = tmp_path / "modules"
    modules.mkdir()
    drawn(templates, Compiled(templates, modules))
    [kept] = files(modules)
    before = kept.read_bytes()
    monkeypatch.setattr(compiled, "_recipe", lambda: b"another version")
    assert drawn(templates, Compiled(templates, modules)) == "first &lt;b&gt;"
    assert kept.read_bytes() != before


@pytest.mark.parametrize("left", [0, 16, -40])
def test_damaged_code_is_compiled_again(templates: Path, tmp_path: Path, left: int) -> None:
    modules = tmp_path / "modules"
    modules.mkdir()
    drawn(templates, Compiled(templates, modules))
    [kept] = files(modules)
    whole = kept.read_bytes()
    kept.write_bytes(whole[:left])
    assert drawn(templates, Compiled(templates, modules)) == "first &lt;b&gt;"
    assert kept.read_bytes() == whole


def test_templates_of_others_are_not_kept(templates: Path, tmp_path: Path) -> None:
    modules = tmp_path / "modules"
    modules.mkdir()
    drawn(templates, Compiled(templates / "home", modules))
    assert files(modules) == []


def test_nothing_is_written_where_python_writes_no_code(
    templates: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modules = tmp_path / "modules"
    modules.mkdir()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert drawn(templates, Compiled(templates, modules)) == "first &lt;b&gt;"
    assert files(modules) == []
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    missing = modules / "away" / "far"
    assert drawn(templates, Compiled(templates, missing)) == "first &lt;b&gt;"
    assert files(modules) == []
