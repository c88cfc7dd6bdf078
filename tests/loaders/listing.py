"""What a load of somebody's table gave, in the words of the test."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from wsisgraph.loading import Context, Fact, Kind, Options, Remark, Source
from wsisgraph.terms.namespaces import RDF, SKOS


@dataclass
class Loaded:
    """The facts of a load and everything that was told."""

    facts: list[Fact]
    remarks: list[Remark]
    counted: Counter[str]

    def told(self, kind: Kind) -> list[str]:
        return [
            f"{remark.origin}: {remark.found}" for remark in self.remarks if remark.kind is kind
        ]

    @property
    def problems(self) -> list[str]:
        return self.told(Kind.PROBLEM)

    @property
    def kinds(self) -> Counter[str]:
        """How many things of each class were made."""
        return Counter(
            fact.object.value.rpartition("#")[2]
            for fact in self.facts
            if fact.predicate == RDF.type
        )

    def of(self, kind: str) -> dict[str, dict[str, list[str]]]:
        """The things of a class by the end of their IRI: values by local name of the property."""
        subjects = {
            fact.subject
            for fact in self.facts
            if fact.predicate == RDF.type and fact.object.value.endswith(f"#{kind}")
        }
        found: dict[str, dict[str, list[str]]] = {}
        for fact in self.facts:
            if fact.subject in subjects:
                name = fact.predicate.rpartition("#")[2].rpartition("/")[2]
                thing = found.setdefault(fact.subject.partition("/id/")[2], {})
                thing.setdefault(name, []).append(fact.object.value)
        return found

    def named(self, title: str) -> dict[str, list[str]]:
        """The activity with this title."""
        (found,) = (
            thing for thing in self.of("Activity").values() if thing["prefLabel"] == [title]
        )
        return found


def load(source: Source, files: Sequence[Path] | Path, **options: object) -> Loaded:
    """Load files; nothing that is told lacks its place, and no problem its mend."""
    remarks: list[Remark] = []
    context = Context(source.manifest, Options(**options), tell=remarks.append)  # type: ignore[arg-type]
    facts = list(source.load([files] if isinstance(files, Path) else files, context))
    for remark in remarks:
        assert remark.origin.file, remark
        assert remark.found, remark
        assert remark.mend or remark.kind is Kind.NOTICE, remark
    return Loaded(facts, remarks, context.counted)


def label(loaded: Loaded, iri: str) -> str:
    (found,) = (
        fact.object.value
        for fact in loaded.facts
        if fact.subject == iri and fact.predicate == SKOS.prefLabel
    )
    return found
