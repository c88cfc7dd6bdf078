"""Tables that agencies send: converted beside the front, which reads none of them."""

import asyncio
import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from wsisgraph.api import beside, problems
from wsisgraph.settings import Settings

SUFFIXES = {
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}
"""The media types of tables, with the endings that files of theirs have."""

SOURCES = ("stocktaking", "wsis-prizes", "linkages", "iati")
"""What a row of a table can be; see docs/how-to/load-a-table.md."""

SECONDS = 120.0
"""Seconds that a table may take to be converted."""

AT_ONCE = 2
"""Tables that are converted at the same time."""

_CONVERTER = "wsisgraph.intake.converting"
_NAME = re.compile(r"[^A-Za-z0-9._-]+")
_MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was sent.

    Attributes:
        body: its bytes.
        filename: the name of the file, or one like it.
        mapping: a file that says what its columns mean, b"" for none.
        source: what a row is.
        language: of its texts, "" for what the source says.
        strict: whether unknown columns and values refuse it.
    """

    body: bytes
    filename: str
    mapping: bytes
    source: str
    language: str
    strict: bool


@dataclass(frozen=True, slots=True)
class Converted:
    """What a table says.

    Attributes:
        statements: as N-Triples.
        told: what was taken, and remarks on rows, as members of JSON.
    """

    statements: bytes
    told: dict[str, Any]


class Tables:
    """Has tables converted, a few at a time."""

    def __init__(self, settings: Settings) -> None:
        """Say where there is room for them; nothing is made yet."""
        self._settings = settings
        self._places = asyncio.Semaphore(AT_ONCE)

    async def converted(self, table: Table, agency: str, key: str) -> Converted:
        """Return what a table says, in names that bear the agency's key.

        Args:
            table: what was sent.
            agency: key of the agency.
            key: what follows the agency in the name of the graph, "" for nothing.

        Raises:
            HttpProblem: 400, it cannot be read, or a row of it cannot be taken; says which.
            StoreUnavailable: it could not be converted in time.
        """
        async with self._places:
            folder = await asyncio.to_thread(self._folder)
            try:
                name = await asyncio.to_thread(self._put, folder, table, agency, key)
                out = folder / "out.nt"
                await beside.run(_CONVERTER, folder, out, what=f"“{name}”", seconds=SECONDS)
                return await asyncio.to_thread(_read, out, name)
            finally:
                await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    def _folder(self) -> Path:
        spool = self._settings.data / "spool"
        spool.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix="table-", dir=spool))

    def _put(self, folder: Path, table: Table, agency: str, key: str) -> str:
        name = _NAME.sub("-", PurePosixPath(table.filename).name)[-80:].lstrip(".-") or "table.csv"
        (folder / name).write_bytes(table.body)
        mapping = "columns.toml" if table.mapping else ""
        if mapping:
            (folder / mapping).write_bytes(table.mapping)
        wishes = {
            "source": table.source,
            "name": f"agency/{agency}" + (f"/{key}" if key else ""),
            "file": name,
            "mapping": mapping,
            "strict": table.strict,
            "language": table.language,
            "parameters": {},
            "agency": agency,
            "filtered": self._settings.sandbox,
        }
        (folder / "wishes.json").write_text(json.dumps(wishes), encoding="utf-8")
        return name


def _read(out: Path, name: str) -> Converted:
    told = json.loads(Path(f"{out}.json").read_bytes())
    if listed := told.get("problems"):
        raise _refused(name, [_sentence(*each) for each in listed])
    remarks = [
        {"kind": kind, "where": where, "found": found, "mend": mend}
        for kind, where, found, mend in told["remarks"]
    ]
    if told["number"]["problem"]:
        wrong = [each for each in remarks if each["kind"] == "problem"]
        sentences = [_sentence(each["where"], each["found"], each["mend"]) for each in wrong]
        raise _refused(name, sentences, told["number"]["problem"])
    members: Mapping[str, Any] = {"taken": told["taken"], "counted": told["counted"]}
    return Converted(out.read_bytes(), {**members, "remarks": remarks, "mapping": told["mapping"]})


def _refused(name: str, sentences: list[str], number: int = 0) -> problems.HttpProblem:
    count = max(number, len(sentences))
    more = f" — and {count - _MOST_TOLD:,} more" if count > _MOST_TOLD else ""
    return problems.HttpProblem(
        problems.BAD_TABLE,
        f"“{name}” cannot be taken: {'; '.join(sentences[:_MOST_TOLD])}{more}",
        where="the body",
        mend="mend these rows, or send a mapping that says what the columns mean"
        " (docs/how-to/contribute.md)",
    )


def _sentence(where: str, found: str, mend: str) -> str:
    place = f"{where}: " if where else ""
    return f"{place}{found}" + (f" ({mend})" if mend else "")
