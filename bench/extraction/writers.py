"""Write a made document as the file that an office would send: .docx, plain text or .pdf."""

import zipfile
from itertools import groupby
from pathlib import Path
from textwrap import wrap
from xml.sax.saxutils import escape

from bench.extraction.markup import RESIDUE, Made, Paragraph, Run

SUFFIXES = {"docx": ".docx", "text": ".txt", "pdf": ".pdf"}


def write_made(made: Made, folder: Path) -> Path:
    """Write the document into a folder, in its own format, and say where."""
    path = folder / f"{made.name}{SUFFIXES[made.format]}"
    match made.format:
        case "docx":
            _write_docx(made, path)
        case "pdf":
            _write_pdf(made, path)
        case _:
            path.write_text(plain(made), encoding="utf-8")
    return path


def line_numbers(made: Made) -> dict[int, int]:
    """The line of the plain text in which each paragraph stands, by its order."""
    return {paragraph.order: 2 * place + 1 for place, paragraph in enumerate(made.paragraphs)}


def plain(made: Made) -> str:
    """As a converter leaves it: numbers typed, cells between tabs, notes in brackets."""
    lines = []
    for paragraph in made.paragraphs:
        words = paragraph.text
        for note in paragraph.notes:
            words += f"[footnoteRef:{note.number}] [{note.number}: \\t{note.text} ]".replace(
                "\\t", "\t"
            )
        lines += [f"{paragraph.number}\t{words}" if paragraph.number else words, ""]
    return "\n".join(lines)


# .docx

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SPACES = (
    f'xmlns:w="{WORD}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml."
PARTS = ("styles", "numbering", "footnotes", "header", "footer")
CHANGED = 'w:id="{id}" w:author="Editor" w:date="2022-03-01T09:00:00Z"'
RUN_LENGTH = 17
"""Word cuts runs where a spelling was checked or a cursor stood: not where words end."""


def _write_docx(made: Made, path: Path) -> None:
    body = _Body(made)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (
            ("[Content_Types].xml", _content_types()),
            ("_rels/.rels", _relations({"officeDocument": "word/document.xml"})),
            ("word/_rels/document.xml.rels", _relations({p: f"{p}.xml" for p in PARTS})),
            ("word/document.xml", body.document()),
            ("word/footnotes.xml", body.footnotes()),
            ("word/numbering.xml", body.numbering()),
            ("word/styles.xml", _styles()),
            ("word/header.xml", f"<w:hdr {SPACES}><w:p>{_run(made.symbol)}</w:p></w:hdr>"),
            ("word/footer.xml", f"<w:ftr {SPACES}><w:p>{_run('- 2 -')}</w:p></w:ftr>"),
        ):
            archive.writestr(name, DECLARATION + content)


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{MAIN}{kind}+xml"/>'
        for part, kind in (*((p, p) for p in PARTS), ("document", "document.main"))
    )
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(targets: dict[str, str]) -> str:
    links = "".join(
        f'<Relationship Id="rId{place}" Type="{RELATION}/{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(targets.items(), 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'


def _styles() -> str:
    def style(name: str, inside: str = "") -> str:
        return (
            f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}">'
            f'<w:name w:val="{name}"/>{inside}</w:style>'
        )

    numbered = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    return (
        f"<w:styles {SPACES}>"
        + style("Normal")
        + style("Title")
        + style("heading 1", numbered)
        + style("Call")
        + style("footnote text")
        + "</w:styles>"
    )


def _run(text: str, tag: str = "t", properties: str = "") -> str:
    return (
        f'<w:r>{properties}<w:{tag} xml:space="preserve">{escape(text)}</w:{tag}></w:r>'
        if text
        else ""
    )


