"""Rows of an Excel workbook, read by a process of its own that may be ended.

The reading library is fast and keeps a sheet in memory, and a hostile file can make it ask for
more than there is, or break off. So a child process with limits of memory and time does it, and
what happens to that one is told as a fault of the file.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wsisgraph.loading.context import Context
from wsisgraph.loading.facts import Origin
from wsisgraph.loading.reading.limits import (
    MAX_BROKEN_ROWS,
    MAX_CELL,
    MEBIBYTE,
    WORKBOOK_MEMORY,
    WORKBOOK_SECONDS,
)
from wsisgraph.loading.reading.table import NumberedRow, letter

_AS_CSV = "open it in a spreadsheet program and save it anew, or save the sheet as CSV UTF-8"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook, by name and place."""

    name: str
    index: int


def find_sheet(path: Path, file: str, wanted: str, context: Context) -> Sheet | None:
    """Return the sheet that is meant: the one named, or the first visible one that is not empty.

    What is left aside is told; None after reporting why there is no such sheet.
    """
    origin = Origin(file)
    answers = list(_ask(path, "sheets", 0, origin, context))
    if not answers:
        return None
    sheets = answers[0]["sheets"]
    by_name = {sheet["name"].casefold(): sheet for sheet in sheets}
    names = ", ".join(f"“{sheet['name']}”" for sheet in sheets)
    if wanted:
        chosen = by_name.get(wanted.casefold())
        if chosen is None:
            context.problem(origin, f"there is no sheet “{wanted}”", f"its sheets are {names}")
            return None
        return Sheet(chosen["name"], chosen["index"])
    full = [sheet for sheet in sheets if sheet["rows"] and sheet["visible"]]
    if not full:
        hidden = [sheet["name"] for sheet in sheets if sheet["rows"]]
        found = "its sheets are empty" if sheets else "it has no sheet"
        if hidden:
            found = f"only its hidden sheet “{hidden[0]}” holds something"
        context.problem(origin, found, "put the table into the first sheet, visible")
        return None
    rest = [sheet["name"] for sheet in sheets if sheet["rows"] and sheet is not full[0]]
    if rest:
        others = ", ".join(f"“{name}”" for name in rest)
        context.notice(
            Origin(file, sheet=full[0]["name"]),
            f"only this sheet is read; the workbook has also {others}",
            'name another one in the mapping: sheet = "…"',
        )
    return Sheet(full[0]["name"], full[0]["index"])


def read_rows(path: Path, file: str, sheet: Sheet, context: Context) -> Iterator[NumberedRow]:
    """Yield the rows of a sheet with their numbers; cells are texts, dates as 2019-02-28."""
    origin = Origin(file, sheet=sheet.name)
    broken = 0
    for answer in _ask(path, "rows", sheet.index, origin, context):
        if isinstance(answer, dict):
            _tell(answer, origin, context)
            continue
        number, cells = answer
        faulty = next((at for at, cell in enumerate(cells) if len(cell) > MAX_CELL), None)
        if faulty is None:
            yield number, cells
            continue
        context.problem(
            Origin(file, number, sheet=sheet.name),
            f"column {letter(faulty)} has {len(cells[faulty]):,} characters, more than"
            f" {MAX_CELL:,}",
            "shorten the text",
        )
        broken += 1
        if broken >= MAX_BROKEN_ROWS:
            return


def _tell(answer: dict[str, Any], origin: Origin, context: Context) -> None:
    """Tell what the child noticed beside the rows."""
    if formulas := answer.get("formulas"):
        context.notice(
            origin,
            f"{formulas:,} formulas have no value in the file, and their cells are read as empty",
            "open the workbook in a spreadsheet program and save it, so that it holds the values",
        )
    if merged := answer.get("merged"):
        context.notice(
            origin,
            f"{merged:,} merged areas; each row of an area has its value",
            "unmerge them if the value stands for the first row only",
        )


def _ask(path: Path, what: str, index: int, origin: Origin, context: Context) -> Iterator[Any]:
    """Run the child and yield its answers; report what ends it."""
    command = [sys.executable, "-m", "wsisgraph.loading.reading.workbook_process"]
    child = subprocess.Popen(
        [*command, what, str(path), str(index)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert child.stdout is not None
    finished = False
    try:
        for line in child.stdout:
            answer = json.loads(line)
            if isinstance(answer, dict) and "problem" in answer:
                found, mend = answer["problem"]
                context.problem(origin, found, mend or _AS_CSV)
                finished = True
            elif isinstance(answer, dict) and "end" in answer:
                finished = True
            else:
                yield answer
    finally:
        child.stdout.close()
        child.kill()
        child.wait()
    if not finished:
        context.problem(
            origin,
            f"reading it took more than {WORKBOOK_MEMORY // MEBIBYTE:,} MiB of memory or"
            f" {WORKBOOK_SECONDS:,} seconds, or broke off",
            f"delete formats and cells far from the table; {_AS_CSV}",
        )
