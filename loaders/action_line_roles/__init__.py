"""Roles of bodies in the action lines, one dated statement a row as its source prints it.

Sources contradict each other; each statement stays, with its passage. A start or end is given
only where the passage prints it; otherwise the statement has the date of its source.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from wsisgraph.errors import UnknownCode
from wsisgraph.loading import Context, Fact, Origin, Row, Term, literal, node, rows, turtle_facts
from wsisgraph.terms import codes, iris
from wsisgraph.terms.namespaces import ORG, RDF, SKOS, WSIS, XSD

COLUMNS = (
    *("action_line", "member", "role", "start", "end", "stated_as_of"),
    *("document", "locators", "confidence", "note"),
)

_DATES = {"start": WSIS.start, "end": WSIS.end, "stated_as_of": WSIS.statedAsOf}
_DATE = re.compile(
    r"(?P<year>\d{4})(?P<month>-(?:0[1-9]|1[0-2])(?P<day>-(?:0[1-9]|[12]\d|3[01]))?)?"
)
_KEY = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")


def load(inputs: Sequence[Path], context: Context) -> Iterator[Fact]:
    """Yield the documents read, then one role statement a row, in the order of the rows.

    Bad rows are reported to the context: an unknown action line, body, role or confidence, a date
    that is none, an accepted statement without any date, a statement given twice.
    """
    seen: dict[str, Origin] = {}
    for path in inputs:
        if path.suffix == ".ttl":
            yield from turtle_facts(path, context)
            continue
        for row in rows(path, context, COLUMNS):
            context.count("statements")
            yield from _statement(row, context, seen)


def _statement(row: Row, context: Context, seen: dict[str, Origin]) -> Iterator[Fact]:
    line = _line(row, context)
    member = context.value("member", row["member"], row.origin)
    role = context.value("role", row["role"], row.origin)
    status = context.value("confidence", row["confidence"], row.origin)
    dates = _dates(row, context)
    passages = _passages(row, context)
    if not (line and member and role and status and passages) or dates is None:
        return
    if status == "accepted" and not dates:
        context.problem(
            row.origin,
            "the statement has no date",
            "give start or end if the passage prints them, else stated_as_of, the source's date",
        )
        return
    kind, _, member_key = member.partition("/")
    place = row["locators"].split()[0]
    key = f"{member_key}-{line.lower()}-{role}-{row['document']}-{place}"
    first = seen.setdefault(key, row.origin)
    if first is not row.origin:
        context.problem(
            row.origin,
            f"{row['member']} as {role} of {line} was already given for this passage at {first}",
            "delete one of the two rows",
        )
        return
    context.count(status)
    said: list[tuple[str, Term]] = [
        (RDF.type, node(WSIS.RoleStatement)),
        (ORG.member, node(iris.individual(kind, member_key))),
        (ORG.role, node(iris.vocab("roles", role))),
        (WSIS.roleIn, node(codes.action_line_iri(line))),
        *dates,
        *((WSIS.statedIn, node(passage)) for passage in passages),
        (WSIS.status, node(iris.vocab("status", status))),
    ]
    if row["note"]:
        said.append((SKOS.editorialNote, literal(row["note"], language="en")))
    subject = iris.individual("role", key)
    for predicate, term in said:
        yield Fact(subject, predicate, term, row.origin, status)


def _line(row: Row, context: Context) -> str | None:
    try:
        code = codes.parse_code(row["action_line"])
    except UnknownCode as error:
        context.problem(
            row.origin, f"action_line: {error.message}", error.mend or "correct the code"
        )
        return None
    if code.kind != "action-line":
        context.problem(
            row.origin,
            f"action_line is “{row['action_line']}”, a {code.kind}",
            "write an action line, as in C2 or C7-ehea",
        )
        return None
    return code.notation


def _dates(row: Row, context: Context) -> list[tuple[str, Term]] | None:
    """Return the dates of the row, each typed by the precision it is printed in."""
    found: list[tuple[str, Term]] = []
    for column, predicate in _DATES.items():
        if not row[column]:
            continue
        printed = _DATE.fullmatch(row[column])
        if printed is None:
            context.problem(
                row.origin,
                f"{column} is “{row[column]}”",
                "write a year, month or day as printed: 2008, 2008-05 or 2008-05-17",
            )
            return None
        datatype = XSD.date if printed["day"] else XSD.gYearMonth if printed["month"] else XSD.gYear
        found.append((predicate, literal(row[column], datatype=datatype)))
    if row["start"] and row["end"] and row["end"] < row["start"][: len(row["end"])]:
        context.problem(
            row.origin, f"the end {row['end']} is before the start {row['start']}", "swap them"
        )
        return None
    return found


def _passages(row: Row, context: Context) -> list[str] | None:
    """Return the passages that state the role, the foremost first."""
    locators = row["locators"].split()
    names = [row["document"], *locators]
    if not locators or any(_KEY.fullmatch(name) is None for name in names):
        context.problem(
            row.origin,
            f"document is “{row['document']}” and locators “{row['locators']}”",
            "write the document's key and one or more locators, as in “itu-council-000” and “2-2”",
        )
        return None
    return [iris.individual("document", f"{row['document']}/p/{place}") for place in locators]
