"""Lists of projects: what is understood, what is told, and what is refused."""

import json
from pathlib import Path

import openpyxl
import pytest
from tests.loaders.listing import Loaded, load

from wsisgraph.errors import InputRefused
from wsisgraph.loading import Kind, Source
from wsisgraph.terms import iris

HEADER = "Project ID,Title,Organization,Country,WSIS Action Line,SDGs,Start date,End date"
GOOD = "1,Village libraries,Ministry of Education,KENYA,C3,4,2014,2016"


@pytest.fixture
def source(sources: dict[str, Source]) -> Source:
    return sources["stocktaking"]


def table(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def everything(path: Path) -> Path:
    """A list with every field of stocktaking and prizes, and its mapping."""
    fields = {
        "Id": ("key", "A-17/x"),
        "Name": ("title", "Village  libraries"),
        "By": ("organisation", "Ministry of Education; Rain Board (RB)"),
        "With": ("partner", "FAO"),
        "Kind of body": ("stakeholder", "NGO"),
        "Where": ("country", "KENYA, UGANDA"),
        "Town": ("place", "Kisumu"),
        "Under": ("links", "C3; C7 e-learning"),
        "Goals": ("links", "4, 9.c"),
        "Examples": ("linkage-examples", "Serves SDG 5 by lending to women."),
        "What": ("kind", "Training initiative"),
        "How far": ("status", "completed"),
        "When": ("period", "March 2014 to 2016"),
        "Page": ("url", "www.example.org/a b"),
        "Sent by": ("submitter", "Jane Doe <jane@example.org>"),
        "Reach": ("coverage", "nationwide"),
        "Won": ("phase", "champion"),
        "Year": ("edition", "WSIS Prizes 2019"),
        "Tags": ("keywords", "books, schools"),
        "About": ("description", "Lends books.\nTo schools."),
        "Aims": ("objectives", "To lend."),
        "Came of it": ("results", "Much lent."),
        "Money": ("economic-impact", "Cheap."),
        "People": ("social-impact", "Read more."),
        "Nature": ("environmental-impact", "Less paper."),
        "Partners": ("partnerships", "With villages."),
        "Hard": ("challenges", "Rain."),
        "New": ("added-value", "First."),
        "Row": ("ignore", "1"),
    }
    lines = ["[table]", 'language = "en"', "[constants]", 'series = "wsis-prizes"']
    for name, (field, _) in fields.items():
        lines += [f'[columns."{name}"]', f'field = "{field}"']
    path.with_suffix(".mapping.toml").write_text("\n".join(lines), encoding="utf-8")
    path.write_text(json.dumps({name: value for name, (_, value) in fields.items()}) + "\n")
    return path


def test_every_field_of_prizes_and_stocktaking_has_its_place(
    source: Source, tmp_path: Path
) -> None:
    done = load(source, everything(tmp_path / "t.jsonl"))
    assert done.problems == []
    activity = done.named("Village libraries")
    assert activity["description"] == ["Lends books.\nTo schools."]
    assert [iri.rpartition("/")[2] for iri in activity["inRegion"]] == ["404", "800"]
    assert len(activity["carriedOutBy"]) == 2
    assert activity["partner"] == [f"{iris.base_iri()}id/agency/fao"]
    assert activity["stakeholderType"] == [iris.vocab("stakeholder-types", "civil-society")]
    assert activity["reach"] == [iris.vocab("reach", "national")]
    assert activity["activityStatus"] == [iris.vocab("activity-status", "done")]
    assert iris.vocab("activity-kinds", "training") in activity["type"]
    assert (activity["startDate"], activity["endDate"]) == (["2014-03"], ["2016"])
    assert activity["timeframe"] == ["March 2014 to 2016"]
    assert activity["url"] == ["https://www.example.org/a"]
    assert activity["submitter"] == ["Jane Doe"]
    assert activity["place"] == ["Kisumu"]
    assert activity["keywords"] == ["books", "schools"]
    texts = ("objectives", "results", "economicImpact", "socialImpact", "environmentalImpact")
    for name in (*texts, "partnerships", "challenges", "addedValue", "linkageExamples"):
        assert len(activity[name]) == 1, name
    links = {link["linksTo"][0].rpartition("/")[2] for link in done.of("ActivityLink").values()}
    assert links == {"c3", "c7-elea", "4", "9.c", "5"}
    (nomination,) = done.of("Nomination").values()
    assert nomination["prizePhase"] == [iris.vocab("prize-phases", "champion")]
    assert nomination["edition"] == [f"{iris.base_iri()}id/edition/wsis-prizes/2019"]


def test_the_address_of_a_person_never_enters_the_graph(source: Source, tmp_path: Path) -> None:
    done = load(source, everything(tmp_path / "t.jsonl"))
    assert [fact for fact in done.facts if "@example.org" in fact.object.value] == []
    assert any("an e-mail address was left out" in said for said in done.told(Kind.NOTICE))


@pytest.mark.parametrize(
    ("row", "place", "found"),
    [
        ("2,B,Rain Board,KENYA,C3,18,2014,2016", "SDGs", "There is no goal 18"),
        ("2,B,Rain Board,KENYA,C3,9.z,2014,2016", "SDGs", "There is no target 9.z"),
        ("2,B,Rain Board,KENYA,C12,4,2014,2016", "WSIS Action Line", "no action line “C12”"),
        ("2,B,Rain Board,KENYA,C3,4,31/02/2019,", "Start date", "“31/02/2019” is no day"),
        ("2,B,Rain Board,KENYA,C3,4,soon,", "Start date", "“soon” is no date"),
        ("2,B,Rain Board,KENYA,C3,4,2016,2014", "End date", "it ends 2014, before its start 2016"),
        ("2,,Rain Board,KENYA,C3,4,,", "Title", "the title is empty"),
        ("2,B,,KENYA,C3,4,,", "Organization", "no organisation is named"),
        ("1,B,Rain Board,KENYA,C3,4,,", "", "the same “Project ID” as row 2"),
        ("2,B,Rain Board,KENYA,C3,4,,,,x", "", "the row has 10 cells, the header 8"),
    ],
)
def test_a_bad_row_is_told_with_place_and_the_others_are_taken(
    source: Source, tmp_path: Path, row: str, place: str, found: str
) -> None:
    last = "9,C,Rain Board,PERU,C9,16,,"
    done = load(source, table(tmp_path / "t.csv", HEADER, GOOD, row, last))
    assert done.kinds["Activity"] == 2
    (problem,) = done.problems
    assert problem.startswith(f"{tmp_path}/t.csv:3{f', “{place}”' if place else ''}: ")
    assert found in problem


def test_a_bad_row_gives_no_fact_at_all(source: Source, tmp_path: Path) -> None:
    row = "2,B,Rain Board,KENYA,C3,18,2014,2016"
    done = load(source, table(tmp_path / "t.csv", HEADER, GOOD, row))
    assert {fact.record for fact in done.facts} == {"", "1"}


def test_unknown_values_are_told_once_with_their_rows_and_the_rows_are_taken(
    source: Source, tmp_path: Path
) -> None:
    rows = [f"{number},T{number},Rain Board,ATLANTIS,C3,4,," for number in range(2, 30)]
    done = load(source, table(tmp_path / "t.csv", HEADER, GOOD, *rows))
    assert done.problems == []
    assert done.kinds["Activity"] == 29
    (said,) = done.told(Kind.UNKNOWN)
    assert "“ATLANTIS” is no country or area of M49" in said
    assert "(rows 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 18 more)" in said


def test_unknown_columns_are_told_by_name(source: Source, tmp_path: Path) -> None:
    done = load(source, table(tmp_path / "t.csv", f"{HEADER},Mood", f"{GOOD},good"))
    assert done.kinds["Activity"] == 1
    assert "the column “Mood” is not mapped" in "".join(done.told(Kind.UNKNOWN))


def test_strict_refuses_what_is_unknown_and_does_not_guess(source: Source, tmp_path: Path) -> None:
    path = table(tmp_path / "t.csv", f"{HEADER},Mood", f"{GOOD},x", "2,B,RB,ATLANTIS,C3,4,,,y")
    assert "no mapping says what its columns mean" in "".join(
        load(source, path, strict=True).problems
    )
    mapping = tmp_path / "m.toml"
    mapping.write_text(guess(source, path).replace('# [columns."Mood"]', '# [columns."Mood"]'))
    done = load(source, path, strict=True, mapping=mapping)
    assert any("“Mood” is not mapped" in said for said in done.problems)
    assert any("“ATLANTIS” is no country" in said for said in done.problems)


def guess(source: Source, path: Path) -> str:
    from wsisgraph.loading import Context

    assert source.guess is not None
    return source.guess([path], Context(source.manifest))


def test_a_mapping_says_what_values_mean(source: Source, tmp_path: Path) -> None:
    path = table(tmp_path / "t.csv", "T,B,W,L", "One,RB,Atlantis,Libraries", "Two,The Bank,KENYA,")
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        '[columns.T]\nfield = "title"\n[columns.B]\nfield = "organisation"\n'
        '[columns.W]\nfield = "country"\n[columns.L]\nfield = "links"\n'
        '[values.country]\n"ATLANTIS" = "PT"\n[values.links]\n"libraries" = "C3, 4"\n'
        '[values.organisation]\n"RB" = "Rain Board"\n'
    )
    done = load(source, path, mapping=mapping)
    assert done.problems == []
    assert done.named("One")["inRegion"] == [iris.geo_area("620")]
    assert {link["linksTo"][0].rpartition("/")[2] for link in done.of("ActivityLink").values()} == {
        *("c3", "4")
    }
    assert ["Rain Board"] in [body["prefLabel"] for body in done.of("Body").values()]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("columns = 3", "columns is no table"),
        ("[columns.Title]\nfield = 'titel'", "names the field “titel”"),
        ("[columns.Title]\nfiel = 'title'", "names no field"),
        ("[columns.Title]\nfield = 'title'\n[table]\ncolour = 1", "means nothing"),
        ("[columns.Title]\nfield = 'title'\n[table]\ndates = 'ymd'", "dates is “ymd”"),
        ("[columns.Title]\nfield = 'title'\n[table]\nkey = ['Id']", "names the column “Id”"),
        ("[columns.Title]\nfield = 'title'\n[values.mood]\na = 'b'", "[values.mood] is no field"),
        ("[columns.Title]\nfield = 'title'\n[extra]", "[extra] means nothing"),
        ("not toml", "it is no mapping file"),
        ("", "[columns] is missing"),
        ("\udcff", "it is no mapping file"),
    ],
)
def test_a_mapping_that_means_nothing_is_refused_with_its_place(
    source: Source, tmp_path: Path, text: str, found: str
) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(InputRefused) as refused:
        load(source, table(tmp_path / "t.csv", HEADER, GOOD), mapping=mapping)
    said = [str(problem) for problem in refused.value.problems]
    assert any(found in line and "m.toml" in line for line in said), said


