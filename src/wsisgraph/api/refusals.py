"""What breaks the shapes, told: in words for JSON, and as a SHACL report in RDF.

A writer's worker found it; here it is only written down, so no engine is needed.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from wsisgraph.api.negotiation import asked_format, ranked
from wsisgraph.api.problems import HttpProblem, said
from wsisgraph.api.service import bytes_of
from wsisgraph.errors import ShapesBroken
from wsisgraph.terms.namespaces import RDF, SH, XSD

FORMS = ("ttl", "nt", "jsonld")
"""The forms of RDF in which a report is given; N-Triples are Turtle too."""

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}

Statement = tuple[str, str, str]


def asked_form(request: Request) -> str:
    """Return the form of a report that a request asks for; JSON where it asks for nothing else."""
    offered = ("json", *FORMS)
    try:
        asked = asked_format(request.query_params, offered)
    except HttpProblem:
        # What cannot be given is told in words.
        asked = "json"
    return asked or next(iter(ranked(request, offered)), "json")


def refusal(request: Request, error: ShapesBroken) -> Response | None:
    """Return the refusal of a write as a SHACL report, where the request asks for RDF."""
    form = asked_form(request)
    return report(error.findings, form, 422) if form in FORMS else None


def report(findings: Sequence[Mapping[str, Any]], form: str, status: int) -> Response:
    """Return the validation report of SHACL section 3.6."""
    statements = list(_statements(findings))
    if form == "jsonld":
        body = json.dumps(_as_jsonld(statements), ensure_ascii=False)
    else:
        body = "".join(f"{' '.join(each)} .\n" for each in statements)
    response = bytes_of(body, form)
    response.status_code = status
    response.headers.update({"Cache-Control": "no-store", "Vary": "Accept, Accept-Language"})
    return response


def _statements(findings: Sequence[Mapping[str, Any]]) -> Iterable[Statement]:
    whole, type_ = "_:report", f"<{RDF.type}>"
    yield whole, type_, f"<{SH.iri}ValidationReport>"
    conforms = "false" if findings else "true"
    yield whole, f"<{SH.iri}conforms>", f'"{conforms}"^^<{XSD.boolean}>'
    for number, found in enumerate(findings):
        result = f"_:result{number}"
        yield whole, f"<{SH.iri}result>", result
        yield result, type_, f"<{SH.iri}ValidationResult>"
        yield result, f"<{SH.iri}resultSeverity>", f"<{SH.iri}Violation>"
        for name, key in (
            ("focusNode", "focus"),
            ("resultPath", "path"),
            ("sourceShape", "shape"),
            ("sourceConstraintComponent", "component"),
        ):
            if (term := _node(str(found.get(key, "")))) is not None:
                yield result, f"<{SH.iri}{name}>", term
        # A term of RDF 1.2, a statement about a statement, is none in a report.
        if (value := str(found.get("term", ""))) and not value.startswith("<<"):
            yield result, f"<{SH.iri}value>", value
        for lang in sorted(found.get("words") or {"": ""}):
            tag = f"@{lang}" if lang else ""
            yield result, f"<{SH.iri}resultMessage>", f"{_literal(said(found, lang))}{tag}"


def _node(name: str) -> str | None:
    """Return an IRI or a blank node as N-Triples has it; None for what is neither."""
    if _IRI.fullmatch(name):
        return f"<{name}>"
    return f"_:focus{name}" if re.fullmatch(r"[0-9a-f]{1,64}", name) else None


def _literal(text: str) -> str:
    said = "".join(_ESCAPES.get(sign, sign) for sign in text)
    return '"' + re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", " ", said) + '"'


_TERM = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^<>]*)>)?')


def _as_jsonld(statements: Sequence[Statement]) -> list[dict[str, Any]]:
    """Return the statements in the expanded form of JSON-LD."""
    nodes: dict[str, dict[str, Any]] = {}
    for subject, predicate, value in statements:
        node = nodes.setdefault(subject, {"@id": subject.strip("<>")})
        name = predicate.strip("<>")
        if name == RDF.type:
            node.setdefault("@type", []).append(value.strip("<>"))
        elif (match := _TERM.fullmatch(value)) is not None:
            text, lang, datatype = match.groups()
            literal: dict[str, Any] = {"@value": json.loads(f'"{text}"', strict=False)}
            literal |= {"@language": lang} if lang else {}
            literal |= {"@type": datatype} if datatype else {}
            node.setdefault(name, []).append(literal)
        else:
            node.setdefault(name, []).append({"@id": value.strip("<>")})
    return list(nodes.values())
