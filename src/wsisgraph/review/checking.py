"""What a decision would break: the shapes, on the statements decided on."""

from collections.abc import Collection, Iterable, Mapping

from pyoxigraph import NamedNode, Quad, Store

from wsisgraph.errors import Problem
from wsisgraph.graph.assemble import read_shapes, shape_lines
from wsisgraph.graph.checker import Checker
from wsisgraph.graph.finding import Finding
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import RDFS

_STEPS = 2
"""So far from a statement the shapes look: its passage, and the document of that."""


def broken(
    store: Store,
    added: Collection[Quad],
    removed: Collection[Quad],
    places: Mapping[str, str],
) -> list[Problem]:
    """Return what breaks a MUST once quads are added and removed, and did not before.

    The statements are looked at twice: beside all that is said of them, as a build does, and as
    the accepted graphs alone tell them, lest what stands apart makes up for what they lack.

    Args:
        store: the dataset as it stands; it stays so.
        added: quads to come.
        removed: quads to go.
        places: the things decided on, each with the place to name.
    """
    before = _around(store, places)
    after = (before | _around(store, _objects(added)) | set(added)) - set(removed)
    manifest, shapes = read_shapes()
    checker = Checker(shapes)
    new = {
        finding
        for view in (_everything, _accepted)
        for finding in _violations(checker, view(after, places), places)
        - _violations(checker, view(before, places), places)
    }
    rules = shape_lines(manifest) if new else {}
    return [
        Problem(
            places[finding.focus],
            f"<{finding.focus.removeprefix(iris.base_iri())}>"
            f"{f' (found “{finding.value}”)' if finding.value else ''} would break the rule at"
            f" {rules.get(finding.shape, finding.shape)}",
            finding.message.rstrip("."),
        )
        for finding in sorted(new)
    ]


def _everything(quads: set[Quad], things: Collection[str]) -> set[Quad]:
    return quads


def _accepted(quads: set[Quad], things: Collection[str]) -> set[Quad]:
    """Leave out what graphs apart say of things."""
    subjects = {NamedNode(thing) for thing in things}
    return {
        quad
        for quad in quads
        if quad.subject not in subjects
        or (isinstance(quad.graph_name, NamedNode) and iris.is_accepted(quad.graph_name.value))
    }


def _violations(checker: Checker, quads: Iterable[Quad], things: Collection[str]) -> set[Finding]:
    store = Store()
    store.extend(quads)
    found = checker.check(store, sorted(things))
    return {finding for finding in found if finding.severity == "Violation"}


def _around(store: Store, things: Iterable[str]) -> set[Quad]:
    """Return what is said of things, and of what they name, some steps on."""
    apart = {NamedNode(iris.graph(name)) for name in ("shapes", "questions", "meta", "decisions")}
    found = set(store.quads_for_pattern(None, NamedNode(RDFS.subClassOf), None))
    seen: set[str] = set()
    waiting = set(things)
    for _ in range(_STEPS + 1):
        quads = {
            quad
            for thing in waiting
            for quad in store.quads_for_pattern(NamedNode(thing), None, None)
            if isinstance(quad.graph_name, NamedNode) and quad.graph_name not in apart
        }
        found |= quads
        seen |= waiting
        waiting = _objects(quads) - seen
    return found


def _objects(quads: Iterable[Quad]) -> set[str]:
    return {quad.object.value for quad in quads if isinstance(quad.object, NamedNode)}
