"""What the ITU Council documents say, curated by hand from their paragraphs.

Document 000 is here in full, of document 002 the activities and figures of Annex 2, and of 003 and
004 the passages that other sources lean on. Each document has an inventory of its passages; a
fact stands in the paragraph that states it. The documents' own sentences are nowhere: every
abstract and description is ours.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from wsisgraph.loading import Context, Fact, Origin, turtle_facts
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import RDF, WSIS


def load(inputs: Sequence[Path], context: Context) -> Iterator[Fact]:
    """Yield the facts of every file, in order.

    Reported to the context: what is not Turtle; a fact stated in a passage that no inventory has;
    a passage of the inventory that carries neither a fact nor a reason why not.
    """
    inventory = _Inventory()
    for path in inputs:
        for fact in turtle_facts(path, context):
            inventory.note(fact)
            yield fact
    inventory.report(context)


class _Inventory:
    """The passages of the files read, and what is said to stand in them."""

    def __init__(self) -> None:
        self._passages: dict[str, Origin] = {}
        self._excused: set[str] = set()
        self._stated: dict[str, Origin] = {}

    def note(self, fact: Fact) -> None:
        """Remember what the triple tells of passages."""
        if fact.object == NamedNode(WSIS.Passage) and fact.predicate == RDF.type:
            self._passages[fact.subject] = fact.origin
        elif fact.predicate in (WSIS.coverage, WSIS.cites):
            self._excused.add(fact.subject)
        elif fact.predicate == WSIS.statedIn and not isinstance(fact.object, Literal):
            self._stated.setdefault(fact.object.value, fact.origin)

    def report(self, context: Context) -> None:
        """Report statements without a passage here and passages without use."""
        context.count("passages", len(self._passages))
        for passage, origin in self._stated.items():
            if passage not in self._passages:
                context.problem(
                    origin,
                    f"stated in <{passage}>, which no inventory of passages has",
                    "correct the locator, or add the passage with its line and abstract",
                )
        for passage, origin in self._passages.items():
            if passage not in self._stated and passage not in self._excused:
                context.problem(
                    origin,
                    f"no fact is stated in <{passage}>",
                    "add the fact, or say by wsis:coverage why the passage carries none"
                    f" ({iris.vocab('coverage')})",
                )
