"""The stream of changes as files: for any web server, and for `wsisgraph replicate`."""

from collections.abc import Callable
from pathlib import Path

from wsisgraph.api import changes
from wsisgraph.api.dataset import iri
from wsisgraph.store import patch
from wsisgraph.store.archive import Archive

_SUFFIX = ".ttl"


def write(
    journal: Path,
    out: Path,
    address: str,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> int:
    """Write the stream into a folder; what lies there of it and cannot change stays.

    Files come before what leads to them, and each takes its place at once: whoever reads meanwhile
    sees a stream that is whole.

    Args:
        journal: the folder of the journal.
        out: the folder; made if it is missing.
        address: where the folder will be, without a slash at the end.
        progress: told of each revision, and of how many there are.

    Returns:
        How many revisions the stream has.

    Raises:
        OSError: a file cannot be written.
    """
    archive = Archive(journal)
    last = archive.last()
    (out / "pages").mkdir(parents=True, exist_ok=True)
    for sequence in range(1, last + 1):
        raw = archive.record(sequence)
        assert raw is not None  # its number is one of those that are there
        # What a redaction left has another name to compare with.
        file, stamp = out / f"{sequence}.rdfp", out / f"{sequence}.sha256"
        told = f"{raw.header['payload']}\n"
        if not (file.is_file() and stamp.is_file() and stamp.read_text("ascii") == told):
            draft = file.with_suffix(".draft")
            with draft.open("wb") as patched:
                patched.writelines(patch.rows(raw, lambda number: f"{address}/{number}"))
            draft.replace(file)
            _put(stamp, told)
        progress(sequence, last)
    starts = []
    for number in range(1, changes.pages_of(last) + 1):
        headers = archive.headers(changes.on_page(number, last))
        starts.append(headers[0]["time"])
        told = changes.written(changes.page(address, iri(), number, headers, _SUFFIX), "ttl")
        _put(out / "pages" / f"{number}{_SUFFIX}", told)
    _put(out / "index.ttl", changes.written(changes.feed(address, iri(), starts, _SUFFIX), "ttl"))
    return last


def _put(path: Path, text: str) -> None:
    data = text.encode()
    if path.is_file() and path.read_bytes() == data:
        return
    draft = path.with_suffix(".draft")
    draft.write_bytes(data)
    draft.replace(path)
