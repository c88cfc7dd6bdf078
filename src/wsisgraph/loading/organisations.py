"""Organisations as tables print them: the many spellings of one brought together, with the reason.

Only spellings of one country are ever brought together; the same name in two countries stays two
bodies, and is told. What was merged, and why, is for people to judge.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from wsisgraph.loading.countries import names_of
from wsisgraph.loading.keys import digest, plain, slug

# Above this many different names only equal ones are brought together, so that memory is bounded.
MAX_COMPARED = 50_000

_ACRONYM = re.compile(
    r"^(?P<name>.*\S)\s*(?:\(\s*(?P<a>[^()]{2,14}?)\s*\)?|[-–—]\s+(?P<b>[A-Z]{2,10}))\s*$"
)
# Two capitals in one word: AGESIC, MoE, ictQATAR.
_ONE_WORD = re.compile(r"[A-Za-z]*[A-Z][A-Za-z&.-]*[A-Z][A-Za-z]*")
_LEADING = re.compile(r"^(?P<acronym>[A-Z]{3,10})\s+(?P<name>\S.*)$")
_SAME_WORDS = {
    "labour": "labor",
    "centre": "center",
    "organisation": "organization",
    "programme": "program",
    "defence": "defense",
    "ministery": "ministry",
    "dept": "department",
    "univ": "university",
    "intl": "international",
    "govt": "government",
}
_FORMS = (
    "ltd limited inc incorporated llc llp plc pvt private co corp corporation company gmbh ag sa "
    "srl spa sarl sas bv nv oy ab as pty kk sp z o oo jsc ojsc cjsc onlus"
)
_LEGAL = frozenset(_FORMS.split())
_OF_STATE = re.compile(r"\b(?:of|government|republic|kingdom|state|the|federation|islamic)\b")
# A slip of the pen is one letter in a long word.
_LONG_WORD = 7
_MAX_GROUP = 200
_MAX_WORDS = 30


@dataclass(slots=True)
class Organisation:
    """One body, with every spelling of it.

    Attributes:
        key: part of its IRI.
        country: ISO 3166-1 code of two letters, or empty.
        name: the spelling that is printed most often.
        others: further spellings.
        acronym: as printed beside the name; empty if none is.
        reasons: why each further spelling is the same body, by spelling.
    """

    key: str
    country: str
    name: str
    others: tuple[str, ...] = ()
    acronym: str = ""
    reasons: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spelling:
    """A printed name, taken apart."""

    normal: str
    acronym: str


class Organisations:
    """The bodies of a table, known by printed name and country."""

    def __init__(self, printed: Mapping[tuple[str, str], int]) -> None:
        """Bring spellings together.

        Args:
            printed: how often each (name, country) is printed.
        """
        self._found: dict[tuple[str, str], Organisation] = {}
        by_country: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for (name, country), times in printed.items():
            by_country[country].append((name, times))
        for country in sorted(by_country):
            self._merge(country, by_country[country])

    def __iter__(self) -> Iterator[Organisation]:
        seen: set[str] = set()
        for organisation in self._found.values():
            if organisation.key not in seen:
                seen.add(organisation.key)
                yield organisation

    def find(self, name: str, country: str) -> Organisation:
        """Return the body of a printed name; one that was not compared stands for itself."""
        found = self._found.get((name, country))
        if found is None:
            spelling = take_apart(name, country)
            key = _key(spelling.normal, country)
            found = Organisation(key, country, name, acronym=spelling.acronym)
        return found

    def apart(self) -> dict[str, list[Organisation]]:
        """Return the names that several countries have, each with its bodies."""
        by_name: dict[str, list[Organisation]] = defaultdict(list)
        for organisation in self:
            by_name[take_apart(organisation.name, "").normal].append(organisation)
        return {
            found[0].name: found
            for name, found in sorted(by_name.items())
            if len({body.country for body in found}) > 1
        }

    def _merge(self, country: str, printed: list[tuple[str, int]]) -> None:
        groups: dict[str, Counter[str]] = defaultdict(Counter)
        acronyms: dict[str, str] = {}
        for name, times in sorted(printed):
            spelling = take_apart(name, country)
            groups[spelling.normal][name] += times
            if spelling.acronym:
                acronyms.setdefault(spelling.normal, spelling.acronym)
        same_as, why = _joined(groups, acronyms)
        members: dict[str, list[str]] = defaultdict(list)
        for normal in groups:
            members[same_as.get(normal, normal)].append(normal)
        for chief, normals in members.items():
            self._add(country, chief, normals, groups, acronyms, why)

    def _add(
        self,
        country: str,
        chief: str,
        normals: list[str],
        groups: Mapping[str, Counter[str]],
        acronyms: Mapping[str, str],
        why: Mapping[str, str],
    ) -> None:
        name = _most_used(groups[chief])
        reasons: dict[str, str] = {}
        for normal in normals:
            for spelling in groups[normal]:
                if spelling != name:
                    reasons[spelling] = why.get(normal, _difference(name, spelling))
        found = Organisation(
            key=_key(chief, country),
            country=country,
            name=name,
            others=tuple(sorted(reasons)),
            acronym=next((acronyms[normal] for normal in normals if normal in acronyms), ""),
            reasons=reasons,
        )
        for normal in normals:
            for spelling in groups[normal]:
                self._found[spelling, country] = found


@lru_cache(maxsize=MAX_COMPARED)
def take_apart(printed: str, country: str) -> Spelling:
    """Return a printed name in normal form, and the acronym that stands behind it."""
    text = _undoubled(" ".join(printed.split()))
    acronym = ""
    if (match := _ACRONYM.match(text)) is not None:
        inside = (match["a"] or match["b"]).strip()
        if _ONE_WORD.fullmatch(inside):
            text, acronym = match["name"], inside
        elif match["a"] and (initials := _ONE_WORD.match(inside)) and "," in inside:
            text, acronym = match["name"], initials[0]
    elif (leading := _LEADING.match(text)) is not None and _spells(leading[1], leading[2]):
        acronym, text = leading[1], leading[2]
    words = [_word(word) for word in plain(text).split()]
    words = [word for word in words if word not in ("the", "s")]
    while len(words) > 1 and words[-1] in _LEGAL:
        words.pop()
    return Spelling(_without_country(" ".join(words), country) or plain(printed), acronym)


def _word(word: str) -> str:
    word = _SAME_WORDS.get(word, word)
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _spells(acronym: str, name: str) -> bool:
    """Tell whether an acronym is the first letters of the words behind it."""
    return "".join(word[0] for word in name.split()[: len(acronym)]).upper() == acronym


def _undoubled(text: str) -> str:
    """Return a text that is printed twice in a row once."""
    half = len(text) // 2
    first, second = text[:half].strip(), text[half:].strip()
    return first if first == second and len(first) > 3 else text


def _without_country(normal: str, country: str) -> str:
    """Return a name without its own country's name at the start or the end."""
    for name in names_of(country) if country else ():
        if normal.endswith(" " + name):
            rest = normal.removesuffix(" " + name)
            words = rest.split()
            while words and _OF_STATE.fullmatch(words[-1]):
                words.pop()
            if len(words) > 1:
                return " ".join(words)
        if normal.startswith(name + " ") and normal.count(" ") > 1:
            return normal.removeprefix(name + " ")
    return normal


