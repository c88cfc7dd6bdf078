"""Vital signs of worker processes, read from /proc without disturbing them.

Nothing is raised: a process that is gone has no vital signs, and ends by other means.
"""

import resource
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PAGE = resource.getpagesize()
_MACHINE = Path("/proc/meminfo")
_GROUPS = Path("/sys/fs/cgroup")
_OWN_GROUP = Path("/proc/self/cgroup")
_OF_FILES = frozenset(["active_file", "inactive_file"])


@dataclass(frozen=True, slots=True)
class Memory:
    """The memory of a process that no file backs, in bytes.

    Attributes:
        held: what it holds, shared with its parent or not (RssAnon).
        faulted: what it ever asked a page for; what it shares with its parent costs none.
    """

    held: int = 0
    faulted: int = 0

    def grown(self, since: "Memory") -> int:
        """Return what was allocated since then and is still held."""
        return max(0, self.held - since.held)

    def copied(self, since: "Memory") -> int:
        """Return at most how much of the parent's memory was copied by writing to it.

        The engine counts references inside its data: a query that walks over all of it copies
        most of it. Memory taken, given back and taken again is counted as copied too.
        """
        return min(since.held, max(0, self.faulted - since.faulted - self.grown(since)))


def memory(pid: int) -> Memory:
    """Return the memory of a process."""
    try:
        with open(f"/proc/{pid}/statm", "rb") as told:
            _, resident, shared, *_ = told.read().split()
        with open(f"/proc/{pid}/stat", "rb") as told:
            # The second field is a name in brackets; minor faults are the tenth.
            faults = told.read().rpartition(b")")[2].split()[7]
        return Memory((int(resident) - int(shared)) * _PAGE, int(faults) * _PAGE)
    except (OSError, ValueError, IndexError):
        return Memory()


def computing_time(pid: int) -> float | None:
    """Return the seconds a process has spent on a processor; None when the kernel keeps quiet."""
    try:
        with open(f"/proc/{pid}/schedstat", "rb") as told:
            return int(told.read().split()[0]) / 1e9
    except (OSError, ValueError, IndexError):
        return None


def free() -> int | None:
    """Return the bytes of memory that are free for programs; None where that is not told.

    In a container, or another control group (version 2) with a limit, no more than it has left.
    """
    try:
        lines = _MACHINE.read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    told = dict(line.split(":", 1) for line in lines if ":" in line)
    amount = told.get("MemAvailable", "").split()
    if not amount:
        return None
    return min([int(amount[0]) * 1024, *_left_to_groups()])


def _left_to_groups() -> Iterator[int]:
    """Give the bytes that each control group with a limit, which this process is in, has left."""
    try:
        lines = _OWN_GROUP.read_text(encoding="utf-8").splitlines()
    except OSError:
        return
    for line in lines:
        if line.startswith("0::/"):
            group = _GROUPS / line.removeprefix("0::/")
            for each in (group, *group.parents):
                if each.is_relative_to(_GROUPS) and (left := _left_to(each)) is not None:
                    yield left


def _left_to(group: Path) -> int | None:
    try:
        limit = int((group / "memory.max").read_text())
        used = int((group / "memory.current").read_text())
        stat = (group / "memory.stat").read_text().splitlines()
    except (OSError, ValueError):
        # There is no limit, and then it says “max”.
        return None
    # What is kept of files is given up when programs need it.
    files = sum(int(n) for name, n in map(str.split, stat) if name in _OF_FILES)
    return max(0, limit - used + files)
