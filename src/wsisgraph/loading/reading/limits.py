"""How large a table may be before it is refused, so that no file can fill the memory.

Each limit is far above what tables of projects hold; what exceeds one is an accident or an attack.
"""

MEBIBYTE = 1024 * 1024

# A text file is streamed, so its size costs time only.
MAX_TEXT_FILE = 4096 * MEBIBYTE
# Excel cannot hold more in a cell than 32,767 characters.
MAX_CELL = 100_000
# A row as text. A quote that is never closed swallows no more than this either.
MAX_ROW = 4_000_000
# Excel ends at 16,384 columns; no table of projects needs a tenth of that.
MAX_COLUMNS = 1_000
# Rows that cannot be read at all, after which the rest of the file is not worth reading.
MAX_BROKEN_ROWS = 1_000
# How many rows are looked at to find the header and the delimiter.
HEADER_SEARCH = 30

# A workbook is a zip file, read into memory by a process of its own.
MAX_WORKBOOK = 128 * MEBIBYTE
MAX_WORKBOOK_UNZIPPED = 1024 * MEBIBYTE
MAX_WORKBOOK_PARTS = 10_000
# XML of tables shrinks to a tenth, of empty formatted rows to a hundredth; bombs to a thousandth.
MAX_ZIP_RATIO = 250
ZIP_RATIO_FROM = 16 * MEBIBYTE
WORKBOOK_MEMORY = 2048 * MEBIBYTE
WORKBOOK_SECONDS = 300

# One record of a JSON file, as text, and how many objects may stand inside one another in it.
MAX_JSON_RECORD = 1_000_000
MAX_JSON_DEPTH = 8
