"""Plain text into blocks: a line is a block, unless lines were broken at the width of a page."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from wsisgraph.loading.texts.blocks import Block
from wsisgraph.loading.texts.faults import Unreadable
from wsisgraph.loading.texts.kinds import Document
from wsisgraph.loading.texts.plain_pages import blocks_of_pages, is_of_pages
from wsisgraph.loading.texts.plain_tables import tables

LARGEST = 16 << 20
"""Bytes of text above which it is no document; the longest report has a tenth."""

# What conversions of word processors leave in a line.
_LEFT = re.compile(
    r"\[(?:bookmark|image|picture|object|chart|comment):[^\]]{0,200}\]"
    r"|\[(?:comment|annotation)Ref:\d+\]"
    r"|Error! (?:Reference source|Bookmark) not (?:found|defined)\.?"
)
_NOTE = re.compile(r"\[(?:foot|end)noteRef:(?P<id>\d+)\](?P<mark>[\d*†]{0,3})\s*(?:\[(?P=id):)?")
_BRACKETS = re.compile(r"[\[\]]")
_NO_SPACE_BEFORE = frozenset(["", *" ,.;:。，；：、）)"])
_NOTE_MARK = re.compile(r"\s*(?:\d{1,3}|[*†]{1,3})\s*\t\s*|\s+")
_ENDS = re.compile(r"[.!?:;。！？：；…؟؛»”\"')）\]]\s*$")
_NEW_PARAGRAPH = re.compile(r"\s{2,}\S|\t|[•●▪·–—*-]\s|\(?\w{1,4}[).、]\s|\d+(?:\.\d+)*\s")
# Lines broken at the width of a page are about as long as one another.
# Encodings of before UTF-8, and what is common in the languages that were written in them.
OLDER = {
    "gb18030": re.compile("[的是在和了有年会为]"),
    "cp1251": re.compile(r"\b(?:и|в|на|по|что|для|с)\b"),
    "cp1256": re.compile(r"\b(?:في|من|على|إلى|أن|التي)\b"),
    "cp1252": re.compile("[éèàùçêôîâûëïüœñáíóúÉÈÀÇÑ’“”–«»º°]"),
}
_SAMPLE = 200_000
_NARROWEST, _WIDEST = 50, 130
_MOST_LINES = 1_000
_LONGEST_LOOSE, _FEWEST_LOOSE, _LOOSE_WORD = 120, 16, 10


def decoded(data: bytes) -> tuple[str, str]:
    """Return the text of a file, and the encoding in which it was read.

    Raises:
        Unreadable: it is no text, or in an encoding that cannot be told.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif (zeros := data[:4096].count(0)) and zeros > len(data[:4096]) // 4:
        encoding = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
    else:
        encoding = "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        text, encoding = _in_older_encoding(data)
        if not text:
            raise Unreadable(
                f"it is no text in UTF-8 (byte {error.start + 1:,})", "save it as text in UTF-8"
            ) from error
    if text.count("\0") > len(text) // 1000:
        raise Unreadable("it holds binary data, not text", "save it as .docx, .pdf or text")
    return text, encoding


def _in_older_encoding(data: bytes) -> tuple[str, str]:
    """Return a text in the encoding in which it reads as a language; "" if it does in none."""
    for encoding, common in OLDER.items():
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        foreign = sum(not letter.isascii() for letter in text[:_SAMPLE]) or 1
        if sum(len(match) for match in common.findall(text[:_SAMPLE])) > 0.04 * foreign:
            return text, encoding
    return "", ""


def read_plain(data: bytes) -> Document:
    """Return the blocks of a plain text.

    Raises:
        Unreadable: see `decoded`; or it has more text than a document has.
    """
    if len(data) > LARGEST:
        raise Unreadable(
            f"it has {len(data) >> 20:,} MiB of text, and a document has no more than"
            f" {LARGEST >> 20}",
            "give it in parts",
        )
    text, encoding = decoded(data)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
    remarks = []
    if encoding in OLDER:
        found = f"read as {encoding}, since it is not valid UTF-8"
        remarks.append((1, found, "compare a few letters with the original"))
    with_feeds = lines.replace("\f", "\n\f").split("\n")
    if is_of_pages(with_feeds):
        blocks, headers = blocks_of_pages(with_feeds)
        return Document(blocks, headers=headers, remarks=remarks)
    return Document(blocks_of_lines(lines.replace("\f", "\n").split("\n")), remarks=remarks)


def blocks_of_lines(lines: Sequence[str]) -> list[Block]:
    """Return the blocks of lines, which are numbered from 1; empty ones give none."""
    rows = _rows(lines)
    if rows:
        lines = ["" if number in rows else line for number, line in enumerate(lines, start=1)]
    groups = _paragraphs(lines) if _is_wrapped(lines) else _singly(lines)
    found = [block for numbers, text in groups for block in _blocks(text, numbers)]
    if not rows:
        return found
    # Notes have no lines of their own, and stand behind what they hang on.
    at = 0
    placed: list[tuple[int, Block]] = []
    for block in found:
        at = block.lines[0] if block.lines else at
        placed.append((at, block))
    placed += rows.items()
    return [block for _, block in sorted(placed, key=lambda each: each[0])]


def _rows(lines: Sequence[str]) -> dict[int, Block]:
    """Return the rows of the tables among lines, and what draws them, by number of the line."""
    found: dict[int, Block] = {}
    for ordinal, table in enumerate(tables(lines), start=1):
        for number, row in table.rows.items():
            cells = tuple(_LEFT.sub("", cell) for cell in row)
            found[number] = Block(
                "\t".join(cells), (number,), "table-row", row=cells, table=ordinal
            )
        for number in table.frame:
            found[number] = Block(lines[number - 1], (number,), "residue")
    return found


