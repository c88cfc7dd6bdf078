"""Roles in sentences that no pattern was written for, language by language."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.loading.claims.found import said
from tests.loading.claims.test_sayings import shown

from wsisgraph.loading.claims import claims
from wsisgraph.loading.claims.office_words import offices_of
from wsisgraph.loading.references.finder import Finder
from wsisgraph.loading.references.labels import bundled_labels
from wsisgraph.loading.texts.read import read_text

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
PARTS = "body role context start end"


def sayings() -> list[Any]:
    """Return every saying: its language, its text, what it states, why that is not heard yet.

    A part that may be told in two ways has both, with a stroke between them.
    """
    return [
        pytest.param(path.stem, entry["text"], entry["found"], entry.get("gap", ""), id=name)
        for path in sorted((Path(__file__).parent / "offices").glob("*.toml"))
        for number, entry in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["said"], 1)
        for name in [f"{path.stem}-{number}"]
    ]


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder(bundled_labels())


def agree(told: list[str], expected: list[str]) -> bool:
    """Tell whether all that was told was expected, and all that was expected told."""
    held = [[part.split("|") for part in one.split()] for one in expected]
    return len(told) == len(expected) and all(
        any(
            all(part in ways for part, ways in zip(one.split(), parts, strict=True)) for one in told
        )
        for parts in held
    )


@pytest.mark.parametrize(("language", "text", "expected", "gap"), sayings())
def test_roles_are_heard_in_sentences_without_a_pattern(
    finder: Finder, tmp_path: Path, language: str, text: str, expected: list[str], gap: str
) -> None:
    path = tmp_path / "said.txt"
    path.write_text(text, encoding="utf-8")
    read = read_text(path, language=language)
    told = [shown(one) for one in claims(read, finder.find_all(read)) if one.kind == "role"]
    assert agree(told, expected) is not bool(gap), told


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_words_for_every_step(language: str) -> None:
    words = offices_of(language)
    assert words.links.search("") is None
    assert words.unreal.search("") is None
    assert words.negated.search("") is None


def test_a_role_that_a_pattern_told_is_not_told_again_in_other_words() -> None:
    line = "[ITU|agency/itu] is the lead facilitator of [C2|action-lines/c2], which it leads."
    assert said(line, kind="role", parts=PARTS) == {"itu lead-facilitator c2 - -"}


def test_it_is_nobody_where_two_things_may_be_meant() -> None:
    lines = "[ITU|agency/itu] works with [UNGIS|body/ungis]. It chairs the [CSTD|body/cstd]."
    assert said(lines, kind="role", parts=PARTS) == set()
