"""Literals come back as they were sent, though the engine keeps them by their value."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse, serialize
from tests.store.tiny import APART, A, B, rows, run, serving

from wsisgraph.errors import StoreError
from wsisgraph.store import spellings
from wsisgraph.store.embedded import EmbeddedStore
from wsisgraph.store.protocol import Author, Data, Scope, Written
from wsisgraph.store.spellings import Spellings, as_kept, is_changed

ANYBODY = Author("test", "", lambda graph: True)
XSD = "http://www.w3.org/2001/XMLSchema#"
SENT = {
    f'<x:s> <x:p{number}> "{form}"^^<{XSD}{datatype}> .'
    for number, (form, datatype) in enumerate(
        [
            ("01", "integer"),
            ("+1", "integer"),
            ("1", "integer"),
            ("1.0", "decimal"),
            ("-5.50", "decimal"),
            ("1E0", "double"),
            ("1.0e0", "float"),
            ("1", "boolean"),
            ("2026-01-01T24:00:00", "dateTime"),
            ("2026-01-01T00:00:00.50+00:00", "dateTime"),
            ("2026-01-01+00:00", "date"),
            ("P12M", "duration"),
            ("7", "int"),
            ("2", "nonNegativeInteger"),
            ("not a number", "integer"),
            (" 1 ", "integer"),
        ]
    )
}

FORMS = (
    *("1", "0", "01", "-0", "-7", "+7", "999999999999999999", "9999999999999999999", " 1", "a", ""),
    *("1.0", "0.1", "-0.5", "00.5", ".5", "-1234567890.123456", "1E0", "INF", "true", "TRUE"),
    *("2026-01-01", "2026-02-31", "0000-01-01", "2026-01-01+00:00", "2026", "0000", "24:00:00"),
    *("2026-01-01T00:00:00", "2026-01-01T23:59:60Z", "2026-02-31T00:00:00Z", "2026-01-01T24:00:00"),
    *("0000-01-01T00:00:00Z", "2026-01-01T00:00:00.0Z", "2026-01-01T00:00:00+00:00"),
)

modes = pytest.mark.parametrize("strict", [False, True], ids=["merged", "strict"])


async def put(
    store: EmbeddedStore, name: str | Scope, lines: Sequence[str] | set[str], replace: bool = True
) -> Written:
    sent = Data("\n".join(sorted(lines)).encode(), "nquads", "x:base")
    return await store.write_graph(name, [sent], replace=replace, author=ANYBODY)


async def lines(store: EmbeddedStore, name: str | Scope, format: str = "ntriples") -> set[str]:
    answer = await store.graph(name, formats=[format])
    return set((await answer.read()).decode().splitlines())


@modes
def test_literals_come_back_as_they_were_sent_also_after_a_restart(
    tmp_path: Path, strict: bool
) -> None:
    async def work() -> None:
        async with serving(tmp_path, strict=strict) as store:
            for name in (A, APART):
                await put(store, name, SENT)
                assert await lines(store, name) == SENT
            whole = {f"{line[:-1]}<{name}> ." for line in SENT for name in (A, APART)}
            assert await lines(store, Scope.DATASET, "nquads") == whole
            if not strict:
                assert await lines(store, Scope.DEFAULT) == SENT
            # Queries go by the value.
            assert len(await rows(store, f"SELECT ?p {{ GRAPH <{A}> {{ ?s ?p 1 }} }}")) == 3
        # Beside a checkpoint, then from the checkpoint and the journal together.
        for number in range(2):
            async with serving(tmp_path, strict=strict) as store:
                assert await lines(store, A) == SENT
                await put(store, B, {f'<x:s> <x:p> "0{number}"^^<{XSD}integer> .'})
        async with serving(tmp_path, strict=strict) as store:
            assert await lines(store, B) == {f'<x:s> <x:p> "01"^^<{XSD}integer> .'}
            assert (await store.delete_graph(A, author=ANYBODY)).removed == len(SENT)
            await put(store, A, {f'<x:s> <x:p0> "1"^^<{XSD}integer> .'})
            assert await lines(store, A) == {f'<x:s> <x:p0> "1"^^<{XSD}integer> .'}
            assert await lines(store, APART) == SENT

    run(work())


def test_readers_and_a_writer_that_begin_anew_know_the_spellings(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path) as store:
            await put(store, A, SENT)
            assert store._abreast.readers is not None
            assert store._writer is not None
            assert store._writer._child is not None
            store._abreast.readers._child._process.kill()
            store._writer._child._process.kill()
            while True:
                try:
                    await put(store, B, {f'<x:s> <x:p> "1.0"^^<{XSD}decimal> .'})
                    break
                except StoreError:
                    await asyncio.sleep(0.1)
            assert await lines(store, A) == SENT
            assert await lines(store, B) == {f'<x:s> <x:p> "1.0"^^<{XSD}decimal> .'}

    run(work())


def test_another_spelling_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    def line(form: str) -> set[str]:
        return {f'<x:s> <x:p> "{form}"^^<{XSD}decimal> .'}

    async def work() -> None:
        async with serving(tmp_path) as store:
            await put(store, A, line("1.0"))
            for form in ("1.00", "1", "01.0"):
                written = await put(store, A, line(form))
                assert (written.added, written.removed) == (1, 1)
                assert await lines(store, A) == line(form)
            assert (await put(store, A, line("01.0"))).added == 0
            # To merge what is there already changes nothing.
            assert (await put(store, A, line("1.000"), replace=False)).added == 0
            assert await lines(store, A) == line("01.0")

    run(work())


def test_data_of_an_update_come_back_as_they_were_sent(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path) as store:
            text = (
                "PREFIX : <x:> INSERT DATA { GRAPH <A> { :s :p0 01 ; :p1 1.50 ; :p2 'a}', 1E0 } } ;"
                " INSERT DATA { GRAPH <B> { :s :p +1 } } ;"
                " DELETE DATA { GRAPH <A> { :s :p1 1.5 } }"
            )
            await store.update(
                text.replace("<A>", f"<{A}>").replace("<B>", f"<{B}>"), author=ANYBODY
            )
            assert await lines(store, A) == {
                f'<x:s> <x:p0> "01"^^<{XSD}integer> .',
                f'<x:s> <x:p2> "1E0"^^<{XSD}double> .',
                '<x:s> <x:p2> "a}" .',
            }
            assert await lines(store, B) == {f'<x:s> <x:p> "+1"^^<{XSD}integer> .'}

    run(work())


def test_what_is_noted_is_what_the_engine_changes() -> None:
    names = "integer int decimal double boolean date dateTime gYear time string anyURI hexBinary"
    types = [f"{XSD}{name}" for name in names.split()]
    for datatype in types:
        for form in FORMS:
            quad = Quad(
                NamedNode("x:s"), NamedNode("x:p"), Literal(form, datatype=NamedNode(datatype))
            )
            store = Store()
            store.add(quad)
            (kept,) = store
            assert as_kept(quad) == kept
            assert is_changed(quad) == (kept != quad)


def test_data_that_is_not_changed_costs_nothing() -> None:
    plain = parse(b'<x:s> <x:p> "a", "b"@en, 1, 1.5, true .', format=RdfFormat.TURTLE)
    assert not [quad for quad in plain if is_changed(quad)]


def test_what_is_noted_of_lines_is_what_is_noted_of_quads() -> None:
    values = ["1", "01", "+1", "1.0", "1.50", "true", "0", "TRUE", "2011-02-15", "2011-02-31"]
    values += ["2011", "02011", "2011-05", "24:00:00"]
    values += ['"1', 'a"b', "\n", "", "P1D", "PT24H", "1e3", "INF", "2011-02-15T24:00:00"]
    kinds = [*sorted(spellings._CHANGED), f"{XSD}string", "urn:kind"]
    quads = [
        Quad(NamedNode(f"urn:{n}-{m}"), NamedNode("urn:p"), Literal(value, datatype=kind))
        for n, kind in enumerate(map(NamedNode, kinds))
        for m, value in enumerate(values)
    ]
    of_quads, of_lines = Spellings(), Spellings()
    of_quads.note(quads)
    of_lines.note_lines(serialize(quads, format=RdfFormat.N_QUADS) or b"")
    assert set(of_lines._store) == set(of_quads._store)
    assert len(of_lines._store) > 90