def _singly(lines: Sequence[str]) -> Iterator[tuple[tuple[int, ...], str]]:
    loose = _loose(lines)
    words: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=1):
        if not line or line.isspace():
            continue
        if words and not (number in loose and _goes_on(words, line)):
            yield tuple(n for n, _ in words), _put_together(words)
            words = []
        words.append((number, line))
    if words:
        yield tuple(n for n, _ in words), _put_together(words)


def _loose(lines: Sequence[str]) -> set[int]:
    """Return the lines of charts, whose words a conversion set down one by one between blanks."""
    found: set[int] = set()
    run: list[int] = []
    for number, line in enumerate([*lines, "", ""], start=1):
        is_apart = not line.strip() or (len(line) <= _LONGEST_LOOSE and not _is_next(lines, number))
        if is_apart and number <= len(lines):
            if line.strip():
                run.append(number)
            continue
        lengths = sorted(len(lines[each - 1].strip()) for each in run)
        if len(run) >= _FEWEST_LOOSE and lengths[len(lengths) // 2] <= _LOOSE_WORD:
            found.update(run)
        run = []
    return found


def _is_next(lines: Sequence[str], number: int) -> bool:
    """Tell whether the line below is not blank."""
    return number < len(lines) and bool(lines[number].strip())


def _goes_on(words: list[tuple[int, str]], line: str) -> bool:
    """Tell whether a loose word belongs to those before: fonts changed with the script there."""
    before, first = words[-1][1].strip(), line.strip()[0]
    if first in "•·":
        return False
    if before in ("•", "·") or first in "，、；：:;,.）)》/" or before[-1] in "（(《/":
        return True
    return _is_han(before[-1]) != _is_han(first) and before[-1] not in "。；;"


def _put_together(words: list[tuple[int, str]]) -> str:
    if len(words) == 1:
        return words[0][1]
    text = ""
    for _, line in words:
        word = line.strip()
        text += f"{word} " if word in ("•", "·") else word
    return text


def _paragraphs(lines: Sequence[str]) -> Iterator[tuple[tuple[int, ...], str]]:
    """Join lines that were broken at the width of a page."""
    numbers: list[int] = []
    text = ""
    width = sorted(len(line) for line in lines if line.strip())[-1]
    for number, line in enumerate(lines, start=1):
        stripped = line.strip()
        goes_on = (
            text
            and stripped
            and len(numbers) < _MOST_LINES
            and len(lines[numbers[-1] - 1].rstrip()) > 0.6 * width
            and not (_NEW_PARAGRAPH.match(line) and _ENDS.search(text))
            and not (_NEW_PARAGRAPH.match(line) and not stripped[0].islower())
        )
        if goes_on:
            is_cut = text.endswith("-") and stripped[0].islower()
            text = text + ("" if is_cut or _is_han(text[-1]) else " ") + stripped
            numbers.append(number)
            continue
        if text:
            yield tuple(numbers), text
        numbers, text = ([number], line.rstrip()) if stripped else ([], "")
    if text:
        yield tuple(numbers), text


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Tell whether sentences run over the ends of lines."""
    followed = [
        (line.rstrip(), following.strip())
        for line, following in pairwise(lines)
        if line.strip() and following.strip()
    ]
    if len(followed) < 8:
        return False
    if max(len(line) for line in lines) > 2 * _WIDEST:
        return False
    running = sum(
        _NARROWEST <= len(line) <= _WIDEST
        and not _ENDS.search(line)
        and (following[0].islower() or (not following[0].isupper() and not following[0].isdigit()))
        for line, following in followed
    )
    return running > 0.4 * len(followed)


def _is_han(letter: str) -> bool:
    return "\u3000" <= letter <= "\u9fff" or "\uff00" <= letter <= "\uffef"


def _blocks(text: str, numbers: tuple[int, ...]) -> Iterator[Block]:
    if "[" not in text and "Error!" not in text:
        yield Block(text, numbers)
        return
    text = _LEFT.sub("", text)
    notes: list[Block] = []
    parts: list[str] = []
    at = 0
    while (match := _NOTE.search(text, at)) is not None:
        parts.append(text[at : match.start()].rstrip(" "))
        at = match.end()
        if match[0].endswith(":"):
            at, note = _bracketed(text, at)
            said = _NOTE_MARK.sub("", note, count=1) if _NOTE_MARK.match(note) else note
            # The line is that of the passage that the note hangs on.
            notes.append(Block(said, (), "note", mark=match["mark"] or match["id"]))
        if text[at : at + 1] not in _NO_SPACE_BEFORE:
            parts.append(" ")
    text = "".join(parts) + text[at:]
    block = Block(text, numbers)
    if not text.strip():
        if not notes:
            # Nothing but marks of the conversion.
            yield Block("…", numbers, "residue")
            return
        notes[0].lines = numbers
        yield from notes
        return
    block.notes = notes
    yield block


def _bracketed(text: str, start: int) -> tuple[int, str]:
    """Return where a bracket that was opened before `start` is closed, and what is in it."""
    depth = 1
    for sign in _BRACKETS.finditer(text, start):
        depth += 1 if sign[0] == "[" else -1
        if not depth:
            return sign.end(), text[start : sign.start()]
    return len(text), text[start:]
