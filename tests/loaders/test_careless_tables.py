"""Lists of projects as people leave them: what is understood all the same, and what is told."""

from pathlib import Path

import openpyxl
import pytest
from tests.loaders.listing import load

from wsisgraph.loading import Kind, Source

HEADER = "ID,Title,Organisation,Country,Action line,SDGs,Start,End,Status"


@pytest.fixture
def source(sources: dict[str, Source]) -> Source:
    return sources["stocktaking"]


def table(path: Path, *rows: str, encoding: str = "utf-8") -> Path:
    path.write_text("\n".join((HEADER, *rows)) + "\n", encoding=encoding)
    return path


def test_exchanged_columns_are_told_as_such_and_give_nothing(
    source: Source, tmp_path: Path
) -> None:
    done = load(
        source,
        table(
            tmp_path / "t.csv",
            "1,Radio,KENYA,Ministry of Agriculture,C7,2,,,",
            "2,Net,UGANDA,SchoolNet Foundation,C4,4,,,",
        ),
    )
    assert done.kinds["Activity"] == 0
    assert [said.partition("t.csv")[2] for said in done.problems] == [
        f":{row}, “Organisation”: it names a country, and “Country” names none: the two seem"
        " exchanged"
        for row in (2, 3)
    ]
    assert done.told(Kind.UNKNOWN) == []


def test_a_body_with_the_name_of_its_country_is_no_exchange(source: Source, tmp_path: Path) -> None:
    done = load(source, table(tmp_path / "t.csv", "1,Radio,Kenya,Kenya,C7,2,,,"))
    assert done.problems == []
    assert done.kinds["Activity"] == 1


def test_an_activity_may_lie_in_a_region_and_that_is_told(source: Source, tmp_path: Path) -> None:
    done = load(source, table(tmp_path / "t.csv", "1,Radio,Union,Africa,C7,2,,,"))
    (region,) = done.named("Radio")["inRegion"]
    assert region.endswith("geoArea/002")
    assert any("lie in the region Africa" in said for said in done.told(Kind.NOTICE))
    assert done.told(Kind.UNKNOWN) == []


def test_a_group_of_countries_is_a_reach_and_a_place(source: Source, tmp_path: Path) -> None:
    done = load(source, table(tmp_path / "t.csv", "1,Radio,Union,EU,C7,2,,,"))
    activity = done.named("Radio")
    assert "inRegion" not in activity
    assert activity["reach"][0].endswith("/regional")
    assert activity["place"] == ["EU"]
    assert any("“EU” is a group of countries" in said for said in done.told(Kind.NOTICE))


def test_a_country_is_taken_beside_a_town_that_is_told(source: Source, tmp_path: Path) -> None:
    done = load(source, table(tmp_path / "t.csv", '1,Radio,Union,"Nairobi, Kenya",C7,2,,,'))
    assert [each[-3:] for each in done.named("Radio")["inRegion"]] == ["404"]
    assert any("“Nairobi” is no country" in said for said in done.told(Kind.UNKNOWN))


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ("2014/15", "", ("2014", "2015")),
        ("2012-2014", "2016", ("2012", "2016")),
        ("2012", "2014/15", ("2012", "2015")),
        ("", "March 2012 to May 2014", ("2012-03", "2014-05")),
    ],
)
def test_a_period_in_a_column_of_dates_is_taken_and_told(
    start: str, end: str, found: tuple[str, str], source: Source, tmp_path: Path
) -> None:
    rows = f"1,Radio,Union,Kenya,C7,2,{start},{end},", "2,Net,Union,Kenya,C7,2,2019,2020,"
    done = load(source, table(tmp_path / "t.csv", *rows))
    assert done.problems == []
    activity = done.named("Radio")
    assert (activity["startDate"], activity["endDate"]) == ([found[0]], [found[1]])
    assert any("is a period" in said for said in done.told(Kind.NOTICE))


def test_both_dates_of_a_row_are_told(source: Source, tmp_path: Path) -> None:
    done = load(source, table(tmp_path / "t.csv", "1,Radio,Union,Kenya,C7,2,31/02/2019,soon,"))
    assert ["“Start”" in done.problems[0], "“End”" in done.problems[1]] == [True, True]


def test_ongoing_in_place_of_a_date_is_a_status(source: Source, tmp_path: Path) -> None:
    rows = "1,Radio,Union,Kenya,C7,2,2019,Present,", "2,Net,Union,Kenya,C7,2,2019,2020,done"
    done = load(source, table(tmp_path / "t.csv", *rows))
    assert done.problems == []
    activity = done.named("Radio")
    assert "endDate" not in activity
    assert activity["activityStatus"][0].endswith("/ongoing")
    assert any("“Present” is no date" in said for said in done.told(Kind.NOTICE))


