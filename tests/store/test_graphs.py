"""Graphs as a whole: written with documents of every format, given out, deleted."""

import asyncio
import socket
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.store.tiny import APART, A, B, rows, run, serving

from wsisgraph.errors import (
    DataSyntaxError,
    DataTooLarge,
    DefaultGraphDerived,
    GraphNotFound,
    NotAcceptable,
    QuerySyntaxError,
    QueryTooDeep,
    QueryTooLarge,
    RevisionMismatch,
    StoreError,
    WriteNotAllowed,
)
from wsisgraph.store import frames
from wsisgraph.store.embedded import EmbeddedStore
from wsisgraph.store.protocol import Author, Data, Scope, Written
from wsisgraph.store.snapshot import Snapshot
from wsisgraph.store.worker import Worker

ANYBODY = Author("test", "because", lambda graph: True)
BASE = "http://base.example/d/"
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://base.example/d/"'
SAME = {
    "turtle": "<s> <p> 'a', _:b .",
    "trig": "<s> <p> 'a', _:b .",
    "ntriples": '<http://base.example/d/s> <http://base.example/d/p> "a" .\n'
    "<http://base.example/d/s> <http://base.example/d/p> _:b .",
    "nquads": '<http://base.example/d/s> <http://base.example/d/p> "a" .\n'
    "<http://base.example/d/s> <http://base.example/d/p> _:b .",
    "jsonld": '{"@id": "s", "http://base.example/d/p": ["a", {"@id": "_:b"}]}',
    "rdfxml": f"<rdf:RDF {RDF}><rdf:Description rdf:about='s'><e:p>a</e:p>"
    "<e:p rdf:nodeID='b'/></rdf:Description></rdf:RDF>",
}

modes = pytest.mark.parametrize("strict", [False, True], ids=["merged", "strict"])


def data(body: str | bytes, format: str = "turtle") -> list[Data]:
    return [Data(body.encode() if isinstance(body, str) else body, format, BASE)]


async def put(
    store: EmbeddedStore, name: str | Scope, given: Sequence[Data], **arguments: Any
) -> Written:
    return await store.write_graph(name, given, **{"replace": True, "author": ANYBODY, **arguments})


async def dump(store: EmbeddedStore, name: str | Scope, format: str = "nquads") -> Counter[str]:
    answer = await store.graph(name, formats=[format])
    return Counter((await answer.read()).decode().splitlines())


async def graphs(store: EmbeddedStore) -> set[str]:
    return {row["g"] for row in await rows(store, "SELECT ?g { GRAPH ?g {} }")}


def test_a_document_of_every_format_gives_the_same_graph(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path) as store:
            for format, body in SAME.items():
                written = await put(store, A, data(body, format))
                assert written.created == ((A,) if format == "turtle" else ())
                (row,) = await rows(
                    store,
                    "SELECT ?n (ISBLANK(?b) AS ?x) { { SELECT (COUNT(*) AS ?n) {"
                    f"  GRAPH <{A}> {{ ?s ?p ?o }} }} }} GRAPH <{A}> {{ <{BASE}s> <{BASE}p> 'a', ?b"
                    " FILTER(ISBLANK(?b)) } }",
                )
                assert row == {"n": "2", "x": "true"}, format
            # The same document again: its blank node is another, and the old one is gone.
            assert (written.added, written.removed) == (1, 1)

    run(work())


