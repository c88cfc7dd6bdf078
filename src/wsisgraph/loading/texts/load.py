"""A document becomes facts: read, named after its symbol, searched, passage by passage."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from wsisgraph import content
from wsisgraph.loading.claims import ClaimFacts, claims
from wsisgraph.loading.context import Context
from wsisgraph.loading.facts import Fact, Origin
from wsisgraph.loading.keys import slug
from wsisgraph.loading.names import RESERVED
from wsisgraph.loading.references.facts import MentionFacts
from wsisgraph.loading.references.finder import Finder
from wsisgraph.loading.sources import discover
from wsisgraph.loading.texts.facts import Where, document_facts, passage_facts
from wsisgraph.loading.texts.front import document_key
from wsisgraph.loading.texts.model import Claim, Mention, Text
from wsisgraph.loading.texts.read import Unreadable, read_text
from wsisgraph.terms import iris

_OWN_ID = "itu-documents"
_NAMED = ("resolution", "decision", "document", "line", "goal", "target", "indicator")
_MOST_NAMED = 6


def load_text(path: Path, context: Context) -> Iterator[Fact]:
    """Yield the facts of a document, those of its passages in order.

    Unless a person chose another name, the data set is called after the document's symbol, or
    else the name of the file. Reported: a file that cannot be read, and what is odd in one.
    """
    file = content.relative(path)
    try:
        text = read_text(path, language=context.options.language or "", apart=context.apart)
    except Unreadable as error:
        context.problem(Origin(file), error.found, error.mend)
        return
    if context.manifest.id == _OWN_ID:
        context.call_it(_key(text, path))
    key = context.manifest.id
    where = Where(
        file,
        iris.individual("document", key),
        text.symbol or path.stem,
        hashlib.sha256(path.read_bytes()).hexdigest(),
        context.options.with_texts,
    )
    _describe(text, where, context)
    for line, remark, mend in text.remarks:
        context.notice(Origin(file, line or None), remark, mend)
    yield from document_facts(text, where)
    mentions = Finder().find_all(text)
    stated: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims(text, mentions):
        stated[claim.locator].append(claim)
    of_mentions = MentionFacts(where)
    of_claims = ClaimFacts(text, mentions, where)
    for passage in text.passages:
        found, said = mentions.get(passage.locator, []), stated[passage.locator]
        context.count("passages")
        context.count("mentions", len(found))
        context.count("statements", len(said))
        yield from passage_facts(passage, where, _named(found))
        yield from of_mentions.of(passage, found)
        yield from of_claims.of(passage, said)


def _named(mentions: Iterable[Mention]) -> list[str]:
    """Return what a passage names, in forms that are the same in every language."""
    names = dict.fromkeys(each.value for each in mentions if each.kind in _NAMED)
    return list(names)[:_MOST_NAMED]


def _key(text: Text, path: Path) -> str:
    """Return what a document's graph is called; no other source's graph is called so."""
    key = document_key(text.symbol) if text.symbol else slug(path.stem)
    if not key:
        key = hashlib.sha256(path.stem.encode(errors="surrogatepass")).hexdigest()[:10]
    taken = RESERVED | discover(lambda error: None).keys()
    return f"document-{key}" if key in taken else key


def _describe(text: Text, where: Where, context: Context) -> None:
    issued = text.issued
    context.about["title"] = text.title or f"Document {where.name}"
    said = [text.title, text.symbol or f"symbol not printed in our copy ({where.file})", issued]
    context.about["citation"] = ", ".join(part for part in said if part)
    if issued:
        context.about["issued"] = issued
