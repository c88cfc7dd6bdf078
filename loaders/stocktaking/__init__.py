"""Entries of the WSIS Stocktaking, or any list of projects, read by a mapping of its columns."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from wsisgraph.loading import Context, Fact, Lines
from wsisgraph.loading.entries import Profile, guess_entries, load_entries

_PROFILE = Profile(known_from="un-bodies", constants={"kind": "project"})


def load(inputs: Sequence[Path], context: Context) -> Iterator[Fact | Lines]:
    """Yield activities with their bodies, links and rows; as `load_entries`."""
    return load_entries(inputs, context, _PROFILE)


def guess(inputs: Sequence[Path], context: Context) -> str:
    """Return the text of a mapping file for the first of the tables; as `guess_entries`."""
    return guess_entries(inputs, context)
