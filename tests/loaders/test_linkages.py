"""Tables of linkages: lists, matrices, SSSOM, study questions, and the app's matrix."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from tests import needs
from tests.loaders.listing import Loaded, load

from wsisgraph.graph.assemble import assemble, own_sources, read_shapes
from wsisgraph.graph.validation import validate
from wsisgraph.loading import Kind, Source, bundled
from wsisgraph.terms import iris

SSSOM = """#curie_map:
#  LINE: https://w3id.org/wsis-sdg/vocab/action-lines/
#  SDG: http://metadata.un.org/sdg/
#mapping_set_id: https://example.org/sets/1
#mapping_set_title: "Lines: and goals"
#creator_id:
#  - orcid:0000-0002-1825-0097
#license: https://creativecommons.org/licenses/by/4.0/
#mapping_date: 2024-05-06
"""
COLUMNS = "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\tcomment"
CURATED = "semapv:ManualMappingCuration"


@pytest.fixture
def source(sources: dict[str, Source]) -> Source:
    return sources["linkages"]


def table(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def cells(done: Loaded) -> set[str]:
    return {key.rpartition("/")[2] for key in done.of("Linkage")}


def test_a_list_gives_a_linkage_for_each_line_with_each_goal(
    source: Source, tmp_path: Path
) -> None:
    header = "Action line;SDGs;Strength;Confidence;Rationale;Direction"
    path = table(
        tmp_path / "t.csv",
        header,
        "C2, C5;9.c, 4;strong;0.9;Lines are needed.;",
        "C7. ICT Applications: e-health;SDG 3: Good health;high;80%;;both",
        "Capacity building;4.4.1;;;;",
    )
    done = load(source, path)
    assert done.problems == []
    assert cells(done) == {"c2-9.c", "c2-4", "c5-9.c", "c5-4", "c7-ehea-3", "c4-4.4"}
    first = done.of("Linkage")["linkage/linkages/c2-9.c"]
    assert first["strength"] == [iris.vocab("strength", "strong")]
    assert first["confidence"] == ["0.9"]
    assert first["direction"] == [iris.vocab("directions", "forward")]
    assert first["description"] == ["Lines are needed."]
    second = done.of("Linkage")["linkage/linkages/c7-ehea-3"]
    assert (second["confidence"], second["direction"][0][-4:]) == (["0.8"], "both")
    assert any("the indicator 4.4.1 is taken for its target" in s for s in done.told(Kind.NOTICE))


def test_linkages_belong_to_their_author(source: Source, tmp_path: Path) -> None:
    path = table(tmp_path / "t.csv", "Action line,Goal", "C2,9")
    (known,) = load(source, path, parameters={"author": "UNESCO"}).of("Linkage").values()
    assert known["creator"] == [f"{iris.base_iri()}id/agency/unesco"]
    done = load(source, path, parameters={"author": "Institute of Rain"})
    (made,) = done.of("Linkage").values()
    assert [body["prefLabel"] for body in done.of("Body").values()] == [["Institute of Rain"]]
    assert made["creator"] == [f"{iris.base_iri()}id/{key}" for key in done.of("Body")]


def test_two_authors_of_one_table_may_say_the_same(source: Source, tmp_path: Path) -> None:
    path = table(tmp_path / "t.csv", "Action line,Goal,Author", "C2,9,ITU", "C2,9,UNESCO")
    done = load(source, path)
    assert done.problems == []
    assert set(done.of("Linkage")) == {"linkage/linkages/itu/c2-9", "linkage/linkages/unesco/c2-9"}


def test_a_status_may_be_asked_for(source: Source, tmp_path: Path) -> None:
    path = table(tmp_path / "t.csv", "Action line,Goal", "C2,9")
    done = load(source, path, parameters={"status": "proposed"})
    assert {fact.status for fact in done.facts if fact.record} == {"proposed"}
    assert load(source, path, parameters={"status": "true"}).problems


@pytest.mark.parametrize(
    ("row", "place", "found"),
    [
        ("C2,18,", "Goal", "There is no goal 18"),
        ("C2,9.z,", "Goal", "There is no target 9.z"),
        ("C7,9,", "Action line", "C7 as a whole is no row of the matrix"),
        ("C2,,", "Goal", "no goal or target is named"),
        (",9,", "Action line", "no action line is named"),
        ("9,9,", "Action line", "9 is a goal, where an action line belongs"),
        ("C2,C3,", "Goal", "C3 is an action line, where a goal or target belongs"),
        ("C2,rain,", "Goal", "“rain” names no action line, goal or target"),
        ("C2,9,7", "Confidence", "the confidence is “7”"),
        ("C2,9,1e400", "Confidence", "the confidence is “1e400”"),
        ("C1,1,", "", "C1 with 1 was already given in row 2"),
    ],
)
def test_a_bad_row_is_told_with_its_place_and_the_others_are_taken(
    source: Source, tmp_path: Path, row: str, place: str, found: str
) -> None:
    rows = ["Action line,Goal,Confidence", "C1,1,0.5", row, "C3,4,0.5"]
    done = load(source, table(tmp_path / "t.csv", *rows))
    assert cells(done) == {"c1-1", "c3-4"}
    (problem,) = done.problems
    assert problem.startswith(f"{tmp_path}/t.csv:3{f', “{place}”' if place else ''}: ")
    assert found in problem


def test_a_matrix_gives_a_linkage_for_each_mark(source: Source, tmp_path: Path) -> None:
    rows = [
        "Action line,SDG 1,SDG 2,SDG 3,SDG 4,SDG 5",
        "C1,x,,High,,no",
        "C7 e-health,,✓,3,,perhaps",
        ",,,,,",
    ]
    done = load(source, table(tmp_path / "t.csv", *rows))
    assert done.problems == []
    assert cells(done) == {"c1-1", "c1-3", "c7-ehea-2", "c7-ehea-3"}
    strong = iris.vocab("strength", "strong")
    assert done.of("Linkage")["linkage/linkages/c1-3"]["strength"] == [strong]
    assert "“perhaps” is no mark" in "".join(done.told(Kind.UNKNOWN))


def test_a_matrix_may_have_the_lines_as_columns(source: Source, tmp_path: Path) -> None:
    rows = ["Goal;C1;C2;C3;C4;C5", "SDG 9;x;;;;x", "SDG 4;;;x;;"]
    done = load(source, table(tmp_path / "t.csv", *rows))
    assert cells(done) == {"c1-9", "c5-9", "c3-4"}


def test_sssom_is_read_with_its_metadata(source: Source, tmp_path: Path) -> None:
    rows = [
        f"LINE:c2\tskos:relatedMatch\tSDG:9.c\t{CURATED}\t0.8\tbecause",
        f"SDG:4\tskos:relatedMatch\tLINE:c7-elea\t{CURATED}\t\t",
    ]
    path = tmp_path / "t.sssom.tsv"
    path.write_text(SSSOM + "\n".join([COLUMNS, *rows]) + "\n")
    done = load(source, path)
    assert done.problems == []
    assert cells(done) == {"c2-9.c", "c7-elea-4"}
    first = done.of("Linkage")["linkage/linkages/c2-9.c"]
    assert first["creator"] == ["https://orcid.org/0000-0002-1825-0097"]
    assert (first["confidence"], first["description"]) == (["0.8"], ["because"])
    second = done.of("Linkage")["linkage/linkages/c7-elea-4"]
    assert second["direction"] == [iris.vocab("directions", "reverse")]
    (document,) = done.of("Document").values()
    assert (document["title"], document["issued"]) == (["Lines: and goals"], ["2024-05-06"])
    passages = {thing["locator"][0] for thing in done.of("Passage").values()}
    assert passages == {"row-10", "row-11", "row-12"}


def test_an_sssom_row_that_denies_gives_no_linkage(source: Source, tmp_path: Path) -> None:
    path = tmp_path / "t.sssom.tsv"
    path.write_text(
        SSSOM + f"{COLUMNS}\tpredicate_modifier\nLINE:c2\tx\tSDG:9\t{CURATED}\t1\t\tNot\n"
    )
    done = load(source, path)
    assert (done.problems, cells(done)) == ([], set())
    assert any("denies a linkage" in said for said in done.told(Kind.NOTICE))


def test_authors_named_by_their_labels_are_kept(source: Source, tmp_path: Path) -> None:
    path = tmp_path / "t.sssom.tsv"
    path.write_text(
        SSSOM + f"{COLUMNS}\tauthor_label\nLINE:c2\tx\tSDG:9\t{CURATED}\t1\t\tJane Doe|UNESCO\n"
    )
    done = load(source, path)
    assert done.problems == []
    (linkage,) = done.of("Linkage").values()
    assert len(linkage["creator"]) == 2


@pytest.mark.parametrize("metadata", ["#: [\n", "#a: b: c\n", "#- x\n", "#a: !!python/object x\n"])
def test_broken_metadata_are_told_and_do_not_crash(
    source: Source, tmp_path: Path, metadata: str
) -> None:
    path = tmp_path / "t.sssom.tsv"
    row = f"wsis_line:c2\tx\tsdg:9\t{CURATED}\t1\t"
    path.write_text(f"#mapping_set_id: x\n{metadata}{COLUMNS}\n{row}\n")
    done = load(source, path)
    assert done.problems or cells(done) == {"c2-9"}


def test_questions_of_study_groups_are_activities(source: Source, tmp_path: Path) -> None:
    rows = ["Question;Action lines;SDGs", "Q1/1: Broadband;C2, C6;9; 9.c", "Q2/1: Video;C9;"]
    path = table(tmp_path / "t.csv", *(row.replace("9; 9.c", "9, 9.c") for row in rows))
    done = load(source, path)
    assert done.problems == []
    assert done.kinds["Linkage"] == 0
    links = Counter(link["activity"][0] for link in done.of("ActivityLink").values())
    assert sorted(links.values()) == [1, 4]
    assert done.named("Q1/1: Broadband")["type"][-1] == iris.vocab("activity-kinds", "study")


def app() -> list[Path]:
    folder = needs.shared() / "sources" / "wsis-sdg-matrix-app"
    return [folder / "actions.json", folder / "sdgs.json"]


@pytest.mark.parametrize("name", ["linkages", "wsis-sdg-matrix-app"])
def test_the_matrix_of_the_app_brings_its_texts_to_the_bundled_linkages(
    sources: dict[str, Source], name: str
) -> None:
    done = load(sources[name], app())
    assert done.problems == []
    ours = {
        fact.subject.partition("/id/")[2]
        for fact in sources["wsis-sdg-matrix"].read()[0]
        if "/id/linkage/" in fact.subject
    }
    linkages = done.of("Linkage")
    assert set(linkages) == ours
    assert Counter("." in key.rpartition("-")[2] for key in linkages) == {False: 124, True: 163}
    texts = [text for link in linkages.values() for text in link.get("description", [])]
    assert len(texts) > 180
    assert all(len(text) > 20 for text in texts)
    assert all(
        len(link["statedIn"]) == 2 and len(link["confidence"]) == 1 for link in linkages.values()
    )


def test_where_the_app_and_the_bundled_matrix_differ_is_told(sources: dict[str, Source]) -> None:
    done = load(sources["wsis-sdg-matrix-app"], app())
    said = done.told(Kind.NOTICE)
    for cell in ("C4 with goal 8", "C7-eenv with goal 16", "C8 with goal 5"):
        assert any(f"the app has {cell}, which the bundled matrix leaves out" in s for s in said)
    assert done.counted["only in the app"] == 3
    assert done.counted["only bundled"] == 0


@pytest.mark.parametrize(
    "text", ["{}", "[]", "[1]", '[{"goals": 3}]', "nonsense", '[{"goals": [{}]}]']
)
def test_a_file_that_is_not_of_the_app_is_refused(
    sources: dict[str, Source], tmp_path: Path, text: str
) -> None:
    path = tmp_path / "actions.json"
    path.write_text(text)
    done = load(sources["wsis-sdg-matrix-app"], path)
    assert done.problems
    assert done.facts == []


def test_a_code_of_the_app_that_does_not_exist_is_told(
    sources: dict[str, Source], tmp_path: Path
) -> None:
    lines = [
        {"name": "x", "goals": [{"goalId": 0, "subgoals": [{"subId": "18", "rationale": "r"}]}]}
    ]
    path = tmp_path / "actions.json"
    path.write_text(json.dumps(lines))
    done = load(sources["wsis-sdg-matrix-app"], path)
    assert any("There is no goal 18" in said for said in done.told(Kind.NOTICE))


def test_what_is_loaded_keeps_every_must_of_the_shapes(
    sources: dict[str, Source], tmp_path: Path
) -> None:
    store = assemble([*own_sources().values(), *bundled()]).store
    tables = {
        "linkages": table(tmp_path / "a.csv", "Action line,Goal,Author", "C2,9,Institute of Rain"),
        "study-questions": table(tmp_path / "b.csv", "Question,Action line,SDG", "Q1/1,C2,9"),
    }
    for name, path in tables.items():
        source = sources["linkages"]
        own = replace(source, manifest=replace(source.manifest, id=name))
        store.extend(fact.quad(name) for fact in load(own, path).facts)
    done = load(sources["wsis-sdg-matrix-app"], app())
    store.extend(fact.quad("wsis-sdg-matrix-app") for fact in done.facts)
    findings = validate(list(store), read_shapes()[1])
    assert [finding for finding in findings if finding.severity == "Violation"] == []


def test_a_goal_beside_its_target_is_no_linkage_of_its_own(source: Source, tmp_path: Path) -> None:
    rows = ["Action line,Goal,Target", "C1,16,16.6", "C1,16,16.7", "C2,9,"]
    done = load(source, table(tmp_path / "t.csv", *rows))
    assert done.problems == []
    assert done.told(Kind.UNKNOWN) == []
    assert cells(done) == {"c1-16.6", "c1-16.7", "c2-9"}


def test_a_column_of_a_matrix_with_a_goal_that_does_not_exist_is_a_problem(
    source: Source, tmp_path: Path
) -> None:
    rows = [
        "Line,Name,SDG1,SDG2,SDG3,SDG4,SDG5,SDG18",
        "C2,Lines,x,,?,x,,x",
        "Note: draft,,,,,,,",
    ]
    done = load(source, table(tmp_path / "t.csv", *rows))
    assert cells(done) == {"c2-1", "c2-4"}
    (problem,) = done.problems
    assert "t.csv:1, “SDG18”: There is no goal 18" in problem
    told = "\n".join(done.told(Kind.UNKNOWN))
    assert "t.csv:1, “Name”: the column “Name” names no goal" in told
    assert "t.csv:2, “SDG3”: “?” is no mark that is known" in told
    assert "t.csv:3: “Note: draft” stands below the rows" in told


def test_every_fault_of_a_row_is_told(source: Source, tmp_path: Path) -> None:
    rows = ["Action line,Goal,Confidence", "C1,1,0.5", "C12,18,7"]
    done = load(source, table(tmp_path / "t.csv", *rows))
    assert [said.partition("“")[2].partition("”")[0] for said in done.problems] == [
        "Action line",
        "Goal",
        "Confidence",
    ]


def test_what_comes_from_another_vocabulary_is_no_code(source: Source, tmp_path: Path) -> None:
    rows = [
        SSSOM + COLUMNS,
        f"LINE:c2\tskos:relatedMatch\tSDG:9\t{CURATED}\t0.5\t",
        f"other:c3\tskos:relatedMatch\tSDG:4\t{CURATED}\t0.5\t",
        f"https://example.org/c4\tskos:relatedMatch\tSDG:4\t{CURATED}\t0.5\t",
    ]
    done = load(source, table(tmp_path / "t.sssom.tsv", *rows))
    assert cells(done) == {"c2-9"}
    assert "has the prefix “other”, which is not in the curie_map" in done.problems[0]
    assert "is the IRI of no action line" in done.problems[1]


def test_a_question_has_its_title_and_its_study_group(source: Source, tmp_path: Path) -> None:
    rows = [
        "Study group,Question,Title,Action lines,SDGs",
        "ITU-D SG1,Q1/1,Broadband,C2,9",
        "ITU-T SG1,Q1/1,Numbers,C5,16",
        "Total,2,,,",
    ]
    done = load(source, table(tmp_path / "t.csv", *rows))
    assert done.problems == []
    names = {each["prefLabel"][0] for each in done.of("Activity").values()}
    assert names == {"Q1/1: Broadband", "Q1/1: Numbers"}
    assert len({each["carriedOutBy"][0] for each in done.of("Activity").values()}) == 2


def test_a_nought_that_a_workbook_may_have_lost_is_told(source: Source, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Action line", "Target"], ["C1", 16.10], ["C2", 9.1]):
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    done = load(source, tmp_path / "t.xlsx")
    assert cells(done) == {"c1-16.1", "c2-9.1"}
    told = [said for said in done.told(Kind.NOTICE) if "whose last nought" in said]
    assert ["it may have been 16.10" in said for said in told] == [True]
