"""Jobs that wait for a worker, and whose turn is next.

The oldest, as long as nobody waits for long. Once the oldest has waited `PATIENCE`, something
holds the line up, most likely many long queries that came together: then every second turn is the
newest's, so that a short query that comes after them need not wait for them all, and still each
comes to its turn.
"""

import time
from collections import deque
from collections.abc import Iterator

from wsisgraph.store.jobs import Job

PATIENCE = 0.1
"""Seconds that the oldest waits before the newest get every second turn."""


class Waiting:
    """The line of jobs."""

    def __init__(self) -> None:
        self._line: deque[Job] = deque()
        self._newest_next = False

    def __len__(self) -> int:
        return len(self._line)

    def __iter__(self) -> Iterator[Job]:
        return iter(self._line)

    def __contains__(self, job: object) -> bool:
        return job in self._line

    def join(self, job: Job) -> None:
        """Take a job into the line."""
        job.waiting_since = time.monotonic()
        self._line.append(job)

    def take(self) -> Job:
        """Return the job whose turn it is.

        Raises:
            IndexError: nobody waits.
        """
        is_held_up = time.monotonic() - self._line[0].waiting_since > PATIENCE
        self._newest_next = is_held_up and not self._newest_next
        return self._line.pop() if self._newest_next else self._line.popleft()

    def leave(self, job: Job) -> None:
        """Take a job out of the line."""
        self._line.remove(job)

    def clear(self) -> None:
        """Send everybody away."""
        self._line.clear()
