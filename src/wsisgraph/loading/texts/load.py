"""A document becomes facts: read, named after its symbol, searched, passage by passage."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from wsisgraph import content
from wsisgraph.loading.context import Context
from wsisgraph.loading.facts import Fact, Origin
from wsisgraph.loading.keys import slug
from wsisgraph.loading.names import RESERVED
from wsisgraph.loading.sources import discover
from wsisgraph.loading.texts.facts import Where, document_facts, passage_facts
from wsisgraph.loading.texts.front import document_key
from wsisgraph.loading.texts.model import Text
from wsisgraph.loading.texts.read import Unreadable, read_text
from wsisgraph.terms import iris

_OWN_ID = "itu-documents"


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
    for line, found, mend in text.remarks:
        context.notice(Origin(file, line or None), found, mend)
    yield from document_facts(text, where)
    for passage in text.passages:
        context.count("passages")
        yield from passage_facts(passage, where)


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
