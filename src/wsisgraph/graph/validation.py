"""Checking a dataset by the shapes: MUST (violation) stops a build, SHOULD (warning) is counted.

pyshacl is the engine. It reads one graph, so the data graphs are merged for it.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import rdflib
from pyoxigraph import Quad, RdfFormat, Triple, serialize
from pyshacl import validate as run_pyshacl

from wsisgraph.terms.namespaces import RDF, SH


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One result of a validation (SHACL section 3.6.2).

    Attributes:
        focus: IRI of the thing that breaks a rule.
        path: IRI of the property concerned, or an empty string.
        value: offending value as text, or an empty string.
        message: what to do, as the shape says it.
        severity: `Violation`, `Warning` or `Info`.
        shape: IRI of the shape.
        component: IRI of the constraint component.
    """

    focus: str
    path: str
    value: str
    message: str
    severity: str
    shape: str
    component: str


def validate(
    data: Iterable[Quad],
    shapes: Iterable[Quad],
    focus_nodes: Sequence[str] | None = None,
    use_shapes: Sequence[str] | None = None,
) -> list[Finding]:
    """Check `data` by `shapes`, whatever graphs the quads are in; findings come sorted.

    `focus_nodes` and `use_shapes` limit the check to these things and shapes.
    """
    # pyshacl logs each result; the findings say the same.
    logging.getLogger("pyshacl").setLevel(logging.ERROR)
    _, report, _ = run_pyshacl(
        _rdflib_graph(data),
        shacl_graph=_rdflib_graph(shapes),
        inference="none",
        advanced=False,
        js=False,
        inplace=True,
        focus_nodes=list(focus_nodes) if focus_nodes else None,
        use_shapes=list(use_shapes) if use_shapes else None,
    )
    if not isinstance(report, rdflib.Graph):
        raise TypeError(f"pyshacl gave no report: {report}")
    return sorted(_findings(report))


def _findings(report: rdflib.Graph) -> Iterable[Finding]:
    def text(result: rdflib.term.Node, predicate: str) -> str:
        value = report.value(result, rdflib.URIRef(predicate))
        return "" if value is None else str(value)

    for result in report.subjects(rdflib.URIRef(RDF.type), rdflib.URIRef(SH.ValidationResult)):
        yield Finding(
            focus=text(result, SH.focusNode),
            path=text(result, SH.resultPath),
            value=text(result, SH.value),
            message=text(result, SH.resultMessage),
            severity=text(result, SH.resultSeverity).rpartition("#")[2],
            shape=text(result, SH.sourceShape),
            component=text(result, SH.sourceConstraintComponent),
        )


def _rdflib_graph(quads: Iterable[Quad]) -> rdflib.Graph:
    triples = {Triple(quad.subject, quad.predicate, quad.object) for quad in quads}
    graph = rdflib.Graph()
    graph.parse(data=serialize(triples, format=RdfFormat.N_TRIPLES) or b"", format="nt")
    return graph