def test_a_mapping_of_another_table_is_told(source: Source, tmp_path: Path) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text('[columns.Name]\nfield = "title"\n')
    done = load(source, table(tmp_path / "t.csv", HEADER, GOOD), mapping=mapping)
    assert any("no column “Name”" in said for said in done.problems)
    assert done.facts == []


@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl", "json"])
def test_the_same_rows_give_the_same_activities_in_every_format(
    source: Source, tmp_path: Path, kind: str
) -> None:
    names = HEADER.split(",")
    rows = [
        GOOD.split(","),
        ["2", "Rain by text", "Rain Board", "PERU", "C7 e-agriculture", "2.4", "2019", ""],
    ]
    path = tmp_path / f"t.{kind}"
    if kind == "csv":
        table(path, HEADER, *(",".join(row) for row in rows))
    elif kind == "xlsx":
        book = openpyxl.Workbook()
        for row in [names, *rows]:
            book.active.append(row)
        book.save(path)
    else:
        records = [dict(zip(names, row, strict=True)) for row in rows]
        lines = [json.dumps(record) for record in records]
        path.write_text(json.dumps(records) if kind == "json" else "\n".join(lines))
    done = load(source, path)
    assert done.problems == []
    assert sorted(done.of("Activity")) == ["activity/stocktaking/1", "activity/stocktaking/2"]
    assert len(done.of("ActivityLink")) == 4


