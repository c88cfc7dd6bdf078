"""A picture as a table to take away: the answer of its question, column by column."""

from wsisgraph.api.envelope import table
from wsisgraph.api.pictures.asked import Composed
from wsisgraph.api.reading import Reading, value


def sheet(reading: Reading, composed: Composed) -> str:
    """Return all rows as CSV, with the columns that the question announces."""
    columns = reading.question(composed.asked.name).returns
    return table(columns, [[value(row, name) for name in columns] for row in composed.rows])
