"""Open a file as a table, whatever kind of file it is."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path

from wsisgraph import content
from wsisgraph.loading.context import Context, Kind, Remark
from wsisgraph.loading.facts import Origin
from wsisgraph.loading.reading import delimited, json_records, workbook
from wsisgraph.loading.reading.encodings import find_encoding
from wsisgraph.loading.reading.headers import find_header, name_columns, tidy
from wsisgraph.loading.reading.kinds import kind_of
from wsisgraph.loading.reading.limits import HEADER_SEARCH
from wsisgraph.loading.reading.proper import is_like_note
from wsisgraph.loading.reading.rejected import REJECTED, is_named_rejected, unescaped
from wsisgraph.loading.reading.table import NumberedRow, Table, letter


@dataclass(frozen=True, slots=True)
class Layout:
    """What a person may say of a file; empty or 0 is found out.

    Attributes:
        header_row: number of the row that names the columns.
        sheet: name of the sheet of a workbook.
        encoding: of a text file, as Python calls it.
        delimiter: between the cells of a CSV file.
        columns: names that are expected, by which the header is recognised.
    """

    header_row: int = 0
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    columns: Collection[str] = ()


def open_table(path: Path, context: Context, layout: Layout | None = None) -> Table | None:
    """Return the table of a file, or None after reporting why there is none."""
    layout = layout or Layout()
    if is_named_rejected(path):
        # Our own file has the columns of the one that it comes from, and nothing else of it.
        layout = Layout(columns=layout.columns)
    file = content.relative(path)
    if "encoding" in context.options.parameters and not layout.encoding:
        layout = replace(layout, encoding=context.options.parameters["encoding"])
    context.layouts[file] = {**asdict(layout), "columns": list(layout.columns)}
    kind = kind_of(path, file, context)
    if kind is None:
        return None
    if kind == "xlsx":
        sheet = workbook.find_sheet(path, file, layout.sheet, context)
        if sheet is None:
            return None
        raw = Table(path, file, kind, (), 0, partial(workbook.read_rows, file, sheet), sheet.name)
        return _with_header(raw, layout, context)
    encoding = find_encoding(path, file, layout.encoding, context)
    if encoding is None:
        return None
    if kind == "csv":
        dialect = delimited.find_dialect(path, encoding, layout.delimiter, HEADER_SEARCH)
        read = partial(delimited.read_rows, path, file, encoding, dialect)
        raw = Table(
            path, file, kind, (), 0, read, encoding=encoding.name, comments=dialect.comments
        )
        return _with_header(raw, layout, context)
    return json_records.open_records(path, file, kind, encoding, context)


def _with_header(raw: Table, layout: Layout, context: Context) -> Table | None:
    """Find the header among the first rows of a table, and name its columns."""
    remarks: list[Remark] = []
    sample = list(islice(raw.rows(Context(context.manifest, tell=remarks.append)), HEADER_SEARCH))
    if layout.header_row:
        place = next((at for at, row in enumerate(sample) if row[0] == layout.header_row), None)
    else:
        place = find_header(sample, layout.columns)
    number = sample[place][0] if place is not None else None
    # A row that cannot be read may have been the header: better none than the wrong one.
    faults = [
        remark
        for remark in remarks
        if remark.kind is Kind.PROBLEM
        and (number is None or remark.origin.line is None or remark.origin.line < number)
    ]
    if faults:
        for fault in faults:
            context.problem(fault.origin, fault.found, fault.mend)
        return None
    if place is None or number is None:
        context.problem(
            raw.origin(layout.header_row or None),
            "no row names the columns",
            "put a header above the rows, and say in the mapping header-row = 1",
        )
        return None
    origin = raw.origin(number)
    names = name_columns(sample[place][1], origin, context)
    if names is None:
        return None
    texts = (" ".join(tidy(cell) for cell in cells if cell.strip()) for _, cells in sample[:place])
    above = tuple(text for text in texts if text)
    if above:
        context.notice(
            origin, f"this row is taken for the header; above it stands “{above[0][:80]}”"
        )
    rows = partial(_below, raw.rows, number, len(names), raw.origin(), raw.kind == "csv")
    if names[: len(REJECTED)] == REJECTED:
        rows = partial(unescaped, rows)
    return replace(raw, columns=names, header_row=number, rows=rows, preamble=above)


def _below(
    rows: Callable[[Context], Iterator[NumberedRow]],
    header: int,
    width: int,
    origin: Origin,
    counts_cells: bool,
    context: Context,
) -> Iterator[NumberedRow]:
    """Yield the rows below the header, each as wide as the header; blank rows are left out."""
    for number, cells in rows(context):
        if number <= header:
            continue
        found = len(cells)
        if found != width:
            if not any(map(str.strip, cells)):
                continue
            beyond = next((at for at in range(width, found) if cells[at].strip()), None)
            if beyond is not None:
                context.problem(
                    replace(origin, line=number),
                    f"the row has {found} cells, the header {width}; column {letter(beyond)} has"
                    f" “{cells[beyond].strip()[:60]}”",
                    "quote cells that hold the delimiter, or name the column in the header",
                )
                continue
            # A single cell below a wide table is no torn row, but a note or a heading.
            if found < width and counts_cells and not is_like_note(cells, width):
                context.problem(
                    replace(origin, line=number),
                    f"the row has {found} cells, the header {width}",
                    "add the missing cells, or quote the cell that holds a line break",
                )
                continue
            cells = (cells + [""] * (width - found))[:width]
        elif not any(cells) or not any(map(str.strip, cells)):
            continue
        yield number, cells
