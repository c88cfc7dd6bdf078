"""Answers of a SPARQL server: sent on as they come where that can be, else written anew.

The front reads none of them. A worker in the sandbox parses what has to be written in another
format, cut, or mended.
"""

import time
from collections.abc import Callable, Mapping, Sequence

from wsisgraph.errors import GraphNotFound, QueryTooLarge
from wsisgraph.store.answers import Spool, StreamedAnswer
from wsisgraph.store.embedded import EmbeddedStore
from wsisgraph.store.protocol import Scope
from wsisgraph.store.remote_asking import Asked
from wsisgraph.store.remote_engine import RESULTS, TRIPLES, Engine
from wsisgraph.store.remote_following import held
from wsisgraph.store.remote_keeping import Keeper
from wsisgraph.store.remote_merging import Merges
from wsisgraph.store.remote_step import with_graph
from wsisgraph.store.writes import Work

_LARGEST_READ = 64 << 20


class Answers:
    """Has a server answer."""

    def __init__(
        self,
        engine: Engine,
        desk: EmbeddedStore,
        keeper: Keeper,
        merges: Merges,
        spool: Spool,
        *,
        strict: bool,
    ) -> None:
        """Prepare.

        Args:
            engine: the server.
            desk: has workers, and knows graphs that hold nothing.
            keeper: knows what the server holds.
            merges: gives default graphs.
            spool: where large answers wait.
            strict: whether the default graph is an ordinary one.
        """
        self._engine = engine
        self._desk = desk
        self._keeper = keeper
        self._merges = merges
        self._spool = spool
        self._strict = strict

    async def answer(
        self, asked: Asked, prefixes: Mapping[str, str], max_rows: int | None, seconds: float
    ) -> StreamedAnswer:
        """Have a query answered.

        Raises:
            StoreError: see `Store.query`.
        """
        deadline = time.monotonic() + seconds
        default_graphs: Sequence[str] = ()
        named_graphs: Sequence[str] = ()
        # Otherwise the server reads them in the query.
        if not asked.says:
            default_graphs, named_graphs = await self._merges.dataset(
                asked.default_graphs, asked.named_graphs, self._keeper.standing, seconds
            )
        graph = asked.kind == "graph"
        is_plain = max_rows is None and not self._engine.dialect.mends
        if is_plain and asked.format == ("ntriples" if graph else "json"):
            answer = self._begin(asked)
            take: Callable[[bytes], object] = answer.add
        else:
            body = bytearray()
            take = _Limited(body)
        await self._engine.query(
            asked.text,
            TRIPLES if graph else RESULTS,
            take,
            seconds=seconds,
            default_graphs=default_graphs,
            named_graphs=named_graphs,
        )
        if isinstance(take, _Limited):
            left = max(0.0, deadline - time.monotonic())
            answer = await self._written_anew(bytes(body), asked, prefixes, max_rows, left)
        return answer

    async def graph(
        self, name: str | Scope, asked: Asked, prefixes: Mapping[str, str], seconds: float
    ) -> StreamedAnswer:
        """Give a graph whole, without what we say there of ourselves.

        Raises:
            StoreError: see `Store.graph`.
        """
        graphs, merged = self._keeper.standing.graphs, self._engine.dialect.merged
        if isinstance(name, str) and name not in graphs:
            if not self._engine.takes_writes:
                raise GraphNotFound(f"There is no graph <{name}>")
            # It may be there and hold nothing, which servers do not know.
            found = await self._desk.graph(name, formats=[asked.format], graph_prefixes=prefixes)
            answer = self._begin(asked)
            async for piece in found:
                answer.add(piece)
            return answer
        is_whole = name is Scope.DATASET
        wanted = graphs if is_whole else (name,) if isinstance(name, str) else (merged,)
        if is_whole and self._strict:
            wanted = (*wanted, merged)
        deadline = time.monotonic() + seconds
        body = bytearray()
        for graph in wanted:
            triples = await self._triples(graph, deadline, len(body))
            if is_whole:
                ending = b" .\n" if graph == merged else f" <{graph}> .\n".encode()
                triples = b"".join(with_graph(triples, ending))
            body += triples
        left = max(0.0, deadline - time.monotonic())
        return await self._written_anew(bytes(body), asked, prefixes, None, left, graphs=is_whole)

    def _begin(self, asked: Asked) -> StreamedAnswer:
        return StreamedAnswer(
            asked.kind, asked.format, asked.media_type, self._keeper.revision, spool=self._spool
        )

    async def _triples(self, graph: str, deadline: float, already: int) -> bytes:
        body = bytearray()
        await self._engine.query(
            held(graph),
            TRIPLES,
            _Limited(body, already),
            seconds=max(0.0, deadline - time.monotonic()),
        )
        return bytes(body)

    async def _written_anew(
        self,
        body: bytes,
        asked: Asked,
        prefixes: Mapping[str, str],
        max_rows: int | None,
        seconds: float,
        *,
        graphs: bool = False,
    ) -> StreamedAnswer:
        """Have a worker write what the server gave in the format that was asked for."""
        request = {
            "do": "write anew",
            "kind": asked.kind,
            "format": asked.format,
            "max_rows": max_rows,
            "prefixes": dict(prefixes),
            "mends": self._engine.dialect.mends,
            "graphs": graphs,
        }
        made = await self._desk.compute(Work(request, [body], "query", seconds))
        answer = self._begin(asked)
        async for piece in made:
            answer.add(piece)
        answer.truncated = made.told["truncated"]
        return answer


class _Limited:
    """Takes the pieces of an answer that has to be read as a whole."""

    def __init__(self, body: bytearray, already: int = 0) -> None:
        self._body = body
        self._already = already

    def __call__(self, piece: bytes) -> None:
        self._body += piece
        if len(self._body) + self._already > _LARGEST_READ:
            raise QueryTooLarge(
                f"The answer is larger than {_LARGEST_READ >> 20} MiB",
                mend="ask for less at a time, or as JSON or N-Triples, which are sent on as they"
                " come",
            )
