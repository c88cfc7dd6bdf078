"""The passages of a document as patterns see them."""

from collections.abc import Mapping

from wsisgraph.loading.claims.lexicon import lexicon
from wsisgraph.loading.claims.seeing import Seen, see
from wsisgraph.loading.references.issuer import issuer
from wsisgraph.loading.texts.model import Mention, Passage, Text

_LATIN = {"en", "es", "fr"}
_FEW = 160
_GROUPS = ("cwg", "group", "wg", "ungis")


def looked_at(text: Text, mentions: Mapping[str, list[Mention]]) -> list[Seen]:
    """Return the passages as patterns see them, but for those in a language without patterns."""
    whose = issuer(text)
    group: Mention | None = None
    seen: list[Seen] = []
    for passage in text.passages:
        named = mentions.get(passage.locator, [])
        known = lexicon(_language(passage, text))
        if known is not None:
            seen.append(see(passage, named, known, whose, group))
        group = next((m for m in reversed(named) if _is_group(m)), group)
    return seen


def _language(passage: Passage, text: Text) -> str:
    """Return the language of a passage; that of a few words is guessed, and so that of the text."""
    mine, whole = passage.language or text.language, text.language
    guessed = len(passage.text) < _FEW and {mine, whole} <= _LATIN
    return whole if guessed else mine


def _is_group(mention: Mention) -> bool:
    """Tell whether “the group” may mean a body, once it was named."""
    key = mention.iri.rpartition("/")[2]
    return mention.kind == "body" and any(word in key.split("-") for word in _GROUPS)
