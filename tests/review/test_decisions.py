"""Decisions: what they do to the facts of a source, again after every rebuild and reload."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from wsisgraph.review.decisions import Told, Trouble, applied, standing, undone
from wsisgraph.review.model import Correction, Decision, Place, Target, Verdict, of_triple
from wsisgraph.review.statements import fingerprint
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import WSIS

ROLE = iris.individual("role", "itu-c2")
PASSAGE = iris.individual("document", "tiny/p/1")
SOURCE = "tiny"

FACTS = """
PREFIX wsis: <https://w3id.org/wsis-sdg/def#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX id: <https://w3id.org/wsis-sdg/id/>
PREFIX vocab: <https://w3id.org/wsis-sdg/vocab/>
PREFIX sdg: <http://metadata.un.org/sdg/>
GRAPH <https://w3id.org/wsis-sdg/graph/proposed/tiny> {
    <https://w3id.org/wsis-sdg/id/role/itu-c2> a wsis:RoleStatement ;
        org:member <https://w3id.org/wsis-sdg/id/agency/itu> ;
        org:role <https://w3id.org/wsis-sdg/vocab/roles/moderator> ;
        wsis:confidence 0.950 ;
        wsis:statedIn <https://w3id.org/wsis-sdg/id/document/tiny/p/1> ;
        wsis:status <https://w3id.org/wsis-sdg/vocab/status/proposed> .
    <https://w3id.org/wsis-sdg/id/document/tiny/p/1> a wsis:Passage ; wsis:locator "1" .
}
GRAPH <https://w3id.org/wsis-sdg/graph/unconfirmed/tiny> {
    <http://metadata.un.org/sdg/codes/geoArea/004> wsis:inRegion vocab:a , vocab:b .
}
GRAPH <https://w3id.org/wsis-sdg/graph/tiny> {
    <http://metadata.un.org/sdg/codes/geoArea/004> a wsis:Place .
    <https://w3id.org/wsis-sdg/id/role/other> a wsis:RoleStatement .
}
"""


def facts() -> list[Quad]:
    return list(parse(FACTS, format=RdfFormat.TRIG))


def of(quads: Iterable[Quad], subject: str) -> frozenset[Triple]:
    return frozenset(q.triple for q in quads if q.subject == NamedNode(subject))


def at(quads: Iterable[Quad], graph: str) -> set[str]:
    return {
        quad.subject.value
        for quad in quads
        if quad.graph_name == NamedNode(iris.graph(graph)) and isinstance(quad.subject, NamedNode)
    }


def stored(quads: Iterable[Quad]) -> set[Quad]:
    from wsisgraph.store.snapshot import as_stored

    return set(as_stored(quads))


def decided(verdict: Verdict, **more: object) -> Decision:
    said = fingerprint(of(stored(facts()), ROLE))
    decision = Decision(
        iri=iris.individual("decision", "1"),
        target=Target(ROLE),
        stood_in=Place(SOURCE, "proposed").graph,
        verdict=verdict,
        by="Ada",
        time="2026-01-02T03:04:05Z",
        fingerprint=said,
    )
    return replace(decision, **more)  # type: ignore[arg-type]


def membership(region: str) -> Target:
    return of_triple(
        Triple(
            NamedNode(iris.geo_area("004")), NamedNode(WSIS.inRegion), NamedNode(iris.vocab(region))
        )
    )


def test_without_decisions_the_facts_pass_as_they_are() -> None:
    assert list(applied(facts(), [])) == facts()


def test_an_accepted_statement_stands_among_the_accepted_ones_and_says_so() -> None:
    after = list(applied(facts(), [decided(Verdict.ACCEPT)]))
    assert at(after, SOURCE) >= {ROLE}
    assert ROLE not in at(after, "proposed/tiny")
    status = [q.object for q in after if q.subject == NamedNode(ROLE) and "status" in str(q)]
    assert status == [NamedNode(iris.vocab("status", "accepted"))]
    assert len(after) == len(facts())


def test_a_rejected_statement_stands_among_the_rejected_ones() -> None:
    after = list(applied(facts(), [decided(Verdict.REJECT)]))
    assert at(after, "rejected/tiny") == {ROLE}


def test_what_moves_along_moves_with_an_acceptance_only() -> None:
    accepted = decided(Verdict.ACCEPT, along=(PASSAGE,))
    assert PASSAGE in at(applied(facts(), [accepted]), SOURCE)
    rejected = decided(Verdict.REJECT, along=(PASSAGE,))
    assert PASSAGE in at(applied(facts(), [rejected]), "proposed/tiny")


def test_a_correction_replaces_the_value_the_source_has() -> None:
    roles = [NamedNode(iris.vocab("roles", name)) for name in ("moderator", "coordinator")]
    correction = Correction("http://www.w3.org/ns/org#role", (roles[0],), (roles[1],))
    after = list(applied(facts(), [decided(Verdict.CORRECT, corrections=(correction,))]))
    found = {q.object for q in after if q.predicate.value == correction.predicate}
    assert found == {roles[1]}
    assert ROLE in at(after, SOURCE)


@pytest.mark.parametrize("verdict", [Verdict.ACCEPT, Verdict.REJECT, Verdict.CORRECT])
def test_what_was_decided_can_be_undone_to_the_last_quad(verdict: Verdict) -> None:
    correction = Correction(
        WSIS.confidence,
        (Literal("0.95", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal")),),
        (Literal("0.5", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal")),),
    )
    decision = decided(verdict, corrections=(correction,), along=(PASSAGE,))
    after = list(applied(facts(), [decision]))
    assert stored(undone(after, [decision])) == stored(facts())
    assert stored(after) != stored(facts())


def test_one_triple_is_accepted_and_its_neighbour_is_not() -> None:
    target = membership("a")
    decision = decided(
        Verdict.ACCEPT, target=target, stood_in=Place(SOURCE, "unconfirmed").graph, fingerprint=""
    )
    after = list(applied(facts(), [decision]))
    homes = {
        q.object.value.rpartition("/")[2]: q.graph_name.value
        for q in after
        if q.predicate.value == WSIS.inRegion
        and isinstance(q.object, NamedNode)
        and isinstance(q.graph_name, NamedNode)
    }
    assert homes == {"a": iris.graph("tiny"), "b": iris.graph("unconfirmed/tiny")}
    assert stored(undone(after, [decision])) == stored(facts())


def test_the_object_of_a_triple_is_corrected_and_can_be_undone() -> None:
    new = NamedNode(iris.vocab("c"))
    decision = decided(
        Verdict.CORRECT,
        target=membership("a"),
        stood_in=Place(SOURCE, "unconfirmed").graph,
        corrections=(Correction(WSIS.inRegion, (NamedNode(iris.vocab("a")),), (new,)),),
    )
    after = list(applied(facts(), [decision]))
    assert [q.graph_name for q in after if q.object == new] == [NamedNode(iris.graph("tiny"))]
    assert stored(undone(after, [decision])) == stored(facts())


def test_a_statement_that_says_something_else_now_waits_again_and_this_is_told() -> None:
    old = decided(Verdict.ACCEPT, fingerprint="of another text")
    told: list[Told] = []
    after = list(applied(facts(), [old], tell=told.append))
    assert stored(after) == stored(facts())
    assert [found.trouble for found in told] == [Trouble.CHANGED]


def test_a_rejected_statement_stays_so_though_it_says_something_else_now() -> None:
    told: list[Told] = []
    old = decided(Verdict.REJECT, fingerprint="of another text")
    assert at(applied(facts(), [old], tell=told.append), "rejected/tiny") == {ROLE}
    assert [found.trouble for found in told] == [Trouble.CHANGED]


def test_a_statement_read_at_another_row_is_still_accepted() -> None:
    moved = [
        Quad(q.subject, q.predicate, NamedNode(PASSAGE + "7"), q.graph_name)
        if q.predicate.value == WSIS.statedIn
        else q
        for q in facts()
    ]
    told: list[Told] = []
    assert ROLE in at(applied(moved, [decided(Verdict.ACCEPT)], tell=told.append), SOURCE)
    assert told == []


def test_a_decision_on_what_is_gone_is_told() -> None:
    told: list[Told] = []
    rest = [quad for quad in facts() if quad.subject != NamedNode(ROLE)]
    assert list(applied(rest, [decided(Verdict.ACCEPT)], tell=told.append)) == rest
    assert [found.trouble for found in told] == [Trouble.MISSING]
    assert "does not state it any more" in str(told[0])


def test_a_correction_of_a_value_that_is_gone_is_told_and_not_made() -> None:
    wrong = Correction(WSIS.confidence, (Literal("x"),), (Literal("y"),))
    told: list[Told] = []
    decision = decided(Verdict.CORRECT, corrections=(wrong,))
    after = list(applied(facts(), [decision], tell=told.append))
    assert Literal("y") not in {quad.object for quad in after}
    assert [found.trouble for found in told] == [Trouble.CONFLICT]


def test_the_last_decision_counts_and_a_withdrawn_one_does_not() -> None:
    first = decided(Verdict.ACCEPT)
    second = decided(Verdict.REJECT, iri=first.iri + "b", time="2026-01-03T00:00:00Z")
    back = decided(
        Verdict.WITHDRAW, iri=first.iri + "c", time="2026-01-04T00:00:00Z", withdraws=second.iri
    )
    (counts,) = standing([second, first]).values()
    assert counts == second
    (counts,) = standing([back, second, first]).values()
    assert counts == first


def test_a_decision_concerns_the_source_it_was_made_on_and_no_other() -> None:
    other = decided(Verdict.REJECT, stood_in=Place("other", "proposed").graph)
    told: list[Told] = []
    assert stored(applied(facts(), [other], tell=told.append)) == stored(facts())
    assert [found.trouble for found in told] == [Trouble.MISSING]
