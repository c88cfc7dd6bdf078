"""What a load would put into the graph is looked through once, and known as the store knows it."""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pytest
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    Triple,
    parse,
    serialize,
)
from tests.intake.bodies import BODIES, load_bodies
from tests.shapes import examples

from wsisgraph import intake
from wsisgraph.graph.assemble import read_shapes
from wsisgraph.graph.checker import Checker
from wsisgraph.graph.checker.reading import sh
from wsisgraph.graph.description import _counted
from wsisgraph.intake import Report, Wishes, abreast, candidate, checking, windows
from wsisgraph.intake.abreast import Abreast
from wsisgraph.intake.checking import Shapes
from wsisgraph.intake.described import Describer, Tally
from wsisgraph.intake.difference import Verb
from wsisgraph.intake.prospect import Prospect
from wsisgraph.loading import Context, Fact, Lines
from wsisgraph.settings import Settings
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


def written(folder: Path, quads: list[Quad]) -> Path:
    path = folder / "candidate.nq"
    path.write_bytes(b"".join(serialize([each], format=RdfFormat.N_QUADS) or b"" for each in quads))
    return path


def prospect_of(folder: Path, quads: list[Quad], held: Sequence[Quad] = ()) -> Prospect:
    """A dataset that holds some quads, and is to hold others."""
    path = written(folder, quads)
    store = Store(str(folder / "held"))
    store.extend(held)
    return Prospect(store, folder / "held", [GRAPH, OTHER], path, folder)


def looked_through(found: Prospect) -> tuple[Tally, bool]:
    """What is counted of all windows, and whether that is right."""
    tally = Tally()
    for window in found.candidate.windows:
        found.candidate.describe(window, tally)
    return tally, found.candidate.settle(tally)


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


def test_a_candidate_is_counted_as_a_store_counts_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(windows, "WINDOW", 2_000)
    again = [
        quad(3, LABEL, Literal("again", language="fr")),
        quad(4, LABEL, Literal("proposed", language="fr"), OTHER),
        quad("new", TYPE, BODY, OTHER),
    ]
    held = [quad(5, LABEL, Literal("of another", language="en"), "https://example.org/held")]
    found = prospect_of(tmp_path, many(200) + again, held)
    tally, is_known = looked_through(found)
    assert is_known
    for graph in (GRAPH, OTHER):
        assert tally.statistics(graph) == _counted(found.whole, graph)
    pieces = found.candidate.windows
    assert len(pieces) > 20
    data = found.candidate.path.read_bytes()
    assert b"".join(data[start:stop] for start, stop in pieces) == data
    assert all(data[start:stop].endswith(b" .\n") for start, stop in pieces)
    assert [n for n in range(200) if str(thing(n)).encode() in found.candidate.scattered] == [
        *(3, 4, 5)
    ]


@pytest.mark.parametrize(
    "odd",
    [
        [quad(7, TYPE, BODY)],
        [quad(7, NUMBER, Literal("007", datatype=NamedNode(XSD.integer)))],
    ],
    ids=["a line that came before", "a value that came before, spelt otherwise"],
)
@pytest.mark.parametrize("size", [500, 1 << 20], ids=["in another window", "in the same"])
def test_what_a_candidate_says_twice_makes_it_be_counted_by_a_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, odd: list[Quad], size: int
) -> None:
    monkeypatch.setattr(windows, "WINDOW", size)
    _, is_known = looked_through(prospect_of(tmp_path, many(20) + odd))
    assert not is_known


def test_a_load_that_says_something_twice_is_written_once(
    settings: Settings, tmp_path: Path, table: Table
) -> None:
    def twice(paths: Sequence[Path], context: Context) -> Iterator[Fact]:
        facts = list(load_bodies(paths, context))
        yield from (*facts, *facts)

    path = table("a,Alpha,office")
    done = intake.take(replace(BODIES, load=twice), [path], Wishes(), settings)
    assert not done.refused
    assert done.outcome is not None
    assert done.difference is not None
    once = intake.take(BODIES, [path], Wishes(), settings)
    assert once.difference is not None
    assert once.difference.entries == {Verb.SAME: 1}


