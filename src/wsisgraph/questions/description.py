"""The questions as RDF, in the form that sib-swiss/sparql-examples publishes.

Tools that look into an endpoint for its examples (`sh:SPARQLExecutable`) find them in
graph/questions. Everything has an IRI, the prefixes too.
"""

from collections.abc import Iterable, Mapping, Sequence

from wsisgraph.questions import serialise
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, PREFIXES, RDF, RDFS, SCHEMA

_SH = "http://www.w3.org/ns/shacl#"
_TARGET = "https://schema.org/target"
_FORMS = {
    "select": ("SPARQLSelectExecutable", "select"),
    "ask": ("SPARQLAskExecutable", "ask"),
    "construct": ("SPARQLConstructExecutable", "construct"),
    # sib-swiss/sparql-examples gives DESCRIBE a class and property of its own.
    "describe": ("SPARQLDescribeExecutable", "describe"),
}

Described = tuple[str, Mapping[str, str], str, str, Sequence[str]]
"""Name, question by language, form, text, tags."""


def describe(questions: Iterable[Described], endpoint: str) -> str:
    """Return sorted N-Triples; `endpoint` "" leaves `schema:target` out."""
    lines: set[str] = set()

    def add(subject: str, predicate: str, term: str) -> None:
        lines.add(f"{serialise.iri(subject)} {serialise.iri(predicate)} {term} .\n")

    prefixes = iris.individual("question", "prefixes")
    for prefix, namespace in PREFIXES.items():
        declaration = f"{prefixes}/{prefix}"
        add(prefixes, _SH + "declare", serialise.iri(declaration))
        add(declaration, RDF.type, serialise.iri(_SH + "PrefixDeclaration"))
        add(declaration, _SH + "prefix", serialise.string(prefix))
        any_uri = "<http://www.w3.org/2001/XMLSchema#anyURI>"
        add(declaration, _SH + "namespace", f"{serialise.string(namespace)}^^{any_uri}")
    for name, words, form, text, tags in questions:
        subject = iris.individual("question", name)
        narrow, predicate = _FORMS[form]
        add(subject, RDF.type, serialise.iri(_SH + "SPARQLExecutable"))
        add(subject, RDF.type, serialise.iri(_SH + narrow))
        add(subject, _SH + predicate, serialise.string(text))
        add(subject, _SH + "prefixes", serialise.iri(prefixes))
        add(subject, DCT.identifier, serialise.string(name))
        for language, question in words.items():
            add(subject, RDFS.comment, f"{serialise.string(question)}@{language}")
        for tag in tags:
            add(subject, SCHEMA.keywords, serialise.string(tag))
        if endpoint:
            add(subject, _TARGET, serialise.iri(endpoint))
    return "".join(sorted(lines))
