"""Roles, names and activities as they came back: a row a thing, a column a property."""

from collections.abc import Iterator, Sequence

from wsisgraph.loading.context import Context
from wsisgraph.loading.editing.compare import Change, Compared, record_of
from wsisgraph.loading.editing.form import canonical
from wsisgraph.loading.editing.grid import Row
from wsisgraph.loading.editing.proposals import Proposals, Said, full
from wsisgraph.loading.editing.values import BadValueError, before, values
from wsisgraph.loading.facts import Fact, Origin, Term, literal, node
from wsisgraph.loading.keys import digest
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import ORG, RDF, RDFS, SKOS, WSIS, XSD

ROLES, LABELS, ACTIVITIES = "roles", "labels", "activities"
NUMBER = "number"
"""Column that numbers the rows; it tells when rows were sorted without their identifiers."""

_DATES = (WSIS.start, WSIS.end, WSIS.statedAsOf)
_NEW = {
    LABELS: "a thing that is named comes from a source: load it first, then name it",
    ACTIVITIES: "load new activities with wsisgraph load stocktaking",
}


def proposed(tables: Sequence[Compared], proposals: Proposals, context: Context) -> Iterator[Fact]:
    """Yield what an editor proposes; what cannot be taken is reported."""
    for each in tables:
        for change in each.changes:
            yield from _change(change, each, proposals, context)
        for key in each.gone:
            yield from _gone(key, each, proposals, context)
        for row in each.new:
            yield from _new(row, each, proposals, context)


def _change(
    change: Change, compared: Compared, proposals: Proposals, context: Context
) -> Iterator[Fact]:
    cell, column = change.cell, change.column
    try:
        old, new = before(change.before, column), values(cell.text, column)
    except BadValueError as error:
        context.problem(cell.origin, error.found, error.mend, record=change.record)
        return
    if old == new:
        return
    name = _name(change.row, compared)
    was, now = _cut(change.before), _cut(cell.text)
    context.notice(
        cell.origin, f"{name}, {column.head}: “{was}” becomes “{now}”", record=change.record
    )
    context.count("cells changed")
    said = Said(
        f"{name}: “{column.head}” is to be “{now}” instead of “{was}”.",
        f"{name}：建议将“{column.head}”由“{was}”改为“{now}”。",
    )
    thing = full(change.row)
    # Terms of the ontology are named by another property than concepts are.
    is_term = column.predicate == SKOS.prefLabel and thing.startswith(iris.DEF)
    predicate = RDFS.label if is_term else column.predicate
    yield from proposals.correction(thing, predicate, (old, new), said, cell.origin, change.record)


def _gone(key: str, compared: Compared, proposals: Proposals, context: Context) -> Iterator[Fact]:
    table, name = compared.table, _name(key, compared)
    origin = Origin(proposals.path.name, sheet=table.title)
    record = record_of(table.key, key)
    if table.key != ROLES:
        context.unknown(
            origin,
            f"the row of {name} is gone; nothing follows from that",
            "to drop it, reject it with wsisgraph review reject",
            record=record,
        )
        return
    context.notice(origin, f"lost: {name}", record=record)
    context.count("roles lost")
    said = Said(f"{name}: this is to count no longer.", f"{name}：建议不再采用。")
    yield from proposals.end(full(key), said, origin, record)


def _new(row: Row, compared: Compared, proposals: Proposals, context: Context) -> Iterator[Fact]:
    table = compared.table
    record = f"{table.key}|new|{digest(*(cell.text for cell in row.cells.values()))}"
    if table.key != ROLES:
        mend = f"{_NEW.get(table.key, '')}, or delete the row".removeprefix(", or ")
        found = "the row has no hidden identifier"
        context.problem(row.origin, found, mend, record=record)
        return
    told: list[tuple[str, Term]] = [(RDF.type, node(WSIS.RoleStatement))]
    is_good = True
    for column in table.columns:
        cell = row.cells[column.key]
        if not column.is_edited:
            continue
        try:
            if cell.fault:
                raise BadValueError(cell.fault, cell.mend)
            told += [(column.predicate, value) for value in values(cell.text, column)]
        except BadValueError as error:
            is_good = False
            context.problem(cell.origin, error.found, error.mend, record=record)
    if not is_good:
        return
    if not any(predicate in _DATES for predicate, _ in told) and proposals.form.date:
        told.append((WSIS.statedAsOf, literal(proposals.form.date, datatype=XSD.date)))
    name = ", ".join(
        canonical(row.cells[column.key].text)
        for column in table.columns
        if column.predicate in (ORG.member, ORG.role, WSIS.roleIn)
    )
    context.notice(row.origin, f"gained: {name}", record=record)
    context.count("roles gained")
    subject = iris.individual("role", f"{proposals.source_id}/{record.rpartition('|')[2]}")
    said = Said(f"{name}: this is to be added.", f"{name}：建议新增。")
    yield from proposals.statement(subject, told, said, row.origin, record)


def _name(key: str, compared: Compared) -> str:
    """Return what a row is called, as it went out."""
    cells = list(zip(compared.table.columns, compared.table.rows[key], strict=True))
    chosen = [cell for column, cell in cells if column.kind == "choice" and column.is_needed]
    said = [cell for column, cell in cells if column.kind in ("shown", "text") and cell]
    return ", ".join(map(_cut, chosen or said[:1])) or key


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:60]}…"
