"""Several processes that make pages; each is born with the data in its memory."""

import gc
import multiprocessing
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import groupby
from multiprocessing.connection import Connection

from wsisgraph.errors import WsisgraphError
from wsisgraph.publishing.archive import AT_ONCE, Parts, packed
from wsisgraph.publishing.folder import Folder
from wsisgraph.publishing.making import Maker
from wsisgraph.publishing.sheets import Sheet
from wsisgraph.store.heap import be_lean, give_back

_PORTION = AT_ONCE
"""Pages that are made together: more ask fewer questions, and take more memory."""

_PORTIONS = {"thing": 600}
"""For pages that need little each; others may show hundreds of activities."""

_TURNS = 36
"""Portions that a process makes of a kind at least, if there are enough pages."""

_FEW = 40
"""Pages that are made sooner than a process is born."""

_Result = tuple[dict[str, str], Parts]
"""The files of some pages with their checksums, and what the pages were made of."""

_work: tuple[Maker, Folder, Mapping[str, int]] | None = None
"""What a process works with."""


def make(
    maker: Maker,
    folder: Folder,
    sheets: Sequence[Sheet],
    numbers: Mapping[str, int],
    processes: int,
    progress: Callable[[int, int], None],
) -> tuple[dict[str, str], list[Parts]]:
    """Make pages; returns their files with checksums, and what they were made of.

    Args:
        maker: makes them.
        folder: takes their files.
        sheets: the pages.
        numbers: the part of the archive that tells of each page.
        processes: how many work at the same time.
        progress: told how many of how many are made.

    Raises:
        WsisgraphError: one cannot be made or written, or a process was ended.
    """
    global _work
    _work = maker, folder, numbers
    files: dict[str, str] = {}
    made_of: list[Parts] = []
    if len(sheets) <= _FEW or processes == 1:
        for portion in _portions(sheets, 1):
            made, parts = _make(portion)
            files |= made
            made_of.append(parts)
        return files, made_of
    done = 0

    def take(result: _Result, portion: Sequence[Sheet]) -> None:
        nonlocal done
        made, parts = result
        files.update(made)
        made_of.append(parts)
        done += len(portion)
        progress(done, len(sheets))

    portions = _portions(sheets, processes)
    # What is read and compiled now is so for all processes.
    maker.pages.prepare(maker.languages, static=True)
    be_lean()
    # What the processes share stays shared as long as nobody counts references to it.
    gc.collect()
    gc.freeze()
    give_back()
    context = multiprocessing.get_context("fork")
    # This process makes pages too: each has a copy of the data by and by, and one less is enough.
    with ProcessPoolExecutor(processes - 1, mp_context=context, initializer=be_lean) as pool:
        jobs = {pool.submit(_make, portion): portion for portion in portions}
        try:
            for job in reversed(list(jobs)):
                if not job.cancel():
                    continue
                portion = jobs.pop(job)
                take(_make(portion), portion)
                for ended in [other for other in jobs if other.done()]:
                    take(ended.result(), jobs.pop(ended))
            for job in as_completed(list(jobs)):
                take(job.result(), jobs.pop(job))
        except BrokenProcessPool as error:
            raise _ended(folder) from error
        finally:
            pool.shutdown(cancel_futures=True)
    return files, made_of


@contextmanager
def ahead(
    maker: Maker, folder: Folder, sheets: Sequence[Sheet], numbers: Mapping[str, int]
) -> Iterator[Callable[[], _Result]]:
    """Make pages that are wanted for sure while this process finds out which others are.

    What it gives waits for them.

    Raises:
        WsisgraphError: one cannot be made or written, or the process was ended.
    """
    global _work
    if not sheets:
        yield lambda: ({}, {})
        return
    _work = maker, folder, numbers
    here, there = multiprocessing.Pipe(duplex=False)
    # No thread runs yet that a process born now could wait for in vain.
    process = multiprocessing.get_context("fork").Process(target=_tell, args=(there, sheets))
    process.start()
    there.close()

    def wait() -> _Result:
        try:
            result: _Result | BaseException = here.recv()
        except EOFError as error:
            raise _ended(folder) from error
        if isinstance(result, BaseException):
            raise result
        return result

    try:
        yield wait
    finally:
        here.close()
        process.kill()
        process.join()


def _tell(there: Connection, sheets: Sequence[Sheet]) -> None:
    try:
        be_lean()
        there.send(_make(sheets))
    except Exception as error:
        there.send(error)


def _ended(folder: Folder) -> WsisgraphError:
    return WsisgraphError(
        "A process that made pages was ended from outside, perhaps for want of memory",
        where=str(folder.root),
        mend="build again with more memory, or with --processes 1",
    )


def _portions(sheets: Sequence[Sheet], processes: int) -> list[Sequence[Sheet]]:
    """Return pages of one kind at a time, in so many portions that no process is left to wait."""
    found: list[Sequence[Sheet]] = []
    for kind, same in groupby(sheets, key=lambda sheet: sheet.kind):
        some = list(same)
        fair = -(-len(some) // (_TURNS * processes))
        number = min(_PORTIONS.get(kind, _PORTION), max(fair // AT_ONCE, 1) * AT_ONCE)
        found += (some[start : start + number] for start in range(0, len(some), number))
    return found


def _make(sheets: Sequence[Sheet]) -> _Result:
    assert _work is not None
    maker, folder, numbers = _work
    files: dict[str, str] = {}

    def write(name: str, body: bytes) -> None:
        files[name] = folder.write(name, body)

    parts = packed(maker.make(sheets, write), numbers)
    maker.gathered.forget()
    gc.collect()
    give_back()
    return files, parts
