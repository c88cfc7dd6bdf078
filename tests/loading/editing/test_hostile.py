"""Files made to do harm are refused as other sheets and documents are, with a sentence."""

import io
import zipfile
from pathlib import Path

import pytest
from tests.loading.editing.forms import matrix, replaced
from tests.loading.editing.reading import read

from wsisgraph.loading.editing.form import FormError, packed, unpacked
from wsisgraph.publishing.editable import document, workbook

FORM = matrix({("C2", "9"): "9.1"})


def with_part(data: bytes, name: str, text: bytes) -> bytes:
    out = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(data))
    with source as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry, old.read(entry))
        new.writestr(name, text)
    return out.getvalue()


DOCTYPE = r"(<\?xml[^>]*\?>)?(?=<)"
ENTITIES = r'\1<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]>'

WORKBOOK, DOCUMENT = workbook.write(FORM), document.write(FORM)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "neither a workbook nor a document"),
        (b"%PDF-1.7 and more", "neither a workbook nor a document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "password"),
        (WORKBOOK[:-400], "truncated or damaged"),
        (DOCUMENT[:-400], "truncated or damaged"),
        (with_part(WORKBOOK, "xl/bomb.xml", b" " * (40 << 20)), "as in a zip bomb"),
        (with_part(WORKBOOK, "xl/vbaProject.bin", b"x"), "carries macros"),
        (with_part(DOCUMENT, "word/vbaProject.bin", b"x"), "carries macros"),
        (with_part(WORKBOOK, "../../evil.xml", b"x"), "outside of it"),
        (replaced(WORKBOOK, "xl/worksheets/sheet1.xml", DOCTYPE, ENTITIES, 1), "document type"),
        (replaced(DOCUMENT, "word/document.xml", DOCTYPE, ENTITIES, 1), "document type"),
        (replaced(WORKBOOK, "xl/worksheets/sheet1.xml", "</row>", ""), "is no XML"),
        (
            replaced(DOCUMENT, "customXml/item1.xml", ">[^<]{50}", ">"),
            "what is hidden in it is damaged",
        ),
    ],
)
def test_it_is_refused_in_a_sentence(data: bytes, found: str, tmp_path: Path) -> None:
    problems = read("matrix", data, tmp_path).problems
    assert len(problems) == 1
    assert found in problems[0].found
    assert problems[0].mend


@pytest.mark.parametrize("text", ["", "x", "AAAA", packed(FORM)[:-8], packed(FORM).swapcase()])
def test_what_is_no_form_is_told(text: str) -> None:
    with pytest.raises(FormError):
        unpacked(text)


def test_a_form_is_the_same_when_it_is_unpacked() -> None:
    assert packed(unpacked(packed(FORM))) == packed(FORM)
