"""Who may hold a role in what: the pairs of a passage that are weighed.

A pair is somebody and something in which roles are held, both named in a passage, no more than two
sentences apart. What a passage takes over from the sentence that leads to it, from its heading or
from the passage before stands before its first word.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from wsisgraph.loading.claims.frames import Frame
from wsisgraph.loading.claims.masking import class_of
from wsisgraph.loading.claims.office_rows import Cell, headed
from wsisgraph.loading.claims.office_words import GROUP, Item, Offices, offices_of, thing
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.weighing.runs import Run, runs
from wsisgraph.loading.claims.weighing.things import ABOVE, BEFORE, Thing
from wsisgraph.loading.texts.model import Mention

_MOST = 60
"""Things of a passage that are paired; one with more is a list of names."""
_APART = 2
_SPOKEN_OF = 2
"""Of what the passage before names, how many of the last a role may be in."""
_HOLDING = ("body", "person", "country")
_ANYWHERE = tuple(
    re.findall(
        r"\w+",
        """
        links whose others parts again jointly moves gives succeeds begins ceased unreal wished
        negated its again_line since_then former alone created work capacity company about
        column_in in_all
        """,
    )
)
_BEFORE = ("agent", "barred", "passes", "along", "own", "given", "behalf", "at")
_BESIDE = 40


@dataclass
class Scene:
    """A passage with the things of it that may be paired.

    Attributes:
        bounds: where its sentences begin, and the end of the last.
        holders, contexts: who may hold a role, and what it may be in, in order.
        roles: words of roles, nouns and verbs, in order.
        above: the roles that the sentence names that leads to the passage, or else its heading.
        cells: of a row of a table.
        columns: the roles that stand above each cell.
    """

    seen: Seen
    frame: Frame
    words: Offices
    bounds: tuple[int, ...]
    holders: list[Thing] = field(default_factory=list)
    contexts: list[Thing] = field(default_factory=list)
    roles: list[Item] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    cells: Sequence[Cell] = ()
    columns: Sequence[Sequence[str]] = ()
    _led: dict[int, list[str]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The masked text of the passage."""
        return self.seen.masked.text

    @cached_property
    def hits(self) -> dict[str, list[int]]:
        """Where the words of each class of `offices.toml` begin that may stand anywhere."""
        found = {
            name: [match.start() for match in getattr(self.words, name).finditer(self.text)]
            for name in _ANYWHERE
        }
        return {name: places for name, places in found.items() if places}

    @cached_property
    def holder_runs(self) -> dict[int, Run]:
        """The lists of holders, by the place of each."""
        return runs(self.text, self.holders)

    @cached_property
    def context_runs(self) -> dict[int, Run]:
        """The lists of what roles may be in, by the place of each."""
        return runs(self.text, self.contexts)

    def column_of(self, thing: Thing) -> int:
        """Return the number of the cell of a row that names a thing; -1 if none does."""
        places = (n for n, cell in enumerate(self.cells) if thing.mention in cell.named)
        return next(places, -1)

    def roles_above(self, thing: Thing) -> Sequence[str]:
        """Return the roles that stand above the cell of a row that names a thing."""
        column = self.column_of(thing)
        return () if column < 0 else self.columns[column]

    def led_by(self, thing: Thing) -> list[str]:
        """Return the classes of words that end right before a thing."""
        known = self._led.get(thing.place)
        if known is None:
            before = self.text[max(0, thing.place - _BESIDE) : max(thing.place, 0)]
            known = [name for name in _BEFORE if getattr(self.words, name).search(before)]
            self._led[thing.place] = known
        return known


@dataclass(frozen=True, slots=True)
class Pair:
    """Somebody, and something in which he may hold a role."""

    holder: Thing
    context: Thing

    @property
    def first(self) -> int:
        """Where the first of the two stands."""
        return min(self.holder.place, self.context.place)

    @property
    def last(self) -> int:
        """Where the last of the two stands."""
        return max(self.holder.place, self.context.place)


