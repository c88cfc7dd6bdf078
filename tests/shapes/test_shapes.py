"""Every rule has an example that keeps it and one that breaks it, reported exactly as stated."""

import re
from collections import Counter
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SH, BNode, Graph, URIRef
from rdflib.term import Node
from tests.shapes import examples
from tests.shapes.examples import SHAPES

from wsisgraph import content
from wsisgraph.api.negotiation import LANGUAGES
from wsisgraph.terms import iris

every_invalid = pytest.mark.parametrize(
    "path", examples.files("invalid"), ids=lambda path: path.stem
)
every_valid = pytest.mark.parametrize("path", examples.files("valid"), ids=lambda path: path.stem)

# What a shape may demand (SHACL sections 4 and 5), with the component that reports it.
COMPONENTS = {
    SH["class"]: SH.ClassConstraintComponent,
    SH.datatype: SH.DatatypeConstraintComponent,
    SH.hasValue: SH.HasValueConstraintComponent,
    SH["in"]: SH.InConstraintComponent,
    SH.languageIn: SH.LanguageInConstraintComponent,
    SH.lessThanOrEquals: SH.LessThanOrEqualsConstraintComponent,
    SH.maxCount: SH.MaxCountConstraintComponent,
    SH.maxInclusive: SH.MaxInclusiveConstraintComponent,
    SH.minCount: SH.MinCountConstraintComponent,
    SH.minInclusive: SH.MinInclusiveConstraintComponent,
    SH.nodeKind: SH.NodeKindConstraintComponent,
    SH["not"]: SH.NotConstraintComponent,
    SH["or"]: SH.OrConstraintComponent,
    SH.pattern: SH.PatternConstraintComponent,
    SH.qualifiedMinCount: SH.QualifiedMinCountConstraintComponent,
    SH.sparql: SH.SPARQLConstraintComponent,
    SH.uniqueLang: SH.UniqueLangConstraintComponent,
}
# What describes a shape or belongs to one of the demands above.
SILENT = {
    *(RDF.type, RDFS.label, RDFS.comment, SH.name, SH.message, SH.severity, SH.path),
    *(SH.property, SH.targetClass, SH.qualifiedValueShape),
}


def reporting_shapes() -> set[URIRef]:
    """Return the shapes that report in their own name: those with a target, and their properties.

    The others are parts of an sh:or or sh:qualifiedValueShape and are never a source shape.
    """
    graph = examples.shapes()
    targeted = set(graph.subjects(SH.targetClass))
    return targeted | {prop for shape in targeted for prop in graph.objects(shape, SH.property)}


def demands() -> list[tuple[URIRef, URIRef]]:
    graph = examples.shapes()
    return sorted(
        (shape, COMPONENTS[predicate])
        for shape in reporting_shapes()
        for predicate in set(graph.predicates(shape))
        if predicate in COMPONENTS
    )


def name(node: Node | None) -> str:
    return re.split(r"[#/]", str(node))[-1]


@every_invalid
def test_an_invalid_example_causes_exactly_the_report_it_states(path: Path) -> None:
    graph = examples.read(path)
    found: Counter[examples.Result] = Counter()
    for focus in examples.focus_nodes(path):
        found += examples.check_all().found.get(focus, Counter())
    assert found == Counter(examples.results(graph))


@every_invalid
def test_an_invalid_example_states_a_report_of_the_shape_it_is_named_for(path: Path) -> None:
    graph = examples.read(path)
    (case,) = graph.subjects(examples.TEST_RESULT)
    (report,) = graph.objects(case, examples.TEST_RESULT)
    assert not graph.value(report, SH.conforms).toPython()
    stated = set(graph.objects(report, SH.result))
    assert stated
    assert stated == set(graph.subjects(RDF.type, SH.ValidationResult))
    assert {graph.value(result, SH.sourceShape) for result in stated} == {SHAPES[path.stem]}
    focus = [graph.value(result, SH.focusNode) for result in stated]
    assert sorted(focus) == sorted(examples.focus_nodes(path)), "a node that breaks nothing, or two"


@every_valid
def test_a_valid_example_keeps_every_rule(path: Path) -> None:
    focus = examples.focus_nodes(path)
    assert focus
    for node in focus:
        assert node not in examples.check_all().found


def test_the_context_and_the_vocabularies_keep_every_rule() -> None:
    described = {node for path in examples.files("invalid") for node in examples.focus_nodes(path)}
    assert set(examples.check_all().found) <= described


def test_no_two_examples_describe_the_same_thing() -> None:
    count = Counter(
        node
        for path in [
            examples.folder() / "context.ttl",
            *examples.files("valid"),
            *examples.files("invalid"),
        ]
        for node in examples.focus_nodes(path)
    )
    assert [node for node, times in count.items() if times > 1] == []


