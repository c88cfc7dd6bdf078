"""The sheet of names: out, confirmed or corrected, and back; whole or not at all."""

import csv
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.ontology.house_form import house_form
from typer.testing import CliRunner

from wsisgraph import cli, content
from wsisgraph.errors import InputRefused, WsisgraphError
from wsisgraph.site import names, sheet

C2 = "https://w3id.org/wsis-sdg/vocab/action-lines/c2"
C3 = "https://w3id.org/wsis-sdg/vocab/action-lines/c3"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(content.folder("ontology"), tmp_path / "ontology"))


def exported(folder: Path, **cells: dict[str, str]) -> list[list[str]]:
    """Return the sheet of a folder with some cells changed, by the key of the row's IRI."""
    table = sheet.rows(names.read(folder), folder)
    head = table[0]
    for line in table[1:]:
        for column, text in cells.get(line[0].rpartition("/")[2], {}).items():
            line[head.index(column)] = text
    return table


def loaded(folder: Path, table: list[list[str]], kind: str = "csv") -> dict[Path, str]:
    file = folder.parent / f"names.{kind}"
    sheet.write(table, file)
    return sheet.taken(sheet.read(file), names.read(folder), file.name)


def of(folder: Path, iri: str) -> names.Named:
    return next(thing for thing in names.read(folder) if thing.iri == iri)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_sheet_that_comes_back_unchanged_changes_nothing(folder: Path, kind: str) -> None:
    assert loaded(folder, exported(folder), kind) == {}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_corrected_name_is_written_in_house_form_and_counts_as_confirmed(
    folder: Path, kind: str
) -> None:
    new = 'Infrastructure de l’information, dite "TIC"'
    files = loaded(folder, exported(folder, c2={"fr": new}), kind)
    sheet.replace(files)
    (file,) = files
    assert file.name == "action-lines.ttl"
    assert house_form(files[file]) == files[file]
    line = of(folder, C2)
    assert line.names["fr"] == new
    assert line.unreviewed == {"ar", "es", "ru"}
    assert "the Spanish, Russian and Arabic names" in line.notes[0]
    assert of(folder, C3).unreviewed == {"ar", "es", "fr", "ru"}


def test_only_what_changed_differs(folder: Path) -> None:
    before = (folder / "vocab" / "action-lines.ttl").read_text(encoding="utf-8").splitlines()
    ((_, text),) = loaded(folder, exported(folder, c2={"fr": "Infrastructure"})).items()
    after = text.splitlines()
    assert len(before) == len(after)
    assert sum(old != new for old, new in zip(before, after, strict=True)) == 2


def test_names_are_confirmed_without_changing_them(folder: Path) -> None:
    sheet.replace(
        loaded(folder, exported(folder, c2={"confirmed": "fr, RU"}, c3={"confirmed": "all"}))
    )
    assert of(folder, C2).unreviewed == {"ar", "es"}
    assert of(folder, C2).notes[0].endswith("Confirmed by an editor: the French and Russian names.")
    assert of(folder, C3).unreviewed == frozenset()
    assert loaded(folder, exported(folder, c3={"confirmed": "all"})) == {}, "it was already"


@pytest.mark.parametrize("key", ["9", "weak", "c7-egov", "def#ActionLine"])
def test_any_thing_can_be_confirmed_and_renamed(folder: Path, key: str) -> None:
    (text,) = loaded(
        folder, exported(folder, **{key: {"confirmed": "fr", "es": "Un nombre nuevo"}})
    ).values()
    assert house_form(text) == text
    assert "Un nombre nuevo" in text


def test_a_name_that_was_missing_is_added(folder: Path) -> None:
    file = folder / "vocab" / "sdg-targets.ttl"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if '"@fr ' not in line), encoding="utf-8")
    assert "fr" not in of(folder, "http://metadata.un.org/sdg/9.c").names
    (text,) = loaded(folder, exported(folder, **{"9.c": {"fr": "Accès à l’Internet"}})).values()
    assert house_form(text) == text
    assert '"Accès à l’Internet"@fr' in text


