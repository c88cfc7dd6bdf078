"""A SPARQL server under test, spoken to in nothing but the standard protocols."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import httpx
from pyoxigraph import Quad, RdfFormat
from tests.conformance.manifests import Dataset, File
from tests.conformance.results import Row, quads_of, read

_EVERYTHING = (
    "SELECT ?g ?s ?p ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"  # the same labels in all
)
_TURTLE = "text/turtle"


@dataclass
class Endpoint:
    """A server.

    Attributes:
        query: the address of its query operation.
        update: the address of its update operation.
        graphs: the address of its graph store.
        headers: what it wants with every request (credentials).
        refuses_remote: whether SERVICE and LOAD are refused with 403, as a policy.
    """

    query: str
    update: str
    graphs: str
    headers: dict[str, str] = field(default_factory=dict)
    refuses_remote: bool = False
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=30))
    _holds: Dataset | None = None

    def send(
        self,
        method: str,
        url: str,
        *,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        writes: bool = False,
    ) -> httpx.Response:
        """Send one request, with credentials."""
        if writes:
            self._holds = None
        return self.client.request(
            method, url, content=body, headers={**self.headers, **(headers or {})}
        )

    def ask(self, query: str, accept: str) -> httpx.Response:
        """Send a query as the body of a POST."""
        return self.send(
            "POST",
            self.query,
            body=query.encode(),
            headers={"Content-Type": "application/sparql-query", "Accept": accept},
        )

    def change(self, update: str) -> httpx.Response:
        """Send an update as the body of a POST."""
        return self.send(
            "POST",
            self.update,
            body=update.encode(),
            headers={"Content-Type": "application/sparql-update"},
            writes=True,
        )

    def clean(self) -> None:
        """Empty the server, unless it is."""
        self.hold(Dataset())

    def hold(self, dataset: Dataset) -> None:
        """Make the server hold this dataset and nothing else.

        Several files of one graph are put first and posted after. What a server already holds
        since the last call is not sent again; whatever writes in between calls makes it forgotten.
        """
        if self._holds == dataset:
            return
        if self._holds != Dataset():
            self._well(self.change("DROP ALL"))
        self._holds = None
        begun: set[str | None] = set()
        for graph, file in sorted(dataset.files, key=lambda pair: (pair[0] or "", pair[1].url)):
            method = "POST" if graph in begun else "PUT"
            begun.add(graph)
            body, media_type = as_sent(file)
            response = self.send(
                method,
                self.graph_url(graph),
                body=body,
                headers={"Content-Type": media_type},
                writes=True,
            )
            self._well(response)
        self._holds = dataset

    def forget(self) -> None:
        """Take note that the server may hold something else now."""
        self._holds = None

    def graph_url(self, graph: str | None) -> str:
        """Return the address of a graph in the graph store (indirect identification)."""
        if graph is None:
            return f"{self.graphs}?default"
        return str(httpx.URL(self.graphs, params={"graph": graph}))

    def everything(self) -> list[Quad]:
        """Return every quad that the server holds."""
        response = self._well(self.ask(_EVERYTHING, "application/sparql-results+json"))
        found = read(response.content, "json")
        assert not isinstance(found, bool)
        return list(_quads(found.rows))

    def _well(self, response: httpx.Response) -> httpx.Response:
        assert response.is_success, (
            f"{response.request.method} {response.request.url} → {response.status_code}: "
            f"{response.text[:500]}"
        )
        return response


def as_sent(file: File) -> tuple[bytes, str]:
    """Return a data file as it is put, and its media type.

    A graph store resolves relative IRIs against the graph's IRI (GSP §4.1), the suites against the
    file's own: Turtle is told so on a line before it; other forms are turned into N-Triples.
    """
    data = file.path.read_bytes()
    if file.path.suffix in (".ttl", ".trig"):
        media_type = _TURTLE if file.path.suffix == ".ttl" else "application/trig"
        return f"@base <{file.url}> .\n".encode() + data, media_type
    if file.path.suffix in (".nt", ".nq"):
        return data, RdfFormat.from_extension(file.path.suffix[1:]).media_type  # type: ignore[union-attr]
    lines = (f"{quad.triple} .\n" for quad in quads_of(file))
    return "".join(lines).encode(), RdfFormat.N_TRIPLES.media_type


def with_base(text: str, base: str) -> str:
    """Return a query or update whose relative IRIs resolve against `base`."""
    return f"BASE <{base}>\n{text}"


def calls_remote(text: str) -> bool:
    """Tell whether a text of a suite holds SERVICE or LOAD outside of comments and IRIs."""
    bare = re.sub(r"<[^<>\s]*>|#[^\n]*", " ", text)
    return re.search(r"\b(?:SERVICE|LOAD)\b", bare, re.IGNORECASE) is not None


def _quads(rows: Iterable[Row]) -> list[Quad]:
    quads = []
    for row in rows:
        told = dict(row)
        graph = (told["g"],) if "g" in told else ()
        quads.append(Quad(told["s"], told["p"], told["o"], *graph))  # type: ignore[arg-type]
    return quads
