"""A source's graphs are compared with what is to come as two stores of them would be."""

import random
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse, serialize

from wsisgraph.intake import Report, shares
from wsisgraph.intake.comparison import Comparison
from wsisgraph.intake.difference import Verb
from wsisgraph.intake.prospect import Prospect
from wsisgraph.intake.spool import Spool
from wsisgraph.intake.spooling import SpoolWriter
from wsisgraph.terms.namespaces import RDF, SKOS, WSIS, XSD

GRAPHS = ["https://example.org/graph", "https://example.org/proposed"]
INTEGER = NamedNode(XSD.integer)


def quads_of(chance: random.Random, number: int) -> list[Quad]:
    """Things with what is said of them, some of it spelt otherwise than the engine keeps it."""
    found: list[Quad] = []
    for name in chance.sample(range(2 * number), number):
        thing, graph = NamedNode(f"https://example.org/{name}"), NamedNode(chance.choice(GRAPHS))
        values: list[tuple[str, NamedNode | Literal]] = [
            (RDF.type, NamedNode(chance.choice([WSIS.Body, WSIS.Passage]))),
            (SKOS.prefLabel, Literal(f'name\t"{name}" \x7f é', language="fr")),
            (WSIS.order, Literal(chance.choice(["7", "07", "+7", "8"]), datatype=INTEGER)),
            (WSIS.statedIn, NamedNode(f"https://example.org/{chance.randrange(number)}")),
        ]
        found += [Quad(thing, NamedNode(predicate), value, graph) for predicate, value in values]
    return found


def lines(quads: Sequence[Quad]) -> bytes:
    return b"".join(serialize([each], format=RdfFormat.N_QUADS) or b"" for each in quads)


@pytest.mark.parametrize("size", [200, 8 << 20], ids=["many shares", "one share"])
@pytest.mark.parametrize("seed", range(4))
def test_the_difference_is_that_of_two_stores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, seed: int
) -> None:
    monkeypatch.setattr(shares, "SHARE", size)
    chance = random.Random(seed)
    held, after = Store(str(tmp_path / "held")), Store()
    held.extend(quads_of(chance, 60))
    coming = quads_of(chance, 60)
    coming += coming[:3]
    path = tmp_path / "candidate.nq"
    path.write_bytes(lines(coming))
    after.extend(coming)
    with SpoolWriter(tmp_path, "graph"):
        pass
    prospect = Prospect(held, tmp_path / "held", GRAPHS, path, tmp_path)
    with Spool(tmp_path) as spool:
        found = Comparison(held, prospect, GRAPHS, spool).run(tmp_path)
    came = list(parse(path=str(found.came), format=RdfFormat.N_QUADS))
    went = list(found.leaving())
    assert sorted(map(str, came)) == sorted(str(quad) for quad in after if quad not in held)
    assert sorted(map(str, went)) == sorted(str(quad) for quad in held if quad not in after)
    assert (found.added, found.removed) == (len(came), len(went))
    # What follows on one subject stands together, on which the writer of large changes relies.
    subjects = [quad.subject for quad in came]
    assert len(dict.fromkeys(subjects)) == 1 + sum(
        one != other for one, other in pairwise(subjects)
    )
    assert not list(tmp_path.glob("*-[0-9]*.n[qt]"))

    def typed(store: Store) -> set[tuple[str, str]]:
        quads = store.quads_for_pattern(None, NamedNode(RDF.type), None)
        return {(str(quad.subject), str(quad.graph_name)) for quad in quads}

    counted: dict[Verb, int] = {}
    for verbs in found.things.values():
        for verb, number in verbs.items():
            counted[verb] = counted.get(verb, 0) + number
    things = {thing for thing, _ in typed(after)}
    gone = [thing for thing, _ in typed(held) if thing not in things]
    assert counted.pop(Verb.RETIRED) == len(gone)
    assert sum(counted.values()) == len(typed(after))


def test_a_reload_does_not_make_a_store_of_all_that_would_stand(
    table: Callable[..., Path], load: Callable[..., Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    load(table("a,Alpha,office", "b,Beta,fund", "c,Gamma,fund"))

    def refuse(self: Prospect) -> Store:
        raise AssertionError("the whole was put into a store")

    monkeypatch.setattr(Prospect, "whole", property(refuse))
    done = load(table("d,Delta,fund", "c,Gamma,fund", "a,Alpha II,office"))
    assert done.difference is not None
    assert done.difference.entries == {
        **{Verb.ADDED: 1, Verb.CHANGED: 1, Verb.RETIRED: 1, Verb.SAME: 1}
    }
