"""Compiled templates: once for all languages, and kept beside the compiled modules.

The code of our own templates lies where Python keeps that of our modules, in `__pycache__`: who can
write there could as well change the program. Nothing else is ever read as code, and where nobody
can write, or Python was told to write none (PYTHONDONTWRITEBYTECODE), templates are compiled anew.
"""

import contextlib
import hashlib
import importlib.util
import marshal
import os
import sys
from functools import cache
from pathlib import Path
from types import CodeType

import jinja2
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

_HERE = Path(__file__).parent
_RECIPE = ("compiled.py", "engine.py", "environment.py")
"""Modules that decide what the code of a template is."""


class Compiled(BytecodeCache):
    """The code of templates, which is the same for all languages."""

    def __init__(self, ours: Path | None = None, modules: Path = _HERE) -> None:
        """Begin with none.

        Args:
            ours: the folder of templates whose code is kept; None for no such folder.
            modules: the folder of modules with whose code it is kept.
        """
        self._codes: dict[tuple[str, str], CodeType] = {}
        self._ours = ours
        self._modules = modules
        self._places: dict[str, Path] = {}

    def get_bucket(
        self, environment: Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """Return the code of a template, if it was compiled before, or what will take it."""
        if self._ours is not None and filename is not None and _recipe():
            place = _place(Path(filename), self._ours, self._modules)
            if place is not None:
                self._places[self.get_cache_key(name, filename)] = place
        return super().get_bucket(environment, name, filename, source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template its code if it was compiled before."""
        at = bucket.key, bucket.checksum
        if at not in self._codes and bucket.key in self._places:
            found = _read(self._places[bucket.key], _mark(bucket.checksum))
            if found is not None:
                self._codes[at] = found
        bucket.code = self._codes.get(at)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Take the code of a template that was compiled just now."""
        if bucket.code is None:
            return
        self._codes[bucket.key, bucket.checksum] = bucket.code
        if bucket.key in self._places:
            _write(self._places[bucket.key], _mark(bucket.checksum), bucket.code)


def _place(file: Path, ours: Path, modules: Path) -> Path | None:
    """Return where the code of a template is kept; None for those of others."""
    if not file.is_relative_to(ours):
        return None
    name = "-".join(file.relative_to(ours).parts)
    try:
        return Path(importlib.util.cache_from_source(str(modules / f"template-{name}.py")))
    except NotImplementedError:
        return None


def _read(place: Path, mark: bytes) -> CodeType | None:
    try:
        body = place.read_bytes()
        if not body.startswith(mark):
            return None
        found = marshal.loads(body[len(mark) :])
    except (OSError, EOFError, ValueError, TypeError):
        return None
    return found if isinstance(found, CodeType) else None


def _write(place: Path, mark: bytes, code: CodeType) -> None:
    if sys.dont_write_bytecode:
        return
    draft = place.with_name(f"{place.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        place.parent.mkdir(exist_ok=True)
        try:
            draft.write_bytes(mark + marshal.dumps(code))
            draft.replace(place)
        finally:
            draft.unlink(missing_ok=True)


def _mark(checksum: str) -> bytes:
    """Return what the code begins with that a template of this checksum compiles to here."""
    return hashlib.blake2b(_recipe() + checksum.encode(), digest_size=16).digest()


@cache
def _recipe() -> bytes:
    """Return what the code of templates depends on beside their text, b"" if that is not known."""
    try:
        modules = b"".join((_HERE / name).read_bytes() for name in _RECIPE)
    except OSError:
        return b""
    return importlib.util.MAGIC_NUMBER + jinja2.__version__.encode() + modules
