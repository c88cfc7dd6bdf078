"""A form: tables as they went out to an editor, under identifiers that an editor does not see.

A form travels in its own file, hidden: what stood in each cell is known when it comes back, so that
an edited file tells by itself what was changed, whatever became of the graph in the meantime.
"""

import base64
import binascii
import json
import re
import unicodedata
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

FORMAT = 1
"""Number of this way of writing a form down."""

MARK = "wsisgraph"
"""Begins what is hidden in a file: `wsisgraph:matrix` names a table."""

LONGEST = 32_000
"""Letters of a cell, of which a spreadsheet takes 32,767."""

KINDS = ("head", "shown", "codes", "text", "choice", "date")
"""What a column holds; see `Column`."""

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")

# What XML cannot hold (XML 1.0, production 2).
_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORMULA = re.compile(r"'*[=+\-@\t]")
_ESCAPED = re.compile(r"'+[=+\-@\t]")
_LARGEST = 64 << 20
_INVISIBLE = dict.fromkeys((0x200B, 0x200E, 0x200F, 0xFEFF, *range(0x202A, 0x202F)))


class FormError(Exception):
    """What is hidden in a file is no form; says what was found."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        key: its identifier, which is hidden.
        head: what it is called.
        about: what stands below that, such as the name of a goal; may be empty.
        kind: `head` names the row; `codes` are goals or targets, `text` is words in `language`,
            `choice` is one of `choices`, `date` is a year, month or day; `shown` is not edited.
        predicate: IRI of the property that its cells are values of; empty without one.
        language: tag of its texts; empty without one.
        choices: what may stand in its cells, and the IRI that is meant.
        width: letters that fit side by side.
        is_needed: whether a cell of it may not be empty.
    """

    key: str
    head: str
    about: str = ""
    kind: str = "shown"
    predicate: str = ""
    language: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    width: int = 14
    is_needed: bool = False

    @property
    def is_edited(self) -> bool:
        """Whether an editor may change its cells."""
        return self.kind not in ("head", "shown")


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a form.

    Attributes:
        key: its identifier, which is hidden.
        title: what it is called, also on the tab of a sheet.
        columns: those from left to right.
        rows: the cells of each row, as many as columns, by the identifier of the row.
        is_needed: whether a file without it cannot be taken.
    """

    key: str
    title: str
    columns: Sequence[Column]
    rows: Mapping[str, Sequence[str]]
    is_needed: bool = True


@dataclass(frozen=True, slots=True)
class Form:
    """What goes out to an editor.

    Attributes:
        what: `matrix`, `roles`, `labels` or `activities`.
        language: of what can be read in it.
        revision: id of the revision that it shows.
        tables: those it has.
        title: what it is called.
        notes: how it is filled in, a sentence each.
        version: of the program that made it.
        date: on which it was made, as YYYY-MM-DD.
    """

    what: str
    language: str
    revision: str
    tables: Sequence[Table]
    title: str = ""
    notes: Sequence[str] = ()
    version: str = ""
    date: str = ""

    def table(self, key: str) -> Table | None:
        """Return the table of an identifier."""
        return next((table for table in self.tables if table.key == key), None)


def packed(form: Form) -> str:
    """Return a form as it is hidden in its file."""
    told = {"format": FORMAT, **asdict(form)}
    data = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.b64encode(zlib.compress(data)).decode("ascii")


def unpacked(text: str) -> Form:
    """Return the form that is hidden in a file.

    Raises:
        FormError: it is none, is not whole, or is of another version.
    """
    try:
        told = _json(text)
        if told.pop("format") != FORMAT:
            raise FormError("it was written by another version of wsisgraph")
        tables = [
            Table(
                _text(each["key"]),
                _text(each["title"]),
                [_column(column) for column in each["columns"]],
                {_text(key): _row(row, each["columns"]) for key, row in each["rows"].items()},
                each["is_needed"] is not False,
            )
            for each in told.pop("tables")
        ]
        notes = [_text(note) for note in told.pop("notes")]
        form = Form(tables=tables, notes=notes, **{name: _text(told[name]) for name in told})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise FormError("what is hidden in it is damaged") from error
    if (
        form.language not in LANGUAGES
        or not re.fullmatch(r"\d{1,9}-[0-9a-f]{12}", form.revision)
        or not re.fullmatch(r"(\d{4}-\d{2}-\d{2})?", form.date)
    ):
        raise FormError("what is hidden in it is damaged")
    return form


def printable(text: str) -> str:
    """Return a text that a cell can hold, as it comes back from one."""
    text = _UNPRINTABLE.sub("�", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text[:LONGEST]


def escaped(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unescaped(text: str) -> str:
    """Return a cell as it was before `escaped`."""
    return text[1:] if _ESCAPED.match(text) else text


def canonical(text: str) -> str:
    """Return what a cell says, however programs and people space it."""
    text = unicodedata.normalize("NFC", text.translate(_INVISIBLE))
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
    text = text.replace("\u00a0", " ").replace("\u202f", " ").replace("\t", " ")
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(lines).strip("\n")


def is_same(one: str, other: str) -> bool:
    """Tell whether two cells say the same."""
    return one == other or canonical(one) == canonical(other)


def _json(text: str) -> dict[str, Any]:
    try:
        inflating = zlib.decompressobj()
        data = inflating.decompress(base64.b64decode(text, validate=True), _LARGEST)
    except (binascii.Error, zlib.error) as error:
        raise ValueError("no form") from error
    if inflating.unconsumed_tail or not inflating.eof:
        raise ValueError("no whole form")
    return dict(json.loads(data))


def _column(told: Any) -> Column:
    choices = {_text(name): _text(iri) for name, iri in told["choices"].items()}
    for name in ("key", "head", "about", "kind", "predicate", "language"):
        _text(told[name])
    if told["kind"] not in KINDS:
        raise ValueError(told["kind"])
    return Column(**{**told, "choices": choices})


def _row(cells: Any, columns: Any) -> list[str]:
    if not isinstance(cells, list) or len(cells) != len(columns):
        raise ValueError(cells)
    return [_text(cell) for cell in cells]


def _text(told: Any) -> str:
    if not isinstance(told, str):
        raise TypeError(told)
    return told
