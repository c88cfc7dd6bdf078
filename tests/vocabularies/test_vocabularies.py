"""The vocabularies: every list complete, in its languages, under its owner's IRIs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, Namespace, URIRef
from tests import needs
from tests.ontology.house_form import house_form

from wsisgraph import content
from wsisgraph.terms import codes, iris

SDG = Namespace(iris.SDG + "/")
SDGO = Namespace(iris.SDG_ONTOLOGY)
WSIS = Namespace(iris.DEF)

FOLDER = content.folder("ontology") / "vocab"
SIX = {"en", "ar", "es", "fr", "ru", "zh"}
OF_GOALS = ("sdg-goals", "sdg-targets", "sdg-indicators")
OF_PLACES = ("itu-regions", "itu-administrative-regions", "regional-commission-membership")
LISTS = ("action-lines", *OF_GOALS, *OF_PLACES)

every_list = pytest.mark.parametrize("name", LISTS)


def read(name: str) -> Graph:
    return Graph().parse(FOLDER / f"{name}.ttl")


def concepts(graph: Graph) -> Iterator[URIRef]:
    yield from graph.subjects(RDF.type, SKOS.Concept)


def text(graph: Graph, subject: URIRef, predicate: URIRef) -> str:
    (value,) = graph.objects(subject, predicate)
    return str(value)


def languages(graph: Graph, subject: URIRef) -> list[str | None]:
    return sorted(
        label.language or ""
        for label in graph.objects(subject, SKOS.prefLabel)
        if isinstance(label, Literal)
    )


@every_list
def test_a_list_is_written_in_house_form(name: str) -> None:
    turtle = (FOLDER / f"{name}.ttl").read_text(encoding="utf-8")
    assert house_form(turtle) == turtle


@every_list
def test_a_concept_has_one_name_a_language_and_is_in_a_scheme(name: str) -> None:
    wanted = {"sdg-indicators": set()}.get(name, SIX)
    graph = read(name)
    assert any(concepts(graph))
    for concept in concepts(graph):
        assert languages(graph, concept) == sorted(wanted), concept
        assert len(list(graph.objects(concept, SKOS.inScheme))) == 1


def test_the_action_lines_are_the_eleven_and_the_eight_parts_of_c7_in_order() -> None:
    graph = read("action-lines")
    lines = sorted(concepts(graph), key=lambda line: int(text(graph, line, WSIS.order)))
    assert [text(graph, line, SKOS.notation) for line in lines] == list(codes.ACTION_LINES)
    assert [str(line) for line in lines] == [
        codes.action_line_iri(notation) for notation in codes.ACTION_LINES
    ]
    assert set(graph.subjects(RDF.type, WSIS.ActionLine)) == set(lines)


def test_only_the_parts_of_c7_have_a_broader_line() -> None:
    graph = read("action-lines")
    parts = {f"C7-{part}" for part in codes.C7_PARTS}
    assert {
        (text(graph, part, SKOS.notation), str(whole))
        for part, whole in graph.subject_objects(SKOS.broader)
    } == {(part, codes.action_line_iri("C7")) for part in parts}


def test_a_name_of_an_action_line_says_where_it_was_found_or_that_it_is_from_memory() -> None:
    graph = read("action-lines")
    for line in concepts(graph):
        note = text(graph, line, SKOS.editorialNote)
        assert "Found: the English name" in note
        assert "From memory, unreviewed: the French, Spanish, Russian and Arabic names" in note


def test_goals_and_targets_are_those_of_the_2030_agenda_under_the_uns_iris() -> None:
    goals, targets = read("sdg-goals"), read("sdg-targets")
    assert {str(goal) for goal in concepts(goals)} == {iris.sdg(code) for code in codes.GOALS}
    agenda = [target for goal in codes.GOALS for target in codes.targets_of(goal)]
    assert len(agenda) == 169
    in_order = sorted(concepts(targets), key=lambda target: int(text(targets, target, WSIS.order)))
    assert [text(targets, target, SKOS.notation) for target in in_order] == agenda
    for target in concepts(targets):
        code = text(targets, target, SKOS.notation)
        assert target == SDG[code]
        assert text(targets, target, SKOS.broader) == iris.sdg(code.partition(".")[0])


def test_a_label_of_a_target_is_short_and_no_other_target_has_it() -> None:
    graph = read("sdg-targets")
    labels = list(graph.objects(None, SKOS.prefLabel))
    assert len(set(labels)) == len(labels) == 6 * 169
    # English and Chinese say it shortest
    longest = {"en": 60, "zh": 60}
    assert [label for label in labels if len(label) > longest.get(label.language, 75)] == []


def test_no_label_of_ours_is_the_official_wording() -> None:
    folder = needs.shared() / "sources" / "open-sdg-translations"
    official = {
        value.strip().casefold()
        for path in sorted(folder.glob("*/global_*.yml"))
        for value in yaml.safe_load(Path(path).read_text(encoding="utf-8")).values()
    }
    ours = {
        str(label).casefold()
        for name in ("sdg-goals", "sdg-targets")
        for label in read(name).objects(None, SKOS.prefLabel)
    }
    assert ours & official == set()


def test_the_indicators_are_the_uns_with_their_targets_and_codes() -> None:
    graph = read("sdg-indicators")
    source = Graph().parse(
        needs.shared() / "sources" / "un-sdg-lod" / "sdg-kos-goals-targets-indicators.ttl"
    )
    theirs = set(source.subjects(RDF.type, SDGO.Indicator))
    assert set(concepts(graph)) == theirs
    assert len(theirs) == 232
    assert set(graph.subject_objects(SKOS.broader)) == {
        (indicator, target)
        for indicator, target in source.subject_objects(SKOS.broader)
        if indicator in theirs
    }
    printed = {
        (indicator, str(code))
        for indicator, code in source.subject_objects(SKOS.notation)
        if indicator in theirs and code.datatype == SDGO.SDGCodeCompact
    }
    assert len(printed) == 244
    ours = {(indicator, str(code)) for indicator, code in graph.subject_objects(SKOS.notation)}
    # The review of 2020 gave the number of a dropped indicator to broadband subscriptions.
    assert ours - printed == {(SDG.C170602, "17.6.1"), (SDG.C170601, "C170601")}
    assert printed - ours == {(SDG.C170601, "17.6.1")}


def test_a_printed_code_names_one_indicator_only() -> None:
    graph = read("sdg-indicators")
    notations = [str(code) for code in graph.objects(None, SKOS.notation)]
    assert len(set(notations)) == len(notations)


def test_a_printed_code_begins_with_a_target_of_its_indicator() -> None:
    graph = read("sdg-indicators")
    for indicator in concepts(graph):
        targets = {str(target) for target in graph.objects(indicator, SKOS.broader)}
        printed = {str(code) for code in graph.objects(indicator, SKOS.notation)} - {
            text(graph, indicator, DCTERMS.identifier)
        }
        for code in printed:
            assert iris.sdg(code.rpartition(".")[0]) in targets, code


def test_itu_is_custodian_of_five_indicators() -> None:
    graph = read("sdg-indicators")
    assert set(graph.subjects(SDGO.custodianAgency, Literal("ITU"))) == {
        SDG[code] for code in ("C040401", "C050b01", "C090c01", "C170602", "C170801")
    }


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("itu-regions", "africa americas arab-states asia-pacific cis europe"),
        ("itu-administrative-regions", "a b c d e"),
        ("regional-commission-membership", "eca ece eclac escap escwa"),
    ],
)
def test_each_region_scheme_has_its_own_regions_and_tells_them_apart(name: str, keys: str) -> None:
    graph = read(name)
    found = {text(graph, concept, SKOS.notation): concept for concept in concepts(graph)}
    assert sorted(found) == sorted(keys.split())
    for key, concept in found.items():
        assert str(concept) == iris.vocab(name, key)
        assert text(graph, concept, SKOS.inScheme) == iris.vocab(name)
        assert text(graph, concept, SKOS.definition)
