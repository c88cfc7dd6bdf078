"""One tiny world: a few lines, goals, agencies, activities, roles and documents in TriG.

`quads()` gives it as a built dataset would be (with what the rules derive), `store()` as a reader
sees it: the default graph is the merge of the accepted graphs.
"""

from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from wsisgraph.graph import derive, read_rules
from wsisgraph.terms import iris

WORLD = Path(__file__).parent / "world.trig"


def quads() -> list[Quad]:
    """Return the named graphs of the world, the derived one included."""
    facts = list(parse(path=str(WORLD), format=RdfFormat.TRIG))
    return [*facts, *derive(facts, read_rules())]


def store(extra: str = "") -> Store:
    """Return the world with its merged default graph, and what the TriG text `extra` adds."""
    more = list(parse(extra, format=RdfFormat.TRIG)) if extra else []
    found = Store()
    for quad in [*quads(), *more]:
        found.add(quad)
        graph = quad.graph_name
        if isinstance(graph, NamedNode) and iris.is_accepted(graph.value):
            found.add(Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()))
    return found
