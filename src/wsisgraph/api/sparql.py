"""/sparql: SPARQL 1.1 Protocol, query operation; without a query the service description."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from wsisgraph.api import problems
from wsisgraph.api.asking import described, shown
from wsisgraph.api.negotiation import (
    MEDIA_TYPES,
    asked_format,
    chosen_format,
    chosen_language,
    ranked,
)
from wsisgraph.api.pages import Form, Results
from wsisgraph.api.reading import Reading, head, parse
from wsisgraph.api.service import RDF_FORMS, Service, bytes_of, format_links, html, matches
from wsisgraph.questions import serialise
from wsisgraph.store.protocol import Answer
from wsisgraph.terms.namespaces import PREFIXES

PARAMETERS = {
    "query": "the query; without one, a description of the service",
    "default-graph-uri": "graph to merge into the default graph (may be repeated)",
    "named-graph-uri": "graph that GRAPH can reach (may be repeated)",
    "timeout": "seconds; can only shorten the service's own deadline",
    "max-rows": "cut the answer here; then X-Truncated: rows is sent",
    "format": "json, xml, csv, tsv, ttl, nt, nq, trig, jsonld, rdf or html; beats Accept",
    "lang": "language of the page",
    # SPARQLWrapper sends its format under three names.
    "output": "the same as format",
    "results": "the same as format",
}

# What the store offers for each of our forms: first for solutions, then for graphs.
_STORE_FORMS: Mapping[str, tuple[str, ...]] = {
    "srj": ("json",),
    "json": ("json", "jsonld"),
    "srx": ("xml",),
    "xml": ("xml", "rdfxml"),
    "csv": ("csv",),
    "tsv": ("tsv",),
    "ttl": ("turtle",),
    "nt": ("ntriples",),
    "nq": ("nquads",),
    "trig": ("trig",),
    "jsonld": ("jsonld",),
    "rdf": ("rdfxml",),
}
_RESULT_ORDER = ("srj", "ttl", "srx", "json", "csv", "tsv", "jsonld", "nt", "nq", "trig", "rdf")
_LONGEST = 1024 * 1024
_MOST_SHOWN = 1000
_MOST_EXAMPLES = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """One query operation, however it came."""

    query: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    timeout: float | None
    max_rows: int | None
    given: Mapping[str, str]


async def get(service: Service, request: Request) -> Response:
    """Answer GET /sparql."""
    pairs = request.query_params.multi_items()
    if not any(name == "query" for name, _ in pairs):
        return await _describe(service, request)
    return await _answer(service, request, _read(pairs))


async def post(service: Service, request: Request) -> Response:
    """Answer POST /sparql, with a form or with the query itself as the body."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await _body(request)
    if media_type == "application/sparql-query":
        pairs = [*request.query_params.multi_items(), ("query", body)]
    elif media_type == "application/x-www-form-urlencoded":
        pairs = [*request.query_params.multi_items(), *parse_qsl(body, keep_blank_values=True)]
    else:
        raise problems.HttpProblem(
            problems.MEDIA,
            f"The body is “{media_type or 'of no media type'}”",
            where="header Content-Type",
            mend="send application/sparql-query or application/x-www-form-urlencoded",
            valid_values=("application/sparql-query", "application/x-www-form-urlencoded"),
        )
    return await _answer(service, request, _read(pairs))


def _read(pairs: Sequence[tuple[str, str]]) -> Asked:
    single: dict[str, str] = {}
    for name, given in pairs:
        if name not in PARAMETERS:
            hint = "updates are not taken here" if name == "update" else None
            raise problems.bad_parameter(
                name,
                f"There is no parameter “{name}” here",
                mend=hint or f"use {', '.join(PARAMETERS)}",
                valid_values=tuple(PARAMETERS),
            )
        if name in ("default-graph-uri", "named-graph-uri"):
            _check_iri(name, given)
        elif name in single:
            raise problems.bad_parameter(name, f"“{name}” is given twice", mend="give it once")
        else:
            single[name] = given
    if not single.get("query", "").strip():
        raise problems.bad_parameter("query", "The query is empty", mend="give a SPARQL query")
    return Asked(
        query=single["query"],
        default_graphs=tuple(given for name, given in pairs if name == "default-graph-uri"),
        named_graphs=tuple(given for name, given in pairs if name == "named-graph-uri"),
        timeout=_seconds(single.get("timeout")),
        max_rows=_rows(single.get("max-rows")),
        given=single,
    )


