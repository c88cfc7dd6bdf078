"""The list of peers, `peers.json` in the data folder: whom we ask, and how."""

import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from wsisgraph.errors import PeerRefused
from wsisgraph.federation.leading import ENDINGS

FILE = "peers.json"
FOLDER = "peers"

Level = Literal["sparql", "file"]
Reach = Literal["public", "private", "loopback"]

VOCABULARIES = ("wsis", "sdg", "schema")
"""What a peer may speak without a mapping of its own; each is a file of `queries/peers/`."""

FILE_FORMATS: Mapping[str, str] = {
    ".ttl": "turtle",
    ".nt": "ntriples",
    ".nq": "nquads",
    ".trig": "trig",
    ".jsonld": "jsonld",
    ".json": "jsonld",
    ".rdf": "rdfxml",
    ".xml": "rdfxml",
    ".csv": "csv",
    ".xlsx": "xlsx",
}
"""The files that can be a peer, by the ends of their names."""

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True)
class Peer:
    """A peer.

    Attributes:
        name: what it is called in `peers=`.
        url: its endpoint, or its file; "" for a file that was registered from disk.
        level: whether it answers SPARQL, or is a file.
        format: a value of `FILE_FORMATS`, for a file.
        vocabulary: what it speaks; "query" where `query` maps it.
        query: a CONSTRUCT query that says its data in our words; "" for none of its own.
        timeout: seconds that it has for an answer.
        rows: rows that one SERVICE may bring from it.
        agency: key of the agency whose data they are; "" where the data say so themselves.
        known_as: the IRI that SERVICE may name it by besides `url`; "" for none.
        reach: what kind of address it had when it was listed.
        added: when it was listed.
    """

    name: str
    url: str
    level: Level
    format: str = ""
    vocabulary: str = "wsis"
    query: str = ""
    timeout: float = 10.0
    rows: int = 20_000
    agency: str = ""
    known_as: str = ""
    reach: Reach = "public"
    added: str = ""

    @property
    def says(self) -> str:
        """A sentence on where its data are."""
        return self.url or "a file registered from disk"


class Peers:
    """The list of a data folder; it is read again when the file changed."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._file = data / FILE
        self._version: tuple[int, int, int] | None = None
        self._found: dict[str, Peer] = {}

    def folder(self, name: str) -> Path:
        """Return the folder that what is kept of a peer stands in."""
        return self._data / FOLDER / name

    def all(self) -> Mapping[str, Peer]:
        """Return the peers by name, in the order of their names.

        Raises:
            PeerRefused: the list cannot be read.
        """
        version = self._told()
        if version != self._version:
            self._found = self._read()
            self._version = version
        return self._found

    def of(self, name: str) -> Peer:
        """Return a peer.

        Raises:
            PeerRefused: it is not listed; says which are.
        """
        listed = self.all()
        if name not in listed:
            raise PeerRefused(
                f"There is no peer “{name}”",
                mend=f"use one of: {', '.join(listed)}"
                if listed
                else "list one: wsisgraph peers add NAME URL",
            )
        return listed[name]

    def serving(self, iri: str) -> Peer | None:
        """Return the peer that SERVICE with this IRI means, None where no listed one is meant."""
        return next(
            (
                peer
                for peer in self.all().values()
                if peer.level == "sparql" and iri in (peer.url, peer.known_as)
            ),
            None,
        )

    def add(self, peer: Peer, content: bytes | None = None, *, replace: bool = False) -> None:
        """List a peer.

        Args:
            peer: the peer.
            content: the file, where it was registered from disk.
            replace: whether one of that name may go.

        Raises:
            PeerRefused: its name is taken, or none.
        """
        if not _NAME.fullmatch(peer.name) or peer.name in ("all", "local"):
            raise PeerRefused(
                f"“{peer.name}” cannot name a peer",
                mend="take at most 40 of the letters a-z, digits and “-”; not “all” or “local”",
            )
        with self._changing() as listed:
            if peer.name in listed and not replace:
                raise PeerRefused(
                    f"There is a peer “{peer.name}” already",
                    mend="take another name, or give --replace",
                )
            folder = self.folder(peer.name)
            if peer.name in listed:
                shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True, exist_ok=True)
            if content is not None:
                write(folder / "given", content)
            listed[peer.name] = peer

    def remove(self, name: str, *, purge: bool) -> None:
        """Take a peer off the list; `purge` drops what was kept of it as well.

        Raises:
            PeerRefused: it is not listed.
        """
        with self._changing() as listed:
            if listed.pop(name, None) is None:
                self.of(name)
            if purge:
                shutil.rmtree(self.folder(name), ignore_errors=True)

    def _told(self) -> tuple[int, int, int] | None:
        try:
            told = os.stat(self._file)
        except OSError:
            return None
        return told.st_ino, told.st_mtime_ns, told.st_size

    def _read(self) -> dict[str, Peer]:
        try:
            kept = json.loads(self._file.read_bytes())["peers"]
            return {one["name"]: Peer(**one) for one in sorted(kept, key=lambda one: one["name"])}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise PeerRefused(
                "The list of peers cannot be read",
                where=str(self._file),
                mend="mend it, or remove it and list the peers anew",
            ) from error

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Peer]]:
        try:
            self._data.mkdir(parents=True, exist_ok=True)
            lock = os.open(self._data, os.O_RDONLY | os.O_DIRECTORY)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX)
                listed = self._read()
                yield listed
                kept = [asdict(listed[name]) for name in sorted(listed)]
                write(self._file, (json.dumps({"peers": kept}, indent=1) + "\n").encode())
            finally:
                os.close(lock)
        except OSError as error:
            raise PeerRefused(
                f"The list of peers cannot be written ({error.strerror})",
                where=str(self._file),
                mend="set WSISGRAPH_DATA to a folder you may write to",
            ) from error


def write(path: Path, content: bytes) -> None:
    """Put a file in place in one step."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    with open(draft, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def level_of(url: str) -> tuple[Level, str]:
    """Return what an address or a path names, by how it ends: a file of a format, or SPARQL."""
    path = url.partition("?")[0].partition("#")[0].lower()
    for ending, format in FILE_FORMATS.items():
        if path.endswith(ending):
            return "file", format
    if path.endswith(ENDINGS):
        return "file", "turtle"
    return "sparql", ""


def kept_json(path: Path) -> dict[str, Any]:
    """Return what a file of ours keeps, {} where there is none."""
    try:
        found: dict[str, Any] = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found
