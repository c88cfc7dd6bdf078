"""Whose document a text is: of the Union, or of the United Nations.

Words such as “the Council” and “the Secretary-General” mean others in the one than in the other.
"""

import re
from functools import cache

from wsisgraph.loading.references.words import table
from wsisgraph.loading.texts.model import Text

_SYMBOLS = ("A/", "E/", "S/", "ST/")
_LONGEST = 90
_NEAR_HEAD = 16


def issuer(text: Text) -> str:
    """Return who speaks in a document: `un` or `itu`.

    It is the United Nations by its symbol, or where a line at its head is the one who decides
    there, as “The Economic and Social Council,” is.
    """
    if text.symbol.startswith(_SYMBOLS):
        return "un"
    if text.symbol:
        return "itu"
    head = (p.text for p in text.passages[:_NEAR_HEAD] if len(p.text) <= _LONGEST)
    return "un" if any(_enacting().fullmatch(line.strip()) for line in head) else "itu"


@cache
def _enacting() -> re.Pattern[str]:
    bodies = "|".join(table("issuers")["un"])
    return re.compile(rf"(?:{bodies})\s*[,،，、:：]", re.IGNORECASE)
