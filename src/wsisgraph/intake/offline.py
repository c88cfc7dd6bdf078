"""A process that converts strangers' files may read and write files, and reach nobody.

The filter is lighter than that of `store.sandbox`, which allows no file at all: a loader keeps what
it reads in files, and a workbook is read by a program of its own. What is forbidden, here and in
every program that is started from here, are sockets, and looking into other processes.
"""

import ctypes
import os
import platform
import struct
from collections.abc import Mapping, Sequence

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP = 1, 38, 22
_SECCOMP_MODE_FILTER = 2
_SIGKILL = 9
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _KILL, _EPERM = 0x7FFF0000, 0x80000000, 0x00050001
_NUMBER, _ARCHITECTURE = 0, 4
_AUDIT: Mapping[str, int] = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_X32 = 0x40000000

# socket, socketpair, connect, bind, listen; ptrace, process_vm_readv, process_vm_writev,
# pidfd_getfd, pidfd_send_signal; io_uring_setup, which could open sockets by itself; bpf,
# userfaultfd, perf_event_open, keyctl, mount, unshare, setns.
_FORBIDDEN: Mapping[str, Sequence[int]] = {
    "x86_64": (
        *(41, 53, 42, 49, 50, 101, 310, 311, 438, 424, 425, 321, 323, 298, 250, 165, 272, 308),
    ),
    "aarch64": (
        *(198, 199, 203, 200, 201, 117, 270, 271, 438, 424, 425, 280, 282, 241, 219, 40, 97),
        268,
    ),
}


def is_supported() -> bool:
    """Tell whether this platform has such a filter."""
    return platform.system() == "Linux" and platform.machine() in _FORBIDDEN


def go_offline() -> None:
    """Let this process, and all that it starts, reach nobody, and end with whoever started it.

    Raises:
        OSError: the kernel refuses; the process must not go on.
    """
    machine = platform.machine()
    code = [
        _instruction(_LOAD, _ARCHITECTURE),
        _instruction(_IF_EQUAL, _AUDIT[machine], 1, 0),
        _instruction(_RETURN, _KILL),
        _instruction(_LOAD, _NUMBER),
    ]
    if machine == "x86_64":
        code += [_instruction(_IF_AT_LEAST, _X32, 0, 1), _instruction(_RETURN, _KILL)]
    for number in _FORBIDDEN[machine]:
        code += [_instruction(_IF_EQUAL, number, 0, 1), _instruction(_RETURN, _EPERM)]
    code.append(_instruction(_RETURN, _ALLOW))
    program = ctypes.create_string_buffer(b"".join(code))
    # struct sock_fprog: the number of instructions, then their address.
    header = ctypes.create_string_buffer(
        struct.pack("HxxxxxxP", len(code), ctypes.addressof(program))
    )
    _prctl(_PR_SET_PDEATHSIG, _SIGKILL)
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(header))


def _prctl(option: int, value: int, address: int = 0) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    arguments = [ctypes.c_ulong(each) for each in (value, address, 0, 0)]
    if libc.prctl(option, *arguments) != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"prctl {option}: {os.strerror(error)}")


def _instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)
