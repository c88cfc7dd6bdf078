"""/editor.json: what the query page offers whoever writes a query.

The questions as queries that run as they stand, our prefixes, and the classes and properties that
the graphs use, as their VoID partitions tell. It is read from here alone: an editor that asks other
sites for prefixes would tell them what is asked of us.
"""

from starlette.requests import Request
from starlette.responses import Response

from wsisgraph.api.reading import Reading, key, value
from wsisgraph.api.service import Service, json_of, parameters
from wsisgraph.questions import Question
from wsisgraph.settings import DEFAULT_BASE
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import PREFIXES, RDF

PATH = "/editor.json"
PARAMETERS = {"lang": "language of the questions and labels; beats Accept-Language"}


async def editor(service: Service, request: Request) -> Response:
    """Answer /editor.json."""
    parameters(request, PARAMETERS)

    async def build(reading: Reading) -> Response:
        rows = await reading.rows("api/used-terms", {"meta": iris.graph("meta")})
        concepts = await reading.concepts(value(row, "term") for row in rows)
        return json_of(
            {
                "prefixes": dict([("rdf", RDF.iri), *PREFIXES.items()]),
                # Where the page of an IRI that begins so is.
                "pages": {iris.base_iri(): "/", DEFAULT_BASE: "/", f"{iris.SDG}/": "/sdg/"},
                "questions": {
                    question.name: written(question, reading.lang)
                    for question in service.catalogue.values()
                },
                "terms": [
                    {
                        "iri": value(row, "term"),
                        "kind": key(row, "kind"),
                        "label": concepts[value(row, "term")].label.value,
                        "count": int(value(row, "number")),
                    }
                    for row in rows
                ],
            }
        )

    return await service.answer(request, "json", build)


def written(question: Question, lang: str) -> str:
    """Return the query of a question with its example values, under the question in words."""
    values: dict[str, str] = {
        name: param.example for name, param in question.params.items() if param.example
    }
    if "lang" in question.params:
        values["lang"] = lang
    words = question.question.get(lang) or question.question.get("en") or question.summary
    # A line break would end the comment.
    return f"# {' '.join(words.split())}\n{question.bind(values)}"
