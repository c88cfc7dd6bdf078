"""The graphs that an update names as those it writes to, whether or not it then changes them.

Whoever names a graph to write to must be allowed to write there, though nothing match. Graphs that
a variable stands for are known by what is changed in them.
"""

from collections.abc import Iterator, Sequence

from pyoxigraph import NamedNode, QuerySolutions, Store

from wsisgraph.store.guard import TOKEN
from wsisgraph.store.names import DEFAULT, GraphNode
from wsisgraph.store.operations import Kind, Operation

_GRAPH = "graph"


def targets(operations: Sequence[Operation], base: str | None) -> Iterator[GraphNode]:
    """Give the graphs that operations name as their targets."""
    for operation in operations:
        names = list(dict.fromkeys(_named(operation)))
        if None in names:
            yield DEFAULT
        yield from resolved(operation, [name for name in names if name is not None], base)


def _named(operation: Operation) -> Iterator[str | None]:
    """Give the names as they stand in an operation; None for the default graph."""
    words = [mark.word for mark in operation.marks]
    texts = [operation.body[mark.start : mark.end] for mark in operation.marks]
    if operation.kind is Kind.MANAGE:
        # §3.2: the graph that is copied or added stays as it is; one that is moved goes.
        named = [n for n, word in enumerate(words) if word in ("<>", ":", "default")]
        for n in named[-1:] if words[0] in ("copy", "add") else named:
            yield None if words[n] == "default" else texts[n]
    elif operation.kind is Kind.DELETE_WHERE:
        yield from _in_template(texts[-1], None)
    elif operation.kind is Kind.MODIFY:
        default = texts[1] if words[0] == "with" else None
        if default is not None:
            yield default
        for n, word in enumerate(words):
            if word in ("delete", "insert"):
                yield from _in_template(texts[n + 1], default)


def _in_template(block: str, default: str | None) -> Iterator[str | None]:
    """Give the graphs of a template `{ … GRAPH <name> { … } … }`.

    Args:
        block: the template with its braces.
        default: where triples outside of all GRAPH clauses go.
    """
    depth = 0
    outside: list[str] = []
    for token in TOKEN.finditer(block, 1, len(block) - 1):
        kind, found = token.lastgroup, token.group()
        if kind == "close":
            depth -= 1
        elif kind == "open":
            if depth == 0 and found == "{" and outside:
                name = outside.pop()
                if outside and outside[-1].casefold() == _GRAPH:
                    outside.pop()
                else:
                    # The engine wants no space after the keyword.
                    name = name[len(_GRAPH) :]
                if not name.startswith(("?", "$")):
                    yield name
                if outside:
                    yield default
                outside = []
            elif depth == 0:
                outside.append(found)
            depth += 1
        elif depth == 0 and kind not in ("comment", "semicolon"):
            outside.append(found)
    if outside:
        yield default


def resolved(operation: Operation, names: Sequence[str], base: str | None) -> Iterator[NamedNode]:
    """Give what names stand for; those that stand for nothing are the engine's to refuse."""
    if not names:
        return
    columns = " ".join(f"({name} AS ?g{number})" for number, name in enumerate(names))
    try:
        found = Store().query(f"{operation.prologue}\nSELECT {columns} {{}}", base_iri=base)
    except SyntaxError:
        return
    if isinstance(found, QuerySolutions):
        for row in found:
            yield from (node for node in row if isinstance(node, NamedNode))
