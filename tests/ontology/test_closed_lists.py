"""The closed lists: complete entries, keys that are their IRIs, six languages."""

import re
from collections import Counter
from pathlib import Path

import pytest
from rdflib import DCTERMS, RDF, SKOS, Graph, URIRef
from tests.ontology.scripts import is_written_in

from wsisgraph import content
from wsisgraph.terms import iris

FOLDER = content.folder("ontology") / "vocab"
LANGUAGES = ["ar", "en", "es", "fr", "ru", "zh"]

# The lists the model names, with keys that queries and loaders rely on.
KEYS = {
    "activity-kinds": "assistance campaign event-series initiative platform programme project "
    "publication service standard-work toolkit",
    "activity-status": "done expired ongoing planned",
    "basis": "asserted matrix roadmap",
    "body-kinds": "conference department forum functional-commission fund inter-agency-mechanism "
    "itu-organ office organization other-organization partnership principal-organ programme "
    "regional-commission related-body specialized-agency standing-committee",
    "change-kinds": "added changed moved removed",
    "comparators": "about at-least exactly less-than more-than nearly",
    "coverage": "courtesy heading opinion repeats residue",
    "directions": "both forward reverse",
    "document-kinds": "dataset matrix proposal report",
    "duty-status": "approved proposed",
    "event-kinds": "forum high-level-event summit",
    "figure-kinds": "estimate measured target",
    "force": "appreciates decides encourages endorses instructs invites notes requests resolves",
    "instrument-kinds": "declaration resolution",
    "measures": "internet-use-share people-offline",
    "passage-kinds": "bullet heading note paragraph residue table-row title",
    "prize-phases": "champion nominee submitted winner",
    "products": "progress-report roadmap",
    "reach": "international local national regional",
    "recurrence": "each-council-session each-plenipotentiary each-year every-two-years once",
    "review-questions": "activities figures linkages objectives options plan results roles",
    "review-sections": "situation objectives effectiveness options consultation measures plan",
    "roles": "chair co-chair co-facilitator co-organiser contributor coordinator donor facilitator "
    "implementer initiator lead-coordinator lead-facilitator member moderator organiser partner "
    "permanent-member potential-partner rotating-chair secretariat sole-facilitator vice-chair",
    "scopes": "all-goals focus",
    "series-kinds": "database forum prize report roadmap",
    "stakeholder-types": "academia civil-society government international-organization other "
    "private-sector",
    "status": "accepted proposed rejected unconfirmed",
    "strength": "medium strong weak",
    "units": "country percent person",
    "verdicts": "accept correct reject withdraw",
    "version-status": "abrogated adopted proposed superseded",
}
every_list = pytest.mark.parametrize("name", KEYS)


def read(name: str) -> tuple[URIRef, Graph]:
    return URIRef(iris.vocab(name)), Graph().parse(FOLDER / f"{name}.ttl")


def entries(graph: Graph) -> list[URIRef]:
    return sorted(graph.subjects(RDF.type, SKOS.Concept))


@every_list
def test_a_list_has_the_keys_of_the_model(name: str) -> None:
    _, graph = read(name)
    found = {str(graph.value(entry, SKOS.notation)) for entry in entries(graph)}
    assert set(KEYS[name].split()) <= found


@every_list
def test_an_entry_is_found_by_its_key(name: str) -> None:
    scheme, graph = read(name)
    for entry in entries(graph):
        (key,) = graph.objects(entry, SKOS.notation)
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", str(key))
        assert str(entry) == iris.vocab(name, str(key))
        assert list(graph.objects(entry, SKOS.inScheme)) == [scheme]
        assert list(graph.objects(entry, SKOS.topConceptOf)) == [scheme]


@every_list
def test_a_list_and_its_entries_are_named_in_six_languages(name: str) -> None:
    scheme, graph = read(name)
    for thing in (scheme, *entries(graph)):
        labels = list(graph.objects(thing, SKOS.prefLabel))
        assert sorted(label.language for label in labels) == LANGUAGES, thing
        for label in labels:
            assert is_written_in(label.language, str(label)), (thing, label)


@every_list
def test_no_two_entries_of_a_list_share_a_name(name: str) -> None:
    _, graph = read(name)
    names = Counter(
        label for entry in entries(graph) for label in graph.objects(entry, SKOS.prefLabel)
    )
    assert [label for label, times in names.items() if times > 1] == []


@every_list
def test_an_entry_is_defined_and_not_by_its_own_name(name: str) -> None:
    scheme, graph = read(name)
    assert list(graph.objects(scheme, DCTERMS.source)), "the list does not name its source"
    for thing in (scheme, *entries(graph)):
        (definition,) = graph.objects(thing, SKOS.definition)
        assert definition.language == "en"
        assert re.fullmatch(r"[A-Z].+\.", str(definition)), thing
    for entry in entries(graph):
        (label,) = (la for la in graph.objects(entry, SKOS.prefLabel) if la.language == "en")
        definition = str(graph.value(entry, SKOS.definition))
        assert not re.search(rf"\b{re.escape(str(label))}\b", definition, re.IGNORECASE), entry


def test_every_list_of_the_folder_is_checked_here_or_among_the_lines_goals_and_regions() -> None:
    others = {"action-lines", "sdg-goals", "sdg-targets", "sdg-indicators"} | {
        "itu-regions",
        "itu-administrative-regions",
        "regional-commission-membership",
    }
    assert {path.stem for path in Path(FOLDER).glob("*.ttl")} == set(KEYS) | others
