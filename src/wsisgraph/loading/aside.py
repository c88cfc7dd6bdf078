"""Work that a process of its own does, while this one makes something of what it has given."""

import gc
import os
import pickle
import signal
import struct
import traceback
from collections.abc import Callable, Generator, Iterable
from typing import IO, Any, TypeVar

from wsisgraph.loading import compiled

Item = TypeVar("Item")

_SIZE = struct.Struct("=I")
_AT_ONCE = 32


class Failed(Exception):
    """The work came to no good end; the sentence says how."""


def aside(work: Callable[[], Iterable[Item]]) -> Generator[Item, None, None]:
    """Give what some work gives, in its order, while a process of its own goes on with it.

    It is done here where there is one processor only. What it changes is changed there alone: all
    that is to be known of it must be given, and be such as can be pickled.

    Raises:
        Failed: it raised an error, or its process ended.
    """
    if len(os.sched_getaffinity(0)) < 2:
        yield from work()
        return
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        _live(work, theirs)
    os.close(theirs)
    is_done = False
    try:
        with os.fdopen(ours, "rb") as pipe:
            while not is_done:
                some, error = _taken(pipe)
                yield from some
                if error is not None:
                    raise Failed(error)
                is_done = not some
    finally:
        if not is_done:
            # Nobody wants the rest.
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _live(work: Callable[[], Iterable[object]], pipe: int) -> None:
    """Be the child: work, give what comes of it, and leave."""
    try:
        gc.disable()
        with os.fdopen(pipe, "wb") as out:
            some: list[object] = []
            error = None
            try:
                for item in work():
                    some.append(item)
                    if len(some) == _AT_ONCE:
                        _give((some, None), out)
                        some = []
            except Exception as failed:
                place = traceback.extract_tb(failed.__traceback__)[-1]
                error = f"{os.path.basename(place.filename)}:{place.lineno}, {failed!r}"
            if some:
                _give((some, None), out)
            _give(([], error), out)
        compiled.keep()
    finally:
        os._exit(0)


def _give(said: tuple[list[object], str | None], pipe: IO[bytes]) -> None:
    data = pickle.dumps(said, pickle.HIGHEST_PROTOCOL)
    pipe.write(_SIZE.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def _taken(pipe: IO[bytes]) -> tuple[list[Any], str | None]:
    try:
        (size,) = _SIZE.unpack(pipe.read(_SIZE.size))
        some, error = pickle.loads(pipe.read(size))
    except (EOFError, pickle.UnpicklingError, struct.error) as error:
        raise Failed("the process that did it has ended") from error
    return some, error
