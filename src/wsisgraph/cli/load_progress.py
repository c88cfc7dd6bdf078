"""The progress of a load, on a terminal, once it takes longer than two seconds."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from wsisgraph.cli.messages import stderr

# The engine is imported where it is used: `wsisgraph serve` imports the commands too.
if TYPE_CHECKING:
    from wsisgraph.intake.reading import Progress as Reached

_PATIENCE = 2.0


@contextmanager
def watched() -> Iterator["Bar"]:
    """Show a bar, once a load takes longer than two seconds."""
    bar = Bar()
    try:
        yield bar
    finally:
        bar.end()


class Bar:
    """The progress of a load: its stage, and while it reads rows and bytes."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._progress: Progress | None = None
        self._task: TaskID | None = None
        self._stage = ""
        self._stage_began = self._began
        self._total: int | None = None

    def begin(self, stage: str, total: int | None = None) -> None:
        """Begin a stage, of `total` bytes where that is known."""
        self._stage, self._total, self._stage_began = stage, total, time.monotonic()
        if self._progress is not None and self._task is not None:
            self._progress.remove_task(self._task)
            self._task = None
        self._show(stage, None)

    def reached(self, progress: "Reached") -> None:
        """Take note how far the reading is."""
        seconds = max(time.monotonic() - self._stage_began, 0.001)
        rate = progress.entries / seconds
        self._show(
            f"{self._stage}: {progress.entries:,} rows, {rate:,.0f} a second", progress.bytes
        )

    def end(self) -> None:
        """Take the bar away."""
        if self._progress is not None:
            self._progress.stop()

    def _show(self, text: str, completed: int | None) -> None:
        if self._progress is None:
            if time.monotonic() - self._began < _PATIENCE:
                return
            self._progress = Progress(
                SpinnerColumn(),
                TextColumn("{task.description}"),
                BarColumn(),
                DownloadColumn(),
                TimeElapsedColumn(),
                console=stderr,
                transient=True,
            )
            self._progress.start()
        if self._task is None:
            self._task = self._progress.add_task(text, total=self._total)
        self._progress.update(self._task, description=text, completed=completed or 0)
