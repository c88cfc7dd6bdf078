"""Committing from the command line: through the running service, or as its own writer."""

import time
from pathlib import Path

from wsisgraph.errors import StoreLocked
from wsisgraph.store import changes
from wsisgraph.store.changes import Change, Outcome
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.writer import Derive, Writer

_PATIENCE = 3.0
_PAUSE = 0.05


def commit(
    data: Path,
    change: Change,
    *,
    agent: str,
    message: str,
    derive: Derive | None = None,
    strict: bool = False,
) -> Outcome:
    """Commit a change to a data folder.

    A running service commits it (with the rules and the mode that it was started with) and answers
    when its readers see it; with none running, the folder's lock is taken for as long as it lasts.

    Raises:
        StoreLocked: another process that is no service holds the folder, and goes on doing so.
        ChangeRefused: it cannot be taken; nothing was changed.
        StoreError: the folder cannot be used.
    """
    folder = DataFolder(data)
    give_up = time.monotonic() + _PATIENCE
    while True:
        try:
            return changes.ask(folder, change, agent=agent, message=message)
        except (FileNotFoundError, ConnectionRefusedError):
            # No service here, or one that is just starting or ending.
            pass
        try:
            with Writer(data, derive=derive, strict=strict) as writer:
                return writer.commit(change, agent=agent, message=message)
        except StoreLocked:
            if time.monotonic() > give_up:
                raise
        time.sleep(_PAUSE)
