"""The sandbox, with the guard out of the way: what the engine itself can still do."""

import ctypes
import os
import platform
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
from tests import needs

from wsisgraph.store import frames, sandbox
from wsisgraph.store.snapshot import Snapshot
from wsisgraph.store.worker import run


@pytest.fixture(autouse=True)
def linux() -> None:
    """Seccomp is a feature of Linux; the service runs there."""
    if platform.system() != "Linux":
        needs.missing("the sandbox is seccomp, which only Linux has")


def in_sandbox(action: Callable[[], object]) -> str:
    """What an action gives, or the error it meets, in a confined child."""
    receiver, sender = os.pipe()
    child = os.fork()
    if child == 0:
        told = "died"
        try:
            sandbox.confine(memory=64 << 20, keep=sender)
            told = repr(action())
        except BaseException as error:
            told = type(error).__name__
        finally:
            os.write(sender, told.encode())
            os._exit(0)
    os.close(sender)
    with os.fdopen(receiver, "rb") as pipe:
        told = pipe.read().decode()
    os.waitpid(child, 0)
    return told


LIBC = ctypes.CDLL(None, use_errno=True)


def raw(number: int) -> str:
    """Make a system call by its number on x86_64."""
    LIBC.syscall(number, 0, 0, 0, 0, 0, 0)
    return "EPERM" if ctypes.get_errno() == 1 else f"errno {ctypes.get_errno()}"


@pytest.mark.parametrize(
    "action",
    [
        lambda: socket.socket(),
        lambda: socket.socketpair(),
        lambda: os.open("/etc/passwd", os.O_RDONLY),
        lambda: os.open("/tmp/x", os.O_WRONLY | os.O_CREAT),
        lambda: os.stat("/"),
        lambda: os.listdir("/"),
        lambda: os.fork(),
        lambda: os.kill(os.getppid(), 0),
        lambda: os.unlink("/tmp/x"),
        lambda: os.execv("/bin/true", ["true"]),
    ],
)
def test_no_files_no_network_no_processes(action: Callable[[], object]) -> None:
    assert in_sandbox(action) == "PermissionError"


@pytest.mark.parametrize(
    ("name", "number"),
    [("ptrace", 101), ("io_uring_setup", 425), ("clone3", 435), ("openat2", 437), ("bpf", 321)],
)
def test_no_way_round_through_rarer_calls(name: str, number: int) -> None:
    if platform.machine() != "x86_64":
        needs.missing("the numbers of these calls are those of x86_64")
    assert in_sandbox(lambda: raw(number)) == "'EPERM'", name


def test_no_memory_becomes_executable() -> None:
    import mmap

    executable = mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC
    assert in_sandbox(lambda: mmap.mmap(-1, 4096, prot=executable)) == "PermissionError"


def test_memory_ends_at_the_limit() -> None:
    assert in_sandbox(lambda: len(bytes(16 << 20))) == str(16 << 20)
    assert in_sandbox(lambda: len(bytes(128 << 20))) == "MemoryError"


def test_only_the_own_descriptor_is_left(tmp_path: Path) -> None:
    with (tmp_path / "secret").open("w+") as secret:
        assert in_sandbox(lambda: os.read(secret.fileno(), 1)) == "OSError"


def ask_confined(query: str) -> tuple[bytes, bytes]:
    """Send a query straight to a confined worker; return its last frame."""
    ours, theirs = socket.socketpair()
    child = os.fork()
    if child == 0:
        fd = theirs.fileno()
        run(Snapshot, fd, lambda: sandbox.confine(memory=256 << 20, keep=fd))
    theirs.close()
    with ours:
        request = {
            "do": "query",
            "query": query,
            "inspect": False,
            "base": None,
            "formats": ["json"],
            "max_rows": None,
            "default_graphs": [],
            "named_graphs": [],
            "prefixes": {},
        }
        frames.write_all(ours.fileno(), frames.message(frames.REQUEST, request))
        last = (b"", b"")
        while last[0] not in (frames.END, frames.FAILURE):
            received = frames.read_frame(ours.fileno())
            assert received is not None
            last = received
    os.waitpid(child, 0)
    return last


def test_a_service_call_that_passed_the_guard_reaches_nobody() -> None:
    with socket.create_server(("127.0.0.1", 0)) as canary:
        port = canary.getsockname()[1]
        visits: list[object] = []

        def listen() -> None:
            canary.settimeout(1.5)
            try:
                connection, visitor = canary.accept()
            except TimeoutError:
                return
            visits.append(visitor)
            connection.close()

        listener = Thread(target=listen)
        listener.start()
        letter, told = ask_confined(f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{}} }}")
        assert letter == frames.FAILURE
        assert b"not permitted" in told
        ask_confined(f"SELECT * {{ SERVICE SILENT <http://localhost:{port}/> {{}} }}")
        listener.join()
    assert visits == []


def test_the_canary_hears_an_engine_without_sandbox() -> None:
    """The test above would notice a visit: without the sandbox there is one."""
    with socket.create_server(("127.0.0.1", 0)) as canary:
        port = canary.getsockname()[1]
        code = (
            "import pyoxigraph as ox\n"
            f"list(ox.Store().query('SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{}} }}'))"
        )
        asker = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL)
        canary.settimeout(10)
        connection, _ = canary.accept()
        connection.close()
        asker.wait(10)
