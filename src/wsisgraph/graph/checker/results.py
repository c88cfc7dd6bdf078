"""What a check finds, as terms; and the report that SHACL section 3.6 asks for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from wsisgraph.graph.checker.data import TYPE, Term
from wsisgraph.graph.checker.paths import Path
from wsisgraph.graph.checker.reading import sh
from wsisgraph.graph.finding import Finding
from wsisgraph.terms.namespaces import XSD

_BOOLEAN = NamedNode(XSD.boolean)


@dataclass(frozen=True, slots=True)
class Result:
    """One result of a validation (SHACL section 3.6.2).

    Attributes:
        focus: the focus node.
        path: the path, or the property that a query or sh:closed names; None for a node shape.
        value: the value node, if the component names one.
        messages: what the shape or its query says of it.
        severity: IRI of the severity.
        shape: the source shape.
        component: the source constraint component.
        constraint: the SPARQL-based constraint, if it is one.
    """

    focus: Term
    path: Path | NamedNode | None
    value: Term | None
    messages: tuple[Literal, ...]
    severity: NamedNode
    shape: Term
    component: NamedNode
    constraint: Term | None = None

    def finding(self) -> Finding:
        """Return the result as text."""
        path = self.path.value if isinstance(self.path, NamedNode) else str(self.path or "")
        return Finding(
            focus=self.focus.value,
            path=path,
            value="" if self.value is None else self.value.value,
            message=chosen([(each.value, each.language or "") for each in self.messages]),
            severity=self.severity.value.rpartition("#")[2],
            shape=self.shape.value,
            component=self.component.value,
        )


def chosen(messages: Iterable[tuple[str, str]]) -> str:
    """Return one of several messages (text and language): English first, then without language."""
    ranked = sorted((lang.partition("-")[0] != "en", lang, words) for words, lang in messages)
    return ranked[0][2] if ranked else ""


def report(results: Iterable[Result]) -> Iterator[Triple]:
    """Yield a validation report; each result has a path of its own."""
    whole = BlankNode()
    yield Triple(whole, TYPE, sh("ValidationReport"))
    conforms = True
    for result in results:
        conforms = False
        node = BlankNode()
        yield Triple(whole, sh("result"), node)
        yield Triple(node, TYPE, sh("ValidationResult"))
        yield Triple(node, sh("focusNode"), result.focus)
        yield Triple(node, sh("resultSeverity"), result.severity)
        yield Triple(node, sh("sourceShape"), result.shape)
        yield Triple(node, sh("sourceConstraintComponent"), result.component)
        if result.value is not None:
            yield Triple(node, sh("value"), result.value)
        if result.constraint is not None:
            yield Triple(node, sh("sourceConstraint"), result.constraint)
        for message in result.messages:
            yield Triple(node, sh("resultMessage"), message)
        if isinstance(result.path, NamedNode):
            yield Triple(node, sh("resultPath"), result.path)
        elif result.path is not None:
            place, triples = result.path.walk.described()
            yield Triple(node, sh("resultPath"), place)
            yield from triples
    yield Triple(whole, sh("conforms"), Literal(str(conforms).lower(), datatype=_BOOLEAN))
