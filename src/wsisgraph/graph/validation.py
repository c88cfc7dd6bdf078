"""Checking a dataset by the shapes: MUST (violation) stops a build, SHOULD (warning) is counted."""

from collections.abc import Iterable
from dataclasses import dataclass

import rdflib
from pyoxigraph import Quad

from wsisgraph.graph.shacl import as_rdflib, check
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


def validate(data: Iterable[Quad], shapes: Iterable[Quad]) -> list[Finding]:
    """Check `data` by `shapes`, whatever graphs the quads are in; findings come sorted."""
    return sorted(read_report(check(as_rdflib(data), as_rdflib(shapes))))


def read_report(report: rdflib.Graph) -> Iterable[Finding]:
    """Yield the results of a SHACL validation report (SHACL section 3.6)."""

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
