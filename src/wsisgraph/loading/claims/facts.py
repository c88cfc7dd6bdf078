"""Claims of a document as proposed facts, passage by passage."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby

from pyoxigraph import Literal

from wsisgraph.loading.claims import wording
from wsisgraph.loading.claims.clause_keys import clause_keys
from wsisgraph.loading.claims.clauses import clauses
from wsisgraph.loading.claims.instruments import clause_facts, version_facts
from wsisgraph.loading.claims.masking import class_of
from wsisgraph.loading.claims.passages import looked_at
from wsisgraph.loading.claims.printings import Printed, printings
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.statements import Place, Said, is_date, put, statement_facts
from wsisgraph.loading.facts import Fact, Term, literal, node
from wsisgraph.loading.references.describing import description
from wsisgraph.loading.references.issuer import issuer
from wsisgraph.loading.texts.facts import Where
from wsisgraph.loading.texts.front import year_of
from wsisgraph.loading.texts.model import Claim, Mention, Passage, Text
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, RDF, SKOS, WSIS

_YEAR = 4
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ACTORS = ("body", "addressee", "bearer", "recipient", "donor", "partner", "meeting", "channel")


class ClaimFacts:
    """Makes the facts of the claims of one document.

    Attributes:
        guessed: the year that roles without a time are said of, where nothing tells the date of the
            document: that of most of the days in it; empty where it is told, or there are none.
    """

    def __init__(
        self,
        text: Text,
        mentions: Mapping[str, list[Mention]],
        where: Where,
        seen: Sequence[Seen] | None = None,
    ) -> None:
        """Prepare what all passages share.

        Args:
            text: the document.
            mentions: what its passages name, by locator.
            where: the document's IRI, and whether its words may be stored.
            seen: its passages as `looked_at` gives them, where that is at hand.
        """
        self._text, self._where = text, where
        self._key = where.document.rpartition("/id/document/")[2]
        self._as_of = _date_of(text, mentions)
        self.guessed = ""
        if not self._as_of:
            self._as_of = self.guessed = usual_year(mentions)
        seen = looked_at(text, mentions) if seen is None else seen
        found = list(clauses(seen, issuer(text)))
        self._printed = {
            order: one
            for one in printings(text, mentions, found, self._key, self._as_of)
            for order in range(one.first, one.last + 1)
        }
        # The keys of the clauses of one text begin anew in the next.
        self._clauses = {
            clause.seen.passage.locator: (key, was)
            for _, group in groupby(found, lambda clause: self._around(clause.seen.passage))
            for clause, key, was in clause_keys(group)
        }
        self._described: set[str] = set()
        self._people = {
            mention.iri: mention.value
            for one in seen
            for mention in one.masked.named
            if mention is not None and class_of(mention) == "person"
        }
        self._names = _names(mentions)

    def of(self, passage: Passage, claims: Iterable[Claim]) -> Iterator[Fact]:
        """Yield the facts of the claims of a passage, and of what they name first."""
        place = Place(
            self._key,
            self._where.passage(passage.locator),
            passage.locator,
            self._where.origin(passage),
            self._as_of,
            self._names,
        )
        held = list(claims)
        yield from self._version(passage, place)
        yield from self._named(held, place)
        keys = self._clauses.get(passage.locator)
        for said in _alike(held):
            yield from clause_facts(
                said,
                keys or (passage.locator, passage.locator),
                self._around(passage) if keys else None,
                place,
                passage.order,
                with_texts=self._where.with_texts,
                language=passage.language or self._text.language,
            )
        for claim in held:
            yield from statement_facts(claim, place)

    def is_undated(self, claim: Claim) -> bool:
        """Tell whether a role is left out, as neither it nor its document has a date."""
        return (
            claim.kind == "role"
            and not self._as_of
            and not any(is_date(claim.parts.get(name, "")) for name in ("start", "end"))
        )

    def _around(self, passage: Passage) -> Printed | None:
        """Return the resolution of whose text a passage is a part."""
        return self._printed.get(passage.order)

    def _version(self, passage: Passage, place: Place) -> Iterator[Fact]:
        found = self._around(passage)
        if found is None or found.first != passage.order or not self._is_new(found.version):
            return
        yield from version_facts(found, place, self._where.document)

    def _named(self, claims: Sequence[Claim], place: Place) -> Iterator[Fact]:
        """Yield what only claims name: people, governments, officers that nobody described."""
        for iri in _iris(claims):
            if iri.startswith(iris.GEO_AREA):
                body = wording.government(iri)
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


def _alike(claims: Iterable[Claim]) -> Iterator[list[Claim]]:
    """Yield the claims of clauses, those of one force together: they differ in the addressee."""
    found: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.kind == "clause":
            found.setdefault(claim.parts["force"], []).append(claim)
    yield from found.values()


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


def _names(mentions: Mapping[str, list[Mention]]) -> dict[str, dict[str, str]]:
    """Return the names of what a document mentions and the bundled graph does not describe."""
    names: dict[str, dict[str, str]] = {}
    for mention in chain.from_iterable(mentions.values()):
        told: Iterable[tuple[str, Iterable[tuple[str, Term]]]] = ()
        if mention.iri.startswith(iris.GEO_AREA):
            told = ((wording.government(mention.iri), _government(mention.iri)),)
        elif mention.iri and not mention.known and mention.iri not in names:
            told = description(mention)
        for iri, said in told:
            if iri not in names:
                names[iri] = {
                    term.language: term.value
                    for predicate, term in said
                    if predicate == SKOS.prefLabel and isinstance(term, Literal) and term.language
                }
    return names


def _person(name: str, place: Place) -> Said:
    yield RDF.type, node(WSIS.Person)
    yield SKOS.prefLabel, literal(name, language="en")
    yield SKOS.prefLabel, literal(name, language="zh")
    yield WSIS.statedIn, node(place.passage)


def _government(country: str) -> Said:
    yield RDF.type, node(WSIS.Body)
    yield DCT.type, node(iris.vocab("body-kinds", "government"))
    english, chinese = wording.country(country), wording.name(country, "zh")
    yield SKOS.prefLabel, literal(f"Government of {english}", language="en")
    yield SKOS.prefLabel, literal(f"{chinese}政府", language="zh")


def _date_of(text: Text, mentions: Mapping[str, list[Mention]]) -> str:
    """Return the date of a document, or a year that its words allow; empty without any.

    A document that prints no date is not older than the latest revision that it cites.
    """
    years = [
        year
        for found in mentions.values()
        for mention in found
        if mention.kind in ("resolution", "decision")
        and (year := mention.iri.rpartition("/")[2]).isdigit()
        and len(year) == _YEAR
    ]
    return text.issued or year_of(text.symbol) or max(years, default="")


def usual_year(mentions: Mapping[str, list[Mention]]) -> str:
    """Return the year of most of the days that a document tells of, of two the later one."""
    years = Counter(
        day[:_YEAR]
        for mention in chain.from_iterable(mentions.values())
        if mention.kind in ("date", "period")
        for day in mention.value.split("/")
        if _DAY.fullmatch(day)
    )
    return max(years, key=lambda year: (years[year], year), default="")
