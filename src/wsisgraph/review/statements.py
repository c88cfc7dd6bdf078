"""A statement as a set of triples: what it says, its status, corrections of it."""

import hashlib
from collections.abc import Iterable, Set

from pyoxigraph import Literal, NamedNode, Triple

from wsisgraph.review.model import Correction, Value
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, PROV, SKOS, WSIS

Triples = frozenset[Triple]

_STATUS, _PATTERN = NamedNode(WSIS.status), NamedNode(WSIS.pattern)

# Where and how a statement was read, not what it says: a row may move, and a pattern may be
# replaced by a better one, without anything else being said.
_NOT_MEANING = frozenset(
    {
        WSIS.status,
        WSIS.statedIn,
        WSIS.pattern,
        DCT.modified,
        DCT.source,
        PROV.wasDerivedFrom,
        PROV.wasGeneratedBy,
        SKOS.editorialNote,
    }
)


def fingerprint(statement: Iterable[Triple]) -> str:
    """Return a hash of what a statement says, wherever it was read and whatever its status.

    The confidence of an extracted statement is that of its pattern, and no part of what it says.
    """
    triples = list(statement)
    extracted = any(t.predicate == _PATTERN for t in triples)
    lines = sorted(
        str(t)
        for t in triples
        if t.predicate.value not in _NOT_MEANING
        and not (extracted and t.predicate.value == WSIS.confidence)
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def with_status(statement: Set[Triple], status: str) -> Triples:
    """Return a statement with another status; one without any stays without."""
    value = NamedNode(iris.vocab("status", status))
    return frozenset(
        Triple(t.subject, t.predicate, value) if t.predicate == _STATUS else t for t in statement
    )


def corrected(
    subject: str, statement: Set[Triple], corrections: Iterable[Correction]
) -> tuple[Triples, list[Correction]]:
    """Return a statement as corrected, and the corrections that do not fit what is there."""
    result = frozenset(statement)
    misfits = []
    for correction in corrections:
        old, new = (
            {Triple(NamedNode(subject), NamedNode(correction.predicate), value) for value in values}
            for values in (correction.old, correction.new)
        )
        if old <= result:
            result = (result - old) | new
        elif not new <= result:
            misfits.append(correction)
    return result, misfits


def difference(before: Set[Triple], after: Set[Triple]) -> tuple[Correction, ...]:
    """Return the corrections that lead from what a source says to how it shall read."""
    gone, come = before - after, after - before
    predicates = sorted({triple.predicate.value for triple in gone | come})
    return tuple(
        Correction(predicate, _values(gone, predicate), _values(come, predicate))
        for predicate in predicates
    )


def _values(triples: Set[Triple], predicate: str) -> tuple[Value, ...]:
    values = [
        triple.object
        for triple in triples
        if triple.predicate.value == predicate and isinstance(triple.object, NamedNode | Literal)
    ]
    return tuple(sorted(values, key=str))
