"""What the command line says beside its results: progress and errors, on stderr."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from wsisgraph.errors import (
    ChangeRefused,
    InputRefused,
    JournalDamaged,
    PeerFailed,
    StoreLocked,
    StoreUnavailable,
    WsisgraphError,
)

_MOST_LISTED = 60

stderr = Console(stderr=True, highlight=False, soft_wrap=True)


def say(text: str) -> None:
    """Say something to the person, on stderr."""
    stderr.print(text, markup=False)


def say_error(error: WsisgraphError) -> None:
    """Say what went wrong, where, and how to mend it."""
    stderr.print("Error: ", style="bold red", end="")
    stderr.print(str(error), markup=False)
    valid: Sequence[str] = getattr(error, "valid_values", ())
    if 0 < len(valid) <= _MOST_LISTED:
        stderr.print(f"Valid: {', '.join(valid)}", markup=False)


def exit_code(error: WsisgraphError) -> int:
    """Return the exit code of an error: 2 usage, 3 input refused, 4 store locked or unreachable."""
    if isinstance(error, InputRefused | ChangeRefused):
        return 3
    if isinstance(error, StoreLocked | StoreUnavailable | JournalDamaged | PeerFailed):
        return 4
    return 2


@contextmanager
def stages(total: str) -> Iterator["Stages"]:
    """Show which stage a long command is in, with the time it has taken."""
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=stderr,
        transient=True,
    ) as progress:
        yield Stages(progress, progress.add_task(total))


@contextmanager
def counted(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show how far a long command is; it is told how many are done, of how many."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=stderr,
        transient=True,
    ) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, of: progress.update(task, completed=done, total=of)


class Stages:
    """A progress line that names the present stage."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress = progress
        self._task = task

    def __call__(self, stage: str) -> None:
        """Name the stage that begins now."""
        self._progress.update(self._task, description=stage)