async def _answer(service: Service, request: Request, asked: Asked) -> Response:
    key = asked_format(asked.given, (*_STORE_FORMS, *service.forms("html")))
    if key is None:
        order = ranked(request, service.forms(*_RESULT_ORDER, "html"))
        if not order:
            raise problems.not_acceptable([MEDIA_TYPES[form][0] for form in _RESULT_ORDER])
        # A page shows any kind of answer, so nothing after it is ever needed.
        as_page = order[0] == "html"
        forms = [form for key in order if key != "html" for form in _STORE_FORMS[key]]
    else:
        as_page = key == "html"
        forms = list(_STORE_FORMS.get(key, ("json", "turtle")))
    lang = chosen_language(request)
    tag = service.tag("html" if as_page else "+".join(dict.fromkeys(forms)), lang)
    if request.method == "GET" and matches(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=service.headers(tag))
    most = asked.max_rows
    if as_page:
        forms, most = ["json", "turtle"], min(most or _MOST_SHOWN, _MOST_SHOWN)
    answer = await service.store.query(
        asked.query,
        formats=list(dict.fromkeys(forms)),
        timeout=asked.timeout,
        max_rows=most,
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        graph_prefixes=PREFIXES,
    )
    if as_page:
        response = await _page(service, request, asked, answer)
    else:
        response = StreamingResponse(_whole(answer), headers={"Content-Type": answer.media_type})
        if answer.truncated:
            response.headers["X-Truncated"] = "rows"
    if answer.revision == service.store.revision:
        response.headers.update(service.headers(tag))
    return response


async def _whole(answer: Answer) -> AsyncIterator[bytes]:
    try:
        async for chunk in answer:
            yield chunk
    finally:
        await answer.aclose()


async def _page(service: Service, request: Request, asked: Asked, answer: Answer) -> Response:
    assert service.pages is not None
    body = await answer.read()
    reading = service.reading(chosen_language(request))
    # Only what was asked by GET has an address that its other forms can be had from.
    formats = format_links(request, _links(answer.kind)) if request.method == "GET" else ()
    page = service.page(request, reading, formats)
    if answer.kind == "graph":
        data = Results(page, None, asked.query, (), (), graph=body.decode())
    elif answer.kind == "boolean":
        data = Results(page, None, asked.query, (), (), boolean=b"true" in body)
    else:
        rows = parse(body)
        iris = {node.value for row in rows for node in row.values() if node.kind == "iri"}
        reading.revision = answer.revision
        concepts = await reading.concepts(iris)
        columns = head(body)
        data = Results(
            page,
            None,
            asked.query,
            columns,
            shown(rows, columns, concepts),
            truncated=answer.truncated,
        )
    return html(service.pages.results(data))


def _links(kind: str) -> tuple[str, ...]:
    if kind == "graph":
        return ("ttl", "nt", "jsonld", "rdf")
    return ("srj", "srx", "csv", "tsv") if kind == "solutions" else ("srj", "srx")


async def _describe(service: Service, request: Request) -> Response:
    for name, _ in request.query_params.multi_items():
        if name not in ("format", "lang", "output", "results"):
            raise problems.bad_parameter(
                name, f"“{name}” says nothing without a query", mend="give query= as well"
            )
    form = chosen_format(request, service.forms("ttl", "html", "jsonld", "nt", "rdf"))

    async def build(reading: Reading) -> Response:
        if form == "html" and service.pages is not None:
            names = list(service.catalogue)[:_MOST_EXAMPLES]
            examples = tuple(described(service.catalogue[name], reading.lang) for name in names)
            return html(service.pages.form(Form(service.page(request, reading), "", examples)))
        endpoint = service.address(request, "/sparql")
        query = reading.text("api/service-description", {"endpoint": endpoint})
        return bytes_of(await reading.ask(query, [RDF_FORMS[form]]), form)

    return await service.answer(request, form, build)


async def _body(request: Request) -> str:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST:
            raise problems.HttpProblem(
                problems.TOO_LONG,
                f"The body is longer than {_LONGEST} bytes",
                mend="send a shorter query",
            )
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise problems.bad_parameter(
            "query", "The body is not UTF-8", mend="send the query in UTF-8"
        ) from None


def _check_iri(name: str, given: str) -> None:
    try:
        serialise.iri(given)
    except ValueError as error:
        raise problems.bad_parameter(name, str(error), mend="give an absolute IRI") from None


def _seconds(given: str | None) -> float | None:
    if not given:
        return None
    try:
        seconds = float(given)
    except ValueError:
        seconds = float("nan")
    if not 0 < seconds < 1e6:
        raise problems.bad_parameter(
            "timeout", f"“{given}” is no number of seconds", mend="give a number above 0"
        )
    return seconds


def _rows(given: str | None) -> int | None:
    if not given:
        return None
    if not (given.isascii() and given.isdigit() and 0 < len(given) < 10 and int(given) > 0):
        raise problems.bad_parameter(
            "max-rows", f"“{given}” is no number of rows", mend="give a whole number above 0"
        )
    return int(given)
