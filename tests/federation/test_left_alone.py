"""A peer that asks to be left alone is not asked before it wishes to be."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from wsisgraph.federation import kept
from wsisgraph.federation.client import Fetched
from wsisgraph.federation.gathering import Gathering, Said
from wsisgraph.federation.kept import LONGEST_REST, Kept, rest
from wsisgraph.federation.peers import Peer, Peers

PEER = Peer("far", "https://far.example/data.ttl", "file", format="turtle")
NOW = datetime(2026, 5, 4, 12, 0, 0, tzinfo=UTC)


class Clock(datetime):
    """A clock that stands still until it is set."""

    at = NOW

    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
        return cls.at


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> type[Clock]:
    monkeypatch.setattr(Clock, "at", NOW)
    monkeypatch.setattr(kept, "datetime", Clock)
    return Clock


class Far:
    """Fetches from a peer that answers as it is told."""

    def __init__(self, status: int, retry_after: str) -> None:
        self.asked = 0
        self.answer: Callable[[], Fetched] = lambda: Fetched(
            status, "text/plain", b"", retry_after=retry_after
        )

    async def fetch(self, peer: Peer, **_: object) -> Fetched:
        self.asked += 1
        return self.answer()


def asked(data: Path, far: Far) -> Said:
    """Ask as a service that was just started would: all that is known stands on the disk."""
    gathering = Gathering(Peers(data), far)  # type: ignore[arg-type]
    [said] = asyncio.run(gathering.gather([PEER]))
    return said


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    "wish", ["90", format_datetime(NOW + timedelta(seconds=90), usegmt=True)], ids=["s", "date"]
)
def test_it_is_asked_again_no_sooner(tmp_path: Path, status: int, wish: str) -> None:
    far = Far(status, wish)
    first = asked(tmp_path, far)
    assert (first.fresh, far.asked) == (False, 1)
    assert first.kept.until == "2026-05-04T12:01:30+00:00"
    told = f"it answers {status}, and asks to be left alone until 2026-05-04T12:01:30+00:00"
    assert first.kept.reason == told
    Clock.at = NOW + timedelta(seconds=89)
    again = asked(tmp_path, far)
    assert (again.kept, far.asked) == (first.kept, 1)
    Clock.at = NOW + timedelta(seconds=90)
    asked(tmp_path, far)
    assert far.asked == 2


def test_what_fails_otherwise_is_asked_at_once(tmp_path: Path) -> None:
    far = Far(500, "90")
    assert asked(tmp_path, far).kept.until == ""
    asked(tmp_path, far)
    assert far.asked == 2


def test_a_clock_that_was_set_back_shuts_nobody_out(tmp_path: Path) -> None:
    far = Far(429, "90")
    asked(tmp_path, far)
    Clock.at = NOW - timedelta(days=30)
    asked(tmp_path, far)
    assert far.asked == 2


def test_nobody_is_left_alone_for_longer_than_a_day(tmp_path: Path) -> None:
    assert asked(tmp_path, Far(429, "99999999999")).kept.until == "2026-05-05T12:00:00+00:00"


@pytest.mark.parametrize(
    ("wish", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        ("Mon, 04 May 2026 12:00:30 GMT", 30),
        ("Mon, 04 May 2026 11:00:00 GMT", 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_REST),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("٣", None),
        ("Mon, 99 May 2026 12:00:30 GMT", None),
    ],
)
def test_a_wish_is_seconds_or_a_date(wish: str, seconds: float | None) -> None:
    assert rest(wish) == seconds


def test_what_was_kept_by_an_earlier_edition_is_read(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_text('{"asked": "2026-05-04T11:00:00+00:00"}', "utf-8")
    assert Kept.read(tmp_path).until == ""
