"""Documents go through the gate: a graph for each, nothing twice, nothing half."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Store
from tests.intake.conftest import Take

from wsisgraph.intake import Report, Wishes, take
from wsisgraph.loading import Fact, Kind, Options, Origin, Source, discover, literal, node
from wsisgraph.settings import Settings
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, RDF, SCHEMA, SKOS, WSIS

REPORT = """Document C31/9-E
5 May 2031
Report by the Secretary-General

1\tWork
1.1\tThe group met twice in the year; see General Assembly resolution 70/125.
1.2\tIt was good for all of the members.
"""


@pytest.fixture(scope="session")
def documents() -> Source:
    return discover()["itu-documents"]


@pytest.fixture
def load_text(settings: Settings, documents: Source, tmp_path: Path) -> Callable[..., Report]:
    """Load a text through the loader of documents."""

    def run(text: str | bytes = REPORT, file: str = "report.txt", **wishes: object) -> Report:
        path = tmp_path / file
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return take(documents, [path], Wishes(**wishes), settings)  # type: ignore[arg-type]

    return run


def told(report: Report, kind: Kind) -> list[str]:
    return [remark.found for remark in report.of(kind)]


def test_a_document_has_graphs_of_its_own_named_by_its_symbol(
    load_text: Callable[..., Report], held: Callable[[str], Store]
) -> None:
    report = load_text()
    assert report.source == "itu-c31-9"
    accepted, proposed = held("itu-c31-9"), held("proposed/itu-c31-9")
    document = NamedNode(iris.individual("document", "itu-c31-9"))
    passage = NamedNode(f"{document.value}/p/1-1")
    assert (document, NamedNode(WSIS.symbol), Literal("C31/9")) in _triples(accepted)
    assert (passage, NamedNode(DCT.isPartOf), document) in _triples(accepted)
    cited = NamedNode(iris.individual("resolution", "ga-70-125"))
    assert (passage, NamedNode(WSIS.mentions), cited) in _triples(proposed)
    assert not any(p == NamedNode(WSIS.mentions) for _, p, _ in _triples(accepted))


def test_a_second_load_changes_nothing(
    load_text: Callable[..., Report], revision: Callable[[], str]
) -> None:
    load_text()
    before = revision()
    again = load_text()
    assert again.difference is not None
    assert not again.refused
    assert revision() == before


def test_a_document_without_a_symbol_is_called_after_its_file(
    load_text: Callable[..., Report],
) -> None:
    text = "\n".join(REPORT.splitlines()[2:])
    assert load_text(text, "Rapport n° 7.txt").source == "rapport-n-7"
    assert load_text(text, "meta.txt").source == "document-meta"
    assert load_text(text, "itu-council.txt").source == "document-itu-council"
    assert load_text(text, "x.txt", name="mine").source == "mine"


def test_what_a_person_says_of_a_document_counts(load_text: Callable[..., Report]) -> None:
    said = Options(parameters={"symbol": "C31/10", "issued": "2031-06"})
    assert load_text(options=said).source == "itu-c31-10"
    wrong = load_text(options=Options(parameters={"issued": "May"}))
    assert "issued is “May”" in told(wrong, Kind.PROBLEM)[0]


def test_an_edition_in_another_language_stands_beside_the_first(
    load_text: Callable[..., Report], held: Callable[[str], Store]
) -> None:
    load_text()
    french = REPORT.replace("The group met twice in the year; see", "Le groupe s'est réuni dans")
    french = french.replace("It was good for all of the members.", "C'est pour tous les membres.")
    report = load_text(french, "french.txt", options=Options(language="fr"))
    assert report.source == "itu-c31-9-fr"
    assert len(held("itu-c31-9"))
    assert len(held("itu-c31-9-fr"))


def test_sentences_are_stored_only_where_the_setting_says_so(
    load_text: Callable[..., Report], held: Callable[[str], Store]
) -> None:
    load_text()
    assert not any(p == NamedNode(SCHEMA.text) for _, p, _ in _triples(held("itu-c31-9")))
    load_text(options=Options(with_texts=True))
    texts = [o.value for _, p, o in _triples(held("itu-c31-9")) if p == NamedNode(SCHEMA.text)]
    assert "It was good for all of the members." in texts


def test_a_bad_file_changes_nothing(
    load_text: Callable[..., Report], revision: Callable[[], str]
) -> None:
    before = revision()
    report = load_text(b"PK\x03\x04 and no more", "bad.docx")
    assert report.refused
    assert told(report, Kind.PROBLEM) == ["it is truncated or damaged: it is no whole zip file"]
    assert revision() == before


def test_what_was_extracted_and_cannot_stand_is_left_out_alone(
    load: Take, documents: Source, held: Callable[[str], Store], tmp_path: Path
) -> None:
    source = replace(documents, manifest=replace(documents.manifest, id="kept", separate=True))
    thing, other = iris.individual("body", "nameless"), iris.individual("body", "named")

    def extracted(*_: object) -> object:
        origin = Origin("a.txt", 1)
        for iri, record in ((thing, "one"), (other, "two")):
            kind = node(iris.vocab("body-kinds", "government"))
            yield Fact(iri, RDF.type, node(WSIS.Body), origin, "proposed", record)
            yield Fact(iri, DCT.type, kind, origin, "proposed", record)
            if iri == other:
                name = literal("Named", language="en")
                yield Fact(iri, SKOS.prefLabel, name, origin, "proposed", record)
                name = literal("有名", language="zh")
                yield Fact(iri, SKOS.prefLabel, name, origin, "proposed", record)

    path = tmp_path / "a.txt"
    path.write_text("x")
    report = load(path, source=source, loader=extracted)
    assert not report.refused
    assert any("was left out" in found for found in told(report, Kind.NOTICE))
    assert {s.value for s, _, _ in _triples(held("proposed/kept"))} == {other}


def test_what_a_document_names_and_does_not_describe_is_told_in_one_line(
    load_text: Callable[..., Report],
) -> None:
    report = load_text(REPORT + "1.3\tIt saw documents CWG-WSIS&SDG-55/7 and CWG-WSIS&SDG-55/8.\n")
    (said,) = [r for r in report.of(Kind.NOTICE) if "described more fully" in r.found]
    assert "(2)" in said.found
    assert said.mend == "where you know more: give the date of issue (2)"


def test_roles_that_nothing_dates_are_not_left_out_in_silence(
    load_text: Callable[..., Report],
) -> None:
    told_undated = "1.1\tUNESCO is the lead facilitator of Action Line C9, and FAO of C6.\n"
    (said,) = [r for r in load_text(told_undated).of(Kind.NOTICE) if "no date" in r.found]
    assert "left out (2)" in said.found
    dated = load_text("Geneva, 5 March 2026\n\n" + told_undated)
    assert not [r for r in dated.of(Kind.NOTICE) if "no date" in r.found]


def _triples(store: Store) -> list[tuple[NamedNode, NamedNode, NamedNode | Literal]]:
    return [(quad.subject, quad.predicate, quad.object) for quad in store]  # type: ignore[misc]
