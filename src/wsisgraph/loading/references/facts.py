"""Mentions as proposed facts: an annotation for each, and the link from its passage."""

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache

from wsisgraph.loading.facts import Fact, Term, literal, node
from wsisgraph.loading.references.describing import description
from wsisgraph.loading.references.labels import bundled_labels
from wsisgraph.loading.texts.facts import Where
from wsisgraph.loading.texts.model import Mention, Passage
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import RDF, WSIS, XSD

_PROPOSED = "proposed"
_CITED = frozenset({"resolution", "decision", "document", "instrument"})


class MentionFacts:
    """Makes the facts of the mentions of one document."""

    def __init__(self, where: Where, known: frozenset[str] = frozenset()) -> None:
        """Take the document's IRI and the name of its file, and what is described already."""
        self._where = where
        self._key = where.document.rpartition("/id/document/")[2]
        self._described: set[str] = {where.document}
        self._known = known

    def of(self, passage: Passage, mentions: Iterable[Mention]) -> Iterator[Fact]:
        """Yield the facts of the mentions of a passage.

        Of a thing that is named twice there is one annotation, with the surest of the patterns.
        A thing that nobody described yet is described where it is named first.
        """
        best: dict[str, Mention] = {}
        for mention in mentions:
            mark = mention.iri or f"{mention.kind} {mention.value}"
            if mark not in best or best[mark].confidence < mention.confidence:
                best[mark] = mention
        for mark, mention in best.items():
            if mention.iri:
                yield from self._links(passage, mention)
            yield from self._annotation(passage, mention, mark)

    def _links(self, passage: Passage, mention: Mention) -> Iterator[Fact]:
        subject = self._where.passage(passage.locator)
        if not mention.known and mention.kind != "address":
            for iri, said in description(mention):
                if iri not in self._described and iri not in _known():
                    self._described.add(iri)
                    for predicate, term in said:
                        yield self._fact(passage, iri, predicate, term)
                    yield self._fact(passage, iri, WSIS.statedIn, node(subject))
        if mention.kind != "address" and mention.iri != self._where.document:
            yield self._fact(passage, subject, WSIS.mentions, node(mention.iri))
            if mention.kind in _CITED:
                yield self._fact(passage, subject, WSIS.cites, node(mention.iri))

    def _annotation(self, passage: Passage, mention: Mention, mark: str) -> Iterator[Fact]:
        digest = hashlib.sha256(mark.encode(errors="surrogatepass")).hexdigest()[:10]
        iri = iris.individual("mention", f"{self._key}/{passage.locator}-{digest}")
        said: list[tuple[str, Term]] = [
            (RDF.type, node(WSIS.Mention)),
            (WSIS.statedIn, node(self._where.passage(passage.locator))),
            (WSIS.normalForm, literal(mention.value)),
            (WSIS.pattern, literal(f"{mention.kind}: {mention.pattern}")),
            (WSIS.confidence, literal(f"{mention.confidence:.2f}", datatype=XSD.decimal)),
            (WSIS.status, node(iris.vocab("status", _PROPOSED))),
        ]
        if mention.iri:
            said.append((WSIS.about, node(mention.iri)))
        for predicate, term in said:
            yield self._fact(passage, iri, predicate, term)

    def _fact(self, passage: Passage, subject: str, predicate: str, term: Term) -> Fact:
        origin = self._where.origin(passage)
        return Fact(subject, predicate, term, origin, _PROPOSED, passage.locator)


@cache
def _known() -> frozenset[str]:
    """Return what the bundled graph describes, and so nobody need describe again."""
    return frozenset(label.iri for label in bundled_labels() if label.known)
