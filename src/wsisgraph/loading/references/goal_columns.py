"""Numbers of goals, targets and indicators that stand bare in a column named for them.

Under “Goal or target” `9.c`, `4.4` and `5` need no word of their own. A column of targets or goals
may have those of a plan, so the table must be one of the Sustainable Development Goals: another
heading says so, or it has a column of action lines.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from wsisgraph.loading.references.fold import Folded, fold
from wsisgraph.loading.references.lines import code_pattern, number_span
from wsisgraph.loading.references.spans import Span
from wsisgraph.loading.references.words import any_of, bounded
from wsisgraph.loading.texts.model import Passage

Columns = tuple[str, ...]
"""Of each column what its numbers are: letters of goal, target, indicator; empty if no such."""

_FIRST_ROW = re.compile(r"(.*t\d+-r)1")
_ROW = re.compile(r"(.*t\d+-r)\d+")
_LONGEST = 70
_KINDS = {
    "g": re.compile(bounded(any_of("goal", "goals"))),
    "t": re.compile(bounded(any_of("target"))),
    "i": re.compile(bounded(any_of("indicator"))),
}
# What a column counts is none of its numbers.
_COUNTS = re.compile(
    r"(?<![^\W\d_])(?:number|how many|total|count|nombre|combien|numero|cantidad|cuantos|сколько|"
    r"число|количество)(?![^\W\d_])|数|عدد|كم(?![^\W\d_])"
)
_OF_ALL = re.compile(bounded(any_of("goals")))
_LINE = re.compile(bounded(any_of("line")))
_SIGNS = re.compile(rf"(?:[\s,;/、+&]|\b{any_of('and', without='zh')}\b|和|及|与)+")
_DIGIT = re.compile(r"\d")
_KIND = {"goal": "g", "target": "t", "indicator": "i"}


def table_of(passage: Passage) -> str:
    """Return what the locators of the rows of a table begin with; empty for all else."""
    row = _ROW.fullmatch(passage.locator) if passage.row else None
    return row[1] if row is not None else ""


def columns(passage: Passage) -> Columns:
    """Return what the columns of a table hold, by its first row; nothing for another passage."""
    if not passage.row or _FIRST_ROW.fullmatch(passage.locator) is None:
        return ()
    return _columns(passage.row)


@lru_cache(maxsize=1_000)
def _columns(row: tuple[str, ...]) -> Columns:
    heads = [fold(cell) for cell in row]
    is_of_goals = any(len(head) <= _LONGEST and _LINE.search(head) for head in heads)
    found = []
    for head in heads:
        if len(head) > _LONGEST or _DIGIT.search(head) or _COUNTS.search(head):
            found.append("")
            continue
        kinds = "".join(kind for kind, words in _KINDS.items() if words.search(head))
        is_sure = is_of_goals or _OF_ALL.search(head) is not None
        found.append(kinds if is_sure else kinds.replace("g", "").replace("t", ""))
    return tuple(found) if any(found) else ()


def in_columns(text: Folded, of: Sequence[str], indicators: Mapping[str, str]) -> Iterator[Span]:
    """Yield the goals, targets and indicators of a row whose cells hold nothing else.

    Args:
        text: of the row, its cells with tabs.
        of: what each column holds.
        indicators: IRIs of the indicators by number.
    """
    start = 0
    cells = text.text.split("\t")
    for kinds, cell in zip(of, cells, strict=False):
        if kinds and len(cells) == len(of):
            yield from _of_cell(text.text, start, start + len(cell), kinds, indicators)
        start += len(cell) + 1


def _of_cell(
    text: str, start: int, end: int, kinds: str, indicators: Mapping[str, str]
) -> Iterator[Span]:
    found: list[Span] = []
    place = start
    while place < end:
        if (sign := _SIGNS.match(text, place, end)) is not None:
            place = sign.end()
            continue
        code = code_pattern().match(text, place, end)
        if code is None:
            return
        spans = list(number_span(code.start(), code.end(), code[0], indicators))
        # In a column of goals stand targets too, and in that of targets their indicators.
        if not spans or not spans[0].known or not _may_stand(spans[0].kind, kinds):
            return
        found += spans
        place = code.end()
    yield from found


def _may_stand(kind: str, kinds: str) -> bool:
    letter = _KIND.get(kind, "")
    return letter in kinds or (letter == "t" and "g" in kinds) or (letter == "i" and "t" in kinds)