def test_an_entry_keeps_its_key_when_the_row_moves_and_changes(
    source: Source, tmp_path: Path
) -> None:
    header = "Title,Organization,Country"
    rows = ["Libraries,Rain Board,KENYA", "Signs,Rain Board,KENYA"]
    first = load(source, table(tmp_path / "a.csv", header, *rows))
    rows = ["New,Rain Board,KENYA", "Signs,Rain Board,KENYA", "LIBRARIES,Other Board,PERU"]
    second = load(source, table(tmp_path / "b.csv", header, *rows))
    assert {key for key in first.of("Activity")} < {key for key in second.of("Activity")}


def test_rows_with_one_title_are_told_apart_by_what_else_identifies_them(
    source: Source, tmp_path: Path
) -> None:
    header = "Title,Organization,Country,WSIS Action Line"
    rows = ["Portal,RB,KENYA,C3", "Portal,RB,KENYA,C2", "Portal,Other Board,PERU,C3"]
    done = load(source, table(tmp_path / "t.csv", header, *rows))
    assert done.problems == []
    assert done.kinds["Activity"] == 3
    again = load(source, table(tmp_path / "t.csv", header, *rows, rows[0]))
    assert ["row 2" in said for said in again.problems] == [True]


def test_texts_are_in_the_language_of_the_load(source: Source, tmp_path: Path) -> None:
    path = table(tmp_path / "t.csv", "Titre,Organisme,Pays", "Bibliothèques,Office,SÉNÉGAL")
    done = load(source, path, language="fr")
    (name,) = (
        fact.object for fact in done.facts if fact.object.value == "Bibliothèques" and fact.record
    )
    assert name.language == "fr"