@modes
def test_a_graph_is_replaced_merged_given_out_and_deleted(tmp_path: Path, strict: bool) -> None:
    async def work() -> None:
        async with serving(tmp_path, strict=strict) as store:
            first = await put(store, A, data("<s> <p> 1, 2, 2.50 ."))
            assert (first.added, first.removed, first.created) == (3, 0, (A,))
            again = await put(store, A, data("<s> <p> 2.50, 1, 2 ."))
            assert again == Written(first.revision, 0, 0)
            assert (await put(store, A, data("<s> <p> 2, 3 ."))).added == 1
            merged = await put(
                store, A, [*data("<s> <q> _:b ."), *data("<s> <q> _:b .")], replace=False
            )
            assert merged.added == 2
            assert sum((await dump(store, A, "ntriples")).values()) == 4
            gone = await store.delete_graph(A, author=ANYBODY)
            assert (gone.removed, gone.dropped) == (4, (A,))
            for name in (A, "http://example.org/never"):
                with pytest.raises(GraphNotFound):
                    await store.graph(name, formats=["turtle"])
                with pytest.raises(GraphNotFound):
                    await store.delete_graph(name, author=ANYBODY)

    run(work())


@modes
@pytest.mark.parametrize("replace", [True, False])
def test_an_empty_document_makes_an_empty_graph(
    tmp_path: Path, strict: bool, replace: bool
) -> None:
    async def work() -> None:
        async with serving(tmp_path, strict=strict) as store:
            written = await put(store, A, data(""), replace=replace)
            assert (written.created, written.revision.sequence) == ((A,), 1)
            await put(store, B, data("<s> <p> 1 ."))
            assert (await put(store, B, data(""))).removed == 1
            assert await dump(store, A, "ntriples") == Counter()
        async with serving(tmp_path, strict=strict) as store:
            assert await graphs(store) == {A, B}
            assert (await store.delete_graph(A, author=ANYBODY)).dropped == (A,)
            assert await graphs(store) == {B}

    run(work())


@pytest.mark.parametrize(
    ("body", "format", "message", "place"),
    [
        ("<s> <p> 1 .\n<s> <p> .", "turtle", "not Turtle", (2, 9)),
        ('{"@id": "s",\n "p" "q"}', "jsonld", "not JSON-LD", (2, 6)),
        (f"<rdf:RDF {RDF}>\n<oops></rdf:RDF>", "rdfxml", "not XML: mismatched tag", (2, 9)),
        ('{"@context": "http://127.0.0.1/c", "p": 1}', "jsonld", "@context", None),
        ('{"@context": {"@import": "http://127.0.0.1/c"}, "p": 1}', "jsonld", "@context", None),
        ("<!DOCTYPE x [<!ENTITY e 'e'>]>" + SAME["rdfxml"], "rdfxml", "DTD", (1, 13)),
        (("<!DOCTYPE x>" + SAME["rdfxml"]).encode("utf-16"), "rdfxml", "DTD", (1, 13)),
        ("<g> { <s> <p> 1 }", "trig", "graphs of their own", None),
        (b"<s> <p> '\xff' .", "turtle", "not Turtle", (1, 10)),
    ],
)
def test_what_cannot_be_taken_is_told_with_its_place_and_nothing_is_written(
    tmp_path: Path, body: str | bytes, format: str, message: str, place: tuple[int, int] | None
) -> None:
    async def work() -> None:
        async with serving(tmp_path) as store:
            good = data("<s> <p> 'good' .")
            with pytest.raises(DataSyntaxError, match=message) as told:
                await put(store, A, [*good, *data(body, format), *good])
            if place is not None:
                assert (told.value.line, told.value.column) == place
            assert store.revision.sequence == 0
            assert await graphs(store) == set()

    run(work())


