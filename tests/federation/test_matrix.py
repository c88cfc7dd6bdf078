"""Activities and the matrix with peers: the union, who said it, never a silently smaller number."""

import httpx
import pytest
from tests.federation.listed import ALL_GOALS, BASE, CANARY_MANNERS, OURS, THEIRS, World

from wsisgraph import content
from wsisgraph.api import peers_reading
from wsisgraph.questions import Catalogue

pytestmark = pytest.mark.usefixtures("listed")


def test_the_activities_of_all_are_one_list(world: World) -> None:
    found, told = world.goal_9("all")
    assert found == OURS | ALL_GOALS | set().union(*THEIRS.values())
    assert told["total"] == len(found)
    assert told["missing"] == []
    assert told["complete"] is True


def test_who_said_it_when_stands_with_each(world: World) -> None:
    _, told = world.goal_9("all")
    by_iri = {item["activity"]["iri"]: item for item in told["items"]}
    sayers = {iri: [one["peer"] for one in item["said_by"]] for iri, item in by_iri.items()}
    assert sayers["https://escap.example/apis"] == ["escap", "unesco"]
    assert sayers[f"{BASE}id/activity/giga"] == ["local", "escap"]
    assert sayers[f"{BASE}id/activity/sdg9-at-wsis"] == ["local"]
    assert all(one["asked"] for one in by_iri["https://escap.example/apis"]["said_by"])
    highway = by_iri["https://escap.example/apis"]
    assert highway["activity"]["label"] == "Asia-Pacific Information Superhighway"
    places = [place for match in highway["matches"] for place in match["passages"]]
    said_in = {place["document"]["label"] for place in places}
    assert said_in == {"Action plan", "Data of the peer unesco"}
    # We call our own things as we do.
    assert by_iri[f"{BASE}id/activity/giga"]["activity"]["label"] == "Giga"


@pytest.mark.parametrize("peers", ["escap", "unesco", "habitat", "escap,unesco", "habitat,escap"])
def test_only_those_that_are_named_are_asked(peers: str, world: World) -> None:
    found, told = world.goal_9(peers)
    wanted = OURS | ALL_GOALS | set().union(*(THEIRS[name] for name in peers.split(",")))
    if peers == "unesco":
        # Nobody else names the superhighway, so it keeps the name that UNESCO gives it.
        wanted = wanted - {"https://escap.example/apis"} | {"https://unesco.example/superhighway"}
    assert found == wanted
    assert [one["peer"] for one in told["peers"]] == peers.split(",")


def test_the_matrix_counts_each_activity_once(world: World) -> None:
    told = world.get("/api/matrix", measure="activities", peers="all")
    counts = {(cell["row"], cell["column"]): cell["count"] for cell in told["cells"]}
    # Under C2: the superhighway (two peers), Giga (ours and a peer's).
    assert counts["C2", "9"] == 2
    assert counts["C4", "9"] == 2
    # Our academy, and the libraries of the spreadsheet.
    assert counts["C4", "4"] == 2
    alone = world.get("/api/matrix", measure="activities")
    before = {(cell["row"], cell["column"]): cell["count"] for cell in alone["cells"]}
    assert before["C2", "9"] == 0
    assert alone["missing"] == {"labels": 0, "dates": 0}


def test_linkages_of_peers_are_counted_too(world: World) -> None:
    def count(**asked: str) -> int:
        cells = world.get("/api/matrix", **asked)["cells"]
        return next(c["count"] for c in cells if (c["row"], c["column"]) == ("C1", "4"))

    assert count(peers="all") == count() + 1


