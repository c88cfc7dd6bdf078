"""Decisions as facts of `graph/decisions`: PROV for who and when, our terms for what.

Nothing is ever taken out of this graph: a decision that no longer counts is followed by another.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from pyoxigraph import Literal, NamedNode, Quad, Triple

from wsisgraph.review.model import Correction, Decision, Target, Value, Verdict, place_of
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import PROV, RDF, RDFS, SCHEMA, SKOS, WSIS, XSD


def graph() -> str:
    """Return the graph that holds the decisions; it is no part of the default graph."""
    return iris.graph("decisions")


def new_iri(time: str, target: Target, number: int) -> str:
    """Return the IRI of a decision: no two made at different times or in one go are the same."""
    digest = hashlib.sha256(f"{time} {number} {target.iri}".encode()).hexdigest()[:12]
    day = time[:10].replace("-", "")
    return iris.individual("decision", f"{day}-{digest}")


def as_quads(decision: Decision) -> Iterator[Quad]:
    """Yield a decision as quads."""
    name = NamedNode(graph())
    for subject, predicate, value in _lines(decision):
        yield Quad(NamedNode(subject), NamedNode(predicate), value, name)


def read(quads: Iterable[Quad]) -> list[Decision]:
    """Return the decisions among quads of any graphs, in the order in which they were made.

    What is not whole (somebody wrote into the graph by other means) is passed over.
    """
    name = NamedNode(graph())
    said: dict[str, dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
    for quad in dict.fromkeys(quads):
        subject, value = quad.subject, quad.object
        if (
            quad.graph_name == name
            and isinstance(subject, NamedNode)
            and isinstance(value, NamedNode | Literal)
        ):
            said[subject.value][quad.predicate.value].append(value)
    decision = NamedNode(WSIS.Decision)
    found = [
        made
        for iri in [iri for iri, lines in said.items() if decision in lines[RDF.type]]
        if (made := _decision(iri, said)) is not None
    ]
    return sorted(found, key=Decision.order)


def _lines(decision: Decision) -> Iterator[tuple[str, str, Value]]:
    iri, target, triple = decision.iri, decision.target, decision.target.triple
    yield iri, RDF.type, NamedNode(WSIS.Decision)
    yield iri, WSIS.decidedOn, NamedNode(target.iri)
    yield iri, WSIS.stoodIn, NamedNode(decision.stood_in)
    yield iri, WSIS.verdict, NamedNode(iris.vocab("verdicts", decision.verdict))
    yield iri, PROV.endedAtTime, Literal(decision.time, datatype=NamedNode(XSD.dateTime))
    reviewer = _reviewer(decision.by)
    yield iri, PROV.wasAssociatedWith, NamedNode(reviewer)
    yield reviewer, RDF.type, NamedNode(PROV.Agent)
    yield reviewer, RDFS.label, Literal(decision.by)
    if decision.note:
        yield iri, SKOS.note, Literal(decision.note)
    if decision.fingerprint:
        yield iri, SCHEMA.sha256, Literal(decision.fingerprint)
    if decision.withdraws:
        yield iri, WSIS.withdraws, NamedNode(decision.withdraws)
    for node in decision.along:
        yield iri, WSIS.movedAlong, NamedNode(node)
    if triple is not None:
        assert isinstance(triple.subject, NamedNode)
        assert isinstance(triple.object, NamedNode | Literal)
        yield target.iri, RDF.type, NamedNode(RDF.Statement)
        yield target.iri, RDF.subject, triple.subject
        yield target.iri, RDF.predicate, triple.predicate
        yield target.iri, RDF.object, triple.object
    for number, correction in enumerate(decision.corrections, start=1):
        part = f"{iri}/{number}"
        yield iri, WSIS.correction, NamedNode(part)
        yield part, RDF.type, NamedNode(WSIS.Correction)
        yield part, RDF.predicate, NamedNode(correction.predicate)
        for value in correction.old:
            yield part, WSIS.oldValue, value
        for value in correction.new:
            yield part, WSIS.newValue, value


def _reviewer(name: str) -> str:
    return iris.individual("reviewer", hashlib.sha256(name.encode()).hexdigest()[:12])


def _decision(iri: str, said: dict[str, dict[str, list[Value]]]) -> Decision | None:
    lines = said[iri]

    def one(predicate: str, of: str = iri) -> str:
        values = said[of].get(predicate, [])
        return values[0].value if len(values) == 1 else ""

    verdict = one(WSIS.verdict).removeprefix(iris.vocab("verdicts") + "/")
    target = _target(one(WSIS.decidedOn), said)
    by = one(RDFS.label, of=one(PROV.wasAssociatedWith))
    stood_in, time = one(WSIS.stoodIn), one(PROV.endedAtTime)
    if target is None or verdict not in list(Verdict) or place_of(stood_in) is None:
        return None
    try:
        datetime.fromisoformat(time)
    except ValueError:
        return None
    return Decision(
        iri=iri,
        target=target,
        stood_in=stood_in,
        verdict=Verdict(verdict),
        by=by,
        time=time,
        note=one(SKOS.note),
        fingerprint=one(SCHEMA.sha256),
        corrections=tuple(
            sorted(
                (_correction(part.value, said) for part in lines.get(WSIS.correction, [])),
                key=lambda correction: correction.predicate,
            )
        ),
        along=tuple(sorted(node.value for node in lines.get(WSIS.movedAlong, []))),
        withdraws=one(WSIS.withdraws),
    )


def _target(iri: str, said: dict[str, dict[str, list[Value]]]) -> Target | None:
    if not iri:
        return None
    lines = said.get(iri, {})
    if NamedNode(RDF.Statement) not in lines.get(RDF.type, []):
        return Target(iri)
    match [lines.get(name, []) for name in (RDF.subject, RDF.predicate, RDF.object)]:
        case [[NamedNode() as subject], [NamedNode() as predicate], [value]]:
            return Target(iri, Triple(subject, predicate, value))
    return None


def _correction(iri: str, said: dict[str, dict[str, list[Value]]]) -> Correction:
    lines = said.get(iri, {})
    return Correction(
        "".join(value.value for value in lines.get(RDF.predicate, [])[:1]),
        tuple(sorted(lines.get(WSIS.oldValue, []), key=str)),
        tuple(sorted(lines.get(WSIS.newValue, []), key=str)),
    )
