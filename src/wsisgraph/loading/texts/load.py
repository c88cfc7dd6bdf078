"""A document becomes facts: read, named after its symbol, searched, passage by passage."""

import hashlib
import re
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

from wsisgraph import content
from wsisgraph.errors import InputRefused, Problem
from wsisgraph.loading.claims import ClaimFacts, claims, looked_at
from wsisgraph.loading.context import Context
from wsisgraph.loading.facts import Fact, Origin, node
from wsisgraph.loading.keys import slug
from wsisgraph.loading.names import RESERVED
from wsisgraph.loading.references.facts import MentionFacts
from wsisgraph.loading.references.finder import Finder
from wsisgraph.loading.references.labels import bundled_labels
from wsisgraph.loading.sources import ids
from wsisgraph.loading.texts.facts import Where, document_facts, passage_facts
from wsisgraph.loading.texts.front import document_key
from wsisgraph.loading.texts.model import Claim, Mention, Passage, Text
from wsisgraph.loading.texts.read import Unreadable, read_text
from wsisgraph.terms import iris
from wsisgraph.terms.namespaces import WSIS

_OWN_ID = "itu-documents"
_NAMED = ("resolution", "decision", "document", "line", "goal", "target", "indicator")
_MOST_NAMED = 6
_DATE = r"(?:\d{4}(?:-\d{2}(?:-\d{2})?)?)?"


def prepare() -> None:
    """Learn the names of all that the bundled graph describes."""
    _finder()
    _known()


@cache
def _finder() -> Finder:
    return Finder(bundled_labels())


@cache
def _known() -> frozenset[str]:
    return frozenset(label.iri for label in bundled_labels() if label.known)


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
    text = _told(text, context)
    if context.manifest.id == _OWN_ID:
        context.call_it(_key(text, path))
    key = context.manifest.id
    document = iris.individual("document", key)
    where = Where(
        file,
        document,
        text.symbol or path.stem,
        hashlib.sha256(path.read_bytes()).hexdigest(),
        context.options.with_texts,
        document in _known(),
    )
    _describe(text, where, context)
    for line, remark, mend in text.remarks:
        context.notice(Origin(file, line or None), remark, mend)
    yield from document_facts(text, where)
    yield from _passages(text, where, context)


def _passages(text: Text, where: Where, context: Context) -> Iterator[Fact]:
    """Yield the facts of passages, each with what was extracted from it.

    Patterns meet sentences that nobody foresaw: where one fails, that is told, and the rest stands.
    """

    def failed(doing: str) -> Callable[[Passage, Exception], None]:
        return lambda passage, error: _tell(context, where.origin(passage), doing, error)

    mentions: dict[str, list[Mention]] = {}
    stated: dict[str, list[Claim]] = defaultdict(list)
    with _told_if_it_fails(context, Origin(where.file), "looking for mentions"):
        mentions = _finder().find_all(text, failed("looking for mentions"))
    of_mentions, of_claims, seen = MentionFacts(where, _known()), None, None
    with _told_if_it_fails(context, Origin(where.file), "looking for statements"):
        seen = looked_at(text, mentions)
        for claim in claims(text, mentions, seen, failed("looking for statements")):
            stated[claim.locator].append(claim)
    with _told_if_it_fails(context, Origin(where.file), "preparing statements"):
        of_claims = ClaimFacts(text, mentions, where, seen)
    for passage in text.passages:
        found, said = mentions.get(passage.locator, []), stated[passage.locator]
        context.count("passages")
        context.count("mentions", len(found))
        context.count("statements", len(said))
        yield from passage_facts(passage, where, _named(found))
        proposed: list[Fact] = []
        with _told_if_it_fails(context, where.origin(passage), "telling what is mentioned here"):
            proposed += of_mentions.of(passage, found)
        with _told_if_it_fails(context, where.origin(passage), "telling what is stated here"):
            proposed += of_claims.of(passage, said) if of_claims is not None else ()
        # Its head names a document, which does not cite itself.
        own = (WSIS.cites, node(where.document))
        said_of_others = (fact for fact in proposed if (fact.predicate, fact.object) != own)
        yield from _one_by_one(said_of_others, passage.locator)


@contextmanager
def _told_if_it_fails(context: Context, origin: Origin, doing: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        _tell(context, origin, doing, error)


def _tell(context: Context, origin: Origin, doing: str, error: Exception) -> None:
    place = traceback.extract_tb(error.__traceback__)[-1]
    at = f"{Path(place.filename).name}:{place.lineno}, {type(error).__name__}: {error}"
    context.notice(origin, f"{doing} failed ({at})", "tell whoever maintains the loader")


def _one_by_one(facts: Iterable[Fact], locator: str) -> Iterator[Fact]:
    """Yield the facts of each thing together, as a record of its own: it may be left out."""
    things: dict[str, dict[Fact, None]] = defaultdict(dict)
    for fact in facts:
        things[fact.subject][fact] = None
    for subject, its_facts in things.items():
        # By name, so that what is left out of a list changes the name of nothing else.
        record = f"{locator} {subject.rpartition('/id/')[2]}"
        for _, predicate, term, origin, status, _ in its_facts:
            yield Fact(subject, predicate, term, origin, status, record)


def _named(mentions: Iterable[Mention]) -> list[str]:
    """Return what a passage names, in forms that are the same in every language."""
    names = dict.fromkeys(each.value for each in mentions if each.kind in _NAMED)
    return list(names)[:_MOST_NAMED]


def _told(text: Text, context: Context) -> Text:
    """Return a text with what the person who loads it says of it (`--set issued=2024-05-02`)."""
    told = context.options.parameters
    issued = told.get("issued", text.issued)
    if not re.fullmatch(_DATE, issued):
        raise InputRefused(
            "Nothing was loaded",
            [Problem("--set", f"issued is “{issued}”", "write YYYY, YYYY-MM or YYYY-MM-DD")],
        )
    for name in told.keys() - {"title", "symbol", "issued"}:
        found = f"“{name}” is nothing that can be set"
        raise InputRefused("Nothing was loaded", [Problem("--set", found, "title, symbol, issued")])
    return replace(
        text,
        title=told.get("title", text.title),
        symbol=told.get("symbol", text.symbol),
        issued=issued,
    )


def _key(text: Text, path: Path) -> str:
    """Return what a document's graph is called; no other source's graph is called so."""
    key = document_key(text.symbol) if text.symbol else slug(path.stem)
    if not key:
        key = hashlib.sha256(path.stem.encode(errors="surrogatepass")).hexdigest()[:10]
    taken = RESERVED | ids()
    return f"document-{key}" if key in taken else key


def _describe(text: Text, where: Where, context: Context) -> None:
    issued = text.issued
    context.about["title"] = text.title or f"Document {where.name}"
    said = [text.title, text.symbol or f"symbol not printed in our copy ({where.file})", issued]
    context.about["citation"] = ", ".join(part for part in said if part)
    if issued:
        context.about["issued"] = issued
