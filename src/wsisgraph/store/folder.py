"""The data folder: what lies where, which revision is current, and how its socket is reached."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import AF_UNIX, SOCK_STREAM
from socket import socket as Socket

from wsisgraph.errors import StoreError
from wsisgraph.store.protocol import Revision


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The paths below `WSISGRAPH_DATA`."""

    root: Path

    @property
    def lock(self) -> Path:
        """Locked by the one process that writes."""
        return self.root / "lock"

    @property
    def store(self) -> Path:
        """The writer's own RocksDB store; can be rebuilt from the journal."""
        return self.root / "store"

    @property
    def journal(self) -> Path:
        """The journal's files: the one thing here that cannot be rebuilt."""
        return self.root / "journal"

    @property
    def checkpoints(self) -> Path:
        """Immutable copies of the store, from which readers start."""
        return self.root / "checkpoints"

    @property
    def current(self) -> Path:
        """A small JSON file that names the current revision."""
        return self.root / "current"

    @property
    def spool(self) -> Path:
        """Where large answers wait for slow clients; its files have no names."""
        return self.root / "spool"

    @property
    def shelves(self) -> Path:
        """Checkpoints that readers have at hand, as long as they read them."""
        return self.root / "shelves"

    @property
    def cache(self) -> Path:
        """What took long to compute, under the hash of what it was made of; can be deleted."""
        return self.root / "cache"

    @property
    def socket(self) -> Path:
        """The writer's socket, there while a service runs."""
        return self.root / "writer.sock"

    def create(self) -> None:
        """Make the folders that are missing.

        Raises:
            StoreError: a folder cannot be made.
        """
        try:
            for folder in (self.root, self.journal, self.checkpoints, self.spool):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"The data folder cannot be made ({error.strerror})",
                where=str(error.filename or self.root),
                mend="set WSISGRAPH_DATA to a directory you may write to",
            ) from error

    def revision(self) -> Revision | None:
        """Return the revision named by `current`; None when there is none, or it is unreadable."""
        try:
            told = json.loads(self.current.read_bytes())
            return Revision(int(told["sequence"]), str(told["revision"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def publish(self, revision: Revision) -> None:
        """Name `revision` as the current one, in one step."""
        draft = self.root / "current.new"
        told = {"sequence": revision.sequence, "revision": revision.id}
        draft.write_text(json.dumps(told) + "\n", encoding="ascii")
        draft.replace(self.current)

    def newest_checkpoint(self) -> Path | None:
        """Return the checkpoint of the highest sequence, None when there is none."""
        found = self.all_checkpoints()
        return found[-1] if found else None

    def all_checkpoints(self) -> list[Path]:
        """Return the finished checkpoints, oldest first."""
        try:
            entries = list(self.checkpoints.iterdir())
        except FileNotFoundError:
            return []
        return sorted((e for e in entries if e.name.isdigit()), key=lambda entry: int(entry.name))

    @contextmanager
    def socket_address(self) -> Iterator[str]:
        """Give an address for the writer's socket that is short however deep the folder lies.

        The path of a Unix socket may have 108 bytes; going through an open directory of this
        process keeps it far below.
        """
        directory = os.open(self.root, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            yield f"/proc/self/fd/{directory}/{self.socket.name}"
        finally:
            os.close(directory)

    def connect(self) -> Socket:
        """Return a connection to the running writer.

        Raises:
            FileNotFoundError, ConnectionRefusedError: no writer listens here.
        """
        connection = Socket(AF_UNIX, SOCK_STREAM)
        try:
            with self.socket_address() as address:
                connection.connect(address)
        except BaseException:
            connection.close()
            raise
        return connection
