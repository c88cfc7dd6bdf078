"""Strangers' files are read in a process of its own, which may die of them.

The child has a limit of memory, and is ended when it stands still; what it reads goes to the disk
(`spool`). Whatever becomes of it, the parent says what happened in a sentence.
"""

import gc
import json
import mmap
import os
import resource
import select
import signal
import struct
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import Any

from wsisgraph.errors import InputRefused, Problem
from wsisgraph.intake.apart import run_apart
from wsisgraph.intake.awaiting import COUNTERS, Awaiting
from wsisgraph.intake.spooling import BadFact, SpoolFull, SpoolWriter
from wsisgraph.loading import Context, Fact, Lines, Options, Source, compiled

MEMORY = 1 << 30
"""Bytes that reading may take beyond what the program itself has."""

STANDSTILL = 300.0
"""Seconds without a new row after which a reading is ended."""

_PAUSE = 0.05
_COLLECTING = (100_000, 50, 100)
# Entries and remarks; as long as `COUNTERS` says.
_COUNTERS = struct.Struct("qq")
_MESSAGE = "outcome.json"

Watch = Callable[["Progress"], None]

Meanwhile = Callable[[], bool]
"""Does a short step of work; False if there is none left."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a reading is: entries, and bytes of the files (None where it cannot be told)."""

    entries: int
    bytes: int | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reading that came to its end has to tell.

    Attributes:
        name: id under which it is loaded, which the loader may have found in the file.
        counted: what the loader counted.
        about: what the loader found the file to say of itself (`Context.about`).
        layouts: how it opened tables, by the names of their files (`Context.layouts`).
        mappings: by what mapping it read them, likewise (`Context.mappings`).
    """

    name: str
    counted: dict[str, int]
    about: dict[str, str]
    layouts: dict[str, dict[str, Any]]
    mappings: dict[str, str]


def read(
    source: Source,
    paths: Sequence[Path],
    options: Options,
    folder: Path,
    *,
    watch: Watch = lambda progress: None,
    memory: int = MEMORY,
    standstill: float = STANDSTILL,
    filtered: bool = True,
    meanwhile: Meanwhile | None = None,
    awaiting: Awaiting | None = None,
) -> Reading:
    """Let a source read files into the spool of `folder`.

    While it reads, `meanwhile` is called again and again. A process that is `awaiting` what to
    read reads, if it can.

    Raises:
        InputRefused: the reading came to no good end; nothing of it is to be used.
        OSError: there is no room for what is read.
    """
    if awaiting is not None and awaiting.read(source, paths, options, folder, memory, filtered):
        child, counters = awaiting.child, awaiting.counters
    else:
        counters = mmap.mmap(-1, COUNTERS)
        child = os.fork()
        if child == 0:
            _live(source, paths, options, folder, counters, memory, filtered)
    try:
        status = _attend(child, paths, counters, watch, standstill, meanwhile)
    except BaseException:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise
    told = _told(folder)
    if status == 0 and "counted" in told:
        return Reading(*(told[slot.name] for slot in fields(Reading)))
    if isinstance(problems := told.get("problems"), list):
        raise InputRefused("Nothing was loaded", [Problem(*problem) for problem in problems])
    files = ", ".join(path.name for path in paths)
    if "full" in told:
        raise OSError(told["full"])
    raise InputRefused("Nothing was loaded", [_why(status, told, files, memory, standstill)])


def _live(*work: Any) -> None:
    """Be the child: read, say how it ended, and leave."""
    status = 1
    try:
        status = read_here(*work)
    finally:
        os._exit(status)


def read_here(
    source: Source,
    paths: Sequence[Path],
    options: Options,
    folder: Path,
    counters: mmap.mmap,
    memory: int,
    filtered: bool,
) -> int:
    """Read in this process, which nothing else is to use any more; return its exit code.

    How it ended is said in `folder`.
    """
    told: dict[str, Any]
    status = 1
    # What was there before is the parent's to end: a store that it had open has threads there.
    gc.freeze()
    # What is read makes many things and next to no circles: looking for those took a fifth.
    gc.set_threshold(*_COLLECTING)
    _confine(folder, memory)
    try:
        context = _spooled(source, paths, options, folder, counters, filtered)
        names = _names(paths)
        told = {
            "name": context.manifest.id,
            "counted": dict(context.counted),
            "about": context.about,
            "layouts": {names.get(key, key): each for key, each in context.layouts.items()},
            "mappings": {names.get(key, key): each for key, each in context.mappings.items()},
        }
        status = 0
    except BadFact as error:
        told = {"found": f"the loader of “{source.manifest.id}” {error}", "fault": True}
    except InputRefused as error:
        told = {"problems": [[p.where, p.found, p.mend] for p in error.problems]}
    except MemoryError:
        told = {"memory": True}
    except SpoolFull as error:
        told = {"full": str(error)}
    except OSError as error:
        told = {"found": f"it cannot be read ({error.strerror or error})"}
    except Exception as error:
        told = {"found": _fault(source, error), "fault": True}
    (folder / _MESSAGE).write_text(json.dumps(told), encoding="utf-8")
    compiled.keep()
    return status


def _spooled(
    source: Source,
    paths: Sequence[Path],
    options: Options,
    folder: Path,
    counters: mmap.mmap,
    filtered: bool,
) -> Context:
    parent = os.getppid()
    with SpoolWriter(folder, source.manifest.id, _names(paths)) as spool:
        context = Context(source.manifest, options, tell=spool.remark, takes_lines=True)
        files = ", ".join(path.name for path in paths)
        context.apart = partial(run_apart, name=files, filtered=filtered, meanwhile=source.prepare)
        for entries in spool.take(_named(source.load(paths, context), context, spool)):
            _COUNTERS.pack_into(counters, 0, entries, spool.remarks)
            if os.getppid() != parent:
                # Nobody waits for this any more.
                os._exit(1)
        return context


def _named(
    facts: Iterable[Fact | Lines], context: Context, spool: SpoolWriter
) -> Iterator[Fact | Lines]:
    """Give facts, those of a data set that is named by what is in it under that name."""
    name = context.manifest.id
    rest = iter(facts)
    for fact in rest:
        if context.manifest.id != name:
            spool.call_it(context.manifest.id)
        yield fact
        break
    yield from rest


def _names(paths: Sequence[Path]) -> dict[str, str]:
    """Return short names of the files, where those tell them apart."""
    names = [path.name for path in paths]
    return {
        str(path): path.name for path in paths if names.count(path.name) == 1 and not path.is_dir()
    }


def _confine(folder: Path, memory: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What libraries print is kept for whoever looks for a fault, and told to nobody else.
    said = os.open(folder / "said.txt", os.O_WRONLY | os.O_CREAT, 0o600)
    nowhere = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nowhere, 0)
    os.dup2(said, 1)
    os.dup2(said, 2)
    sys.stdout = sys.stderr = os.fdopen(1, "w", errors="replace", closefd=False)
    # What the parent has open (sockets, locks) is not the loader's.
    os.closerange(3, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    with open("/proc/self/statm", encoding="ascii") as told:
        limit = int(told.read().split()[0]) * resource.getpagesize() + memory
    # The hard limit stays: a loader may start a process of its own, with a limit of its own.
    resource.setrlimit(resource.RLIMIT_AS, (limit, resource.getrlimit(resource.RLIMIT_AS)[1]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _attend(
    child: int,
    paths: Sequence[Path],
    counters: mmap.mmap,
    watch: Watch,
    standstill: float,
    meanwhile: Meanwhile | None,
) -> int:
    """Wait for the child, watch how far it is; return its exit code, negative for a signal."""
    before: tuple[int, ...] = ()
    moved = time.monotonic()
    stats = {(stat.st_dev, stat.st_ino) for stat in (path.stat() for path in paths)}
    while True:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return os.waitstatus_to_exitcode(status)
        now = _COUNTERS.unpack_from(counters)
        place = _bytes_read(child, stats)
        if (*now, place or 0) != before:
            before, moved = (*now, place or 0), time.monotonic()
        elif time.monotonic() - moved > standstill:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return -signal.SIGALRM
        watch(Progress(now[0], place))
        if meanwhile is None or not meanwhile():
            meanwhile = None
            _wait(child)


def _wait(child: int) -> None:
    """Wait a moment, or until the child ends where the system tells so."""
    if not hasattr(os, "pidfd_open"):
        time.sleep(_PAUSE)
        return
    told = os.pidfd_open(child)
    try:
        select.select([told], [], [], _PAUSE)
    finally:
        os.close(told)


def _bytes_read(child: int, stats: set[tuple[int, int]]) -> int | None:
    """Return how far the child is in the file that it has open, as the kernel knows it."""
    try:
        for fd in os.listdir(f"/proc/{child}/fd"):
            stat = os.stat(f"/proc/{child}/fd/{fd}")
            if (stat.st_dev, stat.st_ino) in stats:
                with open(f"/proc/{child}/fdinfo/{fd}", encoding="ascii") as told:
                    return int(told.readline().split()[1])
    except (OSError, ValueError, IndexError):
        pass
    return None


def _told(folder: Path) -> dict[str, Any]:
    try:
        return dict(json.loads((folder / _MESSAGE).read_bytes()))
    except (OSError, ValueError):
        return {}


def _why(status: int, told: dict[str, Any], files: str, memory: int, standstill: float) -> Problem:
    """Return why a reading came to no good end."""
    mebibytes = memory >> 20
    if "found" in told:
        mend = (
            "this is a fault of the loader: tell whoever maintains it, with the file"
            if told.get("fault")
            else "see that it is whole and may be read"
        )
        return Problem(files, str(told["found"]), mend)
    if status == -signal.SIGALRM:
        return Problem(
            files,
            f"no row was read for {standstill:.0f} seconds",
            "save it anew, as CSV in UTF-8, or in parts",
        )
    if "memory" in told or status in (-signal.SIGABRT, -signal.SIGKILL, -signal.SIGSEGV):
        return Problem(
            files,
            f"reading it takes more than the {mebibytes:,} MiB of memory that a load may have",
            "save it as CSV, which is read row by row, or load it in parts",
        )
    return Problem(
        files,
        f"the process that read it ended with status {status}",
        "save it anew, as CSV in UTF-8",
    )


def _fault(source: Source, error: Exception) -> str:
    """Return where a loader failed, in one sentence instead of a traceback."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if str(source.manifest.folder) in frame.filename]
    place = (own or frames)[-1]
    said = str(error) or type(error).__name__
    return (
        f"the loader of “{source.manifest.id}” failed at {Path(place.filename).name}:"
        f"{place.lineno} ({type(error).__name__}: {said})"
    )
