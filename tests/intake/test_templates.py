"""Workbooks to fill in: their lists are understood when they come back, in every language."""

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from wsisgraph import content
from wsisgraph.errors import WsisgraphError
from wsisgraph.intake import converting
from wsisgraph.intake.templates import choices, columns, mapping_text, write_template
from wsisgraph.loading import discover
from wsisgraph.loading.countries import LANGUAGES

every_language = pytest.mark.parametrize("lang", LANGUAGES)


def read(folder: Path, name: str) -> tuple[dict[str, Any], str]:
    """Read a table as a contribution is read; return what is told, and the statements."""
    source = discover()["stocktaking"]
    wishes = {
        "name": "agency/unesco/filled",
        "file": name,
        "mapping": "",
        "strict": True,
        "language": "",
        "parameters": {},
        "agency": "unesco",
        "filtered": True,
    }
    out = folder / "out.nt"
    told = converting.convert(source, folder, out, wishes)
    return told, out.read_text(encoding="utf-8") if out.exists() else ""


def fill(path: Path, rows: list[dict[str, str]], lang: str) -> None:
    """Write rows into a template, by the lists and fields of its columns."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    for number, row in enumerate(rows, 2):
        given = dict(row)
        for place, column in enumerate(columns("activities", lang), 1):
            key = column.list or column.field
            if key in given:
                sheet.cell(number, place, given.pop(key))
        assert not given
    book.save(path)


@every_language
def test_whatever_is_chosen_from_the_lists_is_understood(tmp_path: Path, lang: str) -> None:
    path = tmp_path / "filled.xlsx"
    write_template("activities", lang, path)
    lines, goals = choices("lines", lang), choices("goals", lang)
    states, countries = choices("status", lang), choices("countries", lang)
    assert (len(lines), len(goals), len(states)) == (18, 186, 4)
    assert len(countries) > 240
    rows = [
        {
            "key": f"K-{number}",
            "title": f"Activity {number}",
            "organisation": "UNESCO",
            "countries": country,
            "lines": lines[number % len(lines)],
            "goals": goals[number % len(goals)],
            "status": states[number % len(states)],
            "start": "2024-05",
        }
        for number, country in enumerate(countries)
    ]
    fill(path, rows, lang)
    told, statements = read(tmp_path, path.name)
    problems = [each for each in told["remarks"] if each[0] != "notice"]
    assert not problems
    assert told["taken"] == len(rows)
    links = statements.count("<https://w3id.org/wsis-sdg/def#linksTo>")
    assert links == 2 * len(rows)
    assert statements.count("def#inRegion> <http://metadata.un.org/") >= len(rows)
    assert statements.count("<https://w3id.org/wsis-sdg/def#activityStatus>") == len(rows)
    assert '"2024-05"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>' in statements
    assert f'"Activity 1"@{lang}' in statements


@every_language
def test_the_mapping_of_a_language_has_the_columns_of_its_template(lang: str) -> None:
    folder = content.folder("loaders") / "stocktaking" / "mappings"
    kept = (folder / f"activities-{lang}.toml").read_text(encoding="utf-8")
    assert kept == mapping_text("activities", lang)
    headers = [column.header for column in columns("activities", lang)]
    assert len(set(headers)) == len(headers)


@every_language
def test_a_spreadsheet_program_finds_the_lists(tmp_path: Path, lang: str) -> None:
    path = tmp_path / "empty.xlsx"
    write_template("activities", lang, path)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    rules = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert sorted(rules.values()) == sorted(
        f"={column.list}" for column in columns("activities", lang) if column.list
    )
    for name in ("lines", "goals", "countries", "status"):
        place = book.defined_names[name].attr_text.replace("$", "").removeprefix("lists!")
        cells = [row[0].value for row in book["lists"][place]]
        assert cells == list(choices(name, lang))
    assert book["lists"].sheet_state == "hidden"
    assert sheet.sheet_view.rightToLeft == (lang == "ar")
    assert book.active == sheet


def test_an_empty_template_brings_nothing_and_an_unknown_one_is_told(tmp_path: Path) -> None:
    write_template("activities", "en", tmp_path / "empty.xlsx")
    told, statements = read(tmp_path, "empty.xlsx")
    assert told["taken"] == 0, json.dumps(told)
    assert "def#Activity>" not in statements
    with pytest.raises(WsisgraphError, match="six languages"):
        write_template("activities", "de", tmp_path / "x.xlsx")
    with pytest.raises(WsisgraphError, match="no template"):
        write_template("bodies", "en", tmp_path / "x.xlsx")
