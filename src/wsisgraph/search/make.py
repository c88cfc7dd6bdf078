"""Making an index, in a process of its own: `python -m wsisgraph.search.make TABLES INTO`."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from wsisgraph.search.database import write
from wsisgraph.search.gathered import read
from wsisgraph.search.index import build


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the index of the tables in a folder, as a SQLite file."""
    parser = argparse.ArgumentParser(prog="wsisgraph search")
    parser.add_argument("tables", type=Path)
    parser.add_argument("into", type=Path)
    given = parser.parse_args(arguments)
    write(build(read(given.tables)), given.into)
    return 0


if __name__ == "__main__":
    # Whoever asks a question goes first.
    os.nice(10)
    sys.exit(main())
