"""Changes: what a writer is asked to do, and how a running writer is asked."""

import os
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from wsisgraph import errors
from wsisgraph.store import frames
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.protocol import Revision

OWN = "urn:wsisgraph:"
"""Names of graphs that begin so belong to the store itself, and hold none of the data."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """From now on, `graphs` hold exactly the quads of the N-Quads file `quads`.

    Only what differs is written; a graph that the file does not mention becomes empty.
    """

    graphs: Sequence[str]
    quads: Path


@dataclass(frozen=True, slots=True)
class Difference:
    """Quads to take out and to put in, as N-Quads; what is so already is passed over."""

    added: bytes = b""
    removed: bytes = b""


@dataclass(frozen=True, slots=True)
class Step:
    """The exact difference between the revision `base` and the one to come.

    It is taken only while `base` is the current revision. Whoever computed it has seen to it that
    none of the quads to add is there, that all of those to remove are, and that no quad is named
    twice.

    Attributes:
        base: the revision that it was computed on.
        quads: an open file of N-Quads, the quads to add first.
        added: how many quads there are to add.
        removed: how many there are to remove.
        added_bytes: bytes of the quads to add.
        empty: graphs that are to exist though they hold nothing.
        dropped: graphs without quads that are to be no more.
        key: the request that it answers, by `id`, `request` and `created` (see `Author`).
        about: for which agency it was written, and which graphs it changes; None for none.
    """

    base: Revision
    quads: IO[bytes]
    added: int
    removed: int
    added_bytes: int
    empty: Sequence[str] = ()
    dropped: Sequence[str] = ()
    key: Mapping[str, Any] | None = None
    about: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Adoption:
    """Records of another journal, to follow the last one here: a replica takes them over.

    Attributes:
        records: an open file that holds them as they stand in that journal.
    """

    records: IO[bytes]


Change = Replacement | Difference | Step | Adoption


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a commit did: the revision that now stands, and how many quads went in and out."""

    revision: Revision
    added: int
    removed: int

    @property
    def changed(self) -> bool:
        """False when everything was so already and no revision was made."""
        return bool(self.added or self.removed)


def describe(change: Change) -> tuple[dict[str, Any], IO[bytes]]:
    """Return a change as a message and the open file that travels with it.

    Raises:
        ChangeRefused: the file of a replacement cannot be read.
    """
    if isinstance(change, Replacement):
        try:
            return {"graphs": list(change.graphs)}, change.quads.open("rb")
        except OSError as error:
            raise errors.ChangeRefused(
                f"The file of quads cannot be read ({error.strerror})", where=str(change.quads)
            ) from error
    if isinstance(change, Adoption):
        change.records.seek(0)
        return {"adopted": True}, change.records
    if isinstance(change, Step):
        change.quads.seek(0)
        told = {name: getattr(change, name) for name in ("added", "removed", "added_bytes")}
        names = {
            "empty": list(change.empty),
            "dropped": list(change.dropped),
            "key": change.key and dict(change.key),
            "about": change.about and dict(change.about),
        }
        return {"base": change.base.id, **told, **names}, change.quads
    file = os.fdopen(os.memfd_create("difference"), "w+b")
    file.write(change.removed)
    file.write(change.added)
    file.flush()
    file.seek(0)
    return {"removed": len(change.removed)}, file


def derived_default() -> errors.DefaultGraphDerived:
    """Return what is said to whoever writes into the merged default graph."""
    return errors.DefaultGraphDerived(
        "The default graph is the merge of the accepted graphs, and cannot be written itself",
        mend="write into a named graph (GRAPH <…> { … }, CLEAR NAMED, graph=…), or run the"
        " service with WSISGRAPH_DEFAULT_GRAPH=strict",
    )


def ask(folder: DataFolder, change: Change, *, agent: str, message: str) -> Outcome:
    """Have the running writer commit a change; readers see it before this returns.

    Raises:
        FileNotFoundError, ConnectionRefusedError: no writer listens in this folder.
        StoreUnavailable: the writer went away before it answered; the change may be committed.
        ChangeRefused: the writer does not take it.
    """
    # The file of a step is open already, and left so when nobody listens.
    with folder.connect() as connection:
        told, file = describe(change)
        with file:
            request = frames.message(frames.CHANGE, {**told, "agent": agent, "message": message})
            try:
                sent = socket.send_fds(connection, [request], [file.fileno()])
                frames.write_all(connection.fileno(), request[sent:])
                reply = frames.read_frame(connection.fileno())
            except ConnectionError:
                reply = None
    if reply is None:
        raise errors.StoreUnavailable(
            "The writer went away before it answered; the change may have been committed",
            where=str(folder.socket),
            mend="commit it again: what is so already is passed over",
        )
    letter, payload = reply
    content = frames.decode(payload)
    if letter == frames.FAILURE:
        raise revived(content)
    return Outcome(
        Revision(content["sequence"], content["revision"]), content["added"], content["removed"]
    )


def receive(connection: socket.socket) -> tuple[dict[str, Any], IO[bytes]] | None:
    """Read a request that `ask` sent; None when the other side went away."""
    piece, fds, _, _ = socket.recv_fds(connection, 1 << 16, 4)
    files = [os.fdopen(fd, "rb") for fd in fds]
    assembly = frames.Reassembly()
    try:
        while piece:
            for letter, payload in assembly.feed(piece):
                if letter == frames.CHANGE and len(files) == 1:
                    return frames.decode(payload), files.pop()
                return None
            piece = connection.recv(1 << 16)
        return None
    finally:
        for file in files:
            file.close()


def as_message(error: errors.WsisgraphError) -> dict[str, Any]:
    """Return an error as a message for another process."""
    problems = error.problems if isinstance(error, errors.InputRefused) else ()
    place = {
        name: getattr(error, name)
        for name in ("line", "column")
        if getattr(error, name, None) is not None
    }
    return {
        **place,
        "error": type(error).__name__,
        "message": error.message,
        "where": error.where,
        "mend": error.mend,
        "problems": [[problem.where, problem.found, problem.mend] for problem in problems],
    }


def revived(content: dict[str, Any]) -> errors.WsisgraphError:
    """Return the error that another process told."""
    if content["error"] == errors.InputRefused.__name__:
        problems = [errors.Problem(*problem) for problem in content["problems"]]
        return errors.InputRefused(content["message"], problems)
    kind = getattr(errors, content["error"], errors.StoreError)
    if not issubclass(kind, errors.StoreError):
        kind = errors.StoreError
    place = {name: content[name] for name in ("line", "column") if name in content}
    error: errors.WsisgraphError = kind(
        content["message"], where=content["where"], mend=content["mend"], **place
    )
    return error
