"""Keys of clauses as people cite them: `recalling-a`, `resolves-6-i`, `instructs-sg-3`."""

import re
from collections.abc import Iterable, Iterator

from wsisgraph.loading.claims.clauses import Clause, Opening
from wsisgraph.loading.claims.redlines import places_of_moved
from wsisgraph.loading.keys import slug

_GERUNDS = {
    "recalls": "recalling",
    "considers": "considering",
    "recognizes": "recognizing",
    "notes": "noting",
    "appreciates": "appreciating",
}
_SHORT = {
    "itu-secretary-general": "sg",
    "un-secretary-general": "sg",
    "itu-bureau-directors": "directors",
    "itu-bdt-director": "bdt",
    "itu-tsb-director": "tsb",
    "itu-br-director": "br",
    "itu-council": "council",
    "itu-member-states": "members",
    "itu-sector-members": "",
    "itu-associates": "",
    "itu-academia": "",
}
_WORDS = re.compile(r"[0-9]+|[a-z]+|[\u0430-\u044f]|[\u0621-\u064a]")


def clause_keys(clauses: Iterable[Clause]) -> Iterator[tuple[Clause, str, str]]:
    """Yield clauses with their keys: that of now, and that before the marked changes.

    A clause that was moved is told where it stood and where it stands, with one key of now.
    """
    found = list(_keys(clauses))
    moved = places_of_moved(clause.seen.passage for clause, _, _ in found)
    now = {clause.seen.passage.locator: key for clause, key, _ in found}
    for clause, key, was in found:
        place = moved.get(clause.seen.passage.locator, "")
        yield clause, now.get(place, key), was


def _keys(clauses: Iterable[Clause]) -> Iterator[tuple[Clause, str, str]]:
    headings: dict[str, str] = {}
    taken: set[str] = set()
    used: set[str] = set()
    parents: dict[str, str] = {}
    for clause in clauses:
        place = clause.heading or clause.seen.passage.locator
        if place not in headings:
            headings[place] = _free(_heading(clause.opening), taken)
            taken.add(headings[place])
        heading = headings[place]
        passage = clause.seen.passage
        number, was = _number(passage.number), _number(passage.was)
        if not clause.heading:
            number, was = "", ""
        elif number.isdigit():
            parents[heading] = number
        elif number and heading in parents:
            number = f"{parents[heading]}-{number}"
            was = f"{parents[heading]}-{was}" if was else ""
        elif not number:
            number = "1"
        key = _free("-".join(part for part in (heading, number) if part), used)
        used.add(key)
        yield clause, key, "-".join((heading, was)) if was else key


def _heading(opening: Opening) -> str:
    verb = _GERUNDS.get(opening.force, opening.force) if opening.preamble else opening.force
    if opening.further:
        verb += "-further"
    ends = [iri.iri.rpartition("/")[2] for iri in opening.addressees]
    words = [_SHORT.get(end, end) for end in dict.fromkeys(ends)]
    if "members" not in words and not any(words):
        words = ends[:1]
    return "-".join([verb, *(word for word in words[:3] if word)])


def _number(printed: str) -> str:
    found = _WORDS.findall(printed.casefold())
    return slug("-".join(found)) or ("-".join(str(ord(c) % 100) for c in found) if found else "")


def _free(key: str, taken: set[str]) -> str:
    if key not in taken:
        return key
    number = 2
    while f"{key}-{number}" in taken:
        number += 1
    return f"{key}-{number}"