class _Body:
    """The paragraphs of a document, and the lists and notes that they call for."""

    def __init__(self, made: Made) -> None:
        self._made = made
        self._changes = 0
        self._lists: list[int] = []
        """The abstract list of each list of ours, from number 2 on: 1 decimal, 2 letters."""
        self._list = {"N1": 0, "A": 0}

    def document(self) -> str:
        """`word/document.xml`."""
        content = "".join(
            self._table(list(group)) if table else "".join(map(self._paragraph, group))
            for table, group in groupby(
                (p for p in self._made.paragraphs if p.style not in RESIDUE),
                key=lambda p: p.style == "|",
            )
        )
        return f"<w:document {SPACES}><w:body>{content}<w:sectPr/></w:body></w:document>"

    def footnotes(self) -> str:
        """`word/footnotes.xml`, with the separators that Word puts before the notes."""
        notes = "".join(
            f'<w:footnote w:id="{note.number}"><w:p><w:pPr><w:pStyle w:val="footnotetext"/></w:pPr>'
            f"<w:r><w:footnoteRef/></w:r>{self._runs(note.runs)}</w:p></w:footnote>"
            for paragraph in self._made.paragraphs
            for note in (*paragraph.notes, *(n for c in paragraph.cells for n in c.notes))
        )
        separator = (
            '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p>'
            "</w:footnote>"
        )
        return f"<w:footnotes {SPACES}>{separator}{notes}</w:footnotes>"

    def numbering(self) -> str:
        """`word/numbering.xml`: headings and what is below them, and one list for each clause."""
        abstract = (
            ("decimal", "%1", "%1.%2"),
            ("decimal", "%1", "%1.%2"),
            ("lowerLetter", "%1)", "%2)"),
            ("bullet", "•", "•"),
        )
        kinds = "".join(
            f'<w:abstractNum w:abstractNumId="{place}">'
            + "".join(
                f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
                f'<w:lvlText w:val="{text}"/></w:lvl>'
                for level, text in enumerate(texts)
            )
            + "</w:abstractNum>"
            for place, (form, *texts) in enumerate(abstract)
        )
        lists = "".join(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{kind}"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
            for number, kind in enumerate([0, 3, *self._lists], 1)
        )
        return f"<w:numbering {SPACES}>{kinds}{lists}</w:numbering>"

    def _paragraph(self, paragraph: Paragraph) -> str:
        style, runs = "", self._runs(paragraph.runs)
        match paragraph.style:
            case "T":
                style = '<w:pStyle w:val="Title"/>'
            case "H1":
                style = '<w:pStyle w:val="heading1"/>'
                self._list = {"N1": 0, "A": 0}
                mark = f'w:id="{paragraph.order}"'
                runs = (
                    f'<w:bookmarkStart {mark} w:name="_Toc{paragraph.order}"/>{runs}'
                    f"<w:bookmarkEnd {mark}/>"
                )
            case "C":
                style = '<w:pStyle w:val="Call"/>'
                self._list = {"N1": 0, "A": 0}
            case "N2":
                style = _numbered(1, 1)
            case "B":
                style = _numbered(2, 0)
            case "N1" | "A":
                style = _numbered(self._list_of(paragraph.style), 0)
            case "W":
                runs = _text_box(runs)
        inside = f"<w:pPr>{style}</w:pPr>" if style else ""
        return f"<w:p>{inside}{runs}</w:p>"

    def _list_of(self, style: str) -> int:
        if not self._list[style]:
            self._lists.append(1 if style == "N1" else 2)
            self._list[style] = len(self._lists) + 2
        return self._list[style]

    def _table(self, rows: list[Paragraph]) -> str:
        return (
            "<w:tbl>"
            + "".join(
                "<w:tr>"
                + "".join(f"<w:tc><w:p>{self._runs(cell.runs)}</w:p></w:tc>" for cell in row.cells)
                + "</w:tr>"
                for row in rows
            )
            + "</w:tbl>"
        )

    def _runs(self, runs: list[Run]) -> str:
        said = []
        for run in runs:
            if run.note:
                said.append(f'<w:r><w:footnoteReference w:id="{run.note}"/></w:r>')
                continue
            pieces = [run.text[i : i + RUN_LENGTH] for i in range(0, len(run.text), RUN_LENGTH)]
            tag = "delText" if run.change == "deleted" else "t"
            words = "".join(_run(piece, tag) for piece in pieces)
            if run.change:
                self._changes += 1
                name = "ins" if run.change == "inserted" else "del"
                mark = CHANGED.format(id=1000 + self._changes)
                words = f"<w:{name} {mark}>{words}</w:{name}>"
            said.append(words)
        return "".join(said)


def _numbered(list_number: int, level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_number}"/></w:numPr>'


def _text_box(runs: str) -> str:
    """A box as Word writes it: for itself, and once more for programs before 2010."""
    inside = f"<w:txbxContent><w:p>{runs}</w:p></w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><a:graphic>'
        f"<a:graphicData><wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp></a:graphicData>"
        "</a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape>"
        f"<v:textbox>{inside}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


# .pdf

PAGE = 46
"""Lines to a page."""


def _write_pdf(made: Made, path: Path) -> None:
    """Text in Helvetica, which has the letters of English, French and Spanish."""
    lines: list[str] = []
    for paragraph in made.paragraphs:
        if paragraph.style in RESIDUE:
            continue
        words = f"{paragraph.number}  {paragraph.text}".strip()
        lines += [*wrap(words.replace("\t", "   "), 88), ""]
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    )
    kids = []
    for number, first in enumerate(range(0, len(lines), PAGE), 1):
        shown = "".join(
            f"1 0 0 1 60 {780 - 15 * row} Tm ({_literal(line)}) Tj\n"
            for row, line in enumerate(lines[first : first + PAGE])
            if line
        )
        foot = f"1 0 0 1 290 40 Tm (- {number} -) Tj\n"
        stream = f"BT /F1 10 Tf\n{shown}{foot}ET".encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
    pages = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = f"<< /Type /Pages /Kids [{pages}] /Count {len(kids)} >>".encode()
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = "".join(f"{place:010d} 00000 n \n" for place in places).encode()
    size, start = len(objects) + 1, len(data)
    head = f"xref\n0 {size}\n0000000000 65535 f \n".encode()
    tail = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    data += head + table + tail
    path.write_bytes(data)


def _literal(line: str) -> str:
    for special in "\\()":
        line = line.replace(special, "\\" + special)
    return line
