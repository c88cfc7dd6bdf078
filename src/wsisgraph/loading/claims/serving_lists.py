"""Goals and lines listed right behind an activity: “Giga, launched in 2019: C2; Target 4.a”."""

import re
from collections.abc import Iterator

from wsisgraph.loading.claims.masking import SIGNS, Masked, class_of
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.serving_groups import KINDS, is_activity
from wsisgraph.loading.claims.vetoes import vetoes_of
from wsisgraph.loading.texts.model import Mention

_ACTIVITY, _ENDS = SIGNS["programme"], f"[{SIGNS['goal']}{SIGNS['line']}]"
# Behind the activity what it is may stand; before each goal a word or two: “in particular”.
_ASIDE = rf"(?: ?\([^(){_ACTIVITY}]{{0,80}}\)|[,،][^:;.(){_ACTIVITY}]{{0,90}})?"
_WORDS = r"(?:[^\W\d_\ue000-\ue00f]+ ?){0,3}"
_MORE = rf"(?: ?[;,/،؛、] ?{_WORDS}| (?:and|et|y|e|и) {_WORDS}| ?و ?|[和及与]){_ENDS}"
_LIST = re.compile(
    rf"{_ACTIVITY}{_ASIDE}(?: ?: ?| [–—-] | ?\()(?P<ends>{_ENDS}(?:{_MORE})*)(?= ?(?:[.;)؛。]|$))"
)
_OPENING = 24


def listed_behind(seen: Seen) -> Iterator[tuple[Mention, Mention]]:
    """Yield activities, each with a goal or line of the list behind it.

    The activity begins its sentence, unless the list stands in brackets.
    """
    signs = seen.masked.signs
    if _ACTIVITY not in signs or {SIGNS["goal"], SIGNS["line"]}.isdisjoint(signs):
        return
    for sentence in seen.masked.sentences(whole=True):
        for match in _LIST.finditer(sentence.text):
            opens = match.start() <= _OPENING or sentence.text[match.start("ends") - 1] == "("
            if opens and not vetoes_of(seen.lexicon.language).bar(match["ends"]):
                yield from _ties(sentence, match)


def _ties(sentence: Masked, match: re.Match[str]) -> Iterator[tuple[Mention, Mention]]:
    activity = sentence.named[match.start()]
    if activity is None or not is_activity(activity):
        return
    for end in sentence.mentions(*match.span("ends")):
        if class_of(end) in KINDS and end.iri:
            yield activity, end
