"""Keeping a SPARQL server and a data folder in step, whoever changed either of them.

What the journal has and the server has not is carried over. What the server has and the journal
has not, somebody else wrote there: it is said, taken into the journal as it stands, and counted as
a revision. A server that holds nothing at all is filled.
"""

import logging
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from wsisgraph.errors import ChangeRefused
from wsisgraph.store.journal import JournalReader
from wsisgraph.store.record import BEGINNING, Position
from wsisgraph.store.remote_engine import TRIPLES, Engine
from wsisgraph.store.remote_following import (
    CannotTell,
    Following,
    Note,
    Notes,
    Standing,
    find,
    held,
    look,
    numbered,
)
from wsisgraph.store.remote_lines import DEFAULT

OUTSIDE = "outside"
"""Who wrote what was found on the server, as the journal names them."""

_log = logging.getLogger(__name__)
_MOST_NAMED = 5


class Local(Protocol):
    """The data folder, as the server's companion needs it."""

    @property
    def sequence(self) -> int:
        """The last record that graphs are given by."""
        ...

    async def graphs(self) -> Sequence[str]:
        """Return the names of all graphs; `DEFAULT` among them where that is an ordinary one."""
        ...

    async def contents(self, graph: str) -> bytes:
        """Return a graph as N-Triples; nothing for one that is not there."""
        ...

    async def take(self, graphs: Sequence[str], quads: Path, message: str) -> None:
        """Commit that graphs hold the N-Quads of a file and nothing else."""
        ...


