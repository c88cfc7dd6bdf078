"""Judging what is sent by our shapes: as the build does, though most of the graph is not there."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse
from rdflib import RDF, SH, URIRef
from rdflib.term import Node
from tests.shapes import examples

from wsisgraph.graph import Built
from wsisgraph.terms import iris
from wsisgraph.validation import knowledge
from wsisgraph.validation.judging import Judged, by_our_shapes
from wsisgraph.validation.knowledge import Knowledge

TYPE = NamedNode(str(RDF.type))

# What a shape may ask of a value without another look into the data than for its classes.
OF_A_VALUE = {
    *(RDF.type, SH["class"], SH.datatype, SH.hasValue, SH["in"], SH.languageIn, SH.maxExclusive),
    *(SH.maxInclusive, SH.maxLength, SH.minExclusive, SH.minInclusive, SH.minLength, SH.nodeKind),
    SH.pattern,
}

every_invalid = pytest.mark.parametrize(
    "path", examples.files("invalid"), ids=lambda path: path.stem
)


@pytest.fixture(scope="module")
def known() -> Knowledge:
    return knowledge.load()


def nothing(_: Sequence[str]) -> list[Quad]:
    return []


def judged(known: Knowledge, *paths: Path) -> Judged:
    quads = (quad for path in paths for quad in parse(path=str(path), format=RdfFormat.TURTLE))
    return by_our_shapes(quads, known, nothing)


def findings(judged: Judged, focus: set[Node]) -> Counter[examples.Result]:
    return Counter(found for found in examples.results(judged.report) if found[0] in focus)


@every_invalid
def test_a_broken_example_gives_the_report_it_states(path: Path, known: Knowledge) -> None:
    found = judged(known, examples.folder() / "context.ttl", path)
    assert findings(found, examples.focus_nodes(path)) == Counter(
        examples.results(examples.read(path))
    )


def test_the_valid_examples_conform(known: Knowledge) -> None:
    paths = examples.files("valid")
    found = judged(known, examples.folder() / "context.ttl", *paths)
    focus = {node for path in paths for node in examples.focus_nodes(path)}
    assert findings(found, focus) == Counter()
    assert found.checked is not None
    assert found.checked >= len(focus)


def test_every_bundled_source_conforms_when_it_is_sent_alone(
    built: Built, known: Knowledge
) -> None:
    store = Store()
    store.extend(parse(built.nquads, format=RdfFormat.N_QUADS))

    def kinds_of(things: Sequence[str]) -> Iterator[Quad]:
        for thing in things:
            yield from store.quads_for_pattern(NamedNode(thing), TYPE, None, None)

    sources = [iris.graph(name) for name in ("wsis-sdg-matrix", "itu-council", "un-bodies")]
    for source in sources:
        quads = list(store.quads_for_pattern(None, None, None, NamedNode(source)))
        assert quads, source
        found = by_our_shapes(quads, known, kinds_of)
        assert found.checked
        broken = [each for each in examples.results(found.report) if each[4] == SH.Violation]
        assert broken == [], source


def test_a_kind_that_only_the_store_knows_is_asked_for(known: Knowledge) -> None:
    asked: list[str] = []

    def kinds_of(things: Sequence[str]) -> list[Quad]:
        asked.extend(things)
        return []

    text = """
        PREFIX wsis: <https://w3id.org/wsis-sdg/def#>
        <x:mine> a wsis:Body .
        <x:link> a wsis:Linkage ; wsis:statedIn <x:mine> , <x:theirs> ;
            wsis:actionLine <https://w3id.org/wsis-sdg/vocab/action-lines/c2> ."""
    found = by_our_shapes(parse(text, format=RdfFormat.TURTLE), known, kinds_of)
    assert asked == ["x:theirs"]
    lines = [
        each for each in examples.results(found.report) if str(each[2]).endswith("-actionLine")
    ]
    assert lines == [], "our vocabularies are known"


def test_no_shape_of_ours_asks_more_of_a_value_than_its_classes(known: Knowledge) -> None:
    """Otherwise the store would have to be asked for more than it is (`api.validate`)."""
    shapes = known.shapes
    assert all(isinstance(path, URIRef) for path in shapes.objects(None, SH.path))
    of_values: set[Node] = set(shapes.objects(None, SH.node))
    of_values |= set(shapes.objects(None, SH.qualifiedValueShape))
    for name in ("or", "and", "xone", "not"):
        for shape, value in shapes.subject_objects(SH[name]):
            if (shape, SH.path, None) in shapes:
                of_values |= {value} if name == "not" else set(shapes.items(value))
    assert of_values
    for shape in of_values:
        assert set(shapes.predicates(shape)) <= OF_A_VALUE, shape
    for query in shapes.objects(None, SH.select):
        assert str(query).count("{") == 1, "a query with a pattern around others"


def test_every_target_of_our_shapes_is_a_class(known: Knowledge) -> None:
    """Those are aimed at what was sent; any other would be aimed at the vocabularies as well."""
    for name in ("targetNode", "targetSubjectsOf", "targetObjectsOf"):
        assert (None, SH[name], None) not in known.shapes
    for shape in known.shapes.subjects(RDF.type, SH.NodeShape):
        assert (shape, RDF.type, URIRef("http://www.w3.org/2000/01/rdf-schema#Class")) not in (
            known.shapes
        )
