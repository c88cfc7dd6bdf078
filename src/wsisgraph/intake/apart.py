"""Foreign bytes are taken apart in a process that can do nothing else.

A document is a zip of XML, or a PDF: what reads those may have faults, and files may be made for
them. So the function that reads runs in a process of its own, behind the filter that readers of
queries have (`store.sandbox`): it has the bytes and a pipe, and can open no file and no socket.
"""

import os
import resource
import select
import signal
import time
from collections.abc import Callable
from functools import cache

from wsisgraph.errors import InputRefused, Problem
from wsisgraph.store import sandbox

MEMORY = 192 << 20
"""Bytes that taking a file apart may need beyond what the program itself has."""

SECONDS = 20
"""Seconds of processor time that it may take; a report takes a tenth of one."""

_PATIENCE = 6
_PIECE = 1 << 20
# Most files that are refused are refused sooner.
_AT_ONCE = 0.03
_NO_MEMORY = 3


def run_apart(
    function: Callable[[bytes], bytes],
    data: bytes,
    *,
    name: str = "the file",
    filtered: bool = True,
    memory: int = MEMORY,
    seconds: int = SECONDS,
    meanwhile: Callable[[], None] | None = None,
) -> bytes:
    """Return what a function makes of foreign bytes, run where it can do no harm.

    Work that may be of use afterwards is done `meanwhile`, unless the answer comes at once.

    Raises:
        InputRefused: it came to no good end, took too much, or this platform has no sandbox.
    """
    if filtered and not _is_supported():
        raise _refused(
            name,
            "this platform has no seccomp filter, so documents cannot be read in a sandbox",
            "run on Linux (x86_64 or aarch64), or set WSISGRAPH_SANDBOX=off and load only what"
            " you trust",
        )
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        _live(function, data, theirs, memory, seconds, filtered)
    os.close(theirs)
    try:
        if meanwhile is not None and not select.select([ours], [], [], _AT_ONCE)[0]:
            meanwhile()
        said = _everything(ours, time.monotonic() + seconds * _PATIENCE)
    finally:
        os.close(ours)
        if _runs_on(child):
            os.kill(child, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status == 0 and said is not None:
        return said
    if said is None or status in (-signal.SIGXCPU, -signal.SIGKILL):
        raise _refused(
            name,
            f"reading it takes more than {seconds} seconds",
            "save it anew in a word processor, or as plain text",
        )
    if status in (_NO_MEMORY, -signal.SIGABRT):
        raise _refused(
            name,
            f"reading it takes more than the {memory >> 20} MiB of memory that a document may have",
            "save it without pictures, in parts, or as plain text",
        )
    raise _refused(
        name,
        f"the process that took it apart ended with status {status}",
        "save it anew in a word processor, or as plain text",
    )


def _runs_on(child: int) -> bool:
    """Tell whether a child has not left a second after there was nothing more to hear of it."""
    for _ in range(200):
        if os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
            return False
        time.sleep(0.005)
    return True


@cache
def _is_supported() -> bool:
    return sandbox.is_supported()


def _live(
    function: Callable[[bytes], bytes],
    data: bytes,
    pipe: int,
    memory: int,
    seconds: int,
    filtered: bool,
) -> None:
    """Be the child: shut yourself in, work, say the result, and leave."""
    status = 1
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        sandbox.confine(memory=memory, keep=pipe, filtered=filtered)
        try:
            said = memoryview(function(data))
            while said:
                said = said[os.write(pipe, said[:_PIECE]) :]
            status = 0
        except MemoryError:
            status = _NO_MEMORY
    finally:
        os._exit(status)


def _everything(pipe: int, deadline: float) -> bytes | None:
    """Return all that comes through a pipe; None if it is not closed in time."""
    parts: list[bytes] = []
    while (left := deadline - time.monotonic()) > 0:
        if not select.select([pipe], [], [], left)[0]:
            break
        part = os.read(pipe, _PIECE)
        if not part:
            return b"".join(parts)
        parts.append(part)
    return None


def _refused(name: str, found: str, mend: str) -> InputRefused:
    return InputRefused("Nothing was loaded", [Problem(name, found, mend)])
