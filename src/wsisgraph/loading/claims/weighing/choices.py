"""Which role somebody has: the words of roles around a pair, each as a choice to be weighed.

What is told of a choice is told in numbers with names, beside what `features` tells of its pair.
"""

from collections.abc import Iterable, Iterator

from wsisgraph.loading.claims.masking import SIGNS
from wsisgraph.loading.claims.office_words import Item
from wsisgraph.loading.claims.weighing.features import Features, sides
from wsisgraph.loading.claims.weighing.pairs import Pair, Scene
from wsisgraph.loading.claims.weighing.things import Thing

USUAL = "word usual"
"""What is told of a role that no word tells."""
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
_COUNTED = (
    ("pauses", ",،、;；؛，()"),
    ("parted", ".;:"),
    ("holders", (SIGNS["body"], SIGNS["person"], SIGNS["country"])),
    ("dates", (SIGNS["date"], SIGNS["period"])),
)
"""Signs that are counted between a word and a thing."""


def choices(whole: Scene, pair: Pair) -> Iterator[tuple[str, Features]]:
    """Yield the keys of roles that a pair may have, each with what is told of it.

    One that is named twice is yielded twice; so is each that stands above the passage, or above
    the cell of a row. What is usual in a thing of that class comes last, if no word names it.
    """
    fitting = _fitting(whole, pair)
    named = {item.name for item in fitting}
    for item in fitting:
        yield item.name, dict(_told(whole, pair, item, fitting))
    for where, roles in _above(whole, pair):
        for role in roles:
            if _fits(whole, role, pair.context.name):
                named.add(role)
                yield role, {f"word {where}": 1.0, f"word is {role}": 1.0}
    usual = _USUAL.get(pair.context.name)
    if usual is not None and usual not in named:
        yield usual, {USUAL: 1.0, f"word is {usual}": 1.0, "words": float(len(named))}


def _above(whole: Scene, pair: Pair) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield the roles that stand above a pair, and above what of it."""
    yield "above", whole.above
    yield "above holder", whole.roles_above(pair.holder)
    yield "above context", whole.roles_above(pair.context)


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
    held = kind == "group" and known is not None and "series" in known
    return known is None or held or whole.words.may_be_in(role, kind)


def _told(whole: Scene, pair: Pair, item: Item, fitting: list[Item]) -> Iterator[tuple[str, float]]:
    yield f"word is {item.name}", 1.0
    yield f"word form {item.form}", 1.0
    yield f"word in {pair.context.name}", 1.0
    yield "words", float(len({one.name for one in fitting}))
    places = sorted(((pair.holder.place, "h"), (pair.context.place, "c"), (item.start, "r")))
    yield "word order " + "".join(name for _, name in places), 1.0
    yield from _told_of_side(whole, "holder", pair.holder, item, fitting)
    yield from _told_of_side(whole, "context", pair.context, item, fitting)
    yield from _told_of_runs(whole, pair, item)
    for other in fitting:
        if other.name != item.name:
            side = "before" if other.start < item.start else "behind"
            yield f"word {side} it {other.name}", 1.0
    yield "word between", float(pair.first < item.start < pair.last)
    yield "word opened", float(whole.text[max(0, item.start - 1) : item.start] == "(")


def _told_of_side(
    whole: Scene, name: str, thing: Thing, item: Item, fitting: list[Item]
) -> Iterator[tuple[str, float]]:
    """Yield what stands between a word and one side of a pair, and which words are nearer to it."""
    place = thing.place
    first, last = sorted((item.start, place))
    far = last - first
    between = whole.text[max(first, 0) + 1 : last]
    yield f"word {name} far", float(far)
    for what, signs in _COUNTED:
        yield f"word {name} {what}", float(sum(map(between.count, signs)))
    contexts = sum(first < one.place < last for one in whole.contexts)
    yield f"word {name} contexts", float(contexts)
    roles = sum(first < one.start < last for one in whole.roles if one is not item)
    yield f"word {name} roles", float(roles)
    yield f"word {name} behind", float(place > item.start)
    nearer = [one for one in fitting if abs(one.start - place) < far]
    yield f"word {name} rank", float(len(nearer))
    turned = [one for one in nearer if (one.start < place) == (item.start < place)]
    yield f"word {name} side rank", float(len(turned))


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
        yield f"word {name} run far", float(far)
        yield f"word {name} run size", float(run.size)
        yield f"word {name} run rivals", float(sum(one.far(item) < far for one in others))
        ahead = [one for one in others if one.first < item.start]
        yield f"word {name} run rivals ahead", float(sum(one.far(item) < far for one in ahead))
        nearer = [one for one in whole.roles if one is not item and run.far(one) < far]
        yield f"word {name} run roles", float(len(nearer))
        for one in nearer[:1]:
            yield f"word {name} run nearer {one.name}", 1.0
