"""Which decisions stand, and what they do to the facts of a source.

`applied` is the one place where a decision has an effect: a build and a load send what they read
through it, and a decision just made sends through it what the source had said.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from pyoxigraph import NamedNode, Quad, Triple

from wsisgraph.review.desk import Desk
from wsisgraph.review.model import (
    ACCEPTED,
    REJECTED,
    Correction,
    Decision,
    Place,
    Target,
    Verdict,
    place_of,
)
from wsisgraph.review.statements import corrected, fingerprint, with_status


class Trouble(StrEnum):
    """Why a decision has not all the effect it was made for."""

    MISSING = "missing"
    CHANGED = "changed"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Told:
    """A decision that needs somebody's eye, with a sentence that says why."""

    decision: Decision
    trouble: Trouble
    found: str

    def __str__(self) -> str:
        decision = self.decision
        return (
            f"{decision.target.iri}: {self.found} ({decision.verdict} by {decision.by},"
            f" {decision.time[:10]})"
        )


Tell = Callable[[Told], None]


def standing(decisions: Iterable[Decision]) -> dict[tuple[str, str], Decision]:
    """Return the decision that counts for each (IRI of the target, source).

    The last one counts that was not withdrawn.
    """
    ordered = sorted(decisions, key=Decision.order)
    withdrawn = {decision.withdraws for decision in ordered if decision.withdraws}
    counting: dict[tuple[str, str], Decision] = {}
    for decision in ordered:
        if decision.verdict is not Verdict.WITHDRAW and decision.iri not in withdrawn:
            key = (decision.target.iri, decision.place.source)
            # The order is that of the decisions that count, not of the first on each statement.
            counting.pop(key, None)
            counting[key] = decision
    return counting


def of_sources(decisions: Iterable[Decision], sources: Iterable[str]) -> list[Decision]:
    """Return the decisions on statements of these sources."""
    wanted = set(sources)
    return [decision for decision in decisions if decision.place.source in wanted]


def applied(
    quads: Iterable[Quad], decisions: Iterable[Decision], *, tell: Tell | None = None
) -> Iterator[Quad]:
    """Yield the facts of sources as they stand after the decisions on them.

    Quads of things that nobody decided on pass at once; the others come at the end. An acceptance
    is of what the statement said: where its source says something else now, it waits again.
    Rejections stay.

    Args:
        quads: what the sources say, in the graphs of their statuses.
        decisions: those on statements of these sources (`of_sources`).
        tell: called for each decision that finds its statement gone or changed.
    """
    counting = list(standing(decisions).values())
    if not counting:
        yield from quads
        return
    decided = {d.target.subject for d in counting}.union(*(d.along for d in counting))
    held: list[Quad] = []
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and quad.subject.value in decided:
            held.append(quad)
        else:
            yield quad
    desk = Desk(held)
    for decision in counting:
        for told in _decide(desk, decision):
            if tell is not None:
                tell(told)
    yield from desk.quads()


def undone(quads: Iterable[Quad], decisions: Iterable[Decision]) -> list[Quad]:
    """Return what the sources said of the statements that these decisions changed.

    The inverse of `applied`, for quads of the statements decided on and what moved with them.
    """
    desk = Desk(quads)
    for decision in reversed(standing(decisions).values()):
        _undo(desk, decision)
    return list(desk.quads())


def _decide(desk: Desk, decision: Decision) -> Iterator[Told]:
    """Let a decision have its effect; yield what stands in its way."""
    source, target = decision.place.source, decision.target
    homes = desk.homes(target, source)
    if not homes:
        yield Told(decision, Trouble.MISSING, "its source does not state it any more")
        return
    said = place_of(homes[0]) or decision.place
    statement = desk.take(target, homes)
    changed = target.triple is None and fingerprint(statement) != decision.fingerprint
    statement, misfits = corrected(target.subject, statement, decision.corrections)
    if decision.verdict is Verdict.REJECT:
        place = Place(source, REJECTED)
    elif changed:
        place = said
    else:
        place = Place(source, ACCEPTED)
    desk.put(target, with_status(statement, place.status), place.graph)
    if changed:
        yield Told(decision, Trouble.CHANGED, "its source states it otherwise than when decided")
    for misfit in misfits:
        yield Told(
            decision,
            Trouble.CONFLICT,
            f"its source has another value of <{misfit.predicate}> than the one corrected",
        )
    if place.status == ACCEPTED:
        _move(desk, decision.along, decision.stood_in, place.graph)


def _undo(desk: Desk, decision: Decision) -> None:
    place, target = decision.place, decision.target
    now = as_decided(target, decision.corrections)
    homes = desk.homes(now, place.source)
    if not homes:
        return
    statement = desk.take(now, homes)
    back = [Correction(c.predicate, old=c.new, new=c.old) for c in decision.corrections]
    statement, _ = corrected(target.subject, statement, back)
    desk.put(target, with_status(statement, place.status), place.graph)
    if decision.verdict is not Verdict.REJECT:
        _move(desk, decision.along, Place(place.source, ACCEPTED).graph, place.graph)


def _move(desk: Desk, nodes: Iterable[str], start: str, end: str) -> None:
    for node in nodes:
        desk.put(Target(node), desk.take(Target(node), [start]), end)


def as_decided(target: Target, corrections: Iterable[Correction]) -> Target:
    """Return how a target reads with its corrections: a triple may have another object then."""
    triple = target.triple
    if triple is None:
        return target
    for correction in corrections:
        for value in correction.new:
            triple = Triple(triple.subject, triple.predicate, value)
    return Target(target.iri, triple)
