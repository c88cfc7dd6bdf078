"""Hostile data and hostile updates: what strangers send to a store that takes writing."""

from collections.abc import Mapping
from dataclasses import dataclass

TURTLE = "text/turtle"
TRIG = "application/trig"
TRIPLES = "application/n-triples"
QUADS = "application/n-quads"
JSONLD = "application/ld+json"
XML = "application/rdf+xml"

_DEEP = 20_000
_DEEP_BUT_TAKEN = 4_000
_RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x.example/">'
)


@dataclass(frozen=True)
class Load:
    """A body that is sent to be parsed; `refused` when it must not be taken."""

    media_type: str
    body: bytes
    refused: bool = True


def _entities(levels: int = 12, each: int = 10) -> str:
    declared = '<!ENTITY e0 "aaaaaaaaaa">' + "".join(
        f'<!ENTITY e{level} "{f"&e{level - 1};" * each}">' for level in range(1, levels)
    )
    body = f'<rdf:Description rdf:about="http://x.example/a"><x:p>&e{levels - 1};</x:p>'
    return f"<!DOCTYPE rdf:RDF [{declared}]>{_RDF}{body}</rdf:Description></rdf:RDF>"


def _external(declaration: str, entity: str = "&e;") -> str:
    body = f'<rdf:Description rdf:about="http://x.example/a"><x:p>{entity}</x:p></rdf:Description>'
    return f"<!DOCTYPE rdf:RDF [{declaration}]>{_RDF}{body}</rdf:RDF>"


def _text(media_type: str, body: str, refused: bool = True) -> Load:
    return Load(media_type, body.encode(), refused)


