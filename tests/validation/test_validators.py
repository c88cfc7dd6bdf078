"""The front of the validator: what one asker does costs no other, and nothing is left behind."""

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TypeVar

import pytest

from wsisgraph.errors import (
    DataSyntaxError,
    Forbidden,
    QueryTimeout,
    QueryTooDeep,
    QueryTooLarge,
    QueueFull,
    ShapesRefused,
    StoreUnavailable,
)
from wsisgraph.store.metering import Meter, charged
from wsisgraph.store.protocol import Data
from wsisgraph.validation.validators import Task, Validators

T = TypeVar("T")

BASE = "http://here/validate"
DEADLINE = 3.0
PREFIXES = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX x: <http://example.org/>
"""
DATA = f"{PREFIXES} x:a x:of x:b , 'text' ."
SHAPES = f"{PREFIXES} x:S a sh:NodeShape ; sh:targetNode x:a ; sh:nodeKind sh:Literal ."
# A regular expression that tries every way to part a text, and finds none.
LONG = (
    f"{PREFIXES} x:a x:of '{'a' * 60}' .",
    f"{PREFIXES} x:S a sh:PropertyShape ; sh:path x:of ; sh:targetNode x:a ;"
    " sh:pattern '^(a+)+$b' .",
)
LARGE = "".join(f"<http://example.org/{n}> <http://example.org/of> {n} .\n" for n in range(250_000))


async def nothing(_: Sequence[str]) -> bytes:
    return b""


def task(data: str, shapes: str | None = SHAPES, format: str = "ntriples") -> Task:
    return Task(
        Data(data.encode(), "turtle", BASE),
        None if shapes is None else Data(shapes.encode(), "turtle", BASE),
        format,
    )


def run(work: Callable[[Validators], Awaitable[T]], **options: float | int) -> T:
    async def main() -> T:
        async with Validators(**{"timeout": DEADLINE, **options}) as running:  # type: ignore[arg-type]
            # The deadline of the first validation is not to pay for the start.
            await running.report(task(DATA), nothing)
            return await work(running)

    return asyncio.run(main())


def children(pid: int) -> set[int]:
    return {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


def test_a_report_is_given() -> None:
    report = run(lambda running: running.report(task(DATA), nothing))
    assert b"<http://www.w3.org/ns/shacl#focusNode> <http://example.org/a>" in report


def test_the_store_is_asked_for_the_classes_of_what_it_may_know() -> None:
    asked: list[str] = []

    async def kinds_of(things: Sequence[str]) -> bytes:
        asked.extend(things)
        return b"".join(
            b"<%s> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
            b"<https://w3id.org/wsis-sdg/def#Body> .\n" % thing.encode()
            for thing in things
        )

    data = """
        PREFIX wsis: <https://w3id.org/wsis-sdg/def#>
        <x:body> a wsis:Body .
        <x:link> a wsis:Activity ; wsis:carriedOutBy <x:body> , <x:other> , "no thing" ."""
    report = run(lambda running: running.report(task(data, None), kinds_of))
    assert asked == ["x:other"]
    assert report.count(b"Activity-carriedOutBy>") == 1, "“no thing” alone is no body"


@pytest.mark.parametrize(
    ("data", "shapes", "error"),
    [
        ("<x:a> <x:b", SHAPES, DataSyntaxError),
        (DATA, "<x:a> <x:b", DataSyntaxError),
        (DATA, f"{PREFIXES} x:S a sh:PropertyShape .", ShapesRefused),
        (
            DATA,
            f"{PREFIXES} x:S sh:targetNode x:a ; sh:sparql [ sh:select"
            ' "SELECT $this { SERVICE <http://127.0.0.1/> { $this ?p ?o } }" ] .',
            Forbidden,
        ),
        (*LONG, QueryTimeout),
        (LARGE, SHAPES, QueryTooLarge),
    ],
    ids=["data", "shapes", "no shapes", "service", "long", "large"],
)
def test_what_cannot_be_done_is_an_error_of_its_kind(
    data: str, shapes: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        run(lambda running: running.report(task(data, shapes), nothing), memory=64 << 20)


def test_short_validations_do_not_wait_for_long_ones() -> None:
    async def work(running: Validators) -> tuple[list[float], list[object]]:
        bombs = [asyncio.ensure_future(running.report(task(*LONG), nothing)) for _ in range(6)]
        await asyncio.sleep(0.1)
        took = []
        for _ in range(20):
            began = time.monotonic()
            await running.report(task(DATA), nothing)
            took.append(time.monotonic() - began)
        return took, list(await asyncio.gather(*bombs, return_exceptions=True))

    took, ends = run(work)
    assert max(took) < 0.5
    assert {type(end) for end in ends} == {QueryTimeout}


def test_many_that_take_a_moment_are_all_answered() -> None:
    """None is ended for the others: they wait for each other."""
    moment = PREFIXES + "".join(f"x:t{n} x:of {n} ." for n in range(500))
    shapes = f"{PREFIXES} x:S a sh:NodeShape ; sh:targetSubjectsOf x:of ; sh:nodeKind sh:IRI ."

    async def work(running: Validators) -> list[bytes]:
        asked = [running.report(task(moment, shapes), nothing) for _ in range(12)]
        return await asyncio.gather(*asked)

    assert all(b"true" in report for report in run(work, timeout=30.0))


def test_too_many_at_once_are_asked_to_come_again() -> None:
    async def work(running: Validators) -> list[object]:
        asked = [running.report(task(*LONG), nothing) for _ in range(40)]
        return list(await asyncio.gather(*asked, return_exceptions=True))

    ends = run(work)
    assert {type(end) for end in ends} <= {QueryTimeout, QueueFull}
    assert sum(isinstance(end, QueueFull) for end in ends) >= 40 - 2 - 16


def test_one_that_is_given_up_ends_at_once() -> None:
    async def work(running: Validators) -> set[int]:
        parent = running.pid
        assert parent is not None
        asked = asyncio.ensure_future(running.report(task(*LONG), nothing))
        await asyncio.sleep(0.3)
        assert len(children(parent)) == 1
        asked.cancel()
        await asyncio.sleep(0.3)
        return children(parent)

    assert run(work) == set()


def test_nothing_is_left_of_a_validation() -> None:
    async def work(running: Validators) -> set[int]:
        for data, shapes in [(DATA, SHAPES), ("oops", SHAPES), (DATA, "oops"), LONG]:
            await asyncio.gather(
                running.report(task(data, shapes), nothing), return_exceptions=True
            )
        await asyncio.sleep(0.2)
        assert running.pid is not None
        return children(running.pid)

    assert run(work) == set()


def test_a_parent_that_died_is_started_again() -> None:
    async def work(running: Validators) -> None:
        assert running.pid is not None
        asked = asyncio.ensure_future(running.report(task(*LONG), nothing))
        await asyncio.sleep(0.3)
        os.kill(running.pid, signal.SIGKILL)
        with pytest.raises(StoreUnavailable):
            await asked
        assert await running.report(task(DATA), nothing)

    run(work)


def test_together_they_may_take_no_more_memory_than_one() -> None:
    async def work(running: Validators) -> list[object]:
        half = "\n".join(LARGE.splitlines()[:20_000])
        asked = [running.report(task(half, SHAPES), nothing) for _ in range(2)]
        return list(await asyncio.gather(*asked, return_exceptions=True))

    ends = run(work, memory=80 << 20, timeout=20.0)
    assert [type(end) for end in ends if isinstance(end, Exception)] == [QueryTooLarge]


def test_whoever_asks_is_charged() -> None:
    async def work(running: Validators) -> float:
        meter = Meter()
        charged.set(meter)
        with pytest.raises(QueryTimeout):
            await running.report(task(*LONG), nothing)
        return meter.seconds

    assert run(work) > DEADLINE / 3


def test_deep_nesting_is_told_as_such() -> None:
    deep = "<x:a> <x:of> " + "(" * 50_000 + ")" * 50_000 + " ."
    with pytest.raises((QueryTooDeep, QueryTooLarge, DataSyntaxError)):
        run(lambda running: running.report(task(deep), nothing))
