"""What follows from a large load is computed in parts, and is what follows from the whole."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from wsisgraph.errors import ChangeRefused
from wsisgraph.graph.patterns import Patterns
from wsisgraph.graph.portions import Portions
from wsisgraph.graph.rules import derive, derived, read_rules
from wsisgraph.settings import Settings
from wsisgraph.store import amending, following, vitals
from wsisgraph.store.changes import Outcome, Step
from wsisgraph.store.client import read_dataset
from wsisgraph.store.writer import Writer
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import RDF, SKOS, WSIS, XSD

GRAPH = NamedNode(iris.graph("made-up"))
PROPOSED = NamedNode(iris.graph("proposed/made-up"))
INFERRED = NamedNode(iris.graph("inferred"))
LINES = [iris.vocab("action-lines", f"c{n}") for n in range(1, 7)]
GOALS = [f"http://metadata.un.org/sdg/{n}" for n in (*range(1, 18), "1.1", "9.c", "17.8")]
Plain = tuple[str, str, str]


def quads(triples: Sequence[Plain], graph: NamedNode = GRAPH) -> list[Quad]:
    return [
        Quad(
            NamedNode(s),
            NamedNode(p),
            NamedNode(o) if ":" in o else Literal(o, datatype=NamedNode(XSD.gYear)),
            graph,
        )
        for s, p, o in triples
    ]


def links(chance: random.Random, number: int) -> Iterator[Plain]:
    """Links of activities to lines and goals, some activities again and again, some with dates."""
    for n in range(number):
        link = f"{iris.base_iri()}id/activity-link/{n}"
        activity = f"{iris.base_iri()}id/activity/{chance.randrange(number // 2)}"
        basis = chance.choice(["asserted", "roadmap", "computed"])
        yield link, WSIS.activity, activity
        yield link, WSIS.basis, iris.vocab("basis", basis)
        yield link, WSIS.linksTo, chance.choice(LINES + GOALS)
        if chance.random() < 0.3:
            yield link, WSIS.scope, iris.vocab("scopes", chance.choice(["focus", "whole"]))
        if chance.random() < 0.3:
            yield activity, WSIS.start, str(chance.randrange(1990, 2030))


def linkages(chance: random.Random, number: int) -> Iterator[Plain]:
    for n in range(number):
        linkage = f"{iris.base_iri()}id/linkage/made-up/{n}"
        yield linkage, RDF.type, WSIS.Linkage
        yield linkage, WSIS.actionLine, chance.choice(LINES)
        yield linkage, WSIS.linksTo, chance.choice(GOALS)


def commit(data: Path, added: list[Quad], removed: Sequence[Quad] = ()) -> Outcome:
    """Commit a step, with what follows from it; the quads must not be there."""
    come, go = (serialize(each, format=RdfFormat.N_QUADS) or b"" for each in (added, removed))
    path = data.parent / "step.nq"
    path.write_bytes(come + go)
    with Writer(data, derive=derived) as opened, path.open("rb") as file:
        step = Step(opened.revision, file, len(added), len(removed), len(come))
        return opened.commit(step, agent="t", message="t")


def follows(settings: Settings) -> tuple[set[Quad], set[Quad]]:
    """What stands in the graph of what follows, and what should."""
    whole = read_dataset(settings)
    assert whole is not None
    return {q for q in whole if q.graph_name == INFERRED}, set(derive(whole, read_rules()))


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Take small parts; tells whether what followed was computed in parts."""
    told: list[bool] = []
    prepare = following.Following.prepare

    def noted(self: following.Following) -> bool:
        told.append(prepare(self))
        return told[-1]

    monkeypatch.setattr(following, "PART", 20)
    monkeypatch.setattr(following.Following, "prepare", noted)
    return told


@pytest.mark.parametrize("make", [links, linkages])
def test_what_follows_from_parts_is_what_follows_from_the_whole(
    settings: Settings, in_parts: list[bool], make: type[object]
) -> None:
    chance = random.Random(make.__name__)
    triples = list(dict.fromkeys(make(chance, 120)))  # type: ignore[call-arg,call-overload]
    chance.shuffle(triples)
    added = quads(triples) + quads(list(links(random.Random(5), 3)), PROPOSED)
    outcome = commit(settings.data, added)
    stands, should = follows(settings)
    assert in_parts == [True]
    assert stands == should
    assert outcome.added > len(added)
    whole = read_dataset(settings)
    assert whole is not None
    assert len(whole) == len(set(whole))


