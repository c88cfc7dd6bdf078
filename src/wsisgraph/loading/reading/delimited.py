"""Rows of a CSV file, each with its number, whatever stands in the file."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path

from wsisgraph.loading.context import Context
from wsisgraph.loading.facts import Origin
from wsisgraph.loading.reading.encodings import Encoding, display_name
from wsisgraph.loading.reading.limits import MAX_BROKEN_ROWS, MAX_CELL, MAX_ROW
from wsisgraph.loading.reading.table import NumberedRow, letter

DELIMITERS = (",", ";", "\t", "|")

_SAVE_AS_UTF8 = "write the row again, and save the whole file as CSV UTF-8"
_BREAKS = ("\n", "\r")
# What the csv module says of a cell that is too long.
_TOO_LARGE = "field larger than field limit"
# Lines by which is judged whether a quote swallowed rows.
_MANY = 1_000
_SURROGATE = re.compile("[\ud800-\udfff]")
# Metadata before a table, as in SSSOM: lines of YAML, each behind a hash.
_COMMENT = re.compile(r"\ufeff?#\s*[\w ]+\s*:|\ufeff?#\s*curie_map")
_MAX_COMMENTS = 5_000
# So much of a line shows what separates its cells.
_SAMPLE = 65_536
# Excel's own way of naming the delimiter, in a line before the header.
_SEPARATOR_LINE = re.compile(r"\ufeff?sep=(.)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file separates its cells.

    Attributes:
        delimiter: between cells.
        skip: how many lines stand before the table.
        comments: those of them that are metadata, without the hash.
    """

    delimiter: str
    skip: int = 0
    comments: tuple[str, ...] = ()


def find_dialect(path: Path, encoding: Encoding, wanted: str, lines: int) -> Dialect:
    """Return the delimiter that most evenly cuts the first lines of a file."""
    with _open(path, encoding) as stream:
        first = stream.readline(_SAMPLE)
        comments: list[str] = []
        if _COMMENT.match(first):
            while first.lstrip("\ufeff").startswith("#") and len(comments) < _MAX_COMMENTS:
                comments.append(first.lstrip("\ufeff")[1:].rstrip("\r\n"))
                first = stream.readline(_SAMPLE)
        sample = [first, *(line for _ in range(lines) if (line := stream.readline(_SAMPLE)))]
    named = _SEPARATOR_LINE.fullmatch(sample[0])
    skip = len(comments) + (1 if named else 0)
    if wanted:
        return Dialect(wanted, skip, tuple(comments))
    if named:
        return Dialect(named[1], skip, tuple(comments))
    best = max(DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))
    return Dialect(best, skip, tuple(comments))


def _evenness(sample: Sequence[str], delimiter: str) -> float:
    try:
        widths = [len(row) for row in csv.reader(sample, delimiter=delimiter) if row]
    except csv.Error:
        return 0.0
    most = max(set(widths), key=widths.count, default=0)
    # First by how many rows agree, then by how many cells they have.
    return 0.0 if most < 2 else round(widths.count(most) / len(widths), 1) + min(most, 50) / 1_000


def read_rows(
    path: Path, file: str, encoding: Encoding, dialect: Dialect, context: Context
) -> Iterator[NumberedRow]:
    """Yield the rows of a CSV file; one that cannot be read is reported, and the next one comes.

    The number is that of the row as a spreadsheet shows it: blank rows count, and a cell with line
    breaks does not.
    """
    with _open(path, encoding) as stream:
        lines = _Lines(stream)
        for _ in range(dialect.skip):
            next(lines, None)
        reader = _reader(lines, dialect)
        row = dialect.skip
        broken = width = 0
        while True:
            lines.begin()
            row += 1
            place, found = row, ""
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                cells = _closed(lines, dialect, width) if _TOO_LARGE in str(error) else []
                if cells:
                    found, mend = lines.fault(cells, encoding)
                else:
                    found, mend = _fault(str(error), lines.current, dialect)
                    # What an open quote swallowed are rows in their own right.
                    row += lines.rewind(dialect.delimiter, width)
            except _TooLongError:
                found = f"the row has more than {MAX_ROW:,} characters"
                mend = "check for a line break or a quote that is missing, or shorten the row"
                row += lines.rewind(dialect.delimiter, width)
            else:
                found, mend = lines.fault(cells, encoding)
            if not found:
                width = len(cells)
                yield row, cells
                continue
            context.problem(Origin(file, place), found, mend)
            broken += 1
            if broken >= MAX_BROKEN_ROWS:
                context.problem(
                    Origin(file, row),
                    f"{broken:,} rows cannot be read, and the rest was not looked at",
                    "check that the file is a table, and its delimiter, quotes and encoding",
                )
                return


def _reader(lines: "_Lines", dialect: Dialect) -> Iterator[list[str]]:
    return csv.reader(lines, delimiter=dialect.delimiter, strict=True, skipinitialspace=True)