def test_documents_behind_a_faulty_one_are_taken_for_no_request() -> None:
    """The worker has answered; what is still sent to it must not end it before that is read."""
    request = {
        **{"do": "write", "scope": None, "graph": A, "keep": [], "skip": [], "replace": True},
        "data": [{"format": "turtle", "base": BASE}] * 3,
    }
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(frames.message(frames.REQUEST, request))
        for body in (b"<s> <p> 'bad", b"<s> <p> 'good' .", b"<s> <p> 'good' ."):
            ours.sendall(frames.frame(frames.BODY, body) + frames.frame(frames.BODY, b""))
        ours.shutdown(socket.SHUT_WR)
        Worker(Snapshot(), theirs.fileno()).serve()
        letters = []
        theirs.shutdown(socket.SHUT_WR)
        while (received := frames.read_frame(ours.fileno())) is not None:
            letters.append(received[0])
    assert letters[-1] == frames.FAILURE
    assert letters.count(frames.FAILURE) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_xml_is_read_in_the_encodings_that_it_has(tmp_path: Path, encoding: str) -> None:
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    body = f'<?xml version="1.0" encoding="{declared}"?>\n' + SAME["rdfxml"].replace(">a<", ">é<")

    async def work() -> None:
        async with serving(tmp_path) as store:
            await put(store, A, data(body.encode(encoding), "rdfxml"))
            assert await rows(store, "SELECT ?o { ?s ?p ?o FILTER(ISLITERAL(?o)) }") == [{"o": "é"}]

    run(work())


NESTED = {
    "jsonld": ('{"http://e/p":' * 60000 + "1" + "}" * 60000, "jsonld"),
    "jsonld lists": ('{"http://e/p":' + '{"@list":[' * 20000 + "]}" * 20000 + "}", "jsonld"),
    "turtle": ("<s> <p> " + "[<p> " * 3000000, "turtle"),
    "terms": (
        "<e:s> <e:p> " + "<<( <e:s> <e:p> " * 100000 + "<e:o>" + " )>>" * 100000 + " .",
        "ntriples",
    ),
    "few terms": ("<s> <p> " + "<<( <s> <p> " * 40 + "<o>" + " )>>" * 40 + " .", "turtle"),
    "xml": (f"<rdf:RDF {RDF}>" + "<rdf:Description><e:p>" * 100000, "rdfxml"),
}


@pytest.mark.parametrize("bomb", NESTED)
def test_nesting_ends_in_an_error_and_nobody_else_notices(tmp_path: Path, bomb: str) -> None:
    body, format = NESTED[bomb]

    async def work() -> None:
        async with serving(tmp_path, query_memory=128) as store:
            attempt = asyncio.create_task(put(store, A, data(body, format)))
            with pytest.raises((DataSyntaxError, DataTooLarge, QueryTooDeep)):
                await attempt
            assert store.revision.sequence == 0
            assert (await put(store, B, data("<s> <p> 1 ."))).added == 1

    run(work())


def test_more_than_memory_holds_is_refused_whole(tmp_path: Path) -> None:
    many = "\n".join(f"<s{n}> <p> 'a value of its own, number {n}' ." for n in range(120_000))

    async def work() -> None:
        async with serving(tmp_path, query_memory=32, query_timeout=30.0) as store:
            with pytest.raises((DataTooLarge, QueryTooLarge), match="WSISGRAPH_QUERY_MEMORY"):
                await put(store, A, data(many))
            assert await graphs(store) == set()

    run(work())


def test_a_large_document_passes(tmp_path: Path) -> None:
    lines = 40_000
    many = "\n".join(f"<s{n}> <p> 'a value of its own, number {n}' ." for n in range(lines))

    async def work() -> None:
        async with serving(tmp_path, query_timeout=30.0) as store:
            assert (await put(store, A, data(many))).added == lines
            assert sum((await dump(store, A, "ntriples")).values()) == lines
            assert (await put(store, A, data("<s1> <p> 1 ."))).removed == lines

    run(work())


@pytest.mark.parametrize("replaced", [True, False])
def test_a_graph_that_another_makes_meanwhile_is_spared_with_all_that_is_not_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replaced: bool
) -> None:
    async def work() -> None:
        async with serving(tmp_path) as store:
            await put(store, A, data("<s> <p> 1 ."))
            names = store._names

            async def raced() -> list[str]:
                found = await names()
                if B not in found:
                    await put(store, B, data("<s> <p> 2 ."))
                return found

            monkeypatch.setattr(store, "_names", raced)
            mine = Author("test", "because", lambda graph: graph == A)
            if replaced:
                given = data(f"<{A}> {{ <s> <p> 3 }}", "trig")
                await put(store, Scope.DATASET, given, author=mine)
            else:
                await store.delete_graph(Scope.DATASET, author=mine)
            assert await graphs(store) == ({A, B} if replaced else {B})

    run(work())


