"""Documents in the six languages: passages, and what they mention and state.

What a document is and says of itself is accepted; what was extracted from its sentences is
proposed, for reviewers to decide.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from wsisgraph.loading import Context, Fact, Lines

# What reads documents compiles hundreds of patterns: whoever only lists the sources needs none.


def prepare() -> None:
    """Learn the names of all that the bundled graph describes."""
    from wsisgraph.loading.texts import load as texts

    texts.prepare()


def load(inputs: Sequence[Path], context: Context) -> Iterator[Fact | Lines]:
    """Yield the facts of documents; see `load_text`."""
    from wsisgraph.loading.texts.load import load_text

    for path in inputs:
        yield from load_text(path, context)
