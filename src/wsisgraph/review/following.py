"""Accepting what an editor proposes does it: what ends is rejected, what reads otherwise corrected.

A proposal is a statement about something that stands, and a correction of it (`wsis:Correction`).
Who accepts one decides on that thing too; who takes the acceptance back, takes both back.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pyoxigraph import Literal, NamedNode, Triple

from wsisgraph.errors import InputRefused, Problem
from wsisgraph.review.docket import Docket, Item, kinds, short
from wsisgraph.review.model import ACCEPTED, Value, Verdict
from wsisgraph.review.request import Request
from wsisgraph.review.values import Property, write
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import RDF, WSIS


@dataclass(slots=True)
class _Wanted:
    """What several proposals want of one thing."""

    item: Item
    place: str
    notes: list[str] = field(default_factory=list)
    ends: bool = False
    values: dict[Property, list[Value]] = field(default_factory=dict)


def followed(docket: Docket, requests: Sequence[Request]) -> list[Request]:
    """Return the requests that follow from others, on what accepted proposals are about.

    Raises:
        InputRefused: what a proposal is about is not there, or reads otherwise by now; tells each.
    """
    problems: list[Problem] = []
    wanted: dict[tuple[str, str], _Wanted] = {}
    back: list[Request] = []
    for request in requests:
        if not _is_proposal(request.item):
            continue
        if request.verdict is Verdict.WITHDRAW:
            back += _back(docket, request)
        elif request.verdict is Verdict.ACCEPT:
            try:
                for item in _things(docket, request.item):
                    key = (item.target.iri, item.place.source)
                    each = wanted.setdefault(key, _Wanted(item, request.place))
                    _add(each, request.item)
            except LookupError as error:
                problems.append(Problem(request.place, *error.args))
    if problems:
        raise InputRefused("Nothing was decided", problems)
    asked = {(each.item.target.iri, each.item.place.source) for each in requests}
    made = [_request(each) for key, each in wanted.items() if key not in asked]
    return [*made, *back]


def _is_proposal(item: Item) -> bool:
    return WSIS.Correction in kinds(item.triples) and bool(_values(item, WSIS.about))


def _values(item: Item, predicate: str) -> list[Value]:
    return sorted(
        (
            triple.object
            for triple in item.triples
            if triple.predicate.value == predicate
            and isinstance(triple.object, NamedNode | Literal)
        ),
        key=str,
    )


def _things(docket: Docket, proposal: Item) -> Iterator[Item]:
    """Yield what a proposal is about, in each source that states it as the proposal takes it."""
    (about,) = (value.value for value in _values(proposal, WSIS.about)[:1])
    found = []
    for source in docket.sources():
        try:
            item = docket.one(about, source)
        except LookupError:
            continue
        if item.place.status == ACCEPTED:
            found.append(item)
    if not found:
        if _reads_so(docket, about, proposal):
            return
        if _is_of_files(docket, about):
            raise LookupError(
                f"{short(about)} stands in no source, where decisions have an effect",
                "change it in ontology/ (wsisgraph site labels), build, and accept it then",
            )
        raise LookupError(f"{short(about)} does not count any more", "reject the proposal")
    if _ends(proposal):
        yield from found
        return
    old = {
        Triple(NamedNode(about), NamedNode(_predicate(proposal)), value)
        for value in _values(proposal, WSIS.oldValue)
    }
    fitting = [item for item in found if old <= item.triples]
    if not fitting:
        told = ", ".join(write(value) for value in _values(proposal, WSIS.oldValue))
        raise LookupError(
            f"{short(about)} reads otherwise by now; when it was proposed, there stood “{told}”",
            "reject the proposal, and correct the statement as it stands",
        )
    # Where several sources say it, each is to say it otherwise; what is new is said once.
    yield from fitting if old else fitting[:1]


def _is_of_files(docket: Docket, about: str) -> bool:
    """Tell whether a thing is of the vocabularies or of the ontology, which files hold."""
    files = [NamedNode(iris.graph(name)) for name in ("vocabularies", "ontology")]
    quads = docket.store.quads_for_pattern
    return any(next(quads(NamedNode(about), None, None, graph), None) for graph in files)


def _reads_so(docket: Docket, about: str, proposal: Item) -> bool:
    """Tell whether a thing that no source states has the values that are proposed already."""
    predicate = NamedNode(_predicate(proposal))
    quads = docket.store.quads_for_pattern(NamedNode(about), predicate, None)
    present = {
        quad.object
        for quad in quads
        if isinstance(quad.graph_name, NamedNode) and iris.is_accepted(quad.graph_name.value)
    }
    old, new = (set(_values(proposal, name)) for name in (WSIS.oldValue, WSIS.newValue))
    return new <= present and not old & present


def _predicate(proposal: Item) -> str:
    values = _values(proposal, RDF.predicate)
    return values[0].value if values else ""


def _ends(proposal: Item) -> bool:
    return _predicate(proposal) == WSIS.status


def _add(wanted: _Wanted, proposal: Item) -> None:
    wanted.notes.append(_note(proposal))
    if _ends(proposal):
        wanted.ends = True
        return
    old, new = (_values(proposal, name) for name in (WSIS.oldValue, WSIS.newValue))
    language = next(
        (value.language or "" for value in (*old, *new) if isinstance(value, Literal)), ""
    )
    prop = Property(_predicate(proposal), language)
    present = wanted.values.setdefault(
        prop,
        [
            triple.object
            for triple in sorted(wanted.item.triples, key=str)
            if triple.predicate.value == prop.iri
            and isinstance(triple.object, NamedNode | Literal)
            and prop.holds(triple.object)
        ],
    )
    wanted.values[prop] = [value for value in present if value not in old] + list(new)


def _request(wanted: _Wanted) -> Request:
    note = "; ".join(wanted.notes)
    if wanted.ends:
        return Request(wanted.item, Verdict.REJECT, note, where=wanted.place)
    return Request(wanted.item, Verdict.CORRECT, note, wanted.values, wanted.place)


def _back(docket: Docket, request: Request) -> Iterator[Request]:
    """Yield that what was decided with a proposal is taken back, unless others decided since."""
    about = {value.value for value in _values(request.item, WSIS.about)}
    note = _note(request.item)
    for (iri, source), decision in docket.standing.items():
        if iri in about and note in decision.note.split("; "):
            item = docket.one(iri, source)
            yield replace(request, item=item, note=note, values={}, where=request.place)


def _note(proposal: Item) -> str:
    return f"as proposed in {proposal.target.iri.removeprefix(iris.base_iri() + 'id/')}"
