"""Reading RDF that strangers send: quads, or a sentence with line and column.

What a format can do beyond stating facts is refused: fetching a context from elsewhere (JSON-LD),
declaring entities (the DTD of RDF/XML), nesting without end. The parsers run in a sandboxed worker,
which may die of its input; nothing here is relied upon for safety.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from typing import IO, cast
from xml.parsers import expat

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse

from wsisgraph.errors import DataSyntaxError, QueryTooDeep
from wsisgraph.store.changes import OWN
from wsisgraph.store.names import GraphNode
from wsisgraph.store.versions import WithoutVersions

FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}
"""The engine's formats by the names of `protocol.GRAPH_MEDIA_TYPES`."""

_CALLED = {
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "nquads": "N-Quads",
    "trig": "TriG",
    "jsonld": "JSON-LD",
    "rdfxml": "RDF/XML",
}
_DEEPEST_TERM = 32
_DEEPEST_XML = 1000
_PLACE = re.compile(r"Parser error at line \d+ (?:column \d+|between [^:]*): |\(line \d+\)$")
_XML_DECLARATION = re.compile(r"\A\ufeff?<\?xml\b[^>]*\?>")
_UTF8 = ("utf-8", "utf8", "us-ascii", "ascii")

# Loaded now: where this is used, no file can be opened.
for _codec in ("utf-8", "utf-16", "iso-8859-1"):
    codecs.lookup(_codec)


def read(body: IO[bytes], format: str, base: str) -> Iterator[Quad]:
    """Give the quads of a document, their blank nodes under names that are new everywhere.

    Raises:
        DataSyntaxError: it is not what `format` says, or names a context or entities elsewhere.
        QueryTooDeep: it nests too deep.
    """
    try:
        document = _readable(body, format)
        for quad in parse(document, format=FORMATS[format], base_iri=base, rename_blank_nodes=True):
            check(quad)
            yield quad
    except SyntaxError as error:
        raise _explained(error, format) from error


def _readable(body: IO[bytes], format: str) -> IO[bytes] | bytes:
    """Return a document as the engine's parser takes it."""
    if format == "rdfxml":
        return _plain_xml(body.read())
    opened = _Opened(body)
    if format in ("ntriples", "nquads"):
        return cast(IO[bytes], WithoutVersions(opened))
    return cast(IO[bytes], opened)


def check(quad: Quad) -> None:
    """Refuse a quad that the store does not take.

    Raises:
        DataSyntaxError: its graph is one of the store's own.
        QueryTooDeep: its triple terms nest too deep.
    """
    graph = quad.graph_name
    if isinstance(graph, NamedNode) and graph.value.startswith(OWN):
        raise DataSyntaxError(
            f"{graph} belongs to the store itself", mend="give the graph another name"
        )
    term: NamedNode | BlankNode | Triple | object = quad.object
    for _ in range(_DEEPEST_TERM):
        if not isinstance(term, Triple):
            return
        term = term.object
    raise QueryTooDeep(
        f"A triple term nests deeper than {_DEEPEST_TERM} levels", mend="write it flatter"
    )


def in_one_graph(quads: Iterator[Quad], graph: GraphNode) -> Iterator[Quad]:
    """Put the quads of a document into one graph.

    Raises:
        DataSyntaxError: the document names graphs of its own.
    """
    for quad in quads:
        if not isinstance(quad.graph_name, DefaultGraph):
            raise DataSyntaxError(
                f"The data name graphs of their own, such as {quad.graph_name}, and were sent to"
                " one graph",
                mend="send them without graphs, or to the whole dataset",
            )
        yield Quad(quad.subject, quad.predicate, quad.object, graph)


class _Opened:
    """A document without its byte order mark, as far as the engine asks of a file."""

    def __init__(self, body: IO[bytes]) -> None:
        self._body = body
        self._first = True

    def read(self, size: int = -1) -> bytes:
        piece = self._body.read(size)
        if self._first:
            self._first = False
            if piece.startswith(codecs.BOM_UTF8):
                # A document of nothing else goes on with what follows.
                return piece[len(codecs.BOM_UTF8) :] or self._body.read(size)
        return piece


def _plain_xml(document: bytes) -> bytes:
    """Return a document as UTF-8.

    Raises:
        DataSyntaxError: it is not well-formed, has a DTD, or an encoding that is not read here.
        QueryTooDeep: its elements nest too deep.
    """
    encoding = _inspected_xml(document)
    if encoding is None:
        return document.removeprefix(codecs.BOM_UTF8)
    return _XML_DECLARATION.sub("", document.decode(encoding)).encode()


def _inspected_xml(document: bytes) -> str | None:
    """Look through a document; return its encoding when it is another than UTF-8."""
    declared: list[str | None] = []
    depth = 0

    def start(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST_XML:
            raise QueryTooDeep(
                f"The elements nest deeper than {_DEEPEST_XML} levels", mend="write it flatter"
            )

    def end(*_: object) -> None:
        nonlocal depth
        depth -= 1

    def doctype(*_: object) -> None:
        raise DataSyntaxError(
            "The document has a DTD (<!DOCTYPE …>), which is not read here",
            line=parser.CurrentLineNumber,
            column=parser.CurrentColumnNumber + 1,
            mend="leave it out and write its entities out",
        )

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = doctype
    parser.XmlDeclHandler = cast(
        Callable[..., None], lambda version, encoding, alone: declared.append(encoding)
    )
    try:
        parser.Parse(document, True)
    except expat.ExpatError as error:
        raise DataSyntaxError(
            f"The data are not XML: {expat.errors.messages[error.code]}",
            line=error.lineno,
            column=error.offset + 1,
        ) from error
    except (LookupError, OSError) as error:
        raise DataSyntaxError(
            f"The encoding “{declared[0] if declared else ''}” is not read here",
            mend="send the document in UTF-8",
        ) from error
    if document.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    encoding = (declared[0] if declared else None) or "utf-8"
    return None if encoding.lower() in _UTF8 else encoding


def _explained(error: SyntaxError, format: str) -> DataSyntaxError:
    said = str(error.msg)
    if "LoadDocumentCallback" in said:
        return DataSyntaxError(
            "The data take their @context from another address, and nothing is fetched here",
            mend="write the context into the document",
        )
    said = " ".join(_PLACE.sub("", said).split()).rstrip(".")
    return DataSyntaxError(
        f"The data are not {_CALLED[format]}: {said}", line=error.lineno, column=error.offset
    )
