"""What the pool costs a small query: through the store's workers, and in this process.

python -m bench.overhead [--rounds 2000]
"""

import argparse
import asyncio
import statistics
import time

import pyoxigraph as ox
from bench.data import Data, data
from bench.queries import QUERIES

from wsisgraph.store.embedded import EmbeddedStore, Options


def in_process(shared: Data, rounds: int) -> list[float]:
    """Return the seconds of each query asked of the engine in this process."""
    store = ox.Store()
    store.bulk_load(path=str(shared.triples), format=ox.RdfFormat.N_TRIPLES)
    took = []
    for number in range(rounds):
        text = f"{QUERIES[number % len(QUERIES)]}\n# {number}"
        began = time.perf_counter()
        answer = store.query(text)
        if isinstance(answer, ox.QuerySolutions | ox.QueryBoolean):
            answer.serialize(format=ox.QueryResultsFormat.JSON)
        elif isinstance(answer, ox.QueryTriples):
            ox.serialize(answer, format=ox.RdfFormat.TURTLE)
        took.append(time.perf_counter() - began)
    return took


async def pooled(shared: Data, rounds: int) -> list[float]:
    """Return the seconds of each query asked through the pool, one after the other."""
    took = []
    async with EmbeddedStore(shared.folder, Options(), writer=False) as store:
        for number in range(rounds):
            text = f"{QUERIES[number % len(QUERIES)]}\n# {number}"
            began = time.perf_counter()
            answer = await store.query(text, formats=["json", "turtle"])
            await answer.read()
            took.append(time.perf_counter() - began)
    return took


def main() -> None:
    """Measure both, and print the medians and what lies between them."""
    parser = argparse.ArgumentParser(prog="python -m bench.overhead")
    parser.add_argument("--rounds", type=int, default=2000)
    rounds = parser.parse_args().rounds
    with data() as shared:
        # The pool first: its workers are forked, not threads of a process that was just busy.
        there = asyncio.run(pooled(shared, rounds))
        here = in_process(shared, rounds)
    between = sorted(far - near for far, near in zip(there, here, strict=True))
    print(f"in process  {1000 * statistics.median(here):.3f} ms")
    print(f"pooled      {1000 * statistics.median(there):.3f} ms")
    print(f"overhead    {1000 * between[len(between) // 2]:.3f} ms (median of the differences)")


if __name__ == "__main__":
    main()
