"""A form as a Word document: tables whose cells are content controls, each with a tag.

The tag names table, row and column (`wsisgraph:0:3:8`), and the control cannot be deleted, only
what is in it; a hidden bookmark beside it says the same. What each cell said when it went out is
in a custom part of the package, which word processors keep (ECMA-376 part 1, 15.2.5 and 17.5.2).
"""

import hashlib
import io
import zipfile
from collections.abc import Iterator, Sequence
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from wsisgraph.loading.editing.document import HEADING, bookmark
from wsisgraph.loading.editing.form import MARK, Column, Form, Table, packed
from wsisgraph.loading.editing.matrix import TEXTS
from wsisgraph.site import editable

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# A3 across, in twentieths of a point.
_WIDTH, _HEIGHT, _MARGIN = 23811, 16838, 720
_HEADED = 999_999
# Without this, Word shows the document as one of an old version.
_SETTINGS = (
    f'{_HEAD}<w:settings xmlns:w="{_W}"><w:compat><w:compatSetting w:name="compatibilityMode"'
    ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write(form: Form) -> bytes:
    """Return a form as a document."""
    body = "".join(_body(form))
    document = (
        f'{_HEAD}<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{body}{_section(form)}</w:body>'
        "</w:document>"
    )
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations(
            ("officeDocument", "word/document.xml"), ("core", "docProps/core.xml")
        ),
        "docProps/core.xml": _core(form),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _relations(
            ("styles", "styles.xml"),
            ("header", "header1.xml"),
            ("footer", "footer1.xml"),
            ("customXml", "../customXml/item1.xml"),
            ("settings", "settings.xml"),
        ),
        "word/settings.xml": _SETTINGS,
        "word/styles.xml": _styles(form),
        "word/header1.xml": _around("hdr", [_run(form.title)], form),
        "word/footer1.xml": _around("ftr", _foot(form), form),
        "customXml/item1.xml": f'{_HEAD}<form xmlns="urn:{MARK}:form">{packed(form)}</form>',
        "customXml/itemProps1.xml": _properties(form),
        "customXml/_rels/item1.xml.rels": _relations(("customXmlProps", "itemProps1.xml")),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), text.encode(), zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _body(form: Form) -> Iterator[str]:
    is_rtl = form.language == "ar"
    yield _paragraph([_run(form.title)], is_rtl, style="Title")
    for note in form.notes:
        yield _paragraph([_run(note)], is_rtl)
    for index, table in enumerate(form.tables):
        yield _paragraph([_run(table.title)], is_rtl, style="Heading1")
        numbered = list(enumerate(table.rows.values()))
        if table.key == TEXTS and numbered:
            # Linkages of a line stand under its own heading.
            for _, rows in groupby(numbered, key=lambda each: each[1][0]):
                part = list(rows)
                yield _paragraph([_run(part[0][1][0])], is_rtl, style="Heading2")
                yield from _table(table, index, part, is_rtl)
        else:
            yield from _table(table, index, numbered, is_rtl)


def _table(
    table: Table, index: int, rows: Sequence[tuple[int, Sequence[str]]], is_rtl: bool
) -> Iterator[str]:
    total = sum(column.width for column in table.columns)
    room = _WIDTH - 2 * _MARGIN
    widths = [column.width * room // total for column in table.columns]
    visual = "<w:bidiVisual/>" if is_rtl else ""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    yield (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>{visual}<w:tblW w:w="{sum(widths)}"'
        f' w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )
    yield "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
    for place, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
        # Two bookmarks of one name would be one too many: only the first heading has them.
        is_first = not rows or rows[0][0] == 0
        tag = f"{MARK}:{index}:{HEADING}:{place}" if is_first else ""
        yield _head(column, tag, width, is_rtl)
    yield "</w:tr>"
    for number, cells in rows:
        yield "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        for place, (text, column, width) in enumerate(
            zip(cells, table.columns, widths, strict=True)
        ):
            yield _cell(text, f"{MARK}:{index}:{number}:{place}", column, width, is_rtl)
        yield "</w:tr>"
    # Word joins two tables that nothing parts.
    yield "</w:tbl><w:p/>"


def _head(column: Column, tag: str, width: int, is_rtl: bool) -> str:
    lines = [part for part in (column.head, column.about) if part] or [""]
    marks = [_bookmark(tag)] if tag else []
    paragraphs = [
        _paragraph([*(marks if not number else ()), _run(line, True, is_rtl)], is_rtl)
        for number, line in enumerate(lines)
    ]
    return _boxed("".join(paragraphs), width, "DCE6F1")


def _cell(text: str, tag: str, column: Column, width: int, is_rtl: bool) -> str:
    lock = "sdtLocked" if column.is_edited else "sdtContentLocked"
    name = " ".join(part for part in (column.head, column.about) if part)[:60]
    control = (
        f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(name)}/><w:tag w:val={quoteattr(tag)}/>"
        f'<w:lock w:val="{lock}"/></w:sdtPr>'
        f"<w:sdtContent>{_run(text, column.kind == 'head', is_rtl)}</w:sdtContent></w:sdt>"
    )
    # Codes keep their own direction, as “9.c, 9.a” does, at the side where a line begins.
    is_code = column.kind in ("head", "codes", "date")
    paragraph = _paragraph(
        [_bookmark(tag), control], is_rtl and not is_code, at_right=is_rtl and is_code
    )
    return _boxed(paragraph, width, "" if column.is_edited else "F4F4F4")


def _bookmark(tag: str) -> str:
    """Return a hidden bookmark: some programs drop the tags of controls, and none drops these."""
    _, table, row, column = tag.split(":")
    number = f"{table}{_HEADED if row == HEADING else int(row):06}{int(column):03}"
    return (
        f'<w:bookmarkStart w:id="{int(number)}" w:name="{bookmark(tag)}"/>'
        f'<w:bookmarkEnd w:id="{int(number)}"/>'
    )


