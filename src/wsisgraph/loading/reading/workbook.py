"""Rows of an Excel workbook, read by a process of its own that may be ended.

The reading library is fast and keeps a sheet in memory, and a hostile file can make it ask for
more than there is, or break off. So a child process with limits of memory and time does it, once
for each sheet, into a temporary file; what happens to that process is told as a fault of the file.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, cast

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
    """A sheet of a workbook that was read.

    Attributes:
        name: of the sheet.
        rows: a temporary file without a name, with a row a line.
    """

    name: str
    rows: BinaryIO


@dataclass(slots=True)
class _Taken:
    """What the child found in a workbook.

    Attributes:
        sheets: name, and whether visible and full, of each sheet.
        chosen: name of the sheet that was read; empty if none was.
        problem: what was found and how to mend it; empty if all is well.
        formulas: how many of the sheet have no value.
        merged: how many areas of its cells are merged.
        errors: cells of the workbook that hold an error, by column and row.
        hidden: how many of its rows are hidden.
        rows: the temporary file; it has no name, so that it goes with the process at the latest.
    """

    rows: BinaryIO

    sheets: list[dict[str, Any]] = field(default_factory=list)
    chosen: str = ""
    problem: tuple[str, str] | None = None
    formulas: int = 0
    merged: int = 0
    errors: list[str] = field(default_factory=list)
    hidden: int = 0


def find_sheet(path: Path, file: str, wanted: str, context: Context) -> Sheet | None:
    """Return the sheet that is meant: the one named, or the first visible one that may be a table.

    What is left aside is told; None after reporting why there is no such sheet.
    """
    stat = path.stat()
    taken = _take(path, stat.st_mtime_ns, stat.st_size, wanted.casefold())
    origin = Origin(file, sheet=taken.chosen)
    if taken.problem is not None:
        context.problem(origin, taken.problem[0], taken.problem[1] or _AS_CSV)
        return None
    names = ", ".join(f"“{sheet['name']}”" for sheet in taken.sheets)
    if not taken.chosen:
        hidden = [sheet["name"] for sheet in taken.sheets if sheet["full"]]
        if wanted:
            context.problem(origin, f"there is no sheet “{wanted}”", f"its sheets are {names}")
        elif hidden:
            found = f"only its hidden sheet “{hidden[0]}” holds something"
            context.problem(origin, found, "show the sheet, or name it in the mapping")
        else:
            found = "its sheets are empty" if taken.sheets else "it has no sheet"
            context.problem(origin, found, "put the table into the first sheet, visible")
        return None
    rest = [s["name"] for s in taken.sheets if s["full"] and s["name"] != taken.chosen]
    if rest and not wanted:
        others = ", ".join(f"“{name}”" for name in rest)
        context.notice(
            origin,
            f"only this sheet is read; the workbook has also {others}",
            'name another one in the mapping: sheet = "…"',
        )
    if taken.formulas:
        context.notice(
            Origin(file),
            f"{taken.formulas:,} formulas of the workbook have no value in the file, and their"
            " cells are read as empty",
            "open the workbook in a spreadsheet program and save it, so that it holds the values",
        )
    if taken.hidden:
        context.notice(
            Origin(file),
            f"rows of the workbook are hidden ({taken.hidden:,}), and are read as the others are",
            "delete them if they are not to count",
        )
    if taken.errors:
        shown = ", ".join(taken.errors[:20]) + (" and more" if len(taken.errors) > 20 else "")
        context.unknown(
            Origin(file),
            "cells of the workbook hold an error of the spreadsheet, such as #REF!, and are read"
            f" as empty: {shown}",
            "mend their formulas, or write the values into them",
        )
    if taken.merged:
        context.notice(
            origin,
            f"{taken.merged:,} merged areas; each row of an area has its value",
            "unmerge them if the value stands for the first row only",
        )
    return Sheet(taken.chosen, taken.rows)


def read_rows(file: str, sheet: Sheet, context: Context) -> Iterator[NumberedRow]:
    """Yield the rows of a sheet with their numbers; cells are texts, dates as 2019-02-28."""
    broken = 0
    for line in _lines(sheet.rows):
        number, cells = json.loads(line)
        faulty = None
        if len(line) > MAX_CELL:
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


def _lines(rows: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of a file from its start, whoever else is reading it."""
    at, rest = 0, b""
    while chunk := os.pread(rows.fileno(), MEBIBYTE, at):
        at += len(chunk)
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines
    if rest:
        yield rest


# A load opens its table several times: to guess, to bring bodies together, to make the facts.
@lru_cache(maxsize=2)
def _take(path: Path, changed: int, size: int, wanted: str) -> _Taken:
    """Let the child read a workbook, and return what it found."""
    command = [sys.executable, "-m", "wsisgraph.loading.reading.workbook_process"]
    child = subprocess.Popen(
        [*command, str(path), wanted], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert child.stdout is not None
    # The file is read as long as the answer is remembered, and goes with it.
    taken = _Taken(cast(BinaryIO, tempfile.TemporaryFile()))  # noqa: SIM115
    finished = False
    try:
        for line in child.stdout:
            if line.startswith(b"["):
                taken.rows.write(line)
                continue
            answer = json.loads(line)
            if "problem" in answer:
                found, mend = answer["problem"]
                taken.problem = (found, mend)
            taken.sheets = answer.get("sheets", taken.sheets)
            taken.chosen = answer.get("chosen", taken.chosen)
            taken.formulas = answer.get("formulas", taken.formulas)
            taken.merged = answer.get("merged", taken.merged)
            taken.errors = answer.get("errors", taken.errors)
            taken.hidden = answer.get("hidden", taken.hidden)
            finished = finished or "end" in answer or "problem" in answer
        taken.rows.flush()
    finally:
        child.stdout.close()
        child.kill()
        child.wait()
    if not finished:
        taken.problem = (
            f"reading it took more than {WORKBOOK_MEMORY // MEBIBYTE:,} MiB of memory or"
            f" {WORKBOOK_SECONDS:,} seconds, or broke off",
            f"delete formats and cells far from the table; {_AS_CSV}",
        )
    return taken
