"""What SHOULD be better about a table, in the words of its columns.

Shapes speak of properties. Whoever loads a table has columns: where one gives the property, advice
is about its cell; where none does, it is given once for the file, and names the field that a column
could be mapped to. What a table only names, such as organisations, it cannot describe more fully:
that is told once as well.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from wsisgraph.graph.finding import Finding
from wsisgraph.intake.spool import Entry, Spool
from wsisgraph.loading import Kind, Origin, Remark
from wsisgraph.loading.mapping.fields import fields_of

_MOST_ROWS = 5


@dataclass(slots=True)
class _Same:
    """What is to be said of several rows at once."""

    rows: dict[int, None] = field(default_factory=dict)
    things: set[str] = field(default_factory=set)

    def told(self) -> str:
        """Return how many things, and the first rows, as text."""
        rows = sorted(self.rows)
        some = ", ".join(map(str, rows[:_MOST_ROWS]))
        more = ", …" if len(rows) > _MOST_ROWS else ""
        return f"{len(self.things):,}, in row{'s' if len(rows) > 1 else ''} {some}{more}"


class Advice:
    """Gathers advice on tables that were read by a mapping."""

    def __init__(self, spool: Spool, mappings: Mapping[str, str]) -> None:
        """Begin.

        Args:
            spool: what was read.
            mappings: the mapping of each table, as text, by the name of its file.
        """
        self._spool = spool
        self._columns = {file: _columns(text) for file, text in mappings.items()}
        self._missing: dict[tuple[str, str, str, str], _Same] = {}
        self._named: dict[tuple[str, str, str], _Same] = {}

    def remark(self, finding: Finding, entry: Entry, rule: str) -> Remark | None:
        """Return the remark for a finding on something of an entry; None if it is told later.

        Raises:
            LookupError: it is of no table with a mapping, or nothing of its columns.
        """
        file, row = entry.origin.file, entry.origin.line
        columns = self._columns[file]
        if row is None:
            raise LookupError(file)
        if not entry.record:
            if row <= 1:
                raise LookupError(file)
            same = self._named.setdefault((file, rule, finding.message), _Same())
        else:
            if self._spool.main_thing(entry) != finding.focus:
                raise LookupError(finding.focus)
            field_ = _fields()[finding.path]
            if (column := columns.get(field_)) is not None:
                return Remark(
                    Kind.NOTICE,
                    entry.origin.at(column),
                    f"the cell is empty, or less than the rule at {rule} wishes for",
                    finding.message.rstrip("."),
                    entry.record,
                )
            same = self._missing.setdefault((file, field_, rule, finding.message), _Same())
        same.rows[row] = None
        same.things.add(finding.focus)
        return None

    def rest(self) -> Iterable[Remark]:
        """Give what there is to say of several rows at once."""
        for (file, name, rule, message), same in self._missing.items():
            about = fields_of("entries")[name].help
            yield Remark(
                Kind.NOTICE,
                Origin(file, 1),
                f"no column gives “{name}” ({about}), which the rule at {rule} wishes for"
                f" ({same.told()})",
                f"where a column has it, map it to “{name}”; {_as_part(message)}",
            )
        for (file, rule, message), same in self._named.items():
            yield Remark(
                Kind.NOTICE,
                Origin(file, 1),
                f"what its rows name falls short of the rule at {rule} ({same.told()});"
                " nothing waits for it",
                message.rstrip("."),
            )


@cache
def _fields() -> Mapping[str, str]:
    """Return the name of the field that gives each property of an entry."""
    return {each.gives: each.name for each in fields_of("entries").values() if each.gives}


def _columns(mapping: str) -> dict[str, str]:
    """Return the first column of each field that a mapping maps."""
    told = tomllib.loads(mapping).get("columns", {})
    found: dict[str, str] = {}
    for column, said in told.items():
        if isinstance(said, dict) and isinstance(said.get("field"), str):
            found.setdefault(said["field"], column)
    return found


def _as_part(message: str) -> str:
    """Return a sentence as the part of another."""
    return message[:1].lower() + message[1:].rstrip(".")