def test_a_thing_is_known_by_all_that_is_said_of_it_and_as_the_engine_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(windows, "WINDOW", 200)
    whole = NamedNode(XSD.integer)
    quads = [
        quad("a", LABEL, Literal("A")),
        quad("b", NUMBER, Literal("01", datatype=whole)),
        *many(20),
        quad("a", LABEL, Literal("Aha"), OTHER),
        quad("c", LABEL, Literal("C")),
    ]
    held = [quad("a", LABEL, Literal("Ah"), "https://example.org/held")]
    found = prospect_of(tmp_path, quads, held)
    data = found.data
    for window in found.candidate.windows:
        _, described = found.candidate.describe(window, Tally())
        data.foretell(described)
        assert set(data.objects(thing("a"), LABEL)) == set(map(Literal, ("A", "Ah", "Aha")))
        assert data.objects(thing("b"), NUMBER) == [Literal("1", datatype=whole)]
        assert data.objects(thing("c"), LABEL) == [Literal("C")]
        assert data.objects(thing("d"), LABEL) == []


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "",
        'of "quotes" \\ and\nlines\t\r',
        f"> <{RDF.type}> <{GRAPH}> .",
        "表 é \U0001f600 \u0085\u2028",
        '"@en',
        '"^^<x>',
    ],
)
def test_lines_are_read_as_the_engine_reads_them(tmp_path: Path, text: str) -> None:
    kinds = [XSD.integer, XSD.date, XSD.string, XSD.boolean, XSD.decimal, f"{XSD.iri}double", GRAPH]
    quads = [
        quad("a", LABEL, Literal(text)),
        quad("a", LABEL, Literal(text, language="zh-Hans")),
        quad("a", LABEL, Literal(text, language="en"), OTHER),
        quad("é", LABEL, thing("É")),
        *(
            quad("n", LABEL, Literal(value, datatype=NamedNode(kind)))
            for kind in kinds
            for value in ("1", "007", "1e3", "2011-02-15", "2011-02-31", "true", "0", text)
        ),
    ]
    path = written(tmp_path, quads)
    store = Store()
    store.bulk_load(path=str(path), format=RdfFormat.N_QUADS)
    expected = {(each.subject, each.predicate, each.object) for each in store}
    described = Describer().describe(path.read_bytes())
    said = [(s, p, o) for s, its in described.items() for p, os in its.items() for o in os]
    assert set(said) == expected
    assert len(said) == len(expected)


def test_a_shape_that_looks_back_is_asked_of_a_store_of_the_whole(tmp_path: Path) -> None:
    _, quads = read_shapes()
    back = BlankNode()
    looks_back = [
        Triple(thing("shape"), sh("targetClass"), BODY),
        Triple(thing("shape"), sh("property"), back),
        Triple(back, sh("path"), inverse := BlankNode()),
        Triple(inverse, sh("inversePath"), LABEL),
        Triple(back, sh("minCount"), Literal(1)),
    ]
    shapes = Shapes()
    shapes._checker = Checker([*(quad.triple for quad in quads), *looks_back])
    found = prospect_of(tmp_path, [*bodies(10), quad("x", LABEL, thing(3))])
    with Abreast(shapes, found, tmp_path) as checkers:
        told, tally = checkers.findings()
    assert tally is None
    missed = {each.focus for each in told if each.path.startswith("^")}
    assert missed == {thing(n).value for n in range(10)} - {thing(3).value}


def test_no_shape_of_ours_looks_back_or_asks_all_data(tmp_path: Path) -> None:
    quads = [
        Quad(each.subject, each.predicate, each.object, NamedNode(GRAPH))
        for path in examples.folder().rglob("*.ttl")
        for each in parse(path=str(path), format=RdfFormat.TURTLE)
        if isinstance(each.subject, NamedNode) and not isinstance(each.object, BlankNode)
    ]
    found = prospect_of(tmp_path, quads)
    shapes = Shapes()
    with Abreast(shapes, found, tmp_path) as checkers:
        told, _ = checkers.findings()
    assert "whole" not in vars(found)
    alone = shapes.check(found.whole, {each.subject.value for each in quads})  # type: ignore[union-attr]
    assert set(told) == set(alone)
    assert told


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


