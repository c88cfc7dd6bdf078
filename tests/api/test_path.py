"""/api/path: chains of evidence, over the tiny world."""

from typing import Any

import pytest
from tests.api.conftest import Client

from wsisgraph.api.path import Edge, assemble, chains

DEF = "https://w3id.org/wsis-sdg/def#"


def short(thing: dict[str, Any]) -> str:
    return str(thing["iri"]).rpartition("/")[2].rpartition("#")[2]


def found(client: Client, query: str) -> list[dict[str, Any]]:
    response = client.get(f"/api/path?{query}")
    assert response.status_code == 200, response.text
    return list(response.json()["items"])


def nodes(item: dict[str, Any]) -> list[str]:
    return [short(node) for node in item["nodes"]]


def test_the_shortest_chain_comes_first_and_each_step_has_its_passage(client: Client) -> None:
    first, *_ = found(client, "from=giga&to=9.c")
    assert nodes(first) == ["giga", "c2", "9.c"]
    assert first["length"] == 2
    [[under], [linked]] = first["steps"]
    assert (short(under["predicate"]), short(linked["predicate"])) == ("linksTo", "linksTo")
    assert under["statement"]["iri"].endswith("/id/activity-link/giga/c2")
    assert linked["statement"]["iri"].endswith("/id/linkage/wsis-sdg-matrix/c2-9.c")
    assert [place["locator"] for place in under["passages"]] == ["annex-2-i"]
    assert [short(place["document"]) for place in linked["passages"]] == ["ict4sdg-app"]
    assert linked["passages"][0]["abstract"] == "Infrastructure is linked to goal 9."


def test_chains_grow_longer_and_never_pass_a_thing_twice(client: Client) -> None:
    items = found(client, "from=giga&to=9")
    assert len(items) > 1
    lengths = [item["length"] for item in items]
    assert lengths == sorted(lengths)
    for item in items:
        assert len(set(nodes(item))) == len(item["nodes"]) == item["length"] + 1
        assert len(item["steps"]) == item["length"]


def test_a_chain_is_the_same_from_either_end(client: Client) -> None:
    there, *_ = found(client, "from=undp&to=9.c")
    back, *_ = found(client, "from=9.c&to=undp")
    assert there["length"] == back["length"]
    assert nodes(there)[0] == "undp"
    assert nodes(back)[0] == "9.c"
    # A fact keeps its own direction, whichever way it is walked.
    [fact] = found(client, "from=9.c&to=C2&number=1")[0]["steps"][0]
    assert (short(fact["subject"]), short(fact["object"])) == ("c2", "9.c")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("itu", "C6"),
        ("https://w3id.org/wsis-sdg/id/agency/itu", "id/document/itu-council-002/p/annex-2-iv"),
        ("/id/agency/itu", "vocab/action-lines/c6"),
        ("ITU", "C.6"),
        ("http://metadata.un.org/sdg/9", "SDG 9.c"),
        ("itu-pp-140", "itu-council-000"),
    ],
)
def test_ends_are_written_in_any_way_the_interface_reads(
    client: Client, start: str, end: str
) -> None:
    response = client.request("GET", "/api/path", params={"from": start, "to": end})
    assert response.status_code == 200, response.text
    assert response.json()["items"]


def test_a_role_step_names_the_role_and_the_statement(client: Client) -> None:
    [item] = found(client, "from=undp&to=C6&number=1&lang=zh")
    [[fact]] = item["steps"]
    assert fact["statement"]["label"] == "牵头推进方"
    assert fact["statement"]["iri"].endswith("/id/role/c6-undp-lead")
    assert short(fact["predicate"]) == "roleIn"


def test_facts_between_the_same_two_things_are_one_step(client: Client) -> None:
    [item] = found(client, "from=itu&to=C4&length=1")
    [step] = item["steps"]
    assert len(step) == 4
    by_statement = {short(fact["statement"]): fact["passages"] for fact in step}
    assert by_statement["c4-itu-coordinator"][0]["proposed"] is True
    assert "proposed" not in by_statement["c4-itu-sole"][0]


@pytest.mark.parametrize(("bound", "most"), [("length=1", 1), ("number=2", 2), ("", 5)])
def test_length_and_number_are_bounded(client: Client, bound: str, most: int) -> None:
    items = found(client, f"from=itu&to=C2&{bound}")
    assert len(items) <= most
    assert all(item["length"] <= 6 for item in items)
    if bound == "length=1":
        assert items == []


def test_unconfirmed_statements_are_no_evidence(client: Client) -> None:
    for item in found(client, "from=giga&to=4"):
        assert "4" not in nodes(item)[1:2]
    assert found(client, "from=unesco&to=C7-elea&length=1") == []


def test_a_document_joins_nothing_but_is_reached_where_it_is_asked_for(client: Client) -> None:
    for item in found(client, "from=undp&to=giga"):
        assert not {"itu-council-000", "itu-council-002"} & set(nodes(item))
    first, *_ = found(client, "from=itu-pp-140&to=itu-council-000")
    assert nodes(first)[-2:] == ["3-1", "itu-council-000"]
    assert first["nodes"][-2]["label"] == "ITU report of 2017, 3-1"


def test_things_that_nothing_joins_have_no_chain(client: Client) -> None:
    assert found(client, "from=C11&to=giga") == []


@pytest.mark.parametrize(
    ("query", "named", "said"),
    [
        ("from=giga", "to", "No to is given"),
        ("to=giga", "from", "No from is given"),
        ("from=giga&to=nobody", "to", "Nothing is known"),
        ("from=C12&to=giga", "from", "no action line"),
        ("from=giga&to=giga", "to", "same thing"),
        ("from=giga&to=9&length=7", "length", "1 to 6"),
        ("from=giga&to=9&number=6", "number", "1 to 5"),
        ("from=giga&to=http://x/%3E%20y", "to", "IRI"),
        ("from=giga&to=9&hops=3", "hops", "no parameter"),
        ("from=giga&to=%E2%80%A6", "to", "no code or key"),
    ],
)
def test_what_cannot_be_taken_is_a_problem_that_names_the_parameter(
    client: Client, query: str, named: str, said: str
) -> None:
    response = client.get(f"/api/path?{query}")
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["where"] == f"parameter {named}"
    assert said in f"{problem['detail']} {problem['hint']}"


def test_an_answer_is_known_again_by_its_etag(client: Client) -> None:
    first = client.get("/api/path?from=giga&to=9")
    again = client.get("/api/path?from=giga&to=9", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert client.get("/api/path?from=giga&to=9").json() == first.json()


def test_a_statement_is_preferred_to_a_mention_of_both() -> None:
    edges = [
        Edge("passage", DEF + "mentions", "one"),
        Edge("passage", DEF + "mentions", "two"),
        Edge("one", DEF + "partner", "activity"),
        Edge("activity", DEF + "partner", "two"),
    ]
    evidence = assemble("1", edges)
    first, second = chains(evidence, "one", "two", 6, 5)
    assert {edge.subject for [edge] in first} == {"one", "activity"}
    assert {edge.subject for [edge] in second} == {"passage"}
