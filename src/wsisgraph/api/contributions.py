"""/api/contributions: what an agency contributes to its own graphs, and who wrote what when.

What is sent is RDF, or a table, which a program beside this one converts. Everything is judged as
any write is; here the graph may also be described by parameters, since a table cannot.
"""

import asyncio
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from wsisgraph.access import Identity
from wsisgraph.api import audit, bodies, envelope, problems, protocol, rehearsals
from wsisgraph.api.credentials import identify
from wsisgraph.api.graphs import FORMS, form_of
from wsisgraph.api.negotiation import LANGUAGES, MEDIA_TYPES
from wsisgraph.api.parts import MULTIPART, Part, read_parts
from wsisgraph.api.service import PAGING, Service, json_of, number, parameters
from wsisgraph.api.tables import SOURCES, SUFFIXES, Table
from wsisgraph.api.writing import Wanted, carry_out
from wsisgraph.questions import serialise
from wsisgraph.store.protocol import Author, Data, Revision, Written
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT

PATH = "/api/contributions"
DEFAULT_LICENCE = "https://creativecommons.org/licenses/by/3.0/igo/"
"""Agencies' data stand under it unless they say otherwise (docs/governance.md)."""

SENDING = {
    "graph": "name of the graph below the agency’s, such as projects, or its IRI; if not given,"
    " the agency’s own graph",
    "agency": "agency whose graph is written; only for tokens that speak for none",
    "mode": "add (if not given, for RDF) or replace (if not given, for tables)",
    "licence": "IRI of the licence of the graph; CC BY 3.0 IGO if it is new and none is told",
    "citation": "how the graph is cited",
    "contact": "mail address or page of whoever answers for it",
    "source": f"what a row of a table is: {', '.join(SOURCES)}",
    "lang": f"language of the texts of a table, and of messages: {', '.join(LANGUAGES)}",
    "strict": "for tables: refuse unknown columns and values too",
    rehearsals.NAME: rehearsals.MEANING,
}
LISTING = {
    "agency": "only those of this agency",
    "since": "only those since this day, written YYYY-MM-DD",
    **PAGING,
}

_KEY = re.compile(r"[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*")
_AGENCY = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+")
_CONTACT = "http://www.w3.org/ns/dcat#contactPoint"

MULTIPART_FORM = {
    "type": "object",
    "required": ["data"],
    "properties": {
        name: {"type": "string", "contentMediaType": "application/octet-stream"}
        for name in ("data", "mapping")
    },
}
TAKEN = (*(MEDIA_TYPES[form][0] for form in FORMS), *SUFFIXES)


@dataclass(frozen=True, slots=True)
class _Target:
    """The graph that is contributed to."""

    agency: str
    key: str

    @property
    def iri(self) -> str:
        return iris.graph(f"agency/{self.agency}" + (f"/{self.key}" if self.key else ""))


@dataclass(frozen=True, slots=True)
class _Sent:
    """What was sent: RDF with its form, or a table with its ending."""

    body: bytes
    form: str = ""
    filename: str = ""
    mapping: bytes = b""


async def post(service: Service, request: Request) -> Response:
    """Answer POST: 201 with what was done, or by `?dry-run` with what would be."""
    identity = await identify(service, request)
    pairs = protocol.in_url(request)
    protocol.check_names(pairs, tuple(SENDING))
    asked = parameters(request, SENDING)
    target = _target(identity, asked)
    mode = asked.get("mode", "")
    if mode not in ("", "add", "replace"):
        raise problems.bad_parameter(
            "mode", f"“{mode}” is no way to write", valid_values=("add", "replace")
        )
    sent = await _read(request, is_xml_table=asked.get("source") == "iati")
    rehearses = rehearsals.is_asked(service, pairs)
    replaces = mode == "replace" or (not mode and not sent.form)
    told: dict[str, Any] = {}
    if sent.form:
        data = Data(sent.body, FORMS[sent.form], target.iri)
    else:
        table = Table(
            sent.body,
            sent.filename,
            sent.mapping,
            _source(asked),
            asked.get("lang", ""),
            _is_yes(asked.get("strict", "no")),
        )
        converted = await service.tables.converted(table, target.agency, target.key)
        data, told = Data(converted.statements, "ntriples", target.iri), converted.told
    described = await _description(service, target, asked, replaces)
    everything = [data, *described]

    async def write(by: Author, expected: Revision | None) -> Written:
        if not by.agency:
            by = replace(by, agency=target.agency)
        return await service.store.write_graph(
            target.iri, everything, replace=replaces, author=by, expected=expected
        )

    fingerprint = [request.url.query.encode(), sent.filename.encode(), sent.body, sent.mapping]
    wanted = Wanted(target.iri, fingerprint, write, rehearses)
    written = await carry_out(service, request, identity, wanted)
    return _done(service, request, identity, target, written, told)


