"""Prefixes of the Turtle, TriG and RDF/XML that we write."""

from collections.abc import Mapping

from wsisgraph.terms import iris

PREFIXES: Mapping[str, str] = {
    "dct": "http://purl.org/dc/terms/",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sdg": iris.SDG + "/",
    "sdgo": iris.SDG_ONTOLOGY,
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "wsis": iris.DEF,
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
