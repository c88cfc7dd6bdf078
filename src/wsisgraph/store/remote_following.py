"""How a SPARQL server is brought to where the journal is, and what tells where it stands.

The journal in the data folder is what is true of our own writes; the server follows it. In
`…/graph/meta` over there stands which revision it holds. A change that one request can carry goes
over whole, with the new revision in it; of a larger one it says first from where to where it goes,
so that what breaks off in the middle is known, and done again to its end: that does no harm.

Beside the named graphs stands one that holds the accepted graphs merged, as the default graph of
all queries: `urn:wsisgraph:default`, or the server's own default graph where that is faster.
Servers that are given several default graphs mostly count a triple of two of them twice; here each
triple is there once.
"""

import json
import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wsisgraph.errors import QueryFailed, StoreUnavailable
from wsisgraph.store.changes import OWN
from wsisgraph.store.journal import JournalReader
from wsisgraph.store.protocol import Revision
from wsisgraph.store.record import Position, Record
from wsisgraph.store.remote_dialects import ITS_DEFAULT
from wsisgraph.store.remote_engine import RESULTS, Engine
from wsisgraph.store.remote_lines import Net, Nets, plain
from wsisgraph.terms import iris

MERGES = f"{OWN}merge/"
"""Names of graphs that hold what one query after another reads as its default graph."""

_SAYS = "http://www.w3.org/2002/07/owl#versionInfo"
_FILE = "remote.json"
_UNDER_WAY = " to "
_MARK = re.compile(rf"\d+-[0-9a-f]*(?:{_UNDER_WAY}\d+-[0-9a-f]*)?")
_RESTORED_AT_ONCE = 300

_COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
_COUNTS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"


def held(graph: str) -> str:
    """Return a query for what a graph over there holds, without what we say there ourselves."""
    meta = iris.graph("meta")
    ours = f" FILTER(!(?s = <{meta}> && ?p = <{_SAYS}>))" if graph == meta else ""
    return f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }}{ours} }}"


Contents = Callable[[str], Awaitable[bytes]]
"""Gives a graph as N-Triples, by its name (`DEFAULT` for the default graph)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a server holds.

    Attributes:
        mark: what it says of its revision; "" for nothing.
        counts: how many triples there are in each graph, the merged one included.
        merges: graphs that were merged for queries.
    """

    mark: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    merges: tuple[str, ...] = ()

    @property
    def graphs(self) -> tuple[str, ...]:
        """The named graphs of the data."""
        ours = (OWN, ITS_DEFAULT)
        return tuple(sorted(graph for graph in self.counts if not graph.startswith(ours)))

    @property
    def is_empty(self) -> bool:
        """Whether it holds nothing of anybody's."""
        return not self.counts

    @property
    def whole(self) -> str:
        """The revision that it holds, or began to leave; "" where there is none."""
        return self.mark.partition(_UNDER_WAY)[0].removesuffix("0-") or ""

    @property
    def is_under_way(self) -> bool:
        """Whether somebody began to change it, and did not come to the end."""
        return _UNDER_WAY in self.mark

    @property
    def number(self) -> int:
        """The highest number that a revision had over there."""
        return max(int(part.partition("-")[0]) for part in (self.mark or "0").split(_UNDER_WAY))


@dataclass(frozen=True, slots=True)
class Note:
    """What is remembered of the last time that the server was in step.

    Attributes:
        mark: the revision over there.
        position: where the journal was.
        counts: how many triples there were in each graph.
    """

    mark: str
    position: Position
    counts: dict[str, int]


