"""Which role somebody has: the words of roles around a pair, each as a choice to be weighed.

What is told of a choice is told in numbers with names, as of a pair in `features`.
"""

from collections.abc import Iterator

from wsisgraph.loading.claims.masking import SIGNS
from wsisgraph.loading.claims.office_words import Item
from wsisgraph.loading.claims.weighing.features import Features, sides
from wsisgraph.loading.claims.weighing.pairs import Pair, Scene

_USUAL = {
    "line": "facilitator",
    "plan": "facilitator",
    "group": "member",
    "event": "co-organiser",
    "series": "co-organiser",
    "programme": "partner",
    "goal": "custodian",
}
"""What somebody is in something of a class where no word tells it."""
_PAUSES = ",،、;；؛，()"
_PARTS = ".;:"
_HOLDERS = (SIGNS["body"], SIGNS["person"], SIGNS["country"])


def choices(whole: Scene, pair: Pair) -> Iterator[tuple[str, Features]]:
    """Yield the keys of roles that a pair may have, each with what is told of it.

    One that is named twice is yielded twice; so is each that stands above the passage. What is
    usual in a thing of that class comes last, if no word names it.
    """
    fitting = _fitting(whole, pair)
    for item in fitting:
        yield item.name, dict(_told(whole, pair, item, fitting))
    named = {item.name for item in fitting}
    for role in whole.above:
        if _fits(whole, role, pair.context.name):
            yield role, {"above": 1.0, f"is {role}": 1.0, "choices": float(len(named))}
    for which, thing in (("holder", pair.holder), ("context", pair.context)):
        for role in whole.roles_above(thing):
            if _fits(whole, role, pair.context.name):
                named.add(role)
                yield role, {f"{which} below": 1.0, f"is {role}": 1.0}
    usual = _USUAL.get(pair.context.name)
    if usual is not None and usual not in named and usual not in whole.above:
        yield usual, {"usual": 1.0, f"is {usual}": 1.0, "choices": float(len(named))}


def are_named(whole: Scene, pair: Pair) -> bool:
    """Tell whether any word tells of a role that a pair may have."""
    above = any(_fits(whole, role, pair.context.name) for role in whole.above)
    return above or bool(_fitting(whole, pair))


def _fitting(whole: Scene, pair: Pair) -> list[Item]:
    begin, end = sides(whole, pair)
    return [
        item
        for item in whole.roles
        if begin <= item.start < end and _fits(whole, item.name, pair.context.name)
    ]


def _fits(whole: Scene, role: str, kind: str) -> bool:
    known = whole.words.contexts.get(role)
    return known is None or kind in known or (kind == "group" and "series" in known)


def _told(whole: Scene, pair: Pair, item: Item, fitting: list[Item]) -> Iterator[tuple[str, float]]:
    yield f"is {item.name}", 1.0
    yield f"form {item.form}", 1.0
    yield f"in {pair.context.name}", 1.0
    yield "choices", float(len({one.name for one in fitting}))
    places = sorted(((pair.holder.place, "h"), (pair.context.place, "c"), (item.start, "r")))
    yield "order " + "".join(name for _, name in places), 1.0
    for name, place in (("holder", pair.holder.place), ("context", pair.context.place)):
        first, last = sorted((item.start, place))
        between = whole.text[max(first, 0) + 1 : last]
        yield f"{name} far", float(last - first)
        yield f"{name} pauses", float(sum(between.count(sign) for sign in _PAUSES))
        yield f"{name} holders", float(sum(between.count(sign) for sign in _HOLDERS))
        yield f"{name} contexts", float(_between(whole, first, last))
        yield f"{name} dates", float(between.count(SIGNS["date"]) + between.count(SIGNS["period"]))
        rank = sum(abs(one.start - place) < abs(item.start - place) for one in fitting)
        yield f"{name} rank", float(rank)
        yield f"{name} behind", float(place > item.start)
        turned = [one for one in fitting if (one.start < place) == (item.start < place)]
        side = sum(abs(one.start - place) < abs(item.start - place) for one in turned)
        yield f"{name} side rank", float(side)
        roles = sum(first < one.start < last for one in whole.roles if one is not item)
        yield f"{name} roles", float(roles)
        yield f"{name} parted", float(sum(map(between.count, _PARTS)))
    yield from _told_of_runs(whole, pair, item)
    for other in fitting:
        if other.name != item.name:
            beside = "before" if other.start < item.start else "behind"
            yield f"{beside} it {other.name}", 1.0
    first, last = pair.first, pair.last
    yield "between", float(first < item.start < last)
    before = whole.text[max(0, item.start - 1) : item.start]
    yield "opened", float(before == "(")


def _told_of_runs(whole: Scene, pair: Pair, item: Item) -> Iterator[tuple[str, float]]:
    """Yield how far a word is from the lists in which a pair stands, and whose is nearer."""
    for name, known, place in (
        ("holder", whole.holder_runs, pair.holder.place),
        ("context", whole.context_runs, pair.context.place),
    ):
        run = known.get(place)
        if run is None:
            continue
        far = run.far(item)
        others = {one for one in known.values() if one != run}
        yield f"{name} run far", float(far)
        yield f"{name} run size", float(run.size)
        yield f"{name} run rivals", float(sum(one.far(item) < far for one in others))
        ahead = [one for one in others if one.first < item.start]
        yield f"{name} run rivals ahead", float(sum(one.far(item) < far for one in ahead))
        nearer = [one for one in whole.roles if one is not item and run.far(one) < far]
        yield f"{name} run roles", float(len(nearer))
        for one in nearer[:1]:
            yield f"{name} run nearer {one.name}", 1.0


def _between(whole: Scene, first: int, last: int) -> int:
    return sum(first < one.place < last for one in whole.contexts)
