"""Towns and waters that have the name of a country within their own: Mexico City, San Salvador."""

import re
from collections.abc import Iterable

from wsisgraph.loading.references.names import Name
from wsisgraph.loading.references.words import group, table

_BEFORE = re.compile(rf"(?<![^\W\d_]){group(table('groups')['town_before'])}\Z")
_BEHIND = re.compile(group(table("groups")["town_behind"]))
_TOWNS = re.compile(rf"(?<![^\W\d_]){group(table('groups')['towns'])}(?![^\W\d_])")
_LONGEST = 16


def without_towns(text: str, names: Iterable[Name]) -> list[Name]:
    """Return names without those of countries that are part of the name of a town."""
    return [name for name in names if name.label.kind != "country" or not _is_town(text, name)]


def _is_town(text: str, name: Name) -> bool:
    if _BEHIND.match(text, name.end) is not None:
        return True
    around = _TOWNS.finditer(text, max(0, name.start - _LONGEST), name.end + _LONGEST)
    if any(town.start() <= name.start and name.end <= town.end() for town in around):
        return True
    return _BEFORE.search(text, max(0, name.start - _LONGEST), name.start) is not None
