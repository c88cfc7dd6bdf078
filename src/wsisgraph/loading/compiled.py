"""Regular expressions that one process compiled are kept for the next.

Documents are read with some eight hundred patterns; compiling them took a fifth of the time that
a report takes. What the engine runs is a list of numbers, which depends on nothing but the pattern
and the version of Python: it is kept in the folder of the graph, and given to the engine as it is.
Where that cannot be done, patterns are compiled as always.
"""

import hashlib
import marshal
import os
import sys
import tempfile
import zlib
from array import array
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

# The three steps of `re.compile` have no public names.
_engine: Any = import_module("_sre")
_parser: Any = import_module("re._parser")
_compiler: Any = import_module("re._compiler")

_CHECKSUM = 4
_LARGEST = 32 << 20

Mark = tuple[str | bytes, int]
"""A pattern, and its flags."""

Code = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""What the engine needs: flags, code, number of groups, their numbers and names."""


class Compiled:
    """Patterns, as the engine runs them."""

    def __init__(self, folder: Path) -> None:
        """Take up what is kept in a folder.

        Args:
            folder: need not be there.
        """
        mark = hashlib.sha256(f"{sys.version} {_engine.MAGIC} {_engine.CODESIZE}".encode())
        self._path = folder / f"patterns-{mark.hexdigest()[:16]}.bin"
        self._codes = _read(self._path)
        self._used: set[Mark] = set()
        self._is_new = False

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
            code = self._codes.get(mark)
            if code is None:
                code = self._codes[mark] = _code(pattern, flags)
                self._is_new = True
            made = _made(pattern, code)
        except Exception:
            # What is wrong with it is told as always.
            return as_always(pattern, flags)
        self._used.add(mark)
        return made

    def keep(self) -> None:
        """Keep what was compiled anew, where that can be done."""
        if not self._is_new:
            return
        # Another process may have kept others meanwhile.
        self._codes = _read(self._path) | self._codes
        data = marshal.dumps(list(self._codes.items()))
        if len(data) > _LARGEST:
            # Patterns change with their vocabularies: those of earlier ones go.
            used = [(mark, self._codes[mark]) for mark in self._used if mark in self._codes]
            data = marshal.dumps(used)
        with suppress(OSError):
            _write(self._path, zlib.crc32(data).to_bytes(_CHECKSUM, "big") + data)
            for other in self._path.parent.glob("patterns-*.bin"):
                if other != self._path:
                    other.unlink(missing_ok=True)


_in_use: Compiled | None = None


def keep() -> None:
    """Keep what this process compiled anew, if it takes its patterns from a folder."""
    if _in_use is not None:
        _in_use.keep()


def _code(pattern: str | bytes, flags: int) -> Code:
    """Return what `re._compiler.compile` would give to the engine."""
    parsed = _parser.parse(pattern, flags)
    state = parsed.state
    names: list[str | None] = [None] * state.groups
    for name, number in state.groupdict.items():
        names[number] = name
    code = array("I", _compiler._code(parsed, flags)).tobytes()
    return flags | state.flags, code, state.groups - 1, dict(state.groupdict), tuple(names)


def _made(pattern: str | bytes, code: Code) -> Any:
    flags, numbers, groups, by_name, names = code
    # The engine looks through a code before it takes it.
    return _engine.compile(pattern, flags, array("I", numbers).tolist(), groups, by_name, names)


def _read(path: Path) -> dict[Mark, Code]:
    with suppress(OSError, ValueError, EOFError, TypeError):
        data = path.read_bytes()
        if zlib.crc32(data[_CHECKSUM:]) == int.from_bytes(data[:_CHECKSUM], "big"):
            return dict(marshal.loads(data[_CHECKSUM:]))
    return {}


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, whoever else writes it at the same time."""
    path.parent.mkdir(exist_ok=True)
    number, draft = tempfile.mkstemp(prefix=".", suffix=".draft", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
        os.replace(draft, path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
