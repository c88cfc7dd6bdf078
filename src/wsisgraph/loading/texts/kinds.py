"""What kind of file it is, told by its bytes and not by its name."""

import codecs
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wsisgraph.loading.dates import month_names
from wsisgraph.loading.texts.blocks import Block
from wsisgraph.loading.texts.faults import Unreadable

SAVE_ANEW = "save it anew as .docx, as a PDF with text, or as plain text in UTF-8"
_OTHERS = {
    b"{\\rtf": "an RTF text",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"II*\0": "a picture",
    b"MM\0*": "a picture",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"\x1f\x8b": "a gzip file",
    b"\x7fELF": "a program",
    b"MZ": "a program",
}
_ENCODINGS = (
    *("ascii", "latin-1", "cp437", "cp1252", "utf-8", "utf-8-sig"),
    *("utf-16", "utf-16-le", "utf-16-be", "gb18030", "cp1251", "cp1256"),
)
_MARKUP = (b"<!doctype", b"<html", b"<?xml")


@dataclass(frozen=True, slots=True)
class Document:
    """A file, read into blocks.

    Attributes:
        blocks: in order.
        title: from the properties of the file; "" if they say none.
        headers: texts of page headers.
        says_headings: whether the file marks its headings.
        mend_without_text: what to do if there is no text.
        remarks: what a person should know, as `Text.remarks`.
    """

    blocks: Sequence[Block]
    title: str = ""
    headers: Sequence[str] = ()
    says_headings: bool = False
    mend_without_text: str = SAVE_ANEW
    remarks: Sequence[tuple[int, str, str]] = ()


def reader_of(data: bytes) -> Callable[[bytes], Document]:
    """Return what reads a file that begins so; the reader's libraries are loaded then.

    Raises:
        Unreadable: it is of a kind that nobody reads.
    """
    for encoding in _ENCODINGS:
        # Python looks for them in files, which cannot be opened where the reader works.
        codecs.lookup(encoding)
    month_names()
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith(b"PK"):
        from wsisgraph.loading.texts.word import read_word

        return read_word
    if b"%PDF-" in data[:1024]:
        from wsisgraph.loading.texts.pdf import prepare, read_pdf

        prepare()
        return read_pdf
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        # The name of the stream that holds an encrypted package, as OLE writes names.
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable("it is protected by a password", "save it without a password")
        raise Unreadable(
            "it is a file of Word 97 to 2003 (.doc) or another old Office file",
            "open it in a word processor and save it as .docx",
        )
    for magic, what in _OTHERS.items():
        if data.startswith(magic):
            raise Unreadable(f"it is {what}", SAVE_ANEW)
    if head.startswith(_MARKUP):
        raise Unreadable("it is a web page or XML", SAVE_ANEW)
    from wsisgraph.loading.texts.plain import read_plain

    return read_plain