async def look(engine: Engine, seconds: float) -> Standing:
    """Ask a server where it stands.

    Raises:
        StoreError: it does not tell.
    """
    meta = iris.graph("meta")
    rows = await _rows(engine, _COUNTS, seconds)
    if engine.dialect.is_native:
        rows += [row | {"g": ITS_DEFAULT} for row in await _rows(engine, _COUNT, seconds)]
    counts = {row["g"]: int(row["n"]) for row in rows if row.get("g") and row["n"] != "0"}
    merges = tuple(graph for graph in counts if graph.startswith(MERGES))
    for graph in (*(engine.dialect.own_graphs & counts.keys()), *merges):
        del counts[graph]
    text = f"SELECT ?mark {{ GRAPH <{meta}> {{ <{meta}> <{_SAYS}> ?mark }} }}"
    marks = await _rows(engine, text, seconds) if meta in counts else []
    ours = [row["mark"] for row in marks if _MARK.fullmatch(row["mark"])]
    return Standing(max(ours, default=""), counts, merges)


async def _rows(engine: Engine, text: str, seconds: float) -> list[dict[str, str]]:
    body = bytearray()
    await engine.query(text, RESULTS, body.extend, seconds=seconds)
    try:
        bindings = json.loads(body)["results"]["bindings"]
        return [{name: term["value"] for name, term in row.items()} for row in bindings]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise StoreUnavailable(
            "Where the SPARQL server should be, the answer is none to a SPARQL query",
            mend="whoever runs it: see WSISGRAPH_STORE",
        ) from None


