"""Foreign bytes are taken apart where nothing else can be done."""

import os
import socket
import time

import pytest

from wsisgraph.errors import InputRefused
from wsisgraph.intake.apart import run_apart


def test_what_a_function_returns_comes_back() -> None:
    assert run_apart(lambda data: data[::-1] * 100_000, b"abc") == b"cba" * 100_000


def _opens(_: bytes) -> bytes:
    try:
        os.open("/etc/hostname", os.O_RDONLY)
    except PermissionError:
        return b"no file"
    return b"opened"


def _connects(_: bytes) -> bytes:
    try:
        socket.socket()
    except PermissionError:
        return b"no socket"
    return b"connected"


def _starts(_: bytes) -> bytes:
    try:
        os.fork()
    except PermissionError:
        return b"no process"
    return b"started"


def test_no_file_no_socket_and_no_process_is_to_be_had() -> None:
    assert run_apart(_opens, b"") == b"no file"
    assert run_apart(_connects, b"") == b"no socket"
    assert run_apart(_starts, b"") == b"no process"


def _takes_memory(_: bytes) -> bytes:
    return bytes(600 << 20)


def _takes_time(_: bytes) -> bytes:
    while True:
        pass


def _says_nothing(_: bytes) -> bytes:
    time.sleep(60)
    return b""


def _dies(_: bytes) -> bytes:
    os._exit(9)


def _fails(_: bytes) -> bytes:
    raise ValueError


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (_takes_memory, "MiB of memory"),
        (_takes_time, "more than 1 seconds"),
        (_says_nothing, "more than 1 seconds"),
        (_dies, "status 9"),
        (_fails, "status 1"),
    ],
)
def test_what_takes_too_much_or_dies_is_told(function: object, says: str) -> None:
    with pytest.raises(InputRefused) as caught:
        run_apart(function, b"", name="bad.docx", seconds=1)  # type: ignore[arg-type]
    (problem,) = caught.value.problems
    assert problem.where == "bad.docx"
    assert says in problem.found
