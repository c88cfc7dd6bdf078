"""The checker finds what pyshacl finds, which is its reference."""

import logging
from collections import Counter
from collections.abc import Iterator

import pytest
from bench.entries import entries, vocabularies
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse
from tests.graph.checker.errors import broken
from tests.shapes import examples

from wsisgraph.graph import Built
from wsisgraph.graph.assemble import read_shapes
from wsisgraph.graph.checker import Checker
from wsisgraph.graph.finding import Finding
from wsisgraph.graph.shacl import as_triples
from wsisgraph.graph.validation import reference, validate
from wsisgraph.terms import iris

pytestmark = pytest.mark.filterwarnings("ignore:Parsing weird boolean")

SHAPES = read_shapes()[1]
CHECKER = Checker(SHAPES)


@pytest.fixture(autouse=True)
def _silent_reference() -> Iterator[None]:
    """Keep rdflib from logging each ill-formed literal."""
    logger = logging.getLogger("rdflib.term")
    logger.disabled = True
    yield
    logger.disabled = False


def differing(found: list[Finding], wanted: list[Finding]) -> list[str]:
    """Return the findings of one side only."""
    one, other = Counter(found), Counter(wanted)
    return [
        *(f"not by the reference: {each}" for each in (one - other).elements()),
        *(f"only by the reference: {each}" for each in (other - one).elements()),
    ]


def near(quads: list[Quad]) -> list[Quad]:
    """Return the quads with those of the vocabularies about what they refer to."""
    named = {quad.object for quad in quads}
    return [*quads, *(quad for quad in vocabularies() if quad.subject in named)]


@pytest.mark.parametrize("seed", range(8))
def test_random_errors_are_found_as_by_the_reference(seed: int) -> None:
    data = broken(near(list(entries(12, seed))), count=60, seed=seed)
    found = validate(data, SHAPES)
    assert len(found) > 10
    assert differing(found, reference(data, SHAPES)) == []


def test_random_errors_in_a_store_are_found_as_by_the_reference(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A store writes numbers in their canonical form, so the reference reads them from there."""
    store = Store()
    store.bulk_extend(broken(near(list(entries(40, 5))), count=120, seed=99))
    wanted = reference(store, SHAPES)
    assert differing(CHECKER.check(store), wanted) == []
    subjects = sorted({quad.subject.value for quad in store if isinstance(quad.subject, NamedNode)})
    about = [each for each in wanted if each.focus in set(subjects)]
    assert differing(CHECKER.check(store, focus=subjects), about) == []
    assert len(about) > 50
    # A store that is larger is walked as it stands.
    monkeypatch.setattr("wsisgraph.graph.checker.checker._MOST_INDEXED", 100)
    assert CHECKER.check(store) == CHECKER.check(list(store))


def test_the_errors_of_the_benchmark_are_found_as_by_the_reference() -> None:
    data = near([*entries(60, 1)])
    assert differing(validate(data, SHAPES), reference(data, SHAPES)) == []


def test_the_bundled_data_are_judged_as_by_the_reference(built: Built) -> None:
    apart = {iris.graph("shapes"), iris.graph("questions")}
    data = [
        quad
        for quad in parse(built.nquads, format=RdfFormat.N_QUADS)
        if isinstance(quad.graph_name, NamedNode) and quad.graph_name.value not in apart
    ]
    found = validate(data, SHAPES)
    assert found == list(built.warnings)
    assert differing(found, reference(data, SHAPES)) == []


def test_the_examples_of_the_shapes_are_judged_as_by_the_reference() -> None:
    """Each rule is broken by an example, and each example keeps the others."""
    found: Counter[tuple[str, ...]] = Counter()
    quads = [Quad(t.subject, t.predicate, t.object) for t in as_triples(examples.data())]
    for each in validate(quads, SHAPES):
        found[each.focus, each.path, each.shape, each.component, each.severity] += 1
    wanted: Counter[tuple[str, ...]] = Counter()
    for results in examples.check_all().found.values():
        for (focus, path, shape, component, severity), count in results.items():
            named = ("" if path is None else str(path), str(shape), str(component))
            wanted[str(focus), *named, str(severity).rpartition("#")[2]] += count
    assert found == wanted
