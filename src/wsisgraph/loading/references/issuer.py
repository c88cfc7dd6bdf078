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
_MASTHEAD = frozenset({"title", "note", "paragraph", "heading", "table-row"})


def issuer(text: Text) -> str:
    """Return who speaks in a document: `un` or `itu`.

    It is the United Nations by its symbol, or where a line at its head is the one who decides
    there, as “The Economic and Social Council,” is; or where such a name, or that of the United
    Nations, stands alone above the first section, and none of the Union does before it.
    """
    if text.symbol.startswith(_SYMBOLS):
        return "un"
    if text.symbol:
        return "itu"
    head = [p for p in text.passages[:_NEAR_HEAD] if len(p.text) <= _LONGEST]
    if any(_enacting().fullmatch(passage.text.strip()) for passage in head):
        return "un"
    for passage in head:
        if passage.section or passage.number or passage.kind not in _MASTHEAD:
            break
        for line in passage.row or (passage.text.strip(),):
            if _heads("un").fullmatch(line):
                return "un"
            if _heads("itu").match(line):
                return "itu"
    return "itu"


@cache
def _heads(whose: str) -> re.Pattern[str]:
    """Return the names that stand at the head of documents of the Union, or of others."""
    names = [*table("issuers")["heads"][whose], *(table("issuers")["un"] if whose == "un" else ())]
    return re.compile(f"(?:{'|'.join(names)})", re.IGNORECASE)


@cache
def _enacting() -> re.Pattern[str]:
    bodies = "|".join(table("issuers")["un"])
    return re.compile(rf"(?:{bodies})\s*[,،，、:：]", re.IGNORECASE)
