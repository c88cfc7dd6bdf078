"""The nominations of 2015, all of them, and what a list of nominations gives."""

import csv
from pathlib import Path

import pytest
from tests import needs
from tests.loaders.listing import Loaded, label, load

from wsisgraph.graph.assemble import assemble, own_sources, read_shapes
from wsisgraph.graph.validation import validate
from wsisgraph.loading import Kind, Source, bundled
from wsisgraph.terms import iris


def nominations() -> Path:
    (path,) = (needs.shared() / "sources" / "wsis-prizes-2015").glob("*.csv")
    return path


@pytest.fixture(scope="module")
def loaded(sources: dict[str, Source]) -> Loaded:
    return load(sources["wsis-prizes"], nominations())


def test_every_row_is_an_activity_and_a_nomination(loaded: Loaded) -> None:
    assert loaded.problems == []
    assert loaded.told(Kind.UNKNOWN) == []
    kinds = loaded.kinds
    assert (kinds["Activity"], kinds["Nomination"], kinds["ActivityLink"]) == (302, 302, 302)
    with nominations().open(encoding="utf-8", newline="") as table:
        titles = [" ".join(row["project"].split()) for row in csv.DictReader(table)]
    made = [title for thing in loaded.of("Activity").values() for title in thing["prefLabel"]]
    assert sorted(made) == sorted(titles)


def test_every_row_has_its_line_and_its_country(loaded: Loaded) -> None:
    with nominations().open(encoding="utf-8", newline="") as table:
        rows = {" ".join(row["project"].split()): row for row in csv.DictReader(table)}
    lines = {
        link["activity"][0]: link["linksTo"][0].rpartition("/")[2]
        for link in loaded.of("ActivityLink").values()
    }
    for key, activity in loaded.of("Activity").items():
        row = rows[activity["prefLabel"][0]]
        assert lines[f"{iris.base_iri()}id/{key}"] == row["action_line"].lower()
        if row["country"] == "INTERNATIONAL":
            assert "inRegion" not in activity
            assert activity["reach"][0].endswith("/international")
        else:
            assert len(activity["inRegion"]) == 1


def test_what_is_loaded_keeps_every_must_of_the_shapes(loaded: Loaded) -> None:
    store = assemble([*own_sources().values(), *bundled()]).store
    store.extend(fact.quad("wsis-prizes") for fact in loaded.facts)
    findings = validate(list(store), read_shapes()[1])
    assert [finding for finding in findings if finding.severity == "Violation"] == []


def test_every_row_is_cited(loaded: Loaded) -> None:
    passages = loaded.of("Passage")
    rows = {thing["locator"][0] for thing in passages.values()}
    assert rows == {f"row-{number}" for number in range(1, 304)}
    activity = loaded.named("Burkina Open Data Initiative")
    (stated,) = activity["statedIn"]
    passage = passages[stated.partition("/id/")[2]]
    assert passage["locator"] == ["row-2"]
    assert passage["isPartOf"] == [f"{iris.base_iri()}id/document/wsis-prizes"]


def test_the_edition_is_taken_from_the_name_of_the_file_and_that_is_told(loaded: Loaded) -> None:
    editions = {
        edition for thing in loaded.of("Nomination").values() for edition in thing["edition"]
    }
    assert editions == {f"{iris.base_iri()}id/edition/wsis-prizes/2015"}
    assert any("taken for the edition of 2015" in said for said in loaded.told(Kind.NOTICE))


def test_bodies_are_brought_together_and_every_merge_is_told(loaded: Loaded) -> None:
    merged = [said for said in loaded.told(Kind.NOTICE) if "is taken for the same body as" in said]
    assert len(merged) == loaded.counted["merged"] == 11
    assert any("Univercity" in said and "one letter" in said for said in merged)
    made = [
        iri
        for activity in loaded.of("Activity").values()
        for iri in activity["carriedOutBy"]
        if "/body/sa-" in iri and "electronic-university" in iri
    ]
    assert len(set(made)) == 1
    assert label(loaded, made[0]) == "Saudi Electronic University"


