"""Roles weighed by what gold documents teach: those that rules found, and those that they miss.

Each pair of a passage is given a chance that the one has a role in the other, and of a pair that is
no idle one so is each role that a word beside it tells. What rules found of a pair that is unlikely
is left out, and a role that they told gives way to a far likelier one. Of a pair that they missed,
the likeliest role is told if it is likely enough; that chance is its confidence.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from wsisgraph.loading.claims.finding import EACH
from wsisgraph.loading.claims.frames import Frame
from wsisgraph.loading.claims.masking import Masked
from wsisgraph.loading.claims.office_frames import Held
from wsisgraph.loading.claims.office_rows import Cell
from wsisgraph.loading.claims.office_times import time_of
from wsisgraph.loading.claims.office_words import Item
from wsisgraph.loading.claims.seeing import Seen
from wsisgraph.loading.claims.spans import Span
from wsisgraph.loading.claims.weighing.choices import USUAL, are_named, choices
from wsisgraph.loading.claims.weighing.features import features
from wsisgraph.loading.claims.weighing.known import Known, key_of_pair, known
from wsisgraph.loading.claims.weighing.offices import is_of_another, is_one_of_many
from wsisgraph.loading.claims.weighing.pairs import Pair, Scene, pairs, scene
from wsisgraph.loading.claims.weighing.trees import trees
from wsisgraph.loading.texts.model import Claim
from wsisgraph.terms import iris

LIKELY = 0.6
"""How likely a role must be to be told: at less, a reviewer would refuse too much."""
DOUBTFUL = 0.5
"""What a rule found of a pair that is no likelier than that is left out."""
_FAINT = 0.4
"""The role that a rule told gives way to a likely one if it is no likelier than that."""
_IDLE = 0.2
"""A pair that is no likelier than that to have any role is not asked for which."""
_TOO_WIDE = ("wsis",)
"""What is mostly named for something of it that no name is known of: the Summit as a whole."""
_ONE_ALONE = (
    {"sole-facilitator", "lead-facilitator"},
    {"chair", "rotating-chair"},
    {"secretariat"},
    {"host"},
)
"""Roles that one has: if somebody else was found in them, another is hardly likely."""
_SURE = 0.85
_TIMES = ("start", "end")


@dataclass(frozen=True, slots=True)
class Weight:
    """A pair, and what it weighs.

    Attributes:
        mark: what makes it one with a claim.
        chance: that it has any role.
        roles: those that words tell, with the chance of each.
        by_words: the same as if nothing was known of the two, if a rule told a role of them.
        usual: the one of them that no word tells, but the class of what it is in.
    """

    pair: Pair
    mark: tuple[str, str]
    chance: float
    roles: Mapping[str, float]
    by_words: Mapping[str, float]
    usual: str


def weighed(
    seen: Seen,
    frame: Frame,
    found: Sequence[Claim],
    cells: Sequence[Cell] = (),
    rows: Sequence[Claim] = (),
) -> Iterator[Claim]:
    """Yield the roles of a passage that rules found, without what is doubtful, and more.

    Args:
        seen: the passage.
        frame: what stands above it.
        found: the roles that were found in it.
        cells: of a row of a table.
        rows: roles that the columns of a table told, which are not doubted.
    """
    whole = scene(seen, frame, cells)
    said = {mark for one in (*found, *rows) for mark in _marks(whole, one)}
    weights = list(_weights(whole, said))
    doubtful = {one.mark for one in weights if one.chance < DOUBTFUL}
    known = [
        one if _is_of_each(one) else _corrected(whole, weights, one)
        for one in found
        if _is_of_each(one) or _marks(whole, one).isdisjoint(doubtful)
    ]
    yield from known
    said = {mark for one in (*known, *rows) for mark in _marks(whole, one)}
    of_each = [mark for one in known if _is_of_each(one) for mark in _marks(whole, one)]
    # “C1 and C3 are led by A and B, respectively”: A has no part in C3.
    said |= {(body, context) for body, _ in of_each for _, context in of_each}
    told = [*known, *rows]
    for one in weights:
        if one.mark in said or one.pair.context.iri.rpartition("/")[2] in _TOO_WIDE:
            continue
        name, chance = max(one.roles.items(), key=_chance, default=("", 0.0))
        taken = _taken(whole, one.pair, name, told)
        least = _SURE if taken else LIKELY
        others = is_of_another(whole, one.pair, name) or is_one_of_many(whole, one.pair)
        # What no word tells is hardly meant of two that are doubtful.
        idle = name == one.usual and one.chance < DOUBTFUL
        if chance >= least and not others and not idle:
            told.append(_apart(_claim(whole, one.pair, name, chance), taken))
            yield told[-1]


def _is_of_each(claim: Claim) -> bool:
    return claim.pattern.endswith(f"-{EACH}")


def _chance(named: tuple[str, float]) -> float:
    return named[1]


def _weights(whole: Scene, said: Collection[tuple[str, str]]) -> Iterator[Weight]:
    """Yield the pairs of a passage with what they weigh; `said` are those that rules told of."""
    of_pairs, of_words = trees("pairs"), trees("choices")
    listed = whole.frame.item or bool(whole.cells)
    for pair in pairs(whole):
        mark = _mark(whole, pair)
        # Where no word tells a role, running text is seldom sure of any.
        if not (listed or mark in said or are_named(whole, pair)):
            continue
        told = features(whole, pair)
        chance = of_pairs.chance(told)
        roles: dict[str, float] = {}
        by_words: dict[str, float] = {}
        usual = ""
        if chance >= _IDLE:
            of_pair = of_words.values(told)
            key = key_of_pair(pair, whole.words)
            for name, of_word in choices(whole, pair):
                usual = name if USUAL in of_word else usual
                for facts, found in ((known(), roles), (Known(), by_words)):
                    if facts.named or mark in said:
                        of_word.update(facts.told(key, name))
                        likely = of_words.chance_of(of_words.values(of_word, of_pair))
                        found[name] = max(found.get(name, 0.0), likely)
        yield Weight(pair, mark, chance, roles, by_words, usual)


def _corrected(whole: Scene, weights: Sequence[Weight], claim: Claim) -> Claim:
    """Return what a rule found, with the role that is likely if the one it told is not.

    What is unlikely only because nobody stated it before may be news, and stays.
    """
    role = claim.parts["role"].rpartition("/")[2]
    marks = _marks(whole, claim)
    own = [one for one in weights if one.mark in marks]
    if len(own) != 1:
        return claim
    if max(told.get(role, 1.0) for told in (own[0].roles, own[0].by_words)) > _FAINT:
        return claim
    name, chance = max(own[0].roles.items(), key=_chance)
    if chance < LIKELY:
        return claim
    parts = {**claim.parts, "role": iris.vocab("roles", name)}
    return replace(claim, parts=parts, pattern=_pattern(whole), confidence=round(chance, 2))


def _mark(whole: Scene, pair: Pair) -> tuple[str, str]:
    """Return what makes a pair and a claim one; a meeting counts as its group, as rules tell it."""
    return pair.holder.iri, whole.words.group_of(pair.context.iri)


def _marks(whole: Scene, claim: Claim) -> set[tuple[str, str]]:
    context = whole.words.group_of(claim.parts.get("context", ""))
    return {(body, context) for body in claim.parts["body"].split()}


def _taken(whole: Scene, pair: Pair, role: str, known: Sequence[Claim]) -> list[Claim]:
    """Return what was found of somebody else who has a role that one has alone."""
    alike = next((names for names in _ONE_ALONE if role in names), None)
    context = _mark(whole, pair)[1]
    return [
        claim
        for claim in known
        if alike is not None
        and claim.parts["role"].rpartition("/")[2] in alike
        and any(its == context for _, its in _marks(whole, claim))
    ]


def _apart(claim: Claim, taken: Sequence[Claim]) -> Claim:
    """Return a role that one has alone without the time when somebody else had it."""
    times = [{name: one.parts[name] for name in _TIMES if name in one.parts} for one in taken]
    own = {name: claim.parts[name] for name in _TIMES if name in claim.parts}
    if not own or own not in times:
        return claim
    return replace(claim, parts={k: v for k, v in claim.parts.items() if k not in _TIMES})


def _claim(whole: Scene, pair: Pair, role: str, chance: float) -> Claim:
    time = time_of_pair(whole, pair, role)
    parts = {
        "body": pair.holder.iri,
        "role": iris.vocab("roles", role),
        "context": whole.words.group_of(pair.context.iri),
    }
    parts |= {"start": time.start} if time.start else {}
    parts |= {"end": time.end} if time.end else {}
    masked = whole.seen.masked
    start, end = masked.place(max(pair.first, 0), pair.last + 1)
    return Claim("role", parts, start, end, _pattern(whole), round(chance, 2))


def _pattern(whole: Scene) -> str:
    return f"{whole.seen.lexicon.language}-role-weighed"


def time_of_pair(whole: Scene, pair: Pair, role: str) -> Span:
    """Return the time that the last sentence of a pair gives for it."""
    number = max(thing.sentence for thing in (pair.holder, pair.context) if thing.place >= 0)
    places = [
        thing.place
        for thing in (pair.holder, pair.context)
        if thing.place >= 0 and thing.sentence == number
    ]
    first, last = (whole.bounds[number + n] for n in (0, 1))
    sentence: Masked = whole.seen.masked.piece(first, min(last, len(whole.text)))
    # A piece begins without the spaces before it.
    shift = whole.text.find(sentence.text, first)
    start, end = min(places) - shift, max(places) - shift + 1
    holder = Item(start, start + 1, "holder", "")
    held = Held((holder,), (role,), (), start, end, 0, len(sentence.text))
    return time_of(whole.seen, sentence, held, [], whole.words)
