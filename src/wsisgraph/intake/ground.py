"""The folder in which a load works; it goes with the load."""

import os
import shutil
import tempfile
from pathlib import Path

from wsisgraph.errors import InputRefused, Problem
from wsisgraph.settings import Settings


def make_folder(settings: Settings) -> Path:
    """Make a folder for what is read; it goes with the load.

    Raises:
        InputRefused: nothing can be written there.
    """
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        _clear_up(settings.data)
        return Path(tempfile.mkdtemp(prefix=f"load-{os.getpid()}-", dir=settings.data))
    except OSError as error:
        raise cannot_write(settings, error) from error


def _clear_up(data: Path) -> None:
    """Remove what loads left behind that were ended from outside."""
    for folder in data.glob("load-*-*"):
        owner = folder.name.split("-")[1]
        if owner.isdigit() and not Path(f"/proc/{owner}").exists():
            shutil.rmtree(folder, ignore_errors=True)


def cannot_write(settings: Settings, error: Exception) -> InputRefused:
    """Return the refusal of a load for which the disk has no room, or no leave."""
    reason = getattr(error, "strerror", None) or str(error)
    return InputRefused(
        "Nothing was loaded",
        [
            Problem(
                str(settings.data),
                f"what is read cannot be written there ({reason})",
                "see that the disk has room, or set WSISGRAPH_DATA to a directory you may write to",
            )
        ],
    )


def size_of(folder: Path) -> int:
    """Return the bytes of the files of a folder and its folders."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
