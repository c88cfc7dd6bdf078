"""A candidate is checked by several processes abreast, each taking window after window.

They share the store as it would be: one in memory as it was when they began, one on disk by opening
it once more.
"""

import gc
import os
import pickle
import signal
import struct
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from pyoxigraph import Store

from wsisgraph.graph.checker.data import Stored
from wsisgraph.graph.finding import Finding
from wsisgraph.intake.candidate import Candidate
from wsisgraph.intake.checking import BROKEN, MOST_FINDINGS, Shapes, first

_TICKET = struct.Struct("=I")
_MOST_TICKETS = 10_000
_MOST_PROCESSES = 4
# Fewer windows are checked before another process has begun.
_FEW = 4
# Seconds that the others have for their last ticket when there are no more.
_PATIENCE = 300.0
_PAUSE = 0.01

Found = dict[int, list[Finding]]
"""What was found, by the number of the window."""


class Abreast:
    """Checks a candidate; a context manager.

    Other processes begin at once; this one helps in `findings`, when it has nothing else to do.
    """

    def __init__(
        self, shapes: Shapes, store: Store, candidate: Candidate, folder: Path, place: Path | None
    ) -> None:
        """Begin.

        Args:
            shapes: what is demanded.
            store: holds the candidate and all that it refers to. It must not change meanwhile.
            candidate: what is checked.
            folder: takes what other processes find.
            place: of the store on disk; None for one in memory.
        """
        self._shapes = shapes
        self._store = store
        self._candidate = candidate
        self._folder = folder
        self._place = place
        self._children: dict[int, Path] = {}
        windows = candidate.windows
        self._step = len(windows) // _MOST_TICKETS + 1
        # Whoever reads a ticket checks what it names; a pipe gives each to one reader.
        self._tickets, giving = os.pipe()
        try:
            for number in range(0, len(windows), self._step):
                os.write(giving, _TICKET.pack(number))
        finally:
            os.close(giving)

    def __enter__(self) -> "Abreast":
        processors = len(os.sched_getaffinity(0)) if len(self._candidate.windows) >= _FEW else 1
        if self._place is not None:
            self._store.flush()
        for number in range(1, min(processors, _MOST_PROCESSES)):
            told = self._folder / f"findings-{number}"
            child = os.fork()
            if child == 0:
                self._live(told)
            self._children[child] = told
        return self

    def findings(self) -> Iterator[Finding]:
        """Give what the candidate breaks, in its order."""
        found = self._check(self._store)
        whole = True
        for child, told in list(self._children.items()):
            if self._ends_well(child):
                found |= pickle.loads(told.read_bytes())
            else:
                whole = False
        if not whole:
            # One of them was ended or stands still, and what it had taken is nobody's.
            data = Stored(self._store)
            for number in range(0, len(self._candidate.windows), self._step):
                if number not in found:
                    found[number] = self._check_windows(data, number)
        for number in sorted(found):
            yield from found[number]

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._tickets)
        for child in self._children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)

    def _ends_well(self, child: int) -> bool:
        """Wait for a process, which has no more to do than one ticket; tell whether it did that."""
        give_up = time.monotonic() + _PATIENCE
        while time.monotonic() < give_up:
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                del self._children[child]
                return status == 0
            time.sleep(_PAUSE)
        return False

    def _live(self, told: Path) -> None:
        """Be another process: check, leave what was found, and leave."""
        status = 1
        try:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            # Nothing here refers to itself, and what was there before is the parent's to look for.
            gc.disable()
            store = self._store if self._place is None else Store.read_only(str(self._place))
            told.write_bytes(pickle.dumps(self._check(store)))
            status = 0
        finally:
            os._exit(status)

    def _check(self, store: Store) -> Found:
        """Check window after window until there is none left, or enough is found."""
        found: Found = {}
        data = Stored(store)
        broken = others = 0
        while broken < MOST_FINDINGS and (ticket := os.read(self._tickets, _TICKET.size)):
            (number,) = _TICKET.unpack(ticket)
            here = self._check_windows(data, number)
            if others >= MOST_FINDINGS:
                here = [finding for finding in here if finding.severity == BROKEN]
            found[number] = here
            bad = sum(finding.severity == BROKEN for finding in here)
            broken, others = broken + bad, others + len(here) - bad
        return found

    def _check_windows(self, data: Stored, start: int) -> list[Finding]:
        """Check the windows that a ticket names."""
        return first(
            finding
            for window in self._candidate.windows[start : start + self._step]
            for finding in self._shapes.check_at(
                data, data.foretell(self._candidate.read(window), self._candidate.unsure)
            )
        )
