"""What is written while the service runs keeps the shapes, or is refused whole."""

from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize
from tests.store.tiny import add, run

from wsisgraph.errors import ShapesBroken, WriteNotAllowed
from wsisgraph.store.embedded import EmbeddedStore, Options
from wsisgraph.store.protocol import Author, Data
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import RDF

JUDGE = "wsisgraph.graph.judge:Judge"
ANYBODY = Author("anybody", "test", lambda graph: True)
LINKAGE = iris.individual("linkage", "board/c2-9")
GRAPH, ELSEWHERE = iris.graph("board"), iris.graph("desk")
PREFIXES = """
PREFIX wsis: <https://w3id.org/wsis-sdg/def#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX ex: <http://example.org/>
"""


def serving(data: Path, **options: Any) -> EmbeddedStore:
    return EmbeddedStore(data, Options(workers=2, judge=JUDGE, **options))


async def update(store: EmbeddedStore, text: str, author: Author = ANYBODY) -> Any:
    return await store.update(PREFIXES + text, author=author)


def broken(text: str, data: Path, *before: str) -> ShapesBroken:
    """Carry out updates, and the last of them in vain."""

    async def work() -> ShapesBroken:
        async with serving(data) as store:
            for one in before:
                await update(store, one)
            revision = store.revision
            with pytest.raises(ShapesBroken) as caught:
                await update(store, text)
            assert store.revision == revision
            return caught.value

    return run(work())


def test_what_breaks_a_must_is_refused_with_every_finding(tmp_path: Path) -> None:
    error = broken(f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <{LINKAGE}> a wsis:Linkage }} }}", tmp_path)
    assert LINKAGE in error.message
    assert {finding["focus"] for finding in error.findings} == {LINKAGE}
    assert any("wsis:linksTo" in finding["message"] for finding in error.findings)
    assert len({finding["shape"] for finding in error.findings}) > 3


def test_what_shapes_know_nothing_of_is_taken(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path) as store:
            await update(store, "INSERT DATA { GRAPH ex:g { ex:a ex:b ex:c } }")
            await update(store, "DELETE WHERE { GRAPH ex:g { ?s ?p ?o } }")
            assert store.revision.sequence == 2

    run(work())


@pytest.mark.parametrize("apart", ["proposed", "unconfirmed", "rejected"])
def test_what_is_not_accepted_is_not_judged_yet(tmp_path: Path, apart: str) -> None:
    async def work() -> None:
        graph = iris.graph(f"{apart}/board")
        async with serving(tmp_path) as store:
            await update(store, f"INSERT DATA {{ GRAPH <{graph}> {{ ex:a a wsis:Linkage }} }}")
            assert store.revision.sequence == 1

    run(work())


def test_a_thing_is_judged_by_what_all_accepted_graphs_say_of_it(tmp_path: Path) -> None:
    typed = f"INSERT DATA {{ GRAPH <{GRAPH}> {{ ex:l skos:prefLabel 'x'@en }} }}"
    error = broken(
        f"INSERT DATA {{ GRAPH <{ELSEWHERE}> {{ ex:l a wsis:Activity }} }}", tmp_path, typed
    )
    # It has a name in another graph, so that none is missed.
    assert not any(finding["path"].endswith("prefLabel") for finding in error.findings)
    assert any("wsis:carriedOutBy" in finding["message"] for finding in error.findings)


def test_who_may_not_write_there_learns_that_first(tmp_path: Path) -> None:
    nobody = Author("nobody", "test", lambda graph: False)

    async def work() -> None:
        async with serving(tmp_path) as store:
            text = f"INSERT DATA {{ GRAPH <{GRAPH}> {{ ex:a a wsis:Linkage }} }}"
            with pytest.raises(WriteNotAllowed):
                await update(store, text, nobody)

    run(work())


def described(document: str, passage: str) -> bytes:
    """A passage that lacks nothing, its document, and the concept that it needs."""
    kind = iris.vocab("passage-kinds", "note")
    turtle = f"""{PREFIXES}
    PREFIX dct: <http://purl.org/dc/terms/>
    <{document}> a wsis:Document .
    <{kind}> a skos:Concept .
    <{passage}> a wsis:Passage ; dct:isPartOf <{document}> ; wsis:locator "1" ; wsis:order 1 ;
        wsis:passageKind <{kind}> ; dct:abstract "A note."@en , "注。"@zh .
    """
    triples = parse(turtle.encode(), format=RdfFormat.TURTLE)
    own, others = NamedNode(GRAPH), NamedNode(iris.graph("lists"))
    quads = [
        Quad(t.subject, t.predicate, t.object, others if t.subject.value == kind else own)
        for t in triples
    ]
    return serialize(quads, format=RdfFormat.N_QUADS) or b""


@pytest.mark.parametrize("many", [False, True])
def test_taking_away_what_others_refer_to_is_refused(tmp_path: Path, many: bool) -> None:
    """A passage without its document: the passage is told, though the write did not touch it."""
    document, passage = iris.individual("document", "x"), iris.individual("document", "x/p/1")
    add(tmp_path, described(document, passage))
    if many:
        things = "".join(f"<urn:t{n}> <urn:p> <urn:o> <{ELSEWHERE}> .\n" for n in range(5_100))
        add(tmp_path, things.encode())
    gone = f"DELETE WHERE {{ GRAPH <{GRAPH}> {{ <{document}> ?p ?o }} }}"
    if many:
        gone += f" ; DELETE WHERE {{ GRAPH <{ELSEWHERE}> {{ ?s ?p ?o }} }}"
    error = broken(gone, tmp_path)
    assert {finding["focus"] for finding in error.findings} == {passage}


def test_a_large_write_is_judged_as_a_small_one_is(tmp_path: Path) -> None:
    lines = "".join(f"<urn:t{n}> <urn:p> <urn:o> .\n" for n in range(6_000))
    bad = f"<urn:t17> <{RDF.type}> <{iris.DEF}Linkage> .\n"

    async def work() -> None:
        async with serving(tmp_path) as store:
            with pytest.raises(ShapesBroken) as caught:
                await store.write_graph(
                    GRAPH,
                    [Data((lines + bad).encode(), "ntriples", GRAPH)],
                    replace=True,
                    author=ANYBODY,
                )
            assert {finding["focus"] for finding in caught.value.findings} == {"urn:t17"}
            await store.write_graph(
                GRAPH, [Data(lines.encode(), "ntriples", GRAPH)], replace=True, author=ANYBODY
            )
            assert store.revision.sequence == 1

    run(work())


@pytest.mark.parametrize("replaced", [b"", b"<urn:a> <urn:p> 1 ."])
def test_what_a_replacement_leaves_out_is_gone_when_it_is_judged(
    tmp_path: Path, replaced: bytes
) -> None:
    document, passage = iris.individual("document", "x"), iris.individual("document", "x/p/1")
    lines = described(document, passage).splitlines(keepends=True)
    about = f"<{document}> <{RDF.type}>".encode()
    there = [
        line.replace(GRAPH.encode(), ELSEWHERE.encode()) if line.startswith(about) else line
        for line in lines
    ]
    add(tmp_path, b"".join(there))

    async def work() -> None:
        async with serving(tmp_path) as store:
            before = store.revision
            data = [Data(replaced, "turtle", ELSEWHERE)]
            with pytest.raises(ShapesBroken) as caught:
                await store.write_graph(ELSEWHERE, data, replace=True, author=ANYBODY)
            assert {finding["focus"] for finding in caught.value.findings} == {passage}
            assert store.revision == before

    run(work())
