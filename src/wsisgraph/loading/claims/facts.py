"""Claims of a document as proposed facts, passage by passage."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from wsisgraph.loading.claims import wording
from wsisgraph.loading.claims.clause_keys import clause_keys
from wsisgraph.loading.claims.clauses import clauses
from wsisgraph.loading.claims.instruments import clause_facts, printed, version_facts
from wsisgraph.loading.claims.masking import class_of
from wsisgraph.loading.claims.passages import issuer, looked_at
from wsisgraph.loading.claims.statements import Place, Said, government, put, statement_facts
from wsisgraph.loading.facts import Fact, literal, node
from wsisgraph.loading.texts.facts import Where
from wsisgraph.loading.texts.model import Claim, Mention, Passage, Text
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, RDF, SKOS, WSIS

_ACTORS = ("body", "addressee", "bearer", "recipient", "donor", "partner", "meeting", "channel")


class ClaimFacts:
    """Makes the facts of the claims of one document."""

    def __init__(self, text: Text, mentions: Mapping[str, list[Mention]], where: Where) -> None:
        """Prepare what all passages share.

        Args:
            text: the document.
            mentions: what its passages name, by locator.
            where: the document's IRI, and whether its words may be stored.
        """
        self._text, self._where = text, where
        self._key = where.document.rpartition("/id/document/")[2]
        self._as_of = text.issued or _latest(mentions)
        seen = looked_at(text, mentions)
        found = list(clauses(seen, issuer(text)))
        self._clauses = {
            clause.seen.passage.locator: (key, was) for clause, key, was in clause_keys(found)
        }
        self._printed = printed(text, mentions, found, self._key)
        self._described: set[str] = set()
        self._people = {
            mention.iri: mention.value
            for one in seen
            for mention in one.masked.named
            if mention is not None and class_of(mention) == "person"
        }
        self._mentions = mentions

    def of(self, passage: Passage, claims: Iterable[Claim]) -> Iterator[Fact]:
        """Yield the facts of the claims of a passage, and of what they name first."""
        place = Place(
            self._key,
            self._where.passage(passage.locator),
            passage.locator,
            self._where.origin(passage),
            self._as_of,
        )
        held = list(claims)
        yield from self._version(place)
        yield from self._named(held, place)
        said = [claim for claim in held if claim.kind == "clause"]
        if said:
            yield from clause_facts(
                said,
                self._clauses[passage.locator],
                self._printed,
                place,
                passage.order,
                with_texts=self._where.with_texts,
                language=passage.language or self._text.language,
            )
        for claim in held:
            yield from statement_facts(claim, place)

    def _version(self, place: Place) -> Iterator[Fact]:
        found = self._printed
        if found is None or found.version in self._described:
            return
        if any(mention is found.mention for mention in self._mentions.get(place.locator, ())):
            self._described.add(found.version)
            yield from version_facts(found, place, self._where.document)

    def _named(self, claims: Sequence[Claim], place: Place) -> Iterator[Fact]:
        """Yield what only claims name: people, governments, officers that nobody described."""
        for iri in _iris(claims):
            if iri.startswith(iris.GEO_AREA):
                body = government(iri)
                if self._is_new(body):
                    yield from put(place, body, _government(iri))
            elif "/id/person/" in iri:
                if iri in self._people and self._is_new(iri):
                    yield from put(place, iri, _person(self._people[iri], place))
            elif iri in wording.officers() and self._is_new(iri):
                yield from put(place, iri, iter(wording.officers()[iri]))

    def _is_new(self, iri: str) -> bool:
        if iri in self._described or wording.known(iri):
            return False
        self._described.add(iri)
        return True


def _iris(claims: Iterable[Claim]) -> list[str]:
    """Return the IRIs that claims name as those that act or give, each once."""
    return list(
        dict.fromkeys(
            iri
            for claim in claims
            for name in _ACTORS
            for iri in claim.parts.get(name, "").split()
            if "://" in iri
        )
    )


def _person(name: str, place: Place) -> Said:
    yield RDF.type, node(WSIS.Person)
    yield SKOS.prefLabel, literal(name, language="en")
    yield SKOS.prefLabel, literal(name, language="zh")
    yield WSIS.statedIn, node(place.passage)


def _government(country: str) -> Said:
    yield RDF.type, node(WSIS.Body)
    yield DCT.type, node(iris.vocab("body-kinds", "government"))
    english, chinese = wording.name(country, "en"), wording.name(country, "zh")
    yield SKOS.prefLabel, literal(f"Government of {english}", language="en")
    yield SKOS.prefLabel, literal(f"{chinese}政府", language="zh")


def _latest(mentions: Mapping[str, list[Mention]]) -> str:
    """Return the latest year that a document without a date names; empty if it names none.

    Plans and targets lie ahead of a document: only dates of days and meetings count.
    """
    years = [
        mention.value[:4]
        for found in mentions.values()
        for mention in found
        if mention.kind == "date" and len(mention.value) > 4
    ]
    return max(years, default="")