def _boxed(paragraphs: str, width: int, fill: str) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{paragraphs}</w:tc>'


def _paragraph(runs: Sequence[str], is_rtl: bool, style: str = "", at_right: bool = False) -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    turned = "<w:bidi/>" if is_rtl else ""
    if at_right:
        turned = '<w:bidi w:val="0"/><w:jc w:val="right"/>'
    properties = f"<w:pPr>{named}{turned}</w:pPr>" if named or turned else ""
    return f"<w:p>{properties}{''.join(runs)}</w:p>"


def _run(text: str, is_bold: bool = False, is_rtl: bool = False) -> str:
    bold = "<w:b/><w:bCs/>" if is_bold else ""
    # Codes keep their own direction; only words of the language are turned.
    turned = "<w:rtl/>" if is_rtl and not text.isascii() else ""
    properties = f"<w:rPr>{bold}{turned}</w:rPr>" if bold or turned else ""
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")
    )
    return f"<w:r>{properties}{lines}</w:r>"


def _section(form: Form) -> str:
    turned = "<w:bidi/>" if form.language == "ar" else ""
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:footerReference'
        f' w:type="default" r:id="rId3"/><w:pgSz w:w="{_WIDTH}" w:h="{_HEIGHT}"'
        f' w:orient="landscape"/><w:pgMar w:top="{_MARGIN}" w:right="{_MARGIN}"'
        f' w:bottom="{_MARGIN}" w:left="{_MARGIN}" w:header="360" w:footer="360" w:gutter="0"/>'
        f"{turned}</w:sectPr>"
    )


def _around(tag: str, runs: Sequence[str], form: Form) -> str:
    paragraph = _paragraph(runs, form.language == "ar")
    return f'{_HEAD}<w:{tag} xmlns:w="{_W}">{paragraph}</w:{tag}>'


def _foot(form: Form) -> list[str]:
    say = editable.speaker(form.language)
    told = say(editable.FOOTER) % {
        "revision": form.revision,
        "date": form.date,
        "version": form.version,
    }
    page = say(editable.PAGE) % {"number": "\x00PAGE\x00", "total": "\x00NUMPAGES\x00"}
    runs = [_run(f"{told}    ")]
    for piece in page.split("\x00"):
        if piece in ("PAGE", "NUMPAGES"):
            runs.append(f'<w:fldSimple w:instr="{piece}">{_run("1")}</w:fldSimple>')
        elif piece:
            runs.append(_run(piece))
    return runs


def _styles(form: Form) -> str:
    language = {"zh": "zh-CN"}.get(form.language, form.language)
    kind = {"ar": "w:bidi", "zh": "w:eastAsia"}.get(form.language, "w:val")
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="B5BBC2"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )

    def heading(name: str, shown: str, size: int, level: int) -> str:
        return (
            f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown}"/>'
            '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:keepNext/>'
            f'<w:spacing w:before="200" w:after="80"/><w:outlineLvl w:val="{level}"/></w:pPr>'
            f'<w:rPr><w:b/><w:bCs/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
        )

    return (
        f'{_HEAD}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts'
        ' w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Arial" w:eastAsia="SimSun"/>'
        f'<w:sz w:val="16"/><w:szCs w:val="16"/><w:lang {kind}="{language}"/></w:rPr>'
        "</w:rPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "</w:style>"
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal'
        ' Table"/><w:tblPr><w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70"'
        ' w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn'
        f' w:val="TableNormal"/><w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr></w:style>'
        f"{heading('Title', 'Title', 36, 9)}{heading('Heading1', 'heading 1', 28, 0)}"
        f"{heading('Heading2', 'heading 2', 22, 1)}</w:styles>"
    )


def _core(form: Form) -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/'
        'metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>'
        f"{escape(form.title)}</dc:title><dc:creator>wsisgraph {escape(form.version)}</dc:creator>"
        f"<dc:language>{form.language}</dc:language></cp:coreProperties>"
    )


def _properties(form: Form) -> str:
    digest = hashlib.sha256(packed(form).encode()).hexdigest().upper()
    lengths = (8, 4, 4, 4, 12)
    starts = [sum(lengths[:place]) for place in range(len(lengths))]
    parts = (digest[at : at + length] for at, length in zip(starts, lengths, strict=True))
    return (
        f'{_HEAD}<ds:datastoreItem ds:itemID="{{{"-".join(parts)}}}" xmlns:ds="http://schemas.'
        'openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs><ds:schemaRef'
        f' ds:uri="urn:{MARK}:form"/></ds:schemaRefs></ds:datastoreItem>'
    )


def _types() -> str:
    parts = {
        "/word/document.xml": f"{_TYPE}.document.main+xml",
        "/word/styles.xml": f"{_TYPE}.styles+xml",
        "/word/settings.xml": f"{_TYPE}.settings+xml",
        "/word/header1.xml": f"{_TYPE}.header+xml",
        "/word/footer1.xml": f"{_TYPE}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/customXml/itemProps1.xml": "application/vnd.openxmlformats-officedocument"
        ".customXmlProperties+xml",
    }
    told = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items()
    )
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package'
        '.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f"{told}</Types>"
    )


def _relations(*pairs: tuple[str, str]) -> str:
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    told = "".join(
        f'<Relationship Id="rId{number}" Type="{core if kind == "core" else f"{_R}/{kind}"}"'
        f' Target="{target}"/>'
        for number, (kind, target) in enumerate(pairs, start=1)
    )
    return (
        f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships">{told}</Relationships>'
    )
