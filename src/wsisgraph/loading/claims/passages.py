"""The passages of a document as patterns see them."""

from collections.abc import Mapping

from wsisgraph.loading.claims.lexicon import lexicon
from wsisgraph.loading.claims.seeing import Seen, see
from wsisgraph.loading.texts.model import Mention, Text

_UN = ("A/", "E/", "S/", "ST/")


def looked_at(text: Text, mentions: Mapping[str, list[Mention]]) -> list[Seen]:
    """Return the passages as patterns see them, but for those in a language without patterns."""
    whose = issuer(text)
    return [
        see(passage, mentions.get(passage.locator, []), known, whose)
        for passage in text.passages
        if (known := lexicon(passage.language or text.language)) is not None
    ]


def issuer(text: Text) -> str:
    """Return who speaks in a document: `un` where its symbol is one of the UN, else `itu`."""
    return "un" if text.symbol.startswith(_UN) else "itu"