PARSER_BOMBS: Mapping[str, Load] = {
    "lists in lists": _text(
        TURTLE, "<x:a> <x:p> " + "(" * _DEEP_BUT_TAKEN + ")" * _DEEP_BUT_TAKEN + " .", refused=False
    ),
    "lists never closed": _text(TURTLE, "<x:a> <x:p> " + "(" * 200_000),
    "nodes in nodes": _text(
        TURTLE,
        "<x:a> <x:p> " + "[ <x:p> " * _DEEP_BUT_TAKEN + "1" + "]" * _DEEP_BUT_TAKEN + " .",
        refused=False,
    ),
    "triples in triples": _text(
        TURTLE, "<x:a> <x:p> " + "<<( <x:a> <x:p> " * _DEEP + "1" + " )>>" * _DEEP + " ."
    ),
    "triples in triples, line by line": _text(
        TRIPLES, "<x:a> <x:p> " + "<<( <x:a> <x:p> " * _DEEP + '"1"' + " )>>" * _DEEP + " .\n"
    ),
    "reifiers in reifiers": _text(
        TURTLE,
        "<< " * _DEEP_BUT_TAKEN
        + "<x:a> <x:p> <x:b>"
        + " >> <x:p> <x:b>" * (_DEEP_BUT_TAKEN - 1)
        + " >> <x:p> 1 .",
        refused=False,
    ),
    "annotations in annotations": _text(
        TURTLE,
        "<x:a> <x:p> <x:b> " + "{| <x:p> <x:b> " * _DEEP_BUT_TAKEN + "|}" * _DEEP_BUT_TAKEN + " .",
        refused=False,
    ),
    "graphs in graphs": _text(TRIG, "<x:g> { " * _DEEP + "}" * _DEEP),
    "objects in objects": _text(JSONLD, '{"http://x.example/p":' * _DEEP + "1" + "}" * _DEEP),
    "arrays in arrays": _text(JSONLD, "[" * _DEEP + "]" * _DEEP, refused=False),
    "lists in lists of JSON": _text(
        JSONLD, '{"http://x.example/p":' + '{"@list":[' * _DEEP + "1" + "]}" * _DEEP + "}"
    ),
    "graphs in graphs of JSON": _text(JSONLD, '{"@graph":' * _DEEP + "1" + "}" * _DEEP),
    "contexts in contexts": _text(JSONLD, '{"@context":[' * _DEEP + "{}" + "]}" * _DEEP),
    "a context that doubles": _text(
        JSONLD,
        '{"@context":{"a0":"http://x.example/"'
        + "".join(f',"a{i}":{{"@id":"a{i - 1}:a{i - 1}"}}' for i in range(1, 40))
        + '},"a39":"1"}',
        refused=False,
    ),
    "scoped contexts": _text(
        JSONLD,
        '{"@context":{"p":{"@id":"http://x.example/p","@context":' * 2_000
        + "{}"
        + "}}" * 2_000
        + "}",
    ),
    "elements in elements": _text(
        XML, _RDF + "<x:A><x:p>" * _DEEP + "</x:p></x:A>" * _DEEP + "</rdf:RDF>"
    ),
    "entities of entities": _text(XML, _entities()),
    "entities in an attribute": _text(
        XML,
        _external('<!ENTITY a "aaaaaaaaaa"><!ENTITY e "&a;&a;&a;&a;">').replace(
            'about="http://x.example/a"', 'about="http://x.example/&e;"'
        ),
    ),
    "an entity of itself": _text(XML, _external('<!ENTITY e "&f;"><!ENTITY f "&e;">')),
    "a long entity many times": _text(
        XML, _external(f'<!ENTITY e "{"a" * 100_000}">', "&e;" * 100_000)
    ),
    "an entity from a file": _text(XML, _external('<!ENTITY e SYSTEM "file:///etc/passwd">')),
    "an entity from elsewhere": _text(XML, _external('<!ENTITY e SYSTEM "CANARY">')),
    "an entity of a parameter": _text(XML, _external('<!ENTITY % e SYSTEM "CANARY"> %e;', "")),
    "a document type from elsewhere": _text(
        XML, f'<!DOCTYPE rdf:RDF SYSTEM "CANARY">{_RDF}</rdf:RDF>'
    ),
    "a context from elsewhere": _text(JSONLD, '{"@context":"CANARY","p":"1"}'),
    "contexts from elsewhere": _text(
        JSONLD, '{"@context":[{},"CANARY",{"@import":"CANARY"}],"@id":"x:a","p":"1"}'
    ),
    "an imported context": _text(
        JSONLD, '{"@context":{"@version":1.1,"@import":"CANARY"},"@id":"x:a","p":"1"}'
    ),
    "a scoped context from elsewhere": _text(
        JSONLD,
        '{"@context":{"p":{"@id":"http://x.example/p","@context":"CANARY"}},"p":{"q":"1"}}',
    ),
    "an ontology that imports": _text(
        TURTLE,
        "<x:a> a <http://www.w3.org/2002/07/owl#Ontology> ; "
        "<http://www.w3.org/2002/07/owl#imports> <CANARY> .",
        refused=False,
    ),
    "UTF-16": Load(TURTLE, "<x:a> <x:p> <x:b> .".encode("utf-16")),
    "UTF-32": Load(TURTLE, "<x:a> <x:p> <x:b> .".encode("utf-32")),
    "UTF-16 of XML": Load(XML, f"{_RDF}</rdf:RDF>".encode("utf-16"), refused=False),
    "another encoding of XML": Load(
        XML, f'<?xml version="1.0" encoding="UTF-7"?>{_RDF}+ADw-x:A/></rdf:RDF>'.encode()
    ),
    "bytes that are no text": Load(TURTLE, b'<x:a> <x:p> "\xff\xfe\xc0\xaf" .'),
    "nulls": Load(TURTLE, b"\x00" * 1_000_000),
    "a null in a string": Load(TRIPLES, b'<x:a> <x:p> "\x00" .\n', refused=False),
    "half a surrogate pair": _text(TURTLE, '<x:a> <x:p> "\\uD800" .'),
    "an escape too large": _text(TURTLE, '<x:a> <x:p> "\\UFFFFFFFF" .'),
    "a string without end": _text(TURTLE, '<x:a> <x:p> """' + 'a"" ' * 1_000_000),
    "an IRI without end": _text(TURTLE, "<x:a> <x:p> <http://" + "a" * 4_000_000),
    "a comment of megabytes": _text(TURTLE, "#" + "a" * 16_000_000, refused=False),
    "lines of megabytes": _text(TURTLE, "\n" * 16_000_000, refused=False),
    "semicolons": _text(TURTLE, "<x:a> <x:p> <x:b> " + ";" * 4_000_000 + " .", refused=False),
    "a million prefixes": _text(
        TURTLE,
        "".join(f"@prefix p{i}: <http://x.example/{i}/> .\n" for i in range(50_000))
        + "p1:a a p2:b .",
        refused=False,
    ),
    "bases upon bases": _text(
        TURTLE,
        "@base <http://x.example/a/> .\n" + "@base <b/> .\n" * 50_000 + "<a> <p> <b> .",
        refused=False,
    ),
    "an IRI of dots": _text(
        TURTLE, f"@base <http://x.example/> . <{'../' * 1_000_000}> <x:p> <x:b> .", refused=False
    ),
    "a huge integer": _text(TURTLE, f"<x:a> <x:p> {'9' * 4_000_000} .", refused=False),
    "a huge decimal": _text(TURTLE, f"<x:a> <x:p> 0.{'1' * 4_000_000} .", refused=False),
    "a huge exponent": _text(TURTLE, f"<x:a> <x:p> 1e{'9' * 1_000_000} .", refused=False),
    "a huge number of JSON": _text(
        JSONLD, '{"http://x.example/p":' + "9" * 1_000_000 + "e" + "9" * 1_000 + "}", refused=False
    ),
    "a long literal": _text(TRIPLES, f'<x:a> <x:p> "{"a" * 4_000_000}" .\n', refused=False),
    "a long language": _text(TRIPLES, f'<x:a> <x:p> "a"@{"a" * 1_000_000} .\n', refused=False),
    "a megabyte of at signs": _text(TURTLE, "@" * 1_000_000),
    "a megabyte of brackets": _text(TRIG, "{" * 1_000_000),
    "no JSON": _text(JSONLD, '{"a":' + '"\\u0000\\uD800"' * 10_000),
    "one key many times": _text(
        JSONLD, "{" + '"http://x.example/p":1,' * 50_000 + '"http://x.example/p":2}', refused=False
    ),
    "fresh nodes": _text(TURTLE, "[] <x:p> [] .\n" * 40_000, refused=False),
    "a list of many": _text(TURTLE, "<x:a> <x:p> (" + "1 " * 40_000 + ") .", refused=False),
    "too many quads": _text(
        TRIPLES, "".join(f"<x:{i}> <x:p> <x:{i + 1}> .\n" for i in range(60_000)), refused=False
    ),
}
"""Data; `CANARY` stands for the address that must hear nothing."""

