"""The description of the service (SPARQL 1.1 Service Description), or in a browser a form."""

from starlette.requests import Request
from starlette.responses import Response

from wsisgraph.api import machine, problems, protocol
from wsisgraph.api.asking import described
from wsisgraph.api.bodies import GRAPH_DATA, UPDATE
from wsisgraph.api.negotiation import chosen_format
from wsisgraph.api.pages import Form
from wsisgraph.api.reading import Reading, Values
from wsisgraph.api.service import RDF_FORMS, Service, bytes_of, html
from wsisgraph.store import guard
from wsisgraph.store.pool import LARGEST_ANSWER

PARAMETERS = ("format", "lang", "output", "results")


async def describe(service: Service, request: Request, pairs: protocol.Pairs) -> Response:
    """Answer GET /sparql without a query."""
    for name, _ in pairs:
        if name not in PARAMETERS:
            elsewhere = name == "update"
            raise problems.bad_parameter(
                name[:100],
                f"“{name[:100]}” says nothing without a query",
                mend="send it to /update by POST" if elsewhere else "give query= as well",
            )
    form = chosen_format(request, service.forms("ttl", "html", "jsonld", "nt", "rdf"))

    async def build(reading: Reading) -> Response:
        if form == "html" and service.pages is not None:
            questions = service.catalogue.values()
            examples = tuple(described(question, reading.lang) for question in questions)
            form_page = Form(service.page(request, reading), "", examples)
            return html(service.pages.form(machine.described(form_page)))
        query = reading.text("api/service-description", _values(service, request))
        return bytes_of(await reading.ask(query, [RDF_FORMS[form]]), form)

    return await service.answer(request, form, build)


def _values(service: Service, request: Request) -> Values:
    settings = service.settings
    return {
        "endpoint": service.address(request, "/sparql"),
        "update": service.address(request, "/update"),
        "graphs": service.address(request, "/graphs"),
        "semantics": settings.default_graph,
        "seconds": f"{settings.query_timeout:g}",
        "memory": str(settings.query_memory << 20),
        "answer": str(LARGEST_ANSWER),
        "text": str(guard.MAX_BYTES),
        "depth": str(guard.MAX_DEPTH),
        "change": str(UPDATE),
        "data": str(GRAPH_DATA),
    }
