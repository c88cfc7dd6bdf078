import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store
from tests.store.tiny import APART, A, B

from wsisgraph.store.snapshot import Snapshot, as_stored
from wsisgraph.terms import iris

DECIMAL = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
GRAPHS = [DefaultGraph(), *map(NamedNode, [A, B, APART, iris.graph("shapes")])]
VALUES = [Literal("x"), Literal("5.10", datatype=DECIMAL), Literal("5.1", datatype=DECIMAL)]

QUADS = st.builds(
    Quad,
    st.sampled_from([NamedNode("http://example.org/s"), NamedNode("http://example.org/t")]),
    st.just(NamedNode("http://example.org/p")),
    st.sampled_from(VALUES),
    st.sampled_from(GRAPHS),
)
CHANGES = st.lists(st.tuples(st.sets(QUADS, max_size=6), st.sets(QUADS, max_size=6)), max_size=8)


def merge(dataset: set[Quad]) -> set[Quad]:
    """The merged default graph, computed the plain way."""
    return {
        Quad(q.subject, q.predicate, q.object)
        for q in dataset
        if isinstance(q.graph_name, DefaultGraph) or iris.is_accepted(q.graph_name.value)
    }


@settings(max_examples=150, deadline=None)
@given(CHANGES)
def test_the_merged_graph_survives_any_changes(changes: list[tuple[set[Quad], set[Quad]]]) -> None:
    snapshot = Snapshot()
    dataset = Store()
    for added, named_ones in changes:
        removed = {q for q in named_ones if q in dataset}
        snapshot.apply(added, removed)
        for quad in removed:
            dataset.remove(quad)
        dataset.extend(added)
        held = set(dataset)
        found = set(snapshot.store)
        named = {q for q in held if not isinstance(q.graph_name, DefaultGraph)}
        assert found == named | merge(held)
        assert set(snapshot.quads()) == held
        assert {g.value for g in snapshot.store.named_graphs()} == {
            q.graph_name.value for q in named
        }


def test_a_triple_in_two_accepted_graphs_is_counted_once() -> None:
    snapshot = Snapshot()
    for graph in (A, B, APART):
        snapshot.load(graph, b'<http://example.org/s> <http://example.org/p> "x" .\n')
    assert len(list(snapshot.store.query("SELECT * { ?s ?p ?o }"))) == 1
    assert len(list(snapshot.store.query("SELECT * { GRAPH ?g { ?s ?p ?o } }"))) == 3


def test_strict_mode_merges_nothing() -> None:
    snapshot = Snapshot(merged=False)
    snapshot.load(A, b'<http://example.org/s> <http://example.org/p> "x" .\n')
    assert list(snapshot.store.query("SELECT * { ?s ?p ?o }")) == []


def test_a_literal_in_another_spelling_is_the_same_quad() -> None:
    sent = Quad(NamedNode("http://example.org/s"), DECIMAL, VALUES[1], NamedNode(A))
    (stored,) = as_stored([sent])
    assert stored.object == VALUES[2]
    assert as_stored([sent])[stored] == sent


_DRAW_IN_TWO_FORKS = r"""
import os
from wsisgraph.store.snapshot import Snapshot

snapshot = Snapshot()
snapshot.load("https://example.org/a", b'<http://example.org/s> <http://example.org/p> "x" .\n')
snapshot.load("https://example.org/b", b"_:x <http://example.org/p> _:y .\n")
for _ in range(2):
    if os.fork() == 0:
        (row,) = snapshot.store.query("SELECT (STRUUID() AS ?u) {}")
        os.write(1, row["u"].value.encode() + b"\n")
        os._exit(0)
    os.wait()
"""


def test_workers_forked_from_one_snapshot_draw_different_random_values() -> None:
    # In a process of its own: earlier tests have seeded the random numbers of this one.
    code = [sys.executable, "-c", _DRAW_IN_TWO_FORKS]
    drawn = subprocess.run(code, capture_output=True, text=True, check=True).stdout.split()
    assert len(drawn) == 2
    assert drawn[0] != drawn[1]


@settings(max_examples=150, deadline=None)
@given(CHANGES, st.sets(st.sampled_from(GRAPHS[1:])))
def test_what_graphs_hold_beyond_the_merged_one_is_told_once_or_not_at_all(
    changes: list[tuple[set[Quad], set[Quad]]], asked: set[NamedNode]
) -> None:
    snapshot = Snapshot()
    for added, removed in changes:
        snapshot.apply(added, {quad for quad in removed if quad in set(snapshot.quads())})
    held = set(snapshot.quads())
    wanted = {quad.triple for quad in held if quad.graph_name in asked}
    beyond = snapshot.beyond_merged(sorted(asked, key=str))
    if beyond is None:
        # The merged graph alone holds something that was not asked for, or may do so.
        others = {q for q in held if q.graph_name not in asked}
        assert any(
            q.graph_name == DefaultGraph() or iris.is_accepted(q.graph_name.value) for q in others
        )
        return
    merged = [
        quad.triple
        for quad in snapshot.store.quads_for_pattern(None, None, None, None)
        if quad.graph_name == DefaultGraph()
    ]
    if beyond.triples is None:
        more = [quad.triple for quad in held if quad.graph_name in beyond.graphs]
    else:
        more = list(beyond.triples)
    assert len(merged + more) == len(set(merged + more))
    assert set(merged + more) == wanted
