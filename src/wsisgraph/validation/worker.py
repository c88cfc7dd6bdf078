"""A worker of the validator: reads one task, answers it, and ends.

It lives in the sandbox, one life a validation, so that nothing of one asker's shapes is left for
the next. It may be killed at any moment, and its task may kill it (the parsers overflow the stack
on deep nesting, memory runs out): nothing but that task is lost.
"""

import io
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

import rdflib
from pyoxigraph import Quad, Triple, serialize
from rdflib.term import URIRef

from wsisgraph.errors import DataSyntaxError, QueryFailed, QueryTooDeep, QueryTooLarge, StoreError
from wsisgraph.graph.shacl import as_triples
from wsisgraph.store import frames, parsing
from wsisgraph.store.changes import as_message
from wsisgraph.terms.namespaces import PREFIXES, RDF, SH
from wsisgraph.validation.judging import Judged, by_given_shapes, by_our_shapes
from wsisgraph.validation.knowledge import Knowledge
from wsisgraph.validation.lines import Lines, subject_lines
from wsisgraph.validation.plain import plain

_TAKES_PREFIXES = {"turtle", "trig", "rdfxml"}
_MOST_ASKED, _ASKED_AT_ONCE = 5000, 250


class Worker:
    """Answers one task over a socket."""

    def __init__(self, known: Knowledge, fd: int) -> None:
        self._known = known
        self._fd = fd

    def live(self) -> None:
        """Read the task, answer it."""
        try:
            body = self._answer(json.loads(self._next()))
        except MemoryError:
            # As the engines do when memory runs out: the front tells the rest.
            os.abort()
        except StoreError as error:
            self._fail(error)
        except RecursionError:
            self._fail(QueryTooDeep("The data nest too deep", mend="write them flatter"))
        except BaseException as error:
            # Whatever could not be done with this task is its answer: a panic of the engine is no
            # Exception, yet no reason to leave the asker without one.
            said = " ".join(str(error).split()).rstrip(".")
            self._fail(QueryFailed(f"The data cannot be checked: {said}"))
        else:
            frames.write_all(self._fd, frames.frame(frames.END, body))

    def _answer(self, task: Mapping[str, Any]) -> bytes:
        documents: Sequence[Mapping[str, str]] = task["documents"]
        bodies = [self._next() for _ in documents]
        data = _read(documents[0], bodies[0])
        if len(documents) > 1:
            judged = by_given_shapes(data, _read(documents[1], bodies[1]))
        else:
            judged = by_our_shapes(data, self._known, self._kinds)
        if task["format"] != "plain":
            return _serialised(judged, task["format"])
        lines = _lines(documents[0], bodies[0])
        return json.dumps(plain(judged, task["lang"], lines), ensure_ascii=False).encode()

    def _kinds(self, iris: Sequence[str]) -> Iterator[Quad]:
        """Ask the front for the classes of things, and wait for its answers.

        Raises:
            QueryTooLarge: there are too many to ask for.
        """
        if len(iris) > _MOST_ASKED:
            raise QueryTooLarge(
                f"The data refer to more than {_MOST_ASKED} things that they do not describe",
                mend="send the data in parts",
            )
        for start in range(0, len(iris), _ASKED_AT_ONCE):
            asked = {"iris": iris[start : start + _ASKED_AT_ONCE]}
            frames.write_all(self._fd, frames.message(frames.REQUEST, asked))
            yield from parsing.read(io.BytesIO(self._next()), "ntriples", "")

    def _next(self) -> bytes:
        received = frames.read_frame(self._fd)
        if received is None:
            # Nobody is there to answer.
            os._exit(0)
        return received[1]

    def _fail(self, error: StoreError) -> None:
        frames.write_all(self._fd, frames.message(frames.FAILURE, as_message(error)))


def _read(told: Mapping[str, str], body: bytes) -> Iterator[Quad]:
    """Give the quads of a document.

    Raises:
        DataSyntaxError, QueryTooDeep: it cannot be read; the place names the document.
    """
    try:
        yield from parsing.read(io.BytesIO(body), told["format"], told["base"])
    except (DataSyntaxError, QueryTooDeep) as error:
        name = told["name"]
        error.message = error.message.replace("The data ", f"The {name} ", 1)
        error.where = f"the {name}, {error.where}" if error.where else f"the {name}"
        raise


def _lines(told: Mapping[str, str], body: bytes) -> Lines:
    try:
        return subject_lines(body.decode(), told["format"], told["base"])
    except ValueError:
        # Another encoding of XML, or IRIs that cannot be resolved: then no line is told.
        return {}


def _serialised(judged: Judged, format: str) -> bytes:
    """Return the report with its node first and what is said of each result together."""
    report = judged.report
    nodes = [
        *report.subjects(URIRef(RDF.type), URIRef(SH.ValidationReport)),
        *sorted(
            report.subjects(URIRef(RDF.type), URIRef(SH.ValidationResult)),
            key=lambda result: sorted(map(str, report.objects(result))),
        ),
    ]
    first = dict.fromkeys(nodes)
    rest = sorted(set(report.subjects()) - first.keys(), key=str)
    triples: Iterator[Triple] = chain.from_iterable(
        as_triples(report.triples((node, None, None))) for node in (*first, *rest)
    )
    prefixes = _prefixes(report) if format in _TAKES_PREFIXES else None
    return serialize(triples, format=parsing.FORMATS[format], prefixes=prefixes) or b""


def _prefixes(report: rdflib.Graph) -> dict[str, str]:
    """Return the prefixes that a report makes use of."""
    named = {str(node) for triple in report for node in triple if isinstance(node, URIRef)}
    known = {**PREFIXES, "rdf": RDF.iri}
    return {
        prefix: iri for prefix, iri in known.items() if any(name.startswith(iri) for name in named)
    }
