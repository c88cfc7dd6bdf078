"""Remarks that many rows share, told once with the rows concerned."""

from wsisgraph.loading.context import Context, Kind
from wsisgraph.loading.reading import Table

_ROWS_SHOWN = 10
# Different remarks that are kept; a column of the wrong kind would give one for every row.
_MAX_KEPT = 2_000


class Tally:
    """Collects remarks by what they say, and tells each once, with the numbers of its rows."""

    def __init__(self, table: Table, context: Context) -> None:
        self._table = table
        self._context = context
        self._kept: dict[tuple[Kind, str, str, str], list[int]] = {}
        self._times: dict[tuple[Kind, str, str, str], int] = {}
        self._beyond = 0

    def unknown(self, row: int, column: str, found: str, mend: str, record: str) -> None:
        """Take note of a value that nobody knows; when strict, tell it at once."""
        if self._context.options.strict:
            self._context.unknown(self._table.origin(row, column), found, mend, record=record)
            return
        self._note(Kind.UNKNOWN, row, column, found, mend)

    def notice(self, row: int, column: str, found: str, mend: str = "") -> None:
        """Take note of something that was taken and is worth telling."""
        self._note(Kind.NOTICE, row, column, found, mend)

    def tell(self) -> None:
        """Tell everything that was noted, in the order of the first rows."""
        for mark in sorted(self._kept, key=lambda mark: (self._kept[mark][0], mark)):
            kind, column, found, mend = mark
            rows, times = self._kept[mark], self._times[mark]
            origin = self._table.origin(rows[0], column)
            said = found + _listed(rows, times)
            if kind is Kind.UNKNOWN:
                self._context.unknown(origin, said, mend)
            else:
                self._context.notice(origin, said, mend)
        if self._beyond:
            self._context.notice(
                self._table.origin(), f"{self._beyond:,} further remarks of this kind are not shown"
            )

    def _note(self, kind: Kind, row: int, column: str, found: str, mend: str) -> None:
        mark = (kind, column, found, mend)
        rows = self._kept.get(mark)
        if rows is None:
            if len(self._kept) >= _MAX_KEPT:
                self._beyond += 1
                return
            rows = self._kept[mark] = []
        self._times[mark] = self._times.get(mark, 0) + 1
        if len(rows) < _ROWS_SHOWN:
            rows.append(row)


def _listed(rows: list[int], times: int) -> str:
    if times == 1:
        return ""
    if times == len(rows):
        return f" (rows {', '.join(map(str, rows[:-1]))} and {rows[-1]})"
    return f" (rows {', '.join(map(str, rows))} and {times - len(rows):,} more)"
