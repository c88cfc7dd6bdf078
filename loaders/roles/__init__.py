"""Roles as an editor sends them back: gained, lost and changed, as proposals."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from wsisgraph.loading import Context, Fact


def load(inputs: Sequence[Path], context: Context) -> Iterator[Fact]:
    """Yield what an editor proposes; as `load_edited`."""
    # Imported where it is used: whoever only lists the sources does not need it.
    from wsisgraph.loading.editing.load import load_edited

    return load_edited(inputs, context, "roles")
