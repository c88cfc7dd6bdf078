"""What is asked again after a change: all that has another answer, and little more."""

from collections.abc import Iterator, Sequence

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store
from tests.publishing.conftest import CATALOGUE, Place

from wsisgraph.publishing import difference, feeds
from wsisgraph.publishing.difference import Difference, Doubt
from wsisgraph.publishing.folder import Folder
from wsisgraph.publishing.gathering import GRAPHS, Gathered
from wsisgraph.publishing.requests import Request
from wsisgraph.publishing.traced import Traces
from wsisgraph.questions.reach import predicates
from wsisgraph.settings import Settings
from wsisgraph.store.local import LocalStore, open_local
from wsisgraph.terms.namespaces import WSIS


def node(name: str) -> NamedNode:
    return NamedNode(f"x:{name}")


def quad(subject: str, predicate: str, object_: str | Literal | BlankNode) -> Quad:
    value = node(object_) if isinstance(object_, str) else object_
    return Quad(node(subject), node(predicate), value, DefaultGraph())


LINKS = [
    quad("link1", "line", "l1"),
    quad("link1", "to", "goal1"),
    quad("link2", "line", "l2"),
    quad("link2", "to", "goal2"),
    quad("goal2", "partOf", "agenda"),
]
ABOUT_LINKS = "SELECT ?line ?to WHERE { VALUES ?line { <x:l1> } ?link <x:line> ?line ; <x:to> ?to"


def traced(body: str, changed: Quad, key: str = "line") -> set[str] | None:
    store = Store()
    store.extend([*LINKS, changed])
    came = Traces([changed], store).of(f"{body} }}", key)
    store.remove(changed)
    # Whether it came or went: what it was a part of is found.
    assert Traces([changed], store).of(f"{body} }}", key) == came
    return None if came is None else set(came)


@pytest.mark.parametrize(
    ("more", "changed", "wanted"),
    [
        ("", quad("link1", "to", "goal3"), {"x:l1"}),
        ("", quad("link3", "to", "goal3"), set()),
        ("", quad("link1", "line", "l3"), {"x:l3"}),
        ("", quad("other", "strength", "high"), set()),
        ("OPTIONAL { ?link <x:strength> ?s }", quad("link2", "strength", Literal("5")), {"x:l2"}),
        ("OPTIONAL { ?link <x:strength> ?s }", quad("link3", "strength", Literal("5")), set()),
        ("FILTER NOT EXISTS { ?to <x:gone> ?when }", quad("goal2", "gone", Literal("x")), {"x:l2"}),
        ("MINUS { ?to <x:gone> ?when }", quad("goal2", "gone", Literal("x")), {"x:l2"}),
        ("{ ?to <x:a> ?b } UNION { ?to <x:c> ?b }", quad("goal1", "c", "d"), {"x:l1"}),
        ("OPTIONAL { ?to <x:partOf> ?w . ?w <x:name> ?n }", quad("agenda", "name", "n"), {"x:l2"}),
        ("OPTIONAL { ?to <x:partOf>/<x:name> ?n }", quad("agenda", "name", "n"), None),
        ("OPTIONAL { ?z <x:name> ?n }", quad("agenda", "name", "n"), None),
        ("OPTIONAL { ?link ?p ?n }", quad("agenda", "name", "n"), set()),
        ("OPTIONAL { ?link ?p ?n }", quad("link1", "name", "n"), {"x:l1"}),
        ("OPTIONAL { ?to !<x:partOf> ?n }", quad("agenda", "name", "n"), None),
        ("OPTIONAL { ?to <x:is> <x:this> }", quad("goal1", "is", "that"), set()),
        ("OPTIONAL { ?to <x:is> <x:this> }", quad("goal1", "is", "this"), {"x:l1"}),
        ("OPTIONAL { ?to <x:is> 'this' }", quad("goal1", "is", "this"), set()),
    ],
)
def test_a_statement_leads_to_what_must_be_asked_again(
    more: str, changed: Quad, wanted: set[str] | None
) -> None:
    assert traced(f"{ABOUT_LINKS} {more}", changed) == wanted


def test_what_follows_an_optional_does_not_say_for_whom_it_holds() -> None:
    """Where the optional pattern finds nothing, all lines are left; where it does, only one."""
    body = "SELECT ?line WHERE { VALUES ?line { UNDEF } OPTIONAL { ?link <x:strong> ?s } "
    assert traced(f"{body} ?link <x:line> ?line", quad("link1", "strong", "s")) is None


def test_blank_nodes_and_large_changes_are_not_followed() -> None:
    body = f"{ABOUT_LINKS} }}"
    store = Store()
    store.extend(LINKS)
    unnamed = quad("link1", "to", BlankNode("b"))
    assert Traces([unnamed], store).of(body, "line") is None
    assert Traces(LINKS[:1] * 1000, store).of(body, "line") is None


@pytest.fixture
def store(built: Place) -> LocalStore:
    return open_local(Settings(data=built.data))


def some_of_many(store: LocalStore) -> Iterator[Quad]:
    """Give a statement of every twentieth predicate, and those of a linkage."""
    found = sorted(store.snapshot.quads(), key=str)
    of_each = {quad.predicate.value: quad for quad in found}
    yield from [of_each[name] for name in sorted(of_each)][::20]
    linkage = next(quad.subject for quad in found if quad.predicate.value == WSIS.linksTo)
    yield from [quad for quad in found if quad.subject == linkage][::5]


def noted(place: Place) -> dict[Request, str]:
    archive = Folder(place.site).archive()
    assert archive is not None
    found: dict[Request, str] = {}
    for memory in archive.memories():
        found |= memory.requests
    apart = {feeds.NEWS, *GRAPHS, *difference._OF_THINGS}
    return {request: told for request, told in found.items() if request[0][0] not in apart}


def doubted(requests: Sequence[Request], changed: Quad, gathered: Gathered) -> set[Request]:
    doubt = Doubt(Difference.of_quads([changed]), gathered)
    return {request for request in requests if doubt.can(request)}


def test_whatever_changes_every_other_answer_is_foreseen(built: Place, store: LocalStore) -> None:
    settings = Settings(data=built.data)
    before = noted(built)
    fewer = more = 0
    for changed in some_of_many(store):
        asked = [
            request
            for request in before
            if (read := predicates(CATALOGUE[request[0][0]].text)) is None
            or changed.predicate.value in read
        ]
        came = doubted(asked, changed, Gathered(store, CATALOGUE, settings))
        all_graphs = store.snapshot.store.quads_for_pattern(
            changed.subject, changed.predicate, changed.object, None
        )
        said = [one for one in all_graphs if not isinstance(one.graph_name, DefaultGraph)]
        store.snapshot.apply(removed=said)
        gathered = Gathered(store, CATALOGUE, settings)
        went = doubted(asked, changed, gathered)
        gathered.refresh(asked)
        differing = {request for request in asked if gathered.digests[request] != before[request]}
        assert differing <= came, changed
        assert differing <= went, changed
        store.snapshot.apply(added=said)
        fewer += len(went)
        more += len(asked)
    assert fewer < more / 2
