"""The page of the data set, and the files to take away that it tells of.

The files are made when the page is, so that their checksums are those that it tells, and by the
program that makes those of the service, so that they are the same.
"""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import QueryResultsFormat, RdfFormat, parse_query_results

from wsisgraph.api import dataset
from wsisgraph.api.downloads import CHECKSUMS, PATH, TABLES, Files, checksums, complete
from wsisgraph.api.pages import Page, Pages
from wsisgraph.api.reading import Reading
from wsisgraph.graph import files
from wsisgraph.publishing.addresses import Site, up
from wsisgraph.publishing.gathering import Gathered, SharedReading
from wsisgraph.publishing.sheets import Plain, Sheet, file_name
from wsisgraph.store.archive import Archive
from wsisgraph.store.folder import DataFolder
from wsisgraph.store.local import Graph
from wsisgraph.store.spellings import spelt
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import PREFIXES

FOLDER = file_name(PATH)
PATHS = frozenset({dataset.PATH})
VOID = "void.ttl"
"""The file that lies where the service has /.well-known/void."""

_RDF = {"ttl": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD}


@dataclass(frozen=True, slots=True)
class Downloads:
    """The files to take away: what is told of them, and what they hold."""

    told: Files
    bodies: Mapping[str, bytes]


class Dataset(Plain):
    """The one page of the data set."""

    name = "dataset"

    async def sheets(self, reading: Reading) -> Sequence[Sheet]:
        """Return the page."""
        name = file_name(dataset.PATH)
        return [
            Sheet(self.name, dataset.PATH, name, forms=tuple(_RDF), folder=FOLDER, dated=True),
        ]

    async def draw(self, pages: Pages, reading: Reading, page: Page, sheet: Sheet) -> str:
        """Return it with the files as they are."""
        assert isinstance(reading, SharedReading)
        # Where the folder will be is not known: files are named as seen from the page.
        seen = replace(page, root=page.root or up(sheet.name, page.lang).rstrip("/") or ".")
        told = downloads(reading.gathered).told
        changed = _modified(reading.gathered)
        return pages.dataset(await dataset.dataset_page(reading, seen, told, changed=changed))


def downloads(gathered: Gathered) -> Downloads:
    """Return the files to take away, which are made once."""
    if gathered.downloads is None:
        gathered.downloads = _make(gathered)
    return gathered.downloads


def names(gathered: Gathered) -> list[str]:
    """Return the names that files to take away may have, without making them."""
    forms = [f"{files.NAME}.{form}" for form in ("nq", "trig", "jsonld")]
    graphs = [f"graphs/{files.key(graph)}.ttl" for graph in ("", *gathered.titles())]
    return [VOID, *(f"{FOLDER}/{name}" for name in (*forms, *graphs, *TABLES, CHECKSUMS))]


def beside(gathered: Gathered, site: Site, name: str) -> Iterator[tuple[str, bytes]]:
    """Give what lies beside the page: the files to take away, and the page as RDF."""
    found = downloads(gathered)
    for file, body in found.bodies.items():
        yield f"{FOLDER}/{file}", body
    yield f"{FOLDER}/{CHECKSUMS}", checksums(found.told.files)
    yield from _described(gathered, site, name, found.told)


def _make(gathered: Gathered) -> Downloads:
    snapshot = gathered.store.snapshot
    with tempfile.TemporaryDirectory(prefix="wsisgraph-downloads-") as made:
        folder = Path(made)
        files.make(spelt(snapshot.quads(), snapshot.spellings, anywhere=False), folder)
        told = complete(folder, {name: _table(gathered, name) for name in TABLES})
        bodies = {file.name: (folder / file.name).read_bytes() for file in told}
    return Downloads(Files(Path(FOLDER), told), bodies)


def _table(gathered: Gathered, name: str) -> bytes:
    """Return a table as the service writes it."""
    text = gathered.catalogue[TABLES[name]].bind({})
    solutions = parse_query_results(
        gathered.store.rows(text, gathered.graphs(("accepted",))), format=QueryResultsFormat.JSON
    )
    assert not isinstance(solutions, bool)
    return solutions.serialize(format=QueryResultsFormat.CSV) or b""


def _described(
    gathered: Gathered, site: Site, name: str, told: Files
) -> Iterator[tuple[str, bytes]]:
    """Give the page as RDF, and all that VoID has to say.

    Where the address of the folder is not known, files have IRIs as all things of the data have:
    relative ones would be read in a different way by each reader. Files answer no queries.
    """
    for file, detail in (
        (f"{name}.ttl", "catalogue"),
        (f"{name}.jsonld", "catalogue"),
        (VOID, "void"),
    ):
        values = dataset.values_of(
            gathered.reading("en"),
            told,
            root=site.base or iris.base_iri().rstrip("/"),
            service=site.service,
            changes=f"{site.service}/changes" if site.service else "",
            modified=_modified(gathered),
            detail=detail,
        )
        triples = gathered.graph("api/dataset-graph", values, ("accepted",)).triples
        form = _RDF[file.rpartition(".")[2]]
        yield file, dataset.sized(Graph(triples).write(form, PREFIXES))


def _modified(gathered: Gathered) -> list[str]:
    """Return when each set was last changed, where the journal of the data is at hand."""
    archive = Archive(DataFolder(gathered.settings.data).journal)
    sequence = gathered.store.revision.sequence
    if not 0 < sequence <= archive.last():
        return []
    headers = archive.headers(range(1, sequence + 1))
    written = [
        (header["sequence"], header["time"], header["about"]["graphs"])
        for header in reversed(headers)
        if header.get("about")
    ]
    return dataset.modified(sequence, headers[-1:], written)
