"""Which pages a site has, and the plan of the last build where it holds."""

import json
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, field
from functools import cached_property

from wsisgraph.errors import WsisgraphError
from wsisgraph.publishing.gathering import NAMES, Gathered
from wsisgraph.publishing.memory import Memory
from wsisgraph.publishing.requests import Request, Used
from wsisgraph.publishing.sheets import Kind, Sheet

_SWIFT = 1
_LENGTH = struct.Struct("<Q")

_NEVER_KEPT = frozenset({"changelog"})
"""Kinds whose pages depend on more than questions: on the journal."""


@dataclass(frozen=True)
class Plan:
    """The pages of the kinds that depend on nothing but questions.

    Attributes:
        sheets: the pages, by kind.
        made_of: what was asked to find those of each kind.
    """

    sheets: Mapping[str, Sequence[Sheet]] = field(default_factory=dict)
    made_of: Memory = field(default_factory=Memory)

    @cached_property
    def things(self) -> frozenset[str]:
        """The IRIs that have a page of their own."""
        return frozenset(sheet.about[0] for sheet in self.sheets.get("thing", ()))

    def dump(self) -> bytes:
        """Return it as bytes, the same for the same pages."""
        told = {kind: list(map(astuple, sheets)) for kind, sheets in sorted(self.sheets.items())}
        packed = zlib.compress(json.dumps(told, ensure_ascii=False).encode(), _SWIFT)
        return _LENGTH.pack(len(packed)) + packed + self.made_of.dump()

    @classmethod
    def load(cls, body: bytes) -> "Plan":
        """Return what `dump` wrote.

        Raises:
            ValueError: it is something else.
        """
        try:
            (length,) = _LENGTH.unpack_from(body)
            end = _LENGTH.size + length
            told = json.loads(zlib.decompress(body[_LENGTH.size : end]))
            sheets = {kind: [_sheet(*parts) for parts in some] for kind, some in told.items()}
        except (struct.error, zlib.error, TypeError, AttributeError) as error:
            raise ValueError(str(error)) from error
        return cls(sheets, Memory.load(body[end:]))


def _sheet(
    kind: str,
    address: str,
    name: str,
    about: Sequence[str],
    forms: Sequence[str],
    *more: object,
) -> Sheet:
    return Sheet(kind, address, name, tuple(about), tuple(forms), *more)  # type: ignore[arg-type]


def planned(
    gathered: Gathered,
    kinds: Sequence[Kind],
    known: Mapping[str, Sequence[Sheet]] | None = None,
    before: Plan = Plan(),
) -> tuple[list[Sheet], Plan]:
    """Return every page of the site, and what to keep of this plan.

    Args:
        gathered: reads the revision.
        kinds: the kinds of pages.
        known: the pages of kinds that are those of the last build.
        before: the plan of that build.

    Raises:
        WsisgraphError: two of them would have the same file.
    """
    known = known or {}
    every: list[Sheet] = []
    sheets: dict[str, Sequence[Sheet]] = {}
    made_of = [before.made_of.only(known)]
    for kind in kinds:
        found = known.get(kind.name)
        if found is None:
            used = Used()
            [found] = gathered.run([kind.sheets(gathered.reading("en", used))])
            if kind.name not in _NEVER_KEPT:
                gathered.refresh(_forgotten(gathered, used))
                made_of.append(Memory.of({kind.name: used}, gathered))
            # The processes that make the pages are not to be born with all that.
            gathered.forget()
        every += found
        if kind.name not in _NEVER_KEPT:
            sheets[kind.name] = found
    _apart(every)
    return every, Plan(sheets, Memory.joined(made_of))


def _forgotten(gathered: Gathered, used: Used) -> list[Request]:
    """Return what to ask for the names that were let go meanwhile."""
    web = [name for name in sorted(used.names) if name.startswith(("http://", "https://"))]
    return [(NAMES, (name,)) for name in web if not gathered.name_digest(name)]


def _apart(sheets: Sequence[Sheet]) -> None:
    names: dict[str, Sheet] = {}
    for sheet in sheets:
        if sheet.name in names:
            raise WsisgraphError(
                f"{sheet.address} and {names[sheet.name].address} would be one file",
                where=sheet.file,
                mend="give one of the things another IRI",
            )
        names[sheet.name] = sheet
