"""Workbooks that agencies fill in: a table with lists to choose from, in six languages.

What the columns are stands in `templates/` of a source; the lists come from our vocabularies, and
the names of countries from CLDR. A mapping of the source has the same columns, so that a filled
workbook is read without one being named.
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pycountry
from babel import Locale
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from wsisgraph import content
from wsisgraph.errors import WsisgraphError
from wsisgraph.loading.countries import LANGUAGES, named
from wsisgraph.terms.namespaces import SKOS

TEMPLATES = {"activities": "stocktaking"}
"""The templates there are, each with the source whose rows it has."""

ROWS = 2000
"""Rows that have lists to choose from."""

_SCHEMES = {
    "lines": ("action-lines",),
    "goals": ("sdg-goals", "sdg-targets"),
    "status": ("activity-status",),
}
# C7 as a whole is no line that an activity is under: its parts are.
_NOT_CHOSEN = frozenset({"C7"})
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a template.

    Attributes:
        header: as it stands in the sheet.
        field: what it is mapped to.
        list: name of the list to choose from, "" for none.
        width: in characters.
    """

    header: str
    field: str
    list: str
    width: int


def columns(name: str, lang: str) -> list[Column]:
    """Return the columns of a template in a language."""
    found = []
    for told in _told(name)["columns"]:
        times = told.get("repeated", 1)
        for number in range(1, times + 1):
            header = f"{told[lang]} {number}" if times > 1 else told[lang]
            found.append(Column(header, told["field"], told.get("list", ""), told["width"]))
    return found


def mapping_text(name: str, lang: str) -> str:
    """Return the mapping by which a filled template is read, as a file has it."""
    lines = [
        f"# The template “{name}” in “{lang}”, as templates/{name}.toml has it.",
        "[table]",
        f'language = "{lang}"',
        "",
        "[constants]",
        'kind = "project"',
    ]
    for column in columns(name, lang):
        lines += ["", f'[columns."{column.header}"]', f'field = "{column.field}"']
    return "\n".join([*lines, ""])


def write_template(name: str, lang: str, out: Path) -> None:
    """Write a workbook to be filled in.

    Raises:
        WsisgraphError: there is no such template or language, or the file cannot be written.
    """
    if name not in TEMPLATES:
        raise WsisgraphError(
            f"There is no template “{name}”", mend=f"take one of: {', '.join(TEMPLATES)}"
        )
    if lang not in LANGUAGES:
        raise WsisgraphError(
            f"“{lang}” is none of the six languages", mend=f"take one of: {', '.join(LANGUAGES)}"
        )
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    told = _told(name)
    sheet.title = told["sheet"][lang]
    _table(sheet, columns(name, lang))
    guide = book.create_sheet(told["guide"][lang])
    for line in told["lines"][lang]:
        guide.append([line])
    guide.column_dimensions["A"].width = 100
    lists = book.create_sheet("lists")
    lists.sheet_state = "hidden"
    used = list(dict.fromkeys(column.list for column in columns(name, lang) if column.list))
    for number, each in enumerate(used, 1):
        letter = get_column_letter(number)
        values = choices(each, lang)
        for row, text in enumerate(values, 1):
            lists.cell(row, number, text)
        place = f"lists!${letter}$1:${letter}${len(values)}"
        book.defined_names[each] = DefinedName(each, attr_text=place)
    _validate(sheet, columns(name, lang))
    for each in (sheet, guide):
        each.sheet_view.rightToLeft = lang == "ar"
    try:
        book.save(out)
    except OSError as error:
        raise WsisgraphError(
            f"The template cannot be written ({error.strerror})", where=str(out)
        ) from error


@cache
def choices(name: str, lang: str) -> Sequence[str]:
    """Return what a list holds, in the order in which it is chosen from."""
    if name == "countries":
        return sorted(_countries(lang), key=str.casefold)
    found = [pair for scheme in _SCHEMES[name] for pair in _concepts(scheme, lang)]
    if name == "status":
        return [label for _, label in found]
    return [
        f"{'SDG ' if code.isdigit() else ''}{code} – {label}"[:_LONGEST]
        for code, label in sorted(found, key=lambda pair: _order(pair[0]))
        if code not in _NOT_CHOSEN
    ]


def _table(sheet: Worksheet, wanted: Sequence[Column]) -> None:
    for number, column in enumerate(wanted, 1):
        cell = sheet.cell(1, number, column.header)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", start_color="0F4C81")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = column.width
        # As texts: a spreadsheet makes days of 2024-05, and numbers of keys.
        sheet.column_dimensions[letter].number_format = "@"
        for row in range(2, 202):
            sheet.cell(row, number).number_format = "@"
    sheet.freeze_panes = "C2"


def _validate(sheet: Worksheet, wanted: Sequence[Column]) -> None:
    for number, column in enumerate(wanted, 1):
        if not column.list:
            continue
        letter = get_column_letter(number)
        # What is in no list can still be written: the loader says what it does not understand.
        rule = DataValidation(
            type="list", formula1=f"={column.list}", allow_blank=True, errorStyle="warning"
        )
        rule.add(f"{letter}2:{letter}{ROWS + 1}")
        sheet.add_data_validation(rule)


def _countries(lang: str) -> Iterator[str]:
    names = Locale(lang).territories
    for country in pycountry.countries:
        name = names.get(country.alpha_2)
        # Only what is understood when the table comes back.
        if name and (found := named(name)) is not None and found.iso2 == country.alpha_2:
            yield name


def _concepts(scheme: str, lang: str) -> list[tuple[str, str]]:
    """Return code and label of each concept of a vocabulary, in its order."""
    path = content.folder("ontology") / "vocab" / f"{scheme}.ttl"
    codes: dict[str, str] = {}
    labels: dict[str, str] = {}
    for quad in parse(path=str(path), format=RdfFormat.TURTLE):
        subject, value = quad.subject, quad.object
        if not isinstance(subject, NamedNode) or not isinstance(value, Literal):
            continue
        if quad.predicate.value == SKOS.notation:
            codes[subject.value] = value.value
        elif quad.predicate.value == SKOS.prefLabel and value.language == lang:
            labels[subject.value] = value.value
    return [(code, labels[iri]) for iri, code in codes.items() if iri in labels and code != scheme]


def _order(code: str) -> tuple[object, ...]:
    """Order codes as people count: C2 before C10, 9 before 9.1 before 9.a."""
    parts = code.replace("-", ".").split(".")
    return tuple(
        (0, int(digits), part) if (digits := part.lstrip("C")).isdigit() else (1, 0, part)
        for part in parts
    )


@cache
def _told(name: str) -> dict[str, Any]:
    folder = content.folder("loaders") / TEMPLATES[name].replace("-", "_") / "templates"
    return tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
