"""Tables as peers: what a row says, and that no two activities become one."""

from pathlib import Path

import openpyxl
import pytest
from pyoxigraph import Literal, NamedNode

from wsisgraph.errors import DataSyntaxError
from wsisgraph.federation import tables
from wsisgraph.intake.templates import columns, write_template
from wsisgraph.terms import iris

BASE = "https://w3id.org/wsis-sdg/id/peer/x/"
LINKS_TO, OF = NamedNode(f"{iris.DEF}linksTo"), NamedNode(f"{iris.DEF}activity")
CARRIED = NamedNode(f"{iris.DEF}carriedOutBy")


def links(body: bytes, format: str = "csv") -> dict[str, set[str]]:
    """Return what each activity is linked to, by the ends of the IRIs."""
    quads = list(tables.read(body, format, BASE))
    activity = {quad.subject: quad.object for quad in quads if quad.predicate == OF}
    found: dict[str, set[str]] = {}
    for quad in quads:
        if quad.predicate == LINKS_TO:
            of, to = activity[quad.subject], quad.object
            assert isinstance(of, NamedNode)
            assert isinstance(to, NamedNode)
            found.setdefault(of.value, set()).add(to.value.rpartition("/")[2])
    # No link belongs to two activities.
    assert len(activity) == sum(quad.predicate == OF for quad in set(quads))
    return found


@pytest.mark.parametrize(
    "titles",
    [
        ("Программа 2030", "Проект 2030"),
        ("数字学校", "数字图书馆"),
        ("قرى ذكية", "مدارس ذكية"),
        ("C++ for schools", "C for schools"),
        ("École", "Ecole"),
    ],
)
def test_titles_that_differ_are_two_activities(titles: tuple[str, str]) -> None:
    table = "title,goals\n" + "".join(f"{title},9\n" for title in titles)
    assert len(links(table.encode())) == 2


def test_pages_that_differ_are_two_activities_of_one_title() -> None:
    table = b"title,goals,url\nForum,9,https://a.example/2019\nForum,9,https://a.example/2020\n"
    assert links(table) == {"https://a.example/2019": {"9"}, "https://a.example/2020": {"9"}}


def test_an_activity_may_have_a_row_for_each_goal() -> None:
    table = b"id,title,goals,lines\nE-1,Libraries,9.c,C3\nE-1,Libraries,4,\n"
    assert links(table) == {f"{BASE}e-1": {"9.c", "4", "c3"}}


@pytest.mark.parametrize(
    ("goals", "lines"),
    [
        ("sdg target", "WSIS action line"),
        ("SDG_targets", "action_lines"),
        ("Related SDGs", "Lines of action"),
        ("Goals and targets", "Action lines"),
        ("cibles des ODD", "grandes orientations"),
        ("цели и задачи ЦУР", "направления деятельности"),
    ],
)
def test_codes_are_found_under_headers_in_other_words(goals: str, lines: str) -> None:
    table = f"title,{goals},{lines}\nSchools online,4.a,C3\n".encode()
    assert links(table) == {f"{BASE}schools-online": {"4.a", "c3"}}
    assert tables.unread(table, "csv") == []


def test_columns_that_say_nothing_here_are_named() -> None:
    table = (
        b"title,target,objectif,SDG narrative,goals,budget,,line manager\nA,500,b,c,4,1.5,,Ada\n"
    )
    assert links(table) == {f"{BASE}a": {"4"}}
    assert tables.unread(table, "csv") == [
        *("target", "objectif", "SDG narrative", "budget", "line manager"),
    ]


def test_agencies_of_any_script_stay_apart() -> None:
    table = "title,goals,agency\nA,9,教育部\nB,9,文化部\nC,9,UN-Habitat\n".encode()
    bodies = {q.object for q in tables.read(table, "csv", BASE) if q.predicate == CARRIED}
    assert len(bodies) == 3
    assert NamedNode(iris.individual("agency", "un-habitat")) in bodies


@pytest.mark.parametrize(
    ("kind", "key"),
    [("Training", "training"), ("мероприятие", "event"), ("event series", "event-series")],
)
def test_a_kind_is_a_key_or_a_name_in_any_language(kind: str, key: str) -> None:
    table = f"title,goals,kind\nA,9,{kind}\n".encode()
    assert NamedNode(iris.vocab("activity-kinds", key)) in {
        quad.object for quad in tables.read(table, "csv", BASE)
    }


def test_a_kind_that_is_none_is_refused_with_those_there_are() -> None:
    with pytest.raises(DataSyntaxError) as refused:
        list(tables.read(b"title,goals,kind\nA,9,Hackathon\n", "csv", BASE))
    assert refused.value.where == "row 2"
    assert "training" in (refused.value.mend or "")


@pytest.mark.parametrize("lang", ["en", "ar", "es", "fr", "ru", "zh"])
def test_a_filled_template_is_a_peer(lang: str, tmp_path: Path) -> None:
    write_template("activities", lang, tmp_path / "filled.xlsx")
    book = openpyxl.load_workbook(tmp_path / "filled.xlsx")
    sheet, lists = book.worksheets[0], book["lists"]
    chosen = {
        "lines": [str(cell.value) for cell in lists["B"][:2]],
        "goals": [str(cell.value) for cell in lists["C"][:3]],
    }
    cells = []
    for column in columns("activities", lang):
        given = {"key": "17", "title": "A", "organisation": "UNESCO"}.get(column.field)
        if chosen.get(column.list):
            given = chosen[column.list].pop(0)
        cells.append(given)
    for place, given in enumerate(cells, start=1):
        sheet.cell(2, place).value = given
    book.save(tmp_path / "filled.xlsx")
    body = (tmp_path / "filled.xlsx").read_bytes()
    assert links(body, "xlsx") == {f"{BASE}17": {"c1", "c2", "1", "1.1", "1.2"}}
    said = {quad.object for quad in tables.read(body, "xlsx", BASE)}
    assert Literal("17") in said
    assert NamedNode(iris.individual("agency", "unesco")) in said
