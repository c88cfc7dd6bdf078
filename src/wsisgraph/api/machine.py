"""What a page says, for machines that read pages: JSON-LD with schema.org's words and ours.

It is a summary, built from the same data the page is drawn from; the whole description stands in
the other forms of the page, which it names.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from wsisgraph.api import schema_org
from wsisgraph.api.manual import Catalogued, DatasetPage, Ontology, Shapes
from wsisgraph.api.pages import (
    Activities,
    Activity,
    CellPage,
    Citation,
    Concept,
    Coverage,
    Docs,
    Evidence,
    Form,
    Home,
    Page,
    Passage,
    PicturePage,
    PicturesPage,
    Results,
    Role,
    Roles,
    SearchPage,
    TargetsPage,
    Thing,
    View,
)
from wsisgraph.api.pages.changes import Changes
from wsisgraph.api.schema_org import DATASET, LICENSE
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, SCHEMA, SKOS, WSIS
from wsisgraph.terms.polyglot import dumped

Json = dict[str, Any]

_CONTEXT: Json = {
    "@vocab": "https://schema.org/",
    "wsis": iris.DEF,
    "skos": SKOS.iri,
    "dct": DCT.iri,
}
# What schema.org calls the things of our classes; the narrow ones first.
_SCHEMA = {
    WSIS.ActionLine: "DefinedTerm",
    WSIS.Person: "Person",
    WSIS.Body: "Organization",
    WSIS.Document: "Report",
    WSIS.Passage: "CreativeWork",
    WSIS.InstrumentVersion: "Legislation",
    WSIS.Instrument: "Legislation",
    WSIS.ClauseVersion: "Legislation",
    WSIS.Clause: "Legislation",
    WSIS.Meeting: "Event",
    WSIS.Event: "Event",
    WSIS.Series: "CreativeWorkSeries",
    WSIS.Edition: "CreativeWork",
    WSIS.Activity: "Project",
    WSIS.Figure: "Observation",
    SKOS.Concept: "DefinedTerm",
    SKOS.ConceptScheme: "DefinedTermSet",
}

_Drawn = TypeVar(
    "_Drawn",
    Home,
    TargetsPage,
    View,
    CellPage,
    Thing,
    Activities,
    Roles,
    Catalogued,
    Results,
    SearchPage,
    Form,
    Docs,
    Coverage,
    Ontology,
    Shapes,
    DatasetPage,
    Changes,
    PicturesPage,
    PicturePage,
)


def described(data: _Drawn) -> _Drawn:
    """Return the data of a page with its JSON-LD."""
    about: list[Json] = _about(data)
    page: Json = {
        "@type": "WebPage",
        "@id": data.page.address,
        "inLanguage": data.page.lang,
        "isPartOf": {"@id": DATASET},
        "license": LICENSE,
        # The pages of a static site tell it in one place.
        "version": "" if data.page.static else data.page.revision,
        # The data set on the first page names its own downloads.
        "encoding": [] if isinstance(data, Home) else _encodings(data.page),
    }
    named = [node["@id"] for node in about if "@id" in node]
    if len(named) == 1 or isinstance(data, (Ontology, DatasetPage)):
        page["mainEntity"] = {"@id": named[0]}
    else:
        page["about"] = [{"@id": iri} for iri in named]
    body = {"@context": _CONTEXT, "@graph": [_slim(page), *(_slim(node) for node in about)]}
    return replace(data, page=replace(data.page, machine=_text(body)))


def _about(data: object) -> list[Json]:
    match data:
        case Home():
            return [_dataset(data)]
        case Thing():
            return [_thing(data)]
        case CellPage():
            return [
                _concept(data.row),
                _concept(data.column),
                *(_linkage(item) for item in data.evidence),
                *(_citation(cited) for cited in data.citations),
            ]
        case View():
            return [_concept(head) for head, _ in data.heads]
        case TargetsPage():
            return [_concept(row) for row in data.table.rows]
        case Activities():
            return [_activity(item) for item in (*data.asserted, *data.by_matrix)]
        case PicturePage():
            return [_concept(data.picture.about)] if data.picture.about else []
        case Roles():
            return [_role(role) for role in data.roles]
        case Catalogued():
            root = address(data.page)
            return [schema_org.of_question(asked.question, root) for asked in data.questions]
        case Results():
            question = data.question
            return [schema_org.of_question(question, address(data.page))] if question else []
        case Docs():
            return schema_org.of_docs(data, address(data.page))
        case Ontology():
            return schema_org.of_ontology(data)
        case Shapes():
            return schema_org.of_shapes(data)
        case DatasetPage():
            return schema_org.of_dataset(data, address(data.page))
    return []


def _dataset(data: Home) -> Json:
    root = address(data.page)
    return {
        "@type": "Dataset",
        "@id": DATASET,
        "name": "wsisgraph",
        "description": "How the action lines of the World Summit on the Information Society serve "
        "the Sustainable Development Goals: linkages, activities, roles, documents and resolutions,"
        " each statement with the passage that makes it.",
        "license": LICENSE,
        "version": data.page.revision,
        "isAccessibleForFree": True,
        "keywords": ["WSIS", "SDG", "2030 Agenda", "action lines", "ITU"],
        "measurementTechnique": "Statements read from documents, each with its passage",
        "variableMeasured": [
            {"@type": "PropertyValue", "name": key, "value": count} for key, count in data.counts
        ],
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": media_type,
                "contentUrl": root + path,
            }
            for path, media_type in (
                ("/api/matrix?format=csv", "text/csv"),
                ("/api/activities?format=csv", "text/csv"),
                ("/.well-known/void", "text/turtle"),
                ("/sparql", "application/sparql-query"),
            )
            if not data.page.static
        ],
    }


def _thing(data: Thing) -> Json:
    types = [term.value for term in data.types]
    known = next((_SCHEMA[iri] for iri in _SCHEMA if iri in types), None)
    node: Json = {
        "@id": data.iri,
        "@type": [*([known] if known else []), *types],
        "name": [_text_node(label.value, label.lang) for label in data.labels]
        or [_text_node(data.label.value, data.label.lang)],
        "identifier": data.code,
        "url": data.page.address,
        "description": _text_node(data.description.value, data.description.lang)
        if data.description
        else None,
        "sameAs": _values(data, SKOS.exactMatch),
        "wsis:status": {"@id": iris.vocab("status", data.status)},
        "wsis:statedIn": _passages(data.passages),
    }
    if known == "DefinedTerm":
        node |= {"termCode": data.code, "inDefinedTermSet": _values(data, SKOS.inScheme)}
    if known == "Event":
        node |= {
            "startDate": _values(data, SCHEMA.startDate),
            "endDate": _values(data, SCHEMA.endDate),
        }
    if data.citation:
        cited = _citation(data.citation)
        if data.citation.locator:
            node |= {"isPartOf": cited, "pagination": data.citation.locator}
        else:
            node |= {key: item for key, item in cited.items() if not key.startswith("@")}
    return node


def _values(data: Thing, predicate: str) -> list[Any]:
    return [
        {"@id": value.term.value} if value.term.kind == "iri" else value.term.value
        for group in data.properties
        if group.predicate.value == predicate
        for value in group.values
    ]


def _concept(concept: Concept) -> Json:
    return {
        "@id": concept.iri,
        "@type": "DefinedTerm",
        "termCode": concept.code,
        "name": _text_node(concept.label.value, concept.label.lang),
    }


def _linkage(item: Evidence) -> Json:
    return {
        "@id": item.linkage.iri,
        "@type": "wsis:Linkage",
        "wsis:actionLine": {"@id": item.line.iri} if item.line else None,
        "wsis:linksTo": {"@id": item.object.iri},
        "wsis:direction": {"@id": iris.vocab("directions", item.direction)}
        if item.direction
        else None,
        "wsis:confidence": float(item.confidence) if item.confidence else None,
        "wsis:status": {"@id": iris.vocab("status", item.status)},
        "wsis:statedIn": _passages(item.passages),
        "isBasedOn": {"@id": item.primary_source.iri} if item.primary_source else None,
    }


def _activity(item: Activity) -> Json:
    return {
        "@id": item.activity.iri,
        "@type": ["Project", WSIS.Activity],
        "name": _text_node(item.activity.label.value, item.activity.label.lang),
        "parentOrganization": [{"@id": agency.iri} for agency in item.agencies],
    }


def _role(role: Role) -> Json:
    return {
        "@type": ["OrganizationRole", WSIS.RoleStatement],
        "@id": role.statement.iri,
        "roleName": _text_node(role.role.label.value, role.role.label.lang),
        "memberOf": {"@id": role.context.iri},
        "member": {"@id": role.agency.iri},
        "startDate": role.start,
        "endDate": role.end,
        "wsis:statedIn": _passages(role.passages),
    }


def _citation(cited: Citation) -> Json:
    return {
        "@id": cited.document.iri,
        "@type": "Report",
        "name": _text_node(cited.document.label.value, cited.document.label.lang),
        "author": [
            {"@type": "Organization", "@id": body.iri, "name": body.label.value}
            for body in cited.creators
        ],
        "datePublished": cited.date,
        "reportNumber": cited.symbol,
        "creativeWorkStatus": cited.version_status.label.value if cited.version_status else "",
    }


def _passages(places: Iterable[Passage]) -> list[Json]:
    return [{"@id": place.iri} for place in places]


def _text_node(value: str, lang: str) -> Json | str:
    return {"@value": value, "@language": lang} if lang else value


def address(page: Page) -> str:
    """Return the address of the server that a page is on, without a slash at the end."""
    if page.static:
        return page.root
    return page.address.partition("?")[0].removesuffix(page.path.partition("?")[0].rstrip("/"))


def _encodings(page: Page) -> list[Json]:
    root = address(page)
    return [
        {
            "@type": "MediaObject",
            "encodingFormat": form.media_type,
            "contentUrl": form.href if "://" in form.href else root + form.href,
        }
        for form in page.formats
        if form.media_type and (root or "://" in form.href)
    ]


def _slim(node: Mapping[str, Any]) -> Json:
    """Leave out what is not known: nothing is better than an empty value."""
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


def _text(body: Json) -> str:
    """Return JSON that no text in it can end: it stands inside an element of HTML."""
    return dumped(body, _dump)


def _dump(body: object, **given: Any) -> str:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), **given)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
