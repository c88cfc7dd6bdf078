"""Linkages as anyone's table states them: lists, matrices, SSSOM, questions of study groups."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from wsisgraph.loading import Context, Fact

# Imported where they are used: whoever only lists the sources needs neither.


def load(inputs: Sequence[Path], context: Context) -> Iterator[Fact]:
    """Yield linkages of lines with goals and targets, with author and row; as `load_linkages`."""
    from wsisgraph.loading.linkages import load_linkages

    return load_linkages(inputs, context, known_from="un-bodies")


def guess(inputs: Sequence[Path], context: Context) -> str:
    """Return the text of a mapping file for the first of the tables; as `guess_linkages`."""
    from wsisgraph.loading.linkages import guess_linkages

    return guess_linkages(inputs, context)
