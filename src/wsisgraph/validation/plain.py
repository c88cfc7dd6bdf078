"""A validation report in plain words: what was found, where it stands, how to mend it."""

from collections.abc import Callable, Mapping
from typing import Any

import rdflib
from rdflib.collection import Collection
from rdflib.term import BNode, Node, URIRef

from wsisgraph.terms.namespaces import PREFIXES, RDF, SH
from wsisgraph.validation.judging import Judged
from wsisgraph.validation.lines import Lines

_TYPE, _RESULT = URIRef(RDF.type), URIRef(SH.ValidationResult)
_MOST_LISTED = 10
_LONGEST = 1000
_ORDER = {"Violation": 0, "Warning": 1, "Info": 2}
_SHORT = {**PREFIXES, "rdf": RDF.iri}


def plain(judged: Judged, lang: str, lines: Lines) -> dict[str, Any]:
    """Return the report as members of JSON, what breaks a MUST first, then in the data's order.

    Args:
        judged: the outcome.
        lang: language of messages, where the shapes have it; else English, else any.
        lines: the line on which the description of each IRI begins.
    """
    results = judged.report.subjects(_TYPE, _RESULT)
    findings = sorted((_finding(judged, each, lang, lines) for each in results), key=_rank)
    return {
        "conforms": (None, URIRef(SH.conforms), rdflib.Literal(True)) in judged.report,
        "checked": judged.checked,
        "findings": findings,
        "notes": list(judged.notes),
        "lang": lang,
    }


def _finding(judged: Judged, result: Node, lang: str, lines: Lines) -> dict[str, Any]:
    report = judged.report

    def one(name: str) -> Node | None:
        return report.value(result, URIRef(SH.iri + name))

    focus, path, value = one("focusNode"), one("resultPath"), one("value")
    component = _local(one("sourceConstraintComponent"))
    shape = one("sourceShape")
    line = lines.get(str(focus))
    return {
        "severity": _local(one("resultSeverity")),
        "focus": _name(focus),
        "path": None if path is None else _path(report, path),
        "value": None if value is None else _name(value),
        "message": _message(report, result, lang),
        "mend": _mend(judged.shapes, report, shape, component, path, value),
        "shape": str(shape) if isinstance(shape, URIRef) else None,
        "component": component,
        "where": None if line is None else f"line {line}",
        "line": line,
    }


def _rank(finding: Mapping[str, Any]) -> tuple[Any, ...]:
    severity = _ORDER.get(finding["severity"], len(_ORDER))
    keys = ("focus", "path", "shape", "component", "value")
    return severity, finding["line"] or 0, *(str(finding[key]) for key in keys)


def _message(report: rdflib.Graph, result: Node, lang: str) -> str:
    texts = {
        (text.language or "").partition("-")[0].lower(): str(text)
        for text in sorted(report.objects(result, URIRef(SH.resultMessage)), key=str)
        if isinstance(text, rdflib.Literal)
    }
    for key in (lang, "en", "", *texts):
        if key in texts:
            return _shortened(texts[key])
    return ""


def _name(node: Node | None) -> str:
    return f"_:{node}" if isinstance(node, BNode) else _shortened(str(node))


