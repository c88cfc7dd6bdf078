"""Where in a row each field of a mapping stands."""

from collections import defaultdict
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass

from wsisgraph.loading.context import Context
from wsisgraph.loading.mapping.fields import fields_of
from wsisgraph.loading.mapping.mapping import Mapping
from wsisgraph.loading.reading import Table
from wsisgraph.loading.reading.rejected import REJECTED

# Cells that people fill where they have nothing to say.
NOTHING = frozenset({"", "-", "–", "—", "--", "n/a", "null", "none", "nan", "#n/a", "?", "tbd"})
UNSAID = NOTHING | frozenset(
    """n.a.|n.a|n. a.|not applicable|not available|not specified|not stated|unspecified|unknown
    |s/o|sans objet|inconnu|non précisé|no aplica|no disponible|desconocido|н/д|нет данных
    |неизвестно|не указано|不适用|未知|不详|غير متوفر|غير معروف|لا ينطبق""".replace(
        "\n    ", ""
    ).split("|")
)
"""The same in words, where a cell is of a column that means one thing."""


@dataclass(frozen=True, slots=True)
class Place:
    """A column of a table: its index, name, and what separates values in its cells."""

    index: int
    name: str
    separator: str = ""


def find_places(
    table: Table, mapping: Mapping, subject: str, required: Sequence[str], context: Context
) -> MappingOf[str, tuple[Place, ...]] | None:
    """Return the columns of each field, or None after reporting what does not fit the table.

    Columns that the mapping does not name are told as unknown; those it names in vain, and required
    fields that neither a column nor a constant gives, are problems.
    """
    known = fields_of(subject)
    index_of = {name.casefold(): index for index, name in enumerate(table.columns)}
    row = table.header_row or None
    found: dict[str, list[Place]] = defaultdict(list)
    named: set[int] = set()
    fits = True
    for name, column in mapping.columns.items():
        index = index_of.get(name.casefold())
        if index is None:
            fits = False
            context.problem(
                table.origin(row),
                f"the table has no column “{name}”, which {mapping.where} maps",
                f"its columns are {', '.join(table.columns[:40])}",
            )
            continue
        named.add(index)
        found[column.field].append(Place(index, table.columns[index], column.separator))
    # A file of rejected rows that was mended may be loaded as it stands.
    ours = len(REJECTED) if table.columns[: len(REJECTED)] == REJECTED else 0
    for index, name in enumerate(table.columns):
        if index not in named and index >= ours:
            context.unknown(
                table.origin(row, name),
                f"the column “{name}” is not mapped, and was not read",
                f'give the mapping [columns."{name}"] with a field, or field = "ignore"',
            )
    for field in required:
        if field not in found and field not in mapping.constants:
            fits = False
            context.problem(
                table.origin(row),
                f"no column is mapped to {field}, {known[field].help}",
                f'give one column of the mapping field = "{field}", or write a constant',
            )
    return {field: tuple(places) for field, places in found.items()} if fits else None
