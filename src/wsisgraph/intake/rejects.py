"""The rows that were not taken, in a file beside the one they stand in, with the reasons."""

import csv
import io
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from wsisgraph.errors import InputRefused, Problem
from wsisgraph.intake.files import InputFile
from wsisgraph.intake.spool import Spool
from wsisgraph.loading import Origin

REASON = "not taken because"
"""The column of the reasons, before those of the file."""


def write(files: Sequence[InputFile], spool: Spool) -> list[str]:
    """Write the rows that were not taken; return the names of the files.

    Raises:
        InputRefused: such a file cannot be written.
    """
    refused: defaultdict[str, list[tuple[Origin, str]]] = defaultdict(list)
    for origin, reasons in spool.refused_rows():
        refused[origin.file].append((origin, reasons))
    return [
        str(_write(file.path, refused[name]))
        for file in files
        for name in refused
        if Path(name).name == file.name
    ]


def _write(path: Path, rows: Sequence[tuple[Origin, str]]) -> Path:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([REASON, "place"])
    writer.writerows([reasons, str(origin)] for origin, reasons in rows)
    target = path.with_name(f"{path.stem}.rejected.csv")
    draft = target.with_name(f"{target.name}.new")
    try:
        draft.write_text(text.getvalue(), encoding="utf-8")
        draft.replace(target)
    except OSError as error:
        raise InputRefused(
            "Nothing was loaded",
            [
                Problem(
                    str(target),
                    f"the rows that cannot be taken cannot be written there ({error.strerror})",
                    "copy the file to a folder that you may write to",
                )
            ],
        ) from error
    return target
