"""One build: sources → assembled, derived, described, checked → canonical N-Quads."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Store

import wsisgraph
from wsisgraph import content
from wsisgraph.errors import InputRefused, Problem
from wsisgraph.graph.assemble import Assembly, assemble, own_sources, read_shapes, shape_lines
from wsisgraph.graph.canonical import nquads
from wsisgraph.graph.description import describe
from wsisgraph.graph.rules import derive, read_rules
from wsisgraph.graph.service import service
from wsisgraph.graph.validation import Finding, validate
from wsisgraph.loading import Source, bundled
from wsisgraph.terms import iris

Progress = Callable[[str], None]

Amend = Callable[[Iterable[Quad]], Iterable[Quad]]
"""What people decided of the facts since: from what the sources say to what the graph shall say."""

# What decides the bytes of a build, beside the content folders.
_LIBRARIES = ("babel", "pycountry", "pyoxigraph", "pyshacl", "rdflib")


@dataclass(frozen=True, slots=True)
class Built:
    """A validated dataset.

    Attributes:
        nquads: the whole dataset, canonical.
        graphs: IRIs of the graphs that this build owns and replaces.
        quads: number of quads.
        warnings: what the shapes say SHOULD be mended.
    """

    nquads: bytes
    graphs: tuple[str, ...]
    quads: int
    warnings: tuple[Finding, ...]


def build(
    extra: Iterable[Quad] = (),
    progress: Progress = lambda stage: None,
    *,
    amend: Amend | None = None,
) -> Built:
    """Build the dataset of all bundled sources.

    Args:
        extra: quads of other packages.
        progress: is told which stage begins.
        amend: changes what the sources say, before anything follows from it.

    Raises:
        InputRefused: a row, file or fact is refused; lists each with file and line.
    """
    progress("reading the sources")
    sources = _sources()
    assembly = assemble(sources)
    if amend is not None:
        assembly.store = _store(amend(assembly.store))
    shapes_manifest, shapes = read_shapes()
    assembly.manifests[shapes_manifest.id] = shapes_manifest
    store = assembly.store
    progress("deriving what follows")
    rules = read_rules()
    store.extend(derive(store, rules))
    store.extend(shapes)
    store.extend(extra)
    store.extend(list(service(store)))
    store.extend(list(describe(store, assembly.manifests, rules)))
    progress("checking by the shapes")
    apart = {NamedNode(iris.graph(name)) for name in ("shapes", "questions")}
    findings = validate((quad for quad in store if quad.graph_name not in apart), shapes)
    if problems := violations(findings, assembly):
        raise InputRefused(f"{len(problems)} facts break a MUST of the shapes", problems)
    progress("writing")
    # A graph that a source no longer fills is emptied, so it is named even when it holds nothing.
    own = ("inferred", "meta", "questions", "service", "shapes")
    owned = {iris.graph(name) for name in own} | {
        iris.graph(prefix + source.manifest.id)
        for source in sources
        for prefix in ("", "unconfirmed/", "proposed/", "rejected/")
    }
    data = nquads(store)
    return Built(data, tuple(sorted(owned)), data.count(b"\n"), tuple(findings))


def _store(quads: Iterable[Quad]) -> Store:
    store = Store()
    store.extend(list(quads))
    return store


def digest() -> str:
    """Return a hash of everything a build depends on; equal digests give equal builds."""
    state = hashlib.sha256()
    lines = [f"wsisgraph {wsisgraph.__version__}", iris.base_iri()]
    lines += [f"{name} {version(name)}" for name in _LIBRARIES]
    state.update("\n".join(lines).encode())
    package = Path(wsisgraph.__file__).parent
    folders = [content.folder(name) for name in content.FOLDERS]
    folders += [package / name for name in ("loading", "graph", "terms", "questions")]
    folders += [source.manifest.folder for source in bundled()]
    for folder in folders:
        for path in _files(folder):
            state.update(f"\n{path.relative_to(folder).as_posix()}\n".encode())
            state.update(path.read_bytes())
    return state.hexdigest()


def _sources() -> Sequence[Source]:
    return [*own_sources().values(), *bundled()]


def _files(folder: Path) -> list[Path]:
    return sorted(
        path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    )


def violations(findings: Sequence[Finding], assembly: Assembly) -> list[Problem]:
    """Return what breaks a MUST, each with the file and line of the fact and of the rule."""
    broken = [finding for finding in findings if finding.severity == "Violation"]
    rules = shape_lines(assembly.manifests["shapes"]) if broken else {}
    return [
        Problem(
            str(assembly.origin(finding.focus, finding.path) or finding.focus),
            f"<{finding.focus.removeprefix(iris.base_iri())}>{_found(finding)} breaks the rule at"
            f" {rules.get(finding.shape, finding.shape)}",
            finding.message.rstrip("."),
        )
        for finding in broken
    ]


def _found(finding: Finding) -> str:
    return f" (found “{finding.value}”)" if finding.value else ""
