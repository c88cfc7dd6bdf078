"""Updates over data that are only read: each operation is turned into what comes and what goes.

An operation that searches (SPARQL 1.1 Update, §3.1.3) is asked as a query; what its templates make
of the solutions is left to the engine, in a small store beside. Its search sees the data as they
are: after an operation that changed something, another one that searches is refused.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from pyoxigraph import BlankNode, NamedNode, Quad, QuerySolutions, Store, Triple

from wsisgraph.errors import QueryFailed
from wsisgraph.store.changes import OWN
from wsisgraph.store.names import DEFAULT, GraphNode
from wsisgraph.store.operations import Kind, Operation
from wsisgraph.store.overlay import Overlay
from wsisgraph.store.targets import resolved

_AT_ONCE = 500
_BLANK = f"{OWN}blank:"


def search(operation: Operation, base: str | None, over: Overlay) -> None:
    """Carry out DELETE … INSERT … WHERE … or DELETE WHERE.

    Raises:
        SyntaxError: it is none.
        QueryFailed: it cannot be carried out after what was changed before.
    """
    if over.is_changed:
        raise QueryFailed(
            "An operation of the update searches the data after another one changed them, which"
            " cannot be done where the data are kept on disk",
            mend="send the operations one by one; or change only data that are named (INSERT DATA,"
            " DELETE DATA) before the last one",
        )
    parts = _Parts(operation, base)
    solutions = over.base.query(parts.query, base_iri=base, **parts.dataset)
    assert isinstance(solutions, QuerySolutions)
    going: dict[Quad, None] = {}
    coming: dict[Quad, None] = {}
    names = [variable.value for variable in solutions.variables]
    rows = iter(solutions)
    while some := list(islice(rows, _AT_ONCE)):
        values = _values(names, some)
        if parts.delete is not None:
            going.update(dict.fromkeys(parts.made(parts.delete, values, base)))
        if parts.insert is not None:
            coming.update(dict.fromkeys(parts.made(parts.insert, values, base)))
    for quad in going:
        if quad not in coming:
            over.remove(quad)
    for quad in coming:
        over.add(quad)


def manage(operation: Operation, base: str | None, over: Overlay) -> None:
    """Carry out an operation on whole graphs (§3.2).

    Raises:
        QueryFailed: a graph is there, or is not, and SILENT does not pass over it.
    """
    words = [mark.word for mark in operation.marks]
    verb, silent = words[0], "silent" in words
    graphs = _named(operation, base)
    match verb:
        case "create":
            if any(map(over.contains_named_graph, graphs)) and not silent:
                raise QueryFailed(f"The update failed: the graph {graphs[0]} already exists")
            for graph in graphs:
                over.add_graph(graph)
        case "clear" | "drop":
            _empty(verb, words[-1], graphs, over, silent=silent)
        case _:
            _transfer(verb, operation, base, over, silent=silent)


def _empty(verb: str, last: str, graphs: list[NamedNode], over: Overlay, *, silent: bool) -> None:
    for graph in graphs:
        if not over.contains_named_graph(graph) and not silent:
            raise QueryFailed(f"The update failed: the graph {graph} does not exist")
    chosen: list[Any] = [*graphs]
    if last in ("named", "all"):
        chosen += over.named_graphs()
    for graph in list(chosen):
        if verb == "drop":
            over.remove_graph(graph)
        else:
            over.clear_graph(graph)
    if last in ("default", "all"):
        over.clear_graph(DEFAULT)


def _transfer(
    verb: str, operation: Operation, base: str | None, over: Overlay, *, silent: bool
) -> None:
    ends: list[GraphNode] = []
    named = iter(_named(operation, base))
    for mark in operation.marks[1:]:
        if mark.word == "default":
            ends.append(DEFAULT)
        elif mark.word in ("<>", ":"):
            ends.append(next(named))
    source, target = ends
    if isinstance(source, NamedNode) and not over.contains_named_graph(source):
        if silent:
            return
        raise QueryFailed(f"The update failed: the graph {source} does not exist")
    if source == target:
        return
    moved = list(over.quads_for_pattern(None, None, None, source))
    if verb != "add":
        over.clear_graph(target)
    if isinstance(target, NamedNode):
        over.add_graph(target)
    for quad in moved:
        over.add(Quad(quad.subject, quad.predicate, quad.object, target))
    if verb == "move":
        over.clear_graph(source)
        if isinstance(source, NamedNode):
            over.remove_graph(source)


def _named(operation: Operation, base: str | None) -> list[NamedNode]:
    texts = [
        operation.body[mark.start : mark.end]
        for mark in operation.marks
        if mark.word in ("<>", ":")
    ]
    return list(resolved(operation, texts, base))


class _Parts:
    """The parts of an operation that searches."""

    def __init__(self, operation: Operation, base: str | None) -> None:
        words = [mark.word for mark in operation.marks]
        texts = [operation.body[mark.start : mark.end] for mark in operation.marks]
        self._prologue = operation.prologue
        self.delete: str | None = None
        self.insert: str | None = None
        self.dataset: Mapping[str, Any] = {}
        self._with = ""
        clauses: list[str] = []
        if operation.kind is Kind.DELETE_WHERE:
            self.delete = texts[-1]
        for n, word in enumerate(words[:-1]):
            if word == "with":
                self._with = f"WITH {texts[n + 1]}"
                (graph,) = resolved(operation, [texts[n + 1]], base)
                self.dataset = {"default_graph": graph}
            elif word == "delete" and words[n + 1] == "{}":
                self.delete = self.delete or texts[n + 1]
            elif word == "insert":
                self.insert = texts[n + 1]
            elif word == "using":
                named = words[n + 1] == "named"
                name = texts[n + 2 if named else n + 1]
                clauses.append(f"FROM {'NAMED ' if named else ''}{name}")
        if clauses:
            # USING takes the place of WITH, as far as the search goes (§3.1.3).
            self.dataset = {}
        self.query = f"{self._prologue}\nSELECT * {' '.join(clauses)} WHERE {texts[-1]}"

    def made(self, template: str, values: str, base: str | None) -> Iterator[Quad]:
        """Give what a template makes of solutions."""
        beside = Store()
        beside.update(
            f"{self._prologue}\n{self._with} INSERT {template} WHERE {{ {values} }}", base_iri=base
        )
        return map(_with_blank_nodes, beside)


def _values(names: list[str], rows: list[Any]) -> str:
    head = " ".join(f"?{name}" for name in names)
    told = " ".join(f"({' '.join(_told(row[name]) for name in names)})" for row in rows)
    return f"VALUES ({head}) {{ {told} }}"


def _told(term: Any) -> str:
    """Write a term down as VALUES takes it, which takes no blank nodes."""
    if term is None:
        return "UNDEF"
    if isinstance(term, BlankNode):
        return f"<{_BLANK}{term.value}>"
    if isinstance(term, Triple):
        parts = (term.subject, term.predicate, term.object)
        return f"<<( {' '.join(map(_told, parts))} )>>"
    return str(term)


def _with_blank_nodes(quad: Quad) -> Quad:
    terms = [quad.subject, quad.predicate, quad.object, quad.graph_name]
    return Quad(*map(_blank_again, terms))


def _blank_again(term: Any) -> Any:
    if isinstance(term, NamedNode) and term.value.startswith(_BLANK):
        return BlankNode(term.value.removeprefix(_BLANK))
    if isinstance(term, Triple):
        return Triple(*map(_blank_again, (term.subject, term.predicate, term.object)))
    return term
