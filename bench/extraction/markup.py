"""Read a made document: text of ours with its facts marked where they stand.

A file has a few `key: value` lines and then one paragraph a line. The first word is its style:
`T` title, `P` plain, `W` a text box, `H1` numbered heading, `N1` and `N2` numbered paragraphs, `A`
a lettered item, `B` a bullet, `C` the words that open clauses, `|` a row of a table, `X` residue of
conversion, `F` a page's foot. In the text, `{words|res:ga-70-125}` is a mention (`?` before the
kind: right, but not asked for), `<+words+>` and `<-words->` are inserted and deleted, `^[words]` is
a footnote. Lines that begin with `!` are statements of the paragraph above, `!?` those not asked
for, `!^` and `!^?` are those of its last footnote, `!~` has mentions not asked for, and `!j` says
that plain text glues what was deleted to what was inserted.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

TOKEN = re.compile(r"\^\[|<\+|\+>|<-|->|\{|\|(?P<kind>\??[a-z]+):(?P<keys>[^{}\s]*)\}|\]")
STYLES = ("T", "P", "W", "H1", "N1", "N2", "A", "B", "C", "|", "X", "F")
RESIDUE = ("X", "F")


@dataclass(slots=True)
class Run:
    """A piece of text that is all inserted, all deleted, or neither; or the number of a note."""

    text: str
    change: str = ""
    note: int = 0


@dataclass(slots=True)
class Paragraph:
    """A paragraph of a made document, and the facts in it.

    Attributes:
        order: from 1, in the file.
        number: what stands before it in print; empty if nothing does.
        text: with deleted and inserted words, without marks and notes.
        mentions: (kind, keys any of which is right, asked for).
        claims: (statement, asked for).
    """

    order: int
    style: str
    number: str = ""
    text: str = ""
    runs: list[Run] = field(default_factory=list)
    cells: list["Paragraph"] = field(default_factory=list)
    mentions: list[tuple[str, tuple[str, ...], bool]] = field(default_factory=list)
    claims: list[tuple[str, bool]] = field(default_factory=list)
    notes: list["Paragraph"] = field(default_factory=list)
    joined: bool = False


@dataclass(slots=True)
class Made:
    """A made document."""

    name: str
    language: str
    format: str
    symbol: str
    issued: str
    paragraphs: list[Paragraph]


def read_made(path: Path) -> Made:
    """The made document in a file; a ValueError names file and line that do not fit the form."""
    fields: dict[str, str] = {}
    paragraphs: list[Paragraph] = []
    numbers = Numbers()
    notes = 0
    for line, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not raw.strip():
            continue
        head, _, rest = raw.partition(" ")
        if head.endswith(":") and not paragraphs:
            fields[head[:-1]] = rest.strip()
        elif head in ("!", "!?"):
            paragraphs[-1].claims.append((rest, head == "!"))
        elif head in ("!^", "!^?"):
            if not paragraphs[-1].notes:
                raise ValueError(f"{path.name}, line {line}: the paragraph above has no footnote.")
            paragraphs[-1].notes[-1].claims.append((rest, head == "!^"))
        elif head == "!~":
            for each in rest.split():
                kind, _, keys = each.partition(":")
                paragraphs[-1].mentions.append((kind, tuple(keys.split("|")), False))
        elif head == "!j":
            paragraphs[-1].joined = True
        elif head in STYLES:
            paragraph = Paragraph(len(paragraphs) + 1, head, numbers.next(head))
            try:
                notes = _fill(paragraph, rest, notes)
            except ValueError as fault:
                raise ValueError(f"{path.name}, line {line}: {fault}") from None
            paragraphs.append(paragraph)
        else:
            raise ValueError(f"{path.name}, line {line}: no style is called {head!r}.")
    return Made(
        path.stem,
        path.stem.split("-")[0],
        fields.get("format", "text"),
        fields.get("symbol", ""),
        fields.get("issued", ""),
        paragraphs,
    )


class Numbers:
    """What Word would print before each paragraph."""

    def __init__(self) -> None:
        self._counts = {"H1": 0, "N1": 0, "N2": 0, "A": 0}

    def next(self, style: str) -> str:
        """The number of the next paragraph of a style."""
        counts = self._counts
        if style in ("C", "H1"):
            counts.update({"N1": 0, "N2": 0, "A": 0})
        if style in counts:
            counts[style] += 1
        match style:
            case "H1":
                return str(counts["H1"])
            case "N1":
                return str(counts["N1"])
            case "N2":
                return f"{counts['H1']}.{counts['N2']}"
            case "A":
                return f"{chr(96 + counts['A'])})"
            case "B":
                return "•"
        return ""


def _fill(paragraph: Paragraph, marked: str, notes: int) -> int:
    if paragraph.style != "|":
        return _parse(paragraph, marked, notes)
    for cell in _cells(marked):
        inner = Paragraph(paragraph.order, "cell")
        notes = _parse(inner, cell, notes)
        paragraph.cells.append(inner)
        paragraph.mentions += inner.mentions
    paragraph.text = "\t".join(cell.text for cell in paragraph.cells)
    return notes


def _cells(marked: str) -> list[str]:
    cells, depth, cell = [], 0, ""
    for letter in marked.strip().strip("|"):
        depth += (letter == "{") - (letter == "}")
        if letter == "|" and not depth:
            cells.append(cell.strip())
            cell = ""
        else:
            cell += letter
    return [*cells, cell.strip()]


def _parse(paragraph: Paragraph, marked: str, notes: int) -> int:
    into, change, opened, place = paragraph, "", [], 0

    def say(words: str) -> None:
        if words:
            into.text += words
            if into.runs and (into.runs[-1].change, into.runs[-1].note) == (change, 0):
                into.runs[-1].text += words
            else:
                into.runs.append(Run(words, change))

    for token in TOKEN.finditer(marked):
        say(marked[place : token.start()])
        place = token.end()
        match token[0]:
            case "<+" | "<-":
                change = "inserted" if token[0] == "<+" else "deleted"
            case "+>" | "->":
                change = ""
            case "{":
                opened.append(len(into.text))
            case "^[":
                notes += 1
                paragraph.runs.append(Run("", change, notes))
                into = Paragraph(paragraph.order, "note", str(notes))
                paragraph.notes.append(into)
            case "]" if into is not paragraph:
                into = paragraph
            case "]":
                say("]")
            case _:
                said = into.text[opened.pop() :]
                asked = not token["kind"].startswith("?")
                keys = tuple((token["keys"] or said).split("|"))
                into.mentions.append((token["kind"].lstrip("?"), keys, asked))
    say(marked[place:])
    if opened or change or into is not paragraph:
        raise ValueError("a mark is opened and not closed.")
    return notes
