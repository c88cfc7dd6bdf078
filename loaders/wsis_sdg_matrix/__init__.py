"""The WSIS–SDG matrix of 2015, read from the data of the ICT4SDG app.

Each row of the table is one cell of the matrix: an action line, a goal, and the targets of that
goal which the source names. An included row gives one linkage to the goal and one to each target,
all stated in the passage of that row; an excluded row gives only its passage, with the reason.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wsisgraph.errors import UnknownCode
from wsisgraph.loading import Context, Fact, Origin, Row, Term, literal, node, rows, turtle_facts
from wsisgraph.terms import codes, iris
from wsisgraph.terms.namespaces import DCT, PROV, RDF, SKOS, WSIS, XSD

COLUMNS = ("action_line", "goal", "targets", "direction", "include", "rationale_pointer", "note")

_SOURCE = "wsis-sdg-matrix"
_DOCUMENT = "ict4sdg-app"
_PRIMARY = "wsis-sdg-matrix-2015"

_READ_FROM = {
    "both": (
        "in its index by action line and in its index by goal",
        "见于按行动方面和按目标的两个索引",
    ),
    "forward": ("only in its index by action line", "仅见于按行动方面的索引"),
    "reverse": ("only in its index by goal", "仅见于按目标的索引"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One row of the table, every code read and checked."""

    line: str
    goal: str
    targets: tuple[str, ...]
    direction: str
    confidence: str
    included: bool
    pointer: str
    note: str
    order: int
    origin: Origin

    @property
    def key(self) -> str:
        """The key of the cell's passage and of its linkage to the goal, e.g. `c2-9`."""
        return f"{self.line}-{self.goal}".lower()

    @property
    def passage(self) -> str:
        """The IRI of the passage that states the cell."""
        return iris.individual("document", f"{_DOCUMENT}/p/{self.key}")


def load(inputs: Sequence[Path], context: Context) -> Iterator[Fact]:
    """Yield the documents, then passage and linkages of every cell, in the order of the files.

    Bad rows are reported to the context: an unknown action line, goal or target, a target of
    another goal, a cell or target given twice, an unknown direction.
    """
    for path in inputs:
        if path.suffix == ".ttl":
            yield from turtle_facts(path, context)
        else:
            for cell in _cells(path, context):
                yield from _passage(cell)
                if cell.included:
                    yield from _linkages(cell, context)


def _cells(path: Path, context: Context) -> Iterator[Cell]:
    seen: dict[str, Origin] = {}
    for order, row in enumerate(rows(path, context, COLUMNS), start=1):
        context.count("rows")
        cell = _cell(row, order, context)
        if cell is None:
            continue
        first = seen.setdefault(cell.key, row.origin)
        if first is not row.origin:
            context.problem(
                row.origin,
                f"the cell {cell.line} × {cell.goal} was already given at {first}",
                "delete one of the two rows, or put all targets into one",
            )
            continue
        if not cell.included:
            context.count("excluded")
        yield cell


def _cell(row: Row, order: int, context: Context) -> Cell | None:
    line = _code(row, "action_line", "action-line", context)
    goal = _code(row, "goal", "goal", context)
    targets = _targets(row, goal, context) if goal else None
    direction = context.value("direction", row["direction"], row.origin)
    included = context.value("include", row["include"], row.origin)
    if line is not None and line not in codes.MATRIX_LINES:
        context.problem(
            row.origin,
            f"action_line is “{line}”, which is no row of the matrix",
            f"name the part of C7: {', '.join(codes.MATRIX_LINES[6:14])}",
        )
        return None
    if not (line and goal and targets is not None and direction and included):
        return None
    return Cell(
        line=line,
        goal=goal,
        targets=targets,
        direction=direction,
        confidence=context.manifest.values["confidence"][direction],
        included=included == "yes",
        pointer=row["rationale_pointer"],
        note=row["note"],
        order=order,
        origin=row.origin,
    )


def _code(row: Row, column: str, kind: str, context: Context) -> str | None:
    try:
        code = codes.parse_code(row[column])
    except UnknownCode as error:
        context.problem(row.origin, f"{column}: {error.message}", error.mend or "correct the code")
        return None
    if code.kind != kind:
        context.problem(
            row.origin, f"{column} is “{row[column]}”, a {code.kind}", f"write a code of the {kind}"
        )
        return None
    return code.notation