def scene(seen: Seen, frame: Frame, cells: Sequence[Cell] = ()) -> Scene:
    """Return a passage with what may be paired in it.

    Args:
        seen: the passage.
        frame: what stands above it.
        cells: of a row of a table.
    """
    words = offices_of(seen.lexicon.language)
    text = seen.masked.text
    bounds = [0]
    for sentence in seen.masked.sentences(whole=True):
        begin = text.find(sentence.text, bounds[-1])
        bounds.append(max(begin, bounds[-1]) + len(sentence.text))
    bounds[-1] = len(text) + 1
    columns = [[role.value for role in roles] for roles in headed(cells, words)]
    whole = Scene(seen, frame, words, tuple(bounds), cells=cells, columns=columns)
    number = 0
    for place, mention in enumerate(seen.masked.named):
        while number < len(bounds) - 2 and place >= bounds[number + 1]:
            number += 1
        if mention is not None and mention.iri:
            _take(whole, place, number, mention)
    if frame.item:
        for mention in frame.subject:
            whole.holders.append(Thing(ABOVE, 0, class_of(mention), mention))
    if not any(thing.name == "line" for thing in whole.contexts):
        whole.contexts.extend(Thing(ABOVE, 0, "line", mention) for mention in frame.lines)
    _take_over(whole)
    whole.roles.extend(_verbs(text, words))
    whole.roles.sort(key=lambda item: item.start)
    whole.above.extend(dict.fromkeys(_above(frame, words)))
    return whole


def _take_over(whole: Scene) -> None:
    """Let a passage that names nobody, or nothing to be in, take over what was spoken of before."""
    if not whole.contexts:
        whole.contexts.extend(_spoken_of(whole, whole.frame.topics, ABOVE)[1])
    before = whole.frame.before
    named = [m for m in before.masked.named if m is not None and m.iri] if before else []
    holders, contexts = _spoken_of(whole, named, BEFORE)
    if not whole.holders:
        whole.holders.extend((*holders[:1], *holders[1:][-1:]))
    if not whole.contexts:
        whole.contexts.extend(contexts[-_SPOKEN_OF:])


def _spoken_of(
    whole: Scene, named: Iterable[Mention], place: int
) -> tuple[list[Thing], list[Thing]]:
    """Return who may hold a role of some mentions, and what it may be in; each of them once."""
    holders: dict[str, Thing] = {}
    contexts: dict[str, Thing] = {}
    for mention in named:
        item = thing(0, mention, whole.words)
        if item is not None and item.kind == "context":
            contexts[mention.iri] = Thing(place, 0, item.name, mention)
        elif item is not None and item.kind == "holder":
            holders[mention.iri] = Thing(place, 0, class_of(mention), mention)
    return list(holders.values()), list(contexts.values())


def _above(frame: Frame, words: Offices) -> Iterator[str]:
    yield from (role.value for role in frame.roles)
    if frame.lead is not None:
        masked = frame.lead.masked
        for mention in masked.named:
            if mention is not None and class_of(mention) == "role":
                yield mention.value
        yield from (item.name for item in _verbs(masked.text, words))


def _take(whole: Scene, place: int, number: int, mention: Mention) -> None:
    """Put a mention among those that may be paired."""
    item = thing(place, mention, whole.words)
    kind = class_of(mention)
    if item is not None and item.kind == "role":
        whole.roles.append(item)
        return
    if item is not None and item.kind == "context":
        whole.contexts.append(Thing(place, number, item.name, mention))
    if kind in _HOLDING and (item is not None or kind == "country"):
        whole.holders.append(Thing(place, number, GROUP if _is_group(item) else kind, mention))


def _is_group(item: Item | None) -> bool:
    return item is not None and item.kind == "context"


def _verbs(text: str, words: Offices) -> Iterator[Item]:
    for (role, form), pattern in words.verbs.in_text(text):
        for match in pattern.finditer(text):
            if match.group():
                yield Item(match.start(), match.end(), "role", role, form)


def pairs(whole: Scene) -> Iterator[Pair]:
    """Yield the pairs of a passage; of two things named more than once, those that are nearest."""
    if len(whole.holders) + len(whole.contexts) > _MOST:
        return
    nearest: dict[tuple[str, str], tuple[tuple[int, int], Pair]] = {}
    for holder in whole.holders:
        for context in whole.contexts:
            apart = abs(holder.sentence - context.sentence)
            if apart > _APART or holder.iri == context.iri or holder.place == context.place:
                continue
            if holder.place < 0 and context.place < 0:
                continue
            key = holder.iri, context.iri
            far = apart, abs(holder.place - context.place)
            if key not in nearest or far < nearest[key][0]:
                nearest[key] = far, Pair(holder, context)
    yield from (pair for _, pair in nearest.values())