def test_the_default_graph_is_written_only_in_strict_mode(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path / "merged") as store:
            await put(store, A, data("<s> <p> 1 ."))
            before = store.revision
            for given in (data(""), data("<s> <p> 2 .")):
                with pytest.raises(DefaultGraphDerived):
                    await put(store, Scope.DEFAULT, given)
            with pytest.raises(DefaultGraphDerived):
                await store.delete_graph(Scope.DEFAULT, author=ANYBODY)
            # Also where the triple is in the merged graph already.
            with pytest.raises(DefaultGraphDerived):
                await put(store, Scope.DATASET, data("<s> <p> 1 .", "trig"), replace=False)
            assert store.revision == before
            assert sum((await dump(store, Scope.DEFAULT, "ntriples")).values()) == 1
        async with serving(tmp_path / "strict", strict=True) as store:
            assert await dump(store, Scope.DEFAULT, "ntriples") == Counter()
            await put(store, Scope.DEFAULT, data("<s> <p> 2 ."))
            assert (await put(store, Scope.DEFAULT, data("<s> <p> 3 ."))).removed == 1
        async with serving(tmp_path / "strict", strict=True) as store:
            assert (await store.delete_graph(Scope.DEFAULT, author=ANYBODY)).removed == 1

    run(work())


@modes
@pytest.mark.parametrize("format", ["nquads", "trig", "jsonld"])
def test_the_dataset_given_out_can_be_put_back(tmp_path: Path, strict: bool, format: str) -> None:
    async def work() -> None:
        async with serving(tmp_path / "one", strict=strict) as store:
            term = "" if format == "jsonld" else ", <<( <s> <p> 1 )>>"
            await put(store, A, data(f"<s> <p> 1, 'x'@en{term} ."))
            await put(store, APART, data("<s> <p> 2 ."))
            if strict:
                await put(store, Scope.DEFAULT, data("<s> <p> 3 ."))
            whole = await (await store.graph(Scope.DATASET, formats=[format])).read()
            expected = await dump(store, Scope.DATASET)
        async with serving(tmp_path / "two", strict=strict) as store:
            await put(store, B, data("<s> <p> 4 ."))
            written = await put(store, Scope.DATASET, data(whole, format))
            assert written.dropped == (B,)
            assert await dump(store, Scope.DATASET) == expected

    run(work())


def test_replacing_the_dataset_leaves_graphs_of_others_alone(tmp_path: Path) -> None:
    own = Author("itu", "", lambda graph: graph == A)

    async def work() -> None:
        async with serving(tmp_path) as store:
            await put(store, A, data("<s> <p> 1 ."))
            await put(store, B, data("<s> <p> 1 ."))
            quads = f"GRAPH <{A}> {{ <s> <p> 2 }}"
            assert (await put(store, Scope.DATASET, data(quads, "trig"), author=own)).removed == 1
            assert await graphs(store) == {A, B}
            both = f"{quads} GRAPH <{B}> {{ <s> <p> 2 }}"
            with pytest.raises(WriteNotAllowed):
                await put(store, Scope.DATASET, data(both, "trig"), author=own)
            assert (await store.delete_graph(Scope.DATASET, author=own)).dropped == (A,)
            assert await graphs(store) == {B}

    run(work())


def test_who_may_not_write_a_graph_is_told_before_the_data_are_read(tmp_path: Path) -> None:
    nobody = Author("itu", "", lambda graph: False)

    async def work() -> None:
        async with serving(tmp_path) as store:
            with pytest.raises(WriteNotAllowed):
                await put(store, A, data("nonsense"), author=nobody)
            with pytest.raises(WriteNotAllowed):
                await store.delete_graph(A, author=nobody)

    run(work())


