"""Passages of little documents as they are weighed."""

from tests.loading.claims.told import told

from wsisgraph.loading.claims.frames import frames
from wsisgraph.loading.claims.passages import looked_at
from wsisgraph.loading.claims.tables import cells
from wsisgraph.loading.claims.weighing.pairs import Scene, scene


def scenes(*lines: str, language: str = "en") -> list[Scene]:
    """Return the passages of marked lines."""
    text, mentions = told(*lines, language=language)
    seen = looked_at(text, mentions)
    rows = cells(seen)
    return [
        scene(one, frame, rows.get(one.passage.locator, ()))
        for one, frame in zip(seen, frames(seen), strict=True)
    ]


def last(iri: str) -> str:
    """Return the last part of an IRI."""
    return iri.rpartition("/")[2]
