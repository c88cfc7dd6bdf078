"""What takes long to compute is kept in a folder, under the hash of all that it depends on.

What is kept is never older than what it was made of: other contents have another name. It can be
deleted at any time, and where it cannot be written, it is made anew.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

Made = TypeVar("Made")


def kept(
    folder: Path,
    name: str,
    sources: Iterable[bytes],
    make: Callable[[], Made],
    *,
    dump: Callable[[Made], str],
    load: Callable[[str], Made],
) -> Made:
    """Return what was kept, or make it and keep it in place of what was made of other sources.

    Args:
        folder: holds what is kept, and is made where it is missing.
        name: what it is, as a part of a file's name.
        sources: all that it depends on; the code that makes it, too.
        make: makes it.
        dump: gives it as text.
        load: makes it of such a text; raises a ValueError where the text is not whole.
    """
    path = folder / f"{name}-{_digest(sources)}.json"
    with suppress(OSError, ValueError):
        return load(path.read_text(encoding="utf-8"))
    made = make()
    # A folder that cannot be written is one that only is read.
    with suppress(OSError):
        _write(path, dump(made))
        for other in folder.glob(f"{name}-*.json"):
            if other != path:
                other.unlink(missing_ok=True)
    return made


def _digest(sources: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for source in sources:
        # With its length, so that no two lists of sources look alike.
        digest.update(f"{len(source)}\n".encode())
        digest.update(source)
    return digest.hexdigest()


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all, whoever else writes it at the same time."""
    path.parent.mkdir(exist_ok=True)
    number, draft = tempfile.mkstemp(prefix=".", suffix=".draft", dir=path.parent)
    try:
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(draft, path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
