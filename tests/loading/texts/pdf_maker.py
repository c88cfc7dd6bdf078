"""Makes small PDF files in Latin letters: of lines, or of what is drawn at places."""

from collections.abc import Sequence


def pdf(*pages: Sequence[str], trailer: str = "") -> bytes:
    """Return a PDF whose pages have these lines."""
    shown = [" ".join(f"({line}) Tj T*" for line in lines) for lines in pages]
    return drawn_pdf(
        *(f"BT /F1 12 Tf 14 TL 72 720 Td {drawn} ET" for drawn in shown), trailer=trailer
    )


def words(x: float, y: float, said: str, size: float = 10) -> str:
    """Draw words whose first letter stands at a place of the page."""
    said = said.replace("(", "\\(").replace(")", "\\)")
    return f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({said}) Tj ET\n"


def rule(left: float, bottom: float, right: float, top: float) -> str:
    """Draw a rule from one place to another."""
    return f"0.5 w {left} {bottom} m {right} {top} l S\n"


def drawn_pdf(*pages: str, trailer: str = "", turned: int = 0) -> bytes:
    """Return a PDF whose pages draw this, in the language of PDFs, and are shown turned."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number, drawn in enumerate(pages):
        stream = drawn.encode("latin-1")
        objects.append(
            f"<</Type/Page/Rotate {turned}/Parent 2 0 R/MediaBox[0 0 612 792]"
            f"/Contents {5 + 2 * number} 0 R/Resources<</Font<</F1 3 0 R>>>>>>".encode()
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
    out = b"%PDF-1.4\n"
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    end = f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF"
    return out + end.encode()
