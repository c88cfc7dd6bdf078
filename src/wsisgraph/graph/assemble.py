"""Bring the facts of all sources together, each with the place it came from."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store, parse

from wsisgraph import content
from wsisgraph.errors import InputRefused, Problem
from wsisgraph.loading import Context, Fact, Manifest, Origin, Source, turtle_facts
from wsisgraph.loading.manifest import read_manifest
from wsisgraph.loading.turtle import subject_lines
from wsisgraph.terms import iris


@dataclass(slots=True)
class Assembly:
    """The facts of all sources as one dataset.

    Attributes:
        store: the quads, in memory.
        manifests: what each source says of itself, by source id.
        origins: where each (subject, predicate) was first read; (subject, "") for the subject.
    """

    store: Store = field(default_factory=Store)
    manifests: dict[str, Manifest] = field(default_factory=dict)
    origins: dict[tuple[str, str], Origin] = field(default_factory=dict)

    def origin(self, subject: str, predicate: str = "") -> Origin | None:
        """Return where a statement about `subject` was read, as nearly as is known."""
        return self.origins.get((subject, predicate)) or self.origins.get((subject, ""))


def own_sources() -> dict[str, Source]:
    """Return the sources that are content, not loaders: the ontology and the vocabularies."""
    folders = (content.folder("ontology"), content.folder("ontology") / "vocab")
    manifests = [read_manifest(folder) for folder in folders]
    return {manifest.id: Source(manifest, _load_turtle) for manifest in manifests}


def assemble(sources: Iterable[Source]) -> Assembly:
    """Read every source into one dataset.

    Raises:
        InputRefused: a file or row cannot be taken; lists every such place.
    """
    assembly = Assembly()
    problems: list[Problem] = []
    for source in sources:
        facts, context = source.read()
        problems.extend(context.problems)
        assembly.manifests[source.manifest.id] = source.manifest
        for fact in facts:
            assembly.origins.setdefault((fact.subject, ""), fact.origin)
            assembly.origins.setdefault((fact.subject, fact.predicate), fact.origin)
        assembly.store.extend(fact.quad(source.manifest.id) for fact in facts)
    if problems:
        raise InputRefused(f"{len(problems)} places in the sources cannot be taken", problems)
    return assembly


def read_shapes() -> tuple[Manifest, list[Quad]]:
    """Return the shapes with their manifest.

    Raises:
        InputRefused: a shapes file is not Turtle; names file and line.
    """
    manifest = read_manifest(content.folder("shapes"))
    graph = NamedNode(iris.graph(manifest.id))
    quads: list[Quad] = []
    for path in manifest.input_paths:
        prefix = path.stem.replace(".", "-")
        try:
            for quad in parse(path=str(path), format=RdfFormat.TURTLE):
                # Labels of list nodes repeat between files.
                terms = [
                    BlankNode(f"{prefix}-{term.value}") if isinstance(term, BlankNode) else term
                    for term in (quad.subject, quad.object)
                ]
                quads.append(Quad(terms[0], quad.predicate, terms[1], graph))
        except SyntaxError as error:
            where = f"{content.relative(path)}:{error.lineno}"
            raise InputRefused(
                "The shapes cannot be read", [Problem(where, str(error), "mend the Turtle")]
            ) from error
    return manifest, quads


def shape_lines(manifest: Manifest) -> dict[str, Origin]:
    """Return where each shape stands."""
    return {
        shape: Origin(content.relative(path), line)
        for path in manifest.input_paths
        for shape, line in subject_lines(path).items()
    }


def _load_turtle(inputs: Sequence[Path], context: Context) -> Iterator[Fact]:
    for path in inputs:
        yield from turtle_facts(path, context)
