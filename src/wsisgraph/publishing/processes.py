"""Several processes that make pages; each is born with the data in its memory."""

import gc
import json
import multiprocessing
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import groupby
from multiprocessing.connection import Connection
from typing import Any

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

_Result = tuple[bytes, Parts]
"""The files of some pages with their checksums, packed, and what the pages were made of.

Hundreds of thousands of names, each between things that are soon let go, would keep all the memory
around them from being given back.
"""

_PIECES = 4
"""Pages that one of two processes makes at a time where there are few."""

_work: tuple[Maker, Folder, Mapping[str, int]] | None = None
"""What a process works with."""


def make(
    maker: Maker,
    folder: Folder,
    sheets: Sequence[Sheet],
    numbers: Mapping[str, int],
    processes: int,
    progress: Callable[[int, int], None],
    partner: "Partner | None" = None,
) -> tuple[dict[str, str], list[Parts]]:
    """Make pages; returns their files with checksums, and what they were made of.

    Args:
        maker: makes them.
        folder: takes their files.
        sheets: the pages.
        numbers: the part of the archive that tells of each page.
        processes: how many work at the same time.
        progress: told how many of how many are made.
        partner: another process, which helps with a few; what it made before is returned too.

    Raises:
        WsisgraphError: one cannot be made or written, or a process was ended.
    """
    global _work
    _work = maker, folder, numbers
    files: list[bytes] = []
    made_of: list[Parts] = []
    if len(sheets) <= _FEW or processes == 1:
        for made, parts in _few(sheets, partner):
            files.append(made)
            made_of.append(parts)
        return _unpacked(files), made_of
    done = 0

    def take(result: _Result, portion: Sequence[Sheet]) -> None:
        nonlocal done
        made, parts = result
        files.append(made)
        made_of.append(parts)
        done += len(portion)
        progress(done, len(sheets))

    portions = _portions(sheets, processes)
    if partner is not None:
        # Each process has a copy of the data by and by: a third is not born while this one lives.
        while portions and not partner.is_ready():
            portion = portions.pop()
            take(_make(portion), portion)
        made, parts = partner.wait()
        files.append(made)
        made_of.append(parts)
        partner.end()
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
    return _unpacked(files), made_of


def _few(sheets: Sequence[Sheet], partner: "Partner | None") -> Iterator[_Result]:
    """Give what was made of some pages, and what a partner had to make before."""
    if partner is None:
        yield from map(_make, _portions(sheets, 1))
        return
    left = _portions(sheets, 1, _PIECES)
    while left:
        if len(left) > 1 and partner.is_ready():
            yield partner.wait()
            # The news of the data, which come last, were read by this process alone.
            partner.take(left.pop(0))
        yield _made(left.pop())
    yield partner.wait()


class Partner:
    """A process that makes what it is given, one portion after another."""

    def __init__(
        self,
        folder: Folder,
        pipe: "Connection[Sequence[Sheet], Any]",
        process: multiprocessing.process.BaseProcess,
    ) -> None:
        """Talk to a process that makes its first portion."""
        self._folder = folder
        self._pipe = pipe
        self._process = process

    def is_ready(self) -> bool:
        """Tell whether it has nothing left to do."""
        return self._pipe.poll()

    def take(self, sheets: Sequence[Sheet]) -> None:
        """Give it pages to make."""
        self._pipe.send(sheets)

    def wait(self) -> _Result:
        """Wait for what it was given last.

        Raises:
            WsisgraphError: a page cannot be made or written, or the process was ended.
        """
        try:
            result: _Result | BaseException = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise _ended(self._folder) from error
        if isinstance(result, BaseException):
            raise result
        return result

    def end(self) -> None:
        """End it, whatever it does; nothing happens to one that has ended."""
        self._pipe.close()
        self._process.kill()
        self._process.join()


@contextmanager
def ahead(
    maker: Maker,
    folder: Folder,
    sheets: Sequence[Sheet],
    more: Callable[[], Mapping[str, bytes]],
    numbers: Mapping[str, int],
) -> Iterator[Partner]:
    """Have another process make what is wanted for sure, while this one sees what else is.

    Args:
        maker: makes pages.
        folder: takes their files.
        sheets: pages that are to be made.
        more: makes other files.
        numbers: the part of the archive that tells of each page.
    """
    global _work
    _work = maker, folder, numbers
    here, there = multiprocessing.Pipe()
    # No thread runs yet that a process born now could wait for in vain.
    process = multiprocessing.get_context("fork").Process(
        target=_be_partner, args=(there, here, sheets, more)
    )
    process.start()
    there.close()
    partner = Partner(folder, here, process)
    try:
        yield partner
    finally:
        partner.end()


def _be_partner(
    there: "Connection[Any, Any]",
    here: "Connection[Any, Any]",
    sheets: Sequence[Sheet],
    more: Callable[[], Mapping[str, bytes]],
) -> None:
    # Its own copy of the other end would keep it from seeing that nobody is there any more.
    here.close()
    try:
        be_lean()
        there.send(_made(sheets, more))
        while True:
            there.send(_made(there.recv()))
    except EOFError:
        return
    except Exception as error:
        there.send(error)


def _ended(folder: Folder) -> WsisgraphError:
    return WsisgraphError(
        "A process that made pages was ended from outside, perhaps for want of memory",
        where=str(folder.root),
        mend="build again with more memory, or with --processes 1",
    )


def _portions(
    sheets: Sequence[Sheet], processes: int, most: int = max(_PORTIONS.values())
) -> list[Sequence[Sheet]]:
    """Return pages of one kind at a time, in so many portions that no process is left to wait."""
    found: list[Sequence[Sheet]] = []
    for kind, same in groupby(sheets, key=lambda sheet: sheet.kind):
        some = list(same)
        fair = -(-len(some) // (_TURNS * processes))
        number = min(_PORTIONS.get(kind, _PORTION), max(fair // AT_ONCE, 1) * AT_ONCE, most)
        found += (some[start : start + number] for start in range(0, len(some), number))
    return found


def _make(sheets: Sequence[Sheet]) -> _Result:
    """Make some pages of many, and forget what was read for them."""
    result = _made(sheets)
    assert _work is not None
    _work[0].gathered.forget()
    gc.collect()
    give_back()
    return result


def _made(
    sheets: Sequence[Sheet], more: Callable[[], Mapping[str, bytes]] | None = None
) -> _Result:
    assert _work is not None
    maker, folder, numbers = _work
    files: dict[str, str] = {}

    def write(name: str, body: bytes) -> None:
        files[name] = folder.write(name, body)

    parts = packed(maker.make(sheets, write), numbers)
    for name, body in (more() if more is not None else {}).items():
        write(name, body)
    return zlib.compress(json.dumps(files).encode(), 1), parts


def _unpacked(files: Sequence[bytes]) -> dict[str, str]:
    found: dict[str, str] = {}
    for some in files:
        found |= json.loads(zlib.decompress(some))
    return found
