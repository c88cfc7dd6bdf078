"""Fair use: who a client is, what it may have, and that others have the rest."""

import asyncio
from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from tests import world
from tests.api.conftest import CATALOGUE, Client, Loop
from tests.api.small_store import SmallStore

from wsisgraph.access import Role, Tokens
from wsisgraph.api import create_app
from wsisgraph.api.front.clients import client_of, key_of, read, truncated
from wsisgraph.api.front.fair_use import Allowance, Shares
from wsisgraph.api.front.intake import Intake
from wsisgraph.api.front.visit import Visit
from wsisgraph.api.front.watch import Watch
from wsisgraph.api.problems import HttpProblem
from wsisgraph.settings import Settings

TRUSTED = (ip_network("10.0.0.0/8"), ip_network("::1"))


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def shares(clock: Callable[[], float], **allowance: float) -> Shares:
    return Shares(Allowance(**allowance), Watch(), clock)  # type: ignore[arg-type]


def refused(of: Shares, key: str = "a") -> HttpProblem:
    with pytest.raises(HttpProblem) as caught:
        of.enter(key)
    assert caught.value.kind.status == 429
    return caught.value


def wait(problem: HttpProblem) -> int:
    return int(problem.headers["Retry-After"])


# Who it is.


@pytest.mark.parametrize(
    ("peer", "headers", "expected"),
    [
        # Nobody believes what a stranger writes.
        ("198.51.100.1", {"X-Forwarded-For": "203.0.113.9"}, "198.51.100.1"),
        ("198.51.100.1", {"Forwarded": "for=203.0.113.9"}, "198.51.100.1"),
        # A trusted proxy says who it was; what stands to the left, the client wrote.
        ("10.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, "203.0.113.9"),
        ("10.0.0.1", {"X-Forwarded-For": "1.1.1.1, 203.0.113.9"}, "203.0.113.9"),
        ("10.0.0.1", {"X-Forwarded-For": "1.1.1.1, 203.0.113.9, 10.2.3.4"}, "203.0.113.9"),
        ("10.0.0.1", {"X-Forwarded-For": "nonsense, 10.2.3.4"}, "10.2.3.4"),
        ("10.0.0.1", {"X-Forwarded-For": "nonsense"}, "10.0.0.1"),
        ("10.0.0.1", {"X-Forwarded-For": ","}, "10.0.0.1"),
        ("10.0.0.1", {}, "10.0.0.1"),
        ("::1", {"X-Forwarded-For": "2001:db8::7"}, "2001:db8::7"),
        ("::ffff:10.0.0.1", {"X-Forwarded-For": "203.0.113.9:4711"}, "203.0.113.9"),
        ("10.0.0.1", {"Forwarded": 'for=1.1.1.1, for="[2001:db8::7]:80";by=x'}, "2001:db8::7"),
        ("10.0.0.1", {"Forwarded": "by=10.0.0.1;For=203.0.113.9;proto=https"}, "203.0.113.9"),
        # Two stories: one of them is the client's own.
        ("10.0.0.1", {"X-Forwarded-For": "203.0.113.9", "Forwarded": "for=1.1.1.1"}, "10.0.0.1"),
        ("10.0.0.1", {"X-Forwarded-For": "1.1.1.1", "Forwarded": "for=1.1.1.1"}, "1.1.1.1"),
    ],
)
def test_a_client_is_whom_a_trusted_proxy_saw(
    peer: str, headers: dict[str, str], expected: str
) -> None:
    raw = [(name.lower().encode(), text.encode()) for name, text in headers.items()]
    scope = {"type": "http", "client": (peer, 1), "headers": raw}
    assert str(client_of(scope, TRUSTED)) == expected


def test_a_home_of_ipv6_is_one_client() -> None:
    assert key_of(read("2001:db8:1:2:3::4")) == key_of(read("2001:db8:1:2:ffff::1"))
    assert key_of(read("2001:db8:1:2::1")) != key_of(read("2001:db8:1:3::1"))
    assert key_of(read("203.0.113.9")) != key_of(read("203.0.113.8"))


def test_an_address_is_written_down_as_its_network() -> None:
    assert truncated(read("203.0.113.9")) == "203.0.113.0/24"
    assert truncated(read("2001:db8:1:2:3::4")) == "2001:db8:1::/48"


# What it may have.


def test_so_many_requests_at_once(clock: Clock) -> None:
    found = shares(clock, at_once=2)
    first, _ = found.enter("a"), found.enter("a")
    assert "2 requests of yours" in refused(found).message
    found.enter("b")
    found.leave("a", first, 0, failed=False)
    found.enter("a")


def test_so_many_engine_seconds_a_minute(clock: Clock) -> None:
    found = shares(clock, engine_seconds=10)
    found.leave("a", found.enter("a"), 9.9, failed=False)
    found.leave("a", found.enter("a"), 3, failed=False)
    problem = refused(found)
    assert "10 seconds" in problem.message
    found.enter("b")
    clock.now += wait(problem)
    found.enter("a")


def test_nobody_is_shut_out_for_longer_than_it_can_make_sense_of(clock: Clock) -> None:
    found = shares(clock, engine_seconds=10)
    found.leave("a", found.enter("a"), 10_000, failed=False)
    assert wait(refused(found)) <= 70


def test_so_many_errors_a_minute(clock: Clock) -> None:
    found = shares(clock, errors=5)
    for _ in range(5):
        found.leave("a", found.enter("a"), 0, failed=True)
    problem = refused(found)
    assert "could not be answered" in problem.message
    clock.now += wait(problem)
    found.leave("a", found.enter("a"), 0, failed=False)


def test_a_flood_of_addresses_takes_no_more_memory_than_there_is(clock: Clock) -> None:
    found = shares(clock, clients=100)
    busy = found.enter("busy")
    for number in range(10_000):
        found.leave(f"{number}", found.enter(f"{number}"), 1, failed=True)
    assert len(found) <= 101
    found.leave("busy", busy, 0, failed=False)


def test_who_owes_nothing_is_forgotten_at_once(clock: Clock) -> None:
    found = shares(clock)
    found.leave("a", found.enter("a"), 0, failed=False)
    assert len(found) == 0


# In the service.


def client_of_app(loop: Loop, tmp_path: Path, **settings: Any) -> Client:
    store = SmallStore(world.store())
    return Client(loop, create_app(store, CATALOGUE, Settings(data=tmp_path, **settings)))


def test_errors_without_end_are_429_for_one_client_and_not_for_another(
    loop: Loop, tmp_path: Path
) -> None:
    client = client_of_app(
        loop, tmp_path, fair_use=True, trusted_proxies=(ip_network("0.0.0.0/0"),)
    )
    token = Tokens(tmp_path).create("anna", Role.CURATOR)
    one, other = {"X-Forwarded-For": "203.0.113.9"}, {"X-Forwarded-For": "203.0.113.10"}
    # Five a second are forgiven meanwhile.
    answers = (client.get("/nothing", headers=one).status_code for _ in range(3000))
    assert next(answers) == 404
    assert 429 in answers
    limited = client.get("/api/matrix", headers=one)
    assert limited.status_code == 429
    assert limited.json()["type"].endswith("/too-many-requests")
    assert int(limited.headers["retry-after"]) >= 1
    assert limited.headers["cache-control"] == "no-store"
    for path in ("/health", "/ready"):
        assert client.get(path, headers=one).status_code == 200
    assert client.get("/api/matrix", headers=other).status_code == 200
    known = {**one, "Authorization": f"Bearer {token}"}
    assert client.get("/api/matrix", headers=known).status_code == 200


def test_without_fair_use_nobody_is_counted(loop: Loop, tmp_path: Path) -> None:
    client = client_of_app(loop, tmp_path)
    assert {client.get("/nothing").status_code for _ in range(320)} == {404}


@pytest.mark.parametrize(
    ("host", "fair_use", "expected"),
    [
        ("127.0.0.1", None, False),
        ("::1", None, False),
        ("localhost", None, False),
        ("0.0.0.0", None, True),
        ("::", None, True),
        ("graph.example", None, True),
        ("0.0.0.0", False, False),
        ("127.0.0.1", True, True),
    ],
)
def test_fair_use_is_on_where_others_can_connect(
    host: str, fair_use: bool | None, expected: bool
) -> None:
    assert Settings(host=host, fair_use=fair_use).is_fair is expected


# What comes in.


def test_all_bodies_together_have_so_much_room() -> None:
    seen: list[int] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        size = 0
        while True:
            message = await receive()
            size += len(message["body"])
            if not message["more_body"]:
                break
        seen.append(size)
        await scope["wait"].wait()

    async def ask(intake: Intake, size: int, wait: asyncio.Event) -> None:
        pieces = [b"x" * (1 << 20)] * size

        async def receive() -> Any:
            body = pieces.pop()
            return {"type": "http.request", "body": body, "more_body": bool(pieces)}

        visit = Visit("POST", "/")
        scope = {"type": "http", "query_string": b"", "state": {"visit": visit}, "wait": wait}
        await intake(scope, receive, None)  # type: ignore[arg-type]

    async def everything() -> None:
        intake, wait = Intake(app, most=4 << 20), asyncio.Event()
        first = asyncio.create_task(ask(intake, 4, wait))
        await asyncio.sleep(0.01)
        with pytest.raises(HttpProblem) as caught:
            await ask(intake, 2, wait)
        assert caught.value.kind.status == 503
        # A small one always finds room.
        small = asyncio.create_task(ask(intake, 1, wait))
        await asyncio.sleep(0.01)
        wait.set()
        await asyncio.gather(first, small)
        # What is answered takes no room any more.
        await ask(intake, 4, wait)
        assert seen == [4 << 20, 1 << 20, 4 << 20]

    asyncio.run(everything())
