"""The files that a person brings: what can be said of them before anybody reads them."""

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wsisgraph.errors import InputRefused, Problem
from wsisgraph.loading import Manifest

_PIECE = 1 << 20
_MOST_FILES = 10_000


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file, or a folder, that a load reads.

    Attributes:
        path: where it is.
        name: its own name, without the folders above, which are nobody's business.
        sha256: hash of its bytes; of a folder, of the names and hashes of its files.
        size: bytes.
    """

    path: Path
    name: str
    sha256: str
    size: int


def look(paths: Sequence[Path], manifest: Manifest) -> list[InputFile]:
    """Return what is known of files before they are read.

    Raises:
        InputRefused: one is missing, empty, no file, or may not be read; names each.
    """
    problems: list[Problem] = []
    found: list[InputFile] = []
    for path in paths:
        try:
            refused = _refused(path, manifest)
            if refused is None:
                found.append(_hashed(path))
        except OSError as error:
            refused = error.strerror or str(error), "see that it is there and may be read"
        except ValueError as error:
            refused = str(error), "correct the name"
        if refused is not None:
            problems.append(Problem(str(path), *refused))
    doubles = [file for n, file in enumerate(found) if file.sha256 in _hashes(found[:n])]
    problems += [
        Problem(str(file.path), "the same file is given twice", "name it once") for file in doubles
    ]
    if problems:
        raise InputRefused("Nothing was loaded", problems)
    return found


def _refused(path: Path, manifest: Manifest) -> tuple[str, str] | None:
    """Return what is wrong with a path at first sight, and the mend."""
    kinds = ", ".join(kind for kind in manifest.accepts if kind != "folder")
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        if "folder" not in manifest.accepts:
            return "it is a folder", f"name a file in it ({kinds})" if kinds else "name a file"
        if next(path.iterdir(), None) is None:
            return "the folder is empty", "name the folder that holds the files"
        return None
    if not stat.S_ISREG(mode):
        return "it is neither a file nor a folder", "save it as a file first"
    if manifest.accepts == ("folder",):
        return "it is a file", "name the folder that holds it"
    if not path.stat().st_size:
        return "the file is empty", "export it again: there is not even a header"
    size = path.stat().st_size
    if manifest.largest and size > manifest.largest:
        found = f"it has {size >> 20:,} MiB, and no more than {manifest.largest >> 20:,} are read"
        return found, "save it without pictures, or in parts"
    return None


def _hashed(path: Path) -> InputFile:
    if not path.is_dir():
        return InputFile(path, path.name, *_digest(path))
    state = hashlib.sha256()
    size = 0
    for number, inner in enumerate(_files(path)):
        if number >= _MOST_FILES:
            raise ValueError(f"the folder holds more than {_MOST_FILES:,} files")
        digest, length = _digest(inner)
        state.update(f"{inner.relative_to(path).as_posix()}\0{digest}\n".encode())
        size += length
    return InputFile(path, path.resolve().name, state.hexdigest(), size)


def _files(folder: Path) -> Iterator[Path]:
    """Give the files of a folder and its folders by name; links to folders are not followed."""
    for root, folders, names in os.walk(folder):
        folders.sort()
        yield from (path for name in sorted(names) if (path := Path(root, name)).is_file())


def _digest(path: Path) -> tuple[str, int]:
    state = hashlib.sha256()
    size = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            state.update(piece)
            size += len(piece)
    return state.hexdigest(), size


def _hashes(files: Sequence[InputFile]) -> set[str]:
    return {file.sha256 for file in files}
