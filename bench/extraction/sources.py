"""Where the documents are: the Council's, which are not ours to keep, and those of our own."""

import os
from collections.abc import Iterator
from pathlib import Path

from bench.extraction.gold import COUNCIL, HERE, Gold, council_gold, made_gold
from bench.extraction.markup import read_made
from bench.extraction.writers import write_made

SHARED = Path(os.environ.get("WSISGRAPH_SHARED", HERE.parents[1].parent / "shared"))


OPEN = "open"
TEACHING = "teaching"
"""Made documents whose roles are all marked, and little else: they teach and are not scored."""
HELD_BACK = ("final", "second", "eighth")
"""Sets of made documents that nobody looks at while patterns are written, oldest first.

Of `second`, 21 to 25 were moved to the open ones once they had been read, and so were the sets
three to seven (28 to 31, 43, 46, 47). `eighth` is nine reports in six languages by authors who had
seen no rule; only its roles are unread, what else was missed in them has been mended since.
"""


def documents(folder: Path, of: str = OPEN) -> Iterator[tuple[Gold, Path]]:
    """Each document of a set with its gold facts; the open ones are the Council's and ours."""
    if of == OPEN:
        for gold in sorted(COUNCIL.glob("*.jsonl")):
            for path in sorted((SHARED / "sources" / "itu-council").glob(f"{gold.stem}_*.txt")):
                yield council_gold(gold), path
    for source in sorted((HERE / "documents" / of).glob("*.txt")):
        made = read_made(source)
        yield made_gold(made), write_made(made, folder)
