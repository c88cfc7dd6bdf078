"""The sandbox: what a process that reads foreign bytes may still do.

It may compute, use memory up to a limit, and read and write the descriptors it already has.
A seccomp filter lists the system calls for that; every other one (sockets, files, programs,
processes, debugging, io_uring, …) fails with EPERM. So a query that the engine would send to
another server reaches nobody, whatever the spelling, and no file can be opened; or, where the data
lie on the disk, those of the data and no others, and only to be read (`landlock`).

The filter is classic BPF (Linux `Documentation/userspace-api/seccomp_filter.rst`), put in place
with `prctl` through ctypes; it needs no privilege and cannot be taken off again.
"""

import ctypes
import os
import platform
import resource
import signal
import struct
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from wsisgraph.store import landlock
from wsisgraph.store.system import (
    PR_SET_NO_NEW_PRIVS,
    PR_SET_PDEATHSIG,
    PR_SET_SECCOMP,
    failed,
    prctl,
    syscall,
)

NICE = 2
"""By how much the priority of a confined process is lowered."""

_SECCOMP_MODE_FILTER = 2
_SECCOMP_SET_MODE_FILTER = 1
_SECCOMP_FILTER_FLAG_TSYNC = 1

_LOAD = 0x20
_IF_EQUAL = 0x15
_IF_AT_LEAST = 0x35
_IF_ANY_BIT = 0x45
_RETURN = 0x06

_ALLOW = 0x7FFF0000
_KILL = 0x80000000
_EPERM = 0x00050001

# Offsets in struct seccomp_data; of an argument the low half is enough for what is asked here.
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT, _THIRD_ARGUMENT = 0, 4, 16, 32

_PROT_EXEC = 4

# Plain computing and talking over open descriptors.
_CALLS: Mapping[str, Mapping[str, int]] = {
    "x86_64": {
        "read": 0, "write": 1, "close": 3, "fstat": 5, "poll": 7, "lseek": 8, "munmap": 11,
        "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "readv": 19,
        "writev": 20, "sched_yield": 24, "mremap": 25, "madvise": 28, "nanosleep": 35,
        "getpid": 39, "exit": 60, "gettimeofday": 96, "getrusage": 98, "sigaltstack": 131,
        "gettid": 186, "time": 201, "futex": 202, "sched_getaffinity": 204,
        "restart_syscall": 219, "clock_gettime": 228, "clock_getres": 229,
        "clock_nanosleep": 230, "exit_group": 231, "getrandom": 318, "rseq": 334,
    },
    "aarch64": {
        "read": 63, "write": 64, "close": 57, "fstat": 80, "ppoll": 73, "lseek": 62,
        "munmap": 215, "brk": 214, "rt_sigaction": 134, "rt_sigprocmask": 135,
        "rt_sigreturn": 139, "readv": 65, "writev": 66, "sched_yield": 124, "mremap": 216,
        "madvise": 233, "nanosleep": 101, "getpid": 172, "exit": 93, "gettimeofday": 169,
        "getrusage": 165, "sigaltstack": 132, "gettid": 178, "futex": 98,
        "sched_getaffinity": 123, "restart_syscall": 128, "clock_gettime": 113,
        "clock_getres": 114, "clock_nanosleep": 115, "exit_group": 94, "getrandom": 278,
        "rseq": 293,
    },
}  # fmt: skip

# Reading files; which ones, `landlock` tells.
_FILE_CALLS: Mapping[str, Mapping[str, int]] = {
    "x86_64": {
        "stat": 4, "pread64": 17, "access": 21, "readahead": 187, "fadvise64": 221,
        "newfstatat": 262, "getcpu": 309,
    },
    "aarch64": {
        "faccessat": 48, "pread64": 67, "newfstatat": 79, "getcpu": 168, "readahead": 213,
        "fadvise64": 223,
    },
}  # fmt: skip

# openat, allowed as long as the file is opened to be read.
_OPENAT: Mapping[str, int] = {"x86_64": 257, "aarch64": 56}
_NOT_READING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

_SECCOMP: Mapping[str, int] = {"x86_64": 317, "aarch64": 277}

# Allowed as long as no memory becomes executable.
_MAPPING_CALLS: Mapping[str, Sequence[int]] = {"x86_64": (9, 10), "aarch64": (222, 226)}

# tgkill, allowed to a process on itself: that is how it aborts when memory runs out.
_TGKILL: Mapping[str, int] = {"x86_64": 234, "aarch64": 131}

_AUDIT: Mapping[str, int] = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

# On x86_64, numbers from here on are the x32 spelling of the same calls.
_X32 = 0x40000000


