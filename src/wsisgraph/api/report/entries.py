"""What editors wrote in answer to the questions of a review, accepted or still proposed."""

from wsisgraph.api.pages import Entry
from wsisgraph.api.reading import Reading

_STATUSES = ("accepted", "proposed")


async def entries_of(reading: Reading, line: str, year: int) -> dict[str, tuple[Entry, ...]]:
    """Return the entries of a line's review in a year, by the question that they answer."""
    return {}