def test_several_processes_find_what_one_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(windows, "WINDOW", 1_000)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2})
    found = prospect_of(tmp_path, bodies(100))
    shapes = Shapes()
    with Abreast(shapes, found, tmp_path) as checkers:
        assert len(checkers._children) == 2
        told, tally = checkers.findings()
    assert tally is not None
    assert tally.statistics(GRAPH) == _counted(found.whole, GRAPH)
    alone = list(shapes.check(found.whole, (thing(n).value for n in range(100))))
    assert set(told) == set(alone)
    place_of = {
        each.value: number
        for number, window in enumerate(found.candidate.windows)
        for each in found.candidate.describe(window, Tally())[0]
    }
    in_order = [place_of[each.focus] for each in told]
    assert in_order == sorted(in_order)


@pytest.mark.parametrize("fate", [signal.SIGKILL, signal.SIGSTOP], ids=["ended", "stopped"])
def test_what_a_process_had_taken_that_was_ended_is_checked_by_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fate: signal.Signals
) -> None:
    monkeypatch.setattr(abreast, "_PATIENCE", 0.05)
    monkeypatch.setattr(windows, "WINDOW", 1_000)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    found = prospect_of(tmp_path, bodies(100))
    shapes = Shapes()
    with Abreast(shapes, found, tmp_path) as checkers:
        for child in checkers._children:
            os.kill(child, fate)
        told, tally = checkers.findings()
    assert set(told) == set(shapes.check(found.whole, (thing(n).value for n in range(100))))
    assert tally is not None
    assert tally.statistics(GRAPH) == _counted(found.whole, GRAPH)


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
    monkeypatch.setattr(candidate, "_MOST_SCATTERED", 0)
    compared = load(path, dry=True).difference
    assert known is not None
    assert compared is not None
    assert (known.entries, known.things) == (compared.entries, compared.things)
    assert (known.added, known.removed) == (compared.added, compared.removed)
    assert known.changes == compared.changes


def test_facts_that_are_written_in_another_way_come_to_the_same(table: Table, load: Load) -> None:
    def escaped(paths: Sequence[Path], context: Context) -> Iterator[Lines]:
        for _, facts in groupby(load_bodies(paths, context), lambda each: each.record):
            some = list(facts)
            lines = [f"{NamedNode(s)} <{p}> {o}" for s, p, o, *_ in some]
            written = [line.replace("bodies-a", "bodies-\\u0061") for line in lines]
            yield Lines(written, some[0].origin, some[0].status, some[0].record)

    path = table("a,Café,office", "b,Beta,fund")
    plain = load(path, dry=True).difference
    odd = load(path, loader=escaped, dry=True).difference
    assert plain is not None
    assert odd is not None
    assert (plain.added, plain.things, plain.entries) == (odd.added, odd.things, odd.entries)
    refused = load(table("a,Café,no-such-kind", name="bad.csv"), loader=escaped)
    assert refused.refused
    assert not load(path, loader=escaped).refused
    again = load(path).difference
    assert again is not None
    assert again.entries == {Verb.SAME: 2}


def test_another_candidate_for_the_same_dataset_is_looked_through_as_the_first(
    tmp_path: Path,
) -> None:
    held = [quad(5, LABEL, Literal("of another", language="en"), "https://example.org/held")]
    first = prospect_of(tmp_path, many(20), held)
    assert first.data.description(thing(19))
    place = tmp_path / "second"
    place.mkdir()
    second = first.again(written(place, many(12)), place)
    assert second.candidate.scattered == {str(thing(5)).encode()}
    assert second.stands(thing(11))
    assert not second.stands(thing(19))
    assert not second.data.description(thing(19))
    assert first.stands(thing(19))
