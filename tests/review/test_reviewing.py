"""Accepting, rejecting, correcting and withdrawing, from the command to the graph."""

import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from pyoxigraph import NamedNode, Quad, QueryBoolean, RdfFormat, Store, parse
from tests.review.command import review
from tests.review.conftest import FACTS
from tests.service import serving

from wsisgraph.errors import InputRefused
from wsisgraph.review import deciding
from wsisgraph.review.deciding import Request, plan
from wsisgraph.review.decisions import applied
from wsisgraph.review.docket import Docket, Filter
from wsisgraph.review.model import ACCEPTED, APART, Place, Verdict
from wsisgraph.review.values import NOT_CORRECTED, Property
from wsisgraph.settings import Settings
from wsisgraph.store.changes import Difference
from wsisgraph.store.client import commit
from wsisgraph.store.journal import JournalReader
from wsisgraph.store.record import Position
from wsisgraph.store.snapshot import as_stored
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import PREFIXES

ROLE = "role/itu-c2"
LINK = "activity-link/bridge/c2"
ADA = ("--by", "Ada Lovelace")

Open = Callable[[], Docket]


def holds(docket: Docket, pattern: str) -> bool:
    """Tell whether a pattern holds, by default over what counts."""
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    short = f"PREFIX id: <{iris.base_iri()}id/>\nPREFIX graph: <{iris.base_iri()}graph/>\n"
    pattern = pattern.replace("ROLE", f"<{iris.individual('role', 'itu-c2')}>")
    answer = docket.store.query(f"{prefixes}{short}ASK {{ {pattern} }}")
    assert isinstance(answer, QueryBoolean)
    return bool(answer)


def test_what_is_accepted_counts_from_then_on_and_so_does_what_follows(docket: Open) -> None:
    assert not holds(docket(), "ROLE a wsis:RoleStatement")
    done = review("accept", ROLE, "--source", "tiny", *ADA, "--note", "seen")
    assert done.code == 0, done.told
    assert "Decided: 1 accept" in done.told
    after = docket()
    assert holds(after, "ROLE wsis:status <https://w3id.org/wsis-sdg/vocab/status/accepted>")
    assert holds(after, "GRAPH graph:inferred { ROLE wsis:asOfLatest ?day }")
    assert not holds(after, "GRAPH <https://w3id.org/wsis-sdg/graph/proposed/tiny> { ROLE ?p ?o }")


def test_what_is_rejected_is_kept_apart(docket: Open) -> None:
    assert review("reject", ROLE, "--source", "tiny", *ADA).code == 0
    after = docket()
    assert not holds(after, "ROLE a wsis:RoleStatement")
    assert holds(
        after,
        "GRAPH <https://w3id.org/wsis-sdg/graph/rejected/tiny> { ROLE a wsis:RoleStatement }",
    )


def test_a_correction_replaces_values_and_accepts(docket: Open) -> None:
    done = review(
        *("correct", ROLE, "--source", "tiny", "--set", "org:role=chair"),
        *("--set", "wsis:end=2018-05", "--set", "editorialNote@en=", *ADA),
    )
    assert done.code == 0, done.told
    after = docket()
    assert holds(after, "ROLE org:role <https://w3id.org/wsis-sdg/vocab/roles/chair>")
    assert holds(after, 'ROLE wsis:end "2018-05"^^xsd:gYearMonth')
    assert not holds(after, "ROLE skos:editorialNote ?any")


def test_who_and_when_and_why_are_recorded(docket: Open, data: Path) -> None:
    before = datetime.now(UTC)
    review("reject", ROLE, "--source", "tiny", "--by", " Ольга  Орлова ", "--note", "no")
    (decision,) = docket().decisions
    assert (decision.by, decision.note) == ("Ольга Орлова", "no")
    assert before <= decision.order()[0] <= datetime.now(UTC)
    journal = JournalReader(Settings(data=data).data / "journal", Position())
    last = list(journal.read())[-1]
    journal.close()
    assert "Ольга Орлова" in last.message


def test_history_is_kept_and_the_last_decision_counts(docket: Open) -> None:
    for verdict in ("accept", "reject", "withdraw"):
        done = review(verdict, ROLE, "--source", "tiny", *ADA)
        assert done.code == 0, done.told
    after = docket()
    assert holds(after, "ROLE a wsis:RoleStatement")
    assert [decision.verdict for decision in after.decisions] == ["accept", "reject", "withdraw"]
    told = review("show", ROLE, "--source", "tiny").out
    assert told.index("accept by Ada") < told.index("reject by Ada") < told.index("withdraw by Ada")


def test_a_passage_that_only_waits_comes_along_and_goes_back(docket: Open) -> None:
    passage = "<https://w3id.org/wsis-sdg/id/document/heard/p/1>"
    assert review("accept", LINK, *ADA).code == 0
    assert holds(docket(), f"{passage} dct:isPartOf ?document . ?document dct:title ?title")
    assert review("withdraw", LINK, *ADA).code == 0
    assert not holds(docket(), f"{passage} dct:isPartOf ?document")