def _shortened(text: str) -> str:
    """Return a text that is long enough to be known again."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _local(node: Node | None) -> str:
    """Return the name of a term of SHACL; an IRI of others whole."""
    return str(node).removeprefix(SH.iri)


def _short(node: Node) -> str:
    """Return a term as a reader knows it: `wsis:statedIn`, “text”."""
    if isinstance(node, URIRef):
        for prefix, iri in _SHORT.items():
            if node.startswith(iri) and node != iri:
                return f"{prefix}:{node.removeprefix(iri)}"
        return f"<{node}>"
    return f"_:{node}" if isinstance(node, BNode) else f"“{_shortened(str(node))}”"


# How a path of SHACL (section 2.3.1) is written in SPARQL, around the paths it is made of.
_AROUND = {
    "inversePath": "^{}",
    "zeroOrMorePath": "{}*",
    "oneOrMorePath": "{}+",
    "zeroOrOnePath": "{}?",
}


def _path(graph: rdflib.Graph, path: Node, inside: bool = False) -> str:
    """Return a path: the IRI of a property, or a path as SPARQL writes it."""
    if isinstance(path, URIRef):
        return _short(path) if inside else str(path)
    for name, form in _AROUND.items():
        if (inner := graph.value(path, URIRef(SH.iri + name))) is not None:
            return form.format(_path(graph, inner, True))
    choices = graph.value(path, URIRef(SH.iri + "alternativePath"))
    steps = [_path(graph, step, True) for step in _items(graph, choices or path)]
    return f"({('|' if choices else '/').join(steps)})"


def _items(graph: rdflib.Graph, head: Node) -> list[Node]:
    try:
        return list(Collection(graph, head))
    except ValueError:
        # A list that leads back to itself.
        return []


def _mend(
    shapes: rdflib.Graph,
    report: rdflib.Graph,
    shape: Node | None,
    component: str,
    path: Node | None,
    value: Node | None,
) -> str | None:
    """Say what would satisfy the constraint; None where only its author knows."""
    words = _WORDS.get(component.removesuffix("ConstraintComponent"))
    if words is None or shape is None:
        return None
    parameter, tell = words
    wanted = shapes.value(shape, URIRef(SH.iri + parameter))
    if wanted is None:
        return None
    listed = _items(shapes, wanted) if (wanted, URIRef(RDF.first), None) in shapes else [wanted]
    named = ", ".join(_short(each) for each in listed[:_MOST_LISTED])
    if len(listed) > _MOST_LISTED:
        named += ", …"
    property_ = "the thing" if path is None else _path(report, path, True)
    found = "the value" if value is None else _short(value)
    told = tell(named.strip("“”") if len(listed) == 1 else named, property_, found)
    return f"{told[:1].upper()}{told[1:]}."


_KINDS = {
    "sh:IRI": "an IRI",
    "sh:BlankNode": "a blank node",
    "sh:Literal": "a literal",
    "sh:BlankNodeOrIRI": "an IRI or a blank node, no text",
    "sh:BlankNodeOrLiteral": "a blank node or a literal, no IRI",
    "sh:IRIOrLiteral": "an IRI or a literal, no blank node",
}


def _values(number: str, property_: str) -> str:
    return f"{number} value{'' if number == '1' else 's'} of {property_}"


# By constraint component: the parameter that tells what is wanted, and what to do about it.
_WORDS: Mapping[str, tuple[str, Callable[[str, str, str], str]]] = {
    "MinCount": ("minCount", lambda want, path, _: f"give at least {_values(want, path)}"),
    "MaxCount": ("maxCount", lambda want, path, _: f"leave at most {_values(want, path)}"),
    "QualifiedMinCount": (
        "qualifiedMinCount",
        lambda want, path, _: f"give at least {_values(want, path)} of the kind the rule means",
    ),
    "QualifiedMaxCount": (
        "qualifiedMaxCount",
        lambda want, path, _: f"leave at most {_values(want, path)} of the kind the rule means",
    ),
    "Class": (
        "class",
        lambda want, _, found: f"name a {want} in the place of {found}, or say that it is one",
    ),
    "Datatype": ("datatype", lambda want, _, found: f"write {found} as a literal of {want}"),
    "NodeKind": ("nodeKind", lambda want, _, __: f"write {_KINDS.get(want, want)}"),
    "MinInclusive": ("minInclusive", lambda want, _, __: f"give a value of at least {want}"),
    "MaxInclusive": ("maxInclusive", lambda want, _, __: f"give a value of at most {want}"),
    "MinExclusive": ("minExclusive", lambda want, _, __: f"give a value above {want}"),
    "MaxExclusive": ("maxExclusive", lambda want, _, __: f"give a value below {want}"),
    "MinLength": ("minLength", lambda want, _, __: f"write at least {want} characters"),
    "MaxLength": ("maxLength", lambda want, _, __: f"write at most {want} characters"),
    "Pattern": ("pattern", lambda want, _, __: f"write a value that matches {want}"),
    "LanguageIn": ("languageIn", lambda want, _, __: f"write it in one of the languages {want}"),
    "UniqueLang": ("uniqueLang", lambda _, path, __: f"leave one {path} in each language"),
    "Equals": ("equals", lambda want, path, _: f"give {path} the same values as {want}"),
    "Disjoint": ("disjoint", lambda want, path, _: f"give {path} no value that {want} has"),
    "LessThan": ("lessThan", lambda want, path, _: f"let {path} be less than {want}"),
    "LessThanOrEquals": (
        "lessThanOrEquals",
        lambda want, path, _: f"let {path} be no more than {want}",
    ),
    "HasValue": ("hasValue", lambda want, path, _: f"give {path} the value {want}"),
    "In": ("in", lambda want, _, found: f"write one of {want} in the place of {found}"),
    "Closed": ("closed", lambda _, path, __: f"take out {path}, which the shape does not know"),
}
