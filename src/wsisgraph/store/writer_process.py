"""The writer as a process of its own: `python -m wsisgraph.store.writer_process`.

It listens on a Unix socket in the data folder, to which only its own user (and root) may connect,
and commits one change after another. After a commit it tells the front, waits a moment until the
readers follow, and only then answers: whoever has the answer reads what was written. Meanwhile it
brings its own store up, and tells the front again when that gave a checkpoint.
"""

import argparse
import contextlib
import importlib
import json
import logging
import os
import signal
import socket
import sys
import threading
from pathlib import Path
from typing import Any, cast

from wsisgraph.errors import StoreUnavailable, WsisgraphError
from wsisgraph.store import changes, frames, heap
from wsisgraph.store.protocol import Revision
from wsisgraph.store.recovery import StoreDamaged
from wsisgraph.store.rules import Derive
from wsisgraph.store.writer import Writer

_LOG = logging.getLogger(__name__)

_LARGEST_MESSAGE = 1 << 16
_WAIT_FOR_READERS = 10.0
_WAIT_FOR_REQUEST = 30.0
_REHEARSE_AFTER = 3.0


class WriterServer:
    """Takes changes from a socket and commits them one after another."""

    def __init__(self, writer: Writer, control: socket.socket) -> None:
        self._writer = writer
        self._control = control
        self._one_at_a_time = threading.Lock()
        self._seen = 0
        self._is_broken = False
        self._readers_moved = threading.Condition()
        self._moved = threading.Event()

    def serve(self) -> None:
        """Work until the front closes the control socket."""
        listener = self._listen()
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        threading.Thread(target=self._settle, daemon=True).start()
        # Readers start meanwhile, and are waited for.
        rehearsal = threading.Timer(_REHEARSE_AFTER, self._writer.rehearse)
        rehearsal.daemon = True
        rehearsal.start()
        self._tell(self._writer.revision)
        try:
            while message := self._control.recv(_LARGEST_MESSAGE):
                with self._readers_moved:
                    self._seen = json.loads(message)["seen"]
                    self._readers_moved.notify_all()
        except ConnectionError:
            pass
        finally:
            self._writer.folder.socket.unlink(missing_ok=True)
            # A commit under way is finished; none begins after it.
            self._one_at_a_time.acquire()

    def _listen(self) -> socket.socket:
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._writer.folder.socket.unlink(missing_ok=True)
        before = os.umask(0o177)
        try:
            with self._writer.folder.socket_address() as address:
                listener.bind(address)
        finally:
            os.umask(before)
        listener.listen()
        return listener

    def _accept(self, listener: socket.socket) -> None:
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            connection.settimeout(_WAIT_FOR_REQUEST)
            with contextlib.suppress(OSError):
                request = changes.receive(connection)
                connection.settimeout(None)
                if request is not None:
                    frames.write_all(connection.fileno(), self._reply(*request))
        if self._is_broken:
            os._exit(1)

    def _reply(self, told: dict[str, Any], file: Any) -> bytes:
        try:
            with file, self._one_at_a_time:
                before = self._writer.revision
                outcome = self._commit(told, file)
                if outcome.revision != before:
                    self._tell(outcome.revision, outcome.added, outcome.removed)
                    self._moved.set()
        except StoreDamaged as error:
            self._is_broken = True
            told = {**changes.as_message(error), "error": StoreUnavailable.__name__}
            return frames.message(frames.FAILURE, told)
        except WsisgraphError as error:
            return frames.message(frames.FAILURE, changes.as_message(error))
        except OSError as error:
            return _not_written(error)
        except Exception as error:
            # The engine is at its end, or something of ours is as nobody knows. Another process of
            # this kind opens the folder, and mends it.
            _LOG.exception("The writer ends")
            self._is_broken = True
            return _not_written(error)
        with self._readers_moved:
            self._readers_moved.wait_for(
                lambda: self._seen >= outcome.revision.sequence, _WAIT_FOR_READERS
            )
        return frames.message(
            frames.OUTCOME,
            {
                "sequence": outcome.revision.sequence,
                "revision": outcome.revision.id,
                "added": outcome.added,
                "removed": outcome.removed,
            },
        )

    def _settle(self) -> None:
        """Settle after every commit, in a thread of its own."""
        while self._moved.wait():
            self._moved.clear()
            try:
                with self._one_at_a_time:
                    if self._writer.settle():
                        heap.give_back()
                        self._tell(self._writer.revision)
            except StoreDamaged:
                # Another process of this kind opens the folder, and mends it.
                os._exit(1)
            except StoreUnavailable:
                # The next change does it first, and says why it cannot.
                pass

    def _commit(self, told: dict[str, Any], file: Any) -> changes.Outcome:
        return self._writer.take(told, file, agent=told["agent"], message=told["message"])

    def _tell(self, revision: Revision, added: int = 0, removed: int = 0) -> None:
        news = {
            "sequence": revision.sequence,
            "revision": revision.id,
            "added": added,
            "removed": removed,
            "on_disk": self._writer.will_be_on_disk,
        }
        with contextlib.suppress(OSError):
            self._control.send(json.dumps(news).encode())


def _not_written(error: Exception) -> bytes:
    refused = changes.as_message(WsisgraphError(f"The change cannot be written ({error})"))
    return frames.message(frames.FAILURE, {**refused, "error": "StoreUnavailable"})


def resolve(reference: str) -> Derive:
    """Return the function that `module:function` names."""
    module, _, name = reference.partition(":")
    return cast(Derive, getattr(importlib.import_module(module), name))


def main(arguments: list[str] | None = None) -> int:
    """Run the writer; returns the exit code."""
    parser = argparse.ArgumentParser(prog="wsisgraph writer")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--control", type=int, required=True)
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--derive")
    parser.add_argument("--memory-quads", type=int)
    given = parser.parse_args(arguments)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    heap.be_lean()
    with socket.socket(fileno=given.control) as control:
        derive = resolve(given.derive) if given.derive else None
        try:
            writer = Writer(
                given.data, derive=derive, strict=given.strict, memory_quads=given.memory_quads
            )
        except WsisgraphError as error:
            control.send(json.dumps(changes.as_message(error)).encode())
            return 1
        with writer:
            WriterServer(writer, control).serve()
    return 0


if __name__ == "__main__":
    sys.exit(main())