def test_what_is_more_than_rules_can_be_given_in_parts_is_given_to_them_whole(
    settings: Settings, in_parts: list[bool]
) -> None:
    chance = random.Random(9)
    commit(settings.data, quads(list(dict.fromkeys(linkages(chance, 10)))))
    first = list(dict.fromkeys(links(chance, 40)))
    thing = f"{iris.base_iri()}id/thing"
    later: list[tuple[list[Plain], list[Plain]]] = [
        # Both what serves and what it is served by are new.
        ([*first, *linkages(random.Random(2), 12)][:-3], []),
        # A concept gets another above it.
        ([(f"{thing}/1", SKOS.broader, GOALS[0])], []),
        # What rules conclude is stated.
        ([(LINES[0], WSIS.serves, thing), (f"{thing}/link", WSIS.activity, thing)], []),
        # A link that stands gets a scope, and so serves no more by the matrix.
        ([(first[0][0], WSIS.scope, iris.vocab("scopes", "whole"))], []),
        ([], first[3:9]),
    ]
    standing = set(follows_graph(settings))
    for added, removed in later:
        fresh = [quad for quad in quads(added) if quad not in standing]
        commit(settings.data, fresh, [quad for quad in quads(removed) if quad in standing])
        standing = set(follows_graph(settings))
        stands, should = follows(settings)
        assert stands == should
    assert in_parts[0]
    assert not all(in_parts[1:])


def follows_graph(settings: Settings) -> list[Quad]:
    return read_dataset(settings, [GRAPH.value]) or []


def test_links_beside_many_others_are_taken_in_parts(
    settings: Settings, in_parts: list[bool]
) -> None:
    for seed in range(3):
        named = [
            tuple(each.replace("/id/", f"/id/set-{seed}-") for each in triple)
            for triple in links(random.Random(seed), 50)
        ]
        commit(settings.data, quads(list(dict.fromkeys(named))))  # type: ignore[arg-type]
        stands, should = follows(settings)
        assert stands == should
    assert in_parts == [True] * 3


@pytest.mark.parametrize(
    "query",
    [
        "CONSTRUCT { ?a <x:q> ?n } WHERE { { SELECT ?a (COUNT(*) AS ?n) { ?a <x:p> ?b }"
        " GROUP BY ?a } }",
        "CONSTRUCT { ?a <x:q> ?b } WHERE { ?a <x:p> ?b MINUS { ?a <x:r> ?b } }",
        "CONSTRUCT { ?a <x:q> ?b } WHERE { ?a ?p ?b }",
        "CONSTRUCT { ?a <x:p> ?b } WHERE { ?a <x:p> ?x . ?x <x:p> ?b }",
        "CONSTRUCT { ?a <x:q> ?c } WHERE { ?a <x:p> ?b . ?b <x:p> ?c }",
        "CONSTRUCT { ?a <x:q> ?c } WHERE { ?a <x:p>+ ?c }",
        "CONSTRUCT { ?a <x:q> ?b } WHERE { ?a <x:r> ?b FILTER NOT EXISTS { ?b <x:p> ?c } }"
        " ORDER BY ?a LIMIT 5",
        "CONSTRUCT { ?a <x:q> ?b } WHERE { ?a <x:p> ?b FILTER NOT EXISTS { ?b <x:p> ?c } }",
        "CONSTRUCT { ?a <x:q> ?b } WHERE { ?a <x:p> ?b OPTIONAL { ?b <x:p> ?c } }",
        "CONSTRUCT { ?a <x:q> ?b } WHERE { ?a <x:p> ?b . <x:one> <x:p> ?c }",
    ],
)
def test_a_rule_that_joins_what_is_new_with_what_is_new_is_not_given_parts(query: str) -> None:
    found = Patterns([query])
    new = Quad(NamedNode("x:1"), NamedNode("x:p"), NamedNode("x:2"))
    assert found.plan(set(found.matching(new))) is None


@pytest.mark.parametrize(
    "query",
    [
        "CONSTRUCT { ?a <x:q> ?c } WHERE { ?a <x:p> ?b . ?b <x:r> ?c }",
        "CONSTRUCT { ?a <x:q> ?c } WHERE { ?a <x:p> ?b . ?b <x:r>* ?c }",
        "CONSTRUCT { ?a <x:q> ?c } WHERE { ?a <x:p> ?b . ?c <x:p> ?b ; <x:r> ?d }",
        "CONSTRUCT { ?a <x:q> ?b } WHERE { VALUES ?p { <x:p> <x:r> } ?a ?p ?b }",
        "CONSTRUCT { ?a <x:q> ?b } WHERE { ?a <x:p> ?b FILTER NOT EXISTS { ?a <x:p> <x:3> } }",
    ],
)
def test_a_rule_that_joins_what_is_new_with_what_stands_is(query: str) -> None:
    found = Patterns([query])
    new = Quad(NamedNode("x:1"), NamedNode("x:p"), NamedNode("x:2"))
    plan = found.plan(set(found.matching(new)))
    assert plan is not None
    assert plan.centres == {0: (0, 0, "a")}


