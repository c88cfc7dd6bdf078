"""Pictures tell what their questions answer: the same numbers, statements and rows."""

import csv
import io
from collections.abc import Callable

from tests.site.pictures.conftest import CATALOGUE, Compose

from wsisgraph.api import pictures
from wsisgraph.api.pages import (
    Bars,
    Flow,
    Governance,
    Lineage,
    Network,
    PictureKind,
    Series,
    TimeLines,
)
from wsisgraph.publishing.gathering import Gathered

BASE = "https://w3id.org/wsis-sdg/"
C6, C4 = BASE + "vocab/action-lines/c6", BASE + "vocab/action-lines/c4"

Ask = Callable[[str], list[dict[str, str]]]


def asked(built_query: Ask, name: str, **values: str) -> list[dict[str, str]]:
    return built_query(CATALOGUE[name].bind(values))


def test_time_lines_show_every_statement_of_the_question_with_its_dates(
    compose: Compose, built_query: Ask
) -> None:
    drawn = compose("roles-in", C6).picture.drawn
    assert isinstance(drawn, TimeLines)
    rows = asked(built_query, "roles/time-lines", context="C6", status="accepted,unconfirmed")
    assert {(role.statement, role.start, role.end, role.year) for role in drawn.roles} == {
        (row["statement"], row.get("start", ""), row.get("end", ""), row.get("year", ""))
        for row in rows
    }
    assert (
        {role.statement for role in drawn.roles if role.standing == "unconfirmed"}
        == {row["statement"] for row in rows if row["standing"].endswith("/unconfirmed")}
        != set()
    )


def test_roles_that_contradict_each_other_are_marked_and_others_are_not(
    compose: Compose, built_query: Ask
) -> None:
    for line, code in ((C4, "C4"), (C6, "C6")):
        drawn = compose("roles-in", line).picture.drawn
        assert isinstance(drawn, TimeLines)
        rows = asked(built_query, "roles/contradictions", line=code)
        against = {row[side] for row in rows for side in ("one", "other")}
        assert {role.statement for role in drawn.roles if role.disputed} == against != set()


def test_a_lineage_has_the_versions_and_relations_of_the_question(
    compose: Compose, built_query: Ask
) -> None:
    iri = BASE + "id/resolution/itu-council-1334"
    drawn = compose("lineage", iri).picture.drawn
    assert isinstance(drawn, Lineage)
    rows = asked(built_query, "instruments/lineage", instrument=iri)
    own = [version for version in drawn.versions if version.own]
    assert [version.concept.iri for version in own] == list(
        dict.fromkeys(row["version"] for row in rows)
    )
    assert {(one.one, one.what.value, one.other) for one in drawn.relations} == {
        (row["version"], row["relation"], row["other"]) for row in rows if "relation" in row
    }
    assert len(drawn.relations) == 2


def test_what_a_layout_suggests_is_apart_from_what_is_known(
    compose: Compose, built_query: Ask
) -> None:
    document = BASE + "id/document/itu-council-002"
    drawn = compose("governance", document).picture.drawn
    assert isinstance(drawn, Governance)
    rows = asked(built_query, "bodies/governance-chart", document=document)
    layout = [row for row in rows if row["how"] == "layout"]
    assert set(drawn.belongs) == {(row["part"], row["above"]) for row in rows if "above" in row}
    assert {(one.text.value, frozenset(one.members)) for one in drawn.suggested} == {
        (
            row["text"],
            frozenset(it["part"] for it in layout if it["statement"] == row["statement"]),
        )
        for row in layout
    }
    # The chart's own order of boxes, which other suggestions do not move.
    order = [box.iri.rpartition("/")[2] for box in drawn.boxes if box.iri in drawn.printed]
    assert order[:4] == ["unga", "ecosoc", "cstd", "wsis-forum"]


def test_flows_are_as_high_as_the_counts_of_the_question_and_of_the_matrix(
    compose: Compose, built_query: Ask
) -> None:
    drawn = compose("flow").picture.drawn
    assert isinstance(drawn, Flow)
    rows = asked(built_query, "activities/flow")
    assert {(line.iri, count) for line, count in drawn.lines} == {
        (row["line"], int(row["activities"]))
        for row in rows
        if "agency" not in row and "goal" not in row
    }
    # The first page counts the same by another question.
    cells = built_query(CATALOGUE["api/matrix-activities"].bind({}))
    assert {one for one in drawn.served if one[2] or one[3]} == {
        (row["line"], row["goal"], int(row["asserted"]), int(row["byMatrix"])) for row in cells
    }


def test_the_network_has_the_linkages_of_the_matrix(compose: Compose, built_query: Ask) -> None:
    drawn = compose("network").picture.drawn
    assert isinstance(drawn, Network)
    total = built_query(
        "SELECT (COUNT(DISTINCT ?l) AS ?n) { ?l a <https://w3id.org/wsis-sdg/def#Linkage> }"
    )
    assert sum(count for _, _, count in drawn.links) == int(total[0]["n"]) > 200
    assert len(drawn.lines) == 18
    assert len(drawn.goals) == 17


def test_a_region_is_as_long_as_its_activities_and_empty_ones_are_shown(
    compose: Compose, built_query: Ask
) -> None:
    drawn = compose("regions", BASE + "vocab/itu-regions").picture.drawn
    assert isinstance(drawn, Bars)
    listed = asked(built_query, "activities/per-region", scheme="itu-regions")
    for region, count in drawn.bars:
        assert count == len({row["activity"] for row in listed if row["region"] == region.iri})
    assert 0 in {count for _, count in drawn.bars}


def test_a_series_has_the_dated_figures_of_its_measure(compose: Compose, built_query: Ask) -> None:
    iri = BASE + "vocab/measures/internet-use-share"
    drawn = compose("figures", iri).picture.drawn
    assert isinstance(drawn, Series)
    rows = asked(built_query, "figures/over-time", measure=iri)
    assert {(point.figure, point.value, point.end) for point in drawn.points} == {
        (row["figure"], float(row["value"]), row["periodEnd"]) for row in rows
    }


def test_the_rows_to_take_away_are_those_of_the_question(
    gathered: Gathered,
    compose: Compose,
    built_query: Ask,
    one_of_each: list[tuple[PictureKind, str]],
) -> None:
    for kind, iri in one_of_each:
        composed = compose(kind, iri)
        text = pictures.sheet(gathered.reading("en"), composed)
        rows = list(csv.DictReader(io.StringIO(text)))
        told = built_query(composed.asked.text(gathered.reading("en")))
        if kind != "regions":
            assert len(rows) == len(told), kind
        for row in rows:
            assert {name: value for name, value in row.items() if value} in told, kind


def test_the_table_beside_a_picture_names_the_question_and_its_values(compose: Compose) -> None:
    picture = compose("roles-in", C4).picture
    assert picture.answer.question.href == (
        "/api/questions/roles/time-lines?context=C4&status=accepted%2Cunconfirmed"
    )
    assert picture.answer.total == len({role.statement for role in picture.drawn.roles})  # type: ignore[union-attr]
    assert {source.iri for source in picture.sources} == {
        document.iri
        for role in picture.drawn.roles  # type: ignore[union-attr]
        for document in role.documents
    }
