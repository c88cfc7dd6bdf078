"""Bodies called by the word for their kind: “the Group” of a report that named the Working Group.

Which bodies may be meant, and by what words, is in `called.toml`.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from wsisgraph.loading.references.fold import Folded, fold
from wsisgraph.loading.references.meeting_owners import is_alone
from wsisgraph.loading.references.resolutions import key_of
from wsisgraph.loading.references.spans import Span, hold, is_free
from wsisgraph.loading.references.words import group, table
from wsisgraph.terms.iris import individual

_LETTERS = r"a-z\u00df-\u024f\u0400-\u052f\u0621-\u064a"
_SURE, _TOLD = 0.8, "called by its kind"
_CALLED = ("body", "programme")
_WORKING = "cwg-"
_ARTICLE = re.compile(r"(?:the|l[aeo]s?|el|des|del|du|al|aux?|l')\b\s?(?:propia\s)?")
_CYRILLIC = re.compile(r"[а-я]")
# In Russian a noun behind it is what it is of: Группа экспертов. A verb or a preposition is none,
# nor is who did something to it: переданный Группе Японией.
_BEHIND_RUSSIAN = re.compile(
    r"\s*(?:\Z|[,.;:()\"–-])|\s(?:и|в|во|на|с|со|к|о|об|не|также|от|для|до|за|при|как|уже|еще|"
    r"\w+(?:ла|лась|ло|лось|ли|лись|л|лся|ет|ит|ут|ют|ат|ят|тся|жна|това|собна|стна|зана))"
    r"(?![а-я])|\s[А-Я]\w+(?:ей|ом)(?![а-я])"
)
# An adjective right before it, in its case, makes it another's: Советский Союз, Советскому Союзу.
# What only points to it does not: этот Союз, данная Группа, отчет, который Союз представил.
_ADJECTIVES = {
    "союз": "[ыио]и", "союза": "[ое]го", "союзу": "[ое]му", "союзом": "[ыи]м", "союзе": "[ое]м",
    "а": "ая|яя", "я": "ая|яя", "у": "ую|юю", "ю": "ую|юю",
    "ы": "[нкгхвщш][ое]и", "и": "[нкгхвщш][ое]и", "е": "[нкгхвщш][ое]и",
}  # fmt: skip
_POINTING = (
    r"(?:эт|наш|ваш|сво|сам|вс|данн|указанн|(?:выше)?упомянут|названн|настоящ|котор|как|так)"
    r"\w{0,4}|т(?:ои|ого|ому)"
)
# In Arabic it may be an adjective itself, right behind a noun with the article: الجهة المنظمة. Who
# asks it, and a verb that begins like the article, are none: دعا المؤتمر المنظمة, التزمت المنظمة.
_ADJECTIVE_ARABIC = re.compile("المنظمه")
_NOUN_ARABIC = re.compile(
    "(?<![\u0621-\u064a])[وفبك]?(?:ال|لل)"
    "(?!(?:موتمر|مجلس|مدير|عام|تنفيذي|رييس|اجتماع|فريق|امين|[\u0621-\u064a]*(?<!ا)ت) )"
    "[\u0621-\u064a]{3,} $"
)
_NEAR = 32
# Группа 77 is another.
_NUMBER = re.compile(r"\s?\(?\d")
# Les Prix Nobel are others.
_NAME_BEHIND = re.compile(r"\s[A-ZÀ-Þ]")


class Called:
    """Remembers which body of each kind a text named so far, and in its title."""

    def __init__(self) -> None:
        self._named: dict[str, dict[str, None]] = {}
        self._titled: dict[str, str] = {}

    def begin(self) -> None:
        """Forget the last text."""
        self._named, self._titled = {}, {}

    def state(self) -> tuple[tuple[str, ...], ...]:
        """Return all that the meaning of a passage may depend on."""
        named = ((kind, *iris) for kind, iris in sorted(self._named.items()))
        return (*named, *sorted(self._titled.items()))

    def remember(self, spans: Sequence[Span], *, is_title: bool) -> None:
        """Take note of the bodies that a passage names."""
        for span in sorted(spans, key=_start):
            if span.kind not in _CALLED:
                continue
            for kind in _of(span.iri):
                self._named.setdefault(kind, {})[span.iri] = None
                if is_title:
                    self._titled.setdefault(kind, span.iri)

    def find(
        self, text: Folded, spans: Sequence[Span], used: bytearray, headings: Sequence[str] = ()
    ) -> Iterator[Span]:
        """Yield where a body is called by the word for its kind.

        Args:
            text: of a passage.
            spans: what it names.
            used: which letters other references hold; those that these hold are added.
            headings: keys of the bodies that the headings above name, the nearest first.
        """
        others: set[str] = set()
        for said in _pattern().finditer(text.text):
            kind, start, end = said.lastgroup or "", said.start(), said.end()
            if not is_free(used, start, end):
                continue
            if _is_of_another(text, said):
                # What the passage calls so behind it may be that one.
                others.add(kind)
            if kind in others or not _is_meant(text, said):
                continue
            iri = self._whose(kind, said, spans, headings)
            if not iri:
                continue
            article = _ARTICLE.match(said[0])
            start += article.end() if article is not None else 0
            hold(used, start, end)
            printed = text.cased[start:end]
            what = _table()[kind].get("kind", "body")
            yield Span(start, end, what, printed, iri, pattern=_TOLD, confidence=_SURE)

    def _whose(
        self, kind: str, said: re.Match[str], spans: Sequence[Span], headings: Sequence[str]
    ) -> str:
        """Return the body that is meant by the word for its kind; empty if that is not sure."""
        named, by = list(self._named.get(kind, ())), _table()[kind]["by"]
        if by == "first":
            return named[0] if named else ""
        if by == "title":
            return self._titled.get(kind, "")
        before = [span for span in spans if span.kind == "body" and span.end <= said.start()]
        # Another group that the passage names, of which nothing is known here, is meant as well.
        word = _word(kind)
        here = [
            span.iri
            for span in sorted(before, key=_start)
            if kind in _of(span.iri) or word.search(fold(span.value))
        ]
        working = _table()[kind].get("working", ())
        if any(word in said[0] for word in working):
            named = [iri for iri in named if key_of(iri).startswith(_WORKING)]
            here = [iri for iri in here if key_of(iri).startswith(_WORKING)]
        if here:
            return here[-1] if kind in _of(here[-1]) else ""
        adopter = _table()[kind].get("resolutions", "")
        if adopter and any(span.details.get("body") == adopter for span in spans):
            return individual("body", adopter)
        above = (iri for key in headings for iri in named if key_of(iri) == key)
        return (
            next(above, "") or self._titled.get(kind, "") or (named[0] if len(named) == 1 else "")
        )


def _start(span: Span) -> int:
    return span.start


def _of(iri: str) -> Sequence[str]:
    return _kinds_of().get(key_of(iri), ())


def _is_meant(text: Folded, said: re.Match[str]) -> bool:
    """Tell whether the word for a kind is no part of a longer name."""
    if _NUMBER.match(text.text, said.end()) or not is_alone(text, said):
        return False
    if "kind" in _table()[said.lastgroup or ""] and _NAME_BEHIND.match(text.cased, said.end()):
        return False
    if _ADJECTIVE_ARABIC.fullmatch(said[0]):
        return _NOUN_ARABIC.search(text.text[max(0, said.start() - _NEAR) : said.start()]) is None
    if _CYRILLIC.search(said[0]):
        return _BEHIND_RUSSIAN.match(text.cased, said.end()) is not None
    return True


def _is_of_another(text: Folded, said: re.Match[str]) -> bool:
    """Tell whether an adjective before a Russian word for a kind makes it that of another."""
    if not _CYRILLIC.search(said[0]):
        return False
    before = text.text[max(0, said.start() - _NEAR) : said.start()]
    return _adjective(said[0]).search(before) is not None


@cache
def _adjective(word: str) -> re.Pattern[str]:
    """Return a pattern for an adjective right before a word, in the same case."""
    ending = word if word in _ADJECTIVES else word[-1]
    form = _ADJECTIVES.get(ending, "(?!)")
    return re.compile(rf"(?<![а-я])(?!(?:{_POINTING}) \Z)[а-я-]{{2,}}(?:{form}) \Z")


@cache
def _table() -> dict[str, dict[str, Any]]:
    return table("called")


@cache
def _kinds_of() -> dict[str, list[str]]:
    """Return the kinds by whose word each body may be called."""
    found: dict[str, list[str]] = {}
    for kind, rule in _table().items():
        for body in rule["bodies"]:
            found.setdefault(body, []).append(kind)
    return found


@cache
def _word(kind: str) -> re.Pattern[str]:
    """Return a pattern for the word of a kind within a longer name."""
    return re.compile(group(_table()[kind].get("within", ["(?!)"])))


@cache
def _pattern() -> re.Pattern[str]:
    parts = (rf"(?P<{kind}>{group(rule['words'])})" for kind, rule in _table().items())
    return re.compile(rf"(?<![{_LETTERS}])(?:{'|'.join(parts)})(?![{_LETTERS}])")


@cache
def may_call() -> re.Pattern[str]:
    """Return a pattern for what any of the words begins with, which is looked for faster."""
    return re.compile(
        r"the (?:w|g|a|o|s|p)|l'inv|inventario|(?:s|aux) pr|groupe|grupo|assemblee|asamblea|"
        r"organi[sz]|групп|союз|ассамбле|организац|فريق|منظمه"
    )
