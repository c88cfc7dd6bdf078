"""The index: for each word of each language the texts that have it, weighed once and for all.

What a word counts in a text is settled here (BM25 over fields: a word of a short name counts more
than one of a long description, a rare word more than a common one, and things that people look for
more than what only mentions them). So whoever searches, the service or a script, only adds up.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wsisgraph.search.analysis import squeezed, words
from wsisgraph.search.gathered import Material, Thing, Unit
from wsisgraph.terms.codes import C7_PARTS

_LABEL, _OTHER, _CODE, _TEXT = 5.0, 3.5, 6.0, 1.0
_SATURATION, _BY_LENGTH = 1.2, 0.6
_SCALE = 100
"""Weights are whole numbers."""

_LONGEST_NAME = 120
"""Letters of a name that is known as a whole."""


@dataclass(slots=True)
class Index:
    """What a search needs.

    Attributes:
        postings: by language and word, the units that have it, each with what it counts there.
        surfaces: by language and word, the form that is met most often, to be suggested.
        names: what is known as a whole, and the things that it means, the best first.
    """

    material: Material
    postings: dict[str, dict[str, list[tuple[int, int]]]]
    surfaces: dict[str, dict[str, str]]
    names: dict[str, list[int]]


def build(
    material: Material, languages: tuple[str, ...] | None = None, *, with_names: bool = True
) -> Index:
    """Return the index of some languages, of all without them."""
    postings: dict[str, dict[str, list[tuple[int, int]]]] = {}
    surfaces: dict[str, dict[str, str]] = {}
    by_lang: dict[str, list[int]] = defaultdict(list)
    for at, unit in enumerate(material.units):
        by_lang[unit.lang].append(at)
    for lang in sorted(by_lang):
        if languages is None or lang in languages:
            postings[lang], surfaces[lang] = _of_language(material, by_lang[lang], lang)
    return Index(material, postings, surfaces, names(material) if with_names else {})


def _of_language(
    material: Material, places: list[int], lang: str
) -> tuple[dict[str, list[tuple[int, int]]], dict[str, str]]:
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    counted = [
        (at, _counts(material.units[at], material.things[material.units[at].thing], lang, seen))
        for at in places
    ]
    lengths = [
        max(sum(sum(found[of].values()) for _, found in counted) / max(len(counted), 1), 1.0)
        for of in range(4)
    ]
    weights = (_LABEL, _OTHER, _CODE, _TEXT)
    rare = Counter(term for _, found in counted for term in set().union(*found))
    postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for at, found in counted:
        total: dict[str, float] = defaultdict(float)
        for of, counts in enumerate(found):
            if counts:
                length = 1 - _BY_LENGTH + _BY_LENGTH * sum(counts.values()) / lengths[of]
                for term, number in counts.items():
                    total[term] += weights[of] * number / length
        prior = material.things[material.units[at].thing].weight
        for term, weight in total.items():
            idf = math.log(1 + (len(counted) - rare[term] + 0.5) / (rare[term] + 0.5))
            score = idf * weight * (_SATURATION + 1) / (weight + _SATURATION) * prior
            postings[term].append((at, max(round(score * _SCALE), 1)))
    forms = {
        term: min(found.items(), key=lambda pair: (-pair[1], pair[0]))[0]
        for term, found in seen.items()
    }
    return dict(sorted(postings.items())), dict(sorted(forms.items()))


def _counts(
    unit: Unit, thing: Thing, lang: str, seen: dict[str, Counter[str]]
) -> tuple[Counter[str], ...]:
    """Return how often each word stands in names, other names, codes and texts."""
    found = []
    for texts in (unit.labels, unit.others, thing.codes, unit.texts):
        counts: Counter[str] = Counter()
        for text in texts:
            for word in words(text, lang):
                if word.term:
                    counts[word.term] += 1
                    seen[word.term][word.surface] += 1
        found.append(counts)
    return tuple(found)


def names(material: Material) -> dict[str, list[int]]:
    """Return what is known as a whole: codes, names, spellings of the parts of C7."""
    ranked: dict[str, dict[int, float]] = defaultdict(dict)

    def know(text: str, thing: int, rank: float) -> None:
        key = squeezed(text)
        if key and len(key) <= _LONGEST_NAME:
            ranked[key][thing] = max(ranked[key].get(thing, 0), rank)

    for at, thing in enumerate(material.things):
        for code in _codes(thing):
            know(code, at, 20 + thing.weight)
    for unit in material.units:
        if unit.status == "accepted":
            weight = material.things[unit.thing].weight
            for text in unit.labels:
                know(text, unit.thing, 10 + weight)
            for text in unit.others:
                know(text, unit.thing, weight)
    return {
        key: sorted(found, key=lambda at: (-found[at], material.things[at].iri))[:5]
        for key, found in sorted(ranked.items())
    }


def _codes(thing: Thing) -> Iterator[str]:
    yield from thing.codes
    if thing.kind == "action-line":
        for code in thing.codes:
            for word in _PARTS.get(code.lower(), ()):
                yield from (f"C7 {word}", f"C7 e{word}", f"e{word}")


_PARTS: Mapping[str, tuple[str, ...]] = {f"c7-{part}": said for part, said in C7_PARTS.items()}
