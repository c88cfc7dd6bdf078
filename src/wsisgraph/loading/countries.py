"""Countries as people print them, matched to M49: capitals, old names, six languages, any order.

Names come from CLDR (through babel), codes and official names from ISO 3166 (through pycountry),
and what neither has from `country_names.toml`.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import pycountry
from babel import Locale
from rapidfuzz import fuzz, process

LANGUAGES = ("en", "ar", "es", "fr", "ru", "zh")

_PARENTHESES = re.compile(r"^(?P<name>[^(]+)\((?P<rest>[^)]+)\)\s*$")
_PARTS = re.compile(r"[;|\n/]")
_LIST = re.compile(r"[,;、，/|+]|\s(?:and|et|y|e|и|&|-|–|—)\s")
# No list of countries in a cell is longer; a longer cell is a text.
_LONGEST = 2_000
# Words that only say what kind of state it is.
_WORDS = (
    "the of and republic kingdom state states islamic arab democratic people peoples s socialist "
    "federal federative plurinational bolivarian federated commonwealth principality sultanate "
    "grand duchy united cooperative co operative independent union hashemite oriental eastern "
    "republique royaume etat du de la le les republica reino estado del el federation"
)
_STATE_WORDS = frozenset(_WORDS.split())
_SHORT = {
    "rep": "republic",
    "dem": "democratic",
    "fed": "federation",
    "st": "saint",
    "isl": "islamic",
}
_ARABIC_ARTICLE = re.compile(r"\bال(?=\w{3})")
# M49 gives it no code of its own, so no area of the graph stands for it.
_NO_AREA = frozenset({"TW"})
# A slip of the pen in a long name; shorter names differ by a letter and are other countries.
_ALIKE = 92
_ALIKE_FROM = 7
# How near a name must be to be suggested.
_SUGGESTED = 79


@dataclass(frozen=True, slots=True)
class Country:
    """A country or area: its M49 code and its ISO 3166-1 code of two letters; a region has none."""

    m49: str
    iso2: str


@dataclass(frozen=True, slots=True)
class Place:
    """What a printed country means.

    Attributes:
        countries: all that it names.
        reach: `international` or `regional`, where it says how far and not where.
        guessed: the name that was meant, where the printed one is a slip of the pen.
        unclear: why it names no country, or what it might mean.
        missed: what stands beside the countries and is none.
        group: whether it is a group of countries, such as the European Union, and no area of M49.
    """

    countries: tuple[Country, ...] = ()
    reach: str = ""
    guessed: str = ""
    unclear: str = ""
    missed: tuple[str, ...] = ()
    group: bool = False

    @property
    def is_known(self) -> bool:
        """Whether all of it was understood."""
        return bool(self.countries or self.reach) and not self.missed

    @property
    def regions(self) -> tuple[str, ...]:
        """The English names of the regions of M49 among the countries."""
        return tuple(_english(each) for each in self.countries if not each.iso2)


@lru_cache(maxsize=50_000)
def place(printed: str) -> Place:
    """Return what a printed country, list of countries or reach means."""
    if len(printed) > _LONGEST:
        return Place()
    index = _index()
    if (found := _one(printed)) is not None:
        return Place((found,))
    normal = _normal(printed)
    if (reach := index.reach.get(normal)) is not None:
        return Place(reach=reach)
    if normal in index.groups:
        return Place(reach="regional", group=True)
    if (why := index.unclear.get(normal)) is not None:
        return Place(unclear=why)
    for parts in (_PARTS.split(printed), _LIST.split(" ".join(printed.split()))):
        several = _all_of([part for part in parts if part.strip()])
        if len(several) > 1:
            return Place(tuple(dict.fromkeys(several)))
    alike = _alike(normal)
    return alike if alike.countries else _in_part(printed) or alike


@lru_cache(maxsize=50_000)
def named(printed: str) -> Country | None:
    """Return the country or region that has exactly this name, however it is printed."""
    return _one(printed) if len(printed) <= _LONGEST else None


def _in_part(printed: str) -> Place | None:
    """Return the countries of a list of which not all are known, as in “Nairobi, Kenya”."""
    parts = [part.strip() for part in _LIST.split(" ".join(printed.split())) if part.strip()]
    if (match := _PARENTHESES.match(printed.strip())) is not None and len(parts) == 1:
        parts = [match["name"].strip(), match["rest"].strip()]
    if len(parts) < 2:
        return None
    sure = [_one(part) for part in parts]
    if not any(sure):
        return None
    known = [
        country or next(iter(_alike(_normal(part)).countries), None)
        for part, country in zip(parts, sure, strict=True)
    ]
    found = dict.fromkeys(country for country in known if country)
    missed = tuple(part for part, country in zip(parts, known, strict=True) if not country)
    if any(_normal(part) in _index().ambiguous for part in parts):
        return None
    guessed = "" if missed or known == sure else ", ".join(map(_english, found))
    return Place(tuple(found), guessed=guessed, missed=missed)


@lru_cache(maxsize=1_000)
def names_of(iso2: str) -> tuple[str, ...]:
    """Return the names of a country in normal form, the longest first; codes are none."""
    found = {name for name, country in _index().names.items() if country.iso2 == iso2}
    return tuple(sorted((name for name in found if len(name) > 2), key=len, reverse=True))


def _alike(normal: str) -> Place:
    """Look for the name that was meant, without the words that all states share."""
    index = _index()
    if len(normal) >= 2 * _ALIKE_FROM and not _STATE_WORDS.isdisjoint(normal.split()):
        # “Untied Kingdom” has a slip in the very words that are left out below.
        near = process.extract(
            normal, index.long.keys(), scorer=fuzz.ratio, limit=4, score_cutoff=_ALIKE
        )
        if len(meant := {index.long[name] for name, _, _ in near}) == 1:
            country = meant.pop()
            return Place((country,), guessed=_english(country))
    normal = next(_bare(normal), normal)
    best = process.extract(
        normal, index.bare.keys(), scorer=fuzz.ratio, limit=8, score_cutoff=_SUGGESTED
    )
    if not best:
        return Place()
    name, score, _ = best[0]
    rivals = {index.bare[other] for other, rival, _ in best if rival > score - 5}
    shown = _english(index.bare[name])
    if score >= _ALIKE and len(normal) >= _ALIKE_FROM and len(rivals) == 1:
        return Place((index.bare[name],), guessed=shown)
    return Place(unclear=f"do you mean {shown}?")


def _all_of(parts: Sequence[str]) -> list[Country]:
    """Return the country of each part; none at all if one is no country."""
    found: list[Country] = []
    for part in parts:
        if (country := _one(part)) is None:
            return []
        found.append(country)
    return found


def _one(printed: str) -> Country | None:
    names = _index().names
    for form in _forms(printed):
        if (found := names.get(form)) is not None:
            return found
    return None


def _forms(printed: str) -> Iterator[str]:
    """Yield the ways of writing a name in which it may be known, the fullest first."""
    text = printed.strip()
    normal = _normal(text)
    yield normal
    if (match := _PARENTHESES.match(text)) is not None:
        name, rest = match["name"], match["rest"]
        yield _normal(f"{rest} {name}")
        yield from _bare(_normal(f"{rest} {name}"))
        if set(_normal(rest).split()) <= _STATE_WORDS:
            yield from _bare(_normal(name))
    elif text.count(",") == 1:
        name, rest = text.split(",")
        yield _normal(f"{rest} {name}")
        if set(_normal(rest).split()) <= _STATE_WORDS:
            yield from _bare(_normal(name))
    yield from _bare(normal)


def _bare(normal: str) -> Iterator[str]:
    """Yield a name without the words for its kind of state, unless that leaves it unclear."""
    words = normal.split()
    while words and words[0] in _STATE_WORDS:
        words = words[1:]
    bare = " ".join(words)
    # The Republic of Korea is not Korea, nor is that of the Congo the Congo of the other name.
    if bare and bare not in _index().ambiguous:
        yield bare


def _english(country: Country) -> str:
    code = country.iso2 or country.m49
    return str(Locale("en").territories.get(code, code))


def _normal(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(ch for ch in decomposed if not unicodedata.combining(ch))
    words = re.findall(r"\w+", kept.replace("&", " and ").replace("'", "").replace("’", ""))
    joined = " ".join(_SHORT.get(word, word) for word in words)
    # Names stand with and without the article.
    joined = _ARABIC_ARTICLE.sub("", joined)
    # U.A.E. and U. A. E. are UAE.
    return re.sub(r"\b(\w) (?=\w\b)", r"\1", joined)


@dataclass(frozen=True, slots=True)
class _Index:
    names: dict[str, Country]
    bare: dict[str, Country]
    reach: dict[str, str]
    unclear: dict[str, str]
    ambiguous: frozenset[str]
    groups: frozenset[str]
    long: dict[str, Country]


@cache
def _index() -> _Index:
    ours = tomllib.loads(
        files("wsisgraph.loading").joinpath("country_names.toml").read_text(encoding="utf-8")
    )
    names: dict[str, Country] = {}
    unclear = {_normal(name): why for name, why in ours["unclear"].items()}
    for entry in pycountry.countries:
        if entry.alpha_2 in _NO_AREA:
            continue
        country = Country(entry.numeric, entry.alpha_2)
        spelled = [entry.name, entry.alpha_2, entry.alpha_3, entry.numeric]
        spelled += [getattr(entry, name, "") for name in ("official_name", "common_name")]
        spelled += ours["countries"].get(entry.alpha_2, [])
        spelled += [Locale(language).territories.get(entry.alpha_2, "") for language in LANGUAGES]
        for name in spelled:
            if not name:
                continue
            forms = {_normal(name)}
            if name.count(",") == 1:
                last, first = name.split(",")
                forms.add(_normal(f"{first} {last}"))
            for form in forms - unclear.keys():
                names.setdefault(form, country)
    bare = {
        name: country
        for name, country in names.items()
        if len(name) > 3 and name.split()[0] not in _STATE_WORDS
    }
    for m49, others in ours["regions"].items():
        spelled = [*others, *(Locale(language).territories.get(m49, "") for language in LANGUAGES)]
        for name in filter(None, map(_normal, spelled)):
            names.setdefault(name, Country(m49, ""))
    reach = {_normal(word): kind for kind, words in ours["reach"].items() for word in words}
    ambiguous = frozenset(unclear) | {"china", "congo", "guinea", "samoa", "sudan"}
    groups = frozenset(map(_normal, ours["groups"]["names"]))
    long = {name: country for name, country in names.items() if len(name) >= 2 * _ALIKE_FROM}
    return _Index(names, bare, reach, unclear, ambiguous, groups, long)
