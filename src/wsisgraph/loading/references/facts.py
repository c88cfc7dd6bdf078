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
        if not best:
            return
        locator, origin = passage.locator, self._where.origin(passage)
        stated_in = self._where.passage(locator)
        begin = iris.individual("mention", f"{self._key}/{locator}")
        here = node(stated_in)
        for mark, mention in best.items():
            said = [*self._links(mention, stated_in), *_annotation(mention, mark, begin, here)]
            for subject, predicate, term in said:
                yield Fact(subject, predicate, term, origin, _PROPOSED, locator)

    def _links(self, mention: Mention, stated_in: str) -> Iterator[tuple[str, str, Term]]:
        if not mention.iri or mention.kind == "address":
            return
        if not mention.known:
            for iri, said in description(mention):
                if iri not in self._described and iri not in _known():
                    self._described.add(iri)
                    for predicate, term in said:
                        yield iri, predicate, term
                    yield iri, WSIS.statedIn, node(stated_in)
        if mention.iri != self._where.document:
            yield stated_in, WSIS.mentions, node(mention.iri)
            if mention.kind in _CITED:
                yield stated_in, WSIS.cites, node(mention.iri)


def _annotation(
    mention: Mention, mark: str, begin: str, here: Term
) -> Iterator[tuple[str, str, Term]]:
    digest = hashlib.sha256(mark.encode(errors="surrogatepass")).hexdigest()[:10]
    iri = f"{begin}-{digest}"
    yield iri, RDF.type, _class()
    yield iri, WSIS.statedIn, here
    yield iri, WSIS.normalForm, literal(mention.value)
    yield iri, WSIS.pattern, literal(f"{mention.kind}: {mention.pattern}")
    yield iri, WSIS.confidence, _confidence(mention.confidence)
    yield iri, WSIS.status, _status()
    if mention.iri:
        yield iri, WSIS.about, node(mention.iri)


@cache
def _class() -> Term:
    return node(WSIS.Mention)


@cache
def _status() -> Term:
    return node(iris.vocab("status", _PROPOSED))


@cache
def _confidence(value: float) -> Term:
    return literal(f"{value:.2f}", datatype=XSD.decimal)


@cache
def _known() -> frozenset[str]:
    """Return what the bundled graph describes, and so nobody need describe again."""
    return frozenset(label.iri for label in bundled_labels() if label.known)
