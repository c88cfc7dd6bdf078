"""/api/questions/…: every public `.rq` as a documented route."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from wsisgraph.api import machine
from wsisgraph.api.envelope import Json, envelope, next_path, thing
from wsisgraph.api.known import check_known
from wsisgraph.api.negotiation import chosen_format
from wsisgraph.api.pages import Choice, Concept, Field, Results, Text
from wsisgraph.api.pages import Question as Asked
from wsisgraph.api.reading import Node, Reading, Row, head, parse, term, value
from wsisgraph.api.service import (
    COMMON,
    PAGING,
    Service,
    bytes_of,
    format_links,
    html,
    json_of,
    number,
    parameters,
)
from wsisgraph.questions import Parameter, Question
from wsisgraph.questions.parameters import written
from wsisgraph.terms import iris
from wsisgraph.terms.polyglot import in_each

# The engine's own forms, by our key.
ENGINE_FORMS = {"srj": "json", "srx": "xml", "csv": "csv", "tsv": "tsv"}
_FORMS = ("json", "html", "srj", "csv", "tsv", "srx")
_MOST_CHOICES = 500
_NUMBERS = frozenset(
    f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("integer", "decimal", "double", "float")
)


async def ask(service: Service, request: Request) -> Response:
    """Answer /api/questions/{folder}/{name} with the values of its parameters."""
    name = f"{request.path_params['folder']}/{request.path_params['name']}"
    question = service.catalogue.published(name)
    own = {key: param.label for key, param in question.params.items()}
    given = parameters(request, {**own, **PAGING, **COMMON})
    offered = service.forms(*_FORMS)
    form = chosen_format(request, offered)
    limit = number(given, "limit", 50, 1, 1000)
    offset = number(given, "offset", 0, 0, 10**9 - 1)

    async def build(reading: Reading) -> Response:
        values = {key: text for key, text in given.items() if key in question.params}
        if "lang" in question.params:
            values["lang"] = reading.lang
        query = question.bind(values)
        for key, param in question.params.items():
            await _check(reading, param, values.get(key))
        if form in ENGINE_FORMS:
            return bytes_of(await reading.ask(query, [ENGINE_FORMS[form]]), form)
        body = await reading.ask(query, ["json"])
        rows = parse(body)
        page = rows[offset : offset + limit]
        columns = head(body)
        concepts = await reading.concepts(_iris(page))
        if form == "html" and service.pages is not None:
            data = Results(
                page=service.page(request, reading, format_links(request, offered)),
                question=await _asked(reading, question, given),
                query=query,
                head=columns,
                rows=shown(page, columns, concepts),
                truncated=len(rows) > len(page),
            )
            return html(service.pages.results(machine.described(data)))
        return json_of(
            envelope(
                [_plain(row, columns, concepts) for row in page],
                reading=reading,
                total=len(rows),
                limit=limit,
                offset=offset,
                next_path=next_path(request, offset, limit, len(rows)),
                question=name,
                parameters=given,
                query=query,
                more={"columns": list(columns), "text": _words(question, reading.lang).value},
            )
        )

    return await service.answer(request, form, build)


def described(question: Question, lang: str) -> Asked:
    """Return a question as pages list it, with the example values of its file."""
    examples = {
        name: param.example
        for name, param in question.params.items()
        if param.example and name != "lang"
    }
    action = f"/api/questions/{question.name}"
    return Asked(
        name=question.name,
        href=f"{action}?{urlencode(examples)}" if examples else action,
        action=action,
        text=_words(question, lang),
        summary=question.summary,
        fields=tuple(
            _field(param, param.example)
            for name, param in question.params.items()
            if name != "lang"
        ),
    )


def shown(
    rows: Sequence[Row], columns: Sequence[str], concepts: Mapping[str, Concept]
) -> tuple[tuple[Any, ...], ...]:
    """Return rows of terms, None where a column is unbound."""
    return tuple(
        tuple(term(row[column], concepts) if column in row else None for column in columns)
        for row in rows
    )


async def _asked(reading: Reading, question: Question, given: Mapping[str, str]) -> Asked:
    """Return a question with what was asked in its form, and choices where a list is short."""
    base = described(question, reading.lang)
    fields = []
    for field in base.fields:
        param = question.params[field.name]
        choices = field.choices or await _choices(reading, param)
        fields.append(replace(field, value=given.get(field.name, ""), choices=choices))
    return replace(base, fields=tuple(fields))


async def _choices(reading: Reading, param: Parameter) -> tuple[Choice, ...]:
    if len(param.classes) != 1 or not param.classes[0].startswith("wsis:"):
        return ()
    class_ = iris.DEF + param.classes[0].removeprefix("wsis:")
    members = [value(row, "thing") for row in await reading.rows("api/members", {"class": class_})]
    if len(members) > _MOST_CHOICES:
        return ()
    missing = set(reading.missing_labels)
    concepts = await reading.concepts(members)
    reading.missing_labels = missing
    found = [
        Choice(written(f"<{iri}>"), replace(concepts[iri].label, value=_named(concepts[iri])))
        for iri in members
    ]
    return tuple(sorted(found, key=lambda choice: choice.label.value.casefold()))


def _named(concept: Concept) -> str:
    label = concept.label.value
    return f"{concept.code} – {label}" if concept.code and concept.code != label else label


async def _check(reading: Reading, param: Parameter, given: str | Sequence[str] | None) -> None:
    if param.kind != "iri" or param.scheme or not given:
        return
    wanted = [piece[1:-1] for piece in param.terms(given).split()]
    await check_known(reading, param.name, wanted, param.classes[0] if param.classes else "")


def item(question: Question, lang: str) -> Json:
    """Return a question as the catalogue lists it in JSON."""
    seen = described(question, lang)
    return {
        "name": question.name,
        "text": seen.text.value,
        "question": dict(question.question),
        "summary": question.summary,
        "href": seen.action,
        "example": seen.href,
        "params": [
            {
                "name": name,
                "kind": param.kind,
                "class": list(param.classes) or None,
                "label": param.label,
                "required": param.required,
                "default": param.default,
                "valid_values": list(param.values) or None,
                "accepts": param.accepts,
                "example": param.example or None,
            }
            for name, param in question.params.items()
        ],
        "returns": list(question.returns),
        "tags": list(question.tags),
        "answers": list(question.answers),
        "query": question.text,
    }


@in_each
def _words(question: Question, lang: str) -> Text:
    if lang in question.question:
        return Text(question.question[lang], lang)
    # A question of the service's own has a summary alone.
    return Text(question.question.get("en", question.summary), "en")


def _field(param: Parameter, given: str) -> Field:
    return Field(
        name=param.name,
        label=param.label,
        kind=param.kind,
        required=param.required,
        value=given,
        choices=tuple(Choice(text, Text(text)) for text in param.values),
    )


def _iris(rows: Sequence[Row]) -> set[str]:
    return {node.value for row in rows for node in row.values() if node.kind == "iri"}


def _plain(row: Row, columns: Sequence[str], concepts: Mapping[str, Concept]) -> Json:
    return {column: _json(row[column], concepts) if column in row else None for column in columns}


def _json(node: Node, concepts: Mapping[str, Concept]) -> object:
    """Return a term: things with a label, numbers as numbers, other literals with their type."""
    if node.kind == "iri":
        return thing(concepts[node.value])
    if node.datatype in _NUMBERS:
        return json.loads(node.value) if _is_json_number(node.value) else node.value
    if node.lang:
        return {"value": node.value, "lang": node.lang}
    if node.datatype and not node.datatype.endswith("#string"):
        return {"value": node.value, "datatype": node.datatype}
    return node.value


def _is_json_number(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
