"""`wsisgraph coverage`: what was read from each passage of the documents, and what was not."""

import csv
import json
import sys
from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.table import Table

from wsisgraph import content
from wsisgraph.cli.asking import Format, run_query, stdout
from wsisgraph.cli.messages import say
from wsisgraph.errors import WsisgraphError

_COLUMNS = ("document", "locator", "kind", "facts", "references", "reason")


def coverage(
    document: Annotated[
        str | None, typer.Argument(help="Key of one document, e.g. itu-council-000; else all.")
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="How to print the rows.")] = (
        Format.table
    ),
) -> None:
    """List every passage with its facts, or the reason why it carries none.

    Ends with exit code 1 when a passage has neither.

    Examples:

        wsisgraph coverage itu-council-000

        wsisgraph coverage --format csv > coverage.csv
    """
    rows = _rows({"document": document} if document else {})
    if document and not rows:
        raise WsisgraphError(
            f"No passage of a document “{document}” is in the graph",
            mend=f"give one of {', '.join(sorted({row['document'] for row in _rows({})}))}",
        )
    match format_:
        case Format.table:
            table = Table(box=None, pad_edge=False)
            for column in _COLUMNS:
                table.add_column(column)
            for row in rows:
                table.add_row(*(row[column] for column in _COLUMNS))
            stdout().print(table)
        case Format.csv:
            writer = csv.DictWriter(sys.stdout, _COLUMNS)
            writer.writeheader()
            writer.writerows(rows)
        case Format.json:
            json.dump(rows, sys.stdout, ensure_ascii=False, indent=1)
            print()
    say(_summary(rows))
    if any(row["facts"] == "0" and not row["reason"] for row in rows):
        raise typer.Exit(1)


def _rows(values: Mapping[str, str]) -> list[dict[str, str]]:
    from wsisgraph.questions import Catalogue

    question = Catalogue.load(content.folder("queries"))["documents/coverage"]
    answer = run_query(question.bind(values), ("json",), own=True)
    return [_row(binding) for binding in json.loads(answer)["results"]["bindings"]]


def _row(binding: dict[str, Any]) -> dict[str, str]:
    row = {name: binding[name]["value"] if name in binding else "" for name in _COLUMNS}
    row["document"] = row["document"].rpartition("/")[2]
    if repeated := binding.get("repeats", {}).get("value"):
        row["reason"] = f"{row['reason']} {repeated}".lstrip()
    return row


def _summary(rows: list[dict[str, str]]) -> str:
    """Say how much was read: of all passages, and of the paragraphs among them."""
    with_facts = sum(row["facts"] != "0" for row in rows)
    paragraphs = [row for row in rows if row["kind"] == "paragraph"]
    bare = sum(row["facts"] == "0" for row in paragraphs)
    neither = [
        f"{row['document']} {row['locator']}"
        for row in rows
        if row["facts"] == "0" and not row["reason"]
    ]
    share = 100 * bare / len(paragraphs) if paragraphs else 0
    text = (
        f"{len(rows)} passages, {with_facts} with facts; {bare} of {len(paragraphs)} paragraphs"
        f" ({share:.0f} %) carry none."
    )
    if neither:
        text += f"\nNeither facts nor a reason: {', '.join(neither)}."
    return text
