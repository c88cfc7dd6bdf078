"""Records of JSON lines, or of one JSON array: each a row, its fields the columns."""

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from io import TextIOWrapper
from pathlib import Path

from wsisgraph.loading.context import Context
from wsisgraph.loading.facts import Origin
from wsisgraph.loading.reading.encodings import Encoding
from wsisgraph.loading.reading.limits import (
    MAX_BROKEN_ROWS,
    MAX_CELL,
    MAX_COLUMNS,
    MAX_JSON_DEPTH,
    MAX_JSON_RECORD,
    MEBIBYTE,
)
from wsisgraph.loading.reading.table import NumberedRow, Table

# Between the values of a list, when a list becomes the text of a cell.
LIST_SEPARATOR = " | "

_SURROGATE = re.compile("[\ud800-\udfff]")
_BLANK = re.compile(r"[\s\ufeff]*")
_BETWEEN = re.compile(r"\s*,?\s*")

Record = dict[str, str]
Records = Callable[[Context], Iterator[tuple[int, Record]]]


class _RefusedError(Exception):
    """A record that cannot be a row; says what was found and how to mend it."""

    def __init__(self, found: str, mend: str) -> None:
        super().__init__(found)
        self.found, self.mend = found, mend


def open_records(
    path: Path, file: str, kind: str, encoding: Encoding, context: Context
) -> Table | None:
    """Return the records of a file as a table, or None after reporting why there is none.

    The columns are all fields that any record has, in the order in which they first stand there.
    """
    records = partial(_records, path, file, kind, encoding)
    columns: dict[str, None] = {}
    quiet = Context(context.manifest)
    found = False
    for _, record in records(quiet):
        found = True
        columns.update(dict.fromkeys(record))
        if len(columns) > MAX_COLUMNS:
            context.problem(
                Origin(file),
                f"its records have more than {MAX_COLUMNS:,} different fields",
                "use the same names in every record",
            )
            return None
    if not found:
        for _ in records(context):
            pass
        if not quiet.problems:
            context.problem(Origin(file), "it has no record", "give one JSON object a line")
        return None
    return Table(
        path=path,
        file=file,
        kind=kind,
        columns=tuple(columns),
        header_row=0,
        rows=partial(_rows, records, tuple(columns)),
        encoding=encoding.name,
    )


def _rows(
    records: Callable[[Context], Iterator[tuple[int, Record]]],
    columns: tuple[str, ...],
    context: Context,
) -> Iterator[NumberedRow]:
    for number, record in records(context):
        yield number, [record.get(name, "") for name in columns]


def _records(
    path: Path, file: str, kind: str, encoding: Encoding, context: Context
) -> Iterator[tuple[int, Record]]:
    with path.open(encoding=encoding.name, errors=encoding.errors) as stream:
        texts = _LineValues(stream) if kind == "jsonl" else _ArrayValues(stream)
        broken = 0
        number = 0
        while True:
            try:
                number, parsed = next(texts)
                record = _flat(parsed)
            except StopIteration:
                return
            except _BrokenAtError as error:
                number, found, mend = error.number, error.found, error.mend
            except _RefusedError as error:
                found, mend = error.found, error.mend
            else:
                if record:
                    yield number, record
                continue
            context.problem(Origin(file, number), found, mend)
            broken += 1
            if broken >= MAX_BROKEN_ROWS:
                context.problem(
                    Origin(file, number),
                    f"{broken:,} records cannot be read, and the rest was not looked at",
                    "check that each line is one JSON object",
                )
                return


class _BrokenAtError(Exception):
    """A text that is no record; knows its number."""

    def __init__(self, number: int, found: str, mend: str) -> None:
        super().__init__(found)
        self.number, self.found, self.mend = number, found, mend


class _Reading(Iterator[tuple[int, object]]):
    """The values of a stream; goes on after a broken one, which a generator could not."""

    def __init__(self, stream: TextIOWrapper) -> None:
        self._stream = stream
        self._number = 0


class _LineValues(_Reading):
    """One value a line; the number is that of the line."""

    def __next__(self) -> tuple[int, object]:
        while True:
            line = self._stream.readline(MAX_JSON_RECORD + 1)
            if not line:
                raise StopIteration
            self._number += 1
            if len(line) > MAX_JSON_RECORD:
                while line and not line.endswith("\n"):
                    line = self._stream.readline(MAX_JSON_RECORD)
                raise _BrokenAtError(
                    self._number,
                    f"the record has more than {MAX_JSON_RECORD:,} characters",
                    "write one JSON object a line, and leave out long texts",
                )
            text = line.strip("\ufeff \t\r\n")
            if text:
                return self._number, _parse(text, self._number)


