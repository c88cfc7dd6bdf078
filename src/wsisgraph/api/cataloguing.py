"""/api/questions: the catalogue, each question with all there is to know of it."""

from collections import defaultdict
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from wsisgraph.api.answers import QUESTIONS
from wsisgraph.api.asking import described as told
from wsisgraph.api.asking import item
from wsisgraph.api.envelope import envelope, next_path
from wsisgraph.api.machine import described
from wsisgraph.api.manual import Asked, Catalogued
from wsisgraph.api.negotiation import chosen_format
from wsisgraph.api.ontology import anchor
from wsisgraph.api.pages import Page
from wsisgraph.api.reading import Node, Reading, term
from wsisgraph.api.service import (
    COMMON,
    PAGING,
    Service,
    format_links,
    html,
    json_of,
    number,
    parameters,
)
from wsisgraph.questions import Question
from wsisgraph.questions.scan import names
from wsisgraph.terms import iris


async def questions(service: Service, request: Request) -> Response:
    """Answer /api/questions, the catalogue."""
    given = parameters(request, {**PAGING, **COMMON})
    offered = service.forms("json", "html")
    form = chosen_format(request, offered)
    limit = number(given, "limit", 50, 1, 1000)
    offset = number(given, "offset", 0, 0, 10**9 - 1)

    async def build(reading: Reading) -> Response:
        found = list(service.catalogue.values())
        if form == "html" and service.pages is not None:
            page = service.page(request, reading, format_links(request, offered))
            return html(service.pages.questions(await questions_page(reading, page)))
        items = [item(question, reading.lang) for question in found[offset : offset + limit]]
        body = envelope(
            items,
            reading=reading,
            total=len(found),
            limit=limit,
            offset=offset,
            next_path=next_path(request, offset, limit, len(found)),
            question="api/questions",
            parameters=given,
            query="",
        )
        return json_of(body)

    return await service.answer(request, form, build)


async def questions_page(reading: Reading, page: Page) -> Catalogued:
    """Return what /api/questions shows."""
    questions = list(reading.questions())
    used = {question.name: _terms(question) for question in questions}
    shown = _shown_on()
    wanted = {iri for found in used.values() for iri in found}
    wanted |= {class_ for classes in shown.values() for class_ in classes}
    missing = set(reading.missing_labels)
    concepts = await reading.concepts(wanted)
    reading.missing_labels = missing
    return described(
        Catalogued(
            page,
            tuple(
                Asked(
                    question=told(question, reading.lang),
                    anchor=anchor(question.name),
                    columns=question.returns,
                    tags=question.tags,
                    answers=question.answers,
                    query=question.text,
                    terms=tuple(term(Node("iri", iri), concepts) for iri in used[question.name]),
                    shown_on=tuple(
                        term(Node("iri", class_), concepts) for class_ in shown[question.name]
                    ),
                )
                for question in questions
            ),
        )
    )


def _terms(question: Question) -> list[str]:
    """Return the terms of ours that a question uses."""
    return sorted(iri for iri in names(question.text) if iri.startswith(iris.DEF))


def _shown_on() -> Mapping[str, list[str]]:
    """Return, by question, the classes whose pages show its answer."""
    found: dict[str, list[str]] = defaultdict(list)
    for class_, asked in QUESTIONS.items():
        for name, _ in asked:
            found[name].append(class_)
    return found
