"""Numbers that are part of what was counted before: “of which 90 were chosen”, “90 of the 120”."""

import re

from wsisgraph.loading.references.endings import Endings
from wsisgraph.loading.references.words import group, table

_DATA = table("figures")
_OF_WHICH = re.compile(rf"(?<![^\W\d_]){group(_DATA['of_which'])} \Z")
_OF_THEM = re.compile(rf" {group(_DATA['of_them'])}(?![^\W\d_])")
_OF_MANY = re.compile(r" (?:of|out of|de|des|из|من) (?:the |los |las |les |these )?\d")
_IN_A_YEAR = re.compile(r" (?:in|en|в|في) (?:(?:عام|سنه) )?(?:19|20)\d\d(?!\d)")
_FROM = Endings(dict.fromkeys(("from", "to", "de", "a", "с", "до", "من", "الي"), "from"))
_LONGEST = 24


def is_part(text: str, start: int, end: int) -> bool:
    """Tell whether a number without a noun is a part of others, or one from which things grew.

    Args:
        text: folded.
        start: of the number.
        end: of it.
    """
    return (
        _OF_MANY.match(text, end) is not None
        or _OF_THEM.match(text, end) is not None
        or _OF_WHICH.search(text, max(0, start - _LONGEST), start) is not None
        or (_IN_A_YEAR.match(text, end) is not None and _FROM.before(text, start) != "")
    )
