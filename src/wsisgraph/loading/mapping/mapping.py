"""A mapping file: which column is which field, what odd values mean, what holds for every row."""

import tomllib
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from wsisgraph import content
from wsisgraph.errors import InputRefused, Problem
from wsisgraph.loading.mapping.fields import fields_of
from wsisgraph.loading.reading import Layout
from wsisgraph.loading.reading.headers import tidy

_TABLE = {
    "header-row": int,
    "sheet": str,
    "encoding": str,
    "delimiter": str,
    "language": str,
    "dates": str,
    "title": str,
    "issued": str,
    "key": list,
}
_PARTS = ("table", "columns", "constants", "values")
_DATE_ORDERS = ("dmy", "mdy")


@dataclass(frozen=True, slots=True)
class Column:
    """What one column means.

    Attributes:
        field: name of a field; `ignore` for a column that is left aside.
        separator: between several values of one cell; empty for the usual ones.
    """

    field: str
    separator: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """What the columns and values of a table mean.

    Attributes:
        where: the mapping file, or what else says so; stands in messages.
        columns: what each column means, by its name.
        constants: values of fields that hold for every row.
        values: what a printed value stands for, by field.
        key: the columns that together identify a row; empty for the fields that usually do.
        language: of the texts; empty for that of the load.
        dates: `dmy` or `mdy`, for dates that may be read both ways.
        title: of the table, as a document; empty for its file name.
        issued: date of the table, as printed on it.
        layout: what it says of the file.
        guessed: whether nobody has looked at it yet.
    """

    where: str
    columns: MappingOf[str, Column]
    constants: MappingOf[str, str] = field(default_factory=dict)
    values: MappingOf[str, MappingOf[str, str]] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    language: str = ""
    dates: str = ""
    title: str = ""
    issued: str = ""
    layout: Layout = field(default_factory=Layout)
    guessed: bool = False


def read_mapping(path: Path, subject: str) -> Mapping:
    """Read a mapping file for `entries` or `linkages`.

    Raises:
        InputRefused: it is missing, is not TOML, or names what does not exist; each with its place.
    """
    where = content.relative(path)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InputRefused(
            "The mapping cannot be read",
            [Problem(where, f"it is no mapping file ({reason})", "write one with --guess")],
        ) from error
    problems = list(_problems(data, where, subject))
    if problems:
        raise InputRefused("The mapping cannot be used", problems)
    return _mapping(data, where)


def parse_mapping(text: str, where: str, *, guessed: bool = False) -> Mapping:
    """Return the mapping of a text that this program wrote."""
    return _mapping(tomllib.loads(text), where, guessed=guessed)


def _mapping(data: dict[str, Any], where: str, *, guessed: bool = False) -> Mapping:
    table = data.get("table", {})
    columns = {
        tidy(name): Column(said["field"], said.get("separator", ""))
        for name, said in data.get("columns", {}).items()
    }
    return Mapping(
        where=where,
        columns=MappingProxyType(columns),
        constants=MappingProxyType(
            {name: str(value) for name, value in data.get("constants", {}).items()}
        ),
        values=MappingProxyType(data.get("values", {})),
        key=tuple(tidy(name) for name in table.get("key", ())),
        language=table.get("language", ""),
        dates=table.get("dates", ""),
        title=table.get("title", ""),
        issued=table.get("issued", ""),
        layout=Layout(
            header_row=table.get("header-row", 0),
            sheet=table.get("sheet", ""),
            encoding=table.get("encoding", ""),
            delimiter=table.get("delimiter", ""),
            columns=tuple(columns),
        ),
        guessed=guessed,
    )


def _problems(data: dict[str, Any], where: str, subject: str) -> "list[Problem]":
    """Return everything in a mapping file that means nothing."""
    fields = fields_of(subject)
    known = ", ".join(fields)
    found: list[Problem] = []

    def add(place: str, what: str, mend: str) -> None:
        found.append(Problem(where, f"{place} {what}", mend))

    for part in data:
        if part not in _PARTS:
            add(f"[{part}]", "means nothing", f"the parts are {', '.join(_PARTS)}")
        elif not isinstance(data[part], dict):
            add(part, "is no table of TOML", f"write [{part}]")
    if found:
        return found
    for name, value in data.get("table", {}).items():
        if name not in _TABLE:
            add(f"[table] {name}", "means nothing", f"use one of {', '.join(_TABLE)}")
        elif not isinstance(value, _TABLE[name]):
            add(f"[table] {name}", f"is “{value}”", f"write a {_TABLE[name].__name__}")
    if (order := data.get("table", {}).get("dates", "dmy")) not in _DATE_ORDERS:
        add("[table] dates", f"is “{order}”", 'write "dmy" or "mdy"')
    columns = data.get("columns", {})
    if not columns:
        add("[columns]", "is missing", 'write for each column [columns."NAME"] and field = "…"')
    for name, said in columns.items():
        place = f'[columns."{name}"]'
        if not isinstance(said, dict) or not isinstance(said.get("field"), str):
            add(place, "names no field", f'write field = "…", one of {known}')
        elif said["field"] not in fields:
            add(place, f"names the field “{said['field']}”", f"use one of {known}")
        elif not isinstance(said.get("separator", ""), str):
            add(place, "has a separator that is no text", 'write separator = ";"')
    for name, value in data.get("constants", {}).items():
        if name not in fields and name != "series":
            add(f"[constants] {name}", "is no field", f"use one of {known}")
        elif not isinstance(value, str | int):
            add(f"[constants] {name}", "is no text", 'write it in quotes: "…"')
    for name, values in data.get("values", {}).items():
        if name not in fields:
            add(f"[values.{name}]", "is no field", f"use one of {known}")
        elif not isinstance(values, dict) or not all(isinstance(v, str) for v in values.values()):
            add(f"[values.{name}]", "is no list of values", 'write "PRINTED" = "MEANING"')
    key = data.get("table", {}).get("key", [])
    if isinstance(key, list):
        names = {tidy(name) for name in columns}
        for name in key:
            if not isinstance(name, str) or tidy(name) not in names:
                add("[table] key", f"names the column “{name}”", "name columns that are mapped")
    return found
