"""Who says a thing in a graph of their own, and who disputes it, where things are listed."""

from typing import Any

import pytest
from tests import world
from tests.api.conftest import Client, Loop, client_of
from tests.api.small_store import SmallStore

from wsisgraph.site import Pages

BASE = "https://w3id.org/wsis-sdg/"
GIGA = f"{BASE}id/activity/giga"
LINKAGE = f"{BASE}id/linkage/wsis-sdg-matrix/c2-9.c"

MORE = f"""
@base <{BASE}> . @prefix wsis: <{BASE}def#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix sdg: <http://metadata.un.org/sdg/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .

GRAPH <graph/agency/itu/links> {{
  <id/activity-link/itu/giga-9.c> a wsis:ActivityLink ; wsis:activity <id/activity/giga> ;
    wsis:linksTo sdg:9.c ; wsis:basis <vocab/basis/asserted> ;
    wsis:status <vocab/status/accepted> .
}}
GRAPH <graph/agency/unesco/links> {{
  <id/activity-link/unesco/giga-9> a wsis:ActivityLink ; wsis:activity <id/activity/giga> ;
    wsis:linksTo sdg:9 ; wsis:basis <vocab/basis/asserted> ;
    wsis:status <vocab/status/accepted> .
}}
GRAPH <graph/agency/unicef/disputes> {{
  <id/statement/unicef/not-so> a wsis:Statement ; wsis:status <vocab/status/accepted> ;
    wsis:disputes <id/activity-link/unesco/giga-9> , <id/linkage/wsis-sdg-matrix/c2-9.c> ,
      <id/role/c4-itu-2007> ;
    dct:description "UNICEF does not hold it so."@en , "L’UNICEF n’est pas de cet avis."@fr .
}}
GRAPH <graph/proposed/agency-unicef> {{
  <id/statement/unicef/perhaps> a wsis:Statement ; wsis:status <vocab/status/proposed> ;
    wsis:disputes <id/activity-link/itu/giga-9.c> .
}}
"""


@pytest.fixture(scope="module")
def asked() -> Any:
    loop = Loop()
    yield client_of(loop, SmallStore(world.store(MORE)), Pages())
    loop.close()


def role_of(client: Client) -> str:
    items: list[dict[str, Any]] = client.get("/api/roles").json()["items"]
    return str(items[0]["statement"]["iri"])


def matches(client: Client, path: str) -> list[dict[str, Any]]:
    body = client.get(path).json()
    items = body["items"] if "activity" in body["items"][0] else body["activities"]["asserted"]
    [giga] = [item for item in items if item["activity"]["iri"] == GIGA]
    return [match for match in giga["matches"] if match["basis"] == "asserted"]


@pytest.mark.parametrize("path", ["/api/activities?goal=9", "/api/matrix/C2/9"])
def test_an_agency_s_own_statement_comes_first_and_others_are_said_by(
    path: str, asked: Client
) -> None:
    first, second = matches(asked, path)
    assert first["concept"]["code"] == "9.c"
    assert [(one["name"], one["own"]) for one in first["said_by"]] == [("itu", True)]
    assert second["concept"]["code"] == "9"
    assert [(one["name"], one["own"]) for one in second["said_by"]] == [("unesco", False)]


@pytest.mark.parametrize("path", ["/api/activities?goal=9", "/api/matrix/C2/9"])
def test_a_dispute_stands_with_what_it_disputes(path: str, asked: Client) -> None:
    first, second = matches(asked, path)
    # What is only proposed is no dispute yet.
    assert "disputes" not in first
    [dispute] = second["disputes"]
    assert dispute["statement"] == f"{BASE}id/statement/unicef/not-so"
    assert dispute["by"]["iri"] == f"{BASE}id/agency/unicef"
    assert dispute["text"] == "UNICEF does not hold it so."


def test_a_disputed_statement_still_counts(asked: Client) -> None:
    cells = asked.get("/api/matrix?measure=activities").json()["cells"]
    [cell] = [one for one in cells if (one["row"], one["column"]) == ("C2", "9")]
    assert cell["count"] == 1
    told = asked.get("/api/matrix/C2/9").json()
    assert told["count"] == 2
    assert told["activities"]["stated"] == 1


def test_a_disputed_linkage_says_so_in_its_cell(asked: Client) -> None:
    items = asked.get("/api/matrix/C2/9").json()["items"]
    disputed = [item["linkage"]["iri"] for item in items if "disputes" in item]
    assert disputed == [LINKAGE]


@pytest.mark.parametrize("path", ["/api/activities?goal=9", "/m/C2/9", "/m/C2/9.c"])
@pytest.mark.parametrize(
    ("lang", "word", "why"),
    [
        ("en", "disputed", "UNICEF does not hold it so."),
        ("fr", "contesté", "L’UNICEF n’est pas de cet avis."),
        ("zh", "有异议", "UNICEF does not hold it so."),
    ],
)
def test_pages_show_it_in_their_language(
    path: str, lang: str, word: str, why: str, asked: Client
) -> None:
    mark = "&" if "?" in path else "?"
    body = asked.get(f"{path}{mark}lang={lang}", accept="text/html").text
    assert f">{word}</span>" in body
    assert why in body
    assert "/id/statement/unicef/not-so" in body


def test_pages_tell_own_statements_from_those_of_others(asked: Client) -> None:
    body = asked.get("/m/C2/9", accept="text/html").text
    own, other = body.index("of its own"), body.index("/graph/agency/unesco/links")
    assert body.index("/graph/agency/itu/links") < own < other


def test_a_disputed_role_says_so_in_the_list() -> None:
    loop = Loop()
    try:
        plain = client_of(loop, SmallStore(world.store()), Pages())
        role = role_of(plain)
        more = MORE.replace("<id/role/c4-itu-2007>", f"<{role}>")
        client = client_of(loop, SmallStore(world.store(more)), Pages())
        items = client.get("/api/roles").json()["items"]
        assert [item["statement"]["iri"] for item in items if "disputes" in item] == [role]
        assert "UNICEF does not hold it so." in client.get("/api/roles", accept="text/html").text
    finally:
        loop.close()
