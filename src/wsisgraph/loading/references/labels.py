"""The names by which things are found: labels of the vocabularies and of the bundled graph.

Whoever adds a label in Turtle, in a vocabulary, in the facts of a source or in `names/`, teaches
the loader a spelling.
"""

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import pycountry
from babel import Locale
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from wsisgraph import content
from wsisgraph.loading.sources import find
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import RDF, SKOS

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
HIDDEN_LABEL = "http://www.w3.org/2004/02/skos/core#hiddenLabel"
_LABELS = {
    SKOS.prefLabel: "label",
    SKOS.altLabel: "other label",
    HIDDEN_LABEL: "spelling",
    SKOS.notation: "notation",
}
# The kind of a thing by the beginning of its IRI behind `id/`; the first kinds win a shared name.
_KINDS = {
    "agency/": "body",
    "body/": "body",
    "event/": "event",
    "instrument/": "instrument",
    "activity/": "programme",
    "edition/wsis-forum/": "event",
    "edition/igf/": "event",
    "edition/wsis-prizes/": "event",
    "meeting/": "meeting",
    "resolution/": "resolution",
    "decision/": "decision",
    "series/": "programme",
    "edition/": "document",
    "document/": "document",
    "person/": "person",
}
_RANKS = {beginning: rank for rank, beginning in enumerate(_KINDS)}
_SOURCES = ("un-bodies", "itu-council")
_VOCABULARIES = ("action-lines", "sdg-goals")
_NO_AREA = frozenset({"TW"})
# La Réunion, which is la réunion, a meeting, in French and Spanish.
_LIKE_A_WORD = frozenset({"RE"})
# Codes that are no other words.
_CLEAR_CODES = frozenset({"UAE"})
# Names that are everyday words: in Arabic, Mali is “financial” too; and America is a continent, as
# in the name of the commission for Latin America.
_EVERYDAY = frozenset({"مالي", "america"})


class Label(NamedTuple):
    """One name of a thing.

    Attributes:
        iri: the thing.
        kind: the kind of `Mention`.
        text: the name.
        language: its tag; empty for acronyms and codes.
        form: `label`, `other label`, `spelling` or `notation`.
        rank: of two things with one name, the lower is meant.
        known: whether the vocabularies or the bundled graph describe the thing.
    """

    iri: str
    kind: str
    text: str
    language: str = ""
    form: str = "label"
    rank: int = 0
    known: bool = True


def kind_of(iri: str, base: str = "") -> tuple[str, int]:
    """Return the kind of mention of a thing and its rank; an empty kind for other things.

    Args:
        iri: of the thing.
        base: of the individuals of this instance, where it is at hand.
    """
    base = base or iris.base_iri() + "id/"
    if iri.startswith(base):
        key = iri.removeprefix(base)
        # A state is mentioned as a country, whatever acts for it.
        if "/clause/" in key or "/p/" in key or key.startswith("body/government-of-"):
            return "", 0
        for beginning, kind in _KINDS.items():
            if key.startswith(beginning):
                return kind, _RANKS[beginning]
        return "", 0
    if iri.startswith(iris.VOCAB + "action-lines/"):
        return "line", 0
    if iri.startswith(iris.GEO_AREA):
        return "country", 0
    if iri == iris.SDG or (iri.startswith(iris.SDG + "/") and iri.rpartition("/")[2].isdigit()):
        return "goal", 0
    return "", 0


def labels_of(
    triples: Iterable[tuple[str, str, Literal]], *, known: bool = True
) -> Iterator[Label]:
    """Yield the labels that triples (subject, predicate, literal) give to things."""
    base = iris.base_iri() + "id/"
    for subject, predicate, literal in triples:
        form = _LABELS.get(predicate)
        if form is None:
            continue
        kind, rank = kind_of(subject, base)
        if kind and (form != "notation" or kind == "body"):
            yield Label(subject, kind, literal.value, literal.language or "", form, rank, known)


def turtle_labels(path: Path, *, known: bool = True) -> Iterator[Label]:
    """Yield the labels of a Turtle file whose relative IRIs are those of this instance."""
    yield from _labels_of_triples(_triples(path), known=known)


