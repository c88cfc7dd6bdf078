"""Checkpoints: immutable copies of the writer's store, and how a reader takes one in.

A checkpoint is a folder named after its sequence, made of hard links by the engine. It knows its
own place in the journal, so that a reader can go on from there; how it stands is told in a file of
it, and in a graph of its own. One that is to be read where it lies has no such graph, since whoever
asks for all graphs would see it.

Opening a RocksDB folder starts threads, also when it is opened read-only, and a process with
threads must not fork; so the reader parent lets a child open it and takes the triples from a pipe.
"""

import contextlib
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from wsisgraph.errors import StoreError
from wsisgraph.store import frames
from wsisgraph.store.changes import OWN
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.names import DEFAULT, name_of
from wsisgraph.store.record import BEGINNING, Position
from wsisgraph.store.snapshot import Snapshot
from wsisgraph.store.spellings import Spellings

STATE = NamedNode(f"{OWN}state")
"""Subject and graph of the one quad by which a store folder knows its place in the journal."""

_REACHED = NamedNode(f"{OWN}reached")
_KEEP = 2
_FRAME = 4 << 20
_FILE = "standing.json"
_GOING = "going-"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a store folder, or a checkpoint of it, stands.

    Attributes:
        position: the place in the journal that it has reached.
        quads: how many quads the dataset has; None when they were not counted yet.
        merged: whether its default graph is the merge of the accepted graphs, or is becoming it.
        whole: whether that is complete.
        on_disk: whether readers are to read checkpoints where they lie.
    """

    position: Position = BEGINNING
    quads: int | None = None
    merged: bool = False
    whole: bool = False
    on_disk: bool = False


def standing_of(store: Store) -> Standing:
    """Return how a store folder stands, as it tells itself."""
    for quad in store.quads_for_pattern(STATE, _REACHED, None, STATE):
        if isinstance(quad.object, Literal):
            sequence, chain_hash, *more = quad.object.value.split()
            quads = int(more[0]) if more else None
            flags = set(more[1:])
            return Standing(
                Position(int(sequence), chain_hash),
                quads,
                merged="merged" in flags,
                whole="whole" in flags,
                on_disk="disk" in flags,
            )
    return Standing()


def told(path: Path) -> Standing | None:
    """Return how a checkpoint stands, by its file; None where it has none, being an earlier one.

    Raises:
        StoreError: it cannot be read.
    """
    try:
        told = json.loads((path / _FILE).read_bytes())
        place = Position(int(told["sequence"]), str(told["hash"]))
        flags = {name: bool(told[name]) for name in ("merged", "whole", "on_disk")}
        return Standing(place, told["quads"], **flags)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unreadable(path) from error


def read_standing(path: Path, store: Store) -> Standing:
    """Return how a checkpoint stands, which `store` is a copy of, or has open.

    Raises:
        StoreError: it cannot be read.
    """
    return told(path) or standing_of(store)


def mark(store: Store, standing: Standing) -> None:
    """Write into a store folder how it stands, in one transaction."""
    place = standing.position
    words = [str(place.sequence), place.hash]
    if standing.quads is not None:
        words.append(str(standing.quads))
        flags = {"merged": standing.merged, "whole": standing.whole, "disk": standing.on_disk}
        words += [word for word, is_so in flags.items() if is_so]
    reached = Literal(" ".join(words))
    store.update(
        f"DELETE WHERE {{ GRAPH {STATE} {{ {STATE} {_REACHED} ?before }} }} ;"
        f"INSERT DATA {{ GRAPH {STATE} {{ {STATE} {_REACHED} {reached} }} }}"
    )


def save(store: Store, spellings: Spellings, folder: DataFolder, standing: Standing) -> Path:
    """Make a checkpoint of a store folder that stands so; keep the last two."""
    path = folder.checkpoints / str(standing.position.sequence)
    if not path.exists():
        draft = folder.checkpoints / "draft"
        shutil.rmtree(draft, ignore_errors=True)
        if standing.on_disk:
            _tell(folder.store, standing)
            store.remove_graph(STATE)
        try:
            store.backup(draft)
        finally:
            if standing.on_disk:
                mark(store, standing)
        spellings.save(draft, standing.position)
        _tell(draft, standing)
        draft.rename(path)
    for left in folder.checkpoints.glob(f"{_GOING}*"):
        shutil.rmtree(left, ignore_errors=True)
    for old in folder.all_checkpoints()[:-_KEEP]:
        remove(old)
    return path


def see_to_place(store: Store, folder: DataFolder) -> None:
    """Write down again how a store stands, if a crash while it was saved has taken that away."""
    if standing_of(store) == Standing() and (standing := told(folder.store)) is not None:
        mark(store, standing)


def discard(folder: DataFolder, sequence: int) -> None:
    """Remove the checkpoint of a sequence, if there is one."""
    remove(folder.checkpoints / str(sequence))


def remove(path: Path) -> None:
    """Take a checkpoint away at once.

    Who reads it meanwhile finds all of it or nothing: one half of which is gone would look like one
    of an earlier edition, which has no spellings and does not tell how it stands.
    """
    going = path.with_name(_GOING + path.name)
    shutil.rmtree(going, ignore_errors=True)
    with contextlib.suppress(OSError):
        path.rename(going)
        shutil.rmtree(going, ignore_errors=True)


def _tell(path: Path, standing: Standing) -> None:
    told = {
        "sequence": standing.position.sequence,
        "hash": standing.position.hash,
        "quads": standing.quads,
        "merged": standing.merged,
        "whole": standing.whole,
        "on_disk": standing.on_disk,
    }
    draft = path / f"{_FILE}.new"
    with draft.open("w", encoding="ascii") as file:
        file.write(json.dumps(told) + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path / _FILE)


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
        raise _unreadable(path)
    snapshot.spellings.load(path)
    return position


def is_readable(path: Path) -> bool:
    """Tell whether a checkpoint can be opened, by way of a child process."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            with contextlib.suppress(OSError, RuntimeError):
                Store.read_only(str(path))
                status = 0
        finally:
            os._exit(status)
    return os.waitpid(child, 0)[1] == 0


def _send(path: Path, fd: int) -> None:
    """Be the child: write every graph of the checkpoint to the pipe, then leave."""
    status = 1
    try:
        store = Store.read_only(str(path))
        standing = read_standing(path, store)
        # What is merged there is merged anew here.
        graphs = [*store.named_graphs(), *([] if standing.merged else [DEFAULT])]
        for graph in graphs:
            if graph == STATE:
                continue
            frames.write_all(fd, frames.message(frames.HEAD, {"graph": name_of(graph)}))
            lines = _Lines(fd)
            store.dump(cast(IO[bytes], lines), format=RdfFormat.N_TRIPLES, from_graph=graph)
            lines.end()
        reached = standing.position
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


def _unreadable(path: Path) -> StoreError:
    return StoreError("The checkpoint cannot be read", where=str(path), mend="delete that folder")
