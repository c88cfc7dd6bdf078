"""The matrix of 2015 from the ICT4SDG app, with its rationale texts, from the reader's own copy."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from wsisgraph.loading import Context, Fact


def load(inputs: Sequence[Path], context: Context) -> Iterator[Fact]:
    """Yield the bundled linkages that `actions.json` and `sdgs.json` state, with their texts."""
    # Imported where it is used: whoever only lists the sources does not need it.
    from wsisgraph.loading.linkages import load_matrix_app

    return load_matrix_app(inputs, context)
