"""A decision as facts is the decision again when read."""

from dataclasses import replace

from pyoxigraph import Literal, NamedNode, Quad, Triple

from wsisgraph.review.model import Correction, Decision, Place, Target, Verdict, of_triple
from wsisgraph.review.records import as_quads, graph, new_iri, read
from wsisgraph.terms import iris

DECISION = Decision(
    iri=iris.individual("decision", "20260102-a"),
    target=Target(iris.individual("role", "itu-c2")),
    stood_in=Place("tiny", "proposed").graph,
    verdict=Verdict.CORRECT,
    by="Ольга Орлова",
    time="2026-01-02T03:04:05.000001Z",
    note="two\nlines",
    fingerprint="abc",
    corrections=(
        Correction("urn:p", (Literal("a", language="en"), Literal("b")), ()),
        Correction("urn:q", (), (NamedNode("urn:x"),)),
    ),
    along=("urn:one", "urn:two"),
)


def test_a_decision_is_read_as_it_was_written() -> None:
    assert read(as_quads(DECISION)) == [DECISION]


def test_a_decision_on_a_triple_is_read_as_it_was_written() -> None:
    triple = Triple(NamedNode("urn:s"), NamedNode("urn:p"), Literal("o", language="zh"))
    decision = replace(DECISION, target=of_triple(triple), corrections=())
    assert read(as_quads(decision)) == [decision]


def test_all_stands_in_the_graph_of_decisions_which_is_not_counted() -> None:
    assert {quad.graph_name for quad in as_quads(DECISION)} == {NamedNode(graph())}
    assert not iris.is_accepted(graph())


def test_decisions_are_read_in_the_order_of_their_times() -> None:
    later = replace(
        DECISION, iri=DECISION.iri + "0", time="2026-02-02T03:04:05Z", withdraws="urn:d"
    )
    assert read([*as_quads(later), *as_quads(DECISION)]) == [DECISION, later]


def test_what_is_half_a_decision_is_passed_over() -> None:
    quads = list(as_quads(DECISION))
    rest = [quad for quad in quads if not quad.predicate.value.endswith("verdict")]
    assert read(rest) == []
    elsewhere = [Quad(q.subject, q.predicate, q.object, NamedNode("urn:g")) for q in quads]
    assert read(elsewhere) == []


def test_two_decisions_made_at_once_have_two_names() -> None:
    one, two = (new_iri(DECISION.time, DECISION.target, number) for number in (1, 2))
    assert one != two
    assert one.startswith(iris.base_iri() + "id/decision/20260102-")
