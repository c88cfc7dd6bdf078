"""A document becomes facts: read, named after its symbol, searched, passage by passage."""

import hashlib
import re
import traceback
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cache, lru_cache, partial
from pathlib import Path

from wsisgraph import content
from wsisgraph.errors import InputRefused, Problem
from wsisgraph.loading.aside import aside
from wsisgraph.loading.claims import ClaimFacts, claims, looked_at
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.context import Context
from wsisgraph.loading.facts import Fact, Lines, Origin, node
from wsisgraph.loading.keys import slug
from wsisgraph.loading.names import RESERVED
from wsisgraph.loading.references.facts import MentionFacts
from wsisgraph.loading.references.finder import Finder
from wsisgraph.loading.references.fold import folded
from wsisgraph.loading.references.labels import bundled_labels
from wsisgraph.loading.references.symbols import symbols
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
# Letters of a text up to which two processes look through it at the same time.
_MOST_TWICE = 1_000_000
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


def load_text(path: Path, context: Context) -> Iterator[Fact | Lines]:
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


def _passages(text: Text, where: Where, context: Context) -> Iterator[Fact | Lines]:
    """Yield the facts of passages, each with what was extracted from it.

    Patterns meet sentences that nobody foresaw: where one fails, that is told, and the rest stands.
    """

    def failed(passage: Passage, error: Exception) -> None:
        _tell(context, where.origin(passage), "looking for mentions", error)

    mentions: dict[str, list[Mention]] = {}
    with _told_if_it_fails(context, Origin(where.file), "looking for mentions"):
        mentions = _finder().find_all(text, failed)
    of_mentions, of_claims, seen = MentionFacts(where, _known()), None, None
    with _told_if_it_fails(context, Origin(where.file), "looking for statements"):
        seen = looked_at(text, mentions)
    stated = _Stated(text, mentions, seen, where, context)
    with _told_if_it_fails(context, Origin(where.file), "preparing statements"):
        of_claims = ClaimFacts(text, mentions, where, seen)
    undated = 0
    for passage in text.passages:
        found, said = mentions.get(passage.locator, []), stated.of(passage)
        undated += sum(map(of_claims.is_undated, said)) if of_claims is not None else 0
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
        yield from _one_by_one(said_of_others, passage.locator, lines=context.takes_lines)
    if of_claims is not None and of_claims.guessed:
        context.notice(
            Origin(where.file),
            f"has no date, so that roles told without a time are said of {of_claims.guessed}, the "
            "year of most of the days in it",
            "give the document its date, as in --set issued=2026-03-05",
        )
    if undated:
        context.notice(
            Origin(where.file),
            f"has no date, so that roles told without a time were left out ({undated})",
            "give the document its date, as printed at its head: “Geneva, 5 March 2026”",
        )


class _Stated:
    """What passages state; it is looked for while facts are made of what was found."""

    def __init__(
        self,
        text: Text,
        mentions: Mapping[str, list[Mention]],
        seen: Sequence[Seen] | None,
        where: Where,
        context: Context,
    ) -> None:
        """Begin to look.

        Args:
            text: the document.
            mentions: what its passages name, by locator.
            seen: its passages as patterns see them; where there are none, nothing is stated.
            where: where it was read.
            context: is told of what fails.
        """
        self._where, self._context = where, context
        self._items: Iterator[tuple[str, Claim | str]] = iter(())
        if seen is not None:
            work = partial(_statements, text, mentions, seen)
            # Both processes hold the text and what was found, in what they share and change.
            is_small = sum(len(passage.text) for passage in text.passages) <= _MOST_TWICE
            self._items = aside(work) if context.takes_lines and is_small else work()
        self._next = self._after()

    def of(self, passage: Passage) -> list[Claim]:
        """Return the claims of a passage; the passages are asked for in order."""
        found: list[Claim] = []
        while self._next is not None and self._next[0] == passage.locator:
            said = self._next[1]
            if isinstance(said, str):
                _say(self._context, self._where.origin(passage), "looking for statements", said)
            else:
                found.append(said)
            self._next = self._after()
        return found

    def _after(self) -> tuple[str, Claim | str] | None:
        with _told_if_it_fails(self._context, Origin(self._where.file), "looking for statements"):
            return next(self._items, None)
        return None


def _statements(
    text: Text, mentions: Mapping[str, list[Mention]], seen: Sequence[Seen]
) -> Iterator[tuple[str, Claim | str]]:
    """Yield what a document states, and how looking for it failed, by the locators of passages."""
    failed: list[tuple[str, str]] = []

    def note(passage: Passage, error: Exception) -> None:
        failed.append((passage.locator, _shown(error)))

    for claim in claims(text, mentions, seen, note):
        yield from failed
        failed.clear()
        yield claim.locator, claim
    yield from failed


@contextmanager
def _told_if_it_fails(context: Context, origin: Origin, doing: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        _tell(context, origin, doing, error)


def _tell(context: Context, origin: Origin, doing: str, error: Exception) -> None:
    _say(context, origin, doing, _shown(error))


def _say(context: Context, origin: Origin, doing: str, error: str) -> None:
    context.notice(origin, f"{doing} failed ({error})", "tell whoever maintains the loader")


def _shown(error: Exception) -> str:
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(place.filename).name}:{place.lineno}, {type(error).__name__}: {error}"


def _one_by_one(facts: Iterable[Fact], locator: str, *, lines: bool) -> Iterator[Fact | Lines]:
    """Yield the facts of each thing together, as a record of its own: it may be left out.

    They are written already where that is wanted.
    """
    things: dict[str, dict[Fact, None]] = defaultdict(dict)
    for fact in facts:
        things[fact.subject][fact] = None
    for subject, its_facts in things.items():
        # By name, so that what is left out of a list changes the name of nothing else.
        record = f"{locator} {subject.rpartition('/id/')[2]}"
        if lines and (written := _written(subject, its_facts, record)) is not None:
            yield written
            continue
        for _, predicate, term, origin, status, _ in its_facts:
            yield Fact(subject, predicate, term, origin, status, record)


def _written(subject: str, facts: Iterable[Fact], record: str) -> Lines | None:
    """Return the facts of a thing as lines; None where they are not all of one place and status.

    Nor where one of them is none: that is told of facts.
    """
    first, *_ = facts
    triples: list[str] = []
    with suppress(ValueError):
        begin = node(subject)
        for _, predicate, term, origin, status, _ in facts:
            if status != first.status or (origin is not first.origin and origin != first.origin):
                return None
            triples.append(f"{begin} {_node(predicate)} {term}")
        return Lines(triples, first.origin, first.status, record)
    return None


@lru_cache(maxsize=1_000)
def _node(iri: str) -> str:
    """Return an IRI as N-Triples writes it.

    Raises:
        ValueError: it is none.
    """
    return str(node(iri))


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


def _cited_key(symbol: str) -> str:
    """Return the key under which other documents cite the one with a symbol; "" if none is made."""
    found = (one for one in symbols(folded(symbol)) if one.kind == "document")
    return next((one.iri.rpartition("/")[2] for one in found if "addendum" not in one.details), "")


def _key(text: Text, path: Path) -> str:
    """Return what a document's graph is called; no other source's graph is called so."""
    key = _cited_key(text.symbol) or document_key(text.symbol) if text.symbol else slug(path.stem)
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
