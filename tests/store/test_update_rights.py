"""Who may write what by an update; who may not changes nothing."""

from pathlib import Path
from typing import Any

import pytest
from tests.store.tiny import A, B, run, serving
from tests.store.updating import update, values

from wsisgraph.errors import (
    StoreError,
    WriteNotAllowed,
)
from wsisgraph.store.protocol import Author
from wsisgraph.terms import iris

INFERRED = iris.graph("inferred")


def derive_nothing(dataset: object) -> list[Any]:
    """Rules that derive nothing."""
    return []


def test_who_may_not_write_a_graph_changes_none(tmp_path: Path) -> None:
    own = Author("itu", "because", lambda graph: graph == A)
    asked: list[str | None] = []

    def may_write(graph: str | None) -> bool:
        asked.append(graph)
        return graph == A

    async def work() -> None:
        async with serving(tmp_path, strict=True) as store:
            await update(store, "INSERT DATA { GRAPH g:b { :s :p 1 } }")
            await update(store, "INSERT DATA { GRAPH g:a { :s :p 1 } }", author=own)
            both = "INSERT DATA { :s :p 1 GRAPH g:a { :s :p 2 } GRAPH g:b { :s :p 2 } }"
            with pytest.raises(WriteNotAllowed, match="“itu” may not change") as told:
                await update(store, both, author=Author("itu", "", may_write))
            assert set(told.value.graphs) == {B, None}
            assert set(asked) == {A, B, None}
            for text in (
                "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
                "DROP GRAPH g:b",
                "INSERT DATA { GRAPH g:b { :s :p 1 } }",
                "DELETE DATA { GRAPH g:b { :s :p 'not there' } }",
                "INSERT DATA { GRAPH g:b { :s :p 2 } } ; DELETE DATA { GRAPH g:b { :s :p 2 } }",
                "CREATE GRAPH g:c",
                "CLEAR ALL",
                "MOVE g:b TO g:a",
                # What is named is asked for though nothing match, or be there already.
                "INSERT { GRAPH g:b { ?s ?p ?o } } WHERE { ?s ?p 'no such value' }",
                "DELETE { GRAPH g:b { ?s ?p ?o } } WHERE { ?s ?p 'no such value' BIND(1 AS ?o) }",
                "DELETE WHERE { GRAPH g:b { ?s ?p 'no such value' } }",
                "WITH g:b DELETE { ?s ?p ?o } WHERE { ?s ?p 'no such value' BIND(1 AS ?o) }",
                "WITH g:a INSERT { GRAPH <http://example.org/g> { :s :p ?o } } WHERE { :x :y ?o }",
                "INSERT { :s :p ?o } WHERE { :x :y ?o }",
                "CREATE SILENT GRAPH g:b",
                "CREATE SILENT GRAPH g:a ; DROP SILENT GRAPH <http://example.org/none>",
                "ADD SILENT <http://example.org/none> TO g:b",
                "COPY g:a TO DEFAULT",
            ):
                with pytest.raises(WriteNotAllowed):
                    await update(store, text, author=own)
            for text in (
                "INSERT { GRAPH g:a { ?s ?p 1 } } WHERE { GRAPH g:b { ?s ?p ?o } }",
                "WITH g:a DELETE { ?s ?p 2 } INSERT { ?s ?p 1 } WHERE { GRAPH g:b { ?s ?p ?o } }",
                "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } FILTER(?g = g:a)}"
                " ; COPY g:b TO g:a",
            ):
                await update(store, text, author=own)
            assert await values(store, A) == await values(store, B) == {"1"}

    run(work())


def test_what_the_rules_derive_is_not_written_by_others(tmp_path: Path) -> None:
    async def work() -> None:
        derive = "tests.store.test_update_rights:derive_nothing"
        async with serving(tmp_path, derive=derive) as store:
            with pytest.raises(WriteNotAllowed, match="the rules derive"):
                await update(store, f"INSERT DATA {{ GRAPH <{INFERRED}> {{ :s :p 1 }} }}")

    run(work())


def test_names_of_the_store_itself_are_refused(tmp_path: Path) -> None:
    async def work() -> None:
        async with serving(tmp_path) as store:
            with pytest.raises(StoreError, match="belongs to the store itself"):
                await update(store, "INSERT DATA { GRAPH <urn:wsisgraph:state> { :s :p 1 } }")

    run(work())
