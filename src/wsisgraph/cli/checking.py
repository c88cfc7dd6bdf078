"""`wsisgraph check`: ontology, shapes, queries and data, without writing anything."""

import json
from collections import Counter

import typer

from wsisgraph import content
from wsisgraph.cli.building import build_all
from wsisgraph.cli.messages import say, stages
from wsisgraph.questions import Catalogue


def check() -> None:
    """Check ontology, shapes, queries and data; exit code 1 when something is found.

    Builds the dataset in memory, asks every check of `queries/checks/` (whose right answer is no
    row) and runs every question with its example.

    Example:

        wsisgraph check
    """
    from pyoxigraph import (
        QueryResultsFormat,
        QuerySolutions,
        RdfFormat,
        parse,
    )

    from wsisgraph.store.snapshot import Snapshot

    found: list[str] = []
    with stages("reading the sources") as progress:
        built = build_all(progress)
        progress("asking")
        snapshot = Snapshot()
        snapshot.apply(added=parse(built.nquads, format=RdfFormat.N_QUADS))
        catalogue = Catalogue.load(content.folder("queries"))
        for name in catalogue.names("checks"):
            answer = snapshot.store.query(catalogue[name].text)
            assert isinstance(answer, QuerySolutions)
            rows = json.loads(answer.serialize(format=QueryResultsFormat.JSON) or b"")
            for row in rows["results"]["bindings"]:
                values = ", ".join(f"{key} {term['value']}" for key, term in row.items())
                found.append(f"queries/{name}.rq: {catalogue[name].summary}: {values}")
        for name in catalogue:
            try:
                snapshot.store.query(catalogue[name].text)
            except SyntaxError as error:
                found.append(f"queries/{name}.rq: not SPARQL: {error}")
    should = Counter((finding.shape, finding.message) for finding in built.warnings)
    for (shape, message), number in sorted(should.items()):
        say(f"SHOULD ({number}): {message} [{shape.rpartition('#')[2]}]")
    for line in found:
        say(line)
    say(
        f"{built.quads:,} quads, {len(catalogue)} questions, "
        f"{len(catalogue.names('checks'))} checks; {len(found)} findings, "
        f"{len(built.warnings)} things that SHOULD be mended."
    )
    if found:
        raise typer.Exit(1)
