"""Undoing one change of the past: what it added goes, what it took comes back.

What others changed since stays as they left it: a statement that is gone already is not missed, one
that is back already is not doubled. What the rules derived follows by itself. The undoing is a
change like any other, with a record of its own; so it can be undone too.
"""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

from wsisgraph.errors import RevisionMismatch, ShapesBroken, StoreUnavailable
from wsisgraph.settings import Settings
from wsisgraph.store import local, nquads
from wsisgraph.store.changes import Outcome, Step
from wsisgraph.store.client import commit
from wsisgraph.store.judging import Judge, Touched
from wsisgraph.store.local import LocalStore
from wsisgraph.store.protocol import Revision
from wsisgraph.store.record import Record
from wsisgraph.store.rules import Derive
from wsisgraph.terms import iris

_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Undoing:
    """What undoing a change means now.

    Attributes:
        record: the change.
        removed: statements that it added and that are still there.
        added: statements that it took and that are not there.
        passed: how many of its statements others changed since, so that they stay as they are.
        later: the changes that did so, the last of each statement, with their numbers.
    """

    record: Record
    removed: tuple[Quad, ...]
    added: tuple[Quad, ...]
    passed: int
    later: tuple[tuple[Record, int], ...] = ()


def undo(
    settings: Settings,
    revision: str,
    *,
    agent: str,
    derive: Derive | None,
    judge: Callable[[], Judge] | None,
    dry_run: bool = False,
) -> tuple[Undoing, Outcome | None]:
    """Undo the change that made a revision; all of it or nothing.

    Args:
        settings: name the data folder.
        revision: its id (`12-0123456789ab`) or its sequence alone (`12`).
        agent: who asks for it.
        derive: the rules, for when no service runs.
        judge: makes what judges the data as they would be; None takes them as they are.
        dry_run: only say what would be done.

    Returns:
        What it means, and the outcome; None for a dry run, or when there is nothing to undo.

    Raises:
        StoreUnavailable: there is no such revision, or others write again and again.
        ShapesBroken: the data would break the shapes then; nothing was changed.
        StoreError: the folder cannot be read or written.
    """
    for _ in range(_ATTEMPTS):
        held = local.open_local(settings)
        undoing = _understand(settings, held, local.record(settings, revision))
        if not undoing.removed and not undoing.added:
            return undoing, None
        if judge is not None:
            _judge(judge(), held, undoing)
        if dry_run:
            return undoing, None
        try:
            return undoing, _commit(settings, undoing, held, agent, derive)
        except RevisionMismatch:
            continue
    raise StoreUnavailable(
        "Others wrote again and again while this was computed", mend="try again in a moment"
    )


def _understand(settings: Settings, held: LocalStore, record: Record) -> Undoing:
    inferred = NamedNode(iris.graph("inferred"))
    with record.added_span.open() as file:
        came = [quad for quad in nquads.read(file) if quad.graph_name != inferred]
    with record.removed_span.open() as file:
        went = [quad for quad in nquads.read(file) if quad.graph_name != inferred]
    store = held.snapshot.store
    removed = tuple(quad for quad in came if quad in store)
    added = tuple(quad for quad in went if quad not in store)
    passed = {*came, *went} - {*removed, *added}
    later = _later(settings, record, held.revision, passed) if passed else ()
    return Undoing(record, removed, added, len(passed), later)


def _later(
    settings: Settings, record: Record, until: Revision, passed: set[Quad]
) -> tuple[tuple[Record, int], ...]:
    """Return the changes since that left these statements as they are, with their numbers."""
    found: dict[Quad, Record] = {}
    for later in local.changes(settings, record.sequence + 1, until.sequence):
        for span in (later.added_span, later.removed_span):
            with span.open() as file:
                found |= {quad: later for quad in nquads.read(file) if quad in passed}
    numbers = Counter(each.sequence for each in found.values())
    records = {each.sequence: each for each in found.values()}
    return tuple((records[sequence], number) for sequence, number in sorted(numbers.items()))


def _judge(judge: Judge, held: LocalStore, undoing: Undoing) -> None:
    """Apply the undoing to the private copy, and see what breaks.

    Raises:
        ShapesBroken: something does.
    """
    touched = Touched()
    for quad in undoing.added:
        touched.note(quad, came=True)
    for quad in undoing.removed:
        touched.note(quad, came=False)
    held.snapshot.apply(added=undoing.added, removed=undoing.removed)
    if broken := touched.broken(judge, held.snapshot.store):
        first = broken[0]
        more = f" ({len(broken)} findings)" if len(broken) > 1 else ""
        graphs = _graphs_of(held, str(first["focus"]))
        where = f" (in {graphs})" if graphs else ""
        message = str(first["message"]).replace("<GRAPH>", f"<{first['focus']}>")
        raise ShapesBroken(
            f"Without revision {undoing.record.revision.id}, what is said of <{first['focus']}>"
            f"{where} would break a rule of the shapes{more}",
            where=first["path"] or None,
            mend=message.rstrip(".")
            + "; undo first what was built on it, or write the change that you want",
            findings=broken,
        )


def _graphs_of(held: LocalStore, thing: str) -> str:
    """Return the names of the graphs that speak of a thing: their keepers can mend it."""
    try:
        quads = held.snapshot.store.quads_for_pattern(NamedNode(thing), None, None)
    except ValueError:
        return ""
    inferred = iris.graph("inferred")
    names = {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode)} - {
        inferred
    }
    return ", ".join(f"<{name}>" for name in sorted(names))


def _commit(
    settings: Settings,
    undoing: Undoing,
    held: LocalStore,
    agent: str,
    derive: Derive | None,
) -> Outcome:
    added = _lines(undoing.added)
    with tempfile.TemporaryFile() as file:
        file.write(added)
        file.write(_lines(undoing.removed))
        step = Step(
            base=held.revision,
            quads=file,
            added=len(undoing.added),
            removed=len(undoing.removed),
            added_bytes=len(added),
            about=undoing.record.about or None,
        )
        message = f"Undoing of revision {undoing.record.revision.id}"
        return commit(settings, step, agent=agent, message=message, derive=derive)


def _lines(quads: Iterable[Quad]) -> bytes:
    text = serialize(quads, format=RdfFormat.N_QUADS) or b""
    return b"".join(sorted(text.splitlines(keepends=True)))
