"""The index that the service searches: made beside it for each revision, read from a file.

A program of its own makes it (`wsisgraph.search.make`) of the answers of four queries. When the
data change, the next search has a new one made; until it is there the old one answers, and says so.
"""

import asyncio
import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from wsisgraph import __version__
from wsisgraph.api import beside
from wsisgraph.api.reading import Reading, RevisionMoved
from wsisgraph.errors import StoreUnavailable
from wsisgraph.search.gathered import FIELDS, SAID, TABLES
from wsisgraph.store.protocol import Store
from wsisgraph.terms import iris

_PATIENCE = 10.0
"""Seconds that a search waits for the first index."""
_PATIENCE_WITH_OLD = 1.5
"""Seconds that it waits for a new one, where there is an old one."""
_LONGEST = 600.0
_MAKER = "wsisgraph.search.make"
_REST = 30.0
"""Seconds from one try to the next, where it failed."""
_KEPT = 2
_AT_ONCE = 4
"""Searches that go on at the same time."""


@dataclass(frozen=True, slots=True)
class Index:
    """An index, and the revision that it was made of."""

    path: Path
    revision: str


class Indexes:
    """Has an index made for each revision that is searched."""

    def __init__(self, data: Path | None = None, *, with_texts: bool = False) -> None:
        """Keep them in the data folder, without one in a temporary folder.

        Args:
            data: the data folder.
            with_texts: whether what documents say word by word is searched.
        """
        self._data = data
        self._with_texts = with_texts
        self.turns = asyncio.Semaphore(_AT_ONCE)
        """Who searches waits for one of these."""
        self._making: asyncio.Task[Index] | None = None
        self._not_before = 0.0
        self._last: Index | None = None
        self._elsewhere: tempfile.TemporaryDirectory[str] | None = None

    async def of(self, store: Store, reading: Reading) -> Index:
        """Return the index of the revision that is read, or while it is made the last one.

        Raises:
            StoreUnavailable: there is none yet, or none could be made.
        """
        revision = reading.revision.id
        if self._last is None or self._last.revision != revision:
            path = self._path(revision)
            if await asyncio.to_thread(path.is_file):
                self._last = Index(path, revision)
            else:
                await self._have_made(store, reading)
        if self._last is None:
            raise StoreUnavailable(
                "The index of this revision is being made", mend="search again in a moment"
            )
        return self._last

    async def _have_made(self, store: Store, reading: Reading) -> None:
        """Have an index made, unless one is, and wait for it a while; it is made all the same.

        Raises:
            StoreUnavailable: there is none, and none could be made.
        """
        now = asyncio.get_running_loop().time()
        if self._making is None or (self._making.done() and now >= self._not_before):
            # Where revisions follow each other quickly, one index is made at a time.
            self._making = asyncio.create_task(self._make(store, reading))
            # A failure that nobody waits for any more is told to whoever searches next.
            self._making.add_done_callback(self._made)
        patience = _PATIENCE if self._last is None else _PATIENCE_WITH_OLD
        making = self._making
        done, _ = await asyncio.wait([making], timeout=patience)
        if done and self._last is None:
            making.result()

    def _made(self, task: asyncio.Task[Index]) -> None:
        if task.cancelled() or task.exception() is not None:
            self._not_before = asyncio.get_running_loop().time() + _REST
        else:
            self._last = task.result()

    def _path(self, revision: str) -> Path:
        """Return where the index of a revision is: what decides its content is in the name."""
        if self._data is None or not self._data.is_dir():
            self._elsewhere = self._elsewhere or tempfile.TemporaryDirectory(prefix="wsisgraph-")
            data = Path(self._elsewhere.name)
        else:
            data = self._data
        made_of = f"{iris.base_iri()} {__version__} {self._with_texts}"
        key = hashlib.sha256(made_of.encode()).hexdigest()[:8]
        return data / "search" / f"{revision}-{key}.sqlite"

    async def _make(self, store: Store, reading: Reading) -> Index:
        try:
            async with store.hold():
                return await self._make_of(store, reading.anew())
        except RevisionMoved as error:
            raise StoreUnavailable("The data changed while the index was made") from error

    async def _make_of(self, store: Store, reading: Reading) -> Index:
        path = self._path(reading.revision.id)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = Path(tempfile.mkdtemp(prefix=".making-", dir=path.parent))
            try:
                for name in TABLES:
                    await self._spool(store, reading, name, draft / f"{name}.csv")
                await beside.run(_MAKER, draft, draft / "index", what="The index", seconds=_LONGEST)
                await asyncio.to_thread(_publish, draft / "index", path)
            finally:
                await asyncio.to_thread(shutil.rmtree, draft, ignore_errors=True)
        except OSError as error:
            raise StoreUnavailable(
                f"The index could not be written ({error.strerror})", where=str(path.parent)
            ) from error
        return Index(path, reading.revision.id)

    async def _spool(self, store: Store, reading: Reading, name: str, into: Path) -> None:
        fields = [*FIELDS, SAID] if self._with_texts else list(FIELDS)
        query = reading.text(f"api/search-{name}", {"field": fields} if name == "texts" else {})
        answer = await store.query(query, formats=["csv"], own=True)
        await beside.spool(answer, reading, into)


def _publish(draft: Path, path: Path) -> None:
    """Put an index in its place at once, and take away old ones."""
    os.replace(draft, path)
    others = [other for other in path.parent.glob("*.sqlite") if other != path]
    others.sort(key=lambda other: other.stat().st_mtime, reverse=True)
    for old in others[_KEPT - 1 :]:
        # Who has it open reads it to its end.
        old.unlink(missing_ok=True)
