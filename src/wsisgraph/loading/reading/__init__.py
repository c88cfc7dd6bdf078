"""Reading people's tables safely: CSV, workbooks, JSON lines, whatever is wrong with them.

Nothing here knows what a table is about. Every fault is told with file, row, column, what was
found and how to mend it; no file crashes the reader or fills the memory.
"""

from wsisgraph.loading.reading.open import Layout, open_table
from wsisgraph.loading.reading.proper import proper_rows
from wsisgraph.loading.reading.table import Table, letter

__all__ = ["Layout", "Table", "letter", "open_table", "proper_rows"]