def _done(
    service: Service,
    request: Request,
    identity: Identity,
    target: _Target,
    written: Written,
    told: dict[str, Any],
) -> Response:
    if written.rehearsed is not None:
        response = rehearsals.told(request, written, written.rehearsed)
        if told and response.headers["content-type"].startswith("application/"):
            body = {**json.loads(bytes(response.body)), "table": told}
            return JSONResponse(body, response.status_code, media_type=response.media_type)
        return response
    address = service.address(request, f"{PATH}/{written.revision.id}")
    changed = bool(written.added or written.removed or written.created)
    body = {
        "revision": written.revision.id,
        "changed": changed,
        "agency": target.agency,
        "by": identity.name,
        "graph": target.iri,
        "added": written.added,
        "removed": written.removed,
        **({"entry": address} if changed else {}),
        **({"table": told} if told else {}),
    }
    headers = {
        "ETag": f'"{written.revision.id}"',
        "X-Revision": written.revision.id,
        "X-Added": str(written.added),
        "X-Removed": str(written.removed),
        "Cache-Control": "no-store",
        **({"Location": address} if changed else {}),
    }
    return JSONResponse(body, 201 if changed else 200, headers)


async def listed(service: Service, request: Request) -> Response:
    """Answer GET: who wrote what when for which agency, the newest first."""
    asked = parameters(request, LISTING)
    limit = number(asked, "limit", 50, 1, 1000)
    offset = number(asked, "offset", 0, 0, 10**9)
    since = asked.get("since", "")
    if since and not _DAY.fullmatch(since):
        raise problems.bad_parameter("since", f"“{since}” is no day", mend="write it YYYY-MM-DD")
    # Before the entries: whoever asks again from this revision on misses none.
    revision = service.store.revision
    entries = [
        entry
        for entry in await service.audit.entries()
        if asked.get("agency", entry.agency) == entry.agency and entry.time[:10] >= since
    ]
    page = entries[offset : offset + limit]
    following = envelope.next_path(request, offset, limit, len(entries))
    body = {
        "items": [_entry(service, request, entry) for entry in page],
        "total": len(entries),
        "limit": limit,
        "offset": offset,
        "next": following or None,
        "revision": revision.id,
    }
    response = envelope.followed(json_of(body), following)
    response.headers["Cache-Control"] = "no-cache"
    return response


async def one(service: Service, request: Request) -> Response:
    """Answer GET of one: the entry, and what became of which things."""
    parameters(request, {})
    name = request.path_params["revision"]
    for entry in await service.audit.entries():
        if name in (entry.revision, str(entry.sequence)):
            changes = await asyncio.to_thread(service.audit.changes, entry)
            return json_of({**_entry(service, request, entry), **changes})
    raise problems.not_found(
        f"No contribution made a revision “{name}”", mend=f"{PATH} lists those that there are"
    )


def _entry(service: Service, request: Request, entry: audit.Entry) -> dict[str, Any]:
    return {
        "revision": entry.revision,
        "time": entry.time,
        "agency": entry.agency,
        "by": entry.by,
        "request": entry.request,
        "graphs": list(entry.graphs),
        "added": entry.added,
        "removed": entry.removed,
        "entry": service.address(request, f"{PATH}/{entry.revision}"),
    }


def _target(identity: Identity, asked: dict[str, str]) -> _Target:
    agency = asked.get("agency", "") or identity.agency or ""
    if not _AGENCY.fullmatch(agency):
        raise problems.bad_parameter(
            "agency",
            "The token speaks for no agency, and none is named"
            if not agency
            else f"“{agency}” is no key of an agency",
            mend="name it with ?agency=unesco",
        )
    own = iris.graph(f"agency/{agency}")
    graph = asked.get("graph", "")
    key = graph.removeprefix(own).lstrip("/") if graph.startswith(own) else graph
    if key and not _KEY.fullmatch(key):
        raise problems.bad_parameter(
            "graph",
            f"“{graph}” is no graph of {agency}",
            mend=f"give its name below {own}/, such as projects, in small letters, digits and “-”",
        )
    return _Target(agency, key)