def test_bodies_that_the_graph_has_are_not_made_again(loaded: Loaded) -> None:
    fao = f"{iris.base_iri()}id/agency/fao"
    assert any(activity["carriedOutBy"] == [fao] for activity in loaded.of("Activity").values())
    assert [fact for fact in loaded.facts if fact.subject == fao] == []


def test_ministries_of_several_countries_stay_apart_and_that_is_told(loaded: Loaded) -> None:
    apart = [said for said in loaded.told(Kind.NOTICE) if "stands in several countries" in said]
    assert any(
        "MINISTRY OF EDUCATION” stands in several countries (AE, MY, OM, SA)" in s for s in apart
    )


def test_facts_of_a_row_bear_its_key_and_those_of_all_rows_none(loaded: Loaded) -> None:
    for fact in loaded.facts:
        kind = fact.subject.partition("/id/")[2].partition("/")[0]
        shared = kind in ("body", "edition") or fact.subject.endswith(
            ("document/wsis-prizes", "/p/header")
        )
        assert bool(fact.record) is not shared, fact


def test_the_same_list_as_a_plain_list_of_projects_gives_the_same_activities(
    sources: dict[str, Source], loaded: Loaded
) -> None:
    plain = load(sources["stocktaking"], nominations())
    assert plain.problems == []
    assert plain.kinds["Activity"] == 302
    assert plain.kinds["Nomination"] == 0

    def keys(done: Loaded) -> set[str]:
        return {key.rpartition("/")[2] for key in done.of("Activity")}

    assert keys(plain) == keys(loaded)


def test_a_list_without_a_year_is_asked_for_it(sources: dict[str, Source], tmp_path: Path) -> None:
    path = tmp_path / "nominated.csv"
    path.write_text(
        "action_line,category,project,organisation,country\nC3,,Libraries,Rain Board,KENYA\n"
    )
    given = load(sources["wsis-prizes"], path, parameters={"edition": "2016"})
    assert given.problems == []
    assert given.kinds["Nomination"] == 1
    missing = load(sources["wsis-prizes"], path)
    assert ["no year" in said for said in missing.problems] == [True]


def test_an_updated_list_keeps_the_keys_of_what_did_not_change(
    sources: dict[str, Source], loaded: Loaded, tmp_path: Path
) -> None:
    with nominations().open(encoding="utf-8", newline="") as table:
        rows = list(csv.reader(table))
    gone = rows.pop(10)
    rows[20][3] = "Another Organisation"
    rows.insert(3, ["C2", "", "A new project", "Rain Board", "KENYA"])
    path = tmp_path / "updated-2015.csv"
    with path.open("w", encoding="utf-8", newline="") as table:
        csv.writer(table).writerows(rows)
    again = load(sources["wsis-prizes"], path)
    before, after = set(loaded.of("Activity")), set(again.of("Activity"))
    assert len(before - after) == 1
    assert len(after - before) == 1
    assert loaded.of("Activity")[(before - after).pop()]["prefLabel"] == [gone[2]]


def test_two_lists_of_one_command_are_two_documents_and_one_body_for_each_name(
    sources: dict[str, Source], tmp_path: Path
) -> None:
    header = "action_line,category,project,organisation,country\n"
    first, second = tmp_path / "spring-2015.csv", tmp_path / "autumn-2016.csv"
    first.write_text(header + "C3,,Libraries,Ministry Of Health,KENYA\n")
    second.write_text(header + "C4,,Lessons,Ministry of Health,KENYA\n")
    both = load(sources["wsis-prizes"], [first, second])
    assert both.problems == []
    assert sorted(f"{iris.base_iri()}id/{key}" for key in both.of("Document")) == [
        f"{iris.base_iri()}id/document/wsis-prizes",
        f"{iris.base_iri()}id/document/wsis-prizes-2",
    ]
    (body,) = both.of("Body").values()
    assert body["prefLabel"] == ["Ministry Of Health"]
    assert body["altLabel"] == ["Ministry of Health"]
    editions = {each["edition"][0].rpartition("/")[2] for each in both.of("Nomination").values()}
    assert editions == {"2015", "2016"}
    told = [said for said in both.told(Kind.NOTICE) if "same body" in said]
    assert ["autumn-2016.csv:2" in said for said in told] == [True]
