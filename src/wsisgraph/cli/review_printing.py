"""How `wsisgraph review` prints statements: as a table, as JSON, one of them whole."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from wsisgraph.cli.asking import stdout

if TYPE_CHECKING:
    from wsisgraph.review.docket import Docket
    from wsisgraph.review.lines import Line
    from wsisgraph.review.model import Decision


def print_table(shown: "Iterable[Line]") -> None:
    """Print statements as a table."""
    table = Table(box=None, pad_edge=False)
    table.add_column("id", overflow="fold")
    table.add_column("status", no_wrap=True)
    table.add_column("statement", overflow="fold")
    table.add_column("said in", overflow="fold")
    for line in shown:
        status = line.item.place.status
        table.add_row(
            *map(
                Text,
                (
                    line.id,
                    f"{status} ({line.decided})" if line.decided else status,
                    line.statement,
                    "; ".join(map(str, line.evidence)) or line.item.place.source,
                ),
            )
        )
    stdout().print(table)


def as_json(line: "Line") -> dict[str, Any]:
    """Return a statement as programs read it."""
    from wsisgraph.review.values import write

    item = line.item
    return {
        "id": line.id,
        "iri": item.target.iri,
        "statement": line.statement,
        "class": item.kind or None,
        "status": item.place.status,
        "source": item.place.source,
        "passages": [
            {
                "iri": part.passage,
                "document": part.document,
                "title": part.title,
                "locator": part.locator,
                "line": int(part.line) if part.line.isdigit() else None,
                "text": part.text,
            }
            for part in line.evidence
        ],
        "values": {
            str(prop): [write(value) for value in values] for prop, values in line.values.items()
        },
        "decision": _decision(item.decision) if item.decision else None,
        "state": line.state,
    }


def _decision(decision: "Decision") -> dict[str, Any]:
    return {
        "iri": decision.iri,
        "verdict": decision.verdict.value,
        "by": decision.by,
        "time": decision.time,
        "note": decision.note,
    }


def whole(docket: "Docket", line: "Line") -> str:
    """Return everything about a statement, for the eye."""
    from wsisgraph.review.values import compact, write

    item = line.item
    text = [f"{line.id}  ({item.place.status}, source {item.place.source})", line.statement]
    for part in line.evidence:
        text.append(f"  said in {part}{f': {part.text}' if part.text else ''}")
    for prop, values in line.values.items():
        text += [f"  {prop} = {write(value)}" for value in values]
    for decision in docket.history(item):
        note = f": {decision.note}" if decision.note else ""
        text.append(f"  {decision.time[:19]} {decision.verdict} by {decision.by}{note}")
        for change in decision.corrections:
            old, new = (
                ", ".join(map(write, some)) or "nothing" for some in (change.old, change.new)
            )
            text.append(f"    {compact(change.predicate)}: {old} → {new}")
    return "\n".join(text)


def summary(shown: "Sequence[Line]") -> str:
    """Return how many statements there are, of which status and source."""
    counted = Counter((line.item.place.status, line.item.place.source) for line in shown)
    text = ", ".join(f"{n} {status} of {source}" for (status, source), n in counted.items())
    return f"{count(len(shown), 'statement')}{f': {text}' if text else ''}."


def count(number: int, word: str) -> str:
    """Return a number with its word."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"
