"""Files that are broken, protected, or made to do harm: each is refused in a sentence."""

import io
import zipfile
from pathlib import Path

import pytest
from tests.loading.texts.word_maker import paragraph, word

from wsisgraph.loading.texts.faults import Unreadable
from wsisgraph.loading.texts.packing import packed, unpacked
from wsisgraph.loading.texts.read import read_text
from wsisgraph.loading.texts.word import read_word

GOOD = word(paragraph("The group met in the year, and it was good for all of us."))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"
DTD = '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]>'


def archive(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, data in entries.items():
            made.writestr(name, data)
    return out.getvalue()


def locked() -> bytes:
    """Return a document whose zip entries say that they are encrypted."""
    data = bytearray(GOOD)
    for mark, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + place] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (GOOD[: len(GOOD) // 2], "truncated"),
        (GOOD[:-30], "truncated"),
        (GOOD[:200] + bytes(300) + GOOD[500:], "truncated"),
        (OLE + "EncryptedPackage".encode("utf-16-le") + OLE, "password"),
        (locked(), "password"),
        (OLE, "Word 97"),
        (word(paragraph("x"), main=MACRO), "macros"),
        (word(paragraph("x"), parts={"word/vbaProject.bin": b"x"}), "macros"),
        (word(paragraph("x"), parts={"word/a.xml": bytes(9 << 20)}), "zip bomb"),
        (word(paragraph("x"), parts={f"x{n}.xml": b"" for n in range(5000)}), "5,007 entries"),
        (word(paragraph("x"), before=DTD), "document type"),
        (word(paragraph("x"), parts={"word/styles.xml": f"{DTD}<a/>".encode()}), "document type"),
        (
            word(paragraph("x"), parts={"word/styles.xml": f"{DTD}<a/>".encode("utf-16")}),
            "document type",
        ),
        (word(paragraph("x"), parts={"../x.xml": b""}), "outside of it"),
        (word(paragraph("x"), parts={"/etc/x.xml": b""}), "outside of it"),
        (word(paragraph("x"), parts={"word\\..\\..\\x.xml": b""}), "outside of it"),
        (word("<w:p></w:r>"), "no whole XML"),
        (word(paragraph("")), "no text"),
        (archive(a=b"hello"), "no Word document"),
        (b"{\\rtf1 hello}", "RTF"),
        (b"\x89PNG\r\n", "picture"),
        (b"<!DOCTYPE html><p>x</p>", "web page"),
        (bytes(range(256)) * 40, "no text in UTF-8"),
        (b"", "no text"),
    ],
)
def test_a_bad_file_is_refused_in_a_sentence(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "bad.docx"
    path.write_bytes(data)
    with pytest.raises(Unreadable) as caught:
        read_text(path)
    assert says in caught.value.found
    assert caught.value.mend


def test_a_file_beyond_measure_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as out:
        out.truncate(200 << 20)
    with pytest.raises(Unreadable, match="200 MiB"):
        read_text(path)


@pytest.mark.parametrize("tag", ["w:ins", "w:sdt><w:sdtContent"])
def test_what_is_nested_without_end_is_refused(tag: str) -> None:
    closing = "".join(f"</{part}>" for part in reversed(tag.replace(">", "").split("<")))
    deep = word(f"<{tag}>" * 30_000 + paragraph("x") + closing * 30_000)
    with pytest.raises(Unreadable, match="deeper"):
        unpacked(packed(read_word, deep))


def test_what_comes_out_of_the_sandbox_is_not_trusted() -> None:
    for told in (b"", b"[]", b'{"blocks": [[1]]}', b'{"blocks": [], "title": 1}', b"\xff"):
        with pytest.raises(Unreadable):
            unpacked(told)


def test_what_is_packed_is_the_same_when_unpacked() -> None:
    assert unpacked(packed(read_word, GOOD)) == read_word(GOOD)


def test_a_line_beyond_measure_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    path.write_text("The group met.\n" + "of the group and " * 30_000)
    with pytest.raises(Unreadable, match=r"line 2 has 5\d\d,\d+ letters"):
        read_text(path)
