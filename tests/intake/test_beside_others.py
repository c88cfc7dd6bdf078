"""Loading beside a running service, beside another writer, and after reviewers' decisions."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from pyoxigraph import RdfFormat, Store, serialize
from tests.intake.bodies import BODIES
from tests.service import serving

from wsisgraph.intake import Report, Wishes, checking, take
from wsisgraph.intake.provenance import of_loads
from wsisgraph.loading import Kind
from wsisgraph.review import records
from wsisgraph.review.model import Decision, Target, Verdict
from wsisgraph.settings import Settings
from wsisgraph.store.changes import Difference
from wsisgraph.store.client import commit
from wsisgraph.terms import iris

Table = Callable[..., Path]
Load = Callable[..., Report]
Held = Callable[[str], Store]

BETA = iris.individual("body", "bodies-b")


def decide(settings: Settings, verdict: Verdict) -> None:
    decision = Decision(
        iri=iris.individual("decision", "1"),
        target=Target(BETA),
        stood_in=iris.graph("bodies"),
        verdict=verdict,
        by="Ada",
        time="2026-01-02T03:04:05Z",
        fingerprint="0",
    )
    quads = serialize(records.as_quads(decision), format=RdfFormat.N_QUADS) or b""
    commit(settings, Difference(quads), agent="Ada", message="a decision")


def things(store: Store) -> set[str]:
    return {quad.subject.value for quad in store}  # type: ignore[union-attr]


def test_what_reviewers_rejected_stays_rejected_when_it_is_loaded_again(
    table: Table, load: Load, held: Held, settings: Settings
) -> None:
    decide(settings, Verdict.REJECT)
    for number in range(2):
        done = load(table("a,Alpha,office", "b,Beta,fund", f"c,Gamma {number},fund"))
        assert done.exit_code == 0
        assert BETA not in things(held("bodies"))
        assert things(held("rejected/bodies")) == {BETA}


def test_a_decision_on_what_is_stated_no_more_is_told(
    table: Table, load: Load, settings: Settings
) -> None:
    decide(settings, Verdict.REJECT)
    done = load(table("a,Alpha,office"))
    assert done.exit_code == 0
    told = [each for each in done.of(Kind.NOTICE) if "wsisgraph review" in each.mend]
    assert len(told) == 1
    assert BETA in told[0].found


def test_a_load_goes_through_the_running_service(
    table: Table, settings: Settings, load: Load
) -> None:
    with serving(settings.data) as service:
        done = load(table("a,Alpha,office"))
        assert done.exit_code == 0
        asked = httpx.get(
            f"{service.url}/sparql",
            params={"query": f"ASK {{ <{iris.individual('body', 'bodies-a')}> ?p ?o }}"},
            headers={"accept": "application/sparql-results+json"},
        )
        assert asked.json()["boolean"] is True


def test_a_write_of_somebody_else_in_between_is_seen(
    table: Table, load: Load, held: Held, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = table("z,Omega,fund", name="other.csv")
    checked = checking.remarks
    times: list[int] = []

    def interrupted(*given: object) -> object:
        times.append(1)
        if len(times) == 1:
            take(BODIES, [other], Wishes(), settings)
        return checked(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(checking, "remarks", interrupted)
    done = load(table("a,Alpha,office"))
    assert done.exit_code == 0
    assert done.difference is not None
    assert {verb.value: number for verb, number in done.difference.entries.items()} == {
        "added": 1,
        "retired": 1,
    }
    assert things(held("bodies")) == {iris.individual("body", "bodies-a")}


def test_descriptions_of_loads_are_told_from_those_of_builds(
    table: Table, load: Load, held: Held
) -> None:
    before = set(held("meta"))
    load(table("a,Alpha,office"))
    load(table("b,Beta,fund"), name="others")
    assert set(of_loads(held("meta"))) == set(held("meta")) - before