class _ArrayValues(_Reading):
    """The items of one array, read piece by piece; the number is that of the item, from 1."""

    def __init__(self, stream: TextIOWrapper) -> None:
        super().__init__(stream)
        self._buffer = ""
        self._at = 0
        self._opened = False
        self._done = False

    def __next__(self) -> tuple[int, object]:
        if self._done:
            raise StopIteration
        if not self._opened:
            self._opened = True
            self._more()
            self._at = _BLANK.match(self._buffer).end()  # type: ignore[union-attr]
            if self._buffer[self._at : self._at + 1] != "[":
                return self._only()
            self._at += 1
        return self._item()

    def _item(self) -> tuple[int, object]:
        self._number += 1
        while True:
            self._at = _BETWEEN.match(self._buffer, self._at).end()  # type: ignore[union-attr]
            if self._buffer[self._at : self._at + 1] == "]":
                self._done = True
                self._see_that_this_is_the_end()
                raise StopIteration
            try:
                value, self._at = _DECODER.raw_decode(self._buffer, self._at)
                return self._number, value
            except (json.JSONDecodeError, RecursionError, ValueError, _RefusedError) as error:
                # What is cut off by the end of the buffer is not wrong yet.
                is_cut = isinstance(error, json.JSONDecodeError)
                if is_cut and len(self._buffer) - self._at <= MAX_JSON_RECORD and self._more():
                    continue
                self._done = True
                raise _BrokenAtError(self._number, *_told(error)) from error

    def _see_that_this_is_the_end(self) -> None:
        self._at += 1
        while not (rest := self._buffer[self._at :].strip("\ufeff\x00 \t\r\n")) and self._more():
            pass
        if rest:
            raise _BrokenAtError(
                self._number,
                f"“{rest[:40]}” stands behind the end of the list",
                "write one list, or one JSON object a line",
            )

    def _only(self) -> tuple[int, object]:
        """Read a file that is one object: a list of records may be one of its fields."""
        self._done = True
        while len(self._buffer) <= 8 * MAX_JSON_RECORD and self._more():
            pass
        value = _parse(self._buffer.strip("\ufeff \t\r\n"), 1)
        lists = [
            key
            for key, item in (value.items() if isinstance(value, dict) else ())
            if isinstance(item, list) and item and isinstance(item[0], dict)
        ]
        if lists:
            raise _BrokenAtError(
                1,
                f"the records stand in the field “{lists[0]}”",
                "save that list alone as the file: [ {…}, {…} ]",
            )
        return 1, value

    def _more(self) -> bool:
        chunk = self._stream.read(MEBIBYTE)
        self._buffer = self._buffer[self._at :] + chunk
        self._at = 0
        return bool(chunk)


def _parse(text: str, number: int) -> object:
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError, _RefusedError) as error:
        raise _BrokenAtError(number, *_told(error)) from error


def _told(error: Exception) -> tuple[str, str]:
    if isinstance(error, _RefusedError):
        return error.found, error.mend
    if isinstance(error, RecursionError):
        return "objects or lists are nested too deep", "write the fields side by side"
    what = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
    where = f", character {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
    return f"the record is not JSON ({what}{where})", "write one JSON object a line, in UTF-8"


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    record = dict(pairs)
    if len(record) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _RefusedError(f"the field “{twice[:80]}” stands twice", "keep one of the two")
    return record


def _constant(name: str) -> object:
    raise _RefusedError(f"{name} is no JSON value", "write null, or leave the field out")


# Numbers stay as they are printed: 1.10 is no 1.1, and 1e400 no infinity.
_DECODER = json.JSONDecoder(
    object_pairs_hook=_pairs, parse_int=str, parse_float=str, parse_constant=_constant
)


def _flat(value: object) -> Record:
    """Return the fields of a record as texts; those of an object in it are called `outer.inner`."""
    if not isinstance(value, dict):
        raise _RefusedError(
            "the record is no JSON object", 'write the record as {"title": "…", "country": "…"}'
        )
    record: Record = {}
    _add(value, "", 1, record)
    if len(record) > MAX_COLUMNS:
        raise _RefusedError(
            f"the record has {len(record):,} fields, more than {MAX_COLUMNS:,}",
            "leave out the fields that are not needed",
        )
    return record


def _add(value: dict[str, object], prefix: str, depth: int, record: Record) -> None:
    if depth > MAX_JSON_DEPTH:
        raise _RefusedError("objects are nested too deep", "write the fields side by side")
    for name, item in value.items():
        key = " ".join((prefix + name).split())
        if isinstance(item, list):
            item = _one(list(_parts(item, depth)), key)
        if isinstance(item, dict):
            _add(item, f"{key}.", depth + 1, record)
            continue
        texts = map(_text, item) if isinstance(item, list) else [_text(item)]
        text = LIST_SEPARATOR.join(texts)
        if len(text) > MAX_CELL:
            raise _RefusedError(
                f"the field “{key[:80]}” has {len(text):,} characters, more than {MAX_CELL:,}",
                "shorten the text",
            )
        if "\0" in text:
            raise _RefusedError(f"the field “{key[:80]}” has a NUL character", "remove it")
        if _SURROGATE.search(text) or _SURROGATE.search(key):
            raise _RefusedError(
                f"the field “{key[:80].encode(errors='replace').decode()}” has half a character"
                " (a lone surrogate, or bytes that are not UTF-8)",
                "write the text again, and save the file as UTF-8",
            )
        record[key] = text


def _parts(items: list[object], depth: int) -> Iterator[object]:
    """Give what is in a list, and in the lists in it; nulls are nothing."""
    if depth > MAX_JSON_DEPTH:
        raise _RefusedError("lists are nested too deep", "write one list")
    for item in items:
        if isinstance(item, list):
            yield from _parts(item, depth + 1)
        elif item is not None:
            yield item


def _one(parts: list[object], key: str) -> object:
    """Return a list of texts as it is, and objects as one object.

    Of several objects it would be lost which of their fields go together, if they had more than
    one; so they must have the same one.
    """
    if not any(isinstance(part, dict) for part in parts):
        return parts
    if len(parts) == 1:
        return parts[0]
    objects = [part for part in parts if isinstance(part, dict)]
    names = dict.fromkeys(name for each in objects for name in each)
    if len(objects) < len(parts):
        raise _RefusedError(
            f"the field “{key[:80]}” is a list of objects and of texts", "write a list of texts"
        )
    if len(names) > 1:
        told = ", ".join(f"“{name[:40]}”" for name in list(names)[:3])
        raise _RefusedError(
            f"the field “{key[:80]}” is a list of objects with several fields ({told}), and which"
            " of them go together would be lost",
            "write a list of texts, or the objects as records of their own",
        )
    return {name: [each[name] for each in objects if name in each] for name in names}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
