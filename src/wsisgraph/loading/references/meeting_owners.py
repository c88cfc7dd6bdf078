"""Whose meetings “the Commission” or “the Forum” counts: those of the last one that was named."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import itemgetter

from wsisgraph.loading.references.fold import Folded, fold
from wsisgraph.loading.references.meeting_rules import by_symbol
from wsisgraph.loading.references.names import Name
from wsisgraph.loading.references.resolutions import key_of
from wsisgraph.loading.references.spans import SENTENCE_END, Span, is_free
from wsisgraph.loading.references.words import LANGUAGES, group, table
from wsisgraph.terms import iris

_RULES = table("meetings")
# How far from the number of a meeting “the Commission” may stand.
_NEAR = 120
# How far behind it “of the General Conference” begins.
_RIGHT_BEHIND = 40
_SERIES, _COMMISSION = "series", "commission"
_SURE = 0.85
_FORUM_OF_ALL = "wsis-forum"
_FORUM = re.compile("forum|foro|форум|منتدي|论坛")
_EVENT = re.compile("event|evento|evenement|manifestation|мероприяти|حدث|فعاليه")
# Behind it something that makes it the name of another: of Experts, sur la population.
_OF_ANOTHER = re.compile(
    r"\s(?:of|on|for|de|des|du|para|sobre|pour|sur|по|المعني\w*|التابع\w*|ال\w+|л\w+)\s|-|'"
)
# The General Conference, of which there is one in these texts.
_GENERAL = re.compile(r"\S*? ?(?:general|generale|генеральн\w+) |\S+ العام\b")
_ARTICLE = re.compile(r"(?:the|l[aeo]s?|el|del|des|du|al|aux?|cette|l')\b\s?")
_HAN = re.compile(r"[\u3400-\u9fff]")
_WHOLE_HAN = frozenset({"经社会"})
_MAY_STAND_BEFORE = re.compile(r"(?:\A|[^\u3400-\u9fff]|[该本于经由在向]|但是|并且|随后)\Z")
# Of each body, what “the …” may mean it.
_KINDS = {
    body: kinds
    for body, rule in _RULES.items()
    if (kinds := [*filter(None, [rule.get("kind")]), *[_SERIES] * rule.get("series", False)])
}


class Owners:
    """Remembers which body of each kind a text named last."""

    def __init__(self) -> None:
        self._last: dict[str, str] = {}

    def begin(self) -> None:
        """Forget the last text."""
        self._last = {}

    def remember(self, spans: Sequence[Span]) -> bool:
        """Take note of the bodies and series of a passage, and of those whose meetings it names.

        Tells whether any was another than before.
        """
        found: list[tuple[int, str, str]] = []
        for span in spans:
            if span.kind in ("meeting", "event"):
                body = span.details.get("body", "") or _series_of(span.iri)
            elif span.kind in ("body", "programme"):
                body = key_of(span.iri)
            else:
                continue
            if kinds := _KINDS.get(body):
                found += ((span.start, kind, body) for kind in kinds)
        if not found:
            return False
        # Of two at one place the later one counts, as of all.
        found.sort(key=itemgetter(0))
        before = dict(self._last)
        self._last.update((kind, body) for _, kind, body in found)
        return before != self._last

    def state(self) -> tuple[tuple[str, str], ...]:
        """Return all that the meaning of a passage may depend on."""
        return tuple(sorted(self._last.items()))

    def series(self, text: Folded, start: int, end: int, names: Sequence[Name]) -> str:
        """Return the series of which “the 2023 Forum” or “the 2025 edition” is an edition.

        Empty if it is not written as a name, or if none was named.
        """
        said = text.cased[start:end]
        is_forum = _FORUM.search(text.text[start:end]) is not None
        if is_forum and said.isascii() and "Forum" not in said and "Foro" not in said:
            return ""
        is_event = is_forum or _EVENT.search(text.text[start:end]) is not None
        kind = "forum" if is_event else _SERIES
        named = [name for name in names if name.end <= start]
        for name in reversed(named):
            iri = name.label.iri
            rule = _rule(key := _series_of(iri) or iri.rpartition("/")[2])
            if rule.get("kind") == kind or (kind == _SERIES and rule.get("series", False)):
                return key
        # Where none was named, “el Foro 2024” is that of the Summit.
        found = self._last.get(kind, _FORUM_OF_ALL if is_forum and "Foro" in said else "")
        return found if "year" in _rule(found) else ""

    def congress(self, names: Sequence[Name]) -> str:
        """Return the congress that was named last; empty if none was."""
        keys = [name.label.iri.rpartition("/")[2] for name in names]
        here = [key for key in keys if _rule(key).get("kind") == "congress"]
        return here[-1] if here else self._last.get("congress", "")

    def knows(self, text: str, place: int) -> bool:
        """Tell whether a meeting is that of “the General Conference”, and which one was named."""
        said = _kinds_pattern().search(text, place, place + _RIGHT_BEHIND)
        return said is not None and (said.lastgroup or "") in self._last

    def of(
        self, text: Folded, match: re.Match[str], names: Sequence[Name], told: Sequence[str]
    ) -> str:
        """Return the body meant by the word for its kind that is nearest to a meeting.

        Empty if none stands in its sentence, if a name stands nearer, or if none was named.

        Args:
            text: of a passage.
            match: where it has the number of a meeting.
            names: what it names.
            told: bodies of whose documents it has symbols; of one kind, these are meant.
        """
        first = max(0, match.start() - _NEAR)
        ends = [end.end() for end in SENTENCE_END.finditer(text.text, first, match.start())]
        first = ends[-1] if ends else first
        end = SENTENCE_END.search(text.text, match.end(), match.end() + _NEAR)
        last = end.start() if end is not None else match.end() + _NEAR
        found = []
        for said in _kinds_pattern().finditer(text.text, first, last):
            if said.start() < match.end() and match.start() < said.end():
                continue
            if any(name.start < said.end() and said.start() < name.end for name in names):
                continue
            if is_alone(text, said):
                distance = max(said.start() - match.end(), match.start() - said.end())
                found.append((distance, said.start(), said.lastgroup or ""))
        if not found:
            return ""
        distance, place, kind = min(found)
        for name in names:
            if max(name.start - match.end(), match.start() - name.end) < distance and (
                "number" in _RULES.get(name.label.iri.rpartition("/")[2], {})
            ):
                return ""
        by_symbol = next((body for body in told if _rule(body).get("kind") == kind), "")
        named = _before(place, kind, names) or by_symbol or self._last.get(kind, "")
        return named or (_general(kind) if _GENERAL.match(text.text, place) else "")


def _series_of(iri: str) -> str:
    """Return the key of the series of which something is an edition; empty if it is none."""
    return iri.partition("/id/edition/")[2].partition("/")[0]


@cache
def _general(kind: str) -> str:
    """Return the body that is “the General Conference” where none was named; else nothing."""
    known = (body for body, rule in _RULES.items() if rule.get("general"))
    return next((body for body in known if _rule(body).get("kind") == kind), "")


def own_commission(symbol: str) -> str:
    """Return the commission whose document has a symbol; empty if it is of none."""
    found = (body for body in by_symbol(fold(symbol)) if _rule(body).get("kind") == _COMMISSION)
    return next(found, "")


def commission_above(spans: Iterable[Span]) -> str:
    """Return the commission that a title begins with; empty if it begins with none."""
    first = min(spans, key=lambda span: (span.start, -span.end), default=None)
    if first is None or first.start:
        return ""
    key = first.details.get("body") or first.iri.rpartition("/")[2]
    return key if _rule(key).get("kind") == _COMMISSION else ""


def the_commission(text: Folded, body: str, used: bytearray) -> Iterator[Span]:
    """Yield where a document of a commission calls it “the Commission”.

    Args:
        text: of a passage.
        body: the commission.
        used: which letters names hold.
    """
    for said in _kinds_pattern().finditer(text.text):
        if said.lastgroup != _COMMISSION or not is_free(used, said.start(), said.end()):
            continue
        if is_alone(text, said):
            article = _ARTICLE.match(said[0])
            start = said.start() + (article.end() if article is not None else 0)
            iri = iris.individual("body", body)
            printed = text.cased[start : said.end()]
            told = "the Commission whose document it is"
            yield Span(start, said.end(), "body", printed, iri, pattern=told, confidence=_SURE)


def _before(place: int, kind: str, names: Sequence[Name]) -> str:
    """Return the last body of a kind that is named before a place in a passage."""
    for name in reversed(names):
        body = name.label.iri.rpartition("/")[2]
        if name.end <= place and _rule(body).get("kind") == kind:
            return body
    return ""


def _rule(body: str) -> Mapping[str, object]:
    rule: Mapping[str, object] = _RULES.get(body, {})
    return rule


def is_alone(text: Folded, said: re.Match[str]) -> bool:
    """Tell whether a word such as “the Commission” is no part of a longer name."""
    printed = text.cased[said.start() : said.end()]
    if _HAN.match(printed):
        # The name of a commission as a whole; that of the Council has more.
        if printed in _WHOLE_HAN:
            return True
        return _MAY_STAND_BEFORE.search(text.text, 0, said.start()) is not None
    if _OF_ANOTHER.match(text.text, said.end()):
        return False
    if "\u0621" <= printed[0] <= "\u064a":
        return True
    article = _ARTICLE.match(said[0])
    bare = printed[article.end() :] if article is not None else printed
    return any(word[0].isupper() for word in bare.split())


@cache
def _kinds_pattern() -> re.Pattern[str]:
    kinds: dict[str, list[str]] = {}
    for language in LANGUAGES:
        for kind, piece in table(f"words/{language}")["bodies"].items():
            kinds.setdefault(kind, []).append(piece)
    # The organs with more words in their names first: executive board, before council.
    parts = (rf"(?P<{kind}>{group(pieces)})" for kind, pieces in kinds.items())
    return re.compile(
        rf"(?<![a-z\u00df-\u024f\u0400-\u052f\u0621-\u064a])(?:{'|'.join(parts)})"
        r"(?![a-z\u00df-\u024f\u0400-\u052f\u0621-\u064a])"
    )
