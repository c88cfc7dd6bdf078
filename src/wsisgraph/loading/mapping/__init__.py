"""What the columns and values of a table mean: a file that a person can read, edit and reuse."""

from wsisgraph.loading.mapping.fields import Field, fields_of
from wsisgraph.loading.mapping.mapping import Column, Mapping, read_mapping

__all__ = ["Column", "Field", "Mapping", "fields_of", "read_mapping"]
