"""Where in a row each field stands, worked out once for a table and its mapping."""

from collections import defaultdict
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass

from wsisgraph.loading.context import Context
from wsisgraph.loading.mapping import Mapping, fields_of
from wsisgraph.loading.reading import Table
from wsisgraph.loading.reading.headers import tidy

# What tells entries with the same title apart when no column is said to.
_TELLING_APART = ("title", "organisation", "country", "links", "start")
_REQUIRED = ("title", "organisation")


@dataclass(frozen=True, slots=True)
class Place:
    """A column of a table: its index, name, and what separates values in its cells."""

    index: int
    name: str
    separator: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the fields of an entry stand.

    Attributes:
        places: the columns of each field.
        constants: values for every row, by field.
        texts: columns that become texts of the activity: place and local name of the property.
        key: indices of the columns that identify a row; empty where the title does, as long as no
            other row has the same one.
        apart: indices of the columns that tell rows with the same title apart.
        has_identifier: whether the key is the identifier of the system that the table comes from.
        mapping: from which it was made.
    """

    places: MappingOf[str, tuple[Place, ...]]
    constants: MappingOf[str, str]
    texts: tuple[tuple[Place, str], ...]
    key: tuple[int, ...]
    apart: tuple[int, ...]
    has_identifier: bool
    mapping: Mapping

    def first(self, field: str) -> Place | None:
        """Return the first column of a field."""
        places = self.places.get(field)
        return places[0] if places else None


def make_plan(table: Table, mapping: Mapping, context: Context) -> Plan | None:
    """Return the plan, or None after reporting what of the mapping does not fit the table.

    Columns that the mapping does not name are told as unknown; those it names in vain are problems.
    """
    known = fields_of("entries")
    index_of = {name.casefold(): index for index, name in enumerate(table.columns)}
    origin = table.origin(table.header_row or None)
    places: dict[str, list[Place]] = defaultdict(list)
    missing = [name for name in mapping.columns if name.casefold() not in index_of]
    for name in missing:
        context.problem(
            origin,
            f"the table has no column “{name}”, which {mapping.where} maps",
            f"its columns are {', '.join(table.columns[:40])}",
        )
    named: set[int] = set()
    for name, column in mapping.columns.items():
        if (index := index_of.get(name.casefold())) is not None:
            named.add(index)
            places[column.field].append(Place(index, table.columns[index], column.separator))
    for index, name in enumerate(table.columns):
        if index not in named:
            context.unknown(
                table.origin(table.header_row or None, name),
                f"the column “{name}” is not mapped, and was not read",
                f'give the mapping [columns."{name}"] with a field, or field = "ignore"',
            )
    lacking = [
        field for field in _REQUIRED if field not in places and field not in mapping.constants
    ]
    for field in lacking:
        context.problem(
            origin,
            f"no column is mapped to {field}, {known[field].help}",
            f'give one column of the mapping field = "{field}", or write a constant',
        )
    if missing or lacking:
        return None
    identifier = [place.index for place in places.get("key", ())]
    wanted = [index_of[tidy(name).casefold()] for name in mapping.key]
    apart = [place.index for field in _TELLING_APART for place in places.get(field, ())]
    return Plan(
        places={field: tuple(found) for field, found in places.items()},
        constants=mapping.constants,
        texts=tuple(
            (place, known[field].text)
            for field, found in sorted(places.items())
            if known[field].text
            for place in found
        ),
        key=tuple(wanted or identifier),
        apart=tuple(apart),
        has_identifier=bool(identifier) and (not wanted or wanted == identifier),
        mapping=mapping,
    )