def test_every_name_of_the_ontology_can_be_rewritten(folder: Path) -> None:
    table = exported(folder)
    for number, line in enumerate(table[1:]):
        for column, lang in enumerate(table[0]):
            if lang in sheet.LANGUAGES and line[column]:
                line[column] = f"{line[column]} {number}"
    for text in loaded(folder, table).values():
        assert house_form(text) == text


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"c2": {"fr": ""}}, "column fr: the name is gone"),
        ({"c2": {"fr": "x" * 301}}, "column fr: 301 characters"),
        ({"c2": {"ar": "البنية\u202e"}}, "column ar: an invisible character, U+202E"),
        ({"c2": {"iri": "https://example.org/x"}}, "column iri: nothing named"),
        ({"c2": {"confirmed": "fr, klingon"}}, "column confirmed: “klingon” is no language"),
        ({"c2": {"ru": "Доступ к информации и знаниям"}}, f"is the name of <{C3}> too"),
        ({"c2": {"iri": C3}}, "stands in row"),
    ],
)
def test_a_fault_names_its_row_and_column_and_nothing_is_taken(
    folder: Path, cells: dict[str, dict[str, str]], said: str
) -> None:
    table = exported(folder, c4={"fr": "Un nom qui va bien"}, **cells)
    with pytest.raises(InputRefused) as refused:
        loaded(folder, table)
    assert said in str(refused.value)
    assert "names.csv, row " in str(refused.value)


def test_every_fault_is_told_at_once(folder: Path) -> None:
    with pytest.raises(InputRefused) as refused:
        loaded(folder, exported(folder, c2={"fr": "", "es": ""}, c3={"zh": ""}))
    assert len(refused.value.problems) == 3


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (["iri", "en", "ar", "es", "fr", "ru"], "there is no column zh"),
        (["iri", "en", "ar", "es", "fr", "ru", "zh", "de"], "no column is called “de”"),
        (["iri", "en", "ar", "es", "fr", "ru", "zh", "fr"], "the column is there twice"),
        ([], "there is no column iri"),
    ],
)
def test_a_sheet_with_other_columns_is_refused(tmp_path: Path, head: list[str], said: str) -> None:
    file = tmp_path / "names.csv"
    sheet.write([head], file)
    with pytest.raises(InputRefused, match="nothing was changed") as refused:
        sheet.read(file)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("names.csv", "iri;français".encode("latin-1"), "CSV UTF-8"),
        ("names.csv", b'iri,en\n"open', "not CSV"),
        ("names.xlsx", b"no zip", "not XLSX"),
        ("names.ods", b"", "neither CSV nor XLSX"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused_with_a_sentence(
    tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(WsisgraphError, match=said):
        sheet.read(tmp_path / name)


def test_semicolons_of_a_european_spreadsheet_are_understood(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, delimiter=";").writerows(exported(folder, c2={"fr": "Infrastructure"}))
    assert len(sheet.taken(sheet.read(file), names.read(folder), file.name)) == 1


def test_the_command_exports_every_name_with_those_that_nobody_has_confirmed(
    tmp_path: Path,
) -> None:
    file = tmp_path / "names.xlsx"
    done = CliRunner().invoke(cli.app, ["site", "labels", "--export", str(file)])
    assert done.exit_code == 0, done.output
    table = list(load_workbook(file).active.iter_rows(values_only=True))
    assert table[0] == sheet.COLUMNS
    line = next(line for line in table if line[0] == C2)
    assert line[sheet.COLUMNS.index("unreviewed")] == "ar es fr ru"


def test_the_names_of_the_nineteen_lines_that_are_from_memory_are_known() -> None:
    lines = [
        thing
        for thing in names.read(content.folder("ontology"))
        if "/vocab/action-lines/c" in thing.iri
    ]
    assert len(lines) == 19
    assert all(thing.unreviewed <= {"ar", "es", "fr", "ru"} for thing in lines)
