"""Load tables of linkages: lists, matrices, SSSOM, questions of study groups."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from wsisgraph.errors import InputRefused
from wsisgraph.loading.context import Context
from wsisgraph.loading.dates import BadDateError, parse_date
from wsisgraph.loading.documents import document_facts, document_iri
from wsisgraph.loading.facts import Fact
from wsisgraph.loading.known_bodies import KnownBodies
from wsisgraph.loading.linkages.facts import LinkageFacts
from wsisgraph.loading.linkages.grid import Grid, find_grid, left_aside
from wsisgraph.loading.linkages.matrix_app import is_matrix_app, load_matrix_app
from wsisgraph.loading.linkages.sssom import Metadata, is_sssom, mapping_of, read_metadata
from wsisgraph.loading.linkages.understand import Rows
from wsisgraph.loading.mapping import Mapping
from wsisgraph.loading.mapping.choose import choose_mapping, guess_text
from wsisgraph.loading.mapping.places import find_places
from wsisgraph.loading.reading import Table, open_table
from wsisgraph.loading.tally import Tally

_STATUSES = ("accepted", "proposed", "unconfirmed")


def load_linkages(inputs: Sequence[Path], context: Context, known_from: str) -> Iterator[Fact]:
    """Yield the facts of tables of linkages; what cannot be understood is reported.

    `--set author="…"` names who says so, `--set status=proposed` puts the linkages aside.

    Args:
        inputs: the files; those of the ICT4SDG app are known by what stands in them.
        context: takes what is to be told.
        known_from: id of the source that describes the bodies this graph has.

    Raises:
        InputRefused: the mapping file cannot be used.
    """
    if any(is_matrix_app(path) for path in inputs):
        yield from load_matrix_app(inputs, context)
        return
    for number, path in enumerate(inputs, start=1):
        yield from _load(path, number, context, KnownBodies(known_from))


def guess_linkages(inputs: Sequence[Path], context: Context) -> str:
    """Return the text of a mapping file that fits the first of the tables.

    Raises:
        InputRefused: the table cannot be read.
    """
    text = guess_text(inputs[0], "linkages", context)
    if text is None:
        raise InputRefused("The table cannot be read", context.problems)
    return text


def _load(path: Path, number: int, context: Context, bodies: KnownBodies) -> Iterator[Fact]:
    quiet = Context(context.manifest, context.options, tell=lambda remark: None)
    table = open_table(path, quiet)
    if table is None:
        open_table(path, context)
        return
    metadata = Metadata()
    grid = None
    if is_sssom(table) and context.options.mapping is None:
        mapping: Mapping | None = mapping_of(table)
        metadata = read_metadata(table, context)
    elif context.options.mapping is None and (grid := find_grid(table)) is not None:
        mapping = Mapping(where="the header", columns={})
    else:
        mapping = choose_mapping(path, "linkages", context)
    if mapping is None:
        return
    opened = open_table(path, context, mapping.layout)
    if opened is None:
        return
    table = opened
    if grid is not None:
        _tell_left_aside(grid, table, context)
    status = context.options.parameters.get("status", "accepted")
    if status not in _STATUSES:
        context.problem(
            table.origin(), f"the status is “{status}”", f"use one of {', '.join(_STATUSES)}"
        )
        return
    mapping = replace(mapping, constants={**mapping.constants, **_given(context)})
    places = {}
    if grid is None:
        columns = {column.field for column in mapping.columns.values()}
        wanted = ("question",) if "question" in columns else ("line", "object")
        found = find_places(
            table, mapping, "linkages", () if "subject" in columns else wanted, context
        )
        if found is None:
            return
        places = dict(found)
    language = context.options.language or mapping.language or context.manifest.language
    iri = document_iri(context.manifest.id, number)
    title = mapping.title or metadata.title
    issued = _issued(table, mapping.issued or metadata.date, context)
    yield from document_facts(table, iri, title=title, issued=issued, language=language)
    author = mapping.constants.get("author", "")
    make = LinkageFacts(
        source_id=context.manifest.id,
        document=iri,
        language=language,
        status=status,
        bodies=bodies,
        authors=(author,) if author else metadata.authors,
        several="author" in places,
    )
    tally = Tally(table, context)
    rows = Rows(table, mapping, places, metadata, tally, context)
    if "question" in places:
        for question in rows.questions():
            context.count("questions")
            body = question.group or author or "ITU"
            yield from make.question(question, body, table.origin(question.row))
    else:
        for link in rows.links() if grid is None else rows.grid(grid):
            context.count("linkages")
            yield from make.linkage(link, table.origin(link.row, link.column))
    tally.tell()


def _tell_left_aside(grid: Grid, table: Table, context: Context) -> None:
    """Report columns of a matrix whose header is a code that does not exist, and tell others."""
    for name, odd, mend in left_aside(grid, table):
        origin = table.origin(table.header_row or None, name)
        if odd:
            context.problem(origin, odd, f"correct the header, or delete the column; {mend}")
        else:
            context.unknown(
                origin,
                f"the column “{name}” names no goal, target or action line, and was not read",
                "write a code such as 9.c into the header; delete the column if it is none",
            )


def _issued(table: Table, printed: str, context: Context) -> str:
    """Return the date of the table as a date of the graph; one that is none is told."""
    printed = context.options.parameters.get("issued", printed)
    if not printed:
        return ""
    try:
        return parse_date(printed).text
    except BadDateError as error:
        context.notice(
            table.origin(), f"the date of the table is left out: {error.found}", error.mend
        )
        return ""


def _given(context: Context) -> dict[str, str]:
    return {
        name: value
        for name, value in context.options.parameters.items()
        if name not in ("issued", "status", "encoding")
    }
