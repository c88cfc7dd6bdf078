"""The three tests of SPARQL 1.1 Service Description, which are told only by their names.

What the recommendation says is checked by hand: §2 for how the description is had, §3 for the
vocabulary. `conforms-to-schema` holds the description to the vocabulary's domains and ranges.
"""

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse
from tests.conformance.endpoint import Endpoint
from tests.conformance.manifests import Entry

_SD = "http://www.w3.org/ns/sparql-service-description#"
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_RDF_TYPES = "text/turtle, application/n-triples;q=0.9, application/rdf+xml;q=0.8"

# §3.4: property → the class of what has it, the class of what it leads to (None: not told, or of
# another vocabulary).
_PROPERTIES: dict[str, tuple[str, str | None]] = {
    "endpoint": ("Service", None),
    "feature": ("Service", "Feature"),
    "defaultEntailmentRegime": ("Service", "EntailmentRegime"),
    "entailmentRegime": ("NamedGraph", "EntailmentRegime"),
    "defaultSupportedEntailmentProfile": ("Service", "EntailmentProfile"),
    "supportedEntailmentProfile": ("NamedGraph", "EntailmentProfile"),
    "extensionFunction": ("Service", "Function"),
    "extensionAggregate": ("Service", "Aggregate"),
    "languageExtension": ("Service", "Feature"),
    "supportedLanguage": ("Service", "Language"),
    "propertyFeature": ("Service", "Feature"),
    "defaultDataset": ("Service", "Dataset"),
    "availableGraphs": ("Service", "GraphCollection"),
    "resultFormat": ("Service", None),
    "inputFormat": ("Service", None),
    "defaultGraph": ("Dataset", "Graph"),
    "namedGraph": ("GraphCollection", "NamedGraph"),
    "name": ("NamedGraph", None),
    "graph": ("NamedGraph", "Graph"),
}
_ABOVE = {
    "EntailmentRegime": "Feature",
    "EntailmentProfile": "Feature",
    "Dataset": "GraphCollection",
}
_CLASSES = {
    *(name for pair in _PROPERTIES.values() for name in pair if name is not None),
    *_ABOVE.values(),
}
_INSTANCES = {
    "SPARQL10Query": "Language",
    "SPARQL11Query": "Language",
    "SPARQL11Update": "Language",
    "DereferencesURIs": "Feature",
    "UnionDefaultGraph": "Feature",
    "RequiresDataset": "Feature",
    "EmptyGraphs": "Feature",
    "BasicFederatedQuery": "Feature",
}


def run(test: Entry, endpoint: Endpoint) -> None:
    """Run one of the three."""
    checks = {
        "returns-rdf": _returns_rdf,
        "has-endpoint-triple": _has_endpoint_triple,
        "conforms-to-schema": _conforms_to_schema,
    }
    checks[test.iri.rpartition("#")[2]](_description(endpoint), endpoint)


def _description(endpoint: Endpoint) -> list[Quad]:
    response = endpoint.send("GET", endpoint.query, headers={"Accept": _RDF_TYPES})
    assert response.status_code == 200, f"{response.status_code} {response.text[:300]}"
    form = RdfFormat.from_media_type(response.headers["content-type"].partition(";")[0])
    assert form is not None, f"{response.headers['content-type']} is no form of RDF"
    return list(parse(response.content, format=form, base_iri=endpoint.query))


def _returns_rdf(quads: list[Quad], endpoint: Endpoint) -> None:
    assert quads, "the description is empty"


def _has_endpoint_triple(quads: list[Quad], endpoint: Endpoint) -> None:
    found = {quad.object for quad in quads if quad.predicate == NamedNode(_SD + "endpoint")}
    assert NamedNode(endpoint.query) in found, f"sd:endpoint is {found or 'not there'}"


def _conforms_to_schema(quads: list[Quad], endpoint: Endpoint) -> None:
    types: dict[object, set[str]] = {
        NamedNode(_SD + name): {kind} for name, kind in _INSTANCES.items()
    }
    for quad in quads:
        if quad.predicate == _TYPE and isinstance(quad.object, NamedNode):
            assert _name(quad.object) is None or _name(quad.object) in _CLASSES, (
                f"{quad.object} is no class of the vocabulary"
            )
            types.setdefault(quad.subject, set()).add(_name(quad.object) or "")
    services = [thing for thing, kinds in types.items() if "Service" in kinds]
    assert services, "nothing is a sd:Service"
    endpoints = {quad.subject for quad in quads if _name(quad.predicate) == "endpoint"}
    for service in services:
        # §3.4.1: a service that a client may ask has an endpoint.
        assert service in endpoints, f"{service} has no sd:endpoint"
    for quad in quads:
        name = _name(quad.predicate)
        if name is None:
            continue
        assert name in _PROPERTIES, f"sd:{name} is no property of the vocabulary"
        domain, range_ = _PROPERTIES[name]
        _is_of(quad.subject, domain, types, quad)
        assert isinstance(quad.object, NamedNode | BlankNode), f"{quad} leads to a literal"
        if range_ is not None:
            _is_of(quad.object, range_, types, quad)


def _is_of(thing: object, kind: str, types: dict[object, set[str]], quad: Quad) -> None:
    """Fail when the kinds that a thing is said to be speak against `kind`; silence does not."""
    told = {name for name in types.get(thing, set()) if name}
    if isinstance(thing, NamedNode) and _name(thing) is not None:
        assert told, f"{thing} is no instance of the vocabulary ({quad})"
    fitting = {name for name in told if name == kind or _ABOVE.get(name) == kind}
    assert fitting or not told, f"{thing} is {told}, where {quad} needs sd:{kind}"


def _name(node: object) -> str | None:
    if isinstance(node, NamedNode) and node.value.startswith(_SD):
        return node.value.removeprefix(_SD)
    return None
