"""Which folder is a replica: it takes what its source wrote, and nothing else."""

import json

from wsisgraph.errors import StoreUnavailable
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.journal import sync

_NAME = "replica.json"


def source_of(folder: DataFolder) -> str | None:
    """Return the address that a folder is a replica of; None where it is none.

    Raises:
        StoreUnavailable: what is written there cannot be read.
    """
    path = folder.root / _NAME
    try:
        return str(json.loads(path.read_text("utf-8"))["source"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreUnavailable(
            "It cannot be read which service this folder is a replica of",
            where=str(path),
            mend="delete that file, and run `wsisgraph replicate` again",
        ) from error


def become(folder: DataFolder, source: str) -> None:
    """Let a folder be a replica from now on.

    Raises:
        OSError: that cannot be written down.
    """
    folder.root.mkdir(parents=True, exist_ok=True)
    draft = folder.root / f"{_NAME}.draft"
    draft.write_text(json.dumps({"source": source}) + "\n", "utf-8")
    draft.replace(folder.root / _NAME)
    sync(folder.root)
