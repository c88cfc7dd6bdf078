"""PDF files with text into blocks: lines of pages, joined to paragraphs again.

PDFium reads them, since it knows the fonts and the order of letters of all six languages. What a
PDF draws has no paragraphs: a line goes on in the next one if it is about as long as the page is
wide and the next one does not look like a beginning.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import pypdfium2

from wsisgraph.loading.texts.blocks import Block, tidy
from wsisgraph.loading.texts.faults import Unreadable
from wsisgraph.loading.texts.kinds import Document
from wsisgraph.loading.texts.line_kinds import is_footer, is_header
from wsisgraph.loading.texts.numbers import number_at_start
from wsisgraph.loading.texts.pdf_arabic import arabic_lines, is_arabic

MOST_PAGES = 2_000
MOST_LETTERS = 20_000_000

_MEND = "save it anew as PDF, or give the Word file"
_PICTURES = "run text recognition (OCR) on it first, or give the Word file"
_DIGITS = re.compile(r"\d+")
_ENDS = re.compile(r"[.!?:;。！？：；…؟؛][”\"»’')）\]]*\s*$")
_SENTENCE_ENDS = re.compile(r"[.!?。！？؟…][”\"»’')）\]]*\s*$")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})*\.?\s+\S")
# How much of the width a heading takes at most, and one with its number.
_HEADING, _NUMBERED_HEADING = 0.62, 0.8
# A header or footer stands on so many of the pages.
_REPEATED = 0.5
_EDGE = 2
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
    letters = sum(letter.isalpha() for page in pages for line in page for letter in line[:400])
    if letters < _FEWEST_LETTERS * max(1, min(len(pages), 50) // 5):
        raise Unreadable(
            f"its {len(pages):,} page(s) are pictures: there is no text in them", _PICTURES
        )
    title = pdf.get_metadata_value("Title") or ""
    repeated = _repeated(pages)
    return Document(
        list(_blocks(pages, repeated)),
        title=tidy(title),
        headers=sorted({line for page in pages[:2] for line in page if _mask(line) in repeated}),
        mend_without_text=_PICTURES,
    )


def _pages(pdf: pypdfium2.PdfDocument) -> Iterator[list[str]]:
    letters = 0
    for number in range(len(pdf)):
        try:
            page = pdf[number].get_textpage()
            text = page.get_text_bounded()
            if is_arabic(text):
                text = "\n".join(arabic_lines(page))
        except pypdfium2.PdfiumError as error:
            raise Unreadable(f"its page {number + 1} is damaged ({error})", _MEND) from error
        letters += len(text)
        if letters > MOST_LETTERS:
            raise Unreadable("it has more text than a document has", "give it in parts")
        # U+FFFE stands for a hyphen at the end of a line.
        lines = text.replace("\ufffe", "-").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        yield [line for line in map(str.rstrip, lines) if line.strip()]


def _repeated(pages: Sequence[Sequence[str]]) -> set[str]:
    """Return the lines that stand at the edge of most pages, but for their digits."""
    if len(pages) < 3:
        return set()
    seen: Counter[str] = Counter()
    for page in pages:
        edge = {*map(_mask, page[:_EDGE]), *map(_mask, page[-_EDGE:])}
        seen.update(line for line in edge if len(line) <= 120)
    return {line for line, number in seen.items() if number >= max(3, _REPEATED * len(pages))}


def _mask(line: str) -> str:
    return _DIGITS.sub("0", tidy(line))


def _blocks(pages: Sequence[Sequence[str]], repeated: set[str]) -> Iterator[Block]:
    width = _width(pages)
    text, last = "", ""
    numbers: list[int] = []
    for number, page in enumerate(pages, start=1):
        for place, line in enumerate(page):
            is_edge = place < _EDGE or place >= len(page) - _EDGE
            said = tidy(line)
            if is_edge and (_mask(line) in repeated or said.isdigit() or is_footer(said)):
                yield Block(line, (number,), "residue")
                continue
            if text and not _goes_on(text, line, last, width):
                yield Block(text, tuple(dict.fromkeys(numbers)))
                text, numbers = "", []
            text = _added(text, line)
            numbers.append(number)
            last = line
    if text:
        yield Block(text, tuple(dict.fromkeys(numbers)))


def _width(pages: Sequence[Sequence[str]]) -> int:
    lengths = sorted(len(line) for page in pages for line in page)
    # Most lines of running text are as long as the page is wide.
    return lengths[int(len(lengths) * 0.8)] if lengths else 0


def _goes_on(text: str, line: str, last: str, width: int) -> bool:
    """Tell whether a line goes on with the paragraph of the line before it."""
    if is_header(tidy(line)) or is_header(tidy(last)):
        return False
    if _SENTENCE_ENDS.search(last) and _is_like_heading(line.strip(), width):
        return False
    number = number_at_start(line.strip())
    begins = number is not None and (number.is_sure or len(number.values) > 1)
    if begins and (_ENDS.search(last) or len(last) < 0.8 * width or number_at_start(text)):
        return False
    if len(last) < 0.62 * width:
        # A short line ends a paragraph, unless its sentence plainly runs on.
        first = line.strip()[0]
        return len(last) > 0.45 * width and first.islower() and not _ENDS.search(last)
    return not (_ENDS.search(last) and len(last) < 0.85 * width)


def _is_like_heading(line: str, width: int) -> bool:
    """Tell whether a line after a whole sentence is a heading: short, and it ends no sentence."""
    if _ENDS.search(line) or line[0].islower():
        return False
    most = _NUMBERED_HEADING if _NUMBERED.match(line) else _HEADING
    return len(line) < most * width and any(map(str.isalpha, line))


def _added(text: str, line: str) -> str:
    line = line.strip()
    if not text:
        return line
    if text.endswith("-") and line[:1].islower() and text[-2:-1].islower():
        return text[:-1] + line
    is_han = "\u3000" <= text[-1] <= "\u9fff" or "\uff00" <= text[-1] <= "\uffef"
    return text + line if is_han else f"{text} {line}"