class Notes:
    """The file that remembers; without it more is compared, and nothing is lost."""

    def __init__(self, root: Path) -> None:
        self._path = root / _FILE

    def read(self) -> Note | None:
        """Return what was remembered last."""
        try:
            told = json.loads(self._path.read_bytes())
            position = Position(int(told["sequence"]), str(told["hash"]))
            return Note(str(told["mark"]), position, dict(told["counts"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, note: Note) -> None:
        """Remember."""
        told = {
            "mark": note.mark,
            "sequence": note.position.sequence,
            "hash": note.position.hash,
            "counts": note.counts,
        }
        draft = self._path.with_suffix(".new")
        draft.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
        draft.replace(self._path)


def find(journal: Path, mark: str, note: Note | None) -> Position | None:
    """Return where in the journal a revision of the server is; None when it is nowhere there.

    The number of a revision over there may be ahead of the journal's: a server may have been
    written from other folders before. The hash is the journal's own.
    """
    if note is not None and note.mark == mark:
        return note.position
    wanted = mark.partition("-")[2]
    if not wanted:
        return None
    reader = JournalReader(journal)
    try:
        for record in reader.read():
            if record.hash.startswith(wanted):
                return Position(record.sequence, record.hash)
    finally:
        reader.close()
    return None


def numbered(mark: str, end: Position, begun: Position) -> str:
    """Return the name of the revision at `end` over there, where `begun` is called `mark`."""
    before = int(mark.partition("-")[0]) if mark else begun.sequence
    return f"{before + end.sequence - begun.sequence}-{end.hash[:12]}"


def as_revision(mark: str) -> Revision:
    """Return a mark as a revision."""
    return Revision(int(mark.partition("-")[0]), mark)


class CannotTell(Exception):
    """The journal tells no more what changed: content was taken out of it for good."""


class Following:
    """Brings one server to where the journal is."""

    def __init__(
        self, engine: Engine, journal: Path, contents: Contents, *, strict: bool, seconds: float
    ) -> None:
        """Prepare.

        Args:
            engine: the server.
            journal: the folder of the journal.
            contents: gives graphs as they stand at the journal's end.
            strict: whether the default graph is an ordinary one.
            seconds: how long one request may take.
        """
        self._engine = engine
        self._journal = journal
        self._contents = contents
        self._strict = strict
        self._seconds = seconds
        self._under_way = ""

    async def bring_up(self, standing: Standing, mark: str, begun: Position, end: Position) -> str:
        """Carry over what the journal tells between two places; return the new mark.

        Args:
            standing: what the server holds.
            mark: the revision that it holds, or began to leave; "" when it holds nothing yet.
            begun: where that is in the journal.
            end: where to go.

        Raises:
            CannotTell: all graphs have to be sent anew.
            StoreError: it did not go all the way; to be done again.
        """
        target = numbered(mark, end, begun)
        nets = self._between(begun, end)
        accepted = sorted(
            {graph for graph in (*standing.graphs, *nets) if graph and iris.is_accepted(graph)}
        )
        try:
            await self._carry(nets, standing, accepted, mark, target)
        except QueryFailed:
            # Some compile no statement with a literal that they do load with a graph.
            for net in nets.values():
                net.whole = True
            await self._carry(nets, standing, accepted, mark, target)
        return target

    async def _carry(
        self, nets: Nets, standing: Standing, accepted: Sequence[str], mark: str, target: str
    ) -> None:
        small = sum(map(_size, nets.values())) * 2 <= self._engine.dialect.at_once
        if small and not any(net.whole for net in nets.values()):
            await self._update([*self._operations(nets, accepted), *_marked(target)])
            return
        await self._begin(mark or "0-", target)
        for graph in sorted(graph for graph, net in nets.items() if net.whole):
            await self._send_whole(graph, standing, accepted)
        rest = Nets({graph: net for graph, net in nets.items() if not net.whole})
        for operation in self._operations(rest, accepted):
            await self._update([operation])
        await self._update(_marked(target))

    async def send_all(self, graphs: Iterable[str], standing: Standing, target: str) -> None:
        """Send all graphs anew, whatever the server holds; raises as `bring_up`."""
        await self._begin("0-", target)
        kept = set(graphs)
        gone = [graph for graph in standing.graphs if graph not in kept]
        for graph in [*gone, self._merged]:
            await self._update([_drop(graph)])
        accepted = sorted(graph for graph in kept if graph and iris.is_accepted(graph))
        for graph in sorted(kept):
            await self._send_whole(graph, Standing(), accepted)
        await self._update(_marked(target))

    @property
    def _merged(self) -> str:
        return self._engine.dialect.merged

    async def _begin(self, mark: str, target: str) -> None:
        """Say over there that a change begins which takes more than one request."""
        self._under_way = f"{mark}{_UNDER_WAY}{target}"
        await self._update(_marked(self._under_way))

    def _between(self, begun: Position, end: Position) -> Nets:
        nets = Nets()
        reader = JournalReader(self._journal, begun)
        try:
            for record in reader.read(end.sequence):
                if record.left:
                    raise CannotTell
                _see(nets, record)
        finally:
            reader.close()
        return nets

    async def _send_whole(self, graph: str, standing: Standing, accepted: Sequence[str]) -> None:
        """Let a graph, and what it is merged into, hold what it holds here."""
        if graph.startswith("_:"):
            raise StoreUnavailable(
                "A graph is named by a blank node, which no SPARQL server can be told",
                mend="write it under an IRI",
            )
        name = graph or self._merged
        triples = plain(await self._contents(graph))
        is_merged = bool(graph) and not self._strict and iris.is_accepted(graph)
        if is_merged and graph in standing.counts and self._merged in standing.counts:
            others = " ".join(f"<{other}>" for other in accepted if other != graph)
            held = f"FILTER NOT EXISTS {{ VALUES ?g {{ {others} }} GRAPH ?g {{ ?s ?p ?o }} }}"
            await self._update(
                [
                    f"DELETE {{ GRAPH <{self._merged}> {{ ?s ?p ?o }} }}"
                    f" WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} {held if others else ''} }}"
                ]
            )
        await self._fill(name, triples)
        if is_merged:
            await self._update(
                [
                    f"INSERT {{ GRAPH <{self._merged}> {{ ?s ?p ?o }} }}"
                    f" WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
                ]
            )

    async def _fill(self, name: str, triples: bytes) -> None:
        """Let a graph hold some N-Triples and nothing else."""
        engine = self._engine
        if name == iris.graph("meta"):
            # Not for a moment is it unsaid that a change is under way.
            triples = f'<{name}> <{_SAYS}> "{self._under_way}" .\n'.encode() + triples
        if not triples.strip():
            await self._update([_drop(name)])
            return
        if engine.takes_graphs:
            # Only within one document is a blank node the same.
            largest = len(triples) if b"_:" in triples else engine.dialect.largest_piece
            replace = True
            for piece in _pieces(triples, largest):
                await engine.send_graph(name, piece, replace=replace, seconds=self._seconds)
                replace = False
            return
        await self._update([_drop(name)])
        lines = [line for line in triples.decode().split("\n") if line]
        size = len(lines) if b"_:" in triples else engine.dialect.at_once
        for start in range(0, len(lines), size):
            held = "\n".join(lines[start : start + size])
            await self._update([f"INSERT DATA {{ GRAPH <{name}> {{\n{held}\n}} }}"])

    def _operations(self, nets: Nets, accepted: Sequence[str]) -> Iterator[str]:
        """Give the operations that make some small changes, to be done in this order."""
        most = self._engine.dialect.at_once
        gone: dict[str, None] = {}
        come: dict[str, None] = {}
        for graph, net in sorted(nets.items()):
            name = graph or self._merged
            yield from _data("DELETE", name, net.removed, most)
            yield from _data("INSERT", name, net.added, most)
            if graph and not self._strict and iris.is_accepted(graph):
                gone |= net.removed
                come |= net.added
        yield from _data("DELETE", self._merged, gone, most)
        # What another graph holds as well stays.
        among = " ".join(f"<{graph}>" for graph in accepted)
        for part in _parts(gone, min(most, _RESTORED_AT_ONCE)):
            rows = " ".join(f"({triple})" for triple in part)
            yield (
                f"INSERT {{ GRAPH <{self._merged}> {{ ?s ?p ?o }} }} WHERE {{"
                f" VALUES (?s ?p ?o) {{ {rows} }} VALUES ?g {{ {among} }}"
                " GRAPH ?g { ?s ?p ?o } }"
            )
        yield from _data("INSERT", self._merged, come, most)

    async def _update(self, operations: Iterable[str]) -> None:
        await self._engine.update(" ;\n".join(operations), seconds=self._seconds)


def _drop(graph: str) -> str:
    return f"DROP SILENT {'DEFAULT' if graph == ITS_DEFAULT else f'GRAPH <{graph}>'}"


def _see(nets: Nets, record: Record) -> None:
    # What went went first; a quad is in one part only.
    nets.see(_lines(record.removed_span.pieces()), comes=False)
    nets.see(_lines(record.added_span.pieces()), comes=True)


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Give lines, which end with line feeds and with nothing else."""
    rest = b""
    for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        yield from lines
    yield rest


def _size(net: Net) -> int:
    return len(net.added) + len(net.removed)


def _parts(triples: Iterable[str], most: int) -> Iterator[list[str]]:
    listed = list(triples)
    for start in range(0, len(listed), most):
        yield listed[start : start + most]


def _data(verb: str, graph: str, triples: Iterable[str], most: int) -> Iterator[str]:
    for part in _parts(triples, most):
        held = " .\n".join(part)
        yield f"{verb} DATA {{ GRAPH <{graph}> {{\n{held} .\n}} }}"


def _marked(mark: str) -> list[str]:
    meta = iris.graph("meta")
    return [
        f"DELETE {{ GRAPH <{meta}> {{ <{meta}> <{_SAYS}> ?mark }} }}"
        f" WHERE {{ GRAPH <{meta}> {{ <{meta}> <{_SAYS}> ?mark }} }}",
        f'INSERT DATA {{ GRAPH <{meta}> {{ <{meta}> <{_SAYS}> "{mark}" }} }}',
    ]


def _pieces(triples: bytes, largest: int) -> Iterator[bytes]:
    start = 0
    while start < len(triples):
        end = len(triples)
        if end - start > largest:
            end = triples.rfind(b"\n", start, start + largest) + 1 or end
        yield triples[start:end]
        start = end
