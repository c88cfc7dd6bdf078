"""The gate: everything of a file is taken, or nothing, and it says what and why."""

import csv
import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Self

import pytest
from pyoxigraph import NamedNode, Store
from tests.intake.bodies import BODIES

from wsisgraph.intake import Report, Wishes, gate, prospect, take
from wsisgraph.intake.difference import Verb
from wsisgraph.loading import Context, Fact, Kind, Options, Origin, literal, node
from wsisgraph.settings import Settings
from wsisgraph.store.journal import JournalReader
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import PROV, RDF, SCHEMA, SKOS, VOID, WSIS

Table = Callable[..., Path]
Load = Callable[..., Report]
Held = Callable[[str], Store]
Revision = Callable[[], str]


def names(store: Store) -> set[str]:
    quads = store.quads_for_pattern(None, NamedNode(SKOS.prefLabel), None)
    return {q.object.value for q in quads if q.object.language == "en"}  # type: ignore[union-attr]


def problems(report: Report) -> list[str]:
    return [str(remark.as_problem()) for remark in report.of(Kind.PROBLEM)]


def test_a_good_file_becomes_facts_in_the_graph_of_its_source(
    table: Table, load: Load, held: Held
) -> None:
    done = load(table("a,Alpha,office", "b,Beta,fund"))
    assert done.exit_code == 0
    assert (done.taken, done.left_out, done.facts) == (2, 0, 8)
    assert done.counted == {"rows": 2}
    assert names(held("bodies")) == {"Alpha", "Beta"}


def test_one_bad_row_refuses_the_file(
    table: Table, load: Load, held: Held, revision: Revision
) -> None:
    before = revision()
    done = load(table("a,Alpha,office", "b,,fund"))
    assert done.exit_code == 3
    assert problems(done) == ["bodies.csv:3, “name”: there is no name; give one."]
    assert revision() == before
    assert len(held("bodies")) == 0


def test_a_row_that_breaks_a_shape_refuses_the_file_and_is_named(
    table: Table, load: Load, held: Held
) -> None:
    done = load(table("a,Alpha,office", "b,Beta,no-such-kind"))
    assert done.exit_code == 3
    assert len(held("bodies")) == 0
    (said,) = problems(done)
    assert said.startswith("bodies.csv:3: ")
    assert "no-such-kind" in said
    assert "shapes/Body.ttl:" in said


def test_good_rows_are_kept_when_asked_and_the_others_written_with_the_reasons(
    table: Table, load: Load, held: Held
) -> None:
    path = table("a,Alpha,office", "b,,fund", "c,=Gamma,no-such-kind", "d,Delta,fund")
    done = load(path, keep_good=True)
    assert done.exit_code == 1
    assert (done.taken, done.left_out) == (2, 2)
    assert names(held("bodies")) == {"Alpha", "Delta"}
    (rejected,) = done.rejected
    text = Path(rejected).read_text(encoding="utf-8-sig")
    header, first, second = csv.reader(text.splitlines())
    assert header == ["row", "not taken because", "key", "name", "kind"]
    assert first == ["3", "name: there is no name (give one)", "b", "", "fund"]
    assert second[0] == "4"
    assert "no-such-kind" in second[1]
    assert second[2:] == ["c", "'=Gamma", "no-such-kind"]


def test_a_key_given_twice_is_found_across_the_whole_file(
    table: Table, load: Load, held: Held
) -> None:
    lines = [f"k{number},Name {number},office" for number in range(5000)]
    path = table(*lines, "k17,Another,fund")
    done = load(path)
    # What is said to be possible is what is done below.
    assert (done.taken, done.left_out) == (5000, 1)
    assert problems(done) == [
        "bodies.csv:5002: the key “k17” was already given at bodies.csv:19;"
        " keep one of the two, or give one another key."
    ]
    done = load(path, keep_good=True)
    assert (done.taken, done.left_out) == (5000, 1)
    assert "Name 17" in names(held("bodies"))
    assert "Another" not in names(held("bodies"))


def test_unknown_things_are_told_and_refused_when_strict(
    table: Table, load: Load, held: Held
) -> None:
    path = table("a,Alpha,office,x", "b,Beta,fund,", header="key,name,kind,note")
    strict = load(path, options=Options(strict=True))
    assert strict.exit_code == 3
    assert problems(strict) == ["bodies.csv:2, “note”: nobody knows notes; leave them out."]
    done = load(path)
    assert done.exit_code == 0
    assert [remark.origin.line for remark in done.of(Kind.UNKNOWN)] == [2]
    assert names(held("bodies")) == {"Alpha", "Beta"}


