"""Work done aside gives what it would give here, and tells of what fails."""

import os
import signal
from collections.abc import Iterator
from itertools import islice

import pytest

from wsisgraph.loading.aside import Failed, aside

NUMBER = 500


@pytest.fixture(params=[1, 2], ids=["one processor", "two"], autouse=True)
def processors(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    number: int = request.param
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: set(range(number)))
    return number


def test_what_it_gives_comes_in_order(processors: int) -> None:
    def work() -> Iterator[tuple[int, str, int]]:
        yield from ((number, "é\ud800" * number, os.getpid()) for number in range(NUMBER))

    found = list(aside(work))
    assert [(number, text) for number, text, _ in found] == [
        (number, "é\ud800" * number) for number in range(NUMBER)
    ]
    assert {by for _, _, by in found} != {os.getpid()} or processors == 1
    assert not list(aside(lambda: []))


def test_what_came_before_an_error_is_given_and_the_error_told(processors: int) -> None:
    def work() -> Iterator[int]:
        yield from range(NUMBER)
        raise KeyError("title")

    given = aside(work)
    assert list(islice(given, NUMBER)) == list(range(NUMBER))
    with pytest.raises(Failed if processors > 1 else KeyError, match="title"):
        next(given)


def test_a_process_that_ends_is_told_of(processors: int) -> None:
    if processors == 1:
        return

    def work() -> Iterator[int]:
        yield from range(NUMBER)
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(Failed, match="has ended"):
        list(aside(work))


def test_who_wants_no_more_leaves_no_process(
    processors: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[int] = []
    fork = os.fork

    def noted() -> int:
        begun.append(fork())
        return begun[-1]

    monkeypatch.setattr(os, "fork", noted)
    given = aside(lambda: range(10**9))
    assert next(given) == 0
    given.close()
    assert len(begun) == processors - 1
    for child in begun:
        with pytest.raises(ChildProcessError):
            os.waitpid(child, os.WNOHANG)