def _closed(lines: "_Lines", dialect: Dialect, width: int) -> list[str]:
    """Return the cells of a row of several lines with one that is too long, if it comes to an end.

    There are none where no quote closes it, or where the lines look like rows of the table, which
    an open quote swallowed.
    """
    usual = csv.field_size_limit(MAX_ROW + 1)
    lines.again()
    try:
        cells = next(_reader(lines, dialect))
    except (csv.Error, StopIteration, _TooLongError):
        return []
    finally:
        csv.field_size_limit(usual)
    return [] if lines.look_like_rows(dialect.delimiter, width) else cells


class _TooLongError(Exception):
    """A row longer than any table needs."""


class _Lines:
    """The lines of a file, never more than a row of them in memory, that can be read again."""

    def __init__(self, stream: TextIOWrapper) -> None:
        self._stream = stream
        self._again: list[str] = []
        self.current: list[str] = []
        self._size = 0
        self._suspect = False

    def begin(self) -> None:
        """Begin a new row."""
        self.current.clear()
        self._size = 0
        self._suspect = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else self._stream.readline(MAX_ROW + 1)
        if not line:
            raise StopIteration
        if len(line) > MAX_ROW and not line.endswith(_BREAKS):
            while (rest := self._stream.readline(MAX_ROW + 1)) and not rest.endswith(_BREAKS):
                pass
            line += "\n"
        self._size += len(line)
        self.current.append(line)
        if self._size > MAX_ROW:
            raise _TooLongError
        if "\0" in line or len(line) > MAX_CELL or not line.isascii():
            self._suspect = True
        return line

    def again(self) -> None:
        """Give the lines of this row once more."""
        self._again.extend(reversed(self.current))
        self.begin()
        self._suspect = True

    def rewind(self, delimiter: str, width: int) -> int:
        """Give the lines after the first of this row once more; return how many are left out.

        Those that a cell is made of, and no row, are left out, if they are very many.
        """
        rest = self.current[1:]
        left_out = 0
        if len(rest) > _MANY and not self._has_rows(rest[:_MANY], delimiter, width):
            left_out = next(
                (n for n, line in enumerate(rest) if line.count(delimiter) + 1 == width), len(rest)
            )
        self._again.extend(reversed(rest[left_out:]))
        return left_out

    def look_like_rows(self, delimiter: str, width: int) -> bool:
        """Tell whether most lines within this row have as many cells as the rows have."""
        inner = self.current[1:-1][:_MANY]
        alike = sum(line.count(delimiter) + 1 == width for line in inner)
        return width > 1 and alike * 2 > len(inner)

    def _has_rows(self, lines: Sequence[str], delimiter: str, width: int) -> bool:
        return width < 2 or any(line.count(delimiter) + 1 == width for line in lines)

    def fault(self, cells: Sequence[str], encoding: Encoding) -> tuple[str, str]:
        """Return what cannot be taken in the cells of this row, and how to mend it."""
        if not self._suspect:
            return "", ""
        for index, cell in enumerate(cells):
            where = f"column {letter(index)}"
            if "\0" in cell:
                return f"{where} has a NUL byte", "remove it: save the file as text again"
            if len(cell) > MAX_CELL:
                found = f"{where} has {len(cell):,} characters, more than {MAX_CELL:,}"
                return found, "shorten the text, or check for a quote that is missing"
            if encoding.is_mixed and (said := encoding.meant(cell)):
                found = f"{where} is in UTF-8 (“{said[:40]}”), the rest of the file in Windows-1252"
                return found, _SAVE_AS_UTF8
            if encoding.has_faults and (bad := _SURROGATE.search(cell)) is not None:
                code = ord(bad[0])
                byte = f"the byte {code - 0xDC00:02X}" if 0xDC80 <= code <= 0xDCFF else "half a"
                found = f"{where} has {byte} that is no {display_name(encoding.name)} character"
                return found, _SAVE_AS_UTF8
        return "", ""


def _fault(error: str, lines: Sequence[str], dialect: Dialect) -> tuple[str, str]:
    if _TOO_LARGE in error:
        if len(lines) == 1:
            column, size = _longest(lines[0], dialect)
            found = f"column {column} has {size:,} characters, more than {MAX_CELL:,}"
            return found, "shorten the text, or check for a quote that is missing"
        return (
            f"a quote that opens here is not closed within {MAX_CELL:,} characters",
            "close the quote, or double it where it is part of the text",
        )
    if "unexpected end of data" in error:
        return (
            "a quote that opens here is never closed",
            "close the quote, or double it where it is part of the text",
        )
    if "expected after" in error:
        return (
            "a quote stands inside a quoted cell",
            'double a quote that is part of the text: "the ""Giga"" project"',
        )
    return f"the row is not CSV ({error})", "save the table as CSV UTF-8 again"


def _longest(line: str, dialect: Dialect) -> tuple[str, int]:
    """Return letter and length of the longest cell of a line too long for the usual reader."""
    usual = csv.field_size_limit(MAX_ROW + 1)
    try:
        cells = next(csv.reader([line], delimiter=dialect.delimiter), [])
    finally:
        csv.field_size_limit(usual)
    sizes = [len(cell) for cell in cells] or [len(line)]
    return letter(sizes.index(max(sizes))), max(sizes)


def _open(path: Path, encoding: Encoding) -> TextIOWrapper:
    return path.open(encoding=encoding.name, errors=encoding.errors, newline="")