def test_a_dry_run_says_what_would_change_and_changes_nothing(
    table: Table, load: Load, held: Held, revision: Revision, settings: Settings
) -> None:
    before = revision()
    done = load(table("a,Alpha,office"), dry=True)
    assert done.exit_code == 1
    assert done.difference is not None
    assert done.difference.entries == {Verb.ADDED: 1}
    assert revision() == before
    assert len(held("bodies")) == 0
    assert not list(settings.data.glob("load-*"))
    load(table("a,Alpha,office"))
    again = load(table("a,Alpha,office"), dry=True)
    assert again.exit_code == 0


def test_an_updated_file_adds_changes_and_retires_by_key(
    table: Table, load: Load, held: Held
) -> None:
    load(table("a,Alpha,office", "b,Beta,fund", "c,Gamma,fund"))
    done = load(table("d,Delta,fund", "c,Gamma,fund", "a,Alpha II,office"))
    assert done.difference is not None
    assert done.difference.entries == {
        Verb.ADDED: 1,
        Verb.CHANGED: 1,
        Verb.RETIRED: 1,
        Verb.SAME: 1,
    }
    told = {change.verb: change for change in done.difference.changes}
    assert told[Verb.ADDED].record == "d"
    assert told[Verb.RETIRED].title == "Beta"
    assert told[Verb.CHANGED].record == "a"
    assert told[Verb.CHANGED].details == (
        "- id/body/bodies-a prefLabel “Alpha”@en",
        "- id/body/bodies-a prefLabel “Alpha”@zh",
        "+ id/body/bodies-a prefLabel “Alpha II”@en",
        "+ id/body/bodies-a prefLabel “Alpha II”@zh",
    )
    assert names(held("bodies")) == {"Alpha II", "Gamma", "Delta"}


def test_the_same_file_again_makes_no_revision(
    table: Table, load: Load, revision: Revision
) -> None:
    load(table("a,Alpha,office"))
    before = revision()
    done = load(table("a,Alpha,office"))
    assert revision() == before
    assert done.exit_code == 0
    assert done.outcome is not None
    assert not done.outcome.changed


def test_another_data_set_stands_beside_the_first(table: Table, load: Load, held: Held) -> None:
    load(table("a,Alpha,office"))
    done = load(table("a,Another,fund"), name="bodies-2016")
    assert done.exit_code == 0
    assert names(held("bodies")) == {"Alpha"}
    assert names(held("bodies-2016")) == {"Another"}


def test_facts_go_to_the_graph_of_their_status(table: Table, load: Load, held: Held) -> None:
    load(
        table(
            "a,Alpha,office,accepted",
            "b,Beta,fund,proposed",
            "c,Gamma,fund,unconfirmed",
            header="key,name,kind,status",
        )
    )
    assert names(held("bodies")) == {"Alpha"}
    assert names(held("proposed/bodies")) == {"Beta"}
    assert names(held("unconfirmed/bodies")) == {"Gamma"}
    assert load(table("b,Beta,fund")).exit_code == 0
    assert names(held("bodies")) == {"Beta"}
    assert not names(held("proposed/bodies"))


def test_who_loaded_which_file_is_told_of_the_graph(
    table: Table, load: Load, held: Held, settings: Settings
) -> None:
    path = table("a,Alpha,office")
    load(path, by="An officer")
    meta = held("meta")

    def said(subject: str, predicate: str) -> list[str]:
        found = meta.quads_for_pattern(NamedNode(subject), NamedNode(predicate), None)
        return [quad.object.value for quad in found]  # type: ignore[union-attr]

    graph = iris.graph("bodies")
    (file,) = said(graph, PROV.wasDerivedFrom)
    assert said(file, SCHEMA.sha256) == [hashlib.sha256(path.read_bytes()).hexdigest()]
    assert said(file, "http://purl.org/dc/terms/identifier") == ["bodies.csv"]
    assert said(graph, VOID.triples) == ["4"]
    assert said(graph, "http://purl.org/dc/terms/license") == [
        "https://creativecommons.org/licenses/by/4.0/"
    ]
    (act,) = said(graph, PROV.wasGeneratedBy)
    assert said(act, "http://purl.org/dc/terms/creator") == ["An officer"]
    assert len(said(act, PROV.endedAtTime)) == 1
    load(table("a,Alpha,office", "b,Beta,fund"), by="Another")
    meta = held("meta")
    assert said(graph, VOID.triples) == ["8"]
    assert said(act, "http://purl.org/dc/terms/creator") == ["Another"]
    *_, last = JournalReader(settings.data / "journal").read()
    assert last.agent == "Another (wsisgraph load)"
    assert last.message == "bodies from bodies.csv"


