"""When an activity begins and ends, also where a cell holds a period, or says that it goes on."""

from wsisgraph.loading.dates import BadDateError, Written, parse_date, parse_period
from wsisgraph.loading.entries.columns import Columns
from wsisgraph.loading.entries.entry import Entry
from wsisgraph.loading.mapping.places import Place


def take_dates(columns: Columns, entry: Entry, cells: list[str]) -> bool:
    """Give an entry its start and end; False after reporting one that is no date."""
    good = True
    try:
        entry.start = _date(columns, "start", entry, cells)
    except _DateAtError as error:
        good = _report(columns, entry, error)
    try:
        entry.end = _date(columns, "end", entry, cells) or entry.end
    except _DateAtError as error:
        good = _report(columns, entry, error)
    for place in columns.plan.places.get("period", ()):
        printed = columns.cell(place, entry.row, cells)
        if not printed:
            continue
        entry.texts.append(("timeframe", printed))
        try:
            start, end = parse_period(printed, columns.plan.mapping.dates)
        except BadDateError as error:
            columns.tally.unknown(entry.row, place.name, error.found, error.mend, entry.key)
        else:
            entry.start, entry.end = entry.start or start, entry.end or end
    if entry.start and entry.end:
        shorter = min(len(entry.start.text), len(entry.end.text))
        if entry.start.text[:shorter] > entry.end.text[:shorter]:
            return columns.problem(
                entry.row,
                "end",
                f"it ends {entry.end.text}, before its start {entry.start.text}",
                "exchange the two dates, or correct one",
                entry.key,
            )
    return good


def _report(columns: Columns, entry: Entry, error: "_DateAtError") -> bool:
    origin = columns.table.origin(entry.row, error.column)
    columns.context.problem(origin, error.found, error.mend, record=entry.key)
    return False


def _date(columns: Columns, field: str, entry: Entry, cells: list[str]) -> Written | None:
    for place in columns.plan.places.get(field, ()):
        printed = columns.cell(place, entry.row, cells)
        if printed:
            try:
                return parse_date(printed, columns.plan.mapping.dates)
            except BadDateError as error:
                if columns.listed("status", printed) == "ongoing":
                    _goes_on(columns, entry, place, printed)
                    return None
                if (meant := _of_period(columns, field, entry, place, printed)) is not None:
                    return meant
                raise _DateAtError(place.name, error) from error
    return None


def _goes_on(columns: Columns, entry: Entry, place: Place, printed: str) -> None:
    """Take “ongoing” in place of a date for what it says: a status, and no date."""
    entry.lists.setdefault("status", "ongoing")
    columns.tally.notice(
        entry.row,
        place.name,
        f"“{printed[:60]}” is no date: the activity is taken for ongoing",
        "leave the cell empty, and say so in a column of the status",
    )


def _of_period(
    columns: Columns, field: str, entry: Entry, place: Place, printed: str
) -> Written | None:
    """Return the start or end that a period in the column of one date gives; it is told."""
    try:
        start, end = parse_period(printed, columns.plan.mapping.dates)
    except BadDateError:
        return None
    if start is None or end is None:
        return None
    columns.tally.notice(
        entry.row,
        place.name,
        f"“{printed[:60]}” is a period: {start.text} is taken for the start, {end.text} for the"
        " end",
        "write each in its own column",
    )
    if field == "start":
        entry.end = end
        return start
    entry.start = entry.start or start
    return end


class _DateAtError(Exception):
    """A date that is none, with its column."""

    def __init__(self, column: str, error: BadDateError) -> None:
        super().__init__(error.found)
        self.column, self.found, self.mend = column, error.found, error.mend
