"""Texts like those that call other places, changed a little here and there."""

from pathlib import Path

from hypothesis import strategies as st
from tests.drills.test_no_way_out import LOADS, SERVICES

CORPUS = Path(__file__).parent / "corpus"

_INNOCENT = [
    "PREFIX service: <http://example.org/> SELECT * { ?s service:p service:SERVICE }",
    "SELECT ?service ?load { ?service ?p ?load FILTER(?service != 'SERVICE <URL>') }",
    'SELECT * { ?s ?p """ SERVICE <URL> { } """ OPTIONAL { ?s ?q "a\\"b"@en } }',
    "ASK { GRAPH ?g { ?s (<x:p>|!<x:q>)* ?o } } # SERVICE <URL> {}",
    "CONSTRUCT { ?s ?p ( 1 [ ?p ?o ] ) } WHERE { VALUES (?s ?p) { (<x:a> UNDEF) } ?s ?p ?o }",
]
_UPDATES = [
    *LOADS.values(),
    "INSERT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "DELETE { ?s ?p ?o } INSERT { GRAPH <x:h> { ?s ?p ?o } } WHERE { ?s ?p ?o }",
    "WITH <x:g> DELETE { ?s ?p ?o } USING <URL> WHERE { ?s ?p ?o }",
    "CLEAR SILENT GRAPH <x:load> ; INSERT DATA { <x:load> <x:p> 'LOAD <URL>' } ; LOAD <URL>",
    "PREFIX load: <x:> INSERT DATA { load:a load:load load:b } ; COPY load:g TO load:h",
]
QUERIES = [*SERVICES.values(), *_INNOCENT]
UPDATES = _UPDATES

_PIECES = [
    *("SERVICE", "service", "LOAD", "load", "SILENT", "<URL>", "{", "}", "(", ")", "[", "]", "."),
    *(" ", "\n", "\r", "\t", "# ' \n", "#\r", '"', "'", '"""', "'''", "\\", "\\u0022", "\\u0027"),
    *(
        "\\u0053",
        "\\U00000053",
        "\\u0023",
        "\\u003C",
        "\\u005C",
        "?s",
        "$u",
        "_:b",
        ":",
        "c:",
        "c:x",
    ),
    *(
        "1",
        "1.",
        "1e0",
        "true",
        "a",
        "@en",
        "@prefix",
        "^^",
        "<",
        ">",
        "<x:a>",
        "<<",
        ">>",
        ";",
        ",",
    ),
    *(
        "/",
        "|",
        "^",
        "!",
        "*",
        "-",
        "&&",
        "EXISTS",
        "FILTER",
        "BIND",
        "AS",
        "VALUES",
        "GRAPH",
        "UNDEF",
    ),
    *("\ufeff", "\u00a0", "\u2028", "\x0b", "\x0c", "\x1f", "\u00ad", "ſ", "İ", "K", "·", "é"),
]


def _escape(letter: str) -> str:
    return f"\\u{ord(letter):04X}" if ord(letter) < 0x10000 else f"\\U{ord(letter):08X}"


@st.composite
def changed(draw: st.DrawFn, texts: list[str]) -> str:
    """Draw one of the texts with up to six changes, `URL` standing for the canary."""
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(text)))
        match draw(st.integers(0, 5)):
            case 0:
                text = text[:at] + draw(st.sampled_from(_PIECES)) + text[at:]
            case 1:
                text = text[:at] + text[at + draw(st.integers(1, 3)) :]
            case 2:
                text = text[:at] + "".join(map(_escape, text[at : at + 1])) + text[at + 1 :]
            case 3:
                text = text[:at] + text[at : at + 8].swapcase() + text[at + 8 :]
            case 4:
                text = text[:at] + draw(st.text(max_size=3)) + text[at:]
            case _:
                other = draw(st.sampled_from(texts))
                text = text[:at] + other[draw(st.integers(0, len(other))) :]
    return text


DATA = {
    "turtle": [
        '@prefix c: <URL> . @base <URL> . c:a a c:B ; <p> \'x\'@en , 1.5 , ( 1 [ <p> """a""" ] ) .',
        "<x:a> <http://www.w3.org/2002/07/owl#imports> <URL> {| <x:p> << <x:a> <x:b> 1 >> |} .",
    ],
    "trig": ["GRAPH <URL> { <x:a> <x:p> [ ] } <x:g> { <x:a> <x:p> <<( <x:a> <x:p> 1 )>> }"],
    "ntriples": ['<URL> <x:p> "a\\u0022"^^<URL> .\n_:a <x:p> "b"@en--ltr .\n'],
    "nquads": ["<x:a> <x:p> <URL> <URL> .\n"],
    "jsonld": [
        '{"@context":"URL","@id":"x:a","p":1}',
        '{"@context":[{"@import":"URL"},{"p":{"@id":"x:p","@context":"URL"}}],"p":{"@value":1e9}}',
        '{"@graph":[{"@id":"URL","x:p":{"@list":[true,null,{"@set":[]}]}}],"@included":"URL"}',
    ],
    "rdfxml": [
        '<!DOCTYPE r [<!ENTITY e SYSTEM "URL"><!ENTITY f "g">]><r:RDF xmlns:r="http://www.w3.org/'
        '1999/02/22-rdf-syntax-ns#" xmlns:x="URL"><r:Description r:about="&f;"><x:p>&e;</x:p>'
        "</r:Description></r:RDF>",
        '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE r SYSTEM "URL"><r/>',
    ],
}


def kept(kind: str) -> list[str]:
    """Return the texts of the corpus whose names begin with `kind`."""
    return [path.read_text(encoding="utf-8") for path in sorted(CORPUS.glob(f"{kind}-*.txt"))]
