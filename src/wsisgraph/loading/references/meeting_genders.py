"""Whose meeting Arabic lets it be: “دورتها” is that of a commission, “دورته” that of a council."""

import re
from collections.abc import Sequence

from wsisgraph.loading.references.names import Name

_ITS = re.compile(
    r"(?<![\u0621-\u064a])[وفبلك]?(?:اجتماع|دورت)(?:ات)?ه(?P<feminine>ا)?(?![\u0621-\u064a])"
)
_WORD = r"(?:ال|لل|ل)?(?:{})(?![\u0621-\u064a])"
_MASCULINE = re.compile(_WORD.format("مجلس|فريق|موتمر|منتدي|اتحاد|مكتب|برنامج|صندوق|معهد|مركز"))
_FEMININE = re.compile(_WORD.format("لجنه|جنه|جمعيه|منظمه|هييه|قمه|شراكه|وكاله|اداره|جماعه"))
# Behind a meeting, the organ that it is of: للجنة الموارد, لمجلس الإدارة.
_OF_ORGAN = re.compile(
    r" ?(?:ل(?:مجلس|مكتب|هييه)|للجنه) (?P<behind>ال(?!تي\b|ذي\b|حالي|مذكور|مشار)[\u0621-\u064a]+)"
)


def agreeing(text: str, said: str, names: Sequence[Name]) -> Sequence[Name]:
    """Return those of some names that may have the meeting that a word says is “its”.

    Args:
        text: folded, in which the names stand.
        said: the word: دورتها.
        names: in question.
    """
    its = _ITS.search(said)
    if its is None:
        return names
    others = _MASCULINE if its["feminine"] else _FEMININE
    return [name for name in names if others.match(text, name.start) is None]


def is_of_another(text: str, place: int, names: Sequence[Name]) -> bool:
    """Tell whether a meeting that ends at a place is that of an organ that is no name here."""
    organ = _OF_ORGAN.match(text, place)
    return organ is not None and not any(
        place < name.start < organ.start("behind") or name.start < place < name.end
        for name in names
    )
