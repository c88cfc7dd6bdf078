"""Which mapping a table is read by: the one given, one that is known, or a guess."""

from dataclasses import replace
from itertools import islice
from pathlib import Path

from wsisgraph import content
from wsisgraph.loading.context import Context
from wsisgraph.loading.mapping.guess import Guessed, guess_columns, is_header
from wsisgraph.loading.mapping.mapping import Mapping, parse_mapping, read_mapping
from wsisgraph.loading.mapping.write import SURE_ENOUGH, mapping_text, taken, text_of
from wsisgraph.loading.reading import Table, open_table

_HOW_TO_CHECK = "check it with --guess, and give the mapping with --mapping"
# Below this a guess is told on its own; columns told by name in one remark.
_DOUBTFUL = 0.7
_MOST_COLUMNS = 30
_LEAST_NAMES = 3


def choose_mapping(path: Path, subject: str, context: Context) -> Mapping | None:
    """Return the mapping for a table, or None after reporting why there is none.

    It is the file given with the command; else `NAME.mapping.toml` beside the table; else one of
    the source's own `mappings/` that has exactly the columns of the table; else a guess, told
    column by column. When strict, nothing is guessed.

    Raises:
        InputRefused: the mapping file cannot be used.
    """
    mapping = _chosen(path, subject, context)
    if mapping is not None:
        context.mappings[content.relative(path)] = text_of(mapping)
    return mapping


def _chosen(path: Path, subject: str, context: Context) -> Mapping | None:
    if context.options.mapping is not None:
        return read_mapping(context.options.mapping, subject)
    beside = path.with_suffix(".mapping.toml")
    if beside.is_file():
        return read_mapping(beside, subject)
    quiet = Context(context.manifest, context.options, tell=lambda remark: None)
    table = open_table(path, quiet)
    if table is None:
        # Opening it again tells why.
        open_table(path, context)
        return None
    for known in sorted((context.manifest.folder / "mappings").glob("*.toml")):
        mapping = read_mapping(known, subject)
        if {name.casefold() for name in mapping.columns} == {
            name.casefold() for name in table.columns
        }:
            return mapping
    return _guessed(table, subject, context)


def guess_text(path: Path, subject: str, context: Context) -> str | None:
    """Return the text of a mapping file for a table; None after reporting why there is none."""
    table = open_table(path, context)
    if table is None:
        return None
    return mapping_text(table, guess_columns(table, subject, context), subject)


def _guessed(table: Table, subject: str, context: Context) -> Mapping | None:
    guessed = guess_columns(table, subject, context)
    origin = table.origin(table.header_row or None)
    if context.options.strict:
        context.problem(
            origin,
            "no mapping says what its columns mean",
            "write one with --guess, check it, and give it with --mapping",
        )
        return None
    _tell(table, guessed, context)
    _tell_odd_headers(table, guessed, subject, context)
    where = f"the guess for {content.relative(table.path)} (surer than {SURE_ENOUGH})"
    mapping = parse_mapping(mapping_text(table, guessed, subject), where, guessed=True)
    # Nobody named the sheet, so that the sheets which are left aside are to be told.
    return replace(mapping, layout=replace(mapping.layout, sheet=""))


def _tell_odd_headers(table: Table, guessed: Guessed, subject: str, context: Context) -> None:
    """Tell of a table whose names of columns are missing, or stand in its first column."""
    origin = table.origin(table.header_row or None)
    quiet = Context(context.manifest, tell=lambda remark: None)
    first = [cells[0] for _, cells in islice(table.rows(quiet), _MOST_COLUMNS)]
    named = [name for name in first if is_header(name, subject)]
    if len(named) >= _LEAST_NAMES and len(named) * 2 > len(first):
        context.problem(
            origin,
            f"the names of the columns stand below one another in the first column:"
            f" {', '.join(named[:4])}",
            "turn the table: copy it, and paste it transposed",
        )
    elif not any(is_header(name, subject) for name in table.columns):
        context.notice(
            origin,
            "no column is known by its name: this row may be a row of the table, and that of the"
            " names may be missing",
            "write the names of the columns above the rows, as in ID, Title, Organisation, Country",
        )


def _tell(table: Table, guessed: Guessed, context: Context) -> None:
    """Tell what the columns are taken for: all in one remark, and each that is doubtful."""
    row = table.header_row or None
    used = [guess for guess in guessed.columns if taken(guess)]
    if used:
        said = ", ".join(f"“{guess.column}” for {guess.field}" for guess in used[:_MOST_COLUMNS])
        more = f" and {len(used) - _MOST_COLUMNS} more" if len(used) > _MOST_COLUMNS else ""
        context.notice(
            table.origin(row),
            f"no mapping is given, and columns are taken by their headers and values: {said}{more}",
            _HOW_TO_CHECK,
        )
    if guessed.dates:
        first, shown = ("day", "13/04/2019") if guessed.dates == "dmy" else ("month", "04/13/2019")
        context.notice(
            table.origin(row),
            f"dates such as 03/04/2019 are read with the {first} first, since others of the table"
            f" can be read in that order only, as {shown} can",
            'give the mapping dates = "dmy" or "mdy"',
        )
    for guess in used:
        if guess.confidence < _DOUBTFUL:
            context.notice(
                table.origin(row, guess.column),
                f"it is doubtful that the column means {guess.field}"
                f" ({guess.confidence:.2f}: {guess.reason})",
                _HOW_TO_CHECK,
            )
