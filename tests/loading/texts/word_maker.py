"""Makes small Word documents, as text processors write them."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def text(words: str, tag: str = "t") -> str:
    """Return a run."""
    return f'<w:r><w:{tag} xml:space="preserve">{escape(words)}</w:{tag}></w:r>'


def inserted(words: str, author: str = "A") -> str:
    """Return a run that is marked as inserted."""
    return (
        f'<w:ins w:id="1" w:author="{author}" w:date="2024-05-02T10:00:00Z">{text(words)}</w:ins>'
    )


def deleted(words: str, author: str = "A") -> str:
    """Return a run that is marked as deleted."""
    return f'<w:del w:id="2" w:author="{author}">{text(words, "delText")}</w:del>'


def paragraph(
    *runs: str, style: str = "", number: tuple[int, int] | None = None, properties: str = ""
) -> str:
    """Return a paragraph of runs, or of plain words; `number` is list and level."""
    inside = "".join(run if run.startswith("<") else text(run) for run in runs)
    about = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number is not None:
        about += f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
    return f"<w:p><w:pPr>{about}{properties}</w:pPr>{inside}</w:p>"


def table(*rows: Sequence[str]) -> str:
    """Return a table of cells with one paragraph each."""
    return (
        "<w:tbl>"
        + "".join(
            "<w:tr>"
            + "".join(
                f"<w:tc>{cell if cell.startswith('<') else paragraph(cell)}</w:tc>" for cell in row
            )
            + "</w:tr>"
            for row in rows
        )
        + "</w:tbl>"
    )


def levels(*formats: tuple[str, str], abstract: int = 0, inside: str = "") -> str:
    """Return an abstract list: of each level its format and text."""
    return (
        f'<w:abstractNum w:abstractNumId="{abstract}">{inside}'
        + "".join(
            f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{shape}"/>'
            f'<w:lvlText w:val="{printed}"/></w:lvl>'
            for place, (shape, printed) in enumerate(formats)
        )
        + "</w:abstractNum>"
    )


def lists(*numbers: tuple[int, int], overrides: Mapping[int, str] = {}) -> str:
    """Return lists: the id of each, and its abstract list."""
    return "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>'
        f"{overrides.get(number, '')}</w:num>"
        for number, abstract in numbers
    )


def styles(*named: tuple[str, str, str]) -> str:
    """Return paragraph styles: id, name, and what else stands in them."""
    return "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>{inside}</w:style>'
        for key, name, inside in named
    )


HEADINGS = styles(
    ("Titel", "Title", ""),
    *((f"H{level}", f"heading {level}", "") for level in (1, 2, 3)),
    ("Verzeichnis1", "toc 1", ""),
)


def word(
    *body: str,
    numbering: str = "",
    style: str = HEADINGS,
    notes: Mapping[int, str] = {},
    header: str = "",
    main: str = MAIN,
    parts: Mapping[str, bytes] = {},
    relations: str = "",
    before: str = "",
) -> bytes:
    """Return a document with these blocks in its body, and what else it is to have."""
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1"'
        f' Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"{before}<w:document {NAMES}><w:body>{''.join(body)}<w:sectPr/>"
        "</w:body></w:document>",
        "word/styles.xml": f"<w:styles {NAMES}>{style}</w:styles>",
        "word/numbering.xml": f"<w:numbering {NAMES}>{numbering}</w:numbering>",
        "word/footnotes.xml": f"<w:footnotes {NAMES}>"
        + "".join(
            f'<w:footnote w:id="{key}">{paragraph(words)}</w:footnote>'
            for key, words in notes.items()
        )
        + "</w:footnotes>",
    }
    if header:
        files["word/header1.xml"] = f"<w:hdr {NAMES}>{paragraph(header)}</w:hdr>"
        relations += f'<Relationship Id="rId9" Type="{_OFFICE}/header" Target="header1.xml"/>'
    files["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>'
    )
    files.update(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()
