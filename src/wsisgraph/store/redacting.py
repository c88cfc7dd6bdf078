"""A redaction from beginning to end, with the folder's lock held or refused."""

import os
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, serialize

from wsisgraph.errors import StoreError
from wsisgraph.settings import Settings
from wsisgraph.store import local, redaction, remote_local
from wsisgraph.store.changes import Difference
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.journal import Journal
from wsisgraph.store.locking import lock
from wsisgraph.store.redaction import Matches, Redacted
from wsisgraph.store.rules import Derive
from wsisgraph.store.writer import Writer
from wsisgraph.terms import iris


def redact(
    settings: Settings, matches: Matches, *, agent: str, reason: str, derive: Derive | None
) -> Redacted:
    """Take the quads that match out of the data and its history.

    A SPARQL server that holds the data loses them before the history does: afterwards nobody could
    tell it what has to go.

    Raises:
        StoreLocked: a service runs over the folder.
        StoreUnavailable: there is no graph, or the SPARQL server is not there.
        StoreError: the disk does not take it; what was removed from the data is still in the
            history then, and the redaction can be done again.
    """
    data, strict = settings.data, settings.default_graph == "strict"
    if settings.store:
        # What others wrote there is to be found, too.
        remote_local.meet(settings, derive)
    snapshot = local.open_local(settings).snapshot
    inferred = NamedNode(iris.graph("inferred"))
    there = [q for q in snapshot.quads() if matches(q) and q.graph_name != inferred]
    with Writer(data, derive=derive, strict=strict) as writer:
        lines = serialize(there, format=RdfFormat.N_QUADS) or b""
        writer.commit(Difference(removed=lines), agent=agent, message=f"Redaction: {reason}")
        _follow(settings, writer)
    done = _take_out(data, matches, agent, reason)
    # Store and checkpoints are made of what is left.
    with Writer(data, derive=derive, strict=strict) as writer:
        _follow(settings, writer)
    return done


def _follow(settings: Settings, writer: Writer) -> None:
    """Bring the SPARQL server, if there is one, to where the writer is."""
    if settings.store:
        remote_local.follow(settings, writer)


def _take_out(data: Path, matches: Matches, agent: str, reason: str) -> Redacted:
    folder = DataFolder(data)
    held = lock(folder.lock)
    try:
        log = Journal(folder.journal)
        try:
            return redaction.redact(folder, log, matches, agent=agent, reason=reason)
        finally:
            log.close()
    except OSError as error:
        raise StoreError(
            f"The history could not be written anew ({error.strerror})",
            where=str(folder.journal),
            mend="see that the disk has room for a second copy of the journal, then do it again",
        ) from error
    finally:
        os.close(held)
