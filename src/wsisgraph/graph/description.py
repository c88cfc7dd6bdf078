"""`graph/meta`: what each graph holds, by whom, under which terms, read from which files.

VoID for the sets, DCTERMS for licence and citation, PROV-O for files and rules. Times come from
the sources, none from the clock, so that a rebuild gives the same bytes.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Store

from wsisgraph import content
from wsisgraph.graph.rules import Rule
from wsisgraph.loading import Manifest, Term, literal, node
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCAT, DCT, PROV, RDF, SCHEMA, VOID, XSD

# By the length of YYYY, YYYY-MM and YYYY-MM-DD.
_DATE_TYPES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}


def describe(
    store: Store, manifests: Mapping[str, Manifest], rules: Sequence[Rule]
) -> Iterator[Quad]:
    """Yield the quads of `graph/meta` for the graphs of `store`."""
    meta = NamedNode(iris.graph("meta"))
    for subject, predicate, object_ in _triples(store, manifests, rules):
        yield Quad(NamedNode(subject), NamedNode(predicate), object_, meta)


Line = tuple[str, str, Term]


def _triples(
    store: Store, manifests: Mapping[str, Manifest], rules: Sequence[Rule]
) -> Iterator[Line]:
    whole = iris.base_iri() + "dataset"
    own = manifests["ontology"]
    yield from _set(whole, "The WSIS–SDG knowledge graph", own, ours=True)
    yield whole, RDF.type, node(DCAT.Dataset)
    yield whole, DCT.description, literal(_WHOLE, language="en")
    for word in ("WSIS", "action lines", "Sustainable Development Goals", "2030 Agenda"):
        yield whole, DCAT.keyword, literal(word, language="en")
    yield whole, VOID.uriSpace, literal(iris.base_iri())
    yield whole, VOID.vocabulary, node(iris.DEF)
    names = sorted(graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode))
    for name in names:
        source = _source_of(name)
        if source in manifests:
            files = [
                _bundled_file(path, manifests[source]) for path in manifests[source].input_paths
            ]
            yield from source_graph(store, name, manifests[source], files)
        else:
            title, about = _OURS.get(source, (f"Graph {source}", "A graph of this instance."))
            yield whole, VOID.subset, node(name)
            yield from _set(name, title, own, ours=True)
            yield name, DCT.description, literal(about, language="en")
            yield from _statistics(name, _counted(store, name))
    # What describes the others is not there yet when they are counted.
    meta = iris.graph("meta")
    yield whole, VOID.subset, node(meta)
    yield from _set(meta, _OURS["meta"][0], own, ours=True)
    yield meta, DCT.description, literal(_OURS["meta"][1], language="en")
    yield from _derivation(rules, own)


@dataclass(frozen=True, slots=True)
class File:
    """A file that facts were read from: its IRI, its name as it is told, and its hash."""

    iri: str
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Statistics:
    """What a graph holds: how many triples and things, and how many of each class and property."""

    triples: int
    entities: int
    classes: Mapping[str, int]
    properties: Mapping[str, int]


def source_graph(
    store: Store | None,
    graph: str,
    manifest: Manifest,
    files: Sequence[File],
    *,
    in_order: bool = False,
    known: Statistics | None = None,
) -> Iterator[Line]:
    """Yield what `graph/meta` says of a graph of a source, and of the files it was read from.

    Args:
        store: holds the graph; None where it is known what that holds.
        graph: its IRI.
        manifest: of the source.
        files: from which it was read.
        in_order: whether the store is on disk, and gives quads in the order of their subjects: then
            these need not be remembered to count them.
        known: what the graph holds, where that is known.
    """
    status = graph.removeprefix(iris.base_iri() + "graph/").removesuffix(manifest.id).rstrip("/")
    yield iris.base_iri() + "dataset", VOID.subset, node(graph)
    yield from _set(graph, f"{manifest.title} ({status})" if status else manifest.title, manifest)
    yield graph, DCT.rights, literal(manifest.source_terms, language="en")
    for file in files:
        yield graph, PROV.wasDerivedFrom, node(file.iri)
        yield file.iri, RDF.type, node(PROV.Entity)
        yield file.iri, DCT.identifier, literal(file.name)
        yield file.iri, SCHEMA.sha256, literal(file.sha256)
    if known is None:
        assert store is not None
        known = _counted(store, graph, in_order=in_order)
    yield from _statistics(graph, known)


def _source_of(graph: str) -> str:
    return graph.removeprefix(iris.base_iri() + "graph/").rpartition("/")[2]


def _bundled_file(path: Path, manifest: Manifest) -> File:
    name = _file_name(path, manifest)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return File(f"{iris.base_iri()}id/file/{_as_key(name)}", name, digest)


def _statistics(graph: str, found: Statistics) -> Iterator[Line]:
    yield graph, VOID.triples, literal(found.triples)
    yield graph, VOID.entities, literal(found.entities)
    yield from _partitions(graph, "class", found.classes)
    yield from _partitions(graph, "property", found.properties)


def _counted(store: Store, graph: str, *, in_order: bool = False) -> Statistics:
    triples = entities = 0
    last: object = None
    subjects: set[object] = set()
    classes: Counter[str] = Counter()
    properties: Counter[str] = Counter()
    for quad in store.quads_for_pattern(None, None, None, NamedNode(graph)):
        triples += 1
        if quad.subject != last:
            last = quad.subject
            entities += 1
            if not in_order:
                subjects.add(last)
        properties[quad.predicate.value] += 1
        if quad.predicate.value == RDF.type and isinstance(quad.object, NamedNode):
            classes[quad.object.value] += 1
    return Statistics(triples, entities if in_order else len(subjects), classes, properties)


_OURS = {
    "meta": (
        "Whose each graph is, what it holds and under which terms",
        "A description of the data set and of each graph, with the files it was read from.",
    ),
    "inferred": (
        "What follows from the accepted facts by the rules",
        "Materialised from the accepted graphs; each rule says which property it derives.",
    ),
    "questions": (
        "The questions this graph answers, as SPARQL executables",
        "One sh:SPARQLExecutable a question.",
    ),
    "service": (
        "What query editors ask for: prefixes, examples, classes and their properties",
        "Part of the default graph, where editors look; the classes and properties are those of"
        " the last build.",
    ),
}


_WHOLE = (
    "How the action lines of the World Summit on the Information Society serve the Sustainable"
    " Development Goals: linkages, activities, roles, documents, resolutions and figures, each"
    " statement with the passage that makes it. One named graph for each source."
)


def _set(iri: str, title: str, manifest: Manifest, *, ours: bool = False) -> Iterator[Line]:
    """Yield whose a set is; ours are cited by their own title, not as the source is."""
    base = iris.base_iri()
    publisher = manifest.publisher if ":" in manifest.publisher else base + manifest.publisher
    yield iri, RDF.type, node(VOID.Dataset)
    yield iri, DCT.title, literal(title, language="en")
    yield iri, DCT.license, node(manifest.licence)
    yield iri, DCT.publisher, node(publisher)
    cited = f"wsisgraph contributors, {manifest.issued[:4]}. {title}. {iri}"
    yield iri, DCT.bibliographicCitation, literal(cited if ours else manifest.citation)
    yield iri, DCT.issued, literal(manifest.issued, datatype=_DATE_TYPES[len(manifest.issued)])


def _partitions(graph: str, kind: str, counts: Mapping[str, int]) -> Iterator[Line]:
    predicate = VOID.classPartition if kind == "class" else VOID.propertyPartition
    for term, number in sorted(counts.items()):
        part = f"{graph}#{kind}-{hashlib.sha256(term.encode()).hexdigest()[:12]}"
        yield graph, predicate, node(part)
        yield part, VOID[kind], node(term)
        yield part, VOID.entities if kind == "class" else VOID.triples, literal(number)


def _derivation(rules: Sequence[Rule], own: Manifest) -> Iterator[Line]:
    inferred = iris.graph("inferred")
    run = iris.individual("derivation", "inferred")
    yield inferred, PROV.wasGeneratedBy, node(run)
    yield run, RDF.type, node(PROV.Activity)
    for rule in rules:
        yield run, PROV.used, node(rule.iri)
        yield inferred, PROV.wasDerivedFrom, node(rule.iri)
        yield rule.iri, RDF.type, node(PROV.Entity)
        yield rule.iri, DCT.title, literal(rule.summary, language="en")
        yield rule.iri, DCT.identifier, literal(content.relative(rule.path))
        yield rule.iri, SCHEMA.sha256, literal(hashlib.sha256(rule.text.encode()).hexdigest())
        yield rule.iri, DCT.license, node(own.licence)


def _file_name(path: Path, manifest: Manifest) -> str:
    """Return a file's name, the same wherever the project or another package is installed."""
    name = content.relative(path)
    if not Path(name).is_absolute():
        return name
    return f"{manifest.id}/{path.relative_to(manifest.folder).as_posix()}"


def _as_key(name: str) -> str:
    # In an address, “.ttl” at the end asks for a form of the thing, so no name ends like a file's.
    return name.lower().replace(".", "-")
