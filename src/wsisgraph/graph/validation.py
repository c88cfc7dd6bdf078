"""Checking a dataset by the shapes: MUST (violation) stops a build, SHOULD (warning) is counted."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pyoxigraph import Quad

from wsisgraph.graph.checker import Checker
from wsisgraph.graph.checker.results import chosen
from wsisgraph.graph.finding import Finding
from wsisgraph.terms.namespaces import SH

# Only the reference implementation needs rdflib, which takes every command a while to import.
if TYPE_CHECKING:
    import rdflib

__all__ = ["Finding", "read_report", "reference", "validate"]


def validate(data: Iterable[Quad], shapes: Iterable[Quad]) -> list[Finding]:
    """Check `data` by `shapes`, whatever graphs the quads are in; findings come sorted.

    Raises:
        ShapesRefused, Forbidden: the shapes cannot be used.
    """
    return Checker(shapes).check(data)


def reference(data: Iterable[Quad], shapes: Iterable[Quad]) -> list[Finding]:
    """Do what `validate` does with the reference implementation, many times slower.

    Raises:
        ShapesRefused, Forbidden: the shapes cannot be used.
    """
    from wsisgraph.graph.shacl import as_rdflib, check

    return sorted(read_report(check(as_rdflib(data), as_rdflib(shapes))))


def read_report(report: "rdflib.Graph") -> Iterable[Finding]:
    """Yield the results of a SHACL validation report (SHACL section 3.6).

    Results that only explain others (sh:detail) are left out.
    """
    import rdflib

    def text(result: "rdflib.term.Node", predicate: str) -> str:
        value = report.value(result, rdflib.URIRef(predicate))
        return "" if value is None else str(value)

    for result in report.objects(None, rdflib.URIRef(SH.result)):
        messages = report.objects(result, rdflib.URIRef(SH.resultMessage))
        yield Finding(
            focus=text(result, SH.focusNode),
            path=text(result, SH.resultPath),
            value=text(result, SH.value),
            message=chosen([(str(m), getattr(m, "language", None) or "") for m in messages]),
            severity=text(result, SH.resultSeverity).rpartition("#")[2],
            shape=text(result, SH.sourceShape),
            component=text(result, SH.sourceConstraintComponent),
        )