def test_no_large_change_is_kept_in_memory_for_the_rules(
    settings: Settings, in_parts: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> list[Quad]:
        raise AssertionError("the whole was derived")

    monkeypatch.setattr(type(derived), "__call__", refused)
    outcome = commit(settings.data, quads(list(dict.fromkeys(links(random.Random(1), 30)))))
    assert in_parts == [True]
    assert outcome.changed


def test_a_rule_whose_centre_may_stand_already_is_not_given_parts() -> None:
    query = (
        "CONSTRUCT { ?a <x:q> ?b } WHERE { ?a <x:p> ?b . ?c <x:p> ?b ; <x:r> ?d"
        " FILTER NOT EXISTS { ?a <x:s> ?e } }"
    )
    standing = [
        Quad(NamedNode(s), NamedNode(p), NamedNode("x:goal"))
        for s, p in (("x:old", "x:p"), ("x:old", "x:r"), ("x:old", "x:s"))
    ]
    portions = Portions(Patterns([query]), lambda store, _: store.query(query))  # type: ignore[arg-type,return-value]
    assert portions.note(Quad(NamedNode("x:new"), NamedNode("x:p"), NamedNode("x:goal")))

    def find(subject: NamedNode | None, predicate: NamedNode) -> list[Quad]:
        return [
            each
            for each in standing
            if each.predicate == predicate and subject in (None, each.subject)
        ]

    # What is old is at hand as far as it stands around what is new, and so would seem to lack “s”.
    assert not portions.prepare(find)


def test_more_than_the_rules_can_be_run_on_at_once_is_refused_with_the_figures(
    settings: Settings, in_parts: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(3)
    both = list(dict.fromkeys([*links(chance, 20), *linkages(chance, 20)]))
    monkeypatch.setattr(vitals, "free", lambda: 100_000)
    with pytest.raises(ChangeRefused) as refused:
        commit(settings.data, quads(both))
    assert "GiB are free here" in str(refused.value)
    assert in_parts == [False]
    assert follows_graph(settings) == []


@pytest.fixture
def amended(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Tells whether what follows otherwise was computed from the things that change."""
    told: list[bool] = []
    run = amending.Amending.run

    def noted(
        self: amending.Amending, coming: Sequence[Quad], going: Sequence[Quad]
    ) -> tuple[set[Quad], set[Quad]] | None:
        found = run(self, coming, going)
        told.append(found is not None)
        return found

    monkeypatch.setattr(amending, "PART", 7)
    monkeypatch.setattr(amending.Amending, "run", noted)
    return told


@pytest.mark.parametrize("seed", range(4))
def test_what_follows_from_things_that_change_is_what_follows_from_the_whole(
    settings: Settings, amended: list[bool], seed: int
) -> None:
    chance = random.Random(seed)
    other = NamedNode(iris.graph("made-up-too"))
    commit(settings.data, quads(list(dict.fromkeys(linkages(chance, 12)))))
    standing = quads(list(dict.fromkeys(links(chance, 60))))
    # The same may be stated by two, and go with one of them only.
    standing += [Quad(q.subject, q.predicate, q.object, other) for q in standing[::5]]
    commit(settings.data, standing)
    for _ in range(6):
        going = [quad for quad in standing if chance.random() < 0.1]
        links_gone = {quad.subject for quad in chance.sample(standing, 4)}
        going = list(dict.fromkeys([*going, *(q for q in standing if q.subject in links_gone)]))
        coming = [q for q in quads(list(dict.fromkeys(links(chance, 40)))) if q not in standing]
        coming = chance.sample(coming, 25)
        commit(settings.data, coming, going)
        standing = [quad for quad in standing if quad not in set(going)] + coming
        stands, should = follows(settings)
        assert stands == should
    assert all(amended)
    assert len(amended) == 6


def test_what_may_rest_on_more_than_the_things_that_change_is_derived_anew(
    settings: Settings, amended: list[bool]
) -> None:
    chance = random.Random(3)
    matrix = list(dict.fromkeys(linkages(chance, 12)))
    commit(settings.data, quads(matrix))
    standing = list(dict.fromkeys(links(chance, 30)))
    commit(settings.data, quads(standing))
    activity = next(o for _, p, o in standing if p == WSIS.activity)
    changes: list[tuple[list[Plain], list[Plain]]] = [
        # A linkage goes on which what many activities serve may rest.
        ([], matrix[:3]),
        # An activity that is a line of the matrix too: two rules may conclude what it serves.
        ([(matrix[3][0], WSIS.actionLine, activity)], []),
        ([], [triple for triple in standing if triple[0] == standing[0][0]]),
        # What is concluded is stated of a thing that changes.
        ([(standing[-1][0], WSIS.serves, GOALS[1])], []),
        ([], [standing[-1]]),
    ]
    for added, removed in changes:
        commit(settings.data, quads(added), quads(removed))
        stands, should = follows(settings)
        assert stands == should
    assert False in amended
