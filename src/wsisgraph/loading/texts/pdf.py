"""PDF files with text into blocks: lines, tables and notes of pages, in the order of reading.

PDFium reads them, since it knows the fonts and the order of letters of all six languages; what
belongs together is told by where it stands.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

import pypdfium2

from wsisgraph.loading.texts.blocks import tidy
from wsisgraph.loading.texts.faults import Unreadable
from wsisgraph.loading.texts.kinds import Document
from wsisgraph.loading.texts.pdf_arabic import arabic_lines, by_columns, is_arabic, line_of
from wsisgraph.loading.texts.pdf_blocks import Blocks, Page
from wsisgraph.loading.texts.pdf_cells import Look, Say, Table
from wsisgraph.loading.texts.pdf_drawing import RuleReader
from wsisgraph.loading.texts.pdf_edges import take_edges
from wsisgraph.loading.texts.pdf_notes import notes_of
from wsisgraph.loading.texts.pdf_open_tables import rows_above
from wsisgraph.loading.texts.pdf_page import (
    Drawn,
    Places,
    letters_of,
    said_of,
    spaces_of,
    word_lines,
)
from wsisgraph.loading.texts.pdf_paragraphs import Setting, body_size
from wsisgraph.loading.texts.pdf_rules import grids
from wsisgraph.loading.texts.pdf_tables import tables_of

MOST_PAGES = 2_000
MOST_LETTERS = 20_000_000

_MEND = "save it anew as PDF, or give the Word file"
_PICTURES = "run text recognition (OCR) on it first, or give the Word file"
# Letters that a page of text has at the least; scans have stamps and page numbers only.
_FEWEST_LETTERS = 20


def prepare() -> None:
    """Load what reading needs, which cannot be loaded where no file can be opened."""
    pypdfium2.raw.FPDF_GetLastError()


def read_pdf(data: bytes) -> Document:
    """Return the blocks of a PDF.

    Raises:
        Unreadable: it is damaged, protected by a password, or has no text.
    """
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise Unreadable(
                "it is protected by a password", "save it without a password"
            ) from error
        raise Unreadable(
            f"it is truncated or damaged: it is no whole PDF ({error})", _MEND
        ) from error
    if len(pdf) > MOST_PAGES:
        raise Unreadable(f"it has {len(pdf):,} pages", f"give no more than {MOST_PAGES:,} at once")
    pages = list(_pages(pdf))
    fewest = _FEWEST_LETTERS * max(1, min(len(pages), 50) // 5)
    letters = (
        sign for page in pages for line in page.lines for sign in line.text if sign.isalpha()
    )
    if sum(1 for _ in islice(letters, fewest)) < fewest:
        raise Unreadable(
            f"its {len(pages):,} page(s) are pictures: there is no text in them", _PICTURES
        )
    headers = take_edges(pages)
    size = body_size(line for page in pages for line in page.lines)
    for page in pages:
        page.notes, page.lines = notes_of(page.lines, page.rules.across, size)
    _take_tables(pages)
    return Document(
        list(Blocks(pages).blocks()),
        title=tidy(pdf.get_metadata_value("Title") or ""),
        headers=headers,
        mend_without_text=_PICTURES,
    )


def _pages(pdf: pypdfium2.PdfDocument) -> Iterator[Page]:
    letters = 0
    rules = RuleReader()
    for number in range(len(pdf)):
        try:
            page = pdf[number]
            turned = page.get_rotation()
            text_page = page.get_textpage()
            text = letters_of(text_page)
            letters += len(text)
            if letters > MOST_LETTERS:
                raise Unreadable("it has more text than a document has", "give it in parts")
            places = Places(text_page, turned)
            from_right = is_arabic(text)
            find = arabic_lines if from_right else word_lines
            lines = [line for line in find(places, text) if line.text.strip()]
            for line in lines:
                line.number = number + 1
            drawn = rules.read(page, turned)
            yield Page(lines, drawn, list(grids(drawn)), from_right)
        except pypdfium2.PdfiumError as error:
            raise Unreadable(f"its page {number + 1} is damaged ({error})", _MEND) from error


# Tables --------------------------------------------------------------------------------------


def _take_tables(pages: Sequence[Page]) -> None:
    leading = Setting([page.lines for page in pages], from_right=False).leading
    spaces = spaces_of(line for page in pages for line in page.lines)
    before: Page | None = None
    for page in pages:
        say: Say = line_of if page.from_right else _say
        look = Look(say, page.from_right, leading, spaces)
        above = _open_at_end(before) if before is not None else None
        page.tables, page.lines = tables_of(page.lines, page.rules, page.grids, look, above)
        first = _open_at_start(page)
        if before is not None and above is None and first is not None:
            _take_head(before, first, look)
        before = page
    for page in pages:
        if page.from_right:
            page.lines = list(by_columns(page.lines))


def _open_at_end(page: Page) -> list[tuple[float, float]] | None:
    """Return the columns of a table without rules that goes to the end of a page."""
    lowest = min(page.tables, key=lambda table: table.bottom, default=None)
    is_last = lowest is not None and all(line.y > lowest.bottom for line in page.lines)
    if lowest is None or not is_last or lowest.is_ruled:
        return None
    return lowest.columns or None


def _open_at_start(page: Page) -> Table | None:
    highest = max(page.tables, key=lambda table: table.top, default=None)
    if highest is None or not highest.columns or highest.is_ruled:
        return None
    if any(line.y > highest.top for line in page.lines):
        return None
    return highest


def _take_head(page: Page, table: Table, look: Look) -> None:
    """Take the first rows of a table from the foot of the page before it."""
    found = rows_above(page.lines, table, look)
    if found is not None:
        head, taken = found
        gone = {id(line) for line in taken}
        page.lines = [line for line in page.lines if id(line) not in gone]
        page.tables.append(head)


def _say(words: Sequence[Drawn]) -> str:
    return said_of(words, words[0].height).replace("\t", " ")
