"""Statements in words: what a reviewer reads instead of IRIs."""

import re
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Store, Triple

from wsisgraph.review.model import Target
from wsisgraph.review.statements import Triples
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import DCT, ORG, RDF, RDFS, SCHEMA, SKOS, WSIS

_NAMES = (SKOS.prefLabel, DCT.title, RDFS.label, SCHEMA.name)
_TEXTS = (DCT.description, DCT.abstract)

# Who, what, where, when come first; what is left out is told elsewhere, or tells nothing.
FIRST = (
    *(ORG.member, ORG.role, WSIS.roleIn, WSIS.bearer, WSIS.force, WSIS.actionLine, WSIS.activity),
    *(WSIS.linksTo, WSIS.scope, WSIS.measure, WSIS.valuePrinted, WSIS.unit, WSIS.about),
    *(DCT.type, WSIS.carriedOutBy, WSIS.start, WSIS.end, WSIS.statedAsOf),
)
_UNTOLD = {RDF.type, WSIS.status, WSIS.statedIn, *_NAMES, *_TEXTS, SKOS.editorialNote}

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ENGLISH = "en"


class Words:
    """Names of things in one language, from everything the store says."""

    def __init__(self, store: Store, language: str = _ENGLISH) -> None:
        """Prepare to name things.

        Args:
            store: the dataset, graphs apart included.
            language: of the names; English where a thing has none in it.
        """
        self._store = store
        self._language = language
        self._known: dict[str, str] = {}

    def name(self, iri: str) -> str:
        """Return the name of a thing, with its code if it has one that the name does not tell."""
        if iri not in self._known:
            name = self._best(iri, _NAMES)
            code = self._code(iri)
            if code and name and not name.startswith(code):
                name = f"{code} {name}"
            self._known[iri] = name or code or _local(iri)
        return self._known[iri]

    def value(self, value: object) -> str:
        """Return a value of a statement in words."""
        return self.name(value.value) if isinstance(value, NamedNode) else _text(value)

    def statement(self, target: Target, kind: str, triples: Triples) -> str:
        """Return what is stated as one line."""
        if target.triple is not None:
            triple = next(iter(triples), target.triple)
            parts = (target.subject, triple.predicate.value)
            return f"{' – '.join(map(self.name, parts))} – {self.value(triple.object)}"
        own = self._own(triples, _NAMES)
        text = self._own(triples, _TEXTS)
        head = ": ".join(part for part in (self.name(kind) if kind else "", own) if part)
        body = "; ".join(part for part in (*self._parts(triples), text) if part)
        return ": ".join(part for part in (head, body) if part) or self.name(target.iri)

    def text(self, iri: str, predicates: Iterable[str]) -> str:
        """Return a text about a thing in the language, else in another; empty without any."""
        return self._best(iri, predicates)

    def _parts(self, triples: Triples) -> Iterable[str]:
        rank = {predicate: place for place, predicate in enumerate(FIRST)}
        by: dict[str, list[str]] = {}
        for triple in sorted(triples, key=str):
            predicate = triple.predicate.value
            if predicate not in _UNTOLD and self._is_readable(triple):
                by.setdefault(predicate, []).append(self.value(triple.object))
        for predicate in sorted(by, key=lambda iri: (rank.get(iri, len(rank)), iri)):
            yield f"{self.name(predicate)}: {', '.join(by[predicate])}"

    def _is_readable(self, triple: Triple) -> bool:
        value = triple.object
        return not isinstance(value, Literal) or value.language in (None, self._language)

    def _own(self, triples: Triples, predicates: Iterable[str]) -> str:
        texts = [
            triple.object
            for predicate in predicates
            for triple in triples
            if triple.predicate.value == predicate and isinstance(triple.object, Literal)
        ]
        return self._choose(texts)

    def _best(self, iri: str, predicates: Iterable[str]) -> str:
        subject = NamedNode(iri)
        for predicate in predicates:
            quads = self._store.quads_for_pattern(subject, NamedNode(predicate), None)
            texts = [quad.object for quad in quads if isinstance(quad.object, Literal)]
            if texts:
                return self._choose(texts)
        return ""

    def _choose(self, texts: list[Literal]) -> str:
        def rank(text: Literal) -> tuple[bool, bool, bool, str]:
            language = text.language or ""
            return language != self._language, language != _ENGLISH, bool(language), text.value

        return _text(min(texts, key=rank)) if texts else ""

    def _code(self, iri: str) -> str:
        """Return the code of an action line, goal or target."""
        coded = (iris.SDG + "/", iris.vocab("action-lines") + "/")
        if not iri.startswith(coded) or iri.startswith(iris.GEO_AREA):
            return ""
        quads = self._store.quads_for_pattern(NamedNode(iri), NamedNode(SKOS.notation), None)
        codes = sorted({quad.object.value for quad in quads if isinstance(quad.object, Literal)})
        return ", ".join(codes)


def _text(value: object) -> str:
    return " ".join(value.value.split()) if isinstance(value, Literal) else str(value)


def _local(iri: str) -> str:
    """Return a word for what has no name: the end of its IRI."""
    short = iri.removeprefix(iris.base_iri()).removeprefix("id/")
    if short != iri:
        return short
    return _CAMEL.sub(" ", re.split(r"[/#]", iri.rstrip("/#"))[-1]).lower() or iri
