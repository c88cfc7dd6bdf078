"""What is told of a pair by the words and things around it, as numbers with names.

The names are the same for all languages: words count by their class in `offices.toml`, so that what
is taught in one language holds for the others. A name that is missing is zero.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from wsisgraph.loading.claims.masking import SIGNS
from wsisgraph.loading.claims.weighing.pairs import Pair, Scene
from wsisgraph.loading.claims.weighing.role_words import PAUSES, told_of_roles, told_of_runs
from wsisgraph.loading.claims.weighing.things import ABOVE, BEFORE, Thing, others

_NAMES = {sign: name for name, sign in SIGNS.items()}
_LONG = 60
_BESIDE = 40
_MARKS = ",;()、:"
_COUNTED = ("body", "person", "country", "line", "event", "meeting", "programme", "instrument")
_TIMES = ("date", "period")
_BETWEEN = ("direct", "pair")
"""Classes of words that are all that stands between two things."""

_TAKEN_OVER = {ABOVE: "above", BEFORE: "before"}

Features = dict[str, float]


def features(whole: Scene, pair: Pair) -> Features:
    """Return what is told of a pair."""
    told: Features = {}
    told.update(_places(whole, pair))
    if whole.cells:
        told.update(_cells(whole, pair))
    begin, end = sides(whole, pair)
    said = [item for item in whole.roles if begin <= item.start < end]
    told.update(told_of_roles(whole, pair, said))
    told.update(told_of_runs(whole, pair, said))
    told.update(_signals(whole, pair))
    told[_skeleton(whole, pair)] = 1.0
    return told


def sides(whole: Scene, pair: Pair) -> tuple[int, int]:
    """Return where the sentences of a pair begin and end."""
    first = min(pair.holder.sentence, pair.context.sentence)
    last = max(pair.holder.sentence, pair.context.sentence)
    return whole.bounds[first], whole.bounds[last + 1]


def _places(whole: Scene, pair: Pair) -> Iterator[tuple[str, float]]:
    holder, context = pair.holder, pair.context
    first, last = pair.first, pair.last
    between = whole.text[first + 1 : last]
    yield "ahead", float(holder.place < context.place)
    yield "far", float(last - first)
    yield "apart", float(abs(holder.sentence - context.sentence))
    yield "pauses", float(sum(between.count(sign) for sign in PAUSES))
    yield "brackets", float(between.count("(") - between.count(")"))
    for name in (*_COUNTED, *_TIMES, "role"):
        if count := between.count(SIGNS[name]):
            yield f"between {name}", float(count)
    rivals, things = others(whole.holders, holder), others(whole.contexts, context)
    same = [one for one in things if one.name == context.name]
    yield "holders", float(len({one.iri for one in rivals}))
    yield "contexts", float(len({one.iri for one in things}))
    yield "nearer holders", float(_nearer(rivals, context.place, pair))
    yield "nearer contexts", float(_nearer(things, holder.place, pair))
    yield "nearer alike", float(_nearer(same, holder.place, pair))
    begin, end = sides(whole, pair)
    yield "holder from begin", float(holder.place - begin)
    yield "holder first", float(not _any(rivals, begin, holder.place))
    yield "holder last", float(not _any(rivals, holder.place, end))
    yield "context first", float(not _any(things, begin, context.place))
    yield "context last", float(not _any(things, context.place, end))
    yield "long", float(len(whole.text))
    yield "item", float(whole.frame.item)
    yield "row", float(bool(whole.seen.passage.row))
    yield "heading", float(whole.seen.passage.kind == "heading")
    yield f"context {context.name}", 1.0
    yield f"holder {holder.name}", 1.0
    for which, thing in (("holder", holder), ("context", context)):
        if thing.place < 0:
            yield f"{which} {_TAKEN_OVER[thing.place]}", 1.0


def _cells(whole: Scene, pair: Pair) -> Iterator[tuple[str, float]]:
    """Yield what is told of a pair of a row by the cells it stands in, and the words above them."""
    holder, context = whole.column_of(pair.holder), whole.column_of(pair.context)
    yield "holder column", float(holder)
    yield "context column", float(context)
    yield "columns apart", float(abs(holder - context))
    yield "columns that tell", float(sum(map(bool, whole.columns)))
    for role in whole.roles_above(pair.holder):
        yield f"holder below {role}", 1.0
    for role in whole.roles_above(pair.context):
        yield f"context below {role}", 1.0


def _nearer(rivals: Sequence[Thing], to: int, pair: Pair) -> int:
    far = pair.last - pair.first
    return len({one.iri for one in rivals if one.place >= 0 and abs(one.place - to) < far})


def _any(things: Sequence[Thing], first: int, last: int) -> bool:
    return any(first <= one.place < last for one in things)


def _signals(whole: Scene, pair: Pair) -> Iterator[tuple[str, float]]:
    first, last = pair.first, pair.last
    begin, end = sides(whole, pair)
    for name, places in whole.hits.items():
        if _within(places, first + 1, last):
            yield f"between {name}", 1.0
        if _within(places, max(begin, first - _BESIDE), first):
            yield f"before {name}", 1.0
        if _within(places, last + 1, min(end, last + _BESIDE)):
            yield f"after {name}", 1.0
    for which, thing in (("holder", pair.holder), ("context", pair.context)):
        for name in whole.led_by(thing):
            yield f"{which} led by {name}", 1.0
    between = whole.text[first + 1 : last]
    for name in _BETWEEN:
        if getattr(whole.words, name).fullmatch(between):
            yield f"joined by {name}", 1.0


def _within(places: Sequence[int], first: int, last: int) -> bool:
    at = bisect_left(places, first)
    return at < len(places) and places[at] < last


def _skeleton(whole: Scene, pair: Pair) -> str:
    """Return the things and pauses between a pair, in order."""
    way = ">" if pair.holder.place < pair.context.place else "<"
    between = whole.text[pair.first + 1 : pair.last]
    told = " ".join(_NAMES.get(sign, sign) for sign in between if sign in _NAMES or sign in _MARKS)
    return f"skeleton {way}{pair.context.name} {told[:_LONG]}"
