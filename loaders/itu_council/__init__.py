"""What the ITU Council documents say, curated by hand from their paragraphs.

All four documents are here in full, and resolution 80/173 that followed them, marked as outside.
Each fact stands in the passage that states it. The documents' own sentences are nowhere: every
abstract and description is ours.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pyoxigraph import NamedNode

from wsisgraph.loading import Context, Fact, Origin, turtle_facts
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import RDF, WSIS

# What the manifest counts: the beginning of the IRIs, by the name of the count.
_COUNTED = {
    "passages-000": (WSIS.Passage, "document/itu-council-000/p/"),
    "passages-002": (WSIS.Passage, "document/itu-council-002/p/"),
    "passages-003": (WSIS.Passage, "document/itu-council-003/p/"),
    "clauses-003": (
        WSIS.ClauseVersion,
        "resolution/itu-pp-140/proposal/eur-44a15-1/clause/",
    ),
    "duties-003": (WSIS.Duty, "duty/eur-44a15-1-"),
    "passages-004": (WSIS.Passage, "document/itu-council-004/p/"),
    "recommendations-004": (WSIS.Recommendation, "recommendation/itu-council-004-"),
    "contributions-004": (WSIS.Contribution, "contribution/itu-wsis-trust-fund/"),
    "meetings-cwg-wsis": (WSIS.Meeting, "meeting/itu-cwg-wsis-"),
}


def load(inputs: Sequence[Path], context: Context) -> Iterator[Fact]:
    """Yield the facts of every file, in order.

    Reported to the context: what is not Turtle, and a fact stated in a passage that none of the
    files describes.
    """
    passages: set[str] = set()
    stated: dict[str, Origin] = {}
    for path in inputs:
        for fact in turtle_facts(path, context):
            if fact.predicate == RDF.type and fact.object == NamedNode(WSIS.Passage):
                passages.add(fact.subject)
            elif fact.predicate == WSIS.statedIn and isinstance(fact.object, NamedNode):
                stated.setdefault(fact.object.value, fact.origin)
            _count(fact, context)
            yield fact
    for passage, origin in stated.items():
        if passage not in passages:
            context.problem(
                origin,
                f"stated in <{passage}>, which none of the files describes",
                "correct the locator, or add the passage with its line and abstract",
            )


def _count(fact: Fact, context: Context) -> None:
    for name, (kind, beginning) in _COUNTED.items():
        if (
            fact.predicate == RDF.type
            and fact.object == NamedNode(kind)
            and fact.subject.startswith(f"{iris.base_iri()}id/{beginning}")
        ):
            context.count(name)
