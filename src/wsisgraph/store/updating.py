"""SPARQL updates in a worker: carried out on its own copy, to learn what they would change."""

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pyoxigraph import Quad, RdfFormat, Store, parse

from wsisgraph.errors import QueryFailed
from wsisgraph.store import aside, operations, prologues
from wsisgraph.store.changes import derived_default
from wsisgraph.store.difference import Difference, between
from wsisgraph.store.guard import decoded
from wsisgraph.store.names import DEFAULT, GraphNode
from wsisgraph.store.operations import Kind, Operation
from wsisgraph.store.overlay import Overlay, as_store, overlay_of
from wsisgraph.store.snapshot import Snapshot
from wsisgraph.store.spellings import as_kept, is_changed
from wsisgraph.store.targets import targets

_DATA = (Kind.INSERT_DATA, Kind.DELETE_DATA)

# The second fails, and so does the whole request: nothing behind it is reached.
_NOT_TO_BE_DONE = "CREATE GRAPH <urn:wsisgraph:x>; CREATE GRAPH <urn:wsisgraph:x>; "


def update(snapshot: Snapshot, request: Mapping[str, Any], difference: Difference) -> None:
    """Carry out an update, and tell its difference.

    What only names data is not searched for, and costs what it is long. Where the default graph
    is merged, an operation reads what the ones before it wrote, so they go one by one.

    Raises:
        SyntaxError: it is no update.
        QueryFailed: it cannot be done, such as creating a graph that is there.
        DefaultGraphDerived: it would change the merged default graph.
    """
    read = prologues.readable(request["update"])
    try:
        _update(snapshot, {**request, "update": read.text}, difference)
    except SyntaxError as error:
        raise read.as_sent(error) from error


def _update(snapshot: Snapshot, request: Mapping[str, Any], difference: Difference) -> None:
    text, base = request["update"], request["base"]
    if request["using"] or request["using_named"]:
        # Read as it came first: places in messages are those of the sender.
        check_syntax(text, base)
        text = operations.with_dataset(text, request["using"], request["using_named"])
    found = operations.split(text)
    named = set(targets(found or (), base))
    if snapshot.merged and (
        DEFAULT in named or any(operation.manages_default for operation in found or ())
    ):
        check_syntax(text, base)
        raise derived_default()
    for graph in named:
        difference.name(graph)
    if found and all(operation.kind in _DATA for operation in found):
        difference.take(_told(snapshot.store, found, text, base, difference.name))
    elif (over := overlay_of(snapshot.store)) is not None:
        check_syntax(text, base)
        _aside(over, found, base, difference)
    elif found and len(found) > 1 and snapshot.merged:
        check_syntax(text, base)
        _one_by_one(snapshot, found, base, difference)
    else:
        before = iter(snapshot.store)
        _run(snapshot.store, text, base)
        difference.take(between(before, snapshot.store))


def _aside(
    over: Overlay, found: Sequence[Operation] | None, base: str | None, difference: Difference
) -> None:
    """Carry out an update over data that are only read."""
    if found is None:
        raise QueryFailed(
            "The update cannot be told apart into its operations",
            mend="write spaces around its keywords",
        )
    for operation in found:
        if operation.kind in _DATA:
            for _ in _told(as_store(over), [operation], operation.text, base, difference.name):
                pass
        elif operation.kind is Kind.MANAGE:
            aside.manage(operation, base, over)
        else:
            aside.search(operation, base, over)
    difference.take(over.changes())


def check_syntax(text: str, base: str | None) -> None:
    """Parse an update without carrying out any of it.

    Raises:
        SyntaxError: it is no update.
    """
    # Keywords in codepoint escapes (SPARQL 1.1, §19.2) are none to the engine, but to the guard.
    read = prologues.readable(decoded(text), before=_NOT_TO_BE_DONE)
    try:
        _run(Store(), read.text, base, probing=True)
    except SyntaxError as error:
        raise read.as_sent(error) from error
    except UnicodeEncodeError:
        return


def _one_by_one(
    snapshot: Snapshot, found: Sequence[Operation], base: str | None, difference: Difference
) -> None:
    start = iter(snapshot.store)
    for operation in found:
        before = iter(snapshot.store)
        if operation.kind in _DATA:
            signed = list(_told(snapshot.store, [operation], operation.text, base, difference.name))
        else:
            _run(snapshot.store, operation.text, base)
            signed = list(between(before, snapshot.store))
        if any(quad.graph_name == DEFAULT for _, quad in signed):
            raise derived_default()
        # The engine has changed the graphs already; this brings the merged one after them.
        empty = set(snapshot.store.named_graphs())
        snapshot.apply(
            added=[quad for came, quad in signed if came],
            removed=[quad for came, quad in signed if not came],
        )
        for graph in empty:
            snapshot.store.add_graph(graph)
    difference.take(
        (came, quad) for came, quad in between(start, snapshot.store) if quad.graph_name != DEFAULT
    )


def _told(
    store: Store,
    found: Sequence[Operation],
    text: str,
    base: str | None,
    name: Callable[[GraphNode], None],
) -> Iterator[tuple[bool, Quad]]:
    """Carry out INSERT DATA and DELETE DATA, one after another; give their difference.

    Whoever names data must be allowed to change them, though they be there, or gone, already:
    so `name` is told all of them.
    """
    scratch = Store()
    _run(scratch, text, base)
    wanted: dict[Quad, bool] = {}
    sent: dict[Quad, Quad] = {}
    for operation in found:
        comes = operation.kind is Kind.INSERT_DATA
        if len(found) > 1 or not comes:
            scratch = Store()
            _run(scratch, operation.as_insertion, base)
        for quad in scratch:
            name(quad.graph_name)
            wanted[quad] = comes
        if comes:
            sent.update(_spelt_otherwise(operation, base))
    for quad, comes in wanted.items():
        if comes != (quad in store):
            (store.add if comes else store.remove)(quad)
            yield comes, sent.get(quad, quad) if comes else quad


def _spelt_otherwise(operation: Operation, base: str | None) -> Iterator[tuple[Quad, Quad]]:
    """Give quads of an INSERT DATA as the engine keeps them, each with the one that was sent."""
    with contextlib.suppress(SyntaxError):
        for quad in parse(operation.as_trig, format=RdfFormat.TRIG, base_iri=base):
            if is_changed(quad):
                yield as_kept(quad), quad


def _run(store: Store, text: str, base: str | None, *, probing: bool = False) -> None:
    try:
        store.update(text, base_iri=base)
    except SyntaxError:
        raise
    except (RuntimeError, ValueError, OSError) as error:
        if not probing:
            raise QueryFailed(
                f"The update failed: {' '.join(str(error).split()).rstrip('.')}",
                mend="SILENT passes over graphs that are there, or are not",
            ) from error
