"""/graphs: the SPARQL 1.1 Graph Store HTTP Protocol.

A graph is named by `?graph=` and its IRI, by `?default`, or by the address of the request itself,
anywhere below /graphs/ (§4.1, §4.2). Without any of them the whole dataset is meant, which is read
and written as quads; triples that are posted to it become a graph of their own (§5.5).
"""

import secrets
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from wsisgraph.access import Identity
from wsisgraph.api import bodies, problems, protocol, rehearsals
from wsisgraph.api.credentials import identify
from wsisgraph.api.negotiation import MEDIA_TYPES, chosen_format
from wsisgraph.api.parts import MULTIPART, read_parts
from wsisgraph.api.protocol import MediaType
from wsisgraph.api.service import Service, matches
from wsisgraph.api.writing import Wanted, carry_out, done
from wsisgraph.errors import NotAcceptable
from wsisgraph.store.protocol import Answer, Author, Data, Revision, Scope, Written
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import PREFIXES

PATH = "/graphs"

NAMING = {
    "graph": "IRI of a named graph",
    "default": "the default graph: write ?default alone, without a value",
}
REHEARSAL = {rehearsals.NAME: rehearsals.MEANING}
FORMAT = {"format": "ttl, nt, nq, trig, jsonld or rdf; beats Accept"}

FORMS = {
    "ttl": "turtle",
    "nt": "ntriples",
    "jsonld": "jsonld",
    "rdf": "rdfxml",
    "nq": "nquads",
    "trig": "trig",
}
"""The forms of a graph, with the store's names of them."""

QUADS = ("nq", "trig", "jsonld")
"""The forms that can tell graphs apart."""

_FORM_OF = {type_: form for form in FORMS for type_ in MEDIA_TYPES[form]}
_FORM_OF_FILE = {
    **{f".{form}": form for form in FORMS},
    ".json": "jsonld",
    ".owl": "rdf",
    ".xml": "rdf",
}
_TAKEN = tuple(MEDIA_TYPES[form][0] for form in FORMS)


@dataclass(frozen=True, slots=True)
class Target:
    """What a request is about.

    Attributes:
        name: the graph; `Scope.DATASET` where none is named.
        base: the IRI that relative IRIs in data for it are resolved against.
    """

    name: str | Scope
    base: str


async def get(service: Service, request: Request) -> Response:
    """Answer GET and HEAD: the graph, or all of them."""
    target = _target(service, request, (*NAMING, *FORMAT))
    offered = QUADS if target.name is Scope.DATASET else tuple(FORMS)
    # Who asks for any JSON gets JSON-LD; what is sent as application/json may be anything.
    form = chosen_format(request, (*offered, "json"))
    form = "jsonld" if form == "json" else form
    known = request.headers.get("if-none-match", "")
    tag = service.tag(form, "graphs")
    if known.strip() != "*" and matches(known, tag):
        return Response(status_code=304, headers=_headers(tag))
    try:
        answer = await service.store.graph(
            target.name, formats=[FORMS[form]], graph_prefixes=PREFIXES
        )
    except NotAcceptable as error:
        others = [MEDIA_TYPES[other][0] for other in offered if other != form]
        raise problems.not_acceptable(others, error.message) from error
    tag = f'"{answer.revision.id}{tag[tag.index(".") :]}'
    if matches(known, tag):
        await answer.aclose()
        return Response(status_code=304, headers=_headers(tag))
    headers = {"Content-Type": answer.media_type, **_headers(tag)}
    return StreamingResponse(_whole(answer), headers=headers)


async def put(service: Service, request: Request) -> Response:
    """Answer PUT: the graph holds what was sent, and nothing else."""
    identity = await identify(service, request)
    target = _target(service, request, (*NAMING, *REHEARSAL))
    sent = await _data(request)
    if target.name is Scope.DATASET and not _is_quads(sent):
        raise problems.HttpProblem(
            problems.BAD_PARAMETER,
            "Triples are sent, and no graph is named that they should replace",
            where="the URL",
            mend="name it by ?graph= or ?default, or send N-Quads, TriG or JSON-LD for all graphs",
        )
    return await _write(service, request, identity, target, sent, replace=True)


async def post(service: Service, request: Request) -> Response:
    """Answer POST: what was sent is merged into the graph, or becomes a new one."""
    identity = await identify(service, request)
    target = _target(service, request, (*NAMING, *REHEARSAL))
    sent = await _data(request)
    if target.name is Scope.DATASET and not _is_quads(sent):
        name = _minted(service, request, identity)
        new = Target(name, name)
        return await _write(service, request, identity, new, sent, replace=False, is_new=True)
    return await _write(service, request, identity, target, sent, replace=False)


async def delete(service: Service, request: Request) -> Response:
    """Answer DELETE: the graph is there no more."""
    identity = await identify(service, request)
    target = _target(service, request, (*NAMING, *REHEARSAL))
    if target.name is Scope.DATASET:
        raise problems.HttpProblem(
            problems.BAD_PARAMETER,
            "No graph is named, and all of them are not deleted at once here",
            where="the URL",
            mend="name it by ?graph= or ?default, or send DROP ALL to /update",
        )

    async def write(by: Author, expected: Revision | None) -> Written:
        return await service.store.delete_graph(target.name, author=by, expected=expected)

    rehearses = rehearsals.is_asked(service, protocol.in_url(request))
    wanted = Wanted(target.name, [request.url.query.encode()], write, rehearses)
    return done(request, await carry_out(service, request, identity, wanted))


