"""The nursery: forks confined workers, and buries them.

Used by programs of one thread, so that forking is safe. A dead worker stays unburied until it is
reaped, so its process id cannot come to mean another process meanwhile. The program is told what
to do over a control socket, one message each way at a time; when that closes, or the program dies,
every worker dies with it.
"""

import contextlib
import gc
import json
import os
import signal
import socket
from collections.abc import Callable
from typing import Any

from wsisgraph.errors import StoreError
from wsisgraph.store import sandbox
from wsisgraph.store.changes import as_message

_LARGEST_MESSAGE = 1 << 16

Reply = tuple[dict[str, Any], list[int]]


class Nursery:
    """The workers of a program."""

    def __init__(self, *, memory: int, filtered: bool) -> None:
        """Describe them.

        Args:
            memory: bytes that each may allocate.
            filtered: False lets them run without seccomp.

        Raises:
            StoreError: the platform has no sandbox and it was not switched off.
        """
        if filtered and not sandbox.is_supported():
            raise StoreError(
                "This platform has no seccomp filter, so queries cannot be shut in",
                mend="run on Linux (x86_64 or aarch64), or set WSISGRAPH_SANDBOX=off and let"
                " only people you trust send queries",
            )
        self._memory = memory
        self._filtered = filtered
        self._children: set[int] = set()

    def fork(self, live: Callable[[int], None]) -> tuple[int, int]:
        """Return the process id of a new worker, and the descriptor of the socket to it.

        Args:
            live: what it does, once confined, with the descriptor of its end of the socket.
        """
        ours, theirs = socket.socketpair()
        gc.freeze()
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
                fd = theirs.fileno()
                sandbox.confine(memory=self._memory, keep=fd, filtered=self._filtered)
                live(fd)
                status = 0
            finally:
                os._exit(status)
        theirs.close()
        self._children.add(pid)
        return pid, ours.detach()

    def reap(self, pid: int) -> int | None:
        """Bury a worker, killing it if need be; return its exit code, negative for a signal."""
        if pid not in self._children:
            return None
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        self._children.discard(pid)
        return os.waitstatus_to_exitcode(status)

    def end(self) -> None:
        """Kill and bury every worker."""
        for pid in list(self._children):
            self.reap(pid)


def serve(control: socket.socket, answer: Callable[[dict[str, Any]], Reply]) -> None:
    """Answer messages until the other side closes the control socket.

    Args:
        control: the socket.
        answer: does what a message asks; returns the reply and descriptors to pass with it.
    """
    with contextlib.suppress(ConnectionError):
        while message := control.recv(_LARGEST_MESSAGE):
            try:
                reply, fds = answer(json.loads(message))
            except StoreError as error:
                reply, fds = as_message(error), []
            socket.send_fds(control, [json.dumps(reply).encode()], fds)
            for fd in fds:
                os.close(fd)
