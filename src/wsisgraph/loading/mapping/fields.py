"""The fields that columns can be mapped to, read from `fields.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an entry or a linkage.

    Attributes:
        name: as mapping files write it.
        help: what a cell of it holds.
        words: headers by which it is recognised.
        text: local name of the property that takes the cell as it is; empty for other fields.
        gives: IRI of the property of the entry that it gives, where it is one.
    """

    name: str
    help: str
    words: tuple[str, ...]
    text: str = ""
    gives: str = ""


@cache
def fields_of(subject: str) -> Mapping[str, Field]:
    """Return the fields of `entries` or of `linkages`, by name."""
    text = files("wsisgraph.loading.mapping").joinpath("fields.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)[subject]
    return MappingProxyType(
        {
            name: Field(
                name,
                field["help"],
                tuple(field["words"]),
                field.get("text", ""),
                field.get("gives", ""),
            )
            for name, field in table.items()
        }
    )
