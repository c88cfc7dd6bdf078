"""The matrix: what the curated table says, and what is refused."""

import csv
from collections import Counter

import pytest
from tests import needs
from tests.loaders.conftest import Try

from wsisgraph.loading import Fact, Source
from wsisgraph.terms import codes, iris
from wsisgraph.terms.namespaces import DCT, RDF, WSIS

COLUMNS = ("action_line", "goal", "targets", "direction", "include", "rationale_pointer", "note")
BOTH = "found-both-directions"


@pytest.fixture(scope="module")
def facts(sources: dict[str, Source]) -> list[Fact]:
    return sources["wsis-sdg-matrix"].read()[0]


def linkages(facts: list[Fact]) -> dict[str, dict[str, str]]:
    """The linkages by their IRI: local names of properties to the last part of each value."""
    found: dict[str, dict[str, str]] = {}
    for fact in facts:
        if "/id/linkage/" in fact.subject:
            name = fact.predicate.rpartition("#")[2].rpartition("/")[2]
            found.setdefault(fact.subject, {})[name] = fact.object.value.rpartition("/")[2]
    return found


def lines_of(facts: list[Fact], code: str) -> set[str]:
    return {link["actionLine"] for link in linkages(facts).values() if link["linksTo"] == code}


def test_each_included_cell_gives_a_linkage_to_the_goal_and_one_to_each_target(
    facts: list[Fact],
) -> None:
    objects = [link["linksTo"] for link in linkages(facts).values()]
    assert Counter("." in code for code in objects) == {False: 124, True: 163}
    assert len({code for code in objects if "." in code}) == 80


def test_e_learning_supports_goal_4_only(facts: list[Fact]) -> None:
    assert {
        link["linksTo"] for link in linkages(facts).values() if link["actionLine"] == "c7-elea"
    } == {"4"}


def test_the_lines_of_target_9c_are_those_of_the_matrix(facts: list[Fact]) -> None:
    assert lines_of(facts, "9.c") == {"c2", "c5", "c6", "c7-egov", "c7-eagr", "c9"}


def test_cells_that_the_source_does_not_state_or_that_were_slips_give_no_linkage(
    facts: list[Fact],
) -> None:
    assert "c11" not in lines_of(facts, "3")
    assert "c4" not in lines_of(facts, "8")
    assert "c8" not in lines_of(facts, "5")
    assert "c7-eenv" not in lines_of(facts, "16")


def test_an_excluded_cell_keeps_its_passage_with_the_reason(facts: list[Fact]) -> None:
    passage = iris.individual("document", "ict4sdg-app/p/c4-8")
    said = {fact.predicate for fact in facts if fact.subject == passage}
    assert {DCT.abstract, WSIS.coverage} <= said


def test_confidence_follows_the_direction_and_no_strength_is_invented(facts: list[Fact]) -> None:
    links = linkages(facts).values()
    assert {(link["direction"], link["confidence"]) for link in links} == {
        ("both", "0.95"),
        ("forward", "0.7"),
        ("reverse", "0.7"),
    }
    assert all("strength" not in link for link in links)


def test_every_linkage_tells_the_copy_and_the_primary_source_apart(facts: list[Fact]) -> None:
    passages = {
        fact.subject
        for fact in facts
        if fact.predicate == RDF.type and fact.object.value == WSIS.Passage
    }
    stated = {fact.object.value for fact in facts if fact.predicate == WSIS.statedIn}
    assert stated <= passages
    assert len(passages) == 127
    assert {link["hadPrimarySource"] for link in linkages(facts).values()} == {
        "wsis-sdg-matrix-2015"
    }


@pytest.mark.parametrize(
    ("row", "found", "mend"),
    [
        (f"C2,18,,{BOTH},yes,,", "There is no goal 18", "the goals are 1 to 17"),
        (f"C2,9,9.z,{BOTH},yes,,", "There is no target 9.z", "9.1, 9.2"),
        (f"C12,9,,{BOTH},yes,,", "no action line “C12”", "C1 to C11"),
        (f"C7,9,,{BOTH},yes,,", "no row of the matrix", "C7-egov"),
        (f"9,9,,{BOTH},yes,,", "action_line is “9”, a goal", "action-line"),
        (f'C2,9,"9.1, 8.2",{BOTH},yes,,', "“8.2”, which is no target of goal 9", "9.c"),
        (f'C2,9,"9.c, 9.C",{BOTH},yes,,', "9.c twice", "delete"),
        ("C2,9,,both ways,yes,,", "direction is “both ways”", "found-forward-only"),
        (f"C2,9,,{BOTH},perhaps,,", "include is “perhaps”", "yes, no"),
        (f"C2,9,,{BOTH},yes,", "6 cells", "quote"),
    ],
)
def test_a_bad_row_is_refused_with_its_line_and_a_mend(
    attempt: Try, row: str, found: str, mend: str
) -> None:
    good = f"C3,4,,{BOTH},yes,,"
    facts, problems = attempt("wsis-sdg-matrix", COLUMNS, good, row)
    assert len(problems) == 1, problems
    assert problems[0].where.endswith("rows.csv:3")
    assert found in problems[0].found
    assert mend in problems[0].mend
    assert any(fact.subject.endswith("/c3-4") for fact in facts), "the good row was lost"


def test_a_cell_given_twice_is_refused_and_names_both_rows(attempt: Try) -> None:
    rows = (f"C2,9,9.1,{BOTH},yes,,", f"c.2,SDG 9,9.c,{BOTH},yes,,")
    _, problems = attempt("wsis-sdg-matrix", COLUMNS, *rows)
    assert [problem.where.rpartition(":")[2] for problem in problems] == ["3"]
    assert "rows.csv:2" in problems[0].found


def test_the_curated_table_has_the_cells_of_the_table_it_was_curated_from(
    sources: dict[str, Source],
) -> None:
    theirs = needs.shared() / "sources" / "facts" / "wsis_sdg_matrix.csv"
    ours = sources["wsis-sdg-matrix"].manifest.folder / "facts" / "linkages.csv"

    def cells(path: object, goal: str, targets: str, direction: str, separator: str) -> set[object]:
        with open(str(path), encoding="utf-8", newline="") as table:
            return {
                (
                    row["action_line"],
                    row[goal],
                    frozenset(code.strip() for code in row[targets].split(separator) if code),
                    row[direction],
                    row["include"],
                )
                for row in csv.DictReader(table)
            }

    assert cells(ours, "goal", "targets", "direction", ",") == cells(
        theirs, "sdg_goal", "sdg_targets", "confidence", ";"
    )


def test_every_line_of_the_matrix_has_a_row(facts: list[Fact]) -> None:
    assert {link["actionLine"] for link in linkages(facts).values()} == {
        line.lower() for line in codes.MATRIX_LINES
    }
