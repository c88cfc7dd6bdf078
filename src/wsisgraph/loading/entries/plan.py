"""Where in a row each field of an entry stands, worked out once for a table and its mapping."""

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass

from wsisgraph.loading.context import Context
from wsisgraph.loading.mapping import Mapping, fields_of
from wsisgraph.loading.mapping.places import Place, find_places
from wsisgraph.loading.reading import Table
from wsisgraph.loading.reading.headers import tidy

# What tells entries with the same title apart when no column is said to.
_TELLING_APART = ("title", "organisation", "country", "links", "start")
_REQUIRED = ("title", "organisation")


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
    """Return the plan, or None after reporting what of the mapping does not fit the table."""
    places = find_places(table, mapping, "entries", _REQUIRED, context)
    if places is None:
        return None
    known = fields_of("entries")
    index_of = {name.casefold(): index for index, name in enumerate(table.columns)}
    identifier = [place.index for place in places.get("key", ())]
    wanted = [index_of[tidy(name).casefold()] for name in mapping.key]
    return Plan(
        places=places,
        constants=mapping.constants,
        texts=tuple(
            (place, known[field].text)
            for field, found in sorted(places.items())
            if known[field].text
            for place in found
        ),
        key=tuple(wanted or identifier),
        apart=tuple(place.index for field in _TELLING_APART for place in places.get(field, ())),
        has_identifier=bool(identifier) and (not wanted or wanted == identifier),
        mapping=mapping,
    )
