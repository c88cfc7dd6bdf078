"""The words of one kind of statement, as its file lists them for each language."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import fields
from importlib import resources
from typing import Any

from wsisgraph.loading.claims.masking import normal


def listed(file: str, language: str) -> dict[str, Any]:
    """Return what a file of this folder lists for a language."""
    path = resources.files(__package__) / file
    found: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))[language]
    return found


def patterns(file: str, language: str, names: Sequence[str]) -> dict[str, re.Pattern[str]]:
    """Return lists of a file as patterns of text that `masking.normal` made, in any case."""
    said = listed(file, language)
    return {name: re.compile(normal(said[name]), re.IGNORECASE) for name in names}


def lists_of(words: type) -> list[str]:
    """Return the names of the lists of a class of words: of its fields, those that are patterns."""
    return [field.name for field in fields(words) if field.type == re.Pattern[str]]
