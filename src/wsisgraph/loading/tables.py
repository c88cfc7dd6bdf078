"""Reading CSV tables strictly: every column known, every row with its line."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from wsisgraph import content
from wsisgraph.loading.context import Context
from wsisgraph.loading.facts import Origin


class Row(Mapping[str, str]):
    """One row of a table: its cells by column, stripped, and the line it starts on."""

    def __init__(self, cells: Mapping[str, str], origin: Origin) -> None:
        self._cells = dict(cells)
        self.origin = origin

    def __getitem__(self, column: str) -> str:
        return self._cells[column]

    def __iter__(self) -> Iterator[str]:
        return iter(self._cells)

    def __len__(self) -> int:
        return len(self._cells)


def rows(path: Path, context: Context, columns: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of a UTF-8 CSV file whose header is exactly `columns`, in any order.

    A wrong header, a row with too few or too many cells, or bytes that are not UTF-8 are
    reported to the context; the other rows still come.
    """
    file = content.relative(path)
    lines = _decoded(path, context, file)
    reader = csv.reader(lines, strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
    except csv.Error as error:
        context.problem(Origin(file, 1), f"the header is not CSV: {error}", "mend the quotes")
        return
    if not _header_fits(header, columns, context, Origin(file, 1)):
        return
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            context.problem(Origin(file, line), f"not CSV: {error}", "mend the quotes of this row")
            continue
        if not any(cell.strip() for cell in cells):
            continue
        origin = Origin(file, line)
        if len(cells) != len(header):
            context.problem(
                origin,
                f"the row has {len(cells)} cells, the header {len(header)}",
                "quote cells that hold a comma, or add the missing ones",
            )
            continue
        yield Row({name: cell.strip() for name, cell in zip(header, cells, strict=True)}, origin)


def _decoded(path: Path, context: Context, file: str) -> Iterator[str]:
    with path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            try:
                text = line.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError:
                context.problem(Origin(file, number), "not UTF-8", "save the file as CSV UTF-8")
                continue
            if "\0" in text:
                context.problem(Origin(file, number), "a NUL byte", "save the file as text again")
                continue
            yield text


def _header_fits(
    header: Sequence[str], columns: Sequence[str], context: Context, origin: Origin
) -> bool:
    missing = [name for name in columns if name not in header]
    unknown = [name for name in header if name not in columns]
    repeated = sorted({name for name in header if header.count(name) > 1})
    for names, what in ((missing, "lacks"), (unknown, "has unknown"), (repeated, "repeats")):
        if names:
            context.problem(
                origin,
                f"the header {what} column {', '.join(f'“{name}”' for name in names)}",
                f"the columns are {', '.join(columns)}",
            )
    return not (missing or unknown or repeated)
