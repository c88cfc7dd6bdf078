"""What is decided on, and what a decision is."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pyoxigraph import Literal, NamedNode, Triple

from wsisgraph.terms import iris

Value = NamedNode | Literal

ACCEPTED, REJECTED = "accepted", "rejected"
APART = ("proposed", "unconfirmed", REJECTED)
"""The statuses whose statements stand in graphs apart."""

# Graphs below `graph/` that hold no source's facts.
_NO_SOURCE = (
    *("decisions", "inferred", "meta", "questions", "service", "shapes"),
    *("ontology", "vocabularies"),
)


class Verdict(StrEnum):
    """What was decided of a statement; `withdraw` takes back an earlier decision."""

    ACCEPT = "accept"
    CORRECT = "correct"
    REJECT = "reject"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Place:
    """A source, and the status under which one of its graphs holds statements."""

    source: str
    status: str

    @property
    def graph(self) -> str:
        """IRI of the graph."""
        return iris.graph(
            self.source if self.status == ACCEPTED else f"{self.status}/{self.source}"
        )


def place_of(graph: str) -> Place | None:
    """Return whose statements a graph holds; None for graphs that are no source's, and peers'."""
    prefix = iris.base_iri() + "graph/"
    if not graph.startswith(prefix):
        return None
    name = graph.removeprefix(prefix)
    first, slash, rest = name.partition("/")
    if slash and first in APART:
        return Place(rest, first)
    if first == "peer" or name in _NO_SOURCE:
        return None
    return Place(name, ACCEPTED)


@dataclass(frozen=True, slots=True)
class Target:
    """What a decision is on: a node with all that its source says of it, or one single triple.

    Attributes:
        iri: the node; for a triple, a name made from it (`id/triple/…`).
        triple: the triple, when it is one.
    """

    iri: str
    triple: Triple | None = None

    @property
    def subject(self) -> str:
        """IRI of the thing that is spoken of."""
        if self.triple is None:
            return self.iri
        assert isinstance(self.triple.subject, NamedNode)
        return self.triple.subject.value


def of_triple(triple: Triple) -> Target:
    """Return a triple as something to decide on; its terms in the form in which the store has them.

    The name depends on the triple alone, so that it is the same after every rebuild.
    """
    text = f"{triple.subject} {triple.predicate} {triple.object}"
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Target(iris.individual("triple", digest[:24]), triple)


@dataclass(frozen=True, slots=True)
class Correction:
    """Values of one property that a reviewer replaced: what the source says, what is right."""

    predicate: str
    old: tuple[Value, ...]
    new: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What someone decided of a statement.

    Attributes:
        iri: `id/decision/…`.
        target: what was decided on.
        stood_in: graph in which the source states it: names source and status.
        verdict: what was decided.
        by: the person's name, as given.
        time: when, as xsd:dateTime in UTC.
        note: the reason given; empty without one.
        fingerprint: of what the statement said in its source; empty for a withdrawal.
        corrections: how it reads since, against what its source says.
        along: nodes without a standing of their own that moved with it, such as its passage.
        withdraws: IRI of the decision that is taken back.
    """

    iri: str
    target: Target
    stood_in: str
    verdict: Verdict
    by: str
    time: str
    note: str = ""
    fingerprint: str = ""
    corrections: tuple[Correction, ...] = ()
    along: tuple[str, ...] = ()
    withdraws: str = ""

    @property
    def place(self) -> Place:
        """Source and status in which its source states what was decided on."""
        place = place_of(self.stood_in)
        if place is None:
            raise ValueError(f"<{self.stood_in}> is no graph of a source")
        return place

    def order(self) -> tuple[datetime, str]:
        """Return what decisions are ordered by: when they were made."""
        return datetime.fromisoformat(self.time), self.iri
