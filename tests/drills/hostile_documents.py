"""Documents that were made to harm whoever validates them: data, and shapes to check them by."""

from collections.abc import Mapping
from dataclasses import dataclass

PREFIXES = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX x: <http://example.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
DATA = f"{PREFIXES} x:a x:of x:b , 'text' ; x:number 5 ."
SHAPES = f"{PREFIXES} x:S a sh:NodeShape ; sh:targetNode x:a ; sh:nodeKind sh:IRI ."


@dataclass(frozen=True)
class Pair:
    """Data with their media type, and shapes in Turtle; without shapes ours are meant."""

    data: str
    shapes: str | None = SHAPES
    media_type: str = "text/turtle"


def _rule(rule: str, data: str = DATA) -> Pair:
    return Pair(data, f"{PREFIXES} x:S sh:targetNode x:a ; {rule}")


def _query(select: str, data: str = DATA) -> Pair:
    return _rule(f'sh:sparql [ sh:select """{select}""" ] .', data)


def _pattern(pattern: str, text: str) -> Pair:
    return _rule(
        f"a sh:PropertyShape ; sh:path x:of ; sh:pattern '{pattern}' .",
        f"{PREFIXES} x:a x:of '{text}' .",
    )


def _doubled(times: int) -> str:
    return " ".join(
        f"BIND(CONCAT({', '.join([f'?t{n}'] * 10)}) AS ?t{n + 1})" for n in range(times)
    )


MANY = f"{PREFIXES} x:a x:of 1 . " + "".join(f"x:n{n} a x:T ; x:of {n} ." for n in range(3000))
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "lol">'
    + "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(12))
    + "]>"
)
XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x.org/">'
EXTERNAL = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e SYSTEM "{url}">]>'

COSTLY: Mapping[str, Pair] = {
    "a regular expression that tries every way": _pattern("^(a+)+$b", "a" * 60),
    "a regular expression with choices": _pattern("^(a|a|aa)*c$", "a" * 60),
    "a product": _query(
        "SELECT $this { $this ?p ?o . ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c = ?i && ?f = ?a) }",
        MANY,
    ),
    "a text doubled and doubled": _query(
        f"SELECT $this ?value {{ $this ?p ?o BIND('aaaaaaaaaa' AS ?t0) {_doubled(9)}"
        " BIND(STRLEN(?t9) AS ?value) }"
    ),
    "a closure": _query("SELECT $this { ?a (!<x:y>|^!<x:y>)* ?b . ?c (!<x:y>)* ?d }", MANY),
    "a million results": Pair(
        MANY,
        PREFIXES
        + "".join(
            f"x:S{n} a sh:NodeShape ; sh:targetClass x:T ; sh:nodeKind sh:Literal ."
            for n in range(400)
        ),
    ),
    "a comment that takes long to be told from a keyword": _query(
        "SELECT $this {" + "#" * 20_000 + " M" * 20_000 + "}"
    ),
    "sixteen mebibytes of triples": Pair(
        "".join(
            f"<http://x.org/{n}> <http://x.org/p> <http://x.org/{n}> .\n" for n in range(240_000)
        )
    ),
    "a hundred thousand brackets": Pair(
        f"{PREFIXES} x:a x:of " + "[x:of " * 100_000 + "1" + "]" * 100_000 + " ."
    ),
    "a hundred thousand lists": Pair(
        f"{PREFIXES} x:a x:of " + "(" * 100_000 + ")" * 100_000 + " ."
    ),
    "lists of lists in JSON-LD": Pair(
        '{"@id":"http://x.org/a","http://x.org/of":' + '{"@list":[' * 20_000 + "]}" * 20_000 + "}",
        media_type="application/ld+json",
    ),
    "nodes in nodes in JSON-LD": Pair(
        '{"@id":"http://x.org/a","http://x.org/of":' * 30_000 + "1" + "}" * 30_000,
        media_type="application/ld+json",
    ),
    "things of ours without end": Pair(
        "PREFIX wsis: <https://w3id.org/wsis-sdg/def#>\n"
        + "".join(f"<x:{n}> a wsis:Linkage , wsis:Statement ." for n in range(60_000)),
        shapes=None,
    ),
    "things of the store without end": Pair(
        "PREFIX wsis: <https://w3id.org/wsis-sdg/def#> <x:a> a wsis:Activity ; wsis:partner "
        + " , ".join(f"<http://x.org/{'y' * 60}/{n}>" for n in range(150_000))
        + " .",
        shapes=None,
    ),
}
"""What takes more time or memory than there is: an error at the deadline."""

REFUSED: Mapping[str, Pair] = {
    "JavaScript": _rule('sh:js [ sh:jsFunctionName "f" ] .'),
    "rules": _rule("sh:rule [ a sh:TripleRule ] ."),
    "a path that leads back to itself": _rule(
        "a sh:PropertyShape ; sh:path _:p ; sh:minCount 1 . _:p sh:inversePath _:p ."
    ),
    "a list that leads back to itself": _rule("sh:in _:l . _:l rdf:first 1 ; rdf:rest _:l ."),
    "alternatives that lead back": _rule("sh:or _:l . _:l rdf:first x:S ; rdf:rest _:l ."),
    "negations of negations": _rule(
        "sh:not " + "[ sh:not " * 300 + "[ sh:nodeKind sh:IRI ]" + "]" * 300 + " ."
    ),
    "a query that is none": _query("SELECT $this { $this"),
    "a local file in FROM": _query("SELECT $this FROM <file:///etc/hostname> { $this ?p ?o }"),
    "a laugh of entities": Pair(
        f'{LAUGHS}{XML}<rdf:Description rdf:about="http://x.org/"><x:p>&l12;</x:p>'
        "</rdf:Description></rdf:RDF>",
        media_type="application/rdf+xml",
    ),
    "elements in elements": Pair(
        XML
        + "<rdf:Description><x:p>" * 50_000
        + "</x:p></rdf:Description>" * 50_000
        + "</rdf:RDF>",
        media_type="application/rdf+xml",
    ),
    "objects in objects": Pair('{"@id":' * 100_000, media_type="application/ld+json"),
    "triples in triples": Pair("<x:a> <x:b> " + "<<( <x:a> <x:b> " * 20_000),
}
"""What is no data, or no shapes, or asks for what is never done: an error with a sentence."""

