"""Running one test of a suite against a server; an AssertionError says what differs."""

import re

import httpx
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from tests.conformance import descriptions, exchanges, formats
from tests.conformance.endpoint import Endpoint, calls_remote, with_base
from tests.conformance.manifests import Dataset, Entry, File
from tests.conformance.results import (
    Solutions,
    compare_csv,
    compare_solutions,
    quads_of,
    read,
    result_set,
    same_graph,
)

_RESULT_TYPES = {
    "srx": ("xml", "application/sparql-results+xml"),
    "srj": ("json", "application/sparql-results+json"),
    "tsv": ("tsv", "text/tab-separated-values"),
}
_JSON = "application/sparql-results+json"
_EITHER = f"{_JSON}, text/turtle"
_FROM = re.compile(r"\bFROM\s+(?:NAMED\s+)?<([^>]*)>", re.IGNORECASE)


def run(test: Entry, endpoint: Endpoint) -> None:
    """Run a test.

    Raises:
        AssertionError: the server does not do what the test expects.
        NotImplementedError: the kind of test is none of those known here.
    """
    if test.kind in ("ProtocolTest", "GraphStoreProtocolTest"):
        exchanges.run(test, endpoint)
    elif test.kind == "ServiceDescriptionTest":
        descriptions.run(test, endpoint)
    elif test.kind in ("QueryEvaluationTest", "CSVResultFormatTest"):
        _evaluate(test, endpoint)
    elif test.kind == "UpdateEvaluationTest":
        _update(test, endpoint)
    elif test.kind.startswith(("PositiveSyntax", "PositiveUpdateSyntax")):
        _positive(test, endpoint)
    elif test.kind.startswith(("NegativeSyntax", "NegativeUpdateSyntax")):
        _negative(test, endpoint)
    elif formats.is_known(test.kind):
        formats.run(test, endpoint)
    else:
        raise NotImplementedError(f"tests of the kind {test.kind}")


def _evaluate(test: Entry, endpoint: Endpoint) -> None:
    assert test.query is not None
    text = test.query.text()
    endpoint.hold(_with_named_in(test, text))
    suffix = "" if test.result is None else test.result.path.suffix[1:]
    if suffix == "csv":
        response = endpoint.ask(with_base(text, test.query.url), "text/csv")
        _expect(response, 200)
        compare_csv(_bytes(test.result), response.content)
        return
    form, accept = _RESULT_TYPES.get(suffix, ("json", _EITHER))
    response = endpoint.ask(with_base(text, test.query.url), accept)
    _expect(response, 200)
    if test.result is None:
        return
    if suffix in _RESULT_TYPES:
        expected = read(_bytes(test.result), form)
    else:
        quads = quads_of(test.result)
        told = result_set(quads)
        if told is None:
            assert same_graph(quads, _graph(response)), f"another graph: {response.text[:800]}"
            return
        expected = told
    found = read(response.content, form)
    if isinstance(expected, Solutions) and isinstance(found, Solutions):
        compare_solutions(expected, found, lax=test.lax)
    else:
        assert expected == found, f"the answer is {found}, expected {expected}"


def _update(test: Entry, endpoint: Endpoint) -> None:
    assert test.query is not None
    endpoint.hold(test.dataset)
    response = endpoint.change(with_base(test.query.text(), test.query.url))
    assert response.is_success, _told(response)
    found = endpoint.everything()
    assert same_graph(_quads(test.after or Dataset()), found), (
        "the dataset is now " + " ".join(f"{quad} ." for quad in sorted(found, key=str))[:1500]
    )


def _positive(test: Entry, endpoint: Endpoint) -> None:
    assert test.query is not None
    text = test.query.text()
    endpoint.clean()
    response = _syntax(test, text, endpoint)
    if endpoint.refuses_remote and calls_remote(text):
        # A policy, not a gap: what would call another place is understood, and refused as such.
        assert response.status_code == 403, _told(response)
        assert response.json()["type"].endswith("/forbidden"), _told(response)
        return
    # Understood is not carried out: a graph to be cleared may not be there, a function unknown.
    assert response.status_code != 400, _told(response)


def _negative(test: Entry, endpoint: Endpoint) -> None:
    assert test.query is not None
    endpoint.clean()
    response = _syntax(test, test.query.text(), endpoint)
    _expect(response, 400)


def _syntax(test: Entry, text: str, endpoint: Endpoint) -> httpx.Response:
    assert test.query is not None
    if test.query.path.suffix == ".ru" or "Update" in test.kind:
        return endpoint.change(text)
    return endpoint.ask(text, _EITHER)


def _with_named_in(test: Entry, text: str) -> Dataset:
    """Return the data of a test, and the files of the suite that its FROM clauses name."""
    assert test.query is not None
    files = set(test.dataset.files)
    for reference in _FROM.findall(re.sub(r"#[^\n]*", "", text)):
        path = test.query.path.parent / reference
        if reference and "/" not in reference and path.is_file():
            url = test.query.url.rpartition("/")[0] + "/" + reference
            files.add((url, File(path, url)))
    return Dataset(frozenset(files))


def _quads(dataset: Dataset) -> list[Quad]:
    quads: list[Quad] = []
    for graph, file in dataset.files:
        name = () if graph is None else (NamedNode(graph),)
        quads.extend(Quad(q.subject, q.predicate, q.object, *name) for q in quads_of(file))
    return quads


def _graph(response: httpx.Response) -> list[Quad]:
    media_type = response.headers["content-type"].partition(";")[0]
    form = RdfFormat.from_media_type(media_type)
    assert form is not None, f"the answer is {media_type}, no form of RDF"
    return list(parse(response.content, format=form))


def _bytes(file: File | None) -> bytes:
    assert file is not None
    return file.path.read_bytes()


def _expect(response: httpx.Response, status: int) -> None:
    assert response.status_code == status, f"expected {status}: {_told(response)}"


def _told(response: httpx.Response) -> str:
    return f"{response.status_code} {response.text[:600]}"
