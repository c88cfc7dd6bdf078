"""Targets of the strategic plan of the Union, whose numbers look like those of the Goals.

Target 2.2 of the plan is none of the Sustainable Development Goals: words beside it say so, or the
heading above, or its neighbours below that heading have letters as only those of the plan have.
"""

import re
from collections.abc import Sequence

from wsisgraph.loading.references.fold import fold
from wsisgraph.loading.references.words import any_of, bounded
from wsisgraph.loading.texts.model import Passage

_PLAN = re.compile(any_of("strategic_plan"))
# “Target 2.2 of the strategic plan”: what stands between says nothing else.
_PLAN_BEHIND = re.compile(rf"[^.;:,()\d]{{0,16}}(?:{any_of('strategic_plan')})")
_PLAN_BEFORE = re.compile(rf"(?:{any_of('strategic')})[\s\"'-]*\Z")
_OF_GOALS = re.compile(any_of("goals"))
# The letters of the plan stand before two numbers, or behind them: A.1.2, 5.2.A.
_MAY_BE_LETTERED = re.compile(r"(?<![\w.])(?:[A-D]\.\d\.\d|\d\.\d\.[A-D])(?![\w.]\w)")
_LETTERED = re.compile(
    bounded(any_of("target")) + r"[\s:]{1,3}(?:[a-d]\.\d\.\d|\d\.\d\.[a-d])(?!\w)"
)
_BEHIND = 80


def is_of_plan(text: str, start: int, end: int) -> bool:
    """Tell whether words beside a target say that it is one of the plan.

    Args:
        text: folded, of the passage.
        start, end: of the word and the number.
    """
    if _OF_GOALS.search(text, start, end):
        return False
    return (
        _PLAN_BEFORE.search(text, max(0, start - 24), start) is not None
        or _PLAN_BEHIND.match(text, end, end + _BEHIND) is not None
    )


def under_plan(passages: Sequence[Passage]) -> frozenset[str]:
    """Return the locators of the passages of a text whose targets are those of the plan."""
    heads: dict[str, bool] = {}
    for passage in passages:
        if passage.kind == "heading":
            folded = fold(passage.text)
            if _OF_GOALS.search(folded) is not None:
                heads[passage.locator] = False
            elif _PLAN.search(folded) is not None:
                heads[passage.locator] = True
        if (
            passage.section
            and _MAY_BE_LETTERED.search(passage.text) is not None
            and _LETTERED.search(fold(passage.text)) is not None
        ):
            heads.setdefault(passage.section[-1], True)
    if True not in heads.values():
        return frozenset()
    return frozenset(
        passage.locator
        for passage in passages
        if next((heads[each] for each in reversed(passage.section) if each in heads), False)
    )
