"""The JSON-LD context of our lists: what each key of the JSON means in the graph."""

from typing import Any

from wsisgraph.terms import iris

_VOCAB = {
    name: {
        "@id": f"wsis:{name}",
        "@type": "@vocab",
        "@context": {"@vocab": f"{iris.VOCAB}{scheme}/"},
    }
    for name, scheme in (
        ("basis", "basis"),
        ("status", "status"),
        ("direction", "directions"),
        ("strength", "strength"),
    )
}

CONTEXT: dict[str, Any] = {
    "@version": 1.1,
    "wsis": iris.DEF,
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "items": "@graph",
    "iri": "@id",
    "label": "skos:prefLabel",
    "code": "skos:notation",
    # An item of the list of activities is the activity itself.
    "activity": "@nest",
    "agencies": "prov:wasAssociatedWith",
    "action_lines": "dct:subject",
    "matches": {"@reverse": "wsis:activity"},
    "concept": "wsis:linksTo",
    "confidence": "wsis:confidence",
    "passages": "wsis:statedIn",
    "document": "dct:isPartOf",
    "locator": "wsis:locator",
    "abstract": "dct:abstract",
    "rationales": "dct:description",
    "linkage": "@nest",
    "object": "wsis:linksTo",
    "primary_source": "prov:hadPrimarySource",
    "statement": "@nest",
    "agency": "org:member",
    "role": "org:role",
    "context": "wsis:roleIn",
    "start": "wsis:start",
    "end": "wsis:end",
    "stated_as_of": "wsis:statedAsOf",
    **_VOCAB,
    # What belongs to the answer and not to the graph.
    **dict.fromkeys(
        ("lang", "total", "limit", "offset", "next", "question", "parameters", "query", "revision")
    ),
    **dict.fromkeys(("missing", "left_out", "certainty", "not_printed", "scope", "proposed")),
    **dict.fromkeys(("row", "column", "state", "count", "by_matrix", "activities", "measure")),
    **dict.fromkeys(("rows", "columns", "cells")),
}
"""Every list is JSON-LD with this context."""
