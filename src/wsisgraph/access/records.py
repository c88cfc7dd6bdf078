"""The file of tokens: what is kept of each, read as it stands and changed in one step."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from wsisgraph.access.identity import Identity, Role
from wsisgraph.errors import TokenRefused

FILE = "tokens.json"


@dataclass(frozen=True, slots=True)
class Record:
    """What is kept of a token: never the token.

    Attributes:
        id: the part of the token that finds this record.
        name, role, agency: whose it is.
        created: the day it was made, or made anew.
        expires: the last day it is good for (UTC); None when it does not expire.
        salt, hash: what only the token fits.
        writes, statements: its quotas, where it has others than its role; see `Identity`.
    """

    id: str
    name: str
    role: Role
    agency: str | None
    created: date
    expires: date | None
    salt: bytes
    hash: bytes
    writes: int | None = None
    statements: int | None = None

    @property
    def identity(self) -> Identity:
        """Whoever holds the token."""
        return Identity(self.name, self.role, self.agency, self.writes, self.statements)

    @property
    def is_over(self) -> bool:
        """True when its last day has passed."""
        return self.expires is not None and datetime.now(UTC).date() > self.expires


class RecordFile:
    """The records of a data folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / FILE

    def version(self) -> tuple[int, int, int] | None:
        """Return what differs whenever the file does; None when there is no file to read."""
        try:
            told = os.stat(self._file)
        except OSError:
            return None
        return told.st_ino, told.st_mtime_ns, told.st_size

    def read(self) -> list[Record]:
        """Return all records; none when there is no file.

        Raises:
            TokenRefused: the file cannot be read, or is not what was written.
        """
        try:
            return [_record(kept) for kept in json.loads(self._file.read_bytes())["tokens"]]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise TokenRefused(
                f"The tokens cannot be read ({error.strerror})",
                where=str(self._file),
                mend="run this as the user that the service runs as",
            ) from error
        except (ValueError, KeyError, TypeError) as error:
            raise TokenRefused(
                "The file of tokens is damaged",
                where=str(self._file),
                mend="remove it, and make the tokens anew",
            ) from error

    @contextmanager
    def changing(self) -> Iterator[list[Record]]:
        """Give the records to change, and keep the change; two at once wait for each other.

        Raises:
            TokenRefused: the file cannot be read or written; it stays as it was.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            # The folder itself is what is locked: a file to lock would be one more to explain.
            folder = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                fcntl.flock(folder, fcntl.LOCK_EX)
                records = self.read()
                yield records
                self._write(records)
                os.fsync(folder)
            finally:
                os.close(folder)
        except OSError as error:
            raise TokenRefused(
                f"The tokens cannot be written ({error.strerror})",
                where=str(self._file),
                mend="set WSISGRAPH_DATA to a folder you may write to",
            ) from error

    def _write(self, records: list[Record]) -> None:
        draft = self._folder / f"{FILE}.new"
        draft.unlink(missing_ok=True)
        content = json.dumps({"tokens": [_kept(record) for record in records]}, indent=1) + "\n"
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._file)


def _kept(record: Record) -> dict[str, str | int | None]:
    return {
        **asdict(record),
        "created": record.created.isoformat(),
        "expires": record.expires.isoformat() if record.expires else None,
        "salt": record.salt.hex(),
        "hash": record.hash.hex(),
    }


def _record(kept: dict[str, Any]) -> Record:
    return Record(
        id=kept["id"],
        name=kept["name"],
        role=Role(kept["role"]),
        agency=kept["agency"],
        created=date.fromisoformat(kept["created"]),
        expires=date.fromisoformat(kept["expires"]) if kept["expires"] else None,
        salt=bytes.fromhex(kept["salt"]),
        hash=bytes.fromhex(kept["hash"]),
        writes=kept.get("writes"),
        statements=kept.get("statements"),
    )
