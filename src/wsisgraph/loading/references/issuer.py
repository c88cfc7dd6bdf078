"""Whose document a text is: of the Union, or of the United Nations.

Words such as “the Council” and “the Secretary-General” mean others in the one than in the other.
"""

import re
from functools import cache

from wsisgraph.loading.references.words import any_of, table
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
    first = next(iter(text.passages), None)
    if first is not None and _sitting().match(first.text):
        # “Commission on Science and Technology for Development, twenty-sixth session, …”.
        return "un"
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
def _sitting() -> re.Pattern[str]:
    """Return the names of bodies of the United Nations with their session, as titles begin."""
    names = [name for name in table("issuers")["heads"]["un"] if name.count(" ") > 1]
    sessions = any_of("session", without="zh")
    return re.compile(rf"(?:{'|'.join(names)}),?\s[^.;:]{{0,40}}?{sessions}", re.IGNORECASE)


@cache
def _enacting() -> re.Pattern[str]:
    bodies = "|".join(table("issuers")["un"])
    return re.compile(rf"(?:{bodies})\s*[,،，、:：]", re.IGNORECASE)
