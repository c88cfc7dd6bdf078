"""The parent of validators: knows our shapes, and forks a worker for each validation.

A program of its own (`python -m wsisgraph.validation.process`), single-threaded, so that forking is
safe. It is told what to do over one control socket (see `store.nursery`):

- `fork` → a worker's process id, with its socket as a passed descriptor;
- `reap` → a worker that ended or was killed is buried, and how it ended is told.
"""

import argparse
import json
import logging
import signal
import socket
import sys
import warnings
from typing import Any

import rdflib
from pyoxigraph import parse

from wsisgraph.errors import InputRefused, StoreError, WsisgraphError
from wsisgraph.graph.shacl import as_rdflib, check
from wsisgraph.store import parsing
from wsisgraph.store.changes import as_message
from wsisgraph.store.nursery import Nursery, Reply, serve
from wsisgraph.validation import knowledge
from wsisgraph.validation.worker import Worker


class Validator:
    """Our knowledge, and the workers that have it."""

    def __init__(self, *, memory: int, filtered: bool) -> None:
        """Load what is known.

        Raises:
            WsisgraphError: the content cannot be read, or the platform has no sandbox.
        """
        self.nursery = Nursery(memory=memory, filtered=filtered)
        self._known = knowledge.load()
        _warm_up()

    def answer(self, request: dict[str, Any]) -> Reply:
        """Do what a message asks; returns the reply and descriptors to pass with it."""
        if request["do"] == "reap":
            return {"status": self.nursery.reap(request["pid"])}, []
        pid, fd = self.nursery.fork(lambda fd: Worker(self._known, fd).live())
        return {"pid": pid}, [fd]


# Every engine and plugin is used once here, for in the sandbox no file can be opened any more.
_EVERYTHING = """
PREFIX e: <http://example.org/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

e:thing e:of 1 , 2.5 , 2e1 , true , "a" , "a"@en , "2024-01-01"^^xsd:date , "P1D"^^xsd:duration ,
    "2024-01-01T00:00:00Z"^^xsd:dateTime , "10:00:00"^^xsd:time , "2024"^^xsd:gYear ,
    "YQ=="^^xsd:base64Binary , "61"^^xsd:hexBinary , "x:y"^^xsd:anyURI ,
    "<a>b</a>"^^rdf:XMLLiteral , "<p>b</p>"^^rdf:HTML , "{}"^^rdf:JSON .
e:shape a sh:NodeShape ; sh:targetNode e:thing ; sh:property e:property ; sh:component "a" ;
    sh:sparql [ sh:select "SELECT $this ?value { $this ?p ?value FILTER(REGEX(?value, 'a')) }" ] .
e:property sh:path ( e:of [ sh:zeroOrMorePath e:of ] ) ; sh:datatype xsd:date ; sh:pattern "a" ;
    sh:or ( [ sh:minInclusive 1 ] [ sh:class e:Thing ] [ sh:nodeKind sh:IRI ] ) ;
    sh:lessThan e:of ; sh:uniqueLang true .
e:component a sh:ConstraintComponent ; sh:parameter [ sh:path sh:component ] ;
    sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK { FILTER(STRLEN(STR($value)) > 3) }" ] .
"""


def _warm_up() -> None:
    # What rdflib and pyshacl say to a terminal (doubtful IRIs, odd literals) is nobody's here.
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    quads = list(parse(_EVERYTHING, format=parsing.FORMATS["turtle"]))
    check(as_rdflib(quads), as_rdflib(quads))
    rdflib.Literal("<p>", datatype=rdflib.RDF.HTML)


def main(arguments: list[str] | None = None) -> int:
    """Run the parent; returns the exit code."""
    parser = argparse.ArgumentParser(prog="wsisgraph validator")
    parser.add_argument("--control", type=int, required=True)
    parser.add_argument("--memory", type=int, required=True)
    parser.add_argument("--no-sandbox", action="store_true")
    given = parser.parse_args(arguments)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with socket.socket(fileno=given.control) as control:
        try:
            validator = Validator(memory=given.memory, filtered=not given.no_sandbox)
        except WsisgraphError as error:
            told = error if isinstance(error, StoreError | InputRefused) else StoreError(str(error))
            control.send(json.dumps(as_message(told)).encode())
            return 1
        try:
            control.send(b"{}")
        except BrokenPipeError:
            # The service was stopped before this process was ready.
            return 0
        try:
            serve(control, validator.answer)
        finally:
            validator.nursery.end()
    return 0


if __name__ == "__main__":
    sys.exit(main())
