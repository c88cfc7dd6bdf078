"""A table becomes statements for one graph: `python -m wsisgraph.intake.converting FOLDER OUT`.

The program reads what strangers sent, so it reaches nobody (`offline`), and is ended when it takes
too much. In FOLDER it finds the file, perhaps a mapping, and `wishes.json`; it writes N-Triples to
OUT, and beside it `OUT.json`: what was counted, and what there is to say of the rows. Whether the
statements can be taken is not its to say.
"""

import argparse
import json
import re
import resource
import sys
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import IO, Any

from wsisgraph.errors import InputRefused, WsisgraphError
from wsisgraph.intake import offline, reading
from wsisgraph.intake.spool import Spool
from wsisgraph.intake.wishes import named
from wsisgraph.loading import Kind, Options, Source, discover

MEMORY = 384 << 20
"""Bytes that reading a table may take."""

SECONDS = 120
"""Seconds of computing that it may take."""

MOST_TOLD = 100
"""Remarks of each kind that are told."""

WISHES = "wishes.json"

_LARGEST_FILE = 1 << 30
_BODY = re.compile(rb"^<([^<>]*/id/body/)([^<>/]+)> ")


def main(arguments: list[str] | None = None) -> int:
    """Run the program; returns the exit code."""
    parser = argparse.ArgumentParser(prog="wsisgraph converting")
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args(arguments)
    wishes = json.loads((given.folder / WISHES).read_bytes())
    # What is read in all of its life is found now; then it is shut in.
    source = _source(wishes["source"])
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE, _LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if wishes["filtered"]:
        offline.go_offline()
    try:
        told = convert(source, given.folder, given.out, wishes)
    except InputRefused as error:
        told = {"problems": [[each.where, each.found, each.mend] for each in error.problems]}
    except WsisgraphError as error:
        told = {"problems": [[error.where or "", error.message, error.mend or ""]]}
    Path(f"{given.out}.json").write_text(json.dumps(told), encoding="utf-8")
    return 0


def convert(source: Source, folder: Path, out: Path, wishes: Mapping[str, Any]) -> dict[str, Any]:
    """Read the file that is wished for, write what it says, and return what there is to tell.

    Raises:
        InputRefused: it cannot be read at all.
    """
    mapping = folder / wishes["mapping"] if wishes["mapping"] else None
    options = Options(wishes["strict"], wishes["language"] or None, mapping, wishes["parameters"])
    work = folder / "spool"
    work.mkdir()
    read = reading.read(
        named(source, wishes["name"]),
        [folder / wishes["file"]],
        options,
        work,
        memory=MEMORY,
        filtered=wishes["filtered"],
    )
    with Spool(work) as spool:
        spool.find_doubles()
        number = spool.number_of_remarks()
        remarks = [
            [str(remark.kind), str(remark.origin), remark.found, remark.mend]
            for kind in Kind
            for remark in islice(spool.remarks(kind), MOST_TOLD)
        ]
        taken, _, _ = spool.counts()
        if not number[Kind.PROBLEM]:
            with spool.quads.open("rb") as lines, out.open("wb") as into:
                _write(lines, into, wishes["agency"])
    return {
        "counted": read.counted,
        "taken": taken,
        "remarks": remarks,
        "number": {str(kind): count for kind, count in number.items()},
        "mapping": next(iter(read.mappings.values()), ""),
    }


def _write(lines: IO[bytes], out: IO[bytes], agency: str) -> None:
    """Write statements as N-Triples, bodies that no graph knows under names of the agency.

    A loader names them by what is printed; another table may have the same and say otherwise of it.
    """
    described = {match[0][:-1]: match for match in map(_BODY.match, lines) if match is not None}
    own = {
        name: f"<{match[1].decode()}{agency}/{match[2].decode()}>".encode()
        for name, match in described.items()
    }
    lines.seek(0)
    for line in lines:
        subject, predicate, rest = line.split(b" ", 2)
        value = rest[: rest.rindex(b" <")]
        out.write(b" ".join((own.get(subject, subject), predicate, own.get(value, value), b".\n")))


def _source(name: str) -> Source:
    return discover(pass_over=lambda error: None)[name]


if __name__ == "__main__":
    sys.exit(main())
