"""A candidate is checked by several processes abreast, each taking window after window.

Each looks up what it needs where that lies: what stands in a store that it opens for itself, what
comes in the file of the candidate.
"""

import gc
import os
import pickle
import signal
import struct
import time
from pathlib import Path
from types import TracebackType

from wsisgraph.graph.checker.data import without_garbage_collection
from wsisgraph.graph.checker.layered import Layered, LooksBack
from wsisgraph.graph.finding import Finding
from wsisgraph.intake.checking import BROKEN, MOST_FINDINGS, Shapes, first
from wsisgraph.intake.described import Odd, Tally
from wsisgraph.intake.prospect import Prospect

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

    def __init__(self, shapes: Shapes, prospect: Prospect, folder: Path) -> None:
        """Begin.

        Args:
            shapes: what is demanded.
            prospect: holds the candidate and all that it refers to. It must not change meanwhile.
            folder: takes what other processes find.
        """
        self._shapes = shapes
        self._prospect = prospect
        self._candidate = prospect.candidate
        self._folder = folder
        self._children: dict[int, Path] = {}
        self._number = len(self._candidate.windows)
        self._step = self._number // _MOST_TICKETS + 1
        # Whoever reads a ticket checks what it names; a pipe gives each to one reader.
        self._tickets, giving = os.pipe()
        try:
            for number in range(0, self._number, self._step):
                os.write(giving, _TICKET.pack(number))
        finally:
            os.close(giving)

    def __enter__(self) -> "Abreast":
        processors = len(os.sched_getaffinity(0)) if self._number >= _FEW else 1
        if not self._candidate.is_plain:
            processors = 1
        if processors > 1:
            self._prospect.settle()
        for number in range(1, min(processors, _MOST_PROCESSES)):
            told = self._folder / f"findings-{number}"
            child = os.fork()
            if child == 0:
                self._live(told)
            self._children[child] = told
        return self

    def findings(self) -> tuple[list[Finding], Tally | None]:
        """Return what the candidate breaks, in its order, and what there was to count.

        Where a shape looks back, a store of the whole is asked instead, by this process alone.
        """
        try:
            return self._findings()
        except (LooksBack, Odd):
            return first(self._shapes.check(self._prospect.whole, self._candidate.things())), None

    def _findings(self) -> tuple[list[Finding], Tally | None]:
        if not self._candidate.is_plain:
            raise Odd
        found, tally = self._check(self._prospect.data)
        whole = True
        for child, told in list(self._children.items()):
            if self._ends_well(child):
                others, counted = pickle.loads(told.read_bytes())
                found |= others
                tally.add(counted)
            else:
                whole = False
        if not whole:
            # One of them was ended or stands still, and what it had taken is nobody's.
            for number in range(0, self._number, self._step):
                if number not in found:
                    found[number] = self._check_windows(self._prospect.data, number, tally)
        is_known = len(found) == len(range(0, self._number, self._step))
        is_known = is_known and self._candidate.settle(tally)
        in_order = [finding for number in sorted(found) for finding in found[number]]
        return in_order, tally if is_known else None

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
            told.write_bytes(pickle.dumps(self._check(self._prospect.reopened())))
            status = 0
        finally:
            os._exit(status)

    def _check(self, data: Layered) -> tuple[Found, Tally]:
        """Check window after window until there is none left, or enough is found."""
        found: Found = {}
        tally = Tally()
        broken = others = 0
        while broken < MOST_FINDINGS and (ticket := os.read(self._tickets, _TICKET.size)):
            (number,) = _TICKET.unpack(ticket)
            here = self._check_windows(data, number, tally)
            if others >= MOST_FINDINGS:
                here = [finding for finding in here if finding.severity == BROKEN]
            found[number] = here
            bad = sum(finding.severity == BROKEN for finding in here)
            broken, others = broken + bad, others + len(here) - bad
        return found, tally

    def _check_windows(self, data: Layered, start: int, tally: Tally) -> list[Finding]:
        """Check the windows that a ticket names."""
        found: list[Finding] = []
        for window in self._candidate.windows[start : start + self._step]:
            with without_garbage_collection():
                things, described = self._candidate.describe(window, tally)
                data.foretell(described)
                found += self._shapes.check_at(data, things)
        return first(found)