def test_what_others_still_refer_to_is_not_taken_away(table: Table, load: Load, held: Held) -> None:
    def load_parts(inputs: Sequence[Path], context: Context) -> Iterator[Fact]:
        part = iris.individual("body", "a-part")
        origin = Origin("parts.csv", 2)
        for predicate, term in (
            (RDF.type, node(WSIS.Body)),
            (SKOS.prefLabel, literal("Part", language="en")),
            (SKOS.prefLabel, literal("部分", language="zh")),
            ("http://purl.org/dc/terms/type", node(iris.vocab("body-kinds", "office"))),
            (
                "http://www.w3.org/ns/org#subOrganizationOf",
                node(iris.individual("body", "bodies-a")),
            ),
        ):
            yield Fact(part, predicate, term, origin, "accepted", "part")

    load(table("a,Alpha,office", "b,Beta,fund"))
    parts = table("part", name="parts.csv", header="key")
    assert load(parts, loader=load_parts, name="parts").exit_code == 0
    done = load(table("b,Beta,fund"))
    assert done.exit_code == 3
    (said,) = problems(done)
    assert "the graph as it would be" in said
    assert "id/body/a-part" in said
    assert names(held("bodies")) == {"Alpha", "Beta"}


def test_two_files_are_one_load(table: Table, load: Load, held: Held) -> None:
    first = table("a,Alpha,office", name="one.csv")
    second = table("b,Beta,fund", name="two.csv")
    assert load(first, second).exit_code == 0
    assert names(held("bodies")) == {"Alpha", "Beta"}
    done = load(first, table("a,Alpha,office,", name="two.csv", header="key,name,kind,note"))
    assert done.exit_code == 3
    assert "two.csv:2: the key “a” was already given at one.csv:2" in problems(done)[0]


@pytest.mark.parametrize(
    ("make", "says"),
    [
        pytest.param(lambda path: None, "No such file", id="missing"),
        pytest.param(lambda path: path.mkdir(), "it is a folder", id="a folder"),
        pytest.param(lambda path: path.touch(), "the file is empty", id="empty"),
    ],
)
def test_what_is_no_file_with_a_table_is_refused(
    make: Callable[[Path], object], says: str, load: Load, tmp_path: Path
) -> None:
    path = tmp_path / "some.csv"
    make(path)
    done = load(path)
    assert done.exit_code == 3
    assert says in problems(done)[0]
    assert str(path) in problems(done)[0]


def test_a_file_named_twice_is_refused(table: Table, load: Load) -> None:
    path = table("a,Alpha,office")
    assert "given twice" in problems(load(path, path))[0]


def test_a_folder_without_a_graph_takes_nothing(table: Table, tmp_path: Path) -> None:
    done = take(BODIES, [table("a,Alpha,office")], Wishes(), Settings(data=tmp_path / "none"))
    assert done.exit_code == 3
    assert "run wsisgraph build first" in problems(done)[0]


def test_a_large_load_is_kept_on_disk_and_comes_to_the_same(
    table: Table, load: Load, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stopped(datetime):
        """A clock that stands, since the time of a load is told in the graph."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls(2031, 5, 5, 12, 0, 0, tzinfo=tz)

    monkeypatch.setattr(gate, "datetime", Stopped)
    entities = NamedNode(VOID.entities)
    load(table("a,Alpha,office", "b,Beta,fund", "c,Gamma,fund"))
    path = table("d,Delta,fund", "c,Gamma,fund", "a,Alpha II,office")
    small = load(path, dry=True)
    monkeypatch.setattr(prospect, "IN_MEMORY", 0)
    large = load(path)
    assert large.difference is not None
    assert small.difference is not None
    assert large.difference.entries == small.difference.entries
    assert large.difference.added == small.difference.added
    assert large.difference.removed == small.difference.removed

    counted = held("meta").quads_for_pattern(NamedNode(iris.graph("bodies")), entities, None)
    assert [quad.object.value for quad in counted] == ["3"]  # type: ignore[union-attr]


def test_a_table_without_rows_does_not_empty_a_data_set(
    table: Table, load: Load, held: Held
) -> None:
    load(table("a,Alpha,office", "b,Beta,fund"))
    done = load(table())
    assert done.exit_code == 3
    assert "all that “bodies” has would be retired" in problems(done)[0]
    done = load(table("c,,fund"), keep_good=True)
    assert done.exit_code == 3
    assert names(held("bodies")) == {"Alpha", "Beta"}


def test_another_data_set_in_place_of_the_first_is_told(table: Table, load: Load) -> None:
    load(table("a,Alpha,office", "b,Beta,fund"))
    done = load(table("c,Gamma,office"))
    assert done.exit_code == 0
    (mend,) = [each.mend for each in done.of(Kind.NOTICE) if "none of the 2 entries" in each.found]
    assert "--as ID" in mend
