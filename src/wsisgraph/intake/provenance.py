"""Who loaded what, when and from which file: said in `graph/meta`, beside what builds say there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pyoxigraph import NamedNode, Quad, Store

from wsisgraph.errors import InputRefused, Problem
from wsisgraph.graph.description import File, Statistics, source_graph
from wsisgraph.intake.files import InputFile
from wsisgraph.loading import Manifest, Term, literal, node
from wsisgraph.loading.manifest import DATE
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, PROV, RDF, XSD

_FIELDS = ("title", "publisher", "licence", "source-terms", "citation", "issued")


def amended(manifest: Manifest, about: Mapping[str, str]) -> Manifest:
    """Return a manifest with what a file says of itself.

    Raises:
        InputRefused: that is something a manifest does not say, or cannot be said so.
    """
    where = f"what the loader of “{manifest.id}” tells of the file"
    problems = [
        Problem(where, f"“{name}” is unknown", f"let it tell {', '.join(_FIELDS)}")
        for name in sorted(about.keys() - set(_FIELDS))
    ]
    for name in ("publisher", "licence"):
        try:
            NamedNode(iris.base_iri() + about.get(name, ""))
        except ValueError:
            problems.append(Problem(where, f"{name} is “{about[name]}”", "give an IRI"))
    if (issued := about.get("issued")) and not DATE.fullmatch(issued):
        problems.append(
            Problem(where, f"issued is “{issued}”", "write YYYY, YYYY-MM or YYYY-MM-DD")
        )
    if problems:
        raise InputRefused("Nothing was loaded", problems)
    return replace(
        manifest,
        title=about.get("title") or manifest.title,
        publisher=about.get("publisher") or manifest.publisher,
        licence=about.get("licence") or manifest.licence,
        source_terms=about.get("source-terms") or manifest.source_terms,
        citation=about.get("citation") or manifest.citation,
        issued=about.get("issued") or manifest.issued,
    )


def describe(
    graphs: Iterable[str],
    manifest: Manifest,
    files: Sequence[InputFile],
    *,
    by: str,
    loader: str,
    time: str,
    known: Mapping[str, Statistics],
    store: Store | None,
    in_order: bool,
) -> set[Quad]:
    """Return the quads of `graph/meta` about a load: its graphs, files, and the act of loading.

    Args:
        graphs: those of the source that are to hold anything.
        manifest: of the source.
        files: what was read.
        by: who loaded it, a name.
        loader: package that read it, with its version.
        time: when, `xsd:dateTime`.
        known: what is known of the graphs' contents, by their IRIs.
        store: holds the graphs as they are to be; None where what is known is enough.
        in_order: whether the store is on disk (see `source_graph`).
    """
    meta = NamedNode(iris.graph("meta"))
    read = [
        File(iris.individual("file", f"{manifest.id}/{file.sha256[:16]}"), file.name, file.sha256)
        for file in files
    ]
    load = _load(manifest.id)
    lines: list[tuple[str, str, Term]] = [
        (load, RDF.type, node(PROV.Activity)),
        (load, DCT.title, literal(f"Load of {', '.join(f.name for f in read)}", language="en")),
        (load, DCT.creator, literal(by)),
        (load, DCT.source, literal(loader)),
        (load, PROV.endedAtTime, literal(time, datatype=XSD.dateTime)),
    ]
    lines += [(load, PROV.used, node(file.iri)) for file in read]
    for graph in graphs:
        lines += source_graph(
            store, graph, manifest, read, in_order=in_order, known=known.get(graph)
        )
        lines.append((graph, PROV.wasGeneratedBy, node(load)))
    return {Quad(NamedNode(s), NamedNode(p), o, meta) for s, p, o in lines}


def described(store: Store, source_id: str, graphs: Iterable[str]) -> set[Quad]:
    """Return what `graph/meta` says at present about the load of a source."""
    load = NamedNode(_load(source_id))
    meta = NamedNode(iris.graph("meta"))

    def about(subject: NamedNode) -> Iterator[Quad]:
        return store.quads_for_pattern(subject, None, None, meta)

    quads = set(about(load))
    subjects = {quad.object for quad in quads if quad.predicate.value == PROV.used}
    for graph in map(NamedNode, graphs):
        said = set(about(graph))
        quads |= said
        quads |= set(store.quads_for_pattern(None, None, graph, meta))
        subjects |= {
            quad.object
            for quad in said
            if isinstance(quad.object, NamedNode)
            and quad.object.value.startswith(f"{graph.value}#")
        }
    for subject in subjects:
        if isinstance(subject, NamedNode):
            quads |= set(about(subject))
    return quads


def of_loads(meta: Iterable[Quad]) -> list[Quad]:
    """Return, out of all quads of `graph/meta`, those about loads: a build leaves them there."""
    store = Store()
    store.extend(meta)
    generated = store.quads_for_pattern(None, NamedNode(PROV.wasGeneratedBy), None)
    sources: dict[str, set[str]] = {}
    prefix = _load("")
    for quad in generated:
        if isinstance(quad.object, NamedNode) and quad.object.value.startswith(prefix):
            load = quad.object.value.removeprefix(prefix)
            sources.setdefault(load, set()).add(getattr(quad.subject, "value", ""))
    kept: set[Quad] = set()
    for source_id, graphs in sources.items():
        kept |= described(store, source_id, graphs)
    return sorted(kept, key=str)


def is_only_when(quad: Quad) -> bool:
    """Tell whether a quad says no more than when a load was."""
    return quad.predicate.value == PROV.endedAtTime


def _load(source_id: str) -> str:
    return f"{iris.base_iri()}id/load/{source_id}"
