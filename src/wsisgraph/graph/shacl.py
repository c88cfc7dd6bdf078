"""SHACL: data and shapes in, a validation report out (SHACL section 3.6).

pyshacl is the engine, and nothing else knows it. Where it does not do what the standard says, and
that can be mended from outside, it is mended here: flags that are not `true`, paths shared between
results, and what it would pass over without a word.
"""

import logging
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple
from pyshacl import validate
from pyshacl.errors import ReportableRuntimeError
from rdflib.plugins import sparql
from rdflib.term import BNode, Node, URIRef

from wsisgraph.errors import Forbidden, ShapesRefused
from wsisgraph.terms.namespaces import OWL, SH, XSD

_RESULT_PATH = URIRef(SH.resultPath)

# Parameters that the literal true switches on, and nothing else (SHACL sections 2.1.3, 4.4.5,
# 4.7.3, 4.8.1). pyshacl takes 1 for true.
_FLAGS = tuple(
    URIRef(SH.iri + name)
    for name in ("closed", "deactivated", "qualifiedValueShapesDisjoint", "uniqueLang")
)
_BOOLEAN = URIRef(XSD.boolean)
_PREFIXES, _DECLARE = URIRef(SH.iri + "prefixes"), URIRef(SH.iri + "declare")
_IMPORTS = URIRef(OWL.iri + "imports")

# What pyshacl passes over, so that "conforms" would say nothing. SHACL section 3.2 demands to
# refuse sh:entailment; the others are of the Advanced Features and the JavaScript Extensions.
_NOT_DONE = ("entailment", "expression", "js", "jsFunctionName", "rule", "target")

_LONGEST_REASON = 300


def check(data: rdflib.Graph, shapes: rdflib.Graph) -> rdflib.Graph:
    """Return the report on `data` by `shapes`; both graphs may be changed on the way.

    What the shapes import (owl:imports) is not fetched.

    Raises:
        ShapesRefused: the shapes are not SHACL, or ask for what is not done here.
        Forbidden: a query of the shapes asks another server (SERVICE).
    """
    # pyshacl logs each result; the report says the same.
    logging.getLogger("pyshacl").setLevel(logging.CRITICAL)
    # A query of a shape reads neither file nor address that it names in FROM, and asks nobody.
    sparql.SPARQL_LOAD_GRAPHS = False
    sparql.CUSTOM_EVALS["data-only"] = _data_only
    _refuse_what_is_not_done(shapes)
    _drop_flags_that_are_off(shapes)
    _follow_prefixes(shapes)
    try:
        _, report, _ = validate(
            data, shacl_graph=shapes, inference="none", advanced=False, js=False, inplace=True
        )
    except (MemoryError, Forbidden):
        raise
    except Exception as error:
        # Whatever the engine stumbles over came with the shapes: they are a program of sorts.
        raise _refused(error) from error
    if not isinstance(report, rdflib.Graph):
        # A validation failure (SHACL section 3.4) is returned, not raised.
        raise _refused(report)
    _unshare_paths(report)
    tell_languages(report, shapes)
    return report


def tell_languages(report: rdflib.Graph, shapes: rdflib.Graph) -> None:
    """Give the messages of queries their languages again, which the engine leaves out of a report.

    One with a value of the data in it is not known again, and stays as it is.
    """
    said = shapes.objects(None, URIRef(SH.iri + "message"))
    known = {str(text): text for text in said if isinstance(text, rdflib.Literal) and text.language}
    name = URIRef(SH.resultMessage)
    for result, text in list(report.subject_objects(name)):
        if getattr(text, "language", "") is None and (whole := known.get(str(text))) is not None:
            report.remove((result, name, text))
            report.add((result, name, whole))


def as_rdflib(statements: Iterable[Quad | Triple]) -> rdflib.Graph:
    """Return statements, whatever graphs they are in, as one graph of rdflib, terms unchanged.

    Raises:
        ValueError: a term that RDF 1.1 does not have.
    """
    graph = rdflib.Graph(bind_namespaces="none")
    for each in statements:
        graph.add((_node(each.subject), _node(each.predicate), _node(each.object)))
    return graph


def as_triples(triples: Iterable[tuple[Node, Node, Node]]) -> Iterator[Triple]:
    """Give triples of rdflib as those of the other engine."""
    for subject, predicate, object_ in triples:
        yield Triple(_term(subject), _term(predicate), _term(object_))


