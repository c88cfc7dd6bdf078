"""The one way our Turtle is written, so that a diff shows what changed and nothing else.

Prefixes sorted, the header (ontology or scheme) first, then the subjects by their wsis:order, else
by notation or IRI (c2 before c10); one object a line, `a` first, labels by language; `.` alone. A
list stays on one line in its own order; blank nodes have no place.
Rewrite files with ``python tests/ontology/house_form.py FILE…``.
"""

import re
import sys
from collections.abc import Iterable
from pathlib import Path

from rdflib import OWL, RDF, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

ORDER = URIRef("https://w3id.org/wsis-sdg/def#order")
HEADERS = (OWL.Ontology, SKOS.ConceptScheme)
# The local names that Turtle takes without escapes, less those that end in a full stop.
LOCAL_NAME = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.\-]*[A-Za-z0-9_\-])?")
# What Turtle reads as a literal of these datatypes without quotes.
SHORT_FORMS = {
    str(XSD.boolean): re.compile("true|false"),
    str(XSD.decimal): re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    str(XSD.integer): re.compile("[+-]?[0-9]+"),
}
_AFTER_NUMBERS = 10**9
ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def house_form(text: str) -> str:
    """Return the Turtle `text` in house form; ValueError if it has a blank node beside lists."""
    graph = Graph(bind_namespaces="none")
    graph.parse(data=text, format="turtle")
    prefixes = {str(iri): prefix for prefix, iri in graph.namespaces()}
    used: set[str] = set()
    cells = {node for node in graph.subjects(RDF.first) if isinstance(node, BNode)}

    def write(node: Node, *, as_verb: bool = False) -> str:
        if as_verb and node == RDF.type:
            return "a"
        if isinstance(node, BNode):
            if node not in cells:
                raise ValueError(f"a blank node, which would have no stable name: {node}")
            return f"( {' '.join(write(item) for item in Collection(graph, node))} )"
        if isinstance(node, Literal):
            quoted = '"' + "".join(ESCAPES.get(c, c) for c in str(node)) + '"'
            if node.language:
                return f"{quoted}@{node.language}"
            if (form := SHORT_FORMS.get(str(node.datatype))) and form.fullmatch(str(node)):
                return str(node)
            return f"{quoted}^^{write(node.datatype)}" if node.datatype else quoted
        if node == RDF.nil:
            return "()"
        namespace, local = _split(str(node), prefixes)
        if namespace is None:
            return f"<{node}>"
        used.add(namespace)
        return f"{prefixes[namespace]}:{local}"

    blocks = []
    for subject in sorted(_subjects(graph, cells), key=lambda s: _place(graph, s)):
        lines = [write(subject)]
        for verb in sorted(
            set(graph.predicates(subject)), key=lambda v: (v != RDF.type, write(v, as_verb=True))
        ):
            things = sorted(
                graph.objects(subject, verb), key=lambda t: (_language(t), _natural(write(t)))
            )
            name = write(verb, as_verb=True)
            if len(things) == 1:
                lines.append(f"    {name} {write(things[0])} ;")
            else:
                lines.append(f"    {name}")
                lines += [f"        {write(thing)} ," for thing in things[:-1]]
                lines.append(f"        {write(things[-1])} ;")
        blocks.append("\n".join([*lines, "."]))
    header = "\n".join(
        f"PREFIX {prefix}: <{iri}>"
        for iri, prefix in sorted(prefixes.items(), key=lambda pair: pair[1])
        if iri in used
    )
    return "\n\n".join([header, *blocks]) + "\n"


def _natural(text: str) -> list[tuple[int, str]]:
    parts = re.findall(r"[0-9]+|[^0-9]+", text)
    return [(int(part), "") if part.isdecimal() else (_AFTER_NUMBERS, part) for part in parts]


def _subjects(graph: Graph, cells: Iterable[Node]) -> list[URIRef]:
    found = []
    for subject in set(graph.subjects()) - set(cells):
        if not isinstance(subject, URIRef):
            raise ValueError(f"a blank node, which would have no stable name: {subject}")
        found.append(subject)
    return found


def _place(graph: Graph, subject: URIRef) -> tuple[bool, int, list[tuple[int, str]], str]:
    is_header = any((subject, RDF.type, header) in graph for header in HEADERS)
    orders = [order.value for order in graph.objects(subject, ORDER) if isinstance(order, Literal)]
    order = min((order for order in orders if isinstance(order, int)), default=_AFTER_NUMBERS)
    notations = [_natural(str(notation)) for notation in graph.objects(subject, SKOS.notation)]
    return (
        not is_header,
        order,
        min(notations, default=_natural(str(subject))),
        str(subject),
    )


def _language(thing: Node) -> str:
    return (thing.language or "") if isinstance(thing, Literal) else ""


def _split(iri: str, prefixes: dict[str, str]) -> tuple[str | None, str]:
    for namespace in sorted(prefixes, key=len, reverse=True):
        local = iri.removeprefix(namespace)
        if local != iri and LOCAL_NAME.fullmatch(local):
            return namespace, local
    return None, iri


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(house_form(path.read_text(encoding="utf-8")), encoding="utf-8")
