"""What is told with peers, compared with one store that holds everything."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse
from tests import world as tiny
from tests.api.conftest import Client, Loop, client_of
from tests.api.small_store import SmallStore
from tests.federation.listed import BASE, World

pytestmark = pytest.mark.usefixtures("listed")

ALL = ("escap", "unesco", "habitat")

# What is the same, written down by hand: theirs, ours or the first, and who has to be heard for it.
SAME = (
    ("https://escap.example/giga-here", f"{BASE}id/activity/giga", "escap"),
    ("https://unesco.example/superhighway", "https://escap.example/apis", "escap"),
)
NARROWED: Sequence[dict[str, str]] = (
    {},
    {"goal": "9"},
    {"goal": "4", "basis": "matrix"},
    {"target": "9.c", "action_line": "C2"},
    {"agency": "escap"},
    {"agency": "itu", "goal": "9"},
    {"agency": "un-habitat"},
    {"since": "2021", "until": "2022"},
    {"until": "2014"},
    {"basis": "asserted"},
    {"status": "accepted,unconfirmed"},
    {"status": "accepted,unconfirmed", "goal": "4"},
    {"source": "itu-council"},
    {"source": "peer/escap"},
    {"source": "peer/unesco,itu-council", "goal": "9"},
)

OF_CELLS = [given for given in NARROWED if not {"goal", "target", "action_line"} & given.keys()]
"""What the cells of the matrix can be narrowed to."""


@pytest.fixture(scope="module")
def loop() -> Iterator[Loop]:
    found = Loop()
    yield found
    UNIONS.clear()
    found.close()


def in_one(world: World, names: Sequence[str]) -> Store:
    """Return one store with all that we know and these peers said, as they said it."""
    store = tiny.store()
    same = {theirs: one for theirs, one, who in SAME if who in names}
    for name in names:
        body = (world.peers.folder(name) / "answer.nt").read_bytes()
        for quad in parse(body, format=RdfFormat.N_TRIPLES):
            terms = [
                NamedNode(same.get(term.value, term.value)) if isinstance(term, NamedNode) else term
                for term in (quad.subject, quad.predicate, quad.object)
            ]
            if "sameAs" in quad.predicate.value:
                continue
            for graph in (DefaultGraph(), NamedNode(f"{BASE}graph/peer-{name}")):
                store.add(Quad(*terms, graph))
    return store


def as_ours(narrowed: dict[str, str]) -> dict[str, str]:
    """Return what the union is asked, where what peers say stands in accepted graphs."""
    return {name: given.replace("peer/", "peer-", 1) for name, given in narrowed.items()} | {
        name: given for name, given in narrowed.items() if name != "source"
    }


def matrix_of(told: Any) -> dict[tuple[str, str], tuple[int, int]]:
    return {
        (cell["row"], cell["column"]): (cell["count"], cell.get("by_matrix", 0))
        for cell in told["cells"]
    }


def listed_in(told: Any) -> dict[str, list[tuple[str, str]]]:
    return {
        item["activity"]["iri"]: sorted(
            {(match["concept"]["iri"], match["basis"]) for match in item["matches"]}
        )
        for item in told["items"]
    }


UNIONS: dict[tuple[str, ...], Client] = {}


def union(world: World, loop: Loop, names: Sequence[str] = ALL) -> Client:
    """Return a client of the union; the peers were asked before, and say the same in each test."""
    key = tuple(names)
    if key not in UNIONS:
        UNIONS[key] = client_of(loop, SmallStore(in_one(world, names)))
    return UNIONS[key]


@pytest.mark.parametrize("narrowed", NARROWED, ids=lambda given: ",".join(given.values()) or "all")
def test_every_filter_gives_what_the_union_gives(
    narrowed: dict[str, str], world: World, loop: Loop
) -> None:
    told = world.get("/api/activities", peers="all", limit="1000", **narrowed)
    wanted = union(world, loop).get(
        "/api/activities", params={"limit": "1000", **as_ours(narrowed)}, accept="application/json"
    )
    assert wanted.status_code == 200, wanted.text
    assert listed_in(told) == listed_in(wanted.json())
    assert told["total"] == wanted.json()["total"]


@pytest.mark.parametrize("narrowed", OF_CELLS, ids=lambda given: ",".join(given.values()) or "all")
def test_the_matrix_under_every_filter_is_that_of_the_union(
    narrowed: dict[str, str], world: World, loop: Loop
) -> None:
    asked = {"measure": "activities", **narrowed}
    told = world.get("/api/matrix", peers="all", **asked)
    wanted = (
        union(world, loop)
        .get("/api/matrix", params=as_ours(asked), accept="application/json")
        .json()
    )
    assert matrix_of(told) == matrix_of(wanted)


@pytest.mark.parametrize("down", ["", *ALL])
def test_all_numbers_are_those_of_who_answers(down: str, world: World, loop: Loop) -> None:
    world.get("/api/matrix", peers="all")
    if down == "habitat":
        (world.peers.folder("habitat") / "given").write_bytes(b"no table")
    elif down:
        getattr(world, down).manner = "unavailable"
    there = [name for name in ALL if name != down]
    wanted = union(world, loop, there)
    if down:
        # Nothing of it is known any more: what it said last would be counted with its age.
        (world.peers.folder(down) / "answer.nt").unlink()
    for asked in ({"measure": "activities"}, {"measure": "linkages"}, {"columns": "targets"}):
        told = world.get("/api/matrix", peers="all", **asked)
        assert [one["peer"] for one in told["missing"]] == ([down] if down else [])
        expected = wanted.get("/api/matrix", params=asked, accept="application/json").json()
        assert matrix_of(told) == matrix_of(expected)
        ours = {
            (c["row"], c["column"]): c["count"] for c in world.get("/api/matrix", **asked)["cells"]
        }
        brought = {(c["row"], c["column"]): c["count"] - c["by_peers"] for c in told["cells"]}
        assert brought == ours


@pytest.mark.parametrize("place", ["C2/9", "C2/9.c", "C4/4", "C1/4", "C1/4.4", "C7-eagr/2"])
@pytest.mark.parametrize("down", ["", "escap"])
def test_a_cell_is_that_of_the_union(place: str, down: str, world: World, loop: Loop) -> None:
    world.get("/api/matrix", peers="all")
    if down:
        world.escap.manner = "unavailable"
        (world.peers.folder("escap") / "answer.nt").unlink()
    there = [name for name in ALL if name != down]
    told = world.get(f"/api/matrix/{place}", peers="all")
    wanted = union(world, loop, there).get(f"/api/matrix/{place}").json()
    assert {i["linkage"]["iri"] for i in told["items"]} == {
        i["linkage"]["iri"] for i in wanted["items"]
    }
    assert told["count"] == wanted["count"]
    for part in ("asserted", "matrix"):
        assert [i["activity"]["iri"] for i in told["activities"][part]] == [
            i["activity"]["iri"] for i in wanted["activities"][part]
        ]
    assert told["activities"]["total"] == wanted["activities"]["total"]
    assert [one["peer"] for one in told["missing"]] == ([down] if down else [])
    assert told["complete"] is not bool(down)


def test_a_cell_says_who_says_what_and_when(world: World) -> None:
    told = world.get("/api/matrix/C2/9", peers="all")
    by_iri = {item["activity"]["iri"]: item for item in told["activities"]["asserted"]}
    assert by_iri.keys() == {"https://escap.example/apis", f"{BASE}id/activity/giga"}
    highway = by_iri["https://escap.example/apis"]
    assert [one["peer"] for one in highway["said_by"]] == ["escap", "unesco"]
    who = {
        match["concept"]["code"]: [one["name"] for one in match["said_by"]]
        for match in highway["matches"]
        if match["basis"] == "asserted"
    }
    assert who == {"9.c": ["escap"], "9": ["unesco"]}
    assert all(one["asked"] for match in highway["matches"] for one in match["said_by"])
    [linkage] = [
        item
        for item in world.get("/api/matrix/C1/4", peers="all")["items"]
        if "escap" in item["linkage"]["iri"]
    ]
    assert [one["name"] for one in linkage["said_by"]] == ["escap"]


def test_a_joint_activity_counts_once_in_all_and_once_under_each(world: World) -> None:
    def total(**asked: str) -> int:
        found: int = world.get("/api/activities", peers="all", limit="1000", **asked)["total"]
        return found

    everybody = world.get("/api/activities", peers="all", limit="1000")
    [giga] = [one for one in everybody["items"] if one["activity"]["iri"].endswith("/giga")]
    agencies = {agency["iri"] for agency in giga["agencies"]}
    # Ours carry it out by our data, and ESCAP by its own.
    assert f"{BASE}id/agency/escap" in agencies
    assert len(agencies) > 1
    for agency in agencies:
        under = world.get("/api/activities", peers="all", agency=agency, limit="1000")
        iris = [item["activity"]["iri"] for item in under["items"]]
        assert iris.count(giga["activity"]["iri"]) == 1
    bodies = {agency["iri"] for item in everybody["items"] for agency in item["agencies"]}
    assert sum(total(agency=body) for body in bodies) > everybody["total"]
    cells = world.get("/api/matrix", measure="activities", peers="all")["cells"]
    [both] = [c["count"] for c in cells if (c["row"], c["column"]) == ("C2", "9")]
    each = []
    for body in ("escap", "itu"):
        cells = world.get("/api/matrix", measure="activities", peers="all", agency=body)["cells"]
        each += [c["count"] for c in cells if (c["row"], c["column"]) == ("C2", "9")]
    assert both == 2
    assert each == [2, 1]


def test_a_standing_in_which_no_peer_says_anything_is_refused_with_the_reason(
    world: World,
) -> None:
    for path in ("/api/activities", "/api/matrix", "/api/matrix/C2/9", "/"):
        answer = world.page(path, "application/json", peers="all", status="unconfirmed")
        assert answer.status_code == 400, path
        problem = answer.json()
        assert "Peers are asked for what they hold for accepted alone" in problem["detail"]
        assert "Add accepted to status=" in problem["hint"]


def test_a_source_that_is_none_is_refused_with_those_of_peers(world: World) -> None:
    answer = world.page("/api/activities", "application/json", peers="all", source="nobody")
    assert answer.status_code == 400
    assert "peer/escap" in answer.json()["valid_values"]