def _source(asked: dict[str, str]) -> str:
    source = asked.get("source", SOURCES[0])
    if source not in SOURCES:
        raise problems.bad_parameter(
            "source", f"“{source}” is no kind of table", valid_values=SOURCES
        )
    return source


def _is_yes(given: str) -> bool:
    return given.lower() not in ("no", "false", "0")


async def _read(request: Request, *, is_xml_table: bool) -> _Sent:
    header = request.headers.get("content-type", "")
    given = protocol.media_type(header)
    body = await bodies.read_body(request, bodies.GRAPH_DATA)
    if given.name != MULTIPART:
        return _sent(Part("data", "", given, body), is_xml_table)
    parts = read_parts(body, header)
    found = {part.name: part for part in parts}
    if len(found) < len(parts) or "data" not in found or not found.keys() <= {"data", "mapping"}:
        names = ", ".join(f"“{part.name}”" for part in parts)
        raise problems.HttpProblem(
            problems.BAD_BODY,
            f"The parts are {names}",
            where="the body",
            mend="send one part “data”, and one part “mapping” where a table needs it",
            valid_values=("data", "mapping"),
        )
    sent = _sent(found["data"], is_xml_table)
    if "mapping" in found:
        return replace(sent, mapping=found["mapping"].body)
    return sent


def _sent(part: Part, is_xml_table: bool) -> _Sent:
    """Tell RDF and tables apart: by the media type, else by the ending of the name.

    What is sent as XML is RDF, unless the source is one whose files are XML.
    """
    if is_xml_table:
        name = part.filename or "activities.xml"
        return _Sent(part.body, filename=name if name.lower().endswith(".xml") else f"{name}.xml")
    ending = SUFFIXES.get(part.media_type.name, "")
    endings = tuple(SUFFIXES.values())
    if not ending and part.filename.lower().endswith((*endings, ".jsonl")):
        ending = part.filename[part.filename.rindex(".") :].lower()
    if not ending:
        return _Sent(part.body, form_of(part.media_type, part.filename, TAKEN))
    name = part.filename or f"table{ending}"
    return _Sent(part.body, filename=name if name.lower().endswith(ending) else name + ending)


async def _description(
    service: Service, target: _Target, asked: dict[str, str], replaces: bool
) -> Sequence[Data]:
    """Return what is to be said of the graph besides what was sent.

    What it says of itself stays when it is replaced, but for what is told anew.
    """
    new = _told_of_graph(asked)
    known = await _known_of_graph(service, target)
    if new and DCT.license not in new and DCT.license not in known:
        new[DCT.license] = serialise.iri(DEFAULT_LICENCE)
    lines = [f"<{target.iri}> <{name}> {term} .\n" for name, term in new.items()]
    if replaces:
        lines += [line for name, kept in known.items() if name not in new for line in sorted(kept)]
    return [Data("".join(lines).encode(), "ntriples", target.iri)] if lines else []


def _told_of_graph(asked: dict[str, str]) -> dict[str, str]:
    told: dict[str, str] = {}
    try:
        if "licence" in asked:
            told[DCT.license] = serialise.iri(asked["licence"])
        if "citation" in asked:
            told[DCT.bibliographicCitation] = serialise.string(asked["citation"])
        if contact := asked.get("contact"):
            mail = contact.removeprefix("mailto:")
            told[_CONTACT] = f"<mailto:{mail}>" if _MAIL.fullmatch(mail) else serialise.iri(contact)
    except ValueError as error:
        raise problems.HttpProblem(
            problems.BAD_PARAMETER,
            f"The graph cannot be described: {error}",
            where="the URL",
            mend="give the licence as an IRI, the contact as a mail address or the IRI of a page",
        ) from error
    return told


async def _known_of_graph(service: Service, target: _Target) -> dict[str, list[str]]:
    """Return what the graph says of itself: lines of N-Triples by property."""
    graph = serialise.iri(target.iri)
    query = f"CONSTRUCT {{ {graph} ?p ?o }} WHERE {{ GRAPH {graph} {{ {graph} ?p ?o }} }}"
    answer = await service.store.query(query, formats=["ntriples"], own=True)
    found: dict[str, list[str]] = {}
    # Texts may hold what `splitlines` takes for the end of a line.
    for line in filter(None, (await answer.read()).decode().split("\n")):
        found.setdefault(line.split(" ", 2)[1].strip("<>"), []).append(f"{line}\n")
    return found
