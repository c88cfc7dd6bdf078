"""A passage as patterns see it: each thing that it names is one sign, whatever words name it.

A pattern such as “{body} is the {role} of {line}” then holds for all bodies and lines. Signs are
characters of Unicode's private use area, one for each class of things; every character remembers
its place in the passage.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from wsisgraph.loading.references.resolutions import key_of
from wsisgraph.loading.texts.model import Mention

CLASSES = (
    "body",
    "person",
    "line",
    "goal",
    "meeting",
    "event",
    "programme",
    "instrument",
    "document",
    "country",
    "date",
    "period",
    "figure",
    "address",
    "role",
    "other",
)
"""Classes of things that patterns tell apart."""

_FIRST = 0xE000
SIGNS = {name: chr(_FIRST + place) for place, name in enumerate(CLASSES)}
"""The sign of each class."""

ANY_SIGN = f"[{chr(_FIRST)}-{chr(_FIRST + len(CLASSES) - 1)}]"

_CLASS_OF_KIND = {
    "resolution": "instrument",
    "decision": "instrument",
    "target": "goal",
    "indicator": "goal",
}
_QUOTES = frozenset('“”„«»"《》〈〉‘*‟「」')
_SAME = str.maketrans(
    {
        "’": "'",
        "ʼ": "'",
        "‑": "-",
        "‐": "-",
        **dict.fromkeys("←→⟵⟶⇐⇒➔►", "–"),
        "ё": "е",
        "Ё": "Е",
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ى": "ي",
        "（": "(",
        "）": ")",
        "：": ":",
        "，": ",",
        "；": ";",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\n": " ",
    }
)
_UNSEEN = re.compile(r"[\u0610-\u061a\u064b-\u065f\u0640\u200b-\u200f\u2060\ufeff\u00ad]")
_NAMED = ("line", "body", "goal", "programme", "event", "country")
_TIGHT = frozenset({"zh"})
_CLOSING = (")", "）")
_PARTING = ";؛"
_ASIDE = re.compile(rf"({ANY_SIGN}) ?\(([^()]{{1,90}})\)")
_OF_WHOLE = re.compile(
    rf"(?<={SIGNS['body']}) (?:of the|des|de las|de l'|de la|de) ?{SIGNS['body']}", re.IGNORECASE
)
_WHOLES = ("/un-regional-commissions", "/un-agencies", "/wsis-action-line-facilitators")
_BEFORE_MEMBERS = re.compile(
    rf"{SIGNS['body']},? ?(?:[:(（：–—]|\b(?:namely|i\.e\.?|viz\.?|to wit|à savoir|"
    rf"a saber|а именно|то есть)(?=[ ,:])|أي|即)[,:]? ?(?:the |la |l'|ال)?(?={SIGNS['body']})",
    re.IGNORECASE,
)
_WITH = re.compile(r"\b(?:with|avec|con|со?) (?:the |other |les |los |las )*$|(?<!\w)مع $")
_SEVERAL = re.compile(
    r"(?:\b(?:the|all|five|four|other|les|cinq|las|los|cinco|пять|пяти|пятью) |(?<!\w)خمس )*$",
    re.IGNORECASE,
)
_SOME_WORDS = 24
_SHORTENED = re.findall(
    r"\S+",
    "no mr ms dr mrs prof res rev st mm mme mlle sr sra srta sres dra núm excmo art para paras vol "
    "approx inc ltd corp г гг шв фр долл евр млн млрд тыс ст им изм пересм",
)
"""Words that are cut short: the stop after them ends no sentence."""
# A class of signs first, in one case: the engine then skips all others at once.
_END = re.compile(
    r"[。！？!?;؛؟.](?i:(?<!\.)|(?=\s|$)"
    + "".join(rf"(?<!\b{word}\.)" for word in _SHORTENED)
    + r"(?<!\b\w\.)(?<!\bn[оº°]\.))"
)


_OTHERS = re.compile(f"[{re.escape(''.join(map(chr, _SAME)))}]")
# What is not seen, or seen once.
_ODD = re.compile(rf"[{''.join(sorted(_QUOTES))}]|{_UNSEEN.pattern}|  ")
_ALL_SIGNS = frozenset(SIGNS.values())


@dataclass(slots=True)
class Masked:
    """A passage, or a sentence of it, with signs in place of what it names.

    Attributes:
        text: what patterns are matched against.
        starts, ends: where each of its characters stands in the passage.
        named: the mention behind each character that is a sign; None for the others.
        possible: numbers of the patterns that may match it, once that was asked.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    named: tuple[Mention | None, ...]
    _sentences: dict[bool, tuple["Masked", ...]] = field(
        default_factory=dict, repr=False, compare=False
    )
    _signs: frozenset[str] | None = field(default=None, repr=False, compare=False)
    possible: frozenset[int] | None = field(default=None, repr=False, compare=False)

    @property
    def signs(self) -> frozenset[str]:
        """The signs that it has."""
        if self._signs is None:
            self._signs = _ALL_SIGNS.intersection(self.text)
        return self._signs

    def mentions(self, start: int, end: int) -> list[Mention]:
        """Return the mentions behind the signs of a piece of the masked text."""
        return [mention for mention in self.named[start:end] if mention is not None]

    def spoken(self, start: int, end: int) -> str:
        """Return a piece of it, roles as their words: a “contribution” is a paper."""
        piece = self.text[start:end]
        if SIGNS["role"] not in piece:
            return piece
        return "".join(
            normal(mention.said) if mention is not None and sign == SIGNS["role"] else sign
            for sign, mention in zip(piece, self.named[start:end], strict=True)
        )

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where a piece of the masked text stands in the passage."""
        return self.starts[start], self.ends[max(start, end - 1)]

    def sentences(self, *, whole: bool = False) -> tuple["Masked", ...]:
        """Return the sentences; unless `whole`, in parts where semicolons set them off."""
        known = self._sentences.get(whole)
        if known is None:
            known = self._sentences[whole] = tuple(self._cut(whole=whole))
        return known

    def _cut(self, *, whole: bool) -> Iterator["Masked"]:
        start = 0
        for match in _END.finditer(self.text):
            if whole and match.group() in _PARTING:
                continue
            yield self.piece(start, match.end())
            start = match.end()
        if self.text[start:].strip():
            yield self.piece(start, len(self.text))

    def piece(self, start: int, end: int) -> "Masked":
        """Return a piece of it."""
        while start < end and self.text[start] == " ":
            start += 1
        return Masked(
            self.text[start:end],
            self.starts[start:end],
            self.ends[start:end],
            self.named[start:end],
        )

    def signed(self, found: Iterable[tuple[int, int, str, Mention]]) -> "Masked":
        """Return it with signs in place of pieces, given in order: start, end, class, mention."""
        text: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        named: list[Mention | None] = []
        last = 0
        for start, end, name, mention in (*found, (len(self.text), len(self.text), "", None)):
            text.append(self.text[last:start])
            starts.extend(self.starts[last:start])
            ends.extend(self.ends[last:start])
            named.extend(self.named[last:start])
            if mention is not None:
                text.append(SIGNS[name])
                starts.append(mention.start)
                ends.append(mention.end)
                named.append(mention)
            last = end
        return Masked("".join(text), tuple(starts), tuple(ends), tuple(named))

    def outside(self, places: Iterable[tuple[int, int]]) -> "Masked":
        """Return it without what stands in some places of the passage."""
        gone = [
            (index, index + 1)
            for start, end in places
            for index, here in enumerate(self.starts)
            if start <= here < end
        ]
        return self.without(sorted(gone)) if gone else self

    def without(self, pieces: Iterable[tuple[int, int]]) -> "Masked":
        """Return it without pieces, given in order."""
        kept: list[slice] = []
        last = 0
        for start, end in pieces:
            if start > last:
                kept.append(slice(last, start))
            last = max(last, end)
        kept.append(slice(last, len(self.text)))
        return Masked(
            "".join(self.text[here] for here in kept),
            tuple(chain.from_iterable(self.starts[here] for here in kept)),
            tuple(chain.from_iterable(self.ends[here] for here in kept)),
            tuple(chain.from_iterable(self.named[here] for here in kept)),
        )


def normal(text: str) -> str:
    """Return a text as it is compared: one form for apostrophes, hyphens, Arabic letters."""
    return _UNSEEN.sub("", unicodedata.normalize("NFC", text)).translate(_SAME)


def class_of(mention: Mention) -> str:
    """Return the class of a mention: its kind, or what its IRI tells where that says more."""
    if "/id/instrument/" in mention.iri or "/id/resolution/" in mention.iri:
        return "instrument"
    if mention.kind == "programme" and "/id/body/" in mention.iri:
        return "body"
    if "/id/activity/" in mention.iri:
        return "programme"
    known = _CLASS_OF_KIND.get(mention.kind, mention.kind)
    return known if known in SIGNS else "other"


def mask(
    text: str,
    mentions: Iterable[Mention],
    language: str,
    absorbed: Sequence[re.Pattern[str]] = (),
    telling: Callable[[str], bool] | None = None,
) -> Masked:
    """Return a passage as patterns see it.

    Args:
        text: of the passage.
        mentions: what it names; of those that overlap, the longest is seen.
        language: of the passage. Chinese is seen without spaces.
        absorbed: what adds nothing beside a sign, such as “action line” before C5.
        telling: whether the words in brackets behind a body say more than another name of it.
    """
    signs: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    named: list[Mention | None] = []

    def see(sign: str, start: int, end: int, mention: Mention | None = None) -> None:
        signs.append(sign)
        starts.append(start)
        ends.append(end)
        named.append(mention)

    tight, place = language in _TIGHT, 0
    same = text if _OTHERS.search(text) is None else text.translate(_SAME)
    for mention in (*_apart(mentions), None):
        until = len(text) if mention is None else mention.start
        if place < until:
            if _ODD.search(same, place, until) is None and not (
                tight or (same[place] == " " and signs and signs[-1].endswith(" "))
            ):
                # Nearly always: each of its characters is seen.
                signs.append(same[place:until])
                starts.extend(range(place, until))
                ends.extend(range(place + 1, until + 1))
                named.extend([None] * (until - place))
            else:
                for index in range(place, until):
                    sign = same[index]
                    if sign in _QUOTES or _UNSEEN.match(sign):
                        continue
                    if sign == " " and (tight or (signs and signs[-1].endswith(" "))):
                        continue
                    see(sign, index, index + 1)
        if mention is not None:
            see(SIGNS[class_of(mention)], mention.start, mention.end, mention)
            said = text[mention.start : mention.end]
            # A space at the end is one between words.
            place = mention.end - (len(said) - len(said.rstrip()))
            if _opened(said) and text[place : place + 1] in _CLOSING:
                # “C7 (e-health” was named: the bracket belongs to it.
                place += 1
    masked = Masked("".join(signs), tuple(starts), tuple(ends), tuple(named))
    masked = _without_asides(masked, telling)
    masked = _without_whole(masked)
    for pattern in absorbed:
        gone = [match.span() for match in pattern.finditer(masked.text) if match.group()]
        if gone:
            masked = masked.without(gone)
    return masked


def _opened(said: str) -> bool:
    bare = said.translate(_SAME)
    return bare.count("(") > bare.count(")")


def _apart(mentions: Iterable[Mention]) -> list[Mention]:
    """Return mentions that do not overlap, in order; of two that do, the longer.

    Of a conference and the one of its meetings that the same words name, it is the meeting.
    """
    taken: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.start, m.kind == "body")):
        if mention.start < mention.end and all(
            mention.end <= other.start or mention.start >= other.end for other in taken
        ):
            taken.append(mention)
    return sorted(taken, key=lambda m: m.start)


def _without_whole(masked: Masked) -> Masked:
    """Take away the United Nations behind a part of them: “DAES de l'ONU”."""
    gone = []
    for match in _OF_WHOLE.finditer(masked.text):
        whole = masked.named[match.end() - 1]
        if whole is not None and whole.iri.endswith("/un"):
            gone.append(match.span())
    return masked.without(gone) if gone else masked