class Step:
    """Brings the two into step, again and again.

    Attributes:
        standing: what the server held when it was last looked at.
        note: where both were when they were last in step; None before.
    """

    def __init__(
        self,
        engine: Engine,
        local: Local,
        root: Path,
        *,
        strict: bool,
        seconds: float,
        seconds_of_large: float = 600.0,
    ) -> None:
        """Prepare.

        Args:
            engine: the server.
            local: the data folder.
            root: its path.
            strict: whether the default graph is an ordinary one.
            seconds: how long the server may take to tell where it stands.
            seconds_of_large: how long it may take for one request of a change.
        """
        self._engine = engine
        self._local = local
        self._root = root
        self._strict = strict
        self._seconds = seconds
        self._notes = Notes(root)
        self._long = seconds_of_large
        self.note = self._notes.read()
        self.standing = Standing()
        self._following = Following(
            engine,
            root / "journal",
            local.contents,
            strict=strict,
            seconds=seconds_of_large,
        )

    async def look(self) -> bool:
        """Look where the server stands; tell whether it is where it was left.

        Raises:
            StoreError: it does not tell.
        """
        self.standing = standing = await look(self._engine, self._seconds)
        note = self.note
        return note is not None and (standing.mark, standing.counts) == (note.mark, note.counts)

    @property
    def is_behind(self) -> bool:
        """Whether the journal has what the server has not, as far as is known."""
        return self.note is None or self.note.position.sequence != self._local.sequence

    async def bring(self) -> Note:
        """Bring both into step, whatever has to be done.

        Raises:
            StoreError: it could not be done now; what was begun is done to its end the next time.
        """
        if not await self.look():
            await self._make_good()
        elif self.is_behind:
            assert self.note is not None
            mark, begun = self.note.mark, self.note.position
            await self._carry_over(mark, begun)
        assert self.note is not None
        return self.note

    async def _make_good(self) -> None:
        """Find out what happened to the server, and act on it."""
        standing, note = self.standing, self.note
        merged = self._engine.dialect.merged
        journal = self._root / "journal"
        begun = find(journal, standing.whole, note) if standing.whole else None
        if begun is not None and standing.is_under_way:
            await self._carry_over(standing.whole, begun)
        elif begun is not None:
            if note is not None and note.mark == standing.mark:
                changed = _changed(note.counts, standing.counts)
                # What we merged ourselves is made anew from what was found.
                data = [graph for graph in changed if graph != merged]
                await self._take_over(data, _told(note.counts, standing.counts, data))
                if merged in changed or not data:
                    await self._send_all()
                    return
            await self._carry_over(standing.whole, begun)
        elif standing.is_empty or standing.is_under_way:
            await self._send_all()
        else:
            if note is None and not standing.mark and self._engine.dialect.is_native:
                self._spare(standing.counts.get(merged, 0))
            graphs = standing.graphs
            if note is not None:
                graphs = tuple(g for g in _changed(note.counts, standing.counts) if g != merged)
            await self._take_over(graphs, f"{len(graphs)} graphs that this folder did not write")
            await self._send_all()

    def _spare(self, number: int) -> None:
        """Leave a default graph alone that others filled.

        Raises:
            ChangeRefused: there is one.
        """
        if number:
            raise ChangeRefused(
                f"The default graph of the SPARQL server holds {number:,} statements of somebody"
                " else, where the merge of the accepted graphs is to stand",
                mend="give this service a dataset of its own over there, or move them into a graph",
            )

    async def _carry_over(self, mark: str, begun: Position) -> None:
        end = self._end(begun)
        if end == begun and not self.standing.is_under_way:
            target = mark
        else:
            try:
                target = await self._following.bring_up(self.standing, mark, begun, end)
            except CannotTell:
                await self._send_all()
                return
        await self._remember(target, end)

    async def _send_all(self) -> None:
        end = self._end(BEGINNING)
        number = max(end.sequence, self.standing.number + (1 if self.standing.mark else 0))
        target = numbered(f"{number}-", end, end)
        await self._following.send_all(await self._local.graphs(), self.standing, target)
        await self._remember(target, end)

    async def _remember(self, mark: str, position: Position) -> None:
        standing = await look(self._engine, max(self._seconds, self._long))
        self.standing = standing
        self.note = Note(mark, position, standing.counts)
        self._notes.write(self.note)

    def _end(self, begun: Position) -> Position:
        reader = JournalReader(self._root / "journal", begun)
        try:
            for _ in reader.read(self._local.sequence):
                pass
            return reader.position
        finally:
            reader.close()

    async def _take_over(self, graphs: Iterable[str], told: str) -> None:
        """Take what somebody else wrote on the server into the journal."""
        graphs = list(graphs)
        if not graphs:
            return
        _log.warning(
            "The SPARQL server was written by somebody else: %s; it is taken over as it stands",
            told,
        )
        handle, name = tempfile.mkstemp(dir=self._root, suffix=".nq")
        path = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                for graph in graphs:
                    if graph in self.standing.counts:
                        file.writelines(await self._lines_of(graph))
            await self._local.take(graphs, path, f"found on the SPARQL server: {told}")
        finally:
            path.unlink(missing_ok=True)

    async def _lines_of(self, graph: str) -> list[bytes]:
        """Return a graph of the server as N-Quads, without what we say there of ourselves."""
        body = bytearray()
        await self._engine.query(held(graph), TRIPLES, body.extend, seconds=self._long)
        ending = f" <{graph}> .\n".encode() if graph != DEFAULT else b" .\n"
        return with_graph(bytes(body), ending)


def with_graph(triples: bytes, ending: bytes) -> list[bytes]:
    """Return lines of N-Triples with another end: a graph, and the full stop."""
    lines = (line.strip() for line in triples.split(b"\n"))
    return [line[:-1].rstrip() + ending for line in lines if line.endswith(b".")]


def _changed(before: dict[str, int], now: dict[str, int]) -> list[str]:
    return sorted(g for g in before.keys() | now.keys() if before.get(g) != now.get(g))


def _told(before: dict[str, int], now: dict[str, int], graphs: Sequence[str]) -> str:
    named = [
        f"<{graph}> had {before.get(graph, 0):,} statements and has {now.get(graph, 0):,}"
        for graph in graphs[:_MOST_NAMED]
    ]
    more = f", and {len(graphs) - _MOST_NAMED} more graphs" if len(graphs) > _MOST_NAMED else ""
    return "; ".join(named) + more
