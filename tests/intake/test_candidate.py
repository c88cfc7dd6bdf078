"""What a load would put into the graph is looked through once, and known as the store knows it."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, serialize

from wsisgraph.graph.checker.data import Stored
from wsisgraph.graph.description import _counted
from wsisgraph.intake import Report, abreast, candidate, checking
from wsisgraph.intake.abreast import Abreast
from wsisgraph.intake.candidate import Candidate, Filling
from wsisgraph.intake.checking import Shapes
from wsisgraph.terms.namespaces import RDF, SKOS, WSIS, XSD

Table = Callable[..., Path]
Load = Callable[..., Report]

GRAPH, OTHER = "https://example.org/graph", "https://example.org/proposed"
TYPE, LABEL, NUMBER = NamedNode(RDF.type), NamedNode(SKOS.prefLabel), NamedNode(WSIS.order)
BODY = NamedNode(WSIS.Body)


def thing(name: object) -> NamedNode:
    return NamedNode(f"https://example.org/{name}")


def quad(
    name: object, predicate: NamedNode, value: NamedNode | Literal, graph: str = GRAPH
) -> Quad:
    return Quad(thing(name), predicate, value, NamedNode(graph))


def filled(folder: Path, quads: list[Quad], held: list[Quad]) -> tuple[Candidate, Store]:
    path = folder / "candidate.nq"
    path.write_bytes(b"".join(serialize([each], format=RdfFormat.N_QUADS) or b"" for each in quads))
    store = Store()
    filling = Filling(store)
    filling.keep(iter(held))
    return filling.load(path, [GRAPH, OTHER]), store


def many(number: int) -> list[Quad]:
    tricky = f'" <{RDF.type}> <{WSIS.Body}> .\n> <{RDF.type}> <{WSIS.Body}> "'
    return [
        each
        for n in range(number)
        for each in (
            quad(n, TYPE, BODY),
            quad(n, LABEL, Literal(f"{tricky} {n}", language="en")),
            quad(n, NUMBER, Literal(str(n), datatype=NamedNode(XSD.integer))),
        )
    ]


def test_a_candidate_is_known_without_asking_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidate, "WINDOW", 2_000)
    again = [quad(3, LABEL, Literal("again", language="fr"))]
    held = [quad(5, LABEL, Literal("of another", language="en"), "https://example.org/held")]
    found, store = filled(tmp_path, many(200) + again, held)
    assert found.is_exact
    assert found.statistics(GRAPH) == _counted(store, GRAPH)
    assert found.statistics(OTHER) is None
    assert len(found.windows) > 20
    data = found.path.read_bytes()
    assert b"".join(data[start:stop] for start, stop in found.windows) == data
    assert len({each.subject for each in found.read(found.windows[3])}) == 4
    assert [name for name in range(200) if thing(name).value in found.unsure] == [3, 5]


@pytest.mark.parametrize(
    "odd",
    [
        [quad(7, TYPE, BODY)],
        [quad(7, NUMBER, Literal("007", datatype=NamedNode(XSD.integer)))],
    ],
    ids=["a line that came before", "a value that came before, spelt otherwise"],
)
def test_what_a_candidate_says_twice_is_counted_by_the_store(
    tmp_path: Path, odd: list[Quad]
) -> None:
    found, _ = filled(tmp_path, many(20) + odd, [])
    assert not found.is_exact
    assert found.statistics(GRAPH) is None


def test_quads_of_several_graphs_are_counted_by_the_store(tmp_path: Path) -> None:
    found, _ = filled(tmp_path, [*many(3), quad(9, TYPE, BODY, OTHER)], [])
    assert found.is_exact
    assert found.graph is None
    assert found.statistics(GRAPH) is None


def test_things_are_looked_up_of_which_the_store_says_more_or_other(tmp_path: Path) -> None:
    spelt = Literal("01", datatype=NamedNode(XSD.integer))
    kept = Literal("1", datatype=NamedNode(XSD.integer))
    quads = [
        quad("a", LABEL, Literal("A")),
        quad("b", NUMBER, spelt),
        quad("c", LABEL, Literal("C")),
    ]
    held = [quad("a", LABEL, Literal("Ah"), "https://example.org/held")]
    found, store = filled(tmp_path, quads, held)
    data = Stored(store)
    assert data.foretell(found.read(found.windows[0]), found.unsure) == [
        thing("a"),
        thing("b"),
        thing("c"),
    ]
    assert set(data.objects(thing("a"), LABEL)) == {Literal("A"), Literal("Ah")}
    assert data.objects(thing("b"), NUMBER) == [kept]
    store.clear()
    assert data.objects(thing("c"), LABEL) == [Literal("C")]


def bodies(number: int) -> list[Quad]:
    """Every seventh has no name, and all lack something else."""
    return [
        each
        for n in range(number)
        for each in (
            quad(n, TYPE, BODY),
            *([quad(n, LABEL, Literal(str(n), language="en"))] if n % 7 else []),
        )
    ]


@pytest.mark.parametrize("on_disk", [False, True])
def test_several_processes_find_what_one_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, on_disk: bool
) -> None:
    monkeypatch.setattr(candidate, "WINDOW", 1_000)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2})
    path = tmp_path / "candidate.nq"
    path.write_bytes(serialize(bodies(100), format=RdfFormat.N_QUADS) or b"")
    place = tmp_path / "store" if on_disk else None
    store = Store(str(place)) if place else Store()
    found = Filling(store).load(path, [GRAPH])
    shapes = Shapes()
    with Abreast(shapes, store, found, tmp_path, place) as checkers:
        assert len(checkers._children) == 2
        told = list(checkers.findings())
    alone = list(shapes.check(store, (thing(n).value for n in range(100))))
    assert set(told) == set(alone)
    place_of = {
        each.subject.value: number  # type: ignore[union-attr]
        for number, window in enumerate(found.windows)
        for each in found.read(window)
    }
    in_order = [place_of[each.focus] for each in told]
    assert in_order == sorted(in_order)


@pytest.mark.parametrize("fate", [signal.SIGKILL, signal.SIGSTOP], ids=["ended", "stopped"])
def test_what_a_process_had_taken_that_was_ended_is_checked_by_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fate: signal.Signals
) -> None:
    monkeypatch.setattr(abreast, "_PATIENCE", 0.05)
    monkeypatch.setattr(candidate, "WINDOW", 1_000)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    found, store = filled(tmp_path, bodies(100), [])
    shapes = Shapes()
    with Abreast(shapes, store, found, tmp_path, None) as checkers:
        for child in checkers._children:
            os.kill(child, fate)
        told = set(checkers.findings())
    assert told == set(shapes.check(store, (thing(n).value for n in range(100))))


def test_small_findings_do_not_hide_one_that_refuses(
    table: Table, load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (abreast, checking):
        monkeypatch.setattr(module, "MOST_FINDINGS", 3)
    rows = [f"{n},Name {n},office" for n in range(20)]
    done = load(table(*rows, "x,Last,no-such-kind"))
    assert done.refused
    assert len(done.remarks) == 4


def test_a_first_load_differs_from_nothing_as_one_that_is_compared_does(
    table: Table, load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = table("a,Alpha,office", "b,Beta,fund", "c,Gamma,fund")
    known = load(path, dry=True).difference
    monkeypatch.setattr(candidate, "_RESPELT", candidate._LINE)
    monkeypatch.setattr(candidate, "_MOST_SCATTERED", 0)
    compared = load(path, dry=True).difference
    assert known is not None
    assert compared is not None
    assert (known.entries, known.things) == (compared.entries, compared.things)
    assert (known.added, known.removed) == (compared.added, compared.removed)
    assert known.changes == compared.changes