def _node(term: Any) -> Node:
    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, BlankNode):
        return BNode(term.value)
    if isinstance(term, Literal):
        if term.direction is not None:
            raise ValueError("a text with a direction, which RDF 1.1 does not have")
        if term.language is not None:
            return rdflib.Literal(term.value, lang=term.language)
        kind = term.datatype.value
        datatype = None if kind == XSD.string else URIRef(kind)
        return rdflib.Literal(term.value, datatype=datatype, normalize=False)
    raise ValueError("a triple as a term, which RDF 1.1 does not have")


def _term(node: Node) -> Any:
    if isinstance(node, URIRef):
        return NamedNode(node)
    if isinstance(node, BNode):
        return BlankNode(node)
    assert isinstance(node, rdflib.Literal)
    if node.language:
        return Literal(str(node), language=node.language)
    return Literal(str(node), datatype=NamedNode(node.datatype or XSD.string))


def _data_only(_: Any, part: Any) -> NoReturn:
    """Refuse SERVICE and FROM in every spelling; rdflib asks this for each part of a query."""
    if part.name == "ServiceGraphPattern":
        raise _service()
    if part.name in ("SelectQuery", "AskQuery") and part.datasetClause:
        raise Forbidden(
            "A query of the shapes names the graphs it reads (FROM); shapes are about the data",
            mend="take FROM out",
        )
    if part.name == "Graph":
        raise Forbidden(
            "A query of the shapes looks into named graphs (GRAPH); the data are one graph here",
            mend="take GRAPH out",
        )
    raise NotImplementedError


def _refuse_what_is_not_done(shapes: rdflib.Graph) -> None:
    for name in _NOT_DONE:
        if next(shapes.triples((None, URIRef(SH.iri + name), None)), None) is not None:
            raise ShapesRefused(
                f"The shapes use sh:{name}, which is not done here",
                mend="say it with SHACL Core or with sh:sparql",
            )


def _drop_flags_that_are_off(shapes: rdflib.Graph) -> None:
    for flag in _FLAGS:
        for subject, _, value in list(shapes.triples((None, flag, None))):
            if (
                isinstance(value, rdflib.Literal)
                and value.datatype == _BOOLEAN
                and str(value) != "true"
            ):
                shapes.remove((subject, flag, value))


def _follow_prefixes(shapes: rdflib.Graph) -> None:
    """Declare for each sh:prefixes what it imports declares, as far as it stands in the shapes.

    SHACL section 5.2.1: the prefixes are those of `sh:prefixes/owl:imports*/sh:declare`.
    """
    for declaring in set(shapes.objects(None, _PREFIXES)):
        for imported in shapes.transitive_objects(declaring, _IMPORTS):
            for declaration in list(shapes.objects(imported, _DECLARE)):
                shapes.add((declaring, _DECLARE, declaration))


def _unshare_paths(report: rdflib.Graph) -> None:
    """Give each result a path of its own, as the reports of the standard have it."""
    for path in {path for path in report.objects(None, _RESULT_PATH) if isinstance(path, BNode)}:
        for subject in list(report.subjects(_RESULT_PATH, path))[1:]:
            report.remove((subject, _RESULT_PATH, path))
            report.add((subject, _RESULT_PATH, _copied(report, path, {})))


def _copied(graph: rdflib.Graph, node: BNode, known: dict[BNode, BNode]) -> BNode:
    if node not in known:
        known[node] = BNode()
        for predicate, value in list(graph.predicate_objects(node)):
            same = _copied(graph, value, known) if isinstance(value, BNode) else value
            graph.add((known[node], predicate, same))
    return known[node]


def _refused(error: Any) -> ShapesRefused | Forbidden:
    """Say in a sentence why the shapes cannot be used."""
    reason = " ".join(str(error).split()) or type(error).__name__
    if isinstance(error, ReportableRuntimeError) and "(SERVICE)" in reason:
        return _service()
    if isinstance(error, RecursionError) or "path too deep" in reason:
        return ShapesRefused(
            "The shapes, or paths and lists in them, lead back to themselves or nest too deep",
            mend="write them flatter",
        )
    if "$shapesGraph" in reason:
        return ShapesRefused(
            "A query of the shapes uses $shapesGraph, which is not bound here",
            mend="put what it looks up there into the query, or into the data",
        )
    if len(reason) > _LONGEST_REASON:
        reason = reason[:_LONGEST_REASON] + " …"
    kind = "" if isinstance(error, ReportableRuntimeError) else f"{type(error).__name__}: "
    return ShapesRefused(f"The shapes cannot be used: {kind}{reason.rstrip('.')}")


def _service() -> Forbidden:
    return Forbidden(
        "A query of the shapes asks another server (SERVICE), which is never done here",
        mend="send the data it would ask for with the data",
    )
