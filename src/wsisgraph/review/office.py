"""Where decisions are made: the docket of the current revision, and committing to it."""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

from wsisgraph.errors import RevisionMismatch, StoreUnavailable
from wsisgraph.graph.rules import derived
from wsisgraph.review import records
from wsisgraph.review.deciding import Plan, Request, plan
from wsisgraph.review.docket import Docket
from wsisgraph.settings import Settings
from wsisgraph.store.changes import Outcome, Step
from wsisgraph.store.client import commit
from wsisgraph.store.local import open_local
from wsisgraph.store.protocol import Revision

Ask = Callable[[Docket], Sequence[Request]]
"""What the reviewer asks for, given the docket: called again when others wrote meanwhile."""

_ATTEMPTS = 3


def open_docket(settings: Settings) -> tuple[Docket, Revision]:
    """Return the docket of the current revision.

    Raises:
        StoreUnavailable: nothing was built yet.
        StoreError: the folder cannot be read.
    """
    held = open_local(settings)
    store = held.snapshot.store
    decisions = records.read(store.quads_for_pattern(None, None, None, NamedNode(records.graph())))
    return Docket(store, decisions), held.revision


def decide(
    settings: Settings, ask: Ask, *, by: str, dry_run: bool = False
) -> tuple[Plan, Outcome | None]:
    """Follow what a reviewer asks for: all of it or nothing; what follows is derived again.

    A running service commits it; with none running, the folder's lock is taken.

    Returns:
        What was decided and changed, and the outcome; None for a dry run.

    Raises:
        InputRefused: a request cannot be followed; tells each.
        StoreError: the folder cannot be read or written.
    """
    for _ in range(_ATTEMPTS):
        docket, revision = open_docket(settings)
        made = plan(docket, ask(docket), by=by, now=datetime.now(UTC))
        if dry_run or not made.decisions:
            return made, None
        try:
            return made, _commit(settings, made, revision)
        except RevisionMismatch:
            continue
    raise StoreUnavailable(
        "Others wrote again and again while this was decided", mend="decide again in a moment"
    )


def _commit(settings: Settings, made: Plan, revision: Revision) -> Outcome:
    added = b"".join(_lines(made.added))
    with tempfile.TemporaryFile() as file:
        file.write(added)
        file.writelines(_lines(made.removed))
        step = Step(
            base=revision,
            quads=file,
            added=len(made.added),
            removed=len(made.removed),
            added_bytes=len(added),
        )
        number = len(made.decisions)
        message = f"{number} decision{'s' if number != 1 else ''} by {made.decisions[0].by}"
        return commit(settings, step, agent="wsisgraph review", message=message, derive=derived)


def _lines(quads: Iterable[Quad]) -> list[bytes]:
    """Return quads as lines, sorted: the same decisions give the same record of the journal."""
    text = serialize(quads, format=RdfFormat.N_QUADS) or b""
    return sorted(text.splitlines(keepends=True))