_TWO = "?a ?b ?c . ?d ?e ?f"
_THREE = f"{_TWO} . ?g ?h ?i"


def _into(template: str, pattern: str) -> str:
    return f"INSERT {{ GRAPH <x:g> {{ {template} }} }} WHERE {{ {pattern} }}"


_PRODUCT = _into("?a <x:p> ?f", _THREE)

UPDATE_BOMBS: Mapping[str, str] = {
    "insert a product": _PRODUCT,
    "insert nothing of a product": _into(
        "<x:a> <x:p> <x:b>",
        f"{_THREE} FILTER(STRLEN(CONCAT(STR(?c), STR(?f), STR(?i))) < 1)",
    ),
    "delete a product": f"DELETE {{ GRAPH <x:g> {{ ?a ?e ?i }} }} WHERE {{ {_THREE} }}",
    "fresh nodes of a product": _into("[] <x:p> []", _TWO),
    "a hundred products": " ;\n".join([_PRODUCT] * 100),
    "into each graph": "INSERT { GRAPH ?g { ?a ?b ?f } } WHERE { GRAPH ?g { " + _TWO + " } }",
    "a text doubled": _into(
        "<x:a> <x:p> ?x40",
        'BIND("0123456789" AS ?x0) '
        + " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(40)),
    ),
    "each doubles what is there": " ;\n".join(
        f"INSERT {{ GRAPH <x:g{i}> {{ ?s <x:p{i}> [] . ?s <x:q{i}> [] }} }}"
        " WHERE { GRAPH ?g { ?s ?p ?o } }"
        for i in range(60)
    ),
    "all of it, copied and copied": " ;\n".join(
        f"INSERT {{ GRAPH <x:g{i}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}"
        for i in range(400)
    ),
    "a closure": _into("?a <x:p> ?b", "?a (!<x:y>|^!<x:y>)* ?b"),
}

UPDATES_REFUSED: Mapping[str, str] = {
    "deep data": "INSERT DATA { <x:a> <x:p> " + "(" * 10_000 + ")" * 10_000 + " }",
    "deep triples": "INSERT DATA { <x:a> <x:p> "
    + "<<( <x:a> <x:p> " * 10_000
    + "1"
    + " )>>" * 10_000
    + "}",
    "deep groups": "DELETE WHERE " + "{" * 10_000 + "}" * 10_000,
    "too long": "INSERT DATA { <x:a> <x:p> '" + "a" * (4 << 20) + "' }",
    "a service": "INSERT { ?s ?p ?o } WHERE { SERVICE SILENT <CANARY> { ?s ?p ?o } }",
    "a service, escaped": "INSERT { ?s ?p ?o } WHERE { SERV\\u0049CE <CANARY> { ?s ?p ?o } }",
    "a service in EXISTS": "DELETE WHERE { ?s ?p ?o } ; INSERT { <x:a> <x:p> 1 } WHERE { "
    "FILTER EXISTS { SERVICE <CANARY> {} } }",
    "a service by a variable": "INSERT { ?s ?p ?o } WHERE { "
    "VALUES ?u { <CANARY> } SERVICE ?u { ?s ?p ?o } }",
    "load": "LOAD <CANARY>",
    "load silent": "load silent <CANARY> into graph <x:g>",
    "load, escaped": "LO\\u0041D <CANARY>",
    "load after a comment": "LOAD # <\n<CANARY>",
    "load by a prefix": "PREFIX c: <CANARY> LOAD c:data",
    "load by BASE": "BASE <CANARY> LOAD <>",
    "load after another": "INSERT DATA { <x:a> <x:p> <x:b> } ; LOAD <CANARY>",
    "load a file": "LOAD <file:///etc/passwd>",
    "a query": "SELECT * { ?s ?p ?o }",
}
