"""Proposals of an editor as facts: what shall be added, what shall be said otherwise, what ends.

What is added is stated as it would be, with the status `proposed`. Every other proposal is a
statement about something that stands, and a correction of it: which property, the values that it
had, those that it shall have. That a statement shall end is the correction of its status. Reviewers
decide on both kinds; accepting a correction follows it (`wsisgraph.review.following`).
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wsisgraph.loading.documents import document_iri, file_document_facts
from wsisgraph.loading.editing.form import Form, FormError
from wsisgraph.loading.facts import Fact, Origin, Term, literal, node
from wsisgraph.loading.keys import slug
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, PROV, RDF, RDFS, WSIS, XSD

STATUS = "proposed"


@dataclass(frozen=True, slots=True)
class Said:
    """What a proposal says, in words.

    Attributes:
        english: a sentence.
        chinese: the same.
    """

    english: str
    chinese: str


@dataclass(frozen=True, slots=True)
class Proposals:
    """Makes the facts of what one editor proposes in one file.

    Attributes:
        source_id: names the keys of what is made.
        editor: the person's name.
        form: as it went out.
        path: of the file.
    """

    source_id: str
    editor: str
    form: Form
    path: Path

    @property
    def document(self) -> str:
        """IRI of the file that came back."""
        return document_iri(self.source_id, 1)

    @property
    def agent(self) -> str:
        """IRI of the editor."""
        digest = hashlib.sha256(self.editor.encode()).hexdigest()[:12]
        return iris.individual("reviewer", digest)

    def file(self) -> Iterator[Fact]:
        """Yield what is known of the file and of its editor."""
        title = self.form.title or self.path.name
        facts = list(
            file_document_facts(self.path, self.document, title=title, language=self.form.language)
        )
        yield from facts
        origin = facts[0].origin
        yield Fact(self.document, PROV.wasAttributedTo, node(self.agent), origin)
        if self.form.date:
            # It came back on that day or later.
            yield Fact(
                self.document, DCT.issued, literal(self.form.date, datatype=XSD.date), origin
            )
            inferred = literal("true", datatype=XSD.boolean)
            yield Fact(self.document, WSIS.dateInferred, inferred, origin)
        yield Fact(self.agent, RDF.type, node(PROV.Agent), origin)
        yield Fact(self.agent, RDFS.label, literal(self.editor), origin)

    def correction(
        self,
        about: str,
        predicate: str,
        values: tuple[Sequence[Term], Sequence[Term]],
        said: Said,
        origin: Origin,
        record: str,
    ) -> Iterator[Fact]:
        """Yield the proposal that a thing shall have other values of a property.

        Args:
            about: IRI of the thing.
            predicate: IRI of the property.
            values: those it had, those that it shall have.
            said: the proposal in words.
            origin: the cell.
            record: key of the cell.
        """
        key = self._key(record)
        subject = iris.individual("statement", f"{self.source_id}/{key}")
        passage = f"{self.document}/p/{key}"
        told: list[tuple[str, Term]] = [
            (RDF.type, node(WSIS.Statement)),
            (RDF.type, node(WSIS.Correction)),
            (WSIS.about, node(about)),
            (RDF.predicate, node(predicate)),
            *((WSIS.oldValue, value) for value in values[0]),
            *((WSIS.newValue, value) for value in values[1]),
            (DCT.description, literal(said.english, language="en")),
            (DCT.description, literal(said.chinese, language="zh")),
            (WSIS.statedIn, node(passage)),
            (PROV.wasAttributedTo, node(self.agent)),
            (WSIS.status, node(iris.vocab("status", STATUS))),
        ]
        for name, value in told:
            yield Fact(subject, name, value, origin, STATUS, record)
        yield from self._passage(passage, said, origin, record)

    def end(self, about: str, said: Said, origin: Origin, record: str) -> Iterator[Fact]:
        """Yield the proposal that a statement shall not count any more; as `correction`."""
        accepted, rejected = (node(iris.vocab("status", key)) for key in ("accepted", "rejected"))
        values = ([accepted], [rejected])
        yield from self.correction(about, WSIS.status, values, said, origin, record)

    def statement(
        self,
        subject: str,
        told: Sequence[tuple[str, Term]],
        said: Said,
        origin: Origin,
        record: str,
    ) -> Iterator[Fact]:
        """Yield a new statement as it is proposed, and the row that states it."""
        passage = f"{self.document}/p/{self._key(record)}"
        own: list[tuple[str, Term]] = [
            *told,
            (WSIS.statedIn, node(passage)),
            (PROV.wasAttributedTo, node(self.agent)),
            (WSIS.status, node(iris.vocab("status", STATUS))),
        ]
        for name, value in own:
            yield Fact(subject, name, value, origin, STATUS, record)
        yield from self._passage(passage, said, origin, record)

    def _passage(self, passage: str, said: Said, origin: Origin, record: str) -> Iterator[Fact]:
        place = ", ".join(part for part in (origin.sheet, origin.field) if part)
        for name, value in (
            (RDF.type, node(WSIS.Passage)),
            (DCT.isPartOf, node(self.document)),
            (WSIS.locator, literal(slug(record, 80) or "cell")),
            (DCT.source, literal(place or record)),
            (WSIS.order, literal(str(origin.line or 0), datatype=XSD.integer)),
            (WSIS.passageKind, node(iris.vocab("passage-kinds", "table-row"))),
            (DCT.abstract, literal(said.english, language="en")),
            (DCT.abstract, literal(said.chinese, language="zh")),
        ):
            yield Fact(passage, name, value, origin, STATUS, record)

    def _key(self, record: str) -> str:
        """Return the end of an IRI for a record, which nothing else has."""
        digest = hashlib.sha256(record.encode(errors="surrogatepass")).hexdigest()[:8]
        return f"{slug(record, 60) or 'cell'}-{digest}"


def full(key: str) -> str:
    """Return the IRI that the identifier of a row stands for.

    Raises:
        FormError: it can stand for none.
    """
    iri = key if ":" in key else f"{iris.base_iri()}id/{key}"
    try:
        return node(iri).value
    except ValueError as error:
        raise FormError("what is hidden in it is damaged") from error


def short(iri: str) -> str:
    """Return the identifier that stands for an IRI."""
    return iri.removeprefix(f"{iris.base_iri()}id/")
