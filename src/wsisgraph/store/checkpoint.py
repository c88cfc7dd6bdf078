"""Checkpoints: immutable copies of the writer's store, and how a reader takes one in.

A checkpoint is a folder named after its sequence, made of hard links by the engine. It knows its
own place in the journal, so that a reader can go on from there.

Opening a RocksDB folder starts threads, also when it is opened read-only, and a process with
threads must not fork; so the reader parent lets a child open it and takes the triples from a pipe.
"""

import os
import shutil
from pathlib import Path
from typing import IO, cast

from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from wsisgraph.errors import StoreError
from wsisgraph.store import frames
from wsisgraph.store.changes import OWN
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.names import DEFAULT, name_of
from wsisgraph.store.record import Position
from wsisgraph.store.snapshot import Snapshot
from wsisgraph.store.spellings import Spellings

STATE = NamedNode(f"{OWN}state")
"""Subject and graph of the one quad by which a store folder knows its place in the journal."""

_REACHED = NamedNode(f"{OWN}reached")
_KEEP = 2
_FRAME = 4 << 20


def position_of(store: Store) -> Position:
    """Return the place in the journal that a store folder has reached."""
    for quad in store.quads_for_pattern(STATE, _REACHED, None, STATE):
        if isinstance(quad.object, Literal):
            sequence, chain_hash = quad.object.value.split()
            return Position(int(sequence), chain_hash)
    return Position()


def mark(store: Store, position: Position) -> None:
    """Write the reached place into a store folder, in one transaction."""
    reached = Literal(f"{position.sequence} {position.hash}")
    store.update(
        f"DELETE WHERE {{ GRAPH {STATE} {{ {STATE} {_REACHED} ?before }} }} ;"
        f"INSERT DATA {{ GRAPH {STATE} {{ {STATE} {_REACHED} {reached} }} }}"
    )


def save(store: Store, spellings: Spellings, folder: DataFolder, position: Position) -> Path:
    """Make a checkpoint of a store folder that has reached `position`; keep the last two."""
    path = folder.checkpoints / str(position.sequence)
    if not path.exists():
        draft = folder.checkpoints / "draft"
        shutil.rmtree(draft, ignore_errors=True)
        store.backup(draft)
        spellings.save(draft, position)
        draft.rename(path)
    for old in folder.all_checkpoints()[:-_KEEP]:
        shutil.rmtree(old, ignore_errors=True)
    return path


def load(path: Path, snapshot: Snapshot) -> Position:
    """Take a checkpoint into an empty snapshot, by way of a child process.

    Raises:
        StoreError: it cannot be read, for instance because it was just replaced by a newer one.
    """
    receiver, sender = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receiver)
        _send(path, sender)
    os.close(sender)
    try:
        position = _receive(receiver, snapshot)
    finally:
        os.close(receiver)
        os.waitpid(child, 0)
    if position is None:
        raise StoreError(
            "The checkpoint cannot be read", where=str(path), mend="delete that folder"
        )
    snapshot.spellings.load(path)
    return position


def _send(path: Path, fd: int) -> None:
    """Be the child: write every graph of the checkpoint to the pipe, then leave."""
    status = 1
    try:
        store = Store.read_only(str(path))
        for graph in [*store.named_graphs(), DEFAULT]:
            if graph == STATE:
                continue
            frames.write_all(fd, frames.message(frames.HEAD, {"graph": name_of(graph)}))
            lines = _Lines(fd)
            store.dump(cast(IO[bytes], lines), format=RdfFormat.N_TRIPLES, from_graph=graph)
            lines.end()
        reached = position_of(store)
        place = {"sequence": reached.sequence, "hash": reached.hash}
        frames.write_all(fd, frames.message(frames.END, place))
        status = 0
    finally:
        os._exit(status)


class _Lines:
    """A file to the engine, which sends whole lines, many in a frame; at least one, if empty."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._waiting = bytearray()

    def write(self, piece: bytes) -> int:
        self._waiting += piece
        if len(self._waiting) >= _FRAME and (cut := self._waiting.rfind(b"\n") + 1):
            self._send(cut)
        return len(piece)

    def flush(self) -> None:
        """Do nothing: frames go out when they are full, and at the end."""

    def end(self) -> None:
        self._send(len(self._waiting))

    def _send(self, cut: int) -> None:
        frames.write_all(self._fd, frames.frame(frames.DATA, bytes(self._waiting[:cut])))
        del self._waiting[:cut]


def _receive(fd: int, snapshot: Snapshot) -> Position | None:
    graph: str | None = None
    while (received := frames.read_frame(fd)) is not None:
        letter, payload = received
        if letter == frames.DATA:
            snapshot.load(graph, payload)
        elif letter == frames.HEAD:
            graph = frames.decode(payload)["graph"]
        else:
            place = frames.decode(payload)
            return Position(place["sequence"], place["hash"])
    return None