def _joined(
    groups: Mapping[str, Counter[str]], acronyms: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return which normal form is the same body as which other, and why, within one country."""
    same_as: dict[str, str] = {}
    why: dict[str, str] = {}
    by_acronym: dict[str, list[str]] = defaultdict(list)
    for normal, acronym in acronyms.items():
        by_acronym[plain(acronym)].append(normal)
    for normal in sorted(groups):
        full = by_acronym.get(normal, [])
        if len(full) == 1 and full[0] != normal and len(normal) > 2:
            same_as[normal] = full[0]
            why[normal] = f"it is the acronym printed beside “{_most_used(groups[full[0]])}”"
    near = _slips(sorted(groups))
    chiefs = set(same_as.values())
    # The spelling printed most often, or with most others near it, is the right one.
    for chief in sorted(near, key=lambda name: (-groups[name].total(), -len(near[name]), name)):
        if chief in same_as:
            continue
        chiefs.add(chief)
        for slip in sorted(near[chief] - chiefs - same_as.keys()):
            same_as[slip] = chief
            shown = _most_used(groups[chief])
            why[slip] = f"it differs from “{shown}” in one letter of a long word"
    return same_as, why


def _slips(names: Iterable[str]) -> dict[str, set[str]]:
    """Return for each name those that differ from it in one letter of one long word.

    Names are compared only if all other words agree, and in groups of bounded size, so that the
    work grows with their number.
    """
    near: dict[str, set[str]] = defaultdict(set)
    by_rest: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name in names:
        words = name.split()
        if len(words) > _MAX_WORDS:
            continue
        for place, word in enumerate(words):
            if len(word) < _LONG_WORD or not word.isascii() or not word.isalpha():
                continue
            group = by_rest[(*words[:place], "", *words[place + 1 :])]
            for earlier in group:
                if DamerauLevenshtein.distance(earlier.split()[place], word) == 1:
                    near[earlier].add(name)
                    near[name].add(earlier)
            if len(group) < _MAX_GROUP:
                group.append(name)
    return near


def _difference(name: str, other: str) -> str:
    if plain(name) == plain(other):
        return "it differs in capitals, accents or punctuation only"
    if plain(_undoubled(other)) != plain(other) and plain(name) in plain(other):
        return "it is the same name printed twice in a row"
    if plain(_ACRONYM.sub(r"\g<name>", other)) == plain(_ACRONYM.sub(r"\g<name>", name)):
        return "it differs in its acronym only"
    return "it differs only in its acronym, the name of its country, its legal form or spelling"


def _most_used(spellings: Mapping[str, int]) -> str:
    """Return the spelling that is printed most often; a calm one rather than one in capitals."""
    return min(spellings, key=lambda name: (-spellings[name], name.isupper(), len(name), name))


def _key(normal: str, country: str) -> str:
    readable = slug(normal)
    ending = digest(normal, length=6)
    return "-".join(part for part in (country.lower(), readable, ending) if part)