ODD: Mapping[str, Pair] = {
    "a shape that is its own": _rule("sh:node x:S ."),
    "a shape that is not itself": _rule("sh:not x:S ."),
    "shapes around a loop of data": _rule(
        "sh:property [ sh:path x:of ; sh:node x:S ] .", f"{DATA} x:b x:of x:a ."
    ),
    "classes below themselves": Pair(
        f"{PREFIXES} x:C rdfs:subClassOf x:D . x:D rdfs:subClassOf x:C . x:a a x:C .",
        f"{PREFIXES} x:S sh:targetClass x:D ; sh:class x:E .",
    ),
    "a huge repeat": _pattern("((((a{0,500}){0,500}){0,500}){0,500}){0,500}", "text"),
    "a number of a million digits": Pair(
        f"{PREFIXES} x:a x:of {'9' * 1_000_000} .",
        f"{PREFIXES} x:S sh:targetNode x:a ; sh:path x:of ; sh:maxInclusive 5 .",
    ),
    "a number with a large exponent": Pair(
        f"{PREFIXES} x:a x:of '1e999999999'^^xsd:decimal , 1e308 .",
        f"{PREFIXES} x:S sh:targetNode x:a ; sh:path x:of ; sh:maxInclusive 5 .",
    ),
    "a laugh of entities in a literal": Pair(
        f'{PREFIXES} x:a x:of """{LAUGHS}<r>&l12;</r>"""^^rdf:XMLLiteral .'.replace('\\"', '"'),
        f"{PREFIXES} x:S sh:targetNode x:a ; sh:path x:of ; sh:datatype rdf:XMLLiteral .",
    ),
    "a text of ten megabytes": Pair(f"{PREFIXES} x:a x:of '{'a' * 10_000_000}' ."),
    "arrays in arrays": Pair(
        '{"@id":"http://x.org/a","http://x.org/of":' + "[" * 30_000 + "]" * 30_000 + "}",
        media_type="application/ld+json",
    ),
    "nothing": Pair(""),
}
"""What looks dangerous and is not: a report, or an error; within the deadline."""


def calls(url: str) -> Mapping[str, Pair]:
    """Return documents that try to have `url` fetched."""
    return {
        "owl:imports of shapes": Pair(
            DATA, f"{SHAPES} <x:o> a owl:Ontology ; owl:imports <{url}> ."
        ),
        "owl:imports of data": Pair(f"{DATA} <x:o> a owl:Ontology ; owl:imports <{url}> ."),
        "SERVICE": _query(f"SELECT $this {{ SERVICE <{url}> {{ $this ?p ?o }} }}"),
        "service, in small letters": _query(
            f"SELECT $this {{ $this ?p ?o . service silent <{url}> {{ ?s ?q ?r }} }}"
        ),
        "SERVICE, escaped": _query(
            f"SELECT $this {{ $this ?p ?o . \\\\u0053ERVICE <{url}> {{ ?s ?q ?r }} }}"
        ),
        "SERVICE of a variable": _query(
            f"SELECT $this {{ $this ?p ?o BIND(<{url}> AS ?u) SERVICE?u{{ ?s ?q ?r }} }}"
        ),
        "FROM": _query(f"SELECT $this FROM <{url}> {{ $this ?p ?o }}"),
        "FROM NAMED": _query(
            f"SELECT $this FROM NAMED <{url}> {{ GRAPH <{url}> {{ $this ?p ?o }} }}"
        ),
        "GRAPH": _query(f"SELECT $this {{ GRAPH <{url}> {{ $this ?p ?o }} }}"),
        "a library of JavaScript": _rule(
            f'sh:js [ sh:jsLibrary [ sh:jsLibraryURL "{url}"^^xsd:anyURI ] ] .'
        ),
        "a context of JSON-LD": Pair(
            f'{{"@context": "{url}", "@id": "http://x.org/a"}}', media_type="application/ld+json"
        ),
        "an import of a context": Pair(
            f'{{"@context": {{"@version": 1.1, "@import": "{url}"}}, "@id": "http://x.org/a"}}',
            media_type="application/ld+json",
        ),
        "an entity of XML": Pair(
            f'{EXTERNAL.format(url=url)}{XML}<rdf:Description rdf:about="http://x.org/">'
            "<x:p>&e;</x:p></rdf:Description></rdf:RDF>",
            media_type="application/rdf+xml",
        ),
        "a DTD of XML": Pair(
            f'<!DOCTYPE rdf:RDF SYSTEM "{url}">{XML}</rdf:RDF>', media_type="application/rdf+xml"
        ),
    }
