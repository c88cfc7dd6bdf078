"""/downloads: the data as files, made once for a revision, with checksums true for the bytes.

A program beside the service makes them (`wsisgraph.graph.files`): the front has no engine, and its
loop waits for nobody. Until they are made, whoever asks is told to come again.
"""

import asyncio
import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wsisgraph import __version__
from wsisgraph.api import beside
from wsisgraph.api.negotiation import MEDIA_TYPES
from wsisgraph.api.reading import Reading, RevisionMoved
from wsisgraph.errors import StoreUnavailable
from wsisgraph.store.protocol import Scope, Store
from wsisgraph.terms import iris

PATH = "/downloads"
CHECKSUMS = "SHA256SUMS"
TABLES: Mapping[str, str] = {
    "linkages.csv": "api/table-linkages",
    "activities.csv": "api/table-activities",
}
"""The tables among the files, each the answer of a query."""

_PATIENCE = 6.0
"""Seconds that a request waits for the files."""
_MAKER = "wsisgraph.graph.files"
_LONGEST = 900.0
"""Seconds after which the making is given up."""
_REST = 60.0
"""Seconds from one try to the next, where it failed."""
_KEPT = 2
"""Revisions whose files are kept: who has begun to take one away may end it."""
_LIST = "files.json"


@dataclass(frozen=True, slots=True)
class File:
    """One file, below the folder of its revision."""

    name: str
    media_type: str
    size: int
    sha256: str
    graph: str = ""
    """The graph that it holds; "" for more than one."""


@dataclass(frozen=True, slots=True)
class Files:
    """All files of a revision."""

    folder: Path
    files: tuple[File, ...]

    def named(self, name: str) -> File | None:
        """Return the file of a name; None where there is none."""
        return next((file for file in self.files if file.name == name), None)


class Downloads:
    """Makes the files of a revision when they are first asked for."""

    def __init__(self, data: Path | None = None) -> None:
        """Keep the files in the data folder, without one in a temporary folder."""
        self._data = data
        self._making: dict[str, tuple[asyncio.Task[Files | None], float]] = {}
        self._elsewhere: tempfile.TemporaryDirectory[str] | None = None

    async def of(self, store: Store, reading: Reading, patience: float = _PATIENCE) -> Files | None:
        """Return the files of the revision that is read; None while they are being made.

        Raises:
            StoreUnavailable: they could not be made.
        """
        revision = reading.revision.id
        found = await asyncio.to_thread(_read, self._folder(revision))
        if found is not None:
            return found
        if (busy := self._made_of_another(revision)) is not None:
            # Where revisions follow each other quickly, the files of one are made at a time.
            await asyncio.wait([busy], timeout=patience)
            if not busy.done():
                return None
        now = asyncio.get_running_loop().time()
        task, began = self._making.get(revision, (None, now))
        if task is None or (task.done() and now > began + _REST):
            task = asyncio.create_task(self._make(store, reading))
            # A failure that nobody waits for any more is told to whoever asks next.
            task.add_done_callback(lambda made: made.cancelled() or made.exception())
            self._making = {revision: (task, now)}
        done, _ = await asyncio.wait([task], timeout=patience)
        return task.result() if done else None

    def _made_of_another(self, revision: str) -> "asyncio.Task[Files | None] | None":
        """Return who makes the files of another revision now."""
        making = ((name, task) for name, (task, _) in self._making.items() if not task.done())
        return next((task for name, task in making if name != revision), None)

    def _folder(self, revision: str) -> Path:
        """Return where the files of a revision are: what decides their bytes is in the name."""
        if self._data is None or not self._data.is_dir():
            self._elsewhere = self._elsewhere or tempfile.TemporaryDirectory(prefix="wsisgraph-")
            data = Path(self._elsewhere.name)
        else:
            data = self._data
        base = hashlib.sha256(f"{iris.base_iri()} {__version__}".encode()).hexdigest()[:8]
        return data / "downloads" / f"{revision}-{base}"

    async def _make(self, store: Store, reading: Reading) -> Files | None:
        """Make the files; None where the data have changed since, and others are wanted."""
        folder = self._folder(reading.revision.id)
        try:
            async with store.hold():
                now = reading.anew()
                if now.revision != reading.revision:
                    return None
                return await self._make_in(folder, store, now)
        except RevisionMoved:
            return None
        except OSError as error:
            raise StoreUnavailable(
                f"The files could not be written ({error.strerror})", where=str(folder)
            ) from error

    async def _make_in(self, folder: Path, store: Store, reading: Reading) -> Files:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".making-", dir=folder.parent))
        try:
            quads = draft.with_suffix(".nq")
            try:
                answer = await store.graph(Scope.DATASET, formats=["nquads"])
                await beside.spool(answer, reading, quads)
                await beside.run(_MAKER, quads, draft, what="The files", seconds=_LONGEST)
            finally:
                quads.unlink(missing_ok=True)
            tables = await tables_of(reading)
            files = await asyncio.to_thread(complete, draft, tables)
            await asyncio.to_thread(_publish, draft, folder)
        finally:
            await asyncio.to_thread(shutil.rmtree, draft, ignore_errors=True)
        return Files(folder, files)


async def tables_of(reading: Reading) -> dict[str, bytes]:
    """Return the tables, by the names of their files."""
    return {name: await reading.ask(reading.text(query), ["csv"]) for name, query in TABLES.items()}


def checksums(files: Sequence[File]) -> bytes:
    """Return the checksums as `sha256sum --check` reads them."""
    return "".join(f"{file.sha256}  {file.name}\n" for file in files).encode()


def complete(draft: Path, tables: Mapping[str, bytes]) -> tuple[File, ...]:
    """Add the tables to a folder that `graph.files` filled; returns what is told of every file."""
    made = json.loads((draft / _LIST).read_text("utf-8"))
    files = [
        File(
            entry["name"],
            MEDIA_TYPES[entry["form"]][0],
            entry["size"],
            entry["sha256"],
            entry["graph"],
        )
        for entry in made
    ]
    for name, data in tables.items():
        (draft / name).write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        files.append(File(name, "text/csv", len(data), digest))
    listed = [[file.name, file.media_type, file.size, file.sha256, file.graph] for file in files]
    (draft / _LIST).write_text(json.dumps(listed), "utf-8")
    return tuple(files)


def _publish(draft: Path, folder: Path) -> None:
    """Put the folder in its place at once, and take away those of old revisions."""
    with contextlib.suppress(OSError):
        # Another process may have been quicker; its files are the same.
        os.rename(draft, folder)
    others = [
        path
        for path in folder.parent.iterdir()
        if path != folder and not path.name.startswith(".making-")
    ]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for old in others[_KEPT - 1 :]:
        shutil.rmtree(old, ignore_errors=True)


def _read(folder: Path) -> Files | None:
    try:
        listed = json.loads((folder / _LIST).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return Files(folder, tuple(File(*entry) for entry in listed))
