"""Gold facts of a document, by the place where they stand."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench.extraction.markup import RESIDUE, Made, Paragraph
from bench.extraction.writers import line_numbers

HERE = Path(__file__).parent
COUNCIL = HERE / "council"

KINDS = {
    "res": "resolution",
    "dec": "decision",
    "doc": "document",
    "ins": "instrument",
    "meet": "meeting",
    "event": "event",
    "line": "line",
    "goal": "goal",
    "target": "target",
    "ind": "indicator",
    "body": "body",
    "prog": "programme",
    "country": "country",
    "date": "date",
    "fig": "figure",
    "url": "address",
}
"""The kinds of mention, in the short form of the gold files and in the long one of the report."""
ADDRESSED = (
    *("itu", "itu-bdt-director", "itu-br-director", "itu-bureau-directors", "itu-council"),
    *("itu-d", "itu-secretary-general", "itu-tsb-director"),
)


@dataclass(frozen=True, slots=True)
class Said:
    """A mention that is right: any of the keys will do.

    Attributes:
        asked: whether its absence is an error; if not, only its presence is none.
    """

    kind: str
    keys: tuple[str, ...]
    asked: bool = True


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement that is right; of each part, any of the values will do."""

    kind: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    asked: bool = True

    def __str__(self) -> str:
        return f"{self.kind} " + " ".join(f"{k}={'|'.join(v)}" for k, v in self.parts)


@dataclass(slots=True)
class Place:
    """A line or paragraph, and the facts in it.

    Attributes:
        key: the number of the line, or of the paragraph; notes have a number of their own.
        joined: whether what was deleted is glued to what was inserted; None where one may say so.
        text: what it says; empty where the text is not ours to keep.
        line: of the file of plain text; 0 in a file of another kind.
    """

    key: str
    said: list[Said] = field(default_factory=list)
    stated: list[Stated] = field(default_factory=list)
    joined: bool | None = False
    text: str = ""
    style: str = ""
    number: str = ""
    changes: tuple[tuple[str, str], ...] = ()
    line: int = 0


@dataclass(slots=True)
class Gold:
    """The facts of a document.

    Attributes:
        by_line: whether places are lines of the file; otherwise they are found by their text.
    """

    name: str
    language: str
    places: list[Place]
    by_line: bool


def council_gold(path: Path) -> Gold:
    """The facts of one of the documents of the Council, line by line."""
    places = []
    for raw in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(raw)
        joined = None if row.get("oj") else bool(row.get("j"))
        place = Place(str(row["line"]), joined=joined, line=row["line"])
        for field_, asked in (("m", True), ("o", False)):
            place.said += [_said(each, asked) for each in row.get(field_, "").split()]
        for field_, asked in (("c", True), ("oc", False)):
            place.stated += [stated(each, asked) for each in row.get(field_, [])]
        places.append(place)
    return Gold(path.stem, "zh", places, by_line=True)


def made_gold(made: Made) -> Gold:
    """The facts marked in a document of ours.

    Its own symbol may be a mention anywhere, and so may whoever the words before clauses address.
    """
    places = [place for paragraph in made.paragraphs for place in _places(paragraph)]
    bare = re.sub(r"-[A-Z]$", "", made.symbol)
    own = Said("document", (re.sub(r"[^a-z0-9]+", "-", bare.lower()),), asked=False)
    for place in places:
        if bare:
            place.said.append(own)
        if place.style == "C":
            place.said += [Said("body", (body,), asked=False) for body in ADDRESSED]
        if made.format == "text" and place.style != "note":
            place.line = line_numbers(made)[int(place.key)]
        if made.format != "docx":
            place.changes = ()
    return Gold(made.name, made.language, places, by_line=False)


def _places(paragraph: Paragraph) -> Iterator[Place]:
    if paragraph.style in RESIDUE:
        return
    yield Place(
        str(paragraph.order),
        [Said(KINDS[kind], keys, asked) for kind, keys, asked in paragraph.mentions],
        [stated(text, asked) for text, asked in paragraph.claims],
        paragraph.joined,
        paragraph.text,
        paragraph.style,
        paragraph.number,
        tuple((run.change, run.text) for run in paragraph.runs if run.change),
    )
    for note in paragraph.notes:
        yield Place(
            f"{paragraph.order}.{note.number}",
            [Said(KINDS[kind], keys, asked) for kind, keys, asked in note.mentions],
            [stated(text, asked) for text, asked in note.claims],
            text=note.text,
            style="note",
            number=note.number,
        )


def _said(short: str, asked: bool) -> Said:
    kind, _, keys = short.partition(":")
    return Said(KINDS[kind], tuple(keys.split("|")), asked)


def stated(text: str, asked: bool = True) -> Stated:
    """The statement written as `role body=itu role=chair context=ungis`."""
    kind, *parts = text.split()
    pairs = (part.partition("=") for part in parts)
    return Stated(kind, tuple((name, tuple(value.split("|"))) for name, _, value in pairs), asked)
