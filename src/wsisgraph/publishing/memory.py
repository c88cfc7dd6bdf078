"""What every page of a built site was made of: the questions it asked, and their answers.

It is kept beside the site, so that the next build asks only what a change of the data can have
changed, and makes only the pages whose answers differ. Answers are kept as checksums. The bytes are
the same for the same site, in whatever order its pages were made.
"""

import base64
import json
import sys
import zlib
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wsisgraph.publishing.gathering import Gathered
from wsisgraph.publishing.requests import Request, Used

_SWIFT = 1
"""Level of compression: the file is read and written at each build."""

Numbers = Sequence["array[int]"]
"""For each table the numbers of the entries that a page uses, rising."""


@dataclass(slots=True)
class Memory:
    """What the pages of a site were made of.

    Attributes:
        requests: every question asked, with the checksum of its answer.
        names: every thing named, with the checksum of its names.
        addresses: every address linked to, with “page” where it has one and else "".
        sheets: for each page, by its name, which of these it uses.
    """

    requests: dict[Request, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    sheets: dict[str, Numbers] = field(default_factory=dict)
    _at: Sequence[dict[Any, int]] = field(default_factory=lambda: ({}, {}, {}))

    @classmethod
    def of(cls, used: Mapping[str, Used], gathered: Gathered) -> "Memory":
        """Return what these pages used, by name."""
        memory = cls()
        for asked in used.values():
            memory.requests.update((key, gathered.digests[key]) for key in asked.requests)
            memory.names.update((name, gathered.name_digest(name)) for name in asked.names)
            memory.addresses.update(asked.addresses)
        at = [_numbered(table) for table in memory.tables]
        for sheet, asked in used.items():
            parts: Sequence[Collection[Any]] = (asked.requests, asked.names, asked.addresses)
            memory.sheets[sheet] = [
                array("I", sorted(number[key] for key in keys))
                for number, keys in zip(at, parts, strict=True)
            ]
        return memory

    @classmethod
    def joined(cls, parts: Iterable["Memory"]) -> "Memory":
        """Return what all of these know; their tables may have more than is used."""
        memory = cls()
        for part in parts:
            memory.take(part)
        return memory

    def take(self, part: "Memory") -> None:
        """Take what another one knows; what both know is held once."""
        here = []
        for whole, at, table in zip(self.tables, self._at, part.tables, strict=True):
            for key, found in table.items():
                at.setdefault(key, len(at))
                if whole.get(key) != found:
                    whole[key] = found
            here.append([at[key] for key in table])
        for sheet, used in part.sheets.items():
            self.sheets[sheet] = _moved(used, here)

    @property
    def tables(self) -> tuple[dict[Any, str], ...]:
        """The tables that pages point into."""
        return self.requests, self.names, self.addresses

    def only(self, sheets: Iterable[str]) -> "Memory":
        """Return what is known of these pages."""
        kept = {name: self.sheets[name] for name in sheets}
        return Memory(self.requests, self.names, self.addresses, kept)

    def touched(
        self,
        requests: Iterable[Request] = (),
        names: Iterable[str] = (),
        addresses: Iterable[str] = (),
    ) -> set[str]:
        """Return the pages that use one of these."""
        sought: Sequence[set[Any]] = (set(requests), set(names), set(addresses))
        wanted = [
            {number for number, key in enumerate(table) if key in keys}
            for table, keys in zip(self.tables, sought, strict=True)
        ]
        return {
            sheet
            for sheet, used in self.sheets.items()
            if any(not keys.isdisjoint(own) for keys, own in zip(wanted, used, strict=True) if keys)
        }

    def dump(self) -> bytes:
        """Return it as bytes, the same for the same pages."""
        # What no page uses any more is left out, and the rest gets an order that does not depend
        # on the order in which pages were made.
        ordered = Memory()
        here: list[dict[int, int]] = []
        for at, (table, own) in enumerate(zip(self.tables, ordered.tables, strict=True)):
            used = {number for numbers in self.sheets.values() for number in numbers[at]}
            items = [(number, item) for number, item in enumerate(table.items()) if number in used]
            items.sort(key=lambda numbered: repr(numbered[1][0]))
            own.update(item for _, item in items)
            here.append({number: new for new, (number, _) in enumerate(items)})
        ordered.sheets = {name: _moved(numbers, here) for name, numbers in self.sheets.items()}
        questions = dict.fromkeys(asked for asked, _ in ordered.requests)
        number = _numbered(questions)
        told = {
            "questions": list(questions),
            "requests": [
                [number[asked], key, found] for (asked, key), found in ordered.requests.items()
            ],
            "names": ordered.names,
            "addresses": ordered.addresses,
            "sheets": {
                name: [_packed(numbers) for numbers in used]
                for name, used in sorted(ordered.sheets.items())
            },
        }
        body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
        return zlib.compress(body, _SWIFT)

    @classmethod
    def load(cls, body: bytes) -> "Memory":
        """Return what `dump` wrote.

        Raises:
            ValueError: it is something else.
        """
        try:
            told = json.loads(zlib.decompress(body))
            questions = [_tuples(asked) for asked in told["questions"]]
            return cls(
                {(questions[at], tuple(key)): found for at, key, found in told["requests"]},
                told["names"],
                told["addresses"],
                {
                    name: [_unpacked(numbers) for numbers in used]
                    for name, used in told["sheets"].items()
                },
            )
        except (zlib.error, KeyError, TypeError, IndexError) as error:
            raise ValueError(str(error)) from error


def _numbered(table: Mapping[Any, Any]) -> dict[Any, int]:
    return {key: number for number, key in enumerate(table)}


def _moved(used: Numbers, here: Sequence[Sequence[int] | Mapping[int, int]]) -> Numbers:
    return [
        array("I", sorted(new[number] for number in numbers))
        for numbers, new in zip(used, here, strict=True)
    ]


def _packed(numbers: "array[int]") -> str:
    return base64.b64encode(_little(numbers).tobytes()).decode()


def _unpacked(text: str) -> "array[int]":
    numbers = array("I")
    numbers.frombytes(base64.b64decode(text))
    return _little(numbers)


def _little(numbers: "array[int]") -> "array[int]":
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers


def _tuples(told: Any) -> Any:
    return tuple(_tuples(part) for part in told) if isinstance(told, list) else told