def is_supported() -> bool:
    """Tell whether this platform can run the sandbox, by trying it in a child."""
    if platform.system() != "Linux" or platform.machine() not in _CALLS:
        return False
    child = os.fork()
    if child == 0:
        status = 1
        try:
            forbid()
            try:
                os.open("/", os.O_RDONLY)
            except PermissionError:
                status = 0
        finally:
            os._exit(status)
    return os.waitpid(child, 0)[1] == 0


def reads_files() -> bool:
    """Tell whether a process can be shut in that reads data from the disk."""
    return is_supported() and landlock.is_supported()


def confine(
    *,
    memory: int,
    keep: int,
    filtered: bool = True,
    readable: Path | None = None,
    prepare: Callable[[], object] | None = None,
) -> None:
    """Shut this process in, for good.

    Args:
        memory: bytes it may allocate beyond what it has now.
        keep: the only descriptor it keeps; 0, 1 and 2 lead nowhere afterwards.
        filtered: False leaves the system calls open (WSISGRAPH_SANDBOX=off).
        readable: a folder whose files it may read; None for none.
        prepare: what it does before it is shut in wholly; it may start threads, and reads no other
            files than those already.

    Raises:
        OSError: the kernel refuses; the process must not go on.
    """
    _die_with_parent()
    nowhere = os.open("/dev/null", os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(nowhere, fd)
    os.closerange(3, keep)
    os.closerange(keep + 1, 1 << 20)
    _go_first_when_memory_is_short()
    # The front and the parent, which everybody needs, come before any one query.
    os.nice(NICE)
    with open("/proc/self/statm", encoding="ascii") as told:
        if readable is not None and filtered:
            landlock.read_only_below(readable)
        if prepare is not None:
            prepare()
        limit = int(told.read().split()[0]) * resource.getpagesize() + memory
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if filtered:
        forbid(reads_files=readable is not None)


def forbid(*, reads_files: bool = False) -> None:
    """Forbid every system call that is not on the list, to all threads of this process.

    Args:
        reads_files: leaves those by which files are read.

    Raises:
        OSError: the kernel refuses.
    """
    machine = platform.machine()
    program = _program(machine, os.getpid(), reads_files)
    buffer = ctypes.create_string_buffer(program)
    # struct sock_fprog: the number of instructions, then their address.
    header = ctypes.create_string_buffer(
        struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(buffer))
    )
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0)
    if not reads_files:
        return prctl(PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(header))
    # The engine has threads then, which are idle; what forbids, forbids it them too.
    called = _SECCOMP[machine], _SECCOMP_SET_MODE_FILTER, _SECCOMP_FILTER_FLAG_TSYNC
    if syscall(*called, ctypes.addressof(header)):
        raise failed("seccomp")
    return None


def _program(machine: str, pid: int, reads_files: bool) -> bytes:
    code = [
        _instruction(_LOAD, _ARCHITECTURE),
        _instruction(_IF_EQUAL, _AUDIT[machine], 1, 0),
        _instruction(_RETURN, _KILL),
        _instruction(_LOAD, _NUMBER),
    ]
    if machine == "x86_64":
        code += [_instruction(_IF_AT_LEAST, _X32, 0, 1), _instruction(_RETURN, _KILL)]
    numbers = [*_CALLS[machine].values()]
    if reads_files:
        numbers += _FILE_CALLS[machine].values()
        code += [
            _instruction(_IF_EQUAL, _OPENAT[machine], 0, 4),
            _instruction(_LOAD, _THIRD_ARGUMENT),
            _instruction(_IF_ANY_BIT, _NOT_READING, 1, 0),
            _instruction(_RETURN, _ALLOW),
            _instruction(_RETURN, _EPERM),
        ]
    for number in numbers:
        code += [_instruction(_IF_EQUAL, number, 0, 1), _instruction(_RETURN, _ALLOW)]
    for number in _MAPPING_CALLS[machine]:
        code += [
            _instruction(_IF_EQUAL, number, 0, 4),
            _instruction(_LOAD, _THIRD_ARGUMENT),
            _instruction(_IF_ANY_BIT, _PROT_EXEC, 1, 0),
            _instruction(_RETURN, _ALLOW),
            _instruction(_RETURN, _EPERM),
        ]
    code += [
        _instruction(_IF_EQUAL, _TGKILL[machine], 0, 3),
        _instruction(_LOAD, _FIRST_ARGUMENT),
        _instruction(_IF_EQUAL, pid, 0, 1),
        _instruction(_RETURN, _ALLOW),
        _instruction(_RETURN, _EPERM),
    ]
    return b"".join(code)


def _instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)


def _die_with_parent() -> None:
    if platform.system() == "Linux":
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0)


def _go_first_when_memory_is_short() -> None:
    try:
        with open("/proc/self/oom_score_adj", "w", encoding="ascii") as score:
            score.write("1000")
    except OSError:
        # Without /proc the kernel chooses by itself whom to end.
        return
