"""The codes we have: goals, targets and indicators of the bundled vocabularies."""

from collections import defaultdict
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from wsisgraph import content
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import RDF, SDGO, SKOS

KINDS = {SDGO.Goal: "goal", SDGO.Target: "target", SDGO.Indicator: "indicator"}


@dataclass(slots=True)
class Ours:
    """What the vocabularies say.

    Attributes:
        kinds: IRI to `goal`, `target` or `indicator`, in the order of the codes.
        codes: IRI to its notations.
        iris: notation to IRI.
        broader: IRI to the things above it.
        names: IRI and language to our name.
    """

    kinds: dict[str, str] = field(default_factory=dict)
    codes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    iris: dict[str, str] = field(default_factory=dict)
    broader: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    names: dict[tuple[str, str], str] = field(default_factory=dict)

    def code(self, iri: str) -> str:
        """Return a thing's codes as one name."""
        return ", ".join(self.codes.get(iri, [])) or iri.removeprefix(iris.SDG + "/")


def read_ours() -> Ours:
    """Return the goals, targets and indicators of the vocabularies."""
    ours = Ours()
    for name in ("sdg-goals", "sdg-targets", "sdg-indicators"):
        path = content.folder("ontology") / "vocab" / f"{name}.ttl"
        for quad in parse(path=str(path), format=RdfFormat.TURTLE):
            if not isinstance(quad.subject, NamedNode):
                continue
            iri, predicate, value = quad.subject.value, quad.predicate.value, quad.object
            if predicate == RDF.type and isinstance(value, NamedNode) and value.value in KINDS:
                ours.kinds[iri] = KINDS[value.value]
            elif predicate == SKOS.broader and isinstance(value, NamedNode):
                ours.broader[iri].add(value.value)
            elif isinstance(value, Literal):
                if predicate == SKOS.notation:
                    ours.codes[iri].append(value.value)
                    ours.iris[value.value] = iri
                elif predicate == SKOS.prefLabel and value.language:
                    ours.names[iri, value.language] = value.value
    return ours
