"""How much is said in each language: words of the pages from the catalogues, names as counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol, TypeVar

from wsisgraph.site import catalogues
from wsisgraph.site.language import DOMAINS, NAMES, SOURCE
from wsisgraph.site.review import unreviewed
from wsisgraph.site.theme import Theme


@dataclass(frozen=True, slots=True)
class Share:
    """How much of something there is in a language."""

    said: int
    missing: int
    unreviewed: int


class Counts(Protocol):
    """Things of a class, by the languages they are named in and the notes on these names."""

    @property
    def total(self) -> int:
        """How many things there are."""
        ...

    @property
    def counts(self) -> Sequence[tuple[frozenset[str], str, int]]:
        """Languages, notes, and how many have just these."""
        ...


_C = TypeVar("_C", bound=Counts)


@cache
def of_words() -> Mapping[str, Mapping[str, Share]]:
    """Return the shares of each domain of the catalogues, by language."""
    return {domain: {lang: _of_catalogue(domain, lang) for lang in NAMES} for domain in DOMAINS}


def of_theme(theme: Theme) -> Mapping[str, Share]:
    """Return the share of the theme's texts that is said in each language."""
    shares = {}
    for lang in NAMES:
        said = sum(lang in texts for texts in theme.texts.values())
        doubtful = said if lang in theme.unreviewed else 0
        shares[lang] = Share(said, len(theme.texts) - said, doubtful)
    return shares


def of_names(found: Sequence[_C]) -> list[tuple[_C, Mapping[str, Share]]]:
    """Return the shares of each class of things, by language."""
    return [(names, {lang: _of_class(names, lang) for lang in NAMES}) for names in found]


def _of_catalogue(domain: str, lang: str) -> Share:
    # the English is the source: every catalogue lists it
    some = next(other for other in NAMES if other != SOURCE)
    found = list(catalogues.messages(catalogues.read(domain, some if lang == SOURCE else lang)))
    if lang == SOURCE:
        return Share(len(found), 0, 0)
    said = [message for message in found if catalogues.is_translated(message)]
    return Share(
        len(said),
        len(found) - len(said),
        sum(catalogues.UNREVIEWED in message.flags for message in said),
    )


def _of_class(names: Counts, lang: str) -> Share:
    said = sum(many for languages, _, many in names.counts if lang in languages)
    doubtful = sum(
        many
        for languages, notes, many in names.counts
        if lang in languages and lang in unreviewed(notes.splitlines())
    )
    return Share(said, names.total - said, doubtful)
