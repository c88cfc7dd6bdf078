"""The description of the interface for programs: OpenAPI 3.1, made from the routes themselves."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from wsisgraph import __version__
from wsisgraph.api import problems
from wsisgraph.api.negotiation import LANGUAGES, MEDIA_TYPES
from wsisgraph.api.service import COMMON, PAGING, Handler
from wsisgraph.questions import Catalogue, Question

Json = dict[str, Any]
Body = Literal["", "list"]


@dataclass(frozen=True, slots=True)
class Route:
    """One route of the interface, with what its description says.

    Attributes:
        parameters: name and meaning of what may follow the question mark.
        forms: what it can answer in, by the keys of `format=`.
        examples: values that give an answer worth looking at, for query and path.
        body: "list" where its JSON is our envelope.
        listed: whether the description has it under its own path.
        method: GET, which brings HEAD, POST, PUT or DELETE.
        sends: media types of the body that a request has, each with its schema. For a text in a
            language of its own there is none: no schema tells what is Turtle, or SPARQL.
        done: statuses of success that have no body, with their meanings.
        writes: whether it needs a token.
    """

    path: str
    handler: Handler
    summary: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    forms: tuple[str, ...] = ("json",)
    examples: Mapping[str, str] = field(default_factory=dict)
    body: Body = ""
    listed: bool = True
    method: str = "GET"
    sends: Mapping[str, Json] = field(default_factory=dict)
    done: Mapping[int, str] = field(default_factory=dict)
    writes: bool = False

    @property
    def operation(self) -> str:
        """A name for the operation that no other has."""
        return _operation(self.method, self.path)


def describe(routes: Iterable[Route], catalogue: Catalogue) -> Json:
    """Return the OpenAPI document, with a path for every question."""
    paths: dict[str, Json] = {}
    for route in routes:
        if route.listed:
            path = re.sub(r":path}", "}", route.path)
            paths.setdefault(path, {})[route.method.lower()] = _of_route(route)
    for question in catalogue.values():
        path = f"/api/questions/{question.name}"
        paths[path] = {"get": _of_question(path, question)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "wsisgraph",
            "version": __version__,
            "summary": "How the WSIS action lines serve the Sustainable Development Goals",
            "description": "Codes are read in any spelling; every error is a problem (RFC 9457) "
            "that says where it is and how to mend it; every answer has an ETag. Only writing "
            "needs a token.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": _SCHEMAS,
            "responses": {f"{status}": _problem(status) for status in _REFUSALS},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


_PATH_MEANINGS = {
    "row": "action line or part of C7, in any spelling: C2, “C7 e-gov”",
    "column": "goal or target, in any spelling: 9, 9.c, SDG9c",
    "path": "the rest of the IRI",
}

_SCHEMA_OF: Mapping[str, Json] = {
    "limit": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 50},
    "offset": {"type": "integer", "minimum": 0, "default": 0},
    "lang": {"type": "string", "enum": list(LANGUAGES)},
    "on": {"type": "string", "format": "date"},
    "timeout": {"type": "number", "exclusiveMinimum": 0},
    "max-rows": {"type": "integer", "minimum": 1},
    "measure": {"type": "string", "enum": ["linkages", "activities"], "default": "linkages"},
    "rows": {"type": "string", "enum": ["action-lines"], "default": "action-lines"},
    "columns": {"type": "string", "default": "goals"},
    "default-graph-uri": {"type": "array", "items": {"type": "string", "format": "iri"}},
    "named-graph-uri": {"type": "array", "items": {"type": "string", "format": "iri"}},
    "using-graph-uri": {"type": "array", "items": {"type": "string", "format": "iri"}},
    "using-named-graph-uri": {"type": "array", "items": {"type": "string", "format": "iri"}},
    "graph": {"type": "string", "format": "iri"},
    "default": {"type": "string", "maxLength": 0},
}

REHEARSAL = "dry-run"
"""The parameter by which a write is only rehearsed."""

_REPORTS = ("ttl", "nt", "jsonld")

_NEEDED = frozenset({"q", "from", "to"})
# Any other parameter without a value is as good as not given.
_NEVER_EMPTY = _NEEDED | {"query", "graph"}

_THING = {"$ref": "#/components/schemas/Thing"}
_SCHEMAS: Json = {
    "Thing": {
        "description": "A thing with its code and its label in the language asked for",
        "type": "object",
        "required": ["iri", "code", "label", "lang"],
        "properties": {
            "iri": {"type": "string", "format": "iri"},
            "code": {"type": ["string", "null"]},
            "label": {"type": "string"},
            "lang": {"type": ["string", "null"]},
        },
    },
    "Passage": {
        "description": "The place in a document that says so",
        "type": "object",
        "required": ["iri", "document", "locator"],
        "properties": {
            "iri": {"type": "string", "format": "iri"},
            "document": _THING,
            "locator": {"type": "string"},
            "abstract": {"type": ["string", "null"]},
            "proposed": {"type": "boolean"},
        },
    },
    "List": {
        "description": "A page of a list; `left_out` counts unconfirmed statements not in it",
        "type": "object",
        "required": [
            *("items", "total", "limit", "offset", "next", "question", "query", "revision"),
            *("lang", "missing", "left_out"),
        ],
        "properties": {
            "items": {"type": "array", "items": {"type": "object"}},
            "total": {"type": "integer"},
            "limit": {"type": "integer"},
            "offset": {"type": "integer"},
            "next": {"type": ["string", "null"]},
            "question": {"type": "string"},
            "query": {"type": "string"},
            "revision": {"type": "string"},
            "lang": {"type": "string"},
            "missing": {"type": "object"},
            "left_out": {"type": "integer"},
        },
    },
    "Problem": {
        "description": "What went wrong, where, and how to mend it (RFC 9457)",
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string", "format": "uri"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "where": {"type": "string"},
            "hint": {"type": "string"},
            "valid_values": {"type": "array", "items": {"type": "string"}},
            "findings": {
                "type": "array",
                "items": {"type": "object", "additionalProperties": {"type": "string"}},
            },
        },
    },
}

_REFUSALS = {
    400: "The request cannot be taken",
    401: "A token is needed",
    403: "This is not done here, or not with this token",
    404: "Nothing is there",
    406: "None of the accepted forms is there",
    412: "The data are not as the condition says",
    413: "Too much was sent",
    415: "What was sent is in no form that is read here",
    422: "It is well-formed, and cannot be done",
    429: "Too much was asked; Retry-After says when to ask again",
    503: "It took too long or too much memory, or there is too much to do",
}
_READING = (400, 404, 406, 429, 503)
_ASKING = (400, 403, 406, 413, 415, 422, 429, 503)
_WRITING = (400, 401, 403, 404, 412, 413, 415, 422, 429, 503)


TEXT: Json = {"type": "string", "minLength": 1}
"""The schema of a text in a field of a form."""


def form(operation: str, parameters: Iterable[str]) -> Json:
    """Return the schema of a form: the operation, which it needs, and its other parameters."""
    properties = {name: _SCHEMA_OF.get(name, {"type": "string"}) for name in parameters}
    return {
        "type": "object",
        "required": [operation],
        "properties": properties | {operation: TEXT},
        "additionalProperties": False,
    }


def _problem(status: int | None = None) -> Json:
    found: Json = {
        "description": _REFUSALS.get(status or 0, _SCHEMAS["Problem"]["description"]),
        "content": {
            problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}},
            # In a browser, a page that says the same.
            "text/html": {"schema": {"type": "string"}},
        },
    }
    if status == 422:
        # What breaks the shapes, as a report of SHACL.
        found["content"] |= _answers(_REPORTS, "")["200"]["content"]
    if status == 401:
        found["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}, "required": True}}
    return found


_CONDITIONS = (
    "If-Match and If-None-Match take the ETags of this service: a write with If-Match is done only "
    "at the revision of one of them (`*`: where the graph is there), with If-None-Match only at "
    "none of them (`*`: where it is not); else it is 412. A write that is sent again with the same "
    "Idempotency-Key is done once, and answered alike."
)


def _of_route(route: Route) -> Json:
    in_path = [name.partition(":")[0] for name in re.findall(r"{([^}]+)}", route.path)]
    found: Json = {
        "summary": route.summary,
        "operationId": route.operation,
        **({"description": _CONDITIONS} if route.writes else {}),
        "parameters": [
            *(_in_path(name, route.examples.get(name, "")) for name in in_path),
            *(
                _in_query(name, meaning, route.forms, route.examples.get(name, ""))
                for name, meaning in route.parameters.items()
            ),
        ],
        "responses": _responses(route),
    }
    if route.sends:
        content = {
            type_: {"schema": schema} if schema else {} for type_, schema in route.sends.items()
        }
        found["requestBody"] = {"required": True, "content": content}
    if route.writes:
        found["security"] = [{"token": []}]
    return found


def _of_question(path: str, question: Question) -> Json:
    forms = ("json", "html", "srj", "csv", "tsv", "srx")
    own = [
        {
            **_in_query(name, f"{param.label}: {param.accepts}", forms, param.example),
            "required": param.required,
            "allowEmptyValue": not param.required,
            "schema": {
                "type": "string",
                **({"enum": list(param.values)} if param.values else {}),
            },
        }
        for name, param in question.params.items()
        if name not in COMMON
    ]
    common = [_in_query(name, text, forms, "") for name, text in {**PAGING, **COMMON}.items()]
    return {
        "summary": question.summary,
        "description": question.question.get("en", ""),
        "operationId": _operation("GET", path),
        "tags": ["questions"],
        "parameters": [*own, *common],
        "responses": _answers(forms, "list") | _refused(_READING),
    }


def _in_path(name: str, example: str) -> Json:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": _PATH_MEANINGS.get(name, name),
        "schema": {"type": "string"},
        **({"example": example} if example else {}),
    }


def _in_query(name: str, meaning: str, forms: Iterable[str], example: str) -> Json:
    schema = _SCHEMA_OF.get(name, {"type": "string"})
    if name == "format":
        schema = {"type": "string", "enum": list(forms)}
    return {
        "name": name,
        "in": "query",
        "required": name in _NEEDED,
        "allowEmptyValue": name not in _NEVER_EMPTY,
        "description": meaning,
        "schema": schema,
        **({"example": example} if example else {}),
    }


def _responses(route: Route) -> Json:
    found = _answers(route.forms, route.body) if route.forms else {}
    content = found.get("200", {}).get("content", {})
    for status, meaning in route.done.items():
        told: Json = {"description": meaning, "headers": _WRITTEN}
        found[str(status)] = told | ({"content": content} if content else {})
    if REHEARSAL in route.parameters:
        # What would be so, or a report of the shapes that it would keep.
        forms = _answers(("json", *_REPORTS), "")["200"]["content"]
        found["200"] = {"description": "It was rehearsed, or it was so already", "content": forms}
    if route.writes:
        return found | _refused(_WRITING)
    asks = route.sends or route.path == "/sparql"
    return found | _refused(_ASKING if asks else _READING)


_WRITTEN = {
    "ETag": {"description": "the new revision", "schema": {"type": "string"}},
    "X-Revision": {"description": "the new revision", "schema": {"type": "string"}},
    "X-Added": {"description": "quads that came", "schema": {"type": "integer"}},
    "X-Removed": {"description": "quads that went", "schema": {"type": "integer"}},
}


def _answers(forms: Iterable[str], body: Body) -> Json:
    content: Json = {}
    for key in forms:
        kind: Json = {"type": "string"}
        if key in ("json", "srj"):
            kind = {"type": "object"}
        elif key == "jsonld":
            kind = {"type": ["object", "array"]}
        if key == "json" and body == "list":
            kind = {"$ref": "#/components/schemas/List"}
        content.setdefault(MEDIA_TYPES[key][0], {"schema": kind})
    return {"200": {"description": "The answer", "content": content}}


def _refused(statuses: Iterable[int]) -> Json:
    told = {str(status): {"$ref": f"#/components/responses/{status}"} for status in statuses}
    return {**told, "default": _problem()}


def _operation(method: str, path: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "_", path.lower()).strip("_") or "home"
    return f"{method.lower()}_{words}"
