"""What an editor changed: the tables that came back beside the form that went out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from wsisgraph.loading.context import Kind, Remark
from wsisgraph.loading.editing.form import LONGEST, Column, Form, Table, canonical, is_same
from wsisgraph.loading.editing.grid import Cell, Grid, Row
from wsisgraph.loading.facts import Origin

_AGAIN = "export it again, and carry your changes over"


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that says something else than when it went out.

    Attributes:
        table: identifier of its table.
        row: identifier of its row.
        column: its column.
        before: what stood there.
        cell: what stands there now.
    """

    table: str
    row: str
    column: Column
    before: str
    cell: Cell

    @property
    def record(self) -> str:
        """The key of what is made of it."""
        return record_of(self.table, self.row, self.column.key)


@dataclass(slots=True)
class Compared:
    """What became of one table.

    Attributes:
        table: as it went out.
        changes: cells that were edited.
        gone: identifiers of rows that are not there any more.
        new: rows without an identifier that hold something.
        remarks: what cannot be taken, and what was passed over.
    """

    table: Table
    changes: list[Change] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    new: list[Row] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def record_of(table: str, row: str, column: str = "") -> str:
    """Return the key under which a cell, or a row, is taken or not taken."""
    return "|".join(part for part in (table, row, column) if part)


def compared(form: Form, grids: Sequence[Grid], file: str) -> Iterator[Compared]:
    """Yield what became of each table of a form."""
    for table in form.tables:
        found = [grid for grid in grids if grid.key == table.key]
        yield _compared(table, found, file)


def _compared(table: Table, grids: Sequence[Grid], file: str) -> Compared:
    result = Compared(table)
    if len(grids) != 1:
        if not grids and not table.is_needed:
            found = f"the table “{table.title}” is gone; nothing follows from that"
            result.remarks.append(Remark(Kind.UNKNOWN, Origin(file), found, _AGAIN))
            return result
        state = "is gone, or its hidden identifiers are" if not grids else "is there twice"
        _whole(result, Origin(file), f"the table “{table.title}” {state}")
        return result
    (grid,) = grids
    columns = {column.key: column for column in table.columns}
    for column in table.columns:
        name = " ".join(part for part in (column.head, column.about) if part)
        if column.key not in grid.columns:
            _whole(result, grid.origin, f"the column “{name}” is gone, or its hidden identifier is")
        elif column.key in grid.doubled:
            _whole(result, grid.origin, f"the column “{name}” is there twice")
    if result.remarks:
        return result
    seen: dict[str, Origin] = {}
    for row in grid.rows:
        _others(result, row)
        if not row.key:
            if not row.is_blank:
                result.new.append(row)
        elif row.key not in table.rows:
            found = f"“{row.key[:80]}” is the identifier of no row of this table"
            _problem(result, row.origin, found, _AGAIN, record_of(table.key, row.key))
        elif row.key in seen:
            found = f"the row is a copy of the one at {_short(seen[row.key])}, identifier and all"
            mend = "delete one of the two; a new row has nothing in the hidden column"
            _problem(result, row.origin, found, mend, f"{record_of(table.key, row.key)}|copy")
        else:
            seen[row.key] = row.origin
            _row(result, row, columns)
    result.gone = [key for key in table.rows if key not in seen]
    return result


def _row(result: Compared, row: Row, columns: dict[str, Column]) -> None:
    """Compare a row with what it was."""
    written = dict(zip(columns, result.table.rows[row.key], strict=True))
    if not row.is_blank:
        for key, column in columns.items():
            if column.kind == "head" and not is_same(written[key], row.cells[key].text):
                found = (
                    f"“{row.cells[key].text[:60]}” stands here, and the hidden identifier of the"
                    f" row is that of “{written[key][:60]}”"
                )
                mend = "restore it; rows are sorted or moved whole, with their hidden column"
                record = record_of(result.table.key, row.key, key)
                _problem(result, row.cells[key].origin, found, mend, record)
                return
    for key, column in columns.items():
        cell, before = row.cells[key], written[key]
        record = record_of(result.table.key, row.key, key)
        if column.kind == "head":
            continue
        if cell.fault:
            _problem(result, cell.origin, cell.fault, cell.mend, record)
        elif is_same(before, cell.text):
            continue
        elif not column.is_edited:
            found = f"“{column.head}” is only shown here; the change of it was passed over"
            result.remarks.append(Remark(Kind.UNKNOWN, cell.origin, found, "restore it"))
        elif len(before) >= LONGEST:
            found = "the text is too long for a cell, so only its beginning was written"
            mend = "restore the cell; correct the text with wsisgraph review correct"
            _problem(result, cell.origin, found, mend, record)
        else:
            result.changes.append(Change(result.table.key, row.key, column, before, cell))


def _others(result: Compared, row: Row) -> None:
    """Tell of what stands in columns that somebody added."""
    if not row.key:
        return
    for cell in row.others:
        if canonical(cell.text) or cell.fault:
            shown = canonical(cell.text)[:60]
            found = f"“{shown}” stands outside of the columns of the table"
            result.remarks.append(Remark(Kind.UNKNOWN, cell.origin, found, "leave it out"))


def _problem(result: Compared, origin: Origin, found: str, mend: str, record: str) -> None:
    result.remarks.append(Remark(Kind.PROBLEM, origin, found, mend, record))


def _whole(result: Compared, origin: Origin, found: str) -> None:
    result.remarks.append(Remark(Kind.PROBLEM, origin, found, _AGAIN))


def _short(origin: Origin) -> str:
    return origin.field or f"row {origin.line}"
