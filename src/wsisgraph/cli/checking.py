"""`wsisgraph check`: ontology, shapes, queries and data, without writing anything."""

from collections import Counter

import typer

from wsisgraph import content
from wsisgraph.cli.building import build_all
from wsisgraph.cli.messages import say, stages


def check() -> None:
    """Check ontology, shapes, queries and data; exit code 1 when something is found.

    Builds the dataset in memory, asks every check of `queries/checks/` (whose right answer is no
    row) and every question with its example (which must find something).

    Example:

        wsisgraph check
    """
    from pyoxigraph import QuerySolutions, RdfFormat, parse

    from wsisgraph.questions import Catalogue
    from wsisgraph.store.snapshot import Snapshot

    found: list[str] = []
    with stages("reading the sources") as progress:
        built = build_all(progress)
        progress("asking")
        snapshot = Snapshot()
        snapshot.apply(added=parse(built.nquads, format=RdfFormat.N_QUADS))
        catalogue = Catalogue.load(content.folder("queries"))
        for name in [*catalogue.names("checks"), *catalogue]:
            question = catalogue[name]
            try:
                answer = snapshot.store.query(question.text)
                if not isinstance(answer, QuerySolutions):
                    found.append(f"queries/{name}.rq: not a SELECT; ask for rows")
                    continue
                rows = list(answer)
            except (SyntaxError, ValueError, RuntimeError) as error:
                found.append(f"queries/{name}.rq: cannot be answered: {error}")
                continue
            if question.public:
                if not rows and not question.contributed:
                    found.append(f"queries/{name}.rq: its example finds nothing; take another")
                continue
            columns = [variable.value for variable in answer.variables]
            for row in rows:
                values = ", ".join(f"{column} {row[column]}" for column in columns if row[column])
                found.append(f"queries/{name}.rq: {question.summary}: {values}")
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
