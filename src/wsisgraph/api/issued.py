"""The date that pages tell beside the revision: when the data set was issued."""

import re

from wsisgraph.api.reading import Reading, value
from wsisgraph.terms import iris

_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")


async def issued(reading: Reading) -> str:
    """Return the date, the year or the month as it is written in the graph, "" where none is."""
    asked = {"dataset": iris.base_iri() + "dataset", "meta": iris.graph("meta")}
    rows = await reading.rows("api/issued", asked)
    dates = [value(row, "issued") for row in rows]
    return next((date for date in reversed(dates) if _DATE.fullmatch(date)), "")
