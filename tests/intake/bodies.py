"""A source whose rows are bodies."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from wsisgraph.loading import Context, Fact, Manifest, Origin, Source, literal, node
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, RDF, SKOS, WSIS

MANIFEST = Manifest(
    id="bodies",
    folder=Path(__file__).parent,
    title="Bodies of a test",
    publisher="id/agency/itu",
    licence="https://creativecommons.org/licenses/by/4.0/",
    source_terms="Ours.",
    citation="Made for a test, 2025",
    issued="2025",
    language="en",
    inputs=(),
    accepts=("csv",),
)


def load_bodies(inputs: Sequence[Path], context: Context) -> Iterator[Fact]:
    """Columns key, name, kind, status; a name is missing: a problem; a note: unknown."""
    for path in inputs:
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), start=2):
                origin, key = Origin(path.name, number), row["key"]
                context.count("rows")
                if not row["name"]:
                    context.problem(origin.at("name"), "there is no name", "give one")
                    continue
                if row.get("note"):
                    context.unknown(origin.at("note"), "nobody knows notes", "leave them out")
                status = row.get("status") or "accepted"
                body = iris.individual("body", f"{context.manifest.id}-{key}")
                kind = node(iris.vocab("body-kinds", row["kind"]))
                yield Fact(body, RDF.type, node(WSIS.Body), origin, status, key)
                for language in ("en", "zh"):
                    name = literal(row["name"], language=language)
                    yield Fact(body, SKOS.prefLabel, name, origin, status, key)
                yield Fact(body, DCT.type, kind, origin, status, key)


BODIES = Source(MANIFEST, load_bodies)