def test_several_files_are_several_documents(source: Source, tmp_path: Path) -> None:
    files = [
        table(tmp_path / f"{name}.csv", HEADER, GOOD.replace("1,", f"{name},", 1))
        for name in ("a", "b")
    ]
    done = load(source, files)
    assert done.problems == []
    assert set(done.of("Document")) == {"document/stocktaking", "document/stocktaking-2"}


def test_nothing_of_a_hostile_cell_can_break_a_fact(source: Source, tmp_path: Path) -> None:
    odd = [
        '=HYPERLINK("http://x")',
        "<script>alert(1)</script>",
        "a\tb\u2028c",
        "\u202eabc",
        "../../x",
    ]
    records = [
        {"Title": text, "Organization": text, "Country": text, "Website": f"javascript:{text}"}
        for text in odd
    ]
    path = tmp_path / "t.jsonl"
    path.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    done: Loaded = load(source, path)
    assert done.problems == []
    for fact in done.facts:
        str(fact.quad("stocktaking"))
    assert [fact for fact in done.facts if fact.predicate.endswith("schema.org/url")] == []


def test_an_indicator_is_taken_for_its_target_and_that_is_told(
    source: Source, tmp_path: Path
) -> None:
    row = "2,B,Rain Board,KENYA,C3,4.a.1; 4.a,2014,2016"
    done = load(source, table(tmp_path / "t.csv", HEADER, GOOD, row))
    assert done.problems == []
    links = [link["linksTo"][0].rpartition("/")[2] for link in done.of("ActivityLink").values()]
    assert sorted(links) == ["4", "4.a", "c3", "c3"]
    told = [said for said in done.told(Kind.NOTICE) if "indicator 4.a.1" in said]
    assert ["taken for its target 4.a" in said for said in told] == [True]


def test_a_row_that_sums_up_is_no_project(source: Source, tmp_path: Path) -> None:
    done = load(source, table(tmp_path / "t.csv", HEADER, GOOD, ",TOTAL,1,,,,,"))
    assert done.kinds["Activity"] == 1
    assert done.problems == []
    assert ["“TOTAL” stands below the rows" in said for said in done.told(Kind.UNKNOWN)] == [True]


def test_a_table_without_rows_is_told(source: Source, tmp_path: Path) -> None:
    done = load(source, table(tmp_path / "t.csv", HEADER))
    assert done.problems == []
    told = [said for said in done.told(Kind.NOTICE) if "no row below the header" in said]
    assert [said.startswith(f"{tmp_path}/t.csv:1: ") for said in told] == [True]


def test_sheets_that_are_not_read_are_told_without_a_mapping(
    source: Source, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("Others")):
        for row in (HEADER, GOOD):
            sheet.append(row.split(","))
    book.save(tmp_path / "t.xlsx")
    done = load(source, tmp_path / "t.xlsx")
    assert done.kinds["Activity"] == 1
    assert any("the workbook has also “Others”" in said for said in done.told(Kind.NOTICE))


def test_the_columns_of_a_mended_file_of_rejected_rows_are_known(
    source: Source, tmp_path: Path
) -> None:
    path = table(tmp_path / "t.csv", f"row,not taken because,{HEADER}", f"7,no title,{GOOD}")
    done = load(source, path)
    assert done.kinds["Activity"] == 1
    assert done.told(Kind.UNKNOWN) == []