def test_a_single_triple_is_accepted_and_corrected(docket: Open) -> None:
    wanted = Filter(statuses=["unconfirmed"], sources=["tiny"])
    (africa,) = [
        item.target.iri
        for item in docket().items(wanted)
        if item.target.triple and "africa" in str(item.target.triple)
    ]
    place = "<http://metadata.un.org/sdg/codes/geoArea/004>"
    assert review("accept", africa, *ADA).code == 0
    assert holds(
        docket(), f"{place} wsis:inRegion ?region FILTER(CONTAINS(STR(?region), 'africa'))"
    )
    done = review("correct", africa, "--set", "inRegion=Europe", *ADA)
    assert done.code == 0, done.told
    regions = f"{place} wsis:inRegion <https://w3id.org/wsis-sdg/vocab/itu-regions/europe>"
    assert holds(docket(), regions)
    assert not holds(docket(), f"{place} wsis:inRegion ?r FILTER(CONTAINS(STR(?r), 'africa'))")
    assert review("withdraw", africa, *ADA).code == 0
    assert not holds(docket(), regions)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("accept", "role/none", *ADA), "no statement has this name"),
        (("accept", "role/<x> y", *ADA), "it is no name"),
        (("accept", "", *ADA), "no statement has this name"),
        (("accept", ROLE, *ADA), "several sources speak of it: other, tiny; say which"),
        (("accept", LINK, "role/none", *ADA), "role/none"),
        (("accept", LINK, LINK, *ADA), "is decided on at"),
        (("accept", LINK, "--by", "  "), "is no name"),
        (("accept", LINK, "--by", "a\x00b"), "is no name"),
        (("withdraw", LINK, *ADA), "nobody decided on it"),
        (("correct", LINK, "--set", "basis", *ADA), "there is no “=”"),
        (("correct", LINK, "--set", "basis=guess", *ADA), "write one of vocab/basis/asserted"),
        (("correct", LINK, "--set", "colour=red", *ADA), "no statement has a property “colour”"),
        (("correct", LINK, "--set", "status=accepted", *ADA), "accept or reject the statement"),
        (("correct", LINK, "--set", "rdf:type=wsis:Duty", *ADA), "reject the statement"),
        (("correct", LINK, "--set", "confidence=high", *ADA), "is no value of wsis:confidence"),
        (("correct", LINK, "--set", "confidence=0.5", *ADA), "no value is changed"),
        (("correct", LINK, "--set", "linksTo=goal 18", *ADA), "nothing is called “goal 18”"),
        (("correct", LINK, "--set", "confidence=7", *ADA), "would break the rule at shapes"),
        (("correct", LINK, "--set", "basis=", *ADA), "would break the rule at shapes"),
    ],
)
@pytest.mark.usefixtures("unchanged")
def test_what_cannot_be_is_refused_with_its_reason_and_changes_nothing(
    arguments: tuple[str, ...], told: str
) -> None:
    done = review(*arguments)
    assert done.code == 3, done.told
    assert told in done.told


@pytest.mark.parametrize("verdict", ["accept", "reject"])
def test_deciding_the_same_twice_is_refused(verdict: str, docket: Open) -> None:
    review(verdict, LINK, *ADA)
    done = review(verdict, LINK, "--by", "Bo")
    assert done.code == 3
    assert f"it is {verdict}ed already by Ada Lovelace" in done.told
    assert len(docket().decisions) == 1


@pytest.mark.usefixtures("unchanged")
def test_a_dry_run_says_what_would_be_and_writes_nothing() -> None:
    done = review("accept", LINK, *ADA, "--dry-run")
    assert "Would be decided: 1 accept" in done.told


def test_what_still_names_a_rejected_thing_is_told(data: Path, docket: Open) -> None:
    triple = "<https://w3id.org/wsis-sdg/id/duty/x> <https://w3id.org/wsis-sdg/def#fulfilledBy>"
    quad = f"{triple} <{iris.individual('role', 'itu-c2')}> <{iris.graph('tiny')}> .\n"
    commit(Settings(data=data), Difference(quad.encode()), agent="tests", message="")
    assert "role/itu-c2 is rejected, and still named by duty/x" in (
        review("reject", ROLE, "--source", "tiny", *ADA).told
    )


def test_decisions_go_through_a_running_service(data: Path, docket: Open) -> None:
    with serving(data) as service:
        assert review("accept", LINK, *ADA).code == 0
        ask = f"ASK {{ <{iris.individual('activity-link', 'bridge/c2')}> ?p ?o }}"
        answer = httpx.get(f"{service.url}/sparql", params={"query": ask}, timeout=30)
        assert answer.json()["boolean"] is True
    assert len(docket().decisions) == 1


def stated(store: Store) -> set[Quad]:
    """Return what stands of the two sources, under any status."""
    places = [Place(source, s) for source in ("tiny", "other") for s in (ACCEPTED, *APART)]
    return {
        quad
        for place in places
        for quad in store.quads_for_pattern(None, None, None, NamedNode(place.graph))
    }


@pytest.mark.parametrize("seed", range(6))
def test_a_rebuild_comes_to_what_reviewing_came_to(
    seed: int, docket: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deciding, "broken", lambda *_: [])
    chance = random.Random(seed)
    facts = list(as_stored(parse(path=str(FACTS), format=RdfFormat.TRIG)))
    now = docket()
    for number in range(25):
        items = list(now.items(Filter(statuses=(ACCEPTED, *APART), sources=["tiny", "other"])))
        item = chance.choice(items)
        verdict = chance.choice(list(Verdict))
        values = {}
        if verdict is Verdict.CORRECT:
            given = (t for t in item.triples if t.predicate.value not in NOT_CORRECTED)
            triple = chance.choice(sorted(given, key=str))
            value = NamedNode(f"urn:{number}")
            values = {Property(triple.predicate.value): [value]}
        try:
            made = plan(now, [Request(item, verdict, values=values)], by="x", now=datetime.now(UTC))
        except InputRefused:
            continue
        for quad in made.removed:
            now.store.remove(quad)
        now.store.extend(made.added)
        now = Docket(now.store, [*now.decisions, *made.decisions])
        assert set(applied(facts, now.decisions)) == stated(now.store)
    assert len(now.decisions) > 10
