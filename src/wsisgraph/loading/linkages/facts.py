"""The facts of linkages: each with its row, its author, and the table it stands in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from wsisgraph.loading.facts import Fact, Origin, Term, literal, node
from wsisgraph.loading.keys import SeenKeys, digest, slug
from wsisgraph.loading.known_bodies import KnownBodies
from wsisgraph.loading.linkages.linkage import Link
from wsisgraph.loading.linkages.understand import Question
from wsisgraph.terms import iris
from wsisgraph.terms.codes import Code
from wsisgraph.terms.namespaces import DCT, PROV, RDF, SKOS, WSIS, XSD

_IRI = re.compile(r"https?://[\w.:-]+(?:/[\w./#?=&%~:@!$'()*+,;-]*)?", re.ASCII)
_ORCID = re.compile(r"orcid:([\dX-]{19})", re.IGNORECASE)


@dataclass(slots=True)
class LinkageFacts:
    """Makes the facts of the linkages of one table.

    Attributes:
        source_id: names the keys of what is made.
        document: IRI of the table.
        language: of its texts.
        status: of the statements.
        bodies: those that this graph has.
        authors: who made the table, as printed.
        several: whether rows name authors of their own, who are then part of the keys.
    """

    source_id: str
    document: str
    language: str
    status: str
    bodies: KnownBodies
    authors: tuple[str, ...] = ()
    several: bool = False
    _described: SeenKeys = field(default_factory=SeenKeys)

    def linkage(self, link: Link, origin: Origin) -> Iterator[Fact]:
        """Yield the author where met first, then the linkage and the row that states it."""
        # SSSOM separates several authors of a row by a bar.
        own = tuple(name for part in link.author.split("|") if (name := part.strip()))
        authors = own or self.authors
        for author in authors:
            yield from self._author(author, origin)
        key = link.cell
        if self.several and link.author:
            key = f"{slug(link.author) or digest(link.author)}/{key}"
        passage = f"{self.document}/p/{key}"
        said: list[tuple[str, Term]] = [
            (RDF.type, node(WSIS.Linkage)),
            (WSIS.actionLine, _concept(link.line)),
            (WSIS.linksTo, _concept(link.object)),
            (WSIS.direction, node(iris.vocab("directions", link.direction))),
            (WSIS.confidence, literal(link.confidence, datatype=XSD.decimal)),
            (WSIS.statedIn, node(passage)),
            (PROV.hadPrimarySource, node(self.document)),
            (WSIS.status, node(iris.vocab("status", self.status))),
        ]
        if link.strength:
            said.append((WSIS.strength, node(iris.vocab("strength", link.strength))))
        if link.rationale:
            said.append((DCT.description, literal(link.rationale, language=self.language)))
        said += [(DCT.creator, node(self._author_iri(author))) for author in authors]
        subject = iris.individual("linkage", f"{self.source_id}/{key}")
        for predicate, term in said:
            yield self._fact(subject, predicate, term, origin, key)
        told = f"links action line {link.line.notation} to {_kind(link.object)}"
        told_zh = f"将行动方面{link.line.notation}与{link.object.notation}相联系"
        yield from self._passage(
            passage, link.row, f"The table {told}.", f"该表{told_zh}。", origin, key
        )

    def question(self, question: Question, body: str, origin: Origin) -> Iterator[Fact]:
        """Yield a question of a study group as an activity, with its links to lines and goals."""
        yield from self._author(body, origin)
        # Study groups number their questions each for itself.
        number = (question.group, question.name) if question.group else (question.name,)
        key = f"{slug(question.name, 40) or 'question'}-{digest(*number, length=6)}"
        label = f"{question.name}: {question.title}" if question.title else question.name
        activity = iris.individual("activity", f"{self.source_id}/{key}")
        passage = f"{self.document}/p/{key}"
        said: list[tuple[str, Term]] = [
            (RDF.type, node(WSIS.Activity)),
            (SKOS.prefLabel, literal(label, language=self.language)),
            (DCT.type, node(iris.vocab("activity-kinds", "study"))),
            (WSIS.carriedOutBy, node(self._author_iri(body))),
            (WSIS.statedIn, node(passage)),
        ]
        if question.rationale:
            said.append((DCT.description, literal(question.rationale, language=self.language)))
        for predicate, term in said:
            yield self._fact(activity, predicate, term, origin, key)
        for code in question.codes:
            link = iris.individual(
                "activity-link", f"{self.source_id}/{key}/{code.notation.lower()}"
            )
            for predicate, term in (
                (RDF.type, node(WSIS.ActivityLink)),
                (WSIS.activity, node(activity)),
                (WSIS.basis, node(iris.vocab("basis", "asserted"))),
                (WSIS.linksTo, _concept(code)),
                (WSIS.statedIn, node(passage)),
                (WSIS.status, node(iris.vocab("status", self.status))),
            ):
                yield self._fact(link, predicate, term, origin, key)
        english = f"Row of the table on the question “{question.name}”."
        chinese = f"表中关于课题“{question.name}”的一行。"
        yield from self._passage(passage, question.row, english, chinese, origin, key)

    def _author(self, printed: str, origin: Origin) -> Iterator[Fact]:
        """Yield the facts of an author that this graph does not have, where met first."""
        iri = self._author_iri(printed)
        ours = iri.startswith(iris.base_iri()) and self.bodies.find(printed) is None
        if not ours or self._described.first_row(iri, origin.line or 0) is not None:
            return
        kind = node(iris.vocab("body-kinds", "not-stated"))
        # What belongs to no row is taken whatever becomes of the rows.
        yield Fact(iri, RDF.type, node(WSIS.Body), origin, self.status)
        yield Fact(iri, DCT.type, kind, origin, self.status)
        yield Fact(
            iri, SKOS.prefLabel, literal(printed, language=self.language), origin, self.status
        )

    def _author_iri(self, printed: str) -> str:
        if _IRI.fullmatch(printed):
            return printed
        if (orcid := _ORCID.fullmatch(printed)) is not None:
            return f"https://orcid.org/{orcid[1]}"
        known = self.bodies.find(printed)
        if known is not None:
            return known
        return iris.individual("body", f"{slug(printed) or 'author'}-{digest(printed, length=6)}")

    def _passage(
        self, passage: str, row: int, english: str, chinese: str, origin: Origin, key: str
    ) -> Iterator[Fact]:
        said: list[tuple[str, Term]] = [
            (RDF.type, node(WSIS.Passage)),
            (DCT.isPartOf, node(self.document)),
            (WSIS.locator, literal(f"row-{row}")),
            (WSIS.order, literal(str(row), datatype=XSD.integer)),
            (WSIS.passageKind, node(iris.vocab("passage-kinds", "table-row"))),
            (DCT.abstract, literal(english, language="en")),
            (DCT.abstract, literal(chinese, language="zh")),
        ]
        for predicate, term in said:
            yield self._fact(passage, predicate, term, origin, key)

    def _fact(self, subject: str, predicate: str, term: Term, origin: Origin, key: str) -> Fact:
        return Fact(subject, predicate, term, origin, self.status, key)


def _kind(code: Code) -> str:
    return f"{code.kind} {code.notation}"


def _concept(code: Code) -> Term:
    if code.iri is None:
        raise ValueError(f"{code.notation} has no IRI of its own")
    return node(code.iri)
