"""The reader parent: holds the current revision and forks workers from it.

It holds the data in memory; or, when they are many, it holds none of them, and each worker opens
the checkpoint of that revision where it lies (`shelf`).

A program of its own (`python -m wsisgraph.store.reader_process`), single-threaded, so that forking
is safe. It is told what to do over one control socket, one message each way at a time:

- `fork` → a worker's process id, with its socket as a passed descriptor;
- `advance` → the journal is followed up to a sequence, or the newest checkpoint is taken, which is
  that far; workers forked from now on see it;
- `reap` → a worker that was let go or killed is buried, and how it ended is told.

Workers already forked keep the revision they were born with. A dead worker stays unburied until
it is reaped, so its process id cannot come to mean another process meanwhile. When the control
socket closes, or this process dies, every worker dies with it.
"""

import argparse
import contextlib
import gc
import json
import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any

from wsisgraph.errors import StoreError, WsisgraphError
from wsisgraph.store import capacity, checkpoint, heap, judging, nquads, sandbox, worker
from wsisgraph.store.changes import as_message
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.journal import JournalReader
from wsisgraph.store.judging import Judge
from wsisgraph.store.record import BEGINNING, Position
from wsisgraph.store.shelf import Shelves
from wsisgraph.store.snapshot import Snapshot

_LARGEST_MESSAGE = 1 << 16
_ATTEMPTS = 3
_WASTE = 50_000


class ReaderParent:
    """The data, and the workers forked from it."""

    def __init__(
        self,
        data: Path,
        *,
        merged: bool,
        memory: int,
        filtered: bool,
        judge: Judge | None = None,
    ) -> None:
        """Load the newest checkpoint and follow the journal to its end.

        Raises:
            StoreError: the platform has no sandbox and it was not switched off, or the data
                cannot be read.
        """
        if filtered and not sandbox.is_supported():
            raise StoreError(
                "This platform has no seccomp filter, so queries cannot be shut in",
                mend="run on Linux (x86_64 or aarch64), or set WSISGRAPH_SANDBOX=off and let"
                " only people you trust send queries",
            )
        self._folder = DataFolder(data)
        self._memory = memory
        self._judge = judge
        self._filtered = filtered
        self._children: set[int] = set()
        self._tolerated = _WASTE
        self._shelves = Shelves(self._folder, merged=merged, filtered=filtered)
        self._on_disk = self._shelves.take()
        self._snapshot, position = self._load(merged)
        self._journal = JournalReader(self._folder.journal, position)
        if not self._on_disk:
            self._follow(None)
        heap.give_back()

    def answer(self, request: dict[str, Any]) -> tuple[dict[str, Any], list[int]]:
        """Do what a message asks; returns the reply and descriptors to pass with it."""
        match request["do"]:
            case "fork":
                return self._fork()
            case "advance":
                if self._on_disk:
                    self._shelves.take(request["sequence"])
                else:
                    self._follow(request["sequence"])
                return self.state(), []
            case _:
                return self._reap(request["pid"]), []

    def state(self) -> dict[str, Any]:
        """Tell the revision that is held, where, and whether most of the memory is waste."""
        position = self._shelves.position if self._on_disk else self._journal.position
        revision = position.revision
        return {
            "sequence": revision.sequence,
            "revision": revision.id,
            "wasteful": self._snapshot.discarded > self._tolerated,
            "on_disk": self._on_disk,
        }

    def end(self) -> None:
        """Kill and bury every worker."""
        for pid in self._children:
            os.kill(pid, signal.SIGKILL)
        for pid in self._children:
            os.waitpid(pid, 0)
        self._shelves.clear()

    def _load(self, merged: bool) -> tuple[Snapshot, Position]:
        if self._on_disk:
            return Snapshot(merged=merged), BEGINNING
        for _ in range(_ATTEMPTS):
            newest = self._folder.newest_checkpoint()
            if newest is None:
                break
            # The writer may just replace it by a newer one.
            with contextlib.suppress(StoreError):
                snapshot = Snapshot(merged=merged)
                return snapshot, checkpoint.load(newest, snapshot)
        # There is none, or its disk is at fault: the journal has it all.
        return Snapshot(merged=merged), BEGINNING

    def _follow(self, until: int | None) -> None:
        moved = 0
        for record in self._journal.read(until):
            moved += record.added_quads + record.removed_quads
            with record.added_span.open() as added, record.removed_span.open() as removed:
                self._snapshot.apply(
                    added=nquads.read(added),
                    removed=nquads.read(removed),
                    empty=record.empty,
                    dropped=record.dropped,
                )
        if self._snapshot.discarded > self._tolerated:
            # Counting the quads is a walk over all of them, which writes to every page: what the
            # workers share would be theirs alone. So never at a fork, and not at every change.
            self._tolerated = max(_WASTE, len(self._snapshot) // 2)
        if moved > heap.MANY_QUADS:
            heap.give_back()

    def _fork(self) -> tuple[dict[str, Any], list[int]]:
        ours, theirs = socket.socketpair()
        gc.freeze()
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            self._live(theirs.fileno())
        theirs.close()
        self._children.add(pid)
        self._shelves.lend(pid)
        return {"pid": pid, **self.state()}, [ours.detach()]

    def _live(self, fd: int) -> None:
        """Be a worker; never returns."""
        if not self._on_disk:
            worker.run(
                lambda: self._snapshot,
                fd,
                lambda: sandbox.confine(memory=self._memory, keep=fd, filtered=self._filtered),
                self._judge,
            )
        shelf = self._shelves.current
        worker.run(
            shelf.snapshot,
            fd,
            lambda: sandbox.confine(
                memory=self._memory + capacity.CACHE,
                keep=fd,
                filtered=self._filtered,
                readable=shelf.path,
                prepare=shelf.open,
            ),
            self._judge,
        )

    def _reap(self, pid: int) -> dict[str, Any]:
        if pid not in self._children:
            return {"status": None}
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        self._children.discard(pid)
        self._shelves.give_back(pid)
        return {"status": os.waitstatus_to_exitcode(status)}


def serve(control: socket.socket, parent: ReaderParent) -> None:
    """Answer messages until the other side closes the control socket."""
    while message := control.recv(_LARGEST_MESSAGE):
        try:
            reply, fds = parent.answer(json.loads(message))
        except StoreError as error:
            reply, fds = as_message(error), []
        socket.send_fds(control, [json.dumps(reply).encode()], fds)
        for fd in fds:
            os.close(fd)


def main(arguments: list[str] | None = None) -> int:
    """Run the reader parent; returns the exit code."""
    parser = argparse.ArgumentParser(prog="wsisgraph reader")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--control", type=int, required=True)
    parser.add_argument("--memory", type=int, required=True)
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--no-sandbox", action="store_true")
    parser.add_argument("--judge")
    parser.add_argument("--wait", action="store_true")
    given = parser.parse_args(arguments)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    heap.be_lean()
    with socket.socket(fileno=given.control) as control:
        try:
            judge = judging.resolve(given.judge) if given.judge else None
            # Whoever writes the data brings them up meanwhile.
            if given.wait and not control.recv(_LARGEST_MESSAGE):
                return 0
            parent = ReaderParent(
                given.data,
                merged=not given.strict,
                memory=given.memory,
                filtered=not given.no_sandbox,
                judge=judge,
            )
        except WsisgraphError as error:
            control.send(json.dumps(as_message(error)).encode())
            return 1
        control.send(json.dumps(parent.state()).encode())
        try:
            serve(control, parent)
        except ConnectionError:
            return 0
        finally:
            parent.end()
    return 0


if __name__ == "__main__":
    sys.exit(main())
