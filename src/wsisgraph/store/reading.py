"""Reading without a service: for the command line, which asks a question and ends."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from wsisgraph.store.embedded import EmbeddedStore, Options
from wsisgraph.store.protocol import Kind, Revision


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole answer; see `protocol.Answer`."""

    kind: Kind
    format: str
    media_type: str
    revision: Revision
    truncated: bool
    content: bytes


class Reader:
    """Answers queries from a data folder, one after another."""

    def __init__(self, store: EmbeddedStore, runner: asyncio.Runner) -> None:
        self._store = store
        self._runner = runner

    @property
    def revision(self) -> Revision:
        """The revision that is read."""
        return self._store.revision

    def query(
        self,
        text: str,
        *,
        formats: Sequence[str],
        timeout: float | None = None,
        max_rows: int | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        graph_prefixes: Mapping[str, str] = {},
    ) -> Reading:
        """Answer a query; see `protocol.Store.query`."""

        async def ask() -> Reading:
            answer = await self._store.query(
                text,
                formats=formats,
                timeout=timeout,
                max_rows=max_rows,
                default_graphs=default_graphs,
                named_graphs=named_graphs,
                graph_prefixes=graph_prefixes,
            )
            content = await answer.read()
            return Reading(
                answer.kind,
                answer.format,
                answer.media_type,
                answer.revision,
                answer.truncated,
                content,
            )

        return self._runner.run(ask())


@contextmanager
def open_reader(data: Path, options: Options | None = None) -> Iterator[Reader]:
    """Read the data folder as it is now, beside a running service or without one.

    Raises:
        StoreError: the folder cannot be read.
    """
    with asyncio.Runner() as runner:

        async def start() -> EmbeddedStore:
            alone = replace(options or Options(), workers=1)
            store = EmbeddedStore(data, alone, writer=False)
            await store.start()
            return store

        store = runner.run(start())
        try:
            yield Reader(store, runner)
        finally:
            runner.run(store.stop())
