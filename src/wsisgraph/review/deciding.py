"""Making decisions: what a reviewer asks for becomes decisions, and a change of the graph.

All or nothing: one request that cannot be followed, or one correction that breaks a MUST of the
shapes, and nothing is written.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pyoxigraph import NamedNode, Quad, Triple

from wsisgraph.errors import InputRefused, Problem
from wsisgraph.review import records
from wsisgraph.review.checking import broken
from wsisgraph.review.decisions import applied, undone
from wsisgraph.review.desk import Desk
from wsisgraph.review.docket import WAITING, Docket, Item, short
from wsisgraph.review.following import followed
from wsisgraph.review.model import ACCEPTED, REJECTED, Decision, Place, Verdict, place_of
from wsisgraph.review.request import Request, Wanted
from wsisgraph.review.statements import Triples, difference, fingerprint, with_status
from wsisgraph.terms.namespaces import RDF, WSIS

LONGEST_NAME, LONGEST_NOTE = 200, 4000

__all__ = ["Plan", "Request", "plan"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What decisions change.

    Attributes:
        decisions: the new ones.
        added: quads to put in, those of the decisions among them.
        removed: quads to take out.
        remarks: what else the reviewer should know.
    """

    decisions: tuple[Decision, ...]
    added: frozenset[Quad]
    removed: frozenset[Quad]
    remarks: tuple[str, ...] = ()


def plan(docket: Docket, requests: Sequence[Request], *, by: str, now: datetime) -> Plan:
    """Return what following the requests would change; the docket stays as it is.

    Raises:
        InputRefused: one cannot be followed, or breaks a MUST of the shapes; tells each.
    """
    by = _checked_name(by)
    requests = [*requests, *followed(docket, requests)]
    problems = list(_impossible(requests))
    if problems:
        raise InputRefused("Nothing was decided", problems)
    time = _time(docket, now)
    before, originals, earlier = _around(docket, [request.item for request in requests])
    desk = Desk(originals)
    made = tuple(
        _decision(docket, desk, request, by=by, time=time, number=number)
        for number, request in enumerate(requests)
    )
    after = set(applied(originals, [*earlier, *made]))
    written = {quad for decision in made for quad in records.as_quads(decision)}
    known = {quad for quad in written if quad in docket.store}
    changed = Plan(
        made,
        frozenset(after - before | written - known),
        frozenset(before - after),
        tuple(_remarks(docket, requests)),
    )
    places = {request.item.target.subject: request.place for request in requests}
    if problems := broken(docket.store, changed.added, changed.removed, places):
        raise InputRefused("Nothing was decided: the shapes are not kept", problems)
    return changed


def _checked_name(name: str) -> str:
    text = " ".join(name.split())
    if not text or len(text) > LONGEST_NAME or not text.isprintable():
        raise InputRefused(
            "Nothing was decided",
            [Problem("--by", f"“{name[:60]}” is no name", "say who decides: --by “Ada Lovelace”")],
        )
    return text


def _impossible(requests: Sequence[Request]) -> Iterator[Problem]:
    """Yield what is asked for and cannot be."""
    seen: dict[tuple[str, str], str] = {}
    for request in requests:
        item = request.item
        key = (item.target.iri, item.place.source)
        if key in seen:
            yield Problem(
                request.place,
                f"{short(item.target.iri)} is decided on at {seen[key]} already",
                "decide once",
            )
        seen[key] = request.place
        if len(request.note) > LONGEST_NOTE:
            yield Problem(
                request.place,
                f"the note has {len(request.note):,} characters",
                f"write at most {LONGEST_NOTE:,}",
            )
        if found := _vain(request):
            yield Problem(request.place, *found)


def _vain(request: Request) -> tuple[str, str] | None:
    """Return why a verdict makes no sense for a statement as it stands, and the mend."""
    item, status = request.item, request.item.place.status
    last = item.decision
    whose = f" by {last.by} on {last.time[:10]}" if last is not None else ""
    match request.verdict:
        case Verdict.ACCEPT if request.values:
            return "it is accepted, and values are changed", "write correct, or leave the values"
        case Verdict.ACCEPT if status == ACCEPTED:
            return f"it is accepted already{whose}", "leave the decision empty"
        case Verdict.REJECT if request.values:
            return "it is rejected, and values are changed", "write correct, or leave the values"
        case Verdict.REJECT if status == REJECTED:
            return f"it is rejected already{whose}", "leave the decision empty"
        case Verdict.CORRECT if not _changes(item, request.values):
            return "it is corrected, and no value is changed", "change a value, or write accept"
        case Verdict.WITHDRAW if last is None:
            return "nobody decided on it", "leave the decision empty"
    return None


def _changes(item: Item, values: Wanted) -> bool:
    return _as_wanted(item, values) != item.triples


