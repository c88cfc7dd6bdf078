"""What is told of a pair by the words of roles around it, and by the lists in which it stands."""

from collections.abc import Iterator, Sequence

from wsisgraph.loading.claims.office_words import Item
from wsisgraph.loading.claims.weighing.pairs import Pair, Scene

PAUSES = ",،、;；؛，"
_NONE = 400


def told_of_roles(whole: Scene, pair: Pair, said: Sequence[Item]) -> Iterator[tuple[str, float]]:
    """Yield what is told of a pair by the words of roles in its sentences."""
    first, last = pair.first, pair.last
    yield "roles", float(len(said))
    for name, place in (("holder", pair.holder.place), ("context", pair.context.place)):
        near = min(said, key=lambda item: _gap(item, place), default=None)
        yield f"role from {name}", float(_gap(near, place) if near else _NONE)
        if near is not None:
            yield f"{name} near {near.form}", 1.0
            yield f"{name} near {near.name}", 1.0
            yield f"{name} behind role", float(near.start < place)
            if near.name in whole.words.contexts:
                fits = whole.words.may_be_in(near.name, pair.context.name)
                yield f"{name} fits", 1.0 if fits else -1.0
    for item in said:
        where = (
            "between" if first < item.start < last else "before" if item.start < first else "after"
        )
        yield f"{where} {item.name}", 1.0
        yield f"{where} {item.form}", 1.0
    for role in whole.above:
        yield f"above {role}", 1.0
    yield from _beside(whole, pair, said)


def _gap(item: Item, place: int) -> int:
    return max(item.start - place, place + 1 - item.end, 0)


def _beside(whole: Scene, pair: Pair, said: Sequence[Item]) -> Iterator[tuple[str, float]]:
    """Yield what is told of the last word of a role before a thing, and of the next behind it."""
    for name, thing, other, rivals in (
        ("holder", pair.holder, pair.context, whole.holders),
        ("context", pair.context, pair.holder, whole.contexts),
    ):
        if thing.place < 0:
            continue
        ends = [item for item in said if item.end <= thing.place]
        begins = [item for item in said if item.start > thing.place]
        for side, found in (("ahead", ends[-1:]), ("behind", begins[:1])):
            for item in found:
                low, high = sorted((item.start, thing.place))
                between = whole.text[low + 1 : high]
                yield f"{name} {side} far", float(high - low)
                yield f"{name} {side} pauses", float(sum(map(between.count, PAUSES)))
                yield f"{name} {side} rivals", float(sum(low < one.place < high for one in rivals))
                yield f"{name} {side} {item.form}", 1.0
                yield f"{name} {side} {item.name}", 1.0
                yield f"{name} {side} crosses", float(low < other.place < high)


def told_of_runs(whole: Scene, pair: Pair, said: Sequence[Item]) -> Iterator[tuple[str, float]]:
    """Yield what is told of a pair by the lists in which the two stand.

    Args:
        whole: the passage.
        pair: of it.
        said: the words of roles in the sentences of the pair.
    """
    holders, contexts = whole.holder_runs, whole.context_runs
    mine, its = holders.get(pair.holder.place), contexts.get(pair.context.place)
    if mine is None or its is None:
        return
    gap = mine.gap(its)
    yield "runs far", float(gap)
    yield "holder run", float(mine.size)
    yield "context run", float(its.size)
    rivals = {run for run in holders.values() if run != mine}
    things = {run for run in contexts.values() if run != its}
    yield "nearer holder runs", float(sum(run.gap(its) < gap for run in rivals))
    yield "nearer context runs", float(sum(run.gap(mine) < gap for run in things))
    first, last = min(mine.last, its.last), max(mine.first, its.first)
    yield "holder runs between", float(sum(first < run.first and run.last < last for run in rivals))
    yield (
        "context runs between",
        float(sum(first < run.first and run.last < last for run in things)),
    )
    yield "roles between runs", float(sum(first < item.start < last for item in said))
    for name, run, other in (("holder", mine, rivals), ("context", its, things)):
        near = min(said, key=lambda item: run.far(item), default=None)
        if near is not None:
            own = run.far(near)
            yield f"{name} run from role", float(own)
            yield f"{name} run rivals", float(sum(one.far(near) < own for one in other))
            opposite = its if name == "holder" else mine
            theirs = things if name == "holder" else rivals
            across = opposite.far(near)
            yield f"{name} role rivals", float(sum(one.far(near) < across for one in theirs))
    yield "ahead of runs", float(not any(run.last < mine.first for run in rivals))
