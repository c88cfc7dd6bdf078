"""The rows that were not taken, in a file beside the one they stand in, with the reasons.

It has the columns of that file, so that its owner can mend the rows and load them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, count, groupby
from pathlib import Path
from typing import Any

from wsisgraph.errors import InputRefused, Problem
from wsisgraph.intake.files import InputFile
from wsisgraph.intake.sheets import write_sheet
from wsisgraph.intake.spool import Spool
from wsisgraph.loading import Context, Manifest, Origin
from wsisgraph.loading.reading import Layout, delimited, open_table, workbook
from wsisgraph.loading.reading.encodings import find_encoding
from wsisgraph.loading.reading.limits import HEADER_SEARCH
from wsisgraph.loading.reading.rejected import REJECTED
from wsisgraph.loading.reading.table import NumberedRow, Table

ROW, REASON = REJECTED
"""The columns before those of the file: the row's number there, and the reasons."""

_OURS = "# By this mapping rows were read that were not taken, in"

Refused = Iterator[tuple[Origin, str]]


def write(
    files: Sequence[InputFile],
    spool: Spool,
    manifest: Manifest,
    layouts: Mapping[str, dict[str, Any]],
    mappings: Mapping[str, str] = {},
) -> list[str]:
    """Write the rows of each file that were not taken; return the names of the new files.

    Args:
        files: what was loaded.
        spool: knows the rows.
        manifest: of the source.
        layouts: how the loader opened the tables.
        mappings: by what mapping it read them; written beside, so that the mended rows are read
            by the same one without its being named.

    Raises:
        InputRefused: such a file cannot be written.
    """
    by_name = {file.path.name: file.path for file in files}
    written: list[str] = []
    for told, refused in groupby(spool.refused_rows(), key=lambda row: row[0].file):
        path = by_name.get(Path(told).name)
        if path is None:
            # A file inside a folder: its rows go beside the folder.
            path = files[0].path
        target = _target(path, Path(told).name, [file.path for file in files])
        try:
            layout = Layout(**layouts.get(told, {}))
            write_sheet(target, _rows(path, refused, manifest, layout))
            if told in mappings:
                _write_mapping(target, mappings[told])
        except OSError as error:
            raise _cannot_write(target, error) from error
        written.append(str(target))
    return written


def _write_mapping(target: Path, mapping: str) -> None:
    """Write a mapping beside a file of rejected rows, unless a person has put one there."""
    path = target.with_suffix(".mapping.toml")
    if path.exists() and not path.read_text("utf-8", errors="replace").startswith(_OURS):
        return
    path.write_text(f"{_OURS} {target.name}; it is taken without being named.\n{mapping}", "utf-8")


def _target(path: Path, told: str, given: Sequence[Path]) -> Path:
    """Return the name of a new file of rows, which is none of those that are being loaded."""
    stem, ending = path.stem, ".csv"
    if path.is_dir():
        stem = f"{path.resolve().name}.{Path(told).stem}"
    elif path.suffix.lower() in (".xlsx", ".xlsm"):
        ending = ".xlsx"
    inputs = {each.resolve() for each in given}
    names = (f"{stem}{number}.rejected{ending}" for number in chain([""], count(2)))
    targets = (path.with_name(name) for name in names)
    return next(target for target in targets if target.resolve() not in inputs)


def _rows(path: Path, refused: Refused, manifest: Manifest, layout: Layout) -> Iterator[list[str]]:
    """Give the rows of the new file, the header first."""
    first = next(refused)
    refused = chain([first], refused)
    # What there is to say of the file was said when it was loaded.
    context = Context(manifest)
    table = None
    if path.is_file():
        layout = replace(layout, sheet=first[0].sheet)
        table = open_table(path, context, layout)
    if table is None:
        yield [ROW, REASON]
        for origin, reasons in refused:
            yield [str(origin.line or ""), reasons]
        return
    yield [ROW, REASON, *table.columns]
    yield from _beside(_all_rows(table, layout, context), refused)


def _beside(rows: Iterator[NumberedRow], refused: Refused) -> Iterator[list[str]]:
    """Put the reasons before the cells of their rows; both come in the order of the rows."""
    number, cells = 0, [""]
    for origin, reasons in refused:
        line = origin.line or 0
        while number < line:
            number, cells = next(rows, (1 << 62, []))
        # A row that nobody can read has no cells.
        yield [str(line), reasons, *(cells if number == line else ())]


def _all_rows(table: Table, layout: Layout, context: Context) -> Iterator[NumberedRow]:
    """Give all rows of a table, those with too few or too many cells among them."""
    path, file = table.path, table.file
    if table.kind == "csv":
        encoding = find_encoding(path, file, layout.encoding, context)
        if encoding is not None:
            dialect = delimited.find_dialect(path, encoding, layout.delimiter, HEADER_SEARCH)
            return delimited.read_rows(path, file, encoding, dialect, context)
    if table.kind == "xlsx":
        sheet = workbook.find_sheet(path, file, table.sheet, context)
        if sheet is not None:
            return workbook.read_rows(file, sheet, context)
    return table.rows(context)


def _cannot_write(target: Path, error: OSError) -> InputRefused:
    return InputRefused(
        "Nothing was loaded",
        [
            Problem(
                str(target),
                f"the rows that cannot be taken cannot be written there ({error.strerror})",
                "copy the file to a folder that you may write to",
            )
        ],
    )