def test_an_expected_revision_holds_for_graphs_too(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path) as store:
            old = store.revision
            new = (await put(store, A, data("<s> <p> 1 ."), expected=old)).revision
            with pytest.raises(RevisionMismatch):
                await put(store, A, data("<s> <p> 2 ."), expected=old)
            with pytest.raises(RevisionMismatch):
                await store.delete_graph(A, author=ANYBODY, expected=old)
            await store.delete_graph(A, author=ANYBODY, expected=new)

    run(work())


def test_formats_and_names_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path) as store:
            await put(store, A, data("<s> <p> 1 ."))
            for name, format in ((A, "json"), (Scope.DATASET, "turtle"), (Scope.DATASET, "csv")):
                with pytest.raises(NotAcceptable, match="ask for one of"):
                    await store.graph(name, formats=[format])
            answer = await store.graph(A, formats=["csv", "turtle"], graph_prefixes={"d": BASE})
            assert answer.media_type.startswith("text/turtle")
            assert b"d:s d:p 1 ." in await answer.read()
            for name in ("relative", "_:b", "urn:wsisgraph:state"):
                with pytest.raises(QuerySyntaxError):
                    await put(store, name, data(""))

    run(work())


@pytest.mark.parametrize("value", ["a\\u0001b", "a\\uFFFFb", "\\u0000"])
def test_what_xml_cannot_write_is_another_format_or_an_error(tmp_path: Path, value: str) -> None:
    async def work() -> None:
        async with serving(tmp_path) as store:
            await put(store, A, data(f"<s> <p> '{value}' ."))
            select, construct = "SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"
            for text, format in ((select, "xml"), (construct, "rdfxml")):
                with pytest.raises(NotAcceptable, match="XML cannot write"):
                    await store.query(text, formats=[format])
            with pytest.raises(NotAcceptable):
                await store.query(select, formats=["xml"], max_rows=5)
            with pytest.raises(NotAcceptable):
                await store.graph(A, formats=["rdfxml"])
            assert (await store.query(select, formats=["json"])).format == "json"

    run(work())


@pytest.mark.parametrize(
    "line",
    [
        "<s> <http://example.org/1> 1",
        "<s> <http://example.org/> 1",
        "<s> a <http://example.org/1>",
        "<s> <http://www.w3.org/1999/02/22-rdf-syntax-ns#li> 1",
    ],
)
def test_properties_and_classes_that_are_no_names_are_no_rdf_xml(tmp_path: Path, line: str) -> None:
    async def work() -> None:
        async with serving(tmp_path) as store:
            await put(store, A, data(f"{line} ."))
            with pytest.raises(NotAcceptable, match="cannot write"):
                await store.graph(A, formats=["rdfxml"])

    run(work())


def test_a_carriage_return_survives_xml(tmp_path: Path) -> None:
    import xml.etree.ElementTree as ElementTree

    async def work() -> None:
        async with serving(tmp_path) as store:
            await put(store, A, data("<s> <p> 'a\\r\\nb' ."))
            answer = await store.query("SELECT ?o { ?s ?p ?o }", formats=["xml"])
            told = ElementTree.fromstring(await answer.read())
            assert [e.text for e in told.iter() if e.tag.endswith("literal")] == ["a\r\nb"]
            answer = await store.graph(A, formats=["rdfxml"])
            assert (await put(store, B, data(await answer.read(), "rdfxml"))).added == 1
            assert len(await rows(store, "SELECT DISTINCT ?o { GRAPH ?g { ?s ?p ?o } }")) == 1

    run(work())


def test_an_error_of_a_write_is_an_error_of_the_store(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path) as store:
            for name in (A, Scope.DATASET):
                with pytest.raises(StoreError):
                    await put(store, name, data("nonsense", "nquads"))

    run(work())
