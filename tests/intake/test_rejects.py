"""The rows that could not be taken come back as their owner knows them, with the reasons."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from pyoxigraph import NamedNode

from wsisgraph.intake import Wishes, take
from wsisgraph.intake.sheets import safe, write_sheet
from wsisgraph.intake.spool import Spool
from wsisgraph.intake.spooling import SpoolWriter
from wsisgraph.loading import Fact, Kind, Options, Origin, Remark, discover, node
from wsisgraph.settings import Settings
from wsisgraph.store.client import read_dataset
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import SKOS, WSIS

HEADER = ["ID", "Project title", "Organisation", "Country", "Action line"]
GOOD = ["1", "Libraries", "Village Trust", "Kenya", "C3"]
BAD = ["2", "=Radio", "Village Trust", "Kenya", "C12"]


def load(path: Path, settings: Settings, mapping: Path | None = None) -> list[Path]:
    source = discover()["stocktaking"]
    wishes = Wishes(keep_good=True, options=Options(mapping=mapping))
    done = take(source, [path], wishes, settings)
    assert done.exit_code == 1, done.remarks
    assert (done.taken, done.left_out) == (1, done.left_out)
    return [Path(name) for name in done.rejected]


def rows(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))


def test_a_workbook_comes_back_as_a_workbook_without_formulas(
    settings: Settings, tmp_path: Path
) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (HEADER, GOOD, BAD):
        book.active.append([f" {cell}" if cell.startswith("=") else cell for cell in row])
    book.save(tmp_path / "list.xlsx")
    (path,) = load(tmp_path / "list.xlsx", settings)
    assert path.name == "list.rejected.xlsx"
    header, bad = load_workbook(path).active.iter_rows(values_only=True)  # type: ignore[union-attr]
    assert header == ("row", "not taken because", *HEADER)
    assert bad[0] == "3"
    assert "C12" in bad[1]
    assert bad[2:] == ("2", "' =Radio", "Village Trust", "Kenya", "C12")


def test_a_row_with_too_many_cells_comes_back_whole(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    lines = [HEADER, GOOD, [*BAD[:4], "C3", "and", "more"]]
    path.write_text("\n".join(map(",".join, lines)) + "\n", encoding="utf-8")
    (written,) = load(path, settings)
    _, bad = rows(written)
    assert bad[0] == "3"
    assert "7 cells" in bad[1]
    assert bad[2:] == ["2", "'=Radio", "Village Trust", "Kenya", "C3", "and", "more"]


def test_a_table_is_opened_again_as_its_mapping_says(settings: Settings, tmp_path: Path) -> None:
    path, mapping = tmp_path / "list.csv", tmp_path / "columns.toml"
    lines = [["A list", "", "", "", ""], HEADER, GOOD, BAD]
    path.write_text("\n".join(map("|".join, lines)) + "\n", encoding="cp1252")
    columns = zip(HEADER, ("key", "title", "organisation", "country", "links"), strict=True)
    mapping.write_text(
        '[table]\ndelimiter = "|"\nheader-row = 2\nencoding = "cp1252"\n'
        + "".join(f'[columns."{name}"]\nfield = "{field}"\n' for name, field in columns),
        encoding="utf-8",
    )
    (written,) = load(path, settings, mapping)
    header, bad = rows(written)
    assert header[2:] == HEADER
    assert bad[2:] == ["2", "'=Radio", "Village Trust", "Kenya", "C12"]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_no_cell_that_we_write_is_a_formula(cell: str, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"sheet.{ending}"
    write_sheet(path, [["a"], [cell]])
    if ending == "csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            assert list(csv.reader(file))[1] == [f"'{cell}"]
    else:
        found = load_workbook(path).active["A2"]  # type: ignore[index]
        assert found.data_type == "s"
        assert found.value.startswith("'")


def test_other_cells_are_as_they_were() -> None:
    assert [safe(cell) for cell in ("a=b", "1-2", "", "'")] == ["a=b", "1-2", "", "'"]


def test_a_sheet_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    write_sheet(path, [["old"]])

    def broken() -> object:
        yield ["new"]
        raise OSError(28, "No space left on device")

    writes: Callable[[], None] = lambda: write_sheet(path, broken())  # type: ignore[arg-type]  # noqa: E731
    with pytest.raises(OSError, match="No space"):
        writes()
    assert rows(path) == [["old"]]
    assert list(tmp_path.iterdir()) == [path]


def test_mended_rows_are_read_by_the_mapping_that_they_were_read_by(
    settings: Settings, tmp_path: Path
) -> None:
    path, mapping = tmp_path / "list.csv", tmp_path / "columns.toml"
    lines = [["A list", "", "", "", ""], ["a", "b", "c", "d", "e"], GOOD, BAD]
    path.write_text("\n".join(map("|".join, lines)) + "\n", encoding="cp1252")
    columns = zip("abcde", ("key", "title", "organisation", "country", "links"), strict=True)
    mapping.write_text(
        '[table]\ndelimiter = "|"\nheader-row = 2\nencoding = "cp1252"\n'
        '[values.country]\n"Kenya" = "UG"\n'
        + "".join(f'[columns."{name}"]\nfield = "{field}"\n' for name, field in columns),
        encoding="utf-8",
    )
    (written,) = load(path, settings, mapping)
    mended = written.read_text(encoding="utf-8-sig").replace(",C12", ",C11")
    written.write_text(mended, encoding="utf-8")
    strict = Wishes(name="mended", options=Options(strict=True))
    done = take(discover()["stocktaking"], [written], strict, settings)
    assert (done.refused, done.taken) == (False, 1), done.remarks
    said = {str(quad.object) for quad in read_dataset(settings, [iris.graph("mended")]) or ()}
    # The apostrophe was ours, and Kenya is what the mapping says.
    assert '"=Radio"@en' in said
    assert f"<{iris.geo_area('800')}>" in said
    again = take(
        discover()["stocktaking"],
        [written],
        Wishes(name="mended", options=Options(strict=True, mapping=mapping)),
        settings,
    )
    assert not again.refused, again.remarks


def test_a_mapping_that_a_person_put_beside_is_left_alone(
    settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("\n".join(map(",".join, (HEADER, GOOD, BAD))) + "\n", encoding="utf-8")
    beside = tmp_path / "list.rejected.mapping.toml"
    beside.write_text("# mine\n", encoding="utf-8")
    load(path, settings)
    assert beside.read_text(encoding="utf-8") == "# mine\n"
    beside.unlink()
    load(path, settings)
    assert '[columns."Project title"]\nfield = "title"' in beside.read_text(encoding="utf-8")


def test_mended_rows_are_taken_beside_the_file_that_they_come_from(
    settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    other = ["3", "Boats", "Village Trust", "Kenya", "C13"]
    path.write_text("\n".join(map(",".join, (HEADER, GOOD, BAD, other))) + "\n", encoding="utf-8")
    (written,) = load(path, settings)
    mended = written.read_text(encoding="utf-8-sig").splitlines()[:2]
    written.write_text("\n".join(mended).replace(",C12", ",C11") + "\n", encoding="utf-8")
    wishes = Wishes(keep_good=True)
    done = take(discover()["stocktaking"], [path, written], wishes, settings)
    assert (done.taken, done.left_out) == (2, 2), done.remarks
    # The rows that are still wrong go to another file than the one that was mended.
    assert [Path(name).name for name in done.rejected] == ["list2.rejected.csv"]
    assert "C11" in written.read_text(encoding="utf-8")


def test_all_rows_with_one_key_come_back(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    other = ["4", "Boats", "Village Trust", "Kenya", "C4"]
    twice = [GOOD, [*GOOD[:1], "Radio", *GOOD[2:]], [*GOOD[:1], "Ships", *GOOD[2:]], other]
    path.write_text("\n".join(map(",".join, (HEADER, *twice))) + "\n", encoding="utf-8")
    done = take(discover()["stocktaking"], [path], Wishes(keep_good=True), settings)
    assert (done.taken, done.left_out) == (1, 3)
    _, *bad = rows(Path(done.rejected[0]))
    assert [(row[0], row[3]) for row in bad] == [("2", "Libraries"), ("3", "Radio"), ("4", "Ships")]
    assert bad[0][1].startswith("left out with row 3: the row has the same “ID” as row 2")


def test_an_organisation_goes_with_the_only_row_that_names_it(
    settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    listed = [
        ["1", "Libraries", "Village Trust", "Kenya", "C3"],
        ["2", "Radio", "Hill Radio", "Kenya", "C3"],
        ["2", "Boats", "River Boats", "Kenya", "C4"],
        ["3", "Ferries", "River Boats", "Kenya", "C4"],
        ["4", "Wells", "Deep Water", "Kenya", "C99"],
    ]
    path.write_text("\n".join(map(",".join, (HEADER, *listed))) + "\n", encoding="utf-8")
    done = take(discover()["stocktaking"], [path], Wishes(keep_good=True), settings)
    assert (done.taken, done.left_out) == (2, 3)
    quads = read_dataset(settings, [iris.graph("stocktaking")]) or []
    bodies = {q.subject for q in quads if q.object == NamedNode(WSIS.Body)}
    names = {
        q.object.value  # type: ignore[union-attr]
        for q in quads
        if q.subject in bodies and q.predicate == NamedNode(SKOS.prefLabel)
    }
    assert names == {"Village Trust", "River Boats"}


def test_what_stands_beside_a_row_that_is_left_out_stays_where_something_refers_to_it(
    tmp_path: Path,
) -> None:
    def fact(subject: str, value: str, row: int, record: str = "") -> Fact:
        return Fact(subject, "urn:p", node(value), Origin("f", row), "accepted", record)

    facts = [
        fact("urn:alone", "urn:x", 2),
        fact("urn:a", "urn:alone", 2, "a"),
        fact("urn:named", "urn:above", 3),
        fact("urn:above", "urn:top", 3),
        fact("urn:b", "urn:named", 3, "b"),
        fact("urn:c", "urn:named", 4, "c"),
        fact("urn:top", "urn:x", 1),
    ]
    with SpoolWriter(tmp_path, "f") as written:
        written.remark(Remark(Kind.PROBLEM, Origin("f", 2), "bad"))
        written.remark(Remark(Kind.PROBLEM, Origin("f", 3), "bad"))
        for _ in written.take(facts):
            pass
    with Spool(tmp_path) as spool:
        spool.leave_out()
        taken = [line.split()[0] for _, lines in spool.lines_of_entries() for line in lines]
    assert taken == [b"<urn:named>", b"<urn:above>", b"<urn:c>", b"<urn:top>"]
