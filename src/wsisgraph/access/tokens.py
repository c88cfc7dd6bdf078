"""Tokens: made once, shown once, kept as salted hashes in a file that a running server follows.

A token is `wsis_<id>_<secret>`: the id finds its record, the secret has 256 random bits, so one
round of SHA-256 with a salt is as good as a slow hash, and a flood of guesses costs nothing.
"""

import hashlib
import hmac
import logging
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from wsisgraph.access.identity import Identity, Role
from wsisgraph.access.records import Record, RecordFile
from wsisgraph.errors import TokenRefused

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}")
_AGENCY = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_TOKEN = re.compile(r"wsis_([0-9a-f]{12})_[A-Za-z0-9_-]{43}")
_LONGEST = 4096

_NOBODY = Record("", "", Role.CONTRIBUTOR, None, date.min, None, salt=bytes(16), hash=bytes(32))
"""Stands in for a token that is not known, so that looking for it takes as long."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Listed:
    """A token as it may be shown: everything but the token.

    Attributes:
        identity: who holds it.
        created: the day it was made, or made anew.
        expires: the last day it is good for (UTC); None when it does not expire.
    """

    identity: Identity
    created: date
    expires: date | None


class Tokens:
    """The tokens of a data folder.

    The file is read again when it changed, so what `wsisgraph tokens` does holds at once.
    """

    def __init__(self, folder: Path, admin_token: str | None = None) -> None:
        """Say where they are kept; nothing is read yet.

        Args:
            folder: the data folder.
            admin_token: a token of an administrator that stands in no file; None for none.
        """
        self._file = RecordFile(folder)
        self._admin = _hash(b"", admin_token) if admin_token else None
        self._version: tuple[int, int, int] | None = None
        self._records: dict[str, Record] = {}

    def create(
        self,
        name: str,
        role: Role,
        agency: str | None = None,
        expires: date | None = None,
        *,
        writes: int | None = None,
        statements: int | None = None,
    ) -> str:
        """Make a token, and return it: nobody can read it again.

        Args:
            name: whose it is.
            role: what it is good for.
            agency: key of the agency that a contributor writes for.
            expires: the last day it is good for; None for ever.
            writes: writes it may make in a day; None for what its role may.
            statements: how many the graphs of its agency may hold; None for what its role may.

        Raises:
            TokenRefused: the name is taken, or something does not fit; nothing was made.
        """
        _check(name, role, agency, expires)
        _check_quotas(role, writes, statements)
        with self._file.changing() as records:
            if any(record.name == name for record in records):
                raise TokenRefused(
                    f"There is a token “{name}” already",
                    mend="take another name, or replace it with wsisgraph tokens rotate",
                )
            identity = Identity(name, role, agency, writes, statements)
            record, token = _make(identity, expires)
            records.append(record)
        return token

    def list(self) -> tuple[Listed, ...]:
        """Return all tokens in the order of their names.

        Raises:
            TokenRefused: they cannot be read.
        """
        return tuple(
            Listed(record.identity, record.created, record.expires)
            for record in sorted(self._file.read(), key=lambda record: record.name)
        )

    def rotate(self, name: str, expires: date | None = None) -> str:
        """Put a new token in the place of an old one, which ends at once; return it.

        Args:
            name: whose it is.
            expires: the last day the new one is good for; None for that of the old one.

        Raises:
            TokenRefused: there is none of that name, or its last day has passed.
        """
        with self._file.changing() as records:
            place = _place(records, name)
            old = records[place]
            until = expires or old.expires
            _check_day(until)
            records[place], token = _make(old.identity, until)
        return token

    def revoke(self, name: str) -> None:
        """End a token at once.

        Raises:
            TokenRefused: there is none of that name.
        """
        with self._file.changing() as records:
            del records[_place(records, name)]

    def identify(self, token: str) -> Identity | None:
        """Return whose token this is; None when it is nobody's, or not any more.

        The time it takes tells nothing about how much of it was right.
        """
        token = token[:_LONGEST]
        is_admin = self._admin is not None and hmac.compare_digest(_hash(b"", token), self._admin)
        self._follow()
        match = _TOKEN.fullmatch(token)
        record = self._records.get(match[1], _NOBODY) if match else _NOBODY
        is_known = hmac.compare_digest(_hash(record.salt, token), record.hash)
        if is_admin:
            return Identity("admin", Role.ADMIN)
        return None if not is_known or record.is_over else record.identity

    def _follow(self) -> None:
        """Read the file again when it is another one than before.

        A file that cannot be read gives no tokens: whoever may not be known is not let in.
        """
        version = self._file.version()
        if version == self._version:
            return
        self._version, self._records = version, {}
        try:
            self._records = {record.id: record for record in self._file.read()}
        except TokenRefused as error:
            _log.error("No token of the file is taken: %s", error)


def _make(whose: Identity, expires: date | None) -> tuple[Record, str]:
    id_, salt = secrets.token_hex(6), secrets.token_bytes(16)
    token = f"wsis_{id_}_{secrets.token_urlsafe(32)}"
    today = datetime.now(UTC).date()
    return Record(
        id_,
        whose.name,
        whose.role,
        whose.agency,
        today,
        expires,
        salt,
        _hash(salt, token),
        whose.writes,
        whose.statements,
    ), token


def _hash(salt: bytes, token: str) -> bytes:
    return hashlib.sha256(salt + token.encode("utf-8", "surrogatepass")).digest()


def _place(records: list[Record], name: str) -> int:
    for place, record in enumerate(records):
        if record.name == name:
            return place
    raise TokenRefused(
        f"There is no token “{name}”", mend="wsisgraph tokens list shows what there is"
    )


def _check(name: str, role: Role, agency: str | None, expires: date | None) -> None:
    if not _NAME.fullmatch(name):
        raise TokenRefused(
            f"“{name}” cannot name a token",
            mend="take at most 64 of the letters a-z A-Z, digits, and “.”, “_”, “@”, “+”, “-”",
        )
    if agency is not None and not _AGENCY.fullmatch(agency):
        raise TokenRefused(
            f"“{agency}” is no key of an agency", mend="give it as itu, unesco, un-habitat"
        )
    if role is Role.CONTRIBUTOR and agency is None:
        raise TokenRefused(
            "A contributor writes to the graphs of an agency, and none is given",
            mend="name it with --agency",
        )
    _check_day(expires)


def _check_day(expires: date | None) -> None:
    if expires is not None and expires < datetime.now(UTC).date():
        raise TokenRefused(f"{expires} is over", mend="give a day that is still to come")


def _check_quotas(role: Role, *quotas: int | None) -> None:
    for quota in quotas:
        if quota is not None and role is not Role.CONTRIBUTOR:
            raise TokenRefused(
                f"A quota is for contributors, and a token of a {role} has none",
                mend="leave it out, or make the token of a contributor",
            )
        if quota is not None and quota < 1:
            raise TokenRefused(f"{quota} is no quota", mend="give a whole number above 0")