def _as_wanted(item: Item, values: Wanted) -> Triples:
    """Return a statement with the values that a reviewer wants."""
    triples = set(item.triples)
    for prop, wanted in values.items():
        predicate = NamedNode(prop.iri)
        triples -= {t for t in triples if t.predicate == predicate and prop.holds(t.object)}
        subject = NamedNode(item.target.subject)
        triples |= {Triple(subject, predicate, value) for value in wanted}
    return frozenset(triples)


def _time(docket: Docket, now: datetime) -> str:
    """Return the time of the decisions: after all others, whatever the clock says."""
    last = max((decision.order()[0] for decision in docket.decisions), default=None)
    moment = now.astimezone(UTC)
    if last is not None and moment <= last:
        moment = last + timedelta(microseconds=1)
    return moment.isoformat().replace("+00:00", "Z")


def _around(docket: Docket, items: Iterable[Item]) -> tuple[set[Quad], list[Quad], list[Decision]]:
    """Return what stands of statements and what moved with them, what their sources had said of
    it, and the decisions in between."""
    sources = {item.place.source for item in items}
    subjects = {item.target.subject for item in items}
    for item in items:
        subjects |= _along(docket, item, item.triples)
    # What moved along with one may have moved with another, which is undone and done again too.
    history: dict[str, Decision] = {}
    while True:
        touched = {
            (decision.target.iri, decision.place.source)
            for decision in docket.decisions
            if decision.place.source in sources
            and not subjects.isdisjoint((decision.target.subject, *decision.along))
        }
        new = [
            decision
            for decision in docket.decisions
            if (decision.target.iri, decision.place.source) in touched
            and decision.iri not in history
        ]
        if not new:
            break
        for decision in new:
            history[decision.iri] = decision
            subjects |= {decision.target.subject, *decision.along}
    before = {
        Quad(triple.subject, triple.predicate, triple.object, NamedNode(place.graph))
        for source in sources
        for status in (ACCEPTED, *WAITING, REJECTED)
        for place in [Place(source, status)]
        for subject in subjects
        for triple in docket.triples(subject, place)
    }
    decisions = list(history.values())
    return before, undone(before, decisions), decisions


def _decision(
    docket: Docket, desk: Desk, request: Request, *, by: str, time: str, number: int
) -> Decision:
    item, last = request.item, request.item.decision
    target = last.target if last is not None else item.target
    iri = records.new_iri(time, target, number)
    if request.verdict is Verdict.WITHDRAW:
        assert last is not None
        return Decision(
            iri, target, last.stood_in, request.verdict, by, time, request.note, withdraws=last.iri
        )
    stood_in = desk.homes(target, item.place.source)[0]
    said = desk.said(target, stood_in)
    wanted = _as_wanted(item, request.values)
    along = _along(docket, item, wanted)
    return Decision(
        iri,
        target,
        stood_in,
        request.verdict,
        by,
        time,
        request.note,
        fingerprint=fingerprint(said) if target.triple is None else "",
        corrections=difference(with_status(said, ACCEPTED), with_status(wanted, ACCEPTED)),
        along=tuple(sorted(along)),
    )


def _along(docket: Docket, item: Item, triples: Triples) -> set[str]:
    """Return what has no status of its own and is described only beside a statement that waits.

    Nobody could see the passage of an accepted statement if it stayed behind.
    """
    start = item.decision.place if item.decision is not None else item.place
    if start.status == ACCEPTED:
        return set()
    moved = docket.moved_along(start)
    accepted = Place(start.source, ACCEPTED)
    found: set[str] = set()
    waiting = [triples]
    while waiting:
        for node in sorted(_nodes(waiting.pop()) - found - {item.target.subject}):
            said = docket.described_in(node, accepted if node in moved else start)
            if not said or any(triple.predicate.value == WSIS.status for triple in said):
                continue
            if node not in moved and docket.described_in(node, accepted):
                continue
            if (node, start.source) in docket.standing:
                continue
            found.add(node)
            waiting.append(said)
    return found


def _nodes(triples: Triples) -> set[str]:
    return {
        triple.object.value
        for triple in triples
        if isinstance(triple.object, NamedNode) and triple.predicate.value != RDF.type
    }


def _remarks(docket: Docket, requests: Iterable[Request]) -> Iterator[str]:
    """Tell of accepted things that go on naming what is rejected."""
    rejected = {r.item.target.iri for r in requests if r.verdict is Verdict.REJECT}
    for iri in sorted(rejected):
        naming = {
            quad.subject.value
            for quad in docket.store.quads_for_pattern(None, None, NamedNode(iri))
            if isinstance(quad.subject, NamedNode)
            and isinstance(quad.graph_name, NamedNode)
            and (place := place_of(quad.graph_name.value)) is not None
            and place.status == ACCEPTED
        } - rejected
        if naming:
            listed = ", ".join(short(name) for name in sorted(naming)[:5])
            yield f"{short(iri)} is rejected, and still named by {listed}"
