"""The examples of the shapes, and the one validation over all of them.

Every example describes focus nodes of its own, so all can be checked in one run: what is found
about a focus node belongs to the file that describes it.
"""

import logging
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyshacl import validate
from rdflib import RDF, SH, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from wsisgraph import content

SHAPES = Namespace("https://w3id.org/wsis-sdg/shapes#")
EXAMPLE = "https://w3id.org/wsis-sdg/id/example/"
TEST_RESULT = URIRef("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#result")

# What a result must agree in (SHACL section 3.6.2); the path is None for a rule of the node.
Result = tuple[Node, Node | None, Node, Node, Node]


@dataclass(frozen=True)
class Checked:
    """What the shapes say of all examples together."""

    found: dict[Node, Counter[Result]]
    messages: dict[Node, list[str]]


def folder() -> Path:
    return content.folder("shapes") / "examples"


def files(kind: str) -> list[Path]:
    return sorted((folder() / kind).glob("*.ttl"))


@cache
def read(path: Path) -> Graph:
    return Graph(bind_namespaces="none").parse(path)


@cache
def shapes() -> Graph:
    merged = Graph(bind_namespaces="none")
    for path in sorted(content.folder("shapes").glob("*.ttl")):
        merged.parse(path)
    return merged


def focus_nodes(path: Path) -> set[Node]:
    return {subject for subject in read(path).subjects() if str(subject).startswith(EXAMPLE)}


def results(report: Graph) -> list[Result]:
    return [
        (
            report.value(result, SH.focusNode),
            report.value(result, SH.resultPath),
            report.value(result, SH.sourceShape),
            report.value(result, SH.sourceConstraintComponent),
            report.value(result, SH.resultSeverity),
        )
        for result in report.subjects(RDF.type, SH.ValidationResult)
    ]


def data() -> Graph:
    """Return all examples with what they lean on, in a graph of their own."""
    merged = Graph(bind_namespaces="none")
    ontology = content.folder("ontology")
    for path in (
        ontology / "wsis.ttl",
        *sorted((ontology / "vocab").glob("*.ttl")),
        folder() / "context.ttl",
        *files("valid"),
        *files("invalid"),
    ):
        merged += read(path)
    # The reports stated in the examples are no data.
    for report_node in (SH.ValidationReport, SH.ValidationResult):
        for subject in list(merged.subjects(RDF.type, report_node)):
            merged.remove((subject, None, None))
    return merged


@cache
def check_all() -> Checked:
    logging.getLogger("pyshacl").setLevel(logging.ERROR)
    _, report, _ = validate(data(), shacl_graph=shapes(), inference="none", inplace=True)
    assert isinstance(report, Graph)
    found: dict[Node, Counter[Result]] = {}
    for result in results(report):
        found.setdefault(result[0], Counter())[result] += 1
    messages: dict[Node, list[str]] = {}
    # Of the messages of queries the engine of these tests gives the text without its language.
    said = shapes().objects(None, SH.message)
    translated = {str(text) for text in said if getattr(text, "language", None) not in (None, "en")}
    for result in report.subjects(RDF.type, SH.ValidationResult):
        found_texts = report.objects(result, SH.resultMessage)
        # Translations are read by people; what a message must tell is looked for in English.
        texts = [
            str(text)
            for text in found_texts
            if getattr(text, "language", None) in (None, "en") and str(text) not in translated
        ]
        messages.setdefault(report.value(result, SH.sourceShape), []).extend(texts)
    return Checked(found, messages)


def text(graph: Graph, subject: Node, predicate: Node) -> str:
    value = graph.value(subject, predicate)
    return str(value) if isinstance(value, Literal) else ""