def without_wholes(masked: Masked) -> Masked:
    """Take away a group of bodies before its members: “the regional commissions (ECA, ECE …)”.

    It stays where all of them are only beside somebody: “ITU, with all facilitators (FAO, WHO …)”.
    """
    gone = []
    for match in _BEFORE_MEMBERS.finditer(masked.text):
        whole = masked.named[match.start()]
        if whole is not None and whole.iri.endswith(_WHOLES):
            first = max(0, match.start() - _SOME_WORDS)
            words = _SEVERAL.search(masked.text, first, match.start())
            if _WITH.search(masked.text, first, words.start() if words else match.start()):
                continue
            gone.append((words.start() if words else match.start(), match.end()))
    return masked.without(gone) if gone else masked


def _is_said_again(iri: str, before: str) -> bool:
    """Tell whether a bracket names what stands before it, or the whole of which that is a part.

    “The second phase of the World Summit (WSIS)”, “the Plenipotentiary Conference of 2022 (PP)”.
    """
    key, whole = key_of(iri), key_of(before)
    return bool(iri) and (iri == before or (bool(key) and whole.startswith(f"{key}-")))


def _without_asides(masked: Masked, telling: Callable[[str], bool] | None) -> Masked:
    """Take away a parenthesis that only says again what stands before it: “… Union (ITU)”."""
    gone = []
    for match in _ASIDE.finditer(masked.text):
        before = masked.named[match.start()]
        within = masked.mentions(*match.span(2))
        said = match.group(2)
        if before is None or class_of(before) in ("date", "period", "figure", "address", "role"):
            continue
        same = within and all(_is_said_again(m.iri, before.iri) for m in within)
        name = not within and not any(character.isdigit() for character in said)
        kind = class_of(before)
        if name and kind in ("body", "line") and telling is not None and telling(said):
            continue
        if same or (name and kind in _NAMED):
            gone.append((match.start() + 1, match.end()))
    return masked.without(gone) if gone else masked
