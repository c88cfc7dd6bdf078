"""/api/activities: which activities serve what, on what basis, said where."""

from wsisgraph.api.activities.asked import (
    FILTERS,
    PARAMETERS,
    PATH,
    Asked,
    choices,
    days,
    line_codes,
    lines_with_parts,
    read,
    with_targets,
)
from wsisgraph.api.activities.found import (
    Basis,
    Listing,
    find,
    inside,
)
from wsisgraph.api.activities.told import (
    COLUMNS,
    activities,
    as_json,
    list_page,
    sheet,
)

__all__ = [
    "COLUMNS",
    "FILTERS",
    "PARAMETERS",
    "PATH",
    "Asked",
    "Basis",
    "Listing",
    "activities",
    "as_json",
    "choices",
    "days",
    "find",
    "inside",
    "line_codes",
    "lines_with_parts",
    "list_page",
    "read",
    "sheet",
    "with_targets",
]