def _targets(row: Row, goal: str, context: Context) -> tuple[str, ...] | None:
    if not row["targets"]:
        return ()
    found: list[str] = []
    for printed in row["targets"].split(","):
        try:
            code = codes.parse_code(printed)
        except UnknownCode as error:
            context.problem(row.origin, f"targets: {error.message}", error.mend or "correct it")
            return None
        if code.kind != "target" or not code.notation.startswith(f"{goal}."):
            context.problem(
                row.origin,
                f"targets has “{printed.strip()}”, which is no target of goal {goal}",
                f"the targets of goal {goal} are {', '.join(codes.targets_of(goal))}",
            )
            return None
        if code.notation in found:
            context.problem(
                row.origin, f"targets has {code.notation} twice", "delete one of the two"
            )
            return None
        found.append(code.notation)
    return tuple(found)


def _passage(cell: Cell) -> Iterator[Fact]:
    english, chinese = _abstract(cell)
    said: list[tuple[str, Term]] = [
        (RDF.type, node(WSIS.Passage)),
        (DCT.isPartOf, node(iris.individual("document", _DOCUMENT))),
        (WSIS.locator, literal(cell.key)),
        (WSIS.order, literal(str(cell.order), datatype=XSD.integer)),
        (WSIS.passageKind, node(iris.vocab("passage-kinds", "table-row"))),
        (DCT.abstract, literal(english, language="en")),
        (DCT.abstract, literal(chinese, language="zh")),
    ]
    if cell.pointer:
        said.append((DCT.source, literal(f"src/assets/data/en/actions.json: {cell.pointer}")))
    if cell.note:
        said.append((SKOS.editorialNote, literal(cell.note, language="en")))
    if not cell.included:
        said.append((WSIS.coverage, node(iris.vocab("coverage", "residue"))))
    for predicate, term in said:
        yield Fact(cell.passage, predicate, term, cell.origin)


def _abstract(cell: Cell) -> tuple[str, str]:
    """Say in English and Chinese what the cell holds."""
    where, where_zh = _READ_FROM[cell.direction]
    if not cell.targets:
        targets, targets_zh = "without naming a target", "未列具体目标"
    else:
        noun = "target" if len(cell.targets) == 1 else "targets"
        targets = f"naming {noun} {', '.join(cell.targets)}"
        targets_zh = f"所列具体目标为{'、'.join(cell.targets)}"
    slip, slip_zh = ("", "") if cell.included else (", and taken for a slip", "，视为笔误")
    return (
        f"The app links action line {cell.line} to goal {cell.goal}, {targets};"
        f" read {where}{slip}.",
        f"该应用将行动方面{cell.line}与可持续发展目标{cell.goal}相联系，{targets_zh}；"
        f"{where_zh}{slip_zh}。",
    )


def _linkages(cell: Cell, context: Context) -> Iterator[Fact]:
    context.count("goal-linkages")
    yield from _linkage(cell, cell.goal)
    for target in cell.targets:
        context.count("target-linkages")
        yield from _linkage(cell, target)


def _linkage(cell: Cell, code: str) -> Iterator[Fact]:
    subject = iris.individual("linkage", f"{_SOURCE}/{cell.line.lower()}-{code}")
    said: list[tuple[str, Term]] = [
        (RDF.type, node(WSIS.Linkage)),
        (WSIS.actionLine, node(codes.action_line_iri(cell.line))),
        (WSIS.linksTo, node(iris.sdg(code))),
        (WSIS.direction, node(iris.vocab("directions", cell.direction))),
        (WSIS.confidence, literal(cell.confidence, datatype=XSD.decimal)),
        (WSIS.statedIn, node(cell.passage)),
        (PROV.hadPrimarySource, node(iris.individual("document", _PRIMARY))),
        (WSIS.status, node(iris.vocab("status", "accepted"))),
    ]
    for predicate, term in said:
        yield Fact(subject, predicate, term, cell.origin)
