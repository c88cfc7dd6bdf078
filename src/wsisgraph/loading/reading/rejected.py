"""Files of rows that were not taken, which `--keep-good` writes, when they come back mended."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from wsisgraph.loading.context import Context
from wsisgraph.loading.reading.table import NumberedRow

REJECTED = ("row", "not taken because")
"""The columns before those of the file: the row's number there, and the reasons."""

# What is written before a cell that a spreadsheet might take for a formula.
_ESCAPED = re.compile(r"'(?=\s*[=+\-@\t\r])")


def is_named_rejected(path: Path) -> bool:
    """Tell whether a file is called as `--keep-good` calls the files that it writes."""
    return path.stem.endswith(".rejected")


def unescaped(
    rows: Callable[[Context], Iterator[NumberedRow]], context: Context
) -> Iterator[NumberedRow]:
    """Yield rows without the apostrophes that kept their cells from being formulas."""
    for number, cells in rows(context):
        yield number, [_ESCAPED.sub("", each, 1) if each[:1] == "'" else each for each in cells]
