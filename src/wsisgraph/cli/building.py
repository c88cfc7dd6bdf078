"""`wsisgraph build`: the bundled sources become a validated dataset and a revision."""

import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wsisgraph import content
from wsisgraph.cli.messages import say, stages
from wsisgraph.cli.standing import settled
from wsisgraph.settings import Settings
from wsisgraph.terms import iris

# The engine is imported where it is used: the front process of `serve` must never hold it.
if TYPE_CHECKING:
    from pyoxigraph import Quad, QuerySolution

    from wsisgraph.graph import Built
    from wsisgraph.graph.build import Amend
    from wsisgraph.graph.service import Use
    from wsisgraph.review.decisions import Tell, Told

_USES = """SELECT DISTINCT ?kind ?name ?value ?datatype {
  ?thing a ?kind ; ?name ?any FILTER(isIRI(?kind))
  OPTIONAL { ?any a ?value FILTER(isIRI(?value) && !STRENDS(STR(?name), "-syntax-ns#type")) }
  BIND(IF(isLiteral(?any), DATATYPE(?any), ?none) AS ?datatype)
} ORDER BY ?kind ?name ?value ?datatype"""


def build(
    force: Annotated[
        bool, typer.Option("--force", help="Build although nothing changed since the last build.")
    ] = False,
) -> None:
    """Build the graph from the bundled sources and make it the current revision.

    Nothing is written unless every source is read and every MUST of the shapes is kept; the
    previous revision then goes on serving.

    Examples:

        wsisgraph build

        WSISGRAPH_DATA=/srv/wsisgraph wsisgraph build
    """
    from wsisgraph.graph.build import digest
    from wsisgraph.graph.rules import derived
    from wsisgraph.store.changes import Replacement
    from wsisgraph.store.client import commit
    from wsisgraph.store.folder import DataFolder

    settings = settled()
    note = settings.data / "build.json"
    state = digest()
    revision = DataFolder(settings.data).revision()
    if not force and revision is not None and _noted(note) == state:
        say(f"Nothing changed since the last build; revision {revision.id} stands.")
        return
    told: list[Told] = []
    with stages("reading the sources") as progress:
        decided = _decided(settings, told.append)
        built = build_all(progress, amend=decided, extra=_used_by_loads(settings))
        progress("committing")
        with tempfile.TemporaryDirectory() as folder:
            quads = Path(folder) / "dataset.nq"
            quads.write_bytes(built.nquads + _about_loads(settings))
            outcome = commit(
                settings,
                Replacement(built.graphs, quads),
                agent="wsisgraph build",
                message="the bundled sources",
                derive=derived,
            )
    note.write_text(json.dumps({"digest": state}) + "\n", encoding="ascii")
    say(_report(built))
    for trouble in told:
        say(f"Decision not followed: {trouble}. wsisgraph review shows how it stands.")
    if outcome.changed:
        say(
            f"Revision {outcome.revision.id}: {outcome.added:,} quads added, "
            f"{outcome.removed:,} removed."
        )
    else:
        say(f"The facts are the same; revision {outcome.revision.id} stands.")


def build_all(
    progress: Callable[[str], None] = lambda stage: None,
    *,
    amend: "Amend | None" = None,
    extra: "Sequence[Quad]" = (),
) -> "Built":
    """Build the dataset of all sources, with the questions described beside it."""
    from wsisgraph.graph import build as build_dataset

    return build_dataset([*described_questions(), *extra], progress, amend=amend)


def _decided(settings: Settings, tell: "Tell") -> "Amend | None":
    """Return how reviewers' decisions change what the bundled sources say; None without any."""
    from wsisgraph.loading import bundled
    from wsisgraph.review import records
    from wsisgraph.review.decisions import applied, of_sources
    from wsisgraph.store.client import read_dataset

    held = read_dataset(settings, [records.graph()])
    sources = [source.manifest.id for source in bundled()]
    decisions = of_sources(records.read(held or ()), sources)
    return (lambda quads: applied(quads, decisions, tell=tell)) if decisions else None


def _about_loads(settings: Settings) -> bytes:
    """Return what `graph/meta` says of people's loads, whose graphs stay as they are."""
    from pyoxigraph import RdfFormat, serialize

    from wsisgraph.intake.provenance import of_loads
    from wsisgraph.store.client import read_dataset

    held = read_dataset(settings, [iris.graph("meta")])
    return serialize(of_loads(held or ()), format=RdfFormat.N_QUADS) or b""


def _used_by_loads(settings: Settings) -> "list[Quad]":
    """Return which classes and properties people's accepted graphs use, for `graph/service`."""
    from wsisgraph.graph.assemble import own_sources
    from wsisgraph.graph.service import partitions
    from wsisgraph.loading import bundled
    from wsisgraph.store.local import open_local

    if not _about_loads(settings):
        return []
    sources = [*own_sources().values(), *bundled()]
    ours = {iris.graph(source.manifest.id) for source in sources}
    ours |= {iris.graph("inferred"), iris.graph("service")}
    held = open_local(settings)
    names = (graph.value for graph in held.snapshot.store.named_graphs())
    loaded = [name for name in names if iris.is_accepted(name) and name not in ours]
    return list(partitions(map(_use, held.solutions(_USES, loaded) if loaded else ())))


def _use(row: "QuerySolution") -> "Use":
    from pyoxigraph import NamedNode

    kind, name, value, datatype = (
        term.value if isinstance(term := row[at], NamedNode) else ""
        for at in ("kind", "name", "value", "datatype")
    )
    return kind, name, value, datatype


def described_questions() -> "list[Quad]":
    """Return the questions as quads of `graph/questions`."""
    from pyoxigraph import NamedNode, Quad, RdfFormat, parse

    from wsisgraph.questions import Catalogue

    graph = NamedNode(iris.graph("questions"))
    triples = Catalogue.load(content.folder("queries")).describe().encode()
    return [
        Quad(triple.subject, triple.predicate, triple.object, graph)
        for triple in parse(triples, format=RdfFormat.N_TRIPLES)
    ]


def _noted(note: Path) -> str | None:
    try:
        return str(json.loads(note.read_text(encoding="ascii"))["digest"])
    except (OSError, ValueError, KeyError):
        return None


def _report(built: "Built") -> str:
    lines = [f"{built.quads:,} quads; every MUST of the shapes is kept."]
    if built.warnings:
        lines.append(f"{len(built.warnings)} things SHOULD be mended; wsisgraph check lists them.")
    return "\n".join(lines)
