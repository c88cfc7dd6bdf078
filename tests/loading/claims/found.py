"""What the patterns find in little documents, in a form that is easy to compare."""

from typing import Any

from tests.loading.claims.told import told

from wsisgraph.loading.claims import claims
from wsisgraph.loading.texts.model import Claim


def found(*lines: str, kind: str, language: str = "en", **about: Any) -> list[Claim]:
    """Return the claims of a kind that are found in marked lines."""
    text, mentions = told(*lines, language=language, **about)
    return [claim for claim in claims(text, mentions) if claim.kind == kind]


def short(value: str) -> str:
    """Return the last parts of the IRIs of a value."""
    return " ".join(word.rpartition("/")[2] for word in value.split())


def said(*lines: str, kind: str, parts: str, language: str = "en", **about: Any) -> set[str]:
    """Return the claims of a kind as texts: the named parts, a dash where one is missing."""
    return {
        " ".join(short(claim.parts.get(name, "")) or "-" for name in parts.split())
        for claim in found(*lines, kind=kind, language=language, **about)
    }
