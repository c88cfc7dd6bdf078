"""What drafters say of one thing in many ways, language by language, and what it states."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.loading.claims.found import short

from wsisgraph.loading.claims import claims
from wsisgraph.loading.references.finder import Finder
from wsisgraph.loading.references.labels import bundled_labels
from wsisgraph.loading.texts.model import Claim
from wsisgraph.loading.texts.read import read_text

PARTS = {
    "role": "body role context start end",
    "clause": "force whom due",
    "contributes": "donor fund start end",
    "sponsors": "partner event tier",
    "submits": "body document",
    "considers": "meeting document manner",
    "adopts": "meeting target",
    "amends": "meeting target",
    "replaces": "by target",
    "meeting": "meeting start end",
    "serves": "activity target",
    "under-line": "activity line",
}
"""The parts that are compared, by kind; `whom` is an addressee, else who must act."""


def shown(claim: Claim) -> str:
    """Return the parts of a statement that are compared, a dash where one is missing."""
    parts = {**claim.parts, "whom": claim.parts.get("addressee") or claim.parts.get("bearer", "")}
    return " ".join(short(parts.get(name, "")) or "-" for name in PARTS[claim.kind].split())


def sayings() -> list[Any]:
    """Return every saying: its language, its kind, its text, and all that it states of the kind."""
    return [
        pytest.param(path.stem, kind, *entry.values(), id=f"{path.stem}-{kind}-{number}")
        for path in sorted((Path(__file__).parent / "sayings").glob("*.toml"))
        for kind, entries in tomllib.loads(path.read_text(encoding="utf-8")).items()
        for number, entry in enumerate(entries, 1)
    ]


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder(bundled_labels())


@pytest.mark.parametrize(("language", "kind", "text", "expected"), sayings())
def test_a_saying_states_this_and_nothing_else(
    finder: Finder, tmp_path: Path, language: str, kind: str, text: str, expected: list[str]
) -> None:
    path = tmp_path / "said.txt"
    path.write_text(text.strip(), encoding="utf-8")
    read = read_text(path, language=language)
    told = [shown(one) for one in claims(read, finder.find_all(read)) if one.kind == kind]
    assert sorted(told) == sorted(expected)
