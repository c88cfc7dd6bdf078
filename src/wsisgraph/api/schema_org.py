"""What the pages of the manual say to machines, in the words of schema.org, DCAT and SHACL."""

from typing import Any

from wsisgraph.api.manual import DatasetPage, DefinedTerm, Download, GraphEntry, Ontology, Shapes
from wsisgraph.api.pages import Docs, Operation, Question, Text
from wsisgraph.settings import DEFAULT_BASE
from wsisgraph.terms.namespaces import DCAT, PREFIXES

Json = dict[str, Any]

DATASET = DEFAULT_BASE + "dataset"
LICENSE = "https://creativecommons.org/licenses/by/4.0/"

SPDX = "http://spdx.org/rdf/terms#"


def text(value: Text | None) -> Json | str | None:
    """Return a text with its language."""
    if value is None:
        return None
    return {"@value": value.value, "@language": value.lang} if value.lang else value.value


def of_ontology(data: Ontology) -> list[Json]:
    """Return the ontology as a set of defined terms, with all of them."""
    own: Json = {
        "@type": "DefinedTermSet",
        "@id": data.iri,
        "name": text(data.label),
        "description": text(data.description),
        "version": data.version,
        "license": LICENSE,
        "hasDefinedTerm": [{"@id": term.iri} for term in (*data.classes, *data.properties)],
    }
    return [own, *(_defined(term, data.iri) for term in (*data.classes, *data.properties))]


def _defined(term: DefinedTerm, whole: str) -> Json:
    return {
        "@type": "DefinedTerm",
        "@id": term.iri,
        "name": text(term.label),
        "termCode": term.anchor,
        "description": text(term.definition),
        "inDefinedTermSet": {"@id": whole},
    }


def of_shapes(data: Shapes) -> list[Json]:
    """Return the shapes with what they are about."""
    return [
        {
            "@type": ["CreativeWork", PREFIXES["sh"] + "NodeShape"],
            "@id": shape.iri,
            "name": text(shape.label),
            "description": text(shape.comment),
            "about": [{"@id": class_.value} for class_ in shape.classes],
            "hasPart": [{"@id": rule.iri} for rule in shape.rules],
        }
        for shape in data.shapes
        if shape.iri
    ]


def of_question(question: Question, address: str) -> Json:
    """Return a question as an action that can be taken at an address."""
    return {
        "@type": "SearchAction",
        "@id": DEFAULT_BASE + "id/question/" + question.name,
        "name": text(question.text),
        "description": question.summary,
        "target": {
            "@type": "EntryPoint",
            "urlTemplate": address
            + question.action
            + ("{?" + ",".join(field.name for field in question.fields) + "}")
            if question.fields
            else address + question.action,
            "contentType": ["text/html", "application/json", "text/csv"],
        },
    }


def of_docs(data: Docs, address: str) -> list[Json]:
    """Return the interface as a service with its operations."""
    return [
        {
            "@type": "WebAPI",
            "@id": address + "/openapi.json",
            "name": "wsisgraph",
            "documentation": data.page.address,
            "license": LICENSE,
            "potentialAction": [_operation(operation, address) for operation in data.operations],
        }
    ]


def _operation(operation: Operation, address: str) -> Json:
    return {
        "@type": "Action",
        "name": operation.summary,
        "target": {
            "@type": "EntryPoint",
            "urlTemplate": address + operation.path,
            "httpMethod": operation.method,
        },
    }


def of_dataset(data: DatasetPage, address: str) -> list[Json]:
    """Return the data set with its graphs and files, for harvesters of schema.org and DCAT 3."""
    whole: Json = {
        "@type": ["Dataset", DCAT.Dataset],
        "@id": data.iri,
        "name": text(data.title),
        "description": text(data.description),
        "license": data.license,
        "version": data.version,
        DCAT.iri + "version": data.version,
        "datePublished": data.issued,
        "isAccessibleForFree": True,
        "url": data.page.address,
        "creditText": data.citation,
        "citation": data.citation,
        "keywords": ["WSIS", "SDG", "2030 Agenda", "action lines", "ITU"],
        "measurementTechnique": "Statements read from documents, each with its passage",
        "inLanguage": ["ar", "en", "es", "fr", "ru", "zh"],
        "publisher": {
            "@type": "Organization",
            "@id": data.publisher.iri,
            "name": text(data.publisher.label),
        }
        if data.publisher
        else None,
        "variableMeasured": [
            {"@type": "PropertyValue", "name": key, "value": count} for key, count in data.counts
        ],
        "hasPart": [{"@id": graph.iri} for graph in data.graphs],
        "distribution": [
            *(_distribution(file, address) for file in data.downloads if not file.graph),
            *([] if data.page.static else [_endpoint(address)]),
        ],
    }
    files = {file.graph: file for file in data.downloads if file.graph}
    return [whole, *(_graph(graph, data.iri, files, address) for graph in data.graphs)]


def _endpoint(address: str) -> Json:
    return {
        "@type": ["DataDownload", DCAT.Distribution],
        "name": "SPARQL 1.1",
        "encodingFormat": "application/sparql-results+json",
        "contentUrl": address + "/sparql",
        DCAT.iri + "accessURL": {"@id": address + "/sparql"},
    }


def _graph(graph: GraphEntry, whole: str, files: dict[str, Download], address: str) -> Json:
    file = files.get(graph.iri)
    return {
        "@type": ["Dataset", DCAT.Dataset],
        "@id": graph.iri,
        "name": text(graph.title),
        "description": " ".join(right.value for right in graph.rights) or graph.title.value,
        "license": graph.license.value if graph.license else None,
        "isPartOf": {"@id": whole},
        "datePublished": graph.issued,
        "citation": graph.citation.value if graph.citation else None,
        "size": graph.quads,
        "distribution": [_distribution(file, address)] if file else None,
    }


def _distribution(file: Download, address: str) -> Json:
    return {
        "@type": ["DataDownload", DCAT.Distribution],
        "name": file.name,
        "encodingFormat": file.media_type,
        "contentUrl": address + file.href,
        "contentSize": f"{file.size} B",
        "sha256": file.sha256,
        DCAT.iri + "downloadURL": {"@id": address + file.href},
        DCAT.iri + "byteSize": file.size,
        SPDX + "checksum": {
            "@type": SPDX + "Checksum",
            SPDX + "algorithm": {"@id": SPDX + "checksumAlgorithm_sha256"},
            SPDX + "checksumValue": file.sha256,
        },
    }
