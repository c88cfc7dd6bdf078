"""Bundled sources are folders; an agency's package names its own as entry points."""

import importlib
import sys
from pathlib import Path

import pytest

from wsisgraph.errors import InputRefused
from wsisgraph.loading import bundled, discover
from wsisgraph.loading.sources import find, ids

MANIFEST = """\
id = "{id}"
title = "Projects of an agency"
publisher = "https://agency.example/"
licence = "https://creativecommons.org/licenses/by/3.0/igo/"
source-terms = "Ours."
citation = "Agency, 2025"
issued = "2025"
language = "en"
inputs = []
"""


def install(
    folder: Path, monkeypatch: pytest.MonkeyPatch, source_id: str, module: str = "agency_projects"
) -> None:
    """Put a package with an entry point on the path, as pip would."""
    package = folder / module
    package.mkdir()
    (package / "__init__.py").write_text("def load(inputs, context):\n    yield from ()\n")
    (package / "source.toml").write_text(MANIFEST.format(id=source_id))
    info = folder / f"{module}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[wsisgraph.sources]\n{source_id} = {module}\n")
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.delitem(sys.modules, module, raising=False)
    importlib.invalidate_caches()


def test_every_bundled_folder_is_a_source() -> None:
    assert {"wsis-sdg-matrix", "action-line-roles", "itu-council", "un-bodies", "regions"} <= set(
        discover()
    )


def test_a_package_adds_its_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, "agency-projects", "agency_projects_one")
    assert "agency-projects" in discover()


def test_a_package_cannot_take_an_id_that_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch, "wsis-sdg-matrix", "agency_projects_two")
    with pytest.raises(InputRefused, match="is taken"):
        discover()


def test_a_package_without_load_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, "agency-projects", "agency_projects_three")
    (tmp_path / "agency_projects_three" / "__init__.py").write_text("")
    with pytest.raises(InputRefused, match="agency_projects_three"):
        discover()


def test_a_broken_package_can_be_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch, "agency-projects", "agency_projects_four")
    (tmp_path / "agency_projects_four" / "__init__.py").write_text("1 / 0\n")
    told: list[InputRefused] = []
    assert "wsis-sdg-matrix" in discover(pass_over=told.append)
    assert ["agency_projects_four" in str(error) for error in told] == [True]
    with pytest.raises(InputRefused, match="division by zero"):
        discover()


def test_a_build_reads_only_sources_that_bring_their_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch, "agency-projects", "agency_projects_five")
    assert "agency-projects" not in [source.manifest.id for source in bundled()]
    assert all(source.manifest.input_paths for source in bundled())


def test_a_source_is_found_as_among_all_others() -> None:
    known = discover()
    assert ids() == known.keys()
    for name, source in known.items():
        assert find(name) == source
    for odd in ("", "../itu_documents", "itu_documents", "no-such-source"):
        assert find(odd) is None
