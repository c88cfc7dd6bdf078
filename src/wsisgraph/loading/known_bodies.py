"""The bodies that bundled sources describe, by the names and acronyms that tables print."""

import re
from collections.abc import Iterator
from functools import cache

from wsisgraph.errors import InputRefused
from wsisgraph.loading.facts import Fact
from wsisgraph.loading.organisations import take_apart
from wsisgraph.loading.sources import discover
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import SKOS

_DOTTED = re.compile(r"(?:[A-Z]\.\s?){2,}[A-Z]?")


class KnownBodies:
    """Finds the bodies that one bundled source describes."""

    def __init__(self, source_id: str) -> None:
        self._names, self._acronyms = _bodies(source_id)

    def find(self, printed: str) -> str | None:
        """Return the IRI of a body by its name, or by its acronym in capitals; None if unknown.

        An IRI of this graph stands for itself.
        """
        if printed.startswith(iris.base_iri() + "id/"):
            return printed
        if "." in printed and _DOTTED.fullmatch(printed):
            printed = re.sub(r"[.\s]", "", printed)
        if printed.isascii() and printed.isupper():
            found = self._acronyms.get(printed)
            if found is not None:
                return found
        return self._names.get(take_apart(printed, "").normal)


@cache
def _bodies(source_id: str) -> tuple[dict[str, str], dict[str, str]]:
    names: dict[str, str] = {}
    acronyms: dict[str, str] = {}
    for fact in bundled_facts(source_id):
        if fact.predicate in (SKOS.prefLabel, SKOS.altLabel):
            normal = take_apart(fact.object.value, "").normal
            # A single word may be anybody's name.
            if " " in normal or not normal.isascii():
                names.setdefault(normal, fact.subject)
        elif fact.predicate == SKOS.notation and len(fact.object.value) > 2:
            acronyms.setdefault(fact.object.value, fact.subject)
    return names, acronyms


def bundled_facts(source_id: str) -> Iterator[Fact]:
    """Yield the facts of a bundled source, whatever other sources are installed or broken."""

    def pass_over(error: InputRefused) -> None:
        """Leave it to whoever lists the sources to tell of a broken one."""

    source = discover(pass_over).get(source_id)
    if source is not None:
        yield from source.read()[0]
