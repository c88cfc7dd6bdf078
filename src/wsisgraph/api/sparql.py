"""/sparql: the query operation of the SPARQL 1.1 Protocol (§2.1)."""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from wsisgraph.api import description, federating, machine, mending, problems, protocol
from wsisgraph.api.asking import shown
from wsisgraph.api.bodies import QUERY
from wsisgraph.api.negotiation import MEDIA_TYPES, asked_format, chosen_language, ranked
from wsisgraph.api.pages import Results
from wsisgraph.api.reading import head, parse
from wsisgraph.api.service import Service, format_links, html, matches
from wsisgraph.errors import NotAcceptable, QuerySyntaxError
from wsisgraph.store.protocol import Answer
from wsisgraph.terms.namespaces import PREFIXES

DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"

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
_TABLES = ("csv", "tsv")
_TABLE_FORMS = ("srj", "srx", "csv", "tsv")
_GRAPHS = ("ttl", "jsonld", "nt", "nq", "trig", "rdf")
# Up to here the machinery of a stream would cost more than the bytes.
_AT_ONCE = 1 << 18
_MOST_SHOWN = 1000

# What these give changes although the data do not: an answer with them is no other's 304.
_CHANGING = re.compile(r"\b(?:now|rand|uuid|struuid)\s*\(", re.IGNORECASE)


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
    pairs = protocol.in_url(request)
    if not any(name == "query" for name, _ in pairs):
        return await description.describe(service, request, pairs)
    return await _answer(service, request, _read(pairs))


async def post(service: Service, request: Request) -> Response:
    """Answer POST /sparql, with a form or with the query itself as the body."""
    given = protocol.media_type(request.headers.get("content-type", ""))
    elsewhere = "send updates to /update" if given.name == UPDATE else ""
    pairs = await protocol.sent(request, "query", DIRECT, QUERY, elsewhere)
    return await _answer(service, request, _read(pairs))


def _read(pairs: protocol.Pairs) -> Asked:
    protocol.check_names(pairs, tuple(PARAMETERS), "update: /update")
    given = {
        name: protocol.one(pairs, name) or "" for name in PARAMETERS if not name.endswith("-uri")
    }
    if not given["query"].strip():
        raise problems.bad_parameter("query", "The query is empty", mend="give a SPARQL query")
    return Asked(
        query=given["query"],
        default_graphs=protocol.graphs(pairs, "default-graph-uri"),
        named_graphs=protocol.graphs(pairs, "named-graph-uri"),
        timeout=protocol.seconds(given["timeout"]),
        max_rows=_rows(given["max-rows"]),
        given=given,
    )


async def _answer(service: Service, request: Request, asked: Asked) -> Response:
    key = asked_format(asked.given, (*_STORE_FORMS, *service.forms("html")))
    if key is None:
        # What any JSON stands for is offered by its own name; only who says so takes any JSON.
        by_name = "application/json" in request.headers.get("accept", "").lower()
        offered = [form for form in _RESULT_ORDER if form != "json" or by_name]
        order = ranked(request, service.forms(*offered, "html"))
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
    repeatable = _CHANGING.search(asked.query) is None
    if (
        repeatable
        and request.method == "GET"
        and matches(request.headers.get("if-none-match", ""), tag)
    ):
        return Response(status_code=304, headers=service.headers(tag))
    if as_page:
        forms = ["json", "turtle"]
    answer = await _ask(service, request, asked, list(dict.fromkeys(forms)), as_page)
    if as_page:
        response = await _page(service, request, asked, answer)
    else:
        headers = {"Content-Type": answer.media_type}
        if answer.size <= _AT_ONCE:
            response = Response(await answer.read(), headers=headers)
        else:
            response = StreamingResponse(_whole(answer), headers=headers)
        if answer.truncated:
            response.headers["X-Truncated"] = "rows"
    if federating.has_peers(request):
        # What peers say changes although our data do not.
        response.headers.update({"Vary": "Accept, Accept-Language", "Cache-Control": "no-store"})
    elif answer.revision == service.store.revision and repeatable:
        response.headers.update(service.headers(tag))
    else:
        response.headers.update({"Vary": "Accept, Accept-Language", "Cache-Control": "no-cache"})
    return response


async def _ask(
    service: Service, request: Request, asked: Asked, forms: list[str], as_page: bool
) -> Answer:
    """Return the store's answer in the first of these forms that fits it.

    CSV and TSV are tables, and neither standard has one for ASK: a lone “true” would be read as
    the heading of an empty table. So an ASK is never answered in them.

    Raises:
        HttpProblem: 406 (400 where `format=` asked for it), none of the forms fits.
        StoreError: as the store says.
    """
    most = asked.max_rows
    if as_page:
        most = min(most or _MOST_SHOWN, _MOST_SHOWN)

    base = service.address(request, "/sparql")

    async def ask(formats: list[str]) -> Answer:
        return await federating.query(
            service,
            request,
            asked.query,
            formats=formats,
            timeout=asked.timeout,
            max_rows=most,
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
            graph_prefixes=PREFIXES,
            base=base,
        )

    try:
        answer = await ask(forms)
        if answer.kind != "boolean" or answer.format not in _TABLES:
            return answer
        await answer.aclose()
        if not (others := [form for form in forms if form in ("json", "xml")]):
            raise _unfit(asked, "ASK query", ("srj", "srx"))
        return await ask(others)
    except NotAcceptable as error:
        # The store names the formats that would fit.
        if "turtle" in (error.mend or ""):
            raise _unfit(asked, "CONSTRUCT or DESCRIBE query", _GRAPHS) from error
        raise _unfit(asked, "SELECT or ASK query", _TABLE_FORMS) from error
    except QuerySyntaxError as error:
        raise await mending.mended(error, asked.query, "query") from error


def _unfit(asked: Asked, what: str, keys: Sequence[str]) -> problems.HttpProblem:
    if name := asked.given["format"] or asked.given["output"]:
        return problems.bad_parameter(
            "format", f"A {what} has no form “{name}”", valid_values=tuple(keys)
        )
    offered = [MEDIA_TYPES[key][0] for key in keys]
    return problems.not_acceptable(offered, f"Accept names none of the forms a {what} has")


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
    return html(service.pages.results(machine.described(data)))


def _links(kind: str) -> tuple[str, ...]:
    if kind == "graph":
        return ("ttl", "nt", "jsonld", "rdf")
    return ("srj", "srx", "csv", "tsv") if kind == "solutions" else ("srj", "srx")


def _rows(given: str | None) -> int | None:
    if not given:
        return None
    if not (given.isascii() and given.isdigit() and 0 < len(given) < 10 and int(given) > 0):
        raise problems.bad_parameter(
            "max-rows", f"“{given}” is no number of rows", mend="give a whole number above 0"
        )
    return int(given)