@pytest.mark.parametrize("down", ["escap", "unesco", "habitat"])
def test_a_peer_that_is_down_is_told_and_its_part_is_missing(down: str, world: World) -> None:
    if down == "habitat":
        (world.peers.folder("habitat") / "given").write_bytes(b"no table")
    else:
        getattr(world, down).manner = "unavailable"
    found, told = world.goal_9("all")
    others = set().union(*(said for name, said in THEIRS.items() if name != down))
    if down == "escap":
        others = others - {"https://escap.example/apis"} | {"https://unesco.example/superhighway"}
    assert found == OURS | ALL_GOALS | others
    assert told["total"] == len(found)
    [missing] = told["missing"]
    assert missing["peer"] == down
    assert missing["reason"]
    assert missing["since"]
    assert missing["counted"] is False
    assert "nothing of it is counted" in missing["what"]
    assert told["complete"] is False
    table = world.get("/api/matrix", measure="activities", peers="all")
    assert [one["peer"] for one in table["missing"]] == [down]


@pytest.mark.parametrize("down", ["escap", "unesco"])
def test_what_it_said_last_is_counted_with_its_age(down: str, world: World) -> None:
    before, _ = world.goal_9("all")
    getattr(world, down).manner = "dies"
    found, told = world.goal_9("all")
    assert found == before
    [missing] = told["missing"]
    assert missing["peer"] == down
    assert missing["counted"] is True
    assert missing["asked"]
    assert missing["age_seconds"] >= 0
    # Since when stays, though it is asked again.
    assert world.goal_9("all")[1]["missing"][0]["since"] == missing["since"]
    getattr(world, down).manner = ""
    assert world.goal_9("all")[1]["missing"] == []


@pytest.mark.parametrize("manner", CANARY_MANNERS)
def test_every_way_to_fail_is_survived_and_told(manner: str, world: World) -> None:
    world.escap.manner, world.escap.elsewhere = manner, world.canary.url
    _, told = world.goal_9("escap,habitat")
    assert [one["peer"] for one in told["missing"]] == ["escap"]
    reason = told["missing"][0]["reason"]
    expected = {
        "page": "web page",
        "dies": "whole",
        "slow": "in time",
        "garbage": "read",
        "unavailable": "503",
        "redirect": "another place",
        "cut": "cut its answer",
    }
    assert expected[manner] in reason


def test_the_matrix_makes_potential_of_what_peers_say(world: World) -> None:
    told = world.get("/api/activities", goal="4", basis="matrix", peers="escap")
    assert "https://escap.example/apis" not in {i["activity"]["iri"] for i in told["items"]}
    told = world.get("/api/activities", goal="9", basis="matrix", peers="escap")
    found = {item["activity"]["iri"] for item in told["items"]}
    # Our matrix links C2 to 9.c, and ESCAP puts the superhighway under C2.
    assert "https://escap.example/apis" in found


def test_the_questions_asked_of_peers_are_there() -> None:
    catalogue = Catalogue.load(content.folder("queries"))
    for name in peers_reading.TOGETHER | set(peers_reading.BOTH):
        assert catalogue[name].text


def test_csv_says_in_its_head_who_is_missing(world: World) -> None:
    world.escap.manner = "unavailable"
    asked = {"peers": "all", "goal": "9", "format": "csv"}
    answer = httpx.get(f"{world.url}/api/activities", params=asked, timeout=60)
    assert answer.headers["X-Missing-Peers"] == "escap"
    assert "Coding for all" in answer.text
    assert "ETag" not in answer.headers


def test_who_is_not_listed_cannot_be_asked(world: World) -> None:
    asked = {"peers": "escap,nobody"}
    answer = httpx.get(f"{world.url}/api/activities", params=asked, timeout=60)
    assert answer.status_code == 400
    assert answer.json()["valid_values"] == ["all", "escap", "habitat", "unesco"]


def test_what_peers_say_does_not_change_what_we_say(world: World) -> None:
    before = world.get("/api/activities", goal="9")
    world.goal_9("all")
    assert world.get("/api/activities", goal="9") == before


def test_the_peers_are_listed(world: World) -> None:
    world.goal_9("all")
    told = world.get("/api/peers")
    assert [one["peer"] for one in told["items"]] == ["escap", "habitat", "unesco"]
    assert told["items"][1]["activities"] == 2
