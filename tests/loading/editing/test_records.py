"""Roles, names and activities that were edited."""

from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet
from tests.loading.editing.forms import activities, edited, labels, put, roles
from tests.loading.editing.reading import read

from wsisgraph.publishing.editable.workbook import write
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, ORG, RDFS, SCHEMA, SKOS, WSIS

ROLES = roles(
    {
        "role/a": ["C2 Infrastructure", "Facilitator", "Union", "2006", "", "2017", ""],
        "role/b": ["C5 Confidence", "Partner", "Programme", "", "", "2017", "As printed."],
    }
)


def test_values_of_roles_are_corrected(tmp_path: Path) -> None:
    edit = put(
        {
            ("role/a", "End"): "May 2019",
            ("role/a", "Start"): 2007,
            ("role/b", "in"): "c2",
            ("role/b", "role"): " facilitator",
            ("role/b", "note"): "",
        }
    )
    found = read("roles", edited(write(ROLES), edit), tmp_path)
    assert found.problems == []
    partner, facilitator = (iris.vocab("roles", key) for key in ("partner", "facilitator"))
    lines = iris.vocab("action-lines", "c5"), iris.vocab("action-lines", "c2")
    assert found.corrections() == {
        ("role/a", WSIS.end): (None, "2019-05"),
        ("role/a", WSIS.start): ("2006", "2007"),
        ("role/b", WSIS.roleIn): lines,
        ("role/b", ORG.role): (partner, facilitator),
        ("role/b", SKOS.editorialNote): ("As printed.", None),
    }


def test_a_new_row_is_a_role_and_a_deleted_one_ends(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.delete_rows(4)
        sheet.append([None, None, "C5", "Facilitator", "Union", None, None, None, "New."])

    found = read("roles", edited(write(ROLES), edit), tmp_path)
    assert found.problems == []
    assert list(found.corrections()) == [("role/a", WSIS.status)]
    (subject,) = {fact.subject for fact in found.facts if "/id/role/" in fact.subject}
    said = {fact.predicate: fact.object.value for fact in found.facts if fact.subject == subject}
    assert said[ORG.member] == iris.individual("agency", "itu")
    # Without a date of its own, it is stated as of the export.
    assert said[WSIS.statedAsOf] == "2026-01-02"


def test_what_is_none_of_the_list_no_date_or_missing_is_refused(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        put({("role/a", "role"): "Boss", ("role/a", "End"): "later", ("role/b", "member"): ""})(
            sheet
        )
        sheet.append([None, None, "C5", "", "Union"])

    problems = read("roles", edited(write(ROLES), edit), tmp_path).problems
    assert [problem.found for problem in problems] == [
        "“Boss” is none of the list of “role”",
        "“later” is no date",
        "“member” is empty",
        "“role” is empty",
    ]


def test_rows_sorted_without_their_identifiers_are_refused(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        for column in range(2, sheet.max_column + 1):
            one, other = sheet.cell(4, column), sheet.cell(5, column)
            one.value, other.value = other.value, one.value

    problems = read("roles", edited(write(ROLES), edit), tmp_path).problems
    assert len(problems) == 2
    assert all("rows are sorted or moved whole" in problem.mend for problem in problems)


def test_names_are_corrected_by_the_property_that_names_them(tmp_path: Path) -> None:
    term = iris.DEF + "Linkage"
    form = labels({term: ["Linkage", "Lien"], "agency/itu": ["Union", ""]})
    edit = put({(term, "fr"): "Relation", ("agency/itu", "fr"): "Union"})
    found = read("labels", edited(write(form), edit), tmp_path)
    assert found.problems == []
    assert sorted(key[1] for key in found.corrections()) == [RDFS.label, SKOS.prefLabel]


def test_activities_are_corrected_and_new_ones_belong_elsewhere(tmp_path: Path) -> None:
    form = activities({"activity/x/a": ["Libraries", "Books.", "2012"]})

    def edit(sheet: Worksheet) -> None:
        put({("activity/x/a", "text"): "=books", ("activity/x/a", "start"): "2013-02"})(sheet)
        sheet.append([None, None, "Another"])

    found = read("activities", edited(write(form), edit), tmp_path)
    assert [problem.found for problem in found.problems] == [
        "it is a formula (=books)",
        "the row has no hidden identifier",
    ]
    assert "wsisgraph load stocktaking" in found.problems[1].mend
    assert set(found.corrections()) == {("activity/x/a", SCHEMA.startDate)}
    words = put({("activity/x/a", "text"): "'=books"})
    again = read("activities", edited(write(form), words), tmp_path)
    assert again.corrections() == {("activity/x/a", DCT.description): ("Books.", "=books")}