def test_codes_with_cyrillic_letters_are_taken_and_told_once(
    source: Source, tmp_path: Path
) -> None:
    rows = "1,Radio,Union,Kenya,С3,4,,,", "2,Net,Union,Kenya,С7,9.с,,,"
    done = load(source, table(tmp_path / "t.csv", *rows))
    links = {each["linksTo"][0].rpartition("/")[2] for each in done.of("ActivityLink").values()}
    assert links == {"c3", "c7", "4", "9.c"}
    assert next(said for said in done.told(Kind.NOTICE) if "Cyrillic" in said).endswith(
        "and is taken as meant (rows 2 and 3)"
    )


def test_bare_numbers_mean_what_their_column_says(source: Source, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "Title,Organisation,Action line,SDG,Category\nRadio,Union,3,4,7\nNet,Union,12,4,C3\n",
        encoding="utf-8",
    )
    done = load(source, path)
    links = {each["linksTo"][0].rpartition("/")[2] for each in done.of("ActivityLink").values()}
    assert links == {"c3", "4"}
    assert any("“3” in a column of action lines" in said for said in done.told(Kind.NOTICE))
    assert any("“7” may be lines, goals or categories" in said for said in done.told(Kind.UNKNOWN))
    (problem,) = done.problems
    assert "t.csv:3, “Action line”: There is no action line “C12”" in problem


