"""The matrix as it came back: linkages gained and lost, and rationale texts that were changed."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from wsisgraph.errors import UnknownCode
from wsisgraph.loading.context import Context
from wsisgraph.loading.editing.cell_codes import read_cell
from wsisgraph.loading.editing.compare import Change, Compared, record_of
from wsisgraph.loading.editing.form import LONGEST, Table, canonical
from wsisgraph.loading.editing.grid import Cell, Row
from wsisgraph.loading.editing.proposals import STATUS, Proposals, Said, full
from wsisgraph.loading.facts import Fact, Origin, literal, node
from wsisgraph.loading.known_bodies import KnownBodies
from wsisgraph.loading.linkages.facts import LinkageFacts
from wsisgraph.loading.linkages.linkage import Link
from wsisgraph.terms import codes
from wsisgraph.terms.namespaces import DCT, PROV

MATRIX, TEXTS = "matrix", "texts"
LINE, CODE, TEXT = "line", "code", "text"
"""Columns: of both tables the line, of the texts the goal or target and the rationale."""

Key = tuple[str, str]
"""A line and a goal or target, by their codes."""


@dataclass(slots=True)
class _Linkages:
    """The linkages that went out, by line and code."""

    known: dict[Key, list[str]] = field(default_factory=lambda: defaultdict(list))
    keys: dict[str, Key] = field(default_factory=dict)


def proposed(tables: Sequence[Compared], proposals: Proposals, context: Context) -> Iterator[Fact]:
    """Yield what an editor of the matrix proposes; what cannot be taken is reported."""
    by_key = {each.table.key: each for each in tables}
    matrix, texts = by_key.get(MATRIX), by_key.get(TEXTS)
    if matrix is None or texts is None:
        context.problem(Origin(proposals.path.name), "it is no matrix", "export it again")
        return
    linkages = _linkages(texts.table)
    reasons = _new_rows(texts, linkages, context)
    for row in matrix.new:
        _unknown_line(row, context)
    for key in matrix.gone:
        context.problem(
            Origin(proposals.path.name, sheet=matrix.table.title),
            f"the row of {key} is gone, or its hidden identifier is",
            "restore it; to remove what the line serves, empty the cells",
            record=record_of(MATRIX, key),
        )
    lost: set[Key] = set()
    for change in matrix.changes:
        yield from _cell(change, linkages, reasons, lost, proposals, context)
    for (line, code), (cell, reason) in reasons.items():
        # The row names what the matrix does not have yet: it counts as written there.
        yield from _gained(
            line, code, cell.origin, reason, proposals, context, f"row|{line}|{code}"
        )
    for change in texts.changes:
        yield from _text(change, linkages, lost, proposals, context)
    _gone_texts(texts, linkages, lost, proposals, context)


def _linkages(table: Table) -> _Linkages:
    places = {column.key: place for place, column in enumerate(table.columns)}
    found = _Linkages()
    for key, cells in table.rows.items():
        own = cells[places[LINE]], cells[places[CODE]]
        found.known[own].append(key)
        found.keys[key] = own
    return found


def _cell(
    change: Change,
    linkages: _Linkages,
    reasons: dict[Key, tuple[Cell, str]],
    lost: set[Key],
    proposals: Proposals,
    context: Context,
) -> Iterator[Fact]:
    goal, line = change.column.key, change.row
    cell = change.cell
    before, _ = read_cell(change.before, goal)
    after, wrong = read_cell(cell.text, goal, cell.is_number)
    if wrong:
        for each in wrong:
            context.problem(cell.origin, each.found, each.mend, record=change.record)
        return
    gained, gone = _ordered(after - before, goal), _ordered(before - after, goal)
    if not gained and not gone:
        return
    told = [f"gained {', '.join(gained)}"] if gained else []
    told += [f"lost {', '.join(gone)}"] if gone else []
    context.notice(cell.origin, f"{line} × goal {goal}: {'; '.join(told)}", record=change.record)
    context.count("cells changed")
    for code in gained:
        _, reason = reasons.pop((line, code), (cell, ""))
        record = f"{change.record}|{code}"
        yield from _gained(line, code, cell.origin, reason, proposals, context, record)
    for code in gone:
        lost.add((line, code))
        for number, key in enumerate(linkages.known.get((line, code), ())):
            context.count("linkages lost")
            record = f"{change.record}|{code}|{number}"
            yield from proposals.end(full(key), _loss(line, code), cell.origin, record)


def _gained(
    line: str,
    code: str,
    origin: Origin,
    reason: str,
    proposals: Proposals,
    context: Context,
    record: str,
) -> Iterator[Fact]:
    """Yield a linkage as it is proposed."""
    context.count("linkages gained")
    maker = LinkageFacts(
        proposals.source_id,
        proposals.document,
        proposals.form.language,
        STATUS,
        KnownBodies("un-bodies"),
    )
    link = Link(
        codes.parse_code(line), codes.parse_code(code), row=origin.line or 0, rationale=reason
    )
    subject = ""
    for fact in maker.linkage(link, origin):
        subject = subject or fact.subject
        yield fact._replace(record=record)
    yield Fact(subject, PROV.wasAttributedTo, node(proposals.agent), origin, STATUS, record)


def _text(
    change: Change,
    linkages: _Linkages,
    lost: set[Key],
    proposals: Proposals,
    context: Context,
) -> Iterator[Fact]:
    line, code = linkages.keys[change.row]
    origin = change.cell.origin
    after = canonical(change.cell.text)
    if (line, code) in lost:
        context.notice(origin, f"{line} × {code} is lost, so the change of its text is not needed")
        return
    if len(after) > LONGEST:
        context.problem(
            origin, f"the text has {len(after):,} letters", "shorten it", record=change.record
        )
        return
    what = "changed" if change.before and after else "added" if after else "deleted"
    shown = f" to “{_cut(after)}”" if after else ""
    context.notice(origin, f"{line} × {code}: text {what}{shown}", record=change.record)
    context.count("texts changed")
    language = change.column.language
    values = tuple(
        [literal(text, language=language)] if text else [] for text in (change.before, after)
    )
    said = Said(
        f"The text on how {line} serves {code} is to be {what}.",
        f"建议修改行动方面{line}与{code}的联系的说明文字。",
    )
    yield from proposals.correction(
        full(change.row), DCT.description, (values[0], values[1]), said, origin, change.record
    )


def _new_rows(
    texts: Compared, linkages: _Linkages, context: Context
) -> dict[Key, tuple[Cell, str]]:
    """Return the rationale texts of rows that an editor added."""
    found: dict[Key, tuple[Cell, str]] = {}
    for number, row in enumerate(texts.new):
        line_cell, code_cell, text = (row.cells[key] for key in (LINE, CODE, TEXT))
        record = f"{TEXTS}|new|{number}"
        try:
            line = codes.parse_code(line_cell.text)
            code = codes.parse_code(code_cell.text)
        except UnknownCode as error:
            mend = "name an action line and a goal or target, or delete the row"
            context.problem(row.origin, error.message, error.mend or mend, record=record)
            continue
        key = (line.notation, code.notation)
        if line.notation not in codes.MATRIX_LINES or code.kind not in ("goal", "target"):
            found_ = f"{line.notation} and {code.notation} are no line and no goal or target"
            context.problem(row.origin, found_, "name one of each", record=record)
        elif key in linkages.known:
            known = f"{key[0]} × {key[1]} has a row already"
            mend = "write into that one, whose hidden identifier tells which linkage is meant"
            context.problem(row.origin, known, mend, record=record)
        elif key in found:
            context.problem(row.origin, f"{key[0]} × {key[1]} has two new rows", "keep one")
        elif text.fault:
            context.problem(text.origin, text.fault, text.mend, record=record)
        else:
            found[key] = (code_cell, canonical(text.text))
            context.notice(code_cell.origin, f"{key[0]} × {key[1]}: a new row")
    return found


def _unknown_line(row: Row, context: Context) -> None:
    head = row.cells[LINE]
    try:
        known = codes.parse_code(head.text).notation
    except UnknownCode as error:
        context.problem(
            head.origin,
            f"the row has no hidden identifier, and {_small(error.message)}",
            error.mend or "delete the row",
            record=f"{MATRIX}|new|{row.origin.line}",
        )
        return
    context.problem(
        head.origin,
        f"the row of {known} has no hidden identifier",
        "write into the row that has it, or export the matrix again",
        record=f"{MATRIX}|new|{row.origin.line}",
    )


def _gone_texts(
    texts: Compared, linkages: _Linkages, lost: set[Key], proposals: Proposals, context: Context
) -> None:
    """Tell of rows of texts that are gone though the matrix still has their codes."""
    kept = [key for key in texts.gone if linkages.keys[key] not in lost]
    if not kept:
        return
    named = ", ".join(" × ".join(linkages.keys[key]) for key in kept[:10])
    more = f" and {len(kept) - 10:,} more" if len(kept) > 10 else ""
    context.unknown(
        Origin(proposals.path.name, sheet=texts.table.title),
        f"rows are gone whose codes the matrix still has: {named}{more}; nothing follows from that",
        "to remove a linkage, delete its code in the matrix",
    )


def _loss(line: str, code: str) -> Said:
    return Said(
        f"That action line {line} serves {code} is to count no longer.",
        f"建议不再将行动方面{line}与{code}相联系。",
    )


def _ordered(found: frozenset[str], goal: str) -> list[str]:
    return [code for code in (goal, *codes.targets_of(goal)) if code in found]


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:60]}…"


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
