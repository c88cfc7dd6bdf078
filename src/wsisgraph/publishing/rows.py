"""Solutions of the store in this process as rows of nodes, without the way over JSON.

They are just what `api.reading.parse` reads from the JSON that a service answers with.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Triple

from wsisgraph.api.reading import Node, Row, written
from wsisgraph.terms.namespaces import XSD


def rows(found: QuerySolutions) -> Iterator[Row]:
    """Give the rows one by one; an IRI has one node for all its places."""
    names = [variable.value for variable in found.variables]
    iris: dict[str, Node] = {}
    for solution in found:
        row: dict[str, Node] = {}
        for name, term in zip(names, solution, strict=True):
            if term is None:
                continue
            if type(term) is NamedNode:
                value = term.value
                row[name] = iris.get(value) or iris.setdefault(value, Node("iri", value))
            elif type(term) is Literal:
                language = term.language
                if language:
                    row[name] = Node("literal", term.value, language)
                else:
                    datatype = term.datatype.value
                    row[name] = Node(
                        "literal", term.value, "", "" if datatype == XSD.string else datatype
                    )
            elif type(term) is BlankNode:
                row[name] = Node("bnode", term.value)
            else:
                row[name] = Node("triple", written(_as_json(term)))
        yield row


def _as_json(term: object) -> Mapping[str, Any]:
    """Return a term as SPARQL 1.2 results in JSON write it."""
    if isinstance(term, Triple):
        parts = {
            "subject": term.subject,
            "predicate": term.predicate,
            "object": term.object,
        }
        value = {name: _as_json(part) for name, part in parts.items()}
        return {"type": "triple", "value": value}
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    assert isinstance(term, Literal)
    found: dict[str, Any] = {"type": "literal", "value": term.value}
    if term.language:
        found["xml:lang"] = term.language
        if term.direction is not None:
            found["its:dir"] = term.direction.value
    elif term.datatype.value != XSD.string:
        found["datatype"] = term.datatype.value
    return found