def test_errors_of_a_spreadsheet_are_named_by_their_cells(source: Source, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Title", "Organisation", "SDG"], ["Radio", "Union", "#REF!"], ["Net", "U", "4"]):
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    done = load(source, tmp_path / "t.xlsx")
    assert any(
        "such as #REF!, and are read as empty: C2" in said for said in done.told(Kind.UNKNOWN)
    )


@pytest.mark.parametrize(
    ("cell", "bodies"),
    [
        ('"ITU, UNESCO and FAO"', 3),
        ("ITU & UNESCO", 2),
        ("ITU/UNESCO", 2),
        ("Village Trust / Rain Board", 2),
        ("Village Trust; Rain Board", 2),
        ('"Ministry of Trade, Industry and Energy"', 1),
        ("Smith & Sons", 1),
        ("Council of Arts and Crafts", 1),
        ("Trust/Board", 1),
    ],
)
def test_several_organisations_in_a_cell_are_told_apart_from_one_with_a_long_name(
    cell: str, bodies: int, source: Source, tmp_path: Path
) -> None:
    done = load(source, table(tmp_path / "t.csv", f"1,Radio,{cell},Kenya,C7,2,,,"))
    assert len(done.named("Radio")["carriedOutBy"]) == bodies
    told = [said for said in done.told(Kind.NOTICE) if f"is taken for {bodies} bodies" in said]
    assert len(told) == (0 if bodies == 1 or ";" in cell else 1)


def test_a_body_of_the_graph_is_one_in_all_countries(source: Source, tmp_path: Path) -> None:
    rows = "1,Radio,UNESCO,Kenya,C7,2,,,", "2,Net,UNESCO,Togo,C7,2,,,"
    done = load(source, table(tmp_path / "t.csv", *rows))
    assert not any("several countries" in said for said in done.told(Kind.NOTICE))


def test_a_table_without_names_of_columns_is_told(source: Source, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("1,Radio,Org A,Kenya\n2,Net,Org B,Uganda\n", encoding="utf-8")
    done = load(source, path)
    assert any("no column is known by its name" in said for said in done.told(Kind.NOTICE))
    assert done.problems


def test_a_table_on_its_side_is_told(source: Source, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "ID,1,2\nTitle,Radio,Net\nOrganisation,A,B\nCountry,Kenya,Togo\n", encoding="utf-8"
    )
    done = load(source, path)
    assert any("one another in the first column: Title" in said for said in done.problems)


def test_the_order_of_day_and_month_that_other_dates_show_is_told(
    source: Source, tmp_path: Path
) -> None:
    rows = "1,Radio,Union,Kenya,C7,2,03/04/2019,,", "2,Net,Union,Kenya,C7,2,13/04/2019,,"
    done = load(source, table(tmp_path / "t.csv", *rows))
    assert done.named("Radio")["startDate"] == ["2019-04-03"]
    assert any("are read with the day first" in said for said in done.told(Kind.NOTICE))


def test_tags_are_told_and_telephone_numbers_left_out(source: Source, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "Title,Organisation,Contact\n<b>A</b> radio,Union,+41 22 730 00 00\n"
        "1 < 2 and 3 > 2,Union,Jane Doe (022 730 00 00)\n",
        encoding="utf-8",
    )
    done = load(source, path)
    assert next(said for said in done.told(Kind.NOTICE) if "tags of HTML" in said).startswith(
        f"{path}:2, “Title”"
    )
    assert sum("telephone number" in said for said in done.told(Kind.NOTICE)) == 1
    assert "submitter" not in done.named("<b>A</b> radio")
    assert done.named("1 < 2 and 3 > 2")["submitter"] == ["Jane Doe"]


@pytest.mark.parametrize(
    ("encoding", "letters"), [("windows-1251", "Радио"), ("gb18030", "农村图书馆")]
)
def test_a_file_in_another_encoding_is_shown_as_it_may_read(
    encoding: str, letters: str, source: Source, tmp_path: Path
) -> None:
    rows = [f"{number},{letters},{letters},Kenya,C3,4,,," for number in range(1, 4)]
    path = table(tmp_path / "t.csv", *rows, encoding=encoding)
    (problem,) = load(source, path).problems
    assert f"{letters[:3]}" in problem
    assert f" as {encoding}" in problem
    done = load(source, path, parameters={"encoding": encoding})
    assert done.problems == []
    assert {each["prefLabel"][0] for each in done.of("Activity").values()} == {letters}


@pytest.mark.parametrize(
    ("header", "cell", "links", "told"),
    [
        ("Action line", "C2, 3 and 4", {"c2", "c3", "c4"}, "is taken for C2, C3 and C4"),
        ("Theme", "C2, 3 and 4", {"c2", "3", "4"}, "are taken for goals"),
        ("Action line", "C7.8", {"c7"}, "taken for C7 as a whole"),
        ("SDGs", "4,7", {"4", "7"}, "may be a target with a decimal comma"),
        ("SDGs", "4,0", {"4"}, "is taken for the whole number"),
        ("SDGs", "indicator 4.4.1", {"4.4"}, "is taken for its target 4.4"),
        ("SDGs", "Millennium Goal 8", set(), "is of the Millennium Development Goals"),
        ("SDGs", "MDG 8; SDG 17", {"17"}, "is of the Millennium Development Goals"),
        ("SDGs", "all 17 goals", set(), "names no code"),
        ("SDGs", "n.a.", set(), ""),
        ("SDGs", "\u200f4\u200b", {"4"}, ""),
    ],
)
def test_what_a_cell_of_codes_means_and_what_is_told_of_it(
    header: str, cell: str, links: set[str], told: str, source: Source, tmp_path: Path
) -> None:
    path, mapping = tmp_path / "t.csv", tmp_path / "m.toml"
    path.write_text(f'Title;Organisation;{header}\nRadio;Union;"{cell}"\n', encoding="utf-8")
    mapping.write_text(
        '[columns]\nTitle = { field = "title" }\nOrganisation = { field = "organisation" }\n'
        f'"{header}" = {{ field = "links" }}\n'
    )
    done = load(source, path, mapping=mapping)
    assert done.problems == []
    found = {each["linksTo"][0].rpartition("/")[2] for each in done.of("ActivityLink").values()}
    assert found == links
    said = [*done.told(Kind.NOTICE), *done.told(Kind.UNKNOWN)]
    assert any(told in each for each in said) if told else said == []


@pytest.mark.parametrize("cell", ["l9 March 2019", "March 2019 or so", "3 weeks from March 2019"])
def test_a_date_with_anything_else_in_it_is_none(cell: str, source: Source, tmp_path: Path) -> None:
    done = load(source, table(tmp_path / "t.csv", f"1,Radio,Union,Kenya,C7,2,{cell},2020,"))
    assert len(done.problems) == 1


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("Tuesday, 5th of March 2019", "2019-03-05"),
        ("le 1er mars 2019", "2019-03-01"),
        ("20190305", "2019-03-05"),
        ("\u200f2019", "2019"),
    ],
)
def test_a_date_may_have_words_that_belong_to_dates(
    cell: str, found: str, source: Source, tmp_path: Path
) -> None:
    done = load(source, table(tmp_path / "t.csv", f'1,Radio,Union,Kenya,C7,2,"{cell}",,'))
    assert done.named("Radio")["startDate"] == [found]


def test_not_available_is_no_country_and_no_body(source: Source, tmp_path: Path) -> None:
    rows = "1,Radio,Union,N.A.,C7,2,unknown,,", "2,Net,Inconnu,Kenya,C7,2,,,"
    done = load(source, table(tmp_path / "t.csv", *rows))
    assert "inRegion" not in done.named("Radio")
    assert [said for said in done.problems if "no organisation is named" in said] == done.problems
    assert len(done.problems) == 1


