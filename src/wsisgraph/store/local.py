"""A revision in this process's memory, for programs that ask many queries of our own.

There is no sandbox, no deadline and no limit here: it is for queries of the catalogue over data
that were accepted, never for what a stranger sends.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    serialize,
)

from wsisgraph.errors import StoreError, StoreUnavailable
from wsisgraph.settings import Settings
from wsisgraph.store import checkpoint, journal, nquads
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.journal import JournalReader
from wsisgraph.store.protocol import EMPTY, Revision
from wsisgraph.store.record import Position, Record, read_record
from wsisgraph.store.snapshot import Snapshot
from wsisgraph.terms import iris

_ATTEMPTS = 3
_MOST_TOLD = 10


@dataclass(frozen=True, slots=True)
class Graph:
    """The triples that a query made, each once and in the order of its rows."""

    triples: tuple[Any, ...]

    def write(self, format: RdfFormat, prefixes: Mapping[str, str]) -> bytes:
        """Return them in a format."""
        taken = prefixes if format in (RdfFormat.TURTLE, RdfFormat.RDF_XML) else None
        return (
            serialize(self.triples, format=format, prefixes=dict(taken) if taken else None) or b""
        )


class LocalStore:
    """Answers our own queries over one revision.

    Attributes:
        revision: the revision that is held.
        snapshot: its data.
    """

    def __init__(self, snapshot: Snapshot, revision: Revision) -> None:
        self.revision = revision
        self.snapshot = snapshot

    def rows(self, text: str, graphs: Sequence[str] = ()) -> bytes:
        """Return the solutions of a SELECT query as SPARQL results in JSON.

        Args:
            text: the query.
            graphs: the graphs that its default graph is the union of; () for the merged one.
        """
        return self.solutions(text, graphs).serialize(format=QueryResultsFormat.JSON) or b""

    def solutions(self, text: str, graphs: Sequence[str] = ()) -> QuerySolutions:
        """Return the solutions of a SELECT query, to be taken one by one; see `rows`."""
        found = self.snapshot.store.query(text, **self._dataset(graphs))
        assert isinstance(found, QuerySolutions)
        return found

    def graph(self, text: str, graphs: Sequence[str] = ()) -> Graph:
        """Return the triples of a CONSTRUCT query; see `rows`."""
        found = self.snapshot.store.query(text, **self._dataset(graphs))
        assert isinstance(found, QueryTriples)
        return Graph(tuple(dict.fromkeys(found)))

    def texts(
        self, subject: str, property: str, graphs: Sequence[str] = ()
    ) -> Iterator[tuple[str, str]]:
        """Give the texts of a thing with their languages, some perhaps twice; see `rows`."""
        dataset = self._dataset(graphs)
        node, said = NamedNode(subject), NamedNode(property)
        for graph in dataset.get("default_graph", (DefaultGraph(),)):
            for quad in self.snapshot.store.quads_for_pattern(node, said, None, graph):
                if isinstance(quad.object, Literal) and quad.object.language:
                    yield quad.object.language, quad.object.value

    def describes(self, iri: str) -> bool:
        """Tell whether some graph says something of a thing."""
        quads = self.snapshot.store.quads_for_pattern(NamedNode(iri), None, None, None)
        return next(iter(quads), None) is not None

    def _dataset(self, graphs: Sequence[str]) -> dict[str, Any]:
        if not graphs:
            return {}
        named = [NamedNode(graph) for graph in graphs]
        if not self.snapshot.merged:
            return {"default_graph": named, "named_graphs": named}
        # The accepted ones are merged already.
        apart = [graph for graph in named if not iris.is_accepted(graph.value)]
        return {"default_graph": [DefaultGraph(), *apart], "named_graphs": named}


def open_local(settings: Settings, revision: str | None = None) -> LocalStore:
    """Read a revision of the data folder into memory, the current one unless another is named.

    Reading disturbs no service that runs over the folder.

    Args:
        settings: name the folder.
        revision: its id (`12-0123456789ab`) or its sequence alone (`12`).

    Raises:
        StoreUnavailable: nothing was ever committed, or there is no such revision.
        StoreError: the folder cannot be read.
    """
    folder = DataFolder(settings.data)
    current = folder.revision()
    if current is None:
        raise StoreUnavailable(
            "There is no graph yet",
            where=str(settings.data),
            mend="run wsisgraph build, or set WSISGRAPH_DATA to the folder that holds the graph",
        )
    until = current.sequence if revision is None else _sequence(folder, current, revision)
    for attempt in range(1, _ATTEMPTS + 1):
        snapshot = Snapshot(merged=settings.default_graph == "accepted")
        try:
            # The journal has it all, should the disk of the checkpoints be at fault.
            alone = attempt == _ATTEMPTS
            begun = Position() if alone else _begin(folder, snapshot, until)
            return LocalStore(snapshot, _follow(folder, snapshot, begun, until).revision)
        except StoreError:
            # The writer may just have replaced the checkpoint by a newer one.
            if attempt == _ATTEMPTS:
                raise
    raise AssertionError("unreachable")


def changes(settings: Settings, first: int, last: int) -> list[Record]:
    """Return the records of the journal from one revision to another, with those that made them.

    Raises:
        JournalDamaged: the journal does not hold them whole.
    """
    reader = JournalReader(DataFolder(settings.data).journal)
    try:
        return [record for record in reader.read(last) if record.sequence >= first]
    finally:
        reader.close()


def redactions(settings: Settings) -> list[str]:
    """Return the hashes of the records of the journal that took something out of others.

    Revisions keep their names when content is taken out of them (`redaction`). Whoever kept what he
    made of one knows by this that he may not keep it any longer.

    Raises:
        JournalDamaged: one of these records cannot be read.
    """
    found: list[str] = []
    for path in journal.files_of(DataFolder(settings.data).journal):
        with path.open("rb") as file:
            # A redaction begins a file.
            header, _ = read_record(file, path, sys.maxsize)
            if header is not None and header.get("redacts"):
                found.append(header["hash"])
    return found


def record(settings: Settings, named: str) -> Record:
    """Return the record that made a revision, which is named by it or by its id.

    Raises:
        StoreUnavailable: there is no such revision.
        JournalDamaged: the journal does not hold it whole.
    """
    folder = DataFolder(settings.data)
    current = folder.revision() or EMPTY
    sequence = _sequence(folder, current, named)
    return changes(settings, sequence, sequence)[0]


def _begin(folder: DataFolder, snapshot: Snapshot, until: int) -> Position:
    fitting = [path for path in folder.all_checkpoints() if int(path.name) <= until]
    return checkpoint.load(fitting[-1], snapshot) if fitting else Position()


def _follow(folder: DataFolder, snapshot: Snapshot, position: Position, until: int) -> Position:
    journal = JournalReader(folder.journal, position)
    try:
        for record in journal.read(until):
            snapshot.apply(
                added=nquads.read(record.added),
                removed=nquads.read(record.removed),
                empty=record.empty,
                dropped=record.dropped,
            )
    finally:
        journal.close()
    return journal.position


def _sequence(folder: DataFolder, current: Revision, named: str) -> int:
    """Return the sequence of a revision that is named by it or by its id."""
    reader = JournalReader(folder.journal)
    known: list[str] = []
    try:
        for record in reader.read(current.sequence):
            known.append(record.revision.id)
            if named in (record.revision.id, str(record.sequence)):
                return record.sequence
    finally:
        reader.close()
    latest = ", ".join(known[-_MOST_TOLD:])
    raise StoreUnavailable(
        f"There is no revision “{named}”",
        where=str(folder.journal),
        mend=f"name one of the {len(known)} that were committed; the latest: {latest}",
    )
