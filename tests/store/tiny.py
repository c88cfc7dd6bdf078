"""A tiny dataset, and stores over it that are always stopped."""

import asyncio
import json
from collections.abc import AsyncIterator, Coroutine, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from wsisgraph.store.changes import Difference, Outcome
from wsisgraph.store.embedded import EmbeddedStore, Options
from wsisgraph.store.writer import Writer
from wsisgraph.terms import iris

T = TypeVar("T")

A = iris.graph("a")
B = iris.graph("b")
APART = iris.graph("proposed/a")

SMALL = "SELECT ?o { <http://example.org/s1> ?p ?o }"
PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"

OPTIONS = Options(workers=4, query_timeout=5.0)


def quad(number: int, graph: str = A, value: str | None = None) -> str:
    """One line of N-Quads."""
    told = f"value {number}" if value is None else value
    return f'<http://example.org/s{number}> <http://example.org/p> "{told}" <{graph}> .\n'


def quads(numbers: Iterable[int], graph: str = A) -> bytes:
    """Lines of N-Quads."""
    return "".join(quad(number, graph) for number in numbers).encode()


def add(data: Path, added: bytes, removed: bytes = b"") -> Outcome:
    """Commit to a folder without a service."""
    with Writer(data) as writer:
        return writer.commit(Difference(added, removed), agent="test", message="add")


@asynccontextmanager
async def serving(data: Path, size: int = 0, **options: Any) -> AsyncIterator[EmbeddedStore]:
    """A running store; with `size`, that many quads are put in first."""
    if size:
        add(data, quads(range(size)))
    async with EmbeddedStore(data, replace(OPTIONS, **options)) as store:
        yield store


async def rows(store: EmbeddedStore, text: str, **arguments: Any) -> list[dict[str, str]]:
    """The solutions of a SELECT query, as text."""
    answer = await store.query(text, formats=["json"], **arguments)
    bindings = json.loads(await answer.read())["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in bindings]


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end, with a limit that a healthy one never reaches."""

    async def limited() -> T:
        return await asyncio.wait_for(work, 60)

    return asyncio.run(limited())


def alive(pid: int) -> bool:
    """Tell whether a process runs; one that is dead and not yet buried does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in ("Z", "X")


async def gone(pid: int) -> None:
    """Wait until a process runs no more; `run` limits how long."""
    while alive(pid):
        await asyncio.sleep(0.01)