def test_what_nobody_sees_is_left_out_and_what_is_broken_is_told(
    source: Source, tmp_path: Path
) -> None:
    rows = (
        "1,Ra\x01dio\ufffe,Union,Ke\u200bnya,C7,2,,,",
        "2,CafÃ©,SociÃ©tÃ©,Togo,C7,2,,,",
        "3,Caf\ufffd,Société,Peru,C7,2,,,",
        "4,Café à l’eau,می\u200cخواهم,Peru,C7,2,,,",
    )
    done = load(source, table(tmp_path / "t.csv", *rows))
    assert done.named("Radio")["inRegion"][0].endswith("404")
    told = done.told(Kind.NOTICE)
    assert any("t.csv:2, “Title”: control characters" in said for said in told)
    assert any("t.csv:3, “Title”: “CafÃ©” looks like “Café”" in said for said in told)
    assert any("t.csv:4, “Title”: the cell has the sign �" in said for said in told)
    assert not any("t.csv:5, “" in said for said in told)
    # What is told is kept as it is; a mark between Persian letters means something.
    assert done.named("CafÃ©")
    assert "می\u200cخواهم" in {each["prefLabel"][0] for each in done.of("Body").values()}


def test_amounts_without_a_word_of_goals_in_the_header_are_no_goals(
    source: Source, tmp_path: Path
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "Title;Organisation;Budget;Staff;Where it fits\nRadio;Union;2,5;4;C3\n"
        "Net;Union;1.4;5;C3, 9.c\n"
        "Rain;Union;1.200,50;12;C1\n",
        encoding="utf-8",
    )
    done = load(source, path)
    links = {each["linksTo"][0].rpartition("/")[2] for each in done.of("ActivityLink").values()}
    assert links == {"c1", "c3", "9.c"}
    assert [said for said in done.told(Kind.UNKNOWN) if "“Budget”" in said or "“Staff”" in said]


def test_marks_in_columns_of_goals_are_links(source: Source, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "Operator,Project,SDG 3,Goal 4,C7 e-health,SDG 5,Phase 2\n"
        "Rain Telecom,Radio,x,,yes,no,x\nNet Telecom,Net,,X,no,,\n",
        encoding="utf-8",
    )
    done = load(source, path)
    assert done.problems == []
    links = {each["linksTo"][0].rpartition("/")[2] for each in done.of("ActivityLink").values()}
    assert links == {"3", "4", "c7-ehea"}
    assert any("“Phase 2” is not mapped" in said for said in done.told(Kind.UNKNOWN))
    mapping = tmp_path / "m.toml"
    fields = {"Operator": "organisation", "Project": "title", "SDG 3": "links", "Phase 2": "ignore"}
    fields |= dict.fromkeys(("Goal 4", "C7 e-health", "SDG 5"), "ignore")
    mapping.write_text(
        "[columns]\n" + "".join(f'"{k}" = {{ field = "{v}" }}\n' for k, v in fields.items())
    )
    path.write_text(path.read_text().replace(",x,", ",1,").replace("Net,,", "Net,4,"))
    done = load(source, path, mapping=mapping)
    links = {each["linksTo"][0].rpartition("/")[2] for each in done.of("ActivityLink").values()}
    assert links == {"4"}
    assert any("“1” may be a mark for 3 of the header" in said for said in done.told(Kind.UNKNOWN))


def test_a_year_of_something_else_is_no_start(source: Source, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "Title,Organisation,Year of submission,Date of report\nRadio,Union,2022,2023\n",
        encoding="utf-8",
    )
    assert "startDate" not in load(source, path).named("Radio")


def test_the_language_of_few_words_shows_in_their_letters(source: Source, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "Nombre de la iniciativa;Entidad ejecutora;País;Línea de acción\n"
        "Radio rural;Fundación Aldea;Perú;C3\n",
        encoding="utf-8",
    )
    labels = {
        fact.object.language
        for fact in load(source, path).facts
        if "/activity/" in fact.subject and "Label" in fact.predicate
    }
    assert labels == {"es"}


@pytest.mark.parametrize("name", ["I.T.U.", "I. T. U.", "F.A.O"])
def test_an_acronym_with_points_is_the_acronym(name: str, source: Source, tmp_path: Path) -> None:
    done = load(source, table(tmp_path / "t.csv", f"1,Radio,{name},Kenya,C7,2,,,"))
    (body,) = done.named("Radio")["carriedOutBy"]
    assert "/id/agency/" in body
