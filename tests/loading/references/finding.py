"""What a sentence names, shortly, as tests write it."""

from functools import cache

from wsisgraph.loading.references.finder import Finder
from wsisgraph.loading.texts.model import Change, Mention, Passage, Text


@cache
def finder() -> Finder:
    return Finder()


def passage(text: str, locator: str = "1", kind: str = "paragraph", **more: object) -> Passage:
    return Passage(locator, kind, text, 1, **more)  # type: ignore[arg-type]


def mentions(text: str, *changes: Change) -> list[Mention]:
    return finder().find(passage(text, changes=changes))


def found(text: str, *kinds: str) -> list[str]:
    """Return what is named, in order and once each: the key of the thing, else its normal form."""
    keys = (key(mention) for mention in mentions(text) if mention.kind in kinds)
    return list(dict.fromkeys(keys))


def key(mention: Mention) -> str:
    for mark in ("/id/", "/vocab/action-lines/", "metadata.un.org/sdg/", "/codes/geoArea/"):
        if mark in mention.iri:
            return mention.iri.rpartition(mark)[2]
    return mention.iri or mention.value


def document(*texts: str, symbol: str = "") -> dict[str, list[Mention]]:
    passages = tuple(passage(text, str(number)) for number, text in enumerate(texts, 1))
    return finder().find_all(Text("", symbol, "", "en", passages))
