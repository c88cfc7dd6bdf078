"""The wire: what is ambiguous is refused, what is drawn out is ended, what is in order is answered.

RFC 9112, and the slow and vanishing clients of the hostile web.
"""

import json
import re
import socket
import struct
import time
from collections.abc import Iterator

import pytest
from tests.api.wire import HEAD, MEGABYTE, Running, read, running, status, wait_until

from wsisgraph.api.front.limits import Limits, as_descriptors_allow

LIMITS = Limits(
    head_seconds=1,
    idle_seconds=2,
    body_seconds=1,
    body_rate=1 << 20,
    taking_seconds=1,
    leaving_seconds=1,
    connections=40,
)


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with running(LIMITS) as found:
        yield found


def chunk(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(body), body)


REFUSED = {
    "two lengths that differ": (
        400,
        b"POST / HTTP/1.1\r\n%sContent-Length: 1\r\nContent-Length: 2",
    ),
    "a list of lengths that differ": (400, b"POST / HTTP/1.1\r\n%sContent-Length: 1, 2"),
    "a negative length": (400, b"POST / HTTP/1.1\r\n%sContent-Length: -1"),
    "a length with a sign": (400, b"POST / HTTP/1.1\r\n%sContent-Length: +1"),
    "a length and chunks": (
        400,
        b"POST / HTTP/1.1\r\n%sContent-Length: 3\r\nTransfer-Encoding: chunked",
    ),
    "chunks and a length": (
        400,
        b"POST / HTTP/1.1\r\n%sTransfer-Encoding: chunked\r\nContent-Length: 3",
    ),
    "chunks in HTTP/1.0": (400, b"POST / HTTP/1.0\r\n%sTransfer-Encoding: chunked"),
    "an unknown coding": (501, b"POST / HTTP/1.1\r\n%sTransfer-Encoding: gzip, chunked"),
    "a blank before a colon": (400, b"GET / HTTP/1.1\r\n%sA : b"),
    "a path for a host": (400, b"GET / HTTP/1.1\r\nX: %sHost: a/b"),
    "two hosts": (400, b"GET / HTTP/1.1\r\n%sHost: other"),
    "no host": (400, b"GET / HTTP/1.1\r\nX: "),
    "a user in the host": (400, b"GET / HTTP/1.1\r\nHost: me@here"),
    "NUL in the address": (400, b"GET /\x00 HTTP/1.1\r\n%sA: b"),
    "NUL in a header": (400, b"GET / HTTP/1.1\r\n%sA: \x00"),
    "a bare address": (400, b"GET index.html HTTP/1.1\r\n%sA: b"),
    "another scheme": (400, b"GET ftp://here/ HTTP/1.1\r\n%sA: b"),
    "HTTP/2": (505, b"GET / HTTP/2.0\r\n%sA: b"),
    "HTTP/0.9": (400, b"GET /"),
    "CONNECT": (405, b"CONNECT here:443 HTTP/1.1\r\n%sA: b"),
    "TRACE": (405, b"TRACE / HTTP/1.1\r\n%sA: b"),
    "TLS": (400, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"),
    "a long address": (414, b"GET /" + b"a" * (130 << 10) + b" HTTP/1.1\r\n%sA: b"),
    "an endless address": (414, b"GET /" + b"a" * MEGABYTE),
    "a long header": (431, b"GET / HTTP/1.1\r\n%sA: " + b"b" * (200 << 10)),
    "an endless header": (431, b"GET / HTTP/1.1\r\n%sA: " + b"b" * MEGABYTE),
    "many headers": (431, b"GET / HTTP/1.1\r\n%s" + b"A: b\r\n" * 200),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_ambiguous_is_refused_with_a_problem(server: Running, case: str) -> None:
    expected, sent = REFUSED[case]
    answer = server.ask(sent.replace(b"%s", HEAD) + b"\r\n\r\n")
    assert status(answer) == expected
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"content-type: application/problem+json" in head.lower()
    assert b"connection: close" in head.lower()
    assert b"x-content-type-options: nosniff" in head.lower()
    told = json.loads(body)
    assert told["status"] == expected
    assert told["detail"].endswith(".")
    assert len(body) < 1000


@pytest.mark.parametrize("method", ["CONNECT here:443", "TRACE /"])
def test_a_method_that_is_never_answered_is_told_which_are(server: Running, method: str) -> None:
    answer = server.ask(f"{method} HTTP/1.1\r\n".encode() + HEAD + b"\r\n")
    assert b"allow: DELETE, GET, HEAD, OPTIONS, POST, PUT\r\n" in answer


def test_a_chunk_that_is_none_ends_the_request(server: Running) -> None:
    sent = b"POST /echo HTTP/1.1\r\n" + HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    assert status(server.ask(sent + chunk(b"abc") + b"zz\r\n")) == 400


@pytest.mark.parametrize("size", [b"FFFFFFFFFFFFFFFF", b"5000000", b"0fffffffffffffffffff"])
def test_a_chunk_that_no_body_may_have_is_refused_before_it_comes(
    server: Running, size: bytes
) -> None:
    sent = b"POST /echo HTTP/1.1\r\n" + HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    answer = server.ask(sent + chunk(b"abc") + size + b"\r\nabc")
    # Waiting for its bytes would end in 408.
    assert status(answer) == 413
    assert b"is announced as" in answer


def test_a_chunk_with_an_endless_line_is_no_long_address(server: Running) -> None:
    sent = b"POST /echo HTTP/1.1\r\n" + HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    answer = server.ask(sent + b"3;" + b"a" * MEGABYTE)
    assert status(answer) == 400
    assert b"between the chunks" in answer


def test_the_same_length_twice_is_one(server: Running) -> None:
    sent = b"POST /echo HTTP/1.1\r\n" + HEAD + b"Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc"
    assert server.ask(sent).endswith(b"\r\n\r\nabc")


def test_an_address_with_a_host_is_answered_as_its_path(server: Running) -> None:
    answer = server.ask(b"GET http://other:8000/plain?q HTTP/1.1\r\n" + HEAD + b"\r\n")
    assert answer.endswith(b"\r\n\r\nGET /plain?q")
    assert server.ask(b"GET http://other HTTP/1.1\r\n" + HEAD + b"\r\n").endswith(b"GET /?")


def test_nothing_tells_which_server_this_is(server: Running) -> None:
    assert (
        re.search(rb"(?i)\r\nserver:", server.ask(b"GET / HTTP/1.1\r\n" + HEAD + b"\r\n")) is None
    )


def test_requests_sent_at_once_are_answered_in_their_order(server: Running) -> None:
    one = b"GET /plain?1 HTTP/1.1\r\nHost: here\r\n\r\n"
    two = b"POST /echo HTTP/1.1\r\nHost: here\r\nContent-Length: 3\r\n\r\nabc"
    last = b"GET /plain?3 HTTP/1.1\r\n" + HEAD + b"\r\n"
    answer = server.ask(one + two + last)
    assert [m.start() for m in re.finditer(rb"HTTP/1.1 200", answer)].__len__() == 3
    assert answer.index(b"plain?1") < answer.index(b"abc") < answer.index(b"plain?3")


# What is drawn out.


def test_a_head_that_does_not_end_is_ended(server: Running) -> None:
    with server.connect() as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: here\r\n")
        began = time.monotonic()
        answer = read(connection)
    assert status(answer) == 408
    assert time.monotonic() - began < 3.5


def test_a_head_that_drips_is_ended_all_the_same(server: Running) -> None:
    with server.connect() as connection:
        began = time.monotonic()
        connection.sendall(b"GET / HTTP/1.1\r\n")
        connection.settimeout(0.2)
        answer = b""
        while time.monotonic() - began < 8:
            try:
                connection.sendall(b"A: b\r\n")
                if not (piece := connection.recv(4096)):
                    break
                answer += piece
            except TimeoutError:
                continue
            except OSError:
                break
    assert status(answer) == 408
    assert time.monotonic() - began < 5


def test_a_connection_that_says_nothing_is_closed_without_a_word(server: Running) -> None:
    with server.connect() as connection:
        assert read(connection) == b""


def test_a_kept_connection_is_closed_after_a_while(server: Running) -> None:
    with server.connect() as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
        began = time.monotonic()
        assert status(read(connection)) == 200
        assert 1 < time.monotonic() - began < 5


@pytest.mark.parametrize("framing", [b"Content-Length: 100", b"Transfer-Encoding: chunked"])
def test_a_body_that_drips_is_ended(server: Running, framing: bytes) -> None:
    told = len(server.app.told)
    with server.connect() as connection:
        connection.sendall(b"POST /echo HTTP/1.1\r\nHost: here\r\n" + framing + b"\r\n\r\n")
        began = time.monotonic()
        answer = read(connection)
    assert status(answer) == 408
    assert time.monotonic() - began < 4
    wait_until(lambda: server.app.told[told:] == ["disconnected"])


def test_a_long_body_that_comes_steadily_is_taken(server: Running) -> None:
    size = 3 * MEGABYTE
    with server.connect() as connection:
        connection.sendall(b"POST /echo HTTP/1.1\r\n" + HEAD + b"Content-Length: %d\r\n\r\n" % size)
        # Two seconds in all: longer than any body has, and faster than the rate.
        for _ in range(20):
            connection.sendall(b"a" * (size // 20))
            time.sleep(0.1)
        connection.sendall(b"a" * (size % 20))
        answer = read(connection)
    assert status(answer) == 200
    assert len(answer) > size


def test_an_answer_that_nobody_takes_is_ended(server: Running) -> None:
    told = len(server.app.told)
    with server.connect() as connection:
        connection.sendall(b"GET /endless HTTP/1.1\r\nHost: here\r\n\r\n")
        began = time.monotonic()
        wait_until(lambda: server.app.told[told:] == ["ended"], 20)
        assert 1 < time.monotonic() - began < 10


@pytest.mark.parametrize("kept", [b"", b"Connection: close\r\n"], ids=["kept", "closed"])
def test_who_sends_too_much_reads_why(server: Running, kept: bytes) -> None:
    """A server that closed at once would reset the connection, and the answer with it."""
    size = 16 * MEGABYTE
    with server.connect() as connection:
        connection.sendall(
            b"POST /refuse HTTP/1.1\r\nHost: here\r\n" + kept + b"Content-Length: %d\r\n\r\n" % size
        )
        for _ in range(16):
            connection.sendall(b"a" * MEGABYTE)
        connection.shutdown(socket.SHUT_WR)
        answer = read(connection)
    assert status(answer) == 413
    assert answer.endswith(b"too much")


def test_who_goes_on_sending_after_a_refusal_is_cut_off(server: Running) -> None:
    with server.connect() as connection:
        connection.sendall(
            b"POST /refuse HTTP/1.1\r\n" + HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
        )
        began = time.monotonic()
        while time.monotonic() - began < 10:
            try:
                connection.sendall(chunk(b"a" * 1000))
            except (ConnectionResetError, BrokenPipeError):
                break
            time.sleep(0.01)
        assert time.monotonic() - began < 5


def test_who_stops_sending_is_still_answered(server: Running) -> None:
    with server.connect() as connection:
        connection.sendall(b"GET /plain HTTP/1.1\r\nHost: here\r\n\r\n")
        connection.shutdown(socket.SHUT_WR)
        assert status(read(connection)) == 200


# What is broken, and must not look whole.


def test_a_broken_answer_is_no_whole_one(server: Running) -> None:
    answer = server.ask(b"GET /broken HTTP/1.1\r\n" + HEAD + b"\r\n")
    assert b"begun" in answer
    assert not answer.endswith(b"0\r\n\r\n")
    with pytest.raises(ConnectionResetError):
        server.ask(b"GET /broken HTTP/1.0\r\n" + HEAD + b"\r\n")


# Many.


def test_idle_connections_make_room_for_new_ones(server: Running) -> None:
    idle = [server.connect() for _ in range(3 * LIMITS.connections)]
    try:
        assert status(server.ask(b"GET / HTTP/1.1\r\n" + HEAD + b"\r\n")) == 200
        wait_until(lambda: server.open_connections() <= LIMITS.connections)
    finally:
        for connection in idle:
            connection.close()


def test_busy_connections_make_no_room(server: Running) -> None:
    wait_until(lambda: server.open_connections() == 0)
    busy = [server.connect() for _ in range(LIMITS.connections)]
    try:
        for connection in busy:
            connection.sendall(b"GET /slow HTTP/1.1\r\n" + HEAD + b"\r\n")
        wait_until(lambda: len(server.server.server_state.tasks) == len(busy))
        assert status(server.ask(b"GET / HTTP/1.1\r\n" + HEAD + b"\r\n")) == 503
        assert all(status(read(connection)) == 200 for connection in busy)
    finally:
        for connection in busy:
            connection.close()


def test_long_heads_share_a_bound() -> None:
    head = b"GET / HTTP/1.1\r\nHost: here\r\nA: " + b"b" * (100 << 10)
    with running(Limits(heads=MEGABYTE)) as server:
        some = [server.connect() for _ in range(20)]
        for connection in some:
            connection.sendall(head)
        wait_until(lambda: server.watch.refusals[503] >= 9)
        # Those that came first are whole yet, and short ones always are.
        some[0].sendall(b"\r\nConnection: close\r\n\r\n")
        assert status(read(some[0])) == 200
        assert status(server.ask(b"GET / HTTP/1.1\r\n" + HEAD + b"\r\n")) == 200
        for connection in some:
            connection.close()
        wait_until(lambda: server.open_connections() == 0)
        # What is gone no longer counts.
        with server.connect() as connection:
            connection.sendall(head + b"\r\nConnection: close\r\n\r\n")
            assert status(read(connection)) == 200


def test_what_nobody_takes_shares_a_bound() -> None:
    with running(Limits(untaken=MEGABYTE // 2)) as server:
        some = []
        for _ in range(12):
            connection = socket.socket()
            # A small window: what does not fit waits in the server.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.connect(("127.0.0.1", server.port))
            connection.sendall(b"GET /endless HTTP/1.1\r\nHost: here\r\n\r\n")
            some.append(connection)
        wait_until(lambda: len(server.app.told) >= 3, 20)
        held = sum(
            connection.transport.get_write_buffer_size()
            for connection in list(server.server.server_state.connections)
        )
        assert held <= MEGABYTE // 2
        for connection in some:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()


def test_a_server_that_stops_finishes_what_it_began() -> None:
    with running(LIMITS) as server:
        with server.connect() as working, server.connect() as idle:
            working.sendall(b"GET /slow HTTP/1.1\r\nHost: here\r\n\r\n")
            wait_until(lambda: len(server.server.server_state.tasks) == 1)
            server.server.should_exit = True
            assert read(idle) == b""
            assert read(working).endswith(b"\r\n\r\nslow")
        with pytest.raises(OSError, match="refused"):
            server.connect()


def test_there_are_no_more_connections_than_files() -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert as_descriptors_allow(Limits(connections=10**9)).connections <= before[1]
    found = as_descriptors_allow(Limits(connections=100))
    assert found.connections + 256 <= resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    resource.setrlimit(resource.RLIMIT_NOFILE, before)
