"""News: which things each record of the journal added, changed or took away.

A thing is new where its type comes, gone where its type goes, and changed where only something
else of it does. What the rules derived and what describes the graphs follows from the rest, and is
no news. Quads are read as lines, without an engine: the service tells news, and has none.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from wsisgraph.store.journal import JournalReader
from wsisgraph.store.record import Record
from wsisgraph.store.spans import Span
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import ORG, RDF, WSIS

Mark = Literal["added", "changed", "removed"]
MARKS: tuple[Mark, ...] = ("added", "changed", "removed")

MOST = 40
"""Changes that are told of one record; of all the others there is the number."""

# As they stand in the journal: subjects and predicates without blank nodes, any object.
_QUAD = re.compile(rb"<([^<>]*)> <([^<>]*)> (.*) <([^<>]*)> \.$")
_APART = ("inferred", "meta", "questions", "service", "shapes", "decisions")
_TYPE = RDF.type.encode()
_ENDS = tuple(
    term.encode()
    for term in (WSIS.activity, WSIS.actionLine, ORG.member, WSIS.roleIn, WSIS.about, WSIS.linksTo)
)
"""What statements join, in the order in which it is told."""
_SDG = f"<{iris.SDG}/".encode()
_OWN = b"urn:wsisgraph:"


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one thing.

    Attributes:
        thing: its IRI.
        kind: the IRI of its class, "" where the record does not name it.
        mark: whether it is new, changed or gone.
        graph: the graph that tells of it.
        ends: for a statement what it joins, as far as the record names it.
    """

    thing: str
    kind: str
    mark: Mark
    graph: str
    ends: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class News:
    """What one record changed.

    Attributes:
        sequence: its number.
        revision: the id of the revision that it made.
        time: when it was committed, ISO 8601, UTC.
        changes: the first MOST of them, new ones first, in the order of their IRIs.
        counts: how many there are of each mark.
        kinds: class, mark and number, the most first; where `changes` does not hold all.
    """

    sequence: int
    revision: str
    time: str
    changes: tuple[Change, ...]
    counts: tuple[int, int, int]
    kinds: tuple[tuple[str, Mark, int], ...] = ()


@dataclass(slots=True)
class _State:
    graph: str
    kind: str = ""
    came: bool = False
    went: bool = False
    ends: dict[bytes, str] = field(default_factory=dict)


Topics = Mapping[str, Collection[str]]
"""What news are wanted of: IRIs, "" for everything; with each the IRIs of what is about it now."""


def news(journal: Path, until: int, topics: Topics) -> dict[str, list[News]]:
    """Return the news of each topic up to a record, the oldest first.

    What a record says is about a topic if it names it; a goal includes its targets.

    Args:
        journal: the folder of the journal.
        until: the sequence of the last record.
        topics: what is wanted.

    Raises:
        JournalDamaged: the journal does not hold the records whole.
    """
    told: dict[str, list[News]] = {topic: [] for topic in topics}
    reader = JournalReader(journal)
    try:
        for record in reader.read(until):
            for topic, found in of(record, topics).items():
                told[topic].append(found)
    finally:
        reader.close()
    return told


def of(record: Record, topics: Topics) -> dict[str, News]:
    """Return the news of one record, of those topics that it has any of; see `news`."""
    about = _about(record, topics)
    states = _states(record, None if "" in topics else about.keys())
    if not states:
        return {}
    whole: dict[str, list[Change]] = defaultdict(list)
    for thing, state in states.items():
        change = Change(
            thing.decode(),
            state.kind,
            _mark(state),
            state.graph,
            tuple(state.ends[end] for end in _ENDS if end in state.ends),
        )
        for topic in about.get(thing, ()):
            whole[topic].append(change)
        if "" in topics:
            whole[""].append(change)
    return {topic: _news(record, changes) for topic, changes in whole.items()}


def _about(record: Record, topics: Topics) -> dict[bytes, set[str]]:
    """Return the topics of each thing."""
    about: dict[bytes, set[str]] = defaultdict(set)
    for topic, near in topics.items():
        if topic:
            for iri in (topic, *near):
                about[iri.encode()].add(topic)
    if not about:
        return about
    named = {f"<{topic}>".encode(): topic for topic in topics if topic}
    for span in (record.removed_span, record.added_span):
        for subject, _, value, _ in _quads(span):
            names = [value]
            if value.startswith(_SDG):
                goal = value.removeprefix(_SDG).rstrip(b">").partition(b".")[0]
                names.append(_SDG + goal + b">")
            about_it = {named[name] for name in names if name in named}
            if about_it:
                about[subject] |= about_it
    return about


def _states(record: Record, wanted: Collection[bytes] | None) -> dict[bytes, _State]:
    apart = {iris.graph(name).encode() for name in _APART}
    states: dict[bytes, _State] = {}
    for span, came in ((record.removed_span, False), (record.added_span, True)):
        for subject, predicate, value, graph in _quads(span):
            if wanted is not None and subject not in wanted:
                continue
            if graph in apart or graph.startswith(_OWN):
                continue
            state = states.get(subject)
            if state is None:
                state = states[subject] = _State(graph.decode())
            if predicate == _TYPE and value.startswith(b"<"):
                # What has several types is told by the first in the order of their names.
                kind = value[1:-1].decode()
                state.kind = min(state.kind or kind, kind)
                if came:
                    state.came, state.graph = True, graph.decode()
                else:
                    state.went = True
            elif predicate in _ENDS and value.startswith(b"<"):
                end = value[1:-1].decode()
                state.ends[predicate] = min(state.ends.get(predicate) or end, end)
    return states


def _news(record: Record, changes: list[Change]) -> News:
    counts = tuple(sum(change.mark == mark for change in changes) for mark in MARKS)
    changes.sort(key=lambda change: (MARKS.index(change.mark), change.thing))
    return News(
        record.sequence,
        record.revision.id,
        record.time,
        tuple(changes[:MOST]),
        (counts[0], counts[1], counts[2]),
        _kinds(changes) if len(changes) > MOST else (),
    )


def _kinds(changes: Collection[Change]) -> tuple[tuple[str, Mark, int], ...]:
    found = Counter((change.kind, change.mark) for change in changes if change.kind)
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple((kind, mark, count) for (kind, mark), count in ordered[:MOST])


def _mark(state: _State) -> Mark:
    if state.came == state.went:
        return "changed"
    return "added" if state.came else "removed"


def _quads(span: Span) -> Iterator[tuple[bytes, bytes, bytes, bytes]]:
    """Give the parts of each line; what has a blank node or no graph is nobody's news."""
    with span.open() as file:
        rest = b""
        while piece := file.read(1 << 18):
            *lines, rest = (rest + piece).split(b"\n")
            for line in lines:
                if (match := _QUAD.match(line)) is not None:
                    subject, predicate, value, graph = match.groups()
                    yield subject, predicate, value, graph
