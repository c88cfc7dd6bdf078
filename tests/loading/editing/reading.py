"""Reads files that editors send back, as `wsisgraph load` does, without a graph."""

from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode

from wsisgraph.errors import Problem
from wsisgraph.loading import Fact, Options, Remark, discover
from wsisgraph.terms.namespaces import RDF, WSIS


@dataclass(frozen=True)
class Read:
    """What a file gave.

    Attributes:
        facts: all of them.
        problems: what was not taken.
        notices: what was told beside that.
    """

    facts: list[Fact]
    problems: list[Problem]
    notices: list[Remark]

    @property
    def told(self) -> list[str]:
        return [remark.found for remark in self.notices]

    @property
    def linkages(self) -> set[str]:
        """The ends of the IRIs of linkages that are proposed."""
        kind = NamedNode(WSIS.Linkage)
        found = {fact.subject for fact in self.facts if fact.object == kind}
        assert {fact.status for fact in self.facts if fact.subject in found} <= {"proposed"}
        return {iri.rpartition("/")[2] for iri in found}

    def corrections(self) -> dict[tuple[str, str], tuple[str | None, str | None]]:
        """Old and new value of each correction, by the thing and its property."""
        kind = NamedNode(WSIS.Correction)
        found = {}
        for subject in {fact.subject for fact in self.facts if fact.object == kind}:
            said = {
                fact.predicate: fact.object.value for fact in self.facts if fact.subject == subject
            }
            key = said[WSIS.about].rpartition("/id/")[2], said[RDF.predicate]
            found[key] = said.get(WSIS.oldValue), said.get(WSIS.newValue)
        return found


def read(
    what: str, data: bytes, folder: Path, editor: str = "Ada Lovelace", **options: bool
) -> Read:
    """Read the bytes of a file that came back."""
    is_document = b"word/document.xml" in data
    path = folder / f"back.{'docx' if is_document else 'xlsx'}"
    path.write_bytes(data)
    given = Options(parameters={"editor": editor}, **options)  # type: ignore[arg-type]
    facts, context = discover()[what].read([path], given)
    return Read(facts, context.problems, context.notices)
