"""Regular expressions that one process compiled are kept for the next.

Documents are read with some eight hundred patterns; compiling them took a fifth of the time that
a report takes. What the engine runs is a list of numbers, which depends on nothing but the pattern
and the version of Python: it is kept in the folder of the graph, and given to the engine as it is.
Where that cannot be done, patterns are compiled as always.
"""

import hashlib
import marshal
import mmap
import os
import struct
import sys
import zlib
from array import array
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

# The three steps of `re.compile` have no public names.
_engine: Any = import_module("_sre")
_parser: Any = import_module("re._parser")
_compiler: Any = import_module("re._compiler")

_LARGEST = 32 << 20
# So many numbers cost a few milliseconds: for fewer nothing is written. Some patterns are another
# each time, since a library makes them of a set.
_WORTH = 4_000
# Checksum and length of the index, which comes before the codes.
_HEAD = struct.Struct("=IQ")

Mark = tuple[str | bytes, int]
"""A pattern, and its flags."""

Rest = tuple[int, int, dict[str, int], tuple[str | None, ...]]
"""What the engine needs beside the code: flags, number of groups, their numbers and names."""

Entry = tuple[int, int, int, Rest]
"""Where a code begins and ends in the file, its checksum, and the rest."""


class Compiled:
    """Patterns, as the engine runs them."""

    def __init__(self, folder: Path) -> None:
        """Take up what is kept in a folder.

        Args:
            folder: need not be there.
        """
        mark = hashlib.sha256(f"{sys.version} {_engine.MAGIC} {_engine.CODESIZE}".encode())
        self._path = folder / f"patterns-{mark.hexdigest()[:16]}.bin"
        self._file = _File(self._path)
        self._new: dict[Mark, tuple[bytes, Rest]] = {}
        self._used: set[Mark] = set()

    def use(self) -> None:
        """From now on, have this process take patterns from here, and note those it compiles."""
        global _in_use
        _in_use = self
        as_always = _compiler.compile

        def compile_(pattern: Any, flags: int = 0) -> Any:
            return self._compiled(pattern, int(flags), as_always)

        _compiler.compile = compile_

    def _compiled(self, pattern: Any, flags: int, as_always: Callable[..., Any]) -> Any:
        mark = pattern, flags
        try:
            found = self._file.code(mark) or self._new.get(mark)
            if found is None:
                found = self._new[mark] = _code(pattern, flags)
            made = _made(pattern, *found)
        except Exception:
            # What is wrong with it is told as always.
            return as_always(pattern, flags)
        self._used.add(mark)
        return made

    def keep(self) -> None:
        """Keep what was compiled anew, where that can be done and is worth it."""
        if sum(len(code) for code, _ in self._new.values()) < _WORTH * _engine.CODESIZE:
            return
        # Another process may have kept others meanwhile.
        codes = {**_File(self._path).codes(), **self._new}
        if sum(len(code) for code, _ in codes.values()) > _LARGEST:
            # Patterns change with their vocabularies: those of earlier ones go.
            codes = {mark: code for mark, code in codes.items() if mark in self._used}
        with suppress(OSError):
            _write(self._path, codes)
            for other in self._path.parent.glob("patterns-*.bin"):
                if other != self._path:
                    other.unlink(missing_ok=True)


class _File:
    """The codes that are kept; none where the file is missing or not whole."""

    def __init__(self, path: Path) -> None:
        self._index: dict[Mark, Entry] = {}
        with suppress(OSError, ValueError, EOFError, TypeError, struct.error):
            with path.open("rb") as file:
                data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            checksum, length = _HEAD.unpack_from(data)
            index = data[_HEAD.size : _HEAD.size + length]
            if zlib.crc32(index) == checksum:
                self._index = dict(marshal.loads(index))
                self._data = memoryview(data)[_HEAD.size + length :]

    def code(self, mark: Mark) -> tuple[bytes, Rest] | None:
        """Return the code of a pattern, and the rest."""
        entry = self._index.get(mark)
        if entry is None:
            return None
        start, stop, checksum, rest = entry
        code = bytes(self._data[start:stop])
        return (code, rest) if zlib.crc32(code) == checksum else None

    def codes(self) -> dict[Mark, tuple[bytes, Rest]]:
        """Return all codes that are whole."""
        found = ((mark, self.code(mark)) for mark in self._index)
        return {mark: code for mark, code in found if code is not None}


_in_use: Compiled | None = None


def keep() -> None:
    """Keep what this process compiled anew, if it takes its patterns from a folder."""
    if _in_use is not None:
        # What is not kept is compiled again: nothing else may fail of it.
        with suppress(Exception):
            _in_use.keep()


def _code(pattern: str | bytes, flags: int) -> tuple[bytes, Rest]:
    """Return what `re._compiler.compile` would give to the engine."""
    parsed = _parser.parse(pattern, flags)
    state = parsed.state
    names: list[str | None] = [None] * state.groups
    for name, number in state.groupdict.items():
        names[number] = name
    code = array("I", _compiler._code(parsed, flags)).tobytes()
    return code, (flags | state.flags, state.groups - 1, dict(state.groupdict), tuple(names))


def _made(pattern: str | bytes, code: bytes, rest: Rest) -> Any:
    flags, groups, by_name, names = rest
    # The engine looks through a code before it takes it.
    return _engine.compile(pattern, flags, array("I", code).tolist(), groups, by_name, names)


def _write(path: Path, codes: Mapping[Mark, tuple[bytes, Rest]]) -> None:
    """Write a file whole or not at all, whoever else writes it at the same time."""
    index: list[tuple[Mark, Entry]] = []
    place = 0
    for mark, (code, rest) in codes.items():
        index.append((mark, (place, place + len(code), zlib.crc32(code), rest)))
        place += len(code)
    written = marshal.dumps(index)
    path.parent.mkdir(exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        with draft.open("wb") as file:
            file.write(_HEAD.pack(zlib.crc32(written), len(written)))
            file.write(written)
            file.writelines(code for code, _ in codes.values())
        os.replace(draft, path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
