"""/update: the update operation of the SPARQL 1.1 Protocol (§2.2)."""

from starlette.requests import Request
from starlette.responses import Response

from wsisgraph.api import bodies, mending, problems, protocol, rehearsals
from wsisgraph.api.credentials import identify
from wsisgraph.api.service import Service
from wsisgraph.api.writing import Wanted, carry_out, done
from wsisgraph.errors import QuerySyntaxError
from wsisgraph.store.protocol import Author, Revision, Scope, Written

DIRECT = "application/sparql-update"

PARAMETERS = {
    "update": "the update",
    "using-graph-uri": "graph to merge into the default graph of WHERE (may be repeated)",
    "using-named-graph-uri": "graph that GRAPH can reach in WHERE (may be repeated)",
    "timeout": "seconds; can only shorten the service's own deadline",
    rehearsals.NAME: rehearsals.MEANING,
}


async def post(service: Service, request: Request) -> Response:
    """Answer POST /update, with a form or with the update itself as the body."""
    identity = await identify(service, request)
    given = protocol.media_type(request.headers.get("content-type", ""))
    elsewhere = "send queries to /sparql" if given.name == "application/sparql-query" else ""
    pairs = await protocol.sent(request, "update", DIRECT, bodies.UPDATE, elsewhere)
    protocol.check_names(pairs, tuple(PARAMETERS), "query: /sparql")
    text = protocol.one(pairs, "update") or ""
    if not text.strip():
        raise problems.bad_parameter("update", "The update is empty", mend="give a SPARQL update")
    timeout = protocol.seconds(protocol.one(pairs, "timeout"))
    using = protocol.graphs(pairs, "using-graph-uri")
    using_named = protocol.graphs(pairs, "using-named-graph-uri")

    async def write(by: Author, expected: Revision | None) -> Written:
        return await service.store.update(
            text,
            author=by,
            base=service.address(request, "/update"),
            using=using,
            using_named=using_named,
            timeout=timeout,
            expected=expected,
        )

    asked = [value.encode() for pair in pairs for value in pair]
    rehearses = rehearsals.is_asked(service, pairs)
    try:
        wanted = Wanted(Scope.DATASET, asked, write, rehearses)
        return done(request, await carry_out(service, request, identity, wanted))
    except QuerySyntaxError as error:
        raise await mending.mended(error, text, "update") from error