async def _write(
    service: Service,
    request: Request,
    identity: Identity,
    target: Target,
    sent: list[tuple[str, bytes]],
    *,
    replace: bool,
    is_new: bool = False,
) -> Response:
    data = [Data(body, FORMS[form], target.base) for form, body in sent]

    async def write(by: Author, expected: Revision | None) -> Written:
        return await service.store.write_graph(
            target.name, data, replace=replace, author=by, expected=expected
        )

    rehearses = rehearsals.is_asked(service, protocol.in_url(request))
    wanted = Wanted(target.name, _asked(request, sent), write, rehearses)
    written = await carry_out(service, request, identity, wanted)
    # A request sent again is told of the graph that the first one made.
    location = (written.created or (str(target.name),))[0] if is_new else None
    return done(request, written, location, created=is_new or target.name in written.created)


def _asked(request: Request, sent: list[tuple[str, bytes]]) -> list[bytes]:
    return [request.url.query.encode(), *(p for form, body in sent for p in (form.encode(), body))]


def _target(service: Service, request: Request, known: tuple[str, ...]) -> Target:
    pairs = protocol.in_url(request)
    protocol.check_names(pairs, known)
    graph, default = protocol.one(pairs, "graph"), protocol.one(pairs, "default")
    own = service.address(request, PATH)
    if request.path_params.get("path"):
        if graph is not None or default is not None:
            raise problems.HttpProblem(
                problems.BAD_PARAMETER,
                "The address names a graph, and a parameter names another",
                where="the URL",
                mend=f"ask {PATH} with the parameter, or leave the parameter out",
            )
        name = _direct(service, request)
        return Target(name, name)
    if graph is not None and default is not None:
        raise problems.bad_parameter(
            "default", "“graph” and “default” name two graphs", mend="give one of them"
        )
    if default:
        raise problems.bad_parameter(
            "default", "“default” has a value, and takes none", mend="write ?default alone"
        )
    if graph is not None:
        name = protocol.check_iri("graph", graph)
        return Target(name, name)
    return Target(Scope.DATASET if default is None else Scope.DEFAULT, own)


def _direct(service: Service, request: Request) -> str:
    """Return the IRI of the request itself, escaped as it was sent."""
    path = request.scope["raw_path"].decode("latin-1")
    if any(segment in (".", "..") for segment in path.split("/")):
        raise problems.not_found(
            "The address has a segment “.” or “..”", mend="write it out, as it names a graph"
        )
    return protocol.check_iri("graph", service.address(request, path))


async def _data(request: Request) -> list[tuple[str, bytes]]:
    """Return what was sent: forms and bodies, several for a form with files."""
    header = request.headers.get("content-type", "")
    given = protocol.media_type(header)
    if given.name == MULTIPART and request.method == "POST":
        body = await bodies.read_body(request, bodies.GRAPH_DATA)
        return [
            (form_of(part.media_type, part.filename), part.body)
            for part in read_parts(body, header)
        ]
    taken = (*_TAKEN, MULTIPART) if request.method == "POST" else _TAKEN
    form = form_of(given, taken=taken)
    return [(form, await bodies.read_body(request, bodies.GRAPH_DATA))]


def form_of(given: MediaType, filename: str = "", taken: Sequence[str] = _TAKEN) -> str:
    """Return the form of data by their media type, or of a file without one by its name.

    Args:
        given: the media type.
        filename: the name of the file, "" for none.
        taken: the media types to name in the refusal.

    Raises:
        HttpProblem: 415, it is none that is read here, or not in UTF-8.
    """
    form = _FORM_OF.get(given.name)
    if form is None and given.name in ("", "text/plain", "application/octet-stream"):
        form = _FORM_OF_FILE.get(PurePosixPath(filename).suffix.lower())
    if form is None:
        raise problems.HttpProblem(
            problems.MEDIA,
            f"The data are “{given.name or 'of no media type'}”",
            where="header Content-Type",
            mend=f"send one of {', '.join(taken)}",
            valid_values=taken,
        )
    if not given.is_utf8:
        raise protocol.not_utf8_type(given, taken)
    return form


def _is_quads(sent: list[tuple[str, bytes]]) -> bool:
    return any(form in QUADS for form, _ in sent)


def _minted(service: Service, request: Request, identity: Identity) -> str:
    """Return a name for a new graph that the author may write.

    It is an address below /graphs/, so that what Location names can be read there; an agency has
    its graphs below one name.
    """
    key = secrets.token_hex(8)
    name = service.address(request, f"{PATH}/{key}")
    if identity.may_write(name) or identity.agency is None:
        return protocol.check_iri("graph", name)
    return iris.graph(f"agency/{identity.agency}/{key}")


def _headers(tag: str) -> dict[str, str]:
    return {"ETag": tag, "Vary": "Accept", "Cache-Control": "no-cache"}


async def _whole(answer: Answer) -> AsyncIterator[bytes]:
    try:
        async for chunk in answer:
            yield chunk
    finally:
        await answer.aclose()
