"""Which known word was meant by an unknown one."""

from collections.abc import Iterable

_SHORTEST = 4


def nearest(word: str, known: Iterable[tuple[str, int]]) -> str:
    """Return the known word with the fewest slips to an unknown one, "" where none is near.

    One slip in words of up to six letters, two in longer ones; of equals the one met more often.

    Args:
        word: folded.
        known: folded words, each with how often it stands.
    """
    if len(word) < _SHORTEST or any(sign.isdigit() for sign in word):
        return ""
    most = 1 if len(word) <= 6 else 2
    best = (most + 1, 0, "")
    for other, number in known:
        if other != word and len(other) >= _SHORTEST and abs(len(other) - len(word)) <= most:
            slips = distance(word, other, most)
            if slips <= most:
                best = min(best, (slips, -number, other))
    return best[2]


def distance(one: str, other: str, most: int) -> int:
    """Return how many letters must be added, left out, replaced or exchanged (at most `most` + 1).

    Optimal string alignment, a row at a time.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, sign in enumerate(one, 1):
        last, row, before_last = row, [at], before
        for to, against in enumerate(other, 1):
            cost = min(row[to - 1] + 1, last[to] + 1, last[to - 1] + (sign != against))
            if at > 1 and to > 1 and sign == other[to - 2] and one[at - 2] == against:
                cost = min(cost, before_last[to - 2] + 1)
            row.append(cost)
        before = last
        if min(row) > most:
            return most + 1
    return row[-1]
