"""System calls that Python has no function for."""

import ctypes
import os

PR_SET_PDEATHSIG = 1
PR_SET_SECCOMP = 22
PR_SET_NO_NEW_PRIVS = 38


def syscall(number: int, *arguments: int) -> int:
    """Make a system call; -1 when it failed, and `failed` tells why."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    told: int = libc.syscall(ctypes.c_long(number), *(ctypes.c_ulong(one) for one in arguments))
    return told


def prctl(option: int, first: int, second: int) -> None:
    """Set something of this process.

    Raises:
        OSError: the kernel refuses.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    arguments = [ctypes.c_ulong(value) for value in (first, second, 0, 0)]
    if libc.prctl(ctypes.c_int(option), *arguments):
        raise failed(f"prctl({option})")


def failed(what: str) -> OSError:
    """Return why the last call failed."""
    number = ctypes.get_errno()
    return OSError(number, f"{what}: {os.strerror(number)}")
