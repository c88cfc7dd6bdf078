"""What a decision would break: the shapes, on the statements decided on."""

from collections.abc import Collection, Iterable, Mapping

from pyoxigraph import NamedNode, Quad, Store

from wsisgraph.errors import Problem
from wsisgraph.graph.assemble import read_shapes, shape_lines
from wsisgraph.graph.validation import Finding, validate
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

    Args:
        store: the dataset as it stands; it stays so.
        added: quads to come.
        removed: quads to go.
        places: the things decided on, each with the place to name.
    """
    # No kind of a thing is ever corrected, so that what names it cannot break.
    focus = set(places)
    before = _around(store, focus)
    after = (before | _around(store, _objects(added)) | set(added)) - set(removed)
    manifest, shapes = read_shapes()
    new = set(_violations(after, shapes, focus)) - set(_violations(before, shapes, focus))
    rules = shape_lines(manifest) if new else {}
    return [
        Problem(
            places.get(finding.focus, finding.focus.removeprefix(iris.base_iri())),
            f"<{finding.focus.removeprefix(iris.base_iri())}>"
            f"{f' (found “{finding.value}”)' if finding.value else ''} would break the rule at"
            f" {rules.get(finding.shape, finding.shape)}",
            finding.message.rstrip("."),
        )
        for finding in sorted(new)
    ]


def _violations(
    quads: Iterable[Quad], shapes: Iterable[Quad], focus: Collection[str]
) -> Iterable[Finding]:
    return (
        finding
        for finding in validate(quads, shapes)
        if finding.severity == "Violation" and finding.focus in focus
    )


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