def _triples(path: Path) -> Iterable[Triple]:
    return parse(path=str(path), format=RdfFormat.TURTLE, base_iri=iris.base_iri())


def _labels_of_triples(triples: Iterable[Triple], *, known: bool = True) -> Iterator[Label]:
    return labels_of(
        (
            (triple.subject.value, triple.predicate.value, triple.object)
            for triple in triples
            if isinstance(triple.object, Literal) and isinstance(triple.subject, NamedNode)
        ),
        known=known,
    )


def bundled_labels() -> tuple[Label, ...]:
    """Return the names of all that the vocabularies and the bundled sources describe."""
    return _bundled()[0]


def bundled_governments() -> frozenset[str]:
    """Return the governments that the bundled sources describe; countries are found instead."""
    return _bundled()[1]


@cache
def _bundled() -> tuple[tuple[Label, ...], frozenset[str]]:
    found: list[Label] = []
    governments: set[str] = set()
    for scheme in _VOCABULARIES:
        found += turtle_labels(content.folder("ontology") / "vocab" / f"{scheme}.ttl")

    # It is left to whoever lists the sources to tell of a broken one.
    for name in _SOURCES:
        if (source := find(name)) is None:
            continue
        paths = source.manifest.input_paths
        # Turtle is read at once, without asking for the line of each fact.
        for path in paths:
            if path.suffix == ".ttl":
                triples = list(_triples(path))
                found += _labels_of_triples(triples)
                governments.update(_governments(triples))
        if others := [path for path in paths if path.suffix != ".ttl"]:
            found += labels_of(
                (fact.subject, fact.predicate, fact.object)
                for fact in source.read(others)[0]
                if isinstance(fact.object, Literal)
            )
    known = {label.iri for label in found}
    for path in names_files():
        found += (label._replace(known=label.iri in known) for label in turtle_labels(path))
    found += country_labels()
    return tuple(found), frozenset(governments)


def _governments(triples: Iterable[Triple]) -> Iterator[str]:
    for triple in triples:
        if triple.predicate.value == RDF.type and isinstance(triple.subject, NamedNode):
            iri = triple.subject.value
            if "/id/body/government-of-" in iri:
                yield iri


def names_files(issuer: str = "") -> list[Path]:
    """Return the Turtle files of further spellings, in order.

    Args:
        issuer: `un` for what words such as “the Assembly” mean in a document of the United Nations.
    """
    folder = Path(str(files("wsisgraph.loading.references").joinpath("names"))) / issuer
    return sorted(folder.glob("*.ttl"))


def country_labels() -> Iterator[Label]:
    """Yield the names of countries: CLDR's, those of ISO 3166, and ours of `country_names.toml`."""
    ours = tomllib.loads(
        files("wsisgraph.loading").joinpath("country_names.toml").read_text(encoding="utf-8")
    )
    unclear = {name.casefold() for name in ours["unclear"]}
    locales = {language: Locale(language) for language in LANGUAGES}
    for entry in pycountry.countries:
        if entry.alpha_2 in _NO_AREA | _LIKE_A_WORD:
            continue
        iri = iris.geo_area(entry.numeric)
        spelled = {
            (locale.territories.get(entry.alpha_2, ""), language)
            for language, locale in locales.items()
        }
        official = (getattr(entry, name, "") for name in ("name", "official_name", "common_name"))
        spelled |= {(name, "en") for name in official}
        spelled |= {(name, "") for name in ours["countries"].get(entry.alpha_2, [])}
        for name, language in sorted(spelled):
            # Codes of two or three letters are words of their own too often.
            if len(name) < 2 or name.casefold() in unclear | _EVERYDAY:
                continue
            if not _is_code(name) or name in _CLEAR_CODES:
                yield Label(iri, "country", name, language)
                bare, bracket, _ = name.partition(" (")
                if bracket and bare.casefold() not in unclear:
                    yield Label(iri, "country", bare, language, rank=1)
                last, comma, first = name.partition(", ")
                if comma and "," not in first:
                    yield Label(iri, "country", f"{first} {last}", language)


def _is_code(name: str) -> bool:
    return name.isascii() and name.isupper() and len(name) < 4
