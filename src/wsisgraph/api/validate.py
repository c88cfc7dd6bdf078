"""/validate: data checked by our shapes, or by shapes that come with them (design §6)."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from wsisgraph.api import bodies, problems, protocol
from wsisgraph.api.credentials import identify
from wsisgraph.api.graphs import FORMS, form_of
from wsisgraph.api.negotiation import chosen_format, chosen_language
from wsisgraph.api.openapi import TEXT
from wsisgraph.api.parts import MULTIPART, Part, read_parts
from wsisgraph.api.service import COMMON, RDF_FORMS, Service, bytes_of, parameters
from wsisgraph.errors import StoreUnavailable
from wsisgraph.questions import serialise
from wsisgraph.store.protocol import Data
from wsisgraph.validation.validators import Task

PATH = "/validate"
PARAMETERS = COMMON
REPORTS = ("ttl", "json", *(form for form in RDF_FORMS if form != "ttl"))
"""The forms of a report: RDF as SHACL has it, or plain words as JSON."""

_PARTS = ("data", "shapes")

MULTIPART_FORM = {
    "type": "object",
    "required": ["data"],
    "properties": {part: TEXT for part in _PARTS},
    "additionalProperties": False,
}
"""The schema of a form with data, and with shapes to check them by."""

# The default graph may be the plain one, so what the named graphs say is asked for as well.
_KINDS = """CONSTRUCT {{ ?thing a ?kind }} WHERE {{
  VALUES ?thing {{ {things} }}
  {{ ?thing a ?kind }} UNION {{ GRAPH ?graph {{ ?thing a ?kind }} }}
}}"""

_LONGEST_NAME = 2000
"""Characters of an IRI that the store is asked about: a query has room for a worker's questions."""


@dataclass(frozen=True, slots=True)
class _Sent:
    data: Data
    shapes: Data | None


async def post(service: Service, request: Request) -> Response:
    """Answer POST /validate: 200 with the report, whether the data conform or not."""
    if service.validators is None:
        raise StoreUnavailable("Nothing is validated here", mend="ask another instance")
    parameters(request, PARAMETERS)
    form = chosen_format(request, REPORTS)
    lang = chosen_language(request)
    sent = await _read(service, request)

    async def kinds_of(things: Sequence[str]) -> bytes:
        return await _kinds(service, things)

    as_asked = RDF_FORMS.get(form, "plain")
    report = await service.validators.report(Task(sent.data, sent.shapes, as_asked, lang), kinds_of)
    response = bytes_of(report, form)
    response.headers.update({"Cache-Control": "no-store", "Vary": "Accept, Accept-Language"})
    return response


async def _read(service: Service, request: Request) -> _Sent:
    """Return what was sent; shapes only from somebody who has a token."""
    header = request.headers.get("content-type", "")
    given = protocol.media_type(header)
    base = service.address(request, PATH)
    if given.name != MULTIPART:
        form = FORMS[form_of(given)]
        return _Sent(Data(await bodies.read_body(request, bodies.VALIDATION), form, base), None)
    parts = read_parts(await bodies.read_body(request, bodies.VALIDATION), header)
    found = {part.name: part for part in parts}
    if len(found) < len(parts) or "data" not in found or not found.keys() <= set(_PARTS):
        names = ", ".join(f"“{part.name}”" for part in parts)
        raise problems.HttpProblem(
            problems.BAD_BODY,
            f"The parts are {names}",
            where="the body",
            mend="send one part “data”, and one part “shapes” if it is not to be checked by ours",
            valid_values=_PARTS,
        )
    shapes = found.get("shapes")
    if shapes is not None:
        await identify(service, request)
    return _Sent(_data(found["data"], base), None if shapes is None else _data(shapes, base))


def _data(part: Part, base: str) -> Data:
    form = "ttl"
    # A form without files tells no media type: then it is Turtle, which N-Triples is as well.
    if part.media_type.name or part.filename:
        form = form_of(part.media_type, part.filename)
    return Data(part.body, FORMS[form], base)


async def _kinds(service: Service, things: Sequence[str]) -> bytes:
    """Return what the store says of the classes of things, as N-Triples."""
    named: list[str] = []
    for thing in things:
        try:
            name = serialise.iri(thing)
        except ValueError:
            # No IRI that SPARQL can name is none that the store holds.
            continue
        if len(name) <= _LONGEST_NAME:
            named.append(name)
    query = _KINDS.format(things=" ".join(named))
    answer = await service.store.query(query, formats=["ntriples"], own=True)
    return await answer.read()
