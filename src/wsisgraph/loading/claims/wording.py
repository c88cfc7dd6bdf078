"""Neutral words in English and Chinese about what was extracted, made of names alone."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import as_file, files

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from wsisgraph import content
from wsisgraph.loading.keys import slug
from wsisgraph.loading.references.labels import bundled_governments, bundled_labels
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import SKOS

_LISTS = ("roles", "force", "products", "recurrence", "measures", "units")

CONDITIONS = {
    "within-resources": ("within the resources", "在资源范围内"),
    "within-mandate": ("within the mandate", "在职责范围内"),
    "as-appropriate": ("as appropriate", "酌情"),
    "on-request": ("on request", "应要求"),
    "subject-to": ("subject to what the clause names", "以条款所述为前提"),
    "by-rules": ("in keeping with what the clause names", "依条款所述规定"),
}
"""What a duty depends on, in our words."""


def name(iri: str, language: str) -> str:
    """Return what a thing is called in a language, or else the last part of its IRI."""
    names = _names().get(iri) or _listed().get(iri) or {}
    return names.get(language) or names.get("en") or iri.rpartition("/")[2].replace("-", " ")


def government(iri: str) -> str:
    """Return the IRI of the government of a country, which is the body that acts for it."""
    return _government_of(country(iri))


@cache
def country(iri: str) -> str:
    """Return the English name of a country by which its government is described or, else, known.

    “Switzerland” and not “Swiss Confederation”: of names that nobody used yet, the shortest.
    """
    said = sorted(_countries().get(iri, ()), key=lambda text: (len(text), text))
    used = (text for text in said if _government_of(text) in bundled_governments())
    return next(used, said[0] if said else name(iri, "en"))


def _government_of(english: str) -> str:
    return iris.individual("body", f"government-of-{slug(english)}")


@cache
def _countries() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for label in bundled_labels():
        if label.kind == "country" and label.form == "label" and label.language == "en":
            found.setdefault(label.iri, set()).add(label.text)
    return {iri: frozenset(texts) for iri, texts in found.items()}


@cache
def _names() -> Mapping[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for label in bundled_labels():
        if label.form == "label" and label.language in ("en", "zh"):
            found.setdefault(label.iri, {}).setdefault(label.language, label.text)
    return found


@cache
def _listed() -> Mapping[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for scheme in _LISTS:
        path = content.folder("ontology") / "vocab" / f"{scheme}.ttl"
        for triple in parse(path=str(path), format=RdfFormat.TURTLE, base_iri=iris.base_iri()):
            subject, value = triple.subject, triple.object
            if (
                triple.predicate.value == SKOS.prefLabel
                and isinstance(subject, NamedNode)
                and isinstance(value, Literal)
                and value.language in ("en", "zh")
            ):
                found.setdefault(subject.value, {})[value.language] = value.value
    return found


@cache
def officers() -> Mapping[str, tuple[tuple[str, NamedNode | Literal], ...]]:
    """Return what `bodies.ttl` says of bodies that only clauses name, by their IRIs."""
    found: dict[str, list[tuple[str, NamedNode | Literal]]] = {}
    with as_file(files(__package__) / "bodies.ttl") as path:
        triples = parse(path=str(path), format=RdfFormat.TURTLE, base_iri=iris.base_iri())
        for triple in triples:
            if isinstance(triple.subject, NamedNode) and isinstance(
                triple.object, NamedNode | Literal
            ):
                said = triple.predicate.value, triple.object
                found.setdefault(triple.subject.value, []).append(said)
    return {iri: tuple(said) for iri, said in found.items()}


def known(iri: str) -> bool:
    """Tell whether the bundled graph describes a thing."""
    if "/id/body/government-of-" in iri:
        # Their names are those of the countries, and no labels for finding anything by.
        return iri in bundled_governments()
    return iri in _known()


@cache
def _known() -> frozenset[str]:
    return frozenset(label.iri for label in bundled_labels() if label.known)
