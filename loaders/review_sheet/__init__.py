"""Sheets of yearly reviews that come back filled."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from wsisgraph.loading import Context, Fact


def load(inputs: Sequence[Path], context: Context) -> Iterator[Fact]:
    """Yield the answers as proposals of the editor; as `load_review`."""
    # Imported where it is used: whoever only lists the sources does not need it.
    from wsisgraph.loading.reviews import load_review

    return load_review(inputs, context, known_from="un-bodies")
