"""/dataset: what there is to take away, whose it is, how it is cited; and the same as VoID."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from wsisgraph.api import problems
from wsisgraph.api.citations import values
from wsisgraph.api.documents import header, links
from wsisgraph.api.downloads import CHECKSUMS, Files, checksums
from wsisgraph.api.downloads import PATH as DOWNLOADS
from wsisgraph.api.links import href
from wsisgraph.api.machine import described
from wsisgraph.api.manual import DatasetPage, Download, GraphEntry
from wsisgraph.api.negotiation import chosen_format
from wsisgraph.api.pages import Concept, Page, Term, Text
from wsisgraph.api.reading import Node, Reading, status_of, term, value
from wsisgraph.api.service import COMMON, RDF_FORMS, Service, bytes_of, html, matches, parameters
from wsisgraph.errors import StoreUnavailable
from wsisgraph.store.archive import Archive
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, OWL, XSD

PATH = "/dataset"
CHANGES = "/changes"

_CONTACT = "http://www.w3.org/ns/dcat#contactPoint"
_PATIENCE = 2.0
"""Seconds that /.well-known/void waits for files."""
_Own = Mapping[str, Sequence[Node]]


async def dataset(service: Service, request: Request) -> Response:
    """Answer /dataset: the page for people, DCAT and VoID for harvesters."""
    parameters(request, COMMON)
    suffix = request.path_params.get("suffix", "")
    offered = service.forms("html", *RDF_FORMS, "json")
    if suffix and suffix not in offered:
        raise problems.not_found(f"There is no form “{suffix[:20]}”", mend=f"ask for {PATH}.ttl")
    form = suffix or chosen_format(request, offered)
    form = "jsonld" if form == "json" else form
    whole = True

    async def build(reading: Reading) -> Response:
        nonlocal whole
        files, failed = None, False
        try:
            files = await service.downloads.of(service.store, reading)
        except StoreUnavailable:
            # What the data set is can be told without its files.
            failed = True
        whole = files is not None
        if form == "html" and service.pages is not None:
            page = service.page(request, reading, links(PATH))
            changed = await _changed(service, reading)
            shown = await dataset_page(reading, page, files, failed, changed)
            response = html(service.pages.dataset(shown))
        else:
            response = await _described(service, request, reading, files, form)
        response.headers["Link"] = header(iri(), links(PATH))
        return response

    response = await service.answer(request, form, build)
    return response if whole else _not_kept(response)


async def void(service: Service, request: Request) -> Response:
    """Answer /.well-known/void: the same, with what each graph holds, and the questions."""
    parameters(request, COMMON)
    form = chosen_format(request, tuple(RDF_FORMS))
    whole = True

    async def build(reading: Reading) -> Response:
        nonlocal whole
        files = None
        # Nobody waits here for files that are not made yet.
        with contextlib.suppress(StoreUnavailable):
            files = await service.downloads.of(service.store, reading, patience=_PATIENCE)
        whole = files is not None
        return await _described(service, request, reading, files, form, "void")

    response = await service.answer(request, form, build)
    return response if whole else _not_kept(response)


async def _described(
    service: Service,
    request: Request,
    reading: Reading,
    files: Files | None,
    form: str,
    detail: str = "catalogue",
) -> Response:
    root = service.address(request, "")
    values = values_of(
        reading,
        files,
        root=root,
        service=root,
        changes=root + CHANGES,
        modified=await _changed(service, reading),
        detail=detail,
    )
    query = reading.text("api/dataset-graph", values)
    return bytes_of(sized(await reading.ask(query, [RDF_FORMS[form]])), form)


async def _changed(service: Service, reading: Reading) -> list[str]:
    """Return when the sets were last changed; see `modified`."""
    sequence = reading.revision.sequence
    headers = await asyncio.to_thread(recorded, service.archive, sequence)
    entries = await service.audit.entries()
    written = [(entry.sequence, entry.time, entry.graphs) for entry in entries]
    return modified(sequence, headers, written)


def sized(body: bytes) -> bytes:
    """Return what `api/dataset-graph` gave, in any form, with the datatype of sizes of DCAT."""
    return body.replace(
        b"urn:x-wsisgraph:nonNegativeInteger", f"{XSD.iri}nonNegativeInteger".encode()
    )


def _not_kept(response: Response) -> Response:
    """Return an answer that says more once the files of the same revision are made."""
    del response.headers["ETag"]
    response.headers["Cache-Control"] = "no-store"
    return response


async def download(service: Service, request: Request) -> Response:
    """Answer /downloads/…: a file, with its checksum as ETag."""
    name = request.path_params["name"]
    files = await service.downloads.of(service.store, service.reading())
    if files is None:
        raise StoreUnavailable(
            "The files of this revision are still being made", mend="ask again in a moment"
        )
    headers = {"Cache-Control": "no-cache"}
    if name == CHECKSUMS:
        return Response(checksums(files.files), media_type="text/plain", headers=headers)
    file = files.named(name)
    if file is None:
        raise problems.not_found(
            f"There is no file “{name[:100]}”", mend=f"the page {PATH} lists them"
        )
    headers["ETag"] = f'"{file.sha256}"'
    if matches(request.headers.get("if-none-match", ""), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return FileResponse(
        files.folder / name,
        media_type=file.media_type,
        headers=headers,
        filename=PurePosixPath(name).name,
    )


def iri() -> str:
    """Return the IRI of the data set of this instance."""
    return iris.base_iri() + "dataset"


async def dataset_page(
    reading: Reading,
    page: Page,
    files: Files | None,
    failed: bool = False,
    changed: Sequence[str] = (),
) -> DatasetPage:
    """Return what /dataset shows; without files it says that they are being made, or failed.

    Args:
        reading: reads the revision.
        page: the frame.
        files: the files to take away; None without.
        failed: whether they could not be made.
        changed: when each set was last changed; see `modified`.
    """
    told, sizes, classes, ontology, counts = await reading.together(
        reading.rows("api/graph-terms", {"meta": iris.graph("meta")}),
        reading.rows("api/graph-sizes"),
        reading.rows("api/graph-classes"),
        reading.rows("api/ontology", {"lang": reading.lang}),
        reading.rows("api/counts"),
    )
    terms: dict[str, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
    for row in told:
        terms[value(row, "graph")][value(row, "property")].append(row["value"])
    held: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in classes:
        held[value(row, "graph")].append((value(row, "class"), int(value(row, "number"))))
    many = {value(row, "graph"): int(value(row, "number")) for row in sizes}
    for graph in many:
        if (agency := agency_of(graph)) and not terms[graph][DCT.publisher]:
            # Whose graph it is, goes without saying.
            terms[graph][DCT.publisher].append(Node("iri", agency))
    times = dict(each.split(" ", 1) for each in changed)
    wanted = {node.value for own in terms.values() for node in own[DCT.publisher]}
    wanted |= {class_ for found in held.values() for class_, _ in found}
    missing = set(reading.missing_labels)
    concepts = await reading.concepts(wanted)
    reading.missing_labels = missing
    own = terms[iri()]
    return described(
        DatasetPage(
            page=page,
            iri=iri(),
            title=_text(own, DCT.title) or Text("wsisgraph", "en"),
            description=_text(own, DCT.description),
            license=_first(own, DCT.license),
            publisher=concepts.get(_first(own, DCT.publisher)),
            citation=_first(own, DCT.bibliographicCitation),
            version=next(iter(values(ontology, OWL.versionInfo)), ""),
            issued=_first(own, DCT.issued),
            counts=tuple((value(row, "kind"), int(value(row, "number"))) for row in counts),
            quads=sum(many.values()),
            graphs=tuple(
                _graph(graph, number, terms[graph], held[graph], concepts, times.get(graph, ""))
                for graph, number in sorted(many.items())
            ),
            downloads=tuple(_downloads(files)) if files else (),
            failed=failed,
        )
    )


def _graph(
    graph: str,
    quads: int,
    own: _Own,
    held: Sequence[tuple[str, int]],
    concepts: Mapping[str, Concept],
    changed: str,
) -> GraphEntry:
    license_ = _first(own, DCT.license)
    return GraphEntry(
        iri=graph,
        href=href(graph),
        title=_text(own, DCT.title) or Text(graph.rpartition("/graph/")[2] or graph),
        status=status_of(graph),
        quads=quads,
        classes=tuple((term(Node("iri", class_), concepts), many) for class_, many in held),
        license=Term("iri", license_, href=license_) if license_ else None,
        publisher=concepts.get(_first(own, DCT.publisher)),
        issued=_first(own, DCT.issued),
        citation=_text(own, DCT.bibliographicCitation),
        rights=tuple(
            Text(node.value, node.lang)
            for property_ in (DCT.rights, DCT.description)
            for node in own.get(property_, ())
        ),
        contact=_first(own, _CONTACT).removeprefix("mailto:"),
        changed=changed,
    )


def _downloads(files: Files) -> Sequence[Download]:
    return [
        Download(
            href=f"{DOWNLOADS}/{file.name}",
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256,
            graph=file.graph,
        )
        for file in files.files
    ]


def values_of(
    reading: Reading,
    files: Files | None,
    *,
    root: str,
    service: str,
    changes: str,
    modified: Sequence[str] = (),
    detail: str = "catalogue",
) -> dict[str, str | list[str]]:
    """Return what `api/dataset-graph` cannot know.

    Args:
        reading: reads the revision.
        files: the files to take away; None while they are being made.
        root: address of the pages, without a slash at the end.
        service: the same of the running service, "" for none.
        changes: address of the feed of changes, "" for none.
        modified: sets, each with when it was last changed; see `modified`.
        detail: `void` to tell partitions and questions as well.
    """
    listed = files.files if files else ()
    given = [
        f"{root}{DOWNLOADS}/{file.name} {file.media_type} {file.size} {file.sha256}"
        f" {file.graph or iri()}"
        for file in listed
    ]
    return {
        "meta": iris.graph("meta"),
        "whole": iri(),
        "root": root,
        "service": [service],
        "changes": [changes],
        "version": reading.revision.id,
        "modified": list(modified) or [""],
        "detail": detail,
        "file": given or [""],
    }


def agency_of(graph: str) -> str:
    """Return the agency that alone keeps a graph, "" for none."""
    key = graph.removeprefix(iris.graph("agency") + "/")
    return iris.individual("agency", key.partition("/")[0]) if key != graph else ""


def recorded(archive: Archive, sequence: int) -> list[dict[str, Any]]:
    """Return the header of the record of a revision, where the journal has it."""
    return archive.headers([sequence]) if 0 < sequence <= archive.last() else []


def modified(
    sequence: int,
    headers: Iterable[Mapping[str, Any]],
    written: Iterable[tuple[int, str, Sequence[str]]],
) -> list[str]:
    """Return when the data set, and each graph of an agency, was last changed.

    Args:
        sequence: number of the revision that is told of.
        headers: that of its record, where the journal is at hand.
        written: what agencies wrote, the newest first: its number, its time, its graphs.
    """
    found = {iri(): str(header["time"]) for header in headers}
    for number, time, graphs in written:
        for graph in graphs if number <= sequence else ():
            found.setdefault(graph, time)
    return [f"{name} {time}" for name, time in sorted(found.items())]


def _first(own: _Own, property_: str) -> str:
    return next((node.value for node in own.get(property_, ())), "")


def _text(own: _Own, property_: str) -> Text | None:
    return next((Text(node.value, node.lang) for node in own.get(property_, ())), None)