@pytest.mark.parametrize(
    ("shape", "component"),
    demands(),
    ids=[f"{name(shape)}-{name(component)}" for shape, component in demands()],
)
def test_a_rule_has_an_example_that_breaks_it(shape: URIRef, component: URIRef) -> None:
    path = examples.folder() / "invalid" / f"{name(shape)}.ttl"
    assert path.is_file(), f"add {content.relative(path)}, stating the report"
    stated = {(result[2], result[3]) for result in examples.results(examples.read(path))}
    assert (shape, component) in stated, "no example breaks this rule"


def test_every_invalid_example_belongs_to_a_rule() -> None:
    names = {name(shape) for shape, _ in demands()}
    assert {path.stem for path in examples.files("invalid")} == names


def test_every_class_of_the_ontology_has_a_shape_and_a_valid_example() -> None:
    ontology = Graph().parse(content.folder("ontology") / "wsis.ttl")
    valid = {path.stem for path in examples.files("valid")}
    for kind in ontology.subjects(RDF.type, OWL.Class):
        shape = SHAPES[name(kind)]
        assert (shape, SH.targetClass, kind) in examples.shapes(), f"no shape for {name(kind)}"
        assert name(kind) in valid


@pytest.mark.parametrize("shape", sorted(reporting_shapes()), ids=name)
def test_a_shape_is_named_and_its_message_tells_how_to_mend(shape: URIRef) -> None:
    graph = examples.shapes()
    assert re.fullmatch(r"[A-Z][A-Za-z]+(-[a-z][A-Za-z0-9]*)?", name(shape))
    unknown = set(graph.predicates(shape)) - set(COMPONENTS) - SILENT
    assert unknown == set(), "a kind of demand that these tests do not know"
    if not set(graph.predicates(shape)) & set(COMPONENTS):
        return
    assert list(graph.objects(shape, SH.name))
    assert graph.value(shape, SH.severity) in (SH.Violation, SH.Warning)
    messages = examples.check_all().messages[shape]
    assert messages
    for message in messages:
        assert re.match(r"(Give|Keep|Let|Name|Put|Say) ", message), message


def test_no_shape_is_a_blank_node() -> None:
    graph = examples.shapes()
    cells = set(graph.subjects(RDF.first))
    blank = {node for triple in graph for node in triple if isinstance(node, BNode)}
    assert blank == cells


def test_every_part_a_shape_refers_to_is_there() -> None:
    graph = examples.shapes()
    named = {node for triple in graph for node in triple if str(node).startswith(iris.SHAPES)}
    assert {node for node in named if (node, RDF.type, None) not in graph} == set()


def test_shapes_speak_of_defined_terms_and_entries_only() -> None:
    known = Graph()
    known.parse(content.folder("ontology") / "wsis.ttl")
    for path in (content.folder("ontology") / "vocab").glob("*.ttl"):
        known.parse(path)
    ours = (iris.DEF, iris.VOCAB)
    named = {
        node
        for triple in examples.shapes()
        for node in triple
        if isinstance(node, URIRef) and str(node).startswith(ours)
    }
    assert len(named) > 60
    assert {node for node in named if (node, None, None) not in known} == set()


def test_the_patterns_name_schemes_that_exist() -> None:
    patterns = [str(pattern) for pattern in examples.shapes().objects(None, SH.pattern)]
    prefixes = [pattern for pattern in patterns if pattern.startswith("^" + iris.VOCAB)]
    assert len(prefixes) > 20
    for pattern in prefixes:
        scheme = pattern.removeprefix("^" + iris.VOCAB).rstrip("/")
        assert (content.folder("ontology") / "vocab" / f"{scheme}.ttl").is_file(), pattern


def test_every_message_stands_in_the_six_languages_of_the_united_nations() -> None:
    graph = examples.shapes()
    lacking = {}
    for shape in set(graph.subjects(SH.message)):
        languages = Counter(str(text.language) for text in graph.objects(shape, SH.message))
        if languages != Counter(LANGUAGES):
            lacking[str(shape)] = sorted(set(LANGUAGES) - set(languages)) or dict(languages)
    assert lacking == {}


def test_no_shape_that_reports_is_without_a_message() -> None:
    graph = examples.shapes()
    silent = [
        str(shape)
        for shape in reporting_shapes()
        if any((shape, demand, None) in graph for demand in COMPONENTS)
        and (shape, SH.message, None) not in graph
        and not any((query, SH.message, None) in graph for query in graph.objects(shape, SH.sparql))
    ]
    assert silent == []


def test_a_translated_message_names_the_same_terms_and_is_a_sentence() -> None:
    graph = examples.shapes()
    names = r"\b(?:wsis|dct|dcat|skos|org|prov|rdf):\w+|\{[$?]\w+\}|https?://[\w./-]+\w"
    term = re.compile(names, re.ASCII)
    lacking = []
    for shape in set(graph.subjects(SH.message)):
        texts = {str(text.language): str(text) for text in graph.objects(shape, SH.message)}
        for lang, text in texts.items():
            lacking += [
                (str(shape), lang, name)
                for name in set(term.findall(texts["en"])) - set(term.findall(text))
            ]
            assert text.endswith(("。", "؟") if lang == "zh" else (".", "!")), (shape, lang)
    assert lacking == []
