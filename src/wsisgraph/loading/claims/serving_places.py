"""Activities told by their place in what was named: “The first serves 4.a, the last 16.2”."""

from collections.abc import Iterator, Sequence

from wsisgraph.loading.claims.masking import SIGNS, Masked
from wsisgraph.loading.claims.office_words import offices_of
from wsisgraph.loading.claims.serving_groups import Words, groups_of, is_activity
from wsisgraph.loading.claims.vetoes import vetoes_of
from wsisgraph.loading.texts.model import Mention

_PLACES = {"first": 0, "second": 1, "third": 2, "last": -1}
_FEWEST, _FAR, _FEW, _VERB = 2, 60, 14, 16


def by_place(
    sentence: Masked, spoken: Sequence[Mention], words: Words, language: str
) -> Iterator[tuple[Mention, Mention]]:
    """Yield activities with the goals that a sentence ties to them by their place.

    Args:
        sentence: that may name them itself, before it speaks of their places.
        spoken: activities of the sentence before, in order.
        words: of its language.
        language: the language.
    """
    said = list(words.nth.finditer(sentence.text))
    vetoes, text = vetoes_of(language), sentence.text
    goals = [group for group in groups_of(sentence) if group.kind == "goal"] if said else []
    linked, inverted = False, offices_of(language).inverted
    for number, match in enumerate(said):
        here = {m.iri: m for m in sentence.named[: match.start()] if m and is_activity(m)}
        known = tuple(here.values()) or spoken
        until = said[number + 1].start() if number + 1 < len(said) else len(text)
        goal = next((one for one in goals if match.end() <= one.start < until), None)
        place = _PLACES[match.lastgroup or "last"]
        if words.inside.search(text[: match.start()]):
            # “In the second, to address SDG 4, ITU spoke”.
            continue
        if goal is None or len(known) < max(_FEWEST, place + 1):
            continue
        between = text[match.end() : goal.start]
        # The verb may come first: “وترتبط أولاهما بالغاية”.
        ahead = text[max(0, match.start() - _VERB) : match.start()] if inverted else ""
        link = words.serves.search(ahead + between) is not None
        elided = linked and len(between) <= _FEW
        barred = any(one.search(between) for one in (words.topic, words.other))
        linked = linked or link
        if not (link or elided) or barred or len(between) > _FAR:
            continue
        if SIGNS["programme"] in between or vetoes.bars(sentence, match.start(), goal.end - 1):
            continue
        for end in goal.members:
            yield known[place], end
